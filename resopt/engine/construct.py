"""Construction: a full plan by slope scaling over flows, repaired by the greedy plan's rules; runs in a worker.

Slope scaling (Kim and Pardalos, A solution approach to the fixed charge network flow problem using a dynamic slope
scaling procedure, Operations Research Letters 24, 1999): each week is a min-cost flow from people to lines; the price
of using a person on a line at all is spread over the days that the last flow gave the pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from resopt.domain.records import Certainty
from resopt.domain.units import MICRO
from resopt.engine.cells import Flags, Ints, Problem, Smalls, State, first_shifts, plan_of, renumbered, state_of
from resopt.engine.greedy import greedy

SCALE = 2520  # what a pair costs in the flows' integers
NOISE = 4.0  # first slopes are multiplied by a number from 1 to this
WIDE = 4  # rounds over all pairs; after them only over those used so far: faster, and it settles sooner

Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Build:
    """How long to construct: `rounds`, or until the moment `deadline` (of `monotonic`); the seed of the noise."""

    seed: int
    deadline: float | None
    rounds: int


@dataclass(frozen=True, slots=True, eq=False)
class Built:
    """A full plan that keeps all rules, and the cells of the flows that guided it."""

    state: State
    guide: Smalls


@dataclass(frozen=True, slots=True, eq=False)
class Week:
    """The network of one week: arcs `pair` -> steps, ends as places in `people` and `lines`."""

    cells: Smalls
    pair: Smalls
    tail: Smalls
    head: Smalls
    most: Smalls
    room: Ints
    wanted: Ints
    rank: Ints


class Network:
    """The flows of all weeks, at the first start of every project, in steps; locked days are taken off."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.weeks_of: list[Week] = []
        line_of = problem.line_of.astype(np.int64)
        shift_of = np.array([v.shift for v in problem.variants], dtype=np.int64)
        chosen = np.array(first_shifts(problem), dtype=np.int64)
        project_of = np.array(problem.project_of, dtype=np.int64)
        held = shift_of == chosen[project_of[line_of]] if len(line_of) else np.zeros(0, dtype=bool)
        cells = np.nonzero(held[problem.variant] & (problem.high > 0))[0].astype(np.int32)
        line = problem.line_of[problem.variant[cells]] if len(line_of) else cells
        key = problem.person[cells].astype(np.int64) * max(1, len(problem.lines)) + line
        new = np.diff(key, prepend=-1) > 0  # cells lie by person, then line: each line is here at one start only
        pairs, pair = key[new], (np.cumsum(new) - 1).astype(np.int32)
        self.size = len(pairs)
        self.charge = _charges(problem, pairs)
        self.room, self.wanted = _free_steps(problem, chosen)
        self.ranks, self.rank = _ranks(problem)
        for w in range(problem.portfolio.settings.weeks):
            at = np.nonzero(problem.week[cells] == w)[0]
            self._add_week(w, cells[at], pair[at], line[at])
        self.potential = np.zeros(self.size)
        for week in self.weeks_of:
            self.potential[week.pair] += week.most

    def _add_week(self, w: int, cells: Smalls, pair: Smalls, line: Smalls) -> None:
        person = self.problem.person[cells].astype(np.int64)
        most = np.minimum(np.minimum(self.problem.high[cells], self.room[person, w]), self.wanted[line, w])
        keep = most > 0
        people, tail = renumbered(person[keep])
        lines, head = renumbered(line[keep])
        if len(people):
            room, wanted = self.room[people, w], self.wanted[lines, w]
            ends = tail.astype(np.int32), head.astype(np.int32), most[keep].astype(np.int32)
            self.weeks_of.append(Week(cells[keep], pair[keep], *ends, room, wanted, self.rank[lines]))

    def flow(self, slopes: Reals, open_pairs: Flags | None) -> list[Ints]:
        """Return the steps on the arcs of each week: most days rank by rank, then the least sum of slopes."""
        least = min(len(self.problem.people), len(self.problem.lines)) * 2
        weights = np.arange(self.ranks, 0, -1, dtype=np.int64) * SCALE * max(1, least)
        return [
            _solve(week, np.round(slopes[week.pair]).astype(np.int64), weights, open_pairs) for week in self.weeks_of
        ]


def construct(problem: Problem, build: Build) -> Built | None:
    """Return a full plan that keeps all rules: the flows with the fewest pairs guide the greedy plan.

    None if there is nobody to send, or the time was over before it began.
    """
    if build.deadline is not None and monotonic() > build.deadline:
        return None
    guide = slope_scaling(problem, build)
    if guide is None:
        return None
    proposed = plan_of(problem, guide)
    shifts = dict(proposed.shifts)
    plan = greedy(problem.portfolio, problem.grid, problem.charges, proposed.units(), shifts=shifts)
    return Built(state_of(problem, plan), guide.cells)


