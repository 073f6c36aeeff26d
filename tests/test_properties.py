"""Properties that hold for every portfolio: solve passes check, order never matters, more people never hurt."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import oracle
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from solving import solved
from strategies import faults, planned, portfolios

from resopt.checker import check, prepare
from resopt.domain.records import Person, Portfolio
from resopt.domain.rules import FACT_RULES, Rule
from resopt.errors import InputError
from resopt.plan import Plan

FEW = settings(derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


@given(portfolios())
@settings(FEW, max_examples=25)
def test_a_solved_plan_passes_the_checker(portfolio: Portfolio) -> None:
    result = solved(portfolio)
    report = check(portfolio, result.plan)
    assert report.violations == ()
    assert (report.score, report.set_aside) == (result.score, result.set_aside)


@given(planned())
@settings(FEW, max_examples=60)
def test_the_checker_accepts_legal_plans_and_none_is_better_than_the_best(drawn: tuple[Portfolio, Plan]) -> None:
    portfolio, plan = drawn
    report = check(portfolio, plan)
    assert report.violations == ()
    assert report.score.set_aside >= oracle.best(portfolio).vector[: len(FACT_RULES)]


@given(planned())
@settings(FEW, max_examples=40)
def test_the_checker_rejects_one_fault(drawn: tuple[Portfolio, Plan]) -> None:
    portfolio, plan = drawn
    checker = prepare(portfolio)
    for rule, faulty in faults(portfolio, plan):
        assert rule in {violation.rule for violation in checker.check(faulty).violations}, (rule, faulty)


@given(portfolios(), st.integers(0, 1000))
@settings(FEW, max_examples=15)
def test_the_order_of_rows_never_changes_the_plan(portfolio: Portfolio, seed: int) -> None:
    rng = Random(seed)
    rows = {name: getattr(portfolio, name) for name in ("absences", "bookings", "rules", "fits", "roles")}
    mixed = replace(portfolio, **{name: tuple(rng.sample(row, len(row))) for name, row in rows.items()})
    assert solved(mixed).plan == solved(portfolio).plan


@given(portfolios())
@settings(FEW, max_examples=40)
def test_one_more_person_never_costs_days(portfolio: Portfolio) -> None:
    """Whoever no fact names may stay idle: all old plans remain legal and, level 3 apart, are worth the same."""
    role = portfolio.lines[0].role
    more = replace(portfolio, people=(*portfolio.people, Person("Z", "Person Z", "North", (role,))))
    assume(sum(line.role == role for line in portfolio.lines) <= 2)
    try:
        before, after = oracle.best(portfolio, most=500_000), oracle.best(more, most=500_000)
    except oracle.TooLargeError:
        assume(False)
    assert after.vector[: len(FACT_RULES)] <= before.vector[: len(FACT_RULES)]
    if after.aside == before.aside:
        assert after.vector[:-1] <= before.vector[:-1]
        assert_engine_follows(more, after)


def assert_engine_follows(portfolio: Portfolio, best: oracle.Best) -> None:
    """The engine reaches the tiers of the best plan with the new person, too."""
    assert solved(portfolio).score.vector()[:-4] == best.vector[:-4]


@given(portfolios())
@settings(FEW, max_examples=30)
def test_less_capacity_never_gives_more_days(portfolio: Portfolio) -> None:
    last = portfolio.settings.end - timedelta(days=7)
    assume(not portfolio.bookings and not portfolio.rules)
    shorter = replace(portfolio, people=(replace(portfolio.people[0], end=last), *portfolio.people[1:]))
    assume(not any(line.same_people for line in portfolio.lines) and not any(p.must_have for p in portfolio.projects))
    assert oracle.best(shorter).vector[:-4] >= oracle.best(portfolio).vector[:-4]


@given(portfolios(), st.integers(0, 1000))
@settings(FEW, max_examples=60)
def test_frames_keep_the_portfolio_whatever_their_order(portfolio: Portfolio, seed: int) -> None:
    tables = pytest.importorskip("resopt.tables")
    try:
        read = plain(tables.from_frames(**tables.to_frames(portfolio)))
    except InputError:
        assume(False)  # not everything that records can hold may be typed, such as demand before a project's start
    frames = tables.to_frames(read)
    assert plain(tables.from_frames(**frames)) == read
    mixed = {sheet: frame.sample(frac=1, random_state=seed) for sheet, frame in frames.items()}
    assert plain(tables.from_frames(**mixed)) == read


def plain(portfolio: Portfolio) -> Portfolio:
    """Return the portfolio without remarks on its source."""
    return replace(portfolio, issues=(), sha256="", source="")


def test_every_limit_on_cells_has_a_fault() -> None:
    """`faults` covers the limits that one assignment can break by itself."""
    drawn = set()

    @given(planned())
    @settings(FEW, max_examples=10)
    def collect(one: tuple[Portfolio, Plan]) -> None:
        drawn.update(rule for rule, _ in faults(*one))

    collect()
    assert drawn == {Rule.CAPACITY, Rule.ELIGIBILITY, Rule.DATES, Rule.HORIZON, Rule.STEP, Rule.START}
