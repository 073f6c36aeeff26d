"""The benchmark: `python -m tests.bench.run --cases 60x20-plain-s1 --methods engine,greedy --limit 60 --json out.json`.

Each method plans each case in its own process, one after the other. Every plan is judged here by the checker; level 3
is compared only between plans whose days are equal in every tier (column `=`: equal to the best tiers of the case).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from resopt.plan import Plan

from .cases import CaseError
from .find import AnyCase, chosen, find_case
from .judge import FALSE_BOUND, Judge, Row, marked
from .methods import METHODS
from .process import Bounds, run_apart
from .table import table


def main(arguments: list[str] | None = None) -> int:
    """Run what is asked for; 1 if a plan broke a rule or passed a bound, 2 for a case that is not the frozen one."""
    asked = _asked(arguments)
    rows: list[Row] = []
    try:
        for name in chosen(asked.cases):
            case = find_case(name)
            fresh = marked([row for method in asked.methods for row in _rows(case, method, asked)])
            rows += fresh
            print(table(fresh), flush=True)
            _write(asked.json, rows)
    except CaseError as error:
        print(error, file=sys.stderr)
        return 2
    return int(any(row.violations or FALSE_BOUND in row.note for row in rows))


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.run", description=__doc__)
    parser.add_argument("--cases", nargs="+", required=True, help="names or patterns such as '300x80-*-s1'")
    parser.add_argument("--methods", default="engine", help=f"all, or some of {', '.join(METHODS)}")
    parser.add_argument("--limit", nargs="+", type=float, default=[60.0], help="seconds; several: one run for each")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--grace", type=float, default=15.0, help="seconds after the limit until the kill")
    parser.add_argument("--memory", type=int, default=4096, help="megabytes that a method may take")
    parser.add_argument("--json", type=Path)
    parser.add_argument(
        "--earlier", nargs="+", type=Path, default=[], help="files of --json: their rows are not run again"
    )
    parser.add_argument("--plans", type=Path, help="folder that keeps every plan as CSV")
    asked = parser.parse_args(arguments)
    asked.earlier = [_row(one) for path in asked.earlier for one in json.loads(path.read_text("utf-8"))["rows"]]
    asked.methods = list(METHODS) if asked.methods == "all" else asked.methods.split(",")
    for method in asked.methods:
        if method not in METHODS:
            parser.error(f"there is no method {method!r}: {', '.join(METHODS)}")
    return asked


def _row(values: dict[str, Any]) -> Row:
    return Row(**values | {"tiers": tuple(values["tiers"]), "vector": tuple(values["vector"])})


def _rows(case: AnyCase, method: str, asked: argparse.Namespace) -> list[Row]:
    """Return the rows of one method on one case, one per limit: those of an earlier run, or new ones."""
    found = []
    for limit in asked.limit:
        key = (case.sha256, method, limit, asked.workers)
        known = [row for row in asked.earlier if (row.sha256, row.method, row.limit, row.workers) == key]
        found += known[-1:] or _run(case, method, asked, limit)
    return found


def _run(case: AnyCase, method: str, asked: argparse.Namespace, limit: float) -> list[Row]:
    """Run one method on one case."""
    print(f"{case.name}: {method}, {limit:g} s", file=sys.stderr, flush=True)
    ending = run_apart(case.name, method, Bounds(limit, asked.grace, asked.memory), asked.workers)
    if asked.plans is not None and ending.report.plan is not None:
        _keep(asked.plans / f"{case.name}-{method}-{limit:g}.csv", ending.report.plan)
    start = Row(case.name, case.sha256, method, limit, asked.workers, ending.seconds, ending.megabytes)
    return [Judge(case).row(start, ending)]


def _keep(path: Path, plan: Plan) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [f"{a.person_id},{a.line_id},{a.week},{a.units}" for a in plan.assignments]
    shifts = [f"{project},,{shift}," for project, shift in plan.shifts]
    path.write_text("\n".join(["person or project,line,week or shift,units", *shifts, *rows]) + "\n", "utf-8")


def _write(path: Path | None, rows: list[Row]) -> None:
    """Write what is known so far, so that an interrupted run leaves its rows."""
    if path is not None:
        machine = {"cores": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()}
        versions = {name: version(name) for name in ("resopt", "ortools", "numpy", "scipy")}
        found = {"command": sys.argv[1:], "machine": machine, "versions": versions, "rows": [asdict(r) for r in rows]}
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
