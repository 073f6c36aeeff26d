"""A true lower bound of a program from duals of its linear relaxation, evaluated here in integers."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, inf, log2
from time import monotonic

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver.python import model_builder_helper as mbh
from scipy.sparse import csr_matrix, diags_array

from resopt.engine.cells import Ints
from resopt.engine.mip import INFINITE, Mip

Reals = NDArray[np.float64]

SHIFT = 16  # duals are rounded to 1/2^16 of what a unit of the cost is
LARGE = 2.0**61  # sums that could pass this are kept out of 64 bits
ACCURACIES = (1e-2, 3e-3, 1e-3, 3e-4, 1e-4)  # of one first-order solve after the other, each from the start
BEFORE = 1e-2, 1e-3  # where exact duals follow, if there is time
SLOWER = 8.0  # how many times longer the next accuracy took at most, where it was measured
LONG = 3_000_000  # entries of a program from which only the first accuracy is tried without a clock
STEEP = 1 << 32  # solvers are not asked where coefficients are larger: some end the process then
SMALL = 20_000  # columns up to which exact duals are soon found


@dataclass(frozen=True, slots=True)
class Links:
    """Rows x - most * y <= 0 of a program: the row, the columns x and y, and `most`; one row per x."""

    row: Ints
    inner: Ints
    outer: Ints
    most: Ints


def linear_bound(mip: Mip, deadline: float | None, guess: Reals | None = None) -> int:
    """Return a value that no integer solution of `mip` undercuts.

    The solvers only propose duals: any duals give a true bound here, good ones a high bound. First-order solves
    (PDLP) propose soon, also for large programs; for small ones GLOP then adds the last digits.

    Parameters
    ----------
    mip
        Every column needs finite bounds.
    deadline
        The moment (of `monotonic`) after which no further solve begins and the running one is told to stop; with
        None a fixed list of solves is run, so that the same program has the same bound.
    guess
        Duals to evaluate before any solve.
    """
    matrix = matrix_of(mip)
    links = links_of(mip, matrix)
    best = evaluate(mip, matrix, links, np.zeros(len(mip.low)))
    if guess is not None:
        best = max(best, evaluate(mip, matrix, links, guess))
    if np.abs(mip.coefficients).max(initial=0) > STEEP:
        return best
    small = len(mip.lower) <= SMALL
    solves = [("pdlp", _pdlp(accuracy)) for accuracy in (BEFORE if small else ACCURACIES)]
    if deadline is None and matrix.nnz > LONG:
        del solves[1:]
    if small:
        solves.append(("glop", ""))
    for solver, parameters in solves:
        began = monotonic()
        duals = propose(mip, matrix, solver, parameters, inf if deadline is None else deadline - began)
        if duals is not None:
            best = max(best, evaluate(mip, matrix, links, duals))
        if (
            deadline is not None
            and not small
            and (duals is None or monotonic() + SLOWER * (monotonic() - began) > deadline)
        ):
            break
    return best


def matrix_of(mip: Mip) -> csr_matrix:
    """Return the rows of `mip` as an integer matrix."""
    return csr_matrix((mip.coefficients, mip.columns, mip.starts), shape=(len(mip.low), len(mip.lower)))


def propose(mip: Mip, matrix: csr_matrix, solver: str, parameters: str, seconds: float) -> Reals | None:
    """Return the duals that a solver finds for the linear relaxation, None if it finds none in time."""
    if seconds <= 0:
        return None
    helper = mbh.ModelBuilderHelper()
    # Solvers see columns and costs of about 1.
    width = np.maximum(1, np.maximum(np.abs(mip.lower), np.abs(mip.upper))).astype(np.float64)
    price = float(np.abs(mip.cost).max(initial=1))
    helper.fill_model_from_sparse_data(
        mip.lower / width, mip.upper / width, mip.cost * width / price,
        _side(mip.low), _side(mip.high), (matrix @ diags_array(width)).tocsr(),
    )  # fmt: skip
    run = mbh.ModelSolverHelper(solver)
    if seconds < inf:
        run.set_time_limit_in_seconds(seconds)
    if parameters:
        run.set_solver_specific_parameters(parameters)
    run.solve(helper)
    if run.status() not in (mbh.SolveStatus.OPTIMAL, mbh.SolveStatus.FEASIBLE):
        return None
    duals = np.array(run.dual_values(), dtype=np.float64) * price
    return duals if np.isfinite(duals).all() else None


def evaluate(mip: Mip, matrix: csr_matrix, links: Links, duals: Reals) -> int:
    """Return the bound that `duals` prove, rounded up to what the objective can be.

    For every solution x and duals y: cost x = y (A x) + (cost - y A) x, and each part is at least what its sides
    allow. Duals are rounded to integers over 2^shift first; duals without a side, and those of links, are replaced.
    """
    scaled, shift = _rounded(mip, matrix, duals)
    scaled[links.row] = 0
    reduced = (mip.cost << shift) - matrix.T @ scaled
    # The best dual of x - most y <= 0 once all others are fixed: y pays for what x would gain.
    gain = np.minimum(0, reduced[links.inner])
    if _fits(reduced, gain, links):
        reduced[links.inner] -= gain
        np.add.at(reduced, links.outer, gain * links.most)
    sides = np.where(scaled > 0, np.maximum(mip.low, -INFINITE), np.minimum(mip.high, INFINITE))
    ends = np.where(reduced > 0, mip.lower, mip.upper)
    used, moved = scaled != 0, reduced != 0
    total = _sum(scaled[used], sides[used]) + _sum(reduced[moved], ends[moved])
    divisor = int(np.gcd.reduce(mip.cost)) or 1
    return -(-total // (divisor << shift)) * divisor + mip.offset


def links_of(mip: Mip, matrix: csr_matrix) -> Links:
    """Find the rows x - most * y <= 0 with x >= 0 and y >= 0, the first of each x."""
    size = np.diff(matrix.indptr)
    rows = np.nonzero((size == 2) & (mip.high == 0) & (mip.low <= -INFINITE))[0]
    first = matrix.indptr[rows]
    columns = np.stack([matrix.indices[first], matrix.indices[first + 1]]).astype(np.int64)
    amounts = np.stack([matrix.data[first], matrix.data[first + 1]])
    swap = amounts[0] < 0
    columns[:, swap], amounts[:, swap] = columns[::-1, swap], amounts[::-1, swap]
    fits = (amounts[0] == 1) & (amounts[1] < 0) & (mip.lower[columns] >= 0).all(axis=0)
    rows, columns, amounts = rows[fits], columns[:, fits], amounts[:, fits]
    inner, at = np.unique(columns[0], return_index=True)
    # What is itself the outer column of a link keeps its row: one pass settles all.
    at = at[~np.isin(inner, columns[1])]
    return Links(rows[at], columns[0, at], columns[1, at], -amounts[1, at])


def _fits(reduced: Ints, gain: Ints, links: Links) -> bool:
    """Return whether 64 bits hold what the links move."""
    most = float(links.most.max(initial=0)) * float(np.bincount(links.outer).max(initial=0))
    return float(np.abs(gain).max(initial=0)) * most + float(np.abs(reduced).max(initial=0)) < LARGE


def _rounded(mip: Mip, matrix: csr_matrix, duals: Reals) -> tuple[Ints, int]:
    """Return duals times 2^shift as integers, and the shift: the largest with which 64 bits hold all sums.

    A dual whose side is missing becomes 0; so do all where no shift is small enough.
    """
    kept = np.where(duals > 0, mip.low > -INFINITE, mip.high < INFINITE)
    values = np.where(kept, duals, 0.0)
    size = abs(matrix).astype(np.float64).T
    sums = size @ np.abs(values) + np.abs(mip.cost).astype(np.float64)
    heaviest = float((size @ np.ones(len(values))).max(initial=0.0))
    largest = max(float(sums.max(initial=1.0)), float(np.abs(values).max(initial=1.0)))
    shift = min(SHIFT, 57 - ceil(log2(largest))) if max(largest, heaviest) < LARGE / 8 else -1
    if shift < 0:
        return np.zeros(len(values), dtype=np.int64), 0
    scaled: Ints = np.rint(values * 2.0**shift).astype(np.int64)
    return scaled, shift


def _sum(one: Ints, other: Ints) -> int:
    """Return the exact sum of products."""
    if float(np.abs(one).astype(np.float64) @ np.abs(other).astype(np.float64)) < LARGE:
        return int(one @ other)
    return sum(a * b for a, b in zip(one.tolist(), other.tolist(), strict=True))


def _side(values: Ints) -> Reals:
    sides = values.astype(np.float64)
    sides[values >= INFINITE] = np.inf
    sides[values <= -INFINITE] = -np.inf
    return sides


def _pdlp(accuracy: float) -> str:
    criteria = f"simple_optimality_criteria {{ eps_optimal_absolute: {accuracy} eps_optimal_relative: {accuracy} }}"
    return f"termination_criteria {{ {criteria} }} num_threads: 1"
