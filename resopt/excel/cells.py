"""Cells: what the value of one cell means as text, number or date, without guessing."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import isfinite
from typing import Any

EPOCH = date(1899, 12, 30)  # day 0 of Excel's serial dates
SERIALS = (30_000, 80_000)
YEARS = (1990, 2100)

_SPACE = re.compile(r"[\s\u00a0\u200b\u200c\u200d\u2060\ufeff]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?\Z", re.IGNORECASE)
_COMMA = re.compile(r"[+-]?\d+,\d+\Z")
_GROUPED = re.compile(
    r"[+-]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:['’]\d{3})+(?:[.,]\d+)?)\Z"
)
_ONE_GROUP = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}\Z")
_SUFFIX = re.compile(r"([+-]?[\d.,'’]+)([^\d.,'’%]+)\Z")
_UNITS = {
    "days": "人天 人日 天 日 d day days pd md pt tag tage personday persondays manday mandays",
    "months": "人月 月 pm mm month months personmonth personmonths manmonth manmonths monat monate",
    "hours": "小时 工时 h hr hrs hour hours std stunde stunden",
    "FTE": "fte 人 vzä people persons",
    "money": "元 ¥ € $ eur usd cny rmb chf gbp £ 元/天 元/人天 €/day $/day €/tag",
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_MANY_DIGITS = 10**21  # a number this large is shown as 1e+21
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[t\s]\d{1,2}:\d{2}.*)?\Z")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})\Z")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{2})\Z")
_WORDS = re.compile(r"(?:(\d{1,2})[\s-]+([a-z]{3,9})|([a-z]{3,9})\s+(\d{1,2}))[\s,-]+(\d{4})\Z")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class CellError(ValueError):
    """A cell that cannot be read; `code` and `values` make the sentence."""

    def __init__(self, code: str, **values: Any) -> None:
        self.code = code
        self.values = values
        super().__init__(code)


def clean(text: str) -> str:
    """Return `text` without outer and doubled spaces, hard and zero-width ones included, and control characters."""
    return text if text.isalnum() else _clean(text)


@lru_cache(maxsize=65_536)
def _clean(text: str) -> str:
    return _SPACE.sub(" ", _CONTROL.sub("", text)).strip()


def fold(text: str) -> str:
    """Return `text` as it is compared: full-width forms, case and odd spaces do not count."""
    return text.lower() if text.isascii() and text.isalnum() else _fold(text)


@lru_cache(maxsize=65_536)
def _fold(text: str) -> str:
    return clean(unicodedata.normalize("NFKC", text)).casefold()


@lru_cache(maxsize=65_536)
def squash(text: str) -> str:
    """Return `text` as headers and fixed words are compared: as `fold`, without any space."""
    return fold(text).replace(" ", "")


def is_blank(value: Any) -> bool:
    """Return whether a cell holds nothing."""
    if isinstance(value, str):
        return not value or not (value[0].isalnum() or clean(value))
    return value is None


def text_of(value: Any) -> str:
    """Return the value as text; 123.0 is `123`, a date its ISO form."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < _MANY_DIGITS:
        return str(int(value))
    if isinstance(value, int) and abs(value) >= _MANY_DIGITS:
        return f"{Decimal(value).normalize():.6g}"
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value)


def id_of(value: Any) -> str:
    """Return the value as an ID or name.

    Raises
    ------
    CellError
        If it is a date or a logical value: the text that was meant is lost.
    """
    if isinstance(value, (date, bool, timedelta)):
        raise CellError("input.id_is_date", found=text_of(value))
    return text_of(value)


@lru_cache(maxsize=65_536)
def _exact(number: float) -> Fraction:
    return Fraction(str(round(number, 9)))


@lru_cache(maxsize=65_536)
def _number_in(text: str, percent: bool) -> Fraction | None:
    is_share = percent and text.endswith("%")
    if is_share:
        text = text[:-1]
    if len(text) > 40 or not _NUMBER.match(text):
        return None
    number = Fraction(text) / (100 if is_share else 1)
    return Fraction(round(number * 10**9), 10**9)


