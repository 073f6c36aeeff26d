"""The greedy plan with a guide: what is proposed is kept as far as the hard rules allow, and no further."""

from __future__ import annotations

from random import Random

import pytest
from builders import HALF, WEEK, day, line, person, policy, portfolio, project, rule
from hypothesis import HealthCheck, given, settings
from strategies import planned
from tiny import tiny as random_portfolio

from resopt.checker import check
from resopt.domain.grid import lay_out
from resopt.domain.records import Portfolio
from resopt.domain.rules import FACT_RULES
from resopt.engine.greedy import greedy
from resopt.plan import Plan

Units = dict[tuple[str, str, int], int]
FEW = settings(derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


def guided(subject: Portfolio, guide: Units, **shifts: int) -> Plan:
    """Return the plan that follows `guide`; a violation fails the test."""
    plan = greedy(subject, lay_out(subject), guide=guide, shifts=shifts)
    assert check(subject, plan).violations == ()
    return plan


def random_guide(subject: Portfolio, rng: Random) -> Units:
    cells = [
        (p.id, x.id, w) for p in subject.people for x in subject.lines for w in range(-1, subject.settings.weeks + 1)
    ]
    return {cell: rng.choice([1, 100, 200, 300, 500, 700, 1000]) for cell in cells if rng.random() < 0.4}


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_no_guide_leads_to_a_violation(first: int) -> None:
    for seed in range(first, first + 50):
        subject = random_portfolio(seed)
        plan = greedy(subject, lay_out(subject), guide=random_guide(subject, Random(seed)))
        assert check(subject, plan).violations == (), seed


@given(planned())
@FEW
def test_a_plan_that_keeps_the_rules_comes_back_with_at_least_its_days(drawn: tuple[Portfolio, Plan]) -> None:
    subject, plan = drawn
    asked, got = check(subject, plan), check(subject, guided(subject, plan.units(), **dict(plan.shifts)))
    assert got.score.set_aside <= asked.score.set_aside
    if set(got.set_aside) == set(asked.set_aside):
        levels = slice(len(FACT_RULES), len(FACT_RULES) + 4 * len(subject.tiers))
        assert got.score.vector()[levels] <= asked.score.vector()[levels]


def test_the_same_guide_gives_the_same_plan() -> None:
    subject = random_portfolio(7)
    guide = random_guide(subject, Random(7))
    assert guided(subject, guide) == guided(subject, dict(reversed(guide.items())))


TWO_LINES = [line("L1", "P1", weeks=2), line("L2", "P2", weeks=2)]
TWO_TIERS = [project("P1", 1), project("P2", 2)]


def test_a_guide_that_keeps_the_rules_is_kept_and_the_rest_added() -> None:
    subject = portfolio([person("A"), person("B")], TWO_TIERS, TWO_LINES)
    guide = {("B", "L1", 0): WEEK, ("B", "L1", 1): HALF, ("A", "L2", 0): HALF}
    rest = {("B", "L1", 1): WEEK, ("A", "L2", 0): WEEK, ("A", "L2", 1): WEEK}  # from those who are there already
    assert guided(subject, guide).units() == guide | rest


def test_days_proposed_for_a_later_tier_are_touched_last() -> None:
    people = [person("A"), person("B"), person("C")]
    subject = portfolio(people, TWO_TIERS, [line("L1", "P1", fte=2, weeks=1), line("L2", "P2", weeks=1)], weeks=1)
    plan = guided(subject, {("A", "L2", 0): WEEK})
    assert plan.units() == {("A", "L2", 0): WEEK, ("B", "L1", 0): WEEK, ("C", "L1", 0): WEEK}


def test_a_higher_tier_takes_what_was_proposed_for_a_later_one_if_nobody_else_can() -> None:
    subject = portfolio([person("A")], TWO_TIERS, TWO_LINES)
    plan = guided(subject, {("A", "L2", 0): WEEK, ("A", "L2", 1): WEEK})
    assert plan.units() == {("A", "L1", 0): WEEK, ("A", "L1", 1): WEEK}


def test_less_than_min_share_is_not_seated() -> None:
    lines = [line("L1", "P1", weeks=1)]
    subject = portfolio([person("A"), person("B")], [project("P1")], lines, weeks=1)
    plan = guided(subject, {("A", "L1", 0): WEEK - 100, ("B", "L1", 0): 100})
    assert plan.units() == {("A", "L1", 0): WEEK}


def test_a_project_starts_where_the_guide_has_its_days() -> None:
    free = project("P1", start=day(0), latest_start=day(2))
    subject = portfolio([person("A")], [free], [line("L1", "P1", weeks=1)], weeks=3)
    assert guided(subject, {("A", "L1", 2): WEEK}).shift_of("P1") == 2
    assert guided(subject, {("A", "L1", 2): WEEK}, P1=1).units() == {("A", "L1", 1): WEEK}
    assert guided(subject, {("A", "L1", 2): WEEK}, P1=9).shift_of("P1") == 2


def test_a_line_of_all_or_nothing_goes_to_others_if_the_guide_is_short() -> None:
    lines = [line("L1", "P1", weeks=2, same_people=True, fill_all=True), line("L2", "P2", weeks=2)]
    subject = portfolio([person("A"), person("B")], [project("P1", 1), project("P2", 2, budget=0)], lines)
    plan = guided(subject, {("A", "L1", 0): HALF, ("B", "L1", 1): HALF})
    assert sum(a.units for a in plan.assignments if a.line_id == "L1") == 2 * WEEK


def test_a_guide_that_the_budget_does_not_pay_is_not_followed() -> None:
    people = [person("A", cost_per_day=1000), person("B", cost_per_day=500)]
    subject = portfolio(people, [project("P1", budget=5000)], [line("L1", "P1", weeks=2)])
    plan = guided(subject, {("A", "L1", 0): WEEK, ("A", "L1", 1): WEEK})
    assert plan.units() == {("B", "L1", 0): WEEK, ("B", "L1", 1): WEEK}


def test_people_who_belong_together_are_seated_together() -> None:
    subject = portfolio(
        [person("A"), person("B"), person("C")],
        [project("P1")],
        [line("L1", "P1", weeks=2, fte=2)],
        rules=[rule("together", "A", other="B")],
    )
    guide = {(p, "L1", w): WEEK for p in "AB" for w in (0, 1)}
    assert guided(subject, guide).units() == guide
    alone = guided(subject, {("A", "L1", 0): WEEK})
    assert check(subject, alone).set_aside == ()


def test_what_nobody_knows_is_left_out_of_a_guide() -> None:
    subject = portfolio([person("A")], [project("P1")], [line("L1", "P1", weeks=2)])
    guide = {("A", "L9", 0): WEEK, ("Z", "L1", 0): WEEK, ("A", "L1", 5): WEEK}
    assert guided(subject, guide).units() == {("A", "L1", 0): WEEK, ("A", "L1", 1): WEEK}


def test_the_weighted_policy_may_be_guided() -> None:
    weights = policy(kind="weighted", price_missing=1, price_used=4)
    subject = portfolio([person("A"), person("B")], TWO_TIERS, TWO_LINES, policy=weights)
    assert guided(subject, {("A", "L1", 0): WEEK, ("A", "L1", 1): WEEK}).units()
