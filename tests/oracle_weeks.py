"""Every person-week and every week of a tiny portfolio that breaks no rule of one week.

Which amounts can appear at all? A cell (person, line, week) without a kept pin holds a multiple of the step or
exactly the rest that hard locks leave; that is the rule `step` itself. A cell under a kept pin that binds one line
holds the pin's amount. Cells under a pin over several lines share its amount in any way: with everything else
fixed, the splits of a week are flows (person sums are given, line sums have kinks at the wanted days less the
others' amounts, or where a threshold is just met), so some best plan lies at a corner: sums and differences of
steps, pin amounts and thresholds, moved by single units where "some days" is better than none. `_splits` lists
these numbers.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from oracle_terms import DAY, Pin, Terms

from resopt.domain.records import RuleKind
from resopt.domain.rules import Rule


class TooLargeError(Exception):
    """The portfolio has more plans than the caller wants to look at."""


@dataclass(frozen=True)
class Column:
    """One person in one week: units by line, which cells are pinned, which pins are broken."""

    units: tuple[int, ...]
    pinned: tuple[bool, ...]
    broken: tuple[bool, ...]


@dataclass
class Plans:
    """Many plans (or weeks) side by side, the last axis: x[p, l, w], pinned[p, l, w], broken[pin]."""

    x: np.ndarray
    pinned: np.ndarray
    broken: np.ndarray

    def __len__(self) -> int:
        return self.x.shape[-1]

    def keep(self, mask: np.ndarray) -> Plans:
        if mask.all():
            return self
        return Plans(self.x[..., mask], self.pinned[..., mask], self.broken[..., mask])


def _within(limit: int, lists: list[list[int]]) -> Iterator[tuple[int, ...]]:
    """Yield every choice of one number from each of `lists` (ascending) whose sum is at most `limit`."""
    if not lists:
        yield ()
        return
    for first in itertools.takewhile(lambda x: x <= limit, lists[0]):
        for others in _within(limit - first, lists[1:]):
            yield (first, *others)


class Weeks:
    """The legal weeks of a portfolio under given shifts; columns are shared by all shifts."""

    def __init__(self, terms: Terms, without: Rule | None, most: int) -> None:
        self.t, self.without, self.most = terms, without, most
        self.memo: dict[tuple[object, ...], list[Column]] = {}
        forbid = [r for r in terms.portfolio.rules if r.kind is RuleKind.FORBID]
        self.forbidden = {
            (terms.p_of[r.person_id], terms.j_of[r.project_id], w)
            for r in forbid
            if r.person_id in terms.p_of and r.project_id in terms.j_of
            for w in terms.touched(r)
        }

    def pins_of(self, p: int, w: int) -> list[Pin]:
        return [pin for pin in self.t.pins if (pin.p, pin.w) == (p, w)]

    def columns(self, p: int, w: int, wanted: list[list[int]]) -> list[Column]:
        key = (p, w, tuple(row[w] for row in wanted))
        if key not in self.memo:
            self.memo[key] = list(self._columns(p, w, wanted))
        return self.memo[key]

    def _columns(self, p: int, w: int, wanted: list[list[int]]) -> Iterator[Column]:
        t, pins = self.t, self.pins_of(p, w)
        lists = [self._amounts(p, i, w, wanted, pins) for i in range(len(t.lines))]
        for units in _within(t.limit[p][w], lists):
            projects = {t.project_of[i] for i, x in enumerate(units) if x}
            if len(projects) > t.max_projects[p] or any((p, j, w) in self.forbidden for j in projects):
                continue
            broken = tuple(self._is_broken(pin, units) for pin in pins)
            kept = {i for pin, off in zip(pins, broken, strict=True) if not off and pin.units for i in pin.lines}
            if all(i in kept or not x or self._cell_ok(p, i, w, x, wanted) for i, x in enumerate(units)):
                yield Column(units, tuple(i in kept for i in range(len(units))), broken)

    def _is_broken(self, pin: Pin, units: tuple[int, ...]) -> bool:
        outside = set(self.t.lines_of[pin.j]) - set(pin.lines) if pin.rule is Rule.FREEZE else set()
        return sum(units[i] for i in pin.lines) != pin.units or any(units[i] for i in outside)

    def _cell_ok(self, p: int, i: int, w: int, x: int, wanted: list[list[int]]) -> bool:
        """Judge an unpinned amount above 0: eligibility, step, min share."""
        t = self.t
        if not t.able[p][i] and self.without is not Rule.ELIGIBILITY:
            return False
        rest = max(0, wanted[i][w] - t.locked.get((i, w), 0))
        if x == rest and rest % t.step:
            return True
        if x % t.step and self.without is not Rule.STEP:
            return False
        free = max(0, t.cap[p][w] - t.locked_person.get((p, w), 0)) // t.step * t.step
        return x >= min(t.min_share[p], rest, free)

    def _amounts(self, p: int, i: int, w: int, wanted: list[list[int]], pins: list[Pin]) -> list[int]:
        t = self.t
        most = max(t.limit[p][w], 0)
        rest = max(0, wanted[i][w] - t.locked.get((i, w), 0))
        found = {0}
        if t.able[p][i] or self.without is Rule.ELIGIBILITY:
            top = most if self.without is Rule.DATES else min(most, wanted[i][w])
            step = t.step // 2 if self.without is Rule.STEP else t.step
            found |= {*range(0, top + 1, step), rest}
        for pin in pins:
            if i in pin.lines and pin.units:
                found |= {pin.units} if len(pin.lines) == 1 else self._splits(pin, wanted)
        return sorted(x for x in found if x <= most)

    def _splits(self, pin: Pin, wanted: list[list[int]]) -> set[int]:
        """Return the amounts that a cell may hold under a pin over several lines."""
        t, grid = self.t, self.t.step // 2
        near = [q for q in t.pins if (q.j, q.w) == (pin.j, pin.w) and q.units]
        own = {q.units % grid for q in near} | self._thresholds(pin.j, wanted, grid)
        residues = {0}
        for amount in own - {0}:
            residues |= {(r + sign * amount) % grid for r in residues for sign in (1, -1)}
        several = len({q.p for q in near if len(q.lines) > 1})
        slack = range(-several, several + 1)
        residues = {(r + d) % grid for r in residues for d in slack}
        return {x for x in range(pin.units + 1) if x % grid in residues}

    def _thresholds(self, j: int, wanted: list[list[int]], grid: int) -> set[int]:
        t, found = self.t, set()
        found |= {t.past.needed(t.lines[i].fill_share, [i], wanted) % grid for i in t.lines_of[j]}
        if t.projects[j].min_staffing is not None:
            found.add(t.past.needed(t.projects[j].min_staffing, t.lines_of[j], wanted) % grid)
        return found | {(n - t.past.given(p, i)) % grid for p, n in enumerate(t.min_days) for i in t.lines_of[j]}

    def week(self, w: int, wanted: list[list[int]]) -> Plans:
        """Return all legal weeks, person by person, dropping what more people cannot mend."""
        t = self.t
        num_lines, total = len(t.lines), len(t.pins)
        weeks = Plans(
            np.zeros((0, num_lines, 1), np.int32), np.zeros((0, num_lines, 1), bool), np.zeros((total, 1), bool)
        )
        for p in range(len(t.people)):
            weeks = self._joined(weeks, p, w, self.columns(p, w, wanted))
            if self.without is not Rule.DATES:
                weeks = weeks.keep(self._fits_wanted(weeks, [row[w] for row in wanted]))
        for rule_ok in (self._apart, self._lend):
            weeks = weeks.keep(rule_ok(weeks, w))
        return weeks

    def _joined(self, weeks: Plans, p: int, w: int, columns: list[Column]) -> Plans:
        n, m = len(weeks), len(columns)
        if n * m > self.most:
            raise TooLargeError
        left, right = np.repeat(np.arange(n), m), np.tile(np.arange(m), n)
        x = np.array([c.units for c in columns], np.int32).T[:, right]
        pinned = np.array([c.pinned for c in columns], bool).T[:, right]
        broken = weeks.broken[:, left]
        for k, pin in enumerate(self.pins_of(p, w)):
            flags = np.array([c.broken[k] for c in columns], bool)
            broken[self.t.pins.index(pin)] |= flags[right]
        return Plans(
            np.concatenate([weeks.x[..., left], x[None]]),
            np.concatenate([weeks.pinned[..., left], pinned[None]]),
            broken,
        )

    def _fits_wanted(self, weeks: Plans, wanted: list[int]) -> np.ndarray:
        pinned = np.where(weeks.pinned, weeks.x, 0).sum(axis=0)
        free = weeks.x.sum(axis=0) - pinned
        return (free <= np.maximum(0, np.array(wanted)[:, None] - pinned)).all(axis=0)

    def _apart(self, weeks: Plans, w: int) -> np.ndarray:
        t, ok = self.t, np.ones(len(weeks), bool)
        for row in t.portfolio.rules:
            if row.kind is RuleKind.APART and w in t.touched(row):
                a, b = t.p_of[row.person_id], t.p_of[row.other_id]
                for j, project in enumerate(t.projects):
                    if row.project_id in (None, project.id):
                        on = weeks.x[:, t.lines_of[j]].sum(axis=1) > 0
                        ok &= ~(on[a] & on[b])
        return ok

    def _lend(self, weeks: Plans, w: int) -> np.ndarray:
        t, ok = self.t, np.ones(len(weeks), bool)
        for row in t.portfolio.rules:
            if row.kind is not RuleKind.LEND or w not in t.touched(row):
                continue
            away = [i for i, j in enumerate(t.project_of) if t.projects[j].department not in ("", row.department)]
            people = [p for p, one in enumerate(t.people) if one.department == row.department]
            scale = math.lcm(*(t.work[p][w] or 1 for p in people)) if people else 1
            lent = np.zeros(len(weeks), np.int64)
            for p in people:
                days = weeks.x[p, away].sum(axis=0, dtype=np.int64)
                ok &= (days == 0) | (t.work[p][w] > 0)
                lent += days * (scale // (t.work[p][w] or 1))
            ok &= lent <= math.floor((row.value or Fraction(0)) * DAY * scale)
        return ok
