"""The solvers: one Mip in, values and a bound out. Runs in worker processes, since solvers can crash."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, isfinite

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver.python import model_builder_helper as mbh
from scipy.sparse import csr_matrix

from resopt.engine.mip import INFINITE, Mip


@dataclass(frozen=True, slots=True)
class Effort:
    """What one solve may spend: seconds, nodes (None: no limit); and a seed.

    `gap`: a solve may end once objective and bound are no farther apart. `quick`: look for a better plan, not for
    a proof (few cuts, no restarts).
    """

    seconds: float | None = None
    nodes: int | None = None
    seed: int = 0
    gap: int = 0
    quick: bool = False


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
    for column in range(size):
        helper.set_var_integrality(column, True)
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
    if status in ("optimal", "feasible"):
        values = np.rint(solver.variable_values()).astype(np.int64)
        objective = int(mip.cost @ values) + mip.offset
        bound = objective if status == "optimal" and not effort.gap else outward(solver.best_objective_bound(), mip)
        return Answer(status, tuple(values.tolist()), bound)
    return Answer(status, None, outward(solver.best_objective_bound(), mip))


def outward(raw: float, mip: Mip) -> int | None:
    """Round a bound down to a value no plan can undercut: every objective is a multiple of the costs' divisor."""
    if not isfinite(raw) or abs(raw) > 1e17:
        return None
    divisor = int(np.gcd.reduce(mip.cost)) or 1
    safe = raw - mip.offset - max(1e-6, 1e-9 * abs(raw))
    return ceil(safe / divisor) * divisor + mip.offset


SOLVERS = {"scip": solve_scip}
