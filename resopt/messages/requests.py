"""Sentences of sheet Changes about people's own changes, who is affected, and requests on record."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "report.column.affected": ("Who else is affected", "还涉及"),
    "report.column.new_plan_short": ("In the new plan", "新方案"),
    "report.count.requests.one": ("{n} request", "{n} 项约定"),
    "report.count.requests.many": ("{n} requests", "{n} 项约定"),
    "report.changes.counts": (
        "{proposed} proposed by resopt, {formal} formal and {informal} informal changes by people, {released} released "
        "from projects not planned, {starts} starts moved.",
        "系统建议 {proposed} 项；人为变更：正式 {formal} 项，非正式 {informal} 项；"
        "因项目未纳入计划而释放 {released} 项；启动调整 {starts} 项。",
    ),
    "report.affected.manager": ("manager {name}", "项目经理{name}"),
    "report.affected.and": ("; ", "；"),
    "report.why.asked": ("Asked for in the plan that was given back.", "在交回的计划中提出。"),
    "report.requests.heading": ("Requests on record", "已登记的约定"),
    "report.requests.reading": (
        "{n} of sheet Assignments bear a lock, a reason or an approver: {formal} are formal (reason and approver "
        "given), {informal} informal.",
        "“现行安排”中有锁定、变更原因或批准人的共 {n}：正式 {formal} 项（写明原因和批准人），非正式 {informal} 项。",
    ),
    "report.requests.kept": ("✓ kept", "✓ 已保留"),
    "report.requests.changed": ("△ changed: {weeks}", "△ 有调整：{weeks}"),
    "report.requests.set_aside": ("▲ set aside: {weeks}", "▲ 未能兑现：{weeks}"),
    "report.requests.released": ("– project not planned", "– 项目未纳入计划"),
}
