"""Chains of days handed on from person to person, compiled: a person leaves a line, others take over week by week.

Every move keeps what each line gets in each week, or what lines of one class get together, those that count alike in
every level of the tiers; so no day of a tier is lost. Which moves stand is decided as in simulated annealing
(Kirkpatrick, Gelatt, Vecchi, Optimization by Simulated Annealing, Science 220, 1983). Other moves look for more days of
a tier, by such chains or at the expense of later tiers: the augmenting paths of flows, but within the rules.

The tables are few and wide, because the compiler's time grows with their number.
"""

from __future__ import annotations

from math import exp
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from resopt.engine.compiled import compiled

LONGEST = 5  # people in a chain
NODES = 2_000  # places a chain may pass while it is looked for
JOURNAL = 20_000  # changes of one move at most
DRAWS = 3  # pairs of which the one with the fewest days is tried
ONE_WEEK = 0.2  # of the moves hand on a single week
LOOKS = 50  # at weeks of lines, for days that are missing
TRIES = 8  # weeks of peers that are looked at for days to give to
TINY = 1e-9

# Columns of the tables.
PERSON, LINE, PRICE, CHARGE, LEAST, WEEKS, TOTAL, AT_PERSON, AT_LINE, OF_PERSON, OF_LINE = range(11)  # pair
LOW, HIGH, UNITS = range(3)  # cell
FIRST, PROJECT, MOST_PEOPLE, PEOPLE, SEEN, PEERS, LAST_PEER, PEER, TIER = range(9)  # line
SLOTS, HIRE, MOST_PROJECTS, GROUP, MANY = range(5)  # person
SPARE, PROJECTS, WORKS = range(3)  # week of a person
COUNT, GIVEN, BEFORE = range(3)  # team
SPENT, BUDGET = range(2)  # budget
LENDING, MOST_LENT = range(2)  # lending
LEVEL3, CHANGE, LENGTH, STAMP, STEP, HANDOVER, GAINS, MOVED, AT_MOST = range(9)  # sums
PLACE, NEED, FROM, GAIN, LOSS, DEPTH, FRESH = range(7)  # node


inner = compiled(no_cpython_wrapper=True, no_cfunc_wrapper=True, error_model="numpy")


class Tables(NamedTuple):
    """A plan over pairs of people and lines (sorted by line) at given starts, and what follows from it.

    `pair`
        By pair: person, line, price of being used, charge of a unit (both 1/1,000,000 day), least units of who joins,
        weeks with days, units in all, places in the lists of its person and its line; then, by place, the pairs in use
        of each person (from its slots on) and of each line (from its first pair on).
    `cell`
        By pair and week: the fewest and the most units, most -1 where nothing may change; the units.
    `line`
        By line and once more: first pair, project, most people, people, the stamp of the search that saw it last, the
        span of its class in the list of peers (empty: none); by place, that list; the tier.
    `stays`, `short`
        By line and week: whether the line wants days in this week and the next one; the units that it lacks.
    `person`, `week`
        By person: slots, price of being used at all, most projects, group of those who lend as one (-1: none), pairs in
        use; and by week: spare units, projects, whether there is a step to work.
    `team`
        By person, project and week: lines, and where there is a plan of record units and those it had.
    `money`, `budget`
        By pair the money of a unit; by project what is spent and may be.
    `share`, `lent`, `lending`
        By person and week the FTE of a unit; by group and project whether days are lent; by group and week the FTE
        lent, and the most.
    `sums`
        Level 3, change, length of the journal, stamp, step, price of a handover, times that days were gained, price of
        a unit moved, and how many of them a unit gained may move.
    `journal`, `nodes`
        Pair, week and units of each change of a move (line - lines: of what a line lacks, not of a pair's days); what a
        chain passes: line, units needed there, the node before, the pair that takes over there, the pair that leaves
        its days here, length of the way, new pairs on it.
    """

    pair: NDArray[np.int64]
    cell: NDArray[np.int32]
    line: NDArray[np.int64]
    stays: NDArray[np.bool_]
    short: NDArray[np.int32]
    person: NDArray[np.int64]
    week: NDArray[np.int32]
    team: NDArray[np.int32]
    money: NDArray[np.float64]
    budget: NDArray[np.float64]
    share: NDArray[np.float64]
    lent: NDArray[np.bool_]
    lending: NDArray[np.float64]
    sums: NDArray[np.int64]
    journal: NDArray[np.int64]
    nodes: NDArray[np.int64]
    seed: NDArray[np.uint64]


