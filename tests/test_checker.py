"""The checker's limits, each both ways: a legal plan passes, one thing broken is exactly that violation."""

from __future__ import annotations

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
    portfolio,
    project,
    role,
    rule,
)
from checking import THREE, TWO, Cells, broken, one_line, skilled, two_projects

from resopt.domain.records import Calendar, Portfolio, Status
from resopt.domain.rules import FACT_RULES, Rule


def case(name: str, given: Portfolio, legal: Cells, illegal: Cells, *expected: tuple[Any, ...]) -> Any:
    return pytest.param(given, legal, illegal, list(expected), id=name)


CASES = [
    case(
        "capacity: the week",
        one_line(fte=2),
        {("A", "L", 0): WEEK},
        {("A", "L", 0): WEEK + HALF},
        (Rule.CAPACITY, "A", None, None, 0, HALF),
    ),
    case(
        "capacity: tolerance is allowed",
        one_line(fte=2, settings={"tolerance": 0.1}, step=100),
        {("A", "L", 0): WEEK + 100},
        {("A", "L", 0): WEEK + 200},
        (Rule.CAPACITY, "A", None, None, 0, 100),
    ),
    case(
        "capacity: part-time and run-the-business",
        one_line([person("A", fte=0.8, bau=0.25)], step=100),
        {("A", "L", 0): 600},
        {("A", "L", 0): 700},
        (Rule.CAPACITY, "A", None, None, 0, 100),
    ),
    case(
        "capacity: summed over projects",
        two_projects(),
        {("A", "LP", 0): HALF, ("A", "LQ", 0): HALF},
        {("A", "LP", 0): WEEK, ("A", "LQ", 0): HALF},
        (Rule.CAPACITY, "A", None, None, 0, HALF),
    ),
    case(
        "capacity: none before From",
        one_line([person("A", start=day(1))], weeks=2),
        {("A", "L", 1): WEEK},
        {("A", "L", 0): HALF},
        (Rule.CAPACITY, "A", None, None, 0, HALF),
    ),
    case(
        "capacity: none after To",
        one_line([person("A", end=day(0, 4))], weeks=2),
        {("A", "L", 0): WEEK},
        {("A", "L", 1): HALF},
        (Rule.CAPACITY, "A", None, None, 1, HALF),
    ),
    case(
        "eligibility: role",
        one_line([person("A", "Tester, Dev"), person("B", "Tester")]),
        {("A", "L", 0): WEEK},
        {("B", "L", 0): WEEK},
        (Rule.ELIGIBILITY, "B", "P", "L", 0, WEEK),
    ),
    case(
        "eligibility: Filled By works one way",
        one_line(
            [person("A", "Senior"), person("B", "Junior")],
            roles=[role("Dev", {"Senior": 0}), role("Junior", {"Dev": 0})],
        ),
        {("A", "L", 0): WEEK},
        {("B", "L", 0): WEEK},
        (Rule.ELIGIBILITY, "B", "P", "L", 0, WEEK),
    ),
    case(
        "eligibility: level of the role",
        one_line([person("A", level=4), person("B", level=3)], min_level=4),
        {("A", "L", 0): WEEK},
        {("B", "L", 0): WEEK},
        (Rule.ELIGIBILITY, "B", "P", "L", 0, WEEK),
    ),
    case(
        "eligibility: all groups, any alternative, any level if none is typed",
        one_line(skilled("Java:3; English:3"), skills="Java; English:4 | French:2"),
        {("B", "L", 0): WEEK},
        {("A", "L", 0): WEEK},
        (Rule.ELIGIBILITY, "A", "P", "L", 0, WEEK),
    ),
    case(
        "eligibility: level counts only without skills",
        one_line([person("A", level=1, skills="Java"), person("B", level=5)], skills="Java", min_level=3),
        {("A", "L", 0): WEEK},
        {("B", "L", 0): WEEK},
        (Rule.ELIGIBILITY, "B", "P", "L", 0, WEEK),
    ),
    case(
        "eligibility: naming a person is enough",
        one_line([person("A", "Cook", level=1), person("B", level=5)], person_id="A", min_level=3, skills="Java:5"),
        {("A", "L", 0): WEEK},
        {("B", "L", 0): WEEK},
        (Rule.ELIGIBILITY, "B", "P", "L", 0, WEEK),
    ),
    case(
        "dates: the week is full",
        one_line(TWO, fte=1),
        {("A", "L", 0): HALF, ("B", "L", 0): HALF},
        {("A", "L", 0): HALF, ("B", "L", 0): WEEK},
        (Rule.DATES, None, "P", "L", 0, HALF),
    ),
    case(
        "dates: the line wants nothing",
        one_line(weeks=1),
        {("A", "L", 0): WEEK},
        {("A", "L", 1): HALF},
        (Rule.DATES, None, "P", "L", 1, HALF),
    ),
    case(
        "horizon: week",
        one_line(),
        {},
        {("A", "L", 2): HALF},
        (Rule.HORIZON, "A", "P", "L", 2, HALF),
    ),
    case("horizon: week before", one_line(), {}, {("A", "L", -1): HALF}, (Rule.HORIZON, "A", "P", "L", -1, HALF)),
    case("horizon: person", one_line(), {}, {("X", "L", 0): HALF}, (Rule.HORIZON, "X", "P", "L", 0, HALF)),
    case("horizon: line", one_line(), {}, {("A", "X", 0): HALF}, (Rule.HORIZON, "A", None, "X", 0, HALF)),
    case(
        "horizon: project not planned",
        portfolio([person("A")], [project("P"), project("Q", status=Status.ON_HOLD)], [line("L", "P"), line("M", "Q")]),
        {("A", "L", 0): HALF},
        {("A", "M", 0): HALF},
        (Rule.HORIZON, "A", "Q", "M", 0, HALF),
    ),
    case("step", one_line(step=200), {("A", "L", 0): 400}, {("A", "L", 0): 500}, (Rule.STEP, "A", "P", "L", 0, 100)),
    case(
        "step: exactly the rest that hard locks leave",
        one_line(TWO, step=200, bookings=[booking("B", "P", {0: 0.3}, line="L", lock="hard")]),
        {("B", "L", 0): 300, ("A", "L", 0): 700},
        {("B", "L", 0): 300, ("A", "L", 0): 500},
        (Rule.STEP, "A", "P", "L", 0, 100),
    ),
    case(
        "min share",
        one_line(step=100, settings={"min_share": 0.2}),
        {("A", "L", 0): 200},
        {("A", "L", 0): 100},
        (Rule.MIN_SHARE, "A", "P", "L", 0, 100),
    ),
    case(
        "min share: of the person",
        one_line([person("A", min_share=0.5), person("B")], step=100, settings={"min_share": 0.1}),
        {("A", "L", 0): 500, ("B", "L", 0): 100},
        {("A", "L", 0): 400},
        (Rule.MIN_SHARE, "A", "P", "L", 0, 100),
    ),
    case(
        "min share: no more than the line wants",
        one_line(fte=0.3, step=100, settings={"min_share": 0.5}),
        {("A", "L", 0): 300},
        {("A", "L", 0): 200},
        (Rule.MIN_SHARE, "A", "P", "L", 0, 100),
    ),
    case(
        "min share: no more than the person has, on the step",
        one_line([person("A", fte=0.35)], step=100, settings={"min_share": 0.5}),
        {("A", "L", 0): 300},
        {("A", "L", 0): 200},
        (Rule.MIN_SHARE, "A", "P", "L", 0, 100),
    ),
    case(
        "min share: no more than hard locks leave of the person",
        replace(
            two_projects(step=100, settings={"min_share": 0.5}),
            bookings=(booking("A", "Q", {0: 0.7}, line="LQ", lock="hard"),),
        ),
        {("A", "LQ", 0): 700, ("A", "LP", 0): 300},
        {("A", "LQ", 0): 700, ("A", "LP", 0): 200},
        (Rule.MIN_SHARE, "A", "P", "LP", 0, 100),
    ),
    case(
        "min days",
        one_line(weeks=2, settings={"min_days": 4}),
        {("A", "L", 0): HALF, ("A", "L", 1): HALF},
        {("A", "L", 0): HALF},
        (Rule.MIN_DAYS, "A", "P", "L", None, 300),
    ),
    case(
        "min days: no more than the line wants in all",
        one_line(fte=0.5, settings={"min_days": 4}, step=250),
        {("A", "L", 0): HALF},
        {("A", "L", 0): 250},
        (Rule.MIN_DAYS, "A", "P", "L", None, 250),
    ),
    case(
        "min days: as a share of the person's week",
        one_line([person("A", fte=0.5)], 2, settings={"min_days": 1, "min_days_is_share": True}, step=250),
        {("A", "L", 0): HALF},
        {("A", "L", 0): 250},
        (Rule.MIN_DAYS, "A", "P", "L", None, 250),
    ),
    case(
        "max projects: the setting",
        two_projects(settings={"max_projects": 1}),
        {("A", "LP", 0): HALF, ("A", "LQ", 1): HALF},
        {("A", "LP", 0): HALF, ("A", "LQ", 0): HALF},
        (Rule.MAX_PROJECTS, "A", None, None, 0, 1),
    ),
    case(
        "max projects: of the person",
        two_projects([person("A", max_projects=1), person("B")]),
        {("B", "LP", 0): HALF, ("B", "LQ", 0): HALF},
        {("A", "LP", 0): HALF, ("A", "LQ", 0): HALF},
        (Rule.MAX_PROJECTS, "A", None, None, 0, 1),
    ),
    case(
        "max people: over the whole life of the line",
        one_line(THREE, 2, fte=3, max_people=2),
        {("A", "L", 0): WEEK, ("A", "L", 1): WEEK, ("B", "L", 1): WEEK},
        {("A", "L", 0): WEEK, ("B", "L", 0): WEEK, ("C", "L", 1): WEEK},
        (Rule.MAX_PEOPLE, None, "P", "L", None, 1),
    ),
    case(
        "same people: every week",
        one_line(TWO, 2, fte=2, same_people=True),
        {("A", "L", 0): WEEK, ("A", "L", 1): HALF},
        {("A", "L", 0): WEEK, ("B", "L", 0): HALF, ("B", "L", 1): HALF},
        (Rule.SAME_PEOPLE, "A", "P", "L", 1, 0),
    ),
    case(
        "same people: only weeks with capacity for a step",
        one_line(
            [person("A"), person("B")],
            2,
            same_people=True,
            absences=[absent("A", day(1), day(1, 2)), absent("B", day(1), day(1, 1))],
        ),
        {("A", "L", 0): WEEK},
        {("B", "L", 0): WEEK},
        (Rule.SAME_PEOPLE, "B", "P", "L", 1, 0),
    ),
    case(
        "fill all: every week",
        one_line(TWO, 2, fill_all=True),
        {("A", "L", 0): WEEK, ("A", "L", 1): HALF, ("B", "L", 1): HALF},
        {("A", "L", 0): WEEK, ("A", "L", 1): HALF},
        (Rule.FILL, None, "P", "L", None, HALF),
    ),
    case(
        "fill: a percentage of the total",
        one_line(TWO, 2, fill_share=0.75),
        {("A", "L", 0): WEEK, ("A", "L", 1): HALF},
        {("A", "L", 0): WEEK},
        (Rule.FILL, None, "P", "L", None, HALF),
    ),
    case(
        "min staffing",
        one_line(TWO, 2, min_staffing=0.75),
        {("A", "L", 0): WEEK, ("B", "L", 1): HALF},
        {("A", "L", 0): WEEK},
        (Rule.MIN_STAFFING, None, "P", None, None, HALF),
    ),
    case(
        "forbid",
        two_projects(rules=[rule("forbid", "A", "P")]),
        {("A", "LQ", 0): WEEK, ("B", "LP", 0): WEEK},
        {("A", "LP", 0): HALF, ("A", "LP", 1): WEEK},
        (Rule.FORBID, "A", "P", None, 0, HALF + WEEK),
    ),
    case(
        "forbid: only in weeks that From-To touches",
        two_projects(rules=[rule("forbid", "A", "P", start=day(1, 3))]),
        {("A", "LP", 0): WEEK},
        {("A", "LP", 1): WEEK},
        (Rule.FORBID, "A", "P", None, 1, WEEK),
    ),
    case(
        "exclusive",
        two_projects(rules=[rule("exclusive", "A")]),
        {("A", "LP", 0): WEEK, ("A", "LP", 1): WEEK, ("B", "LP", 0): HALF, ("B", "LQ", 0): HALF},
        {("A", "LP", 0): WEEK, ("A", "LQ", 1): WEEK},
        (Rule.EXCLUSIVE, "A", None, None, None, 1),
    ),
    case(
        "exclusive: only over From-To",
        two_projects(rules=[rule("exclusive", "A", end=day(0))]),
        {("A", "LP", 0): WEEK, ("A", "LQ", 1): WEEK},
        {("A", "LP", 0): HALF, ("A", "LQ", 0): HALF},
        (Rule.EXCLUSIVE, "A", None, None, None, 1),
    ),
    case(
        "apart: on any project",
        two_projects(rules=[rule("apart", "A", other="B")]),
        {("A", "LP", 0): WEEK, ("B", "LQ", 0): WEEK, ("B", "LP", 1): WEEK},
        {("A", "LQ", 0): WEEK, ("B", "LQ", 0): HALF},
        (Rule.APART, "A", "Q", None, 0, WEEK + HALF),
    ),
    case(
        "apart: on the project named, in weeks of From-To",
        two_projects(rules=[rule("apart", "A", "P", other="B", start=day(1))]),
        {("A", "LQ", 1): WEEK, ("B", "LQ", 1): WEEK, ("A", "LP", 0): WEEK, ("B", "LP", 0): WEEK},
        {("A", "LP", 1): WEEK, ("B", "LP", 1): WEEK},
        (Rule.APART, "A", "P", None, 1, WEEK + WEEK),
    ),
    case(
        "lend: to other departments, not to own or nobody's projects",
        two_projects(
            [person("A", department="X"), person("B", department="X")],
            [rule("lend", department="X", value=0.5)],
            departments=("X", "Y"),
        ),
        {("A", "LP", 0): WEEK, ("B", "LQ", 0): HALF},
        {("A", "LQ", 0): HALF, ("B", "LQ", 0): HALF},
        (Rule.LEND, None, None, None, 0, 0.5),
    ),
    case(
        "budget",
        one_line([person("A", cost_per_day=300)], 2, budget=2250),
        {("A", "L", 0): WEEK, ("A", "L", 1): HALF},
        {("A", "L", 0): WEEK, ("A", "L", 1): WEEK},
        (Rule.BUDGET, None, "P", None, None, 750.0),
    ),
]


