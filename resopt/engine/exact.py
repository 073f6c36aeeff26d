"""One level of the whole portfolio solved exactly, the levels above it held; runs in a worker process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import gcd

from resopt.engine.cells import Problem, State, state_from
from resopt.engine.levels import Level, days_after, days_goal, expression, most_after
from resopt.engine.mip import Terms
from resopt.engine.model import FactBounds, Model
from resopt.engine.prices import empty_prices
from resopt.engine.rules import add_rules
from resopt.engine.solvers import SOLVERS, Effort

LARGEST = 1e9  # sums above this lose units in floating point


@dataclass(frozen=True, slots=True)
class Held:
    """A level that may not get worse than `value`."""

    level: Level
    value: int


@dataclass(frozen=True, slots=True)
class ExactTask:
    """Improve `level` under `held`, starting from `state`; `facts` as (number, 1 kept or 0 set aside).

    The level `all` of a tier stands for its core, firm and all days together, in this order. To `push` is to look for
    more days in this and all later tiers at once instead, without a proof.
    """

    state: State
    facts: tuple[tuple[int, int], ...]
    held: tuple[Held, ...]
    level: Level
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
    """Solve one level of the whole portfolio, or the days of one tier."""
    broken = frozenset(f for f, keep in task.facts if not keep)
    m = whole_model(problem, task.facts)
    offset = constant_of(problem, task.level)
    parts = _parts(m, task.level)
    if not any(part.terms for part, _ in parts):
        return ExactAnswer(task.state, tuple(Bound(part.level, task.held, offset) for part, _ in parts), "optimal")
    limits = [(expression(m, held.level), held.value) for held in task.held]
    hint = m.hint(task.state.by_cell(), task.state.shifts, broken)
    proof = prove(m, task, limits, hint)
    state = None if proof.values is None else state_from(m.units(proof.values), m.shifts(proof.values))
    held, bounds = task.held, []
    for level, value in proof.reached:
        bounds.append(Bound(level, held, value + offset))
        held = (*held, Held(level, value + offset))
    return ExactAnswer(state, tuple(bounds), proof.status)


@dataclass(frozen=True, slots=True)
class Proof:
    """A solution, and the least that each of some levels can be, the later ones if the earlier ones are that small."""

    values: Sequence[int] | None
    reached: tuple[tuple[Level, int], ...]
    status: str


def prove(m: Model, task: ExactTask, limits: Sequence[tuple[Terms, int]], hint: list[int]) -> Proof:
    """Solve the level of `task` in a model whose columns now have the values `hint`, with each of `limits` held."""
    parts = _parts(m, task.level)
    terms = [(j, a * weight) for part, weight in parts for j, a in part.terms]
    mark = m.rows.mark()
    for held_terms, most in limits:
        m.rows.row(held_terms, high=most)
    goal = Goal(days_goal(m, task.level.tier), 1, 1, 0) if task.push else goal_of(m, task.level, terms)
    effort = replace(task.effort, gap=goal.scale // 2 if goal.scale > 1 else 0)
    answer = SOLVERS[task.solver](m.rows.freeze(goal.terms), effort, hint)
    m.rows.drop_after(mark)
    if answer.bound is None or task.push:
        return Proof(answer.values, (), answer.status)
    values = hint if answer.values is None else answer.values
    return Proof(answer.values, _reached(parts, goal.level_bound(answer.bound), values), answer.status)


@dataclass(frozen=True, slots=True)
class _Part:
    """A level that an exact solve proves together with others, with its terms."""

    level: Level
    terms: Terms


def _parts(m: Model, level: Level) -> list[tuple[_Part, int]]:
    """Return the levels that are solved as one sum, with weights that keep their order.

    A step more of one level outweighs everything that the levels after it can lose.
    """
    if level.kind != "all":
        return [(_Part(level, expression(m, level)), 1)]
    parts = [_Part(Level(kind, level.tier), expression(m, Level(kind, level.tier))) for kind in ("core", "firm", "all")]
    weighed: list[tuple[_Part, int]] = []
    before, lost, divisor = parts[-1].terms, 0, _divisor(m, parts[-1].terms)
    for part in reversed(parts):
        weight = 1 if not weighed else lost // divisor + 1
        if not part.terms or (weighed and part.terms == before):
            continue  # nothing counts, or no line tells the two apart
        weighed.insert(0, (part, weight))
        before = part.terms
        lost += weight * (m.rows.greatest(part.terms) - _least(m, part.terms))
    return weighed


def _least(m: Model, terms: Terms) -> int:
    return -m.rows.greatest([(j, -a) for j, a in terms])


def _divisor(m: Model, terms: Terms) -> int:
    return gcd(*m.rows.split(terms)[0].values()) or 1


def _reached(parts: Sequence[tuple[_Part, int]], bound: int, values: Sequence[int]) -> tuple[tuple[Level, int], ...]:
    """Return what a bound on the sum says of its levels: all are reached, or no more than the first."""
    reached = [sum(a * values[j] for j, a in part.terms) for part, _ in parts]
    if sum(weight * value for (_, weight), value in zip(parts, reached, strict=True)) > bound:
        first, weight = parts[0]  # the others add nothing above 0
        return ((first.level, -(-bound // weight)),)
    return tuple((part.level, value) for (part, _), value in zip(parts, reached, strict=True))


@dataclass(frozen=True, slots=True)
class Goal:
    """A level as one sum to minimise: (level - constant) / divisor x scale, less a reward below scale / 4."""

    terms: Terms
    scale: int
    divisor: int
    constant: int

    def level_bound(self, bound: int) -> int:
        """Return the bound on the level that follows from a bound on the sum."""
        return -(-bound // self.scale) * self.divisor + self.constant


def goal_of(m: Model, level: Level, terms: Terms) -> Goal:
    """Return the level with a small reward for the days of its and later tiers.

    The reward stays below a quarter of what one unit of the level is worth, so a sum proved to within half the
    scale proves the level; the plan found is then a good start for the levels that follow.
    """
    free, constant = m.rows.split(terms)
    divisor = _divisor(m, terms)
    scale = 4 * (most_after(m.problem, level.tier) // m.problem.step) + 4
    if level.tier < 0 or -_least(m, terms) // divisor * scale > LARGEST:
        return Goal([(j, a // divisor) for j, a in free.items()], 1, divisor, constant)
    reward, _ = m.rows.split(days_after(m, level.tier))
    steps = set(m.steps.values())
    rewarded = {j: a // m.problem.step for j, a in reward.items() if j in steps}
    return Goal([*((j, a // divisor * scale) for j, a in free.items()), *rewarded.items()], scale, divisor, constant)


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
