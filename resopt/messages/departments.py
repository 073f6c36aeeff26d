"""Sentences of sheet Departments."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "report.departments.title.none": ("No department gives days to a project", "各部门均未投入项目"),
    "report.departments.title": (
        "Departments lend each other {lent}, {share} of all they give",
        "部门间借用人力 {lent}，占全部投入的 {share}",
    ),
    "report.departments.subtitle": (
        "What departments put in and what their own projects get, in {unit}; cost in the money of the input",
        "各部门的投入与本部门项目的产出，单位：{unit}；成本为输入数据中的金额",
    ),
    "report.departments.reading": (
        "Contract = away + run-the-business + available; away is leave and time before joining or after leaving. "
        "Planned = on own projects + lent + on projects without department. Free = available {unit} left, week by "
        "week. Cost = planned days x cost per day (sheets Fit, Staff, Roles). Wanted, met and gap are those of the "
        "department's own projects, whoever serves them; borrowed are the {unit} that others give them. "
        "Departments stand in alphabetical order; nothing here measures a person.",
        "合同人力 = 不在岗 + 非项目工作 + 可用；不在岗含休假及到岗前、离岗后。"
        "已安排 = 投入本部门项目 + 借出 + 投入无主责部门的项目。可调配人力为各周可用但未安排的{unit}。"
        "成本 = 已安排人天 × 人天单价（人岗匹配、人员、角色）。需求、已满足、缺口为本部门项目的数值，不论由谁承担；"
        "借入为其他部门投入本部门项目的{unit}。部门按名称排列，不评价个人。",
    ),
    "report.departments.column.contract": ("Contract", "合同人力"),
    "report.departments.column.away": ("Away", "不在岗"),
    "report.departments.column.bau": ("Run the business", "非项目工作"),
    "report.departments.column.own": ("On own projects", "投入本部门项目"),
    "report.departments.column.lent": ("Lent", "借出"),
    "report.departments.column.unowned": ("No department", "无主责部门"),
    "report.departments.column.free": ("Free", "可调配人力"),
    "report.departments.column.cost": ("Cost", "成本"),
    "report.departments.column.borrowed": ("Borrowed", "借入"),
    "report.departments.column.from": ("People of \\ projects of", "人员部门 \\ 项目部门"),
    "report.departments.column.others": ("{n} others", "其他 {n} 个"),
    "report.departments.column.advice": ("What to look at", "建议关注"),
    "report.departments.flows": ("Who works for whom ({unit})", "部门间投入（{unit}）"),
    "report.departments.flows.reading": (
        "Rows: departments of people; columns: departments of projects; own projects are coloured.",
        "行为人员所属部门，列为项目主责部门；投入本部门项目的单元格着色。",
    ),
    "report.departments.advice": ("Advice, each with its number", "建议（附人天数）"),
    "report.departments.advice.none": ("Nothing to advise.", "暂无建议。"),
    "report.departments.advice.reading": (
        "A role counts by people's main role, week by week; amounts under the Report Threshold are left out.",
        "角色按人员主要角色、逐周统计；低于上报门槛的不列出。",
    ),
    "report.advice.missing_none": (
        "Own projects lack {gap} of {role} and nobody with that main role is free in those weeks: hire, contract or "
        "train for up to {fte} FTE in one week, or accept the gap.",
        "本部门项目缺{role} {gap}，同期以其为主要角色的人员均无可调配人力："
        "可招聘、外包或培养，单周最多 {fte} FTE，或接受缺口。",
    ),
    "report.advice.missing_free": (
        "Own projects lack {gap} of {role} (up to {fte} FTE in one week) while {free} of people with that main role "
        "are free in the same weeks: sheet Conflicts says what keeps them apart.",
        "本部门项目缺{role} {gap}（单周最多 {fte} FTE），同期以其为主要角色的可调配人力为 {free}：原因见“资源冲突”。",
    ),
    "report.advice.lending": (
        "{lent} of {role} are lent, {both} of them in weeks in which own projects lack that role: confirm that the "
        "priorities mean it.",
        "借出{role} {lent}，其中 {both}所在周本部门项目也缺该角色：请确认优先级是否如此。",
    ),
    "report.advice.bau": (
        "Run-the-business work takes {bau}; {both} of it are in roles and weeks that own projects lack: see what can "
        "wait.",
        "非项目工作占用 {bau}，其中 {both}与本部门项目同期、同角色的缺口重合：可考虑哪些能够延后。",
    ),
    "report.advice.below": (
        "Load is {load}, below the target of {limit}: {days} more would reach it; offer them to other departments.",
        "负荷 {load}，低于目标 {limit}：再安排 {days}即可达到，可支援其他部门。",
    ),
    "report.advice.above": (
        "Load is {load}, above the target of {limit}: {days} less would be inside it.",
        "负荷 {load}，高于目标 {limit}：减少 {days}即可回到区间内。",
    ),
}
