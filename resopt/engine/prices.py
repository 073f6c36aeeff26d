"""The prices of the weighted policy by number of person, line and week, as integers in 1/1,000,000 day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import floor

import numpy as np

from resopt.domain.units import MICRO
from resopt.engine.candidates import per_unit
from resopt.engine.cells import Ints, Problem


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """What the weighted policy charges per unit missing or idle, and once per pair or person used.

    missing
        By line and week of the horizon.
    idle, used
        By person.
    pair, pairs
        Of any pair, and of those (person, line) that have their own price.
    change
        Per unit of the plan of record that is taken away.
    """

    missing: Ints
    idle: Ints
    used: Ints
    pair: int
    pairs: Mapping[tuple[int, int], int]
    change: int

    def of_pair(self, person: int, line: int) -> int:
        """Return the price of a person with days on a line."""
        return self.pairs.get((person, line), self.pair)


def once(weight: Fraction) -> int:
    """Return a weight or price that is charged once, in 1/1,000,000 day, halves rounded up."""
    return floor(weight * MICRO + Fraction(1, 2))


@lru_cache(maxsize=2)
def prices_of(problem: Problem) -> Prices:
    """Return the prices of the portfolio's policy; those by ID take the place of the one number."""
    policy = problem.portfolio.policy
    numbers, lines = problem.person_number, problem.line_number  # prices of lines that are not planned have no number
    return Prices(
        missing=_missing(problem),
        idle=_by_person(problem, policy.price_idle_by, per_unit(policy.price_idle), per_unit),
        used=_by_person(problem, policy.price_used_by, once(policy.price_used), once),
        pair=once(policy.price_pair),
        pairs={
            (numbers[person], lines[line]): once(price)
            for (person, line), price in policy.price_pair_by.items()
            if line in lines
        },
        change=per_unit(policy.price_change),
    )


def _missing(problem: Problem) -> Ints:
    policy, last = problem.portfolio.policy, len(problem.portfolio.tiers) - 1
    tiers = [problem.grid.tier_of[line.project_id] for line in problem.lines]
    prices = np.zeros((len(problem.lines), problem.portfolio.settings.weeks), dtype=np.int64)
    for line, tier in enumerate(tiers):
        prices[line] = per_unit(policy.price_missing * 2 ** (last - tier))
    finer = policy.price_missing_by.items()
    for key, price in sorted(finer, key=lambda item: isinstance(item[0], tuple)):  # whole lines first, then weeks
        line_id, weeks = (key, slice(None)) if isinstance(key, str) else (key[0], slice(key[1], key[1] + 1))
        if line_id in problem.line_number:
            prices[problem.line_number[line_id], weeks] = per_unit(price)
    return prices


def _by_person(problem: Problem, finer: Mapping[str, Fraction], usual: int, rounded: Callable[[Fraction], int]) -> Ints:
    prices = np.full(len(problem.people), usual, dtype=np.int64)
    for person, price in finer.items():
        prices[problem.person_number[person]] = rounded(price)
    return prices


def empty_price(problem: Problem, project: int, shift: int) -> int:
    """Return what a project costs if it starts `shift` weeks later and gets no days at all."""
    prices = prices_of(problem).missing
    variants = (problem.variants[v] for v in problem.variants_of[project])
    return sum(int(prices[v.line] @ np.array(v.wanted, dtype=np.int64)) for v in variants if v.shift == shift)


def empty_prices(problem: Problem) -> int:
    """Return what no days at all cost, each project at its first start: what the terms of a whole model add to.

    A project that nobody can serve is in no model, whenever it starts: it counts as its cheapest start.
    """
    served = {int(problem.project_of[problem.variants[int(v)].line]) for v in np.unique(problem.variant)}
    total = 0
    for project, shifts in enumerate(problem.shifts):
        allowed = shifts[:1] if project in served else shifts
        total += min(empty_price(problem, project, shift) for shift in allowed)
    return total
