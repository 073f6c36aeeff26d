"""Consolidation: fewer people per line at equal tier totals, by closing pairs and opening others in their place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

import numpy as np

from resopt.engine.cells import Problem, State, state_from
from resopt.engine.layout import Layout, lay_net
from resopt.engine.reroute import Board, Log
from resopt.engine.tally import STRICT, Tally

Stop = Callable[[], bool]
TRIES = 200  # exchanges in a round
SEEKERS = 3  # pairs drawn to find a weak one
PATIENCE = 2  # neighbours of a new pair that may refuse to close before it is given up ...
HELPERS = 40  # new pairs tried to put one week right
MORE_PATIENCE = 3  # ... and more for each that did close


class Consolidation:
    """A plan on a board, and the moves that make it cheaper: no tier's days, nor core, firm or value, ever change."""

    def __init__(self, layout: Layout, seed: int, fine: int = STRICT) -> None:
        self.layout = layout
        self.board = Board(layout.net)
        self.tally = Tally(layout, self.board, fine)
        self.chance = Random(seed)
        self._failed: dict[int, int] = {}  # the week in which a pair last could not be closed
        self._by_line = np.argsort(layout.line, kind="stable")
        lines, people = len(layout.problem.lines), len(layout.problem.people)
        self._line_starts = np.searchsorted(layout.line[self._by_line], np.arange(lines + 1))
        self._person_starts = np.searchsorted(layout.person, np.arange(people + 1))
        self._clock = 1
        self._changed_person, self._changed_line = [1] * people, [1] * lines
        self._tried: dict[int, int] = {}
        self._keys: list[int] = []

    def load(self, steps: Iterator[tuple[int, int, int]]) -> None:
        """Begin with (pair, week, steps); held days are there already."""
        log: Log = []
        for pair in self.layout.held:
            self.board.open(pair)
        for pair, w, amount in steps:
            if pair not in self.board.steps:
                self.board.open(pair)
            self.board.put(pair, w, amount)
            log.append((w, pair, amount))
        self.tally.begin(log)

    def units(self) -> dict[int, int]:
        """Return the units by cell, held ones included."""
        layout, units = self.layout, {}
        week, step = layout.problem.week, layout.problem.step
        for pair, row in self.board.steps.items():
            held = layout.held.get(pair)
            for c in layout.cells[layout.starts[pair] : layout.starts[pair + 1]].tolist():
                amount = row[week[c]] * step + (held[week[c]] if held else 0)
                if amount:
                    units[c] = amount
        return units

    # --- moves ---

    def close_all(self, stop: Stop) -> None:
        """Close pairs, those with the fewest days first, until none can be closed at a gain."""
        total = self.board.total
        self.board.shut_empty([pair for pair in total if pair not in self.layout.held])
        waiting = sorted(total, key=lambda pair: (total[pair], pair))
        while waiting:
            near: set[int] = set()
            for pair in waiting:
                if stop():
                    return
                log = self._close(pair) if total.get(pair) else None
                if log is not None:
                    near.update(changed for _, changed, _ in log)
            people = {self.layout.net.person[pair] for pair in near}
            lines = {self.layout.net.line[pair] for pair in near}
            waiting = sorted(
                (x for x in total if self.layout.net.person[x] in people or self.layout.net.line[x] in lines),
                key=lambda pair: (total[pair], pair),
            )

    def mend(self, stop: Stop) -> int:
        """Put right weeks with fewer days than the min share, at worst by new pairs; return how many are left."""
        wrong = [(pair, w) for pair in sorted(self.board.steps) for w in self.tally.misses(pair)]
        return len(wrong) - sum(not stop() and self._mend_one(pair, w) for pair, w in wrong)

    def _mend_one(self, pair: int, w: int) -> bool:
        """Move the days of a pair in a week away or let it have enough, if that is a gain."""
        if pair not in self.board.steps or w not in self.tally.misses(pair):
            return True
        if self._keep_or_undo(self.board.vacate(pair, w)) or self._keep_or_undo(self.board.lift(pair, w)):
            return True
        mask = self.layout.net.mask
        fresh = [x for x in self._around(pair) if mask[x] >> w & 1 and x not in self.board.steps]
        for new in self.chance.sample(fresh, min(HELPERS, len(fresh))):
            self.board.open(new)
            if self._keep_or_undo(self.board.vacate(pair, w)):
                return True
            self.board.shut(new)
        return False

    def _around(self, pair: int) -> list[int]:
        """Return the pairs of the same line and those of the same person."""
        p, line = self.layout.net.person[pair], self.layout.net.line[pair]
        of_line = self._by_line[self._line_starts[line] : self._line_starts[line + 1]].tolist()
        return [*of_line, *range(int(self._person_starts[p]), int(self._person_starts[p + 1]))]

    def _keep_or_undo(self, log: Log | None) -> bool:
        """Return whether something changed that is a gain."""
        if log is not None and not self._keep(log):
            self.board.undo(log)
            log = None
        return log is not None

    def refill(self, stop: Stop) -> int:
        """Give lines days that they lack, the first ranks first, also from later ones; return how many steps."""
        short, rank = self.board.short, self.layout.net.rank
        lacking = [(rank[k], k, w) for w, row in enumerate(short) for k, steps in enumerate(row) if steps]
        before = sum(map(sum, short))
        for _, line, w in sorted(lacking):
            if self.layout.net.alone[line]:
                continue
            for amount in sorted({short[w][line], 2, 1}, reverse=True):
                while amount <= short[w][line] and not stop() and self._feed(line, w, amount):
                    pass
        return before - sum(map(sum, short))

    def _feed(self, line: int, w: int, steps: int) -> bool:
        """Give a line days in a week if no rule is broken by it, at worst by new pairs."""
        if self._fed(self.board.feed(line, w, steps)):
            return True
        mask, person = self.layout.net.mask, self.layout.net.person
        of_line = self._by_line[self._line_starts[line] : self._line_starts[line + 1]].tolist()
        fresh = [x for x in of_line if mask[x] >> w & 1 and x not in self.board.steps]
        fresh.sort(key=lambda x: (-self.board.free[w][person[x]], x))
        fresh = fresh[:HELPERS]
        for new in fresh:
            self.board.open(new)
        done = self._fed(self.board.feed(line, w, steps))
        self.board.shut_empty(fresh)
        return done

    def _fed(self, log: Log | None) -> bool:
        if log is None:
            return False
        if self.tally.weigh(log) >= self.tally.fine // 1001:
            self.board.undo(log)
            return False
        self.tally.accept()
        return True

    def exchange(self, tries: int = TRIES) -> int:
        """Open new pairs on lines or for people with weak ones and close what they replace; return how many stayed."""
        self._keys = sorted(self.board.steps)
        return sum(self._try_one() for _ in range(tries)) if self._keys else 0

    def _try_one(self) -> bool:
        fresh = self._candidate()
        if fresh is None:
            return False
        p, line = self.layout.net.person[fresh], self.layout.net.line[fresh]
        self._clock += 1
        self._tried[fresh] = self._clock
        near = [*self.board.of_line[line].values(), *self.board.of_person[p].values()]
        near.sort(key=lambda pair: (self.board.total[pair], pair))
        self.board.open(fresh)
        gain, logs, misses = 0, list[tuple[int, Log]](), 0
        for pair in near:
            if pair in self.board.steps:
                change, log = self._weighed_close(pair)
                if log is None:
                    misses += 1
                    if misses >= PATIENCE + MORE_PATIENCE * len(logs):
                        break
                else:
                    gain += change
                    logs.append((pair, log))
        if logs and gain <= 0:
            self._note(logs)
            return True
        for pair, log in reversed(logs):
            self._take_back(pair, log)
        self.board.shut(fresh)
        return False

    def _candidate(self) -> int | None:
        """Return a pair to open: on the line, or of the person, of a pair with few days; None if nothing is new."""
        total, chance = self.board.total, self.chance
        drawn = [chance.choice(self._keys) for _ in range(SEEKERS)]
        weak = min(drawn, key=lambda pair: total.get(pair, 1 << 30))
        net = self.layout.net
        if chance.random() < 0.5:
            line = net.line[weak]
            at = chance.randrange(int(self._line_starts[line]), int(self._line_starts[line + 1]))
            fresh = int(self._by_line[at])
        else:
            p = net.person[weak]
            fresh = chance.randrange(int(self._person_starts[p]), int(self._person_starts[p + 1]))
        changed = max(self._changed_person[net.person[fresh]], self._changed_line[net.line[fresh]])
        if fresh in total or not net.mask[fresh] or self._tried.get(fresh, 0) > changed:
            return None
        return fresh

    # --- bookkeeping ---

    def _close(self, pair: int) -> Log | None:
        """Close a pair if that is a gain."""
        log, week = self.board.close(pair, self._failed.get(pair, -1))
        if log is None:
            self._failed[pair] = week
        elif not self._keep(log, pair):
            self.board.undo(log, pair)
            log = None
        elif pair in self.layout.held:
            self.board.open(pair)
        return log

    def _keep(self, log: Log, closed: int = -1) -> bool:
        """Return whether a change is a gain; it then counts."""
        if self.tally.weigh(log, [closed] if closed >= 0 else []) >= 0:
            return False
        self.tally.accept()
        return True

    def _weighed_close(self, pair: int) -> tuple[int, Log | None]:
        """Close a pair, gain or not; return the change of the charges."""
        log, week = self.board.close(pair, self._failed.get(pair, -1))
        if log is None:
            self._failed[pair] = week
            return 0, None
        change = self.tally.weigh(log, [pair])
        self.tally.accept()
        if pair in self.layout.held:
            self.board.open(pair)
        return change, log

    def _take_back(self, pair: int, log: Log) -> None:
        if pair in self.layout.held:
            self.board.shut(pair)
        self.board.undo(log, pair)
        self.tally.weigh([(w, one, -steps) for w, one, steps in log], [pair])
        self.tally.accept()

    def _note(self, logs: list[tuple[int, Log]]) -> None:
        """Remember where something changed, and shut pairs that lost all their days."""
        self._clock += 1
        pairs = {pair for _, log in logs for _, pair, _ in log}
        for pair in pairs:
            self._changed_person[self.layout.net.person[pair]] = self._clock
            self._changed_line[self.layout.net.line[pair]] = self._clock
        self.board.shut_empty(sorted(pairs - self.layout.held.keys()))


def consolidate(problem: Problem, state: State, seed: int, stop: Stop, rounds: int | None = None) -> State:
    """Return a plan that keeps the rules `state` keeps, equal in all days of all tiers, no worse after them."""
    layout = lay_net(problem, state.shifts, state)
    work = Consolidation(layout, seed)
    work.load(_steps(layout, state))
    work.close_all(stop)
    done = 0
    while not stop() and (rounds is None or done < rounds):
        work.exchange()
        done += 1
    return state_from(work.units(), state.shifts)


def _steps(layout: Layout, state: State) -> Iterator[tuple[int, int, int]]:
    """Yield (pair, week, steps) of a plan on what may change."""
    problem = layout.problem
    order = np.argsort(layout.cells, kind="stable")
    at = order[np.searchsorted(layout.cells[order], state.cells)] if len(state.cells) else state.cells
    pairs = np.searchsorted(layout.starts, at, "right") - 1
    for pair, c, units in zip(pairs.tolist(), state.cells.tolist(), state.units.tolist(), strict=True):
        held = layout.held.get(pair)
        w = int(problem.week[c])
        if not (held and held[w]):
            yield pair, w, units // problem.step
