"""The people of the sample quarter: staff, roles, leave, and who suits what."""

from __future__ import annotations

from datetime import date
from typing import Any

from resopt.sample.language import Row

# Name in the English file, name in the Chinese file. Some people write their name in Chinese everywhere.
NAMES: dict[str, tuple[str, str]] = {
    "E01": ("Chen Jing", "陈静"),
    "E02": ("Liu Yang", "刘洋"),
    "E03": ("赵敏", "赵敏"),
    "E04": ("Sun Qiang", "孙强"),
    "E05": ("Clara Hoffmann", "Clara Hoffmann"),
    "E06": ("Zhou Min", "周敏"),
    "E07": ("He Li", "何丽"),
    "E08": ("Xu Ping", "徐萍"),
    "E09": ("Guo Rui", "郭睿"),
    "E10": ("王芳", "王芳"),
    "E11": ("Lin Xin", "林欣"),
    "E12": ("Ma Yan", "马艳"),
    "E13": ("Nina Koch", "Nina Koch"),
    "E14": ("Wu Gang", "吴刚"),
    "E15": ("Zhu Hao", "朱浩"),
    "E16": ("Gao Chao", "高超"),
    "E17": ("Zhao Lei", "赵磊"),
    "E18": ("Li Wei", "李伟"),
    "E19": ("Zhang Tao", "张涛"),
    "E20": ("Huang Jun", "黄军"),
    "E21": ("Yang Mei", "杨梅"),
    "E22": ("Luo Ming", "罗明"),
    "E23": ("Hu Jie", "胡杰"),
    "E24": ("Lukas Bauer", "Lukas Bauer"),
    "E25": ("Jonas Fischer", "Jonas Fischer"),
    "E26": ("Felix Weber", "Felix Weber"),
    "E27": ("Wang Na", "王娜"),
    "E28": ("Liu Hao", "刘浩"),
    "E29": ("Chen Xia", "陈霞"),
    "E30": ("Zhou Yu", "周宇"),
    "E31": ("李静", "李静"),
    "E32": ("Xu Yong", "徐勇"),
    "E33": ("Sun Tao", "孙涛"),
    "E34": ("Ma Chao", "马超"),
    "E35": ("Zhang Guodong", "张国栋"),
    "E36": ("Yang Jianhua", "杨建华"),
    "E37": ("Paul Richter", "Paul Richter"),
    "E38": ("Guo Jun", "郭军"),
    "E39": ("Lin Lei", "林磊"),
    "E40": ("Wu Xia", "吴霞"),
    "E41": ("Huang Ping", "黄平"),
    "E42": ("Zhu Na", "朱娜"),
    "E43": ("He Gang", "何刚"),
    "E44": ("Gao Ning", "高宁"),
    "E45": ("Luo Yu", "罗宇"),
    "E46": ("Anna Adler", "Anna Adler"),
    "E47": ("Hu Jing", "胡静"),
    "E48": ("Zhao Yang", "赵阳"),
    "E49": ("刘敏", "刘敏"),
    "E50": ("Chen Rui", "陈睿"),
    "E51": ("Wang Lei", "王磊"),
    "E52": ("Li Na", "李娜"),
    "E53": ("Zhang Xin", "张欣"),
    "E54": ("Zhou Jie", "周杰"),
    "E55": ("Liu Qiang", "刘强"),
    "E56": ("Yang Yong", "杨勇"),
    "E57": ("Sun Mei", "孙梅"),
    "E58": ("Max Keller", "Max Keller"),
    "E59": ("Xu Ning", "徐宁"),
    "E60": ("Wu Hao", "吴昊"),
    "H01": ("Planned hire backend", "后端开发待招"),
}

_TEAMS = {
    "Project Manager": "Project Office",
    "Business Analyst": "Product",
    "UX Designer": "Product",
    "Backend Developer": "Software",
    "Frontend Developer": "Software",
    "Full-stack Developer": "Software",
    "Architect": "Software",
    "Data Engineer": "Data",
    "Algorithm Engineer": "Data",
    "Tester": "Quality and Security",
    "Security Engineer": "Quality and Security",
    "DevOps Engineer": "Operations",
}

_PM, _BA, _UX, _BE, _FE, _FS = (
    "Project Manager",
    "Business Analyst",
    "UX Designer",
    "Backend Developer",
    "Frontend Developer",
    "Full-stack Developer",
)
_ARC, _DE, _AL, _TE, _SEC, _OPS = (
    "Architect",
    "Data Engineer",
    "Algorithm Engineer",
    "Tester",
    "Security Engineer",
    "DevOps Engineer",
)

