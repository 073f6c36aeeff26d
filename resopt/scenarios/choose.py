"""Which few pairs of person and project may change: chains of a plan that may change all, or what fills gaps first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from resopt.checker.people import Staffing
from resopt.domain.grid import PairWeek, lay_out
from resopt.domain.records import Line, Portfolio
from resopt.plan import Plan
from resopt.scenarios.case import days_of, moved_pairs
from resopt.scenarios.record import Cell, Pair

Days = Mapping[PairWeek, int]


def by_chains(
    portfolio: Portfolio, old: Days, plan: Plan, forced: Collection[Pair], most: int, *, short: bool = False
) -> frozenset[Pair]:
    """Return the pairs of whole chains of moves in `plan`, those that win most in the highest tiers first.

    Moves belong to one chain if they share a person in a week, who gives some days to take others, or a project for
    which one takes what the other gives; a `short` chain is that of one person. Where a chain does not fit, its largest
    changes on the highest tiers fill what is left.
    """
    new = days_of(portfolio, plan)
    tier_of = {p: k for k, tier in enumerate(portfolio.tiers) for p in tier.project_ids}
    pairs = sorted(moved_pairs(new, old) - set(forced))
    gains: dict[Pair, list[int]] = {pair: [0] * len(portfolio.tiers) for pair in pairs}
    for key in new.keys() | old.keys():
        if key[:2] in gains:
            gains[key[:2]][tier_of[key[1]]] += new.get(key, 0) - old.get(key, 0)

    def loss(chain: list[Pair]) -> tuple[int, ...]:
        return tuple(-sum(gains[pair][k] for pair in chain) for k in range(len(portfolio.tiers)))

    chosen: list[Pair] = []
    for chain in sorted(_chains(pairs, old, new, short=short), key=lambda chain: (loss(chain), len(chain), chain)):
        if len(chosen) + len(chain) <= most:
            chosen += chain
    left = [pair for pair in pairs if pair not in set(chosen)]
    left.sort(key=lambda pair: (tier_of[pair[1]], [-amount for amount in gains[pair]], pair))
    return frozenset([*chosen, *left][:most])


def _chains(pairs: Sequence[Pair], old: Days, new: Days, *, short: bool) -> list[list[Pair]]:
    """Return the pairs grouped by shared person, or (unless `short`) by one giving a project what another takes."""
    meant, root = set(pairs), {pair: pair for pair in pairs}

    def find(pair: Pair) -> Pair:
        while root[pair] != pair:
            pair = root[pair]
        return pair

    by_person: dict[tuple[str, int], list[Pair]] = defaultdict(list)
    by_project: dict[tuple[str, int], dict[bool, list[Pair]]] = defaultdict(lambda: {False: [], True: []})
    for person, project, week in sorted(new.keys() | old.keys()):
        pair, more = (person, project), new.get((person, project, week), 0) - old.get((person, project, week), 0)
        if pair in meant and more:
            by_person[person, week].append(pair)
            by_project[project, week][more > 0].append(pair)
    joined = list(by_person.values())
    joined += [] if short else [both[False] + both[True] for both in by_project.values() if all(both.values())]
    for first, *others in joined:
        for pair in others:
            root[find(pair)] = find(first)
    groups: dict[Pair, list[Pair]] = defaultdict(list)
    for pair in pairs:
        groups[find(pair)].append(pair)
    return list(groups.values())


def by_gaps(
    portfolio: Portfolio, plan: Plan, before: Mapping[Cell, int], forced: Collection[Pair], most: int
) -> frozenset[Pair]:
    """Return the pairs by which people fill the gaps of `plan`: days lost since `before` first, then the highest tiers.

    For each short line the person who fills most of it is taken: with free days alone (one move), or with the days of
    one project of a lower tier as well (two moves). Forced pairs may change anyway and cost no move.
    """
    chosen: set[Pair] = set()
    state, lost = _Gaps(portfolio, plan), Counter[tuple[str, int]]()
    for (_, line_id, week), units in before.items():
        lost[line_id, week] += units
    for a in plan.assignments:
        lost[a.line_id, a.week] -= a.units
    every = state.gap
    state.gap = {
        x: {w: min(units, lost[x, w]) for w, units in gap.items() if lost[x, w] > 0} for x, gap in every.items()
    }
    state.fill(chosen, forced, most)
    for line_id, gap in every.items():  # what was lost and found again is no gap any more
        for week in gap:
            gap[week] -= max(0, min(gap[week], lost[line_id, week]) - state.gap[line_id].get(week, 0))
    state.gap = {x: {w: units for w, units in gap.items() if units} for x, gap in every.items()}
    state.fill(chosen, forced, most)
    return frozenset(chosen)


def mixed_plan(portfolio: Portfolio, plan: Plan, other: Plan, pairs: Collection[Pair]) -> Plan:
    """Return `plan` with the days that `other` has of these pairs, as far as lines want them and people have them."""
    grid, step = lay_out(portfolio), portfolio.settings.step
    project_of = {line.id: line.project_id for line in portfolio.lines}
    units = {cell: n for cell, n in plan.units().items() if (cell[0], project_of[cell[1]]) not in pairs}
    used, given = Counter[tuple[str, int]](), Counter[tuple[str, int]]()
    for (person, line, week), n in units.items():
        used[person, week] += n
        given[line, week] += n
    for (person, line, week), n in sorted(other.units().items()):
        if (person, project_of[line]) in pairs:
            wanted = grid.wanted_at(line, plan.shift_of(project_of[line]))[week]
            room = max(0, min(wanted - given[line, week], grid.capacity[person][week] - used[person, week]))
            amount = n if n <= room else room - room % step
            units[person, line, week] = amount
            used[person, week] += amount
            given[line, week] += amount
    return Plan.of(units, dict(plan.shifts))


class _Gaps:
    """What lines of a plan still lack by week, and what people could still give."""

    def __init__(self, portfolio: Portfolio, plan: Plan) -> None:
        self.grid, self.staffing = lay_out(portfolio), Staffing(portfolio)
        self.free = {p: list(row) for p, row in self.grid.capacity.items()}
        self.days = days_of(portfolio, plan)
        self.gap: dict[str, dict[int, int]] = {}
        for project, lines in self.grid.lines_of.items():
            for line in lines:
                row = self.grid.wanted_at(line.id, plan.shift_of(project))
                self.gap[line.id] = {week: units for week, units in enumerate(row) if units}
        for a in plan.assignments:
            self.free[a.person_id][a.week] -= a.units
            left = self.gap[a.line_id].get(a.week, 0) - a.units
            self.gap[a.line_id].pop(a.week, None)
            if left > 0:
                self.gap[a.line_id][a.week] = left
        self.lines = [line for lines in self.grid.lines_of.values() for line in lines]

    def fill(self, chosen: set[Pair], forced: Collection[Pair], most: int) -> None:
        """Add to `chosen` the pairs by which gaps are filled, as long as there are no more than `most`."""
        for line in self.short():
            while self.gap[line.id]:
                offers = [offer for p in self.able(line) if (offer := self.offer(p, line))]
                costs = [(offer, {pair for pair in offer[1] if pair not in forced} - chosen) for offer in offers]
                fitting = [(offer, cost) for offer, cost in costs if len(chosen) + len(cost) <= most]
                if not fitting:
                    break
                (_, _, person, donor), cost = max(fitting, key=lambda one: (one[0][0], -len(one[1]), one[0][2]))
                chosen |= cost
                self.take(person, line.id, donor)

    def short(self) -> list[Line]:
        """Return the short lines, the highest tier first, in it the shortest."""
        found = [line for line in self.lines if self.gap[line.id]]
        return sorted(found, key=lambda x: (self.grid.tier_of[x.project_id], -sum(self.gap[x.id].values()), x.id))

    def able(self, line: Line) -> list[str]:
        """Return who may serve a line."""
        return [p.id for p in self.staffing.qualified(line) if p.id in self.free]

    def offer(self, person: str, line: Line) -> tuple[int, tuple[Pair, ...], str, str] | None:
        """Return the days that a person could give a line, the pairs that change, and the project that gives way."""
        gap, free = self.gap[line.id], self.free[person]
        alone = sum(min(units, max(0, free[week])) for week, units in gap.items())
        tier = self.grid.tier_of[line.project_id]
        best, donor = alone, ""
        for other in sorted(
            {project for p, project, _ in self.days if p == person and self.grid.tier_of[project] > tier}
        ):
            given = sum(
                min(units, max(0, free[week]) + self.days.get((person, other, week), 0)) for week, units in gap.items()
            )
            if given > best:
                best, donor = given, other
        if not best:
            return None
        pairs = ((person, line.project_id), *(((person, donor),) if donor else ()))
        return best, pairs, person, donor

    def take(self, person: str, line_id: str, donor: str) -> None:
        """Give the line what the person has, and what the project `donor` of a lower tier gives up for it."""
        gap = self.gap[line_id]
        for week in list(gap):
            here = max(0, self.free[person][week])
            there = self.days.get((person, donor, week), 0) if donor else 0
            given = min(gap[week], here + there)
            self.free[person][week] -= min(given, here)
            if given > here:
                self.days[person, donor, week] = there - (given - here)
            gap[week] -= given
            if not gap[week]:
                del gap[week]
