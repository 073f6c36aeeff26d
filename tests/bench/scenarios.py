"""The planner's week in figures: what-if, sweep and replanning, each timed; `python -m tests.bench.scenarios`.

Parts can be named: `python -m tests.bench.scenarios whatif sweep replan`. The sweep runs the same 50 scenarios of
data/quarter.xlsx with one process and with two; `replan` takes one busy person of a 300 x 80 portfolio away for three
weeks and compares with a plan of the changed portfolio made from nothing in 60 seconds.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING, Any

import resopt as ro

from .cases import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from resopt.domain.records import Portfolio

QUARTER = Path(__file__).parents[2] / "data" / "quarter.xlsx"
SCENARIOS = 50
CASE = "300x80-plain-s1"
FIRST, LAST = 3, 6  # the weeks of the absence
REPLAN, COLD = 18.0, 60.0  # seconds of search; the rest of 20 is for checks before and after
ALLOWED = 0.002  # of the days of the plan, above the bound
AFTER_TIERS = 4  # overtime, soft locks, change and quality stand behind the tiers in the vector of a score


def whatif() -> None:
    """Time one what-if, from the library and from the command line."""
    portfolio = ro.load(QUARTER)
    base = ro.solve(portfolio, ro.Options(time_limit=20))
    began = monotonic()
    changed = portfolio.scenario("hire two", hire={"Tester": 2})
    result = ro.whatif(portfolio, changed, base.plan, ro.Options(time_limit=3))
    _say("what-if, library", f"{monotonic() - began:.1f} s", f"days met {_met(base):g} -> {_met(result):g}")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xlsx"
        ro.save(path, portfolio, base)
        words = ["whatif", str(QUARTER), "--hire", "Tester=2", "--plan", str(path), "--time-limit", "2"]
        began = monotonic()
        done = subprocess.run([sys.executable, "-m", "resopt", *words], check=False, capture_output=True)
        _say("what-if, command", f"{monotonic() - began:.1f} s", f"exit code {done.returncode}")


def sweep() -> None:
    """Time the same sweep with one process and with two."""
    portfolio = ro.load(QUARTER)
    plan = ro.solve(portfolio, ro.Options(time_limit=20)).plan
    words = dict(islice(_words(portfolio), SCENARIOS))
    seconds = []
    for workers in (1, 2):
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as executor:
            began = monotonic()
            frame = ro.sweep(portfolio, words, executor, plan=plan)
            seconds.append(monotonic() - began)
        failed = int(frame["error"].notna().sum())
        text = f"{len(frame)} scenarios, {failed} failed, days met {frame['met_days'].sum():,.1f} in all"
        _say(f"sweep, {workers} process{'es' * (workers > 1)}", f"{seconds[-1]:.0f} s", text)
    _say("sweep, ratio", f"{seconds[0] / seconds[1]:.2f}", f"load of the machine {os.getloadavg()[0]:.1f}")


def _words(portfolio: Portfolio) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield scenarios: a hire of each role, each project later, each person gone."""
    for role in sorted({p.roles[0] for p in portfolio.people}):
        yield f"hire {role}", {"hire": {role: 1}}
    for project in portfolio.projects:
        yield f"more of {project.id}", {"scale": {project.id: 1.2}}
    for person in portfolio.people:
        yield f"without {person.id}", {"leave": {person.id: portfolio.settings.monday(4)}}


def replan() -> None:
    """Time a replan after one absence, and compare it with its bound and with a plan made from nothing."""
    from resopt.domain.changes import Absent, apply

    portfolio = frozen(CASE).load()
    plan = replace(ro.solve(portfolio, ro.Options(time_limit=COLD)).plan, portfolio=portfolio)
    days = Counter[str]()
    for a in plan.assignments:
        days[a.person_id] += a.units * (FIRST <= a.week < LAST)
    who = sorted(days, key=lambda p: (-days[p], p))[len(days) // 4]
    monday = portfolio.settings.monday
    changed = apply(portfolio, [Absent(who, monday(FIRST), monday(LAST))])
    began = monotonic()
    found = ro.replan(changed, plan, options=ro.Options(time_limit=REPLAN))
    seconds = monotonic() - began
    bound = max(found.forced_units, found.result.certificate.change_bound) / 200
    allowed = bound + ALLOWED * sum(a.units for a in plan.assignments) / 200
    cold = ro.solve(changed, ro.Options(time_limit=COLD))
    ours, theirs = (one.score.vector()[:-AFTER_TIERS] for one in (found.result, cold))
    _say("replan", f"{seconds:.1f} s", f"{who} away, {found.count()} moves")
    _say("replan, days moved", f"{found.moved_days:g}", f"bound {bound:g}, allowed {allowed:.1f}")
    _say("replan, tiers", "not below" if ours <= theirs else "BELOW", f"{_tiers(found.result)}")
    _say("cold solve, tiers", f"{COLD:.0f} s", f"{_tiers(cold)}")


def _tiers(result: ro.Result) -> str:
    return " ".join(f"{tier.all / 200:g}" for tier in result.score.tiers)


def _met(result: ro.Result) -> float:
    return sum(tier.all for tier in result.score.tiers) / 200


def _say(what: str, value: str, more: str) -> None:
    print(f"{what:22} {value:>10}   {more}", flush=True)


PARTS: dict[str, Callable[[], None]] = {"whatif": whatif, "sweep": sweep, "replan": replan}

if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()
