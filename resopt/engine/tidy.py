"""Days under a lock over several lines, divided in whole steps where that changes no level for the worse."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from resopt.checker import Checker
from resopt.domain.rules import Fact
from resopt.engine.cells import Problem
from resopt.engine.search import rank
from resopt.plan import Plan
from resopt.result import CheckReport

MOST = 20  # divisions that are tried: each is a check of the whole plan


def tidied(
    problem: Problem, checker: Checker, plan: Plan, report: CheckReport, is_over: Callable[[], bool]
) -> tuple[Plan, CheckReport]:
    """Return `plan` and its report, or those of a plan that is as good and divides locked days in fewer odd parts.

    A lock leaves it open how its days are divided among its lines, down to 1/200 day; who reads the plan should not
    wonder about parts of a step that nothing asks for.
    """
    weighted, tried, units = problem.portfolio.policy.kind == "weighted", 0, plan.units()
    for fact in problem.grid.pins:
        for parts in _divisions(problem, fact, units):
            if tried == MOST or is_over():
                return plan, report
            tried += 1
            other = Plan.of(units | parts, dict(plan.shifts))
            found = checker.check(other)
            if not found.violations and rank(found, weighted) <= rank(report, weighted):
                plan, report, units = other, found, other.units()
                break
    return plan, report


def _divisions(
    problem: Problem, fact: Fact, units: Mapping[tuple[str, str, int], int]
) -> Iterator[dict[tuple[str, str, int], int]]:
    """Yield divisions of the days of a fact with more than one odd part: all parts but one are whole steps."""
    cells = [(fact.person_id or "", line, fact.week or 0) for line in fact.line_ids]
    parts = {cell: units[cell] for cell in cells if units.get(cell)}
    odd = [cell for cell, amount in parts.items() if amount % problem.step]
    if len(odd) < 2:
        return
    whole = {cell: amount - amount % problem.step for cell, amount in parts.items()}
    left = sum(parts.values()) - sum(whole.values())
    for cell in sorted(odd, key=lambda one: (-(parts[one] % problem.step), one)):
        yield whole | {cell: whole[cell] + left}
