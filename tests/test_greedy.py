"""The greedy plan: never a violation, facts honoured where they can be, all-or-nothing rules by trial and undo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from builders import WEEK, absent, booking, day, line, person, policy, portfolio, project, rule
from tiny import tiny as random_portfolio

from resopt.checker import check
from resopt.domain.grid import lay_out
from resopt.domain.records import Portfolio
from resopt.engine.greedy import greedy
from resopt.plan import Plan
from resopt.result import CheckReport


def planned(subject: Portfolio) -> tuple[Plan, CheckReport]:
    """Return the greedy plan and its report; a violation fails the test."""
    plan = greedy(subject, lay_out(subject))
    report = check(subject, plan)
    assert report.violations == ()
    return plan, report


def met(report: CheckReport) -> list[int]:
    return [tier.all for tier in report.score.tiers]


def staff(names: Iterable[str], **values: object) -> list[object]:
    return [person(name, **values) for name in names]


@pytest.mark.parametrize("first", range(0, 600, 100))
def test_no_random_portfolio_gets_a_violation(first: int) -> None:
    for seed in range(first, first + 100):
        subject = random_portfolio(seed)
        assert check(subject, greedy(subject, lay_out(subject))).violations == (), seed


def test_the_same_input_gives_the_same_plan() -> None:
    subject = random_portfolio(7)
    assert greedy(subject, lay_out(subject)) == greedy(subject, lay_out(subject))


def test_tiers_are_served_in_order(tiny: Portfolio) -> None:
    _, report = planned(tiny)
    assert met(report) == [3 * WEEK, WEEK]


def test_people_whom_others_need_are_left_to_them() -> None:
    subject = portfolio(
        [person("A", "Dev,QA"), person("B", "Dev")],
        [project("P1", 1), project("P2", 2)],
        [line("L1", "P1", "Dev", weeks=2), line("L2", "P2", "QA", weeks=2)],
    )
    plan, report = planned(subject)
    assert met(report) == [2 * WEEK, 2 * WEEK]
    assert {(a.person_id, a.line_id) for a in plan.assignments} == {("A", "L2"), ("B", "L1")}


def test_core_lines_come_before_the_rest_of_their_tier() -> None:
    subject = portfolio(
        [person("A")], [project("P1")], [line("L1", "P1", fte=1), line("L2", "P1", fte=1, core=True)], weeks=1
    )
    _, report = planned(subject)
    assert report.score.tiers[0].core == WEEK


def test_a_line_that_wants_all_or_nothing_leaves_its_days_to_others_if_it_fails() -> None:
    lines = [line("L1", "P1", weeks=2, fte=2, fill_all=True), line("L2", "P2", weeks=2)]
    subject = portfolio([person("A")], [project("P1", 1), project("P2", 2)], lines)
    _, report = planned(subject)
    assert met(report) == [0, 2 * WEEK]


def test_a_project_below_its_min_staffing_leaves_its_days_to_others() -> None:
    lines = [line("L1", "P1", weeks=2, fte=2), line("L2", "P2", weeks=2)]
    subject = portfolio([person("A")], [project("P1", 1, min_staffing=0.8), project("P2", 2)], lines)
    _, report = planned(subject)
    assert met(report) == [0, 2 * WEEK]


def test_a_project_of_the_tier_is_served_first_if_min_staffing_needs_it() -> None:
    lines = [line("L1", "P1", weeks=2, fte=1), line("L2", "P1", weeks=2, fte=1), line("L3", "P2", weeks=2, fte=2)]
    subject = portfolio(staff("AB"), [project("P1", 1, min_staffing=1), project("P2", 1)], lines)
    _, report = planned(subject)
    assert met(report) == [4 * WEEK]


def test_a_must_have_in_a_late_tier_comes_first() -> None:
    lines = [line("L1", "P1", weeks=2), line("L2", "P2", weeks=2)]
    subject = portfolio([person("A")], [project("P1", 1), project("P2", 2, must_have=True)], lines)
    _, report = planned(subject)
    assert met(report) == [0, 2 * WEEK]
    assert report.set_aside == ()


def test_a_must_have_that_cannot_be_is_staffed_as_partial() -> None:
    subject = portfolio([person("A")], [project("P1", must_have=True)], [line("L1", "P1", weeks=2, fte=2)])
    _, report = planned(subject)
    assert met(report) == [2 * WEEK]
    assert [fact.key for fact in report.set_aside] == ["P1"]


def test_locks_are_kept_and_those_against_capacity_left_out() -> None:
    subject = portfolio(
        [person("A")],
        [project("P1", 1), project("P2", 2)],
        [line("L1", "P1", weeks=2), line("L2", "P2", weeks=2)],
        bookings=[booking("A", "P2", {0: 1, 1: 1}, lock="hard", id="B")],
        absences=[absent("A", day(1), day(1, 4))],
    )
    plan, report = planned(subject)
    assert plan.units() == {("A", "L2", 0): WEEK}
    assert [fact.key for fact in report.set_aside] == ["B@01"]


def test_frozen_weeks_stay_as_they_were() -> None:
    subject = portfolio(
        staff("AB"),
        [project("P1")],
        [line("L1", "P1", weeks=2, fte=2)],
        bookings=[booking("A", "P1", {0: 1})],
        settings={"freeze_weeks": 1},
    )
    plan, report = planned(subject)
    assert plan.units() == {("A", "L1", 0): WEEK, ("A", "L1", 1): WEEK, ("B", "L1", 1): WEEK}
    assert report.set_aside == ()


def test_same_people_stay_for_all_weeks() -> None:
    subject = portfolio(
        staff("AB"),
        [project("P1")],
        [line("L1", "P1", weeks=2, same_people=True)],
        absences=[absent("A", day(0), day(0, 2))],
    )
    plan, report = planned(subject)
    assert met(report) == [2 * WEEK]
    assert {a.person_id for a in plan.assignments} == {"B"}


def test_a_required_person_joins_or_the_project_gets_nothing() -> None:
    people = [person("A", "QA,Dev"), person("B")]
    lines = [line("L1", "P1", weeks=2)]
    asked = rule("require", "A", "P1", value=0.5)
    plan, report = planned(portfolio(people, [project("P1")], lines, rules=[asked]))
    assert sum(a.units for a in plan.assignments if a.person_id == "A") >= WEEK
    assert report.set_aside == ()
    impossible = [person("A", "QA"), person("B")]
    plan, report = planned(portfolio(impossible, [project("P1")], lines, rules=[asked]))
    assert plan == Plan()
    assert report.set_aside == ()


def test_somebody_with_the_skill_supervises() -> None:
    people = [person("A"), person("B", skills="Lead:4")]
    asked = rule("supervise", project="P1", skill="Lead:4", value=0.5)
    plan, report = planned(portfolio(people, [project("P1")], [line("L1", "P1", weeks=2)], rules=[asked]))
    assert sum(a.units for a in plan.assignments if a.person_id == "B") >= WEEK
    assert report.set_aside == ()


def test_people_who_belong_together_come_together_or_not_at_all() -> None:
    pair = rule("together", "A", other="B")
    both = portfolio(staff("AB"), [project("P1")], [line("L1", "P1", weeks=2, fte=2)], rules=[pair])
    _, report = planned(both)
    assert (met(report), report.set_aside) == ([4 * WEEK], ())
    gone = portfolio(
        staff("AB"), [project("P1")], [line("L1", "P1", weeks=2)], rules=[pair], absences=[absent("B", day(0), day(9))]
    )
    plan, report = planned(gone)
    assert (plan, report.set_aside) == (Plan(), ())


def test_a_project_starts_when_it_gets_most() -> None:
    subject = portfolio(
        [person("A")],
        [project("P1", start=day(0), latest_start=day(1))],
        [line("L1", "P1", weeks=1)],
        absences=[absent("A", day(0), day(0, 4))],
    )
    plan, report = planned(subject)
    assert plan.shift_of("P1") == 1
    assert met(report) == [WEEK]


def test_a_budget_buys_the_cheap_people() -> None:
    people = [person("A", cost_per_day=1000), person("B", cost_per_day=500)]
    subject = portfolio(people, [project("P1", budget=5000)], [line("L1", "P1", weeks=2)])
    _, report = planned(subject)
    assert met(report) == [2 * WEEK]


def test_the_weighted_policy_uses_nobody_for_less_than_they_cost() -> None:
    lines = [line("L1", "P1", fte="0.5"), line("L2", "P1", fte=1)]
    weights = policy(kind="weighted", price_missing=1, price_used=4)
    plan, _ = planned(portfolio(staff("AB"), [project("P1")], lines, weeks=1, policy=weights))
    assert {a.line_id for a in plan.assignments} == {"L2"}


@pytest.mark.parametrize(
    ("prices", "served"),
    [
        ({"price_missing_by": {"L2": 3}}, {("A", "L2", 0)}),
        ({"price_missing_by": {("L2", 0): 3}}, {("A", "L2", 0)}),
        ({"price_missing_by": {"L2": 3}, "price_pair_by": {("A", "L2"): 11}}, {("A", "L1", 0)}),
        ({"price_pair_by": {("A", "L2"): 9}, "price_idle_by": {"A": 1}}, {("A", "L1", 0)}),
        ({"price_used_by": {"A": 6}}, set()),
    ],
)
def test_the_weighted_policy_weighs_prices_by_id(prices: dict[str, object], served: set[tuple[str, str, int]]) -> None:
    """Both lines want all of A; a week missed on either costs 5 if nothing else is said."""
    weights = policy(kind="weighted", price_missing=1, **prices)
    lines = [line("L1", "P1"), line("L2", "P2")]
    plan, _ = planned(portfolio([person("A")], [project("P1"), project("P2")], lines, weeks=1, policy=weights))
    assert set(plan.units()) == served


@pytest.mark.parametrize("seed", range(0, 200, 4))
def test_no_random_portfolio_gets_a_violation_by_weight(seed: int) -> None:
    subject = random_portfolio(seed)
    subject = replace(subject, policy=replace(subject.policy, kind="weighted"))
    assert check(subject, greedy(subject, lay_out(subject))).violations == ()
