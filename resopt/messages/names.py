"""Names that are contracts: sheets, columns, settings and values, in English and Simplified Chinese."""

from __future__ import annotations

Name = tuple[str, str]  # English, Chinese

INPUT_SHEETS: dict[str, Name] = {
    "projects": ("Projects", "项目"),
    "staff": ("Staff", "人员"),
    "demand": ("Demand", "资源需求"),
    "availability": ("Availability", "可用时间"),
    "assignments": ("Assignments", "现行安排"),
    "roles": ("Roles", "角色"),
    "rules": ("Rules", "规则"),
    "fit": ("Fit", "人岗匹配"),
    "team_template": ("Team Template", "团队模板"),
    "actuals": ("Actuals", "实际投入"),
    "scenarios": ("Scenarios", "推演方案"),
    "settings": ("Settings", "参数设置"),
}

COLUMNS: dict[str, dict[str, Name]] = {
    "projects": {
        "project_id": ("Project ID", "项目编号"),
        "project": ("Project", "项目名称"),
        "priority": ("Priority", "优先级"),
        "status": ("Status", "项目状态"),
        "start": ("Start", "计划开始"),
        "end": ("End", "计划结束"),
        "earliest_start": ("Earliest Start", "最早开始"),
        "latest_start": ("Latest Start", "最晚开始"),
        "must_have": ("Must Have", "必保"),
        "min_staffing": ("Min Staffing", "最低满足率"),
        "value": ("Value", "价值分"),
        "budget": ("Budget", "预算"),
        "department": ("Department", "主责部门"),
        "manager": ("Manager", "项目经理"),
        "location": ("Location", "所在地"),
        "type": ("Type", "项目类型"),
        "notes": ("Notes", "备注"),
    },
    "staff": {
        "person_id": ("Person ID", "工号"),
        "name": ("Name", "姓名"),
        "department": ("Department", "部门"),
        "role": ("Role", "角色"),
        "level": ("Level", "职级"),
        "skills": ("Skills", "技能"),
        "fte": ("FTE", "人力(FTE)"),
        "from": ("From", "到岗日期"),
        "to": ("To", "离岗日期"),
        "bau": ("BAU %", "非项目工作占比"),
        "cost_per_day": ("Cost per Day", "人天单价"),
        "max_projects": ("Max Projects", "最多并行项目数"),
        "min_share": ("Min Share", "最小投入比例"),
        "location": ("Location", "工作地"),
        "employment": ("Employment", "用工类型"),
    },
    "demand": {
        "demand_id": ("Demand ID", "需求编号"),
        "project": ("Project", "项目"),
        "role": ("Role", "角色"),
        "skill": ("Skill", "技能"),
        "min_level": ("Min Level", "最低等级"),
        "person": ("Person", "指定人员"),
        "from": ("From", "开始日期"),
        "to": ("To", "结束日期"),
        "fte": ("FTE", "需求人力(FTE)"),
        "days": ("Days", "需求人天"),
        "person_months": ("Person-Months", "需求人月"),
        "certainty": ("Certainty", "确定程度"),
        "core": ("Core", "核心成员"),
        "fill": ("Fill", "满足方式"),
        "max_people": ("Max People", "最多人数"),
        "same_people": ("Same People", "人员固定"),
        "preferred_people": ("Preferred People", "意向人选"),
        "notes": ("Notes", "备注"),
    },
    "availability": {
        "person": ("Person", "人员"),
        "from": ("From", "开始日期"),
        "to": ("To", "结束日期"),
        "available": ("Available", "可用比例"),
        "available_days": ("Available Days", "可用天数"),
        "reason": ("Reason", "原因"),
    },
    "assignments": {
        "person": ("Person", "人员"),
        "project": ("Project", "项目"),
        "role": ("Role", "角色"),
        "demand_id": ("Demand ID", "需求编号"),
        "from": ("From", "开始日期"),
        "to": ("To", "结束日期"),
        "fte": ("FTE", "投入(FTE)"),
        "lock": ("Lock", "锁定"),
        "reason": ("Reason", "变更原因"),
        "approved_by": ("Approved By", "批准人"),
    },
    "roles": {
        "role": ("Role", "角色"),
        "department": ("Department", "部门"),
        "filled_by": ("Filled By", "可替代角色"),
        "cost_per_day": ("Cost per Day", "人天单价"),
    },
    "rules": {
        "rule": ("Rule", "规则"),
        "person": ("Person", "人员"),
        "other_person": ("Other Person", "另一人员"),
        "project": ("Project", "项目"),
        "department": ("Department", "部门"),
        "skill": ("Skill", "技能"),
        "value": ("Value", "数值"),
        "from": ("From", "开始日期"),
        "to": ("To", "结束日期"),
        "reason": ("Reason", "原因"),
    },
    "fit": {
        "person": ("Person", "人员"),
        "project": ("Project", "项目"),
        "role": ("Role", "角色"),
        "cost_per_day": ("Cost per Day", "人天单价"),
        "preference": ("Preference", "意愿分"),
    },
    "team_template": {
        "type": ("Type", "项目类型"),
        "role": ("Role", "角色"),
        "core": ("Core", "核心成员"),
        "min_fte": ("Min FTE", "最低人力"),
    },
    "actuals": {
        "person": ("Person", "人员"),
        "project": ("Project", "项目"),
        "demand_id": ("Demand ID", "需求编号"),
        "week": ("Week", "周"),
        "days": ("Days", "人天"),
    },
    "scenarios": {
        "scenario": ("Scenario", "方案"),
        "change": ("Change", "变更项"),
        "item": ("Item", "对象"),
        "value": ("Value", "数值"),
        "from": ("From", "开始日期"),
        "to": ("To", "结束日期"),
    },
    "settings": {
        "setting": ("Setting", "参数"),
        "value": ("Value", "取值"),
    },
}

