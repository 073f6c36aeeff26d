"""Draws tables, sentences and legends, and finds the widths of the columns of a page."""

from __future__ import annotations

from datetime import date
from itertools import accumulate
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from resopt.excel.contents import Cell, Column, Legend, Page, Paragraph, Row, Style, Table
from resopt.excel.formulas import Place
from resopt.excel.measure import BOLD, EDGES, INDENT, LINE_HEIGHT, line_height, lines_of, text_width
from resopt.excel.styles import GREY, TEAL, padded
from resopt.excel.write_sheet import FIRST, Canvas

ROW_HEIGHT, SUB_HEIGHT, HEADER_HEIGHT = 16.5, 12.5, 18.0
LEAST = 6.0
BANDS = ("group", "cutoff", "all_met")  # tones of sentences that run over the whole row
CAPTION_SPACE = 5.0  # points between a caption and what stands above and below
HATCHES = {"absent": "/ /", "holiday": "- -"}  # cells filled with a sign
MESSAGE = 1.1  # size of the letters of a message
FILTER_ARROW = 3  # characters that the arrow of a native table hides


def grid_widths(page: Page, lang: str) -> tuple[float, ...]:
    """Return the width of each column of a page: as given, else the widest cell of any table."""
    if page.widths:
        return page.widths
    widths: list[float] = []
    for table in (b for b in page.blocks if isinstance(b, Table)):
        at = 0
        for number, column in enumerate(table.columns):
            widths += [0.0] * (at + column.span - len(widths))
            if column.span == 1:
                widths[at] = max(widths[at], column.width or _measured(table, number, column))
            at += column.span
    return tuple(max(width, 1.0) for width in widths)


def hidden_columns(page: Page) -> frozenset[int]:
    """Return the columns of the grid that are hidden, in which no sentence finds room."""
    found = set[int]()
    for table in (b for b in page.blocks if isinstance(b, Table) and b.native):
        starts = accumulate((column.span for column in table.columns), initial=0)
        found |= {at for at, column in zip(starts, table.columns, strict=False) if column.hidden}
    return frozenset(found)


def _measured(table: Table, number: int, column: Column) -> float:
    head = text_width(column.title) + (FILTER_ARROW if table.native else 0) if isinstance(column.title, str) else 8
    body = max((_shown_width(row.cells[number]) for row in table.rows if _counts(row.cells[number])), default=0)
    return min(column.most, max(LEAST, min(head, 12), body) + 2)


def _counts(cell: Cell) -> bool:
    """Bands run over the whole row and wrapped text finds its own height: neither sets a width."""
    return cell.style.tone not in BANDS and not cell.style.wrap


def _shown_width(cell: Cell) -> float:
    if isinstance(cell.value, str):
        return (
            text_width(cell.value) * (1.08 if cell.style.tone in ("strong", "person") else 1.0) + 2 * cell.style.indent
        )
    if isinstance(cell.value, date):
        return 10
    return 0 if cell.value is None else text_width(f"{cell.value:,.1f}")


def draw_paragraph(canvas: Canvas, block: Paragraph) -> None:
    """Write a sentence over the full width; a heading keeps a distance to what stands above."""
    if block.tone == "heading":
        canvas.row += 1
        canvas.headings.append(canvas.row)
    if block.breaks:
        canvas.breaks.append(canvas.row)
    if block.number:
        _numbered(canvas, block)
        return
    if block.tone == "heading":
        canvas.write_wide(block.text, block.tone, 19.0, 0.9)
    else:
        canvas.write_wide(block.text, block.tone, LINE_HEIGHT, 0.9, CAPTION_SPACE)


def _numbered(canvas: Canvas, block: Paragraph) -> None:
    """Write a message over as many rows as it has lines: rows of a table beside it keep their height."""
    span = canvas.span - 1
    lines = lines_of(block.text, (canvas.width(canvas.first + 1, span) - INDENT) / MESSAGE)
    for row in range(canvas.row, canvas.row + lines):
        canvas.height(row, ROW_HEIGHT)
    number = Cell(block.number, Style("text", "number", "center"))
    canvas.merge(canvas.row, canvas.first, 1, number, lines)
    canvas.merge(canvas.row, canvas.first + 1, span, Cell(block.text, Style("text", "message", indent=1)), lines)
    canvas.row += lines