@lru_cache(maxsize=65_536)
def _loose_number_in(text: str, percent: bool, unit: str) -> Fraction | None:
    """Return the number in a text with a decimal comma, thousands, or the unit that its column counts anyway."""
    if match := _SUFFIX.match(text):
        said = _UNIT_OF.get(match[2])
        if said is not None and unit and said != unit:
            raise CellError("input.other_unit", found=text, said=f"@counted:{said}", unit=f"@counted:{unit}")
        if said is None or not unit:
            return None
        text = match[1]
    if _ONE_GROUP.match(text):
        raise CellError("input.number_ambiguous", found=text, one=text.replace(",", "."), other=text.replace(",", ""))
    if _GROUPED.match(text):
        text = _ungrouped(text)
    elif _COMMA.match(text.removesuffix("%")):
        text = text.replace(",", ".")
    return _number_in(text, percent)


def _ungrouped(text: str) -> str:
    """Return `1,200.5`, `1.200,5` and `1'200` without the signs between thousands, with a point."""
    text = text.replace("'", "").replace("’", "")
    last = max(text.rfind("."), text.rfind(","))
    mark = text[last] if last >= 0 else "."
    if text.count(mark) > 1:
        return text.replace(mark, "")
    return text.replace("," if mark == "." else ".", "").replace(",", ".")


def is_loose(value: Any) -> bool:
    """Return whether a cell holds a text that is a number only by a guess: `0,5`, `1,200.50`, `40人天`."""
    return isinstance(value, str) and _number_in(squash(value), True) is None


def number_of(value: Any, percent: bool = False, unit: str = "") -> Fraction:
    """Return the value as an exact number; `50%` counts as 0.5 where `percent` is allowed.

    A text may have a decimal comma, thousands, or the name of the `unit` that its column counts.

    Raises
    ------
    CellError
        If it is no number, could be two, or names another unit.
    """
    if isinstance(value, float):
        if not isfinite(value):
            raise CellError("input.not_a_number", found=str(value))
        return _exact(value)
    if isinstance(value, (int, Fraction)) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, str):
        text = squash(value)
        found = _number_in(text, percent)
        if found is None:
            found = _loose_number_in(text, percent, unit)
        if found is not None:
            return found
    raise CellError("input.not_a_number", found=text_of(value))


def is_percent(value: Any) -> bool:
    """Return whether the cell holds a text such as `50%`."""
    return isinstance(value, str) and squash(value).endswith("%")


def date_of(value: Any, order: str = "") -> date:
    """Return the value as a date: a date, ISO text, a serial number, or `05/01/2026` if `order` says how.

    Parameters
    ----------
    value
        The cell.
    order
        `DMY`, `MDY`, `YMD` or empty; only for dates whose year stands last.

    Raises
    ------
    CellError
        If it is no date, could be two dates, or is far from our time.
    """
    found = _date_of(value, order)
    if not YEARS[0] <= found.year <= YEARS[1]:
        raise CellError("input.date_far", found=found.isoformat(), first=YEARS[0], last=YEARS[1])
    return found


def _date_of(value: Any, order: str) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if SERIALS[0] <= value <= SERIALS[1]:
            return EPOCH + timedelta(days=int(value))
    elif isinstance(value, str):
        return _date_in(fold(value), order, clean(value))
    raise CellError("input.not_a_date", found=text_of(value))


@lru_cache(maxsize=65_536)
def _date_in(text: str, order: str, typed: str) -> date:
    try:
        if match := _YEAR_FIRST.match(text) or _COMPACT.match(text):
            year, month, day = (int(part) for part in match.groups())
            return date(year, month, day)
        if match := _YEAR_LAST.match(text):
            return _year_last(match, typed, order)
        if (match := _WORDS.match(text)) and (match[2] or match[3])[:3] in _MONTHS:
            return date(int(match[5]), _MONTHS.index((match[2] or match[3])[:3]) + 1, int(match[1] or match[4]))
    except ValueError as error:
        if isinstance(error, CellError):
            raise
        raise CellError("input.no_such_date", found=typed) from error
    if text.isdigit() and SERIALS[0] <= int(text) <= SERIALS[1]:
        return EPOCH + timedelta(days=int(text))
    raise CellError("input.not_a_date", found=typed)


def _year_last(match: re.Match[str], typed: str, order: str) -> date:
    first, second, last = int(match[1]), int(match[2]), int(match[3])
    if order == "YMD" and len(match[3]) == 2:
        return date(2000 + first, second, last)
    year = last if last > 99 else 2000 + last
    if order == "DMY" or (not order and first > 12 and len(match[3]) == 4):
        return date(year, second, first)
    if order == "MDY" or (not order and second > 12 and len(match[3]) == 4):
        return date(year, first, second)
    raise CellError("input.date_ambiguous", found=typed)