SETTINGS: dict[str, Name] = {
    "start": ("Start", "起始周"),
    "weeks": ("Weeks", "计划周数"),
    "as_of": ("As Of", "数据日期"),
    "unit": ("Unit", "单位"),
    "hours_per_day": ("Hours per Day", "每日工时"),
    "step": ("Step", "投入刻度"),
    "min_share": ("Min Share", "最小投入比例"),
    "min_days": ("Min Days", "最少人天"),
    "max_projects": ("Max Projects", "最多并行项目数"),
    "tolerance": ("Tolerance", "允许超负荷"),
    "utilisation_target": ("Utilisation Target", "目标利用率"),
    "policy": ("Policy", "优化策略"),
    "tiers": ("Tiers", "优先级分档"),
    "priority_order": ("Priority Order", "优先级方向"),
    "in_flight": ("In-flight", "在途项目"),
    "proposed": ("Proposed", "待立项项目"),
    "planned_hires": ("Planned hires", "计入计划招聘"),
    "freeze_weeks": ("Freeze Weeks", "冻结周数"),
    "holidays": ("Holidays", "节假日"),
    "location": ("Location", "默认工作地"),
    "language": ("Language", "语言"),
    "report_unit": ("Report Unit", "报表单位"),
    "report_threshold": ("Report Threshold", "上报门槛"),
    "preset": ("Preset", "预设"),
    "weight_people": ("Weight People", "人数权重"),
    "weight_handover": ("Weight Handover", "交接权重"),
    "weight_fit": ("Weight Fit", "匹配权重"),
    "weight_preferred": ("Weight Preferred", "意向权重"),
    "weight_own_department": ("Weight Own Department", "本部门权重"),
    "weight_late_start": ("Weight Late Start", "推迟权重"),
    "weight_cost": ("Weight Cost", "成本权重"),
    "share": ("Share", "分配原则"),
    "price_missing": ("Price Missing", "缺口单价"),
    "price_idle": ("Price Idle", "闲置单价"),
    "price_used": ("Price Used", "启用单价"),
    "price_pair": ("Price Pair", "配对单价"),
    "price_change": ("Price Change", "变更单价"),
    "date_order": ("Date Order", "日期顺序"),
    "carry_over": ("Carry Over", "结转缺口"),
}

OUTPUT_SHEETS: dict[str, Name] = {
    "summary": ("Summary", "总览"),
    "allocation": ("Allocation", "人员投入"),
    "coverage": ("Coverage", "项目保障"),
    "capacity": ("Capacity", "人力供需"),
    "conflicts": ("Conflicts", "资源冲突"),
    "remedies": ("Remedies", "解决措施"),
    "review": ("Review", "配置评审"),
    "people": ("People", "人员负荷"),
    "matrix": ("Matrix", "人员矩阵"),
    "departments": ("Departments", "部门投入产出"),
    "changes": ("Changes", "变更记录"),
    "warnings": ("Warnings", "风险预警"),
    "weekly": ("Weekly", "周会清单"),
    "edit": ("Edit", "计划编辑"),
    "plan": ("Plan", "分配计划"),
    "data_check": ("Data Check", "数据检查"),
    "certificate": ("Certificate", "结果证明"),
    "runs": ("Runs", "运行记录"),
}

