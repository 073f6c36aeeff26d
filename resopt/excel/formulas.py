"""Live formulas: places named by table and column become addresses when a sheet is drawn.

A formula of the report is text with places in braces: `{wanted}-{met}`. A place is a column of the same row
(`{met}`), the rows of a column above this one (`{met:above}`), its header (`{w00:head}`), columns of the same row
from one to another (`{w00..w12}`), or of a table on a page drawn before the last row (`{coverage/projects/met}`) or
all rows above that (`{coverage/projects/gap:above}`). Nothing that people typed ever becomes part of a formula.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from xlsxwriter.utility import xl_rowcol_to_cell

_PLACE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table stands: header row, first and last row of data, and the sheet column of each column key."""

    header: int
    first: int
    last: int
    columns: dict[str, int]
    above: bool


def resolved(
    formula: str, row: int, here: Place | None, places: Mapping[tuple[str, str], Place], names: Mapping[str, str]
) -> str:
    """Return the formula with addresses; `here` is the table around it, `row` the sheet row it stands in.

    It is empty where the formula points to a page that this book does not have: its value stands alone then.
    """
    if any(tuple(match[1].split("/")[:2]) not in places for match in _PLACE.finditer(formula) if "/" in match[1]):
        return ""

    def address(match: re.Match[str]) -> str:
        text, _, which = match[1].partition(":")
        *elsewhere, column = text.split("/")
        if elsewhere:
            page, table = elsewhere
            place = places[page, table]
            quoted = names[page].replace("'", "''")
            return f"'{quoted}'!{_range(place, column, which, place.last)}"
        if here is None:
            raise ValueError(f"{match[0]} stands in no table")
        return _range(here, column, which, row)

    return "=" + _PLACE.sub(address, formula)


def _range(place: Place, column: str, which: str, row: int) -> str:
    first, _, last = column.partition("..")
    at = place.columns[first]
    if which == "head":
        return str(xl_rowcol_to_cell(place.header, at, row_abs=True))
    if which == "above":
        top = place.first if row > place.first else place.header  # a total without rows sums its own head: 0
        return f"{xl_rowcol_to_cell(top, at)}:{xl_rowcol_to_cell(row - 1, at)}"
    cell = str(xl_rowcol_to_cell(row, at))
    return f"{cell}:{xl_rowcol_to_cell(row, place.columns[last])}" if last else cell
