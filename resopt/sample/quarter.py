"""The sample quarter: an invented company from 2026-01-05, 13 weeks, in which every hard rule but horizon costs days.

Horizon only bars days that nobody would count. Each other rule binds in a small place of its own, so that what it
costs can be followed by hand:

* capacity, eligibility: Security and Algorithm Engineers are wanted for more days than they have, others idle;
* dates: Wu Hao (E60) joins in week 3 and D0702 misses him in week 2; Wu Xia (E40) may give D0603 no more than it
  wants in a week, and what `require` asks of her P09 (D0903) goes without;
* step: Xu Ning (E59) has 4.25 days a week and can give 4, the rest is lost to D0702;
* min share: Gao Chao (E16) gives D0306 its 0.4 FTE; the 0.4 he has left are too few for D0503;
* min days: Zhou Jie (E54) leaves on the Monday of week 10 and may not join D0604 for a day;
* max projects: Anna Adler (E46) stays on P06 (D0602), so D0902 of P09 gets nothing in those weeks;
* max people: D0311 is for one, and the best for it works 0.8;
* same people: Zhou Min (E06) is named on D0206 in weeks 3 and 4, so only the half of E08 is left for D0803;
* fill: D0402 asks for 80 % and could get 70 %; D0506 asks for all and could not in week 9;
* min staffing: P14 would get Operations but no Security, less than its 60 %, and so gets nothing;
* must have: P13 of the fourth tier takes Security Engineers from D0702 of the second;
* hard lock: Zhao Lei (E17) is locked on P19 and D0202 of the first tier has nobody else;
* freeze: D0103 wants three people in week 0 and the plan of record has two;
* forbid: Nina Koch (E13) is free for D0502 but may not work on P05;
* exclusive: 王芳 (E10) is the only one for D0106 and D0804, which are of two projects;
* apart: D0302 wants two, and the two who could may not be on P03 in the same week;
* require: see dates; supervise: Zhang Guodong (E35) serves D0703, which others could, and D0802 goes short;
* together: Huang Ping (E41) is away in weeks 3 and 4, so Zhu Na (E42) may not serve D0505 either;
* lend: six projects want 3 FTE of DevOps Engineers in a week and Operations lends 2;
* budget: P11 has the people for more days than it can pay;
* start: Luo Yu (E45) is on P03 until week 8 and P10 may start in week 8 at the latest.

The plan of record is over-allocated three times (see `_RECORD`); its hard locks and week 0 alone are feasible.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from resopt.sample import quarter_demand, quarter_people
from resopt.sample.language import Row, Sheets, localise
from resopt.sample.quarter_demand import last_day, monday

# English name, Chinese name, priority, status, first week, last week, department, manager, type, further cells.
_PROJECTS: dict[str, tuple[str, str, int, str, int, int, str, str, str, dict[str, Any]]] = {
    "P01": (
        "Orion ERP Rollout",
        "猎户座ERP推广",
        1,
        "in-flight",
        0,
        12,
        "Software",
        "E01",
        "System",
        {"must_have": "yes", "min_staffing": 0.8, "value": 9},
    ),
    "P02": ("Payment Gateway", "支付网关升级", 1, "in-flight", 0, 9, "Software", "E02", "System", {"value": 8}),
    "P03": ("Factory Data Hub", "工厂数据平台", 1, "approved", 1, 12, "Data", "E04", "Data", {"value": 8}),
    "P04": (
        "Customer Portal EU",
        "欧洲客户门户",
        2,
        "approved",
        1,
        10,
        "Product",
        "E05",
        "System",
        {"location": "Munich", "value": 7},
    ),
    "P05": ("Mobile App 3.0", "移动应用3.0", 2, "in-flight", 0, 10, "Software", "E03", "Mobile", {"value": 6}),
    "P06": ("Predictive Maintenance", "预测性维护", 2, "in-flight", 0, 12, "Data", "E04", "Data", {"value": 7}),
    "P07": ("Single Sign-On", "统一登录", 2, "approved", 2, 10, "Operations", "E02", "System", {"value": 5}),
    "P08": ("Supplier Portal", "供应商门户", 3, "approved", 1, 10, "Product", "E04", "System", {"value": 5}),
    "P09": (
        "Warehouse Robotics",
        "仓储机器人接入",
        3,
        "in-flight",
        0,
        10,
        "Software",
        "E05",
        "System",
        {"location": "Munich", "value": 5},
    ),
    # Start: may start one week later, not two.
    "P10": (
        "Smart Quoting",
        "智能报价",
        3,
        "approved",
        7,
        10,
        "Data",
        "E03",
        "Data",
        {"earliest_start": 7, "latest_start": 8, "value": 6},
    ),
    # Budget: pays 15 days of 1,600, fewer than wanted.
    "P11": ("Design System", "设计规范统一", 3, "approved", 3, 12, "Product", "E03", "Mobile", {"budget": 24000}),
    "P12": ("Chat Assistant", "智能客服助手", 3, "on-hold", 2, 9, "Data", "E04", "Data", {"value": 4}),
    # Must have: 80 % of its days, although its tier is the fourth.
    "P13": (
        "Data Protection Audit",
        "数据合规审计",
        4,
        "approved",
        3,
        9,
        "Quality and Security",
        "E01",
        "Compliance",
        {"must_have": "yes", "min_staffing": 0.8, "value": 6, "notes": "due to the regulator"},
    ),
    "P14": (
        "Cloud Cost Control",
        "云成本管控",
        4,
        "approved",
        4,
        9,
        "Operations",
        "E02",
        "System",
        {"min_staffing": 0.6},
    ),
    "P15": (
        "Field Service App",
        "现场服务应用",
        4,
        "proposed",
        7,
        11,
        "Product",
        "E03",
        "Mobile",
        {"earliest_start": 7, "latest_start": 8, "value": 4},
    ),
    "P16": (
        "Test Automation Platform",
        "自动化测试平台",
        4,
        "approved",
        2,
        11,
        "Quality and Security",
        "E04",
        "System",
        {"value": 3},
    ),
    "P17": (
        "Intranet Search",
        "内网搜索",
        5,
        "approved",
        8,
        10,
        "Data",
        "E04",
        "Data",
        {"earliest_start": 8, "latest_start": 10, "value": 2},
    ),
    "P18": ("Energy Dashboard", "能耗看板", 5, "proposed", 5, 12, "Data", "E04", "Data", {"value": 3}),
    "P19": ("Legacy Archive", "旧系统归档", 5, "approved", 1, 12, "Operations", "E02", "System", {}),
    "P20": ("AR Showroom", "AR展厅", 5, "cancelled", 2, 8, "Product", "E03", "Mobile", {}),
}

# The plan of record: person, project, first week, last week, FTE, further cells.
# Over-allocated: E17 in week 3 (P19 0.6 + P02 0.6), E43 in week 9 (P03 1.0 + P06 0.4),
# E50 in week 10 (P01 0.4 + P04 0.4 + P16 0.4). Week 0 is frozen and feasible.
_BE = "Backend Developer"
_RECORD: tuple[tuple[str, str, int, int, float, dict[str, Any]], ...] = (
    ("E01", "P01", 0, 4, 0.6, {"demand_id": "D0101", "lock": "hard"}),
    # Week 5 has six working days, week 6 none.
    ("E36", "P01", 0, 4, 0.6, {"role": "Architect"}),
    ("E36", "P01", 5, 5, 0.5, {"role": "Architect"}),
    ("E36", "P01", 7, 12, 0.6, {"role": "Architect"}),
    ("E18", "P01", 0, 9, 1.0, {"role": _BE}),
    ("E19", "P01", 0, 5, 1.0, {"demand_id": "D0103"}),
    ("E21", "P01", 2, 4, 0.6, {"role": _BE, "lock": "soft"}),
    ("E10", "P01", 1, 4, 1.0, {"demand_id": "D0106", "lock": "soft"}),
    ("E51", "P01", 3, 9, 1.0, {"role": "Tester"}),
    ("E50", "P01", 7, 12, 0.4, {"role": "Tester"}),
    ("E02", "P02", 0, 4, 0.4, {}),
    ("E14", "P03", 1, 4, 0.8, {"demand_id": "D0311"}),
    ("E20", "P02", 0, 4, 1.0, {"demand_id": "D0203", "lock": "hard", "reason": "agreed with the bank"}),
    # Over-allocated together with the hard lock on P19.
    ("E17", "P02", 3, 3, 0.6, {"demand_id": "D0202", "lock": "soft"}),
    ("E59", "P02", 1, 4, 0.8, {"role": "Security Engineer"}),
    ("E38", "P03", 2, 4, 0.4, {"demand_id": "D0302"}),
    ("E43", "P03", 1, 9, 1.0, {"demand_id": "D0303"}),
    ("E44", "P03", 1, 12, 1.0, {"demand_id": "D0305", "lock": "soft"}),
    ("E45", "P03", 7, 8, 1.0, {"demand_id": "D0304"}),
    ("E05", "P04", 1, 5, 0.4, {}),
    ("E24", "P04", 1, 4, 0.8, {"role": _BE}),
    ("E25", "P04", 1, 10, 0.4, {"role": _BE, "lock": "soft"}),
    ("E50", "P04", 7, 10, 0.4, {"role": "Tester"}),
    ("E03", "P05", 0, 4, 0.4, {}),
    ("E27", "P05", 0, 9, 1.0, {"role": "Frontend Developer", "lock": "hard"}),
    ("E28", "P05", 0, 2, 0.4, {"role": "Frontend Developer"}),
    ("E33", "P05", 1, 4, 0.4, {"demand_id": "D0508"}),
    ("E04", "P06", 0, 4, 0.4, {}),
    ("E04", "P06", 5, 5, 0.3333, {}),  # two of the six days of the make-up week
    ("E04", "P06", 7, 12, 0.4, {}),
    ("E40", "P06", 0, 4, 0.6, {"role": "Data Engineer"}),
    # Over-allocated together with P03.
    ("E43", "P06", 9, 11, 0.4, {"role": "Data Engineer"}),
    ("E22", "P06", 0, 8, 1.0, {"role": _BE, "lock": "soft"}),
    ("E46", "P06", 1, 5, 0.4, {"demand_id": "D0602"}),
    ("E59", "P07", 9, 10, 0.4, {"role": "Security Engineer"}),
    ("E35", "P08", 2, 4, 0.8, {"role": "Architect"}),
    ("E08", "P08", 1, 4, 0.4, {"demand_id": "D0803", "lock": "soft"}),
    ("E08", "P08", 5, 5, 0.5, {"demand_id": "D0803", "lock": "soft"}),
    ("E08", "P08", 7, 8, 0.4, {"demand_id": "D0803", "lock": "soft"}),
    # A wish of the department: not this person on this project in these weeks.
    ("E19", "P08", 2, 10, 0.0, {"lock": "hard", "reason": "handover of P01", "approved_by": "Sun Qiang"}),
    ("E05", "P09", 0, 0, 0.25, {}),
    ("E05", "P09", 1, 4, 0.2, {}),
    ("E26", "P09", 0, 9, 1.0, {"role": _BE, "lock": "soft"}),
    ("E37", "P09", 3, 8, 0.4, {"role": "Architect"}),
    ("E54", "P09", 2, 4, 0.4, {"demand_id": "D0906"}),
    ("E45", "P12", 2, 4, 0.5, {"lock": "hard"}),
    ("E49", "P16", 2, 9, 1.0, {"demand_id": "D1601"}),
    # Over-allocated together with P01 and P04.
    ("E50", "P16", 10, 11, 0.4, {"demand_id": "D1602"}),
    # Hard lock: costs P02, the first tier, the only person for D0202.
    ("E17", "P19", 2, 4, 0.6, {"role": _BE, "lock": "hard", "reason": "contract end", "approved_by": "Chen Jing"}),
    # A lock for which P02 has no line: it gets one that wants nothing.
    ("E32", "P02", 3, 4, 0.4, {"role": "Frontend Developer", "lock": "hard", "approved_by": "Liu Yang"}),
    ("TBD", "P03", 7, 9, 0.5, {"role": "Data Engineer"}),
)

_RULES: tuple[Row, ...] = (
    {"rule": "forbid", "person": "Nina Koch (E13)", "project": "P05", "reason": "works for a competitor's agency"},
    {"rule": "exclusive", "person": "E10", "reason": "key user training"},
    {"rule": "apart", "person": "E38", "other_person": "E39", "project": "P03", "reason": "four-eyes principle"},
    {"rule": "require", "person": "Wu Xia", "project": "P06", "value": "50%", "reason": "knows the sensors"},
    {"rule": "supervise", "project": "P07", "skill": "Architecture:5", "value": 0.3, "reason": "security review"},
    {"rule": "together", "person": "E41", "other_person": "E42", "project": "P05", "reason": "work in pairs"},
    {"rule": "lend", "department": "Operations", "value": 2, "reason": "round-the-clock operations"},
)

_TEMPLATE: tuple[Row, ...] = (
    {"type": "System", "role": "Project Manager", "core": "yes", "min_fte": 0.2},
    {"type": "System", "role": "Architect", "core": "yes", "min_fte": 0.2},
    {"type": "System", "role": "Backend Developer", "core": "no", "min_fte": 1},
    {"type": "System", "role": "Tester", "core": "no", "min_fte": 0.5},
    {"type": "Mobile", "role": "UX Designer", "core": "no", "min_fte": 0.5},
    {"type": "Mobile", "role": "Frontend Developer", "core": "yes", "min_fte": 0.5},
    {"type": "Data", "role": "Data Engineer", "core": "yes", "min_fte": 0.5},
    {"type": "Data", "role": "Algorithm Engineer", "core": "no", "min_fte": 0.5},
    {"type": "Compliance", "role": "Security Engineer", "core": "yes", "min_fte": 0.5},
)

_SCENARIOS: tuple[Row, ...] = (
    {"scenario": "Hire one security engineer", "change": "hire", "item": "Security Engineer", "value": 1},
    {"scenario": "Smart Quoting two weeks later", "change": "shift", "item": "P10", "value": 2},
    {"scenario": "Anna Adler leaves", "change": "leave", "item": "E46", "from": date(2026, 3, 2)},
    {"scenario": "Audit on hold", "change": "hold", "item": "P13"},
)

_SETTINGS: dict[str, Any] = {
    "start": quarter_demand.START,
    "weeks": quarter_demand.WEEKS,
    "step": 0.2,
    "min_share": 0.2,
    "min_days": 2,
    "max_projects": 3,
    "tolerance": 0,
    "freeze_weeks": 1,
    "priority_order": "1 first",
    "proposed": "after",
    "planned_hires": "no",
    "holidays": "yes",
    "location": "Shanghai",
}

# Free texts in Chinese; names of people and projects are added below.
_PHRASES = {
    "fraud model": "反欺诈模型",
    "data migration": "数据迁移",
    "any role; test generators": "角色不限;用例生成",
    "amount after the pilot": "试点后再定人力",
    "due to the regulator": "监管要求",
    "agreed with the bank": "已与银行约定",
    "handover of P01": "正在交接P01",
    "contract end": "合同到期",
    "works for a competitor's agency": "曾服务于竞争对手",
    "key user training": "负责关键用户培训",
    "four-eyes principle": "须由不同人员复核",
    "knows the sensors": "熟悉传感器",
    "security review": "安全评审",
    "work in pairs": "结对工作",
    "round-the-clock operations": "须保证全天候运维",
    "Hire one security engineer": "招聘一名安全工程师",
    "Smart Quoting two weeks later": "智能报价推迟两周",
    "Anna Adler leaves": "Anna Adler离岗",
    "Audit on hold": "暂停合规审计",
    "TBD": "待定",
}


def quarter(lang: str = "en") -> Sheets:
    """Return the rows of the sample quarter by sheet; IDs and numbers are the same in both languages."""
    sheets: Sheets = {
        "projects": _projects(),
        "staff": quarter_people.staff(),
        "demand": quarter_demand.demand(),
        "availability": quarter_people.availability(),
        "assignments": _assignments(),
        "roles": quarter_people.roles(),
        "rules": [dict(row) for row in _RULES],
        "fit": quarter_people.fit(),
        "team_template": [dict(row) for row in _TEMPLATE],
        "scenarios": [dict(row) for row in _SCENARIOS],
        "settings": [{"setting": key, "value": value} for key, value in _SETTINGS.items()],
    }
    sheets["settings"].append({"setting": "language", "value": "中文" if lang == "zh" else "English"})
    projects = {row[0]: row[1] for row in _PROJECTS.values()}
    people = dict(quarter_people.NAMES.values())
    return localise(sheets, lang, _PHRASES | projects | people)


def _projects() -> list[Row]:
    rows = []
    for project, (name, _, priority, status, first, last, team, manager, kind, more) in _PROJECTS.items():
        row: Row = {"project_id": project, "project": name, "priority": priority, "status": status}
        row |= {"start": monday(first), "end": last_day(last), "department": team, "type": kind}
        row |= {"manager": quarter_people.NAMES[manager][0], "location": "Shanghai"}
        moves = {key: monday(more[key]) for key in ("earliest_start", "latest_start") if key in more}
        rows.append(row | more | moves)
    return rows


def _assignments() -> list[Row]:
    return [
        {"person": person, "project": project, "from": monday(first), "to": last_day(last), "fte": fte} | more
        for person, project, first, last, fte, more in _RECORD
    ]
