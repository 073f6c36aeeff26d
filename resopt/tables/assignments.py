"""Assignments: sheet Assignments, the plan of record, as bookings, and the lines that locks need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from resopt.domain.records import Basis, Booking, Line, Lock, Segment, Settings
from resopt.excel.cells import squash
from resopt.excel.weeks import Period, monday_of
from resopt.tables.amounts import MOST_FTE, fte_in, period_amounts
from resopt.tables.outside import HasWork, Outside
from resopt.tables.reading import Reading, is_nobody
from resopt.tables.rows import Row

WorkingDays = Callable[[str, Period], int]  # of a person in a week, before leave


def read_assignments(reading: Reading, settings: Settings, working: WorkingDays, has_work: HasWork) -> list[Booking]:
    """Return the bookings by ID, each with an ID from its content."""
    read: list[tuple[Booking, Row]] = []
    outside = Outside("assignments", settings, has_work)
    for row in reading.rows("assignments"):
        booking = _booking(row, reading, settings, working)
        if booking is not None:
            read.append((booking, row))
            outside.look(row, booking.person_id, booking.segments)
    outside.tell(reading.findings)
    bookings = _name_all(read, reading)
    _check_locks(bookings, reading)
    return [booking for booking, row in bookings if not row.bad]


def _booking(row: Row, reading: Reading, settings: Settings, working: WorkingDays) -> Booking | None:
    row.need("person")
    row.need("project")
    if is_nobody(row.text("person")):
        row.note("input.nobody", "person", found=row.text("person"))
        return None
    person = reading.person(row)
    project = reading.find(row, "project", reading.projects)
    role = reading.role(row)
    line = reading.find(row, "demand_id", reading.lines)
    if line is not None and project is not None and not row.bad:
        _check_line(row, reading.line_of[line], project, role)
    segments = _segments(row, reading, settings, person, working)
    booking = Booking(
        id="",
        person_id=person or "",
        project_id=project or "",
        role="" if line is not None else role,
        line_id=line,
        segments=segments,
        by_week=bool(row.raw.periods),
        lock=_lock(row),
        reason=row.text("reason"),
        approved_by=row.text("approved_by"),
    )
    return None if row.bad or person is None or not segments else booking


def _lock(row: Row) -> Lock:
    if squash(row.text("lock")) in ("no", "none", "否", "无"):
        return Lock.NONE
    return Lock(row.word("lock", "lock", "none"))


def _check_line(row: Row, line: Line, project: str, role: str) -> None:
    if line.project_id != project:
        row.fault("input.line_of_other", "demand_id", found=line.id, project=line.project_id, other=project)
    elif role and line.role and role != line.role:
        row.fault("input.line_other_role", "role", found=role, line=line.id, role=line.role)


def _segments(
    row: Row, reading: Reading, settings: Settings, person: str | None, working: WorkingDays
) -> tuple[Segment, ...]:
    if row.raw.periods:
        if row.has("fte"):
            row.fault("input.column_and_weeks", "fte")
        return _by_week(row, reading, person, working)
    start, end = row.span("from", "to")
    if not row.need("fte") or row.bad:
        return ()
    fte = fte_in(row, "fte", row.get("fte"), reading)
    if fte is None or _too_much(row, "fte", fte):
        return ()
    first = start or min(settings.start, end or settings.start)
    last = end or max(settings.end, start or settings.end)
    if start is None or end is None:
        row.note("input.open_span", "from" if start is None else "to", first=first.isoformat(), last=last.isoformat())
    return (Segment(first, last, fte),)


def _by_week(row: Row, reading: Reading, person: str | None, working: WorkingDays) -> tuple[Segment, ...]:
    segments = []
    for period, amount in period_amounts(row, reading):
        fte = amount.number
        if amount.basis is Basis.DAYS:
            days = working(person, period) if person is not None else 5
            if not days and fte:
                row.fault("input.no_working_days", period)
                continue
            if fte > MOST_FTE * ((period.end - period.start).days + 1):
                row.fault("input.days_of_person", period, found=f"{float(fte):g}", end=period.end.isoformat())
                continue
            fte = fte / days if days else Fraction(0)
        elif _too_much(row, period, fte):
            continue
        segments.append(Segment(period.start, period.end, fte))
    return tuple(segments)


def _too_much(row: Row, key: str | Period, fte: Fraction) -> bool:
    """Return whether an FTE is more than one person can be, which is refused as on sheet Staff."""
    if fte <= MOST_FTE:
        return False
    row.fault("input.fte_of_person", key, found=f"{float(fte):g}")
    return True


def _name_all(read: list[tuple[Booking, Row]], reading: Reading) -> list[tuple[Booking, Row]]:
    """Give each booking an ID from who, where and since when; equal ones are numbered in order of content."""
    groups: dict[str, list[tuple[Booking, Row]]] = defaultdict(list)
    for booking, row in read:
        where = booking.line_id or booking.role
        groups[f"{booking.person_id}|{booking.project_id}|{where}|{booking.segments[0].start}"].append((booking, row))
    named = []
    for base, group in groups.items():
        ordered = sorted(group, key=lambda pair: _content(pair[0]))
        for number, (booking, row) in enumerate(ordered, 1):
            if number > 1 and _content(booking) == _content(ordered[number - 2][0]) and booking.lock is not Lock.HARD:
                row.warn("input.row_twice", "person", other=ordered[number - 2][1].raw.place("person"))
            name = base if number == 1 else f"{base}#{number}"
            reading.place_of["assignments", name] = row.raw.place("person")
            named.append((replace(booking, id=name), row))
    return sorted(named, key=lambda pair: pair[0].id)


def _content(booking: Booking) -> tuple[str, ...]:
    spans = [f"{s.start}{s.end}{s.amount}" for s in booking.segments]
    return (repr(spans), booking.lock.value, str(booking.by_week), booking.reason, booking.approved_by)


def _check_locks(bookings: list[tuple[Booking, Row]], reading: Reading) -> None:
    """Two hard locks may not speak of the same person, project, role and week: each asks for exactly its days."""
    spoken: dict[tuple[str, str, str, str | None, date], Row] = {}
    for booking, row in bookings:
        if booking.lock is not Lock.HARD:
            continue
        other = None
        for monday in _mondays(booking):
            key = (booking.person_id, booking.project_id, booking.role, booking.line_id, monday)
            if key in spoken and spoken[key] is not row and other is None:
                other, week = spoken[key], monday
            spoken.setdefault(key, row)
        if other is not None:
            place = other.raw.place("person")
            row.fault("input.locks_overlap", "person", other=place, week=week.isoformat())


def _mondays(booking: Booking) -> list[date]:
    found = []
    for segment in booking.segments:
        monday = monday_of(segment.start)
        while monday <= segment.end:
            found.append(monday)
            monday += timedelta(days=7)
    return list(dict.fromkeys(found))


def lock_lines(bookings: list[Booking], lines: list[Line], planned: set[str], reading: Reading) -> list[Line]:
    """Return lines with wanted 0 for hard locks that match no line of their project.

    Locks that name a role come first: a lock on the whole project then binds their lines.
    """
    roles = {(line.project_id, line.role) for line in lines}
    projects = {line.project_id for line in lines}
    taken = {line.id for line in lines}
    made: list[Line] = []
    locks = [b for b in bookings if b.lock is Lock.HARD and b.line_id is None and b.project_id in planned]
    for booking in sorted(locks, key=lambda b: (not b.role, b.id)):
        key = (booking.project_id, booking.role)
        if key in roles or (not booking.role and booking.project_id in projects):
            continue
        base = name = f"{booking.project_id}-{booking.person_id}-lock"
        number = 1
        while name in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name)
        roles.add(key)
        projects.add(booking.project_id)
        made.append(Line(id=name, project_id=booking.project_id, role=booking.role, from_lock=True))
        where = booking.role or reading.projects.names[booking.project_id]
        place = reading.place_of["assignments", booking.id]
        reading.findings.note(
            "input.lock_line", "assignments", place, project=booking.project_id, role=where, line=name
        )
    return made
