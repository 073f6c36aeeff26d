"""Whether a plan under all rules can give some lines at least so many days; runs in a worker process."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from resopt.domain.records import Portfolio
from resopt.domain.rules import Rule
from resopt.engine.cells import Problem, plan_of, state_of
from resopt.engine.compile import compile_problem
from resopt.engine.mip import Terms
from resopt.engine.model import FactBounds, Model, Part
from resopt.engine.rules import add_rules
from resopt.engine.search import changed
from resopt.engine.solvers import Effort, solve_scip
from resopt.plan import Plan


def possible(
    portfolio: Portfolio,
    wanted: Mapping[str, tuple[int, ...]],
    least: Iterable[tuple[Sequence[str], int, int]],
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
        Lines, week and the units met at least by them together.
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
    least: Iterable[tuple[Sequence[str], int, int]],
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


def _asked(m: Model, least: Iterable[tuple[Sequence[str], int, int]]) -> bool:
    """Ask for these units in the model; return whether it has so many at all."""
    for lines, week, units in least:
        terms = [term for line in lines for term in _met(m, m.problem.line_number[line], week)]
        if m.rows.greatest(terms) < units:
            return False
        m.rows.row(terms, low=units)
    return True


def _met(m: Model, line: int, week: int) -> Terms:
    """Return the wanted days that a line gets in a week."""
    project = m.problem.project_of[line]
    own = [v for v in m.problem.variants_of[project] if m.problem.variants[v].line == line]
    return [term for v in own if m.problem.variants[v].shift in m.starts(project) for term in m.met(v, week)]
