"""Giving one line to the people who lose least elsewhere, whole lines or nothing where a rule says so."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from resopt.domain.units import UNITS_PER_DAY
from resopt.engine.greedy_case import Case, Floats, Ints, Mask
from resopt.engine.greedy_ledger import Ledger

BONUS_KEPT = 2.0  # days of charge that a day of the plan of record is worth when people are compared
PRICE_OVERTIME = 3.0  # days of charge per day of overtime
MOST_TOGETHER = 4  # people tried side by side on a same-people line


@dataclass(slots=True)
class Pressure:
    """How much every day of every person is wanted by lines still to be served (people x weeks).

    A line spreads what it wants evenly over the free days of those who could serve it; lines of later tiers
    count less. `share[l]` is what line l adds, so that it can be taken off when its turn comes.
    """

    weight: float
    days: Floats
    share: dict[int, Floats] = field(default_factory=dict)

    @classmethod
    def of(cls, ledger: Ledger, lines: list[int], weight: float) -> Pressure:
        """Return the pressure of `lines` on everybody's free days."""
        case = ledger.case
        free = np.maximum(0, case.limit - ledger.used)
        self = cls(weight, np.zeros(free.shape))
        for n in lines:
            wanted = ledger.missing(n)
            if wanted.any() and len(case.able[n]):
                supply = free[case.able[n]].sum(axis=0)
                importance = 0.5 ** case.tier[case.owner[n]]
                self.share[n] = importance * np.where(supply > 0, wanted / np.maximum(1, supply), 0.0)
                self.days[case.able[n]] += self.share[n]
        top = float(self.days.max(initial=0.0))
        if top > 0:
            self.days /= top
            self.share = {n: row / top for n, row in self.share.items()}
        return self

    def leave(self, case: Case, line: int) -> None:
        """Take a line off: it is being served."""
        row = self.share.pop(line, None)
        if row is not None:
            self.days[case.able[line]] -= row


def offers(ledger: Ledger, line: int, who: Ints, room: Ints, missing: Ints) -> Ints:
    """Return the most that each of `who` may add to the line by week under step and min share.

    A rest too small for anybody else is avoided by giving a little less.
    """
    case = ledger.case
    locked = case.locked.get(line)
    rest = np.maximum(0, ledger.wanted[line] - (0 if locked is None else locked))
    least = np.minimum(np.minimum(case.min_share[who][:, None], rest), case.offered[who])
    held = np.zeros(room.shape, dtype=bool)
    for i, p in enumerate(who):
        row = ledger.on_line[line].get(int(p))
        if row is not None:
            held[i] = row > 0
    least = np.where(held, 0, least)
    most = np.minimum(room, missing)
    amount = case.floored(most)
    usual = case.floored(np.minimum(rest, round(float(case.portfolio.settings.min_share) * 5 * UNITS_PER_DAY)))
    left = missing - amount
    smaller = case.floored(np.maximum(0, missing - usual))
    amount = np.where((left > 0) & (left < usual) & (smaller >= least) & (smaller > 0), smaller, amount)
    amount = np.where(amount < least, 0, amount)
    exact = (rest % case.step != 0) & (most == rest) & ~held
    return np.asarray(np.where(exact, rest, amount), dtype=np.int64)


