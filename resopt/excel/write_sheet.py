"""The sheet being drawn: where the next block goes, how wide columns are, and how a cell is written safely."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from resopt.excel.contents import Cell, Page, Style, Value
from resopt.excel.formulas import Place, resolved
from resopt.excel.measure import line_height, lines_of
from resopt.excel.styles import Formats

MARGIN = 1.5  # width of column A
FIRST = 1  # first column that is used
ROW_HEIGHT = 15.0  # points of a row of which no height was set
LONGEST = 32767  # characters in a cell
SCALE = 0.93  # a width counts digits of the size of cells, Excel's those of its base size
POINTS, PADDING = 5.25, 3.75  # points that Excel gives a digit of its base size, and each column besides


class Canvas:
    """One sheet while it is drawn from top to bottom; `row` is the next free row."""

    def __init__(
        self,
        file: Any,
        sheet: Any,
        formats: Formats,
        page: Page,
        names: dict[str, str],
        places: dict[tuple[str, str], Place],
        widths: tuple[float, ...],
        hidden: frozenset[int] = frozenset(),
    ) -> None:
        self.file, self.sheet, self.formats, self.page = file, sheet, formats, page
        self.names, self.places, self.widths, self.hidden = names, places, widths, hidden
        self.row = 1
        self.first, self.span = FIRST, len(widths)
        self.breaks: list[int] = []
        self.headings: list[int] = []
        self.kept = set[int]()  # rows on the page of the row above them
        self.here: Place | None = None  # the table being drawn
        self._heights: dict[int, float] = {}

    @property
    def last_column(self) -> int:
        """The last column of the grid."""
        return FIRST + len(self.widths) - 1

    def width(self, column: int, span: int = 1) -> float:
        """Return the characters that fit into `span` columns from sheet column `column` on."""
        there = range(column - FIRST, min(column - FIRST + span, len(self.widths)))
        return sum(self.widths[n] for n in there if n not in self.hidden)

    @property
    def points_wide(self) -> float:
        """The width of the sheet in points."""
        shown = (w for n, w in enumerate(self.widths) if n not in self.hidden)
        return sum(w * SCALE * POINTS + PADDING for w in (MARGIN, *shown))

    @property
    def points_high(self) -> float:
        """The height of what is drawn so far in points."""
        return sum(map(self.points_of, range(self.row)))

    def points_of(self, row: int) -> float:
        """Return the height of a row in points."""
        return self._heights.get(row, ROW_HEIGHT)

    def height(self, row: int, points: float, **options: Any) -> None:
        """Set the height of a row; of blocks side by side the taller one counts."""
        self._heights[row] = max(points, self._heights.get(row, 0.0))
        self.sheet.set_row(row, self._heights[row], None, options)

    def set_columns(self) -> None:
        """Set the margin and all widths."""
        self.sheet.set_row(0, 6)
        self.sheet.set_column(0, 0, MARGIN * SCALE)
        for number in range(len(self.widths)):
            self.set_column(FIRST + number)

    def set_column(self, column: int, **options: Any) -> None:
        """Give a column its width."""
        self.sheet.set_column(column, column, self.widths[column - FIRST] * SCALE, None, options)

    def draw_title(self) -> None:
        """Write title and subtitle; they run over the empty cells to their right."""
        for text, tone, height in ((self.page.title, "title", 27.0), (self.page.subtitle, "subtitle", 16.0)):
            size = 1.75 if tone == "title" else 1.0
            self.write_wide(text, tone, height, size)
        self.row += 1

    def write_wide(self, text: str, tone: str, height: float, size: float = 1.0, space: float = 0.0) -> None:
        """Write a sentence over the full width, in as many lines as it needs, with some space around it."""
        lines = lines_of(text, self.width(self.first, self.span) / size)
        self.height(self.row, height + (lines - 1) * max(height, line_height(text)) + space)
        self.merge(self.row, self.first, self.span, Cell(text, Style("text", tone, wrap=lines > 1)))
        self.row += 1

    def merge(self, row: int, column: int, span: int, cell: Cell, rows: int = 1, **more: Any) -> None:
        """Write a cell over `span` columns and some rows."""
        if span > 1 or rows > 1:
            look = self.formats.of(cell.style, **more)
            self.sheet.merge_range(row, column, row + rows - 1, column + span - 1, "", look)
        self.write(row, column, cell, **more)

    def write(self, row: int, column: int, cell: Cell, **more: Any) -> None:
        """Write one cell: text always as text, so that nothing typed by people becomes a formula or a link."""
        look = self.formats.of(cell.style, **more)
        if cell.link:
            target = f"internal:'{self.names[cell.link]}'!A1"
            self.sheet.write_url(row, column, target, look, string=str(cell.value)[:LONGEST])
            return
        if cell.formula and (formula := resolved(cell.formula, row, self.here, self.places, self.names)):
            self.sheet.write_formula(row, column, formula, look, cell.value)
            return
        self._write_value(row, column, cell.value, look)

    def _write_value(self, row: int, column: int, value: Value, look: Any) -> None:
        if value is None or value == "":
            self.sheet.write_blank(row, column, None, look)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, value[:LONGEST], look)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), look)
        else:
            self.sheet.write_number(row, column, value, look)
