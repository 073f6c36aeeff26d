"""Living lists of the input template: a hidden sheet of formulas that follow the other sheets, and their names.

A drop-down shows `Name (ID)` of every row of Projects or Staff, every role and every department, as soon as they
are typed. Entries of other part files stand above the formulas as plain text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from resopt.excel.cells import text_of
from resopt.excel.raw import letters

LISTS = "_lists"  # hidden sheet
MOST_DEPARTMENTS = 40

Rows = Sequence[Mapping[Any, Any]]


@dataclass(frozen=True, slots=True)
class Source:
    """The sheet and columns that a list follows: `keys` are ID and name, or the one column."""

    sheet: str
    keys: tuple[str, ...]


SOURCES = {
    "projects": Source("projects", ("project_id", "project")),
    "people": Source("staff", ("person_id", "name")),
    "roles": Source("roles", ("role",)),
    "departments": Source("staff", ("department",)),
    "lines": Source("demand", ("demand_id",)),
}


@dataclass
class Ground:
    """What formulas need to know of the book: sheet titles, column letters and last rows by sheet key."""

    titles: dict[str, str] = field(default_factory=dict)
    columns: dict[tuple[str, str], str] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)

    def column(self, sheet: str, key: str) -> str:
        """Return the cells of a column as an absolute range."""
        name = self.columns[sheet, key]
        return f"{self.cell_of(sheet)}${name}$2:${name}${self.last[sheet]}"

    def cell_of(self, sheet: str) -> str:
        """Return the title of a sheet as it stands before a cell."""
        return "'" + self.titles[sheet].replace("'", "''") + "'!"


def label(identity: Any, name: Any) -> str:
    """Return what a drop-down shows for a row: `Name (ID)`, or the one that is there."""
    first, second = ("" if one is None else text_of(one) for one in (identity, name))
    return f"{second} ({first})" if first and second and first != second else first or second


def add_lists(
    book: Any, ground: Ground, rows: Mapping[str, Rows], others: Mapping[str, Sequence[tuple[str, str]]]
) -> None:
    """Add the hidden sheet and the names `resopt_projects`, `resopt_projects_id` and so on.

    `others` are entries (ID, name) of each list that stand in other files.
    """
    sheet = book.add_worksheet(LISTS)
    column = 0
    for name, source in SOURCES.items():
        fixed = list(others.get(name, ()))
        made = list(_entries(name, source, ground, rows)) if source.sheet in ground.titles else []
        wide = len(source.keys) == 2
        for index in range(len(fixed) + len(made)):
            if index < len(fixed):
                for offset, text in enumerate((label(*fixed[index]), *fixed[index]) if wide else fixed[index][:1]):
                    sheet.write_string(index, column + offset, text)
            else:
                _write(sheet, index, column, name, made[index - len(fixed)], len(fixed))
        last = max(1, len(fixed) + len(made))
        _define(book, name, column, last)
        if wide:
            for offset, part in ((1, "id"), (2, "name")):
                place = letters(column + offset)
                book.define_name(f"resopt_{name}_{part}", f"={LISTS}!${place}$1:${place}${last}")
        column += 3 if wide else 1
    sheet.hide()


def _entries(name: str, source: Source, ground: Ground, rows: Mapping[str, Rows]) -> Iterator[list[tuple[str, str]]]:
    """Yield, row by row, formula and value of each cell of a list."""
    given = rows.get(source.sheet, ())
    if name == "departments":
        found = sorted({text_of(row["department"]) for row in given if row.get("department")})
        whole = ground.column(source.sheet, "department")
        for index in range(max(MOST_DEPARTMENTS, len(found) + 20)):
            yield [(whole, found[index] if index < len(found) else "")]
        return
    places = [f"{ground.cell_of(source.sheet)}${ground.columns[source.sheet, key]}" for key in source.keys]
    for number in range(2, ground.last[source.sheet] + 1):
        row = given[number - 2] if number - 2 < len(given) else {}
        texts = ["" if row.get(key) is None else text_of(row[key]) for key in source.keys]
        cells = [f"{place}{number}" for place in places]
        single = [(f'={cell}&""', text) for cell, text in zip(cells, texts, strict=True)]
        if len(cells) == 1:
            yield single
        else:
            first, second = cells
            both = f'=IF({first}="",{second}&"",IF({second}="",{first}&"",{second}&" ("&{first}&")"))'
            yield [(both, label(*texts)), *single]


def _write(sheet: Any, row: int, column: int, name: str, cells: list[tuple[str, str]], fixed: int) -> None:
    if name != "departments":
        for offset, (formula, value) in enumerate(cells):
            sheet.write_formula(row, column + offset, formula, None, value)
        return
    # each department once: the first of the column that does not stand above, by its place in the list
    (whole, value) = cells[0]
    place = letters(column)
    above = f"${place}$1:{place}{row}" if row else ""
    seen = f'COUNTIF({above},{whole})+({whole}="")' if row else f'--({whole}="")'
    formula = f'{{=IFERROR(INDEX({whole},MATCH(0,{seen},0)),"")}}'
    sheet.write_array_formula(row, column, row, column, formula, None, value)


def _define(book: Any, name: str, column: int, last: int) -> None:
    place = letters(column)
    whole = f"{LISTS}!${place}$1:${place}${last}"
    filled = f'SUMPRODUCT(MAX(({whole}<>"")*ROW({whole})))'
    book.define_name(f"resopt_{name}", f"={LISTS}!${place}$1:INDEX({whole},MAX(1,{filled}))")
