"""HiGHS through MathOpt: one Mip in, values and a bound out. It takes no hint there, but keeps its incumbent."""

from __future__ import annotations

from datetime import timedelta
from math import ceil, isfinite
from typing import Any

import numpy as np
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt
from scipy.sparse import csr_matrix

from resopt.engine.mip import INFINITE, Mip
from resopt.engine.solvers import Answer, Effort


def solve_highs(mip: Mip, effort: Effort, hint: list[int] | None = None) -> Answer:
    """Solve with HiGHS; `hint` is left out."""
    model = mathopt.Model.from_model_proto(_proto(mip))
    parameters = mathopt.SolveParameters(
        random_seed=effort.seed,
        absolute_gap_tolerance=float(effort.gap),
        time_limit=None if effort.seconds is None else timedelta(seconds=max(0.1, effort.seconds)),
    )
    return _read(mathopt.solve(model, mathopt.SolverType.HIGHS, params=parameters), mip, effort)


def _proto(mip: Mip) -> Any:
    """Return the program as MathOpt stores it; built from arrays because its Python calls are slow."""
    size, rows = len(mip.lower), len(mip.low)
    proto = model_pb2.ModelProto()
    proto.variables.ids.extend(range(size))
    proto.variables.lower_bounds.extend(mip.lower.astype(float).tolist())
    proto.variables.upper_bounds.extend(mip.upper.astype(float).tolist())
    proto.variables.integers.extend([True] * size)
    proto.linear_constraints.ids.extend(range(rows))
    proto.linear_constraints.lower_bounds.extend(_side(mip.low))
    proto.linear_constraints.upper_bounds.extend(_side(mip.high))
    used = np.nonzero(mip.cost)[0]
    proto.objective.offset = float(mip.offset)
    proto.objective.linear_coefficients.ids.extend(used.tolist())
    proto.objective.linear_coefficients.values.extend(mip.cost[used].astype(float).tolist())
    matrix = csr_matrix((mip.coefficients.astype(float), mip.columns, mip.starts), shape=(rows, size))
    matrix.sort_indices()
    counts = np.diff(matrix.indptr)
    proto.linear_constraint_matrix.row_ids.extend(np.repeat(np.arange(rows), counts).tolist())
    proto.linear_constraint_matrix.column_ids.extend(matrix.indices.tolist())
    proto.linear_constraint_matrix.coefficients.extend(matrix.data.tolist())
    return proto


def _side(values: Any) -> list[float]:
    sides = values.astype(float)
    sides[values >= INFINITE] = np.inf
    sides[values <= -INFINITE] = -np.inf
    found: list[float] = sides.tolist()
    return found


def _read(result: Any, mip: Mip, effort: Effort) -> Answer:
    reason = result.termination.reason
    bound = _outward(result.termination.objective_bounds.dual_bound, mip)
    if not result.has_primal_feasible_solution():
        infeasible = reason == mathopt.TerminationReason.INFEASIBLE
        return Answer("infeasible" if infeasible else "unknown", None, None if infeasible else bound)
    found = result.solutions[0].primal_solution.variable_values
    values = np.zeros(len(mip.lower), dtype=np.int64)
    for variable, value in found.items():
        values[variable.id] = round(value)
    objective = int(mip.cost @ values) + mip.offset
    if reason == mathopt.TerminationReason.OPTIMAL:
        return Answer("optimal", tuple(values.tolist()), bound if effort.gap else objective)
    return Answer("feasible", tuple(values.tolist()), bound)


def _outward(raw: float, mip: Mip) -> int | None:
    """Round a bound down to a value no plan can undercut: every objective is a multiple of the costs' divisor."""
    if not isfinite(raw) or abs(raw) > 1e17:
        return None
    divisor = int(np.gcd.reduce(mip.cost)) or 1
    safe = raw - mip.offset - max(1e-6, 1e-9 * abs(raw))
    return ceil(safe / divisor) * divisor + mip.offset
