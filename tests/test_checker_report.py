"""What the checker hands on: the plan of record, the order of violations, sentences in both languages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from builders import (
    DAY,
    HALF,
    WEEK,
    booking,
    line,
    person,
    plan,
    portfolio,
    project,
    role,
    rule,
)
from checking import Cells, broken, facts, one_line, two_projects
from test_checker import CASES

from resopt.checker import check, prepare, record_plan
from resopt.checker.sentences import fact_text, violation_text
from resopt.domain.records import Portfolio, Status
from resopt.domain.rules import FACT_RULES, Fact, Rule
from resopt.messages import catalogue, say
from resopt.plan import Assignment, Plan
from resopt.result import Violation


def test_the_plan_of_record_is_checked_like_any_other() -> None:
    given = portfolio(
        [person("A", "Dev, QA"), person("B", "Cook")],
        [project("P"), project("Q"), project("R", status=Status.CANCELLED)],
        [line("L1", "P", fte=0.5), line("L2", "P", fte=0.5), line("M", "Q", weeks=2)],
        bookings=[
            booking("A", "P", {0: 0.9}),
            booking("A", "P", {0: 0.1}, line="L1"),
            booking("A", "Q", {0: 0.5}, role="Dev"),
            booking("A", "R", {0: 1}),
            booking("B", "Q", {1: 0.5}, role="Pilot"),
        ],
        step=100,
    )
    record = record_plan(given)
    assert record.units() == {
        ("A", "L1", 0): HALF,
        ("A", "L2", 0): HALF,
        ("A", "M", 0): HALF,
        ("B", "?Q", 1): HALF,
    }
    capacity, horizon = check(given, record).violations
    details = {"projects": {"P": WEEK, "Q": HALF}, "capacity": WEEK, "days": WEEK + HALF, "limit": WEEK}
    assert (capacity.rule, capacity.person_id, capacity.week, capacity.amount) == (Rule.CAPACITY, "A", 0, HALF)
    assert capacity.details == details
    assert horizon == Violation(Rule.HORIZON, "B", "Q", "?Q", 1, HALF, {"days": HALF})


def test_excess_of_the_record_stands_on_the_last_line() -> None:
    given = facts(bookings=[booking("A", "P", {0: 5})])
    assert record_plan(given).units() == {("A", "L", 0): 2 * WEEK, ("A", "M", 0): 3 * WEEK}


def test_days_off_the_plan_still_take_time() -> None:
    given = one_line()
    assert broken(given, {("A", "L", 0): WEEK, ("A", "X", 0): HALF}) == [
        (Rule.CAPACITY, "A", None, None, 0, HALF),
        (Rule.HORIZON, "A", None, "X", 0, HALF),
    ]


def test_negative_days_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        check(one_line(), Plan((Assignment("A", "L", 0, -DAY),)))


def test_violations_are_sorted_by_rule_person_project_line_and_week() -> None:
    given = two_projects(rules=[rule("exclusive", "B")])
    cells = {(who, i, w): WEEK for who in "BA" for i in ("LQ", "LP") for w in (1, 0)}
    assert [v[:2] for v in broken(given, cells)] == [
        *[(Rule.CAPACITY, who) for who in "AABB"],
        (Rule.EXCLUSIVE, "B"),
    ]


def test_one_checker_serves_any_number_of_plans(tiny: Portfolio) -> None:
    checker = prepare(tiny)
    best = plan({("A", "L1", 0): WEEK, ("A", "L1", 1): WEEK, ("B", "L1", 0): HALF, ("B", "L1", 1): HALF})
    first = checker.check(best)
    assert checker.check(Plan()).score.tiers[0].all == 0
    assert checker.check(best) == first == check(tiny, best)
    assert checker.score(best) == first.score
    assert checker.record_plan() == Plan()


def test_every_rule_has_its_sentences() -> None:
    assert {key.partition(".")[2] for key in catalogue() if key.startswith("rule.")} == {rule.value for rule in Rule}
    for one in Rule:
        assert say(f"rule.{one.value}", "en") and f"violation.{one.value}" in catalogue()
        assert (f"fact.{one.value}" in catalogue()) == (one in FACT_RULES)


@pytest.mark.parametrize(("given", "legal", "illegal", "expected"), CASES)
def test_every_violation_is_a_sentence(given: Portfolio, legal: Cells, illegal: Cells, expected: list[Any]) -> None:
    (violation,) = check(given, plan(illegal)).violations
    for lang, end in (("en", "."), ("zh", "。")):
        text = violation_text(given, violation, lang)
        assert text.endswith(end) and not {"None", "{", "nan"} & set(text.split()), text
        assert violation.person_id is None or violation.person_id in text


def test_sentences_of_violations() -> None:
    mei, tom = person("E1", name="Mei", department="IT"), person("E2", name="Mei", department="IT")
    given = portfolio(
        [mei, tom],
        [project("P", name="Atlas", department="Ops", min_staffing=0.9, budget=1), project("Q")],
        [line("L", "P", weeks=2, fte=2, same_people=True), line("M", "Q")],
        rules=[rule("apart", "E1", "P", other="E2"), rule("lend", department="IT", value=0.25)],
        roles=[role("Dev", cost_per_day=900)],
    )
    cells = {("E1", "L", 0): 750, ("E1", "M", 0): WEEK, ("E2", "L", 0): HALF, ("E2", "M", 7): DAY}
    texts = [violation_text(given, v) for v in check(given, plan(cells)).violations]
    assert texts == [
        "Mei (E1) works 8.75 days in the week of 2026-01-05 but has 5 (Atlas: 3.75 days; Q: 5 days): 3.75 too many.",
        "Mei (E2) gives 1 day to Dev (M) (Q) in week 8 (outside the plan), "
        "but this plan has no such line, person or week.",
        "Mei (E1) gives Dev (L) of Atlas 3.75 days in the week of 2026-01-05, which is no multiple of the step of 2.5.",
        "Mei (E1) serves Dev (L) of Atlas but gives it nothing in the week of 2026-01-12.",
        "Mei (E2) serves Dev (L) of Atlas but gives it nothing in the week of 2026-01-12.",
        "Atlas gets 6.25 days of what it wants; it takes at least 18 or none.",
        "Mei (E1) and Mei (E2) are to be kept apart but both work on Atlas in the week of 2026-01-05.",
        "IT lends other departments 1.25 FTE in the week of 2026-01-05, 0.25 at most.",
        "Atlas costs 5,625 but has a budget of 1: 5,624 too much.",
    ]
    assert violation_text(given, check(given, plan(cells)).violations[0], "zh") == (
        "Mei (E1)在 2026-01-05 当周安排了 8.75 人天，可用仅 5 人天（Atlas 3.75 人天；Q 5 人天），超出 3.75 人天。"
    )


def test_one_day_is_no_plural_and_names_stay_as_they_are() -> None:
    given = two_projects()
    given = replace(given, projects=(replace(given.projects[0], name="Stage 1 days"), *given.projects[1:]))
    violation = check(given, plan({("A", "LP", 0): WEEK, ("A", "LQ", 0): DAY})).violations[0]
    assert violation_text(given, violation) == (
        "A works 6 days in the week of 2026-01-05 but has 5 (Stage 1 days: 5 days; Q: 1 day): 1 too many."
    )
    weeks = replace(given, settings=replace(given.settings, report_unit="FTE"))
    assert "has 1 (Stage 1 days: 1 FTE-week; Q: 0.2 FTE-weeks)" in violation_text(weeks, violation)


def test_several_weeks_are_one_sentence() -> None:
    given = two_projects(rules=[rule("forbid", "A", "P")])
    (violation,) = check(given, plan({("A", "LP", 0): HALF, ("A", "LP", 1): WEEK})).violations
    text = "A gives P 7.5 days in 2 weeks from Monday 2026-01-05 to Sunday 2026-01-18 but is forbidden there."
    assert violation_text(given, violation) == text


def test_sentences_of_facts() -> None:
    given = facts(
        rule("require", "A", "P", value=0.5, id="r"),
        rule("require", "A", "P", value=0.5, is_share=True, id="s"),
        rule("supervise", None, "P", skill="Java:4; SQL | Go", value=1, id="u"),
        rule("together", "A", other="B", id="t"),
        must=True,
        min_staffing=0.75,
        bookings=[
            booking("A", "Q", {0: 0.5}, lock="hard", id="b1"),
            booking("A", "Q", {1: 0.5}, lock="hard", line="N", id="b2"),
            booking("A", "P", {1: 0.3}, lock="hard", role="QA", id="b3"),
        ],
        settings={"freeze_weeks": 1},
    )
    found = check(given, plan({("A", "L", 1): WEEK})).set_aside
    assert [fact_text(given, fact) for fact in found] == [
        "Must-have project P is to get at least 75% of the days it wants.",
        "A is to work 2.5 days on Q in the week of 2026-01-05, which is frozen.",
        "By a hard lock A is to work 1.5 days on P in the week of 2026-01-12 (QA).",
        "By a hard lock A is to work 2.5 days on Q in the week of 2026-01-05.",
        "By a hard lock A is to work 2.5 days on Q in the week of 2026-01-12 (Dev (N)).",
        "People with Java:4; SQL | Go are to give P at least 1 FTE.",
        "A and B are to be on every project in the same weeks.",
    ]
    assert [fact_text(given, fact, "zh") for fact in found][2] == "硬锁定：A须在 2026-01-12 当周投入P 1.5 人天（QA）。"
    share = Fact(Rule.REQUIRE, "s", 0, "P", "A", row_id="s")
    assert fact_text(given, share) == "A is to give P at least 50% of the contract."


def test_days_nobody_asked_for_have_a_sentence_too() -> None:
    given = one_line()
    ghosts = Plan(
        (Assignment("A", "?P", 0, HALF), Assignment("A", "L", 1, 0), Assignment("X", "X", 0, DAY)), (("Q", 2),)
    )
    assert [violation_text(given, v) for v in check(given, ghosts).violations] == [
        "Q is moved by 2 weeks but is not planned.",
        "A gives 2.5 days to no line of the project (P) in the week of 2026-01-05, "
        "but this plan has no such line, person or week.",
        "X gives 1 day to X (unknown project) in the week of 2026-01-05, "
        "but this plan has no such line, person or week.",
    ]
