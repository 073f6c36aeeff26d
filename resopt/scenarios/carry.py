"""Carrying a plan over to a changed Portfolio: shifted work moves along, what breaks a limit is left out."""

from __future__ import annotations

from resopt.checker import Checker, prepare
from resopt.domain.grid import lay_out
from resopt.domain.records import Portfolio
from resopt.engine.greedy import greedy
from resopt.explain.mending import PASSES, Cell, Mending
from resopt.explain.moved import moved_days, shifted_by
from resopt.plan import Plan


def carried(base: Portfolio, changed: Portfolio, plan: Plan) -> Plan | None:
    """Return `plan`, made for `base`, without all that breaks a limit of `changed`; None if that takes too long.

    A project that may no longer start where it did starts as near to that as it may, and its days move along. Of days
    too many only as many go as needed, those on lines of the lowest tier first.
    """
    starts = near_starts(changed, plan)
    weeks = shifted_by(changed.changes[len(base.changes) :])
    by = {p.id: weeks.get(p.id, 0) + starts.get(p.id, 0) - plan.shift_of(p.id) for p in base.projects}
    return _mended(prepare(changed), Mending(changed, moved_days(base, by, plan), starts.items()))


def near_starts(portfolio: Portfolio, plan: Plan) -> dict[str, int]:
    """Return by project the start that it may have in `portfolio` nearest to the one in `plan`, in weeks from Start."""
    shifts = dict(plan.shifts)
    return {
        project: min(allowed, key=lambda weeks: (abs(weeks - shifts.get(project, 0)), weeks))
        for project, allowed in lay_out(portfolio).shifts.items()
    }


def _mended(checker: Checker, mending: Mending) -> Plan | None:
    for _ in range(PASSES):
        found = Plan.of(mending.units, mending.shifts)
        violations = checker.check(found).violations
        if not violations:
            return found
        for violation in violations:
            mending.mend(violation)
    return None


def moved_along(base: Portfolio, changed: Portfolio, plan: Plan) -> dict[Cell, int]:
    """Return the days of `plan`, those of shifted projects in their new weeks."""
    return moved_days(base, shifted_by(changed.changes[len(base.changes) :]), plan)


def with_asked(portfolio: Portfolio, plan: Plan) -> Plan:
    """Return `plan` with the days that people ask for in a plan given back, which may break rules.

    Days asked for on a whole project are put in only where there are none or one line; else the search finds them.
    """
    asked, units = {b.id for b in portfolio.bookings if b.asked}, plan.units()
    for pin in lay_out(portfolio).pins:
        if pin.row_id in asked and (len(pin.line_ids) == 1 or not pin.units):
            units |= {(pin.person_id or "", line, pin.week or 0): pin.units for line in pin.line_ids}
    return Plan.of(units, dict(plan.shifts))


def around(portfolio: Portfolio, plan: Plan) -> Plan:
    """Return a greedy plan that takes as much of `plan` as rules and locks allow, and fills what they leave open."""
    return greedy(portfolio, lay_out(portfolio), None, plan.units(), shifts=dict(plan.shifts))
