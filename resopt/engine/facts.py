"""Level 0: which facts cannot all be kept, the fewest of them set aside, and a minimal group against each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from resopt.domain.rules import FACT_RULES
from resopt.engine.cells import Problem, State, state_from
from resopt.engine.mip import Terms
from resopt.engine.model import FactBounds, Model
from resopt.engine.pool import Pool
from resopt.engine.rules import add_rules
from resopt.engine.solvers import Answer, Effort, solve_scip
from resopt.result import Contradiction

KEYS_AT_ONCE = 16  # tie-breaks by key are settled in chunks whose weights stay exact in floating point


@dataclass(frozen=True, slots=True)
class Settled:
    """The facts set aside (numbers), a plan that keeps the others, and whether fewer was proved impossible."""

    broken: tuple[int, ...]
    state: State
    proved: bool


def settle(problem: Problem, task: tuple[State, frozenset[int], Effort]) -> Settled | None:
    """Return which facts to set aside, at best none; None if no plan was found in time."""
    state, set_aside, effort = task
    m = Model(problem, facts=dict.fromkeys(range(len(problem.facts)), (0, 1)))
    keeps = {f: m.keep(f) for f in range(len(problem.facts))}
    add_rules(m)
    values, proved = m.hint(state.by_cell(), state.shifts, set_aside), True
    answer: Answer | None = None
    for terms in _orders(problem, keeps):
        constant = -sum(a for _, a in terms if a < 0)
        if sum(a * values[j] for j, a in terms) > sum(min(0, a) for _, a in terms):
            answer = solve_scip(m.rows.freeze(terms, constant), effort, values)
            proved = proved and answer.status == "optimal"
            values = list(answer.values) if answer.values is not None else values
        m.rows.row(terms, high=sum(a * values[j] for j, a in terms))
    broken = tuple(f for f, column in keeps.items() if not values[column])
    return Settled(broken, state_from(m.units(values), m.shifts(values)), proved)


def _orders(problem: Problem, keeps: dict[int, int]) -> list[Terms]:
    """Return the objectives of level 0 in order: fewest by kind, then by tier, then the smaller keys first."""
    kinds = [[f for f in keeps if problem.facts[f].rule is rule] for rule in FACT_RULES]
    orders: list[Terms] = [[(keeps[f], -1) for f in kind] for kind in kinds]
    for kind in kinds:
        tiers = sorted({problem.facts[f].tier for f in kind})
        orders += [[(keeps[f], -1) for f in kind if problem.facts[f].tier == tier] for tier in tiers]
    for kind in kinds:
        ranked = sorted(kind, key=lambda f: (problem.facts[f].tier, problem.facts[f].key))
        for first in range(0, len(ranked), KEYS_AT_ONCE):
            chunk = ranked[first : first + KEYS_AT_ONCE]
            orders.append([(keeps[f], 1 << (len(chunk) - 1 - i)) for i, f in enumerate(chunk)])
    return [order for order in orders if order]


def contradictions(
    pool: Pool, problem: Problem, broken: tuple[int, ...], seconds: float | None
) -> tuple[Contradiction, ...]:
    """Return a minimal contradicting group for each fact that had to be set aside; None: work and no clock ends it."""
    kept = tuple(f for f in range(len(problem.facts)) if f not in broken)
    effort = Effort(nodes=200, seconds=None if seconds is None else min(5.0, seconds))
    tasks = [(f, kept, effort) for f in broken]
    groups = pool.run(contradiction, tasks, None if seconds is None else monotonic() + seconds)
    return tuple(
        Contradiction(problem.facts[f], (), minimal=False) if group is None else group
        for f, group in zip(broken, groups, strict=True)
    )


def contradiction(problem: Problem, task: tuple[int, tuple[int, ...], Effort]) -> Contradiction:
    """Return a minimal group of kept facts that, with the limits, rules out the fact `task` names.

    Facts are left out one after the other in a fixed order, first in halves (Junker, QuickXplain, AAAI 2004);
    a test that ends without an answer counts as "still possible", and the group is then not called minimal.
    """
    fact, kept, effort = task
    sure = True

    def clash(group: list[int]) -> bool:
        nonlocal sure
        answer = _possible(problem, [fact, *group], effort)
        sure = sure and answer != "unknown"
        return answer == "infeasible"

    near = [f for f in kept if _related(problem, fact, f)]
    pool = near if clash(near) else list(kept)
    if pool is not near and not clash(pool):
        return Contradiction(problem.facts[fact], (), minimal=False)
    group = [] if clash([]) else _shrink(clash, [], pool)
    return Contradiction(problem.facts[fact], tuple(problem.facts[f] for f in sorted(group)), minimal=sure)


def _shrink(clash: Callable[[list[int]], bool], base: list[int], pool: list[int]) -> list[int]:
    """Return a minimal part of `pool` that clashes together with `base` (which alone does not)."""
    if len(pool) == 1:
        return pool
    first, second = pool[: len(pool) // 2], pool[len(pool) // 2 :]
    if clash(base + first):
        return _shrink(clash, base, first)
    if clash(base + second):
        return _shrink(clash, base, second)
    late = _shrink(clash, base + first, second)
    if clash(base + late):
        return late
    return _shrink(clash, base + late, first) + late


def _related(problem: Problem, one: int, other: int) -> bool:
    """Return whether two facts name a common person or project."""
    a, b = problem.facts[one], problem.facts[other]
    people = {a.person_id, a.other_id} & {b.person_id, b.other_id} - {None}
    return bool(people) or (a.project_id is not None and a.project_id == b.project_id)


def _possible(problem: Problem, required: list[int], effort: Effort) -> str:
    """Return the status of a model in which `required` facts hold and all others may be broken."""
    bounds: FactBounds = {f: (int(f in required), 1) for f in range(len(problem.facts))}
    m = Model(problem, facts=bounds)
    add_rules(m)
    return solve_scip(m.rows.freeze([]), effort).status
