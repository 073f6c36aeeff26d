"""What the past enters, rule by rule: each binds with the days done and does not without them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from builders import DAY, HALF, START, WEEK, absent, booking, day, line, person, plan, portfolio, project
from checking import aside, broken

from resopt.checker import check
from resopt.checker.verdict import prepare
from resopt.domain.grid import lay_out
from resopt.domain.records import Actual, Portfolio, Status
from resopt.domain.rules import Rule
from resopt.explain.risks import risk_text, risks


def did(who: str, days: Any, week: int = 0, on: str = "P", line: str = "") -> Actual:
    return Actual(who, on, day(week), line, Fraction(str(days)))


def midway(*actuals: Actual, past: int = 1, weeks: int = 3, lines: Any = None, **values: Any) -> Portfolio:
    """Return a project P (unless `projects` are given) of which `past` weeks are past; A and B can serve it."""
    projects = values.pop("projects", [project("P", **values.pop("of_project", {}))])
    lines = lines or [line("L", "P", weeks=weeks, **values.pop("of_line", {}))]
    settings = {"as_of": day(past), **values.pop("settings", {})}
    people = values.pop("people", [person("A"), person("B")])
    return portfolio(people, projects, lines, weeks=weeks, settings=settings, actuals=actuals, **values)


# which weeks are past


@pytest.mark.parametrize(
    ("as_of", "past"),
    [
        (None, 0),
        (START, 0),
        (day(0, 6), 0),
        (day(1), 1),
        (day(1, 6), 1),
        (day(2), 2),
        (day(9), 3),
        (date(2025, 1, 1), 0),
    ],
)
def test_a_week_is_past_if_it_ends_before_as_of(as_of: date | None, past: int) -> None:
    assert replace(midway().settings, as_of=as_of).past_weeks == past


def test_levels_count_open_weeks_alone() -> None:
    given = midway(did("A", 5), of_line={"fte": 2})
    score = check(given, plan({("A", "L", 1): WEEK, ("A", "L", 2): WEEK})).score
    assert (score.tiers[0].all, lay_out(given).wanted["L"]) == (2 * WEEK, (0, 2 * WEEK, 2 * WEEK))


def test_days_in_a_past_week_are_no_part_of_a_plan() -> None:
    assert broken(midway(), {("A", "L", 0): WEEK}) == [(Rule.HORIZON, "A", "P", "L", 0, WEEK)]


def test_change_counts_open_weeks_alone() -> None:
    given = midway(bookings=[booking("A", "P", {0: 1, 1: 1, 2: 1})])
    assert check(given, plan()).score.change == 2 * WEEK


# where the facts come from


def test_the_past_is_what_assignments_say_unless_actuals_speak_of_the_week() -> None:
    booked = [booking("A", "P", {0: 1, 1: 1, 2: 1})]
    given = midway(did("B", 2, week=1), past=2, bookings=booked)
    assert lay_out(given).past.done == {("A", "L", 0): WEEK, ("B", "L", 1): 2 * DAY}


def test_a_row_without_days_says_that_nothing_was_done() -> None:
    given = midway(did("A", 0), bookings=[booking("A", "P", {0: 1, 1: 1})])
    assert lay_out(given).past.done == {}


def test_days_go_to_lines_of_the_persons_role_up_to_what_these_want() -> None:
    lines = [line("K", "P", "QA"), line("L", "P", fte=0.5), line("M", "P", fte=0.5)]
    given = midway(did("A", 4), did("B", 3, line="L"), lines=lines)
    assert lay_out(given).past.done == {("A", "M", 0): 4 * DAY, ("B", "L", 0): 3 * DAY}


def test_locks_of_the_past_are_facts_and_no_locks_any_more() -> None:
    given = midway(bookings=[booking("A", "P", {0: 1, 1: 0.5}, line="L", lock="hard")])
    assert [(pin.week, pin.units) for pin in lay_out(given).pins] == [(1, HALF)]
    assert aside(given, {("A", "L", 1): HALF}) == []
    assert lay_out(given).past.done == {("A", "L", 0): WEEK}


def test_freeze_counts_from_as_of() -> None:
    given = midway(bookings=[booking("A", "P", {0: 1, 1: 1, 2: 1})], settings={"freeze_weeks": 1})
    assert aside(given, {("A", "L", 1): WEEK}) == []
    assert [rule for rule, _ in aside(given, {("B", "L", 1): WEEK})] == [Rule.FREEZE, Rule.FREEZE]


# the rules that count what was done


def test_budget_pays_days_done_first() -> None:
    people = [person("A", cost_per_day=100), person("B")]
    given = midway(did("A", 3), of_project={"budget": 800}, people=people)
    cells = {("A", "L", 1): WEEK}
    assert broken(given, cells) == []
    assert broken(replace(given, actuals=(did("A", 4),)), cells) == [(Rule.BUDGET, None, "P", None, None, 100)]


def test_a_budget_overspent_in_the_past_forbids_paid_days_only() -> None:
    people = [person("A", cost_per_day=100), person("B")]
    given = midway(did("A", 5), of_project={"budget": 100}, people=people)
    assert broken(given, {("B", "L", 1): WEEK}) == []
    assert [one[0] for one in broken(given, {("A", "L", 1): HALF})] == [Rule.BUDGET]


def test_min_staffing_counts_days_done() -> None:
    given = midway(did("A", 5), of_project={"min_staffing": Fraction(2, 3)})
    assert broken(given, {("A", "L", 1): WEEK}) == []
    less = replace(given, actuals=(did("A", 2),))
    assert broken(less, {("A", "L", 1): WEEK}) == [(Rule.MIN_STAFFING, None, "P", None, None, 3 * DAY)]


def test_what_was_missed_for_good_is_not_asked_again() -> None:
    given = midway(did("A", 0), of_project={"must_have": True})
    assert aside(given, {("A", "L", 1): WEEK, ("A", "L", 2): WEEK}) == []
    assert aside(given, {("A", "L", 1): WEEK}) == [(Rule.MUST_HAVE, "P")]


def test_fill_counts_days_done() -> None:
    given = midway(did("A", 5), of_line={"fill_share": Fraction(2, 3)})
    assert broken(given, {("A", "L", 2): WEEK}) == []
    assert broken(replace(given, actuals=()), {("A", "L", 2): WEEK}) == [(Rule.FILL, None, "P", "L", None, WEEK)]


def test_fill_all_asks_for_open_weeks_alone() -> None:
    given = midway(did("A", 1), of_line={"fill_all": True})
    assert broken(given, {("A", "L", 1): WEEK, ("A", "L", 2): WEEK}) == []
    assert [one[0] for one in broken(given, {("A", "L", 1): WEEK})] == [Rule.FILL]


def test_min_days_count_days_done() -> None:
    given = midway(did("A", 3), settings={"min_days": 5})
    assert broken(given, {("A", "L", 1): HALF}) == []
    assert broken(given, {("B", "L", 1): HALF}) == [(Rule.MIN_DAYS, "B", "P", "L", None, HALF)]


def test_max_people_counts_those_who_worked_before() -> None:
    given = midway(did("B", 3), of_line={"max_people": 1})
    assert broken(given, {("B", "L", 1): WEEK}) == []
    assert broken(given, {("A", "L", 1): WEEK}) == [(Rule.MAX_PEOPLE, None, "P", "L", None, 1)]


def test_a_project_with_days_done_no_longer_moves() -> None:
    window = {"start": day(1), "earliest_start": day(0), "latest_start": day(3)}
    lines = [line("L", "P", start=1)]
    assert lay_out(midway(weeks=4, lines=lines, of_project=window)).shifts == {"P": (0, 1, 2)}
    begun = midway(did("A", 1), weeks=4, lines=lines, of_project=window)
    assert lay_out(begun).shifts == {"P": (0,)}
    assert broken(begun, {}, P=1) == [(Rule.START, None, "P", None, None, 1)]
    kept = replace(begun, baseline=plan(P=2))
    assert lay_out(kept).shifts == {"P": (2,)}
    assert broken(kept, {}, P=2) == []


def test_a_project_not_begun_takes_its_whole_demand_into_open_weeks() -> None:
    window = {"start": day(0), "latest_start": day(3)}
    given = midway(weeks=4, past=2, lines=[line("L", "P", weeks=2)], of_project=window)
    assert lay_out(given).shifts == {"P": (2,)}
    assert check(given, plan({("A", "L", 2): WEEK}, P=2)).score.tiers[0].all == WEEK
    stays = replace(given, projects=(project("P", status=Status.IN_FLIGHT, **window),))
    assert (lay_out(stays).shifts, lay_out(stays).wanted) == ({"P": (0,)}, {"L": (0, 0, 0, 0)})


def test_other_rules_look_at_open_weeks_alone() -> None:
    """Same people, exclusive and require say nothing about days done."""
    from builders import rule

    given = midway(
        did("B", 5),
        did("A", 1, on="Q"),
        projects=[project("P"), project("Q")],
        lines=[line("L", "P", weeks=3, same_people=True), line("N", "Q", weeks=3)],
        rules=[rule("exclusive", "A"), rule("require", "A", "P", value=1)],
    )
    assert aside(given, {("A", "L", 1): WEEK, ("A", "L", 2): WEEK}) == []


# days carried over


def carried(*actuals: Actual, **values: Any) -> tuple[int, ...]:
    given = midway(*actuals, settings={"carry_over": True, **values.pop("settings", {})}, **values)
    grid = lay_out(given)
    score = check(given, plan({("A", "L", w): WEEK for w in range(1, 3)})).score
    assert score.tiers[0].all == sum(min(WEEK, units) for units in grid.wanted["L"])
    return grid.wanted["L"]


def test_missed_days_are_wanted_in_the_next_weeks() -> None:
    assert carried(did("A", 5)) == (0, WEEK, WEEK)
    assert carried(did("A", 2.5)) == (0, WEEK + HALF, WEEK)
    assert carried() == (0, 2 * WEEK, WEEK)
    assert carried(of_line={"by_week": [3, 1, 0.5]}) == (0, 3 * WEEK, WEEK + HALF)


def test_missed_days_come_on_the_step_grid() -> None:
    assert carried(did("A", 3.7)) == (0, WEEK + HALF, WEEK)
    assert carried(did("A", 3.8)) == (0, WEEK, WEEK)


def test_missed_days_without_a_week_left_are_named() -> None:
    grid = lay_out(midway(did("A", 2), of_line={"by_week": [1]}, settings={"carry_over": True}))
    assert (grid.wanted["L"], dict(grid.past.lost)) == ((0, 0, 0), {"L": 3 * DAY})


def test_frozen_weeks_take_no_missed_days_while_there_is_another_week() -> None:
    """By hand: nobody can add days in a frozen week, so what is carried there would be a gap for sure."""
    frozen = {"settings": {"freeze_weeks": 1}, "bookings": [booking("A", "P", {0: 1, 1: 1, 2: 1})]}
    assert carried(did("A", 2.5), **frozen) == (0, WEEK, WEEK + HALF)
    every = {**frozen, "settings": {"freeze_weeks": 2}}
    assert carried(did("A", 2.5), **every) == (0, WEEK + HALF, WEEK)


# core seats


def test_a_core_seat_that_has_begun_is_said_to_be_wanted_before() -> None:
    core = {"of_line": {"core": True}, "past": 2, "weeks": 10}
    now = midway(did("A", 5), did("A", 5, week=1), **core)
    (begun,) = (one for one in risks(now, plan({})) if one.kind == "core")
    assert (begun.week, begun.units, begun.wanted) == (2, 2 * WEEK, 2 * WEEK)
    text = risk_text(now, begun, "en")
    assert "wanted before as well, lacks 10.0 of 10.0 days" in text and f"(2, from {day(2)})" in text
    assert "此前已有需求" in risk_text(now, begun, "zh")
    fresh = midway(lines=[line("L", "P", start=7, weeks=2, core=True)], past=2, weeks=10)
    (coming,) = (one for one in risks(fresh, plan({})) if one.kind == "core")
    assert coming.severity == "high"  # five weeks from now, not seven from Start
    assert f"wanted from the week of {day(7)}" in risk_text(fresh, coming, "en")


# faults of the past


def test_what_was_done_beyond_limits_is_a_violation_of_the_record_and_of_no_plan() -> None:
    given = midway(
        did("A", 6),
        did("B", 1),
        of_project={"budget": 100},
        of_line={"max_people": 1, "fte": 2},
        people=[person("A", cost_per_day=100), person("B")],
        absences=[absent("B", day(0), day(0, 4))],
    )
    found = [(v.rule, v.person_id, v.week, v.amount) for v in prepare(given).record_report().violations]
    assert found == [
        (Rule.CAPACITY, "A", 0, DAY),
        (Rule.CAPACITY, "B", 0, DAY),
        (Rule.MAX_PEOPLE, None, None, 1),
        (Rule.BUDGET, None, None, 500),
    ]
    assert broken(given, {}) == []
