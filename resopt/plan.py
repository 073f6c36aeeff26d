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
    from resopt.result import CheckReport

Weeks = Any  # a week or several: numbers from 0, dates, or texts such as 2026-01-05


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
    the sheet from which it was read, `portfolio` is that which it was made for, `report` what the checker said about a
    plan made by hand; none of these counts when plans are compared.
    """

    assignments: tuple[Assignment, ...] = ()
    shifts: tuple[tuple[str, int], ...] = ()
    issues: tuple[Issue, ...] = field(default=(), compare=False, repr=False)
    portfolio: Portfolio | None = field(default=None, compare=False, repr=False)
    report: CheckReport | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, units: Mapping[tuple[str, str, int], int], shifts: Mapping[str, int] | None = None) -> Plan:
        """Return the plan with `units[person, line, week]`; zeros are dropped.

        Raises
        ------
        ValueError
            If an amount is negative, or an amount, a week or a shift is not a whole number.
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

    def to_frame(self, portfolio: Portfolio | None = None) -> pd.DataFrame:
        """Return the plan as a frame, one row per person, line and week, with the names of its portfolio.

        Raises
        ------
        ValueError
            If the plan does not know its portfolio and none is given.
        """
        from resopt.tables.plans import plan_to_frame

        return plan_to_frame(self, self.known(portfolio))

    def wide(self, portfolio: Portfolio | None = None) -> pd.DataFrame:
        """Return the plan as a frame, days of each person (index) in each week (columns).

        Raises
        ------
        ValueError
            If the plan does not know its portfolio and none is given.
        """
        from resopt.tables.plans import plan_wide

        return plan_wide(self, self.known(portfolio))

    def known(self, portfolio: Portfolio | None = None) -> Portfolio:
        """Return the portfolio given, else the one that the plan was made for.

        Raises
        ------
        ValueError
            If there is none.
        """
        found = portfolio or self.portfolio
        if found is None:
            raise ValueError("this plan does not know its portfolio: give it, or use a plan of solve() or load_plan()")
        return found

    def assign(
        self, person: str, project: str, *, weeks: Weeks = None, days: Any = None, fte: Any = None, line: str = ""
    ) -> Plan:
        """Return a new plan in which a person gives a project so many days in each of `weeks`, checked at once.

        Parameters
        ----------
        person, project
            Names or IDs.
        weeks
            A week or several, each as its number from 0 or any day of it (a date, `2026-01-05`); default: all weeks
            in which the line wants days.
        days, fte
            Days per week, or FTE of the person's working days before leave; default: as much as the line still
            wants and the person has left.
        line
            Demand ID; needed if the person could serve several lines of the project.

        Raises
        ------
        ValueError
            If a name is wrong, or it is not clear which line is meant.

        Examples
        --------
        >>> plan.assign("Ann", "Atlas", weeks="2026-02-02", days=3).report.violations  # doctest: +SKIP
        ()
        """
        from resopt.scenarios.byhand import assign

        return assign(self, person, project, weeks=weeks, days=days, fte=fte, line=line)

    def release(self, person: str, project: str, *, weeks: Weeks = None, line: str = "") -> Plan:
        """Return a new plan in which a person gives a project nothing in `weeks` (default: ever), checked at once.

        Raises
        ------
        ValueError
            If a name is wrong.
        """
        from resopt.scenarios.byhand import release

        return release(self, person, project, weeks=weeks, line=line)

    def swap(self, person: str, other: str, project: str, *, weeks: Weeks = None, line: str = "") -> Plan:
        """Return a new plan in which `other` gives a project what `person` gave it in `weeks`, checked at once.

        Raises
        ------
        ValueError
            If a name is wrong, or there is nothing to hand over.
        """
        from resopt.scenarios.byhand import swap

        return swap(self, person, other, project, weeks=weeks, line=line)

    def lock(self, person: str, project: str, *, weeks: Weeks = None, fte: Any = None, line: str = "") -> Plan:
        """Return a new plan of a new portfolio, in which a person's days on a project are locked, checked at once.

        The lock is hard and stands among Assignments of the plan's `portfolio`, in place of the pair's other rows in
        these weeks; `solve` and `replan` of that portfolio keep it.

        Parameters
        ----------
        person, project
            Names or IDs.
        weeks
            As for `assign`; default: all weeks in which the person works on the project, with `fte` 0 all open ones.
        fte
            FTE of each week before leave, 0 for none; default: what the plan gives.
        line
            Demand ID on which the plan shows the days of `fte`; needed if the person could serve several lines. The
            lock is of the whole project.

        Raises
        ------
        ValueError
            If a name is wrong, or there is nothing to lock.
        """
        from resopt.scenarios.byhand import lock

        return lock(self, person, project, weeks=weeks, fte=fte, line=line)

    def _repr_html_(self) -> str:
        from resopt.scenarios.tables_html import plan_html

        return plan_html(self)


def _whole(number: Any, what: str) -> int:
    """Return a number as the integer it is; those of numpy count too."""
    try:
        return index(number)
    except TypeError:
        raise ValueError(f"{what} of a plan is a whole number (days in units of 1/200 day), not {number!r}") from None
