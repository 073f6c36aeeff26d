"""Every kind of fault in the input, each with its sentence and its place; all of them told at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from inputs import DEMAND, STAFF, WEEK1, cell, faults, frame, inputs, read, texts

import resopt
from resopt.errors import InputError, Severity
from resopt.messages import input as input_texts
from resopt.messages import past, workbook
from resopt.tables import from_frames


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (cell("projects", 0, "priority", ""), "Projects row 0: Priority must be filled in."),
        (cell("projects", 0, "priority", "urgent"), "Projects row 0: 'urgent' is not a priority; write a number,"),
        (cell("projects", 1, "priority", "High"), "Projects row 1: Priority High cannot be compared with 1;"),
        (cell("projects", 1, "priority", 250), "Projects row 1: 250 looks like a score;"),
        (
            cell("projects", 1, "status", "aproved"),
            "Projects row 1: 'aproved' is not known here; did you mean approved?",
        ),
        (cell("projects", 2, "project_id", "p1"), "Projects row 2: p1 stands already in row 0."),
        (cell("projects", 0, "end", "2026-01-04"), "Projects row 0: End 2026-01-04 lies before Start 2026-01-05."),
        (
            cell("projects", 0, "latest_start", "2026-01-01"),
            "Projects row 0: Latest Start 2026-01-01 lies before Start",
        ),
        (cell("projects", 0, "earliest_start", "2026-01-09"), "Projects row 0: Earliest Start 2026-01-09 lies after"),
        (cell("projects", 1, "latest_start", "2026-01-09"), "Projects row 1: A project with Earliest or Latest Start"),
        (cell("projects", 0, "min_staffing", 50), "Projects row 0: 50 is not a share from 0 to 1; write 50% or 0.5"),
        (cell("projects", 0, "min_staffing", "150%"), "Projects row 0: 150% is more than 100%."),
        (cell("projects", 0, "budget", -1), "Projects row 0: -1 is negative."),
        (cell("projects", 0, "must_have", "maybe"), "Projects row 0: 'maybe' is not known here;"),
        (cell("projects", 0, "start", "05/01/2026"), "Projects row 0: 05/01/2026 could be two dates;"),
        (cell("projects", 0, "start", "2026-02-30"), "Projects row 0: There is no date or week 2026-02-30."),
        (cell("projects", 0, "start", "soon"), "Projects row 0: 'soon' is not a date; write 2026-01-05."),
        (
            cell("projects", 0, "start", "3026-01-05"),
            "Projects row 0: The date 3026-01-05 is not between 1990 and 2100.",
        ),
        (cell("staff", 0, "person_id", pd.Timestamp("2026-03-01")), "Staff row 0: 2026-03-01 is a date or a logical"),
        (cell("staff", 1, "role", ""), "Staff row 1: Role must be filled in."),
        (cell("staff", 1, "fte", "half"), "Staff row 1: 'half' is not a number."),
        (cell("staff", 1, "fte", 50), "Staff row 1: 50 FTE is more than one person can be;"),
        (cell("staff", 1, "bau", 20), "Staff row 1: 20 is not a share from 0 to 1;"),
        (cell("staff", 1, "level", 7), "Staff row 1: 7 is not a level from 1 to 5."),
        (
            cell("staff", 1, "level", "seniour"),
            "Staff row 1: 'seniour' is not a level; write 1 to 5 (or a word such as senior)",
        ),
        (cell("staff", 1, "skills", "SQL:9"), "Staff row 1: 9 is not a level from 1 to 5."),
        (cell("staff", 1, "max_projects", 1.5), "Staff row 1: 1.5 is not a whole number of at least 0."),
        (cell("staff", 1, "employment", "plan"), "Staff row 1: 'plan' is not known here; did you mean planned?"),
        (
            cell("demand", 0, "project", "Atlos"),
            "Demand row 0: There is no project Atlos on sheet Projects; did you mean Atlas?",
        ),
        (cell("demand", 0, "project", ""), "Demand row 0: Project must be filled in."),
        (cell("demand", 0, "role", ""), "Demand row 0: Role, Skill, Person must be filled in."),
        (cell("demand", 0, "person", "Anne"), "Demand row 0: Nobody on sheet Staff is called Anne; did you mean Ann?"),
        (cell("demand", 0, "days", 5), "Demand row 0: FTE, Days are both filled; an amount has one unit."),
        (cell("demand", 0, "fte", ""), "Demand row 0: The line has no amount;"),
        (cell("demand", 0, "fte", -1), "Demand row 0: -1 is negative."),
        (cell("demand", 0, "to", ""), "Demand row 0: To must be filled in."),
        (
            cell("demand", 0, "from", "2026-01-01"),
            "Demand row 0: 2026-01-01 lies before the Start 2026-01-05 of project P1.",
        ),
        (
            cell("demand", 0, "to", "2026-03-30"),
            "Demand row 0: 2026-03-30 lies after the End 2026-03-29 of project P1.",
        ),
        (cell("demand", 1, "demand_id", "d1"), "Demand row 1: d1 stands already in row 0."),
        (cell("demand", 0, "fill", "most"), "Demand row 0: 'most' is not known here;"),
        (cell("demand", 0, "fill", "120%"), "Demand row 0: 120% is more than 100%."),
        (cell("demand", 0, "max_people", 0), "Demand row 0: 0 is not a whole number of at least 1."),
        (cell("demand", 0, "skill", "A | ; B"), "Demand row 0: 'A | ; B' has an empty alternative;"),
        (cell("demand", 0, "preferred_people", "Ann; Zed"), "Demand row 0: Nobody on sheet Staff is called Zed."),
        (cell("projects", 0, "must_have", "Maybe"), "Projects row 0: 'Maybe' is not known here;"),
        (
            cell("projects", 0, "value", 1e18),
            "Projects row 0: 1000000000000000000 is too large; at most 1,000,000,000 is",
        ),
        (cell("projects", 0, "value", -1e308), "Projects row 0: -1e+308 is negative."),
        (
            cell("projects", 0, "budget", 10**400),
            "Projects row 0: 1e+400 is too large; at most 1,000,000,000,000,000 is",
        ),
        (cell("staff", 1, "fte", "1e400"), "Staff row 1: 1e400 FTE is more than one person can be;"),
        (cell("staff", 1, "fte", "1e9999999"), "Staff row 1: '1e9999999' is not a number."),
        (cell("staff", 1, "max_projects", 1e20), "Staff row 1: 100000000000000000000 is too large; at most 1,000 is"),
        (cell("staff", 1, "cost_per_day", 1e300), "Staff row 1: 1e+300 is too large; at most 1,000,000,000 is"),
        (
            cell("demand", 0, "fte", 1e17),
            "Demand row 0: 100000000000000000 is too large; at most 100,000 is read here.",
        ),
        (cell("demand", 0, "max_people", 1e20), "Demand row 0: 100000000000000000000 is too large; at most 100,000 is"),
    ],
)
def test_one_wrong_cell(changed: dict[str, pd.DataFrame], expected: str) -> None:
    found = faults(**changed)
    assert len(found) == 1 and found[0].startswith(expected), found


@pytest.mark.parametrize(
    ("sheet", "text", "expected"),
    [
        ("availability", "person,from,to,available\nAnn,,,", "Availability row 0: Available, Available Days must be"),
        ("availability", "person,available\nAnn,5", "Availability row 0: 5 is not a share from 0 to 1;"),
        (
            "availability",
            "person,available,available_days\nAnn,1,2",
            "Availability row 0: Available, Available Days are both",
        ),
        ("availability", "person,available_days\nAnn,2", "Availability row 0: From must be filled in."),
        ("assignments", "person,project,fte\nAnn,P9,1", "Assignments row 0: There is no project P9"),
        (
            "assignments",
            "person,project,fte,lock\nAnn,P1,1,hart",
            "Assignments row 0: 'hart' is not known here; did you mean hard?",
        ),
        (
            "assignments",
            "person,project,from,to,fte\nAnn,P1,2026-01-05,2026-01-11,100",
            "Assignments row 0: 100 FTE is more than one person can be; write 0.5 or 50% for half time.",
        ),
        ("assignments", "person,project,2026-01-05\nAnn,P1,2.5", "Assignments row 0: 2.5 FTE is more than one person"),
        ("assignments", "person,project,fte,demand_id\nAnn,P1,1,D9", "Assignments row 0: There is no Demand ID D9"),
        (
            "assignments",
            "person,project,fte,demand_id\nAnn,P1,1,D3",
            "Assignments row 0: Line D3 belongs to project P2, not to P1.",
        ),
        (
            "assignments",
            "person,project,role,fte,demand_id\nAnn,P1,Tester,1,D1",
            "Assignments row 0: Line D1 is for the role Developer, not for Tester.",
        ),
        (
            "assignments",
            "person,project,from,to,fte,lock\nAnn,P1,2026-01-05,2026-01-07,1,hard\nAnn,P1,2026-01-08,2026-01-09,1,hard",
            "Assignments row 1: Two hard locks speak of the same person, project, role and week (from 2026-01-05); the "
            "other stands in row 0.",
        ),
        ("rules", "rule,person,project\nforbid,Ann,", "Rules row 0: Rule forbid needs Project."),
        (
            "rules",
            "rule,person,project\nexclusive,Ann,P1",
            "Rules row 0: Rule exclusive has no Project; leave it blank.",
        ),
        (
            "rules",
            "rule,person,project\nforbit,Ann,P1",
            "Rules row 0: 'forbit' is not known here; did you mean forbid?",
        ),
        ("rules", "rule,person,project\ncapacity,Ann,P1", "Rules row 0: capacity is not set on this sheet;"),
        ("rules", "rule,person,other_person\napart,Ann,E1", "Rules row 0: Both people of the rule are Ann."),
        ("rules", "rule,department,value\nlend,R&D,50%", "Rules row 0: Lend is in FTE of the department"),
        (
            "rules",
            "rule,department,value\nlend,R&E,1",
            "Rules row 0: No person belongs to department R&E; did you mean R&D?",
        ),
        (
            "rules",
            "rule,person,project,value\nforbid,Ann,P1,\nrequire,Ann,P1,0.5",
            "Rules row 1: require contradicts forbid in row 0.",
        ),
        (
            "rules",
            "rule,person,other_person\napart,Ann,Bob\ntogether,Bob,Ann",
            "Rules row 1: together contradicts apart in row 0.",
        ),
        ("roles", "role,filled_by\nTester,Analyst:-1", "Roles row 0: -1 is negative."),
        ("roles", "role,filled_by\nTester,tester", "Roles row 0: Role Tester fills itself;"),
        ("roles", "role\nTester\ntester", "Roles row 1: Tester stands already in row 0."),
        ("fit", "person,project,role,preference\nAnn,P1,Tester,1", "Fit row 0: Fill in Project or Role, not both."),
        ("fit", "person,project,preference\nAnn,P1,-1e400", "Fit row 0: -1e400 is not a preference from -2 to 2."),
        (
            "fit",
            "person,role,preference\nAnn,Testr,1",
            "Fit row 0: No person, line or row of Roles has the role Testr; did you mean Tester?",
        ),
        ("roles", "role,filled_by\nTester,Analyst:1e9", "Roles row 0: 1e9 is too large; at most 1,000 is read here."),
        (
            "assignments",
            "person,project,fte\nAnn,P1,1e17",
            "Assignments row 0: 1e17 is too large; at most 10,000 is read here.",
        ),
        ("rules", "rule,department,value\nlend,R&D,1e30", "Rules row 0: 1e30 is too large; at most 100,000 is"),
        ("fit", "person,project,preference\nAnn,P1,3", "Fit row 0: 3 is not a preference from -2 to 2."),
        (
            "fit",
            "person,project,preference\nAnn,P1,1\nE1,Atlas,2",
            "Fit row 1: The same person and project or role stand in row 0.",
        ),
        (
            "team_template",
            "type,role\nIPD,Tester\nIPD,tester",
            "Team Template row 1: IPD / Tester stands already in row 0.",
        ),
        ("scenarios", "scenario,change\nA,fire", "Scenarios row 0: 'fire' is not known here; did you mean hire?"),
        *(
            ("scenarios", f"scenario,change,item,value,from\nA,{row}", f"Scenarios row 0: {expected}")
            for row, expected in (
                ("hire,Testr,2,", "No person, line or row of Roles has the role Testr; did you mean Tester?"),
                ("hire,Tester,abc,", "'abc' is not a number."),
                ("hire,Tester,,", "Change hire needs Value."),
                ("hire,,1,", "Change hire needs Item."),
                ("leave,Anne,2026-02-01,", "Nobody on sheet Staff is called Anne; did you mean Ann?"),
                ("leave,Ann,tomorrow,", "'tomorrow' is not a date;"),
                ("start,Ann,,", "From, Value must be filled in."),
                ("shift,P99,2,", "There is no project P99 on sheet Projects"),
                ("shift,P1,0.5,", "0.5 is not a whole number from -53 to 53."),
                ("scale,D9,50%,", "There is nothing called D9 that this change could act on"),
                ("scale,P1,-1,", "-1 is negative."),
                ("priority,P1,urgent,", "'urgent' is not a priority;"),
                ("hold,P1,3,", "Change hold has no Value; leave it blank."),
                ("limits,Max Project,3,", "'Max Project' is not known here; did you mean Max Projects?"),
                ("limits,Max Projects,0,", "0 is not a whole number from 1 to 1000."),
                ("unlock,Zed,,", "There is nothing called Zed that this change could act on"),
            )
        ),
    ],
)
def test_one_wrong_row_of_the_other_sheets(sheet: str, text: str, expected: str) -> None:
    found = faults(**{sheet: text})
    assert found and found[0].startswith(expected), found


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"wekes": 5}, "There is no setting wekes; did you mean Weeks?"),
        ({"colour": 5}, "There is no setting colour."),
        ({"weeks": 54}, "54 is not a whole number from 1 to 53."),
        ({"step": 20}, "20 is not a share from 0 to 1;"),
        ({"step": "0.01%"}, "Step 0.01% is finer than 0.1% of a week."),
        ({"policy": "strikt"}, "'strikt' is not known here; did you mean strict?"),
        ({"weight_people": -1}, "-1 is negative."),
        ({"hours_per_day": 0}, "0 is not a number of hours per day."),
        ({"utilisation_target": "high"}, "'high' is not a range such as 75-95%."),
        ({"report_threshold": "little"}, "'little' is not a threshold"),
        ({"report_threshold": "2 weeks"}, "'2 weeks' is not a threshold"),
        ({"report_threshold": "-2 days"}, "'-2 days' is not a threshold"),
        ({"report_threshold": "foo 2 days"}, "'foo 2 days' is not a threshold"),
        ({"report_threshold": "2 days and 5 % and 1"}, "'2 days and 5 % and 1' is not a threshold"),
        ({"report_threshold": 0.05}, "'0.05' is not a threshold"),
        ({"report_threshold": "500%"}, "500% is more than 100%."),
        ({"weight_people": 1e300}, "1e+300 is too large; at most 1,000,000 is read here."),
        ({"price_missing": "1e38"}, "1e38 is too large; at most 1,000,000 is read here."),
        ({"min_days": 1e9}, "1000000000 is too large; at most 10,000 is read here."),
        ({"unit": "FTEs"}, "'FTEs' is not known here; did you mean FTE?"),
        ({"priority_order": "low first"}, "'low first' is not known here; did you mean 1 first?"),
        ({"tiers": "1-5; 4-9"}, "The bands 1-5 and 4-9 overlap or stand in the wrong order."),
        ({"tiers": "a-b"}, "'a-b' is not a band such as 1-5 or 16-."),
        ({"date_order": "MYD"}, "'MYD' is not a date order;"),
        ({"language": "fr"}, "'fr' is not a language; write en or zh."),
        ({"share": "even"}, "Share = even is not available yet;"),
        ({"as_of": "2027-02-01"}, "As Of 2027-02-01 lies after the last week"),
        ({"Limit overload": 3}, "overload is no rule of the review;"),
    ],
)
def test_one_wrong_setting(settings: dict[str, Any], expected: str) -> None:
    found = faults(settings=settings)
    label = next(iter(settings))
    assert len(found) == 1 and found[0].startswith(f"Settings row {label}: {expected}"), found


@pytest.mark.parametrize(("unit", "most", "shown"), [("days", 14, "15"), ("hours", 112, "14.125")])
def test_an_assignment_of_more_days_than_a_week_has(unit: str, most: int, shown: str) -> None:
    """Twice the days of a week may stand on record, and are a violation then; more is a slip of the keyboard."""
    head = "person,project,2026-01-05\nAnn,P1,"
    read(assignments=f"{head}{most}", settings={"unit": unit})
    expected = f"{shown} days are more than one person has until 2026-01-11; check the unit."
    assert faults(assignments=f"{head}{most + 1}", settings={"unit": unit}) == [f"Assignments row 0: {expected}"]


def test_a_week_with_too_much() -> None:
    demand = pd.DataFrame([["P1", "Developer", 1e9]], columns=["project", "role", WEEK1])
    assert faults(demand=demand)[0] == "Demand row 0: 1000000000 is too large; at most 1,000,000 is read here."


@pytest.mark.parametrize(
    ("text", "days", "share"),
    [
        ("2 days and 5 %", 2, 5),
        ("5 %; 2.5 days", 2.5, 5),
        ("10%", 0, 10),
        ("3", 3, 0),
        (3, 3, 0),
        ("0.5 days", 0.5, 0),
        ("2 人天；5％", 2, 5),
        ("2 days and 5 % of the line", 2, 5),
    ],
)
def test_thresholds(text: Any, days: float, share: float) -> None:
    settings = read(settings={"report_threshold": text}).settings
    assert (settings.threshold_days, settings.threshold_share * 100) == (days, share)


def test_a_price_that_doubles_over_too_many_tiers() -> None:
    projects = "project_id,project,priority\n" + "\n".join(f"P{i},{'Atlas' if i == 1 else i},{i}" for i in range(1, 50))
    assert faults(projects=projects, settings={"policy": "weighted"}) == [
        "Settings row policy: Price Missing doubles from tier to tier; over 49 tiers that of the first exceeds "
        "1,000,000,000,000. Band the priorities with setting Tiers."
    ]


def test_a_priority_outside_all_tiers() -> None:
    assert faults(settings={"tiers": "1; 3-"}) == ["Projects row 1: Priority 2 lies in none of the Tiers 1; 3-."]


def test_a_score_needs_a_priority_order() -> None:
    projects = "project_id,project,score\nP1,Atlas,80\nP2,Bolt,95"
    assert faults(projects=projects)[0].startswith("Projects row 0: 80 looks like a score;")
    portfolio = read(projects=projects, settings={"priority_order": "high first"})
    assert [tier.project_ids for tier in portfolio.tiers] == [("P2",), ("P1",)]


def test_all_faults_are_told_at_once_and_can_be_left_out() -> None:
    demand = frame(DEMAND)
    demand.loc[0, "fte"] = "x"
    staff = frame(STAFF)
    staff.loc[2, "fte"] = -1
    found = faults(demand=demand, staff=staff)
    assert [text.split(":")[0] for text in found] == ["Staff row 2", "Demand row 0"]
    kept = read(demand=demand, staff=staff, strict=False)
    assert [p.id for p in kept.people] == ["E1", "E2"] and [line.id for line in kept.lines] == ["D2", "D3"]
    assert len([i for i in kept.issues if i.severity is Severity.ERROR]) == 2


def test_a_row_that_refers_to_a_faulty_one_is_no_fault_of_its_own() -> None:
    changed = cell("projects", 1, "budget", -1)
    assert faults(**changed) == ["Projects row 1: -1 is negative."]
    kept = read(**changed, strict=False)
    assert [line.id for line in kept.lines] == ["D1", "D2"]
    assert "Demand row 2: The row is left out, because the row of P2 has a fault." in texts(kept, Severity.INFO)


def test_missing_sheet_columns_stop_even_when_rows_may_be_left_out() -> None:
    staff = frame(STAFF).drop(columns="role")
    found = faults(staff=staff, demand=frame(DEMAND).drop(columns=["fte", "role"]), strict=False)
    assert found == [
        "Staff: Column Role is missing; headers are looked for in rows 1 to 20.",
        "Demand: One of the columns Role, Skill, Person is needed; headers are looked for in rows 1 to 20.",
        "Demand: One of the columns FTE, Days, Person-Months is needed; headers are looked for in rows 1 to 20.",
    ]
    assert faults(demand=frame(DEMAND).iloc[:0]) == ["Demand: The sheet has headers but no rows."]


def test_columns_that_are_not_read() -> None:
    portfolio = read(**cell("demand", 0, "Certanty", "x"), **cell("staff", 0, "Hobby", "chess"))
    infos = texts(portfolio, Severity.INFO)
    assert "Demand: Column Certanty is not read; did you mean Certainty?" in infos
    assert "Staff: Column Hobby is not read." in infos
    twice = frame(DEMAND)
    twice.insert(0, "FTE ", 1)
    assert faults(demand=twice)[0].startswith("Demand: Column fte is there twice.")


def test_week_columns_have_to_be_weeks() -> None:
    demand = pd.DataFrame([["P1", "Developer", 1]], columns=["project", "role", "2026-01-10"])
    assert faults(demand=demand)[0] == "Demand: The week 2026-01-10 is no Monday; its week begins on 2026-01-05."
    demand.columns = ["project", "role", "2026-01-07"]
    assert "Demand: Heads that were taken for weeks or months (1): 2026-01-07 = 2026-01-05." in texts(
        read(demand=demand), Severity.INFO
    )
    both = frame(DEMAND)
    both[WEEK1] = 1
    assert "Demand row 0: FTE and week columns are both filled; use one of them." in faults(demand=both)


def test_percent_as_unit_refuses_what_looks_like_a_share() -> None:
    demand = pd.DataFrame([["P1", "Developer", 0.5]], columns=["project", "role", WEEK1])
    assert faults(demand=demand, settings={"unit": "%"})[0].startswith("Demand row 0: Unit is %, so 0.5 would be 0.5%;")


def test_issues_speak_chinese() -> None:
    with pytest.raises(InputError) as error:
        from_frames(**inputs(**cell("demand", 0, "project", "Atlos")), lang="zh")
    assert str(error.value) == "资源需求 第 0 行：项目表中没有“Atlos”，是否应为“Atlas”？"


def test_every_sentence_used_is_in_the_catalogue_and_the_other_way_round() -> None:
    home = Path(resopt.__file__).parent
    files = [home / "errors.py", *(home / "excel").glob("*.py"), *(home / "tables").glob("*.py")]
    code = "".join(path.read_text() for path in files)
    used = set(re.findall(r'"(input\.[a-z_]+[a-z])"', code))
    catalogue = input_texts.TEXTS | workbook.TEXTS | past.TEXTS
    for kind in ("person", "project", "line"):
        used |= {f"input.unknown_{kind}", f"input.unknown_{kind}_near", f"input.ambiguous_{kind}"}
    assert used == {key for key in catalogue if key.startswith("input.")}
    for english, chinese in catalogue.values():
        assert set(re.findall(r"{(\w+)}", english)) >= set(re.findall(r"{(\w+)}", chinese))


@pytest.mark.parametrize(
    ("headers", "cells", "expected"),
    [
        (["2026-W60"], [1], "Demand: There is no date or week 2026-W60."),
        (["2026-13"], [1], "Demand: There is no date or week 2026-13."),
        (["05/01/2026"], [1], "Demand: 05/01/2026 could be two dates;"),
        (["2026-01", "2026-W02"], [1, 1], "Demand row 0: This column and the one before it cover the same days."),
        (["2026-W02", "from"], [1, "2026-01-12"], "Demand row 0: The week lies outside From and To of its row."),
    ],
)
def test_wrong_weeks(headers: list[str], cells: list[Any], expected: str) -> None:
    demand = pd.DataFrame([["P2", "Analyst", *cells]], columns=["project", "role", *headers])
    assert faults(demand=demand)[0].startswith(expected)
