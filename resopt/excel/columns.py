"""Columns: which header means which column, and the rows below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any

from resopt.excel.cells import CellError, is_blank, squash, text_of
from resopt.excel.findings import Findings
from resopt.excel.raw import Bad, Layout, RawRow, RawTable
from resopt.excel.weeks import Period, period_of
from resopt.messages.names import COLUMNS, HELP_COLUMN, PLAN_COLUMNS

PERIOD_SHEETS = {"demand", "availability", "assignments"}
MONTH_SHEETS = {"demand"}

SCORE = "score"  # no column of its own: it is read as Priority where there is none

# Further spellings that are read. Score stands for Priority, but then Priority Order has to be set.
_ALIASES = {
    "projects": {"score": SCORE, "评分": SCORE, "得分": SCORE},
    "staff": {"角色(岗位)": "role", "岗位": "role", "bau": "bau"},
    "plan": {"周": "week"},
}
_SILENT = {squash(name) for name in HELP_COLUMN}


@cache
def spellings(sheet: str) -> dict[str, str]:
    """Return the key of each spelling of the columns of a sheet."""
    columns = PLAN_COLUMNS if sheet == "plan" else COLUMNS[sheet]
    found = dict(_ALIASES.get(sheet, {}))
    for key, names in columns.items():
        found |= {squash(name): key for name in (key, *names)}
    return found


def read_headers(layout: Layout, headers: Sequence[Any], place: Callable[[int], str], findings: Findings) -> None:
    """Fill the columns and periods of `layout` from a row of headers; unknown ones are noted."""
    known = spellings(layout.sheet)
    for index, header in enumerate(headers):
        if is_blank(header) or isinstance(header, Bad):
            layout.nameless.append(index)
            continue
        key = known.get(squash(text_of(header)))
        if key is not None:
            _take(layout.columns, key, index, place, layout.sheet, header, findings)
        elif squash(text_of(header)) in _SILENT:
            continue
        elif not _take_period(layout, index, header, place, findings):
            _unknown(layout.sheet, place(index), text_of(header), findings)
    layout.width = len(headers)
    if SCORE in layout.columns:
        if "priority" in layout.columns:
            index = layout.columns.pop(SCORE)
            findings.note("input.column_unknown", layout.sheet, place(index), column=text_of(headers[index]))
        else:
            layout.columns["priority"] = layout.columns[SCORE]


def _take(
    taken: dict[Any, int],
    key: Any,
    index: int,
    place: Callable[[int], str],
    sheet: str,
    header: Any,
    findings: Findings,
) -> None:
    if key in taken:
        code = "input.column_twice" if place(index) else "input.column_twice_frame"
        findings.stop(code, sheet, place(index), column=text_of(header), other=place(taken[key]))
    else:
        taken[key] = index


def _take_period(layout: Layout, index: int, header: Any, place: Callable[[int], str], findings: Findings) -> bool:
    if layout.sheet not in PERIOD_SHEETS:
        return False
    try:
        period = period_of(header)
    except CellError as error:
        findings.stop(error.code, layout.sheet, place(index), **error.values)
        return True
    if period is None:
        return False
    if not period.is_week and layout.sheet not in MONTH_SHEETS:
        findings.stop("input.month_column", layout.sheet, place(index), found=text_of(header))
        return True
    _take(layout.periods, period, index, place, layout.sheet, header, findings)
    return True


def _unknown(sheet: str, place: str, header: str, findings: Findings) -> None:
    near = get_close_matches(squash(header), spellings(sheet), 1, 0.75)
    if near:
        key = spellings(sheet)[near[0]].replace(SCORE, "priority")
        findings.note("input.column_near", sheet, place, column=header, near=f"@{sheet}.{key}")
    else:
        findings.note("input.column_unknown", sheet, place, column=header)


def read_rows(table: RawTable, layout: Layout, rows: Iterable[tuple[Any, Sequence[Any]]], findings: Findings) -> None:
    """Add the rows (label, cells) to `table`; blank rows are passed over, bad cells become faults."""
    columns = [(key, index) for key, index in layout.columns.items() if key != SCORE]
    periods = list(layout.periods.items())
    stray = _Stray(layout)
    table.layouts.append(layout)
    for label, cells in rows:
        width = len(cells)
        stray.look(label, cells)
        found: dict[str, Any] = {k: cells[i] for k, i in columns if i < width and not is_blank(cells[i])}
        amounts: dict[Period, Any] = {p: cells[i] for p, i in periods if i < width and not is_blank(cells[i])}
        if found or amounts:
            row = RawRow(layout, label, found, amounts)
            _note_bad(row, findings)
            table.rows.append(row)
    stray.tell(findings)


class _Stray:
    """Values that stand in columns without header, counted by column."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.first: dict[int, Any] = {}
        self.count = Counter[int]()

    def look(self, label: Any, cells: Sequence[Any]) -> None:
        for index in (*self.layout.nameless, *range(self.layout.width, len(cells))):
            if index < len(cells) and not is_blank(cells[index]):
                self.first.setdefault(index, label)
                self.count[index] += 1

    def tell(self, findings: Findings) -> None:
        for index, label in sorted(self.first.items()):
            place = self.layout.place(label, index)
            findings.warn("input.no_header", self.layout.sheet, place, count=self.count[index], number=index + 1)


def _note_bad(row: RawRow, findings: Findings) -> None:
    cells: list[tuple[str | Period, Any]] = [*row.cells.items(), *row.periods.items()]
    for key, value in cells:
        if isinstance(value, Bad):
            row.bad = True
            findings.error(value.code, row.layout.sheet, row.place(key), found=value.found)
