"""A bound from parts of a large program: rows between parts are priced into the cost, each part is cut for itself."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

import numpy as np
from scipy.sparse import csr_matrix

from resopt.engine.cells import Flags, Ints
from resopt.engine.linear import Reals, evaluate, exact_sum, links_of, matrix_of
from resopt.engine.mip import INFINITE, Mip
from resopt.engine.solvers import Effort, solve_scip

EACH = 4.0  # seconds for one part
DEAREST = 1 << 40  # prices of rows above this are not tried


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Some columns of a program with the rows that look at no others, and what is known to bound it."""

    mip: Mip
    hint: list[int]
    known: int


def split_bound(mip: Mip, label: Ints, duals: Reals, hint: list[int], deadline: float | None) -> int:
    """Return a value that no integer solution of `mip` undercuts, from its parts (Geoffrion 1974).

    Columns with the same `label` (0, 1, ...) are a part. Rows between parts count only through their duals, rounded
    to integers, which any solution pays at least; each part keeps its yes/no columns whole, so the bound can pass that
    of the linear program. A part that is not reached before `deadline` has the bound that its duals prove. `hint` is a
    solution.
    """
    matrix = matrix_of(mip)
    first, last = _ends(matrix, label)
    inside = first == last
    price = np.where(inside | (last < 0), 0, np.rint(duals))
    price = np.where(price > 0, np.where(mip.low > -INFINITE, price, 0), np.where(mip.high < INFINITE, price, 0))
    if np.abs(price).max(initial=0) > DEAREST:
        return evaluate(mip, matrix, links_of(mip, matrix), duals)
    prices: Ints = price.astype(np.int64)
    paid = prices != 0
    total = mip.offset + exact_sum(prices[paid], np.where(prices > 0, mip.low, mip.high)[paid])
    cost: Ints = mip.cost - matrix.T @ prices
    for number in range(int(label.max(initial=-1)) + 1):
        part = _part(mip, matrix, cost, label == number, inside & (first == number), duals, hint)
        total += max(part.known, _cut(part, deadline))
    return total


def _ends(matrix: csr_matrix, label: Ints) -> tuple[Ints, Ints]:
    """Return the least and the greatest label of each row's columns (no columns: the greatest is -1)."""
    row, at = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr)), label[matrix.indices]
    first, last = np.full(matrix.shape[0], len(label), dtype=np.int64), np.full(matrix.shape[0], -1, dtype=np.int64)
    np.minimum.at(first, row, at)
    np.maximum.at(last, row, at)
    return first, last


def _part(mip: Mip, matrix: csr_matrix, cost: Ints, columns: Flags, rows: Flags, duals: Reals, hint: list[int]) -> Part:
    own = matrix[rows][:, columns].tocsr()
    starts, places = own.indptr.astype(np.int64), own.indices.astype(np.int64)
    sides = mip.low[rows], mip.high[rows]
    part = Mip(mip.lower[columns], mip.upper[columns], cost[columns], 0, starts, places, own.data, *sides)
    known = evaluate(part, own, links_of(part, own), duals[rows])
    return Part(part, [hint[column] for column in np.nonzero(columns)[0].tolist()], known)


def _cut(part: Part, deadline: float | None) -> int:
    """Return what cutting planes prove of a part, at least what is known."""
    if deadline is None:
        effort = Effort(nodes=1, loose=True)
    else:
        effort = Effort(seconds=min(EACH, deadline - monotonic()), loose=True)
    if effort.seconds is not None and effort.seconds < 0.1:
        return part.known
    found = solve_scip(part.mip, effort, part.hint).bound
    return part.known if found is None else found
