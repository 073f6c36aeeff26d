"""The growing greedy plan: who has which days, what each may still give under the limits, and undo."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from math import floor

import numpy as np

from resopt.domain.units import UNITS_PER_DAY
from resopt.engine.greedy_case import Case, Ints, Mask
from resopt.plan import Plan


class Ledger:
    """Days given so far. Every change goes through `give`, so that `undo` can take back whatever was tried.

    `on_line`, `on_project` and `of_person` hold the same days by line, project and person; `pinned` marks the
    cells of locks and freezes that are kept, `blocked` the cells in which a person may get no more; `cover` who is
    bound to a line by a pin, even if its days went to another line of the project; `shy` the
    weeks in which people of a `together` rule stay away from a project unless both come. Frozen weeks
    are closed to all but the projects in `thawed`.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self.used = np.zeros_like(case.limit)
        self.projects = np.zeros_like(case.limit)
        self.on_line: dict[int, dict[int, Ints]] = defaultdict(dict)
        self.on_project: dict[int, dict[int, Ints]] = defaultdict(dict)
        self.of_person: dict[int, dict[int, Ints]] = defaultdict(dict)
        self.total = np.zeros((len(case.lines), case.weeks), dtype=np.int64)
        self.spent: dict[int, Fraction] = defaultdict(Fraction)
        self.lent: dict[str, list[Fraction]] = {d: [Fraction(0)] * case.weeks for d in case.rules.lend}
        self.pinned: dict[tuple[int, int], Mask] = {}
        self.blocked: dict[int, dict[int, Mask]] = defaultdict(dict)
        self.cover: dict[int, set[int]] = defaultdict(set)
        self.shy: dict[int, dict[int, Mask]] = defaultdict(dict)
        self.thawed: set[int] = set()
        self.shifts: dict[int, int] = {}
        self.wanted = np.zeros((len(case.lines), case.weeks), dtype=np.int64)
        self._place = np.zeros(len(case.people), dtype=np.int64)
        self._journal: list[tuple[int, int, Ints]] = []
        for j, project in enumerate(case.projects):
            allowed = case.grid.shifts[project.id]
            self.move(j, 0 if 0 in allowed else min(allowed, key=lambda s: (abs(s), s)))

    def move(self, project: int, shift: int) -> None:
        """Let the project start `shift` weeks later; days already given stay where they are."""
        self.shifts[project] = shift
        for n in self.case.lines_of[project]:
            self.wanted[n] = self.case.grid.wanted_at(self.case.lines[n].id, shift)

    def mark(self) -> int:
        """Return a mark to which `undo` can go back."""
        return len(self._journal)

    def undo(self, mark: int) -> None:
        """Take back everything given since `mark`."""
        while len(self._journal) > mark:
            line, person, row = self._journal.pop()
            self._change(line, person, -row)

    def give(self, line: int, person: int, row: Ints) -> None:
        """Add `row` (units by week, negative to take away) to a person's days on a line."""
        self._journal.append((line, person, row))
        self._change(line, person, row)

    def _change(self, line: int, person: int, row: Ints) -> None:
        case = self.case
        j = case.owner[line]
        before = self.on_project[j].get(person)
        after = row.copy() if before is None else before + row
        self.projects[person] += (after > 0).astype(np.int64) - (0 if before is None else (before > 0).astype(np.int64))
        self.used[person] += row
        self.total[line] += row
        own = self.on_line[line].get(person)
        _put(self.on_line[line], person, row.copy() if own is None else own + row)
        _put(self.on_project[j], person, after)
        _put(self.of_person[person], j, after)
        if case.projects[j].budget is not None:
            self.spent[j] += case.unit_cost(person, line) * int(row.sum())
        department = case.people[person].department
        if department in self.lent and case.is_foreign(person, j):
            for w in np.flatnonzero(row):
                days = int(case.working[person, w])
                self.lent[department][w] += Fraction(int(row[w]), UNITS_PER_DAY * days) if days else 0

    def missing(self, line: int) -> Ints:
        """Return what the line still wants by week."""
        left: Ints = np.maximum(0, self.wanted[line] - self.total[line])
        return left

    def met(self, line: int) -> int:
        """Return the days met on a line; days above wanted do not count."""
        return int(np.minimum(self.wanted[line], self.total[line]).sum())

    def met_of(self, project: int) -> int:
        """Return the days met on a project."""
        rows = list(self.case.lines_of[project])
        return int(np.minimum(self.wanted[rows], self.total[rows]).sum())

    def wanted_of(self, project: int) -> int:
        """Return the days that a project wants in the horizon."""
        return int(self.wanted[list(self.case.lines_of[project])].sum())

    def is_pinned(self, line: int, person: int) -> bool:
        """Return whether the person has a cell on the line that a lock or freeze holds."""
        return (line, person) in self.pinned

    def obliged(self, line: int, person: int) -> Mask:
        """Return the weeks in which whoever serves a same-people line has to give it days."""
        weeks: Mask = (self.wanted[line] > 0) & (self.case.floored(self.case.capacity[person]) > 0)
        return weeks

    def room(self, line: int, who: Ints, *, for_pin: bool = False, pair: bool = False) -> Ints:
        """Return what each of `who` may still give the line's project by week, before step and min share.

        For a pin neither frozen weeks nor blocked cells count; for a pair its own `together` rule does not.
        """
        case, j = self.case, self.case.owner[line]
        room: Ints = np.maximum(0, case.limit[who] - self.used[who])
        on = np.zeros(room.shape, dtype=bool)
        self._place[who] = np.arange(len(who))
        for p, row in self.on_project[j].items():
            i = self._at(who, p)
            if i >= 0:
                on[i] = row > 0
        room[(self.projects[who] >= case.max_projects[who][:, None]) & ~on] = 0
        self._apply_rules(j, who, room)
        if not for_pin:
            if j not in self.thawed:
                room[:, : case.portfolio.settings.freeze_weeks] = 0
            self._clear(who, room, self.blocked.get(line, {}))
            if not pair:
                self._clear(who, room, self.shy.get(j, {}))
        return room

    def _at(self, who: Ints, person: int) -> int:
        """Return the place of a person in `who`, -1 if absent."""
        i = int(self._place[person])
        return i if i < len(who) and int(who[i]) == person else -1

    def _clear(self, who: Ints, room: Ints, masks: dict[int, Mask]) -> None:
        for p, mask in masks.items():
            i = self._at(who, p)
            if i >= 0:
                room[i, mask] = 0

    def _apply_rules(self, project: int, who: Ints, room: Ints) -> None:
        rules = self.case.rules
        for rule in rules.forbidden.get(project, ()):
            self._clear(who, room, {rule.person: rule.weeks})
        for rule in rules.exclusive:
            others = (row for k, row in self.of_person[rule.person].items() if k != project)
            if any((row[rule.weeks] > 0).any() for row in others):
                self._clear(who, room, {rule.person: rule.weeks})
        for rule in rules.apart:
            if rule.project in (-1, project):
                for one, other in ((rule.person, rule.other), (rule.other, rule.person)):
                    row = self.on_project[project].get(other)
                    if row is not None:
                        self._clear(who, room, {one: rule.weeks & (row > 0)})
        for department, rows in rules.lend.items():
            lendable: dict[bytes, Ints] = {}
            for p in self.case.members.get(department, ()):
                i = self._at(who, p)
                if i >= 0 and self.case.is_foreign(p, project):
                    key = self.case.working[p].tobytes()  # people of one location share their working days
                    if key not in lendable:
                        lendable[key] = self._lendable(p, department, rows)
                    np.minimum(room[i], lendable[key], out=room[i])

    def _lendable(self, person: int, department: str, rows: tuple[tuple[Fraction, Mask], ...]) -> Ints:
        """Return the days that the department may still lend by week, to somebody with this person's working days."""
        lent, working = self.lent[department], self.case.working[person]
        left = np.full(self.case.weeks, self.case.limit.max(initial=0), dtype=np.int64)
        for value, weeks in rows:
            for w in np.flatnonzero(weeks):
                left[w] = min(left[w], max(0, floor((value - lent[w]) * int(working[w]) * UNITS_PER_DAY)))
        return left

    def affordable(self, line: int, person: int, row: Ints) -> Ints:
        """Return `row` without the last weeks that the project's budget no longer pays."""
        j = self.case.owner[line]
        budget = self.case.projects[j].budget
        cost = self.case.unit_cost(person, line) if budget is not None else Fraction(0)
        if budget is None or not cost:
            return row
        left = floor((budget - self.spent[j]) / cost)
        return row if int(row.sum()) <= left else np.where(np.cumsum(row) <= left, row, 0)

    def plan(self) -> Plan:
        """Return the plan as it stands."""
        case = self.case
        units = {
            (case.people[p].id, case.lines[n].id, int(w)): int(row[w])
            for n, rows in self.on_line.items()
            for p, row in rows.items()
            for w in np.flatnonzero(row)
        }
        return Plan.of(units, {case.projects[j].id: shift for j, shift in self.shifts.items()})


def _put(rows: dict[int, Ints], key: int, row: Ints) -> None:
    if row.any():
        rows[key] = row
    else:
        rows.pop(key, None)
