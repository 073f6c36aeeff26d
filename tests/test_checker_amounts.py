"""What the checker derives from dates and locks: capacity, wanted days, starts, days of bookings, exemptions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from builders import (
    HALF,
    START,
    WEEK,
    absent,
    booking,
    day,
    line,
    person,
    plan,
    policy,
    portfolio,
    project,
    rule,
)
from checking import THREE, TWO, Cells, aside, broken, facts, locked, moving, one_line

from resopt.checker import check, score
from resopt.checker.ground import Ground
from resopt.domain.records import Basis, Calendar, Portfolio, Segment, Status
from resopt.domain.rules import Rule
from resopt.plan import Plan


@pytest.mark.parametrize(
    ("values", "absences", "expected"),
    [
        ({}, [], (WEEK, WEEK)),
        ({"fte": Fraction(1, 3)}, [], (333, 333)),
        ({"bau": 1}, [], (0, 0)),
        ({"start": day(0, 2), "end": day(1, 1)}, [], (600, 400)),
        ({}, [absent("A", day(0, 1), day(0, 1))], (800, WEEK)),
        (
            {},
            [absent("A", day(0, 0), day(0, 2), 0.5), absent("A", day(0, 2), day(0, 3), 0.25)],
            (2 * 100 + 2 * 50 + 200, WEEK),
        ),
        ({}, [absent("A", day(0, 0), day(1, 6), days=4)], (400, 400)),
        ({"fte": 0.5}, [absent("A", day(0, 0), day(0, 6), days=1)], (200, HALF)),
        ({"start": day(0, 3)}, [absent("A", day(0, 0), day(0, 6), days=1)], (200, WEEK)),
        ({}, [absent("A", day(0, 0), day(0, 6), days=9)], (WEEK, WEEK)),
        ({}, [absent("A", START - timedelta(days=7), day(0, 6), days=5)], (HALF, WEEK)),
        ({"bau": 1}, [absent("A", day(0, 0), day(0, 6), days=1)], (0, 0)),
        ({"location": "CN"}, [], (800, 1200)),
    ],
)
def test_capacity(values: dict[str, Any], absences: list[Any], expected: tuple[int, int]) -> None:
    china = Calendar("CN", frozenset({day(0, 0)}), frozenset({day(1, 5)}))
    given = one_line([person("A", **values)], 2, 9, absences=absences, calendars=[china], step=1)
    cells = {("A", "L", week): units for week, units in enumerate(expected) if units}
    assert broken(given, cells) == []
    for week, units in enumerate(expected):
        one_more = {**cells, ("A", "L", week): units + 1}
        assert broken(given, one_more) == [(Rule.CAPACITY, "A", None, None, week, 1)]


@pytest.mark.parametrize(
    ("segments", "step", "location", "expected"),
    [
        ([(0, 0, 1, 6, "0.5", Basis.FTE)], 1, "", (HALF, HALF)),
        ([(0, 3, 1, 6, "1", Basis.FTE)], 1, "", (400, WEEK)),
        ([(0, 0, 1, 6, "3", Basis.DAYS)], 1, "", (300, 300)),
        ([(-1, 0, 0, 6, "3", Basis.DAYS)], 1, "", (300, 0)),
        ([(0, 0, 1, 6, "0.35", Basis.FTE)], 100, "", (400, 300)),
        ([(0, 0, 1, 6, "0.5", Basis.FTE)], WEEK, "", (WEEK, 0)),
        ([(0, 0, 0, 6, "0.2", Basis.FTE), (1, 0, 1, 6, "0.4", Basis.FTE)], HALF, "", (0, HALF)),
        ([(0, 0, 0, 6, "0.5", Basis.FTE), (0, 0, 1, 6, "0.5", Basis.FTE)], 1, "", (WEEK, HALF)),
        ([(0, 5, 0, 6, "3", Basis.DAYS)], 1, "", (0, 0)),
        ([(0, 0, 1, 6, "1", Basis.FTE)], 1, "CN", (800, 1200)),
    ],
)
def test_wanted_days_are_put_on_the_step_grid_with_carry(
    segments: list[Any], step: int, location: str, expected: tuple[int, int]
) -> None:
    spans = tuple(Segment(day(a, b), day(c, d), Fraction(x), basis) for a, b, c, d, x, basis in segments)
    china = Calendar("CN", frozenset({day(0, 0)}), frozenset({day(1, 5)}))
    one = line("L", "P", segments=spans)
    given = portfolio(
        TWO, [project("P", location=location)], [one], step=step, calendars=[china], policy=policy(price_missing=200)
    )
    assert score(given, Plan()).weighted == sum(expected) * 1_000_000
    for week, units in enumerate(expected):
        cells = {("A", "L", week): min(units, WEEK), ("B", "L", week): max(0, units - WEEK)}
        assert [v[0] for v in broken(given, cells)] == []
        cells["B", "L", week] += step
        assert Rule.DATES in [v[0] for v in broken(given, cells)]


# starts


@pytest.mark.parametrize(
    ("given", "allowed"),
    [
        (moving(), (-1, 0, 1)),
        (moving(latest_start=day(2)), (-1, 0, 1)),
        (moving(latest_start=day(2) - timedelta(days=1)), (-1, 0)),
        (moving(earliest_start=day(0, 1)), (0, 1)),
        (moving(earliest_start=None), (0, 1)),
        (moving(latest_start=None), (-1, 0)),
        (moving(earliest_start=day(2), latest_start=day(2)), (1,)),
        (moving(earliest_start=day(3), latest_start=day(3)), (0,)),
        (moving(status=Status.IN_FLIGHT), (0,)),
        (moving(start=None), (0,)),
        (replace(moving(), bookings=(booking("A", "P", {1: 0}, lock="hard"),)), (0,)),
        (replace(moving(), lines=()), (0,)),
    ],
)
def test_a_project_moves_by_whole_weeks_within_its_window(given: Portfolio, allowed: tuple[int, ...]) -> None:
    ok = [shift for shift in range(-4, 5) if broken(given, {}, P=shift) == []]
    assert tuple(ok) == allowed
    far = broken(given, {}, P=9)
    assert far == [(Rule.START, None, "P", None, None, 9 - max(allowed))]


def test_a_moved_project_carries_its_wanted_days() -> None:
    cells = {("A", "L", 2): WEEK, ("A", "L", 3): WEEK, ("B", "L", 3): WEEK}
    assert broken(moving(), cells, P=1) == []
    assert broken(moving(), cells) == [(Rule.DATES, None, "P", "L", 3, 2 * WEEK)]
    assert score(moving(), plan(cells, P=1)).tiers[0].all == 3 * WEEK


def test_a_project_that_is_not_planned_cannot_move() -> None:
    assert broken(one_line(), {}, Q=1) == [(Rule.HORIZON, None, "Q", None, None, 0.0)]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (booking("A", "P", 0.5, start=day(0, 2), end=day(1, 0), id="b"), {0: 150, 1: 100}),
        (booking("A", "P", {0: 0.5}, id="b"), {0: HALF}),
        (booking("A", "P", 1, start=day(0, 5), end=day(1, 0), id="b"), {1: 200}),
        (booking("A", "P", 1, start=START - timedelta(days=3), end=day(0, 0), id="b"), {0: 100}),
        (booking("A", "P", {-1: 1, 1: Fraction(1, 3), 2: 1}, id="b"), {1: 333}),
    ],
)
def test_days_of_a_booking(row: Any, expected: dict[int, int]) -> None:
    """A From-To row counts the lowest Available of each day, week columns whole working days; FTE and BAU never."""
    given = facts(
        people=[person("A", "Dev, QA", fte=0.5, bau=0.5), person("B")],
        absences=[absent("A", day(0, 0), day(0, 2), 0.5), absent("A", day(0, 3), day(0, 3), 0)],
        bookings=[replace(row, lock=booking("A", "P", {}, lock="hard").lock)],
        step=1,
    )
    found = {fact.week: fact.units for fact in Ground(given).locks}
    assert found == expected


# what locks are exempt from, and what not


COOK = [person("A", "Cook", level=1), person("B")]


@pytest.mark.parametrize(
    ("given", "cells"),
    [
        pytest.param(locked({0: 1}, COOK), {("A", "L", 0): WEEK}, id="role"),
        pytest.param(locked({0: 1}, skills="Java:5"), {("A", "L", 0): WEEK}, id="skill"),
        pytest.param(locked({0: 1}, min_level=5), {("A", "L", 0): WEEK}, id="level"),
        pytest.param(locked({0: 1}, TWO, person_id="B"), {("A", "L", 0): WEEK}, id="named person"),
        pytest.param(locked({0: 0.33}), {("A", "L", 0): 330}, id="step"),
        pytest.param(locked({0: 0.1}, step=100, settings={"min_share": 0.5}), {("A", "L", 0): 100}, id="min share"),
        pytest.param(locked({0: 0.5}, settings={"min_days": 5}), {("A", "L", 0): HALF}, id="min days"),
        pytest.param(locked({0: 1}, max_people=0), {("A", "L", 0): WEEK}, id="max people"),
        pytest.param(locked({1: 1}), {("A", "L", 1): WEEK}, id="days above wanted"),
        pytest.param(locked({1: 1}, line_id=None), {("A", "L", 1): WEEK}, id="lock on the project"),
    ],
)
def test_a_kept_lock_is_exempt(given: Portfolio, cells: Cells) -> None:
    assert aside(given, cells) == []
    free = replace(given, bookings=())
    assert len(broken(free, cells)) == 1


def test_a_lock_set_aside_exempts_nothing() -> None:
    given = locked({0: 1}, COOK)
    report = check(given, plan({("A", "L", 0): HALF}))
    assert [v.rule for v in report.violations] == [Rule.ELIGIBILITY]
    assert [fact.rule for fact in report.set_aside] == [Rule.HARD_LOCK]


def test_only_the_locked_week_is_exempt() -> None:
    given = locked({0: 1}, COOK, weeks=2)
    assert broken(given, {("A", "L", 0): WEEK, ("A", "L", 1): WEEK}) == [(Rule.ELIGIBILITY, "A", "P", "L", 1, WEEK)]


def test_a_lock_takes_its_days_from_the_wanted_ones() -> None:
    given = locked({0: 0.5}, TWO)
    assert broken(given, {("A", "L", 0): HALF, ("B", "L", 0): HALF}) == []
    assert broken(given, {("A", "L", 0): HALF, ("B", "L", 0): WEEK}) == [(Rule.DATES, None, "P", "L", 0, HALF)]


def test_a_lock_takes_a_seat() -> None:
    given = locked({0: 0.5}, THREE, fte=3, max_people=2)
    assert broken(given, {("A", "L", 0): HALF, ("B", "L", 0): HALF}) == []
    full = {("A", "L", 0): HALF, ("B", "L", 0): HALF, ("C", "L", 0): HALF}
    assert broken(given, full) == [(Rule.MAX_PEOPLE, None, "P", "L", None, 1)]


@pytest.mark.parametrize(
    ("given", "cells", "rule_broken"),
    [
        (locked({0: 1.5}, fte=2), {("A", "L", 0): WEEK + HALF}, Rule.CAPACITY),
        (locked({0: 1}, rules=[rule("forbid", "A", "P")]), {("A", "L", 0): WEEK}, Rule.FORBID),
        (locked({0: 1}, settings={"max_projects": 0}), {("A", "L", 0): WEEK}, Rule.MAX_PROJECTS),
        (locked({0: 1}, weeks=2, same_people=True), {("A", "L", 0): WEEK}, Rule.SAME_PEOPLE),
        (locked({0: 1}, weeks=2, fill_all=True), {("A", "L", 0): WEEK}, Rule.FILL),
        (locked({0: 1}, [person("A", cost_per_day=1)], budget=4), {("A", "L", 0): WEEK}, Rule.BUDGET),
        (
            locked({0: 1}, TWO, fte=2, rules=[rule("apart", "A", other="B")]),
            {("A", "L", 0): WEEK, ("B", "L", 0): WEEK},
            Rule.APART,
        ),
    ],
    ids=lambda value: value.value if isinstance(value, Rule) else "",
)
def test_a_kept_lock_is_not_exempt(given: Portfolio, cells: Cells, rule_broken: Rule) -> None:
    report = check(given, plan(cells))
    assert [v.rule for v in report.violations] == [rule_broken]
    assert report.set_aside == ()
