"""Sentences: who decides about a conflict, and by when."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "report.column.option": ("Recommended", "建议措施"),
    "report.column.decide_by": ("Decide by", "决策期限"),
    "report.decision.no_owner": ("to be named", "待指定"),
    "report.decision.no_remedy": ("no remedy found in time", "限时内未找到措施"),
    "report.decision.no_help": (
        "none of the {count} remedies listed helps here",
        "所列 {count} 项解决措施均无助于此",
    ),
    "report.decision.dear": (
        "Not recommended, as others lose over a third of what it brings: {what}",
        "不建议，因其他项目的减少超过受益项目增量的三分之一：{what}",
    ),
    "report.decision.one_fact": (
        "one of the facts that contradict each other has to change, see {sheet}",
        "须修改相互矛盾的约定之一，见“{sheet}”",
    ),
    "report.decision.not_looked": ("remedies were not looked for", "未查找解决措施"),
    "report.decision.at_once": ("at once", "立即"),
}
