"""Long rows: rows that name one week or month each are joined, so that they read like week columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from resopt.excel.cells import CellError, text_of
from resopt.excel.findings import Findings
from resopt.excel.raw import Bad, Layout, RawRow
from resopt.excel.weeks import SATURDAY, Period, monday_of, month_from, period_in, week_from

WEEK = "week"  # the column that names the week or month of a row
AMOUNTS = ("fte", "days", "available", "available_days")
DATES = ("from", "to")


def join_weeks(layout: Layout, rows: Sequence[RawRow], findings: Findings) -> list[RawRow]:
    """Return rows in which those with a week are joined: one for each set of equal other cells.

    The same week twice in one set begins another row. Rows without a week stay as they are.
    """
    made: dict[tuple[Any, ...], RawRow] = {}
    seen = Counter[tuple[Any, ...]]()
    found, joined, snapped, blank = list[RawRow](), 0, list[str](), list[str]()
    for row in rows:
        value = row.cells.get(WEEK)
        if value is None:
            found.append(row)
            continue
        if isinstance(value, Bad):
            continue  # its fault is told already
        period = _period(row, value, findings, snapped)
        key = next((one for one in AMOUNTS if one in row.cells), "")
        if period is None:
            continue
        if not key:
            blank.append(row.place(WEEK))
            continue
        rest = {name: cell for name, cell in row.cells.items() if name not in (WEEK, key)}
        same = (key, *sorted((name, text_of(cell)) for name, cell in rest.items() if not isinstance(cell, Bad)))
        seen[same, period] += 1
        whose = (*same, seen[same, period])
        if whose not in made:
            made[whose] = RawRow(layout, row.label, rest, amount_key=key)
            found.append(made[whose])
        one = made[whose]
        one.periods[period], one.places[period] = row.cells[key], row.place(key)
        one.bad |= row.bad
        joined += 1
    for code, places in (("input.weeks_snapped", snapped), ("input.weeks_blank", blank)):
        if places:
            findings.note(code, layout.sheet, places[0], count=len(places))
    if joined > len(made):
        findings.note("input.weeks_joined", layout.sheet, rows[0].place(WEEK), count=joined, rows=len(made))
    return found


def _period(row: RawRow, value: Any, findings: Findings, snapped: list[str]) -> Period | None:
    """Return the week or month that a row names; what is none is a fault of its row."""
    place, sheet = row.place(WEEK), row.layout.sheet
    try:
        period = period_in(value, row.layout.context)
    except CellError as error:
        findings.error(error.code, sheet, place, **error.values)
        return None
    if period is None:
        findings.error("input.not_a_week", sheet, place, found=text_of(value))
        return None
    both = [f"@{sheet}.{key}" for key in DATES if key in row.cells]
    if both:
        findings.error("input.week_and_dates", sheet, place, columns=both)
        return None
    if isinstance(period, tuple):
        return period[0]
    if row.layout.units.get(WEEK) == "months":
        return month_from(period.year, period.month)
    if period.weekday() >= SATURDAY:
        values = {"found": period.isoformat(), "monday": monday_of(period).isoformat()}
        findings.error("input.week_not_monday", sheet, place, **values)
        return None
    if period.weekday():
        snapped.append(place)
    return week_from(monday_of(period))
