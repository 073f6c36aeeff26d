"""The plan of record, sheet Assignments, turned into a Plan that can be checked like any other."""

from __future__ import annotations

from collections import defaultdict

from resopt.checker.ground import Ground
from resopt.checker.view import ANY_LINE
from resopt.domain.records import Booking
from resopt.plan import Plan


def plan_of_record(ground: Ground) -> Plan:
    """Return the rows of Assignments as a plan.

    Days go to the line a row names, else to the lines of its role or project in the order of their IDs, each
    up to what it still wants that week, the excess to the last of them. Rows on projects that are not planned
    are left out. Where no line matches, the days stand on `?` and the project's ID, which breaks `horizon`.
    """
    cells: dict[tuple[str, str, int], int] = defaultdict(int)
    given: dict[tuple[str, int], int] = defaultdict(int)
    for booking, units_by_week in sorted(ground.booked, key=_narrowest_first):
        lines = [i for i in ground.bound_by(booking) if i in ground.lines] or [ANY_LINE + booking.project_id]
        for week, units in units_by_week.items():
            left = units
            for line in lines[:-1]:
                share = min(left, max(0, ground.wanted[line][week] - given[line, week]))
                cells[booking.person_id, line, week] += share
                given[line, week] += share
                left -= share
            cells[booking.person_id, lines[-1], week] += left
            given[lines[-1], week] += left
    return Plan.of(cells)


def _narrowest_first(row: tuple[Booking, dict[int, int]]) -> tuple[bool, bool, str]:
    return row[0].line_id is None, not row[0].role, row[0].id
