"""A guide for the greedy plan: who a flow proposes for which line, seated as far as the hard rules allow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from resopt.engine.greedy_case import Case, Ints
from resopt.engine.greedy_facts import mend_together
from resopt.engine.greedy_ledger import Ledger
from resopt.engine.greedy_lines import Pressure, Server
from resopt.engine.greedy_offers import Offer
from resopt.plan import Plan

LOYALTY = 1000.0  # days of charge per day by which somebody new to a line comes after those who serve it


@dataclass(frozen=True, slots=True)
class Guide:
    """Proposed units by line, person and week, and the shift in weeks of the projects of which it says one."""

    rows: Mapping[int, Mapping[int, Ints]]
    shifts: Mapping[int, int]


def read_guide(case: Case, units: Mapping[tuple[str, str, int], int], shifts: Mapping[str, int]) -> Guide:
    """Return `units` by (person, line, week) in numbers of `case`; what is on no planned line is left out.

    Of projects that may move and are not in `shifts` the guide says that they start when most of it is wanted.
    """
    rows: dict[int, dict[int, Ints]] = defaultdict(dict)
    for (person, line, week), amount in units.items():
        if amount > 0 and line in case.line_of and person in case.person_of and 0 <= week < case.weeks:
            on_line, p = rows[case.line_of[line]], case.person_of[person]
            if p not in on_line:
                on_line[p] = np.zeros(case.weeks, dtype=np.int64)
            on_line[p][week] += amount
    said: dict[int, int] = {}
    for j, project in enumerate(case.projects):
        allowed = case.grid.shifts[project.id]
        if project.id in shifts and shifts[project.id] in allowed:
            said[j] = shifts[project.id]
        elif len(allowed) > 1 and any(n in rows for n in case.lines_of[j]):
            said[j] = min(allowed, key=lambda s: (-_wanted_then(case, j, s, rows), abs(s), s))
    return Guide(dict(rows), said)


def _wanted_then(case: Case, project: int, shift: int, rows: Mapping[int, Mapping[int, Ints]]) -> int:
    """Return how many proposed units the project wants if it starts `shift` weeks later."""
    return sum(
        int(np.minimum(sum(rows[n].values()), case.grid.wanted_at(case.lines[n].id, shift)).sum())
        for n in case.lines_of[project]
        if n in rows
    )


def _unpayable(case: Case, guide: Guide) -> set[int]:
    """Return the projects whose budget does not pay what the guide proposes."""
    cost: dict[int, Fraction] = defaultdict(Fraction)
    for n, people in guide.rows.items():
        if case.owner[n] in case.budget:
            cost[case.owner[n]] += sum(case.unit_cost(p, n) * int(row.sum()) for p, row in people.items())
    return {j for j, money in cost.items() if money > case.budget[j]}


def as_plan(case: Case, guide: Guide) -> Plan:
    """Return the guide as a plan, rules or not."""
    units = {
        (case.people[p].id, case.lines[n].id, w): amount
        for n, rows in guide.rows.items()
        for p, row in rows.items()
        for w, amount in enumerate(row.tolist())
    }
    shifts = {p.id: guide.shifts.get(j, case.usual_shift(j)) for j, p in enumerate(case.projects)}
    return Plan.of(units, shifts)


class GuidedServer(Server):
    """A Server that first seats whom the guide proposes, and then tops up lines from those who serve them already.

    What the guide proposes for lines still to be served is touched last. Until it is served, a line may miss what
    `fill` asks for.
    """

    def __init__(self, ledger: Ledger, pressure: Pressure, guide: Guide) -> None:
        super().__init__(ledger, pressure)
        self._dear = _unpayable(ledger.case, guide)  # there the cheap come first, whoever else wants them
        self._rows = {n: rows for n, rows in guide.rows.items() if ledger.case.owner[n] not in self._dear}
        self._coupled = bool(ledger.case.rules.apart or ledger.case.rules.lend)
        self._waiting: dict[int, dict[int, Ints]] = defaultdict(dict)  # project, person -> lines that wait, by week
        self._seated: set[int] = set(self._rows)
        for line in self._rows:
            self._reserve(line)

    def serve_all(self, lines: Iterable[int]) -> None:
        """Serve lines of equal rank: choosy ones first; of the others all are seated before any is topped up."""
        lines = list(lines)
        for n in lines:
            if self._is_choosy(n):
                self._serve_first(n)
        for n in lines:
            self._seat(n, pair=True)
        for j in self._projects_of_pairs({self.ledger.case.owner[n] for n in lines}):
            if not mend_together(self, j):
                self._part(j)
        for n in lines:
            self._serve_seated(n)

    def _serve_first(self, line: int) -> None:
        """Serve a choosy line before others take its people, unless it gets all whom the guide proposes."""
        mark = self.ledger.mark()
        self.seat(line)
        if self._proposed(line) or self.ledger.case.owner[line] in self._dear or not self.holds(line):
            self.ledger.undo(mark)
            self.serve(line)

    def serve(self, line: int) -> int:
        """Seat and top up a line; if its rules then do not hold, give it to others, or nothing."""
        before = self.ledger.met(line)
        self.seat(line)
        self._serve_seated(line)
        return self.ledger.met(line) - before

    def _serve_seated(self, line: int) -> None:
        ledger = self.ledger
        if ledger.case.owner[line] not in self._dear and self._is_waited_for(line):
            ledger.shielded = True
            self.top_up(line)
            ledger.shielded = False
        self.top_up(line)
        if not self.holds(line):
            self._clear(line)
            self.top_up(line)
        elif self._is_stuck(line):
            self._start_over(line)

    def _is_waited_for(self, line: int) -> bool:
        """Return whether other lines wait for days that this one might take."""
        ledger = self.ledger
        return bool(ledger.reserved[ledger.case.able[line]][:, ledger.missing(line) > 0].any())

    def loyalty(self, line: int) -> float:
        """Return what a day of somebody new to a line costs more, in days."""
        return LOYALTY if line in self._rows else 0.0

    def _is_stuck(self, line: int) -> bool:
        """Return whether whom the guide proposes may keep out those who could give a line more."""
        return self._is_choosy(line) and bool(self.ledger.missing(line).any()) and bool(self._proposed(line))

    def _is_choosy(self, line: int) -> bool:
        """Return whether rules of its own decide who can serve a line together."""
        case, record = self.ledger.case, self.ledger.case.lines[line]
        whole = record.same_people or record.fill_all or record.fill_share > 0 or record.max_people is not None
        return whole or case.owner[line] in self._dear

    def _start_over(self, line: int) -> None:
        """Serve a line without the guide, if that gives it more."""
        mark, met = self.ledger.mark(), self.ledger.met(line)
        self._clear(line)
        self.top_up(line)
        if self.ledger.met(line) <= met:
            self.ledger.undo(mark)

    def _reserve(self, line: int) -> None:
        """Keep what is proposed for a line until it is seated."""
        ledger, j = self.ledger, self.ledger.case.owner[line]
        self._seated.discard(line)
        for p, row in self._rows[line].items():
            ledger.reserved[p] += row
            before = self._waiting[j].get(p, np.zeros_like(row))
            self._waiting[j][p] = before + (row > 0)
            ledger.reserved_projects[p] += (row > 0) & (before == 0)

    def _release(self, line: int) -> None:
        ledger, j = self.ledger, self.ledger.case.owner[line]
        if line in self._rows and line not in self._seated:
            self._seated.add(line)
            for p, row in self._rows[line].items():
                ledger.reserved[p] -= row
                after = self._waiting[j][p] = self._waiting[j][p] - (row > 0)
                ledger.reserved_projects[p] -= (row > 0) & (after == 0)

    def reunite(self) -> None:
        """See to people who must come together once more: lines that were cleared may have left one of them alone."""
        ledger = self.ledger
        for j in self._projects_of_pairs(range(len(ledger.case.projects))):
            mark, lines = ledger.mark(), ledger.case.lines_of[j]
            if not mend_together(self, j) or not all(map(self.holds, lines)):
                ledger.undo(mark)
                self._part(j)
                for n in lines:
                    if not self.holds(n):
                        self._clear(n)

    def _projects_of_pairs(self, projects: Iterable[int]) -> list[int]:
        """Return those of `projects` with days on which some people must come together."""
        bound = {rule.project for rule in self.ledger.case.rules.together}
        return [j for j in sorted(projects) if {-1, j} & bound and self.ledger.on_project[j]]

    def _part(self, project: int) -> None:
        """Take those who must come together off a project."""
        pairs = [rule for rule in self.ledger.case.rules.together if rule.project in (-1, project)]
        for p in sorted({p for rule in pairs for p in (rule.person, rule.other)}):
            for n in self.ledger.case.lines_of[project]:
                _take_off(self.ledger, n, p)

    def _clear(self, line: int) -> None:
        """Take everybody off a line who is not locked on it."""
        for p in list(self.ledger.on_line[line]):
            _take_off(self.ledger, line, p)

    def seat(self, line: int) -> None:
        """Give a line what the guide proposes for it; people who must come together stay away."""
        self._seat(line, pair=False)

    def _seat(self, line: int, *, pair: bool) -> None:
        """Give a line the people and days that the guide proposes, the longest stint first, as the rules allow.

        What `fill` asks for is not looked at: others may join later.
        """
        self._release(line)
        ledger, proposed = self.ledger, self._proposed(line)
        if not proposed:
            return
        who = np.array(sorted(proposed), dtype=np.int64)
        asked = np.array([proposed[p] for p in who.tolist()], dtype=np.int64)
        room = ledger.room(line, who, pair=pair)
        offer = Offer(ledger, line, who, np.minimum(room, asked))
        for i in np.argsort(-asked.sum(axis=1), kind="stable").tolist():
            p = int(who[i])
            if self.slots(line) != 0 or p in ledger.on_line[line].keys() | ledger.case.crew(line):
                row = offer.amounts(ledger.missing(line), as_asked=True)[i]
                row = ledger.affordable(line, p, self._without_gaps(line, row, who[i : i + 1], room[i : i + 1]))
                if row.any() and int(row.sum()) >= self.least(line, p) and self._stays(line, p, row):
                    ledger.give(line, p, row)
                    if self._coupled and ledger.lessen(line, who, room, p, own=False):
                        offer.set_room(np.minimum(room, asked))

    def _without_gaps(self, line: int, row: Ints, one: Ints, room: Ints) -> Ints:
        """Return `row` of one person with days in between where a same-people line asks for them."""
        ledger = self.ledger
        if not ledger.case.lines[line].same_people or not row.any():
            return row
        gaps = ledger.obliged(line, int(one[0])) & (row == 0)
        return np.where(gaps, Offer(ledger, line, one, room).smallest(ledger.missing(line))[0], row)

    def _stays(self, line: int, person: int, row: Ints) -> bool:
        """Return whether the person then has days in each week in which same people asks for them."""
        ledger = self.ledger
        if not ledger.case.lines[line].same_people:
            return True
        days = row + ledger.on_line[line].get(person, 0)
        return bool(((days > 0) | ~ledger.obliged(line, person)).all())

    def _proposed(self, line: int) -> dict[int, Ints]:
        """Return by person what the guide proposes beyond the days they have on the line."""
        able, held = self.ledger.case.able[line], self.ledger.on_line[line]
        rows = self._rows.get(line, {})
        left = {p: np.maximum(0, rows[p] - held.get(p, 0)) for _, p in self.ledger.places(able, rows)}
        return {p: row for p, row in left.items() if row.any()}


def _take_off(ledger: Ledger, line: int, person: int) -> None:
    row = ledger.on_line[line].get(person)
    if row is not None and not ledger.is_pinned(line, person):
        ledger.give(line, person, -row)
