"""Which cells of a week can make good lost days with few moves: a min-cost flow that pays for days moved."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow

from resopt.engine.cells import Ints, Problem, Smalls, State
from resopt.engine.levels import counts, told_apart
from resopt.engine.model import Part

SHARE = 0.6  # of the time left, for making good
FLOWS = 4  # by default so many for a week, each with other prices of pairs that are new in it
MANY = 60_000  # cells of a week above which one flow has to do
DAY, KEPT, FRESH, NOISE = 100, 20, 5, 80  # a day of the last tier, an old day kept, a new pair, and chance on top of it


@dataclass(frozen=True, slots=True)
class Guide:
    """A week, and the seed of what is left to chance."""

    week: int
    seed: int


def price_of_change(problem: Problem) -> int:
    """Return the price of a unit moved beside `days_goal`: in the middle of what days of the tiers count there.

    A day of the middle tier is worth about three moved days, each tier above it many times as much. So lost days are
    made good, and a plan that was already good is not turned round for a few days of the last tiers.
    """
    tiers = len(problem.portfolio.tiers)
    told, steep = told_apart(tiers)
    price: float = 13 * steep ** (min(told, tiers) / 2 - 1)
    return max(1, round(price))


def guided_part(problem: Problem, state: State, guide: Guide) -> Part:
    """Return the days that people have in a week now or had before, and those that flows of the most days add.

    Among all flows that respect capacity, eligibility and wanted days these have the most days, tier by tier, and then
    keep the most old days; the rules that a flow does not know are left to the model that is solved on these cells.
    """
    cells, line = _open_cells(problem, state, guide.week)
    units = np.zeros(len(problem.person), dtype=np.int64)
    units[state.cells] = state.units
    old = np.maximum(units[cells], _before(problem, cells, line))
    network, chance = _Week(problem, cells, line, old // problem.step, guide.week), np.random.default_rng(guide.seed)
    chosen = old > 0
    for number in range(1 if len(cells) > MANY else FLOWS):
        noise = chance.integers(0, NOISE + 1, len(cells)) * (number > 0 or guide.seed > 0)
        chosen |= network.flow(np.where(old > 0, 0, FRESH + noise)) > 0
    people, lines = (frozenset(row[chosen].tolist()) for row in (problem.person[cells], line))
    kept: Smalls = cells[chosen].astype(np.int32)
    return Part(people, lines, cells=kept)


def _open_cells(problem: Problem, state: State, week: int) -> tuple[Ints, Ints]:
    """Return the cells of a week that can hold days at the starts of the state, and their lines."""
    held = [v.shift == state.shifts[problem.project_of[v.line]] for v in problem.variants]
    cells = np.nonzero((problem.week == week) & (problem.high > 0))[0]
    cells = cells[np.array(held, dtype=bool)[problem.variant[cells]]]
    return cells, problem.line_of.astype(np.int64)[problem.variant[cells]]


def _before(problem: Problem, cells: Ints, line: Ints) -> Ints:
    """Return the units that the person of each cell had on its project in its week in the plan to stay near."""
    known = problem.grid.before
    rows = zip(problem.person[cells].tolist(), line.tolist(), problem.week[cells].tolist(), strict=True)
    people, projects, project_of = problem.people, problem.projects, problem.project_of
    found = [known.get((people[p].id, projects[project_of[x]].id, w), 0) for p, x, w in rows]
    return np.array(found, dtype=np.int64)


class _Week:
    """The network of a week in steps: people -> cells -> lines, each line paid for its days."""

    def __init__(self, problem: Problem, cells: Ints, line: Ints, old: Ints, week: int) -> None:
        people, lines = len(problem.people), len(problem.lines)
        room, wanted = problem.limit[:, week] // problem.step, np.zeros(lines, dtype=np.int64)
        np.maximum.at(wanted, line, self._wanted(problem, cells, week))
        person, at_line = 1 + problem.person[cells].astype(np.int64), 1 + people + line
        most = np.minimum(room[person - 1], wanted[line])
        source, sink = 0, 1 + people + lines
        self._cells, self._people, self._supply = len(cells), people, int(room.sum())
        self._ends = source, sink
        tails = (np.full(people, source), person, person, 1 + people + np.arange(lines), [source])
        heads = (1 + np.arange(people), at_line, at_line, np.full(lines, sink), [sink])
        limits = (room, np.minimum(old, most), np.maximum(0, most - old), wanted, [self._supply])
        self._tails, self._heads = np.concatenate(tails).astype(np.int32), np.concatenate(heads).astype(np.int32)
        self._limits = np.concatenate(limits).astype(np.int64)
        self._worth = np.array([_worth(problem, number) for number in range(lines)], dtype=np.int64)

    @staticmethod
    def _wanted(problem: Problem, cells: Ints, week: int) -> Ints:
        wanted = np.array([v.wanted[week] for v in problem.variants], dtype=np.int64)
        found: Ints = wanted[problem.variant[cells]] // problem.step
        return found

    def flow(self, fresh: Ints) -> Ints:
        """Return the steps of each cell in the cheapest flow, `fresh` the price of a step that is not an old one."""
        n, people = self._cells, self._people
        costs = (np.zeros(people), np.full(n, -KEPT), fresh, -self._worth, [0])
        network = min_cost_flow.SimpleMinCostFlow()
        arcs = network.add_arcs_with_capacity_and_unit_cost(
            self._tails, self._heads, self._limits, np.concatenate(costs).astype(np.int64)
        )
        source, sink = self._ends
        network.set_node_supply(source, self._supply)
        network.set_node_supply(sink, -self._supply)
        if network.solve() != network.OPTIMAL:
            return np.zeros(n, dtype=np.int64)
        steps = np.array(network.flows(arcs), dtype=np.int64)
        found: Ints = steps[people : people + n] + steps[people + n : people + 2 * n]
        return found


def _worth(problem: Problem, number: int) -> int:
    """Return what a step of a line is worth: many times that of the next tier, core and firm days a little more."""
    line, tiers = problem.lines[number], len(problem.portfolio.tiers)
    told, steep = told_apart(tiers)
    after = min(told, tiers - 1 - problem.grid.tier_of[line.project_id])
    return DAY * int(steep**after) * (12 + 2 * line.core + counts(line, "firm")) // 13
