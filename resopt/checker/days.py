"""Days from dates, derived for the checker alone: working days, capacity, wanted days, days of a booking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import floor

from resopt.domain.records import Absence, Basis, Booking, Calendar, Line, Person, Segment, Settings
from resopt.domain.units import UNITS_PER_DAY, floor_units, round_units

ONE_DAY = timedelta(days=1)
WHOLE = Fraction(1)
NOTHING = Fraction(0)

WorkingDays = tuple[tuple[date, ...], ...]  # by week of the horizon


def working_days(settings: Settings, calendar: Calendar) -> WorkingDays:
    """Return the working days of each week of the horizon at a location."""
    weeks = ([settings.monday(w) + i * ONE_DAY for i in range(7)] for w in range(settings.weeks))
    return tuple(tuple(day for day in week if calendar.is_working(day)) for week in weeks)


def count_working(calendar: Calendar, start: date, end: date) -> int:
    """Return how many working days lie from `start` to `end`, both included."""
    return sum(calendar.is_working(start + i * ONE_DAY) for i in range((end - start).days + 1))


@dataclass(frozen=True, slots=True)
class Presence:
    """What share of a working day a person's project time is there: `rows` are (first day, last day, share)."""

    person: Person
    rows: tuple[tuple[date, date, Fraction], ...]

    def employs(self, day: date) -> bool:
        """Return whether `day` lies within the person's From and To."""
        start, end = self.person.start, self.person.end
        return (start is None or start <= day) and (end is None or day <= end)

    def share(self, day: date) -> Fraction:
        """Return the lowest Available that covers `day`, 1 without any, 0 outside From-To."""
        if not self.employs(day):
            return NOTHING
        return min((share for first, last, share in self.rows if first <= day <= last), default=WHOLE)


def presence_of(person: Person, calendar: Calendar, absences: Iterable[Absence]) -> Presence:
    """Return when a person is there; Available Days become the share of their row that gives this total."""
    rows = []
    for absence in absences:
        span = absence.segment
        share = span.amount if span.basis is Basis.FTE else _share_of_total(person, calendar, span)
        rows.append((span.start, span.end, min(WHOLE, share)))
    return Presence(person, tuple(rows))


def _share_of_total(person: Person, calendar: Calendar, span: Segment) -> Fraction:
    first = span.start if person.start is None else max(span.start, person.start)
    last = span.end if person.end is None else min(span.end, person.end)
    full = count_working(calendar, first, last) * person.fte * (1 - person.bau)
    return span.amount / full if full else NOTHING


def capacity_of(presence: Presence, weeks: WorkingDays) -> tuple[int, ...]:
    """Return the units a person has for projects in each week, rounded down."""
    person = presence.person
    net = person.fte * (1 - person.bau)
    return tuple(floor_units(net * sum((presence.share(day) for day in week), NOTHING)) for week in weeks)


def wanted_of(line: Line, settings: Settings, calendar: Calendar, weeks: WorkingDays) -> tuple[int, ...]:
    """Return the units a line wants in each week, put on the step grid with carry from week to week."""
    exact = [NOTHING] * settings.weeks
    for span in line.segments:
        per_day = span.amount
        if span.basis is Basis.DAYS:
            per_day = span.amount / max(1, count_working(calendar, span.start, span.end))
        for w in _weeks_touched(span.start, span.end, settings):
            exact[w] += per_day * sum(span.start <= day <= span.end for day in weeks[w])
    return _on_grid(exact, settings.step)


def _on_grid(days: list[Fraction], step: int) -> tuple[int, ...]:
    """Return amounts whose running totals are the exact ones rounded to the step, halves up."""
    totals, running = [0], NOTHING
    for amount in days:
        running += amount
        totals.append(step * floor(running * UNITS_PER_DAY / step + Fraction(1, 2)))
    return tuple(after - before for before, after in pairwise(totals))


def _weeks_touched(start: date, end: date, settings: Settings) -> range:
    first = max(0, (start - settings.start).days // 7)
    return range(first, min(settings.weeks - 1, (end - settings.start).days // 7) + 1)


def weeks_between(start: date | None, end: date | None, settings: Settings) -> range:
    """Return the weeks of the horizon that `start` to `end` touch; blank dates are open."""
    return _weeks_touched(start or settings.start, end or settings.end, settings)


def booked_units(booking: Booking, presence: Presence, settings: Settings, weeks: WorkingDays) -> dict[int, int]:
    """Return the units of a row of Assignments in each week of which it covers a working day.

    Week columns count each working day in full; a From-To row only the share the person is there.
    """
    exact: dict[int, Fraction] = {}
    for span in booking.segments:
        for w in _weeks_touched(span.start, span.end, settings):
            covered = [day for day in weeks[w] if span.start <= day <= span.end]
            there = (WHOLE if booking.by_week else presence.share(day) for day in covered)
            if covered:
                exact[w] = exact.get(w, NOTHING) + span.amount * sum(there, NOTHING)
    return {w: round_units(days) for w, days in exact.items()}
