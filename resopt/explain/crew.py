"""Crews: where the days of all who could serve a line went, as arrays; lines that ask for the same share one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from resopt.domain.rules import Rule
from resopt.explain.standing import NONE, Ints, Standing

LOOSE, MUST = -1, -2  # work that no lock or freeze holds; of these, on projects that must be staffed
PINS = (Rule.HARD_LOCK, Rule.FREEZE)


@dataclass(frozen=True, slots=True, eq=False)
class Works:
    """Work on planned lines, one entry per person, line and week, by place in the crew, then week.

    `held` is what holds it: the place of a lock or freeze in `PINS`, `MUST` or `LOOSE`.
    """

    place: Ints
    week: Ints
    line: Ints
    project: Ints
    tier: Ints
    units: Ints
    held: Ints

    def only(self, chosen: Ints) -> Works:
        """Return some of the entries."""
        columns = (self.place, self.week, self.line, self.project, self.tier, self.units, self.held)
        return Works(*(column[chosen] for column in columns))


@dataclass(frozen=True, slots=True, eq=False)
class Crew:
    """People (indices), their work, their free days by week, and sums by week of contract and of what is lost."""

    who: Ints
    works: Works
    free: Ints
    contract: Ints
    bau: Ints
    absent: Ints
    overtime: Ints


class Crews:
    """The crews of a plan, each laid out when a line first asks for it."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        people = standing.portfolio.people
        self.lines = [line for lines in standing.grid.lines_of.values() for line in lines]
        self.line_number = {line.id: n for n, line in enumerate(self.lines)}
        self.projects = list(standing.grid.tier_of)
        self._project_number = {project: j for j, project in enumerate(self.projects)}
        self._contract = standing.table([standing.grid.contract[p.id] for p in people])
        self._net = standing.table([standing.net[p.id] for p in people])
        self._known: dict[int, Crew] = {}
        self._of_person = self._works()

    def of(self, line: str) -> Crew:
        """Return those who could serve a line."""
        able = self.standing.able[line]  # one tuple for all lines that ask for the same
        if id(able) not in self._known:
            self._known[id(able)] = self._crew(able)
        return self._known[id(able)]

    def _works(self) -> Works:
        """Return the work of everybody, `place` being the number of the person."""
        s, rows = self.standing, []
        musts = {p.id for p in s.portfolio.projects if p.must_have and s.above_must(p.id) >= 0}  # not those set aside
        for p, person in enumerate(s.portfolio.people):
            for w in range(s.portfolio.settings.weeks):
                for line, units in s.at.get((person.id, w), NONE).items():
                    project, pin = s.lines[line].project_id, s.held.get((person.id, line, w))
                    held = PINS.index(pin) if pin else MUST if project in musts else LOOSE
                    number = self._project_number[project]
                    rows.append((p, w, self.line_number[line], number, s.grid.tier_of[project], units, held))
        return Works(*np.array(rows, dtype=np.int64).reshape(-1, 7).T)

    def _crew(self, able: tuple[str, ...]) -> Crew:
        s, everybody = self.standing, self._of_person
        who = np.array([s.number[i] for i in able], dtype=np.int64)
        place_of = np.full(len(s.number), -1, dtype=np.int64)
        place_of[who] = np.arange(len(who))
        place = place_of[everybody.place]
        works = everybody.only(np.nonzero(place >= 0)[0])
        works.place[:] = place[place >= 0]
        order = np.argsort(works.place, kind="stable")
        free = s.capacity[who] - s.used[who]
        contract, net, capacity = (table[who].sum(axis=0) for table in (self._contract, self._net, s.capacity))
        over = np.minimum(0, free).sum(axis=0)
        return Crew(who, works.only(order), free, contract, contract - net, net - capacity, over)
