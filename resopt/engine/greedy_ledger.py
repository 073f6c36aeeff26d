"""The growing greedy plan: who has which days, what each may still give under the limits, and undo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from fractions import Fraction
from math import floor

import numpy as np

from resopt.engine.greedy_case import Case, Dated, Ints, Mask
from resopt.engine.greedy_lending import Lending
from resopt.plan import Plan


class Ledger:
    """Days given so far. Every change goes through `give`, so that `undo` can take back whatever was tried.

    `on_line`, `on_project` and `of_person` hold the same days by line, project and person; `pinned` marks the
    cells of locks and freezes that are kept, `blocked` the cells in which a person may get no more; `cover` who is
    bound to a line by a pin, even if its days went to another line of the project; `shy` the
    weeks in which people of a `together` rule stay away from a project unless both come. Frozen weeks
    are closed to all but the projects in `thawed`. `reserved` days are kept for lines still to be served, as long
    as the ledger is `shielded`.
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
        self._lending = Lending(case)
        self._exclusive: dict[int, list[Mask]] = defaultdict(list)  # person -> weeks
        self._apart: dict[int, list[tuple[int, Dated]]] = defaultdict(list)  # person -> other, rule
        for rule in case.rules.exclusive:
            self._exclusive[rule.person].append(rule.weeks)
        for rule in case.rules.apart:
            self._apart[rule.person].append((rule.other, rule))
            self._apart[rule.other].append((rule.person, rule))
        self.pinned: dict[tuple[int, int], Mask] = {}
        self.blocked: dict[int, dict[int, Mask]] = defaultdict(dict)
        self.cover: dict[int, set[int]] = defaultdict(set)
        self.shy: dict[int, dict[int, Mask]] = defaultdict(dict)
        self.thawed: set[int] = set()
        self.shielded = False
        self.reserved = np.zeros_like(case.limit)
        self.reserved_projects = np.zeros_like(case.limit)
        self.shifts: dict[int, int] = {}
        self.wanted = np.zeros((len(case.lines), case.weeks), dtype=np.int64)
        self._on: dict[int, Mask] = {}  # by project: who is on it in which week
        self._journal: list[tuple[int, int, Ints]] = []
        for j in range(len(case.projects)):
            self.move(j, case.usual_shift(j))

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
        if j not in self._on:
            self._on[j] = np.zeros(self.used.shape, dtype=bool)
        on = after > 0
        self.projects[person] += on.astype(np.int64) - self._on[j][person]
        self._on[j][person] = on
        self.used[person] += row
        self.total[line] += row
        own = self.on_line[line].get(person)
        _put(self.on_line[line], person, row.copy() if own is None else own + row)
        _put(self.on_project[j], person, after)
        _put(self.of_person[person], j, after)
        if j in case.budget:
            self.spent[j] += case.unit_cost(person, line) * int(row.sum())
        self._lending.note(j, person, row)

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

    def least_of(self, project: int, share: Fraction) -> int:
        """Return what the project has to get to reach a share of what it wants in the horizon, days done included."""
        lines = [self.case.lines[n].id for n in self.case.lines_of[project]]
        return self.case.grid.past.least(share, lines, self.wanted_of(project))

    def total_of(self, line: int) -> int:
        """Return what a line wants in the whole horizon."""
        return self.case.grid.past.total((self.case.lines[line].id,), int(self.wanted[line].sum()))

    def is_pinned(self, line: int, person: int) -> bool:
        """Return whether the person has a cell on the line that a lock or freeze holds."""
        return (line, person) in self.pinned

    def obliged(self, line: int, person: int) -> Mask:
        """Return the weeks in which whoever serves a same-people line has to give it days."""
        weeks: Mask = (self.wanted[line] > 0) & (self.case.floored(self.case.capacity[person]) > 0)
        return weeks

    def places(self, who: Ints, people: Collection[int]) -> list[tuple[int, int]]:
        """Return (place in `who`, person) of those of `people` who are in `who` (ascending)."""
        if not people or not len(who):
            return []
        at = np.minimum(np.searchsorted(who, list(people)), len(who) - 1).tolist()
        return [(i, p) for i, p in zip(at, people, strict=True) if who[i] == p]

    def room(self, line: int, who: Ints, *, for_pin: bool = False, pair: bool = False) -> Ints:
        """Return what each of `who` (ascending) may still give the line's project by week, before step and min share.

        For a pin neither frozen weeks nor blocked cells count; for a pair its own `together` rule does not.
        """
        case, j = self.case, self.case.owner[line]
        used, projects = self.used[who], self.projects[who]
        if self.shielded:
            used, projects = used + self.reserved[who], projects + self.reserved_projects[who]
        room: Ints = np.maximum(0, case.limit[who] - used)
        full = projects >= case.max_projects[who][:, None]
        if full.any():
            on = self._on.get(j)
            room[full if on is None else full & ~on[who]] = 0
        self._apply_rules(j, who, room)
        if not for_pin:
            if j not in self.thawed:
                room[:, : case.portfolio.settings.frozen_until] = 0
            self._clear(who, room, self.blocked.get(line, {}))
            if not pair:
                self._clear(who, room, self.shy.get(j, {}))
        return room

    def _clear(self, who: Ints, room: Ints, masks: Mapping[int, Mask]) -> None:
        for i, p in self.places(who, masks):
            room[i, masks[p]] = 0

    def lessen(self, line: int, who: Ints, room: Ints, person: int, *, own: bool = True) -> bool:
        """Bring the `room` of `who` for a line up to date after `person` got days on it: it can only shrink.

        Return whether it may have; without `own` the room of `person` is left as it is.
        """
        near = {other for other, _ in self._apart.get(person, ())} | ({person} if own else set())
        if near:
            at = [i for i, _ in self.places(who, near)]
            room[at] = self.room(line, who[at])
        lends = self._lending.concerns(self.case.owner[line], person)
        if lends:
            self._lending.limit(self.case.owner[line], who, room)
        return bool(near) or lends

    def _apply_rules(self, project: int, who: Ints, room: Ints) -> None:
        for rule in self.case.rules.forbidden.get(project, ()):
            self._clear(who, room, {rule.person: rule.weeks})
        for i, p in self.places(who, self._exclusive):
            for weeks in self._exclusive[p]:
                if any((row[weeks] > 0).any() for k, row in self.of_person[p].items() if k != project):
                    room[i, weeks] = 0
        for i, p in self.places(who, self._apart):
            for other, rule in self._apart[p]:
                row = self.on_project[project].get(other) if rule.project in (-1, project) else None
                if row is not None:
                    room[i, rule.weeks & (row > 0)] = 0
        self._lending.limit(project, who, room)

    def affordable(self, line: int, person: int, row: Ints) -> Ints:
        """Return `row` without the last weeks that the project's budget no longer pays."""
        j = self.case.owner[line]
        budget = self.case.budget.get(j)
        cost = self.case.unit_cost(person, line) if budget is not None else Fraction(0)
        if budget is None or not cost:
            return row
        left = floor((budget - self.spent[j]) / cost)
        return row if int(row.sum()) <= left else np.where(np.cumsum(row) <= left, row, 0)

    def plan(self) -> Plan:
        """Return the plan as it stands."""
        case = self.case
        units = {
            (case.people[p].id, case.lines[n].id, w): amount
            for n, rows in self.on_line.items()
            for p, row in rows.items()
            for w, amount in enumerate(row.tolist())
            if amount
        }
        return Plan.of(units, {case.projects[j].id: shift for j, shift in self.shifts.items()})


def _put(rows: dict[int, Ints], key: int, row: Ints) -> None:
    if row.any():
        rows[key] = row
    else:
        rows.pop(key, None)