PLAN_COLUMNS: dict[str, Name] = {
    "person_id": ("Person ID", "工号"),
    "name": ("Name", "姓名"),
    "project_id": ("Project ID", "项目编号"),
    "project": ("Project", "项目名称"),
    "demand_id": ("Demand ID", "需求编号"),
    "role": ("Role", "角色"),
    "week": ("Week", "周(周一日期)"),
    "days": ("Days", "人天"),
    "fte": ("FTE", "投入(FTE)"),
    "planned_fte": ("Planned FTE", "原计划(FTE)"),
    "lock": ("Lock", "锁定"),
    "decision": ("Decision", "意见"),
    "reason": ("Reason", "变更原因"),
    "approved_by": ("Approved By", "批准人"),
    "key": ("Key", "行标识"),
}

TRACKING_COLUMNS: dict[str, Name] = {
    "id": ("ID", "编号"),
    "state": ("State", "状态"),
    "first_seen": ("First Seen", "首次出现"),
    "closed": ("Closed", "关闭日期"),
    "owner": ("Owner", "责任人"),
    "due": ("Due", "期限"),
    "response": ("Response", "应对措施"),
    "note": ("Note", "备注"),
}

RUN_COLUMNS: dict[str, Name] = {
    "run": ("Run", "运行编号"),
    "parent": ("Made from", "来源运行"),
    "when": ("When", "时间"),
    "by": ("By", "执行人"),
    "note": ("Note", "备注"),
    "input": ("Input hash", "输入文件指纹"),
    "wanted": ("Wanted", "需求"),
    "met": ("Met", "已满足"),
    "gap": ("Gap", "缺口"),
    "coverage": ("Coverage", "满足率"),
    "change": ("Moved", "变动"),
    "high": ("High", "高严重度冲突"),
    "status": ("Proved", "证明"),
}

# Columns of our own tables that are read back when a plan is given back.
OWN_COLUMNS: dict[str, dict[str, Name]] = {
    "plan": PLAN_COLUMNS,
    "edit": PLAN_COLUMNS,
    "changes": PLAN_COLUMNS,
    "conflicts": TRACKING_COLUMNS,
    "warnings": TRACKING_COLUMNS,
    "runs": RUN_COLUMNS,
}

GUIDE_SHEET: Name = ("Instructions", "填写说明")  # of the template; like the column below it is for the reader only
HELP_COLUMN: Name = ("Help", "说明")

_WEEK: Name = ("Week", "周")  # a column of long rows, on sheets that have week columns else

