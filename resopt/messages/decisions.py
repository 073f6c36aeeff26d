"""Sentences: who decides about a conflict, and by when."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "report.column.option": ("Recommended", "建议措施"),
    "report.column.decide_by": ("Decide by", "决策期限"),
    "report.decision.no_owner": ("to be named", "待指定"),
    "report.decision.no_remedy": ("no remedy found in time", "限时内未找到措施"),
    "report.decision.not_looked": ("remedies were not looked for", "未查找解决措施"),
    "report.decision.at_once": ("at once", "立即"),
}
