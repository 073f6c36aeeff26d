"""Weeks: texts and dates that are weeks or months, and the span of days each stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from resopt.excel.cells import CellError, clean, date_of, fold

SATURDAY = 5  # from this weekday on nobody knows whether a date ends a week or begins one

_ISO_WEEK = re.compile(r"(\d{4})\s?-?\s?(?:w|年\s?第|第)\s?(\d{1,2})\s?周?\Z")
_YEAR_WEEK = re.compile(r"(\d{4}|\d{2}(?=年))\s?[-/.年]?\s?(?:w|kw|cw|wk|week|woche|第)?\s?(\d{1,2})\s?(?:周|週)\Z")
_YEAR_KW = re.compile(r"(\d{4})\s?[-/.]?\s?(?:kw|cw|wk|week|woche)\.?\s?(\d{1,2})\Z")
_WEEK = re.compile(
    r"(?:w|kw|cw|wk|week|woche|kalenderwoche|第)\.?\s?-?(\d{1,2})\s?(?:周|週)?(?:\s?[-/.' ]\s?(\d{4}|\d{2}))?\Z"
)
_MONTH = re.compile(r"(\d{4})\s?(?:[-/.]\s?(\d{1,2})|年\s?(\d{1,2})\s?月份?)\Z")
_MONTH_YEAR = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{4})\Z")
_ONLY_MONTH = re.compile(r"(?:(\d{2})年)?\s?(\d{1,2}|[一二三四五六七八九十]{1,2})\s?月份?\Z")
_NAMED = re.compile(r"([a-zäç]{3,9})\.?(?:\s?[-/.' ]\s?(\d{4}|\d{2}))?\Z")
_NAMED_AFTER = re.compile(r"(\d{4})\s?[-/. ]?\s?([a-zäç]{3,9})\Z")
_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
# English, German and Portuguese beginnings of the names of months, longest text first where they differ.
_NAMES = (
    ("january", "januar", "janeiro"), ("february", "februar", "fevereiro"), ("march", "märz", "maerz", "mrz", "março"),
    ("april", "abril"), ("may", "mai", "maio"), ("june", "juni", "junho"), ("july", "juli", "julho"),
    ("august", "agosto"), ("september", "setembro"), ("october", "oktober", "outubro"), ("november", "novembro"),
    ("december", "dezember", "dezembro"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A week (Monday to Sunday) or a month, both ends included."""

    start: date
    end: date

    @property
    def is_week(self) -> bool:
        """Whether it is a week and not a month."""
        return (self.end - self.start).days == 6

    @property
    def name(self) -> str:
        """Its Monday, or year and month."""
        return self.start.isoformat() if self.is_week else f"{self.start:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Context:
    """What tells weeks without a year and dates without an order: settings Start and Date Order."""

    start: date | None = None
    order: str = ""


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
    """Return the week or month that a header stands for without a guess, None if it is another kind of header.

    Raises
    ------
    CellError
        If it is a date that is no Monday, or a week or month that does not exist.
    """
    found = period_in(header, Context())
    if found is None or isinstance(found, tuple):
        return None if found is None or found[1] else found[0]
    if found.weekday():
        raise CellError("input.week_not_monday", found=found.isoformat(), monday=monday_of(found).isoformat())
    return week_from(found)


def period_in(value: Any, context: Context) -> tuple[Period, bool] | date | None:
    """Return the week or month that a cell names and whether that is a guess, the date that it is, or None.

    Raises
    ------
    CellError
        If it names a week or month that does not exist, that has no year, or a date that could be two.
    """
    if isinstance(value, str):
        found = _named_in(fold(value), clean(value), context.start)
        if found is not None or not fold(value)[:1].isdigit():
            return found
    try:
        return date_of(value, context.order)
    except CellError as error:
        if error.code == "input.not_a_date":
            return None
        raise


@lru_cache(maxsize=4096)
def _named_in(text: str, typed: str, start: date | None) -> tuple[Period, bool] | None:
    if match := _ISO_WEEK.match(text):
        return _iso_week(int(match[1]), int(match[2]), typed), False
    if match := _MONTH.match(text):
        return _month(int(match[1]), int(match[2] or match[3]), typed), False
    if match := _YEAR_WEEK.match(text) or _YEAR_KW.match(text):
        return _iso_week(_year(match[1]), int(match[2]), typed), True
    if match := _WEEK.match(text):
        return _week(int(match[1]), match[2], typed, start), True
    if match := _MONTH_YEAR.match(text):
        return _month(int(match[2]), int(match[1]), typed), True
    if match := _ONLY_MONTH.match(text):
        number = _NUMERALS.index(match[2]) + 1 if match[2] in _NUMERALS else int(match[2]) if match[2].isdigit() else 0
        return _any_month(number, match[1], typed, start), True
    if match := _NAMED.match(text):
        name, year = match[1], match[2]
    elif match := _NAMED_AFTER.match(text):
        year, name = match[1], match[2]
    else:
        return None
    number = _month_named(name)
    return (_any_month(number, year, typed, start), True) if number else None


def _month_named(name: str) -> int:
    """Return the month that a name or its beginning means, 0 if none does."""
    return next((n for n, names in enumerate(_NAMES, 1) if any(one.startswith(name) for one in names)), 0)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _week(number: int, year: str | None, typed: str, start: date | None) -> Period:
    if year:
        return _iso_week(_year(year), number, typed)
    if start is None:
        raise CellError("input.no_year", found=typed)
    if not 1 <= number <= 53:
        raise CellError("input.no_such_date", found=typed)
    first = monday_of(start).isocalendar().year
    found = [_iso_week(one, number, typed) for one in (first - 1, first, first + 1) if number < 53 or _has_53(one)]
    if not found:
        raise CellError("input.no_such_date", found=typed)
    return _nearest(found, start)


def _has_53(year: int) -> bool:
    return date(year, 12, 28).isocalendar().week == 53


def _any_month(number: int, year: str | None, typed: str, start: date | None) -> Period:
    if year:
        return _month(_year(year), number, typed)
    if start is None:
        raise CellError("input.no_year", found=typed)
    return _nearest([_month(start.year + step, number, typed) for step in (-1, 0, 1)], start)


def _nearest(found: list[Period], start: date) -> Period:
    """Return the period that lies in the year from a quarter before `start`."""
    first = start - timedelta(days=91)
    return next((one for one in found if one.end >= first), found[-1])


def _iso_week(year: int, week: int, typed: str) -> Period:
    try:
        return week_from(date.fromisocalendar(year, week, 1))
    except ValueError as error:
        raise CellError("input.no_such_date", found=typed) from error


def _month(year: int, month: int, typed: str) -> Period:
    if not 1 <= month <= 12 or not 1900 <= year <= 2200:
        raise CellError("input.no_such_date", found=typed)
    return month_from(year, month)
