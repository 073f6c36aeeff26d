"""The solvers: one Mip in, values and a bound out. Runs in worker processes, since solvers can crash."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, isfinite

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver.python import model_builder_helper as mbh
from scipy.sparse import csr_matrix

from resopt.engine.mip import INFINITE, Mip

ROUNDS = 8  # of cuts, where a loose solve has no clock: later ones bring little


@dataclass(frozen=True, slots=True)
class Effort:
    """What one solve may spend: seconds, nodes (None: no limit); and a seed.

    `gap`: a solve may end once objective and bound are no farther apart. `quick`: look for a better plan, not for
    a proof (few cuts, no restarts). `loose`: columns of more than two values may be fractional on the way, for the
    sake of a bound: flows let the solver cut deeper than steps do.
    """

    seconds: float | None = None
    nodes: int | None = None
    seed: int = 0
    gap: int = 0
    quick: bool = False
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Status `optimal`, `feasible`, `infeasible` or `unknown`; integer values; a bound rounded outward."""

    status: str
    values: tuple[int, ...] | None = None
    bound: int | None = None


def solve_scip(mip: Mip, effort: Effort, hint: list[int] | None = None) -> Answer:
    """Solve with SCIP; deterministic as long as nodes and not seconds end it."""
    size = len(mip.lower)
    helper = mbh.ModelBuilderHelper()
    matrix = csr_matrix((mip.coefficients.astype(float), mip.columns, mip.starts), shape=(len(mip.low), size))
    helper.fill_model_from_sparse_data(
        mip.lower.astype(np.float64), mip.upper.astype(np.float64), mip.cost.astype(np.float64),
        _side(mip.low), _side(mip.high), matrix,
    )  # fmt: skip
    whole = np.full(size, not effort.loose) | (mip.upper - mip.lower <= 1)
    for column, is_whole in enumerate(whole.tolist()):
        helper.set_var_integrality(column, is_whole)
    helper.set_objective_offset(float(mip.offset))
    for column, value in enumerate(hint or ()):
        helper.add_hint(column, float(value))
    solver = mbh.ModelSolverHelper("scip")
    if effort.seconds is not None:
        solver.set_time_limit_in_seconds(max(0.05, effort.seconds))
    solver.set_solver_specific_parameters(_scip_parameters(effort))
    solver.solve(helper)
    return _read_scip(solver, mip, effort)


def _scip_parameters(effort: Effort) -> str:
    lines = [
        f"randomization/randomseedshift = {effort.seed}",
        f"randomization/permutationseed = {effort.seed}",
        "numerics/feastol = 1e-07",
        "propagating/probing/maxprerounds = 0",  # probing took most of the time and fixed almost nothing
    ]
    if effort.nodes is not None:
        lines.append(f"limits/nodes = {effort.nodes}")
        lines += [f"separating/maxroundsroot = {ROUNDS}"] if effort.loose else []
    if effort.gap:
        lines.append(f"limits/absgap = {effort.gap}")
    if effort.quick:
        lines += ["separating/maxroundsroot = 1", "presolving/maxrestarts = 0"]
        lines += ["branching/pscost/priority = 100000"]  # strong branching took nine tenths of the time
        lines += [f"limits/stallnodes = {max(1, (effort.nodes or 60) // 3)}"]
    return "\n".join(lines)


def _side(values: NDArray[np.int64]) -> NDArray[np.float64]:
    sides = values.astype(np.float64)
    sides[values >= INFINITE] = np.inf
    sides[values <= -INFINITE] = -np.inf
    return sides


def _read_scip(solver: mbh.ModelSolverHelper, mip: Mip, effort: Effort) -> Answer:
    statuses = {
        mbh.SolveStatus.OPTIMAL: "optimal",
        mbh.SolveStatus.FEASIBLE: "feasible",
        mbh.SolveStatus.INFEASIBLE: "infeasible",
    }
    status = statuses.get(solver.status(), "unknown")
    if status not in ("optimal", "feasible"):
        return Answer(status)  # what the solver then calls its bound is 0, whatever is true
    values = np.rint(solver.variable_values()).astype(np.int64)
    exact = status == "optimal" and not effort.gap and not effort.loose
    bound = int(mip.cost @ values) + mip.offset if exact else outward(solver.best_objective_bound(), mip)
    if effort.loose and not is_solution(mip, values):
        return Answer("feasible", None, bound)
    return Answer(status, tuple(values.tolist()), bound)


def is_solution(mip: Mip, values: NDArray[np.int64]) -> bool:
    """Return whether `values` keep all rows and bounds of `mip`."""
    matrix = csr_matrix((mip.coefficients, mip.columns, mip.starts), shape=(len(mip.low), len(mip.lower)))
    sums = matrix @ values
    inside = ((mip.lower <= values) & (values <= mip.upper)).all()
    return bool(inside and ((mip.low <= sums) & (sums <= mip.high)).all())


def outward(raw: float, mip: Mip) -> int | None:
    """Round a bound down to a value no plan can undercut: every objective is a multiple of the costs' divisor."""
    if not isfinite(raw) or abs(raw) > 1e17:
        return None
    divisor = int(np.gcd.reduce(mip.cost)) or 1
    safe = raw - mip.offset - max(1e-6, 1e-9 * abs(raw))
    return ceil(safe / divisor) * divisor + mip.offset


SOLVERS = {"scip": solve_scip}
