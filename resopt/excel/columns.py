"""Columns: which header means which column, and the rows below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from functools import cache
from itertools import chain
from typing import Any

from resopt.excel.cells import is_blank, squash, text_of
from resopt.excel.findings import Findings
from resopt.excel.long_rows import WEEK, join_weeks
from resopt.excel.period_heads import read_period_heads
from resopt.excel.raw import Bad, Layout, RawRow, RawTable
from resopt.excel.weeks import Period
from resopt.messages.names import COLUMNS, HELP_COLUMN, PLAN_COLUMNS
from resopt.messages.synonyms import column_names

PERIOD_SHEETS = {"demand", "availability", "assignments", "actuals"}
HEADER_ROWS = 20  # titles may stand above the headers

SCORE = "score"  # no column of its own: it is read as Priority where there is none

# Further spellings that are read. Score stands for Priority, but then Priority Order has to be set.
_ALIASES = {
    "projects": {"score": SCORE, "评分": SCORE, "得分": SCORE},
    "staff": {"角色(岗位)": "role", "岗位": "role", "bau": "bau"},
    "plan": {"周": "week"},
}
_SILENT = {squash(name) for name in HELP_COLUMN}
_SIGNS = re.compile(r"[-_./*:#'\"()\[\]]+")


@cache
def spellings(sheet: str) -> dict[str, str]:
    """Return the key of each spelling of the columns of a sheet."""
    columns = PLAN_COLUMNS if sheet == "plan" else COLUMNS[sheet]
    found = dict(_ALIASES.get(sheet, {}))
    for key, names in columns.items():
        found |= {squash(name): key for name in (key, *names)}
    return found


def _bare(text: str) -> str:
    """Return a header without spaces and signs: `Project_ID`, `Project-ID*` and `Project ID` are the same."""
    return _SIGNS.sub("", squash(text))


@cache
def _bare_spellings(sheet: str) -> dict[str, str]:
    return {_bare(name): key for name, key in spellings(sheet).items()}


@cache
def _other_names(sheet: str) -> dict[str, tuple[int, str, str]]:
    """Return rank, column and unit of each other name of the columns of a sheet."""
    names = column_names(sheet)
    return {_bare(name): (rank, key, unit) for rank, (name, key, unit) in reversed(list(enumerate(names)))}


def known_columns(sheet: str, headers: Sequence[Any]) -> dict[str, int]:
    """Return the columns of a sheet that a row seems to name, with their positions."""
    found: dict[str, int] = {}
    for index, header in enumerate(headers):
        if isinstance(header, str) and len(header) < 60 and not is_blank(header):
            key = _named(sheet, header) or _other_names(sheet).get(_bare(header), (0, "", ""))[1]
            if key:
                found.setdefault("priority" if key == SCORE else key, index)
    return found


def header_row(sheet: str, rows: Sequence[Sequence[Any]]) -> int:
    """Return the first of the rows that names most columns, 0 if none names any."""
    counts = [len(known_columns(sheet, cells)) for cells in rows[:HEADER_ROWS]]
    most = max(counts, default=0)
    return counts.index(most) if most else 0


def _named(sheet: str, header: Any) -> str | None:
    text = text_of(header)
    return spellings(sheet).get(squash(text)) or _bare_spellings(sheet).get(_bare(text))


def read_headers(layout: Layout, headers: Sequence[Any], place: Callable[[int], str], findings: Findings) -> None:
    """Fill the columns and periods of `layout` from a row of headers; guesses and unknown ones are noted."""
    others: dict[int, Any] = {}
    for index, header in enumerate(headers):
        if is_blank(header) or isinstance(header, Bad):
            layout.nameless.append(index)
        elif (key := _named(layout.sheet, header)) is not None:
            _take(layout.columns, key, index, place, layout.sheet, header, findings)
        elif squash(text_of(header)) not in _SILENT:
            others[index] = header
    if layout.sheet in PERIOD_SHEETS:
        for index, period in read_period_heads(layout, others, place, findings).items():
            header = headers[index]
            _take(layout.periods, period, index, place, layout.sheet, header, findings)
    _take_others(layout, others, place, findings)
    layout.width = len(headers)
    _settle_score(layout, headers, place, findings)


def _settle_score(layout: Layout, headers: Sequence[Any], place: Callable[[int], str], findings: Findings) -> None:
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


def _take_others(layout: Layout, others: dict[int, Any], place: Callable[[int], str], findings: Findings) -> None:
    """Take columns by another name where their own is missing; what is left is noted as not read."""
    known = _other_names(layout.sheet)
    ranked = sorted(
        (known[_bare(text_of(header))], index) for index, header in others.items() if _is_other(header, known)
    )
    for (_, key, unit), index in ranked:
        if key in layout.columns or (key == "priority" and SCORE in layout.columns):
            continue
        layout.columns[key] = index
        if unit:
            layout.units[key] = unit
        header = text_of(others.pop(index))
        if key != WEEK:
            code = "input.column_taken_unit" if unit else "input.column_taken"
            name = f"@{layout.sheet}.{key}"
            findings.note(code, layout.sheet, place(index), found=header, column=name, unit=f"@counted:{unit}")
    for index, header in others.items():
        _unknown(layout, place(index), text_of(header), findings)


def _is_other(header: Any, known: dict[str, tuple[int, str, str]]) -> bool:
    return _bare(text_of(header)) in known


def _unknown(layout: Layout, place: str, header: str, findings: Findings) -> None:
    sheet = layout.sheet
    near = get_close_matches(squash(header), spellings(sheet), 1, 0.75)
    if near and spellings(sheet)[near[0]] not in layout.columns:
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
    found_rows: list[RawRow] = []
    for label, cells in rows:
        width = len(cells)
        if layout.nameless or width > layout.width:
            stray.look(label, cells)
        found: dict[str, Any] = {
            key: one for key, i in columns if i < width and (one := cells[i]) != "" and not is_blank(one)
        }
        amounts: dict[Period, Any] = {p: cells[i] for p, i in periods if i < width and not is_blank(cells[i])}
        if found or amounts:
            row = RawRow(layout, label, found, amounts)
            _note_bad(row, findings)
            found_rows.append(row)
    stray.tell(findings)
    if layout.sheet in PERIOD_SHEETS and WEEK in layout.columns:
        found_rows = join_weeks(layout, found_rows, findings)
    table.rows += found_rows


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
    if Bad not in map(type, chain(row.cells.values(), row.periods.values())):
        return
    cells: list[tuple[str | Period, Any]] = [*row.cells.items(), *row.periods.items()]
    for key, value in cells:
        if isinstance(value, Bad):
            row.bad = True
            findings.error(value.code, row.layout.sheet, row.place(key), found=value.found)
