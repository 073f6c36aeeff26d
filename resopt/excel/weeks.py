"""Weeks: headers that are weeks or months, and the span of days each stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from resopt.excel.cells import CellError, clean, date_of, squash

_ISO_WEEK = re.compile(r"(\d{4})-?(?:w|年第|第)(\d{1,2})周?\Z")
_MONTH = re.compile(r"(\d{4})(?:[-/.](\d{1,2})|年(\d{1,2})月)\Z")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A week (Monday to Sunday) or a month, both ends included."""

    start: date
    end: date

    @property
    def is_week(self) -> bool:
        """Whether it is a week and not a month."""
        return (self.end - self.start).days == 6


def week_from(monday: date) -> Period:
    """Return the week that begins on `monday`."""
    return Period(monday, monday + timedelta(days=6))


def monday_of(day: date) -> date:
    """Return the Monday of the week of `day`."""
    return day - timedelta(days=day.weekday())


def month_from(year: int, month: int) -> Period:
    """Return a calendar month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return Period(date(year, month, 1), following - timedelta(days=1))


def period_of(header: Any) -> Period | None:
    """Return the week or month that a header stands for, None if it is another kind of header.

    Raises
    ------
    CellError
        If it is a date that is no Monday, or a week or month that does not exist.
    """
    if isinstance(header, str):
        text = squash(header)
        if match := _ISO_WEEK.match(text):
            return _iso_week(int(match[1]), int(match[2]), clean(header))
        if match := _MONTH.match(text):
            return _month(int(match[1]), int(match[2] or match[3]), clean(header))
        if not text[:1].isdigit():
            return None
    try:
        day = date_of(header)
    except CellError as error:
        if error.code == "input.not_a_date":
            return None
        raise
    if day.weekday():
        raise CellError("input.week_not_monday", found=day.isoformat(), monday=monday_of(day).isoformat())
    return week_from(day)


def _iso_week(year: int, week: int, typed: str) -> Period:
    try:
        return week_from(date.fromisocalendar(year, week, 1))
    except ValueError as error:
        raise CellError("input.no_such_date", found=typed) from error


def _month(year: int, month: int, typed: str) -> Period:
    if not 1 <= month <= 12:
        raise CellError("input.no_such_date", found=typed)
    return month_from(year, month)
