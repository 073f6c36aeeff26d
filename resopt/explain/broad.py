"""Broad reasons: one week of all lines that need not give way as one flow, where nearby lines alone tell nothing."""

from __future__ import annotations

from collections.abc import Sequence

from resopt.engine.matching import most_of
from resopt.explain.network import Claims, Network
from resopt.result import Ground, Reason


class Broad(Network):
    """One week of short lines together with all lines that need not give way to them."""

    def __init__(self, claims: Claims, lines: Sequence[str], week: int, asked: int) -> None:
        super().__init__(claims, lines, week, asked, 0, range(0))
        self.own = self.needs[self.line]
        others = {x: units for x, units in claims.holding(week, self.line).items() if x not in self.lines}
        self.needs = {self.line: self.own, **others}
        self.people = sorted({p for name in self.needs for p in self.s.able[name]})
        self.rooms, self.able = self.supply(self.circumstances(), self.needs)
        self.most, self.side = most_of(self.line, self.needs, self.rooms, self.able)

    @property
    def fits(self) -> bool:
        """Whether the lines can get what they are asked for, by amounts alone."""
        return self.most >= self.own

    def reason(self) -> Reason:
        """Return the lines that use up all who could serve, directly or by setting others free."""
        side = [name for name in self.needs if name in self.side]
        offering = {p for name in side for p in self.able[name] if p in self.rooms}
        needed, have = sum(self.needs[name] for name in side), sum(self.rooms[p] for p in offering)
        claims: list[Ground] = sorted(
            (self.claim(name) for name in side if name != self.line), key=lambda g: (-g.units, g.key)
        )
        people = tuple(p for p in self.people if p in offering)
        return Reason((self.week,), tuple(claims), people, needed, have, self.own, is_broad=True)
