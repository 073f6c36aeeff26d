"""The first full plan: slope scaling from some seeds, and the best of them filled up, whole weeks at a time."""

from __future__ import annotations

from math import ceil
from time import monotonic

from resopt.engine.cells import plan_of
from resopt.engine.clock import Clock
from resopt.engine.construct import Build, Built, construct
from resopt.engine.improve import Task, improve
from resopt.engine.levels import DAYS, levels_of
from resopt.engine.options import Options
from resopt.engine.pool import Pool
from resopt.engine.regions import SIZES
from resopt.engine.search import Search, rank
from resopt.engine.solvers import Effort
from resopt.result import CheckReport

ROUNDS, SEEDS = 30, 4  # after so many rounds slope scaling has settled; seeds differ by a few per cent
BUILD, FILL = 0.12, 0.3  # share of the time left that constructing and filling may take
NEAR = 0.005  # of the days: what a constructed plan may lack of another one's
SCATTERED = 1.1  # times the level 3 of the best of them: more than seeds make
LEAST = 2.0  # seconds without which construction does not begin, nor without ...
TIMES = 6  # ... so many times what the greedy plan took
NODES = 120  # for a part of a week


def build(pool: Pool, search: Search, clock: Clock, options: Options) -> Search | None:
    """Return a search that stands on the best plan constructed, None if there is none."""
    deadline = clock.share(BUILD)
    tasks = [Build(number, deadline, ROUNDS) for number in range(SEEDS * options.seed, SEEDS * (options.seed + 1))]
    built = [one for one in pool.run(construct, tasks, clock.deadline) if one is not None]
    found = [(search.at(plan_of(search.problem, one.state)), one) for one in built]
    allowed = [(one, guide) for one, guide in found if search.is_allowed(one.report)]
    if not allowed:
        return None
    if search.problem.portfolio.policy.kind == "weighted":
        return min((one for one, _ in allowed), key=lambda one: rank(one.report, True))
    best, guide = max(settled(allowed), key=lambda one: days_of(one[0].report))  # first tiers are soon made good
    fill(pool, best, guide, clock, options)
    return best


def settled(found: list[tuple[Search, Built]]) -> list[tuple[Search, Built]]:
    """Return the plans whose slopes have settled: those the clock cut short have as many days, but scatter people."""
    most = max(days_of(one.report) for one, _ in found)
    near = [one.report.score.quality for one, _ in found if days_of(one.report) >= (1 - NEAR) * most]
    return [(one, guide) for one, guide in found if one.report.score.quality <= SCATTERED * min(near)]


def fill(pool: Pool, search: Search, built: Built, clock: Clock, options: Options) -> None:
    """Give short lines more days of the people they have, in the plan or in the flows that led to it.

    All weeks are solved side by side, each exactly or nearly so: few pairs are open, and most of them in few weeks.
    """
    levels = levels_of(search.problem.portfolio)
    targets = frozenset(level for level in levels if level.kind in DAYS)
    regions = search.whole_weeks(built.guide, SIZES[-1])
    until = clock.share(FILL)
    seconds = None if until is None else (until - monotonic()) / max(1, ceil(len(regions) / max(1, options.workers)))
    effort = Effort(seconds=seconds, nodes=NODES, seed=options.seed, quick=True)
    tasks = [Task(search.state, region.part, levels, targets, 0, search.facts, effort) for region in regions]
    trials = pool.run(improve, tasks, clock.deadline)
    search.merge(list(zip(regions, trials, strict=True)))


def least_time(greedy_seconds: float) -> float:
    """Return the seconds that must be left for construction to be worth its time."""
    return max(LEAST, TIMES * greedy_seconds)


def days_of(report: CheckReport) -> int:
    """Return the days that all tiers together get."""
    return sum(tier.all for tier in report.score.tiers)


def leads_further(report: CheckReport, known: CheckReport) -> bool:
    """Return whether a plan has nearly the days of the one `known`, and less of level 3."""
    return days_of(report) >= (1 - NEAR) * days_of(known) and report.score.quality < known.score.quality
