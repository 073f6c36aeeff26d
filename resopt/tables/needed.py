"""Which sheets and columns are needed; without them nothing can be read."""

from __future__ import annotations

from resopt.excel.findings import Findings
from resopt.excel.raw import Layout, RawTable
from resopt.excel.recognise import NEEDED, WEEKS
from resopt.messages.names import COLUMNS

SHEETS = ("projects", "staff", "demand")


def check_columns(tables: dict[str, RawTable], findings: Findings) -> None:
    """Note every sheet and column that is needed and missing."""
    for sheet in SHEETS:
        if sheet not in tables:
            _missing(sheet, findings)
        elif not tables[sheet].rows and _all_there(tables[sheet]):
            findings.stop("input.sheet_empty", sheet)
    for sheet, table in tables.items():
        if not table.rows and sheet not in SHEETS:
            continue
        for group in NEEDED[sheet]:
            for layout in _used(table):
                there = any(key in layout.columns or (key == WEEKS and layout.periods) for key in group)
                if not there:
                    names = [f"@{sheet}.{key}" for key in group if key in COLUMNS[sheet]]
                    code = "input.column_missing" if len(names) == 1 else "input.column_missing_any"
                    findings.stop(code, sheet, columns=names)


def _missing(sheet: str, findings: Findings) -> None:
    """Note that a sheet is missing, with the sheet that may be meant if one has nearly its name."""
    for issue in findings.issues:
        if issue.code == "input.sheet_near" and issue.values["near"] == f"@{sheet}":
            findings.stop("input.sheet_missing_near", missing=f"@{sheet}", title=issue.values["title"])
            return
    findings.stop("input.sheet_missing", missing=f"@{sheet}")


def _used(table: RawTable) -> list[Layout]:
    """Return the layouts that have rows; one file's sheet may be empty if another file fills it."""
    used = {id(row.layout) for row in table.rows}
    return [layout for layout in table.layouts if id(layout) in used] or table.layouts


def _all_there(table: RawTable) -> bool:
    return any(layout.columns for layout in table.layouts)
