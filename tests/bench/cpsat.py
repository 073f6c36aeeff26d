"""CP-SAT: one Mip in, values and a bound out."""

from __future__ import annotations

import numpy as np
from ortools.sat.python import cp_model

from resopt.engine.mip import INFINITE, Mip
from resopt.engine.solvers import Answer, Effort, outward


def solve_cp_sat(mip: Mip, effort: Effort, hint: list[int] | None = None, *, threads: int = 1) -> Answer:
    """Solve with CP-SAT. Where it comes to nothing it calls its bound 0: that is none."""
    model = cp_model.CpModel()
    columns = [model.new_int_var(int(low), int(high), "") for low, high in zip(mip.lower, mip.upper, strict=True)]
    for r in range(len(mip.low)):
        span = slice(int(mip.starts[r]), int(mip.starts[r + 1]))
        terms = cp_model.LinearExpr.weighted_sum(
            [columns[j] for j in mip.columns[span]], mip.coefficients[span].tolist()
        )
        model.add_linear_constraint(terms, int(max(mip.low[r], -INFINITE)), int(min(mip.high[r], INFINITE)))
    used = np.nonzero(mip.cost)[0]
    model.minimize(cp_model.LinearExpr.weighted_sum([columns[j] for j in used], mip.cost[used].tolist()) + mip.offset)
    for column, value in zip(columns, hint or (), strict=False):
        model.add_hint(column, value)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = threads
    solver.parameters.random_seed = effort.seed
    solver.parameters.absolute_gap_limit = float(effort.gap)
    if effort.seconds is not None:
        solver.parameters.max_time_in_seconds = max(0.05, effort.seconds)
    if effort.nodes is not None:
        solver.parameters.max_deterministic_time = effort.nodes / 100
    status = {cp_model.OPTIMAL: "optimal", cp_model.FEASIBLE: "feasible", cp_model.INFEASIBLE: "infeasible"}.get(
        solver.solve(model), "unknown"
    )
    if status not in ("optimal", "feasible"):
        return Answer(status)
    values = tuple(solver.value(column) for column in columns)
    return Answer(status, values, outward(solver.best_objective_bound, mip))
