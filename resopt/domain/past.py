"""What was done before As Of: facts from Actuals, else from Assignments, and what the open weeks take over from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

from resopt.domain.records import Actual, Booking, Line, Person, Portfolio, Settings
from resopt.domain.units import UNITS_PER_DAY, round_units

Cell = tuple[str, str, int]  # person, line, week
Booked = Mapping[str, Mapping[int, int]]  # ID of a row of Assignments -> week -> units


@dataclass(frozen=True, slots=True)
class Past:
    """The past of a portfolio, all in units; everything is empty where no week is past.

    weeks
        How many weeks of the horizon are past.
    done
        (person, line, week) -> days worked on lines of planned projects.
    of_pair
        (person, line) -> days worked.
    crew
        By line, the people who worked on it.
    wanted, met
        By line, what it wanted in past weeks, and what of it was done (more than wanted counts as wanted).
    capacity
        By person, the days they had in each past week.
    carried
        By line, days missed in the past that its open weeks want on top (`Carry Over`).
    lost
        By line, days missed that no open week is left for, although they were to be carried over.
    """

    weeks: int = 0
    done: Mapping[Cell, int] = field(default_factory=dict)
    of_pair: Mapping[tuple[str, str], int] = field(default_factory=dict)
    crew: Mapping[str, frozenset[str]] = field(default_factory=dict)
    wanted: Mapping[str, int] = field(default_factory=dict)
    met: Mapping[str, int] = field(default_factory=dict)
    capacity: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    carried: Mapping[str, int] = field(default_factory=dict)
    lost: Mapping[str, int] = field(default_factory=dict)

    def on(self, line_id: str) -> frozenset[str]:
        """Return who worked on a line."""
        return self.crew.get(line_id, frozenset())

    def given(self, person_id: str, line_id: str) -> int:
        """Return the days that a person worked on a line."""
        return self.of_pair.get((person_id, line_id), 0)

    def as_actuals(self, settings: Settings, lines: Mapping[str, str], people: Collection[str]) -> tuple[Actual, ...]:
        """Return what `people` did on `lines` (with their projects) as rows of Actuals; nothing else was done then."""
        anybody = min(people, default=None)
        if anybody is None:
            return ()
        rows = {(anybody, line, week): 0 for line in lines for week in range(self.weeks)}
        rows |= {cell: units for cell, units in self.done.items() if cell[0] in people and cell[1] in lines}
        return tuple(
            Actual(person, lines[line], settings.monday(week), line, Fraction(units, UNITS_PER_DAY))
            for (person, line, week), units in sorted(rows.items())
        )

    def total(self, lines: Iterable[str], wanted: int) -> int:
        """Return the in-horizon total of lines whose open weeks want `wanted`; days carried over count once."""
        if not self.weeks:
            return wanted
        return wanted + sum(self.wanted.get(i, 0) - self.carried.get(i, 0) for i in lines)

    def least(self, share: Fraction, lines: Iterable[str], wanted: int) -> int:
        """Return what the open weeks have to add so that lines reach a share of their total.

        Never more than the open weeks want: what was missed for good is not asked again.
        """
        if not self.weeks:
            return ceil(share * wanted)
        ids = tuple(lines)
        met = sum(self.met.get(i, 0) for i in ids)
        return max(0, min(wanted, ceil(share * self.total(ids, wanted)) - met))


NOTHING_PAST = Past()


def done_before(
    portfolio: Portfolio,
    booked: Booked,
    lines_of: Mapping[str, tuple[Line, ...]],
    wanted: Mapping[str, tuple[int, ...]],
) -> dict[Cell, int]:
    """Return the days worked on planned lines in past weeks.

    A week of a project is what Actuals say, if they have a row for it, else what Assignments say. Days go to the line
    that a row names, else to the lines (of the row's role, else of the person's roles, else any) in the order of
    their IDs, each up to what it still wanted that week (`wanted`, with the project's start), the excess to the last.
    """
    settings = portfolio.settings
    week_of = {settings.monday(w): w for w in range(settings.past_weeks)}
    reported = {(a.project_id, week_of[a.monday]) for a in portfolio.actuals if a.monday in week_of}
    rows: list[tuple[tuple[bool, bool, str, str], Actual | Booking, int, int]] = []
    for n, a in enumerate(sorted(portfolio.actuals)):
        if a.monday in week_of and a.project_id in lines_of:
            key = (not a.line_id, True, a.person_id, f"{n:09d}")
            rows.append((key, a, week_of[a.monday], round_units(a.days)))
    for b in portfolio.bookings:
        for week, units in booked[b.id].items() if b.project_id in lines_of and not b.asked else ():
            if week < settings.past_weeks and (b.project_id, week) not in reported:
                rows.append(((b.line_id is None, not b.role, b.person_id, b.id), b, week, units))
    people = {p.id: p for p in portfolio.people}
    done: dict[Cell, int] = defaultdict(int)
    given: dict[tuple[str, int], int] = defaultdict(int)
    for _, row, week, units in sorted(rows, key=lambda one: (one[0], one[2])):
        lines, left = _lines_for(row, people[row.person_id], lines_of[row.project_id]), units
        for i in lines:
            part = left if i == lines[-1] else min(left, max(0, wanted[i][week] - given[i, week]))
            done[row.person_id, i, week] += part
            given[i, week] += part
            left -= part
    return {cell: units for cell, units in done.items() if units}


def _lines_for(row: Actual | Booking, person: Person, lines: tuple[Line, ...]) -> list[str]:
    """Return the lines that the days of a row may be on."""
    if row.line_id:
        return [row.line_id]
    role = row.role if isinstance(row, Booking) else ""
    of_role = [x.id for x in lines if role and x.role == role]
    own = [x.id for x in lines if x.person_id == person.id or (x.person_id is None and x.role in person.roles)]
    return of_role or own or [x.id for x in lines]


def carried_over(missed: int, row: tuple[int, ...], settings: Settings) -> tuple[int, ...]:
    """Return what each week of a line wants on top so that `missed` days, on the step grid, are made good.

    Week after week doubles what it wants, then triples it, and so on, until nothing is left. Nobody can add days in
    frozen weeks, so these want nothing on top unless all open weeks of the line are frozen.
    """
    step = settings.step
    left = (2 * missed + step) // (2 * step) * step
    extra = [0] * len(row)
    still_open = [w for w in range(settings.past_weeks, len(row)) if row[w]]
    weeks = [w for w in still_open if w >= settings.frozen_until] or still_open
    while left and weeks:
        for w in weeks:
            part = min(left, row[w])
            extra[w] += part
            left -= part
    return tuple(extra)
