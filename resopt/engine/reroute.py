"""Rerouting: days taken off one pair and handed on along chains of open pairs, so that no tier gains or loses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Log = list[tuple[int, int, int]]  # week, pair, steps more (or less)
Taken = tuple[int, int]  # who or what stands before a node on a path, and the pair between them


@dataclass(frozen=True, slots=True)
class Net:
    """What may change, in steps; a pair is a person on a line, `mask` the weeks in which it may have days (bits).

    `room` and `wanted` are by week; days may pass between lines of equal `rank` without a loss, unless a line stands
    `alone` (rules ask for all its days or none, or for a share). `low` gives by pair the fewest steps that it may have
    in each week, if any.
    """

    person: list[int]
    line: list[int]
    mask: list[int]
    room: list[list[int]]
    wanted: list[list[int]]
    rank: list[int]
    alone: list[bool]
    low: Callable[[int], Sequence[int]]

    @property
    def weeks(self) -> int:
        """The number of weeks."""
        return len(self.room)


@dataclass(slots=True)
class _Trees:
    """A search from both ends: who was reached from the person that has days to give, and from the short line."""

    person_ahead: dict[int, Taken | None]
    line_ahead: dict[int, Taken]
    person_behind: dict[int, Taken]
    line_behind: dict[int, Taken | None]


@dataclass(frozen=True, slots=True)
class _Chain:
    """Who with free days begins, the pairs that get more and those that get less, and the line that wins."""

    person: int
    takes: list[int]
    gives: list[int]
    line: int


class Board:
    """The open pairs with their steps by week, and what is left of room and wanted days.

    Pairs are open as long as they may get days; with none they cost nothing. A line is `buried` in a week
    while nobody reachable from it has free days; days that become free there void that.
    """

    def __init__(self, net: Net) -> None:
        self.net = net
        people, lines, weeks = len(net.room[0]), len(net.rank), net.weeks
        self.steps: dict[int, list[int]] = {}
        self.total: dict[int, int] = {}
        self.low: dict[int, Sequence[int]] = {}
        self.free = [list(row) for row in net.room]
        self.short = [list(row) for row in net.wanted]
        self.of_line: list[dict[int, int]] = [{} for _ in range(lines)]
        self.of_person: list[dict[int, int]] = [{} for _ in range(people)]
        self.on: list[list[dict[int, int]]] = [[{} for _ in range(people)] for _ in range(weeks)]
        self.at: list[list[dict[int, int]]] = [[{} for _ in range(lines)] for _ in range(weeks)]
        self._buried = [[0] * lines for _ in range(weeks)]
        self._version = [1] * weeks

    # --- pairs ---

    def open(self, pair: int) -> None:
        """Open a pair without days."""
        p, line = self.net.person[pair], self.net.line[pair]
        self.of_line[line][p] = self.of_person[p][line] = pair
        self.steps[pair], self.total[pair], self.low[pair] = [0] * self.net.weeks, 0, self.net.low(pair)
        for w, buried in enumerate(self._buried):
            version = self._version[w]
            helps = self.free[w][p] or any(buried[k] != version for k in self.on[w][p])
            if helps and buried[line] == version:
                self._version[w] += 1

    def shut(self, pair: int) -> None:
        """Shut a pair without days."""
        p, line = self.net.person[pair], self.net.line[pair]
        del self.of_line[line][p], self.of_person[p][line], self.steps[pair], self.total[pair]

    def put(self, pair: int, week: int, steps: int) -> None:
        """Give an open pair days that are free and wanted."""
        self._add(week, pair, steps)
        self.total[pair] += steps

    def shut_empty(self, pairs: Iterable[int]) -> None:
        """Shut those of the pairs that are open and have no days."""
        for pair in pairs:
            if self.total.get(pair) == 0:
                self.shut(pair)

    def close(self, pair: int, first: int = -1) -> tuple[Log | None, int]:
        """Hand over all days of a pair and shut it.

        Returns what changed, or None (and nothing has) and the week in which it failed; `first` is tried first.
        """
        p, line, row = self.net.person[pair], self.net.line[pair], self.steps[pair]
        del self.of_line[line][p], self.of_person[p][line]
        weeks = [w for w, steps in enumerate(row) if steps]
        if first in weeks:
            weeks.remove(first)
            weeks.insert(0, first)
        log: Log = []
        for w in weeks:
            if not self._vacate(pair, w, log):
                self._revert(log, p)
                self.of_line[line][p] = self.of_person[p][line] = pair
                return None, w
        self._settle(log)
        del self.steps[pair], self.total[pair]
        return log, -1

    def vacate(self, pair: int, week: int) -> Log | None:
        """Hand over the days of a pair in one week; return what changed, or None (and nothing has)."""
        p, line, log = self.net.person[pair], self.net.line[pair], list[tuple[int, int, int]]()
        del self.of_line[line][p], self.of_person[p][line]
        done = self._vacate(pair, week, log)
        if not done:
            self._revert(log, p)
        self.of_line[line][p] = self.of_person[p][line] = pair
        if done:
            self._settle(log)
        return log if done else None

    def lift(self, pair: int, week: int) -> Log | None:
        """Give a pair as many days in a week as it has to have at least; return what changed, or None."""
        log: Log = []
        if not self._lift(pair, week, self.low[pair][week] - self.steps[pair][week], log):
            return None
        self._settle(log)
        return log

    def feed(self, line: int, week: int, steps: int) -> Log | None:
        """Give a line more days in a week: of somebody with free days, else of a line that comes after it.

        Returns what changed, or None (and nothing has).
        """
        trees, behind, chain = _Trees({}, {}, {}, {line: None}), [line], None
        while behind and chain is None:
            chain, behind = self._backward(week, trees, behind, steps)
        log: Log = []
        if chain is None:
            for q in trees.person_behind:
                pair = self._lesser(q, week, line, steps)
                if pair >= 0:
                    chain = _joined_at_person(trees, q)
                    self._move(week, pair, -steps, log)
                    break
        if chain is None or not (amount := self._amount(week, chain, steps)) or (log and amount < steps):
            self._revert(log, -1)
            return None
        self._pass_on(week, chain, amount, log)
        self._settle(log)
        return log

    def _lesser(self, p: int, w: int, line: int, steps: int) -> int:
        """Return a pair of the person on a later line than `line` that can spare the steps, -1 if there is none."""
        rank, alone = self.net.rank, self.net.alone
        later = [pair for k, pair in self.on[w][p].items() if rank[k] > rank[line] and not alone[k]]
        mine = [pair for pair in later if self._spares(pair, w, steps)]
        return max(mine, key=lambda pair: (rank[self.net.line[pair]], pair), default=-1)

    def undo(self, log: Log, closed: int = -1) -> None:
        """Take back what a log says; `closed` is the pair that was closed by it."""
        if closed >= 0:
            p, line = self.net.person[closed], self.net.line[closed]
            self.of_line[line][p] = self.of_person[p][line] = closed
            self.steps[closed], self.total[closed] = [0] * self.net.weeks, 0
        self._revert(log, -1)
        for _, pair, steps in log:
            self.total[pair] -= steps

    def _settle(self, log: Log) -> None:
        """Add up the totals after a success; days that became free void what was buried."""
        for w, pair, steps in log:
            self.total[pair] += steps
            if steps < 0 and self.free[w][self.net.person[pair]]:
                self._version[w] += 1

    def _revert(self, log: Log, person: int) -> None:
        """Take back steps; `person` had none free before."""
        for w, pair, steps in reversed(log):
            p = self.net.person[pair]
            if steps > 0 and p != person and not self.free[w][p]:
                self._version[w] += 1
            self._add(w, pair, -steps)

    def _add(self, w: int, pair: int, steps: int) -> None:
        p, line, row = self.net.person[pair], self.net.line[pair], self.steps[pair]
        row[w] += steps
        self.free[w][p] -= steps
        self.short[w][line] -= steps
        if row[w]:
            self.on[w][p][line] = self.at[w][line][p] = pair
        else:
            self.on[w][p].pop(line, None)
            self.at[w][line].pop(p, None)

    # --- chains ---

    def _vacate(self, pair: int, w: int, log: Log) -> bool:
        """Take the pair's days in a week off and pass them on; return whether all found a place."""
        steps = self.steps[pair][w]
        self._move(w, pair, -steps, log)
        return self._fill(w, self.net.line[pair], self.net.person[pair], steps, log)

    def _lift(self, pair: int, w: int, need: int, log: Log) -> bool:
        """Let the pair's person take over `need` steps of a colleague on the line; return whether that worked."""
        p, line = self.net.person[pair], self.net.line[pair]
        colleagues = [other for other in self.at[w][line].values() if other != pair and self._spares(other, w, need)]
        own = [mine for mine in self.on[w][p].values() if mine != pair and self._spares(mine, w, need)]
        for other in colleagues:
            for mine in [-1] if self.free[w][p] >= need else own:
                mark = len(log)
                self._move(w, other, -need, log)
                if mine >= 0:
                    self._move(w, mine, -need, log)
                self._move(w, pair, need, log)
                if mine < 0 or self._fill(w, self.net.line[mine], self.net.person[other], need, log):
                    return True
                self._revert(log[mark:], -1)
                del log[mark:]
        return False

    def _spares(self, pair: int, w: int, steps: int) -> bool:
        """Return whether a pair can give up steps and have none or enough left."""
        left = self.steps[pair][w] - steps
        return left == 0 or left >= self.low[pair][w]

    def _move(self, w: int, pair: int, steps: int, log: Log) -> None:
        self._add(w, pair, steps)
        log.append((w, pair, steps))

    def _fill(self, w: int, line: int, p: int, left: int, log: Log) -> bool:
        """Find `left` steps for a line, from `p`, who has as many free, or from others."""
        while left:
            chain = self._search(w, line, p, left)
            amount = self._amount(w, chain, left) if chain is not None else 0
            if chain is None or not amount:
                return False
            self._pass_on(w, chain, amount, log)
            left -= amount
        return True

    def _pass_on(self, w: int, chain: _Chain, amount: int, log: Log) -> None:
        for take in chain.takes:
            self._move(w, take, amount, log)
        for give in chain.gives:
            self._move(w, give, -amount, log)

    def _amount(self, w: int, chain: _Chain, left: int) -> int:
        """Return the most steps that can pass along a chain and bring nobody below `low`; 0: none can."""
        most = min(left, self.free[w][chain.person], self.short[w][chain.line])
        for give in chain.gives:
            most = min(most, self.steps[give][w])
        return next((amount for amount in range(most, 0, -1) if self._fits(w, chain, amount)), 0)

    def _fits(self, w: int, chain: _Chain, amount: int) -> bool:
        """Return whether steps along a chain bring nobody below `low` who was not below it."""
        for take in chain.takes:
            if self.steps[take][w] + amount < self.low[take][w] and not self.steps[take][w]:
                return False
        for give in chain.gives:
            steps = self.steps[give][w]
            if 0 < steps - amount < self.low[give][w] <= steps:
                return False
        return True

    def _search(self, w: int, line: int, p: int, left: int) -> _Chain | None:
        """Return a chain from `p` or anybody with free days to the line, or from `p` to one of its rank.

        Where `left` steps would bring somebody below `low` it does not pass.
        """
        trees = _Trees({p: None}, {}, {}, {line: None})
        dead = self._buried[w][line] == self._version[w]
        ahead, behind = [p], [line]  # the days that `p` just gave up are free
        while ahead or (behind and not dead):
            if ahead and (not behind or len(ahead) <= len(behind)):
                chain, ahead = self._forward(w, trees, ahead, self.net.rank[line], left)
            else:
                chain, behind = self._backward(w, trees, behind, left)
                if chain is None and not behind and not dead:
                    self._bury(w, line, p)
                    dead = True
            if chain is not None:
                return chain
        return None

    def _forward(
        self, w: int, trees: _Trees, ahead: list[int], rank: int, left: int
    ) -> tuple[_Chain | None, list[int]]:
        """Go on from people who could take more to those who would have to give up what these take."""
        mask, at, short, ranks = self.net.mask, self.at[w], self.short[w], self.net.rank
        people, lines, found = trees.person_ahead, trees.line_ahead, list[int]()
        steps, low = self.steps, self.low
        for q in ahead:
            for k, pair in self.of_person[q].items():
                if k in lines or not mask[pair] >> w & 1 or (left < low[pair][w] and not steps[pair][w]):
                    continue
                lines[k] = (q, pair)
                if k in trees.line_behind or (short[k] and ranks[k] == rank):
                    return _joined_at_line(trees, k), found
                for r, given in at[k].items():
                    if r not in people and not 0 < steps[given][w] - left < low[given][w]:
                        people[r] = (k, given)
                        if r in trees.person_behind:
                            return _joined_at_person(trees, r), found
                        found.append(r)
        return None, found

    def _backward(self, w: int, trees: _Trees, behind: list[int], left: int) -> tuple[_Chain | None, list[int]]:
        """Go on from lines that lack days to those whom people who could help would leave."""
        mask, on, free = self.net.mask, self.on[w], self.free[w]
        people, lines, found = trees.person_behind, trees.line_behind, list[int]()
        steps, low = self.steps, self.low
        for k in behind:
            for q, pair in self.of_line[k].items():
                if q in people or not mask[pair] >> w & 1 or (left < low[pair][w] and not steps[pair][w]):
                    continue
                people[q] = (k, pair)
                if free[q] or q in trees.person_ahead:
                    return _joined_at_person(trees, q), found
                for other, given in on[q].items():
                    if other not in lines and not 0 < steps[given][w] - left < low[given][w]:
                        lines[other] = (q, given)
                        if other in trees.line_ahead:
                            return _joined_at_line(trees, other), found
                        found.append(other)
        return None, found

    def _bury(self, w: int, line: int, p: int) -> None:
        """Mark a line and those it would have to take people from, if nobody among these has free days.

        `p` counts as being on the line, and not as free.
        """
        people, lines, more = {p}, {line, *self.on[w][p]}, [line, *self.on[w][p]]
        while more:
            for q, pair in self.of_line[more.pop()].items():
                if q not in people and self.net.mask[pair] >> w & 1:
                    people.add(q)
                    if self.free[w][q]:
                        return
                    more += [k for k in self.on[w][q] if k not in lines]
                    lines.update(self.on[w][q])
        for k in lines:
            self._buried[w][k] = self._version[w]


