"""How long explanations take: reasons of all conflicts and verified remedies; `python -m tests.bench.explain`.

Parts can be named: `python -m tests.bench.explain quarter large`. `quarter` is data/quarter.xlsx, explained within 60
seconds; `large` a portfolio of 300 x 80 x 13, all conflicts within 60 seconds and remedies within 300. Each is solved
for 60 seconds first, which is not counted; `--plan quarter=FILE` takes the plan of a workbook instead.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import resopt as ro
from resopt.explain import whole

from .cases import frozen

if TYPE_CHECKING:
    from resopt.domain.records import Portfolio
    from resopt.result import Conflict, Explanation

QUARTER = Path(__file__).parents[2] / "data" / "quarter.xlsx"
SOLVE = 60.0
TOP = 10  # remedies that are to be verified


@dataclass(frozen=True, slots=True)
class Goal:
    """What is explained, and in how many seconds: the reasons of all conflicts, and everything."""

    load: Callable[[], Portfolio]
    reasons: float
    all: float


GOALS = {
    "quarter": Goal(lambda: ro.load(QUARTER), 60, 60),
    "large": Goal(lambda: frozen("300x80-plain-s1").load(), 60, 300),
}


def main(words: list[str]) -> None:
    """Print one row for each part named."""
    plans = dict(word.split("=", 1) for word in words if "=" in word)
    named = [word for word in words if word in GOALS] or list(GOALS)
    print(f"{'part':9}{'what':34}{'goal':>8}{'is':>8}  more")
    for name in named:
        _measure(name, GOALS[name], plans.get(name))
    print(f"load of the machine at the end: {os.getloadavg()[0]:.1f}")


def _measure(name: str, goal: Goal, file: str | None) -> None:
    portfolio = goal.load()
    if file is None:
        result = ro.solve(portfolio, ro.Options(time_limit=SOLVE))
        plan, proved = result.plan, all(tier.proved for tier in result.certificate.tiers)
    else:
        plan, proved = ro.load_plan(file, portfolio), False
    seconds, real = list[float](), whole.reasoned

    def reasoned(*given: Any, **more: Any) -> tuple[Conflict, ...]:
        began = monotonic()
        answer = real(*given, **more)
        seconds.append(monotonic() - began)
        return answer

    began, whole.reasoned = monotonic(), reasoned
    try:
        found = ro.explain(portfolio, plan, proved=proved, time_limit=goal.all)
    finally:
        whole.reasoned = real
    lasted = monotonic() - began
    _say(name, "reasons of all conflicts, s", goal.reasons, seconds[0], _reasons(found.conflicts))
    _say(name, "everything, s", goal.all, lasted, _remedies(found))
    _say(name, "remedies verified", TOP, len(found.remedies), f"{found.tried} changes re-solved")


def _reasons(conflicts: tuple[Conflict, ...]) -> str:
    gaps = [c for c in conflicts if c.kind == "gap" and c.people]
    told = sum(1 for c in gaps if c.reasons)
    loose = sum(1 for c in gaps if c.loose)
    complete = sum(1 for c in gaps if c.complete)
    return (
        f"{len(conflicts)} conflicts, {told} of {len(gaps)} with groups, {complete} complete, {loose} with loose weeks"
    )


def _remedies(found: Explanation) -> str:
    losing = sum(1 for r in found.remedies if any(units < 0 for _, units in r.projects))
    exact = sum(1 for r in found.remedies if r.exact)
    return f"{len(found.remedies)} remedies, {exact} exact, {losing} with losers; {len(found.worths)} worths"


def _say(name: str, what: str, goal: float, value: float, more: str) -> None:
    print(f"{name:9}{what:34}{goal:>8.0f}{value:>8.1f}  {more}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
