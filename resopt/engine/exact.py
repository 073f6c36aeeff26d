"""One level of the whole portfolio solved exactly, the levels above it held; runs in a worker process."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from math import gcd

from resopt.engine.candidates import per_unit
from resopt.engine.cells import Problem
from resopt.engine.levels import Level, days_after, expression, most_after, value_weight, wanted_in
from resopt.engine.mip import Terms
from resopt.engine.model import FactBounds, Model
from resopt.engine.rules import add_rules
from resopt.engine.solvers import SOLVERS, Effort
from resopt.plan import Plan

LARGEST = 1e9  # sums above this lose units in floating point


@dataclass(frozen=True, slots=True)
class Held:
    """A level that may not get worse than `value`."""

    level: Level
    value: int


@dataclass(frozen=True, slots=True)
class ExactTask:
    """Improve `level` under `held`, starting from `plan`; `facts` as (number, 1 kept or 0 set aside)."""

    plan: Plan
    facts: tuple[tuple[int, int], ...]
    held: tuple[Held, ...]
    level: Level
    effort: Effort
    solver: str = "scip"


@dataclass(frozen=True, slots=True)
class ExactAnswer:
    """The best plan found (None: none), and the bound on the level, both valid with the held levels."""

    plan: Plan | None
    bound: int | None
    status: str


def solve_level(problem: Problem, task: ExactTask) -> ExactAnswer:
    """Solve one level of the whole portfolio."""
    broken = frozenset(problem.facts[f].key for f, keep in task.facts if not keep)
    m = _whole(problem, task.facts)
    limits = [(expression(m, held.level), held.value) for held in task.held]
    terms, offset = expression(m, task.level), constant_of(problem, task.level)
    if not terms:
        return ExactAnswer(task.plan, offset, "optimal")
    mark = m.rows.mark()
    for held_terms, most in limits:
        m.rows.row(held_terms, high=most)
    goal = goal_of(m, task.level, terms)
    effort = replace(task.effort, gap=goal.scale // 2 if goal.scale > 1 else 0)
    answer = SOLVERS[task.solver](m.rows.freeze(goal.terms), effort, m.hint(task.plan, broken))
    m.rows.drop_after(mark)
    plan = None if answer.values is None else m.to_plan(answer.values)
    bound = None if answer.bound is None else goal.level_bound(answer.bound) + offset
    return ExactAnswer(plan, bound, answer.status)


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
    divisor = gcd(*free.values()) or 1
    scale = 4 * (most_after(m.problem, level.tier) // m.problem.step) + 4
    if level.tier < 0 or _size(m.problem, level) // divisor * scale > LARGEST:
        return Goal([(j, a // divisor) for j, a in free.items()], 1, divisor, constant)
    reward, _ = m.rows.split(days_after(m, level.tier))
    steps = set(m.steps.values())
    rewarded = {j: a // m.problem.step for j, a in reward.items() if j in steps}
    return Goal([*((j, a // divisor * scale) for j, a in free.items()), *rewarded.items()], scale, divisor, constant)


def _size(problem: Problem, level: Level) -> int:
    """Return a number that a tier's level cannot pass."""
    dearest = max((value_weight(problem, i) for i in range(len(problem.projects))), default=1)
    return wanted_in(problem, level.tier, level.kind) * (dearest if level.kind == "value" else 1)


@lru_cache(maxsize=1)
def _whole(problem: Problem, facts: tuple[tuple[int, int], ...]) -> Model:
    """Return the model of the whole under all rules; kept, because the levels of a run share it."""
    bounds: FactBounds = {f: (keep, keep) for f, keep in facts}
    m = Model(problem, facts=bounds)
    add_rules(m)
    return m


def constant_of(problem: Problem, level: Level) -> int:
    """Return what a level counts beside its terms (missing days priced by the weighted policy)."""
    if level.kind != "weighted":
        return 0
    policy, last = problem.portfolio.policy, len(problem.portfolio.tiers) - 1
    return sum(per_unit(policy.price_missing * 2 ** (last - k)) * wanted_in(problem, k, "all") for k in range(last + 1))
