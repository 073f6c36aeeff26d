"""Matching of one week: whether some lines can all be served by people, and the lines that are too many if not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from ortools.graph.python import max_flow


def too_many(
    needs: Mapping[str, int], rooms: Mapping[str, int], able: Mapping[str, Sequence[str]]
) -> frozenset[str] | None:
    """Return lines whose needs exceed what all who can serve them have; None if every need can be met.

    Parameters
    ----------
    needs
        Units by line.
    rooms
        Units by person (or whatever else offers days).
    able
        By line who can serve it; those without a room offer nothing.

    Notes
    -----
    The lines on the source side of a minimum cut (Hall's condition with amounts).
    """
    lines, people = list(needs), list(rooms)
    number = {p: 2 + len(lines) + i for i, p in enumerate(people)}
    arcs = [(0, 2 + i, needs[line]) for i, line in enumerate(lines)]
    arcs += [(2 + i, number[p], needs[line]) for i, line in enumerate(lines) for p in able[line] if p in number]
    arcs += [(number[p], 1, rooms[p]) for p in people]
    tails, heads, most = np.array(arcs, dtype=np.int64).reshape(-1, 3).T
    network = max_flow.SimpleMaxFlow()
    network.add_arcs_with_capacity(tails.astype(np.int32), heads.astype(np.int32), most)
    if network.solve(0, 1) != network.OPTIMAL:
        raise RuntimeError("the flow network could not be solved")
    if network.optimal_flow() == sum(needs.values()):
        return None
    side = set(network.get_source_side_min_cut())
    return frozenset(line for i, line in enumerate(lines) if 2 + i in side)
