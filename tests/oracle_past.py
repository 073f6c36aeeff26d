"""The oracle's past: days done before As Of laid on lines, with its own code."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from resopt.domain.records import Actual, Booking

if TYPE_CHECKING:
    from oracle_terms import Terms

DAY = 200


class Past:
    """Days done by (p, i, w); `extra` by line and week is carried over; `wanted` and `met` are sums by line."""

    def __init__(self, terms: Terms) -> None:
        self.t = terms
        self.first = terms.first
        self.rows = self._rows()
        self.started = {j for j, *_, units in self.rows if units and terms.lines_of[j]}

    def _rows(self) -> list[tuple[int, int, int, Actual | Booking, int]]:
        """Return project, person, week, row and units of what was done."""
        t, rows, said = self.t, [], set()
        for a in t.portfolio.actuals:
            w = t.mondays.index(a.monday) if a.monday in t.mondays else 99
            if w < self.first and a.project_id in t.j_of:
                said.add((a.project_id, w))
                rows.append(
                    (t.j_of[a.project_id], t.p_of[a.person_id], w, a, math.floor(a.days * DAY + Fraction(1, 2)))
                )
        for b in t.portfolio.bookings:
            if b.project_id in t.j_of:
                for w, units in t.booked(b, t.p_of[b.person_id]).items():
                    if w < self.first and (b.project_id, w) not in said:
                        rows.append((t.j_of[b.project_id], t.p_of[b.person_id], w, b, units))
        return rows

    def settle(self, starts: list[tuple[int, ...]]) -> None:
        t = self.t
        whole = t.moved(tuple(one[0] for one in starts))
        known = [len(starts[j]) == 1 for j in t.project_of]
        rows = [whole[i] if known[i] else [0] * len(t.weeks) for i in range(len(t.lines))]
        self.done: dict[tuple[int, int, int], int] = {}

        def rank(one):  # type: ignore[no-untyped-def]
            _, p, w, row, _ = one
            role = isinstance(row, Booking) and bool(row.role)
            key = row.id if isinstance(row, Booking) else (row.monday, row.line_id, row.days)
            return (not row.line_id, not role, t.people[p].id, str(key) if isinstance(row, Booking) else "", key, w)

        for w in range(self.first):
            for kind in (Actual, Booking):
                for j, p, _, row, units in sorted(
                    (r for r in self.rows if r[2] == w and isinstance(r[3], kind)), key=rank
                ):
                    self._lay(row, j, p, w, units, rows)
        lines = range(len(t.lines))
        given = [sum(n for (_, k, _), n in self.done.items() if k == i) for i in lines]
        self.wanted = [sum(rows[i][: self.first]) for i in lines]
        self.met = [min(a, b) for a, b in zip(given, self.wanted, strict=True)]
        self.extra = [[0] * len(t.weeks) for _ in lines]
        for i in lines if t.settings.carry_over else ():
            self._carry(i, rows[i])

    def _lay(self, row, j: int, p: int, w: int, units: int, wanted: list[list[int]]) -> None:  # type: ignore[no-untyped-def]
        t, own = self.t, self.t.lines_of[j]
        person = t.people[p]
        if row.line_id:
            own = [i for i in own if t.lines[i].id == row.line_id]
        else:
            role = getattr(row, "role", "")
            of_role = [i for i in own if role and t.lines[i].role == role]
            mine = [i for i in own if (t.lines[i].person_id or person.id) == person.id]
            mine = [i for i in mine if t.lines[i].person_id or t.lines[i].role in person.roles]
            own = of_role or mine or own
        for i in own:
            taken = sum(n for (_, k, x), n in self.done.items() if (k, x) == (i, w))
            part = units if i == own[-1] else max(0, min(units, wanted[i][w] - taken))
            if part:
                self.done[p, i, w] = self.done.get((p, i, w), 0) + part
            units -= part

    def _carry(self, i: int, row: list[int]) -> None:
        """Hand out step after step: whichever week has been raised the fewest times in full comes first."""
        step, missed = self.t.step, self.wanted[i] - self.met[i]
        frozen = self.t.settings.freeze_weeks
        weeks = [w for w in range(self.first, len(row)) if row[w]]
        weeks = [w for w in weeks if w - self.first >= frozen] or weeks
        for _ in range(math.floor(Fraction(missed, step) + Fraction(1, 2)) if weeks else 0):
            w = min(weeks, key=lambda w: (self.extra[i][w] // row[w], w))
            self.extra[i][w] += step

    def on(self, i: int) -> set[int]:
        return {p for p, k, _ in self.done if k == i}

    def given(self, p: int, i: int) -> int:
        return sum(n for (q, k, _), n in self.done.items() if (q, k) == (p, i))

    def total(self, i: int, wanted: list[int]) -> int:
        """Return all that a line wants in the horizon, past and open."""
        return self.wanted[i] + sum(wanted) - sum(self.extra[i])

    def needed(self, share: Fraction, lines: Iterable[int], wanted: list[list[int]]) -> int:
        """Return the least units that the open weeks have to bring; what they do not want they need not bring."""
        if not self.first:
            return math.ceil(share * sum(sum(wanted[i]) for i in lines))
        ids = list(lines)
        full = sum(sum(wanted[i]) for i in ids)
        left = math.ceil(share * sum(self.total(i, wanted[i]) for i in ids)) - sum(self.met[i] for i in ids)
        return min(full, max(0, left))

    def spent(self, j: int) -> Fraction:
        """Return money x units spent on a project."""
        t = self.t
        return sum((t.cost[p][i] * n for (p, i, _), n in self.done.items() if t.project_of[i] == j), Fraction(0))