class Server:
    """Serves lines of a ledger; `pressure` steers who is chosen."""

    def __init__(self, ledger: Ledger, pressure: Pressure) -> None:
        self.ledger = ledger
        self.pressure = pressure

    def serve(self, line: int) -> int:
        """Give a line what can be given, or nothing if its rules then do not hold; return the days added."""
        ledger = self.ledger
        self.pressure.leave(ledger.case, line)
        if not ledger.missing(line).any() or not len(ledger.case.able[line]):
            return 0
        before = ledger.met(line)
        mark = ledger.mark()
        for biggest in (False, True):
            if ledger.case.lines[line].same_people:
                self._serve_same(line)
            else:
                self._pick(line, biggest=biggest)
            if self.holds(line):
                return ledger.met(line) - before
            ledger.undo(mark)
        return 0

    def holds(self, line: int) -> bool:
        """Return whether fill and same people of a line hold."""
        ledger = self.ledger
        record = ledger.case.lines[line]
        wanted = ledger.wanted[line]
        if not ledger.on_line[line]:
            return True
        if record.fill_all and (np.minimum(wanted, ledger.total[line]) != wanted).any():
            return False
        if record.fill_share * int(wanted.sum()) > ledger.met(line):
            return False
        if record.same_people:
            return all((row > 0)[ledger.obliged(line, p)].all() for p, row in ledger.on_line[line].items())
        return True

    def _pick(self, line: int, *, biggest: bool) -> None:
        """Add people one by one, the one who loses least first, until nobody can add anything."""
        ledger, case = self.ledger, self.ledger.case
        who = case.able[line]
        room = ledger.room(line, who)
        coupled = bool(case.rules.apart or case.rules.lend)
        out = np.zeros(len(who), dtype=bool)
        while (missing := ledger.missing(line)).any():
            amount = offers(ledger, line, who, room, missing)
            able = ~out & self._may_join(line, who, amount)
            if not able.any():
                return
            cost = -amount.sum(axis=1).astype(np.float64) if biggest else self._cost(line, who, amount)
            i = int(np.argmin(np.where(able, cost, np.inf)))
            out[i] = True
            row = ledger.affordable(line, int(who[i]), amount[i])
            if row.any() and int(row.sum()) >= self._least(line, int(who[i])):
                ledger.give(line, int(who[i]), row)
                if coupled:
                    room = ledger.room(line, who)

    def _least(self, line: int, person: int) -> int:
        """Return what a person has to add at least, if at all, by min days."""
        ledger = self.ledger
        if ledger.is_pinned(line, person):
            return 0
        need = min(int(ledger.case.min_days[person]), int(ledger.wanted[line].sum()))
        held = ledger.on_line[line].get(person)
        return max(0, need - (0 if held is None else int(held.sum())))

    def slots(self, line: int) -> int | None:
        """Return how many more people may join the line, None if any number."""
        most = self.ledger.case.lines[line].max_people
        return None if most is None else max(0, most - len(self.ledger.on_line[line]))

    def _may_join(self, line: int, who: Ints, amount: Ints) -> Mask:
        """Return who may give what is offered, by min days and max people (and, weighted, at a gain)."""
        ledger, case = self.ledger, self.ledger.case
        total = amount.sum(axis=1)
        need = np.minimum(case.min_days[who], int(ledger.wanted[line].sum()))
        able: Mask = (total > 0) & (total >= need)
        slots = self.slots(line)
        if slots is not None:
            # with few seats left, somebody who gives little keeps out somebody who gives more
            best = int(total.max(initial=0))
            fair = int(ledger.missing(line).sum()) / max(1, slots)
            able &= (slots > 0) & (total >= 0.9 * min(best, fair))
        for i, p in enumerate(who):
            if int(p) in ledger.on_line[line]:
                able[i] = total[i] > 0 and total[i] >= self._least(line, int(p))
        if case.portfolio.policy.kind == "weighted":
            able &= self._gains(line, who, amount)
        return able

    def _gains(self, line: int, who: Ints, amount: Ints) -> Mask:
        """Return whose days are worth more than what using the person costs, under the weighted policy."""
        ledger, case = self.ledger, self.ledger.case
        policy = case.portfolio.policy
        doubled = len(case.portfolio.tiers) - 1 - case.tier[case.owner[line]]
        price = float(policy.price_missing) * 2.0**doubled + float(policy.price_idle)
        days = amount.sum(axis=1) / UNITS_PER_DAY
        new = np.array([int(p) not in ledger.on_line[line] for p in who])
        unused = ledger.used[who].sum(axis=1) == 0
        cost = new * float(policy.people + policy.price_pair) + unused * float(policy.price_used)
        return np.asarray(days * (price - case.charge[line]) > cost)

    def _cost(self, line: int, who: Ints, amount: Ints) -> Floats:
        """Return what a day of each person costs: what is lost elsewhere, and the charges of level 3."""
        ledger, case = self.ledger, self.ledger.case
        policy = case.portfolio.policy
        days = np.maximum(1, amount.sum(axis=1)) / UNITS_PER_DAY
        lost = (amount * self.pressure.days[who]).sum(axis=1) / UNITS_PER_DAY * self.pressure.weight
        new = np.array([int(p) not in ledger.on_line[line] for p in who])
        breaks = ((amount[:, :-1] > 0) & (amount[:, 1:] == 0) & (ledger.wanted[line][1:] > 0)).sum(axis=1)
        lost += new * float(policy.people) + breaks * float(policy.handover) + case.charge[line] * days
        if case.portfolio.settings.tolerance:
            over = np.maximum(0, ledger.used[who] + amount - np.maximum(case.capacity[who], ledger.used[who]))
            lost += over.sum(axis=1) / UNITS_PER_DAY * PRICE_OVERTIME
        if case.projects[case.owner[line]].budget is not None:
            money = np.array([float(case.unit_cost(int(p), line)) for p in who])
            lost += days * money / max(1e-9, float(money.max(initial=0.0)))
        lost -= BONUS_KEPT * self._kept(line, who, amount)
        return np.asarray(lost / days)

    def _kept(self, line: int, who: Ints, amount: Ints) -> Floats:
        """Return the days of the plan of record that the amounts would keep."""
        ledger, j = self.ledger, self.ledger.case.owner[line]
        kept = np.zeros(len(who))
        record = ledger.case.record.get(j)
        if record:
            for i, p in enumerate(who):
                old = record.get(int(p))
                if old is not None:
                    now = ledger.on_project[j].get(int(p))
                    open_days = old if now is None else np.maximum(0, old - now)
                    kept[i] = np.minimum(open_days, amount[i]).sum() / UNITS_PER_DAY
        return kept

    def _serve_same(self, line: int) -> None:
        """Serve a line whose people give days in each of its weeks: try 1, 2, ... side by side, keep the best."""
        ledger = self.ledger
        mark = ledger.mark()
        slots = self.slots(line)
        best, best_met = 0, ledger.met(line)
        for number in range(1, min(MOST_TOGETHER, MOST_TOGETHER if slots is None else slots) + 1):
            met = self._side_by_side(line, number)
            ledger.undo(mark)
            if met > best_met:
                best, best_met = number, met
            if not (ledger.wanted[line].sum() > best_met):
                break
        if best:
            self._side_by_side(line, best)

    def _side_by_side(self, line: int, number: int) -> int:
        """Give the line to `number` people, each leaving a least share for those still to come."""
        ledger, case = self.ledger, self.ledger.case
        who = case.able[line]
        obliged = np.array([ledger.obliged(line, int(p)) for p in who]).reshape(len(who), case.weeks)
        least = case.floored(np.full(case.weeks, int(case.min_share.max(initial=0)), dtype=np.int64))
        for coming in range(number - 1, -1, -1):
            missing = ledger.missing(line)
            open_now = np.where(missing > coming * least, missing - coming * least, 0)
            amount = offers(ledger, line, who, ledger.room(line, who), open_now)
            fits = ((amount > 0) | ~obliged).all(axis=1) & self._may_join(line, who, amount)
            fits &= np.array([int(p) not in ledger.on_line[line] for p in who], dtype=bool)
            if not fits.any():
                return ledger.met(line)
            i = int(np.argmin(np.where(fits, self._cost(line, who, amount), np.inf)))
            row = ledger.affordable(line, int(who[i]), amount[i])
            if (row != amount[i]).any():
                return ledger.met(line)
            ledger.give(line, int(who[i]), row)
        return ledger.met(line)

    def add(self, line: int, person: int, need: int, weeks: Mask, *, pair: bool = False) -> int:
        """Give a line up to about `need` days of one person in `weeks`; return the days given."""
        ledger = self.ledger
        who = np.flatnonzero(ledger.case.able[line] == person)
        slots = self.slots(line)
        if not len(who) or (slots == 0 and person not in ledger.on_line[line]):
            return 0
        one = ledger.case.able[line][who]
        room = ledger.room(line, one, pair=pair)
        room[0, ~weeks] = 0
        row = offers(ledger, line, one, room, ledger.missing(line))[0]
        row = np.where(np.cumsum(row) - row < need, row, 0)
        row = ledger.affordable(line, person, row)
        if not row.any() or int(row.sum()) < self._least(line, person):
            return 0
        ledger.give(line, person, row)
        return int(row.sum())
