"""Staffing: the least it takes to staff one project in full, re-solved, and what that displaces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from time import monotonic

from resopt.domain.changes import Change, Hire, Priority, apply
from resopt.domain.units import UNITS_PER_WEEK
from resopt.engine.resolve import solve_again
from resopt.explain.base import Base
from resopt.explain.candidates import rate_of, skills_of
from resopt.explain.guarded import met_by_line
from resopt.explain.remedies import Judge
from resopt.explain.standing import Standing
from resopt.result import Conflict, Remedy, Staffing

LAYERS = 9  # most people hired of one role


def staffing(base: Base, conflicts: tuple[Conflict, ...], project: str, until: float) -> Staffing | None:
    """Return what the project gets by hires alone, by the highest priority alone, and by both, as far as time allows.

    The search ends with the first that staffs it in full but the highest priority, which is always shown for what it
    displaces. None if the project lacks nothing.
    """
    s, judge = Standing(base.portfolio, base.plan), Judge(base, conflicts)
    own = tuple(line.id for line in s.grid.lines_of.get(project, ()))
    if not any(s.lacking(line) for line in own):
        return None
    hires, first = tuple(_hires(s, own)), tuple(_first(s, project))
    wanted, options = sum(s.total[line] for line in own), list[tuple[Remedy, int]]()
    tries = [changes for changes in (first, hires, (*first, *hires)) if changes]
    for n, changes in enumerate(dict.fromkeys(tries)):
        left = until - monotonic()
        if left <= 0 or any(met == wanted and any(isinstance(c, Hire) for c in r.changes) for r, met in options):
            break
        changed = apply(base.portfolio, changes)
        again = solve_again(changed, base.plan, own, left / (len(tries) - n))
        met, _ = met_by_line(changed, again.plan)
        options.append((judge.compared(changes, again), sum(met[line] for line in own)))
    return Staffing(project, wanted, tuple(options))


def _hires(s: Standing, own: tuple[str, ...]) -> Iterator[Change]:
    """Yield the fewest hires by role whose days are those that the project's lines lack, week by week."""
    lacks = defaultdict[str, list[int]](lambda: [0] * s.portfolio.settings.weeks)
    lines = defaultdict[str, list[str]](list)
    for line in own:
        role = s.lines[line].role
        if role and s.lines[line].person_id is None and s.lacking(line):
            lines[role].append(line)
            for week, units in enumerate(s.lack[line]):
                lacks[role][week] += units
    monday = s.portfolio.settings.monday
    for role, row in sorted(lacks.items()):
        records = [s.lines[line] for line in lines[role]]
        level = max([3, *(x.min_level or 0 for x in records)])
        for layer in range(min(LAYERS, -(-max(row) // UNITS_PER_WEEK))):
            weeks = [w for w, units in enumerate(row) if units > layer * UNITS_PER_WEEK]
            start, end = monday(weeks[0]), monday(weeks[-1]) + timedelta(days=6)
            yield Hire(role, 1, start, end, rate_of(s.portfolio, role), level, skills_of(records))


def _first(s: Standing, project: str) -> Iterator[Change]:
    """Yield the change that makes the project one of the highest priority, unless it is."""
    top = s.projects[s.portfolio.tiers[0].project_ids[0]]
    if s.grid.tier_of[project] != 0:
        yield Priority(project, top.priority, top.rank)
