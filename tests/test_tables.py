"""Frames as a Portfolio and back: what is read and what is assumed."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from inputs import DEMAND, PROJECTS, STAFF, WEEK1, WEEK2, bare, cell, faults, frame, inputs, read, texts

from resopt.domain.grid import lay_out
from resopt.domain.records import Basis, Certainty, Lock, Segment, Skill, Status
from resopt.errors import Severity
from resopt.tables import from_frames, to_frames
from resopt.tables.places import country_of


def test_the_records() -> None:
    portfolio = read()
    ann = portfolio.people[0]
    assert (ann.id, ann.roles, ann.level, ann.skills) == (
        "E1",
        ("Developer", "Tester"),
        4,
        (Skill("Python", 4), Skill("SQL", 3)),
    )
    assert portfolio.people[1].fte == Fraction(1, 2) and portfolio.people[1].level == 3
    assert portfolio.lines[0].segments == (Segment(date(2026, 1, 5), date(2026, 2, 1), Fraction(1)),)
    assert portfolio.lines[1].project_id == "P1"  # the reference was the name
    assert portfolio.projects[1].status is Status.APPROVED
    assert [(t.kind, t.label, t.project_ids) for t in portfolio.tiers] == [
        ("committed", "1", ("P1",)),
        ("committed", "2", ("P2",)),
        ("proposed", "3", ("P3",)),
    ]
    assert portfolio.settings.start == date(2026, 1, 5)
    assert len(portfolio.calendars) == 1 and portfolio.calendars[0].location == ""


def test_frames_are_not_changed_and_row_order_does_not_matter() -> None:
    given = inputs()
    copies = {name: one.copy() for name, one in given.items()}
    first = from_frames(**given)
    for name, one in given.items():
        pd.testing.assert_frame_equal(one, copies[name])
    turned = from_frames(**{name: one.iloc[::-1] for name, one in given.items()})
    assert bare(first) == bare(turned)


ALL = {
    "projects": """
project_id,project,priority,status,start,end,earliest_start,latest_start,must_have,min_staffing,value,budget,location
P1,Atlas,90,in-flight,2026-01-05,2026-03-29,,,yes,50%,2,100000,Berlin
P2,Bolt,70,approved,2026-01-12,,2026-01-05,2026-01-26,no,,,,
P3,Comet,10,on-hold,,,,,,,,,
""",
    "staff": """
person_id,name,department,role,level,skills,fte,from,to,bau,cost_per_day,max_projects,min_share,location,employment
E1,Ann,R&D,Developer; Tester,4,Python:4; SQL,1,2026-01-01,2026-12-31,10%,800,2,0.3,Shanghai,contractor
E2,Bob,R&D,Tester,,,0.333333333,,,,,,,,
E3,Cid,Sales,Analyst,,English:2,1,,,,,,,CN,
E4,New,Sales,Analyst,,,1,,,,,,,,planned
""",
    "demand": """
demand_id,project,role,skill,min_level,person,from,to,fte,days,person_months,certainty,core,fill,max_people,same_people,preferred_people,notes
,P1,Developer,,3,,2026-01-05,2026-02-01,1,,,,yes,all,2,yes,Ann; Bob,a note
,P1,Developer,,3,,2026-01-05,2026-02-01,1,,,,,,,,,
D2,P1,,Python:3; SQL | Java,2,,2026-01-05,2026-02-01,,10.3,,estimate,,80%,,,,
D3,P2,Analyst,,,Cid,2026-01-12,2026-02-01,,,1.5,,,partial,,,,
D4,P2,Analyst,,,,,,,,,tbd,,,,,,
""",
    "availability": """
person,from,to,available,available_days,reason
Ann,2026-01-07,2026-01-09,0,,ill
Bob,2026-01-05,2026-01-18,,1.5,
Cid,,2026-01-06,50%,,
""",
    "assignments": """
person,project,role,demand_id,from,to,fte,lock,reason,approved_by
Ann,P1,Developer,,2026-01-05,2026-01-18,0.5,yes,,Zoe
Bob,P2,Tester,,2026-01-05,2026-01-18,0.25,hard,,
Cid,P2,,D3,2026-01-12,,1,soft,,
TBD,P2,,,2026-01-12,,1,,,
Cid,P3,,,2026-01-12,,1,hard,,
""",
    "roles": "role,department,filled_by,cost_per_day\nTester,R&D,Developer:0.5; Analyst,500",
    "rules": """
