"""A level after the tiers as a linear program that every plan satisfies which is as good on the levels before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from resopt.domain.rules import Fact, Rule
from resopt.engine.cells import Flags, Ints, Problem, State
from resopt.engine.forced import Forced
from resopt.engine.levels import TIER_PARTS, Level, counts, late_cost, levels_of, value_weight
from resopt.engine.mip import Mip, Writer
from resopt.engine.prices import once
from resopt.result import Score

HEAVIEST = 1_000_000  # rows of value with larger coefficients are left out
RELAXED = ("overtime", "soft", "change", "quality")  # the levels that have a program


@dataclass(frozen=True, slots=True, eq=False)
class BoundTask:
    """Bound `level` for plans as good as `score` before it that set aside the facts `aside`, until `deadline`.

    `state` is a plan with that score.
    """

    level: Level
    score: Score
    aside: frozenset[int]
    state: State
    deadline: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class OpenCells:
    """The cells that can hold days: `most` units each, and the places of person-week, variant-week and pair.

    `free`: no lock touches the cell.
    """

    number: Ints
    most: Ints
    room_at: Ints
    want_at: Ints
    pair: Ints
    free: Flags

    def keep(self, mask: Flags) -> OpenCells:
        """Return the cells of `mask`."""
        return OpenCells(*(getattr(self, field.name)[mask] for field in fields(self)))

    def limited(self, most: Ints) -> OpenCells:
        """Return the cells with at most `most` units each, those without any left out."""
        changed = OpenCells(self.number, np.minimum(self.most, most), self.room_at, self.want_at, self.pair, self.free)
        return changed.keep(changed.most > 0)


@dataclass(frozen=True, slots=True, eq=False)
class Beyond:
    """Columns that are `base` and `sign` times the units of the cells `at`, by `place`, and 0 at the least."""

    base: Ints
    at: Ints
    place: Ints
    sign: int

    def of(self, x: Ints) -> Ints:
        """Return the columns where cells have `x` units."""
        least: Ints = np.maximum(0, self.base + self.sign * _sums(self.place, x[self.at], len(self.base)))
        return least


class Relaxation:
    """The program of one level; columns are cells (units), days met, and what single rules need.

    It keeps eligibility, forbid, capacity (whole steps where only whole steps can be), wanted days, one start per
    project, the locks that are kept, and all levels before `level` at no worse than in `score`. It leaves out all
    other limits, and of level 3 handovers, which cost at least nothing. So every plan that sets aside the facts in
    `aside` and no others, and is nowhere worse than `score` before `level`, is a solution of it with its own value.
    """

    def __init__(self, problem: Problem, task: BoundTask) -> None:
        self.problem, self.score, self.aside, self.level = problem, task.score, task.aside, task.level
        held = levels_of(problem.portfolio)
        self.held = {one.kind for one in held[: held.index(self.level)]}
        self.weeks = problem.portfolio.settings.weeks
        self.line_of = problem.line_of.astype(np.int64)
        self.project_of = np.array(problem.project_of, dtype=np.int64)
        self.tier_of = np.array([problem.grid.tier_of[line.project_id] for line in problem.lines], dtype=np.int64)
        self.room = self._room()
        self.least = np.zeros(len(problem.variants) * self.weeks, dtype=np.int64)
        self.most = np.array([v.wanted for v in problem.variants], dtype=np.int64).ravel()
        self.cells = self._open_cells()
        self.dearest = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        self._hold()
        self._hold_short()

    def mip(self) -> Mip:
        """Return the relaxation as a program."""
        self.starts: list[tuple[Ints, int]] = []
        self.beyond: list[Beyond] = []
        cells, quality = self.cells, self.level.kind == "quality"
        self.wants, self.want = np.unique(cells.want_at, return_inverse=True)
        self.order = np.argsort(cells.room_at, kind="stable")
        rows = Writer()
        self.x = rows.columns(np.zeros_like(cells.most), cells.most, self._charges() if quality else 0)
        self.m = rows.columns(self.least[self.wants], self.most[self.wants])
        rows.rows(len(self.wants), [(self.want, self.x, 1), (np.arange(len(self.wants)), self.m, -1)], low=0)
        rooms, room = np.unique(cells.room_at, return_inverse=True)
        rows.rows(len(rooms), [(room, self.x, 1)], high=self.room[rooms])
        if quality:
            self._add_pairs(rows)
        self._add_days(rows)
        self._add_starts(rows)
        self._add_locks(rows)
        self._add_overtime(rows, rooms, room)
        self._add_soft(rows)
        self._add_change(rows)
        return rows.freeze()

    def guess(self, mip: Mip) -> NDArray[np.float64]:
        """Return the duals that count the people of each line in the week in which it needs most of them."""
        duals, (rows, slope) = np.zeros(len(mip.low)), self.dearest
        duals[rows] = -once(self.problem.portfolio.policy.people) / slope
        return duals

    def hint(self, state: State) -> list[int]:
        """Return the columns of a plan that satisfies the program written by `mip`."""
        units = np.zeros(len(self.problem.person), dtype=np.int64)
        units[state.cells] = state.units
        x = units[self.cells.number]
        met = np.minimum(self.most[self.wants], _sums(self.want, x, len(self.wants)))
        values = [x, met]
        if self.level.kind == "quality":
            values.append(np.minimum(1, _sums(self.pair, x, len(self.y))))
        for columns, project in self.starts:
            chosen = self.problem.shifts[project].index(state.shifts[project])
            values.append((np.arange(len(columns)) == chosen).astype(np.int64))
        values += [one.of(x) for one in self.beyond]
        return [int(value) for part in values for value in part.tolist()]

    # --- what cells can hold ---

    def _room(self) -> Ints:
        """Return capacity by person-week, in whole steps where nothing else can be given."""
        problem = self.problem
        odd = np.zeros(problem.limit.shape, dtype=bool)
        cells = np.union1d(np.nonzero(problem.rest)[0], np.array(sorted(problem.pins), dtype=np.int64))
        odd[problem.person[cells], problem.week[cells]] = True
        whole = problem.limit // problem.step * problem.step
        room: Ints = np.where(odd, problem.limit, whole).ravel()
        return room

    def _open_cells(self) -> OpenCells:
        problem = self.problem
        most = np.maximum(problem.high.astype(np.int64) * problem.step, problem.rest)
        free = np.ones(len(most), dtype=bool)
        for cell, facts in problem.pins.items():
            free[cell] = False
            kept = [problem.facts[f].units for f in facts if f not in self.aside]
            most[cell] = min(kept) if kept else most[cell]
        person, variant = problem.person.astype(np.int64), problem.variant.astype(np.int64)
        room_at = person * self.weeks + problem.week
        most[problem.frozen_out(self.aside)] = 0
        pair = person * len(problem.variants) + variant
        cells = OpenCells(np.arange(len(most)), most, room_at, variant * self.weeks + problem.week, pair, free)
        return cells.limited(self.room[room_at])

    def _team(self, room_at: Ints, variant: Ints) -> Ints:
        """Return the places of (person, week, project)."""
        return room_at * len(self.problem.projects) + self.project_of[self.line_of[variant]]

    def _room_of(self, fact: Fact) -> int:
        return self.problem.person_number[fact.person_id or ""] * self.weeks + (fact.week or 0)

    def _hold(self) -> None:
        """Take out what cannot be where leading tiers have all days that the flow allows (see `Forced`)."""
        held = 0
        for tier, met in enumerate(self.score.tiers):
            held += met.all
            cells = self.cells
            inside = self.tier_of[self.line_of[cells.want_at // self.weeks]] <= tier
            if not inside.any():
                continue
            flow = Forced(cells.want_at[inside], cells.room_at[inside], cells.most[inside], self.room, self.most)
            if flow.total != held:
                continue
            self.least[flow.wants] = np.maximum(self.least[flow.wants], flow.least)
            self.most[flow.wants] = np.minimum(self.most[flow.wants], flow.most)
            most = cells.most.copy()
            most[inside] = np.where(cells.free[inside], flow.cell_most, most[inside])
            most[~inside & np.isin(cells.room_at, flow.spent)] = 0
            cells = cells.limited(most)
            self.cells = cells.limited(np.where(cells.free, self.most[cells.want_at], cells.most))

    def _hold_short(self) -> None:
        """A line-week goes no more days short than its tier does."""
        problem, fixed = self.problem, np.array([len(shifts) == 1 for shifts in self.problem.shifts], dtype=bool)
        tier = np.repeat(self.tier_of[self.line_of], self.weeks)
        alone = np.repeat(fixed[self.project_of[self.line_of]], self.weeks)
        for k, met in enumerate(self.score.tiers):
            wanted = sum(sum(problem.grid.wanted[x.id]) for i, x in enumerate(problem.lines) if self.tier_of[i] == k)
            at = alone & (tier == k)
            self.least[at] = np.maximum(self.least[at], np.minimum(self.most[at], self.most[at] - (wanted - met.all)))

    # --- rows ---

    def _charges(self) -> Ints:
        """Return what a unit of each cell adds to level 3."""
        problem = self.problem
        person, line = problem.person[self.cells.number], self.line_of[self.cells.want_at // self.weeks]
        charges = np.zeros(len(person), dtype=np.int64)
        order = np.argsort(line, kind="stable")
        ends = np.searchsorted(line[order], np.arange(len(problem.lines) + 1))
        for i, one in enumerate(problem.lines):
            at = order[ends[i] : ends[i + 1]]
            who, amounts = problem.charges[one.id]
            if len(at) and len(who):
                place = np.minimum(np.searchsorted(who, person[at]), len(who) - 1)
                charges[at] = np.where(who[place] == person[at], amounts[place], 0)
        return charges

    def _add_pairs(self, rows: Writer) -> None:
        """Whoever has days on a line counts as one of its people."""
        price = once(self.problem.portfolio.policy.people)
        pairs, self.pair = np.unique(self.cells.pair, return_inverse=True)
        self.y = rows.columns(np.zeros_like(pairs), np.ones_like(pairs), price)
        n = len(self.x)
        rows.rows(n, [(np.arange(n), self.x, 1), (np.arange(n), self.y[self.pair], -self.cells.most)], high=0)
        self._add_people(rows)

    def _add_people(self, rows: Writer) -> None:
        """The days that a line-week is sure to get, and any days beyond, take people (see `hull_of`)."""
        size, place = len(self.wants), np.arange(len(self.wants))
        few, given, slope = hull_of(self.want, self.cells.most, self.most[self.wants])
        terms = [(place, self.m, np.ones_like(slope)), (self.want, self.y[self.pair], -slope[self.want])]
        added = rows.rows(size, terms, high=given - slope * few)
        line = self.line_of[self.wants // self.weeks]
        order = np.lexsort((-few, line))
        leads = order[np.diff(line[order], prepend=-1) > 0]
        leads = leads[(self.least[self.wants] == self.most[self.wants])[leads] & (slope[leads] > 0)]
        self.dearest = added[leads], slope[leads]
        self._add_lives(rows)
        self._add_most_people(rows)

    def _add_lives(self, rows: Writer) -> None:
        """The same for the days of a line over all its weeks, of which each person has only so many."""
        pairs, at = np.unique(self.cells.pair, return_index=True)
        total = np.bincount(self.pair, self.cells.most, len(pairs)).astype(np.int64)
        variants, place = np.unique(self.wants // self.weeks, return_inverse=True)
        of_pair = np.searchsorted(variants, self.cells.want_at[at] // self.weeks)
        wanted = np.bincount(place, self.most[self.wants], len(variants)).astype(np.int64)
        few, given, slope = hull_of(of_pair, np.minimum(total, wanted[of_pair]), wanted)
        rows.rows(len(variants), [(place, self.m, 1), (of_pair, self.y, -slope[of_pair])], high=given - slope * few)

    def _add_most_people(self, rows: Writer) -> None:
        """A line has no more people than Max People (lines with locks, which may pass it, left out)."""
        pairs, at = np.unique(self.cells.pair, return_index=True)
        variant = self.cells.want_at[at] // self.weeks
        locked = set((self.cells.want_at[~self.cells.free] // self.weeks).tolist())
        for v, one in enumerate(self.problem.variants):
            most = self.problem.lines[one.line].max_people
            own = np.nonzero(variant == v)[0] if most is not None and v not in locked else np.zeros(0, dtype=np.int64)
            crew = self.problem.grid.past.on(self.problem.lines[one.line].id)
            if crew and most is not None:  # who worked on the line in the past has a seat already
                who = pairs[own] // len(self.problem.variants)
                own = own[np.array([self.problem.people[p].id not in crew for p in who.tolist()], dtype=bool)]
                most = max(0, most - len(crew))
            if most is not None and len(own) > most:
                rows.rows(1, [(0, self.y[own], 1)], high=most)

    def _add_days(self, rows: Writer) -> None:
        """Every part of every tier gets at least what the plan gives it."""
        problem, line = self.problem, self.line_of[self.wants // self.weeks]
        for tier, met in enumerate(self.score.tiers):
            for part in TIER_PARTS:
                counted = np.array([counts(one, part) for one in problem.lines], dtype=bool) & (self.tier_of == tier)
                at = np.nonzero(counted[line])[0]
                worth = np.ones(len(at), dtype=np.int64)
                if part == "value":
                    values = np.array([value_weight(problem, i) for i in range(len(problem.projects))], dtype=np.int64)
                    worth = values[self.project_of[line[at]]]
                least, divisor = int(getattr(met, part)), int(np.gcd.reduce(worth)) or 1
                if len(at) and worth.max() <= HEAVIEST * divisor:
                    rows.rows(1, [(0, self.m[at], worth // divisor)], low=-(-least // divisor))

    def _add_starts(self, rows: Writer) -> None:
        """A project starts once; only the lines of that start get days."""
        problem, variant = self.problem, self.wants // self.weeks
        for project, shifts in enumerate(problem.shifts):
            if len(shifts) < 2:
                continue
            late = [late_cost(problem, project, s) if s > 0 else 0 for s in shifts]
            cost = np.array(late, dtype=np.int64) * (self.level.kind == "quality")
            start = rows.columns(np.zeros(len(shifts), dtype=np.int64), np.ones(len(shifts), dtype=np.int64), cost)
            self.starts.append((start, project))
            rows.rows(1, [(0, start, 1)], low=1, high=1)
            for v in problem.variants_of[project]:
                at = np.arange(*np.searchsorted(variant, (v, v + 1)))
                chosen = start[np.full(len(at), shifts.index(problem.variants[v].shift))]
                n = np.arange(len(at))
                rows.rows(len(at), [(n, self.m[at], 1), (n, chosen, -self.most[self.wants[at]])], high=0)

    def _add_locks(self, rows: Writer) -> None:
        """A lock that is kept has exactly its days."""
        for f, fact in enumerate(self.problem.facts):
            pins = fact.rule is Rule.HARD_LOCK or (fact.rule is Rule.FREEZE and fact.units > 0)
            if pins and f not in self.aside:
                at = self._at(self._room_of(fact), (self.problem.line_number[x] for x in fact.line_ids))
                if len(at):
                    rows.rows(1, [(0, self.x[at], 1)], low=fact.units, high=fact.units)

    def _add_overtime(self, rows: Writer, rooms: Ints, room: Ints) -> None:
        """Days above capacity are overtime; `room` is the place of each cell in the person-weeks `rooms`."""
        base = self.problem.base.ravel()[rooms]
        over = np.maximum(0, self.room[rooms] - base)
        if over.any():
            most = rows.columns(np.zeros_like(over), over, int(self.level.kind == "overtime"))
            self.beyond.append(Beyond(-base, np.arange(len(room)), room, 1))
            rows.rows(len(rooms), [(room, self.x, 1), (np.arange(len(rooms)), most, -1)], high=base)
            if "overtime" in self.held:
                rows.rows(1, [(0, most, 1)], high=self.score.overtime)

    def _add_soft(self, rows: Writer) -> None:
        """Soft locks are missed by no more days than the plan misses them."""
        problem, soft = self.problem, sorted(self.problem.grid.soft.items())
        if not soft or (self.level.kind != "soft" and "soft" not in self.held):
            return
        units = np.array([amount for _, amount in soft], dtype=np.int64)
        missed = rows.columns(np.zeros_like(units), units, int(self.level.kind == "soft"))
        named = []
        for i, ((person, lines, week), amount) in enumerate(soft):
            room = problem.person_number[person] * self.weeks + week
            named.append(self._at(room, (problem.line_number[x] for x in lines)))
            rows.rows(1, [(0, self.x[named[i]], 1), (0, missed[i : i + 1], 1)], low=amount)
        place = np.repeat(np.arange(len(named)), [len(at) for at in named])
        self.beyond.append(Beyond(units, np.concatenate(named), place, -1))
        if "soft" in self.held:
            rows.rows(1, [(0, missed, 1)], high=self.score.soft_missed)

    def _add_change(self, rows: Writer) -> None:
        """No more days are taken away from the plan before than the plan takes away."""
        problem, record = self.problem, self.problem.grid.before
        if not record or (self.level.kind != "change" and "change" not in self.held):
            return
        people, projects, size = problem.person_number, problem.project_number, len(problem.projects)
        keys = np.array([(people[p] * self.weeks + w) * size + projects[q] for p, q, w in record], dtype=np.int64)
        order = np.argsort(keys)
        keys, units = keys[order], np.array(list(record.values()), dtype=np.int64)[order]
        missed = rows.columns(np.zeros_like(units), units, int(self.level.kind == "change"))
        team = self._team(self.cells.room_at, self.cells.want_at // self.weeks)
        place = np.minimum(np.searchsorted(keys, team), len(keys) - 1)
        named = keys[place] == team
        n = np.arange(len(units))
        rows.rows(len(units), [(place[named], self.x[named], 1), (n, missed, 1)], low=units)
        self.beyond.append(Beyond(units, np.nonzero(named)[0], place[named], -1))
        if "change" in self.held:
            rows.rows(1, [(0, missed, 1)], high=self.score.change)

    def _at(self, room: int, lines: Iterable[int]) -> Ints:
        """Return the places of a person-week's cells on some lines."""
        first, last = np.searchsorted(self.cells.room_at, (room, room + 1), sorter=self.order)
        at: Ints = self.order[first:last]
        return at[np.isin(self.line_of[self.cells.want_at[at] // self.weeks], list(lines))]


def _sums(place: Ints, units: Ints, size: int) -> Ints:
    """Return the units of each place."""
    sums: Ints = np.bincount(place, units, size).astype(np.int64)
    return sums


def hull_of(group: Ints, most: Ints, wanted: Ints) -> tuple[Ints, Ints, Ints]:
    """Return what people must number so that a group's `most` units each can come to up to `wanted`.

    n people give the sum of the n largest at most. With `few` people, one less than all wanted takes, it is `given`;
    so with n people a group gets no more than given + slope * (n - few), where slope = wanted - given: from few + 1
    people on that is at least wanted, and each person below `few` gives at least as much as the slope.
    """
    order = np.lexsort((-most, group))
    sorted_most, at = most[order], group[order]
    sums = np.concatenate([[0], np.cumsum(sorted_most)])
    ends = np.searchsorted(at, np.arange(len(wanted) + 1))
    reach = np.minimum(wanted, sums[ends[1:]] - sums[ends[:-1]])
    before = sums[:-1] - sums[ends[:-1]][at]
    needed = np.bincount(at, before < reach[at], len(wanted)).astype(np.int64)
    few = np.maximum(0, needed - 1)
    given = sums[ends[:-1] + few] - sums[ends[:-1]]
    return few, given, reach - given
