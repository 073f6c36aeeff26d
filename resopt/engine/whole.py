"""A level after the tiers under all hard rules: the exact model's program, with rows for the people that days take."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from resopt.engine.cells import Ints, Problem
from resopt.engine.levels import expression, levels_of
from resopt.engine.mip import Mip
from resopt.engine.model import Model
from resopt.engine.relaxation import BoundTask, OpenCells, hull_of
from resopt.engine.rules import add_rules


def whole_mip(problem: Problem, task: BoundTask, cells: OpenCells) -> tuple[Mip, list[int]]:
    """Return the program of the task's level for all plans nowhere worse than its score in the levels before it.

    It has all rules, with the facts set aside broken and all others kept, only the days that `cells` leave, and for
    level 3 rows for the people of line-weeks and lines besides, which only fractional solutions break. With it come
    the values of its columns in the task's plan.
    """
    m = Model(problem, facts=dict.fromkeys(task.aside, (0, 0)))
    _narrow(m, cells)
    add_rules(m)
    levels = levels_of(problem.portfolio)
    terms = expression(m, task.level)
    for one in levels[: levels.index(task.level)]:
        m.rows.row(expression(m, one), high=one.of(task.score))
    if task.level.kind == "quality":
        _add_people(m)
        _add_least(m)
        _add_stints(m)
    hint = m.hint(task.state.by_cell(), task.state.shifts, task.aside)
    return m.rows.freeze(terms), hint


def _narrow(m: Model, cells: OpenCells) -> None:
    """Take out the days that no plan as good as this one has."""
    most: Ints = np.zeros(len(m.problem.person), dtype=np.int64)
    most[cells.number] = cells.most
    for c, column in m.steps.items():
        if c not in m.locked:
            m.rows.upper[column] = min(m.rows.upper[column], int(most[c]) // m.problem.step)
    for c, column in m.rests.items():
        if c not in m.locked and most[c] < m.problem.rest[c]:
            m.rows.upper[column] = 0


def _add_people(m: Model) -> None:
    """The days of a line, in a week and in all, take so many people."""
    lives: dict[int, list[int]] = defaultdict(list)
    for p, v in m.by_pair:
        lives[v].append(p)
    for (v, w), cells in m.by_variant_week.items():
        wanted = m.problem.variants[v].wanted[w]
        _add_hull(m, v, [w], wanted, {m.at[c].person: m.rows.greatest(m.days[c]) for c in cells})
    for v, people in lives.items():
        weeks = range(len(m.problem.variants[v].wanted))
        most = {p: sum(m.rows.greatest(m.days[c]) for c in m.by_pair[p, v]) for p in people}
        _add_hull(m, v, [w for w in weeks if (v, w) in m.by_variant_week], sum(m.problem.variants[v].wanted), most)


def _add_least(m: Model) -> None:
    """A cell with days has as many as one can give there at the least."""
    problem = m.problem
    for c in m.days:
        if c not in m.locked and c not in m.fixed and (least := _least(problem, c)) > 1:
            m.rows.row([*m.days[c], (m.on(c), -least)], low=0)


def _least(problem: Problem, c: int) -> int:
    """Return the fewest units above 0 that an ordinary cell can hold."""
    ordinary = [problem.step * max(1, int(problem.low[c]))] if problem.high[c] else []
    rest = [int(problem.rest[c])] if problem.rest[c] else []
    return min([*ordinary, *rest], default=0)


def _add_stints(m: Model) -> None:
    """Whoever serves a line has a last week there: one that is charged as a handover, or one that is not."""
    if not m.problem.portfolio.policy.handover:
        return
    for (p, v), cells in m.by_pair.items():
        charged = {c: m.found("handover", (c,)) for c in cells}
        ends = [(m.on(c) if column is None else column, 1) for c, column in charged.items()]
        m.rows.row([*ends, (m.used(p, v), -1)], low=0)


def _add_hull(m: Model, v: int, weeks: list[int], wanted: int, most: dict[int, int]) -> None:
    """See `hull_of`: the days of a variant in some weeks, of people who can give `most` each."""
    units: Ints = np.minimum(wanted, np.array(list(most.values()), dtype=np.int64))
    few, given, slope = (int(x[0]) for x in hull_of(np.zeros_like(units), units, np.array([wanted])))
    if slope:
        met = [term for w in weeks for term in m.met(v, w)]
        m.rows.row([*met, *((m.used(p, v), -slope) for p in most)], high=given - slope * few)