def _joined_at_line(trees: _Trees, line: int) -> _Chain:
    """Return the chain through a line that was reached from ahead, and from behind or short itself."""
    takes: list[int] = []
    gives: list[int] = []
    person = _ahead_of(trees, line, takes, gives)
    after = trees.line_behind.get(line)
    if after is None:
        return _Chain(person, takes, gives, line)
    gives.append(after[1])
    return _Chain(person, takes, gives, _behind(trees, after[0], takes, gives))


def _joined_at_person(trees: _Trees, person: int) -> _Chain:
    """Return the chain through a person who was reached from both ends or has free days."""
    takes: list[int] = []
    gives: list[int] = []
    before = trees.person_ahead.get(person)
    start = person
    if before is not None:
        gives.append(before[1])
        start = _ahead_of(trees, before[0], takes, gives)
    return _Chain(start, takes, gives, _behind(trees, person, takes, gives))


def _ahead_of(trees: _Trees, line: int, takes: list[int], gives: list[int]) -> int:
    """Collect the pairs on the way back to where the chain begins; return who begins."""
    while True:
        person, take = trees.line_ahead[line]
        takes.append(take)
        before = trees.person_ahead[person]
        if before is None:
            return person
        line = before[0]
        gives.append(before[1])


def _behind(trees: _Trees, person: int, takes: list[int], gives: list[int]) -> int:
    """Collect the pairs on the way on to the line that wins; return it."""
    while True:
        line, take = trees.person_behind[person]
        takes.append(take)
        after = trees.line_behind[line]
        if after is None:
            return line
        person = after[0]
        gives.append(after[1])