rule,person,other_person,project,department,skill,value,from,to,reason
forbid,Ann,,P2,,,,,,
apart,Cid,Bob,,,,,,,
require,Cid,,P2,,,50%,,,
supervise,,,P1,,Python:4,0.2,,,
lend,,,,R&D,,1,2026-01-05,,
exclusive,Bob,,,,,,,,
""",
    "fit": "person,project,role,cost_per_day,preference\nAnn,P1,,700,2\nBob,,Tester,,-1",
    "team_template": "type,role,core,min_fte\nIPD,Tester,yes,0.5",
}
SETTINGS = {
    "weeks": 8,
    "step": "20%",
    "min_days": "50%",
    "tiers": "80-; 50-79; -49",
    "priority_order": "high first",
    "in_flight": "first",
    "preset": "stable",
    "weight_people": 3,
    "utilisation_target": "70-90 %",
    "report_threshold": "3 days and 10 %",
}


def test_round_trip_of_everything() -> None:
    portfolio = from_frames(**{name: frame(one) for name, one in ALL.items()}, settings=SETTINGS)
    again = from_frames(**to_frames(portfolio))
    assert bare(again) == bare(portfolio)
    settings = portfolio.settings
    assert (settings.step, settings.min_days, settings.min_days_is_share) == (200, Fraction(1, 2), True)
    assert (settings.target_low, settings.target_high) == (Fraction(7, 10), Fraction(9, 10))
    assert (settings.threshold_days, settings.threshold_share) == (3, Fraction(1, 10))
    assert (portfolio.policy.handover, portfolio.policy.people) == (2, 3)
    assert [(t.kind, t.label) for t in portfolio.tiers] == [("in-flight", "80-"), ("committed", "50-79")]
    assert [line.id for line in portfolio.lines if line.from_lock] == ["P2-E2-lock"]
    assert [b.lock for b in portfolio.bookings] == [Lock.HARD, Lock.HARD, Lock.SOFT, Lock.HARD]
    assert {p.id: p.location for p in portfolio.people} == {"E1": "Shanghai", "E2": "CN", "E3": "CN"}
    lay_out(portfolio)


@pytest.mark.parametrize(
    ("unit", "given", "wanted", "booked"),
    [
        ("FTE", 0.5, Segment(date(2026, 1, 5), date(2026, 1, 11), Fraction(1, 2)), Fraction(1, 2)),
        ("%", 50, Segment(date(2026, 1, 5), date(2026, 1, 11), Fraction(1, 2)), Fraction(1, 2)),
        ("days", 1.5, Segment(date(2026, 1, 5), date(2026, 1, 11), Fraction(3, 2), Basis.DAYS), Fraction(3, 10)),
        ("hours", 12, Segment(date(2026, 1, 5), date(2026, 1, 11), Fraction(3, 2), Basis.DAYS), Fraction(3, 10)),
    ],
)
def test_week_columns_count_the_unit(unit: str, given: float, wanted: Segment, booked: Fraction) -> None:
    demand = pd.DataFrame([["P1", "Developer", given, given]], columns=["project", "role", WEEK1, "2026-W03"])
    plan = pd.DataFrame([["Ann", "P1", given, 0]], columns=["person", "project", WEEK1, WEEK2])
    portfolio = read(demand=demand, assignments=plan, settings={"unit": unit})
    assert portfolio.lines[0].segments[0] == wanted
    assert [s.amount for s in portfolio.bookings[0].segments] == [booked, 0]
    assert portfolio.bookings[0].by_week
    assert bare(from_frames(**to_frames(portfolio))) == bare(portfolio)


def test_availability_by_week_a_typed_zero_is_absence_a_blank_is_not() -> None:
    away = pd.DataFrame([["Ann", 0, None], ["Bob", None, "50%"]], columns=["person", WEEK1, WEEK2])
    portfolio = read(availability=away)
    assert [(a.person_id, a.segment.start, a.segment.amount) for a in portfolio.absences] == [
        ("E1", date(2026, 1, 5), 0),
        ("E2", date(2026, 1, 12), Fraction(1, 2)),
    ]
    days = read(availability=pd.DataFrame([["Ann", 2]], columns=["person", WEEK1]), settings={"unit": "days"})
    assert days.absences[0].segment == Segment(date(2026, 1, 5), date(2026, 1, 11), Fraction(2), Basis.DAYS)


def test_month_columns_of_demand() -> None:
    demand = pd.DataFrame([["P2", "Analyst", 1]], columns=["project", "role", "2026-02"])
    segment = read(demand=demand, settings={"start": "2026-02-02"}).lines[0].segments[0]
    assert (segment.start, segment.end) == (date(2026, 2, 1), date(2026, 2, 28))


def test_lines_without_id_get_one_from_their_content() -> None:
    demand = """
