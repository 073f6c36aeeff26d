"""The levels of a plan, each alone, against numbers computed by hand."""

from __future__ import annotations

import pickle
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from builders import (
    HALF,
    WEEK,
    absent,
    booking,
    day,
    fit,
    line,
    person,
    plan,
    policy,
    portfolio,
    project,
    role,
)
from checking import THREE, TWO, Cells, facts, moving, one_line, skilled

from resopt.checker import check, score
from resopt.domain.policy import Policy
from resopt.domain.records import Certainty, Portfolio
from resopt.plan import Plan

# levels


def test_days_met_by_tier() -> None:
    """Each part on its own: core, firm, all, value; days above wanted are not met."""
    lines = [
        line("C", "P", weeks=1, core=True),
        line("E", "P", weeks=1, certainty=Certainty.ESTIMATE),
        line("T", "Q", weeks=1, fte=0.5),
        line("U", "R", weeks=1),
    ]
    projects = [project("P", 1, value=Fraction(1, 3)), project("Q", 1, value=2), project("R", 2)]
    given = portfolio([person(i) for i in "ABCD"], projects, lines)
    cells = {("A", "C", 0): WEEK, ("B", "E", 0): HALF, ("C", "T", 0): WEEK, ("D", "U", 0): HALF}
    first, second = score(given, plan(cells)).tiers
    assert (first.core, first.firm, first.all) == (WEEK, WEEK + HALF, 2 * WEEK)
    assert first.value == 333_333 * (WEEK + HALF) + 2_000_000 * HALF
    assert (second.core, second.firm, second.all, second.value) == (0, HALF, HALF, HALF * 1_000_000)


def test_overtime_counts_days_above_capacity_even_within_tolerance() -> None:
    given = one_line(weeks=2, fte=2, settings={"tolerance": 0.5})
    assert score(given, plan({("A", "L", 0): WEEK + HALF, ("A", "L", 1): HALF})).overtime == HALF


def test_soft_locks_of_the_same_lines_are_added() -> None:
    rows = [
        booking("A", "P", {0: 0.5, 1: 0.5}, lock="soft", id="b1"),
        booking("A", "P", {0: 0.5}, lock="soft", id="b2"),
        booking("A", "P", {0: 0.2}, lock="soft", id="b3", role="QA"),
    ]
    given = facts(bookings=rows)
    assert score(given, Plan()).soft_missed == 1700
    assert score(given, plan({("A", "L", 0): 600})).soft_missed == 400 + 500 + 200
    assert score(given, plan({("A", "M", 0): WEEK, ("A", "M", 1): WEEK})).soft_missed == 0


def test_change_counts_days_taken_away_by_person_project_and_week() -> None:
    rows = [booking("A", "P", {0: 0.5}, line="L"), booking("A", "P", {0: 0.5}, line="M"), booking("B", "Q", {1: 1})]
    given = facts(bookings=rows)
    assert score(given, Plan()).change == 2 * WEEK
    assert score(given, plan({("A", "L", 0): WEEK, ("B", "N", 1): HALF, ("B", "L", 1): HALF})).change == HALF


def quality(given: Portfolio, cells: Cells, **shifts: int) -> int:
    return score(given, plan(cells, **shifts)).quality


def test_people_are_counted_by_line() -> None:
    given = facts(policy=policy(people=Fraction(1, 3)))
    assert (
        quality(given, {("A", "L", 0): HALF, ("A", "L", 1): HALF, ("A", "M", 0): HALF, ("B", "L", 0): WEEK}) == 999_999
    )


@pytest.mark.parametrize(
    ("cells", "count"),
    [
        ({("A", "L", 0): WEEK, ("B", "L", 1): WEEK}, 1),
        ({("A", "L", 0): WEEK, ("A", "L", 1): HALF}, 0),
        ({("A", "L", 1): WEEK}, 0),
        ({("C", "L", 0): WEEK, ("B", "L", 1): WEEK}, 0),
        ({("A", "M", 0): WEEK}, 0),
        ({("A", "L", 0): HALF, ("B", "L", 0): HALF}, 2),
    ],
)
def test_handover(cells: Cells, count: int) -> None:
    """Whoever stops counts, unless the line ends too or they have no step of capacity left; C is away in week 1."""
    given = portfolio(
        THREE,
        [project("P")],
        [line("L", "P", weeks=2), line("M", "P", weeks=1)],
        absences=[absent("C", day(1, 0), day(1, 2))],
        policy=policy(handover=0.5),
    )
    assert quality(given, cells) == count * 500_000


