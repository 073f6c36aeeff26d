"""Sentences with which `resopt validate` ends: parts delivered, changes since an earlier input, what is ready."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "ready.parts": ("Parts delivered: {found} of {total}", "已交回 {found} / {total} 份"),
    "ready.part.changed": ("Delivered: {owner} ({file}, rows: {rows})", "已交回：{owner}（{file}，{rows} 行）"),
    "ready.part.as_sent": (
        "Delivered without a change: {owner} ({file}, rows: {rows})",
        "已交回但没有改动：{owner}（{file}，{rows} 行）",
    ),
    "ready.part.missing": ("Missing: {owner} ({file})", "未交回：{owner}（{file}）"),
    "ready.common": ("common part", "公共部分"),
    "ready.since": ("Changes since {file}", "与 {file} 相比的变化"),
    "ready.since_none": ("Nothing has changed since {file}.", "与 {file} 相比没有变化。"),
    "ready.since_faulty": (
        "What has changed since {file} cannot be said, because {file} has faults itself ({count}); the first: {first}",
        "无法说明与 {file} 相比的变化，因为 {file} 本身有错误（{count} 处）；第一处：{first}",
    ),
    "ready.since_run": (
        "{file} was planned from exactly this input.",
        "{file} 正是根据此输入编制的。",
    ),
    "ready.since_run_changed": (
        "The input is not the one that {file} was planned from; name that one with --since to see what has changed.",
        "此输入与编制 {file} 时的不同；用 --since 指定当时的输入可查看变化。",
    ),
    "ready.change.new": ("{sheet}: {count} new", "{sheet}：新增 {count} 项"),
    "ready.change.new_ids": ("{sheet}: {count} new: {ids}", "{sheet}：新增 {count} 项：{ids}"),
    "ready.change.gone": ("{sheet}: {count} gone", "{sheet}：删除 {count} 项"),
    "ready.change.gone_ids": ("{sheet}: {count} gone: {ids}", "{sheet}：删除 {count} 项：{ids}"),
    "ready.change.other_ids": ("{sheet}: {count} changed: {ids}", "{sheet}：变动 {count} 项：{ids}"),
    "ready.change.priority_ids": (
        "{sheet}: {count} with another priority: {ids}",
        "{sheet}：优先级变动 {count} 项：{ids}",
    ),
    "ready.list": ("Ready to plan: {done} of {total}", "计划准备情况：{done} / {total}"),
    "ready.done": ("  [x] {text}", "  [√] {text}"),
    "ready.open": ("  [ ] {text}", "  [ ] {text}"),
    "ready.yes.projects_wanting": (
        "Every planned project ({total}) has demand.",
        "纳入计划的 {total} 个项目都有需求。",
    ),
    "ready.no.projects_wanting": (
        "Planned projects without demand ({count}): {ids}",
        "没有需求的项目（{count} 个）：{ids}",
    ),
    "ready.yes.lines_amount": ("Every line of demand ({total}) has an amount.", "{total} 条需求都有数量。"),
    "ready.no.lines_amount": ("Lines without amount ({count}): {ids}", "没有数量的需求（{count} 条）：{ids}"),
    "ready.yes.lines_served": ("Somebody can serve every line.", "每条需求都有人员可承担。"),
    "ready.no.lines_served": ("Lines that nobody can serve: {count}", "无人可承担的需求：{count} 条"),
    "ready.yes.projects_manager": ("Every planned project has a manager.", "纳入计划的项目都有项目经理。"),
    "ready.no.projects_manager": (
        "Planned projects without manager ({count}): {ids}",
        "没有项目经理的项目（{count} 个）：{ids}",
    ),
    "ready.yes.people_department": ("Every person ({total}) has a department.", "{total} 名人员都有部门。"),
    "ready.no.people_department": ("People without department ({count}): {ids}", "没有部门的人员（{count} 人）：{ids}"),
    "ready.yes.leave": ("Leave is given (entries: {count}).", "已填写请假（{count} 条）。"),
    "ready.no.leave": (
        "No leave is given: everybody counts as there all the time.",
        "未填写请假：所有人员按始终可用处理。",
    ),
    "ready.yes.record": ("A plan of record is given (rows: {count}).", "已填写现行安排（{count} 行）。"),
    "ready.no.record": (
        "No plan of record is given: nothing keeps people where they are.",
        "未填写现行安排：不会考虑人员现有的安排。",
    ),
    "ready.yes.start": ("The plan covers {weeks} weeks from {start}.", "计划期为自 {start} 起 {weeks} 周。"),
    "ready.no.start": (
        "Start is not set; the plan would cover {weeks} weeks from {start}.",
        "未设置起始周，计划期将为自 {start} 起 {weeks} 周。",
    ),
    "ready.yes.holidays": ("Public holidays are known.", "法定节假日已确定。"),
    "ready.no.holidays": (
        "Public holidays are not known everywhere: fill in Location.",
        "部分地点的法定节假日未知，请填写所在地。",
    ),
    "ready.yes.days": (
        "Demand asks for {wanted} days, people have {there} (roles and weeks not looked at).",
        "需求 {wanted} 人天，可用 {there} 人天（未区分角色和周）。",
    ),
    "ready.no.days": (
        "Demand asks for {wanted} days, people have {there}: at least {more} stay open in any plan.",
        "需求 {wanted} 人天，可用仅 {there} 人天：任何方案至少有 {more} 人天缺口。",
    ),
    "ready.yes.warnings": ("No warning is open.", "没有警告。"),
    "ready.no.warnings": ("Warnings to look at: {count}", "待处理的警告：{count} 项"),
}
