"""Dates turned into weeks for the grid: working days of a location, who is there when, days of rows by week."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from math import floor, lcm

from resopt.domain.records import Absence, Basis, Booking, Calendar, Line, Person, Segment, Settings
from resopt.domain.units import UNITS_PER_DAY, round_units

WHOLE, NOTHING = Fraction(1), Fraction(0)

Shares = Mapping[int, Fraction]  # day of the horizon, counted from 0 -> what share of it somebody is there


class Place:
    """The working days of one location, counted by week of the horizon or over any span of dates.

    Every person and line of a location asks for them, so they are looked up once.
    """

    def __init__(self, settings: Settings, calendar: Calendar) -> None:
        self.settings = settings
        self.start = settings.start.toordinal()
        dates = map(date.fromordinal, range(self.start, self.start + 7 * settings.weeks))
        self.days = tuple(i for i, day in enumerate(dates) if calendar.is_working(day))
        self.working = self.by_week(settings.start, settings.end)
        odd = sorted(calendar.days_off | calendar.extra_days)  # the days that may differ from Monday to Friday
        self._odd = [day.toordinal() for day in odd]
        self._change = [0]
        for day in odd:
            self._change.append(self._change[-1] + calendar.is_working(day) - (day.weekday() < 5))

    def count(self, start: date, end: date) -> int:
        """Return how many working days lie from `start` to `end`, both included, inside the horizon or not."""
        first, last = start.toordinal(), end.toordinal()
        if last < first:
            return 0
        odd = self._change[bisect_right(self._odd, last)] - self._change[bisect_left(self._odd, first)]
        return _weekdays_before(last + 1) - _weekdays_before(first) + odd

    def between(self, start: date | None, end: date | None) -> tuple[int, ...]:
        """Return the working days of the horizon from `start` to `end`; blank is open."""
        first = 0 if start is None else bisect_left(self.days, start.toordinal() - self.start)
        last = len(self.days) if end is None else bisect_right(self.days, end.toordinal() - self.start)
        return self.days[first:last]

    def by_week(self, start: date, end: date) -> tuple[int, ...]:
        """Return how many working days lie from `start` to `end` in each week of the horizon."""
        counts = [0] * self.settings.weeks
        for day in self.between(start, end):
            counts[day // 7] += 1
        return tuple(counts)


def _weekdays_before(ordinal: int) -> int:
    weeks, rest = divmod(ordinal - 1, 7)  # day 1 is a Monday
    return 5 * weeks + min(rest, 5)


def shares_of(place: Place, person: Person, absences: Iterable[Absence]) -> dict[int, Fraction]:
    """Return, for each working day of the person inside From-To, the lowest Available that covers it."""
    shares = dict.fromkeys(place.between(person.start, person.end), WHOLE)
    for absence in absences:
        share = _absence_share(place, person, absence.segment)
        for day in place.between(absence.segment.start, absence.segment.end):
            if day in shares and share < shares[day]:
                shares[day] = share
    return shares


def _absence_share(place: Place, person: Person, segment: Segment) -> Fraction:
    """Available Days is a total: it becomes the share of the row's project days that gives this total."""
    if segment.basis is Basis.FTE:
        return segment.amount
    first = segment.start if person.start is None else max(segment.start, person.start)
    last = segment.end if person.end is None else min(segment.end, person.end)
    full = person.fte * (1 - person.bau) * place.count(first, last)
    return min(WHOLE, segment.amount / full) if full else NOTHING


def capacity_units(person: Person, shares: Shares, weeks: int) -> tuple[int, ...]:
    """Return the units that a person has for projects in each week, rounded down."""
    net = person.fte * (1 - person.bau) * UNITS_PER_DAY
    whole: list[int] = [0] * weeks
    parts: dict[int, Fraction] = {}
    for day, share in shares.items():
        if share is WHOLE:
            whole[day // 7] += 1
        elif share:
            parts[day // 7] = parts.get(day // 7, NOTHING) + share
    units = [days * net.numerator // net.denominator for days in whole]
    for week, part in parts.items():
        units[week] = floor((whole[week] + part) * net)
    return tuple(units)


def wanted_units(place: Place, line: Line) -> tuple[int, ...]:
    """Return the wanted days of a line by week, rounded to the step with carry along the line."""
    weeks, step = place.settings.weeks, place.settings.step
    rates = [_per_day(place, segment) for segment in line.segments]
    common = lcm(*(rate.denominator for rate in rates))
    exact = [0] * weeks  # in 1/`common` days
    for segment, rate in zip(line.segments, rates, strict=True):
        each = rate.numerator * (common // rate.denominator)
        for week, days in enumerate(place.by_week(segment.start, segment.end)):
            exact[week] += each * days
    done, total, units = 0, 0, []
    for amount in exact:
        total += amount
        upto = (2 * UNITS_PER_DAY * total + step * common) // (2 * step * common) * step
        units.append(upto - done)
        done = upto
    return tuple(units)


def _per_day(place: Place, segment: Segment) -> Fraction:
    if segment.basis is Basis.FTE:
        return segment.amount
    return segment.amount / max(1, place.count(segment.start, segment.end))


def booking_units(place: Place, booking: Booking, shares: Shares) -> dict[int, int]:
    """Return the days by week of a row of Assignments; a From-To row counts each day's lowest Available.

    A week in which the row covers a working day is in the result even if it comes to 0 days.
    """
    sums: dict[int, Fraction] = {}
    for segment in booking.segments:
        there: dict[int, Fraction | int] = {}
        for day in place.between(segment.start, segment.end):
            share = WHOLE if booking.by_week else shares.get(day, NOTHING)
            there[day // 7] = there.get(day // 7, 0) + (1 if share is WHOLE else share)
        for week, days in there.items():
            sums[week] = sums.get(week, NOTHING) + segment.amount * days
    return {week: round_units(days) for week, days in sums.items()}