def draw_legend(canvas: Canvas, block: Legend) -> None:
    """Write coloured fields in one line."""
    at = FIRST + block.start
    for tone, label in block.items:
        value = f"{HATCHES[tone]} {label} {HATCHES[tone]}" if tone in HATCHES else label
        span = block.span
        while canvas.width(at, span) < text_width(value) * 0.85 and at + span <= canvas.last_column:
            span += 1
        if at + span - 1 > canvas.last_column:
            break
        ink: dict[str, Any] = {"font_color": GREY} if tone in HATCHES else {}
        canvas.merge(canvas.row, at, span, Cell(value, Style("text", tone, "center")), font_size=8, bold=False, **ink)
        at += span
    canvas.height(canvas.row, 13.5)
    canvas.row += 1


def draw_table(canvas: Canvas, table: Table) -> None:
    """Write header and rows, and note where they stand."""
    columns = _positions(canvas, table)
    above = any(c.above for c in table.columns)
    if above:
        for column in table.columns:
            if column.above:
                over = Cell(column.above, Style("text", "above", "center", wrap="\n" in column.above))
                canvas.write(canvas.row, columns[column.key], over, valign="bottom")
        if any("\n" in c.above for c in table.columns):
            canvas.height(canvas.row, 2 * LINE_HEIGHT)
        canvas.row += 1
    header = canvas.row
    _draw_header(canvas, table, columns)
    canvas.row += 1
    first = canvas.row
    last = first + max(len(table.rows), 1) - 1
    canvas.here = canvas.places[canvas.page.key, table.name] = Place(header, first, last, columns, above)
    indents = _indents(table)
    for row in table.rows:
        _draw_row(canvas, table, row, columns, indents)
    canvas.here = None
    if table.native:
        _make_native(canvas, table, header, columns)
    _add_bars(canvas, table, first, columns)
    canvas.row += 1


def _positions(canvas: Canvas, table: Table) -> dict[str, int]:
    positions, at = {}, canvas.first
    for column in table.columns:
        positions[column.key] = at
        at += column.span
    return positions


def _draw_header(canvas: Canvas, table: Table, columns: dict[str, int]) -> None:
    most = 1
    for column, indent in zip(table.columns, _indents(table), strict=True):
        at, title = columns[column.key], column.title
        form = "week" if isinstance(title, date) else "text"
        if column.width != 1.5 or title:  # a spacer stays white
            head = Cell(title, Style(form, "header", column.align))
            canvas.merge(canvas.row, at, column.span, head, **_distance(column, form, indent))
        if isinstance(title, str) and not column.hidden:
            room = canvas.width(at, column.span) - (FILTER_ARROW if table.native else EDGES / 2) - INDENT * indent
            most = max(most, lines_of(title, room / BOLD))
    canvas.height(canvas.row, 5 + 13 * most if most > 1 else HEADER_HEIGHT)


def _draw_row(canvas: Canvas, table: Table, row: Row, columns: dict[str, int], indents: tuple[int, ...]) -> None:
    height = row.height or _height(canvas, table, row, columns, indents)
    if row.breaks:
        canvas.breaks.append(canvas.row)
    if row.keeps:
        canvas.kept.add(canvas.row)
    canvas.height(canvas.row, height, **({"level": row.level, "hidden": row.folded} if row.level else {}))
    for column, cell, indent in zip(table.columns, row.cells, indents, strict=True):
        at = columns[column.key]
        if cell.style.tone == "spark":
            _draw_spark(canvas, column, at, columns)
        else:
            more: dict[str, Any] = {"num_format": ";;;"} if column.bar else {}
            if indent and cell.style.align not in ("center", "fill") and cell.style.tone not in BANDS:
                more |= _distance(column, cell.style.form, cell.style.indent + indent)
            canvas.merge(canvas.row, at, column.span, cell, **more)
    canvas.row += 1


