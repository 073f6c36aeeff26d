"""The facts as the checker sees them: kept or set aside, void or asked, in the order of protection."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from builders import (
    HALF,
    WEEK,
    booking,
    day,
    line,
    person,
    plan,
    portfolio,
    project,
    rule,
)
from checking import BOTH, SHARED, TWO, Cells, aside, facts, moving, one_line, skilled

from resopt.checker import check, score
from resopt.domain.records import Calendar, Portfolio, RuleRow, Status
from resopt.domain.rules import FACT_RULES, Fact, Rule
from resopt.plan import Plan

# facts


def book(fte: dict[int, Any], **values: Any) -> Portfolio:
    return facts(bookings=[booking("A", "P", fte, id="b", lock="hard", **values)])


def aside_case(name: str, given: Portfolio, kept: Cells, lost: Cells, rule_lost: Rule, *keys: str) -> Any:
    return pytest.param(given, kept, lost, [(rule_lost, key) for key in keys], id=name)


ALL_P = {(who, i, w): HALF for who in "AB" for i in "LM" for w in (0, 1)}
FACTS = [
    aside_case(
        "must have: all",
        one_line(TWO, must_have=True),
        {("A", "L", 0): HALF, ("B", "L", 0): HALF},
        {("A", "L", 0): HALF},
        Rule.MUST_HAVE,
        "P",
    ),
    aside_case(
        "must have: min staffing", facts(must=True, min_staffing=0.5), ALL_P, {("A", "L", 0): WEEK}, Rule.MUST_HAVE, "P"
    ),
    aside_case(
        "hard lock: line",
        book({0: 0.5}, line="L"),
        {("A", "L", 0): HALF, ("A", "M", 0): HALF},
        {("A", "M", 0): HALF},
        Rule.HARD_LOCK,
        "b@00",
    ),
    aside_case(
        "hard lock: role",
        book({0: 0.5}, role="QA"),
        {("A", "M", 0): HALF},
        {("A", "L", 0): HALF},
        Rule.HARD_LOCK,
        "b@00",
    ),
    aside_case(
        "hard lock: the sum over the project's lines",
        book({1: 1}),
        {("A", "L", 1): HALF, ("A", "M", 1): HALF},
        {("A", "L", 1): HALF},
        Rule.HARD_LOCK,
        "b@01",
    ),
    aside_case(
        "hard lock: more is no better",
        book({1: 0.5}),
        {("A", "L", 1): HALF},
        {("A", "L", 1): WEEK},
        Rule.HARD_LOCK,
        "b@01",
    ),
    aside_case(
        "hard lock: zero", book({0: 0, 1: 0}), {("A", "N", 0): HALF}, {("A", "L", 0): HALF}, Rule.HARD_LOCK, "b@00"
    ),
    aside_case(
        "freeze: the days",
        facts(bookings=[booking("A", "P", {0: 0.5, 1: 1}, id="b")], settings={"freeze_weeks": 1}),
        {("A", "M", 0): HALF},
        {},
        Rule.FREEZE,
        "A|P@00",
    ),
    aside_case(
        "freeze: zeros included",
        facts(bookings=[booking("A", "P", {0: 0.5}, id="b")], settings={"freeze_weeks": 1}),
        {("A", "L", 0): HALF, ("B", "N", 1): WEEK},
        {("A", "L", 0): HALF, ("B", "N", 0): WEEK},
        Rule.FREEZE,
        "B|Q@00",
    ),
    aside_case(
        "freeze: rows of a pair are added",
        facts(
            bookings=[booking("A", "P", {0: 0.5}, id="b", line="L"), booking("A", "P", {0: 0.5}, id="c", line="M")],
            settings={"freeze_weeks": 2},
        ),
        {("A", "L", 0): WEEK},
        {("A", "L", 0): HALF},
        Rule.FREEZE,
        "A|P@00",
    ),
    aside_case(
        "require: FTE",
        facts(rule("require", "A", "P", value=0.5, id="r")),
        {("A", "L", 1): WEEK},
        {("A", "L", 1): HALF},
        Rule.REQUIRE,
        "r",
    ),
    aside_case(
        "require: share of the contract",
        facts(rule("require", "A", "P", value=0.5, is_share=True, id="r"), people=[person("A", fte=0.5), person("B")]),
        {("A", "L", 1): HALF},
        {("B", "L", 1): WEEK},
        Rule.REQUIRE,
        "r",
    ),
    aside_case(
        "require: only days within From-To",
        facts(rule("require", "A", "P", value=0.5, id="r", start=day(1))),
        {("A", "L", 1): HALF},
        {("A", "L", 0): WEEK},
        Rule.REQUIRE,
        "r",
    ),
    aside_case(
        "require: void while the project gets nothing",
        facts(rule("require", "A", "P", value=0.5, id="r")),
        {("A", "N", 1): HALF},
        {("B", "L", 0): WEEK},
        Rule.REQUIRE,
        "r",
    ),
    aside_case(
        "require: not void for a must-have",
        facts(rule("require", "A", "P", value=0.5, id="r"), must=True, min_staffing=0),
        {("A", "L", 1): WEEK},
        {},
        Rule.REQUIRE,
        "r",
    ),
    aside_case(
        "supervise: FTE",
        facts(rule("supervise", None, "P", skill="Java:4", value=0.5, id="s"), people=skilled("Java:4")),
        {("A", "L", 1): WEEK},
        {("B", "L", 1): WEEK},
        Rule.SUPERVISE,
        "s",
    ),
    aside_case(
        "supervise: shares add up",
        facts(
            rule("supervise", None, "P", skill="Java", value=0.5, is_share=True, id="s"),
            people=skilled("Java", fte=0.5),
        ),
        {("A", "L", 1): HALF},
        {("B", "L", 1): HALF},
        Rule.SUPERVISE,
        "s",
    ),
    aside_case(
        "together: one project",
        facts(rule("together", "A", "P", other="B", id="t")),
        {("A", "L", 0): HALF, ("B", "M", 0): HALF, ("A", "N", 1): WEEK},
        {("B", "L", 0): HALF},
        Rule.TOGETHER,
        "t",
    ),
    aside_case(
        "together: every project is one fact",
        facts(rule("together", "A", other="B", id="t")),
        {("A", "N", 0): HALF, ("B", "N", 0): HALF},
        {("A", "L", 0): HALF, ("B", "N", 0): HALF},
        Rule.TOGETHER,
        "t",
    ),
    aside_case(
        "together: within From-To",
        facts(rule("together", "A", other="B", id="t", end=day(0, 6))),
        {("A", "N", 1): HALF},
        {("A", "N", 0): HALF},
        Rule.TOGETHER,
        "t",
    ),
]


@pytest.mark.parametrize(("given", "kept", "lost", "expected"), FACTS)
def test_a_fact_is_kept_or_set_aside(given: Portfolio, kept: Cells, lost: Cells, expected: list[Any]) -> None:
    assert aside(given, kept) == []
    assert aside(given, lost) == expected


def test_every_kind_of_fact_has_a_case() -> None:
    assert {case.values[3][0][0] for case in FACTS} == set(FACT_RULES)


def test_a_must_have_set_aside_is_staffed_as_partial() -> None:
    assert aside(one_line(TWO, 2, must_have=True, min_staffing=0.75), {("A", "L", 0): HALF}) == [(Rule.MUST_HAVE, "P")]


def test_facts_on_projects_that_are_not_planned_are_void() -> None:
    given = portfolio(
        BOTH,
        [project("P"), project("Q", status=Status.ON_HOLD, must_have=True)],
        SHARED,
        bookings=[booking("A", "Q", {0: 1}, lock="hard"), booking("A", "P", {0: 0}, lock="soft")],
        settings={"freeze_weeks": 1},
        rules=[rule("require", "A", "Q", value=1), rule("together", "A", "Q", other="B")],
    )
    assert aside(given, {}) == []
    assert score(given, Plan()).change == 0


def test_a_run_moves_with_its_project() -> None:
    given = replace(moving(), rules=(rule("require", "A", "P", value=1),))
    assert aside(given, {("A", "L", 2): WEEK, ("A", "L", 3): WEEK}, P=1) == []
    assert aside(given, {("A", "L", 1): WEEK, ("B", "L", 2): WEEK}) == [(Rule.REQUIRE, "require|A||P|")]


def test_working_days_of_a_run_are_those_of_the_place() -> None:
    """The person's calendar counts for require and a share, the project's for supervise in FTE."""
    china = Calendar("CN", frozenset(day(0, i) for i in range(5)))
    base = portfolio(
        [person("A", location="CN", skills="Java"), person("B", skills="Java")],
        [project("P")],
        [line("L", "P", weeks=2, fte=2)],
        calendars=[china],
    )
    cells = {("A", "L", 1): WEEK}
    for row, kept in (
        (rule("require", "A", "P", value=1), True),
        (rule("supervise", None, "P", skill="Java", value=1, is_share=True), True),
        (rule("supervise", None, "P", skill="Java", value=1), False),
    ):
        assert (aside(replace(base, rules=(row,)), cells) == []) is kept


def test_facts_come_most_protected_first_then_by_tier_and_key() -> None:
    given = facts(
        rule("require", "A", "P", value=1, id="r"),
        must=True,
        bookings=[booking("A", i, {0: 0.1, 1: 0.1}, id=f"b{i}", lock="hard") for i in "QP"],
        settings={"freeze_weeks": 1},
    )
    assert [fact.key for fact in check(given, Plan()).set_aside] == [
        "P",
        "A|P@00",
        "A|Q@00",
        "bP@00",
        "bP@01",
        "bQ@00",
        "bQ@01",
        "r",
    ]
    assert check(given, Plan()).score.set_aside == (1, 2, 4, 1, 0, 0)


def test_a_fact_says_where_it_comes_from() -> None:
    given = facts(rule("together", "A", other="B", id="t"), bookings=[booking("A", "Q", {1: 0.5}, id="b", lock="hard")])
    lock, together = check(given, plan({("A", "L", 0): HALF})).set_aside
    assert lock == Fact(Rule.HARD_LOCK, "b@01", 1, "Q", "A", None, ("N",), 1, HALF, "b")
    assert together == Fact(Rule.TOGETHER, "t", 1, None, "A", "B", row_id="t")


@pytest.mark.parametrize(
    "row",
    [
        rule("require", "X", "P", value=1),
        rule("require", "A", "P"),
        rule("supervise", None, "P", skill="Java"),
        rule("together", "A", "P", other="X"),
        rule("require", "A", "P", value=1, start=day(5)),
        rule("supervise", None, "P", skill="Java", value=1, is_share=True, end=day(-1)),
    ],
    ids=["nobody", "require nothing", "supervise nothing", "with nobody", "run outside", "share of nothing"],
)
def test_a_row_that_asks_for_nothing_is_void(row: RuleRow) -> None:
    assert aside(facts(row), {("A", "L", 0): HALF}) == []


def test_a_project_that_wants_nothing_has_no_run() -> None:
    given = facts(rule("require", "A", "P", value=1), bookings=[booking("A", "P", {0: 0.5}, lock="hard", line="L")])
    given = replace(given, lines=tuple(replace(one, segments=()) for one in given.lines))
    assert aside(given, {("A", "L", 0): HALF}) == []
