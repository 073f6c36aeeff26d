"""The way back, cell by cell: numbers, shares and dates as reading takes them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pandas import Timestamp

Rows = list[dict[Any, Any]]


def number(value: Fraction | None) -> int | float | Fraction | None:
    """Return a number as int or float where reading gives the same back, else as the Fraction it is."""
    if value is None:
        return None
    if value.denominator == 1:
        return int(value)
    return float(value) if Fraction(str(round(float(value), 9))) == value else value


def shown(value: Fraction) -> str:
    """Return a number as text that reads as the same number."""
    short = number(value)
    return f"{float(value):.9f}" if isinstance(short, Fraction) else str(short)


def day(value: date | None) -> Timestamp | None:
    """Return a date as a Timestamp."""
    from pandas import Timestamp

    return None if value is None else Timestamp(value)


def percent(value: Fraction) -> str:
    """Return a share as percent."""
    return f"{shown(value * 100)}%"
