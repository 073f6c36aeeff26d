"""Whether a plan under all rules can give some lines at least so many days; runs in a worker process."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from resopt.domain.records import Portfolio
from resopt.domain.rules import Rule
from resopt.engine.cells import Problem, plan_of, state_of
from resopt.engine.compile import compile_problem
from resopt.engine.model import FactBounds, Model, Part
from resopt.engine.rules import add_rules
from resopt.engine.search import changed
from resopt.engine.solvers import Effort, solve_scip
from resopt.plan import Plan


def possible(
    portfolio: Portfolio,
    wanted: Mapping[str, tuple[int, ...]],
    least: Iterable[tuple[str, int, int]],
    effort: Effort,
) -> bool | None:
    """Return whether there is a plan that keeps all rules and facts and these days; None if that stays open.

    Parameters
    ----------
    portfolio
        All rules and facts of it hold, projects start where `wanted` has them.
    wanted
        Units by line and week.
    least
        Line, week and the units met at least.
    """
    problem = compile_problem(portfolio, wanted)
    m = Model(problem)
    add_rules(m)
    if not _asked(m, least):
        return False
    status = solve_scip(m.rows.freeze([]), effort).status
    return {"infeasible": False, "unknown": None}.get(status, True)


def rearranged(
    problem: Problem,
    plan: Plan,
    set_aside: Collection[tuple[Rule, str]],
    people: Collection[str],
    lines: Collection[str],
    least: Iterable[tuple[str, int, int]],
    effort: Effort,
) -> Plan | None:
    """Return `plan` with the days of some people on some lines so arranged that lines get at least these units.

    Everything else stays as it is. None if that is impossible or was not found.
    """
    state = state_of(problem, plan)
    part = Part(frozenset(problem.person_number[p] for p in people), frozenset(problem.line_number[x] for x in lines))
    facts: FactBounds = {f: (0, 0) for f, fact in enumerate(problem.facts) if (fact.rule, fact.key) in set_aside}
    m = Model(problem, part, state, facts)
    add_rules(m)
    if not _asked(m, least):
        return None
    answer = solve_scip(m.rows.freeze([]), effort)
    if answer.values is None:
        return None
    return plan_of(problem, changed(problem, state, [m.change(answer.values)]))


def _asked(m: Model, least: Iterable[tuple[str, int, int]]) -> bool:
    """Ask for these units in the model; return whether it has so many at all."""
    problem = m.problem
    for line, week, units in least:
        number = problem.line_number[line]
        shifts = m.starts(problem.project_of[number])
        of_line = (v for v in problem.variants_of[problem.project_of[number]] if problem.variants[v].line == number)
        terms = [term for v in of_line if problem.variants[v].shift in shifts for term in m.met(v, week)]
        if m.rows.greatest(terms) < units:
            return False
        m.rows.row(terms, low=units)
    return True
