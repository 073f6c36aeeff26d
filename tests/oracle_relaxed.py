"""A portfolio without the input of one rule: the other side of "does this rule bind?"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from resopt.domain.records import Line, Lock, Person, Portfolio, Project, RuleKind
from resopt.domain.rules import Rule

ROW_RULES = {
    Rule.FORBID: RuleKind.FORBID,
    Rule.EXCLUSIVE: RuleKind.EXCLUSIVE,
    Rule.APART: RuleKind.APART,
    Rule.REQUIRE: RuleKind.REQUIRE,
    Rule.SUPERVISE: RuleKind.SUPERVISE,
    Rule.TOGETHER: RuleKind.TOGETHER,
    Rule.LEND: RuleKind.LEND,
}


def relaxed(portfolio: Portfolio, rule: Rule) -> Portfolio:
    """Return `portfolio` without the input of `rule`; the same object where it has none.

    Capacity and start are only widened (half as much again, any week): whoever gains by that gains without the rule.
    Eligibility, dates and step have no input of their own; the oracle switches them off inside.
    """
    if rule in ROW_RULES:
        wide = replace(portfolio, rules=tuple(row for row in portfolio.rules if row.kind is not ROW_RULES[rule]))
    else:
        wide = CHANGES.get(rule, lambda same: same)(portfolio)
    return portfolio if wide == portfolio else wide


def _people(portfolio: Portfolio, change: Callable[[Person], Person]) -> Portfolio:
    return replace(portfolio, people=tuple(map(change, portfolio.people)))


def _projects(portfolio: Portfolio, change: Callable[[Project], Project]) -> Portfolio:
    return replace(portfolio, projects=tuple(map(change, portfolio.projects)))


def _lines(portfolio: Portfolio, change: Callable[[Line], Line]) -> Portfolio:
    return replace(portfolio, lines=tuple(map(change, portfolio.lines)))


def _settings(portfolio: Portfolio, **changes: object) -> Portfolio:
    return replace(portfolio, settings=replace(portfolio.settings, **changes))  # type: ignore[arg-type]


def _more_capacity(portfolio: Portfolio) -> Portfolio:
    return _settings(portfolio, tolerance=portfolio.settings.tolerance + Fraction(1, 2))


def _no_min_share(portfolio: Portfolio) -> Portfolio:
    return _people(_settings(portfolio, min_share=Fraction(0)), lambda p: replace(p, min_share=None))


def _no_max_projects(portfolio: Portfolio) -> Portfolio:
    return _people(_settings(portfolio, max_projects=9), lambda p: replace(p, max_projects=None))


def _no_fill(portfolio: Portfolio) -> Portfolio:
    return _lines(portfolio, lambda x: replace(x, fill_all=False, fill_share=Fraction(0)))


def _no_min_staffing(portfolio: Portfolio) -> Portfolio:
    return _projects(portfolio, lambda p: p if p.must_have else replace(p, min_staffing=None))


def _no_must_have(portfolio: Portfolio) -> Portfolio:
    return _projects(portfolio, lambda p: replace(p, must_have=False, min_staffing=None) if p.must_have else p)


def _no_hard_lock(portfolio: Portfolio) -> Portfolio:
    bookings = (replace(b, lock=Lock.NONE) if b.lock is Lock.HARD else b for b in portfolio.bookings)
    return replace(portfolio, bookings=tuple(bookings))


def _any_start(portfolio: Portfolio) -> Portfolio:
    far = timedelta(days=7 * portfolio.settings.weeks)
    return _projects(
        portfolio,
        lambda p: p if p.start is None else replace(p, earliest_start=p.start - far, latest_start=p.start + far),
    )


CHANGES: dict[Rule, Callable[[Portfolio], Portfolio]] = {
    Rule.CAPACITY: _more_capacity,
    Rule.MIN_SHARE: _no_min_share,
    Rule.MIN_DAYS: lambda one: _settings(one, min_days=Fraction(0)),
    Rule.MAX_PROJECTS: _no_max_projects,
    Rule.MAX_PEOPLE: lambda one: _lines(one, lambda x: replace(x, max_people=None)),
    Rule.SAME_PEOPLE: lambda one: _lines(one, lambda x: replace(x, same_people=False)),
    Rule.FILL: _no_fill,
    Rule.MIN_STAFFING: _no_min_staffing,
    Rule.MUST_HAVE: _no_must_have,
    Rule.HARD_LOCK: _no_hard_lock,
    Rule.FREEZE: lambda one: _settings(one, freeze_weeks=0),
    Rule.BUDGET: lambda one: _projects(one, lambda p: replace(p, budget=None)),
    Rule.START: _any_start,
}
