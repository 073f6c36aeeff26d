"""Sentences: who loses by a remedy, what commitments are worth, and what it takes to staff a project."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "remedy.loses.most": ("at most {projects}", "至多 {projects}"),
    "worth.holder": ("The only holder of {name} is not there", "{name}的唯一掌握者缺席"),
    "worth.nothing": ("no days", "无变化"),
    "worth.changes": ("{days} {unit}", "{days} {unit}"),
    "worth.head": (
        "What commitments and only holders are worth (the whole portfolio re-solved without each):",
        "各项承诺与唯一掌握者的价值（去除后对整个项目组合重新求解）：",
    ),
    "worth.line": ("{what}: {days}; gains: {gains}; loses: {loses}.", "{what}：{days}；受益：{gains}；减少：{loses}。"),
    "worth.untried": (
        "There was no time to re-solve the portfolio without {count} more.",
        "另有 {count} 项因时间不足未重新求解。",
    ),
    "worth.none": (
        "What commitments and only holders are worth: there was no time to re-solve the portfolio without any of "
        "{count}.",
        "各项承诺与唯一掌握者的价值：共 {count} 项，均因时间不足未能重新求解。",
    ),
    "staffing.none": ("{project} lacks nothing.", "{project}的需求全部满足。"),
    "staffing.full": (
        "With this {project} gets all {wanted} {unit}: {what}; gains: {gains}; displaces: {loses}{cost}.",
        "采取以下变更，{project}可得全部 {wanted} {unit}：{what}；受益：{gains}；挤占：{loses}{cost}。",
    ),
    "staffing.part": (
        "With this {project} gets {met} of {wanted} {unit} in the plan found: {what}; gains: {gains}; displaces: "
        "{loses}{cost}.",
        "采取以下变更，目前的计划中{project}可得 {met} {unit}（需求 {wanted} {unit}）：{what}；受益：{gains}；"
        "挤占：{loses}{cost}。",
    ),
    "staffing.untried": (
        "What it takes to staff {project} in full was not found in time.",
        "限定时间内未能求出{project}全部满足所需的条件。",
    ),
    "report.remedies.worth": (
        "What locks, must-haves and only holders are worth: the whole portfolio solved again without each",
        "硬锁定、必保与唯一掌握者的价值：逐项去除后对整个项目组合重新求解",
    ),
    "report.remedies.worth.reading": (
        "What all projects together get more (+) or less (−) without it, in the best plan found in the time for each.",
        "去除该项后全部项目合计的增（+）减（−），取限定时间内找到的最优计划。",
    ),
    "report.column.days_without": ("More or less", "增减"),
}
