"""Amounts: FTE, percent, days and hours of a row, in a column or by week, as segments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from resopt.domain.records import Basis, Segment
from resopt.excel.cells import is_percent, text_of
from resopt.excel.raw import Bad
from resopt.excel.weeks import Period
from resopt.tables.reading import Reading
from resopt.tables.rows import Row

DAYS_PER_MONTH = 20  # of one person-month
MOST_FTE = 2  # of one person
LARGE_FTE = 20  # of one line: above this it is more likely percent
LARGE_SHARE = 2  # up to this a number under a header with % is a share
SMALL_PERCENT = 5  # below this a number under unit % is more likely a share


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with what it counts."""

    number: Fraction
    basis: Basis


def period_amounts(row: Row, reading: Reading) -> list[tuple[Period, Amount]]:
    """Return the amounts of week and month columns in the unit of the settings, FTE or days."""
    found = []
    for period, value in sorted(row.raw.periods.items()):
        if isinstance(value, Bad):
            row.bad = True
            continue
        amount = _in_unit(row, period, value, reading)
        if amount is not None:
            found.append((period, amount))
    return found


def _in_unit(row: Row, key: str | Period, value: Any, reading: Reading) -> Amount | None:
    if row.raw.amount_key == "days":
        return _in_days(row, key, value, reading)
    if row.raw.amount_key == "fte":
        fte = fte_in(row, key, value, reading)
        return None if fte is None else Amount(fte, Basis.FTE)
    if reading.unit in ("days", "hours"):
        days = row.amount(key, value, unit=reading.unit)
        if days is None:
            return None
        return Amount(days / reading.hours if reading.unit == "hours" else days, Basis.DAYS)
    fte = fte_in(row, key, value, reading)
    return None if fte is None else Amount(fte, Basis.FTE)


def _in_days(row: Row, key: str | Period, value: Any, reading: Reading) -> Amount | None:
    """Return the days in a cell of column Days, whose header may say that it counts hours."""
    hours = row.raw.layout.units.get("days") == "hours"
    number = row.amount(key, value, unit="hours" if hours else "days")
    return None if number is None else Amount(number / reading.hours if hours else number, Basis.DAYS)


def fte_in(row: Row, key: str | Period, value: Any, reading: Reading) -> Fraction | None:
    """Return the FTE in a cell: a number or `50%`; under unit % numbers count percent."""
    number = row.amount(key, value, percent=True, unit="FTE")
    unit = row.raw.layout.units.get("fte") if key == "fte" or row.raw.amount_key == "fte" else None
    if number is None or (unit or reading.unit) != "%" or is_percent(value):
        return number
    if unit:  # of the header: cells formatted as percent hold 0.5, typed ones 50
        return number / 100 if number > LARGE_SHARE else number
    if 0 < number < SMALL_PERCENT:
        row.fault("input.percent_unclear", key, found=text_of(value))
        return None
    return number / 100


def column_amount(row: Row, reading: Reading) -> Amount | None:
    """Return the amount of FTE, Days or Person-Months of a row of Demand; two of them are a fault."""
    given = [key for key in ("fte", "days", "person_months") if row.has(key)]
    if len(given) > 1:
        row.fault("input.two_units", given[1], columns=[f"@demand.{key}" for key in given])
    if not given:
        return None
    key = given[0]
    if key == "fte":
        fte = fte_in(row, key, row.get(key), reading)
        return None if fte is None else Amount(fte, Basis.FTE)
    if key == "days":
        return _in_days(row, key, row.get(key), reading)
    number = row.number(key)
    return None if number is None else Amount(number * DAYS_PER_MONTH, Basis.DAYS)


def segments_from(amounts: list[tuple[Period, Amount]]) -> tuple[Segment, ...]:
    """Return segments for amounts by week or month; zeros are dropped unless there is nothing else."""
    wanted = [pair for pair in amounts if pair[1].number] or amounts[:1]
    return tuple(Segment(p.start, p.end, a.number, a.basis) for p, a in wanted)


def whole_span(segments: tuple[Segment, ...]) -> tuple[date, date] | None:
    """Return the first and the last day of segments."""
    if not segments:
        return None
    return min(s.start for s in segments), max(s.end for s in segments)
