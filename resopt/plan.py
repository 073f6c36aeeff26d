"""Plan: who works how many days on which line in which week, and when projects start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import index
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from resopt.domain.records import Portfolio
    from resopt.errors import Issue


@dataclass(frozen=True, slots=True, order=True)
class Assignment:
    """`units` (1/200 day, more than 0) of one person on one line in one week (0 = first of the horizon)."""

    person_id: str
    line_id: str
    week: int
    units: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Assignments sorted by person, line and week, and the shift in weeks of projects that start elsewhere.

    `shifts` holds (project ID, weeks later than Start) for shifts other than 0, sorted. `issues` are remarks on
    the sheet from which it was read; they do not count when plans are compared.
    """

    assignments: tuple[Assignment, ...] = ()
    shifts: tuple[tuple[str, int], ...] = ()
    issues: tuple[Issue, ...] = field(default=(), compare=False, repr=False)

    @classmethod
    def of(cls, units: Mapping[tuple[str, str, int], int], shifts: Mapping[str, int] | None = None) -> Plan:
        """Return the plan with `units[person, line, week]`; zeros are dropped.

        Raises
        ------
        ValueError
            If an amount is negative.
        TypeError
            If an amount, a week or a shift is not a whole number.
        """
        if any(type(amount) is not int or type(key[2]) is not int for key, amount in units.items()):
            units = {(*key[:2], _whole(key[2], "a week")): _whole(amount, "an amount") for key, amount in units.items()}
        if any(amount < 0 for amount in units.values()):
            raise ValueError("a plan cannot hold negative days")
        rows = (Assignment(*key, amount) for key, amount in sorted(units.items()) if amount)
        moved = sorted((project, _whole(weeks, "a shift")) for project, weeks in (shifts or {}).items() if weeks)
        return cls(tuple(rows), tuple(moved))

    def units(self) -> dict[tuple[str, str, int], int]:
        """Return the amounts by (person, line, week)."""
        return {(a.person_id, a.line_id, a.week): a.units for a in self.assignments}

    def shift_of(self, project_id: str) -> int:
        """Return by how many weeks the project starts later than its Start."""
        return dict(self.shifts).get(project_id, 0)

    def total(self, keys: Iterable[str] | None = None) -> int:
        """Return all units, or those on the lines `keys`."""
        wanted = None if keys is None else set(keys)
        return sum(a.units for a in self.assignments if wanted is None or a.line_id in wanted)

    def to_frame(self, portfolio: Portfolio) -> pd.DataFrame:
        """Return the plan as a frame, one row per person, line and week, with the names of `portfolio`."""
        from resopt.tables.plans import plan_to_frame

        return plan_to_frame(self, portfolio)

    def wide(self, portfolio: Portfolio) -> pd.DataFrame:
        """Return the plan as a frame, days of each person (index) in each week (columns)."""
        from resopt.tables.plans import plan_wide

        return plan_wide(self, portfolio)


def _whole(number: Any, what: str) -> int:
    """Return a number as the integer it is; those of numpy count too."""
    try:
        return index(number)
    except TypeError:
        raise TypeError(f"{what} of a plan is a whole number (days in units of 1/200 day), not {number!r}") from None
