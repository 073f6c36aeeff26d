"""Availability: sheet Availability as absences."""

from __future__ import annotations

from datetime import date

from resopt.domain.records import Absence, Basis, Segment, Settings
from resopt.excel.cells import is_percent, text_of
from resopt.excel.raw import Bad
from resopt.excel.weeks import Period
from resopt.tables.amounts import SMALL_PERCENT
from resopt.tables.outside import HasWork, Outside
from resopt.tables.reading import Reading
from resopt.tables.rows import Row


def read_availability(reading: Reading, settings: Settings, has_work: HasWork) -> list[Absence]:
    """Return the absences by person and date; a blank From or To is the edge of the horizon."""
    found, outside = set[Absence](), Outside("availability", settings, has_work)
    for row in reading.rows("availability"):
        row.need("person")
        person = reading.person(row)
        segments = _by_week(row, reading) if row.raw.periods else _by_span(row, settings)
        if person is not None and not row.bad:
            found |= {Absence(person, segment) for segment in segments}
            outside.look(row, person, segments)
    outside.tell(reading.findings)
    return sorted(
        found, key=lambda a: (a.person_id, a.segment.start, a.segment.end, a.segment.basis.value, a.segment.amount)
    )


def _by_span(row: Row, settings: Settings) -> list[Segment]:
    start, end = row.span("from", "to")
    if row.has("available") and row.has("available_days"):
        row.fault(
            "input.two_units", "available_days", columns=["@availability.available", "@availability.available_days"]
        )
    if not row.need("available", "available_days") or row.bad:
        return []
    if row.has("available_days"):
        days = row.number("available_days")
        row.need("from")
        row.need("to")
        return [] if days is None or start is None or end is None else [Segment(start, end, days, Basis.DAYS)]
    share = row.share("available")
    first, last = _edges(start, end, settings)
    return [Segment(first, last, share)] if share is not None and first <= last else []


def _edges(start: date | None, end: date | None, settings: Settings) -> tuple[date, date]:
    return start or min(settings.start, end or settings.start), end or max(settings.end, start or settings.end)


def _by_week(row: Row, reading: Reading) -> list[Segment]:
    if row.has("available") or row.has("available_days"):
        row.fault("input.column_and_weeks", "available" if row.has("available") else "available_days")
    return [one for period in sorted(row.raw.periods) if (one := _week(row, period, reading)) is not None]


def _week(row: Row, period: Period, reading: Reading) -> Segment | None:
    value = row.raw.periods[period]
    if isinstance(value, Bad):
        row.bad = True
        return None
    unit = {"available": "", "available_days": "days"}.get(row.raw.amount_key, reading.unit)
    if unit in ("days", "hours") and not is_percent(value):
        days = row.amount(period, value, unit=unit)
        if days is None:
            return None
        return Segment(period.start, period.end, days / (reading.hours if unit == "hours" else 1), Basis.DAYS)
    if unit == "%" and not is_percent(value):
        percent = row.amount(period, value)
        if percent is None or 0 < percent < SMALL_PERCENT or percent > 100:
            if percent is not None:
                row.fault(
                    "input.share_over" if percent > 100 else "input.percent_unclear", period, found=text_of(value)
                )
            return None
        return Segment(period.start, period.end, percent / 100)
    share = row.share_in(period, value)
    return None if share is None else Segment(period.start, period.end, share)
