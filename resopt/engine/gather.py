"""Gathering: the days of one plan with as few new pairs as possible beside those of another; runs in a worker.

Proximity search (Fischetti and Monaci, Proximity search for 0-1 mixed-integer convex programming, Journal of Heuristics
20, 2014): an exact solve for more days scatters people, since pairs do not count in it. Held at these days, the whole
model is easy for the goal of staying near the plan from which that solve began.
"""

from __future__ import annotations

from dataclasses import dataclass

from resopt.engine.cells import Problem, State, state_from
from resopt.engine.exact import Held, whole_model
from resopt.engine.levels import expression
from resopt.engine.model import Model
from resopt.engine.solvers import Effort, solve_scip


@dataclass(frozen=True, slots=True, eq=False)
class GatherTask:
    """Begin with `state`, keep the `held` levels, and come `near` another state; `facts` as in `ExactTask`."""

    state: State
    near: State
    facts: tuple[tuple[int, int], ...]
    held: tuple[Held, ...]
    effort: Effort


def gather(problem: Problem, task: GatherTask) -> State | None:
    """Return the state with the fewest pairs that `near` does not have, None if none was found."""
    m = whole_model(problem, task.facts)
    with m.lent():
        return _nearest(problem, m, task)


def _nearest(problem: Problem, m: Model, task: GatherTask) -> State | None:
    near = set(zip(problem.person[task.near.cells].tolist(), problem.variant[task.near.cells].tolist(), strict=True))
    goal = [(m.used(p, v), 1) for p, v in list(m.by_pair) if (p, v) not in near]
    limits = [(expression(m, held.level), held.value) for held in task.held]
    broken = frozenset(f for f, keep in task.facts if not keep)
    hint = m.hint(task.state.by_cell(), task.state.shifts, broken)
    mark = m.rows.mark()
    for terms, most in limits:
        m.rows.row(terms, high=most)
    answer = solve_scip(m.rows.freeze(goal), task.effort, hint)
    m.rows.drop_after(mark)
    return None if answer.values is None else state_from(m.units(answer.values), m.shifts(answer.values))
