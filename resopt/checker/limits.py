"""The limits, one function per rule: what no plan may break, locks or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from resopt.checker.ground import Ground
from resopt.checker.view import View, project_of_stray
from resopt.domain.records import RuleKind
from resopt.domain.rules import Rule
from resopt.domain.units import UNITS_PER_DAY
from resopt.result import Violation

Limit = Callable[[Ground, View], Iterator[Violation]]


def _check_capacity(ground: Ground, view: View) -> Iterator[Violation]:
    """Nobody works more days in a week than they have, tolerance included."""
    for (person, week), projects in view.load.items():
        used, limit = sum(projects.values()), ground.limit[person][week]
        if used > limit:
            details = {"projects": dict(sorted(projects.items())), "capacity": limit, "days": used, "limit": limit}
            yield Violation(Rule.CAPACITY, person, week=week, amount=used - limit, details=details)


def _check_eligibility(ground: Ground, view: View) -> Iterator[Violation]:
    """A line is served only by people with its role (or one that fills it), skills and level, or by the one named."""
    for (person, line_id), weeks in view.served.items():
        line = ground.lines[line_id]
        if not ground.staffing.qualifies(ground.people[person], line):
            free = {week: units for week, units in weeks.items() if (person, line_id, week) not in view.pinned}
            if free:
                yield _over_weeks(Rule.ELIGIBILITY, free, person, line.project_id, line_id)


def _check_dates(ground: Ground, view: View) -> Iterator[Violation]:
    """People serve a line only in weeks when it wants days, and give no more than it wants, locks apart."""
    for line_id, given in view.given.items():
        wanted = view.wanted[line_id]
        for week, days in enumerate(given):
            if days > wanted[week]:
                by_lock = sum(
                    view.served[person, line_id].get(week, 0)
                    for person in view.servers[line_id]
                    if (person, line_id, week) in view.pinned
                )
                excess = days - by_lock - max(0, wanted[week] - by_lock)
                if excess > 0:
                    project = ground.lines[line_id].project_id
                    details = {"days": days, "limit": wanted[week]}
                    yield Violation(Rule.DATES, None, project, line_id, week, excess, details)


def _check_horizon(ground: Ground, view: View) -> Iterator[Violation]:
    """Days are given only by people on the list, to lines of planned projects, in weeks of the horizon."""
    for a in view.strays:
        project = ground.lines[a.line_id].project_id if a.line_id in ground.lines else project_of_stray(ground, a)
        known = project if project in ground.projects else None
        yield Violation(Rule.HORIZON, a.person_id, known, a.line_id, a.week, a.units, {"days": a.units})
    for project, shift in view.shifts.items():
        if project not in ground.tier_of:
            yield Violation(Rule.HORIZON, project_id=project, details={"shift": shift})


def _check_step(ground: Ground, view: View) -> Iterator[Violation]:
    """A person's days on a line in a week are a multiple of Step, or exactly the rest that hard locks leave."""
    step = ground.settings.step
    for person, line_id, week, days in view.free_cells:
        if days % step and days != _rest(ground, view, line_id, week):
            project = ground.lines[line_id].project_id
            yield Violation(Rule.STEP, person, project, line_id, week, days % step, {"days": days, "limit": step})


def _check_min_share(ground: Ground, view: View) -> Iterator[Violation]:
    """A person's days on a line in a week are at least Min Share, or all that the line or the person has left."""
    step = ground.settings.step
    for person, line_id, week, days in view.free_cells:
        share = ground.min_share[person]
        if days < share and days % step == 0:
            capacity = ground.capacity[person][week] - ground.locked_person.get((person, week), 0)
            least = min(share, _rest(ground, view, line_id, week), ground.on_step(max(0, capacity)))
            if days < least:
                project = ground.lines[line_id].project_id
                details = {"days": days, "limit": least}
                yield Violation(Rule.MIN_SHARE, person, project, line_id, week, least - days, details)


def _check_min_days(ground: Ground, view: View) -> Iterator[Violation]:
    """Who joins a line without a lock gives it at least Min Days in all."""
    if not ground.settings.min_days:
        return
    for (person, line_id), weeks in view.served.items():
        days = sum(weeks.values()) + ground.past.given(person, line_id)
        least = min(ground.min_days[person], ground.past.total([line_id], sum(view.wanted[line_id])))
        if days < least and person not in view.pinned_people.get(line_id, ()):
            details = {"days": days, "limit": least}
            project = ground.lines[line_id].project_id
            yield Violation(Rule.MIN_DAYS, person, project, line_id, amount=least - days, details=details)


