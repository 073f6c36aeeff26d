"""What departments lend other departments' projects in the growing greedy plan, and what they may still lend."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

import numpy as np

from resopt.domain.units import UNITS_PER_DAY
from resopt.engine.greedy_case import Case, Ints

PARTS = UNITS_PER_DAY * lcm(*range(1, 8))  # FTE of whole units are whole numbers of 1/PARTS, whatever the working days


class Lending:
    """FTE lent by department and week, in 1/`PARTS`, and the room that the rules of sheet Rules leave.

    People of one department with the same working days are a group: they may all still give the same.
    """

    def __init__(self, case: Case) -> None:
        self._case = case
        self._lent = {department: [0] * case.weeks for department in case.rules.lend}
        self._group = np.full(len(case.people), -1, dtype=np.int64)
        self._groups: list[tuple[str, tuple[int, ...]]] = []
        number: dict[tuple[str, tuple[int, ...]], int] = {}
        for department in case.rules.lend:
            for p in case.members.get(department, ()):
                key = (department, tuple(case.working[p].tolist()))
                self._group[p] = number.setdefault(key, len(number))
        self._groups = list(number)
        self._stale = {department: set(range(case.weeks)) for department in case.rules.lend}
        self._most = np.full((len(number) + 1, case.weeks), case.limit.max(initial=0), dtype=np.int64)
        self._foreign: dict[str, Ints] = {}  # by department of a project: the row of `_most` that limits each person

    def concerns(self, project: int, person: int) -> bool:
        """Return whether days of the person on the project are lent under a rule."""
        return self._group[person] >= 0 and self._case.is_foreign(person, project)

    def note(self, project: int, person: int, row: Ints) -> None:
        """Take in days of a person on a project (negative: taken away)."""
        if not self.concerns(project, person):
            return
        department = self._case.people[person].department
        lent, working = self._lent[department], self._case.working[person].tolist()
        for w, units in enumerate(row.tolist()):
            if units and working[w]:
                lent[w] += units * (PARTS // UNITS_PER_DAY) // working[w]
                self._stale.setdefault(department, set()).add(w)

    def limit(self, project: int, who: Ints, room: Ints) -> None:
        """Lower `room` to what the departments of `who` may still lend the project."""
        owner = self._case.projects[project].department
        if not self._groups or not owner:
            return
        if self._stale:
            self._renew()
        if owner not in self._foreign:
            foreign = np.array([owner != department for department, _ in self._groups] + [False])
            self._foreign[owner] = np.where(foreign[self._group], self._group, len(self._groups))
        np.minimum(room, self._most[self._foreign[owner][who]], out=room)

    def _renew(self) -> None:
        top = int(self._case.limit.max(initial=0))
        for g, (department, working) in enumerate(self._groups):
            lent, rules = self._lent[department], self._case.rules.lend[department]
            for w in self._stale.get(department, ()):
                bounds = (_units(value, lent[w], working[w]) for value, weeks in rules if weeks[w])
                self._most[g, w] = min(bounds, default=top)
        self._stale.clear()


def _units(value: Fraction, lent: int, working: int) -> int:
    """Return how many units somebody with so many working days may give before `value` FTE are lent."""
    left = value.numerator * PARTS - lent * value.denominator
    return max(0, left * working * UNITS_PER_DAY // (value.denominator * PARTS))
