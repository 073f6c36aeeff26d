"""Crews: where the days of all who could serve a line went, week by week; lines that ask for the same share one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from resopt.domain.rules import Rule
from resopt.explain.standing import NONE, Standing


class Work(NamedTuple):
    """Units of the person at `place` of the crew, in their `turn`-th work of the week, on a line."""

    place: int
    turn: int
    line: str
    units: int


class Week:
    """One week of a crew; `lost` holds run-the-business, leave and (negative) overtime.

    `free` are those with days left: (place, units). Work is by project what no lock or freeze holds (`loose`), with
    its sum (`sums`), and by line (`on_line`); and what one holds (`pinned`), with the rule.
    """

    def __init__(self) -> None:
        self.contract = 0
        self.lost: tuple[int, int, int] = (0, 0, 0)
        self.free: list[tuple[int, int]] = []
        self.loose: dict[str, list[Work]] = {}
        self.sums: dict[str, int] = {}
        self.on_line: dict[str, int] = {}
        self.pinned: list[tuple[Work, Rule]] = []

    def take(self, work: Work, project: str, pin: Rule | None) -> None:
        """Add work of somebody."""
        if pin is not None:
            self.pinned.append((work, pin))
            return
        self.loose.setdefault(project, []).append(work)
        self.sums[project] = self.sums.get(project, 0) + work.units
        self.on_line[work.line] = self.on_line.get(work.line, 0) + work.units


class Crews:
    """The crews of a plan, each laid out when a line first asks for it."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        people, weeks = standing.portfolio.people, standing.portfolio.settings.weeks
        self._number = {p.id: i for i, p in enumerate(people)}
        self._contract, capacity, net = (
            np.array([rows[p.id] for p in people], dtype=np.int64).reshape(-1, weeks)
            for rows in (standing.grid.contract, standing.grid.capacity, standing.net)
        )
        self._bau, self._absent, self._free = self._contract - net, net - capacity, capacity.copy()
        for (person, week), units in standing.load.items():
            self._free[self._number[person], week] -= units
        self._known: dict[int, list[Week]] = {}

    def of(self, line: str) -> list[Week]:
        """Return the weeks of those who could serve a line."""
        able = self.standing.able[line]  # one tuple for all lines that ask for the same
        if id(able) not in self._known:
            self._known[id(able)] = self._laid_out(able)
        return self._known[id(able)]

    def _laid_out(self, able: tuple[str, ...]) -> list[Week]:
        rows = np.array([self._number[i] for i in able], dtype=np.int64)
        free = self._free[rows]
        parts = (self._bau[rows], self._absent[rows], np.minimum(0, free), self._contract[rows])
        sums = [part.sum(axis=0).tolist() for part in parts]
        weeks = [Week() for _ in sums[0]]
        for week, bau, absent, over, contract in zip(weeks, *sums, strict=True):
            week.lost, week.contract = (bau, absent, over), contract
        places, at = np.nonzero(free > 0)
        for place, w, units in zip(places.tolist(), at.tolist(), free[places, at].tolist(), strict=True):
            weeks[w].free.append((place, units))
        for place, person in enumerate(able):
            for w, week in enumerate(weeks):
                for turn, (line, units) in enumerate(self.standing.at.get((person, w), NONE).items()):
                    project, pin = self.standing.lines[line].project_id, self.standing.held.get((person, line, w))
                    week.take(Work(place, turn, line, units), project, pin)
        return weeks