def _check_max_projects(ground: Ground, view: View) -> Iterator[Violation]:
    """Nobody works on more projects in a week than their maximum, locks included."""
    for (person, week), projects in view.load.items():
        limit = ground.max_projects[person]
        if len(projects) > limit:
            details = {"projects": dict(sorted(projects.items())), "count": len(projects), "limit": limit}
            yield Violation(Rule.MAX_PROJECTS, person, week=week, amount=len(projects) - limit, details=details)


def _check_max_people(ground: Ground, view: View) -> Iterator[Violation]:
    """A line has no more people than Max People over its life; people with a lock on it count but may exceed it."""
    for line_id, people in view.servers.items():
        line = ground.lines[line_id]
        if line.max_people is not None:
            crew = ground.past.crew(line_id)
            seated = crew | (view.pinned_people.get(line_id, set()) & set(people))
            excess = sum(person not in seated for person in people) - max(0, line.max_people - len(seated))
            if excess > 0:
                everybody = crew.union(people)
                details = {"people": tuple(sorted(everybody)), "count": len(everybody), "limit": line.max_people}
                yield Violation(Rule.MAX_PEOPLE, None, line.project_id, line_id, amount=excess, details=details)


def _check_same_people(ground: Ground, view: View) -> Iterator[Violation]:
    """Whoever serves a line with same people gives it days in each of its weeks in which they have capacity."""
    for (person, line_id), weeks in view.served.items():
        line = ground.lines[line_id]
        if line.same_people:
            wanted, capacity = view.wanted[line_id], ground.capacity[person]
            left = {w: 0 for w, units in enumerate(wanted) if units and w not in weeks and ground.on_step(capacity[w])}
            if left:
                yield _over_weeks(Rule.SAME_PEOPLE, left, person, line.project_id, line_id)


def _check_fill(ground: Ground, view: View) -> Iterator[Violation]:
    """A line with fill all gets every week in full or nothing; with a percentage that share or nothing."""
    for line_id in view.given:
        line = ground.lines[line_id]
        if line.fill_all or line.fill_share:
            met, wanted = sum(view.met(line_id)), sum(view.wanted[line_id])
            needed = wanted if line.fill_all else ground.past.needed(line.fill_share, [line_id], wanted)
            if met < needed:
                details = {"days": met, "limit": float(needed)}
                short = float(needed - met)
                yield Violation(Rule.FILL, None, line.project_id, line_id, amount=short, details=details)


def _check_min_staffing(ground: Ground, view: View) -> Iterator[Violation]:
    """A project with Min Staffing reaches that share of its wanted days or gets nothing."""
    for project_id in view.team:
        project = ground.projects[project_id]
        if project.min_staffing and not project.must_have:
            met, needed = staffing_of(ground, view, project_id, project.min_staffing)
            if met < needed:
                details = {"days": met, "limit": float(needed)}
                short = float(needed - met)
                yield Violation(Rule.MIN_STAFFING, project_id=project_id, amount=short, details=details)


def _check_forbid(ground: Ground, view: View) -> Iterator[Violation]:
    """A person who is forbidden for a project gives it no days."""
    for row in ground.rows_of[RuleKind.FORBID]:
        for project in view.team if row.project_id is None else (row.project_id,):
            weeks = view.on_project.get((row.person_id or "", project), {})
            touched = {week: units for week, units in weeks.items() if week in ground.weeks_of(row)}
            if touched:
                yield _over_weeks(Rule.FORBID, touched, row.person_id, project, row=row.id)


def _check_exclusive(ground: Ground, view: View) -> Iterator[Violation]:
    """An exclusive person works on one project only."""
    for row in ground.rows_of[RuleKind.EXCLUSIVE]:
        projects: dict[str, int] = {}
        for week in ground.weeks_of(row):
            for project, units in view.load.get((row.person_id or "", week), {}).items():
                projects[project] = projects.get(project, 0) + units
        if len(projects) > 1:
            details = {"projects": dict(sorted(projects.items())), "count": len(projects), "row": row.id}
            yield Violation(Rule.EXCLUSIVE, row.person_id, amount=len(projects) - 1, details=details)


def _check_apart(ground: Ground, view: View) -> Iterator[Violation]:
    """Two people who are kept apart never work on one project in the same week."""
    for row in ground.rows_of[RuleKind.APART]:
        for project in view.team if row.project_id is None else (row.project_id,):
            weeks = view.on_project.get((row.person_id or "", project), {})
            others = view.on_project.get((row.other_id or "", project), {})
            both = {w: units + others[w] for w, units in weeks.items() if w in others and w in ground.weeks_of(row)}
            if both:
                yield _over_weeks(Rule.APART, both, row.person_id, project, row=row.id, other=row.other_id)


