"""Rows that people follow up, and the runs before, read back from a workbook of ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from resopt.domain.history import Ran, Tracked, Value
from resopt.excel.cells import CellError, is_blank, text_of
from resopt.excel.findings import Findings
from resopt.excel.own_tables import read_own
from resopt.excel.raw import Bad, RawRow
from resopt.excel.read import Sheet
from resopt.tables.rows import word_of

FOLLOWED = ("conflicts", "warnings")
TYPED = ("closed", "owner", "due", "response", "note")


def read_tracked(sheet: Sheet | None) -> tuple[Tracked, ...]:
    """Return the rows of a sheet by ID; one that cannot be read as such a table has none."""
    if sheet is None:
        return ()
    table = read_own(sheet, ("id", "state", "first_seen"), Findings(), whole=False)
    found: dict[str, Tracked] = {}
    for row in table or ():
        one = _tracked(row, sheet.rows[row.label - 1])
        if one.id:
            found.setdefault(one.id, one)
    return tuple(found.values())


def _tracked(row: RawRow, cells: Sequence[Any]) -> Tracked:
    columns = row.layout.columns
    shown = tuple(_value(cell) for cell in cells[columns["id"] + 1 : columns["state"]])
    typed = {key: _value(row.cells.get(key)) for key in ("first_seen", *TYPED)}
    try:
        state = word_of(_text(row, "state"), "state")
    except CellError:  # typed by people; what became of the row follows from the new plan
        state = "open"
    return Tracked(_text(row, "id"), shown, state, **typed)


def read_runs(sheet: Sheet | None, remembered: Sequence[Ran]) -> tuple[Ran, ...]:
    """Return the runs before, the oldest first, with By and Note as they stand on the sheet now."""
    table = None if sheet is None else read_own(sheet, ("run", "by", "note"), Findings(), whole=False)
    typed = {_text(row, "run"): row for row in table or ()}
    return tuple(
        replace(ran, by=_text(typed[ran.id], "by"), note=_text(typed[ran.id], "note")) if ran.id in typed else ran
        for ran in remembered
    )


def _text(row: RawRow, key: str) -> str:
    value = row.cells.get(key)
    return "" if value is None or isinstance(value, Bad) else text_of(value)


def _value(cell: Any) -> Value:
    if isinstance(cell, datetime):
        return cell.date()
    if is_blank(cell) or isinstance(cell, Bad):
        return None
    return cell if isinstance(cell, (int, float, date)) else text_of(cell)
