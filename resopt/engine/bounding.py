"""Bounds on the levels after the tiers, worked out in worker processes next to the search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from time import monotonic

from resopt.engine.cells import Problem
from resopt.engine.exact import Bound, Held
from resopt.engine.levels import Level, levels_of
from resopt.engine.linear import linear_bound
from resopt.engine.pool import Handle, Pool
from resopt.engine.relaxation import RELAXED, Relaxation
from resopt.engine.whole import whole_mip
from resopt.result import Score

WHOLE_CELLS = 10_000  # up to this many cells all rules are in the program
MOST_CELLS = 2_000_000  # larger portfolios have only the bound from the people that days need


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


class Bounding:
    """Has one level at a time bounded in a pool: of those that are open the one that had the fewest turns.

    A level is bounded again once a level before it has another value than when it was bounded last.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._levels = levels_of(problem.portfolio)
        self._handle: Handle[Bound] | None = None
        self._done: dict[Level, tuple[int, ...]] = {}
        self._turns: dict[Level, int] = {}

    def collect(self, until: float | None = None) -> list[Bound]:
        """Return the bound that was found since the last call, waiting for the one under way `until` then at most."""
        if self._handle is None:
            return []
        bound = self._handle.result(monotonic() if until is None else until)
        if not self._handle.over:
            return []
        self._handle = None
        return [] if bound is None else [bound]

    def submit(self, pool: Pool, levels: Iterable[Level], score: Score, aside: frozenset[int], deadline: float) -> None:
        """Have the next of `levels` bounded, unless one is under way."""
        if self._handle is None and (stale := self.stale(levels, score)):
            level = min(stale, key=lambda one: (self._turns.get(one, 0), self._levels.index(one)))
            self._turns[level] = self._turns.get(level, 0) + 1
            self._done[level] = self._before(level, score)
            self._handle = pool.submit(bound_level, BoundTask(level, score, aside, deadline))

    @property
    def is_busy(self) -> bool:
        """Whether a bound is under way."""
        return self._handle is not None

    def cancel(self) -> None:
        """Drop the bound under way."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def stale(self, levels: Iterable[Level], score: Score) -> list[Level]:
        """Return which of `levels` were not bounded for the values that the levels before them have in `score`."""
        if len(self._problem.person) > MOST_CELLS:
            return []
        return [
            level for level in levels if level.kind in RELAXED and self._done.get(level) != self._before(level, score)
        ]

    def _before(self, level: Level, score: Score) -> tuple[int, ...]:
        return tuple(one.of(score) for one in self._levels[: self._levels.index(level)])
