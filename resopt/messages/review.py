"""The review: names of its rules and what each finding says."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # What each asks.
    "review.first_tier.asks": (
        "The first tier wants at most {limit} of all days: if everything comes first, nothing does.",
        "首档需求不超过总需求的 {limit}：样样优先等于没有优先。",
    ),
    "review.staffing_order.asks": (
        "The share met of no project is {limit} of demand or more above that of a project of a higher tier.",
        "低档项目的满足率不应比高档项目高出 {limit} 及以上。",
    ),
    "review.value_order.asks": (
        "The Value of no project is more than {limit} × that of a project of a higher tier.",
        "低档项目的价值分不超过高档项目的 {limit} 倍。",
    ),
    "review.projects_per_person.asks": (
        "Nobody works on more than {limit} projects in a week.",
        "每人每周参与的项目不超过 {limit} 个。",
    ),
    "review.projects_per_manager.asks": (
        "No manager leads more than {limit} planned projects.",
        "每位项目经理负责的项目不超过 {limit} 个。",
    ),
    "review.core_share.asks": (
        "Whoever holds a core seat gives it at least {limit} of a week on average.",
        "核心成员平均每周投入不低于 {limit}。",
    ),
    "review.senior_level.asks": (
        "Every team of three or more has somebody of level {limit} or higher.",
        "三人及以上的团队至少有一名 {limit} 级及以上的成员。",
    ),
    "review.holders.asks": (
        "Every skill or role that is wanted is held by at least {limit} people.",
        "每项所需技能或角色至少有 {limit} 人具备。",
    ),
    "review.thin_share.asks": (
        "Nobody gives a project less than {limit} of a week.",
        "每人每周对一个项目的投入不低于 {limit}。",
    ),
    # Rows.
    "review.first_tier.row": (
        "The first tier ({name}) wants {value} of all days.",
        "首档（{name}）占总需求的 {value}。",
    ),
    "review.staffing_order.row": (
        "{value} of what {name} wants is met, but only {than} of what {other}, of a higher tier, wants: {reason}.",
        "{name}满足 {value}，而更高档的{other}仅满足 {than}：{reason}。",
    ),
    "review.staffing_order.apart": ("no line of the two wants the same people", "两者的需求没有共同人选"),
    "review.staffing_order.shared": (
        "they want people in common ({count}), so look at the conflicts of the second",
        "有 {count} 人可同时承担两者，请查看后者的资源冲突",
    ),
    "review.value_order.row": (
        "{name} has Value {value}; {other}, of a higher tier, has {than}.",
        "{name}的价值分为 {value}，更高档的{other}为 {than}。",
    ),
    "review.projects_per_person.row": (
        "{name} works on up to {value} projects in a week.",
        "{name}一周内最多参与 {value} 个项目。",
    ),
    "review.projects_per_manager.row": ("{name} leads {value} projects.", "{name}负责 {value} 个项目。"),
    "review.core_share.row": (
        "{name} gives the core seat {other} {value} of a week on average.",
        "{name}对核心岗位 {other} 平均每周投入 {value}。",
    ),
    "review.senior_level.row": (
        "{name}: {count} people, the highest level is {value}.",
        "{name}：共 {count} 人，最高职级为 {value}。",
    ),
    "review.holders.row": (
        "{name} is wanted for {days} {unit}; people who have it: {value}.",
        "“{name}”的需求为 {days} {unit}，仅有 {value} 人具备。",
    ),
    "review.thin_share.row": (
        "{name} gives {other} {value} of a week on average in the weeks below the limit ({count}).",
        "{name}在低于阈值的 {count} 周中，平均每周对{other}仅投入 {value}。",
    ),
    "review.fine": ("fine", "正常"),
    "review.look": ("look at it", "需关注"),
    "review.no_plan": ("needs a plan", "需要计划"),
    "report.review.title": (
        "{count} of {rules} review rules need a look",
        "{rules} 项评审规则中有 {count} 项需关注",
    ),
    "report.review.title.fine": ("All {rules} review rules are met", "{rules} 项评审规则全部正常"),
    "report.review.subtitle": (
        "Are priorities and staffing reasonable? Limits stand in Settings as Limit <rule>.",
        "优先级与人员配置是否合理？阈值可在“参数设置”中以“评审阈值:<规则>”修改。",
    ),
    "report.review.rows": ("What stands behind it", "具体情况"),
    "report.review.nothing": ("Nothing stands out.", "没有需要关注的事项。"),
    "report.column.asks": ("What is asked", "要求"),
    "report.column.measured": ("Worst value", "最差值"),
    "report.column.review_cases": ("Cases", "处数"),
    "report.column.review_limit": ("Limit", "阈值"),
    "report.column.verdict": ("Verdict", "结论"),
    "report.column.finding": ("Finding", "情况"),
    "report.column.review_rule": ("Rule", "规则"),
    "cli.review.of_record": (
        "The plan of record (sheet Assignments) is reviewed.",
        "评审对象为现行计划（工作表“现行安排”）。",
    ),
    "cli.review.head": ("{count} of {rules} rules need a look.", "{rules} 项规则中有 {count} 项需关注。"),
    "cli.review.line": (
        "{verdict}: {rule} {value} (limit {limit}). {asks}",
        "{verdict}：{rule} {value}（阈值 {limit}）。{asks}",
    ),
    "cli.review.none": ("{rule}: needs a plan. {asks}", "{rule}：需要计划。{asks}"),
}
