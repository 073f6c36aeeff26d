"""Sentences of workbooks for somebody: whom they are for, what they leave out, and how people are called."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "report.audience.edit.title": (
        "The plan in {rows} of person and line, FTE by week",
        "按周的分配计划（{rows}，FTE）",
    ),
    "report.audience.plan.title": ("The plan in {rows}", "分配计划（{rows}）"),
    "report.audience.to_read": (
        "Amounts in {unit}; this file is to be read: it cannot be given back, so what is typed here goes nowhere",
        "单位：{unit}；本文件仅供阅读，不能交回，在此填写的内容不会带入计划",
    ),
    "report.audience.leadership": ("for the leadership", "管理层版"),
    "report.audience.department": ("department {name} only", "仅限部门：{name}"),
    "report.audience.project": ("project {name} only", "仅限项目：{name}"),
    "report.message.bench.plain": (
        "People have {free} free ({share} of what is available).",
        "仍有 {free}可调配人力（占可用人力的 {share}）。",
    ),
    "report.audience.conflicts": (
        "Conflicts of the projects in this file, {gap} in all; gaps under the Report Threshold are not listed here.",
        "本文件所含项目的资源冲突，合计 {gap}；低于上报门槛的缺口不在此列出。",
    ),
    "report.audience.conflicts.none": (
        "No conflicts are listed for the projects in this file",
        "本文件所含项目没有需列出的资源冲突",
    ),
    "report.audience.record": (
        "The plan of record has {n}; the people concerned are not listed in this file.",
        "现行计划中有 {n}；本文件不列出相关人员。",
    ),
    "report.audience.record_clean": (
        "The plan of record breaks no hard rule for the people in this file.",
        "现行计划中，本文件所含人员没有违反规则。",
    ),
    "report.count.faults.one": ("{n} fault", "{n} 项违规"),
    "report.count.faults.many": ("{n} faults", "{n} 项违规"),
    "output.too_long": (
        "Sheet {sheet} would have {rows} rows; a workbook can hold {most}. Plan fewer weeks or fewer projects at once.",
        "工作表“{sheet}”将有 {rows} 行，超过上限 {most} 行；请减少周数或项目数。",
    ),
    "cli.no_audience": (
        "--for {text}: give leadership, department:NAME or project:NAME.{nearest}",
        "--for {text}：请写 leadership、department:部门名 或 project:项目名。{nearest}",
    ),
    "cli.no_department": ("--for: there is no department “{text}”.{nearest}", "--for：没有部门“{text}”。{nearest}"),
    "cli.no_project": ("--for: there is no project “{text}”.{nearest}", "--for：没有项目“{text}”。{nearest}"),
    "cli.nearest": (" Did you mean “{nearest}”?", "是否为“{nearest}”？"),
    "cli.needs_output": (
        "--for, --names and --into say what the workbook holds: give its name with -o.",
        "--for、--names、--into 用于输出的工作簿：请用 -o 指定文件名。",
    ),
    "cli.json_for_all": (
        "--json holds the whole result: it cannot be combined with --for.",
        "--json 包含全部结果，不能与 --for 同时使用。",
    ),
    "report.privacy.person": ("Person {n}", "人员{n}"),
    "report.privacy.approved": ("given", "已登记"),
}
