"""Which sheets and columns are needed; without them nothing can be read."""

from __future__ import annotations

from resopt.excel.findings import Findings
from resopt.excel.raw import Layout, RawTable

SHEETS = ("projects", "staff", "demand")
WEEKS = "weeks"  # stands for week columns

# of each group one column has to be there
COLUMNS: dict[str, tuple[tuple[str, ...], ...]] = {
    "projects": (("project_id", "project"), ("priority",)),
    "staff": (("person_id", "name"), ("role",)),
    "demand": (
        ("project",),
        ("role", "skill", "person"),
        ("fte", "days", "person_months", WEEKS),
        ("from", WEEKS),
        ("to", WEEKS),
    ),
    "availability": (("person",), ("available", "available_days", WEEKS)),
    "assignments": (("person",), ("project",), ("fte", WEEKS)),
    "roles": (("role",),),
    "rules": (("rule",),),
    "fit": (("person",), ("project", "role")),
    "team_template": (("type",), ("role",)),
    "actuals": (("person",), ("project",), ("week",), ("days",)),
    "scenarios": (("scenario",), ("change",)),
    "settings": (("setting",), ("value",)),
}


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
        for group in COLUMNS[sheet]:
            for layout in _used(table):
                there = any(key in layout.columns or (key == WEEKS and layout.periods) for key in group)
                if not there:
                    names = [f"@{sheet}.{key}" for key in group if key != WEEKS]
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
