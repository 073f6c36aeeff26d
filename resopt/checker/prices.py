"""The prices of the weighted policy as integers in 1/1,000,000 day, derived for the checker alone."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import zip_longest

from resopt.checker.people import rounded
from resopt.domain.records import Portfolio
from resopt.domain.units import MICRO, UNITS_PER_DAY


class Prices:
    """What the weighted policy charges: a price by ID where the policy has one, else its one number."""

    def __init__(self, portfolio: Portfolio) -> None:
        policy = self._policy = portfolio.policy
        last = len(portfolio.tiers) - 1
        self._of_tier = [_per_unit(policy.price_missing * 2 ** (last - tier)) for tier in range(last + 1)]
        self._missing = {key: _per_unit(price) for key, price in policy.price_missing_by.items()}
        self._idle = _per_unit(policy.price_idle)
        self._pair, self._used = _once(policy.price_pair), _once(policy.price_used)
        self.change = _per_unit(policy.price_change)

    def missing(self, line_id: str, tier: int, wanted: Sequence[int], met: Sequence[int]) -> int:
        """Return the price of what a line of `tier` lacks; `met` may be empty.

        A price of the line and week comes first, then one of the line, then the one number of the tier.
        """
        if not self._missing:
            return self._of_tier[tier] * (sum(wanted) - sum(met))
        of_line = self._missing.get(line_id, self._of_tier[tier])
        lacking = (units - given for units, given in zip_longest(wanted, met, fillvalue=0))
        return sum(self._missing.get((line_id, week), of_line) * units for week, units in enumerate(lacking))

    def idle(self, person_id: str) -> int:
        """Return the price of a unit that a person has and does not work."""
        own = self._policy.price_idle_by.get(person_id)
        return self._idle if own is None else _per_unit(own)

    def pair(self, person_id: str, line_id: str) -> int:
        """Return the price of a person with days on a line."""
        own = self._policy.price_pair_by.get((person_id, line_id))
        return self._pair if own is None else _once(own)

    def used(self, person_id: str) -> int:
        """Return the price of a person with any days."""
        own = self._policy.price_used_by.get(person_id)
        return self._used if own is None else _once(own)


def _per_unit(price: Fraction) -> int:
    return rounded(price / UNITS_PER_DAY * MICRO)


def _once(price: Fraction) -> int:
    return rounded(price * MICRO)