def _distance(column: Column, form: str, indent: int) -> dict[str, Any]:
    """Return what keeps text from the column to its left, numbers from the one to their right."""
    if not indent:
        return {}
    return {"num_format": padded(form)} if column.align == "right" else {"indent": indent}


def _indents(table: Table) -> tuple[int, ...]:
    """Return 1 for columns that need a distance: text after a number, colour or long text, numbers before a colour."""
    columns = table.columns
    before, after = (None, *columns[:-1]), (*columns[1:], None)
    full = {c.key for n, c in enumerate(columns) if any(row.cells[n].style.wrap for row in table.rows)}
    return tuple(
        int(
            bool(b and c.align == "left" and (b.align in ("right", "center") or b.key in full))
            or bool(a and c.align == "right" and (a.bar or a.align == "center"))
        )
        for b, c, a in zip(before, columns, after, strict=True)
    )


def _height(canvas: Canvas, table: Table, row: Row, columns: dict[str, int], indents: tuple[int, ...]) -> float:
    most = 0.0
    for column, cell, indent in zip(table.columns, row.cells, indents, strict=True):
        if cell.style.wrap and isinstance(cell.value, str) and not column.hidden:
            room = canvas.width(columns[column.key], column.span) - EDGES - INDENT * (cell.style.indent + indent)
            lines = lines_of(cell.value, room / (BOLD if cell.style.tone == "strong" else 1.0))
            if lines > 1:
                most = max(most, 4 + lines * line_height(cell.value))
    return most or (SUB_HEIGHT if row.level else ROW_HEIGHT)


def _draw_spark(canvas: Canvas, column: Column, at: int, columns: dict[str, int]) -> None:
    first, last = (columns[key] for key in column.spark)
    canvas.sheet.add_sparkline(
        canvas.row,
        at,
        {
            "range": _range(canvas.page.name, canvas.row, first, last),
            "type": "column",
            "series_color": TEAL,
            "min": 0,
            "max": column.spark_most,
        },
    )


def _range(sheet: str, row: int, first: int, last: int) -> str:
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{xl_rowcol_to_cell(row, first)}:{xl_rowcol_to_cell(row, last)}"


def _make_native(canvas: Canvas, table: Table, header: int, columns: dict[str, int]) -> None:
    """Make the cells an Excel table; one without rows keeps an empty row, as Excel asks for."""
    if not table.rows:
        for column in table.columns:
            canvas.write(canvas.row, columns[column.key], Cell())
        canvas.row += 1
    last, sheet = canvas.row - 1, canvas.sheet
    head = [
        (c, Style("text", "header", c.align), indent) for c, indent in zip(table.columns, _indents(table), strict=True)
    ]
    heads = [
        {"header": str(c.title), "header_format": canvas.formats.of(style, **_distance(c, "text", indent))}
        for c, style, indent in head
    ]
    positions = list(columns.values())
    options = {"name": table.native, "columns": heads, "style": None}
    sheet.add_table(header, positions[0], last, positions[-1], options)
    for column in table.columns:
        at = columns[column.key]
        if column.choices:
            source: dict[str, Any] = {"validate": "list", "source": list(column.choices), "error_type": "warning"}
            sheet.data_validation(header + 1, at, last, at, source)
        if column.hidden:
            canvas.set_column(at, hidden=True)


def _add_bars(canvas: Canvas, table: Table, first: int, columns: dict[str, int]) -> None:
    for column in table.columns:
        if column.bar and canvas.row > first:
            at = columns[column.key]
            bar = {
                "type": "data_bar",
                "bar_solid": True,
                "bar_only": True,
                "bar_color": "#8ED1C8",
                "min_type": "num",
                "max_type": "num",
                "min_value": 0,
                "max_value": 1,
            }
            canvas.sheet.conditional_format(first, at, canvas.row - 1, at, bar)
