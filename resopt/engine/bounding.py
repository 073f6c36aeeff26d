"""Bounds on the levels after the tiers, worked out in worker processes next to the search."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import monotonic

from resopt.engine.cells import Problem, State
from resopt.engine.exact import Bound, ExactAnswer, ExactTask, Held, solve_level
from resopt.engine.levels import Level, levels_of
from resopt.engine.linear import linear_bound
from resopt.engine.pool import Handle, Pool
from resopt.engine.relaxation import RELAXED, Relaxation
from resopt.engine.whole import whole_mip
from resopt.result import Score

WHOLE_CELLS = 10_000  # up to this many cells all rules are in the program
MOST_CELLS = 2_000_000  # larger portfolios have only the bound from the people that days need


LINEAR, EXACT = "linear", "exact"  # how a level is bounded
Exact = Callable[[Level], ExactTask]


@dataclass(frozen=True, slots=True)
class Linear:
    """What the linear programs of a moment have in common: see `BoundTask`."""

    score: Score
    aside: frozenset[int]
    deadline: float | None


@dataclass(frozen=True, slots=True)
class BoundTask:
    """Bound `level` for plans as good as `score` before it that set aside the facts `aside`, until `deadline`."""

    level: Level
    score: Score
    aside: frozenset[int]
    deadline: float | None


def bound_level(problem: Problem, task: BoundTask) -> Bound:
    """Return the bound of a level that linear relaxations prove; runs in a worker process.

    The bound holds for all plans with the same facts set aside that are nowhere worse than the task's score in the
    levels before: these are its `held` levels. So it still holds for a later plan, and all plans as good as that
    one, if the later plan is nowhere worse in those levels (it was computed for more plans than needed then), and
    does not if any of them got worse, even for the sake of a more important one.
    """
    relaxation = Relaxation(problem, task.score, task.aside, task.level)
    mip = relaxation.mip()
    value = linear_bound(mip, task.deadline, relaxation.guess(mip))
    if len(problem.person) <= WHOLE_CELLS:
        value = max(value, linear_bound(whole_mip(problem, task.score, task.aside, task.level), task.deadline))
    levels = levels_of(problem.portfolio)
    held = tuple(Held(one, one.of(task.score)) for one in levels[: levels.index(task.level)])
    return Bound(task.level, held, value)


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
        self._handle: Handle[Bound] | Handle[ExactAnswer] | None = None
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

    def submit(self, pool: Pool, levels: Iterable[Level], linear: Linear, exact: Exact | None) -> None:
        """Have the next of `levels` bounded, unless one is under way; `linear` and `exact` make the tasks."""
        if self._handle is not None:
            return
        kinds = (LINEAR,) if exact is None else (LINEAR, EXACT)
        jobs = [(kind, level) for kind in kinds for level in self.stale(levels, linear.score, kind)]
        if jobs:
            self._since = monotonic()
            kind, level = min(jobs, key=lambda job: (self._turns.get(job, 0), self._levels.index(job[1]), job[0]))
            self._turns[kind, level] = self._turns.get((kind, level), 0) + 1
            self._done[kind, level] = self._before(level, linear.score)
            if kind == EXACT and exact is not None:
                self._handle = pool.submit(solve_level, exact(level))
            else:
                task = BoundTask(level, linear.score, linear.aside, linear.deadline)
                self._handle = pool.submit(bound_level, task)

    @property
    def is_busy(self) -> bool:
        """Whether a solve is under way."""
        return self._handle is not None

    def cancel(self) -> None:
        """Drop the solve under way."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def stale(self, levels: Iterable[Level], score: Score, kind: str = LINEAR) -> list[Level]:
        """Return which of `levels` were not bounded for the values that the levels before them have in `score`."""
        if len(self._problem.person) > MOST_CELLS:
            return []
        known = RELAXED if kind == LINEAR else tuple(level.kind for level in self._levels)
        return [
            level
            for level in levels
            if level.kind in known and self._done.get((kind, level)) != self._before(level, score)
        ]

    def _before(self, level: Level, score: Score) -> tuple[int, ...]:
        return tuple(one.of(score) for one in self._levels[: self._levels.index(level)])
