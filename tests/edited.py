"""Workbooks of ours as people hand them back: written, some cells changed, saved by another program."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from books import opened
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from resopt.domain.records import Portfolio
from resopt.domain.wishes import Given
from resopt.messages.names import OUTPUT_SHEETS, OWN_COLUMNS
from resopt.report.workbook import save
from resopt.result import Result

WHEN = datetime(2026, 1, 2, 9, 30)


class Edited:
    """A workbook to change; cells are found by the row's Key and the name of the column."""

    def __init__(self, path: Path, lang: str = "en") -> None:
        self.path, self.lang = path, lang
        self.book: Workbook = opened(path, formulas=True)

    def sheet(self, key: str) -> Worksheet:
        return self.book[OUTPUT_SHEETS[key][self.lang == "zh"]]

    def columns(self, key: str) -> tuple[int, dict[str, int]]:
        """Return the header row of a sheet and its columns by name."""
        last = OWN_COLUMNS[key]["key" if "key" in OWN_COLUMNS[key] else "id"][self.lang == "zh"]
        for cells in self.sheet(key).iter_rows(max_row=20):
            names = {cell.value: cell.column for cell in cells if cell.value is not None}
            if last in names and len(names) > 4:
                return cells[0].row, names
        raise AssertionError(f"no header on {key}")

    def rows(self, key: str) -> dict[str, int]:
        """Return the number of each row by its Key (its ID on Conflicts)."""
        header, names = self.columns(key)
        at = names[OWN_COLUMNS[key]["key" if "key" in OWN_COLUMNS[key] else "id"][self.lang == "zh"]]
        found = {}
        for row in range(header + 1, self.sheet(key).max_row + 1):
            value = self.sheet(key).cell(row, at).value
            if value is None:
                break
            found[str(value)] = row
        return found

    def cell(self, key: str, row: str | int, column: str) -> Cell:
        number = self.rows(key)[row] if isinstance(row, str) else row
        return self.sheet(key).cell(number, self.columns(key)[1][column])  # type: ignore[return-value]

    def put(self, key: str, row: str | int, **values: Any) -> list[str]:
        """Change cells (`Person_ID=...`; weeks as `w2026_01_05=...`); return their addresses."""
        found = []
        number = self.rows(key)[row] if isinstance(row, str) else row
        for name, value in values.items():
            column = name[6:].replace("_", "-") if name.startswith("w20") else name.replace("_", " ")
            cell = self.cell(key, number, column)
            cell.value = value
            found.append(cell.coordinate)
        return found

    def add(self, key: str, **values: Any) -> int:
        """Add a row below the others; return its number."""
        row = max(self.rows(key).values(), default=self.columns(key)[0]) + 1
        while any(cell.value is not None for cell in self.sheet(key)[row]):
            row += 1
        self.put(key, row, **values)
        return row

    def delete(self, key: str, row: str) -> None:
        self.sheet(key).delete_rows(self.rows(key)[row])

    def done(self) -> Path:
        self.book.save(self.path)
        return self.path


def edited(
    path: Path, portfolio: Portfolio, result: Result, change: Callable[[Edited], Any] | None = None, **more: Any
) -> Path:
    """Write the workbook of a result and change it."""
    save(path, portfolio, result, created=WHEN, **more)
    return path if change is None else changed(path, path, change, more.get("lang", "en"))


def changed(path: Path, source: Path, change: Callable[[Edited], Any], lang: str = "en") -> Path:
    """Write a changed copy of a workbook."""
    if path != source:
        path.write_bytes(source.read_bytes())
    book = Edited(path, lang)
    change(book)
    return book.done()


def wishes(given: Given) -> set[tuple[Any, ...]]:
    """Return the wishes of a plan given back without their places."""
    return {(w.kind, w.person_id, w.line_id, w.week, w.units, w.lock.value) for w in given.wishes}
