"""Coverage by flow: the most days that the leading tiers can get together, which no plan can pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

import numpy as np
from ortools.graph.python import max_flow

from resopt.domain.rules import Rule
from resopt.engine.cells import Problem
from resopt.engine.levels import counts


class Coverage:
    """The flow network of a problem: person-week -> line-week -> line, under the locks that are kept.

    Locks take their days off capacity and off the wanted days of the line they name; the bound holds for
    every plan that keeps them. With starts that move, a line-week offers the most any start wants there, and
    the line as a whole no more than its total.
    """

    def __init__(self, problem: Problem, broken: frozenset[int] = frozenset()) -> None:
        self.problem = problem
        self._broken = broken
        self._arcs = self._open_arcs()
        self._wanted = self._most_wanted()

    def bound(self, tier: int, kind: str = "all") -> int:
        """Return F: the most units that all lines of the tiers before `tier` and those counted by `kind` can get."""
        grid, lines = self.problem.grid, self.problem.lines
        chosen = {
            i
            for i, line in enumerate(lines)
            if grid.tier_of[line.project_id] < tier or (grid.tier_of[line.project_id] == tier and counts(line, kind))
        }
        return self._most(chosen)

    def _open_arcs(self) -> dict[tuple[int, int, int], int]:
        """Return the most units by (person, line, week) over all starts, frozen pairs without days left out."""
        problem = self.problem
        frozen = {
            (f.person_id, f.project_id, f.week)
            for i, f in enumerate(problem.facts)
            if f.rule is Rule.FREEZE and not f.units and i not in self._broken
        }
        arcs: dict[tuple[int, int, int], int] = defaultdict(int)
        ids, projects = [p.id for p in problem.people], [p.id for p in problem.projects]
        for c, pins in enumerate(problem.pins):
            p, w = int(problem.person[c]), int(problem.week[c])
            line = problem.variants[int(problem.variant[c])].line
            if (ids[p], projects[problem.project_of[line]], w) in frozen:
                continue
            kept = [problem.facts[f].units for f in pins if f not in self._broken]
            most = min(kept) if kept else max(int(problem.high[c]) * problem.step, int(problem.rest[c]))
            arcs[p, line, w] = max(arcs[p, line, w], most)
        return arcs

    def _most_wanted(self) -> dict[tuple[int, int], int]:
        most: dict[tuple[int, int], int] = defaultdict(int)
        for variant in self.problem.variants:
            for w, units in enumerate(variant.wanted):
                most[variant.line, w] = max(most[variant.line, w], units)
        return most

    def _room(self, chosen: set[int]) -> dict[tuple[int, int], int]:
        """Return capacity by (person, week) less the locks on projects that are not among `chosen`."""
        problem = self.problem
        people = {p.id: i for i, p in enumerate(problem.people)}
        number = {line.id: i for i, line in enumerate(problem.lines)}
        taken: dict[tuple[int, int], int] = defaultdict(int)
        for rule in (Rule.HARD_LOCK, Rule.FREEZE):
            sums: dict[tuple[int, int], int] = defaultdict(int)
            for i, fact in enumerate(problem.facts):
                apart = not any(number[x] in chosen for x in fact.line_ids)
                if fact.rule is rule and fact.units and i not in self._broken and apart:
                    sums[people[fact.person_id or ""], fact.week or 0] += fact.units
            for key, units in sums.items():
                taken[key] = max(taken[key], units)
        odd = self._odd_places()
        return {
            (p, w): _room_left(int(problem.limit[p, w]) - taken[p, w], 1 if (p, w) in odd else problem.step)
            for p in range(len(problem.people))
            for w in range(problem.portfolio.settings.weeks)
        }

    def _odd_places(self) -> set[tuple[int, int]]:
        """Return the person-weeks in which days need not be whole steps."""
        problem = self.problem
        odd = np.nonzero(problem.rest)[0].tolist() + [c for c, pins in enumerate(problem.pins) if pins]
        return {(int(problem.person[c]), int(problem.week[c])) for c in odd}

    def _most(self, chosen: set[int]) -> int:
        if not chosen:
            return 0
        room = self._room(chosen)
        nodes: dict[tuple[object, ...], int] = {("source",): 0, ("sink",): 1}
        place: Callable[..., int] = lambda *key: nodes.setdefault(key, len(nodes))  # noqa: E731
        arcs: list[tuple[int, int, int]] = []
        for (p, line, w), most in self._arcs.items():
            if line in chosen and room[p, w]:
                arcs.append((place("person", p, w), place("week", line, w), most))
        arcs += [(0, place("person", p, w), room[p, w]) for (p, w) in room if ("person", p, w) in nodes]
        moving = self._totals()
        for (line, w), wanted in self._wanted.items():
            if ("week", line, w) in nodes:
                end = place("line", line) if line in moving else 1
                arcs.append((place("week", line, w), end, wanted))
        arcs += [(place("line", i), 1, total) for i, total in moving.items() if ("line", i) in nodes]
        return _max_flow(arcs)

    def _totals(self) -> Mapping[int, int]:
        """Return the total wanted by line, of lines whose project may start in different weeks."""
        problem = self.problem
        return {
            i: sum(problem.grid.wanted[line.id])
            for i, line in enumerate(problem.lines)
            if len(problem.shifts[problem.project_of[i]]) > 1
        }


def _room_left(units: int, step: int) -> int:
    return max(0, units) // step * step


def _max_flow(arcs: list[tuple[int, int, int]]) -> int:
    if not arcs:
        return 0
    tails, heads, most = (np.array(column, dtype=np.int64) for column in zip(*arcs, strict=True))
    network = max_flow.SimpleMaxFlow()
    network.add_arcs_with_capacity(tails.astype(np.int32), heads.astype(np.int32), most)
    if network.solve(0, 1) != network.OPTIMAL:
        raise RuntimeError("the flow network could not be solved")
    return int(network.optimal_flow())