def _check_lend(ground: Ground, view: View) -> Iterator[Violation]:
    """A department lends other departments' projects no more than Value FTE in a week."""
    for row in ground.rows_of[RuleKind.LEND]:
        if row.value is None:
            continue
        staff = [p for p in ground.people.values() if p.department == row.department]
        for week in ground.weeks_of(row):
            units_by_days: dict[int, int] = {}  # of people with so many working days in the week
            for person in staff:
                projects = view.load.get((person.id, week))
                if projects:
                    working = ground.working[person.location][week]
                    units = _foreign_units(ground, projects, row.department)
                    units_by_days[working] = units_by_days.get(working, 0) + units
            impossible = units_by_days.pop(0, 0) > 0
            lent = sum((Fraction(units, UNITS_PER_DAY * days) for days, units in units_by_days.items()), Fraction(0))
            if lent > row.value or impossible:
                details = {"department": row.department, "fte": float(lent), "limit": float(row.value), "row": row.id}
                yield Violation(Rule.LEND, week=week, amount=float(max(Fraction(0), lent - row.value)), details=details)


def _check_budget(ground: Ground, view: View) -> Iterator[Violation]:
    """What a project's days cost stays within its Budget."""
    for project_id in view.team:
        budget = ground.projects[project_id].budget
        if budget is not None:
            cost = (
                sum(
                    (
                        ground.staffing.money(person, line) * sum(view.served[person, line.id].values())
                        for line in ground.lines_of[project_id]
                        for person in view.servers.get(line.id, ())
                    ),
                    Fraction(0),
                )
                / UNITS_PER_DAY
            )
            spent = ground.past.spent(project_id)
            if cost > max(Fraction(0), budget - spent):
                total = cost + spent
                details = {"cost": float(total), "limit": float(budget)}
                yield Violation(Rule.BUDGET, project_id=project_id, amount=float(total - budget), details=details)


def _check_start(ground: Ground, view: View) -> Iterator[Violation]:
    """A project starts once, in one of the weeks that its window allows."""
    for project_id, allowed in ground.shifts.items():
        shift = view.shifts.get(project_id, 0)
        if shift not in allowed:
            weeks = min(abs(shift - one) for one in allowed)
            details = {"shift": shift, "allowed": allowed}
            yield Violation(Rule.START, project_id=project_id, amount=weeks, details=details)


LIMITS: Mapping[Rule, Limit] = {
    Rule.CAPACITY: _check_capacity,
    Rule.ELIGIBILITY: _check_eligibility,
    Rule.DATES: _check_dates,
    Rule.HORIZON: _check_horizon,
    Rule.STEP: _check_step,
    Rule.MIN_SHARE: _check_min_share,
    Rule.MIN_DAYS: _check_min_days,
    Rule.MAX_PROJECTS: _check_max_projects,
    Rule.MAX_PEOPLE: _check_max_people,
    Rule.SAME_PEOPLE: _check_same_people,
    Rule.FILL: _check_fill,
    Rule.MIN_STAFFING: _check_min_staffing,
    Rule.FORBID: _check_forbid,
    Rule.EXCLUSIVE: _check_exclusive,
    Rule.APART: _check_apart,
    Rule.LEND: _check_lend,
    Rule.BUDGET: _check_budget,
    Rule.START: _check_start,
}


def staffing_of(ground: Ground, view: View, project_id: str, share: Fraction) -> tuple[int, Fraction]:
    """Return the met units of a project, and those that it needs to reach a share of all it wants, past included."""
    lines = ground.lines_of[project_id]
    wanted = sum(sum(view.wanted[line.id]) for line in lines)
    return sum(sum(view.met(line.id)) for line in lines), ground.past.needed(share, [x.id for x in lines], wanted)


def _rest(ground: Ground, view: View, line_id: str, week: int) -> int:
    """Return what hard locks leave of a line's week."""
    return max(0, view.wanted[line_id][week] - ground.locked_line.get((line_id, week), 0))


def _foreign_units(ground: Ground, projects: Mapping[str, int], department: str) -> int:
    return sum(
        units
        for project, units in projects.items()
        if project in ground.projects and ground.projects[project].department not in ("", department)
    )


def _over_weeks(
    rule: Rule,
    units_by_week: Mapping[int, int],
    person: str | None,
    project: str | None,
    line: str | None = None,
    **details: object,
) -> Violation:
    """Return one violation for all the weeks in which the same rule is broken by the same pair."""
    weeks, units = tuple(sorted(units_by_week)), sum(units_by_week.values())
    return Violation(rule, person, project, line, weeks[0], units, {"weeks": weeks, "days": units, **details})
