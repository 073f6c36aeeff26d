"""What if: words, sheet and records say the same; plans are carried over; results start from the base's plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from builders import DAY, booking, day, line, person, plan, portfolio, project, rule
from hypothesis import given, settings
from hypothesis import strategies as st
from inputs import bare, frame, inputs, read
from solving import solved
from strategies import planned
from test_changes import changes_of

import resopt as ro
from resopt.domain.changes import Absent, Change, Hire, Hold, Leave, Limit, Priority, Scale, Shift, Start, Unlock, apply
from resopt.domain.records import Portfolio
from resopt.explain.mending import filled
from resopt.scenarios.carry import carried
from resopt.scenarios.whatif import of_sheet, touched

ROWS = """
scenario,change,item,value,from,to
more,hire,tester,2,2026-02-02,2026-03-01
more,start,Bob,2026-02-02,,
less,leave,E1,,2026-02-02,
less,shift,Atlas,-2,,
less,scale,D1,80%,,
less,scale,P2,1.5,,
other,priority,P1,3,,
other,hold,Bolt,,,
other,limits,Max Projects,2,,
other,limits,tolerance,10%,,
other,limits,Min Days,20%,,
other,unlock,Ann,,,
"""


def test_sheet_and_words_give_the_same_changes() -> None:
    base = read(scenarios=ROWS)
    assert [one.name for one in base.scenarios] == ["less", "more", "other"]
    more = base.scenario(
        "x", start={"Bob": "2026-02-02"}, changes=[Hire("Tester", 2, date(2026, 2, 2), date(2026, 3, 1))]
    )
    assert of_sheet(base, "more").changes == more.changes[::-1]
    less = base.scenario("less", leave={"Ann": date(2026, 2, 2)}, shift={"P1": -2}, scale={"D1": 0.8, "Bolt (P2)": 1.5})
    assert of_sheet(base, "less") == less
    other = base.scenario(
        "other",
        priority={"Atlas": 3},
        hold="P2",
        limits={"max_projects": 2, "Tolerance": "10%", "min_days": "20%"},
        unlock=["E1"],
    )
    assert set(of_sheet(base, "other").changes) == set(other.changes)
    assert other.changes == (
        Priority("P1", "3", Fraction(3)),
        Limit("max_projects", Fraction(2)),
        Limit("tolerance", Fraction(1, 10)),
        Limit("min_days", Fraction(1, 5), True),
        Hold("P2"),
        Unlock("person", "E1"),
    )
    assert other.describe("en")[0] == "Atlas has priority 3"
    assert other.describe("zh")[-1] == "解除 Ann 的锁定"
    with pytest.raises(ValueError, match="did you mean more"):
        of_sheet(base, "mor")
    with pytest.raises(ValueError, match="is empty"):
        of_sheet(read(), "more")


def test_scenarios_survive_the_way_through_frames() -> None:
    base = read(scenarios=ROWS)
    again = ro.from_frames(**base.to_frames())
    assert again.scenarios == base.scenarios and bare(again) == bare(base)
    with pytest.raises(ro.InputError, match="no project Bolt9"):
        ro.from_frames(**inputs(scenarios=frame("scenario,change,item\na,hold,Bolt9")))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"hire": {"Testr": 1}}, "hire Testr: No person, line or row of Roles has the role Testr; did you mean Tester"),
        ({"hire": {"Tester": 0}}, "hire Tester: 0 is not a whole number from 1 to 1000"),
        ({"hire": ["Tester"]}, "hire is a mapping"),
        ({"leave": {"Anne": "2026-02-02"}}, "did you mean Ann"),
        ({"leave": {"Ann": "soon"}}, "'soon' is not a date"),
        ({"shift": {"P1": 0.5}}, "not a whole number"),
        ({"scale": {"P1": -1}}, "negative"),
        ({"priority": {"P1": "urgent"}}, "not a priority"),
        ({"limits": {"weeks": 3}}, "'weeks' is not known here"),
        ({"unlock": "Zed"}, "nothing called Zed"),
        ({"hold": ["P1", "P99"]}, "no project P99"),
    ],
)
def test_wrong_words_are_refused_with_the_nearest(words: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read().scenario("x", **words)


def test_columns_that_a_change_does_not_use_are_refused() -> None:
    def wrong(row: str) -> str:
        with pytest.raises(ro.InputError) as error:
            read(scenarios=f"scenario,change,item,value,from,to\na,{row}")
        return error.value.issues[0].text()

    assert "Change shift has no From" in wrong("shift,P1,2,2026-02-02,")
    assert "Change leave has no To" in wrong("leave,Ann,,2026-02-02,2026-02-03")
    assert "give it once" in wrong("leave,Ann,2026-02-02,2026-02-02,")


def test_a_planned_hire_that_does_not_count_is_named() -> None:
    staff = "person_id,name,role,employment\nE1,Ann,Developer,\nE2,Bob,Tester,planned\nE3,Cid,Analyst,"
    with pytest.raises(ro.InputError, match="planned hire, and those do not count"):
        read(staff=staff, scenarios="scenario,change,item,from\na,start,Bob,2026-02-02")


def two() -> Portfolio:
    return portfolio(
        [person("A"), person("B")],
        [project("P1", 1), project("P2", 2)],
        [line("L1", "P1", weeks=2), line("L2", "P2", weeks=2)],
        weeks=3,
        step=100,
    )


def test_a_plan_is_carried_over_without_what_no_longer_fits() -> None:
    base, whole = two(), plan({("A", "L1", 0): 1000, ("A", "L1", 1): 1000, ("B", "L2", 0): 1000, ("B", "L2", 1): 1000})
    gone = carried(base, apply(base, [Leave("B", day(0, 4))]), whole)
    assert gone == plan({("A", "L1", 0): 1000, ("A", "L1", 1): 1000, ("B", "L2", 0): 1000})
    moved = carried(base, apply(base, [Shift("P1", 1)]), whole)
    assert moved == plan({("A", "L1", 1): 1000, ("A", "L1", 2): 1000, ("B", "L2", 0): 1000, ("B", "L2", 1): 1000})
    held = carried(base, apply(base, [Hold("P2")]), whole)
    assert held == plan({("A", "L1", 0): 1000, ("A", "L1", 1): 1000})
    absent = carried(base, apply(base, [Absent("B", day(0), day(0, 1))]), whole)
    assert absent == plan({**whole.units(), ("B", "L2", 0): 3 * DAY})
    less = carried(base, apply(base, [Scale(Fraction(1, 2), "P2")]), whole)
    assert less == plan({**whole.units(), ("B", "L2", 0): 500, ("B", "L2", 1): 500})
    assert carried(base, apply(base, [Start("A", day(0))]), whole) == whole


def test_days_of_a_project_move_along_where_its_start_has_to_move() -> None:
    base = portfolio(
        [person("A"), person("B")],
        [project("P1", 1, start=day(0), latest_start=day(2)), project("P2", 2)],
        [line("L1", "P1", weeks=2), line("L2", "P2", weeks=2)],
        weeks=5,
        step=100,
    )

    def given(start: int) -> ro.Plan:
        days = {("A", "L1", start): 1000, ("A", "L1", start + 1): 1000, ("B", "L2", 0): 1000}
        return ro.Plan.of(days, {"P1": start})

    def within(first: int, last: int) -> Portfolio:
        window = replace(base.projects[0], earliest_start=day(first), latest_start=day(last))
        return replace(base, projects=(window, base.projects[1]))

    assert carried(base, within(0, 1), given(2)) == given(1)
    assert carried(base, within(0, 0), given(2)) == given(0)
    assert carried(base, within(1, 3), given(0)) == given(1)
    assert carried(base, within(0, 2), given(2)) == given(2)
    assert carried(base, apply(base, [Shift("P1", 2)]), given(2)) == ro.Plan.of(given(3).units(), {"P1": 1})


def test_days_over_capacity_are_taken_from_the_lowest_tier() -> None:
    base = two()
    both = plan({("A", "L1", 0): 500, ("A", "L2", 0): 500})
    changed = apply(base, [Absent("A", day(0), day(0, 1))])
    assert carried(base, changed, both) == plan({("A", "L1", 0): 500, ("A", "L2", 0): 100})


def test_free_people_fill_what_is_open_from_the_highest_tier() -> None:
    base = two()
    first = filled(base, plan({("B", "L2", 0): 1000}))
    assert first == plan({("A", "L1", 0): 1000, ("A", "L1", 1): 1000, ("B", "L2", 0): 1000, ("B", "L2", 1): 1000})
    assert filled(base, first) == first


def test_lending_and_people_of_a_line_are_cut_to_the_limit() -> None:
    base = portfolio(
        [person("A", department="R"), person("B", department="R")],
        [project("P1", department="S")],
        [line("L1", "P1", fte=2)],
    )
    both = plan({("A", "L1", 0): 1000, ("B", "L1", 0): 500})
    lend = portfolio(base.people, base.projects, base.lines, rules=[rule("lend", department="R", value=1)])
    assert carried(base, lend, both) in (plan({("A", "L1", 0): 1000}), plan({("B", "L1", 0): 500}))
    narrow = portfolio(base.people, base.projects, [line("L1", "P1", fte=2, max_people=1)])
    assert carried(base, narrow, both) == plan({("A", "L1", 0): 1000})


@given(planned(), st.data())
@settings(max_examples=60, deadline=None)
def test_what_is_carried_over_keeps_every_limit(given: tuple[Portfolio, ro.Plan], data: st.DataObject) -> None:
    base, before = given
    changed = apply(base, data.draw(st.lists(changes_of(base), min_size=1, max_size=3)))
    found = carried(base, changed, before)
    assert found is None or ro.check(changed, found).violations == ()
    if found is not None:
        more = filled(changed, found)
        assert ro.check(changed, more).violations == ()
        assert more == found or ro.score(changed, more).vector() < ro.score(changed, found).vector()
    assert carried(base, base, before) == before


def test_a_what_if_starts_from_the_plan_of_its_base() -> None:
    base = portfolio(
        [person("A"), person("B")],
        [project("P1", 1), project("P2", 2)],
        [line("L1", "P1", weeks=2, fte=1.5), line("L2", "P2", weeks=2)],
        bookings=[booking("A", "P1", {0: 1})],
    )
    hired = base.scenario("hire", hire={"Dev": 1})
    before, after = solved(base), solved(hired)
    assert [tier.all for tier in before.score.tiers] == [3000, 1000]
    assert [tier.all for tier in after.score.tiers] == [3000, 2000]


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        (Hire("QA"), ["L2"]),
        (Scale(Fraction(2), "P1"), ["L1"]),
        (Absent("A", day(0), day(0, 4), Fraction(1, 2)), ["L1"]),
        (Limit("max_projects", Fraction(2)), ["L2", "L1"]),
    ],
)
def test_days_are_rearranged_around_short_lines_that_a_change_touches(change: Change, lines: list[str]) -> None:
    base = portfolio(
        [person("A"), person("B", roles=("QA",))],
        [project("P1", 2), project("P2", 1)],
        [line("L1", "P1", fte=2), line("L2", "P2", "QA", fte=2), line("L3", "P2", "QA", days=1, start=1)],
        weeks=2,
    )
    served = plan({("A", "L1", 0): 5 * DAY, ("B", "L2", 0): 5 * DAY, ("B", "L3", 1): DAY})
    assert touched(base, apply(base, [change]), served) == lines
