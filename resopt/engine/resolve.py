"""A changed portfolio solved again in one process: from the plan it had, a region around the change, then rounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from time import monotonic

import numpy as np

from resopt.checker import Checker, prepare
from resopt.domain.records import Portfolio
from resopt.engine.cells import Problem, State, state_of
from resopt.engine.compile import compile_problem
from resopt.engine.coverage import Coverage
from resopt.engine.greedy import greedy
from resopt.engine.improve import Task, improve
from resopt.engine.levels import DAYS, levels_of
from resopt.engine.model import Part
from resopt.engine.regions import Region
from resopt.engine.search import Search, rank
from resopt.engine.solvers import Effort
from resopt.plan import Plan
from resopt.result import CheckReport

REGION = 12_000  # cells, person x line x week, of the region around the change
REGION_SHARE, LOSERS_SHARE, ROUND_SECONDS, NODES = 0.5, 0.5, 0.6, 60
IDLE = 25  # regions in a row without a gain after which the search ends


@dataclass(frozen=True, slots=True)
class Again:
    """What came out: the plan, the checker's report, and whether no plan of this portfolio meets more in any tier."""

    plan: Plan
    report: CheckReport
    proved: bool


def solve_again(portfolio: Portfolio, start: Plan, near: Collection[str], seconds: float, seed: int = 0) -> Again:
    """Return the best plan found in about so many seconds of search.

    Parameters
    ----------
    start
        A plan of the portfolio before it was changed; what still holds of it is where the search begins.
    near
        IDs of lines around which days are rearranged first.
    """
    problem, checker = compile_problem(portfolio), prepare(portfolio)
    plan, report = _begin(problem, checker, start)
    keys = {(fact.rule, fact.key) for fact in report.set_aside}
    facts = {f: (0, 0) for f, fact in enumerate(problem.facts) if (fact.rule, fact.key) in keys}
    search = Search(problem, checker, plan, report, facts, timed=True)
    work = _Work(search, _flow(problem, frozenset(facts)), monotonic() + seconds, seed)
    asked = work.around(near, REGION_SHARE)
    while asked and (losers := work.losers(start)):
        asked = work.around(losers, LOSERS_SHARE)
    work.rounds()
    search.publish()
    return Again(search.plan, search.report, work.is_done)


class _Work:
    """The search for days of one changed portfolio; `most` are what the tiers up to each can get together."""

    def __init__(self, search: Search, most: list[int], until: float, seed: int) -> None:
        self.search, self.most, self.until, self.seed = search, most, until, seed
        self.levels = levels_of(search.problem.portfolio)
        self.targets = frozenset(level for level in self.levels if level.kind in DAYS)

    @property
    def is_done(self) -> bool:
        """Whether no plan meets more days in any tier."""
        return _reached(self.search.report, self.most)

    def effort(self, seconds: float) -> Effort:
        """Return what a solve may spend."""
        return Effort(seconds=max(0.2, seconds), nodes=NODES, seed=self.seed, quick=True)

    def around(self, lines: Collection[str], share: float) -> bool:
        """Rearrange days around some lines, for a share of the time left; return whether that made the plan better."""
        search, left = self.search, self.until - monotonic()
        part = None if self.is_done or left <= 0 else _region(search.problem, search.state, lines)
        if part is None:
            return False
        task = Task(search.state, part, self.levels, self.targets, 0, search.facts, self.effort(share * left))
        return search.merge([(Region("line", 900, part), improve(search.problem, task))])

    def losers(self, start: Plan) -> list[str]:
        """Return the lines that have less than in the plan before."""
        now, before = Counter[str](), Counter[str]()
        for plan, sums in ((self.search.plan, now), (start, before)):
            for a in plan.assignments:
                sums[a.line_id] += a.units
        return sorted(line for line in before if now[line] < before[line])

    def rounds(self) -> None:
        """Search in regions by chance until nothing is gained any more or the time is over."""
        search, turn = self.search, 0
        while monotonic() < self.until and search.idle < IDLE and not self.is_done:
            tasks = search.tasks(self.levels, self.targets, self.seed + turn, self.effort(ROUND_SECONDS))
            if not tasks:
                break
            for region, task in tasks:
                if monotonic() < self.until:
                    search.merge([(region, improve(search.problem, task))])
            turn += 1


def _begin(problem: Problem, checker: Checker, start: Plan) -> tuple[Plan, CheckReport]:
    """Return what still holds of `start`, filled up greedily so that nobody loses; `start` itself if that is better."""
    shifts = {p: w for p, w in start.shifts if w in problem.grid.shifts.get(p, ())}
    guide = {key: units for key, units in start.units().items() if key[0] in problem.person_number}
    guide = {key: units for key, units in guide.items() if key[1] in problem.line_number}
    filled = greedy(problem.portfolio, problem.grid, problem.charges, guide, shifts=shifts, checker=checker)
    best = filled, checker.check(filled)
    if len(guide) == len(start.assignments) and len(shifts) == len(start.shifts) and _has_cells(problem, start):
        report, weighted = checker.check(start), problem.portfolio.policy.kind == "weighted"
        if not report.violations and rank(report, weighted) < rank(best[1], weighted):
            best = start, report
    return best


def _has_cells(problem: Problem, plan: Plan) -> bool:
    try:
        state_of(problem, plan)
    except KeyError:
        return False
    return True


def _flow(problem: Problem, broken: frozenset[int]) -> list[int]:
    """Return the most that the tiers up to each can get together."""
    network = Coverage(problem, broken)
    return [network.bound(tier) for tier in range(len(problem.portfolio.tiers))]


def _reached(report: CheckReport, most: list[int]) -> bool:
    met = np.cumsum([tier.all for tier in report.score.tiers]).tolist()
    return bool(met == most)


def _region(problem: Problem, state: State, near: Collection[str]) -> Part | None:
    """Return the part of all who could serve the lines nearby with the lines they serve, then of their neighbours."""
    line_of = problem.line_of[problem.variant] if len(problem.variants) else problem.variant
    held = np.array([v.shift == state.shifts[problem.project_of[v.line]] for v in problem.variants], dtype=bool)
    usable = held[problem.variant] & (problem.high > 0)
    eligible = np.zeros((len(problem.people), len(problem.lines)), dtype=np.int32)
    np.add.at(eligible, (problem.person[usable], line_of[usable]), 1)
    serves = np.zeros(eligible.shape, dtype=bool)
    serves[problem.person[state.cells], line_of[state.cells]] = True
    lines = np.zeros(len(problem.lines), dtype=bool)
    lines[[problem.line_number[x] for x in near if x in problem.line_number]] = True
    people = (eligible[:, lines] > 0).any(axis=1)
    best: Part | None = None
    weeks = problem.portfolio.settings.weeks
    for _ in range(3):
        lines |= serves[people].any(axis=0)
        if not people.any() or int(eligible[np.ix_(people, lines)].sum()) * weeks > REGION:
            break
        best = Part(frozenset(np.nonzero(people)[0].tolist()), frozenset(np.nonzero(lines)[0].tolist()))
        people = people | (eligible[:, lines] > 0).any(axis=1)
    if best is None and people.any():
        alone = frozenset(problem.line_number[x] for x in near if x in problem.line_number)
        best = Part(frozenset(np.nonzero(people)[0].tolist()), alone)
    return best
