"""Giving one line to the people who lose least elsewhere, whole lines or nothing where a rule says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from resopt.domain.units import UNITS_PER_DAY
from resopt.engine.greedy_case import Case, Floats, Ints, Mask
from resopt.engine.greedy_ledger import Ledger
from resopt.engine.greedy_offers import Offer, offers

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
        missing = np.maximum(0, ledger.wanted - ledger.total)
        some = missing.any(axis=1).tolist()
        supply: dict[int, Ints] = {}  # lines that ask for the same have the same people
        self = cls(weight, np.zeros(free.shape))
        for n in lines:
            able = case.able[n]
            if some[n] and len(able):
                if id(able) not in supply:
                    supply[id(able)] = free[able].sum(axis=0)
                there = supply[id(able)]
                importance = 0.5 ** case.tier[case.owner[n]]
                self.share[n] = importance * np.where(there > 0, missing[n] / np.maximum(1, there), 0.0)
                self.days[able] += self.share[n]
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


class Bidders:
    """The people who could serve a line now, with what stays the same while they are chosen one by one.

    People without room in any week in which the line still wants days are left out.
    """

    def __init__(self, ledger: Ledger, line: int, pressure: Pressure, *, all_able: bool = False) -> None:
        self.ledger, self.line = ledger, line
        case = ledger.case
        who, charge = case.able[line], case.charge[line]
        room = ledger.room(line, who)
        if not all_able:
            some = room[:, ledger.missing(line) > 0].any(axis=1)
            who, charge, room = who[some], charge[some], room[some]
        self.who, self.charge, self.pressure = who, charge, pressure.days[who]
        self.offer = Offer(ledger, line, who, room)
        self.held = ledger.places(who, ledger.on_line[line])
        self.new = np.ones(len(who), dtype=bool)
        self.new[[i for i, _ in self.held]] = False
        self._record = case.record.get(case.owner[line], {})
        self._coupled = bool(case.rules.apart or case.rules.lend)

    def give(self, i: int, row: Ints) -> None:
        """Give the line days of the one at place `i`."""
        ledger, p = self.ledger, int(self.who[i])
        ledger.give(self.line, p, row)
        if self.new[i]:
            self.new[i] = False
            self.held.append((i, p))
        self.offer.note_days(i, p)
        if self._coupled and ledger.missing(self.line).any():
            # with few seats left, what those who were asked could still add is compared with what others could
            few = ledger.case.lines[self.line].max_people is not None
            if ledger.lessen(self.line, self.who, self.offer.room, p, own=few):
                self.offer.set_room(self.offer.room)

    def cost(self, amount: Ints, weight: float, at: Ints) -> Floats:
        """Return what a day of those at the places `at` costs: what is lost elsewhere, and the charges of level 3."""
        ledger, case, who = self.ledger, self.ledger.case, self.who[at]
        policy = case.portfolio.policy
        days = np.maximum(1, amount.sum(axis=1)) / UNITS_PER_DAY
        lost = (amount * self.pressure[at]).sum(axis=1) / UNITS_PER_DAY * weight
        extra = self.new[at] * float(policy.people)
        if policy.handover:
            on = amount > 0
            breaks = (on[:, :-1] & ~on[:, 1:] & (ledger.wanted[self.line][1:] > 0)).sum(axis=1)
            extra = extra + breaks * float(policy.handover)
        lost += extra + self.charge[at] * days
        if case.portfolio.settings.tolerance:
            used = ledger.used[who]
            over = np.maximum(0, used + amount - np.maximum(case.capacity[who], used))
            lost += over.sum(axis=1) / UNITS_PER_DAY * PRICE_OVERTIME
        if case.owner[self.line] in case.budget:
            money = case.unit_costs(self.line)
            lost += days * money[who] / max(1e-9, float(money[case.able[self.line]].max(initial=0.0)))
        if self._record:
            lost -= BONUS_KEPT * self._kept(amount, who)
        return np.asarray(lost / days)

    def _kept(self, amount: Ints, who: Ints) -> Floats:
        """Return the days of the plan of record that the amounts would keep."""
        ledger, j = self.ledger, self.ledger.case.owner[self.line]
        kept = np.zeros(len(who))
        for i, p in ledger.places(who, self._record):
            old, now = self._record[p], ledger.on_project[j].get(p)
            open_days = old if now is None else np.maximum(0, old - now)
            kept[i] = np.minimum(open_days, amount[i]).sum() / UNITS_PER_DAY
        return kept


class Server:
    """Serves lines of a ledger; `pressure` steers who is chosen."""

    def __init__(self, ledger: Ledger, pressure: Pressure) -> None:
        self.ledger = ledger
        self.pressure = pressure
        self.stopped: Callable[[], bool] | None = None  # says when no line gets more

    def serve_all(self, lines: Iterable[int]) -> None:
        """Serve lines of equal rank, one after the other."""
        for n in lines:
            self.serve(n)

    def serve(self, line: int) -> int:
        """Give a line what can be given, or nothing if its rules then do not hold; return the days added."""
        return self.top_up(line)

    def loyalty(self, line: int) -> float:
        """Return what a day of somebody new to a line costs more, in days: nothing without a guide."""
        return 0.0

    def seat(self, line: int) -> None:
        """Give a line what a guide proposes for it: nothing without one."""

    def top_up(self, line: int) -> int:
        """Add to a line's days what can be given, or nothing if its rules then do not hold; return the days added."""
        ledger = self.ledger
        self.pressure.leave(ledger.case, line)
        if not ledger.missing(line).any() or not len(ledger.case.able[line]):
            return 0
        if self.stopped is not None and self.stopped():
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
        if ledger.case.grid.past.least(record.fill_share, (record.id,), int(wanted.sum())) > ledger.met(line):
            return False
        if record.same_people:
            return all((row > 0)[ledger.obliged(line, p)].all() for p, row in ledger.on_line[line].items())
        return True

    def _pick(self, line: int, *, biggest: bool) -> None:
        """Add people one by one, the one who loses least first, until nobody can add anything."""
        ledger = self.ledger
        bidders = Bidders(ledger, line, self.pressure)
        out = np.zeros(len(bidders.who), dtype=bool)
        while (missing := ledger.missing(line)).any():
            amount = bidders.offer.amounts(missing)
            able = np.flatnonzero(~out & self.may_join(line, bidders.who, amount, bidders.held))
            if biggest:
                cost = -amount[able].sum(axis=1).astype(np.float64)
            else:
                cost = bidders.cost(amount[able], self.pressure.weight, able)
                cost += self.loyalty(line) * bidders.new[able]
            if not self._take_cheapest(bidders, able, cost, amount, out):
                return

    def _take_cheapest(self, bidders: Bidders, able: Ints, cost: Floats, amount: Ints, out: Mask) -> bool:
        """Give the line days of the cheapest of `able` who can; note in `out` who was asked."""
        for i in able[np.argsort(cost, kind="stable")].tolist():
            out[i] = True
            person = int(bidders.who[i])
            row = self.ledger.affordable(bidders.line, person, amount[i])
            if row.any() and int(row.sum()) >= self.least(bidders.line, person):
                bidders.give(i, row)
                return True
        return False

    def least(self, line: int, person: int) -> int:
        """Return what a person has to add at least, if at all, by min days."""
        ledger = self.ledger
        if ledger.is_pinned(line, person):
            return 0
        need = min(int(ledger.case.min_days[person]), ledger.total_of(line)) - ledger.case.given(line, person)
        held = ledger.on_line[line].get(person)
        return max(0, need - (0 if held is None else int(held.sum())))

    def slots(self, line: int) -> int | None:
        """Return how many more people may join the line, None if any number."""
        most = self.ledger.case.lines[line].max_people
        return (
            None if most is None else max(0, most - len(self.ledger.on_line[line].keys() | self.ledger.case.crew(line)))
        )

    def may_join(self, line: int, who: Ints, amount: Ints, held: Iterable[tuple[int, int]] | None = None) -> Mask:
        """Return who may give what is offered, by min days and max people (and, weighted, at a gain).

        `held` are those with days on the line already: (place in `who`, person).
        """
        ledger, case = self.ledger, self.ledger.case
        total = amount.sum(axis=1)
        need = np.minimum(case.min_days[who], ledger.total_of(line))
        able: Mask = (total > 0) & (total >= need)
        slots = self.slots(line)
        if slots is not None:
            # with few seats left, somebody who gives little keeps out somebody who gives more
            best = int(total.max(initial=0))
            fair = int(ledger.missing(line).sum()) / max(1, slots)
            able &= (slots > 0) & (total >= 0.9 * min(best, fair))
        for i, p in ledger.places(who, ledger.on_line[line]) if held is None else held:
            able[i] = total[i] > 0 and total[i] >= self.least(line, p)
        for i, p in ledger.places(who, case.crew(line)):
            able[i] = total[i] > 0 and total[i] >= self.least(line, p)
        if case.worth is not None:
            able &= self.gains(line, who, amount) > 0
        return able

    def gains(self, line: int, who: Ints, amount: Ints) -> Floats:
        """Return by how much days of each of `who` lower the weighted sum: what they are worth less what they cost."""
        ledger, case, worth = self.ledger, self.ledger.case, self.ledger.case.worth
        if worth is None:
            return np.zeros(len(who))
        new = np.ones(len(who), dtype=bool)
        new[[i for i, _ in ledger.places(who, ledger.on_line[line])]] = False
        unused = ledger.used[who].sum(axis=1) == 0
        units = amount.sum(axis=1)
        charge = case.charge[line][np.searchsorted(case.able[line], who)] / UNITS_PER_DAY
        cost = new * worth.of_pairs(line, who) + unused * worth.used[who] + units * charge
        return np.asarray(amount @ worth.missing[line] + units * worth.idle[who] - cost)

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
        obliged = (ledger.wanted[line] > 0) & (case.floored(case.capacity[who]) > 0)
        least = case.floored(np.full(case.weeks, int(case.min_share.max(initial=0)), dtype=np.int64))
        for coming in range(number - 1, -1, -1):
            missing = ledger.missing(line)
            open_now = np.where(missing > coming * least, missing - coming * least, 0)
            bidders = Bidders(ledger, line, self.pressure, all_able=True)
            amount = bidders.offer.amounts(open_now)
            fits = ((amount > 0) | ~obliged).all(axis=1) & self.may_join(line, who, amount, bidders.held) & bidders.new
            if not fits.any():
                return ledger.met(line)
            able = np.flatnonzero(fits)
            i = int(able[np.argmin(bidders.cost(amount[able], self.pressure.weight, able))])
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
        if not len(who) or (slots == 0 and person not in ledger.on_line[line].keys() | ledger.case.crew(line)):
            return 0
        one = ledger.case.able[line][who]
        room = ledger.room(line, one, pair=pair)
        room[0, ~weeks] = 0
        row = offers(ledger, line, one, room, ledger.missing(line))[0]
        row = np.where(np.cumsum(row) - row < need, row, 0)
        row = ledger.affordable(line, person, row)
        if not row.any() or int(row.sum()) < self.least(line, person):
            return 0
        ledger.give(line, person, row)
        return int(row.sum())