@pytest.mark.parametrize(("given", "legal", "illegal", "expected"), CASES)
def test_a_limit_both_ways(given: Portfolio, legal: Cells, illegal: Cells, expected: list[tuple[Any, ...]]) -> None:
    assert broken(given, legal) == []
    assert broken(given, illegal) == expected
    assert broken(given, {}) == []


def test_every_limit_has_a_case() -> None:
    seen = {case.values[3][0][0] for case in CASES}
    assert seen == set(Rule) - set(FACT_RULES) - {Rule.START}


@pytest.mark.parametrize(
    ("where", "text", "expected"),
    [
        ("fit of the project", 100, {"P": 100}),
        ("fit of the role", 200, {"Dev": 200}),
        ("staff", 300, {}),
        ("roles", 400, {}),
        ("nobody", 0, {}),
    ],
)
def test_money_comes_from_the_nearest_source(where: str, text: int, expected: dict[str, int]) -> None:
    """Fit of the project, else of the role, else Staff, else Roles of the main role, else 0."""
    rows = [
        fit("A", key, cost_per_day=c) if key == "P" else fit("A", role=key, cost_per_day=c)
        for key, c in ({"Dev": 200} | expected if "project" in where else expected).items()
    ]
    someone = person("A", "Dev, Cook", cost_per_day=None if where in ("roles", "nobody") else 300)
    roles = [] if where == "nobody" else [role("Dev", cost_per_day=400), role("Cook", cost_per_day=999)]
    given = one_line([someone], fits=rows, roles=roles, budget=text * 5)
    assert broken(given, {("A", "L", 0): WEEK}) == []
    if text:
        tight = replace(given, projects=(replace(given.projects[0], budget=Fraction(text * 5 - 1)),))
        assert broken(tight, {("A", "L", 0): WEEK}) == [(Rule.BUDGET, None, "P", None, None, 1.0)]


def test_lending_without_a_value_is_free_and_on_a_holiday_impossible() -> None:
    staff = [person("A", department="X", location="CN")]
    china = Calendar("CN", frozenset(day(0, i) for i in range(5)))
    given = two_projects(staff, [rule("lend", department="X")], departments=("Y", "Y"), calendars=[china])
    assert broken(given, {("A", "LP", 1): WEEK}) == []
    capped = replace(given, rules=(rule("lend", department="X", value=1),))
    assert [v[0] for v in broken(capped, {("A", "LP", 0): HALF})] == [Rule.CAPACITY, Rule.LEND]
