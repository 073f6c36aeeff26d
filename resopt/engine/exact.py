"""One level of the whole portfolio solved exactly, the levels above it held; runs in a worker process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from resopt.engine.cells import Problem, State, state_from
from resopt.engine.joint import LARGEST, Part, weigh
from resopt.engine.levels import Level, days_after, days_goal, expression, most_after
from resopt.engine.mip import Terms
from resopt.engine.model import FactBounds, Model
from resopt.engine.prices import empty_prices
from resopt.engine.rules import add_rules
from resopt.engine.solvers import SOLVERS, Effort


@dataclass(frozen=True, slots=True)
class Held:
    """A level that may not get worse than `value`."""

    level: Level
    value: int


@dataclass(frozen=True, slots=True)
class ExactTask:
    """Improve `levels` in their order under `held`, starting from `state`; `facts` as (number, 1 kept or 0 set aside).

    The levels are neighbours; those at the end that do not fit one sum with the first are left out (see `weigh`).
    To `push` is to look for more days in the tier of the first and all later tiers at once instead, without a proof.
    """

    state: State
    facts: tuple[tuple[int, int], ...]
    held: tuple[Held, ...]
    levels: tuple[Level, ...]
    effort: Effort
    solver: str = "scip"
    push: bool = False


@dataclass(frozen=True, slots=True)
class Bound:
    """No plan that keeps the `held` levels has `level` below `value`."""

    level: Level
    held: tuple[Held, ...]
    value: int


@dataclass(frozen=True, slots=True)
class ExactAnswer:
    """The best plan found (None: none), and the bounds that were proved."""

    state: State | None
    bounds: tuple[Bound, ...]
    status: str


def solve_level(problem: Problem, task: ExactTask) -> ExactAnswer:
    """Solve one level of the whole portfolio, or some neighbours together."""
    m = whole_model(problem, task.facts)
    with m.lent():
        return _solve(problem, m, task)


def _solve(problem: Problem, m: Model, task: ExactTask) -> ExactAnswer:
    broken = frozenset(f for f, keep in task.facts if not keep)
    joint = weigh(m, task.levels)  # first, as it may add columns
    limits = [(expression(m, held.level), held.value) for held in task.held]
    hint = m.hint(task.state.by_cell(), task.state.shifts, broken)
    proof = prove(m, task, joint, limits, hint)
    state = None if proof.values is None else state_from(m.units(proof.values), m.shifts(proof.values))
    held, bounds = task.held, []
    for level, value in proof.reached:
        bounds.append(Bound(level, held, value + constant_of(problem, level)))
        held = (*held, Held(level, bounds[-1].value))
    return ExactAnswer(state, tuple(bounds), proof.status)


@dataclass(frozen=True, slots=True)
class Proof:
    """A solution, and the least that each of some levels can be, the later ones if the earlier ones are that small."""

    values: Sequence[int] | None
    reached: tuple[tuple[Level, int], ...]
    status: str


def prove(
    m: Model, task: ExactTask, joint: tuple[list[Part], int], limits: Sequence[tuple[Terms, int]], hint: list[int]
) -> Proof:
    """Solve the levels of `task`, weighed as in `joint`, with each of `limits` held.

    `hint` are the values that the columns of the model have now.
    """
    parts, most = joint
    if not most:
        return Proof(hint, tuple((part.level, part.constant) for part in parts), "optimal")
    terms = [(j, a * part.weight) for part in parts if part.weight for j, a in part.free.items()]
    mark = m.rows.mark()
    for held_terms, value in limits:
        m.rows.row(held_terms, high=value)
    goal = Goal(days_goal(m, task.levels[0].tier), 1) if task.push else goal_of(m, task.levels[0], terms, most)
    loose = m.problem.step == 1 and task.levels[0].tier < 0  # steps too fine to matter
    effort = replace(task.effort, gap=goal.scale // 2 if goal.scale > 1 else 0, loose=loose)
    answer = SOLVERS[task.solver](m.rows.freeze(goal.terms), effort, hint)
    m.rows.drop_after(mark)
    if answer.bound is None or task.push:
        return Proof(answer.values, (), answer.status)
    values = hint if answer.values is None else answer.values
    return Proof(answer.values, _reached(m, parts, goal.level_bound(answer.bound), values), answer.status)


def _reached(m: Model, parts: Sequence[Part], bound: int, values: Sequence[int]) -> tuple[tuple[Level, int], ...]:
    """Return what a bound on the weighted sum says of its levels: all are reached, or no more than the first."""
    total = sum(part.weight * part.steps(values) for part in parts)
    steps, found, first = 0, [], True
    for part in parts:
        if part.weight:
            if total > bound and not first:
                break
            steps = part.steps(values)
            if total > bound:
                others = sum(one.weight * m.rows.greatest(list(one.free.items())) for one in parts if one is not part)
                steps = -(-(bound - others) // part.weight)
            first = False
        found.append((part.level, part.value(steps) if part.free else part.constant))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Goal:
    """A weighted sum of levels to minimise: `scale` times it, less a reward below scale / 4."""

    terms: Terms
    scale: int

    def level_bound(self, bound: int) -> int:
        """Return the bound on the weighted sum that follows from a bound on the goal."""
        return -(-bound // self.scale)


def goal_of(m: Model, level: Level, terms: Terms, most: int) -> Goal:
    """Return the sum `terms`, which moves by `most`, with a small reward for the days from the tier of `level` on.

    The reward stays below a quarter of what one step of the last level is worth, so a sum proved to within half the
    scale proves the levels; the plan found is then a good start for the levels that follow.
    """
    scale = 4 * (most_after(m.problem, level.tier) // m.problem.step) + 4
    if level.tier < 0 or most * scale > LARGEST:
        return Goal(terms, 1)
    reward, _ = m.rows.split(days_after(m, level.tier))
    steps = set(m.steps.values())
    rewarded = {j: a // m.problem.step for j, a in reward.items() if j in steps}
    return Goal([*((j, a * scale) for j, a in terms), *rewarded.items()], scale)


@lru_cache(maxsize=1)
def whole_model(problem: Problem, facts: tuple[tuple[int, int], ...]) -> Model:
    """Return the model of the whole under all rules; kept, because the levels of a run share it."""
    bounds: FactBounds = {f: (keep, keep) for f, keep in facts}
    m = Model(problem, facts=bounds)
    add_rules(m)
    return m


def constant_of(problem: Problem, level: Level) -> int:
    """Return what a level counts beside its terms (missing days priced by the weighted policy)."""
    return empty_prices(problem) if level.kind == "weighted" else 0
