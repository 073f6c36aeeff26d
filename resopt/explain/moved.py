"""Where a solve with changes begins: the plan there was, shifted projects in their new weeks, what is open filled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from resopt.checker import prepare
from resopt.domain.changes import Change, Shift, apply
from resopt.domain.grid import lay_out
from resopt.domain.records import Portfolio
from resopt.explain.mending import PASSES, Cell, Mending, filled
from resopt.plan import Plan


def shifted_by(changes: Iterable[Change]) -> dict[str, int]:
    """Return by how many weeks changes shift each project."""
    weeks: dict[str, int] = defaultdict(int)
    for change in changes:
        if isinstance(change, Shift):
            weeks[change.project_id] += change.weeks
    return dict(weeks)


def moved_days(portfolio: Portfolio, weeks: Mapping[str, int], plan: Plan) -> dict[Cell, int]:
    """Return the units of a plan, those of projects that move by some `weeks` in their new ones, if outside too."""
    by = {line.id: weeks.get(line.project_id, 0) for line in portfolio.lines}
    return {(a.person_id, a.line_id, a.week + by.get(a.line_id, 0)): a.units for a in plan.assignments}


def beginning(base: Portfolio, changes: Sequence[Change], plan: Plan) -> Plan:
    """Return the plan of `base` from which to solve it again with changes: who is free fills what is open.

    If projects are shifted, everybody else keeps what they have, in frozen weeks too; what is shifted moves along into
    what is left.
    """
    weeks = shifted_by(changes)
    return filled(apply(base, changes), _moved(base, changes, weeks, plan) if any(weeks.values()) else plan)


def _moved(base: Portfolio, changes: Sequence[Change], weeks: Mapping[str, int], plan: Plan) -> Plan:
    """Return the plan with shifted projects in their new weeks, without them where some would set aside a fact."""
    changed = apply(base, changes)
    allowed, checker, starts = lay_out(changed).shifts, prepare(changed), dict(plan.shifts)
    for project in weeks:  # of the starts they may have now, that nearest to the plan's
        was = plan.shift_of(project)
        starts[project] = min(allowed.get(project, (0,)), key=lambda start: (abs(start - was), start))
    units = moved_days(base, {p: by + starts[p] - plan.shift_of(p) for p, by in weeks.items()}, plan)
    theirs = {line.id for line in base.lines if line.project_id in weeks}
    mending = Mending(changed, units, starts.items(), theirs)
    bare = Plan.of({cell: amount for cell, amount in mending.units.items() if cell[1] not in theirs}, starts)
    found = Plan.of(mending.units, starts)
    report = checker.check(found)
    for _ in range(PASSES):
        if not report.violations:
            break
        for violation in report.violations:
            mending.mend(violation)
        found = Plan.of(mending.units, starts)
        report = checker.check(found)
    others = checker.check(bare)
    is_worse = bool(report.violations), len(report.set_aside)
    return bare if (bool(others.violations), len(others.set_aside)) < is_worse else found
