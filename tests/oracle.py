"""The brute-force oracle: it looks at every plan of a tiny portfolio and names the best.

Nothing here is shared with the engine, the checker or `domain.grid`: numbers come from `oracle_terms`, weeks from
`oracle_weeks`, whole plans are judged by `oracle_judge`; this module joins weeks and keeps the best.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from oracle_judge import Judge
from oracle_relaxed import relaxed
from oracle_terms import Terms
from oracle_weeks import Plans, TooLargeError, Weeks

from resopt.domain.records import Portfolio
from resopt.domain.rules import FACT_RULES, Rule
from resopt.plan import Plan

__all__ = ["Best", "TooLargeError", "best", "legal_plans", "relaxed", "weighted"]

Key = tuple[tuple[int, ...], ...]
CHUNK = 300_000


@dataclass(frozen=True)
class Best:
    """The best levels of all plans, one plan that has them, and how many plans were looked at.

    `vector` is `Score.vector()`; `aside` the facts set aside as (rule, key); `aside_key` compares sets with equal
    counts; `weighted` is the best weighted sum after level 0 if that was asked for.
    """

    vector: tuple[int, ...]
    aside_key: tuple[int, ...]
    aside: tuple[tuple[Rule, str], ...]
    plan: Plan
    seen: int
    weighted: int | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """Return what is compared: level 0 with its tie-break, then the levels in order."""
        return (self.vector[: len(FACT_RULES)], self.aside_key, self.vector[len(FACT_RULES) :])


def best(portfolio: Portfolio, without: Rule | None = None, most: int = 30_000_000) -> Best:
    """Return the best levels under the strict policy, with the rule `without` left out.

    Raises
    ------
    TooLargeError
        If more than `most` plans would have to be looked at under one choice of starts.
    """
    return _Search(portfolio if without is None else relaxed(portfolio, without), without, most, by_weight=False).run()


def weighted(portfolio: Portfolio, most: int = 30_000_000) -> Best:
    """Return the best weighted sum after level 0."""
    return _Search(portfolio, None, most, by_weight=True).run()


class _Search:
    """One run over all plans."""

    def __init__(self, portfolio: Portfolio, without: Rule | None, most: int, *, by_weight: bool) -> None:
        self.t, self.most, self.by_weight = Terms(portfolio), most, by_weight
        self.weeks = Weeks(self.t, without, most)
        self.best: Key | None = None
        self.found: Best | None = None
        self.seen = 0

    def run(self) -> Best:
        for shifts in itertools.product(*self.t.shifts()):
            wanted = self.t.wanted(shifts)
            weeks = [self.weeks.week(w, wanted) for w in self.t.weeks]
            total = math.prod(len(week) for week in weeks)
            if total > self.most:
                raise TooLargeError
            self.seen += total
            for first in range(0, total, CHUNK):
                self._look(shifts, wanted, _joined(weeks, np.arange(first, min(total, first + CHUNK))))
        assert self.found is not None  # the empty plan breaks no limit
        return self.found

    def _look(self, shifts: tuple[int, ...], wanted: list[list[int]], plans: Plans) -> None:
        judge = Judge(self.t, shifts, wanted)
        for limit in judge.limits():
            plans = plans.keep(limit(plans))
        if not len(plans):
            return
        levels: list[tuple[int, ...]] = []
        for _, measure in judge.levels(by_weight=self.by_weight):
            plans, reached = _least(plans, measure(plans))
            levels.append(reached)
            if self.best is not None and levels > list(self.best[: len(levels)]):
                return
        key = tuple(levels)
        if self.best is None or key < self.best:
            self.best, self.found = key, self._record(judge, key, plans.keep(np.arange(len(plans)) == 0), shifts)

    def _record(self, judge: Judge, key: Key, plans: Plans, shifts: tuple[int, ...]) -> Best:
        t, flags = self.t, judge.broken(plans)[:, 0]
        aside = tuple((f.rule, f.key) for f, off in zip(judge.facts, flags, strict=True) if off)
        size = len(FACT_RULES)
        levels = tuple(int(m(plans)[0][0]) for name, m in judge.levels(by_weight=False) if name != "facts")
        return Best(
            (*key[0][:size], *levels),
            key[0][size:],
            aside,
            _to_plan(t, plans, 0, shifts),
            self.seen,
            key[1][0] if self.by_weight else None,
        )


def _joined(weeks: list[Plans], numbers: np.ndarray) -> Plans:
    """Return the plans with these numbers in the product of `weeks`."""
    places = np.unravel_index(numbers, [len(week) for week in weeks])
    x = np.stack([week.x[..., at] for week, at in zip(weeks, places, strict=True)], axis=2)
    pinned = np.stack([week.pinned[..., at] for week, at in zip(weeks, places, strict=True)], axis=2)
    broken = weeks[0].broken[..., places[0]]
    for week, at in zip(weeks[1:], places[1:], strict=True):
        broken = broken | week.broken[..., at]
    return Plans(x, pinned, broken)


def _least(plans: Plans, values: np.ndarray) -> tuple[Plans, tuple[int, ...]]:
    """Keep the plans with the lexicographically least columns of `values`; return that column too."""
    reached = []
    alive = np.arange(len(plans))
    for row in values:
        least = row[alive].min()
        alive = alive[row[alive] == least]
        reached.append(int(least))
    mask = np.zeros(len(plans), bool)
    mask[alive] = True
    return plans.keep(mask), tuple(reached)


def legal_plans(portfolio: Portfolio, numbers: Sequence[float]) -> list[Plan]:
    """Return those plans to which the numbers (0 up to 1) point in the row of all plans and that break no limit."""
    terms = Terms(portfolio)
    shifts = tuple(allowed[int(numbers[0] * len(allowed))] for allowed in terms.shifts()) if numbers else ()
    wanted, source = terms.wanted(shifts), Weeks(terms, None, 1_000_000)
    weeks = [source.week(w, wanted) for w in terms.weeks]
    total = math.prod(len(week) for week in weeks)
    plans = _joined(weeks, np.array([int(x * total) for x in numbers]))
    for limit in Judge(terms, shifts, wanted).limits():
        plans = plans.keep(limit(plans))
    return [_to_plan(terms, plans, n, shifts) for n in range(len(plans))]


def _to_plan(terms: Terms, plans: Plans, n: int, shifts: tuple[int, ...]) -> Plan:
    cells = np.ndindex(*plans.x.shape[:-1])
    units = {(terms.people[p].id, terms.lines[i].id, w): int(plans.x[p, i, w, n]) for p, i, w in cells}
    return Plan.of(units, {project.id: s for project, s in zip(terms.projects, shifts, strict=True)})
