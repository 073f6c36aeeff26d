"""The oracle's judgement of whole plans: limits over several weeks, facts, and the levels in order."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from fractions import Fraction

import numpy as np
from oracle_terms import DAY, MICRO, Late, Pin, Terms, half_up, has
from oracle_weeks import Plans

from resopt.domain.records import Certainty, RuleKind
from resopt.domain.rules import FACT_RULES, Rule


class Judge:
    """Judges plans under given starts; many at a time."""

    def __init__(self, terms: Terms, shifts: tuple[int, ...], wanted: list[list[int]]) -> None:
        self.t, self.shifts, self.wanted = terms, shifts, wanted
        self.facts: list[Pin | Late] = [*terms.late, *terms.pins]

    # pieces

    def _on(self, plans: Plans, p: int, j: int) -> np.ndarray:
        """Return by week the units of a person on a project."""
        return plans.x[p, self.t.lines_of[j]].sum(axis=0)

    def _staffed(self, plans: Plans, j: int) -> np.ndarray:
        return plans.x[:, self.t.lines_of[j]].any(axis=(0, 1, 2))

    def _met(self, plans: Plans, i: int) -> np.ndarray:
        """Return by week the days met of a line."""
        return np.minimum(plans.x[:, i].sum(axis=0, dtype=np.int64), np.array(self.wanted[i])[:, None])

    def _project_met(self, plans: Plans, j: int) -> np.ndarray:
        return sum((self._met(plans, i).sum(axis=0) for i in self.t.lines_of[j]), np.zeros(len(plans), np.int64))

    def _project_wanted(self, j: int) -> int:
        return sum(sum(self.wanted[i]) for i in self.t.lines_of[j])

    # limits

    def limits(self) -> Iterator[Callable[[Plans], np.ndarray]]:
        t, rows = self.t, self.t.portfolio.rules
        if any(x.max_people is not None for x in t.lines):
            yield self._max_people
        if any(x.same_people for x in t.lines):
            yield self._same_people
        if any(x.fill_all or x.fill_share for x in t.lines):
            yield self._fill
        if any(t.min_days):
            yield self._min_days
        if any(p.min_staffing is not None for p in t.projects):
            yield self._min_staffing
        if any(row.kind is RuleKind.EXCLUSIVE for row in rows):
            yield self._exclusive
        if any(p.budget is not None for p in t.projects):
            yield self._budget

    def _max_people(self, plans: Plans) -> np.ndarray:
        ok = np.ones(len(plans), bool)
        for i, line in enumerate(self.t.lines):
            if line.max_people is not None:
                served = plans.x[:, i].any(axis=1)
                crew = np.array([p in self.t.past.on(i) for p in range(len(self.t.people))], bool)[:, None]
                pinned = (plans.pinned[:, i].any(axis=1) & served) | crew
                free = served & ~pinned
                ok &= free.sum(axis=0) <= np.maximum(0, line.max_people - pinned.sum(axis=0))
        return ok

    def _same_people(self, plans: Plans) -> np.ndarray:
        t, ok = self.t, np.ones(len(plans), bool)
        for i, line in enumerate(t.lines):
            for p in range(len(t.people)) if line.same_people else ():
                weeks = [w for w in t.weeks if self.wanted[i][w] and t.cap[p][w] >= t.step]
                ok &= ~plans.x[p, i].any(axis=0) | (plans.x[p, i, weeks] > 0).all(axis=0)
        return ok

    def _fill(self, plans: Plans) -> np.ndarray:
        ok = np.ones(len(plans), bool)
        for i, line in enumerate(self.t.lines):
            if line.fill_all or line.fill_share:
                met, idle = self._met(plans, i), ~plans.x[:, i].any(axis=(0, 1))
                share, full = line.fill_share, np.array(self.wanted[i])[:, None]
                filled = (met == full).all(axis=0) if line.fill_all else np.ones(len(plans), bool)
                filled &= met.sum(axis=0) >= self.t.past.needed(share, [i], self.wanted)
                ok &= idle | filled
        return ok

    def _min_days(self, plans: Plans) -> np.ndarray:
        t, ok = self.t, np.ones(len(plans), bool)
        for p, i in itertools.product(range(len(t.people)), range(len(t.lines))):
            total = plans.x[p, i].sum(axis=0)
            least = min(t.min_days[p], t.past.total(i, self.wanted[i])) - t.past.given(p, i)
            ok &= (total == 0) | (total >= least) | plans.pinned[p, i].any(axis=0)
        return ok

    def _min_staffing(self, plans: Plans) -> np.ndarray:
        ok = np.ones(len(plans), bool)
        for j, project in enumerate(self.t.projects):
            if project.min_staffing is not None and not project.must_have:
                ok &= ~self._staffed(plans, j) | self._reaches(plans, j, project.min_staffing)
        return ok

    def _reaches(self, plans: Plans, j: int, share: Fraction) -> np.ndarray:
        return self._project_met(plans, j) >= self.t.past.needed(share, self.t.lines_of[j], self.wanted)

    def _exclusive(self, plans: Plans) -> np.ndarray:
        t, ok = self.t, np.ones(len(plans), bool)
        for row in t.portfolio.rules:
            if row.kind is RuleKind.EXCLUSIVE:
                weeks = t.touched(row)
                on = [self._on(plans, t.p_of[row.person_id], j)[weeks].any(axis=0) for j in range(len(t.projects))]
                ok &= np.sum(on, axis=0) <= 1
        return ok

    def _budget(self, plans: Plans) -> np.ndarray:
        t, ok = self.t, np.ones(len(plans), bool)
        for j, project in enumerate(t.projects):
            if project.budget is not None:
                cells = [(p, i) for p in range(len(t.people)) for i in t.lines_of[j]]
                left = max(Fraction(0), project.budget * DAY - t.past.spent(j))
                scale = math.lcm(*(t.cost[p][i].denominator for p, i in cells))
                spent = sum(plans.x[p, i].sum(axis=0) * int(t.cost[p][i] * scale) for p, i in cells)
                ok &= spent <= math.floor(left * scale)
        return ok

    # facts

    def broken(self, plans: Plans) -> np.ndarray:
        """Return which facts each plan sets aside, in the order of `facts`."""
        rows = [self._late_broken(plans, fact) for fact in self.t.late]
        return np.array([*rows, *plans.broken], bool).reshape(len(self.facts), len(plans))

    def _late_broken(self, plans: Plans, fact: Late) -> np.ndarray:
        t = self.t
        if fact.rule is Rule.MUST_HAVE:
            share = t.projects[fact.j].min_staffing
            return ~self._reaches(plans, fact.j, Fraction(1) if share is None else share)
        if fact.rule is Rule.TOGETHER:
            return self._not_together(plans, fact)
        weeks = [w for w in t.weeks if any(self.wanted[i][w] for i in t.lines_of[fact.j])]
        run = [w for w in t.touched(fact.row) if weeks and weeks[0] <= w <= weeks[-1]]
        if not run:
            return np.zeros(len(plans), bool)
        kept = self._required(plans, fact, run) if fact.rule is Rule.REQUIRE else self._supervised(plans, fact, run)
        asked = self._staffed(plans, fact.j) | t.projects[fact.j].must_have
        return asked & ~kept

    def _required(self, plans: Plans, fact: Late, run: list[int]) -> np.ndarray:
        t, row = self.t, fact.row
        p = t.p_of[row.person_id]
        full = sum(t.work[p][w] for w in run) * (t.people[p].fte if row.is_share else 1)
        return self._on(plans, p, fact.j)[run].sum(axis=0) >= math.ceil(row.value * full * DAY)

    def _supervised(self, plans: Plans, fact: Late, run: list[int]) -> np.ndarray:
        t, row = self.t, fact.row
        able = [p for p, x in enumerate(t.people) if all(any(has(x, s) for s in group) for group in row.skill)]
        days = {p: self._on(plans, p, fact.j)[run].sum(axis=0) for p in able}
        none = np.zeros(len(plans), np.int64)
        if not row.is_share:
            work = t.working(t.projects[fact.j].location)
            return sum(days.values(), none) >= math.ceil(row.value * sum(work[w] for w in run) * DAY)
        full = {p: t.people[p].fte * sum(t.work[p][w] for w in run) * DAY for p in able}
        scale = math.lcm(*((1 / x).denominator for x in full.values() if x)) if any(full.values()) else 1
        total = sum((days[p] * int(scale / x) for p, x in full.items() if x), none)
        return total >= math.ceil(row.value * scale)

    def _not_together(self, plans: Plans, fact: Late) -> np.ndarray:
        t, row, off = self.t, fact.row, np.zeros(len(plans), bool)
        a, b = t.p_of[row.person_id], t.p_of[row.other_id]
        for j in range(len(t.projects)) if fact.j is None else [fact.j]:
            apart = (self._on(plans, a, j) > 0) != (self._on(plans, b, j) > 0)
            off |= apart[t.touched(row)].any(axis=0)
        return off

    # levels

    def levels(self, *, by_weight: bool) -> Iterator[tuple[str, Callable[[Plans], np.ndarray]]]:
        """Yield the measures in order, each to be made small; the first has many rows."""
        yield "facts", self._level0
        if by_weight:
            yield "weighted", lambda plans: self._weighted(plans)[None]
            return
        for k in range(self.t.num_tiers):
            for part in ("core", "firm", "all", "value"):
                yield part, lambda plans, k=k, part=part: -self._tier(plans, k, part)[None]
        for measure in (self._overtime, self._soft_missed, self._change, self._quality):
            yield measure.__name__, lambda plans, measure=measure: measure(plans)[None]

    def _level0(self, plans: Plans) -> np.ndarray:
        """Return counts by kind; then by kind counts by tier; then by kind and key, last tier first, 0 = set aside."""
        broken = self.broken(plans).astype(np.int16)
        none = np.zeros(len(plans), np.int16)

        def count(rule: Rule, tier: int | None = None) -> np.ndarray:
            rows = [n for n, f in enumerate(self.facts) if f.rule is rule and tier in (None, f.tier)]
            return broken[rows].sum(axis=0, dtype=np.int16) if rows else none

        rows = [count(rule) for rule in FACT_RULES]
        rows += [count(rule, k) for rule in FACT_RULES for k in range(self.t.num_tiers)]
        for rule in FACT_RULES:
            order = [(-f.tier, f.key, n) for n, f in enumerate(self.facts) if f.rule is rule]
            rows += [1 - broken[n] for _, _, n in sorted(order)]
        return np.array(rows)

    def _tier(self, plans: Plans, k: int, part: str) -> np.ndarray:
        t, total = self.t, np.zeros(len(plans), np.int64)
        for i, line in enumerate(t.lines):
            j = t.project_of[i]
            counts = {"core": line.core, "firm": line.certainty is Certainty.FIRM}.get(part, True)
            if t.tier[j] == k and counts:
                rate = half_up(t.projects[j].value * MICRO) if part == "value" else 1
                total += self._met(plans, i).sum(axis=0) * rate
        return total

    def _overtime(self, plans: Plans) -> np.ndarray:
        used = plans.x.sum(axis=1, dtype=np.int64)
        return np.maximum(0, used - np.array(self.t.cap)[..., None]).sum(axis=(0, 1))

    def _soft_missed(self, plans: Plans) -> np.ndarray:
        total = np.zeros(len(plans), np.int64)
        for (p, lines, w), units in self.t.soft.items():
            total += np.maximum(0, units - plans.x[p, list(lines), w].sum(axis=0))
        return total

    def _change(self, plans: Plans) -> np.ndarray:
        total = np.zeros(len(plans), np.int64)
        for (p, j, w), units in self.t.record.items():
            total += np.maximum(0, units - self._on(plans, p, j)[w])
        return total

    def _quality(self, plans: Plans) -> np.ndarray:
        t, policy = self.t, self.t.portfolio.policy
        total = np.full(len(plans), self._late_start(), np.int64)
        pair, handover = half_up(policy.people * MICRO), half_up(policy.handover * MICRO)
        for p, i in itertools.product(range(len(t.people)), range(len(t.lines))):
            days = plans.x[p, i]
            total += days.sum(axis=0, dtype=np.int64) * t.charge[p][i] + pair * days.any(axis=0)
            for w in t.weeks[:-1]:
                if self.wanted[i][w] and self.wanted[i][w + 1] and t.cap[p][w + 1] >= t.step:
                    total += handover * ((days[w] > 0) & (days[w + 1] == 0))
        return total

    def _late_start(self) -> int:
        total = 0
        for j, shift in enumerate(self.shifts):
            weeks = sum(any(self.wanted[i][w] for i in self.t.lines_of[j]) for w in self.t.weeks)
            if shift > 0 and weeks:
                per_week = Fraction(self._project_wanted(j), DAY * weeks)
                total += half_up(self.t.portfolio.policy.late_start * shift * per_week * MICRO)
        return total

    def _weighted(self, plans: Plans) -> np.ndarray:
        t, policy = self.t, self.t.portfolio.policy

        def per_unit(price: Fraction) -> int:
            return half_up(price / DAY * MICRO)

        total = self._quality(plans) + per_unit(policy.price_change) * self._change(plans)
        for i, (line, j) in enumerate(zip(t.lines, t.project_of, strict=True)):
            missing, usual = np.array(self.wanted[i])[:, None] - self._met(plans, i), policy.price_missing
            usual = policy.price_missing_by.get(line.id, usual * 2 ** (t.num_tiers - 1 - t.tier[j]))
            for w in t.weeks:
                total += per_unit(policy.price_missing_by.get((line.id, w), usual)) * missing[w]
        used, on = plans.x.sum(axis=1, dtype=np.int64), plans.x.any(axis=2)
        idle = np.maximum(0, np.array(t.cap)[..., None] - used).sum(axis=1)
        for p, person in enumerate(t.people):
            total += per_unit(policy.price_idle_by.get(person.id, policy.price_idle)) * idle[p]
            total += half_up(policy.price_used_by.get(person.id, policy.price_used) * MICRO) * on[p].any(axis=0)
            for i, line in enumerate(t.lines):
                price = policy.price_pair_by.get((person.id, line.id), policy.price_pair)
                total += half_up(price * MICRO) * on[p, i]
        return total