# Each value: its English name, its Chinese name, then further spellings that are read.
VALUES: dict[str, tuple[tuple[str, ...], ...]] = {
    "status": (
        ("in-flight", "进行中", "in progress", "active", "running", "ongoing", "laufend", "在途", "执行中"),
        ("approved", "已立项", "已批准", "committed", "genehmigt", "freigegeben", "批准"),
        ("proposed", "待立项", "planned", "idea", "candidate", "geplant", "vorgeschlagen", "拟立项", "待批准"),
        ("on-hold", "暂停", "paused", "suspended", "pausiert", "angehalten", "挂起"),
        ("cancelled", "已取消", "已终止", "canceled", "stopped", "abgebrochen", "gestoppt", "取消", "终止"),
    ),
    "lock": (
        ("hard", "硬锁定", "是", "yes", "ja", "fest", "x"),
        ("soft", "软锁定", "weich"),
    ),
    "fill": (
        ("partial", "可部分满足"),
        ("all", "全部满足"),
    ),
    "employment": (
        ("employee", "正式员工", "internal", "permanent", "intern", "festangestellt", "内部", "正式"),
        ("contractor", "外包", "external", "freelancer", "extern", "freiberufler", "外部"),
        ("planned", "计划招聘", "vacancy", "open position", "offen", "待招聘"),
    ),
    "yes_no": (
        ("yes", "是", "√", "y", "x", "ja", "✓", "✔"),
        ("no", "否", "n", "nein", "×"),
    ),
    "policy": (
        ("strict", "严格优先"),
        ("weighted", "加权"),
    ),
    "proposed": (
        ("after", "其后"),
        ("with", "一并"),
        ("out", "不纳入"),
    ),
    "in_flight": (
        ("with", "一并"),
        ("first", "优先"),
    ),
    "share": (
        ("value", "价值"),
        ("even", "均衡"),
    ),
    "priority_order": (
        ("1 first", "1优先"),
        ("high first", "高分优先"),
    ),
    "priority": (
        ("high", "高", "hoch"),
        ("medium", "中", "mittel"),
        ("low", "低", "niedrig"),
    ),
    "preset": (
        ("stable", "稳定"),
        ("few people", "少用人"),
        ("cheap", "低成本"),
    ),
    "report_unit": (
        ("days", "人天"),
        ("FTE", "FTE"),
    ),
    "severity": (
        ("high", "高"),
        ("medium", "中"),
        ("low", "低"),
    ),
    "state": (
        ("new", "新增"),
        ("open", "未关闭"),
        ("resolved", "已解决"),
    ),
    "unit": (
        ("FTE", "FTE"),
        ("%", "%"),
        ("days", "人天"),
        ("hours", "小时"),
    ),
    "counted": (  # what a number counts; the words of setting Unit are above
        ("FTE", "FTE"),
        ("%", "%"),
        ("days", "人天"),
        ("hours", "小时"),
        ("months", "人月"),
        ("money", "金额"),
    ),
    "change": (
        ("hire", "招聘"),
        ("start", "到岗"),
        ("leave", "离岗"),
        ("shift", "推迟"),
        ("scale", "需求缩放"),
        ("priority", "优先级"),
        ("hold", "暂停"),
        ("limits", "限制"),
        ("unlock", "解锁"),
    ),
    "certainty": (
        ("firm", "确定", "confirmed", "sicher", "已确认"),
        ("estimate", "预估", "estimated", "forecast", "geschätzt", "估计"),
        ("tbd", "待定", "open", "offen", "未定"),
    ),
    "decision": (
        ("accept", "同意"),
        ("reject", "不同意"),
    ),
    "rule": (
        ("forbid", "禁止"),
        ("require", "必须参与"),
        ("supervise", "把关"),
        ("apart", "不同组"),
        ("together", "同组"),
        ("lend", "借出上限"),
        ("exclusive", "专职"),
        ("capacity", "可用人力"),
        ("eligibility", "任职资格"),
        ("dates", "在岗日期"),
        ("horizon", "计划期"),
        ("step", "投入刻度"),
        ("min share", "最小投入比例"),
        ("min days", "最少人天"),
        ("max projects", "最多并行项目数"),
        ("max people", "最多人数"),
        ("same people", "人员固定"),
        ("fill", "满足方式"),
        ("min staffing", "最低满足率"),
        ("must have", "必保"),
        ("hard lock", "硬锁定"),
        ("freeze", "冻结"),
        ("budget", "预算"),
        ("start", "启动时间"),
    ),
    "review": (
        ("first tier", "首档占比"),
        ("staffing order", "保障次序"),
        ("value order", "价值次序"),
        ("projects per person", "每人项目数"),
        ("projects per manager", "每位经理项目数"),
        ("core share", "核心投入"),
        ("senior level", "资深职级"),
        ("holders", "持有人数"),
        ("thin share", "零散投入"),
    ),
}

TABLES = ("tblPlan", "tblEdit", "tblChanges", "tblConflicts", "tblRisks")


def of(name: Name, lang: str) -> str:
    """Return the name in `lang` (`en` or `zh`)."""
    return name[1] if lang == "zh" else name[0]


def value(kind: str, english: str, lang: str) -> str:
    """Return a value such as status `in-flight` in `lang`."""
    for row in VALUES[kind]:
        if row[0] == english:
            return of((row[0], row[1]), lang)
    raise KeyError(f"{kind}: {english}")


def marked(mark: str) -> Name | None:
    """Return the name behind a mark without its `@`: `demand`, `demand.fte`, `settings/step`, `row 3`."""
    if mark.startswith("row "):
        return (mark, f"第 {mark.removeprefix('row ')} 行")
    if mark.startswith("_"):
        return (mark, mark)  # a hidden sheet of ours
    sheet, _, column = mark.partition(".")
    if column:
        found = COLUMNS.get(sheet, {}).get(column) or OWN_COLUMNS.get(sheet, {}).get(column)
        return found or (_WEEK if column == "week" else None)
    if mark.startswith("settings/"):
        return SETTINGS.get(mark.removeprefix("settings/"))
    kind, _, word = mark.partition(":")
    if word:
        return next(((row[0], row[1]) for row in VALUES.get(kind, ()) if row[0] == word), None)
    return INPUT_SHEETS.get(mark) or OUTPUT_SHEETS.get(mark)
