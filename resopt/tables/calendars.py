"""Calendars: the working days of each location, and which location a blank cell means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from resopt.domain.records import Calendar, Person
from resopt.tables.places import country_of


class Almanac:
    """Working days of locations for any day; years are fetched from the holidays library as they are asked for."""

    def __init__(self, holidays: bool) -> None:
        self.holidays = holidays
        self._days: dict[tuple[str, str, int], tuple[frozenset[date], frozenset[date]]] = {}

    def days(self, location: str, year: int) -> tuple[frozenset[date], frozenset[date]]:
        """Return the days off among Monday to Friday, and the working days among Saturdays and Sundays."""
        place = country_of(location) if self.holidays and location else None
        if place is None:
            return frozenset(), frozenset()
        if (*place, year) not in self._days:
            self._days[*place, year] = _fetch(*place, year)
        return self._days[*place, year]

    def is_working(self, location: str, day: date) -> bool:
        """Return whether people of the location work on `day`."""
        off, extra = self.days(location, day.year)
        return day in extra or (day.weekday() < 5 and day not in off)

    def working_days(self, location: str, start: date, end: date) -> int:
        """Return how many working days lie between two days, both included."""
        span = (end - start).days + 1
        return sum(self.is_working(location, start + timedelta(days=i)) for i in range(span))

    def has_work(self, location: str, start: date, end: date) -> bool:
        """Return whether there is a working day between two days, both included."""
        return any(self.is_working(location, start + timedelta(days=i)) for i in range((end - start).days + 1))

    def unpublished(self) -> list[int]:
        """Return the years asked for whose make-up working days in China the library does not know yet."""
        return sorted(year for (country, _, year), (_, extra) in self._days.items() if country == "CN" and not extra)

    def calendar(self, location: str, years: Iterable[int]) -> Calendar:
        """Return the record for a location."""
        off, extra = set[date](), set[date]()
        for year in years:
            more_off, more_extra = self.days(location, year)
            off |= more_off
            extra |= more_extra
        return Calendar(location, frozenset(off), frozenset(extra))


def _fetch(country: str, part: str, year: int) -> tuple[frozenset[date], frozenset[date]]:
    from holidays import country_holidays

    found: Any = country_holidays(country, subdiv=part or None, years=[year])
    extra = frozenset(day for day in getattr(found, "weekend_workdays", ()) if day.year == year and day.weekday() > 4)
    return frozenset(day for day in found if day.weekday() < 5 and day.year == year), extra


def usual_location(people: Iterable[Person], default: str) -> str:
    """Return the location that a blank cell means: the default, else that of most people, else none."""
    if default:
        return default
    counted = Counter(person.location for person in people if person.location)
    return min(counted, key=lambda place: (-counted[place], place)) if counted else ""
