"""What one more day of a role in a week is worth: as a whole solve with the day says, or proved to be nothing."""

from __future__ import annotations

import os
from dataclasses import replace
from fractions import Fraction
from time import monotonic

import pytest
from builders import DAY, WEEK, booking, line, person, plan, portfolio, project, rule
from tiny import tiny

import resopt as ro
from resopt.checker import check
from resopt.domain.grid import lay_out
from resopt.domain.records import Portfolio
from resopt.engine.greedy import greedy
from resopt.explain.base import Base
from resopt.explain.prices import Booth, Reach, hires, prices, with_people
from resopt.explain.remedy_text import by_role
from resopt.plan import Plan
from resopt.result import Price

SEEDS = range(40) if os.environ.get("RESOPT_THOROUGH") else range(3)
SURE = ro.Options(rounds=2, workers=1)


def priced(made: Portfolio, given: Plan) -> dict[tuple[str, int], Price]:
    found, left = prices(made, given, monotonic() + 60, 1)
    assert left == 0
    return {(price.role, price.week): price for price in found}


def test_one_more_day_is_worth_the_highest_tier_that_can_be_reached() -> None:
    made = portfolio(
        [person("A", "Dev, QA")],
        [project("P1", 1), project("P2", 2), project("P3", 3)],
        [line("L1", "P1", "QA", fte=1.5), line("L2", "P2", "Dev"), line("L3", "P3", "Ops")],
    )
    given = plan({("A", "L1", 0): WEEK})
    worth = {role: price.tier for (role, _), price in priced(made, given).items()}
    assert worth == {"Dev": 1, "QA": 0, "Ops": 2}
    assert all(price.tier == price.bound for price in priced(made, given).values())


def test_somebody_is_set_free_by_the_day_for_a_higher_tier() -> None:
    made = portfolio(
        [person("A", "Dev, QA", max_projects=9)],
        [project("P1", 1), project("P2", 2)],
        [line("L1", "P1", "QA", fte=0.8), line("L2", "P1", "Dev", fte=0.4)],
        step=DAY,
    )
    given = plan({("A", "L1", 0): 3 * DAY, ("A", "L2", 0): 2 * DAY})
    found = priced(made, given)
    assert found["Dev", 0] == Price("Dev", 0, 0, 0) == replace(found["QA", 0], role="Dev")


def test_where_nobody_lacks_days_a_day_is_worth_nothing_and_that_is_proved() -> None:
    made = portfolio([person("A")], [project("P1")], [line("L1", "P1")])
    assert priced(made, plan({("A", "L1", 0): WEEK})) == {("Dev", 0): Price("Dev", 0, None, None)}


def test_a_day_that_rules_keep_from_the_line_has_no_price_though_amounts_allow_it() -> None:
    made = portfolio(
        [person("A", department="D1")],
        [project("P1", 1, department="D2")],
        [line("L1", "P1", fte=2)],
        rules=[rule("lend", department="D1", value=1)],
    )
    assert priced(made, plan({("A", "L1", 0): WEEK})) == {("Dev", 0): Price("Dev", 0, None, 0)}


@pytest.mark.parametrize("is_share", [True, False])
def test_min_days_do_not_count_for_a_single_day(is_share: bool) -> None:
    least = Fraction(2, 5) if is_share else Fraction(2)
    made = portfolio(
        [person("A")],
        [project("P1", 1)],
        [line("L1", "P1", fte=2)],
        settings={"min_days": least, "min_days_is_share": is_share},
    )
    assert priced(made, plan({("A", "L1", 0): WEEK}))["Dev", 0].tier == 0


def test_locks_and_weeks_that_want_nothing() -> None:
    made = portfolio(
        [person("A"), person("B", "QA")],
        [project("P1", 1), project("P2", 2)],
        [line("L1", "P1", weeks=2), line("L2", "P2", by_week=[1, 0]), line("L3", "P2", "QA", by_week=[0, 1])],
        weeks=2,
        bookings=[booking("A", "P2", {0: 1}, lock="hard")],
    )
    found = priced(made, plan({("A", "L2", 0): WEEK, ("A", "L1", 1): WEEK, ("B", "L3", 1): WEEK}))
    assert {place: price.tier for place, price in found.items()} == {("Dev", 0): 0, ("Dev", 1): None, ("QA", 1): None}
    assert by_role(found.values()) == {"Dev": {0: [0]}}


def test_time_that_is_over_is_counted() -> None:
    made = portfolio([person("A")], [project("P1")], [line("L1", "P1", fte=2)])
    assert prices(made, plan({("A", "L1", 0): WEEK}), monotonic() - 1, 1) == ((), 1)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_price_is_confirmed_by_a_whole_solve_and_no_higher_tier_than_the_bound_gets_more(seed: int) -> None:
    made = tiny(seed)
    made = replace(made, policy=replace(made.policy, kind="strict"))
    given = ro.solve(made, SURE)
    booth = Booth(Base(made, given.plan))
    base = [tier.all for tier in given.score.tiers]
    for place, day in list(hires(Reach(made, given.plan)).items())[:6]:
        hope, tier = booth.reach.best(place), booth.tier(place)
        again = ro.solve(with_people(made, [day]), SURE, start=given.plan)
        more = [new.all - old for new, old in zip(again.score.tiers, base, strict=True)]
        first = next((k for k, units in enumerate(more) if units), None)
        if given.status != "feasible" and again.status != "feasible" and not made.settings.min_days:
            assert tier is None or (first is not None and first <= tier)
        if hope is None or (tier is not None and tier == hope):
            assert first is None or hope is None or first >= hope
        assert hope is not None or tier is None


def test_greedy_plans_are_priced_as_well_and_gains_are_not_those_of_the_search_alone() -> None:
    for seed in range(5):
        made = tiny(seed)
        given = greedy(made, lay_out(made))
        if check(made, given).violations:
            continue
        for price in priced(made, given).values():
            assert price.tier is None or price.bound is not None
