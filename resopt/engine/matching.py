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
    met, side = _flow(needs, rooms, able)
    return None if met == sum(needs.values()) else side


def most_of(
    line: str, needs: Mapping[str, int], rooms: Mapping[str, int], able: Mapping[str, Sequence[str]]
) -> tuple[int, frozenset[str]]:
    """Return the most units that one line can get next to the needs of all others, which can be met together.

    With it the lines on the smallest side of a minimum cut: where the line wants more, any of the others that needed
    less would let it have more. Parameters are those of `too_many`.
    """
    met, side = _flow(needs, rooms, able)
    return met - sum(units for name, units in needs.items() if name != line), side


def _flow(
    needs: Mapping[str, int], rooms: Mapping[str, int], able: Mapping[str, Sequence[str]]
) -> tuple[int, frozenset[str]]:
    """Return what can be met of all needs, and the lines that can be reached from those that lack some of it."""
    lines, people = list(needs), list(rooms)
    number = {p: 2 + len(lines) + i for i, p in enumerate(people)}
    serving = [[number[p] for p in able[line] if p in number] for line in lines]
    wants, counts = np.array([needs[line] for line in lines], dtype=np.int64), list(map(len, serving))
    own, others = np.arange(len(lines)) + 2, np.arange(len(people)) + 2 + len(lines)
    tails = np.concatenate([np.zeros(len(lines)), np.repeat(own, counts), others])
    heads = np.concatenate([own, [p for row in serving for p in row], np.ones(len(people))])
    most = np.concatenate([wants, np.repeat(wants, counts), [rooms[p] for p in people]])
    network = max_flow.SimpleMaxFlow()
    network.add_arcs_with_capacity(tails.astype(np.int32), heads.astype(np.int32), most.astype(np.int64))
    if network.solve(0, 1) != network.OPTIMAL:
        raise RuntimeError("the flow network could not be solved")
    side = set(network.get_source_side_min_cut())
    return network.optimal_flow(), frozenset(line for i, line in enumerate(lines) if 2 + i in side)