project,role,from,to,fte
P1,Tester,2026-01-12,2026-02-01,1
P1,Tester,2026-01-05,2026-02-01,1
P2,Analyst,2026-01-05,2026-02-01,1
"""
    portfolio = read(demand=demand)
    assert [line.id for line in portfolio.lines] == ["P1-Tester", "P1-Tester-2", "P2-Analyst"]
    assert portfolio.lines[0].segments[0].start == date(2026, 1, 5)
    assert bare(portfolio) == bare(read(demand=frame(demand).iloc[::-1]))
    assert any("3 lines without Demand ID" in text for text in texts(portfolio, Severity.INFO))


def test_references_by_id_name_both_and_without_zeros() -> None:
    staff = "person_id,name,role\n00123,Ann,Developer\n00124,Bob,Tester\n00125,Bob,Analyst"
    demand = """
demand_id,project,role,person,from,to,fte
D1,Atlas (P1),Developer,ann（00123）,2026-01-05,2026-02-01,1
D2,p1,Tester,124,2026-01-05,2026-02-01,1
"""
    portfolio = read(staff=staff, demand=demand)
    assert [line.person_id for line in portfolio.lines] == ["00123", "00124"]
    assert "Demand row 1: 124 is taken for 00124." in texts(portfolio, Severity.INFO)
    wrong = demand.replace("124", "Bob").replace("ann（00123）", "Bob（00123）")
    assert faults(staff=staff, demand=wrong) == [
        "Demand row 0: Bob（00123）: the ID 00123 belongs to Ann.",
        "Demand row 1: Bob can be any of 00124, 00125; write the Person ID.",
    ]


def test_people_and_projects_without_ids_go_by_name() -> None:
    staff = "name,role\nAnn,Developer\nBob,Tester"
    projects = "project,priority\nAtlas,1\nBolt,2"
    portfolio = read(staff=staff, projects=projects, demand=DEMAND.replace("P1", "atlas").replace("P2", "BOLT"))
    assert [p.id for p in portfolio.people] == ["Ann", "Bob"]
    assert [line.project_id for line in portfolio.lines] == ["Atlas", "Atlas", "Bolt"]
    assert faults(staff=staff + "\nAnn,Tester") == ["Staff row 2: Ann stands already in row 0; give both rows an ID."]


def test_spellings_that_differ_only_in_case_or_width_are_one() -> None:
    portfolio = read(demand=DEMAND.replace("Developer", "ＤＥＶＥＬＯＰＥＲ ").replace("Tester", "tester"))
    assert [line.role for line in portfolio.lines] == ["Developer", "Tester", "Analyst"]


def test_chinese_columns_and_words() -> None:
    portfolio = from_frames(
        projects=pd.DataFrame([["P1", "高", "进行中", "是"]], columns=["项目编号", "优先级", "项目状态", "必保"]),
        staff=pd.DataFrame([["E1", "测试", "外包", "高级"]], columns=["工号", "角色 (岗位)", "用工类型", "职级"]),
        demand=pd.DataFrame(
            [["P1", "测试", "2026年1月5日", "2026/2/1", 1, "预估", "全部满足", "√"]],
            columns=["项目", "角色", "开始日期", "结束日期", "需求人力（FTE）", "确定程度", "满足方式", "核心成员"],
        ),
        assignments=pd.DataFrame(
            [["待定", "P1", 1, "2026-01-05", ""], ["E1", "P1", 1, "2026-01-05", "硬锁定"]],
            columns=["人员", "项目", "投入(FTE)", "开始日期", "锁定"],
        ),
        settings=pd.DataFrame([["优化策略", "加权"], ["计划周数", 4]], columns=["参数", "取值"]),
    )
    line, person, project = portfolio.lines[0], portfolio.people[0], portfolio.projects[0]
    assert (line.certainty, line.fill_all, line.core) == (Certainty.ESTIMATE, True, True)
    assert (person.employment, person.level) == ("contractor", 4)
    assert (project.status, project.must_have, project.rank) == (Status.IN_FLIGHT, True, 1)
    assert [b.lock for b in portfolio.bookings] == [Lock.HARD]
    assert (portfolio.policy.kind, portfolio.settings.weeks) == ("weighted", 4)


@pytest.mark.parametrize(
    ("in_flight", "proposed", "tiers"),
    [
        ("with", "after", [("committed", "P1"), ("committed", "P2"), ("proposed", "P3")]),
        ("first", "with", [("in-flight", "P1"), ("committed", "P2"), ("committed", "P3")]),
        ("with", "out", [("committed", "P1"), ("committed", "P2")]),
    ],
)
def test_classes(in_flight: str, proposed: str, tiers: list[tuple[str, str]]) -> None:
    portfolio = read(settings={"in_flight": in_flight, "proposed": proposed})
    assert [(tier.kind, tier.project_ids[0]) for tier in portfolio.tiers] == tiers
    assert bare(from_frames(**to_frames(portfolio))) == bare(portfolio)


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("05/01/2026", "DMY", date(2026, 1, 5)),
        ("05/01/2026", "MDY", date(2026, 5, 1)),
        ("25/01/2026", "none", date(2026, 1, 25)),
        ("5 Jan 2026", "none", date(2026, 1, 5)),
        (46027, "none", date(2026, 1, 5)),
        ("46027", "none", date(2026, 1, 5)),
        ("20260105", "none", date(2026, 1, 5)),
    ],
)
def test_dates(text: Any, order: str, expected: date) -> None:
    portfolio = read(**cell("staff", 0, "from", text), settings={"date_order": order})
    assert portfolio.people[0].start == expected


def test_warnings() -> None:
    demand = DEMAND + "D4,P1,Testr,2026-01-05,2026-01-11,1\nD5,P1,Tester,2026-01-05,2026-01-11,0\n"
    demand += "D6,P1,Tester,2026-01-05,2026-01-11,50\n"
    lines = frame(demand)
    lines["min_level"] = ["5", "", "", "", "", ""]
    portfolio = read(
        demand=lines,
        rules="rule,person,project\nforbid,Bob,P1\nforbid,Bob,P1",
        assignments="person,project,fte,lock\nBob,P1,1,hard\nCid,P1,1,\nCid,P1,1,",
        **cell("staff", 0, "location", "Atlantis"),
    )
    assert texts(portfolio, Severity.WARNING) == [
        "Demand row 4: The line wants 0.",
        "Demand row 5: 50 FTE is a lot for one line; if it is percent, write 50%.",
        "Assignments row 2: The same row stands in row 1; both count.",
        "Rules row 1: The same rule stands in row 0; it counts once.",
        "Rules row 0: E2 may not work on P1, but a hard lock in Assignments says so; one of them will be set aside.",
        "The public holidays of Atlantis are not known; Monday to Friday is used. Write a country code such as CN or "
        "DE-BY.",
        "Demand row 0: Nobody can serve line D1: role, skills, level, named person and forbids leave no one.",
        "Demand row 3: Nobody has or may fill the role Testr (one line asks for it); did you mean Tester?",
    ]


def test_more_than_ten_tiers_are_a_warning() -> None:
    rows = "\n".join(f"Q{i},{i}" for i in range(11))
    portfolio = read(projects=f"project_id,priority\nP1,20\nP2,20\nAtlas,20\n{rows}")
    assert any("make 12 tiers" in text for text in texts(portfolio, Severity.WARNING))


def test_planned_hires_count_only_if_asked() -> None:
    staff = STAFF + "E4,Eve,Sales,Analyst,,,1,\n"
    people = frame(staff)
    people["employment"] = ["", "", "", "planned"]
    demand = frame(DEMAND)
    demand["person"] = ["", "", "Eve"]
    given = {"staff": people, "demand": demand, "availability": "person,available\nEve,0"}
    without = read(**given)
    assert [p.id for p in without.people] == ["E1", "E2", "E3"] and not without.absences
    assert without.lines[2].person_id is None
    assert any(text.startswith("Demand row 2: Eve is a planned hire") for text in texts(without, Severity.WARNING))
    assert any(text.startswith("Availability row 0: Eve is") for text in texts(without, Severity.INFO))
    counted = read(**given, settings={"planned_hires": "yes"})
    assert [p.id for p in counted.people] == ["E1", "E2", "E3", "E4"] and counted.lines[2].person_id == "E4"


def test_hard_locks_that_match_no_line_get_one() -> None:
    projects = frame(PROJECTS)
    plan = """
