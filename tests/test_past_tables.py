"""Sheet Actuals, As Of and Carry Over as they are read: long and wide rows, names, what cannot count."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from io import StringIO
from typing import Any

import pandas as pd
import pytest

import resopt as ro
from resopt.domain.grid import lay_out
from resopt.domain.records import Actual, Portfolio

PROJECTS = "project_id,project,priority,status\nP1,Atlas,1,\nP2,Basalt,2,on-hold"
STAFF = "person_id,name,role\nE1,Ann,Developer\nE2,Bob,Tester"
DEMAND = (
    "demand_id,project,role,from,to,fte\nD1,P1,Developer,2026-01-05,2026-02-01,1\nD2,P1,Tester,2026-01-05,2026-01-11,1"
)
SETTINGS = {"start": "2026-01-05", "weeks": 4, "as_of": "2026-01-19"}
FIRST, SECOND = date(2026, 1, 5), date(2026, 1, 12)


def read(actuals: str, assignments: str = "", **settings: Any) -> Portfolio:
    frames = {"projects": PROJECTS, "staff": STAFF, "demand": DEMAND, "actuals": actuals}
    frames |= {"assignments": assignments} if assignments else {}
    tables = {name: pd.read_csv(StringIO(text), dtype=str) for name, text in frames.items()}
    return ro.from_frames(**tables, settings={**SETTINGS, **settings})


def said(portfolio: Portfolio, code: str) -> list[str]:
    return [issue.text("en") for issue in portfolio.issues if issue.code == f"input.{code}"]


def test_rows_and_week_columns_say_the_same() -> None:
    long = read(
        "person,project,demand_id,week,days\nAnn,Atlas,D1,2026-01-05,2.5\nAnn,P1,D1,2026-01-14,0\nE2,P1,,2026-W02,4"
    )
    wide = read("person,project,demand_id,2026-01-05,2026-01-12\nAnn,Atlas,D1,2.5,0\nBob,P1,,4,")
    assert long.actuals == wide.actuals
    assert long.actuals == (
        Actual("E1", "P1", FIRST, "D1", Fraction(5, 2)),
        Actual("E1", "P1", SECOND, "D1", Fraction(0)),
        Actual("E2", "P1", FIRST, "", Fraction(4)),
    )
    assert said(long, "past_read")[0].startswith("Settings: 2 weeks before 2026-01-19 are past; done are 6.5 days by")


def test_rows_of_our_own_plan_are_read_also_those_of_a_line_that_only_carries_a_lock() -> None:
    locks = "person,project,role,from,to,fte,lock\nBob,P1,Driver,2026-01-05,2026-02-01,0.4,hard"
    rows = "person,project,demand_id,week,days\nBob,P1,{line},2026-01-05,2\nAnn,P1,D1,2026-01-05,3"
    plan = ro.solve(read(rows.format(line=""), locks), ro.Options(rounds=1, workers=1)).plan
    (line,) = {a.line_id for a in plan.assignments if a.person_id == "E2"} - {"D2"}
    assert line == "P1-E2-lock"
    kept = read(rows.format(line=line), locks)
    assert Actual("E2", "P1", FIRST, line, Fraction(2)) in kept.actuals
    assert lay_out(kept).past.done["E2", line, 0] == 400
    assert ro.score(kept, plan) and not ro.check(kept, plan).violations
    again = ro.from_frames(**ro.to_frames(kept))
    assert again.actuals == kept.actuals
    gone = read(rows.format(line=line))
    assert Actual("E2", "P1", FIRST, "", Fraction(2)) in gone.actuals
    assert lay_out(gone).past.done["E2", "D2", 0] == 400
    assert "P1-E2-lock is the line of a lock that is no more" in said(gone, "actuals_lock")[0]
    with pytest.raises(ro.InputError, match="There is no Demand ID P2-E2-lock"):
        read(rows.format(line="P2-E2-lock"), locks)


def test_hours_become_days() -> None:
    assert read("person,project,week,Hours\nAnn,P1,2026-01-05,20").actuals[0].days == Fraction(5, 2)
    assert read("person,project,2026-01-05\nAnn,P1,20", unit="hours").actuals[0].days == Fraction(5, 2)


def test_frames_come_back() -> None:
    portfolio = read(
        "person,project,demand_id,week,days\nAnn,P1,D1,2026-01-05,2.5\nBob,P1,,2026-01-12,0", carry_over="yes"
    )
    again = ro.from_frames(**ro.to_frames(portfolio))
    assert (again.actuals, again.settings) == (portfolio.actuals, portfolio.settings)
    assert lay_out(again).past == lay_out(portfolio).past


def test_what_cannot_count_is_named() -> None:
    rows = "Ann,P1,2025-12-29,1\nAnn,P1,2026-01-19,2\nAnn,P2,2026-01-05,3\nBob,P1,2026-01-05,9"
    portfolio = read(f"person,project,week,days\n{rows}")
    assert [a.days for a in portfolio.actuals] == [3, 9]
    assert "left out (1)" in said(portfolio, "rows_outside")[0]
    assert "not past by As Of 2026-01-19 are left out (1)" in said(portfolio, "actuals_open")[0]
    assert "count nowhere (1): P2." in said(portfolio, "actuals_idle")[0]
    assert "more than 7 days" in said(portfolio, "actuals_long")[0]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("person,project,week,days\nZoe,P1,2026-01-05,1", "Actuals row 0: Nobody on sheet Staff is called Zoe."),
        ("person,project,week,days\nAnn,P7,2026-01-05,1", "Actuals row 0: There is no project P7"),
        ("person,project,week,days\nAnn,P1,2026-01-05,-1", "Actuals row 0:"),
        ("person,project,week,days\nAnn,P1,soon,1", "Actuals row 0:"),
        (
            "person,project,demand_id,week,days\nAnn,P2,D1,2026-01-05,1",
            "Actuals row 0: Line D1 belongs to project P1, not to P2.",
        ),
        ("person,project,week,days\nAnn,P1,,1", "Actuals row 0:"),
        ("person,project,2026-01\nAnn,P1,5", "Actuals row 0: 2026-01-01 begins no single week"),
    ],
)
def test_rows_that_cannot_be_read_are_refused(rows: str, expected: str) -> None:
    with pytest.raises(ro.InputError) as error:
        read(rows)
    assert any(issue.text("en").startswith(expected) for issue in error.value.issues), str(error.value)


def test_missed_days_without_a_week_left_are_named() -> None:
    portfolio = read("person,project,week,days\nBob,P1,2026-01-05,2", carry_over="yes")
    assert said(portfolio, "carry_lost") == [
        "Demand row 1: Line D2 missed 3 days before As Of, and no week of it is left to carry them over to."
    ]
    assert lay_out(portfolio).wanted["D1"] == (0, 0, 2000, 2000)


def test_week_columns_count_days_whatever_the_unit_of_demand() -> None:
    assert read("person,project,2026-01-05\nAnn,P1,5").actuals[0].days == 5


def test_equal_rows_add_up_and_are_named() -> None:
    rows = "Ann,P1,D1,2026-01-05,1\nBob,P1,,2026-01-05,1\nE1,Atlas,D1,2026-01-06,1.5"
    portfolio = read(f"person,project,demand_id,week,days\n{rows}")
    assert said(portfolio, "actuals_twice") == [
        "Actuals row 0: Rows with the same person, project, line and week add up (1): E1 P1 2026-01-05: row 0, row 2."
    ]
    assert lay_out(portfolio).past.done["E1", "D1", 0] == 500
    assert said(read("person,project,week,days\nAnn,P1,2026-01-05,1\nAnn,P1,2026-01-12,1"), "actuals_twice") == []


RECORD = """person,project,role,from,to,fte
Ann,P1,Developer,2026-01-05,2026-01-25,1
Bob,P1,Tester,2026-01-05,2026-01-18,0.5"""


def test_people_whom_the_record_had_on_a_reported_week_are_named() -> None:
    """By hand: Bob has no row for the first week, which Ann's row makes a fact; the second week is Assignments'."""
    portfolio = read("person,project,week,days\nAnn,P1,2026-01-05,4", RECORD)
    (told,) = (one for one in portfolio.issues if one.code == "input.actuals_others")
    assert told.severity.value == "warning"
    assert "2.5 days count as not done (1): E2 P1 2026-01-05 (2.5)." in told.text("en")
    assert "2.5 人天按未投入计（1 处）" in told.text("zh")
    assert sum(units for (who, _, _), units in lay_out(portfolio).past.done.items() if who == "E2") == 500
    none = read("person,project,week,days\nAnn,P1,2026-01-05,4\nBob,P1,2026-01-05,0", RECORD)
    assert said(none, "actuals_others") == []