def charge(given: Portfolio, person_id: str = "B", units: int = WEEK) -> int:
    return quality(given, {(person_id, given.lines[0].id, 0): units})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(
            one_line([person("A", level=2), person("B", level=4)], policy=policy(fit=0.05)),
            500_000,
            id="level above the lowest",
        ),
        pytest.param(
            one_line([person("A", level=3), person("B", level=4)], min_level=2, policy=policy(fit=0.05)),
            250_000,
            id="level above the one asked, relative",
        ),
        pytest.param(
            one_line(skilled("Java:2"), skills="Java:2 | French:1; English", policy=policy(fit=0.05)),
            0,
            id="only those who qualify are compared",
        ),
        pytest.param(
            one_line(skilled("Java:2"), skills="Java:2 | French:1", policy=policy(fit=0.05)),
            250_000,
            id="skill above the lowest level asked",
        ),
        pytest.param(
            one_line(skilled("Java:1"), skills="Java", policy=policy(fit=0.05)),
            500_000,
            id="skill above the lowest at hand",
        ),
        pytest.param(
            one_line([person("A", level=1), person("B", level=5)], person_id="B", policy=policy(fit=1)),
            0,
            id="named person",
        ),
        pytest.param(
            one_line(
                [person("A"), person("B", "Pro, Ace")], roles=[role("Dev", {"Pro": 0.5, "Ace": 0.25})], policy=policy()
            ),
            1_250_000,
            id="cheapest substitute",
        ),
        pytest.param(
            one_line([person("A"), person("B", department="X")], policy=policy(own_department=1)),
            0,
            id="nobody's project",
        ),
        pytest.param(
            one_line(
                TWO,
                fits=[fit("A", "P", preference=2), fit("A", role="Dev", preference=-2)],
                policy=policy(preferred=0.1),
            ),
            250_000,
            id="preference of the project first",
        ),
        pytest.param(
            one_line(TWO, fits=[fit("B", role="Dev", preference=-1)], policy=policy(preferred=0.1)),
            125_000,
            id="preference, blank is 0",
        ),
        pytest.param(
            one_line([person("A", cost_per_day=100), person("B", cost_per_day=400)], policy=policy(cost=0.5)),
            3_000_000,
            id="cost over the median",
        ),
        pytest.param(one_line(TWO, policy=policy(cost=1)), 0, id="nobody's cost is known"),
    ],
)
def test_charge_of_a_week_of_b(given: Portfolio, expected: int) -> None:
    assert charge(given) == expected
    assert charge(given, "A") == 0


def test_charge_for_people_of_other_departments() -> None:
    given = portfolio(
        [person("A", department="X"), person("B", department="Y")],
        [project("P", department="X")],
        [line("L", "P")],
        policy=policy(own_department=0.02),
    )
    assert charge(given) == 100_000


@pytest.mark.parametrize(("who", "expected"), [("A", 0), ("B", 500_000)])
def test_charge_for_others_than_preferred_people(who: str, expected: int) -> None:
    wishes = [fit("B", "P", preference=2)]
    given = one_line(TWO, fits=wishes, policy=policy(preferred=0.1))
    given = replace(given, lines=(replace(given.lines[0], preferred=("A",)),))
    assert charge(given, who) == expected - 250_000 * (who == "B")


def test_charges_are_rounded_per_unit_and_not_asked_of_locks() -> None:
    given = one_line(
        [person("A"), person("B", level=4), person("C", "Cook", level=5)],
        policy=policy(fit=Fraction(1, 3)),
        bookings=[booking("C", "P", {0: 1}, line="L", lock="hard")],
    )
    assert charge(given) == 1_667 * WEEK  # 1/3 day per day is 1666.67 per unit
    assert charge(given, "C") == 0


@pytest.mark.parametrize(("shift", "weeks_late"), [(0, 0), (1, 1), (-1, 0)])
def test_late_start_is_charged_by_the_days_wanted_per_week(shift: int, weeks_late: int) -> None:
    given = replace(moving(), policy=policy(late_start=0.1))
    assert quality(given, {}, P=shift) == weeks_late * 750_000  # 15 days in 2 weeks


@pytest.mark.parametrize(
    ("prices", "expected"),
    [
        ({"price_missing": 10}, (2 * 5 * 20 + 5 * 10) * 1_000_000),
        ({"price_idle": 1}, 10 * 1_000_000),
        ({"price_pair": 2}, 4_000_000),
        ({"price_used": 3}, 3_000_000),
        ({"price_change": 4}, 10 * 1_000_000),
        ({"people": 1}, 2_000_000),
    ],
)
def test_prices_of_the_weighted_sum(prices: dict[str, int], expected: int) -> None:
    """A gives 7.5 of 30 days wanted; P (tier 1) lacks 10 days of 15, Q (tier 2) lacks 12.5."""
    given = portfolio(
        TWO,
        [project("P", 1), project("Q", 2)],
        [line("L", "P", weeks=1, fte=3), line("N", "Q", weeks=2, fte=0.5)],
        policy=policy(**prices),
        bookings=[booking("B", "P", {0: 0.5})],
        weeks=2,
        absences=[absent("B", day(1, 0), day(1, 6))],
    )
    cells = {("A", "L", 0): WEEK, ("A", "N", 1): HALF}
    report = check(given, plan(cells))
    assert report.violations == ()
    missing = {"price_missing": (10 * 20 + Fraction(5, 2) * 10) * 1_000_000, "price_idle": Fraction(15, 2) * 1_000_000}
    assert report.score.weighted == missing.get(next(iter(prices)), expected)


