"""Sentences of the workbook that `resopt compare` writes."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "report.comparison.book": ("resopt · comparison of plans", "resopt · 方案对比"),
    "report.comparison.footer": ("written {created}", "生成于 {created}"),
    "report.comparison.sheet.overview": ("Comparison", "方案对比"),
    "report.comparison.sheet.figures": ("Figures", "指标对比"),
    "report.comparison.sheet.projects": ("By Project", "按项目对比"),
    "report.comparison.sheet.roles": ("By Role", "按角色对比"),
    "report.comparison.sheet.people": ("By Person", "按人员对比"),
    "report.comparison.sheet.assumptions": ("Assumptions", "假设差异"),
    "report.comparison.title": (
        "“{name}” meets the most: {days} more than “{base}”",
        "“{name}”满足最多：比“{base}”多 {days}",
    ),
    "report.comparison.title.not_proved": (
        "“{name}” meets the most found: {days} more than “{base}”, not proved",
        "“{name}”目前满足最多：比“{base}”多 {days}，尚未证明",
    ),
    "report.comparison.title.none": ("No plan meets more than “{base}”", "没有方案比“{base}”满足得更多"),
    "report.comparison.subtitle": ("{start} – {end} · amounts in {unit}", "{start} – {end} · 单位：{unit}"),
    "report.comparison.messages": ("Key messages", "要点"),
    "report.comparison.more": ("{days} more met", "多满足 {days}"),
    "report.comparison.less": ("{days} less met", "少满足 {days}"),
    "report.comparison.same": ("as much is met", "满足相同"),
    "report.comparison.unproved": ("{text}, not proved", "{text}，未证明"),
    "report.comparison.same_input": ("the same input", "输入相同"),
    "report.comparison.case": ("{name}: {what}. Assumed: {how}.", "{name}：{what}。假设：{how}。"),
    "report.comparison.case.named": ("{name}: {what}.", "{name}：{what}。"),
    "report.comparison.projects_moved": (
        "The plans differ most on {projects}.",
        "各方案差异最大的项目：{projects}。",
    ),
    "report.comparison.reading": (
        "Not proved: the difference lies inside the optimality gaps of the two plans, so that a longer search could "
        "reverse it.",
        "未证明：差异小于两个方案的最优性差距之和，更长时间的搜索可能改变结论。",
    ),
    "report.comparison.chart.cases": ("Met and missing ({unit})", "已满足与缺口（{unit}）"),
    "report.comparison.chart.cases.alt": (
        "Columns: days met and missing of each plan.",
        "柱形：各方案已满足与缺口人天。",
    ),
    "report.comparison.chart.projects": (
        "Largest difference by project ({unit})",
        "各项目的最大差异（{unit}）",
    ),
    "report.comparison.chart.projects.alt": (
        "Bars: largest difference of days met to the base, by project.",
        "条形：各项目与基准相比已满足人天的最大差异。",
    ),
    "report.comparison.chart.nothing": (
        "Every project gets the same in all plans.",
        "各方案中每个项目满足的人天相同。",
    ),
    "report.comparison.figure": ("Figure", "指标"),
    "report.comparison.against": ("{name}: difference", "{name}：差异"),
    "report.comparison.proved_of": ("{name}: proved?", "{name}：是否证明"),
    "report.comparison.figures.title": (
        "{n} plans side by side; the base is “{base}”",
        "{n} 个方案并列；基准为“{base}”",
    ),
    "report.comparison.figures.subtitle": (
        "Differences are to the base; green is better, red is worse",
        "差异相对于基准；绿色为更好，红色为更差",
    ),
    "report.comparison.figures.reading": (
        "Days and gaps in {unit}. Proved: one plan has more than the other could ever have under its own input.",
        "人天与缺口单位：{unit}。已证明：一个方案已超过另一方案在其输入下的上限。",
    ),
    "report.comparison.spread": ("Largest difference", "最大差异"),
    "report.comparison.projects.id": ("Project ID", "项目编号"),
    "report.comparison.projects.name": ("Project", "项目名称"),
    "report.comparison.projects.title": (
        "{n} of {of} projects get other days than in “{base}”",
        "{of} 个项目中有 {n} 个与“{base}”不同",
    ),
    "report.comparison.roles.name": ("Role", "角色"),
    "report.comparison.roles.title": (
        "{n} of {of} roles give other days than in “{base}”",
        "{of} 个角色中有 {n} 个与“{base}”不同",
    ),
    "report.comparison.people.id": ("Person ID", "工号"),
    "report.comparison.people.name": ("Name", "姓名"),
    "report.comparison.people.title": (
        "{n} of {of} people give other days than in “{base}”",
        "{of} 人中有 {n} 人与“{base}”不同",
    ),
    "report.comparison.demand.has": ("{name}: wanted", "{name}：需求"),
    "report.comparison.demand.gets": ("{name}: met", "{name}：已满足"),
    "report.comparison.people.has": ("{name}: available", "{name}：可用"),
    "report.comparison.people.gets": ("{name}: planned", "{name}：已安排"),
    "report.comparison.items.subtitle": (
        "Largest difference first; amounts in {unit}",
        "按差异从大到小；单位：{unit}",
    ),
    "report.comparison.demand.reading": (
        "Wanted = met + gap. A dash: not planned in that plan.",
        "需求 = 已满足 + 缺口。“–”表示该方案未纳入。",
    ),
    "report.comparison.people.reading": (
        "Available before, planned by the plan. A dash: not on the list in that plan.",
        "可用人力与方案已安排。“–”表示该方案中没有此人。",
    ),
    "report.comparison.case_column": ("Plan", "方案"),
    "report.comparison.assumed": ("What it assumes otherwise", "与基准不同的假设"),
    "report.comparison.assumptions.title": (
        "What the plans assume otherwise than “{base}”",
        "各方案与“{base}”不同的假设",
    ),
    "report.comparison.assumptions.subtitle": (
        "Changes in words; of inputs made apart, the number of rows that differ",
        "以文字列出变更；若输入为分别编制，则列出不同的行数",
    ),
}
