"""How CPU time and memory grow with size: `python -m tests.bench.growth [--kind rich] [60x20 120x40 ...]`.

Each size runs in a process of its own, so that its peak of memory is its own. The last column is the exponent of each
step against people x lines x weeks, by least squares over the sizes at which the step takes long enough to be measured.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from time import process_time
from typing import Any

from .process import PACKAGE, ROOT

SIZES = ("60x20", "120x40", "300x80", "600x150", "1000x200", "2000x400")
STEPS = ("compile", "coverage", "greedy", "slopes", "check", "explain", "megabytes")
LEAST = 0.02  # CPU seconds below which a step says nothing about growth


def main(arguments: list[str] | None = None) -> int:
    """Measure the sizes one after the other and print what each step took, and how it grows."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.growth", description=__doc__)
    parser.add_argument("sizes", nargs="*", default=SIZES)
    parser.add_argument("--kind", default="plain", help="plain or rich, with variants such as rich-default")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.one:
        print(json.dumps(measure(asked.one)))
        return 0
    rows: list[dict[str, float]] = []
    for size in asked.sizes:
        command = [sys.executable, "-m", f"{PACKAGE}.growth", "--one", f"{size}-{asked.kind}-s1"]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        rows.append(json.loads(done.stdout))
        print(f"{size}: {rows[-1]['size']:,.0f} people x lines x weeks, {rows[-1]['cells']:,.0f} cells", flush=True)
    print(f"{'CPU seconds':12}", *(f"{size:>10}" for size in asked.sizes), "  exponent")
    for step in STEPS:
        print(f"{step:12}", *(f"{row[step]:10.2f}" for row in rows), f"  {exponent(rows, step):8.2f}")
    return 0


def exponent(rows: Sequence[dict[str, float]], step: str) -> float:
    """Return the slope of log(step) against log(size), not a number if it was measured at fewer than two sizes."""
    points = [(math.log(row["size"]), math.log(row[step])) for row in rows if row[step] >= LEAST]
    if len(points) < 2:
        return math.nan
    x, y = (sum(column) / len(points) for column in zip(*points, strict=True))
    slope: float = sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)
    return slope


def measure(name: str) -> dict[str, float]:
    """Return the CPU seconds of each step on a case, its size and the peak of memory in megabytes."""
    from resopt.checker import prepare
    from resopt.engine.certify import Proofs
    from resopt.engine.compile import compile_problem
    from resopt.engine.construct import Build, slope_scaling
    from resopt.engine.greedy import greedy
    from resopt.explain import explain

    from .cases import make

    portfolio = make(name).load()
    checker = prepare(portfolio)
    found: dict[str, float] = {}

    def timed(step: str, work: Callable[[], Any]) -> Any:
        began = process_time()
        value = work()
        found[step] = process_time() - began
        return value

    problem = timed("compile", lambda: compile_problem(portfolio))
    timed("coverage", lambda: Proofs(problem).measure_flow(frozenset()))
    plan = timed("greedy", lambda: greedy(portfolio, problem.grid, problem.charges, checker=checker))
    timed("slopes", lambda: slope_scaling(problem, Build(0, None, 1)))
    timed("check", lambda: checker.check(plan))
    timed("explain", lambda: explain(portfolio, plan))
    found["size"] = float(len(problem.people) * len(problem.lines) * portfolio.settings.weeks)
    found["cells"] = float(len(problem.person))
    kilo = 1024**2 if sys.platform == "darwin" else 1024  # there it counts bytes
    found["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / kilo
    return found


if __name__ == "__main__":
    sys.exit(main())
