"""The past: weeks before As Of, sheet Actuals, days done and days carried over."""

TEXTS: dict[str, tuple[str, str]] = {
    "input.as_of_late": (
        "As Of {found} lies after the last week (until {end}); no week is left to plan.",
        "数据日期 {found} 晚于计划期末（{end}），没有可安排的周。",
    ),
    "input.actuals_open": (
        "Days in weeks that are not past by As Of {as_of} are left out ({count}): {places}. "
        "Move As Of if they are done.",
        "截至数据日期 {as_of} 尚未结束的周，其实际投入不计入（{count} 处）：{places}。如已完成，请调整数据日期。",
    ),
    "input.actuals_week": (
        "{found} begins no single week; days worked are read week by week.",
        "{found} 起的时段不是单独一周；实际投入须按周填写。",
    ),
    "input.actuals_long": (
        "{found} are more than {most} days of one person in one week; are these hours?",
        "{found} 超过一人一周 {most} 天，单位是否为小时？",
    ),
    "input.days_of_person": (
        "{found} days are more than one person has until {end}; check the unit.",
        "{found} 人天超出一人截至 {end} 所能，请核对单位。",
    ),
    "input.actuals_idle": (
        "Days worked on projects that are not planned or want nothing count nowhere ({count}): {projects}.",
        "未纳入计划或没有需求的项目，其实际投入不计入（{count} 个）：{projects}。",
    ),
    "input.actuals_lock": (
        "{found} is the line of a lock that is no more; the days count for project {project} without a line.",
        "{found} 是已不存在的锁定所对应的需求；其投入计入项目 {project}，不指定需求。",
    ),
    "input.actuals_twice": (
        "Rows with the same person, project, line and week add up ({count}): {rows}.",
        "人员、项目、需求和周均相同的行，其投入相加（{count} 组）：{rows}。",
    ),
    "input.actuals_others": (
        "Actuals report these projects' weeks, but have no row for people whom Assignments had on them; their {days} "
        "days count as not done ({count}): {rows}. Add their rows (0 where nothing was done).",
        "实际投入已记录这些项目的该周，但现行安排中的下列人员没有记录，其 {days} 人天按未投入计（{count} 处）：{rows}。"
        "请补充记录（没有投入的填 0）。",
    ),
    "input.past_read": (
        "{weeks} weeks before {until} are past; done are {actuals} days by Actuals and {record} days by Assignments.",
        "{until} 之前的 {weeks} 周已过去；已完成投入：按实际投入 {actuals} 人天，按现行安排 {record} 人天。",
    ),
    "input.plan_past": (
        "Rows of the plan in weeks that are past now are left out ({count}); what was done is taken from Actuals, else "
        "from Assignments: by these, {done} of the {days} days of the plan were done.",
        "计划中已过去各周的 {count} 行不计入；已完成的投入以实际投入为准，没有记录的以现行安排为准："
        "据此，计划的 {days} 人天中已完成 {done} 人天。",
    ),
    "given.week_past": (
        "Not kept: the week of {found} is past; what was done stands in Actuals.",
        "未采纳：{found} 所在周已过去；已完成的投入以实际投入为准。",
    ),
    "changes.begun": (
        "{project} has begun (days were done before {as_of}), so its start no longer moves.",
        "{project} 已开始（{as_of} 之前已有投入），启动时间不再变动。",
    ),
    "changes.in_past": (
        "{project} has demand or assignments before {as_of}, which are past, so it no longer moves.",
        "{project} 在 {as_of} 之前已有需求或安排，已成过去，不再移动。",
    ),
    "report.legend.done": ("done", "已完成"),
    "report.column.done": ("Done", "已完成"),
    "report.record.fact": ("done, a fact", "既成事实"),
    "report.summary.past": (
        "Done before {date}: {done}, which met {met} of {wanted} wanted. All other figures count from {date} on.",
        "{date} 之前已完成 {done}，满足当时需求 {wanted}中的 {met}。其余数字均自 {date} 起计。",
    ),
    "report.summary.carried": (
        "Of what was missed then, {carried} are carried over into what is wanted now.",
        "当时的缺口中，{carried} 已结转计入现有需求。",
    ),
    "help.actuals.person": ("Who worked.", "投入的人员。"),
    "help.actuals.project": ("On which project.", "所在项目。"),
    "help.actuals.demand_id": (
        "On which line. Blank: a line of the project for the person's role.",
        "对应的需求编号。空白为该项目中此人角色的需求。",
    ),
    "help.actuals.week": (
        "Any day from Monday to Friday of the week; only weeks before As Of count.",
        "该周周一至周五的任意一天；仅数据日期之前的周计入。",
    ),
    "help.actuals.days": (
        "Days worked in this week; 0 says that nothing was done on the project.",
        "该周实际投入的人天；0 表示该项目没有投入。",
    ),
    "template.sheet.actuals": (
        "days that a person worked on a project in a past week",
        "一名人员在已过去的一周对某项目的实际投入",
    ),
    "report.data.what.actuals": ("days worked in weeks before As Of", "数据日期之前各周的实际投入"),
    "report.data.total.done": ("Done", "已完成"),
    "report.data.total.done.note": (
        "before As Of, on planned projects; no part of the other figures",
        "数据日期之前投入纳入计划项目的人天，不计入其他数字",
    ),
    "input.carry_lost": (
        "Line {line} missed {days} days before As Of, and no week of it is left to carry them over to.",
        "需求 {line} 在数据日期之前缺 {days} 人天，且已无剩余周可结转。",
    ),
}
