"""Where everybody's days are under a plan, and what rules, locks and departments have to do with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from resopt.domain.grid import lay_out
from resopt.domain.records import Person, Portfolio, RuleKind, RuleRow
from resopt.domain.rules import Rule
from resopt.domain.units import DAYS_PER_WEEK, UNITS_PER_DAY, round_units
from resopt.engine.candidates import accepts, budgets_left, cost_of, money_per_day
from resopt.plan import Plan


def _min_share(portfolio: Portfolio, person: Person) -> int:
    share = portfolio.settings.min_share if person.min_share is None else person.min_share
    return round_units(share * DAYS_PER_WEEK)


class Row(NamedTuple):
    """A row of Rules with the weeks it touches."""

    row: RuleRow
    weeks: frozenset[int]


Ints = NDArray[np.int64]

NONE: Mapping[str, int] = {}
NOBODY: frozenset[str] = frozenset()


class Standing:
    """The portfolio's numbers and the plan's days by person, line and project.

    `net` is the contract without run-the-business, `lack` what a line misses by week; of the tables by person and
    week `room` is what is left under capacity with tolerance, `share` the least that min share asks for.
    """

    def __init__(self, portfolio: Portfolio, plan: Plan) -> None:
        self.portfolio = portfolio
        self.grid = lay_out(portfolio)
        self.able = accepts(portfolio)
        self.people = {p.id: p for p in portfolio.people}
        self.projects = {p.id: p for p in portfolio.projects}
        self.lines = {line.id: line for line in portfolio.lines}
        self.money = money_per_day(portfolio)
        self.wanted = {
            line.id: self.grid.wanted_at(line.id, plan.shift_of(project))
            for project, lines in self.grid.lines_of.items()
            for line in lines
        }
        self.total = {line: sum(row) for line, row in self.wanted.items()}
        self._read_people()
        self._read_rules()
        self.at: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
        self.on_line: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        self.on_project: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        self.budgets = budgets_left(self.portfolio, self.grid.past)
        self.spent: dict[str, Fraction] = defaultdict(Fraction)
        self.lent: dict[tuple[str, int], Fraction] = defaultdict(Fraction)
        self.manned: set[str] = set()
        self._read_plan(plan)
        self.locked_people: dict[tuple[str, int], int] = defaultdict(int)
        self.locked_lines: dict[tuple[str, int], int] = defaultdict(int)
        self.held: dict[tuple[str, str, int], Rule] = {}
        self._read_pins()
        self._read_tables()

    def _read_people(self) -> None:
        """Note what holds for each person whatever the plan."""
        self.net = {}
        for p in self.portfolio.people:
            per_day = p.fte * (1 - p.bau) * UNITS_PER_DAY
            days = (d if w >= self.grid.past.weeks else 0 for w, d in enumerate(self.grid.working[p.id]))
            self.net[p.id] = [per_day.numerator * d // per_day.denominator for d in days]

    def _read_rules(self) -> None:
        """Lay out the rows of Rules by the people they name, and what departments may lend by week."""
        weeks = range(self.portfolio.settings.weeks)
        self.rules: dict[RuleKind, dict[str, list[Row]]] = {kind: defaultdict(list) for kind in RuleKind}
        self.demanding: dict[RuleKind, set[str]] = defaultdict(set)
        self.lending: dict[tuple[str, int], Fraction] = {}
        for row in self.portfolio.rules:
            touched = frozenset(w for w in weeks if self.covers(row, w))
            for who in {row.person_id, row.other_id} - {None} or {""}:
                self.rules[row.kind][who or ""].append(Row(row, touched))
            self.demanding[row.kind].add(row.project_id or "")
            for week in touched if row.kind is RuleKind.LEND else ():
                most, place = row.value or Fraction(0), (row.department, week)
                self.lending[place] = min(most, self.lending.get(place, most))

    def _read_plan(self, plan: Plan) -> None:
        """Lay out the plan's days; those of unknown people or on lines that are not planned are no explanation."""
        weeks = range(self.portfolio.settings.weeks)
        given: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        lent: dict[tuple[str, int, int], int] = defaultdict(int)  # units by department, week and working days of it
        paid: dict[tuple[str, str], int] = defaultdict(int)  # units by person and line
        for a in plan.assignments:
            if a.line_id not in self.wanted or a.person_id not in self.people or a.week not in weeks:
                continue
            given[a.line_id][a.week] += a.units
            self.at[a.person_id, a.week][a.line_id] = a.units
            line = self.lines[a.line_id]
            self.on_line[a.line_id][a.person_id].append(a.week)
            self.on_project[line.project_id][a.person_id].append(a.week)
            self.manned.add(line.project_id)
            department, owner = self.people[a.person_id].department, self.projects[line.project_id].department
            working = self.grid.working[a.person_id][a.week]
            if owner and owner != department and working and (department, a.week) in self.lending:
                lent[department, a.week, working] += a.units
            if self.projects[line.project_id].budget is not None:
                paid[a.person_id, a.line_id] += a.units
        for (department, week, working), units in lent.items():
            self.lent[department, week] += Fraction(units, UNITS_PER_DAY * working)
        for (person, name), units in paid.items():
            line = self.lines[name]
            self.spent[line.project_id] += cost_of(self.money, person, line) * units / UNITS_PER_DAY
        self._sum_up(given)

    def _sum_up(self, given: Mapping[str, Mapping[int, int]]) -> None:
        """Note what lines lack by week, and the projects on which people work."""
        self.served = {line for line, row in given.items() if any(row.values())}
        self.lack: dict[str, Sequence[int]] = {
            line: [max(0, units - given[line].get(w, 0)) for w, units in enumerate(row)] if line in given else row
            for line, row in self.wanted.items()
        }
        self.on = {place: frozenset(self.lines[i].project_id for i in row) for place, row in self.at.items()}

    def _read_pins(self) -> None:
        """Note what is locked, and which cells are held by a lock or freeze that the plan keeps."""
        for pin in self.grid.pins:
            person, week = pin.person_id or "", pin.week or 0
            if pin.rule is Rule.HARD_LOCK:
                self.locked_people[person, week] += pin.units
                if len(pin.line_ids) == 1:
                    self.locked_lines[pin.line_ids[0], week] += pin.units
            on = self.at.get((person, week), NONE)
            if sum(on.get(line, 0) for line in pin.line_ids) == pin.units:
                for line in pin.line_ids:
                    if self.held.get((person, line, week)) is not Rule.HARD_LOCK:
                        self.held[person, line, week] = pin.rule

    def _read_tables(self) -> None:
        """Lay out by person and week what is used and left; and what lines and people offer besides hard locks."""
        step, people = self.portfolio.settings.step, self.portfolio.people
        self.number = {p.id: i for i, p in enumerate(people)}
        self.capacity = self.table([self.grid.capacity[p.id] for p in people])
        above, below = (1 + self.portfolio.settings.tolerance).as_integer_ratio()
        self.used, self.projects_on, locked = (np.zeros_like(self.capacity) for _ in range(3))
        for (person, week), row in self.at.items():
            self.used[self.number[person], week] = sum(row.values())
            self.projects_on[self.number[person], week] = len(self.on[person, week])
        for (person, week), units in self.locked_people.items():
            locked[self.number[person], week] = units
        self.room = np.maximum(0, self.capacity * above // below - self.used)
        offered = np.maximum(0, self.capacity - locked)
        least = np.array([_min_share(self.portfolio, p) for p in people], dtype=np.int64)
        self.share = np.minimum(least[:, None], offered - offered % step)
        self.lacks = {line: np.array(row, dtype=np.int64) for line, row in self.lack.items()}
        self.rests = {line: np.array(row, dtype=np.int64) for line, row in self.wanted.items()}
        for (line, week), units in self.locked_lines.items():
            self.rests[line][week] = max(0, self.wanted[line][week] - units)

    def table(self, rows: Sequence[Sequence[int]]) -> Ints:
        """Return numbers by person and week as an array."""
        return np.array(rows, dtype=np.int64).reshape(len(rows), self.portfolio.settings.weeks)

    def cells(self, people: Mapping[str, Iterable[int]]) -> Ints:
        """Return people and their weeks as cells, person x weeks + week."""
        weeks = self.portfolio.settings.weeks
        return np.array([self.number[i] * weeks + w for i, row in people.items() for w in row], dtype=np.int64)

    def missing(self, line: str, week: int) -> int:
        """Return what a line lacks in a week."""
        return self.lack[line][week]

    def lacking(self, line: str) -> int:
        """Return what a line lacks in all weeks."""
        return sum(self.lack[line])

    def above_must(self, project: str) -> Fraction:
        """Return the units that a project has above what its must-have asks; below 0 where that is set aside."""
        ids = [line.id for line in self.grid.lines_of.get(project, ())]
        wanted, past = sum(self.total[x] for x in ids), self.grid.past
        least = self.projects[project].min_staffing
        share = Fraction(1) if least is None else least
        met = wanted - sum(self.lacking(x) for x in ids)
        return met - (Fraction(past.least(share, ids, wanted)) if past.weeks else wanted * share)

    def projects_at(self, person: str, week: int) -> frozenset[str]:
        """Return the projects on which a person works in a week."""
        return self.on.get((person, week), NOBODY)

    def covers(self, row: RuleRow, week: int) -> bool:
        """Return whether a dated row touches a week."""
        monday = self.portfolio.settings.monday
        start, end = row.start or date.min, row.end or date.max
        return start < monday(week + 1) and monday(week) <= end
