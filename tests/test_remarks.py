"""What changes no plan is said: amounts on no working day, rows outside the plan, settings with nothing to act on."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from inputs import DEMAND, PROJECTS, STAFF, WEEK1, bare, cell, faults, frame, read, texts

from resopt.domain.grid import lay_out
from resopt.domain.records import Portfolio
from resopt.errors import Severity
from resopt.tables import from_frames, to_frames

WEEKS = {"start": "2026-01-05", "weeks": 4}


def said(portfolio: Portfolio, start: str) -> list[str]:
    """Return the infos and warnings that begin with `start`."""
    found = texts(portfolio, Severity.WARNING) + texts(portfolio, Severity.INFO)
    return [text.removeprefix(start) for text in found if text.startswith(start)]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            "D4,P1,Tester,2026-01-10,2026-01-11,,3",
            "No working day lies from 2026-01-10 to 2026-01-11, so 3 days of this line cannot be planned and are left "
            "out.",
        ),
        (
            "D4,P1,Tester,2026-01-10,2026-01-11,1,",
            "No working day lies from 2026-01-10 to 2026-01-11, so the line wants nothing.",
        ),
        (
            "D4,P1,Tester,2026-01-05,2026-01-09,,0.2",
            "The line wants 0.2 days within the plan, less than half a Step of 0.5 days, so nothing is planned.",
        ),
        ("D4,P1,Tester,2026-01-09,2026-01-11,,3", None),
        ("D4,P1,Tester,2026-03-07,2026-03-08,,3", None),
    ],
)
def test_demand_that_cannot_be_spread(row: str, expected: str | None) -> None:
    demand = DEMAND.strip().replace("fte", "fte,days").replace("\nD", ",\nD").removesuffix("\n") + f",\n{row}"
    portfolio = read(demand=demand, settings=WEEKS)
    found = [text for text in texts(portfolio, Severity.WARNING) if text.startswith("Demand row 3: ")]
    assert found == ([f"Demand row 3: {expected}"] if expected else [])
    if expected:
        assert not any(lay_out(portfolio).wanted["D4"])


def test_days_of_a_week_of_holidays_are_named_and_fte_is_not() -> None:
    week, following = pd.Timestamp("2026-02-16"), pd.Timestamp("2026-02-23")
    demand = pd.DataFrame([["P2", "Tester", 5, 3]], columns=["project", "role", week, following])
    staff = cell("staff", 0, "location", "CN")
    lost = read(demand=demand, **staff, settings={"unit": "days"})
    assert said(lost, "Demand row 0: No working day") == [
        " lies from 2026-02-16 to 2026-02-22, so 5 days of this line cannot be planned and are left out."
    ]
    demand[week] = 1
    demand[following] = 1
    assert not said(read(demand=demand, **staff), "Demand row 0: No working day")


@pytest.mark.parametrize(
    ("sheet", "rows", "expected"),
    [
        (
            "assignments",
            "person,project,from,to,fte,lock\nAnn,P1,2026-01-10,2026-01-11,1,hard\nAnn,P1,2026-01-05,2026-01-11,1,",
            "Rows without a working day of their person change nothing (1): row 0.",
        ),
        (
            "assignments",
            "person,project,from,to,fte,lock\nAnn,P1,2026-01-05,2026-01-11,1,\nAnn,P1,2027-01-04,2027-01-08,1,hard\n"
            "Bob,P1,2025-01-06,2025-01-10,1,hard",
            "Rows that lie outside 2026-01-05 to 2026-02-01 are left out (2): row 1, row 2.",
        ),
        (
            "availability",
            "person,from,to,available\nAnn,2027-01-04,2027-01-08,0",
            "Rows that lie outside 2026-01-05 to 2026-02-01 are left out (1): row 0.",
        ),
        (
            "availability",
            "person,from,to,available\nAnn,2026-01-31,2026-02-03,0",
            "Rows without a working day of their person change nothing (1): row 0.",
        ),
        (
            "rules",
            "rule,person,project,value,from,to\nrequire,Ann,P1,1,2027-01-04,2027-01-08",
            "Rows that lie outside 2026-01-05 to 2026-02-01 are left out (1): row 0.",
        ),
    ],
)
def test_rows_outside_the_plan(sheet: str, rows: str, expected: str) -> None:
    portfolio = read(**{sheet: rows}, settings=WEEKS)
    assert [text for text in said(portfolio, "") if "row" in text and text.endswith(expected)]


def test_many_rows_outside_are_one_remark() -> None:
    rows = "\n".join("Ann,2027-01-04,2027-01-08,0" for _ in range(30))
    portfolio = read(availability=f"person,from,to,available\n{rows}", settings=WEEKS)
    (text,) = said(portfolio, "Availability row 0: ")
    assert "(30): row 0, row 1," in text and text.endswith("row 19, ….")


def test_settings_and_budgets_with_nothing_to_act_on() -> None:
    settings = {"price_missing": 5, "price_idle": 0, "weight_cost": 2}
    portfolio = read(settings=settings, **cell("projects", 0, "budget", 1000))
    assert said(portfolio, "Settings row price_missing: ") == [
        "Price Missing has no effect under Policy strict; it counts under weighted only."
    ]
    assert not said(portfolio, "Settings row price_idle: ")  # 0 is what a blank one means
    assert said(portfolio, "Settings row weight_cost: ") == [
        "Weight Cost weighs costs, but nobody has a Cost per Day, so it has no effect."
    ]
    assert said(portfolio, "Projects row 0: The Budget") == [" limits nothing, because nobody has a Cost per Day."]
    paid = read(settings=settings | {"policy": "weighted"}, **cell("projects", 0, "budget", 1000), **cost())
    assert not said(paid, "Settings row") and not said(paid, "Projects row 0: The Budget")
    assert said(paid, "Staff: Without") == [" Cost per Day their days cost nothing in a Budget (2): Bob, Cid."]
    assert said(read(settings={"preset": "cheap"}), "Settings row preset: ")


def cost() -> dict[str, pd.DataFrame]:
    return cell("staff", 0, "cost_per_day", 500)


def test_frames_of_a_portfolio_bring_no_remark_of_their_own() -> None:
    assert not said(from_frames(**to_frames(read())), "Settings")


@pytest.mark.parametrize(
    ("skill", "expected"),
    [
        ("Pyton:3", "Nobody has the skill Pyton; did you mean Python? As it stands, this rule cannot be kept where it"),
        ("Python:5", "Nobody has the skill Python:5, so this rule cannot be kept where it applies."),
        ("Python:4 | Juggling", None),
    ],
)
def test_supervision_by_a_skill_that_nobody_has(skill: str, expected: str | None) -> None:
    portfolio = read(rules=f"rule,project,skill,value\nsupervise,P1,{skill},1")
    found = said(portfolio, "Rules row 0: ")
    assert len(found) == bool(expected) and all(text.startswith(str(expected)) for text in found)


def test_values_under_no_header() -> None:
    staff = frame(STAFF)
    staff[""] = ["", "x", "y"]
    assert said(read(staff=staff), "Staff row 1: ") == [
        "Column 9 has no header, so its values are not read (2; this is the first)."
    ]
    staff[""] = ""
    assert not said(read(staff=staff), "Staff row")


def test_namesakes() -> None:
    portfolio = read(staff=STAFF + "E4,Ann,Sales,Analyst,,,1,\n")
    assert said(portfolio, "Staff row 0: ") == [
        "Ann is the name of several rows (E1, E4); other sheets have to give the ID."
    ]
    projects = read(projects=PROJECTS + "P4,Bolt,4,,,,\n")
    assert said(projects, "Projects row 1: ") == [
        "Bolt is the name of several rows (P2, P4); other sheets have to give the ID."
    ]


def test_scenarios_that_say_what_they_mean() -> None:
    rows = """
