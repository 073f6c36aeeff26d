"""Coverage by flow: the most days that the leading tiers can get together, which no plan can pass."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from ortools.graph.python import max_flow

from resopt.domain.rules import Rule
from resopt.engine.cells import Flags, Ints, Problem, renumbered
from resopt.engine.levels import counts


@dataclass(frozen=True, slots=True, eq=False)
class _Arcs:
    """Arcs from groups of people in a week to lines in this week, with the most units of each."""

    group: Ints
    line: Ints
    week: Ints
    most: Ints


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
        self._arcs, self._group = self._merged(*self._open_arcs())
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
            self._known[key] = self._most(chosen)
        return self._known[key]

    # --- the network ---

    def _open_arcs(self) -> tuple[Ints, Ints]:
        """Return the arcs as numbers (week x people + person) x lines + line, ascending, and the most units of each.

        The most over all starts; what freezes leave out is left out, kept locks allow their own days only.
        """
        problem = self.problem
        most = np.maximum(problem.high.astype(np.int64) * problem.step, problem.rest)
        for c, pins in problem.pins.items():
            kept = [problem.facts[f].units for f in pins if f not in self._broken]
            most[c] = min(kept) if kept else most[c]
        line = problem.line_of.astype(np.int64)[problem.variant] if len(problem.variants) else problem.variant
        key = (problem.week.astype(np.int64) * len(problem.people) + problem.person) * max(1, len(problem.lines)) + line
        keep = (most > 0) & ~problem.frozen_out(self._broken)
        # cells lie by person and variant, and variants by line: by week is enough, and small numbers sort fast
        order = np.nonzero(keep)[0]
        order = order[np.argsort(problem.week[order].astype(np.int16), kind="stable")]
        key, most = key[order], most[order]
        first = np.nonzero(np.diff(key, prepend=-1))[0]
        return key[first], np.maximum.reduceat(most, first) if len(first) else most

    def _odd_places(self) -> Flags:
        """Return by week and person where days need not be whole steps."""
        problem = self.problem
        odd = np.zeros((self._weeks, len(problem.people)), dtype=bool)
        cells = np.concatenate([np.nonzero(problem.rest)[0], np.array(sorted(problem.pins), dtype=np.int64)])
        odd[problem.week[cells], problem.person[cells]] = True
        return odd

    def _merged(self, key: Ints, most: Ints) -> tuple[_Arcs, Ints]:
        """Return the arcs of one person of each group, and the group by week and person (-1: no arc)."""
        people, lines = len(self.problem.people), max(1, len(self.problem.lines))
        place, line = np.divmod(key, lines)
        group = np.full(self._weeks * people, -1, dtype=np.int64)
        if not len(key):
            return _Arcs(place, line, place, most), group
        first = np.nonzero(np.diff(place, prepend=-1))[0]
        marks = np.random.default_rng(0).integers(0, 1 << 62, size=(2, lines), dtype=np.int64)
        signs = np.stack(
            [np.add.reduceat(row[line], first) for row in marks]
        )  # sums of random numbers: the set of lines
        at = place[first]
        alone = np.where(self._odd.reshape(-1)[at], at + 1, 0)
        table = np.stack([at // people, *signs, alone])
        _, sample, number = np.unique(table, axis=1, return_index=True, return_inverse=True)
        group[at] = number.reshape(-1)
        keep = np.isin(place, at[sample])
        room = np.where(alone[sample] > 0, 0, 1 << 40)[group[place[keep]]]  # alone: the arc's own limit counts
        return _Arcs(group[place[keep]], line[keep], place[keep] // people, np.maximum(most[keep], room)), group

    def _most_wanted(self) -> tuple[Ints, dict[int, int]]:
        """Return the most wanted by line and week over all starts, and the totals of lines that may move."""
        problem = self.problem
        most = np.zeros((len(problem.lines), self._weeks), dtype=np.int64)
        for variant in problem.variants:
            most[variant.line] = np.maximum(most[variant.line], variant.wanted)
        moving = [i for i in range(len(problem.lines)) if len(problem.shifts[problem.project_of[i]]) > 1]
        return most, {i: sum(problem.grid.wanted[problem.lines[i].id]) for i in moving}

    def _room(self, chosen: Flags) -> Ints:
        """Return capacity by group, less the locks on projects that are not among the lines `chosen`."""
        problem = self.problem
        taken = np.zeros_like(problem.limit)
        for rule in (Rule.HARD_LOCK, Rule.FREEZE):
            sums: dict[tuple[int, int], int] = defaultdict(int)
            for i, fact in enumerate(problem.facts):
                apart = not any(chosen[problem.line_number[x]] for x in fact.line_ids)
                if fact.rule is rule and fact.units and i not in self._broken and apart:
                    sums[problem.person_number[fact.person_id or ""], fact.week or 0] += fact.units
            for (p, w), units in sums.items():
                taken[p, w] = max(taken[p, w], units)
        left = np.maximum(0, problem.limit - taken).T
        left = np.where(self._odd, left, left // problem.step * problem.step).reshape(-1)
        room = np.zeros(int(self._group.max(initial=-1)) + 1, dtype=np.int64)
        inside = self._group >= 0
        np.add.at(room, self._group[inside], left[inside])
        return room

    def _most(self, chosen: Flags) -> int:
        """Return the greatest flow to the chosen lines."""
        arcs, room = self._arcs, self._room(chosen)
        keep = chosen[arcs.line] if len(arcs.line) else np.zeros(0, dtype=bool)
        if not keep.any():
            return 0
        groups, tail = renumbered(arcs.group[keep])
        places, head = renumbered(arcs.line[keep] * self._weeks + arcs.week[keep])
        line, week = np.divmod(places, self._weeks)
        moving = np.array(sorted(i for i in self._totals if chosen[i]), dtype=np.int64)
        source, sink, first_line = 0, 1, 2 + len(groups) + len(places)
        at_line = np.searchsorted(moving, line)
        moves = np.isin(line, moving)
        network = max_flow.SimpleMaxFlow()
        for tails, heads, most in (
            (np.full(len(groups), source), 2 + np.arange(len(groups)), room[groups]),
            (2 + tail, 2 + len(groups) + head, np.minimum(arcs.most[keep], room[arcs.group[keep]])),
            (
                2 + len(groups) + np.arange(len(places)),
                np.where(moves, first_line + at_line, sink),
                self._wanted[line, week],
            ),
            (
                first_line + np.arange(len(moving)),
                np.full(len(moving), sink),
                np.array([self._totals[i] for i in moving.tolist()], dtype=np.int64),
            ),
        ):
            network.add_arcs_with_capacity(tails.astype(np.int32), heads.astype(np.int32), most.astype(np.int64))
        if network.solve(source, sink) != network.OPTIMAL:
            raise RuntimeError("the flow network could not be solved")
        return int(network.optimal_flow())
