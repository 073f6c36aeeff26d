"""Bounds on a level after the tiers from relaxations: linear, then with cutting planes; runs in worker processes."""

from __future__ import annotations

from time import monotonic

from resopt.engine.cells import Problem
from resopt.engine.exact import Bound, Held
from resopt.engine.lagrange import split_bound
from resopt.engine.levels import levels_of
from resopt.engine.linear import SMALL, best_duals, linear_bound
from resopt.engine.mip import Mip
from resopt.engine.relaxation import BoundTask, Relaxation
from resopt.engine.solvers import Effort, solve_scip
from resopt.engine.whole import whole_mip

WHOLE_CELLS = 10_000  # up to this many cells all rules are in the program
CUT_CELLS = 60_000  # up to this many cells cutting planes are tried
SPLIT = 300_000  # up to so many columns the parts of a program too large to be cut whole are cut one by one
PART = 2_500  # columns of such a part
FIRST = 0.7  # of the time for cuts: for the program without most rules


def bound_level(problem: Problem, task: BoundTask) -> Bound:
    """Return the bound of a level that linear relaxations prove, of large ones also their parts, cut one by one.

    The bound holds for all plans with the same facts set aside that are nowhere worse than the task's score in the
    levels before: these are its `held` levels. So it still holds for a later plan, and all plans as good as that
    one, if the later plan is nowhere worse in those levels (it was computed for more plans than needed then), and
    does not if any of them got worse, even for the sake of a more important one.
    """
    relaxation = Relaxation(problem, task)
    mip = relaxation.mip()
    value, duals = best_duals(mip, task.deadline, relaxation.guess(mip))
    timed = task.deadline is not None and monotonic() < task.deadline
    if task.level.kind == "quality" and timed and SMALL < len(mip.lower) <= SPLIT:
        hint = relaxation.hint(task.state)
        value = max(value, split_bound(mip, relaxation.parts(PART), duals, hint, task.deadline))
    if len(problem.person) <= WHOLE_CELLS:
        whole, _ = whole_mip(problem, task, relaxation.cells)
        value = max(value, linear_bound(whole, task.deadline))
    return Bound(task.level, _held(problem, task), value)


def cut_level(problem: Problem, task: BoundTask) -> Bound | None:
    """Return the bound of a level that a solver's cutting planes prove, None if that takes too long.

    Once days may be fractional, what a person gives a line is a flow with a fixed charge: flow covers and mixed
    integer rounding cut such programs deep (Padberg, Van Roy and Wolsey 1985; Marchand and Wolsey 2001).
    """
    relaxation, found = Relaxation(problem, task), list[int | None]()
    mip, has_whole = relaxation.mip(), len(problem.person) <= WHOLE_CELLS
    # The program without most rules is soon cut deep, but knows no handovers: where they cost, it falls far short.
    if len(mip.lower) <= SMALL and not (has_whole and problem.portfolio.policy.handover):
        now = monotonic()
        end = None if task.deadline is None else now + (FIRST if has_whole else 1) * (task.deadline - now)
        found.append(_cut(mip, relaxation.hint(task.state), end))
    if has_whole:
        found.append(_cut(*whole_mip(problem, task, relaxation.cells), task.deadline))
    proved = [bound for bound in found if bound is not None]
    return Bound(task.level, _held(problem, task), max(proved)) if proved else None


def _cut(mip: Mip, hint: list[int], end: float | None) -> int | None:
    """Return a value that no solution undercuts: that of the root alone where no clock ends the solve."""
    if end is not None and end <= monotonic():
        return None
    effort = Effort(nodes=1, loose=True) if end is None else Effort(seconds=end - monotonic(), loose=True)
    return solve_scip(mip, effort, hint).bound


def _held(problem: Problem, task: BoundTask) -> tuple[Held, ...]:
    levels = levels_of(problem.portfolio)
    return tuple(Held(one, one.of(task.score)) for one in levels[: levels.index(task.level)])
