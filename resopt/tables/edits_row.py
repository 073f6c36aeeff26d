"""Rows of a plan given back: whether a row still speaks of what its Key says, and the days that its cells ask for."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from resopt.domain.units import round_units
from resopt.excel.cells import CellError, fold
from resopt.excel.weeks import Period
from resopt.tables.amounts import MOST_FTE
from resopt.tables.asks import Asks
from resopt.tables.lookup import Lookup
from resopt.tables.memory import FTE_DIGITS, CellKey
from resopt.tables.plans import agreed_days
from resopt.tables.rows import Row

DAYS_OF_WEEK = 7


def stands_for(row: Row, person: str, line: str, asks: Asks) -> bool:
    """Return whether a row of ours still speaks of its line and project; what names another one is refused.

    What would become of its days? The name of somebody else beside the Person ID that stood there is refused too.
    """
    project = asks.written.project_of[line]
    if row.has("demand_id") and fold(row.identity("demand_id")) != fold(line):
        row.fault("given.row_moved", "demand_id", found=row.text("demand_id"), was=line)
        return False
    for key in ("project_id", "project"):
        if names_other(row, key, asks.reading.projects, project):
            row.fault("given.row_moved", key, found=row.text(key), was=project)
            return False
    role = fold(row.identity("role"))
    mine = asks.reading.line_of.get(line)
    others = asks.reading.by_role.get((project, role), []) if mine is not None and fold(mine.role) != role else []
    if role and others and mine is not None:
        row.fault("given.row_moved", "role", found=row.text("role"), was=mine.role or line)
    elif fold(row.identity("person_id")) in ("", fold(person)) and names_other(
        row, "name", asks.reading.people, person
    ):
        values = {"found": row.text("name"), "id": person, "name": asks.reading.people.names.get(person, person)}
        row.fault("input.plan_name_other", "name", **values)
    return not row.bad


def names_other(row: Row, key: str, lookup: Lookup, known: str) -> bool:
    """Return whether a cell names another person or project of the input; names that nobody has say nothing."""
    typed = row.identity(key)
    if not typed or fold(typed) in (fold(known), fold(lookup.names.get(known, known))):
        return False
    try:
        return lookup.find(typed)[0] != known
    except CellError:
        return False


def refuse_key_of_other(row: Row, key: str, own: str) -> None:
    """Refuse a row whose Key was taken from another row, while the row that it speaks of is nowhere else."""
    row.fault("given.key_other", "key", found=key, own=own)


def units_typed(
    row: Row, cell: CellKey | None, who: str, monday: date, asks: Asks, *, always: bool = False
) -> int | None:
    """Return the units that FTE and Days of a row ask for, None if nothing; a blank FTE alone asks for nothing.

    What differs from the `cell` as it was written counts: FTE of the week of `who`, or Days; without one, all that is
    filled in. Both changed must agree within rounding, else the row is refused. `always` takes what was written
    where nothing was changed: the days go to somebody else.
    """
    fte, days = row.number("fte", percent=True), row.number("days")
    if row.bad:
        return None
    shown, written = (asks.written.fte(cell), asks.written.units.get(cell, 0)) if cell else (None, None)
    new_fte = fte is not None and Fraction(round(fte * FTE_DIGITS), FTE_DIGITS) != shown
    new_days = days is not None and round_units(days) != written
    if (fte is not None and (new_fte or always) and too_much(row, "fte", fte, asks)) or (
        days is not None and new_days and too_much(row, "days", days, asks, DAYS_OF_WEEK)
    ):
        return None
    working = _working(asks, who, monday)
    if fte is not None and days is not None and new_fte and new_days:
        agreed = agreed_days(row, fte, days, working)
        return None if agreed is None else round_units(agreed)
    if days is not None and new_days:
        return round_units(days)
    if fte is not None and (new_fte or always):
        return round_units(fte * working)
    return round_units(days) if days is not None and fte is None and always else None


def too_much(row: Row, key: str | Period, number: Fraction, asks: Asks, times: int = 1) -> bool:
    """Return whether an FTE (or, with `times`, days of a week) is more than one person can be, which is refused."""
    most = MOST_FTE * times * (1 + asks.portfolio.settings.tolerance)
    if number <= most:
        return False
    code = "given.days_of_person" if key == "days" else "given.fte_of_person"
    row.fault(code, key, found=f"{float(number):g}", days=f"{float(number * 5):g}")
    return True


def _working(asks: Asks, person: str, monday: date) -> int:
    """Return the working days of a week before leave; of somebody who is gone, as they were when it was written."""
    if person in asks.reading.people.names:
        return asks.reading.working_days(person, monday)
    return asks.written.working.get((person, monday), 5)