@pytest.mark.parametrize(
    ("prices", "expected"),
    [
        pytest.param({"price_missing_by": {"L": 3}}, 10 * 3 + Fraction(5, 2) * 1, id="of the line, not doubled"),
        pytest.param({"price_missing_by": {"N": 7, ("N", 1): 5}}, 10 * 2 + Fraction(5, 2) * 7, id="week 1 is full"),
        pytest.param({"price_missing_by": {("N", 0): 5}}, 10 * 2 + Fraction(5, 2) * 5, id="of the week"),
        pytest.param({"price_idle": 9, "price_idle_by": {"A": 2, "B": 0}}, Fraction(5, 2) * 2, id="of each person"),
        pytest.param({"price_idle": 1, "price_idle_by": {"B": 2}}, Fraction(5, 2) + 5 * 2, id="others as usual"),
        pytest.param({"price_pair": 2, "price_pair_by": {("A", "N"): 5, ("B", "L"): 9}}, 7, id="used pairs only"),
        pytest.param({"price_used": 3, "price_used_by": {"A": 4, "B": 9}}, 4, id="used people only"),
    ],
)
def test_prices_by_id_take_the_place_of_the_one_number(prices: dict[str, Any], expected: Fraction) -> None:
    """A gives 7.5 of 10 days; L (tier 1) lacks 10 days in week 0, N (tier 2) 2.5 days, all in week 0."""
    given = portfolio(
        TWO,
        [project("P", 1), project("Q", 2)],
        [line("L", "P", weeks=1, fte=3), line("N", "Q", weeks=2, fte=0.5)],
        policy=policy(**{"price_missing": 1, **prices} if "price_missing_by" in prices else prices),
        weeks=2,
        absences=[absent("B", day(1, 0), day(1, 6))],
    )
    cells = {("A", "L", 0): WEEK, ("A", "N", 1): HALF}
    assert score(given, plan(cells)).weighted == expected * 1_000_000


def test_prices_by_week_stay_with_the_week_when_a_project_moves() -> None:
    given = moving()
    given = replace(given, policy=policy(price_missing_by={"L": 1, ("L", 0): 7}))
    wanted = {shift: score(given, plan({}, P=shift)).weighted for shift in (-1, 0, 1)}
    assert wanted[-1] > wanted[0] == wanted[1]


@pytest.mark.parametrize(
    ("prices", "sentence"),
    [
        ({"price_idle_by": {"Anne": 1}}, "no person of the portfolio has the ID 'Anne'; the nearest is 'Anna'"),
        ({"price_used_by": {"Q": 1}}, "no person of the portfolio has the ID 'Q'$"),
        ({"price_pair_by": {("Anna", "K"): 1}}, "no line of the portfolio has the ID 'K'"),
        ({"price_pair_by": {"Anna": 1}}, r"'Anna' is not \(person ID, line ID\)"),
        ({"price_missing_by": {("L", 2): 1}}, "weeks go from 0 to 1"),
        ({"price_missing_by": {("L", 0, 1): 1}}, r"is not a line ID or \(line ID, week\)"),
    ],
)
def test_prices_for_what_the_portfolio_does_not_have_are_refused(prices: dict[str, Any], sentence: str) -> None:
    given = one_line([person("Anna")], weeks=2, policy=policy(**prices))
    with pytest.raises(ValueError, match=sentence):
        check(given, Plan())


@pytest.mark.parametrize(
    ("prices", "sentence"),
    [
        ({"price_idle": -1}, "price_idle is negative"),
        ({"price_idle": "much"}, "price_idle is 'much', not a number"),
        ({"price_idle": float("nan")}, "price_idle is nan, not a number"),
        ({"price_idle": {"A": 1}}, "price_idle is one number; prices by ID go into price_idle_by"),
        ({"price_idle_by": {"A": -1}}, "the price of 'A' is negative"),
        ({"price_idle_by": 3}, "price_idle_by must map IDs to prices, not be 3"),
        ({"kind": "best"}, "neither 'strict' nor 'weighted'"),
    ],
)
def test_prices_that_make_no_sense_are_refused(prices: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Policy(**prices)


def test_a_policy_is_exact_and_can_be_hashed_and_pickled() -> None:
    one = Policy(people=0.1, price_missing_by={"L": 1, ("L", 2): 0.3}, price_idle_by={"A": Fraction(1, 3)})
    other = Policy(people=Fraction(1, 10), price_missing_by={("L", 2): 0.3, "L": 1}, price_idle_by=one.price_idle_by)
    assert one == other == pickle.loads(pickle.dumps(one))
    assert hash(one) == hash(other) == hash(pickle.loads(pickle.dumps(one)))
    assert one.price_missing_by["L", 2] == Fraction(3, 10)
    with pytest.raises(TypeError):
        one.price_missing_by["L"] = Fraction(2)  # type: ignore[index]
