"""Other names that people give to sheets and columns, in English, German and Chinese: read, and told as read.

The names of `messages.names` are contracts; these are guesses. Of several columns with another name of the same one,
the name that stands first here counts. A name with `| %` or `| hours` says the unit of its column.
"""

from __future__ import annotations

from functools import cache

SHEETS: dict[str, str] = {
    "projects": "project, project list, portfolio, projekte, projektliste, 项目清单, 项目列表, 项目表",
    "staff": "staff list, team, resources, employees, personnel, mitarbeiter, mitarbeitende, personal, ressourcen, "
    "人员清单, 人员列表, 人员表, 员工, 员工表, 人力资源",
    "demand": "demands, needs, requirements, resource demand, resource requests, requests, bedarf, bedarfe, "
    "ressourcenbedarf, anforderungen, 需求, 需求表, 需求清单, 人力需求",
    "availability": "absences, absence, leave, leaves, vacation, vacations, time off, verfügbarkeit, verfügbarkeiten, "
    "abwesenheit, abwesenheiten, urlaub, 可用性, 请假, 请假表, 休假, 缺勤",
    "assignments": "assignment, allocations, plan of record, current plan, schedule, bookings, einsatz, einsatzplan, "
    "zuordnung, zuordnungen, zuweisungen, belegung, 现有安排, 人员安排, 安排",
    "roles": "role, role list, rollen, 角色表, 岗位, 岗位表",
    "rules": "rule, constraints, regeln, 约束, 规则表",
    "settings": "setting, parameters, config, configuration, einstellungen, parameter, 参数, 设置, 配置",
}

_START = "start date, begin, begin date, beginning, beginn, startdatum, anfang, von, ab, 开始, 开始时间, 起始日期, 起"
_END = "end date, finish, finish date, ende, enddatum, bis, 结束, 结束时间, 截止日期, 完成日期, 止"
_PERSON = "person id, employee id, name, employee, employee name, resource, resource name, staff, who, mitarbeiter, "
_PERSON += "mitarbeiterin, personalnummer, 工号, 姓名, 员工, 员工姓名, 人员姓名"
_PROJECT = "project id, projektnummer, projektnr, 项目编号, project name, projekt, projektname, 项目名称, 所属项目"
_ROLE = "job title, job, position, function, resource role, rolle, funktion, stelle, 岗位, 职位, 职务, 岗位角色"
_DEPARTMENT = "dept, division, business unit, abteilung, bereich, 所属部门, 团队"
_NOTES = "note, comment, comments, remark, remarks, description, kommentar, bemerkung, bemerkungen, notiz, 描述"
_COST = "day rate, daily rate, cost, costs, tagessatz, kosten, kosten pro tag, 日费率, 单价, 人天成本"
_WORKED = (
    "person days, man days, worked, actual days, personentage, tage, 人日, 实际人天, "
    "hours | hours, actual hours | hours, hours worked | hours, stunden | hours, 工时 | hours, 实际工时 | hours"
)
_WEEK = "week, week start, week starting, week beginning, week commencing, week of, cw, kw, kalenderwoche, woche, "
_WEEK += "周, 周次, 周起始, month | months, monat | months, 月 | months, 月份 | months"

