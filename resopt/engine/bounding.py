"""Bounds on the levels after the tiers, worked out in worker processes next to the search."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from time import monotonic

from resopt.engine.cells import Problem, State
from resopt.engine.exact import Bound, ExactAnswer, ExactTask, solve_level
from resopt.engine.levels import Level, levels_of
from resopt.engine.pool import Handle, Pool
from resopt.engine.relaxation import RELAXED, BoundTask
from resopt.engine.relaxed import CUT_CELLS, bound_level, cut_level
from resopt.result import Score

MOST_CELLS = 2_000_000  # larger portfolios have only the bound from the people that days need
CUT = ("quality",)  # the levels that are bounded by cutting planes
CUTS, EXACT, LINEAR = "cuts", "exact", "linear"  # how a level is bounded; LINEAR comes last
SOLVES: dict[str, Callable[[Problem, BoundTask], Bound | None]] = {CUTS: cut_level, LINEAR: bound_level}
Exact = Callable[[Level], ExactTask]


@dataclass(frozen=True, slots=True)
class Moment:
    """What the relaxations of a moment have in common: see `BoundTask`; cutting planes may go on for longer."""

    score: Score
    aside: frozenset[int]
    state: State
    deadline: float | None
    cuts: float | None

    def task(self, level: Level, kind: str) -> BoundTask:
        """Return what is asked of `level`."""
        return BoundTask(level, self.score, self.aside, self.state, self.cuts if kind == CUTS else self.deadline)


@dataclass(frozen=True, slots=True)
class Found:
    """What one solve came to: bounds, a plan that may be better (None: no plan), and the seconds since it was asked."""

    bounds: tuple[Bound, ...]
    state: State | None = None
    seconds: float = 0.0


class Bounding:
    """Has one level at a time bounded in a pool: of those that are open the one that had the fewest turns.

    A level is bounded again once a level before it has another value than when it was bounded last. Where the whole
    is small enough for an exact solver, that has its turn at each level after the linear program.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._levels = levels_of(problem.portfolio)
        self._handle: Handle[Bound | None] | Handle[ExactAnswer] | None = None
        self._since = 0.0  # when the solve under way was asked for
        self._done: dict[tuple[str, Level], tuple[int, ...]] = {}
        self._turns: dict[tuple[str, Level], int] = {}

    def collect(self, until: float | None = None) -> Found:
        """Return what was found since the last call, waiting for the solve under way `until` then at most."""
        if self._handle is None:
            return Found(())
        found = self._handle.result(monotonic() if until is None else until)
        if not self._handle.over:
            return Found(())
        self._handle, seconds = None, monotonic() - self._since
        if isinstance(found, ExactAnswer):
            return Found(found.bounds, found.state, seconds)
        return Found(() if found is None else (found,), None, seconds)

    def submit(self, pool: Pool, levels: Iterable[Level], moment: Moment, exact: Exact | None) -> None:
        """Have the next of `levels` bounded, unless one is under way; `exact` makes exact tasks, if any."""
        if self._handle is not None:
            return
        kinds = (CUTS, LINEAR) if exact is None else (CUTS, EXACT, LINEAR)
        jobs = [(kind, level) for kind in kinds for level in self.stale(levels, moment.score, kind)]
        if jobs:
            self._since = monotonic()
            order = {job: (self._turns.get(job, 0), job[0] == LINEAR, self._levels.index(job[1])) for job in jobs}
            kind, level = min(jobs, key=lambda job: order[job])
            self._turns[kind, level] = self._turns.get((kind, level), 0) + 1
            self._done[kind, level] = self._before(level, moment.score)
            if kind == EXACT and exact is not None:
                self._handle = pool.submit(solve_level, exact(level))
            else:
                self._handle = pool.submit(SOLVES[kind], moment.task(level, kind))

    def run(self, pool: Pool, levels: Iterable[Level], moment: Moment, kind: str) -> list[Bound]:
        """Have those of `levels` bounded by `kind` that were not yet, side by side; return what was found."""
        tasks = [moment.task(level, kind) for level in self.stale(levels, moment.score, kind)]
        found: Sequence[Bound | None] = pool.run(SOLVES[kind], tasks)
        return [bound for bound in found if bound is not None]

    @property
    def is_busy(self) -> bool:
        """Whether a solve is under way."""
        return self._handle is not None

    def cancel(self) -> None:
        """Drop the solve under way."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def stale(self, levels: Iterable[Level], score: Score, kind: str) -> list[Level]:
        """Return which of `levels` were not bounded for the values that the levels before them have in `score`."""
        if len(self._problem.person) > {CUTS: CUT_CELLS}.get(kind, MOST_CELLS):
            return []
        known = {CUTS: CUT, LINEAR: RELAXED}.get(kind, tuple(level.kind for level in self._levels))
        return [
            level
            for level in levels
            if level.kind in known and self._done.get((kind, level)) != self._before(level, score)
        ]

    def _before(self, level: Level, score: Score) -> tuple[int, ...]:
        return tuple(one.of(score) for one in self._levels[: self._levels.index(level)])