person,project,role,from,to,fte,lock
Ann,P1,Analyst,2026-01-05,2026-01-11,1,hard
Bob,P1,,2026-01-05,2026-01-11,0.5,hard
Cid,P3,,2026-01-05,2026-01-11,0.5,hard
Cid,P2,Tester,2026-01-05,2026-01-11,0.5,soft
"""
    portfolio = read(projects=projects, assignments=plan)
    made = [(line.id, line.project_id, line.role, line.segments) for line in portfolio.lines if line.from_lock]
    assert made == [("P1-E1-lock", "P1", "Analyst", ()), ("P3-E3-lock", "P3", "", ())]
    assert bare(from_frames(**to_frames(portfolio))) == bare(portfolio)


def test_locations_and_calendars() -> None:
    staff = frame(STAFF)
    staff["location"] = ["上海", "上海", "Munich"]
    portfolio = read(staff=staff)
    assert {p.id: p.location for p in portfolio.projects} == {"P1": "上海", "P2": "上海", "P3": "上海"}
    shanghai, munich = sorted(portfolio.calendars, key=lambda c: c.location, reverse=True)
    assert not shanghai.is_working(date(2026, 2, 17)) and shanghai.is_working(date(2026, 2, 14))
    assert not munich.is_working(date(2026, 1, 6)) and munich.is_working(date(2026, 2, 17))
    off = read(staff=staff, settings={"holidays": "no"})
    assert all(not calendar.days_off and not calendar.extra_days for calendar in off.calendars)


@pytest.mark.parametrize(
    ("location", "country"),
    [
        ("CN", ("CN", "")),
        ("DE-BY", ("DE", "BY")),
        ("Germany", ("DE", "")),
        ("United States", ("US", "")),
        ("德国", ("DE", "")),
        ("北京市", ("CN", "")),
        ("慕尼黑", ("DE", "BY")),
        ("London", ("GB", "ENG")),
        ("New York", ("US", "NY")),
        ("Shanghai, China", ("CN", "")),
        ("DE-QQ", None),
        ("Atlantis", None),
    ],
)
def test_places(location: str, country: tuple[str, str] | None) -> None:
    assert country_of(location) == country


def test_cells_of_numpy_and_pandas() -> None:
    staff = frame(STAFF)
    staff["fte"] = pd.Series([np.float64(1), pd.NA, np.int64(1)], dtype=object)
    staff["from"] = [pd.Timestamp("2026-01-05"), pd.NaT, None]
    people = read(staff=staff).people
    assert [p.fte for p in people] == [1, 1, 1] and [p.start for p in people] == [date(2026, 1, 5), None, None]


def test_availability_in_percent_and_hours() -> None:
    away = pd.DataFrame([["Ann", 60], ["Bob", "20%"]], columns=["person", WEEK1])
    days = DEMAND.replace("fte", "days")
    assert [a.segment.amount for a in read(availability=away, demand=days, settings={"unit": "%"}).absences] == [
        Fraction(3, 5),
        Fraction(1, 5),
    ]
    assert faults(availability=away.replace(60, 0.6), demand=days, settings={"unit": "%"})[0].startswith(
        "Availability row 0: Unit is %, so 0.6 would be 0.6%;"
    )
    assert faults(availability=away.replace(60, 160), demand=days, settings={"unit": "%"}) == [
        "Availability row 0: 160 is more than 100%."
    ]
    hours = read(availability=away.iloc[:1].replace(60, 12), settings={"unit": "hours"})
    assert hours.absences[0].segment.amount == Fraction(3, 2)
    assert bare(from_frames(**to_frames(hours))) == bare(hours)


def test_default_location_and_date_cells() -> None:
    portfolio = read(
        settings={"location": "berlin", "start": "2026-W02", "weeks": 3}, **cell("staff", 0, "location", "Berlin")
    )
    assert portfolio.settings.location == "Berlin" and {p.location for p in portfolio.people} == {"Berlin"}
    assert portfolio.settings.start == date(2026, 1, 5)
    assert any("lines reach beyond" in text for text in texts(portfolio, Severity.INFO))
    middle = read(settings={"start": "2026-01-07"})
    assert middle.settings.start == date(2026, 1, 5)
    assert "Settings row start: Start 2026-01-07 is no Monday; the plan begins on 2026-01-05." in texts(
        middle, Severity.INFO
    )