@inner
def chance(t: Tables) -> float:
    """Return a number from 0 to 1 by chance (Marsaglia, Xorshift RNGs, 2003)."""
    x = t.seed[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    t.seed[0] = x
    return float(x >> np.uint64(11)) / (1 << 53)


@inner
def draw(t: Tables, most: int) -> int:
    """Return a whole number from 0 to `most` - 1 by chance."""
    return int(chance(t) * most)


@inner
def handovers(t: Tables, k: int, w: int) -> int:
    """Return what the weeks before and after week `w` of a pair cost in handovers."""
    p, line = t.pair[k, PERSON], t.pair[k, LINE]
    now, cost = t.cell[k, w, UNITS] > 0, 0
    if not now and w > 0 and t.stays[line, w - 1] and t.cell[k, w - 1, UNITS] > 0 and t.week[p, w, WORKS]:
        cost += t.sums[HANDOVER]
    if now and t.stays[line, w] and t.cell[k, w + 1, UNITS] == 0 and t.week[p, w + 1, WORKS]:
        cost += t.sums[HANDOVER]
    return cost


@inner
def use(t: Tables, k: int) -> None:
    """Put a pair on the lists of those in use."""
    p, line = t.pair[k, PERSON], t.pair[k, LINE]
    t.pair[k, AT_PERSON], t.pair[k, AT_LINE] = t.person[p, MANY], t.line[line, PEOPLE]
    t.pair[t.person[p, SLOTS] + t.person[p, MANY], OF_PERSON] = k
    t.pair[t.line[line, FIRST] + t.line[line, PEOPLE], OF_LINE] = k
    if t.person[p, MANY] == 0:
        t.sums[LEVEL3] += t.person[p, HIRE]
    t.person[p, MANY] += 1
    t.line[line, PEOPLE] += 1
    t.sums[LEVEL3] += t.pair[k, PRICE]


@inner
def drop(t: Tables, k: int) -> None:
    """Take a pair off the lists of those in use."""
    p, line = t.pair[k, PERSON], t.pair[k, LINE]
    t.person[p, MANY] -= 1
    t.line[line, PEOPLE] -= 1
    last = t.pair[t.person[p, SLOTS] + t.person[p, MANY], OF_PERSON]
    t.pair[t.person[p, SLOTS] + t.pair[k, AT_PERSON], OF_PERSON] = last
    t.pair[last, AT_PERSON] = t.pair[k, AT_PERSON]
    last = t.pair[t.line[line, FIRST] + t.line[line, PEOPLE], OF_LINE]
    t.pair[t.line[line, FIRST] + t.pair[k, AT_LINE], OF_LINE] = last
    t.pair[last, AT_LINE] = t.pair[k, AT_LINE]
    if t.person[p, MANY] == 0:
        t.sums[LEVEL3] -= t.person[p, HIRE]
    t.sums[LEVEL3] -= t.pair[k, PRICE]


@inner
def add(t: Tables, k: int, w: int, units: int) -> None:
    """Give a pair some units more (or less) in a week."""
    p, project = t.pair[k, PERSON], t.line[t.pair[k, LINE], PROJECT]
    old = t.cell[k, w, UNITS]
    new = old + units
    if (old == 0) != (new == 0):
        t.sums[LEVEL3] -= handovers(t, k, w)
        t.cell[k, w, UNITS] = new
        t.sums[LEVEL3] += handovers(t, k, w)
        turn = 1 if old == 0 else -1
        if t.team[p, project, w, COUNT] == (0 if turn > 0 else 1):
            t.week[p, w, PROJECTS] += turn
        t.team[p, project, w, COUNT] += turn
        t.pair[k, WEEKS] += turn
        if t.pair[k, WEEKS] == 0:
            drop(t, k)
        elif turn > 0 and t.pair[k, WEEKS] == 1:
            use(t, k)
    t.cell[k, w, UNITS] = new
    t.week[p, w, SPARE] -= units
    t.pair[k, TOTAL] += units
    t.sums[LEVEL3] += t.pair[k, CHARGE] * units
    t.budget[project, SPENT] += t.money[k] * units
    group = t.person[p, GROUP]
    if group >= 0 and t.lent[group, project]:
        t.lending[group, w, LENDING] += t.share[p, w] * units
    if t.team.shape[3] > 1:
        had, given = t.team[p, project, w, BEFORE], t.team[p, project, w, GIVEN]
        t.sums[CHANGE] += max(0, had - given - units) - max(0, had - given)
        t.team[p, project, w, GIVEN] += units


@compiled()
def begin(t: Tables, pairs: NDArray[np.int64], weeks: NDArray[np.int64], units: NDArray[np.int64]) -> None:
    """Put the days of a plan into tables that hold none."""
    for i in range(len(pairs)):
        add(t, pairs[i], weeks[i], units[i])


@inner
def note(t: Tables, k: int, w: int, units: int) -> None:
    """Make a change and write it into the journal; with a line - lines for `k` change what the line lacks."""
    if k < 0:
        t.short[k, w] += units
    else:
        add(t, k, w, units)
    at = t.sums[LENGTH]
    t.journal[at, 0], t.journal[at, 1], t.journal[at, 2] = k, w, units
    t.sums[LENGTH] = at + 1


@inner
def undo(t: Tables) -> None:
    """Take back the move in the journal."""
    while t.sums[LENGTH] > 0:
        t.sums[LENGTH] -= 1
        at = t.sums[LENGTH]
        k, w, units = t.journal[at, 0], t.journal[at, 1], t.journal[at, 2]
        if k < 0:
            t.short[k, w] -= units
        else:
            add(t, k, w, -units)


@inner
def fits(t: Tables) -> bool:
    """Return whether what the move touched keeps the limits that look beyond a person's days in a week."""
    for at in range(t.sums[LENGTH]):
        k, w = t.journal[at, 0], t.journal[at, 1]
        if k < 0:
            continue
        p, line = t.pair[k, PERSON], t.pair[k, LINE]
        project, group = t.line[line, PROJECT], t.person[p, GROUP]
        if t.line[line, PEOPLE] > t.line[line, MOST_PEOPLE] or 0 < t.pair[k, TOTAL] < t.pair[k, LEAST]:
            return False
        if t.budget[project, SPENT] > t.budget[project, BUDGET] + TINY:
            return False
        if group >= 0 and t.lending[group, w, LENDING] > t.lending[group, w, MOST_LENT] + TINY:
            return False
        if t.week[p, w, PROJECTS] > t.person[p, MOST_PROJECTS] and t.journal[at, 2] > 0:
            return False
    return True


@inner
def takes(t: Tables, node: int, k: int, w: int) -> bool:
    """Return whether a pair may take over the days of a node: within its limits, its person not yet on the way."""
    units = t.cell[k, w, UNITS] + t.nodes[node, NEED]
    if units < t.cell[k, w, LOW] or units > t.cell[k, w, HIGH]:
        return False
    while t.nodes[node, FROM] >= 0:
        if t.pair[t.nodes[node, GAIN], PERSON] == t.pair[k, PERSON]:
            return False
        node = t.nodes[node, FROM]
    return True


@inner
def ends(t: Tables, node: int, k: int, w: int) -> bool:
    """Return whether the person of a pair can take over the days of a node and hand on none."""
    p, project = t.pair[k, PERSON], t.line[t.pair[k, LINE], PROJECT]
    if t.week[p, w, SPARE] < t.nodes[node, NEED]:
        return False
    return t.team[p, project, w, COUNT] > 0 or t.week[p, w, PROJECTS] < t.person[p, MOST_PROJECTS]


@inner
def hand_on(t: Tables, node: int, w: int) -> None:
    """Make the chain that leads to a node, but for who takes over there."""
    while t.nodes[node, FROM] >= 0:
        before = t.nodes[node, FROM]
        note(t, t.nodes[node, LOSS], w, -t.nodes[node, NEED])
        note(t, t.nodes[node, GAIN], w, t.nodes[before, NEED])
        node = before


@inner
def spread(t: Tables, node: int, count: int, k: int, w: int) -> int:
    """Add the places where the person of pair `k` could leave days to take over those of a node; return their end."""
    p = t.pair[k, PERSON]
    rest = t.nodes[node, NEED] - max(0, t.week[p, w, SPARE]) // t.sums[STEP] * t.sums[STEP]
    if rest <= 0:  # only the number of projects is in the way, and days left on a line do not lower it
        return count
    for slot in range(t.person[p, SLOTS], t.person[p, SLOTS] + t.person[p, MANY]):
        other = t.pair[slot, OF_PERSON]
        line, left = t.pair[other, LINE], t.cell[other, w, UNITS] - rest
        if left < 0 or other == k or t.cell[other, w, HIGH] < 0 or t.line[line, SEEN] == t.sums[STAMP]:
            continue
        if (0 < left < t.cell[other, w, LOW]) or count >= NODES:
            continue
        t.nodes[count, PLACE], t.nodes[count, NEED], t.nodes[count, FROM] = line, rest, node
        t.nodes[count, GAIN], t.nodes[count, LOSS] = k, other
        t.nodes[count, DEPTH] = t.nodes[node, DEPTH] + 1
        t.nodes[count, FRESH] = t.nodes[node, FRESH] + (t.pair[k, WEEKS] == 0)
        count += 1
    return count


@inner
def reach(t: Tables, line: int, w: int, need: int, banned: int, most: int, tier: int) -> int:
    """Find and make a chain that brings a line `need` units in a week, not by the pair `banned`.

    First over pairs in use, then (`most` 1) with one new pair; it may end with a line of a tier after `tier` that goes
    short, unless that is -1. Return how many new pairs it has, -1 if there is no chain.
    """
    for new in range(most + 1):
        t.sums[STAMP] += 1
        t.nodes[0, PLACE], t.nodes[0, NEED], t.nodes[0, FROM], t.nodes[0, DEPTH], t.nodes[0, FRESH] = (
            line,
            need,
            -1,
            1,
            0,
        )
        node, count = np.int64(0), np.int64(1)  # no literals: what they are given to would be compiled for each
        while node < count:
            here = t.nodes[node, PLACE]
            if t.line[here, SEEN] != t.sums[STAMP]:
                t.line[here, SEEN] = t.sums[STAMP]
                if 0 <= tier < t.line[here, TIER] and t.line[here, LAST_PEER] > t.line[here, PEERS]:
                    note(t, here - len(t.short), w, t.nodes[node, NEED])
                    hand_on(t, node, w)
                    return new
                first, fresh = t.line[here, FIRST], t.nodes[node, FRESH] < new
                many = t.line[here + 1, FIRST] - first if fresh else t.line[here, PEOPLE]
                start = draw(t, many) if many else 0
                for i in range(many):
                    k = first + (start + i) % many
                    k = k if fresh else t.pair[k, OF_LINE]
                    if k != banned and takes(t, node, k, w):
                        if ends(t, node, k, w):
                            note(t, k, w, t.nodes[node, NEED])
                            hand_on(t, node, w)
                            return new
                        if t.nodes[node, DEPTH] < LONGEST:
                            count = spread(t, node, count, k, w)
            node += 1
    return -1


@inner
def pay(t: Tables, k: int, debt: int, most: int) -> bool:
    """Give peers of a pair's line, in any weeks, the units that the line lost; return whether that can be done."""
    line = t.pair[k, LINE]
    first, count, lines = t.line[line, PEERS], t.line[line, LAST_PEER] - t.line[line, PEERS], len(t.short)
    for _ in range(TRIES if count > 0 else 0):
        other, w = t.line[first + draw(t, count), PEER], draw(t, t.cell.shape[1])
        need = min(debt, t.short[other, w]) // t.sums[STEP] * t.sums[STEP]
        if need <= 0:
            continue
        new = reach(t, other, w, need, k, most, -1)
        if new >= 0:
            note(t, other - lines, w, -need)
            debt, most = debt - need, most - new
        if debt == 0:
            break
    return debt == 0


@inner
def clear(t: Tables, k: int, only: int) -> bool:
    """Let others take over the days of a pair (in week `only`, if that is one); return whether they can."""
    weeks, most, debt = t.cell.shape[1], np.int64(1), np.int64(0)
    line, offset = t.pair[k, LINE], draw(t, weeks)
    for i in range(weeks):
        w = (i + offset) % weeks
        need = t.cell[k, w, UNITS]
        if need and (only < 0 or w == only):
            if t.cell[k, w, HIGH] < 0:
                return False
            note(t, k, w, -need)
            new = reach(t, line, w, need, k, most, -1)
            if new >= 0:
                most -= new
            elif t.line[line, LAST_PEER] > t.line[line, PEERS]:
                note(t, line - len(t.short), w, need)
                debt += need
            else:
                return False
    return debt == 0 or pay(t, k, debt, most)


@inner
def pick(t: Tables) -> int:
    """Return a pair in use, by chance one with few days; -1 if none was met."""
    best = -1
    for _ in range(DRAWS):
        p = draw(t, len(t.person))
        if t.person[p, MANY]:
            k = t.pair[t.person[p, SLOTS] + draw(t, t.person[p, MANY]), OF_PERSON]
            if best < 0 or t.pair[k, TOTAL] < t.pair[best, TOTAL]:
                best = k
    return best


@inner
def gain(t: Tables) -> bool:
    """Give a line more days in a week, if need be at the expense of later tiers; return whether that can be done."""
    change = t.sums[CHANGE]
    for _ in range(LOOKS):
        line, w = draw(t, len(t.short)), draw(t, t.short.shape[1])
        short = t.short[line, w] // t.sums[STEP]
        if short > 0 and t.line[line, LAST_PEER] > t.line[line, PEERS]:
            need = t.sums[STEP] * (1 + draw(t, short))
            for tier in (-1, t.line[line, TIER]):
                if reach(t, line, w, need, -1, np.int64(1), tier) >= 0:
                    note(t, line - len(t.short), w, -need)
                    return fits(t) and t.sums[CHANGE] - change <= t.sums[AT_MOST] * need
            return False
    return False


@compiled()
def anneal(t: Tables, moves: int, heat: float, gains: float) -> None:
    """Try some moves at a temperature (1/1,000,000 day), a share `gains` of them for more days of earlier tiers."""
    for _ in range(moves):
        before, change, t.sums[LENGTH] = t.sums[LEVEL3], t.sums[CHANGE], 0
        if chance(t) < gains:
            stands = gain(t)
            t.sums[GAINS] += stands
        else:
            k = pick(t)
            only = draw(t, t.cell.shape[1]) if chance(t) < ONE_WEEK else -1
            stands = k >= 0 and clear(t, k, only) and fits(t)
            worse = t.sums[LEVEL3] - before + t.sums[MOVED] * (t.sums[CHANGE] - change)
            stands = stands and (worse <= 0 or chance(t) < exp(-worse / heat))
        if not stands:
            undo(t)
