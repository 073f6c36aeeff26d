"""A plan made before As Of in use after it: read back, changed by hand, replanned, shifted, explained, written."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from builders import WEEK, booking, day, line, person, plan, portfolio, project
from results import greedy_result
from solving import InProcess
from test_past_rules import did

import resopt as ro
from resopt.checker import check
from resopt.cli.show import answer_lines, check_lines, past_lines, result_lines
from resopt.domain.changes import Scale, Shift
from resopt.domain.grid import lay_out
from resopt.domain.records import Portfolio
from resopt.domain.wishes import as_begun
from resopt.engine import solve as engine
from resopt.report.json import to_json
from resopt.scenarios.record import restricted, with_record

BEFORE = portfolio(
    [person("A"), person("B")],
    [project("P", start=day(0), latest_start=day(2)), project("Q", 2)],
    [line("L", "P", weeks=4), line("N", "Q", weeks=4)],
    weeks=6,
    bookings=[booking("A", "P", {0: 1, 1: 1, 2: 1}), booking("B", "Q", {0: 1, 1: 1})],
)
OLD = plan({(p, i, w): WEEK for p, i in (("A", "L"), ("B", "N")) for w in range(4)})


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Portfolio:
    """Return the portfolio two weeks later: A did less than planned, B what was assigned."""
    monkeypatch.setattr(engine, "Pool", InProcess)
    return replace(BEFORE, settings=replace(BEFORE.settings, as_of=day(2)), actuals=(did("A", 3), did("A", 5, week=1)))


def test_rows_of_past_weeks_in_a_plan_are_left_out_and_named(now: Portfolio) -> None:
    from resopt.tables.plans import plan_from_frame

    back = plan_from_frame(OLD.to_frame(BEFORE), now)
    assert sorted({a.week for a in back.assignments}) == [2, 3]
    (told,) = back.issues
    assert (told.code, told.severity.value) == ("input.plan_past", "warning")  # A did 3 of 5 days in the first week
    assert told.text().endswith("by these, 18 of the 20 days of the plan were done.")
    assert check(now, back).violations == ()
    as_planned = replace(now, actuals=(did("A", 5), did("A", 5, week=1)))
    (told,) = plan_from_frame(OLD.to_frame(BEFORE), as_planned).issues
    assert (told.code, told.severity.value) == ("input.plan_past", "info")


def test_a_plan_given_back_says_that_past_weeks_are_left_out(now: Portfolio, tmp_path: Path) -> None:
    ro.save(tmp_path / "plan.xlsx", BEFORE, greedy_result(BEFORE, OLD))
    given = ro.load_edits(tmp_path / "plan.xlsx", now)
    assert {a.week for a in given.plan.assignments} == {2, 3}
    assert [issue.severity.value for issue in given.issues if issue.code == "input.plan_past"] == ["warning"]
    lines = answer_lines(now, greedy_result(now, given.plan), given, "en")
    assert any("weeks that are past now are left out (4)" in text for text in lines)


def test_replanning_keeps_the_open_weeks_of_a_plan_and_the_past(now: Portfolio) -> None:
    given = replace(OLD, portfolio=BEFORE)
    found = ro.replan(now, given, options=ro.Options(rounds=2, workers=1))
    assert found.result.plan.units() == {cell: n for cell, n in OLD.units().items() if cell[2] >= 2}
    assert found.moves == ()


def test_another_record_does_not_change_what_was_done(now: Portfolio) -> None:
    done = lay_out(now).past.done
    assert lay_out(with_record(now, {})).past.done == done
    assert lay_out(restricted(now, {}, set(), {})).past.done == done


def test_past_weeks_cannot_be_planned_by_hand(now: Portfolio) -> None:
    with pytest.raises(ValueError, match="is past"):
        replace(plan(), portfolio=now).assign("A", "P", weeks=1, days=5)


def test_a_project_that_has_begun_is_not_shifted(now: Portfolio) -> None:
    with pytest.raises(ValueError, match="P has begun"):
        now.scenario("later", shift={"P": 1})
    assert BEFORE.scenario("later", shift={"P": 1}).changes == (Shift("P", 1),)


def test_a_result_tells_what_was_done_apart(now: Portfolio, tmp_path: Path) -> None:
    carrying = replace(now, settings=replace(now.settings, carry_over=True))
    result = ro.solve(carrying, ro.Options(rounds=2, workers=1))
    content = to_json(carrying, result)
    assert sum(tier["wanted_days"] for tier in content["tiers"]) == 22.5
    assert {key: content["done"][key] for key in ("weeks", "done_days", "wanted_days", "met_days")} == {
        "weeks": 2,
        "done_days": 18.0,
        "wanted_days": 20.0,
        "met_days": 18.0,
    }
    assert content["done"]["carried_over_days"] == 2.5
    for lang in ("en", "zh"):
        ro.save(tmp_path / f"{lang}.xlsx", carrying, result, lang=lang)
        assert ro.load_plan(tmp_path / f"{lang}.xlsx", carrying) == result.plan


def test_the_command_line_says_what_is_past(now: Portfolio) -> None:
    from resopt.errors import Issue, Severity

    values = {"weeks": 2, "until": "2026-01-19", "actuals": "8", "record": "10"}
    told = replace(now, issues=(Issue(Severity.INFO, "input.past_read", "settings", values=values),))
    sentence = "2 weeks before 2026-01-19 are past; done are 8 days by Actuals and 10 days by Assignments."
    assert past_lines(told, "en") == [sentence]
    assert sentence in result_lines(told, greedy_result(told), "en")
    assert past_lines(BEFORE, "en") == []


def test_nothing_is_said_of_a_past_that_is_not(now: Portfolio) -> None:
    result = ro.solve(BEFORE, ro.Options(rounds=1, workers=1))
    assert "done" not in to_json(BEFORE, result)
    assert Fraction(BEFORE.settings.past_weeks) == 0


@pytest.mark.parametrize("amount", [{"fte": 1}, {"days": 20}])
def test_demand_is_scaled_in_open_weeks_only(amount: dict[str, int]) -> None:
    made = portfolio([person("A")], [project("P")], [line("L", "P", weeks=4, **amount)], weeks=4)
    now = replace(made, settings=replace(made.settings, as_of=day(2)))
    grid = lay_out(Scale(Fraction(2), "P").on(now))
    assert (grid.wanted["L"], grid.past.wanted["L"]) == ((0, 0, 2000, 2000), 2000)
    assert lay_out(Scale(Fraction(2), line_id="L").on(made)).wanted["L"] == (2000,) * 4


def test_what_is_past_is_not_shifted() -> None:
    """By hand: earlier, planned days would count as done; later, days missed for good would be wanted again."""
    made = portfolio(
        [person("A")],
        [project("P", start=day(0)), project("Q", 2)],
        [line("L", "P", by_week=[1, 0, 0, 2]), line("M", "Q", start=2, weeks=2)],
        weeks=6,
        settings={"as_of": day(2)},
        bookings=[booking("A", "Q", {2: 1, 3: 1})],
    )
    for shift in ({"Q": -2}, {"P": 2}):
        with pytest.raises(ValueError, match="which are past"):
            made.scenario("moved", shift=shift)
    assert made.scenario("moved", shift={"Q": 1}).changes == (Shift("Q", 1),)
    result = ro.solve(made, ro.Options(rounds=1, workers=0))
    found = ro.explain(made, result.plan, time_limit=4, workers=1).remedies
    assert not [
        one for one in found if any(isinstance(change, Shift) and change.project_id == "P" for change in one.changes)
    ]


def test_a_begun_project_keeps_the_start_of_the_plan_given_back() -> None:
    movable = project("P", start=day(0), earliest_start=day(0), latest_start=day(2))
    made = portfolio([person("A")], [movable], [line("L", "P", weeks=2)], weeks=5)
    old = replace(plan({("A", "L", 1): WEEK, ("A", "L", 2): WEEK}, P=1), portfolio=made)
    now = replace(made, settings=replace(made.settings, as_of=day(2)), actuals=(did("A", 5, week=1),))
    found = ro.replan(now, old, options=ro.Options(rounds=1, workers=0))
    assert (found.plan.shift_of("P"), found.plan.units()) == (1, {("A", "L", 2): WEEK})
    assert [violation.rule.value for violation in check(now, found.plan).violations] == ["start"]
    assert not check(as_begun(now, found.plan), found.plan).violations


def test_the_starts_of_a_plan_leave_record_freeze_and_change_alone() -> None:
    """By hand: the plan differs from Assignments by five days in a frozen week; where projects stand is all it says."""
    movable = project("P", start=day(0), earliest_start=day(0), latest_start=day(2))
    made = portfolio(
        [person("A"), person("B")], [movable, project("Q", 2)], [line("L", "P", weeks=2), line("M", "Q", weeks=4)],
        weeks=5, settings={"as_of": day(2), "freeze_weeks": 1}, bookings=[booking("B", "Q", {2: 1})],
    )  # fmt: skip
    now = replace(made, actuals=(did("A", 5, week=1),))
    other = plan({("A", "L", 2): WEEK, ("A", "M", 3): WEEK}, P=1)
    begun = as_begun(now, other)
    assert lay_out(begun).shifts["P"] == (1,) and lay_out(now).shifts["P"] == (0,)
    assert lay_out(begun).before == lay_out(begun).record == {("B", "Q", 2): WEEK}
    report = check(begun, other)
    assert report.score.change == WEEK and report.violations == ()  # B gives 5 days less
    assert [(fact.rule.value, fact.person_id) for fact in report.set_aside] == [("freeze", "A"), ("freeze", "B")]
    told = check_lines(begun, report, "en")
    assert "Frozen weeks are compared with Assignments here; replan keeps those of the plan it is given." in told


def test_worth_of_an_only_holder_leaves_the_past_alone() -> None:
    made = portfolio(
        [person("A", cost_per_day=100), person("B", "QA", cost_per_day=100)],
        [project("P", budget=1000)],
        [line("L", "P", "Dev", weeks=3), line("K", "P", "QA", weeks=3)],
        weeks=3,
        settings={"as_of": day(1)},
        bookings=[booking("A", "P", 1, line="L", start=day(0), end=day(0, 4))],
    )
    result = ro.solve(made, ro.Options(rounds=1, workers=0))
    worths = ro.explain(made, result.plan, time_limit=60, workers=1).worths  # it ends long before
    assert worths and all(one.without.days <= 0 for one in worths if one.kind == "holder")
