"""The sheets of a plan as a reader sees them: tables by column, numbers, sentences; and formulas worked out by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from resopt.excel.contents import Block, Book, Cell, Charts, Page, Pair, Paragraph, Row, Table, Tiles
from resopt.report.wording import Words

PLACE = re.compile(r"\{([^{}]+)\}")
Values = dict[str, Any]


@dataclass(frozen=True)
class Sheets:
    """The content of a workbook, and how it says things."""

    book: Book
    words: Words

    def page(self, key: str) -> Page:
        return next(page for page in self.book.pages if page.key == key)

    def tables(self, page: str) -> dict[str, Table]:
        return {t.name: t for b in self.page(page).blocks for t in tables_in(b)}

    def rows(self, page: str, table: str) -> list[Values]:
        """Return the values of a table's rows by column; none where the page has no such table."""
        found = self.tables(page).get(table)
        return [values(found, row) for row in found.rows] if found else []

    def units(self, number: Any) -> int:
        """Return an amount on a sheet in units; blank and text count nothing."""
        if not isinstance(number, (int, float)):
            return 0
        return round(number * (1000 if self.words.portfolio.settings.report_unit == "FTE" else 200))

    def amount(self, number: float) -> str:
        return self.words.amount(self.units(number))

    def sentences(self, page: str) -> list[str]:
        """Return title, subtitle and all sentences outside tables."""
        one = self.page(page)
        return [one.title, one.subtitle, *(s for b in one.blocks for s in sentences_in(b))]


def values(table: Table, row: Row) -> Values:
    return {column.key: cell.value for column, cell in zip(table.columns, row.cells, strict=True)}


def tables_in(block: Block) -> Iterator[Table]:
    if isinstance(block, Table):
        yield block
    if isinstance(block, Pair):
        yield from (t for one in (*block.left, *block.right) for t in tables_in(one))


def sentences_in(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield block.text
        case Tiles():
            yield from (text for tile in block.tiles for text in (tile.label, tile.note))
        case Charts():
            yield from (c.text if isinstance(c, Paragraph) else c.title for c in (block.left, block.right))
        case Pair():
            yield from (s for one in (*block.left, *block.right) for s in sentences_in(one))


def paragraphs(page: Page) -> list[Paragraph]:
    """Return all paragraphs, those that stand side by side with others included."""
    sides = ((*block.left, *block.right) if isinstance(block, Pair) else (block,) for block in page.blocks)
    return [block for side in sides for block in side if isinstance(block, Paragraph)]


def worked_out(sheets: Sheets, formula: str, table: Table | None, at: int) -> float:
    """Return what a formula comes to, without any spreadsheet: five functions and arithmetic."""
    numbers: dict[str, Any] = {}

    def name(match: re.Match[str]) -> str:
        key = f"x{len(numbers)}"
        numbers[key] = _place(sheets, match[1], table, at)
        return key

    text = PLACE.sub(name, formula)
    for native, column in re.findall(r"(tbl\w+)\[([^\]]+)\]", text):
        key = f"x{len(numbers)}"
        numbers[key] = _native(sheets, native, column)
        text = text.replace(f"{native}[{column}]", key)
    functions = {"SUM": _sum, "SUMIFS": _sumifs, "COUNTIF": _countif, "ROUND": _round, "IF": _if, "MIN": min}
    result = eval(text, {"__builtins__": {}}, {**functions, **numbers})  # the formula is ours
    assert isinstance(result, (int, float))
    return result


def _place(sheets: Sheets, place: str, table: Table | None, at: int) -> Any:
    text, _, which = place.partition(":")
    *elsewhere, column = text.split("/")
    if elsewhere:
        table = sheets.tables(elsewhere[0])[elsewhere[1]]
        at = len(table.rows) - 1
    assert table is not None
    first, _, last = column.partition("..")
    keys = [c.key for c in table.columns]
    if which == "head":
        return table.columns[keys.index(first)].title
    if which == "above":
        return [values(table, row)[first] for row in table.rows[:at]]
    here = values(table, table.rows[at])
    return [here[k] for k in keys[keys.index(first) : keys.index(last) + 1]] if last else here[first]


def _native(sheets: Sheets, name: str, title: str) -> list[Any]:
    tables = (t for page in sheets.book.pages for b in page.blocks for t in tables_in(b))
    table = next(t for t in tables if t.native == name)
    column = next(c.key for c in table.columns if c.title == title)
    return [values(table, row)[column] for row in table.rows]


def _sum(cells: list[Any]) -> float:
    return sum(c for c in cells if isinstance(c, (int, float)))


def _sumifs(numbers: list[float], keys: list[date], key: date) -> float:
    return sum(n for n, k in zip(numbers, keys, strict=True) if k == key)


def _countif(cells: list[Any], value: Any) -> int:
    return sum(1 for c in cells if c == value and c is not None)


def _round(number: float, digits: int) -> float:
    return float(Decimal(repr(round(number, 12))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def _if(condition: bool, then: float, other: float) -> float:
    return then if condition else other


def live_cells(sheets: Sheets) -> Iterator[tuple[str, Table | None, int, Cell]]:
    """Yield every cell with a formula: its page, its table, the number of its row."""
    for page in sheets.book.pages:
        for block in page.blocks:
            for table in tables_in(block):
                for at, row in enumerate(table.rows):
                    yield from ((page.key, table, at, cell) for cell in row.cells if cell.formula)
            if isinstance(block, Tiles):
                yield from ((page.key, None, 0, Cell(t.figure, formula=t.formula)) for t in block.tiles if t.formula)
