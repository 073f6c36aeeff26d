"""The plan of record, sheet Assignments, turned into a Plan that can be checked like any other; faults of the past."""

from __future__ import annotations

from collections import defaultdict

from resopt.checker.ground import Ground
from resopt.checker.view import ANY_LINE
from resopt.domain.records import Booking
from resopt.domain.rules import Rule
from resopt.plan import Plan
from resopt.result import Violation


def plan_of_record(ground: Ground) -> Plan:
    """Return the rows of Assignments as a plan.

    Days go to the line a row names, else to the lines of its role or project in the order of their IDs, each
    up to what it still wants that week, the excess to the last of them. Rows on projects that are not planned
    and past weeks are left out. Where no line matches, the days stand on `?` and the ID of the project, which
    breaks `horizon`.
    """
    cells: dict[tuple[str, str, int], int] = defaultdict(int)
    given: dict[tuple[str, int], int] = defaultdict(int)
    wanted = {line: ground.wanted_at(line, 0) for line in ground.lines}
    for booking, units_by_week in sorted(ground.booked, key=_narrowest_first):
        lines = [i for i in ground.bound_by(booking) if i in ground.lines] or [ANY_LINE + booking.project_id]
        for week, units in units_by_week.items():
            if week < ground.first:
                continue
            left = units
            for line in lines[:-1]:
                share = min(left, max(0, wanted[line][week] - given[line, week]))
                cells[booking.person_id, line, week] += share
                given[line, week] += share
                left -= share
            cells[booking.person_id, lines[-1], week] += left
            given[lines[-1], week] += left
    return Plan.of(cells)


def violations_of_past(ground: Ground) -> list[Violation]:
    """Return where the days done before As Of are more than people had, budgets pay, or lines have seats for."""
    load: dict[tuple[str, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for (person, on, week), units in ground.past.done.items():
        load[person, week][ground.lines[on].project_id] += units
    found = []
    above, below = (1 + ground.settings.tolerance).as_integer_ratio()
    for (person, week), projects in load.items():
        used, limit = sum(projects.values()), ground.past_capacity[person][week] * above // below
        if used > limit:
            details = {"projects": dict(sorted(projects.items())), "capacity": limit, "days": used, "limit": limit}
            found.append(Violation(Rule.CAPACITY, person, week=week, amount=used - limit, details=details))
    for project_id in sorted(ground.past.started):
        budget, cost = ground.projects[project_id].budget, ground.past.spent(project_id)
        if budget is not None and cost > budget:
            details = {"cost": float(cost), "limit": float(budget)}
            found.append(Violation(Rule.BUDGET, project_id=project_id, amount=float(cost - budget), details=details))
        for line in ground.lines_of[project_id]:
            crew = sorted(ground.past.crew(line.id))
            if line.max_people is not None and len(crew) > line.max_people:
                details = {"people": tuple(crew), "count": len(crew), "limit": line.max_people}
                excess = len(crew) - line.max_people
                found.append(Violation(Rule.MAX_PEOPLE, None, project_id, line.id, amount=excess, details=details))
    return found


def _narrowest_first(row: tuple[Booking, dict[int, int]]) -> tuple[bool, bool, str]:
    return row[0].line_id is None, not row[0].role, row[0].id
