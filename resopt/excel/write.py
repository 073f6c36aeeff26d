"""Draws a `Book` as an xlsx file in memory: pages, hidden sheet, print setup; the same bytes for the same content."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from resopt.errors import OutputError
from resopt.excel.contents import Book, Charts, Legend, Links, Page, Pair, Paragraph, Table, Tiles
from resopt.excel.paper import set_paper
from resopt.excel.styles import BASE, COLOURS, FONT, Formats
from resopt.excel.write_file import AUTHOR
from resopt.excel.write_sheet import Canvas
from resopt.excel.write_summary import draw_charts, draw_links, draw_pair, draw_tiles
from resopt.excel.write_table import draw_legend, draw_paragraph, draw_table, grid_widths, hidden_columns
from resopt.messages import say

HIDDEN = "_resopt"
MOST_ROWS = 1_048_000  # of the 1,048,576 rows of a sheet; the others are for titles and captions


def workbook_bytes(book: Book, created: datetime) -> bytes:
    """Return the file.

    Raises
    ------
    OutputError
        If a sheet would have more rows than a workbook can hold.
    """
    for page in book.pages:
        rows = sum(len(block.rows) for block in page.blocks if isinstance(block, Table))
        if rows > MOST_ROWS:
            raise OutputError(say("output.too_long", book.lang, sheet=page.name, rows=rows, most=MOST_ROWS), "")
    target = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": {"font_name": FONT, "font_size": BASE},
    }
    file = xlsxwriter.Workbook(target, options)
    file.set_properties({"title": book.title, "created": created, "author": AUTHOR})
    formats = Formats(file)
    sheets = {page.key: file.add_worksheet(page.name) for page in book.pages}
    names = {page.key: page.name for page in book.pages}
    places: dict[tuple[str, str], Any] = {}
    for page in (*book.pages[1:], *book.pages[:1]):  # the first page's charts point into the others
        grid = grid_widths(page, book.lang), hidden_columns(page)
        canvas = Canvas(file, sheets[page.key], formats, page, names, places, *grid)
        _draw(canvas, page)
        _set_up(canvas, book)
    _hidden_sheet(file, book)
    sheets[book.pages[0].key].activate()
    file.close()
    return target.getvalue()


def _draw(canvas: Canvas, page: Page) -> None:
    canvas.set_columns()
    canvas.draw_title()
    for block in page.blocks:
        match block:
            case Table():
                draw_table(canvas, block)
            case Paragraph():
                draw_paragraph(canvas, block)
            case Legend():
                draw_legend(canvas, block)
            case Tiles():
                draw_tiles(canvas, block)
            case Charts():
                draw_charts(canvas, block)
            case Pair():
                draw_pair(canvas, block)
            case Links():
                draw_links(canvas, block)


def _set_up(canvas: Canvas, book: Book) -> None:
    sheet, page = canvas.sheet, canvas.page
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    set_paper(canvas)
    sheet.center_horizontally()
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_header(f"&L&8&K6B7785{_plain(book.title)}")
    sheet.set_footer(f"&L&8&K6B7785{_plain(book.footer)}&C&8&K6B7785{_plain(page.name)}&R&8&K6B7785{book.page_of}")
    sheet.print_area(0, 0, canvas.row, canvas.last_column)
    if page.tab:
        sheet.set_tab_color(COLOURS[page.tab])


def _plain(text: str) -> str:
    """Return text for a header or footer, where & starts a code."""
    return text.replace("&", "&&")


def _hidden_sheet(file: Any, book: Book) -> None:
    sheet = file.add_worksheet(HIDDEN)
    for number, row in enumerate(book.hidden):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, column, value)
            else:
                sheet.write_string(number, column, value)
    sheet.hide()
