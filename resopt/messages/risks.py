"""Warnings ahead, and the page for the weekly meeting."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "risk.core": (
        "{project}: its core seat {line}, wanted from the week of {week}, lacks {days} of {wanted} {unit} in its first "
        "{count} weeks.",
        "{project}：核心岗位 {line} 自 {week} 当周起需要人员，前 {count} 周缺 {days} {unit}（需求 {wanted} {unit}）。",
    ),
    "risk.core.begun": (
        "{project}: its core seat {line}, wanted before as well, lacks {days} of {wanted} {unit} in the next weeks "
        "that want it ({count}, from {week}).",
        "{project}：核心岗位 {line} 此前已有需求，接下来需要人员的 {count} 周（自 {week} 当周起）缺 {days} {unit}"
        "（需求 {wanted} {unit}）。",
    ),
    "risk.load": (
        "{person} is planned to {share} or more of the available days for {count} weeks on end, from {week}.",
        "{person}自 {week} 起连续 {count} 周的负荷达到可用人天的 {share} 及以上。",
    ),
    "risk.lent": (
        "{department} gives {share} of its planned days to projects of other departments.",
        "{department}有 {share} 的计划人天投入其他部门的项目。",
    ),
    "risk.minimum": (
        "{share} of what {project} wants is met; below {least} it would get nobody.",
        "{project}满足率为 {share}；低于 {least} 则不予安排。",
    ),
    "risk.minimum.must": (
        "{project} is met to {share}; it is must have and has to reach {least}.",
        "{project}满足率为 {share}；该项目为必保，须达到 {least}。",
    ),
    "risk.holder": (
        "{name} is wanted for {days} {unit} and only one person has it.",
        "“{name}”的需求为 {days} {unit}，仅有 1 人具备。",
    ),
    "risk.holder.named": (
        "{name} is wanted for {days} {unit} and only {person} has it.",
        "“{name}”的需求为 {days} {unit}，仅 {person} 具备。",
    ),
    "report.risk.core": ("core seat", "核心岗位"),
    "report.risk.load": ("long load", "长期高负荷"),
    "report.risk.lent": ("lent out", "借出"),
    "report.risk.minimum": ("minimum near", "接近下限"),
    "report.risk.holder": ("single holder", "唯一人选"),
    "report.warnings.title": ("{count} warnings, {high} of them high", "{count} 项预警，其中高 {high} 项"),
    "report.warnings.title.one": ("One warning", "1 项预警"),
    "report.warnings.title.none": ("No warnings", "无风险预警"),
    "report.warnings.subtitle": (
        "What may go wrong though the plan holds; IDs stay the same from run to run",
        "计划虽可行但可能出现的风险；编号在各次运行间保持不变",
    ),
    "report.warnings.reading": (
        "Core seats short in their first {core} weeks; {load} weeks on end at full load; departments that lend more "
        "than {lent} of their days; projects within {near} of their Min Staffing; roles and skills with one holder. "
        "Rows that you add yourself belong here too.",
        "核心岗位在前 {core} 周有缺口；连续 {load} 周满负荷；借出超过 {lent} 的部门；距最低满足率不足 {near} 的项目；"
        "仅有一人具备的角色与技能。也可在此自行添加。",
    ),
    "report.column.risk": ("Warning", "预警"),
    "report.column.kind_of_risk": ("Kind", "类别"),
    "report.weekly.title": (
        "High conflicts: {conflicts}; high warnings: {warnings}; decisions listed: {decisions} of {of}",
        "高严重度冲突 {conflicts} 项，高严重度预警 {warnings} 项；列出待决事项 {decisions} / {of} 项",
    ),
    "report.weekly.subtitle": (
        "Only what has changed and what is stuck; week of {week}",
        "只谈变化与卡点；{week} 当周",
    ),
    "report.weekly.subtitle.plan": (
        "Only what has changed and what is stuck; plan of {first} – {last}",
        "只谈变化与卡点；计划期 {first} – {last}",
    ),
    "report.weekly.decisions": ("Decisions due", "待决事项"),
    "report.weekly.changed": ("Changed against the plan of record", "与现行计划相比的变化"),
    "report.weekly.changed.given": ("Changed against the plan given back", "与交回的计划相比的变化"),
    "report.weekly.changed.reading": (
        "All {unit} of a person on a project, before and now. “Moved {unit}” on Summary counts only what leaves the "
        "old plan, not what is added.",
        "各人员在各项目上的全部投入（{unit}），原计划与新方案对比。“总览”中的“变动（{unit}）”只计原计划减少的部分，不计新增。",
    ),
    "report.weekly.unchanged": ("Nothing is changed.", "没有变化。"),
    "report.weekly.warnings": ("Warnings, high", "高严重度预警"),
    "report.weekly.followed": (
        "Conflicts since the last plan: {new} new, {open} open, {resolved} resolved",
        "与上次计划相比的冲突：新增 {new}，未关闭 {open}，已解决 {resolved}",
    ),
    "report.column.weeks_open": ("Weeks open", "持续周数"),
    "report.weekly.none": ("None.", "无。"),
    "report.weekly.more": ("{count} more on sheet {sheet}.", "另有 {count} 项，见“{sheet}”工作表。"),
}
