"""The checker's verdict on a plan: violations, facts set aside, score; shares no helper with the engine."""

from __future__ import annotations

from dataclasses import replace

from resopt.arguments import need_plan, need_portfolio
from resopt.checker.facts import facts_set_aside
from resopt.checker.ground import Ground
from resopt.checker.levels import score_of
from resopt.checker.limits import LIMITS
from resopt.checker.record import plan_of_record, violations_of_past
from resopt.checker.view import View
from resopt.domain.policy import refuse_unknown_prices
from resopt.domain.records import Portfolio
from resopt.domain.rules import Rule
from resopt.plan import Plan
from resopt.result import CheckReport, Score, Violation

_ORDER = {rule: place for place, rule in enumerate(Rule)}


class Checker:
    """The rules of one portfolio, ready for any number of plans.

    Examples
    --------
    >>> checker = prepare(portfolio)  # doctest: +SKIP
    >>> checker.check(plan).violations  # doctest: +SKIP
    ()
    """

    def __init__(self, portfolio: Portfolio) -> None:
        self._ground = Ground(portfolio)

    def check(self, plan: Plan) -> CheckReport:
        """Return every violation, the facts set aside and the score of `plan`."""
        view = View(self._ground, plan)
        found = [violation for limit in LIMITS.values() for violation in limit(self._ground, view)]
        set_aside = facts_set_aside(self._ground, view)
        return CheckReport(tuple(sorted(found, key=_place)), set_aside, score_of(self._ground, view, set_aside))

    def score(self, plan: Plan) -> Score:
        """Return the score of `plan`, whether or not it breaks a rule."""
        view = View(self._ground, plan)
        return score_of(self._ground, view, facts_set_aside(self._ground, view))

    def record_report(self) -> CheckReport:
        """Return the report on the plan of record and on what was done before As Of.

        Locks asked for in a plan given back say nothing about either.
        """
        portfolio, ground = self._ground.portfolio, self._ground
        if any(b.asked for b in portfolio.bookings) or (ground.first and (portfolio.baseline or portfolio.starts)):
            own = replace(portfolio, bookings=portfolio.on_record, baseline=None, starts=())
            return prepare(own).record_report()
        report = self.check(self.record_plan())
        if not ground.first:
            return report
        found = (*report.violations, *violations_of_past(ground))
        return replace(report, violations=tuple(sorted(found, key=_place)))

    def record_plan(self) -> Plan:
        """Return the plan of record, sheet Assignments."""
        return plan_of_record(self._ground)


def prepare(portfolio: Portfolio) -> Checker:
    """Return the checker of `portfolio`.

    Raises
    ------
    ValueError
        If the policy has a price for a person, line or week that the portfolio does not have.
    """
    refuse_unknown_prices(portfolio)
    return Checker(portfolio)


def check(portfolio: Portfolio, plan: Plan) -> CheckReport:
    """Return every violation, the facts set aside and the score of `plan`.

    Raises
    ------
    ValueError
        If they are no portfolio and no plan. What the portfolio does not have is a violation.
    """
    need_portfolio("portfolio", portfolio)
    need_plan("plan", plan)
    return prepare(portfolio).check(plan)


def score(portfolio: Portfolio, plan: Plan) -> Score:
    """Return the score of `plan`, whether or not it breaks a rule.

    Raises
    ------
    ValueError
        If they are no portfolio and no plan.
    """
    need_portfolio("portfolio", portfolio)
    need_plan("plan", plan)
    return prepare(portfolio).score(plan)


def record_plan(portfolio: Portfolio) -> Plan:
    """Return the plan of record, sheet Assignments, ready to be checked."""
    return prepare(portfolio).record_plan()


def _place(violation: Violation) -> tuple[int, str, str, str, int]:
    """Sort by rule, then person, project, line and week."""
    week = -1 if violation.week is None else violation.week
    who, what, line = violation.person_id or "", violation.project_id or "", violation.line_id or ""
    return _ORDER[violation.rule], who, what, line, week
