"""Which rules may act on some lines, each with the changes of the input that lift it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction

from resopt.domain.changes import Change, Lift, Limit, Unlock, Waive
from resopt.domain.records import Lock, Portfolio, RuleKind
from resopt.domain.rules import Rule
from resopt.result import Ground

SETTINGS = {Rule.STEP: ("step", 1), Rule.MIN_SHARE: ("min_share", 0), Rule.MIN_DAYS: ("min_days", 0),
            Rule.MAX_PROJECTS: ("max_projects", 1000)}  # fmt: skip
OWN = {Rule.MIN_SHARE: "min_share", Rule.MAX_PROJECTS: "max_projects"}  # columns of Staff that go before the setting
OF_LINE = {Rule.MAX_PEOPLE: "max_people", Rule.SAME_PEOPLE: "same_people", Rule.FILL: "fill"}
OF_PROJECT = {Rule.MIN_STAFFING: "min_staffing", Rule.BUDGET: "budget"}


def lifts(portfolio: Portfolio, ground: Ground) -> tuple[Change, ...]:
    """Return the changes after which the rule of a ground no longer holds."""
    rule, changes = ground.rule, list[Change]()
    if rule in SETTINGS:
        key, value = SETTINGS[rule]
        changes.append(Limit(key, Fraction(value)))
        named = (p for p in portfolio.people if rule in OWN and getattr(p, OWN[rule]) is not None)
        changes += [Lift("person", p.id, OWN[rule]) for p in named]
    elif rule in OF_LINE:
        changes.append(Lift("line", ground.line_id or "", OF_LINE[rule]))
    elif rule in OF_PROJECT:
        changes.append(Lift("project", ground.project_id or "", OF_PROJECT[rule]))
    elif rule is Rule.HARD_LOCK:
        changes.append(Unlock("booking", ground.row_id))
    elif rule is Rule.FREEZE:
        changes.append(Limit("freeze_weeks", Fraction(0)))
    else:
        changes.append(Waive.of(portfolio, ground.row_id))
    return tuple(changes)


def rule_grounds(portfolio: Portfolio, lines: Collection[str]) -> list[Ground]:
    """Return the rules that may act on `lines`, the general ones first."""
    return [*_of_settings(portfolio), *_of_records(portfolio, lines), *_of_rows(portfolio)]


def _of_settings(portfolio: Portfolio) -> Iterator[Ground]:
    settings, people = portfolio.settings, portfolio.people
    asks = {
        Rule.MIN_SHARE: settings.min_share or any(p.min_share for p in people),
        Rule.STEP: settings.step > 1,
        Rule.MIN_DAYS: settings.min_days,
        Rule.MAX_PROJECTS: True,
    }
    yield from (Ground("rule", rule=rule) for rule, asked in asks.items() if asked)


def _of_records(portfolio: Portfolio, lines: Collection[str]) -> Iterator[Ground]:
    for line in portfolio.lines:
        if line.id in lines:
            asks = {
                Rule.MAX_PEOPLE: line.max_people is not None,
                Rule.SAME_PEOPLE: line.same_people,
                Rule.FILL: line.fill_all or line.fill_share > 0,
            }
            for rule, asked in asks.items():
                if asked:
                    yield Ground("rule", 0, rule, None, line.project_id, line.id)
    for project in portfolio.projects:
        asks = {Rule.MIN_STAFFING: bool(project.min_staffing), Rule.BUDGET: project.budget is not None}
        yield from (Ground("rule", 0, rule, None, project.id) for rule, asked in asks.items() if asked)


def _of_rows(portfolio: Portfolio) -> Iterator[Ground]:
    for booking in portfolio.bookings:
        if booking.lock is Lock.HARD:
            yield Ground("rule", 0, Rule.HARD_LOCK, booking.person_id, booking.project_id, row_id=booking.id)
    for row in portfolio.rules:
        person = None if row.kind is RuleKind.LEND else row.person_id
        yield Ground("rule", 0, Rule(row.kind.value), person, row.project_id, row_id=row.id)
