"""Raw tables: rows of cells under known columns, each cell with its place; files and frames meet here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from resopt.excel.weeks import Context, Period


@dataclass(frozen=True, slots=True)
class Bad:
    """A cell without a usable value: an error such as #N/A, or a formula never calculated."""

    code: str
    found: str = ""


@dataclass(slots=True)
class Layout:
    """Which column of one file's sheet (or of a frame) holds what.

    `file` stands behind addresses if several files are read; `frame` makes places `row 3`. `nameless` are the
    columns without header among the first `width`, those that the row of headers has. `units` say what numbers of a
    column count, if its header does; `context` reads weeks and dates that say less than they should.
    """

    sheet: str
    columns: dict[str, int] = field(default_factory=dict)
    periods: dict[Period, int] = field(default_factory=dict)
    file: str = ""
    frame: bool = False
    nameless: list[int] = field(default_factory=list)
    width: int = 0
    units: dict[str, str] = field(default_factory=dict)
    context: Context = Context()

    def place(self, label: Any, index: int | None) -> str:
        """Return the address of a cell, of its row if `index` is None."""
        if self.frame:
            return f"row {label}"
        address = f"{letters(index or 0)}{label}"
        return f"{address} ({self.file})" if self.file else address


@dataclass(slots=True)
class RawRow:
    """One row: cells by column key, amounts by week or month; blank cells are not there.

    Rows with one week each are joined into one: `amount_key` is then the column of their amounts, `places` say where
    each week stands.
    """

    layout: Layout
    label: Any
    cells: dict[str, Any]
    periods: dict[Period, Any] = field(default_factory=dict)
    bad: bool = False  # whether any cell is Bad
    amount_key: str = ""
    places: dict[Period, str] = field(default_factory=dict)

    def place(self, key: str | Period = "") -> str:
        """Return the address of the cell under `key`, of the row's first cell if there is no such column."""
        if isinstance(key, Period):
            if key in self.places:
                return self.places[key]
            return self.layout.place(self.label, self.layout.periods.get(key))
        return self.layout.place(self.label, self.layout.columns.get(key))


@dataclass(slots=True)
class RawTable:
    """All rows of one sheet, from one or more files, with what their headers offer."""

    sheet: str
    layouts: list[Layout] = field(default_factory=list)
    rows: list[RawRow] = field(default_factory=list)

    def has(self, key: str) -> bool:
        """Return whether any file has the column."""
        return any(key in layout.columns for layout in self.layouts)

    @property
    def has_periods(self) -> bool:
        """Whether any file has week or month columns."""
        return any(layout.periods for layout in self.layouts)

    def __iter__(self) -> Iterator[RawRow]:
        return iter(self.rows)


@cache
def letters(index: int) -> str:
    """Return the letters of a column, 0 is A."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def number_of_letters(name: str) -> int:
    """Return the column that `letters` names."""
    index = 0
    for letter in name:
        index = index * 26 + ord(letter) - 64
    return index - 1
