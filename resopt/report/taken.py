"""The names that a workbook of ours takes up in a file: those of its sheets, and of the tables that are read back."""

from __future__ import annotations

from resopt.excel.write import HIDDEN
from resopt.messages.names import OUTPUT_SHEETS, of
from resopt.report.audience import Audience

TABLES = {
    "conflicts": "tblConflicts",
    "changes": "tblChanges",
    "warnings": "tblRisks",
    "edit": "tblEdit",
    "plan": "tblPlan",
}


def sheets_taken(audience: Audience, lang: str) -> list[str]:
    """Return the sheets of a workbook for somebody, the hidden one last."""
    return [*(of(name, lang) for key, name in OUTPUT_SHEETS.items() if audience.has(key)), HIDDEN]


def tables_taken(audience: Audience) -> list[str]:
    """Return the tables of a workbook for somebody."""
    return [name for key, name in TABLES.items() if audience.has(key)]