# ID, role, level, skills, FTE, BAU, further cells.
_STAFF: tuple[tuple[str, str, int, str, float, float, dict[str, Any]], ...] = (
    ("E01", _PM, 5, "English:4", 1, 0.2, {}),
    ("E02", _PM, 4, "English:3", 1, 0.1, {}),
    ("E03", _PM, 3, "", 1, 0.1, {}),
    ("E04", _PM, 3, "English:4", 1, 0, {}),
    ("E05", _PM, 4, "German:5; English:5", 1, 0.1, {"location": "Munich"}),
    ("E06", _BA, 4, "Data Modelling:4; Process Modelling:3", 1, 0, {}),
    ("E07", _BA, 3, "German:4; English:4", 1, 0.3, {}),
    ("E08", _BA, 3, "Data Modelling:3", 0.5, 0, {}),
    ("E09", _BA, 2, "Process Modelling:3", 1, 0, {}),
    ("E10", _BA, 4, "SAP:4; Process Modelling:4", 1, 0, {}),
    ("E11", _UX, 4, "Figma:4; Design System:4", 1, 0.2, {"cost_per_day": 1600}),
    ("E12", _UX, 3, "Figma:3; Motion Design:3", 1, 0, {}),
    ("E13", _UX, 3, "Figma:3; Motion Design:3; German:5", 1, 0, {"location": "Berlin"}),
    ("E14", _BE, 4, "Golang:4; Java:2", 0.8, 0, {}),
    ("E15", _BE, 4, "Golang:4", 0.5, 0, {}),
    ("E16", _BE, 4, "Rust:4; Golang:2", 1, 0.2, {"min_share": 0.5}),
    ("E17", _BE, 4, "Payment Switch:4; SQL:3", 1, 0, {"max_projects": 2}),
    ("E18", _BE, 4, "Java:5; SQL:4", 1, 0, {}),
    ("E19", _BE, 3, "Java:4; SQL:3", 1, 0, {}),
    ("E20", _BE, 3, "Java:4", 1, 0, {}),
    ("E21", _BE, 3, "Java:3; English:4", 1, 0.1, {}),
    ("E22", _BE, 3, "Java:3; Python:4", 1, 0, {"employment": "contractor", "cost_per_day": 1900}),
    ("E23", _BE, 2, "Java:3; Python:3", 1, 0, {"from": date(2026, 2, 2)}),
    ("E24", _BE, 4, "Java:4; C++:3; German:5", 1, 0.1, {"location": "Munich", "cost_per_day": 3600}),
    ("E25", _BE, 3, "Java:3; German:4", 1, 0, {"location": "Munich", "cost_per_day": 3200}),
    ("E26", _BE, 3, "C++:4; Python:3; German:5", 1, 0, {"location": "Munich", "cost_per_day": 3200}),
    ("E27", _FE, 4, "React:4; Vue:3", 1, 0, {}),
    ("E28", _FE, 3, "React:3", 1, 0, {}),
    ("E29", _FE, 3, "React:3; Vue:3", 1, 0, {}),
    ("E30", _FE, 2, "Vue:3", 1, 0, {}),
    ("E31", _FE, 3, "Design System:3; Vue:3", 1, 0.5, {}),
    ("E32", _FE, 1, "Vue:2", 1, 0, {"role": f"{_FE}; {_UX}"}),
    ("E33", _FS, 3, "Java:3; React:3", 1, 0, {}),
    ("E34", _FS, 3, "Java:3; Vue:3", 1, 0, {"to": date(2026, 3, 13)}),
    ("E35", _ARC, 5, "Architecture:5", 1, 0.2, {"max_projects": 2}),
    ("E36", _ARC, 4, "Architecture:4", 1, 0, {}),
    ("E37", _ARC, 3, "Architecture:3; German:5", 1, 0, {"location": "Munich", "cost_per_day": 4000}),
    ("E38", _DE, 4, "Spark:4; SQL:4", 1, 0.1, {}),
    ("E39", _DE, 4, "Spark:4; SQL:3", 1, 0.1, {}),
    ("E40", _DE, 4, "Kafka:4; SQL:3", 1, 0.1, {}),
    ("E41", _DE, 3, "Informatica:3", 1, 0, {}),
    ("E42", _DE, 3, "Oracle:3", 1, 0, {}),
    ("E43", _DE, 2, "SQL:3", 1, 0, {}),
    ("E44", _AL, 5, "Machine Learning:5; Python:4", 1, 0, {"max_projects": 2}),
    ("E45", _AL, 3, "Machine Learning:3; Optimisation:3; Python:3", 1, 0, {}),
    ("E46", _AL, 4, "Deep Learning:4; Python:4; German:5", 1, 0, {"location": "Munich", "max_projects": 1}),
    ("E47", _TE, 4, "Performance Testing:4", 1, 0.2, {}),
    ("E48", _TE, 4, "Performance Testing:4", 1, 0, {}),
    ("E49", _TE, 3, "Test Automation:4; Python:3", 1, 0, {}),
    ("E50", _TE, 3, "", 1, 0, {}),
    ("E51", _TE, 2, "", 1, 0, {}),
    ("E52", _TE, 2, "", 1, 0, {"employment": "contractor", "cost_per_day": 1300}),
    ("E53", _TE, 1, "", 1, 0, {"from": date(2026, 1, 26)}),
    ("E54", _TE, 3, "Hardware Testing:3", 1, 0, {"to": date(2026, 3, 16)}),
    ("E55", _OPS, 4, "Kubernetes:4", 1, 0.2, {}),
    ("E56", _OPS, 3, "Kubernetes:3", 1, 0.1, {}),
    ("E57", _OPS, 3, "Kubernetes:3", 1, 0, {}),
    ("E58", _OPS, 2, "Kubernetes:3; German:5", 1, 0, {"location": "Berlin"}),
    ("E59", _SEC, 4, "Penetration Testing:4", 1, 0.15, {}),
    ("E60", _SEC, 3, "Penetration Testing:3", 0.8, 0, {"from": date(2026, 1, 26)}),
    ("H01", _BE, 3, "Java:3", 1, 0, {"employment": "planned", "from": date(2026, 2, 2)}),
)

