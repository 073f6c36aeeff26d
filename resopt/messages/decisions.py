"""Sentences: who decides about a conflict, and by when."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "report.column.option": ("Recommended", "建议措施"),
    "report.column.decide_by": ("Decide by", "决策期限"),
    "report.decision.no_owner": ("to be named", "待指定"),
    "report.decision.at_once": ("at once", "立即"),
}
