"""The sheet being drawn: where the next block goes, how wide columns are, and how a cell is written safely."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from unicodedata import east_asian_width

from resopt.excel.contents import Cell, Page, Style, Value
from resopt.excel.formulas import Place, resolved
from resopt.excel.styles import Formats

MARGIN = 1.5  # width of column A
FIRST = 1  # first column that is used
LINE_HEIGHT, WIDE_LINE_HEIGHT = 13.0, 14.6  # points of a line, and of one with Chinese characters
ROW_HEIGHT = 15.0  # points of a row of which no height was set
LONGEST = 32767  # characters in a cell
WIDE = "\u2e80-\uffef"  # Chinese characters and signs
WORDS = re.compile(rf"[{WIDE}] *|[^{WIDE}\s–-]*[–-]? *")  # what stays together in a line: a break comes after
INK_OF = {0.55: " .,:;'|ijlI()[]!-", 0.7: "ftrJ", 0.85: "csz", 0.98: "aegkvxyL", 1.0: "0123456789–", 1.65: "mwMW%@"}
INK = {c: width for width, letters in INK_OF.items() for c in letters}  # letters of Calibri; others are 1.05


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
    ) -> None:
        self.file, self.sheet, self.formats, self.page = file, sheet, formats, page
        self.names, self.places, self.widths = names, places, widths
        self.row = 1
        self.first, self.span = FIRST, len(widths)
        self.breaks: list[int] = []
        self.here: Place | None = None  # the table being drawn
        self._heights: dict[int, float] = {}

    @property
    def last_column(self) -> int:
        """The last column of the grid."""
        return FIRST + len(self.widths) - 1

    def width(self, column: int, span: int = 1) -> float:
        """Return the characters that fit into `span` columns from sheet column `column` on."""
        return sum(self.widths[column - FIRST : column - FIRST + span])

    @property
    def points_wide(self) -> float:
        """The width of the sheet in points."""
        return sum(w * 5.25 + 3.75 for w in (MARGIN, *self.widths))

    @property
    def points_high(self) -> float:
        """The height of what is drawn so far in points."""
        return sum(self._heights.get(row, ROW_HEIGHT) for row in range(self.row))

    def height(self, row: int, points: float, **options: Any) -> None:
        """Set the height of a row; of blocks side by side the taller one counts."""
        self._heights[row] = max(points, self._heights.get(row, 0.0))
        self.sheet.set_row(row, self._heights[row], None, options)

    def set_columns(self) -> None:
        """Set the margin and all widths."""
        self.sheet.set_row(0, 6)
        self.sheet.set_column(0, 0, MARGIN)
        for number, width in enumerate(self.widths):
            self.sheet.set_column(FIRST + number, FIRST + number, width)

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

    def merge(self, row: int, column: int, span: int, cell: Cell, **more: Any) -> None:
        """Write a cell over `span` columns."""
        if span > 1:
            self.sheet.merge_range(row, column, row, column + span - 1, "", self.formats.of(cell.style, **more))
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


def text_width(text: str) -> int:
    """Return the width of a text in characters; a Chinese character counts as two."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def line_height(text: str) -> float:
    """Return the points that a line of the text needs."""
    return WIDE_LINE_HEIGHT if text_width(text) > len(text) else LINE_HEIGHT


def lines_of(text: str, width: float) -> int:
    """Return in how many lines a text wraps, filled word by word as Excel does; Chinese breaks at any character."""
    return sum(_lines(part, width) for part in text.split("\n")) if width > 0 else 1


def _lines(text: str, width: float) -> int:
    if ink_width(text) <= width:
        return 1
    lines, used = 1, 0.0
    for word in WORDS.findall(text):
        ink = ink_width(word.rstrip())
        if used and used + ink > width:
            lines, used = lines + 1, 0.0
        over = int(ink // width)  # a word longer than a line is cut
        lines, used = lines + over, used + ink_width(word) - over * width
    return lines


def ink_width(text: str) -> float:
    """Return the width that a text takes in print, in digits, which Excel counts widths in."""
    return sum(INK.get(c) or (2.0 if east_asian_width(c) in "WF" else 1.05) for c in text)