scenario,change,item,value,from
a,hire,tester,2,2026-02-02
a,start,Bob,2026-02-02,
b,leave,E1,,2026-02-02
b,shift,Atlas,-2,
c,scale,D1,80%,
c,scale,P2,1.5,
d,priority,P1,3,
d,hold,Bolt,,
e,limits,Max Projects,2,
e,limits,tolerance,10%,
f,unlock,Ann,,
"""
    assert said(read(scenarios=rows), "Scenarios: ") == ["Scenarios are not part of this plan: a, b, c, d, e, f."]


def test_frames_have_types_and_can_be_read_as_text() -> None:
    portfolio = read(**cell("demand", 0, "core", "yes"), settings=WEEKS)
    frames = to_frames(portfolio)
    demand, types = frames["demand"], frames["demand"].dtypes
    assert types["from"].kind == types["to"].kind == "M"
    assert types["fte"] == types["days"] == types["max_people"] == "float64"
    assert frames["staff"].dtypes["level"] == frames["projects"].dtypes["budget"] == "float64"
    assert demand["fte"].sum() == 2.5 and (demand["to"] - demand["from"]).dt.days.max() == 27
    assert bare(from_frames(**frames)) == bare(portfolio)
    as_text: dict[str, Any] = {name: one.astype("string") for name, one in frames.items() if name != "settings"}
    again = from_frames(**as_text, settings=frames["settings"])
    assert bare(again) == bare(portfolio) and again.lines[0].core and not again.lines[1].core


def test_weeks_of_frames_are_numbers() -> None:
    demand = pd.DataFrame([["P1", "Developer", 1, None]], columns=["project", "role", WEEK1, "2026-W03"])
    assert {str(t) for t in to_frames(read(demand=demand))["demand"].dtypes[["fte", "days"]]} == {"float64"}


@pytest.mark.parametrize("given", [[1, 2], "staff.xlsx", {"a": 1}])
def test_something_else_than_a_frame(given: Any) -> None:
    with pytest.raises(ValueError, match="staff must be a pandas DataFrame, not"):
        from_frames(projects=frame(PROJECTS), staff=given, demand=frame(DEMAND))


@pytest.mark.parametrize("odd", [[1, 2], {"a": 1}, 10**5000, b"x", complex(1, 2), float("inf")], ids=type)
def test_odd_objects_in_cells_are_faults(odd: Any) -> None:
    staff = frame(STAFF)
    staff["level"] = pd.Series([3, odd, 3], dtype=object)
    assert faults(staff=staff)[0].startswith("Staff row 1: ")
