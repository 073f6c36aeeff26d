"""Starts of projects that nobody can serve: no model holds them, so each takes the one that costs least, once."""

from __future__ import annotations

import numpy as np

from resopt.engine.cells import Problem
from resopt.engine.levels import late_cost
from resopt.engine.prices import empty_price
from resopt.plan import Plan


def unserved_at_best(problem: Problem, plan: Plan) -> Plan:
    """Return `plan` with every project that nobody can serve at its cheapest start, the one it has among equals.

    Its start moves no day, only what the weighted sum or level 3 charges for it: bounds that are added up from models
    count on it.
    """
    served = {problem.project_of[problem.variants[v].line] for v in np.unique(problem.variant).tolist()}
    starts = dict(plan.shifts)
    for i, project in enumerate(problem.projects):
        if i not in served and len(problem.shifts[i]) > 1:
            now = starts.get(project.id, 0)
            starts[project.id] = min((_cost(problem, i, s), s != now, abs(s), s) for s in problem.shifts[i])[-1]
    return plan if starts == dict(plan.shifts) else Plan.of(plan.units(), starts)


def _cost(problem: Problem, project: int, shift: int) -> int:
    late = late_cost(problem, project, shift)
    weighted = problem.portfolio.policy.kind == "weighted"
    return late + (empty_price(problem, project, shift) if weighted else 0)
