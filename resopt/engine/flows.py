"""Flows: every tier's most days week by week, through as few pairs as the weeks before left open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from resopt.engine.cells import Ints
from resopt.engine.layout import Layout, ranks
from resopt.engine.prices import once

SCALE = 2520  # what a new pair costs in the integers of a flow
NOISE = 1.02  # prices of new pairs are multiplied by a number from 1 to this
Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Week:
    """The network of one week: arcs `pair` from places in `people` to places in `lines`, in steps."""

    week: int
    pair: Ints
    tail: Ints
    head: Ints
    most: Ints
    room: Ints
    wanted: Ints
    rank: Ints


class Flows:
    """Min-cost flows of one week after the other; pairs that other weeks use are free, new ones are not."""

    def __init__(self, layout: Layout, seed: int) -> None:
        self.layout = layout
        self._chance = np.random.default_rng(seed)
        self._weeks = list(_weeks(layout))
        pairs = len(layout.person)
        self._potential = np.zeros(pairs)
        for week in self._weeks:
            self._potential[week.pair] += week.most
        self.total = np.zeros(pairs, dtype=np.int64)
        self.total[list(layout.held)] += 1
        self._on = np.zeros(pairs, dtype=np.int64)
        self._flow: dict[int, Ints] = {}
        lines, people = len(layout.problem.lines), len(layout.problem.people)
        ranked = max(ranks(layout.problem, False), default=0) + 1
        # A day of a rank has to be worth more than all that rerouting people for it can cost.
        self._worth = np.arange(ranked, 0, -1, dtype=np.int64) * 2 * SCALE * max(1, min(people, lines))
        policy = layout.problem.portfolio.policy
        self._fresh, self._linear, self._handover = _scaled(layout, once(policy.people), once(policy.handover))

    def sweep(self, stop: Callable[[], bool]) -> bool:
        """Solve every week anew, in an order by chance; return whether there was time for all."""
        noise = self._chance.uniform(1, NOISE, len(self.total))
        for i in self._chance.permutation(len(self._weeks)).tolist():
            if stop():
                return False
            self._solve(self._weeks[i], noise)
        return True

    def steps(self) -> Iterator[tuple[int, int, int]]:
        """Yield (pair, week, steps)."""
        for week in self._weeks:
            flow = self._flow.get(week.week)
            if flow is not None:
                at = np.nonzero(flow)[0]
                for pair, steps in zip(week.pair[at].tolist(), flow[at].tolist(), strict=True):
                    yield pair, week.week, steps

    def _solve(self, week: Week, noise: Reals) -> None:
        pair = week.pair
        if week.week in self._flow:
            self.total[pair] -= self._flow[week.week]
        price = np.where(self.total[pair] > 0, 0, self._fresh / self._potential[pair] * noise[pair])
        price = np.clip(price + self._linear[pair], 0, SCALE)
        flow = _flow(week, np.round(price).astype(np.int64), self._worth)
        self.total[pair] += flow
        self._flow[week.week] = flow


def _scaled(layout: Layout, people: int, handover: int) -> tuple[float, Reals, float]:
    """Return the price of a pair, of a step of each, and of a handover, so that none is much more than SCALE."""
    linear = np.array(charges_per_step(layout), dtype=np.float64)
    scale = SCALE / max(1.0, people, handover, 20 * float(linear.max(initial=0.0)))
    return max(people, 1) * scale, linear * scale, handover * scale


def charges_per_step(layout: Layout) -> Ints:
    """Return what a step of each pair is charged in level 3."""
    problem, found = layout.problem, np.zeros(len(layout.person), dtype=np.int64)
    order = np.argsort(layout.line, kind="stable")
    starts = np.searchsorted(layout.line[order], np.arange(len(problem.lines) + 1))
    for i, line in enumerate(problem.lines):
        who, amounts = problem.charges[line.id]
        at = order[starts[i] : starts[i + 1]]
        if amounts.any() and len(at):
            place = np.minimum(np.searchsorted(who, layout.person[at]), len(who) - 1)
            found[at] = np.where(who[place] == layout.person[at], amounts[place], 0)
    return found * problem.step


def _weeks(layout: Layout) -> Iterator[Week]:
    """Yield the networks of the weeks in which anybody can do anything."""
    mask = np.array(layout.net.mask, dtype=np.int64)
    rank = np.array(ranks(layout.problem, False), dtype=np.int64)
    for w, (room, wanted) in enumerate(zip(layout.net.room, layout.net.wanted, strict=True)):
        free, asked = np.array(room, dtype=np.int64), np.array(wanted, dtype=np.int64)
        pair = np.nonzero(mask >> w & 1)[0]
        most = np.minimum(free[layout.person[pair]], asked[layout.line[pair]])
        pair, most = pair[most > 0], most[most > 0]
        if len(pair):
            people, tail = np.unique(layout.person[pair], return_inverse=True)
            lines, head = np.unique(layout.line[pair], return_inverse=True)
            yield Week(w, pair, tail, head, most, free[people], asked[lines], rank[lines])


def _flow(week: Week, price: Ints, worth: Ints) -> Ints:
    """Return the steps on the arcs: most days rank by rank, then the lowest price."""
    people, lines = len(week.room), len(week.wanted)
    sink = people + lines
    network = min_cost_flow.SimpleMinCostFlow()
    tails = np.concatenate([week.tail, people + np.arange(lines), np.arange(people)])
    heads = np.concatenate([people + week.head, np.full(lines + people, sink)])
    most = np.concatenate([week.most, week.wanted, week.room])
    costs = np.concatenate([price, -worth[week.rank], np.zeros(people, dtype=np.int64)])
    numbers = network.add_arcs_with_capacity_and_unit_cost(tails.astype(np.int32), heads.astype(np.int32), most, costs)
    supplies = np.concatenate([week.room, np.zeros(lines, dtype=np.int64), [-week.room.sum()]])
    network.set_nodes_supplies(np.arange(sink + 1, dtype=np.int32), supplies)
    if network.solve() != network.OPTIMAL:
        raise RuntimeError("the flow of a week could not be solved")
    flow: Ints = network.flows(numbers[: len(week.pair)]).astype(np.int64)
    return flow
