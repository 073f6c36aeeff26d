"""A lower bound on level 3: how many people the days met in each tier take at the very least."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

import numpy as np

from resopt.domain.units import MICRO
from resopt.engine.cells import Ints, Problem, Variant
from resopt.result import Score


class PeopleNeeded:
    """For each line the least days it goes short of with n people, and the bound that follows for a plan's tiers.

    n people give a line in a week no more than its n largest capacities there, and over its life no more than
    the n largest totals. A tier that met all but S of its days leaves its lines S days short together, so their
    people can be cut down only as far as S allows: a knapsack, relaxed to the lower hulls of the lines' curves
    and solved greedily. Everything else that level 3 charges is at least 0, and every limit but capacity and
    eligibility is left out, so the bound holds for all plans with these days.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        tiers = len(problem.portfolio.tiers)
        self._most = [0] * tiers
        self._cuts: list[list[tuple[Fraction, int]]] = [[] for _ in range(tiers)]
        curves: dict[int, Ints] = {}
        for v, variant in enumerate(problem.variants):
            curve = self._curve(v, variant)
            known = curves.get(variant.line)
            curves[variant.line] = curve if known is None else _lower(known, curve)
        for line, curve in curves.items():
            tier = problem.grid.tier_of[problem.lines[line].project_id]
            people, cuts = _cuts(curve)
            self._most[tier] += people
            self._cuts[tier] += cuts
        for cuts in self._cuts:
            cuts.sort()

    def bound(self, score: Score) -> int:
        """Return a value that level 3 of no plan with these days in the tiers can pass below, in 1/1,000,000 day."""
        weight = floor(self.problem.portfolio.policy.people * MICRO + Fraction(1, 2))
        return weight * sum(self._people(k, tier.all) for k, tier in enumerate(score.tiers))

    def _people(self, tier: int, met: int) -> int:
        grid = self.problem.grid
        wanted = sum(sum(grid.wanted[x.id]) for x in self.problem.lines if grid.tier_of[x.project_id] == tier)
        left, removed = Fraction(wanted - met), Fraction(0)
        for price, people in self._cuts[tier]:
            part = Fraction(people) if price * people <= left else left / price
            removed, left = removed + part, left - price * part
            if part < people:
                break
        return ceil(self._most[tier] - removed)

    def _curve(self, v: int, variant: Variant) -> Ints:
        """Return the least units short with 0, 1, 2, ... people, down to what even all of them leave."""
        problem = self.problem
        cells = problem.cells_of_variant(v)
        wanted = np.array(variant.wanted, dtype=np.int64)
        people, row = np.unique(problem.person[cells], return_inverse=True)
        week = problem.week[cells]
        given = np.zeros((len(people), len(wanted)), dtype=np.int64)
        given[row, week] = np.minimum(problem.limit[problem.person[cells], week], wanted[week])
        by_week = np.cumsum(-np.sort(-given, axis=0), axis=0)
        short = np.maximum(0, wanted[None, :] - by_week).sum(axis=1)
        total = wanted.sum() - np.cumsum(-np.sort(-given.sum(axis=1)))
        curve: Ints = np.concatenate([[wanted.sum()], np.maximum(short, total)])
        return curve


def _lower(one: Ints, other: Ints) -> Ints:
    """Return the smaller of two curves, the shorter one going on as it ends."""
    size = max(len(one), len(other))
    longer = [np.concatenate([row, np.full(size - len(row), row[-1])]) for row in (one, other)]
    lower: Ints = np.minimum(*longer)
    return lower


def _cuts(curve: Ints) -> tuple[int, list[tuple[Fraction, int]]]:
    """Return the people a line needs for as few days short as can be, and what it costs to do with fewer.

    Each cut is (units short per person less, people), along the lower hull from the right, prices ascending.
    """
    most = int(np.argmin(curve))
    hull: list[int] = []
    for n in range(most, -1, -1):
        while len(hull) > 1 and _slope(curve, hull[-2], hull[-1]) >= _slope(curve, hull[-1], n):
            hull.pop()
        hull.append(n)
    return most, [(_slope(curve, a, b), a - b) for a, b in pairwise(hull)]


def _slope(curve: Ints, more: int, fewer: int) -> Fraction:
    return Fraction(int(curve[fewer]) - int(curve[more]), more - fewer)