def slope_scaling(problem: Problem, build: Build) -> State | None:
    """Return the best flows found, as a State that need not keep all rules; None if there is nobody to send.

    Every round gives each tier the most days that it can get after those before it; the rounds differ in level 3.
    """
    network = Network(problem)
    if not network.weeks_of:
        return None
    chance = np.random.default_rng(build.seed)
    price = max(1e-6, float(problem.portfolio.policy.people)) * MICRO
    slopes = SCALE / np.maximum(1.0, network.potential) * chance.uniform(1, NOISE, network.size)
    linear = network.charge * problem.step * (SCALE / price)
    used: Flags = np.zeros(network.size, dtype=bool)
    best: tuple[float, list[Ints]] | None = None
    for number in range(build.rounds):
        narrow = used if number >= WIDE else None
        flows = network.flow(np.minimum(SCALE, slopes) + np.minimum(SCALE, linear), narrow)
        total = np.zeros(network.size)
        for week, flow in zip(network.weeks_of, flows, strict=True):
            total[week.pair] += flow
        used |= total > 0
        value = SCALE * float((total > 0).sum()) + float(linear @ total)
        if best is None or value < best[0]:
            best = (value, flows)
        slopes = np.where(total > 0, SCALE / np.maximum(1.0, total), slopes)
        if build.deadline is not None and monotonic() > build.deadline:
            break
    return _state(problem, network, best[1]) if best is not None else None


def _state(problem: Problem, network: Network, flows: list[Ints]) -> State:
    units = np.zeros(len(problem.person), dtype=np.int32)
    for week, flow in zip(network.weeks_of, flows, strict=True):
        units[week.cells] = flow * problem.step
    cells = np.nonzero(units)[0].astype(np.int32)
    return State(cells, units[cells], first_shifts(problem))


def _solve(week: Week, slopes: Ints, weights: Ints, open_pairs: Flags | None) -> Ints:
    """Return the steps on the arcs of one week."""
    arcs = np.arange(len(week.pair)) if open_pairs is None else np.nonzero(open_pairs[week.pair])[0]
    people, lines = len(week.room), len(week.wanted)
    sink = people + lines
    network = min_cost_flow.SimpleMinCostFlow()
    tails = np.concatenate([week.tail[arcs], people + np.arange(lines), np.arange(people)])
    heads = np.concatenate([people + week.head[arcs], np.full(lines + people, sink)])
    most = np.concatenate([week.most[arcs], week.wanted, week.room])
    costs = np.concatenate([slopes[arcs], -weights[week.rank], np.zeros(people, dtype=np.int64)])
    numbers = network.add_arcs_with_capacity_and_unit_cost(tails.astype(np.int32), heads.astype(np.int32), most, costs)
    supplies = np.concatenate([week.room, np.zeros(lines, dtype=np.int64), [-week.room.sum()]])
    network.set_nodes_supplies(np.arange(sink + 1, dtype=np.int32), supplies)
    if network.solve() != network.OPTIMAL:
        raise RuntimeError("the flow of a week could not be solved")
    flow = np.zeros(len(week.pair), dtype=np.int64)
    flow[arcs] = network.flows(numbers[: len(arcs)])
    return flow


def _free_steps(problem: Problem, shifts: Ints) -> tuple[Ints, Ints]:
    """Return the steps that people have and lines want by week, less the days under locks."""
    room = problem.limit.copy()
    wanted = np.zeros((len(problem.lines), room.shape[1]), dtype=np.int64)
    for variant in problem.variants:
        if variant.shift == shifts[problem.project_of[variant.line]]:
            wanted[variant.line] = variant.wanted
    for fact in problem.facts:
        if fact.units and fact.week is not None and fact.person_id is not None:
            room[problem.person_number[fact.person_id], fact.week] -= fact.units
            if len(fact.line_ids) == 1:
                wanted[problem.line_number[fact.line_ids[0]], fact.week] -= fact.units
    return np.maximum(0, room) // problem.step, np.maximum(0, wanted) // problem.step


def _ranks(problem: Problem) -> tuple[int, Ints]:
    """Return the number of ranks, and the rank of each line: by tier, core before others, firm before estimates."""
    tier_of = problem.grid.tier_of
    keys = [(tier_of[x.project_id], not x.core, x.certainty is not Certainty.FIRM) for x in problem.lines]
    order = {key: i for i, key in enumerate(sorted(set(keys)))}
    return len(order), np.array([order[key] for key in keys], dtype=np.int64)


def _charges(problem: Problem, pairs: Ints) -> Ints:
    """Return the charge per unit of each pair (person x lines + line)."""
    found = np.zeros(len(pairs), dtype=np.int64)
    person, line = np.divmod(pairs, max(1, len(problem.lines)))
    order = np.argsort(line, kind="stable")
    starts = np.searchsorted(line[order], np.arange(len(problem.lines) + 1))
    for number, record in enumerate(problem.lines):
        who, amounts = problem.charges[record.id]
        if amounts.any():
            at = order[starts[number] : starts[number + 1]]
            place = np.minimum(np.searchsorted(who, person[at]), len(who) - 1)
            found[at] = np.where(who[place] == person[at], amounts[place], 0)
    return found
