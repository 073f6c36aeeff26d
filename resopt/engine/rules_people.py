"""The hard rules of people: capacity, least days, number of projects, and who may be with whom."""

from __future__ import annotations

from resopt.domain.records import RuleKind, RuleRow
from resopt.domain.rules import Rule
from resopt.engine.compile import min_days_units, touched_weeks
from resopt.engine.model import Model


def _add_capacity(m: Model) -> None:
    """Nobody works more days in a week than they have, tolerance included."""
    for (p, w), cells in m.by_person_week.items():
        if p in m.free_people:
            m.rows.row(m.sum_days(cells), high=int(m.problem.limit[p, w]))


def _add_min_days(m: Model) -> None:
    """Who joins a line without a lock gives it at least Min Days in all."""
    problem = m.problem
    for (p, v), cells in list(m.by_pair.items()):
        if p not in m.free_people or all(c in m.fixed for c in cells):
            continue
        line = problem.lines[problem.variants[v].line].id
        total = problem.grid.past.total((line,), sum(problem.variants[v].wanted))
        least = min_days_units(problem.portfolio, problem.people[p], total)
        least -= problem.grid.past.given(problem.people[p].id, line)
        if least <= problem.step * min(max(1, int(problem.low[c])) for c in cells):
            continue
        locks = {f for c in cells for f in problem.pins.get(c, ()) if m.bounds(f)[1] == 1}
        if not any(m.bounds(f) == (1, 1) for f in locks):
            excused = [(m.keep(f), least) for f in sorted(locks)]
            m.rows.row([*m.sum_days(cells), (m.used(p, v), -least), *excused], low=0)


def _add_max_projects(m: Model) -> None:
    """Nobody works on more projects in a week than their maximum, locks included."""
    problem = m.problem
    for (p, w), cells in m.by_person_week.items():
        projects = sorted({m.at[c].project for c in cells})
        own = problem.people[p].max_projects
        most = problem.portfolio.settings.max_projects if own is None else own
        if p in m.free_people and len(projects) > most:
            m.rows.row([(m.works(p, project, w), 1) for project in projects], high=most)


def _add_exclusive(m: Model) -> None:
    """An exclusive person works on one project only."""
    for row, p in _rows_of_people(m, RuleKind.EXCLUSIVE):
        weeks = touched_weeks(m.problem.portfolio, row)
        projects = sorted({project for (q, project, w) in m.by_team if q == p and w in weeks})
        if len(projects) > 1:
            m.rows.row([(m.serves(p, project, weeks), 1) for project in projects], high=1)


def _add_apart(m: Model) -> None:
    """Two people who are kept apart never work on one project in the same week."""
    number = m.problem.person_number
    for row in m.problem.portfolio.rules:
        if row.kind is RuleKind.APART:
            p, q = number[row.person_id or ""], number[row.other_id or ""]
            for project, w in _shared(m, row, p, q):
                if (p, project, w) in m.by_team and (q, project, w) in m.by_team:
                    m.rows.row([(m.works(p, project, w), 1), (m.works(q, project, w), 1)], high=1)


def _add_together(m: Model) -> None:
    """Two people who belong together are in each week both on the project or neither."""
    number = m.problem.person_number
    for f in m.near_facts():
        fact = m.problem.facts[f]
        if fact.rule is Rule.TOGETHER and m.bounds(f)[1] == 1:
            row = next(r for r in m.problem.portfolio.rules if r.id == fact.row_id)
            p, q = number[fact.person_id or ""], number[fact.other_id or ""]
            for project, w in _shared(m, row, p, q):
                for one, other in ((p, q), (q, p)):
                    _follow(m, f, (one, project, w), (other, project, w))


def _follow(m: Model, fact: int, one: tuple[int, int, int], other: tuple[int, int, int]) -> None:
    """If the fact is kept and the first has days, the second has days."""
    partners = [(m.on(c), -1) for c in m.by_team.get(other, ())]
    for c in m.by_team.get(one, ()):
        m.rows.row([(m.on(c), 1), (m.keep(fact), 1), *partners], high=1)


def _rows_of_people(m: Model, kind: RuleKind) -> list[tuple[RuleRow, int]]:
    number = m.problem.person_number
    rows = [(row, number[row.person_id or ""]) for row in m.problem.portfolio.rules if row.kind is kind]
    return [(row, p) for row, p in rows if p in m.free_people]


def _shared(m: Model, row: RuleRow, p: int, q: int) -> list[tuple[int, int]]:
    """Return (project, week) of the row in which the free one of two people may work."""
    if p not in m.free_people and q not in m.free_people:
        return []
    weeks = touched_weeks(m.problem.portfolio, row)
    return sorted(
        {
            (project, w)
            for (one, project, w) in m.by_team
            if one in (p, q) and w in weeks and row.project_id in (None, m.problem.projects[project].id)
        }
    )
