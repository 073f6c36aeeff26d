"""A plan given back as the one that change is counted against, and locks asked for in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import DAY, WEEK, booking, day, line, person, plan, policy, portfolio, project
from solving import solved

from resopt.checker import check, record_plan
from resopt.domain.grid import lay_out
from resopt.domain.records import Portfolio
from resopt.plan import Plan
from resopt.report.changes import moves
from resopt.report.figures import compute
from resopt.scenarios.carry import around

PEOPLE = [person("A"), person("B")]


def two_weeks(**parts: object) -> Portfolio:
    """Return one line of two weeks for one person; A is on record."""
    parts.setdefault("bookings", [booking("A", "P", {0: 1, 1: 1}, line="L")])
    return portfolio(PEOPLE, [project("P")], [line("L", "P", weeks=2)], policy=policy(people=1), **parts)


def asked(*args: object, **values: object) -> object:
    return replace(booking(*args, **values), asked=True)  # type: ignore[arg-type]


def test_change_is_counted_against_the_plan_given_back() -> None:
    given = plan({("B", "L", 0): WEEK, ("B", "L", 1): WEEK})
    before = two_weeks()
    after = replace(before, baseline=given)
    assert check(before, given).score.change == 2 * WEEK
    assert check(after, given).score.change == 0
    assert lay_out(after).record == lay_out(before).record != lay_out(after).before
    kept, other = solved(after, rounds=1, start=given), solved(before, rounds=1)
    assert kept.plan == given and not moves(compute(after, kept))
    assert {a.person_id for a in other.plan.assignments} == {"A"}
    assert [m.person_id for m in moves(compute(after, other))] == ["A", "B"]


def test_people_lines_and_weeks_that_are_gone_count_nothing() -> None:
    gone = plan({("Z", "L", 0): WEEK, ("A", "Z", 0): WEEK, ("A", "L", 9): WEEK})
    after = replace(two_weeks(), baseline=gone)
    assert lay_out(after).before == {} and check(after, Plan()).score.change == 0


def test_a_lock_asked_for_binds_and_is_not_on_record() -> None:
    one = asked("B", "P", {0: 1}, line="L", lock="hard")
    given = two_weeks(bookings=[booking("A", "P", {1: 1}, line="L"), one])
    assert record_plan(given) == plan({("A", "L", 1): WEEK})
    assert lay_out(given).record == {("A", "P", 1): WEEK} and len(given.on_record) == 1
    assert [f.person_id for f in lay_out(given).pins] == ["B"]
    assert [f.person_id for f in check(given, Plan()).set_aside] == ["B"]
    assert solved(given, rounds=1).plan.units()["B", "L", 0] == WEEK


@pytest.mark.parametrize(("locks", "allowed"), [("asked", (2,)), ("record", (0,)), ("both", (0,)), ("", (0, 1, 2))])
def test_locks_asked_for_hold_the_start_that_the_given_plan_has(locks: str, allowed: tuple[int, ...]) -> None:
    mine = asked("A", "P", {2: 1}, line="L", lock="hard", id="mine")
    theirs = booking("A", "P", {0: 1}, line="L", lock="hard")
    bookings = [b for b, kinds in ((mine, ("asked", "both")), (theirs, ("record", "both"))) if locks in kinds]
    one = project("P", start=day(0), earliest_start=day(0), latest_start=day(2))
    given = portfolio(PEOPLE, [one], [line("L", "P")], weeks=3, bookings=bookings)
    given = replace(given, baseline=plan({("A", "L", 2): 5 * DAY}, P=2))
    assert lay_out(given).shifts["P"] == allowed
    for shift in range(3):
        broken = [v.rule.value for v in check(given, plan({("A", "L", shift): WEEK}, P=shift)).violations]
        assert ("start" in broken) == (shift not in allowed)


def test_a_plan_around_the_locks_is_where_the_search_starts() -> None:
    """Assignments have A on the line, the plan given back has B, of whom one week is taken away."""
    given = plan({("B", "L", 0): WEEK, ("B", "L", 1): WEEK})
    away = asked("B", "P", {1: 0}, line="L", lock="hard")
    after = replace(two_weeks(bookings=[booking("A", "P", {0: 1, 1: 1}, line="L"), away]), baseline=given)
    start = around(after, given)
    assert start == plan({("A", "L", 1): WEEK, ("B", "L", 0): WEEK})
    assert solved(after, rounds=1, start=start).plan == start
    assert around(replace(after, bookings=()), given) == given
