"""Sentences with a number, as they read where the number is 1; `say` takes them of itself."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "input.ids_made.one": (
        "One line without Demand ID got one; paste it in to keep it: {ids}.",
        "1 条需求没有编号，已自动生成，可粘贴回表中固定使用：{ids}。",
    ),
    "input.outside.one": (
        "One line reaches beyond {start} to {end}; what lies outside is left out: {ids}.",
        "1 条需求超出计划期 {start} 至 {end}，超出部分不计入：{ids}。",
    ),
    "input.role_of_nobody.one": (
        "Nobody has or may fill the role {role} (one line asks for it).",
        "没有人员具备或可替代角色“{role}”（涉及 1 条需求）。",
    ),
    "input.role_of_nobody_near.one": (
        "Nobody has or may fill the role {role} (one line asks for it); did you mean {near}?",
        "没有人员具备或可替代角色“{role}”（涉及 1 条需求），是否应为“{near}”？",
    ),
    "input.template_read.one": (
        "One seat was read; it does not change the plan.",
        "已读取 1 个席位，不影响计划。",
    ),
    "input.start_found.one": (
        "No Start is set; the plan has one week, that of the earliest demand, from {start}.",
        "未设置起始周；计划仅含最早需求所在的 1 周，自 {start} 起。",
    ),
    "input.past_read.one": (
        "One week before {until} is past; done are {actuals} days by Actuals and {record} days by Assignments.",
        "{until} 之前的 1 周已过去；已完成投入：按实际投入 {actuals} 人天，按现行安排 {record} 人天。",
    ),
    "ready.yes.start.one": ("The plan covers one week from {start}.", "计划期为自 {start} 起 1 周。"),
    "ready.no.start.one": (
        "Start is not set; the plan would cover one week from {start}.",
        "未设置起始周，计划期将为自 {start} 起 1 周。",
    ),
    "answer.start.moved.one": (
        "Not kept: the project starts one week later than its Start.",
        "未采纳：项目比计划开始日期推迟 1 周启动。",
    ),
    "why.claim.more.one": ("one more line {days}", "其余 1 项需求 {days} {unit}"),
    "replan.replaced.one": ("{others} serves instead", "改由 {others} 承担"),
    "risk.core.one": (
        "{project}: its core seat {line}, wanted from the week of {week}, lacks {days} of {wanted} {unit} in its first "
        "week.",
        "{project}：核心岗位 {line} 自 {week} 当周起需要人员，第 1 周缺 {days} {unit}（需求 {wanted} {unit}）。",
    ),
    "report.decision.no_help.one": ("the one remedy listed does not help here", "所列 1 项解决措施无助于此"),
    "review.staffing_order.shared.one": (
        "one person could serve both, so look at the conflicts of the second",
        "有 1 人可同时承担两者，请查看后者的资源冲突",
    ),
    "explain.no_days.one": (
        "the one person who could serve has no working days in this time.",
        "唯一的可承担者同期没有工作日。",
    ),
    "review.senior_level.row.one": (
        "{name}: one person, of level {value}.",
        "{name}：仅 1 人，职级为 {value}。",
    ),
    "report.review.title.one": ("One of {rules} review rules needs a look", "{rules} 项评审规则中有 1 项需关注"),
    "cli.review.head.one": ("One of {rules} rules needs a look.", "{rules} 项规则中有 1 项需关注。"),
}