# Person, first day, last day, cells, reason.
_LEAVE: tuple[tuple[str, date, date, dict[str, float], str], ...] = (
    ("E03", date(2026, 2, 24), date(2026, 2, 27), {"available": 0}, "annual leave"),
    ("E09", date(2026, 1, 19), date(2026, 1, 23), {"available": 0.5}, "training"),
    ("E13", date(2026, 2, 16), date(2026, 2, 20), {"available": 0}, "annual leave"),
    ("E19", date(2026, 2, 24), date(2026, 2, 28), {"available": 0}, "annual leave"),
    ("E21", date(2026, 3, 2), date(2026, 3, 27), {"available_days": 9}, "parental leave"),
    ("E24", date(2026, 3, 9), date(2026, 3, 13), {"available": 0}, "annual leave"),
    ("E26", date(2026, 2, 16), date(2026, 2, 20), {"available": 0}, "annual leave"),
    ("E28", date(2026, 1, 26), date(2026, 1, 30), {"available": 0}, "sick leave"),
    ("E29", date(2026, 3, 16), date(2026, 3, 20), {"available": 0.6}, "training"),
    ("E37", date(2026, 3, 23), date(2026, 3, 27), {"available": 0}, "annual leave"),
    # Together: Huang Ping is away for two weeks, so Zhu Na may not work on P05 either.
    ("E41", date(2026, 1, 26), date(2026, 2, 6), {"available": 0}, "annual leave"),
    # Fill all: with Zhao Yang away in this week, the load test of P05 cannot be done in full.
    ("E48", date(2026, 3, 9), date(2026, 3, 13), {"available": 0}, "annual leave"),
    ("E50", date(2026, 2, 9), date(2026, 2, 14), {"available": 0.5}, "training"),
    ("E52", date(2026, 2, 24), date(2026, 2, 28), {"available": 0}, "annual leave"),
    ("E55", date(2026, 2, 24), date(2026, 2, 25), {"available": 0}, "annual leave"),
    ("E57", date(2026, 3, 23), date(2026, 4, 3), {"available_days": 6}, "parental leave"),
    ("E46", date(2026, 3, 30), date(2026, 4, 2), {"available": 0.5}, "trade fair"),
    ("E30", date(2026, 3, 2), date(2026, 3, 6), {"available": 0}, "annual leave"),
)

_COSTS = {
    _PM: 1800,
    _BA: 1500,
    _UX: 1500,
    _BE: 1500,
    _FE: 1400,
    _FS: 1600,
    _ARC: 2400,
    _DE: 1600,
    _AL: 2200,
    _TE: 1100,
    _SEC: 2000,
    _OPS: 1500,
}

_FILLED_BY = {_BE: "Full-stack Developer:0.2", _FE: "Full-stack Developer:0.2"}

# Person, project, role, cost per day, preference.
_FIT: tuple[tuple[str, str | None, str | None, int | None, int | None], ...] = (
    ("E21", "P08", None, None, 2),
    ("E18", "P08", None, None, -1),
    ("E22", "P06", None, 1700, 1),
    ("E29", "P04", None, None, 2),
    ("E33", None, _FE, None, 1),
    ("E43", "P03", None, None, 2),
    ("E51", "P01", None, None, -2),
    ("E57", "P19", None, None, -1),
)


def staff() -> list[Row]:
    """Return the rows of sheet Staff: 60 people, and one planned hire who does not count yet."""
    rows = []
    for person, role, level, skills, fte, bau, more in _STAFF:
        row: Row = {"person_id": person, "name": NAMES[person][0], "department": _TEAMS[role], "role": role}
        row |= {"level": level, "skills": skills or None, "fte": fte, "bau": bau or None, "location": "Shanghai"}
        rows.append(row | {"employment": "employee"} | more)
    return rows


def availability() -> list[Row]:
    """Return the rows of sheet Availability."""
    return [
        {"person": person, "from": first, "to": last, "reason": reason} | cells
        for person, first, last, cells, reason in _LEAVE
    ]


def roles() -> list[Row]:
    """Return the rows of sheet Roles."""
    return [
        {"role": role, "department": team, "filled_by": _FILLED_BY.get(role), "cost_per_day": _COSTS[role]}
        for role, team in _TEAMS.items()
    ]


def fit() -> list[Row]:
    """Return the rows of sheet Fit."""
    columns = ("person", "project", "role", "cost_per_day", "preference")
    return [{key: cell for key, cell in zip(columns, row, strict=True) if cell is not None} for row in _FIT]
