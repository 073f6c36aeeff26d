"""What all plans have in common that give the leading tiers the most days a flow allows."""

from __future__ import annotations

import numpy as np
from ortools.graph.python import max_flow
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from resopt.engine.cells import Flags, Ints


class Forced:
    """What all maximal flows of a network of tiers have in common.

    Person-weeks offer their room to line-weeks. Two maximal flows differ by cycles of the residual network only, so
    an arc between two strongly connected parts of it carries the same in all of them (here: `total` units in all).

    Parameters
    ----------
    want_at, room_at, most
        By cell the place of its line-week and person-week, and the most units it can hold.
    room, wanted
        By place the units there are.
    """

    def __init__(self, want_at: Ints, room_at: Ints, most: Ints, room: Ints, wanted: Ints) -> None:
        self.wants, want = np.unique(want_at, return_inverse=True)
        rooms, place = np.unique(room_at, return_inverse=True)
        first, second = 2 + np.arange(len(self.wants)), 2 + len(self.wants) + np.arange(len(rooms))
        tails = np.concatenate([np.zeros_like(first), first[want], second])
        heads = np.concatenate([first, second[place], np.ones_like(second)])
        limits = np.concatenate([wanted[self.wants], most, room[rooms]])
        flow, self.total = _max_flow(tails, heads, limits)
        same = _same_in_all(tails, heads, limits, flow)
        a, b = len(first), len(first) + len(want)
        self.least = np.where(same[:a], flow[:a], 0)
        self.most = np.where(same[:a], flow[:a], limits[:a])
        self.cell_most = np.where(same[a:b], flow[a:b], most)
        self.spent = rooms[same[b:] & (flow[b:] == limits[b:])]


def _max_flow(tails: Ints, heads: Ints, most: Ints) -> tuple[Ints, int]:
    if not len(tails):
        return np.zeros(0, dtype=np.int64), 0
    network = max_flow.SimpleMaxFlow()
    arcs = network.add_arcs_with_capacity(tails.astype(np.int32), heads.astype(np.int32), most)
    if network.solve(0, 1) != network.OPTIMAL:
        raise RuntimeError("the flow network could not be solved")
    return np.array(network.flows(arcs), dtype=np.int64), int(network.optimal_flow())


def _same_in_all(tails: Ints, heads: Ints, most: Ints, flow: Ints) -> Flags:
    """Return which arcs carry the same in all maximal flows."""
    more, less = flow < most, flow > 0
    ends = (np.concatenate([tails[more], heads[less]]), np.concatenate([heads[more], tails[less]]))
    size = int(max(tails.max(initial=0), heads.max(initial=0))) + 1
    residual = csr_matrix((np.ones(len(ends[0]), dtype=np.int8), ends), shape=(size, size))
    _, part = connected_components(residual, directed=True, connection="strong")
    same: Flags = part[tails] != part[heads]
    return same
