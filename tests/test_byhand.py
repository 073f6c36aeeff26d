"""Plans by hand: assign, release, swap and lock give new plans, checked at once; the old one stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
from builders import HALF, WEEK, absent, booking, day, line, person, plan, portfolio, project
from hypothesis import given, settings
from hypothesis import strategies as st
from solving import solved
from strategies import planned

import resopt as ro
from resopt.domain.records import Lock, Portfolio, Status
from resopt.domain.rules import Rule


def base() -> Portfolio:
    return portfolio(
        [person("A", name="Ann"), person("B", "Dev, QA", name="Bo")],
        [project("P1", 1, name="Atlas"), project("P2", 2, name="Bolt")],
        [line("L1", "P1", weeks=2, fte=1), line("L2", "P2", weeks=2, fte=1), line("L3", "P2", "QA", weeks=2, fte=1)],
        weeks=3,
        step=100,
        bookings=[
            booking("A", "P1", {0: 1}),
            booking("A", "P2", 0.5, start=day(0), end=day(2, 6)),
        ],
    )


def start() -> ro.Plan:
    return replace(plan({("A", "L1", 0): WEEK, ("A", "L1", 1): HALF}), portfolio=base())


def rules(found: ro.Plan) -> list[Rule]:
    assert found.report is not None
    return [one.rule for one in found.report.violations]


def test_assign_fills_what_is_wanted_and_free() -> None:
    found = start().assign("Ann", "Bolt")
    assert found == plan({**start().units(), ("A", "L2", 1): HALF})
    assert rules(found) == []
    assert start().assign("A", "P1").units() == {("A", "L1", 0): WEEK, ("A", "L1", 1): WEEK}


@pytest.mark.parametrize(
    "weeks", [1, "2026-01-12", date(2026, 1, 14), [1], pd.Timestamp("2026-01-18"), ["2026-01-13"], {1}]
)
def test_weeks_are_numbers_or_any_of_their_days(weeks: Any) -> None:
    found = start().assign("Ann", "Atlas", weeks=weeks, days=1.5)
    assert found.units() == {("A", "L1", 0): WEEK, ("A", "L1", 1): 300}


def test_assign_takes_days_or_fte_and_never_hides_a_fault() -> None:
    half = start().assign("Bo", "Atlas", weeks=[0, 1], fte=0.5)
    assert half.units()["B", "L1", 0] == HALF
    assert rules(half) == [Rule.DATES]  # Ann gives all that week 0 wants
    over = start().assign("Ann", "Atlas", weeks=0, days=6)
    assert rules(over) == [Rule.CAPACITY, Rule.DATES]
    with pytest.raises(ValueError, match="not both"):
        start().assign("Ann", "Atlas", days=1, fte=0.2)


def test_which_line_must_be_clear() -> None:
    with pytest.raises(ValueError, match="Bo could serve several lines of P2; name one with line=: L2, L3"):
        start().assign("Bo", "Bolt")
    assert start().assign("Bo", "Bolt", weeks=0, line="L3").units()["B", "L3", 0] == WEEK
    skilled = replace(start(), portfolio=replace(base(), lines=(line("L1", "P1", "QA", weeks=2),)))
    with pytest.raises(ValueError, match="Ann may serve no line of P1"):
        skilled.assign("Ann", "Atlas")


def test_release_and_swap() -> None:
    assert start().release("Ann", "Atlas", weeks=1).units() == {("A", "L1", 0): WEEK}
    assert start().release("Ann", "Atlas").units() == {}
    assert start().release("Ann", "Bolt") == start()
    swapped = start().swap("Ann", "Bo", "Atlas", weeks=[1])
    assert swapped.units() == {("A", "L1", 0): WEEK, ("B", "L1", 1): HALF}
    assert rules(swapped) == []
    away = replace(start(), portfolio=replace(base(), absences=(absent("B", day(0), day(2, 6)),)))
    assert set(rules(away.swap("Ann", "Bo", "Atlas"))) == {Rule.CAPACITY}
    both = start().assign("Bo", "Atlas", weeks=1, days=2.5)
    assert both.swap("Ann", "Bo", "Atlas", weeks=1).units()["B", "L1", 1] == WEEK


def test_a_lock_stands_among_assignments_of_a_new_portfolio_and_is_kept() -> None:
    locked = start().lock("Ann", "Atlas", weeks=1)
    assert locked == start() and locked.portfolio is not None
    (row,) = [b for b in locked.portfolio.bookings if b.lock is Lock.HARD]
    assert (row.person_id, row.project_id, row.segments[0].start) == ("A", "P1", day(1))
    assert locked.portfolio.describe() == ["Ann is locked on Atlas (FTE by week: 2026-01-12: 0.5)"]
    assert base().changes == () and start().known() == base()
    assert solved(locked.portfolio).plan.units()["A", "L1", 1] == HALF
    none = start().lock("Ann", "Atlas", weeks=0, fte=0)
    assert none.units() == {("A", "L1", 1): HALF} and rules(none) == []
    assert ("A", "L1", 0) not in solved(none.known()).plan.units()
    assert rules(start().lock("Ann", "Atlas", weeks=1, fte=0.8)) == []


def test_a_lock_may_keep_somebody_off_or_name_its_line() -> None:
    off = start().lock("Bo", "Bolt", fte=0)  # who has no days there, and could serve two of its lines
    assert [s.amount for b in off.known().bookings if b.lock is Lock.HARD for s in b.segments] == [0, 0, 0]
    assert not any(cell[:2] in (("B", "L2"), ("B", "L3")) for cell in solved(off.known()).plan.units())
    with pytest.raises(ValueError, match="name one with line=: L2, L3"):
        start().lock("Bo", "Bolt", weeks=1, fte=0.5)
    assert start().lock("Bo", "Bolt", weeks=1, fte=0.5, line="L3").units()["B", "L3", 1] == HALF


def test_a_lock_takes_the_place_of_other_rows_of_the_pair() -> None:
    after = replace(start(), portfolio=base()).lock("Ann", "Bolt", weeks=1, fte=0.2).known()
    spans = sorted(
        (s.start, s.end, float(s.amount)) for b in after.bookings if b.project_id == "P2" for s in b.segments
    )
    assert spans == [(day(0), day(0, 6), 0.5), (day(1), day(1, 6), 0.2), (day(2), day(2, 6), 0.5)]
    again = ro.from_frames(**after.to_frames())
    assert {b.segments for b in again.bookings} == {b.segments for b in after.bookings}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("assign", "Anne", "Atlas"), "did you mean Ann?"),
        (("assign", "Ann", "Atlas2"), "did you mean Atlas?"),
        (("release", "Ann", "Atlas", "L9"), "There is no Demand ID L9"),
        (("lock", "Bo", "Atlas"), "Bo has no days on Atlas to lock"),
        (("assign", "Ann", None), "project is a name or an ID, not None"),
        (("assign", "Ann", "Cargo"), "project P3 is not planned"),
        (("assign", "Ann", "Atlas", "L2"), "line L2 is one of P2, not of P1: L1"),
        (("swap", "Bo", "Ann", "Atlas"), "Bo has no days on Atlas to hand over"),
        (("swap", "Ann", "Ann", "Atlas"), "both are Ann"),
    ],
)
def test_wrong_names_are_refused_with_the_nearest(words: tuple[str, ...], message: str) -> None:
    name, *names = words
    more = {"line": names.pop()} if len(names) > (3 if name == "swap" else 2) else {}
    held = base()
    cargo = replace(held, projects=(*held.projects, project("P3", 1, name="Cargo", status=Status.ON_HOLD)))
    with pytest.raises(ValueError, match=message.replace("?", r"\?")):
        getattr(replace(start(), portfolio=cargo), name)(*names, **more)


@pytest.mark.parametrize(
    ("weeks", "message"),
    [(3, "0 to 2"), ("soon", "is not a date"), (1.5, "numbers or dates"), (True, "its number"), ([None], "its number")],
)
def test_wrong_weeks_are_refused(weeks: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        start().release("Ann", "Atlas", weeks=weeks)


def test_a_plan_without_portfolio_says_so() -> None:
    with pytest.raises(ValueError, match="does not know its portfolio"):
        plan().assign("Ann", "Atlas")
    assert solved(base()).plan.to_frame()["person_id"].tolist()
    assert solved(base()).plan.wide().shape == (2, 3)


@given(planned(), st.data())
@settings(max_examples=40, deadline=None)
def test_what_is_released_breaks_no_capacity_and_the_old_plan_stays(
    given: tuple[Portfolio, ro.Plan], data: st.DataObject
) -> None:
    one, before = given
    if not before.assignments:
        return
    held = replace(before, portfolio=one)
    a = data.draw(st.sampled_from(before.assignments))
    where = next(x.project_id for x in one.lines if x.id == a.line_id)
    less = held.release(a.person_id, where)
    assert held == before and Rule.CAPACITY not in rules(less)
    locked = held.lock(a.person_id, where)
    assert locked.report is not None and locked.known().bookings != one.bookings
    aside = {
        fact.person_id for fact in locked.report.set_aside if fact.rule is Rule.HARD_LOCK and "lock-" in fact.row_id
    }
    assert not aside
