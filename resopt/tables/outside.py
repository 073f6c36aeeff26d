"""Outside: rows and amounts that no week of the plan can hold; they change nothing, and each is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction

from resopt.domain.records import Basis, Calendar, Line, Portfolio, Segment, Settings
from resopt.domain.units import UNITS_PER_DAY
from resopt.excel.findings import Findings
from resopt.excel.weeks import Period
from resopt.tables.calendars import Almanac
from resopt.tables.reading import Reading, few
from resopt.tables.rows import Row

HasWork = Callable[[str, date, date], bool]  # of a person between two days


class Outside:
    """Rows about people that touch no day of the plan, or no working day, gathered so that one remark lists them."""

    def __init__(self, sheet: str, settings: Settings, has_work: HasWork) -> None:
        self.sheet = sheet
        self.settings = settings
        self.has_work = has_work
        self.beyond: list[str] = []
        self.idle: list[str] = []

    def look(self, row: Row, person: str, segments: Iterable[Segment]) -> None:
        """Remember the row if none of its segments can have an effect."""
        inside = [span for one in segments if (span := overlap(self.settings, one)) is not None]
        if not inside:
            self.beyond.append(row.raw.place("person"))
        elif not any(self.has_work(person, start, end) for start, end in inside):
            self.idle.append(row.raw.place("person"))

    def tell(self, findings: Findings) -> None:
        """Note the rows that were remembered."""
        tell_beyond(self.sheet, self.beyond, self.settings, findings)
        if self.idle:
            values = {"count": len(self.idle), "places": few(self.idle)}
            findings.note("input.rows_idle", self.sheet, self.idle[0], **values)


def tell_beyond(sheet: str, places: list[str], settings: Settings, findings: Findings) -> None:
    """Note the rows of a sheet that lie outside the horizon."""
    if places:
        values = {"start": settings.start.isoformat(), "end": settings.end.isoformat()}
        findings.note("input.rows_outside", sheet, places[0], count=len(places), places=few(places), **values)


def overlap(settings: Settings, segment: Segment) -> tuple[date, date] | None:
    """Return the days of a segment inside the horizon, None if there are none."""
    first, last = max(segment.start, settings.start), min(segment.end, settings.end)
    return (first, last) if first <= last else None


def has_work_of(almanac: Almanac, location_of: dict[str, str]) -> HasWork:
    """Return the function that says whether a person has a working day between two days."""

    def has_work(person: str, start: date, end: date) -> bool:
        return almanac.has_work(location_of.get(person, ""), start, end)

    return has_work


def warn_lost(portfolio: Portfolio, reading: Reading) -> None:
    """Warn of lines whose days, all or some, cannot be planned: no working day, or less than half a step."""
    calendars = {c.location: WorkingDays(c) for c in portfolio.calendars}
    location_of = {p.id: p.location for p in portfolio.projects}
    settings, end = portfolio.settings, portfolio.settings.end
    for line in portfolio.lines:
        if line.segments and not line.from_lock:
            days = calendars[location_of[line.project_id]]
            if len(line.segments) > 1 or not _is_plain(line.segments[0], days, settings, end):
                _warn_lost(line, days, settings, reading)


def _warn_lost(line: Line, days: WorkingDays, settings: Settings, reading: Reading) -> None:
    wanted, lost = Fraction(0), list[Segment]()
    touching = [(one, span) for one in line.segments if one.amount and (span := overlap(settings, one)) is not None]
    for one, (first, last) in touching:
        whole = days.between(one.start, one.end)
        if not whole:
            lost.append(one)
        else:
            share = one.amount if one.basis is Basis.FTE else one.amount / whole
            wanted += share * days.between(first, last)
    row = reading.row_of["demand", line.id]
    in_days = [one for one in lost if one.basis is Basis.DAYS]
    if in_days:
        total = float(sum(one.amount for one in in_days))
        where = {"first": in_days[0].start.isoformat(), "last": in_days[-1].end.isoformat()}
        row.warn("input.days_lost", _key(row, in_days[0]), days=f"{total:g}", **where)
    elif lost and len(lost) == len(touching):
        where = {"first": lost[0].start.isoformat(), "last": lost[-1].end.isoformat()}
        row.warn("input.no_work", _key(row, lost[0]), **where)
    elif 0 < wanted * 2 * UNITS_PER_DAY < settings.step:
        step = f"{settings.step / UNITS_PER_DAY:g}"
        row.warn("input.below_step", _key(row, touching[0][0]), days=f"{float(wanted):g}", step=step)


def _is_plain(one: Segment, days: WorkingDays, settings: Settings, end: date) -> bool:
    """Return whether at least half a step of a segment surely lies in the horizon; whole numbers say so the fastest."""
    if one.start < settings.start or one.end > end:
        return False
    whole = days.between(one.start, one.end)
    if not whole:
        return False
    times = whole if one.basis is Basis.FTE else 1
    return one.amount.numerator * times * 2 * UNITS_PER_DAY >= max(1, settings.step * one.amount.denominator)


def _key(row: Row, segment: Segment) -> str | Period:
    """Return the column in which a segment stands: its week or month, else From."""
    return Period(segment.start, segment.end) if row.raw.periods else "from"


class WorkingDays:
    """How many working days of a calendar lie between two days; many lines ask for the same spans."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._found: dict[tuple[date, date], int] = {}

    def between(self, start: date, end: date) -> int:
        """Return the working days between two days, both included."""
        if (start, end) not in self._found:
            days = map(date.fromordinal, range(start.toordinal(), end.toordinal() + 1))
            self._found[start, end] = sum(map(self._calendar.is_working, days))
        return self._found[start, end]
