"""Guarded solves: a changed portfolio solved again so that no project gets less than in the base without need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from time import monotonic

from resopt.checker import check
from resopt.domain.changes import Change, FillIn, Hire, Lift, Priority, Shift, Train, Unlock, Waive, apply
from resopt.domain.grid import lay_out
from resopt.domain.records import Portfolio
from resopt.engine.resolve import Again, solve_again
from resopt.explain.moved import beginning
from resopt.plan import Plan
from resopt.result import CheckReport

GUARDED, FREE = 0.5, 0.25  # of the time, in which nobody may lose; least in which everything may give way
ADDING = (Hire, Train, FillIn)


def solve_guarded(
    base: Portfolio, changes: Sequence[Change], plan: Plan, near: Collection[str], seconds: float, *, proved: bool
) -> Again:
    """Return the best plan found of a portfolio with changes, by which nobody loses without need.

    First every project that the changes do not name must have the days it has in `plan`, the base's; then everything
    may give way. What that brings counts if it is proved to be the most, if the highest tier that gains has more by it,
    or if it takes no more: a search that is not over takes days from some for others, whatever the change. People who
    are hired, trained or fill in only add days: unless the base is `proved`, nobody is to lose by them at all.

    Parameters
    ----------
    near
        IDs of lines around which days are rearranged first.
    """
    until = monotonic() + seconds
    changed, named = apply(base, changes), set(named_projects(base, changes))
    adds = not proved and all(isinstance(change, ADDING) for change in changes)
    start = beginning(base, changes, plan)
    held = solve_again(keeping(changed, plan, named), start, near, seconds * (1 if adds else GUARDED))
    quiet = Again(held.plan, check(changed, held.plan), held.proved)
    if adds or quiet.proved:
        return quiet
    free = solve_again(changed, quiet.plan, near, max(until - monotonic(), FREE * seconds))
    if free.proved or _gains_above(check(base, plan), quiet.report, free.report):
        return free
    had = met_by_project(base, plan)[0]
    return free if lost(had, changed, free.plan) <= lost(had, changed, quiet.plan) else quiet


def lost(had: Mapping[str, int], portfolio: Portfolio, plan: Plan) -> int:
    """Return the units that projects have less under a plan than they `had`."""
    now = met_by_project(portfolio, plan)[0]
    return sum(max(0, units - now.get(project, 0)) for project, units in had.items())


def named_projects(portfolio: Portfolio, changes: Sequence[Change]) -> Iterator[str]:
    """Yield the projects that changes are about: those that move, and those whose locks or rules are lifted."""
    locked = {b.id: b.project_id for b in portfolio.bookings}
    ruled = {row.id: row.project_id for row in portfolio.rules}
    for change in changes:
        if isinstance(change, (Shift, Priority)):
            yield change.project_id
        elif isinstance(change, (Unlock, Lift)):
            yield locked.get(change.item, change.item)
        elif isinstance(change, Waive):
            yield ruled[change.rule_id] or ""


def keeping(portfolio: Portfolio, plan: Plan, but: Collection[str] = ()) -> Portfolio:
    """Return the portfolio in which every project, `but` some, must have the days that it has in a plan."""
    grid = lay_out(portfolio)
    met, wanted = met_by_project(portfolio, plan)
    least = dict[str, Fraction]()
    for project, lines in grid.lines_of.items():
        ids = [line.id for line in lines]
        if met[project] and project not in but:
            done = sum(grid.past.met.get(i, 0) for i in ids)
            least[project] = Fraction(met[project] + done, grid.past.total(ids, wanted[project]))
    projects = (
        replace(p, must_have=True, min_staffing=least[p.id]) if p.id in least else p for p in portfolio.projects
    )
    return replace(portfolio, projects=tuple(projects))


def met_by_project(portfolio: Portfolio, plan: Plan) -> tuple[dict[str, int], dict[str, int]]:
    """Return the units met and wanted of each planned project."""
    met, wanted = met_by_line(portfolio, plan)
    lines_of = lay_out(portfolio).lines_of
    sums = ({p: sum(row[x.id] for x in lines) for p, lines in lines_of.items()} for row in (met, wanted))
    first, second = sums
    return first, second


def met_by_line(portfolio: Portfolio, plan: Plan) -> tuple[dict[str, int], dict[str, int]]:
    """Return what planned lines have of what they want under a plan, and what they want."""
    grid, given = lay_out(portfolio), defaultdict[tuple[str, int], int](int)
    for a in plan.assignments:
        given[a.line_id, a.week] += a.units
    met, wanted = dict[str, int](), dict[str, int]()
    for project, lines in grid.lines_of.items():
        for line in lines:
            row = grid.wanted_at(line.id, plan.shift_of(project))
            wanted[line.id] = sum(row)
            met[line.id] = sum(min(units, given.get((line.id, w), 0)) for w, units in enumerate(row))
    return met, wanted


def _gains_above(before: CheckReport, quiet: CheckReport, free: CheckReport) -> bool:
    """Return whether a plan has more in the highest tier in which another one gains, or in one above."""
    rows = zip(*(report.score.tiers for report in (before, quiet, free)), strict=True)
    for old, one, other in rows:
        if other.all > one.all:
            return True
        if one.all > old.all:
            return False
    return False
