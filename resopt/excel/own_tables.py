"""Tables of the workbooks that we write, read back: found by their headers, in either language, wherever they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from resopt.excel.cells import clean, is_blank, squash, text_of
from resopt.excel.columns import HEADER_ROWS, read_rows
from resopt.excel.findings import Findings
from resopt.excel.guard import Package
from resopt.excel.raw import Bad, Layout, RawTable
from resopt.excel.read import OWN_SHEET, Sheet, read_sheets
from resopt.excel.recognise import output_key
from resopt.excel.weeks import Period
from resopt.messages.names import OWN_COLUMNS


def own_sheets(package: Package) -> dict[str, Sheet]:
    """Return the sheets that we wrote by key, the hidden one among them.

    Raises
    ------
    InputError
        If one of them is damaged.
    """
    wanted = {*OWN_COLUMNS, OWN_SHEET}

    def key_of(title: str) -> str | None:
        key = OWN_SHEET if squash(title) == OWN_SHEET else output_key(title)
        return key if key in wanted else None

    return {sheet.key: sheet for sheet in read_sheets(package, key_of)}


def read_own(
    sheet: Sheet, needed: Sequence[str], findings: Findings, *, whole: bool = True, first: date | None = None
) -> RawTable | None:
    """Return the table of a sheet whose header row names all of `needed`; None if there is none.

    Columns that are not ours are passed over; weeks are headed by month and day from `first` on. Unless the table is
    the `whole` sheet, it ends at the first blank row.
    """
    names = _names(sheet.key)
    for index, cells in enumerate(sheet.rows[:HEADER_ROWS]):
        columns = _columns(cells, names)
        if set(needed) <= columns.keys():
            layout = Layout(sheet.key, columns, _weeks(cells, first), width=10**6)
            table = RawTable(sheet.key)
            rows = sheet.rows[index + 1 :]
            last = len(rows) if whole else next((i for i, row in enumerate(rows) if all(map(is_blank, row))), len(rows))
            read_rows(table, layout, enumerate(rows[:last], index + 2), findings)
            return table
    return None


MOST_WEEKS = 53  # of a horizon; no month and day comes twice among them


@cache
def _names(sheet: str) -> dict[str, str]:
    return {squash(name): key for key, names in OWN_COLUMNS[sheet].items() for name in names}


def _columns(cells: Sequence[Any], names: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        if not is_blank(cell) and not isinstance(cell, Bad) and (key := names.get(squash(text_of(cell)))):
            found.setdefault(key, index)
    return found


def _weeks(cells: Sequence[Any], first: date | None) -> dict[Period, int]:
    """Return the columns headed by the month and day of a Monday."""
    mondays = [first + timedelta(days=7 * w) for w in range(MOST_WEEKS)] if first else []
    heads = {f"{monday:%m-%d}": monday for monday in mondays}
    found: dict[Period, int] = {}
    for index, cell in enumerate(cells):
        if isinstance(cell, str) and (monday := heads.get(clean(cell))):
            found.setdefault(Period(monday, monday + timedelta(days=6)), index)
    return found


def monday_in(cell: Any) -> date | None:
    """Return the Monday that a cell names as a date or in ISO form, None if it names none."""
    if is_blank(cell) or isinstance(cell, Bad):
        return None
    try:
        day = date.fromisoformat(clean(text_of(cell)))
    except ValueError:
        return None
    return day if day.weekday() == 0 else None
