"""Days from dates, derived for the checker alone: working days, capacity, wanted days, days of a booking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate, pairwise
from math import floor, lcm

from resopt.domain.records import Absence, Basis, Booking, Calendar, Line, Person, Segment, Settings
from resopt.domain.units import UNITS_PER_DAY, round_units

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

    def is_ordinary(self, week: Sequence[date]) -> bool:
        """Return whether nothing sets apart any day of a week (its working days in order): each counts in full."""
        if not week or not (self.employs(week[0]) and self.employs(week[-1])):
            return False
        return all(last < week[0] or week[-1] < first for first, last, _ in self.rows)

    def days_in(self, week: Sequence[date]) -> Fraction | int:
        """Return how many days of a week (its working days in order) the person is there."""
        return len(week) if self.is_ordinary(week) else sum(map(self.share, week), NOTHING)


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
    per_day = person.fte * (1 - person.bau) * UNITS_PER_DAY
    above, below = per_day.as_integer_ratio()
    there = map(presence.days_in, weeks)
    return tuple(above * days // below if isinstance(days, int) else floor(per_day * days) for days in there)


def wanted_of(line: Line, settings: Settings, calendar: Calendar, weeks: WorkingDays) -> tuple[int, ...]:
    """Return the units a line wants in each week, put on the step grid with carry from week to week."""
    so_far: list[tuple[Fraction, list[int]]] = []  # of each segment: steps per day, working days up to each week's end
    for span in line.segments:
        per_day = span.amount
        if span.basis is Basis.DAYS:
            per_day = span.amount / max(1, count_working(calendar, span.start, span.end))
        touched = _weeks_touched(span.start, span.end, settings)
        days = [
            sum(span.start <= day <= span.end for day in weeks[w]) if w in touched else 0 for w in range(len(weeks))
        ]
        so_far.append((per_day * UNITS_PER_DAY / settings.step, list(accumulate(days))))
    return _on_grid(so_far, settings)


def _on_grid(so_far: list[tuple[Fraction, list[int]]], settings: Settings) -> tuple[int, ...]:
    """Return amounts whose running totals are the exact ones rounded to the step, halves up."""
    whole = lcm(*(rate.denominator for rate, _ in so_far))
    running = [0] * settings.weeks  # in 1/`whole` steps
    for rate, days in so_far:
        running = [
            total + rate.numerator * (whole // rate.denominator) * n for total, n in zip(running, days, strict=True)
        ]
    totals = [0, *(settings.step * ((2 * total + whole) // (2 * whole)) for total in running)]
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
            if covered:
                there = len(covered) if booking.by_week else presence.days_in(covered)
                exact[w] = exact.get(w, NOTHING) + span.amount * there
    return {w: round_units(days) for w, days in exact.items()}
