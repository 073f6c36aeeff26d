"""Sentences and headings: remedies, prices, and what the commands print of them."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "remedy.and": ("; ", "；"),
    "remedy.gain": ("{days} {unit}", " {days} {unit}"),
    "remedy.gain.least": ("at least {days} {unit}", "至少 {days} {unit}"),
    "remedy.gain.none": ("no days in all", "合计不变"),
    "remedy.project": ("{project} {days}", "{project} {days}"),
    "remedy.nobody": ("nobody", "无"),
    "remedy.more": ("{count} more {days}", "其余 {count} 个 {days}"),
    "remedy.line": (
        "{number}. {what}: {gain} more ({gains}); loses: {loses}{deferred}{cost}.",
        "{number}. {what}：多得{gain}（{gains}）；减少：{loses}{deferred}{cost}。",
    ),
    "remedy.line.moved": (
        "{number}. {what}: {gain}, but other projects get them ({gains}); loses: {loses}{deferred}{cost}.",
        "{number}. {what}：{gain}，但改由其他项目获得（{gains}）；减少：{loses}{deferred}{cost}。",
    ),
    "remedy.deferred": ("; {days} {unit} leave the horizon", "；{days} {unit}移出计划期"),
    "remedy.cost": ("; costs {cost}", "；成本 {cost}"),
    "remedy.none": (
        "No remedy was found in time (changes re-solved: {tried}).",
        "限定时间内未找到措施（已重新求解 {tried} 项变更）。",
    ),
    "remedy.no_need": ("Nothing is missing, so nothing has to be remedied.", "需求全部满足，无需解决措施。"),
    "remedy.not_looked": ("No remedies were looked for.", "未查找解决措施。"),
    "remedy.head": (
        "Remedies, each re-solved on the whole portfolio (changes tried: {tried}):",
        "解决措施（均已对整个项目组合重新求解，共尝试 {tried} 项变更）：",
    ),
    "remedy.together": ("Together: {what}: {gain} more ({gains}).", "组合实施：{what}：多得{gain}（{gains}）。"),
    "cli.explain.no_project": (
        "There is no project {project}. Projects: {known}.",
        "没有项目 {project}。现有项目：{known}。",
    ),
    "cli.explain.more_projects": ("{count} more", "另有 {count} 个"),
    "cli.explain.no_project_near": (
        "There is no project {project}; did you mean {near}?",
        "没有项目 {project}，是否应为 {near}？",
    ),
    "report.remedies.title": (
        "{count} changes would help; the first gives {days} more",
        "有 {count} 项变更可行，首项可多得 {days}",
    ),
    "report.remedies.title.moved": (
        "{count} changes would help; the first moves days to a higher priority",
        "有 {count} 项变更可行，首项可使更高优先级多得人力",
    ),
    "report.remedies.title.moved.one": (
        "One change would help: it moves days to a higher priority",
        "有 1 项变更可行：可使更高优先级多得人力",
    ),
    "report.remedies.title.one": ("One change would help: {days} more", "有 1 项变更可行：可多得 {days}"),
    "report.remedies.title.none": ("No remedy found in time", "限定时间内未找到解决措施"),
    "report.remedies.title.full": ("Nothing is missing, so nothing has to be remedied", "需求全部满足，无需解决措施"),
    "report.remedies.title.not_looked": ("Remedies were not looked for", "未查找解决措施"),
    "report.remedies.subtitle": (
        "Each change was made in the input and the whole portfolio was solved again; amounts in {unit}",
        "每项变更均写入输入并对整个项目组合重新求解；单位：{unit}",
    ),
    "report.remedies.reading": (
        "Ranked by the highest tier that gains, then days, then cost. A change that another one beats for every "
        "project, at no higher cost, is left out. “At least” and “at most” stand where it is not proved that no plan "
        "does better. Changes re-solved: {tried}.",
        "按受益的最高档、增加的人天、成本依次排序；若另一项变更对每个项目都不差且成本不更高，则不列出。"
        "“至少”与“至多”表示尚未证明没有更好的计划。共重新求解 {tried} 项变更。",
    ),
    "report.remedies.hired": (
        "Cost counts all working days of the people hired; changes of rules and dates cost nothing here.",
        "成本按新增人员的全部工作日计算；规则与日期的变更此处不计成本。",
    ),
    "report.remedies.together": ("A small set together", "少量措施组合实施"),
    "report.column.rank": ("#", "序号"),
    "report.column.change": ("Change", "变更"),
    "report.column.gain": ("Gain", "增加"),
    "report.column.proof": ("Proof", "证明"),
    "report.column.gains": ("Who gains", "受益"),
    "report.column.loses": ("Who loses", "减少"),
    "report.column.deferred": ("Deferred", "移出计划期"),
    "report.column.cost": ("Cost", "成本"),
    "report.column.first_tier_gain": ("Highest tier", "最高受益档"),
    "report.column.helps": ("Conflicts", "冲突数"),
    "report.remedies.exact": ("exact", "精确"),
    "report.remedies.least": ("at least", "至少"),
}
