"""One neighbourhood: a part of the plan improved level by level, everything else held; runs in a worker process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from time import process_time

from resopt.engine.cells import Problem, State
from resopt.engine.levels import DAYS, Level, counts, days_goal, expression, few_pairs, value_goal
from resopt.engine.mend import Guide, guided_part
from resopt.engine.mip import Terms
from resopt.engine.model import Change, FactBounds, Model, Part
from resopt.engine.rules import add_rules
from resopt.engine.solvers import Effort, solve_scip


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """Change `part` of `state` only: improve the `targets` among `levels`, hold the others.

    Targets that are days of tiers are pushed together, from the first tier on that is short in the part, after
    passing over `skip` of them; the others in turn. With `drift`, a number to draw chances from, another plan that is
    no worse is a change too. A unit moved has the price `moved` beside days. With a `guide`, flows say which cells of
    its week may change, and `part` does not.
    """

    state: State
    part: Part
    levels: tuple[Level, ...]
    targets: frozenset[Level]
    skip: int
    facts: tuple[tuple[int, int], ...]
    effort: Effort
    drift: int | None = None
    moved: int = 0
    guide: Guide | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """What a task came to: a change, if it found one; whether that is better; the seconds of work it took."""

    change: Change | None
    seconds: float
    better: bool = True


def improve(problem: Problem, task: Task) -> Trial:
    """Solve one neighbourhood."""
    began = process_time()
    facts: FactBounds = {f: (keep, keep) for f, keep in task.facts}
    part = task.part if task.guide is None else guided_part(problem, task.state, task.guide)
    m = Model(problem, part, task.state, facts)
    if not m.free_people:
        return Trial(None, process_time() - began)
    add_rules(m)
    descent = _Descent(m, task)
    change = descent.run()
    return Trial(change, process_time() - began, descent.is_better)


class _Descent:
    """Walks down the levels of one model."""

    def __init__(self, m: Model, task: Task) -> None:
        self.m, self.task = m, task
        self.broken = frozenset(f for f, keep in task.facts if not keep)
        self.sums = [(level, expression(m, level)) for level in task.levels]  # makes all columns that are needed
        self.beside = self._beside() if any(level.tier >= 0 for level in task.targets) else []
        self.values = m.hint(task.state.by_cell(), task.state.shifts, self.broken)
        self.start = self._vector(self.values)
        self.moved = False

    def run(self) -> Change | None:
        """Improve the targets in turn and hold every level."""
        self._push_days()
        before: Terms = []
        for level, terms in self.sums:
            if not terms or terms == before:
                continue
            before = terms
            if level in self.task.targets and self._is_worth(level, terms):
                self._solve(terms, self._goal(level, terms))
            self.m.rows.row(terms, high=value_of(terms, self.values))
        return self.m.change(self.values) if self.moved else None

    def _goal(self, level: Level, terms: Terms) -> Terms:
        """Return what to minimise for a level: its terms, with later days, or with a little chance."""
        if level.kind == "value":
            return value_goal(self.m, level.tier) + self.beside
        return terms if self.task.drift is None else terms + drift(self.m, terms, Random(self.task.drift))

    def _beside(self) -> Terms:
        """Return what days cost beside the levels: pairs in use, and units moved where they have a price."""
        moved = expression(self.m, Level("change")) if self.task.moved else []
        return few_pairs(self.m) + [(j, a * self.task.moved) for j, a in moved]

    @property
    def is_better(self) -> bool:
        """Whether what stands now is better than what it began with."""
        return self._vector(self.values) < self.start

    def _vector(self, values: Sequence[int]) -> list[int]:
        return [value_of(terms, values) for _, terms in self.sums]

    def _is_worth(self, level: Level, terms: Terms) -> bool:
        """Return whether the level can get better here at all."""
        if level.tier >= 0:
            return level.kind == "value" and is_short(self.m, level, self.values)
        return level.kind in ("quality", "weighted") or value_of(terms, self.values) > 0

    def _push_days(self) -> None:
        """Solve for more days in the first tier that is short and the tiers after it."""
        days = [level for level in self.task.targets if level.kind in DAYS]
        short = {level.tier for level in days if is_short(self.m, level, self.values)}
        open_tiers = sorted(short)[self.task.skip :]
        if not open_tiers:
            return
        mark = self.m.rows.mark()
        for level, terms in self.sums:
            if 0 <= level.tier < open_tiers[0]:
                self.m.rows.row(terms, high=value_of(terms, self.values))
        best = self.values
        goal = days_goal(self.m, open_tiers[0])
        self._solve(goal, goal + self.beside)
        if self._vector(self.values) > self._vector(best):
            self.values, self.moved = best, False
        self.m.rows.drop_after(mark)

    def _solve(self, level: Terms, goal: Terms) -> None:
        """Look for less of `goal` with no more of `level`."""
        answer = solve_scip(self.m.rows.freeze(goal), self.task.effort, self.values)
        if answer.values is not None:
            gains = value_of(goal, answer.values) < value_of(goal, self.values)
            if gains and value_of(level, answer.values) <= value_of(level, self.values):
                self.values = list(answer.values)
                self.moved = True


def drift(m: Model, terms: Terms, chance: Random) -> Terms:
    """Return small prices by chance on the yes/no columns of `terms`, in all less than the largest price there.

    Among plans of equal worth another one then looks better: the search wanders over them instead of standing still.
    """
    prices = {j: a for j, a in terms if m.rows.upper[j] - m.rows.lower[j] == 1}
    most = max(prices.values(), default=0) // (2 * len(prices)) if prices else 0
    return [(j, chance.randrange(most)) for j in prices] if most > 0 else []


def is_short(m: Model, level: Level, values: Sequence[int]) -> bool:
    """Return whether a line that the part may change and the level counts gets less than it wants."""
    for v, w in m.weeks_of_tier.get(level.tier, ()):
        variant = m.problem.variants[v]
        line = m.problem.lines[variant.line]
        if variant.line in m.lines and counts(line, level.kind) and value_of(m.met(v, w), values) < variant.wanted[w]:
            return True
    return False


def value_of(terms: Terms, values: Sequence[int]) -> int:
    """Return what the terms come to."""
    return sum(a * values[j] for j, a in terms)
