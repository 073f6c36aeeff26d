"""Time and memory of reading and writing workbooks: `python -m tests.bench.files [--rows N] [--cases CASE ...]`.

Reading: a workbook with so many rows of Demand, as cells alone (calamine behind our guard, pandas with openpyxl) and to
a Portfolio. Writing: the workbook of a greedy plan, drawn by us, and the same rows of all sheets as bare frames through
pandas and openpyxl. Each runs in a process of its own; memory is the peak above what the imports take.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from importlib import import_module
from io import BytesIO
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from .process import PACKAGE, ROOT

START = date(2026, 1, 5)
READ = ("cells, resopt", "cells, pandas + openpyxl", "Portfolio, resopt")
WRITE = ("drawn, resopt", "bare rows, pandas + openpyxl")
HEADS = ("what", "method", "CPU s", "s", "MB above imports", "file MB")


def main(arguments: list[str] | None = None) -> int:
    """Measure one after the other and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.files", description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--cases", nargs="*", default=["300x80-plain-s1", "2000x400-plain-s1"])
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.one:
        print(json.dumps(measure(*asked.one)))
        return 0
    print("| " + " | ".join(HEADS) + " |\n|" + "---|" * len(HEADS))
    with tempfile.TemporaryDirectory() as folder:
        if asked.rows:
            path = Path(folder) / "input.xlsx"
            _child("make", f"{asked.rows} {path}")  # not here: a child begins with the peak of its parent
            for method in READ:
                _print(f"read {asked.rows:,} rows", method, *_child(method, str(path)))
        for case in asked.cases:
            for method in WRITE:
                _print(f"write {case}", method, *_child(method, case))
    return 0


def _child(method: str, target: str) -> list[float]:
    command = [sys.executable, "-m", f"{PACKAGE}.files", "--one", method, target]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    numbers: list[float] = json.loads(done.stdout.splitlines()[-1])
    return numbers


def _print(what: str, method: str, cpu: float, seconds: float, memory: float, size: float) -> None:
    print(f"| {what} | {method} | {cpu:.2f} | {seconds:.2f} | {memory:.0f} | {size:.2f} |", flush=True)


def demand_book(path: Path, rows: int) -> None:
    """Write an input of `rows` demand lines on 400 projects."""
    from resopt.excel.inputs import write_input

    roles = [f"Role {n:02d}" for n in range(20)]
    write_input(
        path,
        {
            "projects": [
                {"project_id": f"P{n:03d}", "project": f"Project {n}", "priority": 1 + n % 5} for n in range(400)
            ],
            "staff": [{"person_id": f"E{n:04d}", "name": f"Name {n}", "role": roles[n % 20]} for n in range(200)],
            "demand": [
                {
                    "demand_id": f"D{n:06d}",
                    "project": f"P{n % 400:03d}",
                    "role": roles[n * 7 % 20],
                    "from": START + timedelta(days=7 * (n % 10)),
                    "to": START + timedelta(days=7 * (n % 10) + 4 + 7 * (n % 3)),
                    "fte": (1 + n % 10) / 10,
                    "certainty": ("firm", "estimate")[n % 2],
                    "fill": "partial",
                    "notes": f"line {n}",
                }
                for n in range(rows)
            ],
            "settings": [{"setting": "Start", "value": START}, {"setting": "Weeks", "value": 13}],
        },
    )


def measure(method: str, target: str) -> list[float]:
    """Return CPU seconds, seconds, megabytes above the imports and megabytes of the file."""
    if method == "make":
        rows, _, path = target.partition(" ")
        demand_book(Path(path), int(rows))
        return [0.0]
    work = {
        READ[0]: _our_cells,
        READ[1]: _their_cells,
        READ[2]: _our_portfolio,
        WRITE[0]: _our_book,
        WRITE[1]: _their_book,
    }[method](target)
    before, cpu, began = _peak(), process_time(), perf_counter()
    size = work()
    return [process_time() - cpu, perf_counter() - began, _peak() - before, size / 1e6]


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


Work = Callable[[], int]


def _our_cells(target: str) -> Work:
    from resopt.excel.book import open_book
    from resopt.excel.findings import Findings

    def work() -> int:
        book = open_book(Path(target), Findings())
        for title in book.titles:
            book.read(title)
        return Path(target).stat().st_size

    return work


def _their_cells(target: str) -> Work:
    import pandas

    def work() -> int:
        pandas.read_excel(target, sheet_name=None, engine="openpyxl")
        return Path(target).stat().st_size

    return work


def _our_portfolio(target: str) -> Work:
    import pandas  # noqa: F401  (an import, not part of the reading)

    import resopt as ro

    def work() -> int:
        ro.load(target)
        return Path(target).stat().st_size

    return work


def _content(case: str) -> Any:
    from resopt.report.workbook import content

    from .cases import frozen

    portfolio = frozen(case).load()
    results = import_module(f"{PACKAGE.rpartition('.')[0]}.results".lstrip("."))  # beside this package
    result = results.greedy_result(portfolio)
    return lambda: content(portfolio, result, "en", datetime(2026, 1, 5))


def _our_book(target: str) -> Work:
    from resopt.excel.write import workbook_bytes

    made = _content(target)
    return lambda: len(workbook_bytes(made(), datetime(2026, 1, 5)))


def _their_book(target: str) -> Work:
    import pandas

    from resopt.excel.contents import Table

    book = _content(target)()
    rows = {
        (page.name, table.name): [[cell.value for cell in row.cells] for row in table.rows]
        for page in book.pages
        for table in page.blocks
        if isinstance(table, Table)
    }

    def work() -> int:
        buffer = BytesIO()
        with pandas.ExcelWriter(buffer, engine="openpyxl") as writer:
            for (page, table), cells in rows.items():
                pandas.DataFrame(cells).to_excel(writer, sheet_name=f"{page} {table}"[:31], index=False)
        return len(buffer.getvalue())

    return work


if __name__ == "__main__":
    sys.exit(main())
