"""The unit of all amounts: integers of 1/200 day, and how days become them."""

from __future__ import annotations

from fractions import Fraction
from math import floor

UNITS_PER_DAY = 200
DAYS_PER_WEEK = 5
UNITS_PER_WEEK = UNITS_PER_DAY * DAYS_PER_WEEK
MICRO = 1_000_000  # coefficients of level 3 are integers of 1/1,000,000 day


def floor_units(days: Fraction) -> int:
    """Return `days` in units, rounded down."""
    return floor(days * UNITS_PER_DAY)


def round_units(days: Fraction) -> int:
    """Return `days` in units, halves rounded up."""
    return floor(days * UNITS_PER_DAY + Fraction(1, 2))


def to_days(units: int) -> float:
    """Return units as days, for people to read."""
    return units / UNITS_PER_DAY
