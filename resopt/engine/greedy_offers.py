"""What each person may add to a line in each week under step and min share."""

from __future__ import annotations

import numpy as np

from resopt.domain.units import DAYS_PER_WEEK, UNITS_PER_DAY
from resopt.engine.greedy_case import Ints
from resopt.engine.greedy_ledger import Ledger


class Offer:
    """A line put to the people `who`, each with room by week; what does not change while it is served stays here.

    A rest too small for anybody else is avoided by offering a little less.
    """

    def __init__(self, ledger: Ledger, line: int, who: Ints, room: Ints) -> None:
        case = ledger.case
        self._ledger, self._line = ledger, line
        locked = case.locked.get(line)
        self._rest = np.maximum(0, ledger.wanted[line] - (0 if locked is None else locked))
        self._odd = self._rest % case.step != 0
        usual = round(float(case.portfolio.settings.min_share) * DAYS_PER_WEEK * UNITS_PER_DAY)
        self._usual = case.floored(np.minimum(self._rest, usual))
        self._least = np.minimum(np.minimum(case.min_share[who][:, None], self._rest), case.offered[who])
        self._held = np.zeros(room.shape, dtype=bool)
        self.set_room(room)
        for i, p in ledger.places(who, ledger.on_line[line]):
            self.note_days(i, p)

    def set_room(self, room: Ints) -> None:
        """Take over what each may still give."""
        self.room, self._floor = room, self._ledger.case.floored(room)

    def note_days(self, i: int, person: int) -> None:
        """Note that the one at place `i` has days on the line: they may add less than min share in those weeks."""
        self._held[i] = self._ledger.on_line[self._line][person] > 0
        self._least[i, self._held[i]] = 0

    def amounts(self, missing: Ints, *, as_asked: bool = False) -> Ints:
        """Return the most that each may add by week while `missing` is wanted; `as_asked` whatever rest that leaves."""
        floored = self._ledger.case.floored
        amount = np.minimum(self._floor, floored(missing))
        smaller = floored(np.maximum(0, missing - self._usual))
        left = missing - amount
        spare = (left > 0) & (left < self._usual)
        if spare.any() and not as_asked:
            amount = np.where(spare & (smaller >= self._least) & (smaller > 0), smaller, amount)
        amount[amount < self._least] = 0
        if self._odd.any():
            exact = self._odd & (np.minimum(self.room, missing) == self._rest) & ~self._held
            amount = np.where(exact, self._rest, amount)
        return amount

    def smallest(self, missing: Ints) -> Ints:
        """Return the least that each may add by week, 0 where they may add nothing."""
        step = self._ledger.case.step
        most = self.amounts(missing, as_asked=True)
        return np.asarray(np.minimum(most, np.maximum(step, -(-self._least // step) * step)))


def offers(ledger: Ledger, line: int, who: Ints, room: Ints, missing: Ints) -> Ints:
    """Return the most that each of `who` may add to the line by week under step and min share."""
    return Offer(ledger, line, who, room).amounts(missing)
