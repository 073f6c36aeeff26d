"""What was done before As Of, derived for the checker alone: days, what they met, who worked on what, money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from resopt.checker.people import Staffing
from resopt.domain.records import Line, Portfolio
from resopt.domain.units import UNITS_PER_DAY, round_units

Amounts = tuple[int, ...]


class Work(NamedTuple):
    """Days of one person on one project in a past week; narrower rows find their line before wider ones."""

    breadth: int  # 0: names a line, 1: a role, 2: the project
    person: str
    order: str
    week: int
    project: str
    line: str
    role: str
    units: int


class Past:
    """The past weeks of one portfolio, in units.

    `done` are days by (person, line, week); `wanted` and `met` are by line over all past weeks; `extra` are the days
    that open weeks of a line want on top, by week.
    """

    def __init__(
        self, portfolio: Portfolio, staffing: Staffing, booked: Iterable[Work], lines_of: Mapping[str, list[Line]]
    ) -> None:
        self.weeks = portfolio.settings.past_weeks
        self._settings, self._lines_of = portfolio.settings, lines_of
        self._staffing = staffing
        self._rows = self._facts(portfolio, booked) if self.weeks else []
        self.started = {row.project for row in self._rows if row.units and lines_of[row.project]}
        self.done: dict[tuple[str, str, int], int] = defaultdict(int)
        self.wanted: dict[str, int] = defaultdict(int)
        self.met: dict[str, int] = defaultdict(int)
        self.extra: dict[str, Amounts] = {}
        self._crew: dict[str, set[str]] = defaultdict(set)
        self._of_pair: dict[tuple[str, str], int] = defaultdict(int)

    def _facts(self, portfolio: Portfolio, booked: Iterable[Work]) -> list[Work]:
        """Return rows of Actuals, and those of Assignments where Actuals have none for the project's week."""
        rows: list[Work] = []
        for number, actual in enumerate(sorted(portfolio.actuals)):
            week, off = divmod((actual.monday - self._settings.start).days, 7)
            if 0 <= week < self.weeks and not off and actual.project_id in self._lines_of:
                breadth = 0 if actual.line_id else 2
                who, what, line = actual.person_id, actual.project_id, actual.line_id
                rows.append(Work(breadth, who, f"{number:09d}", week, what, line, "", round_units(actual.days)))
        reported = {(row.project, row.week) for row in rows}
        rows += [row for row in booked if row.week < self.weeks and (row.project, row.week) not in reported]
        return sorted(rows)

    def settle(self, wanted: Mapping[str, Amounts]) -> None:
        """Lay the days on lines that want `wanted` by week, and carry over what they miss if Settings say so."""
        given: dict[tuple[str, int], int] = defaultdict(int)
        for row in self._rows:
            places, left = self._places(row), row.units
            for line in places[:-1]:
                part = max(0, min(left, wanted[line.id][row.week] - given[line.id, row.week]))
                self._put(row, line, part, given)
                left -= part
            for line in places[-1:]:
                self._put(row, line, left, given)
        total: dict[str, int] = defaultdict(int)
        for (line_id, _), units in given.items():
            total[line_id] += units
        for line_id, amounts in wanted.items():
            self.wanted[line_id] = sum(amounts[: self.weeks])
            self.met[line_id] = min(self.wanted[line_id], total[line_id])
            if self._settings.carry_over:
                self.extra[line_id] = self._carried(self.wanted[line_id] - self.met[line_id], amounts)

    def _put(self, row: Work, line: Line, units: int, given: dict[tuple[str, int], int]) -> None:
        if units:
            self.done[row.person, line.id, row.week] += units
            given[line.id, row.week] += units
            self._crew[line.id].add(row.person)
            self._of_pair[row.person, line.id] += units

    def _places(self, row: Work) -> list[Line]:
        """Return the lines a row's days may be on: the one named, those of its role, of the person's roles, or all."""
        lines, person = self._lines_of[row.project], self._staffing.people[row.person]
        if row.line:
            return [line for line in lines if line.id == row.line]
        named = [line for line in lines if row.role and line.role == row.role]
        fits = [
            line for line in lines if (person.id == line.person_id if line.person_id else line.role in person.roles)
        ]
        return named or fits or lines

    def _carried(self, missed: int, amounts: Amounts) -> Amounts:
        """Return what was missed, on the step grid, over the next weeks: each again as much as it wants, in turns.

        Frozen weeks take none of it as long as the line has another week.
        """
        step = self._settings.step
        steps, rest = divmod(missed, step)
        left = step * (steps + (2 * rest >= step))
        extra = [0] * len(amounts)
        turn = [week for week in range(self.weeks, len(amounts)) if amounts[week] > 0]
        if any(week >= self._settings.frozen_until for week in turn):
            turn = [week for week in turn if week >= self._settings.frozen_until]
        at = 0
        while left > 0 and turn:
            week = turn[at % len(turn)]
            part = min(amounts[week], left)
            extra[week], left, at = extra[week] + part, left - part, at + 1
        return tuple(extra)

    def crew(self, line_id: str) -> set[str]:
        """Return who worked on a line."""
        return self._crew.get(line_id, set())

    def given(self, person_id: str, line_id: str) -> int:
        """Return what a person worked on a line."""
        return self._of_pair.get((person_id, line_id), 0)

    def total(self, lines: Iterable[str], wanted: int) -> int:
        """Return what lines want in the whole horizon if they want `wanted` from now on."""
        return wanted + sum(self.wanted[i] - sum(self.extra.get(i, ())) for i in lines)

    def needed(self, share: Fraction, lines: Iterable[str], wanted: int) -> Fraction:
        """Return what has to be met from now on so that lines reach a share of all they want, at most `wanted`."""
        if not self.weeks:
            return share * wanted
        ids = list(lines)
        still = share * self.total(ids, wanted) - sum(self.met[i] for i in ids)
        return min(Fraction(wanted), max(Fraction(0), still))

    def spent(self, project_id: str) -> Fraction:
        """Return the money that the days done on a project cost."""
        cost = Fraction(0)
        for line in self._lines_of[project_id]:
            for person in self.crew(line.id):
                cost += self._staffing.money(person, line) * self.given(person, line.id)
        return cost / UNITS_PER_DAY
