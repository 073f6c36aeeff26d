"""Coverage by flow: the most days that the leading tiers can get together, which no plan can pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import max_flow

from resopt.domain.records import Certainty
from resopt.domain.rules import Rule
from resopt.engine.cells import Flags, Ints, Problem, State
from resopt.engine.frozen import cells_of_zeros
from resopt.engine.levels import counts

ALL = 1 << 40  # more than a group can give


@dataclass(frozen=True, slots=True, eq=False)
class _Arcs:
    """Arcs from groups of people in a week to lines in this week (`place`: line x weeks + week), with their limits."""

    group: NDArray[np.int32]
    place: NDArray[np.int32]
    most: Ints


@dataclass(frozen=True, slots=True)
class Shortage:
    """Why a line can get no more: these lines want `wanted` units in these weeks of these people, who have `room`.

    `outside` units of it others may give, under a limit of their own that is reached. All lines are of the same or a
    higher level.
    """

    lines: tuple[int, ...]
    people: tuple[int, ...]
    weeks: tuple[int, ...]
    wanted: int
    room: int
    outside: int


class Coverage:
    """The flow network of a problem: person-week -> line-week -> line, under the locks that are kept.

    Locks take their days off capacity and off the wanted days of the line they name; the bound holds for
    every plan that keeps them. With starts that move, a line-week offers the most any start wants there, and
    the line as a whole no more than its total. People who can serve the same lines in a week are one node of
    the network: what one of them can give a line is never less than what both ends of the arc allow.
    """

    def __init__(self, problem: Problem, broken: frozenset[int] = frozenset()) -> None:
        self.problem = problem
        self._broken = broken
        self._weeks = problem.portfolio.settings.weeks
        self._odd = self._odd_places()
        self._group = np.full((self._weeks, len(problem.people)), -1, dtype=np.int64)
        self._groups = 0
        parts = [self._merged(w, *arcs) for w, arcs in enumerate(self._open_arcs())]
        columns = ([part[i] for part in parts] for i in range(3))
        self._arcs = _Arcs(*(np.concatenate([np.zeros(0, dtype=np.int32), *column]) for column in columns))
        self._wanted, self._totals = self._most_wanted()
        self._known: dict[bytes, int] = {}

    def bound(self, tier: int, kind: str = "all") -> int:
        """Return F: the most units that all lines of the tiers before `tier` and those counted by `kind` can get."""
        grid, lines = self.problem.grid, self.problem.lines
        tiers = [grid.tier_of[line.project_id] for line in lines]
        inside = [t < tier or (t == tier and counts(x, kind)) for x, t in zip(lines, tiers, strict=True)]
        chosen = np.array(inside, dtype=bool)
        key = chosen.tobytes()
        if key not in self._known:
            self._known[key] = self._most(chosen)[0]
        return self._known[key]

    def shortage(self, line: int, week: int, state: State | None = None) -> Shortage | None:
        """Return the group of lines and people that leaves a line short in a week, under a plan or a greatest flow.

        None if the flow could bring it more, from the people who are free or serve lines of lower levels.
        """
        levels = [_level(self.problem, i) for i in range(len(self.problem.lines))]
        chosen = np.array([level <= levels[line] for level in levels], dtype=bool)
        room = self._room(chosen)
        flow = self._most(chosen)[1] if state is None else self._given(state, chosen)
        places, groups = self._reached(line * self._weeks + week, chosen, flow, room)
        used = np.bincount(self._arcs.group, weights=flow, minlength=len(room)).astype(np.int64)
        if (used < room)[groups].any():
            return None
        return self._described(places, groups, flow, room)

    # --- the network ---

    def _open_arcs(self) -> Iterator[tuple[Ints, Ints, Ints]]:
        """Yield by week the person, the line and the most units of each arc, over all starts.

        Frozen pairs without days are left out; kept locks allow their own days only.
        """
        problem = self.problem
        most = np.maximum(problem.high * problem.step, problem.rest)
        for c, pins in problem.pins.items():
            kept = [problem.facts[f].units for f in pins if f not in self._broken]
            most[c] = min(kept) if kept else most[c]
        zeros = [f for i, f in enumerate(problem.facts) if f.rule is Rule.FREEZE and i not in self._broken]
        most[cells_of_zeros(problem, zeros)] = 0
        line_of = problem.line_of.astype(np.int64)
        for w in range(self._weeks):
            cells = np.nonzero((problem.week == w) & (most > 0))[0]
            person, line = problem.person[cells].astype(np.int64), line_of[problem.variant[cells]]
            first = np.nonzero(np.diff(person * max(1, len(problem.lines)) + line, prepend=-1))[0]
            greatest = np.maximum.reduceat(most[cells].astype(np.int64), first) if len(first) else most[:0]
            yield person[first], line[first], greatest

    def _odd_places(self) -> Flags:
        """Return by week and person where days need not be whole steps."""
        problem = self.problem
        odd = np.zeros((self._weeks, len(problem.people)), dtype=bool)
        cells = np.concatenate([np.nonzero(problem.rest)[0], np.array(sorted(problem.pins), dtype=np.int64)])
        odd[problem.week[cells], problem.person[cells]] = True
        return odd

    def _merged(
        self, w: int, person: Ints, line: Ints, most: Ints
    ) -> tuple[NDArray[np.int32], NDArray[np.int32], Ints]:
        """Return the arcs (group, place, most) of one person of each group of a week, and note the groups."""
        first = np.nonzero(np.diff(person, prepend=-1))[0]
        if len(first):
            marks = np.random.default_rng(0).integers(0, 1 << 62, size=(2, len(self.problem.lines)), dtype=np.int64)
            signs = [np.add.reduceat(row[line], first) for row in marks]  # sums of random numbers: the set of lines
            alone = np.where(self._odd[w, person[first]], person[first] + 1, 0)
            _, sample, number = np.unique(np.stack([*signs, alone]), axis=1, return_index=True, return_inverse=True)
            number = number.reshape(-1) + self._groups
            self._group[w, person[first]] = number
            self._groups += len(sample)
            size = np.diff(first, append=len(person))
            keep = np.repeat(np.isin(np.arange(len(first)), sample), size)
            line, most = line[keep], np.where(np.repeat(alone, size)[keep] > 0, most[keep], ALL)
            person = np.repeat(number, size)[keep]
        return person.astype(np.int32), (line * self._weeks + w).astype(np.int32), most

    def _most_wanted(self) -> tuple[Ints, dict[int, int]]:
        """Return the most wanted by place over all starts, and the totals of lines that may move."""
        problem = self.problem
        most = np.zeros((len(problem.lines), self._weeks), dtype=np.int64)
        for variant in problem.variants:
            most[variant.line] = np.maximum(most[variant.line], variant.wanted)
        moving = [i for i in range(len(problem.lines)) if len(problem.shifts[problem.project_of[i]]) > 1]
        return most.reshape(-1), {i: sum(problem.grid.wanted[problem.lines[i].id]) for i in moving}

    def _room(self, chosen: Flags) -> Ints:
        """Return capacity by group, less the locks on projects that are not among the lines `chosen`."""
        problem = self.problem
        taken = np.zeros_like(problem.limit)
        for rule in (Rule.HARD_LOCK, Rule.FREEZE):
            sums: dict[tuple[int, int], int] = defaultdict(int)
            for i, fact in enumerate(problem.facts):
                if fact.rule is rule and fact.units and i not in self._broken:
                    if not any(chosen[problem.line_number[x]] for x in fact.line_ids):
                        sums[problem.person_number[fact.person_id or ""], fact.week or 0] += fact.units
            for (p, w), units in sums.items():
                taken[p, w] = max(taken[p, w], units)
        left = np.maximum(0, problem.limit - taken).T
        left = np.where(self._odd, left, left // problem.step * problem.step)
        room = np.zeros(self._groups, dtype=np.int64)
        inside = self._group >= 0
        np.add.at(room, self._group[inside], left[inside])
        return room

    def _most(self, chosen: Flags) -> tuple[int, Ints]:
        """Return the greatest flow to the chosen lines, and the flow on each arc."""
        arcs, room, flow = self._arcs, self._room(chosen), np.zeros(len(self._arcs.most), dtype=np.int64)
        keep = np.nonzero(np.repeat(chosen, self._weeks)[arcs.place])[0] if len(flow) else np.zeros(0, dtype=np.int64)
        if not len(keep):
            return 0, flow
        places = np.nonzero(np.bincount(arcs.place[keep], minlength=len(self._wanted)))[0]
        moving = np.array(sorted(i for i in self._totals if chosen[i]), dtype=np.int64)
        source, sink, first, lines = 0, 1, 2 + self._groups, 2 + self._groups + len(self._wanted)
        line = places // self._weeks
        ends = np.where(np.isin(line, moving), lines + np.searchsorted(moving, line), sink)
        totals = np.array([self._totals[i] for i in moving.tolist()], dtype=np.int64)
        network = max_flow.SimpleMaxFlow()
        add = network.add_arcs_with_capacity
        most = np.minimum(arcs.most[keep], room[arcs.group[keep]])
        numbers = add(2 + arcs.group[keep], first + arcs.place[keep], most)
        groups = np.arange(self._groups, dtype=np.int32)
        add(np.full(self._groups, source, dtype=np.int32), 2 + groups, room)
        add((first + places).astype(np.int32), ends.astype(np.int32), self._wanted[places])
        add((lines + np.arange(len(moving))).astype(np.int32), np.full(len(moving), sink, dtype=np.int32), totals)
        if network.solve(source, sink) != network.OPTIMAL:
            raise RuntimeError("the flow network could not be solved")
        flow[keep] = network.flows(numbers)
        return int(network.optimal_flow()), flow

    # --- what is short ---

    def _given(self, state: State, chosen: Flags) -> Ints:
        """Return a plan as a flow to the chosen lines."""
        problem = self.problem
        line = problem.line_of.astype(np.int64)[problem.variant[state.cells]]
        week = problem.week[state.cells].astype(np.int64)
        group = self._group[week, problem.person[state.cells]]
        inside = chosen[line] & (group >= 0)
        size = len(self._wanted)
        keys = self._arcs.group.astype(np.int64) * size + self._arcs.place
        order = np.argsort(keys, kind="stable")
        wanted = group[inside] * size + line[inside] * self._weeks + week[inside]
        at = np.minimum(np.searchsorted(keys[order], wanted), max(0, len(keys) - 1))
        found = keys[order][at] == wanted if len(keys) else np.zeros(0, dtype=bool)
        flow = np.zeros(len(keys), dtype=np.int64)
        np.add.at(flow, order[at[found]], state.units[inside][found])
        return np.minimum(flow, self._arcs.most)

    def _reached(self, place: int, chosen: Flags, flow: Ints, room: Ints) -> tuple[Flags, Flags]:
        """Return the places and groups from which the flow could be sent on to `place`."""
        arcs = self._arcs
        places, groups = np.zeros(len(self._wanted), dtype=bool), np.zeros(len(room), dtype=bool)
        places[place] = True
        open_arcs = np.repeat(chosen, self._weeks)[arcs.place] & (flow < np.minimum(arcs.most, room[arcs.group]))
        given = np.bincount(arcs.place, weights=flow, minlength=len(places)) > 0
        moving = np.array(sorted(self._totals), dtype=np.int64)
        while True:
            before = int(places.sum()) + int(groups.sum())
            groups[arcs.group[open_arcs & places[arcs.place]]] = True
            places[arcs.place[(flow > 0) & groups[arcs.group]]] = True
            if len(moving):
                table = places.reshape(-1, self._weeks)
                table[moving] |= given.reshape(-1, self._weeks)[moving] & (table & given.reshape(table.shape))[
                    moving
                ].any(axis=1, keepdims=True)
            if int(places.sum()) + int(groups.sum()) == before:
                return places, groups

    def _described(self, places: Flags, groups: Flags, flow: Ints, room: Ints) -> Shortage:
        arcs = self._arcs
        line, week = np.divmod(np.nonzero(places)[0], self._weeks)
        lines = np.unique(line)
        wanted = sum(
            min(int(self._wanted[np.nonzero(places)[0][line == i]].sum()), self._totals.get(int(i), ALL)) for i in lines
        )
        outside = int(flow[places[arcs.place] & ~groups[arcs.group]].sum())
        members = groups[self._group] & (self._group >= 0)
        people = np.nonzero(members.any(axis=0))[0]
        return Shortage(
            tuple(lines.tolist()), tuple(people.tolist()), tuple(np.unique(week).tolist()), wanted,
            int(room[groups].sum()), outside,
        )  # fmt: skip


def _level(problem: Problem, line: int) -> tuple[int, bool, bool]:
    """Return the place of a line's days in the order of levels."""
    record = problem.lines[line]
    return problem.grid.tier_of[record.project_id], not record.core, record.certainty is not Certainty.FIRM
