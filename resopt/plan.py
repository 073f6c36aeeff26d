"""Plan: who works how many days on which line in which week, and when projects start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from resopt.domain.records import Portfolio


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

    `shifts` holds (project ID, weeks later than Start) for shifts other than 0, sorted.
    """

    assignments: tuple[Assignment, ...] = ()
    shifts: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, units: Mapping[tuple[str, str, int], int], shifts: Mapping[str, int] | None = None) -> Plan:
        """Return the plan with `units[person, line, week]`; zeros are dropped.

        Raises
        ------
        ValueError
            If an amount is negative.
        """
        if any(amount < 0 for amount in units.values()):
            raise ValueError("a plan cannot hold negative days")
        rows = sorted(Assignment(*key, amount) for key, amount in units.items() if amount)
        moved = sorted((project, weeks) for project, weeks in (shifts or {}).items() if weeks)
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