COLUMNS: dict[str, dict[str, str]] = {
    "projects": {
        "project_id": "id, project no, project number, project code, project key, code, projektnr, projektnummer, "
        "projekt id, 项目代码, 项目号, 编号, 项目序号",
        "project": "name, title, project name, projekt, projektname, bezeichnung, 项目, 名称",
        "priority": "prio, rank, ranking, priorität, rang, 优先级别, 优先次序, 优先顺序",
        "status": "project status, projektstatus, 状态",
        "start": f"planned start, {_START}",
        "end": f"planned end, {_END}",
        "earliest_start": "start not before, frühester start, 最早开始日期",
        "latest_start": "start not after, spätester start, 最晚开始日期",
        "must_have": "mandatory, pflicht, 必须, 必做",
        "min_staffing": "minimum staffing, mindestbesetzung",
        "value": "benefit, business value, nutzen, wert, 价值",
        "budget": "预算金额, 项目预算",
        "department": f"owner department, sponsor department, {_DEPARTMENT}, 部门, 责任部门",
        "manager": "project manager, project lead, lead, owner, projektleiter, projektleiterin, projektleitung, "
        "经理, 负责人",
        "location": "site, country, standort, land, ort, 地点, 工作地",
        "type": "category, project type, typ, projekttyp, kategorie, art, 类型, 类别, 项目类别",
        "notes": _NOTES,
    },
    "staff": {
        "person_id": "id, employee id, emp id, staff id, employee no, employee number, personnel number, "
        "personalnummer, "
        "personalnr, mitarbeiternummer, 员工编号, 人员编号, 编号",
        "name": "full name, employee, employee name, person, resource, resource name, staff name, mitarbeiter, "
        "mitarbeitername, 员工, 员工姓名, 人员, 人员姓名",
        "department": f"{_DEPARTMENT}, team",
        "role": f"roles, {_ROLE}",
        "level": "grade, seniority, stufe, 级别, 等级",
        "skills": "skill, competences, competencies, fähigkeiten, kenntnisse, kompetenzen, 技能清单, 专业技能",
        "fte": "capacity, kapazität, pensum, arbeitszeitanteil, 人力, 编制, fte % | %, capacity % | %, 人力% | %",
        "from": f"joined, entry, entry date, eintritt, eintrittsdatum, 入职日期, 开始日期, start, {_START}",
        "to": f"left, exit, exit date, austritt, austrittsdatum, 离职日期, 结束日期, end, {_END}",
        "bau": "run the business, daily business, linientätigkeit, tagesgeschäft, grundlast, 日常工作占比, 日常占比",
        "cost_per_day": _COST,
        "max_projects": "maximum projects, 最多项目数",
        "location": "site, country, standort, land, ort, 地点, 所在地",
        "employment": "employment type, contract type, beschäftigungsart, anstellung, 员工类型, 用工性质",
    },
    "demand": {
        "demand_id": "id, line id, request id, request no, bedarfsnummer, bedarf id, 需求号, 编号",
        "project": _PROJECT,
        "role": _ROLE,
        "skill": "skills, required skills, kenntnisse, fähigkeiten, 技能要求, 所需技能",
        "min_level": "level, minimum level, mindeststufe, stufe, 等级, 最低级别",
        "person": "named person, resource name, employee, mitarbeiter, 指定人, 人员",
        "from": f"start, {_START}, 计划开始",
        "to": f"end, {_END}, 计划结束",
        "fte": "headcount, heads, allocation, 人力, 人数, 需求人数, fte % | %, allocation % | %",
        "days": "person days, man days, effort days, personentage, pt, tage, 人天, 人日, 工作量人天, "
        "hours | hours, person hours | hours, effort hours | hours, stunden | hours, 工时 | hours, 小时 | hours",
        "person_months": "person months, man months, pm, personenmonate, 人月",
        "certainty": "commitment, verbindlichkeit, 确定性",
        "core": "core member, core team, kernteam, 核心",
        "preferred_people": "preferred, wish, wunschperson, 期望人员",
        "notes": _NOTES,
        "week": _WEEK,
    },
    "availability": {
        "person": _PERSON,
        "from": f"start, {_START}",
        "to": f"end, {_END}",
        "available": "availability, available %, share, verfügbar, verfügbarkeit, anteil, 可用, 可用率",
        "available_days": "days available, verfügbare tage, 可用人天",
        "reason": "type, absence type, leave type, comment, grund, art, bemerkung, 请假类型, 事由, 备注",
        "week": _WEEK,
    },
    "assignments": {
        "person": _PERSON,
        "project": _PROJECT,
        "role": _ROLE,
        "demand_id": "line id, request id, 需求号",
        "from": f"start, {_START}",
        "to": f"end, {_END}",
        "fte": "allocation, share, load, einsatz, anteil, 投入, 投入比例, 占比, allocation % | %, fte % | %, "
        "anteil % | %, auslastung % | %",
        "lock": "locked, fixed, fix, fixiert, 是否锁定",
        "reason": f"change reason, grund, {_NOTES}, 原因, 备注",
        "approved_by": "approver, approved, genehmigt von, freigegeben von, 审批人, 审批",
        "week": _WEEK,
    },
    "roles": {
        "role": f"name, role name, {_ROLE}",
        "department": _DEPARTMENT,
        "filled_by": "substitutes, alternatives, ersatz, vertretung, 替代角色",
        "cost_per_day": _COST,
    },
    "rules": {
        "rule": "kind of rule, regel, 规则类型",
        "person": _PERSON,
        "other_person": "second person, andere person, 人员2",
        "project": _PROJECT,
        "department": f"{_DEPARTMENT}",
        "value": "wert, 值",
        "from": f"start, {_START}",
        "to": f"end, {_END}",
        "reason": f"grund, {_NOTES}, 备注",
    },
    "fit": {"person": _PERSON, "project": _PROJECT, "role": _ROLE, "cost_per_day": _COST},
    "team_template": {"type": "project type, typ, projekttyp, 类型", "role": _ROLE},
    "actuals": {"person": _PERSON, "project": _PROJECT, "days": _WORKED, "week": _WEEK},
    "scenarios": {"from": f"start, {_START}", "to": f"end, {_END}"},
    "settings": {"setting": "parameter, name, einstellung, 参数名, 参数名称", "value": "wert, 值, 参数值"},
}


def _names(text: str) -> list[tuple[str, str]]:
    """Return the names in a line of the tables above, each with the unit that it says (empty: none)."""
    found = []
    for one in text.split(", "):
        name, _, unit = one.partition(" | ")
        found.append((name.strip(), unit.strip()))
    return found


@cache
def sheet_names() -> tuple[tuple[str, str], ...]:
    """Return each other name of a sheet with the key of the sheet."""
    return tuple((name, key) for key, text in SHEETS.items() for name, _ in _names(text))


@cache
def column_names(sheet: str) -> tuple[tuple[str, str, str], ...]:
    """Return each other name of a column of a sheet, with the key of the column and the unit that it says."""
    return tuple((name, key, unit) for key, text in COLUMNS.get(sheet, {}).items() for name, unit in _names(text))
