"""Cells that must stay empty: where a lock or freeze without days keeps a person away."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from resopt.domain.rules import Fact
from resopt.engine.cells import Ints, Problem


def cells_of_zeros(problem: Problem, facts: Iterable[Fact]) -> Ints:
    """Return the cells of the persons, lines and weeks of those `facts` that have no days, ascending."""
    lines, weeks = max(1, len(problem.lines)), problem.portfolio.settings.weeks
    numbers = problem.line_number
    keys = [
        (problem.person_number[fact.person_id or ""] * weeks + fact.week) * lines + numbers[line_id]
        for fact in facts
        if not fact.units and fact.week is not None
        for line_id in fact.line_ids
    ]
    if not keys:
        return np.zeros(0, dtype=np.int64)
    closed = np.unique(np.array(keys, dtype=np.int64))
    near: Ints = np.nonzero(np.isin(problem.week, np.unique(closed // lines % weeks)))[0]
    place = problem.person[near].astype(np.int64) * weeks + problem.week[near]
    found: Ints = near[np.isin(place * lines + problem.line_of[problem.variant[near]], closed)]
    return found
