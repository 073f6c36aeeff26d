"""Draws what only the Summary has: tiles, charts and links."""

from __future__ import annotations

from typing import Any

from resopt.excel.contents import (
    Cell,
    Chart,
    Charts,
    Links,
    Pair,
    Paragraph,
    Ref,
    Series,
    Style,
    Table,
    Tile,
    Tiles,
    Value,
)
from resopt.excel.measure import lines_of
from resopt.excel.styles import COLOURS, GREY, LINE, NAVY
from resopt.excel.write_sheet import FIRST, SCALE, Canvas
from resopt.excel.write_table import draw_paragraph, draw_table

STEP, WIDE = 4, 3  # a tile every four columns, three wide
LINKS = 11  # jumps in a line
LEFT, RIGHT = (0, 11), (12, 11)  # the two charts: first column and span
CHART_ROWS, CHART_ROW = 14, 16.5
PIXELS_PER_CHARACTER, CELL_PADDING = 7, 5


def draw_tiles(canvas: Canvas, block: Tiles) -> None:
    """Draw label, figure and note of each tile, with a coloured edge."""
    rows = (("label", "tile_label", 17.0), ("figure", "tile_figure", 33.0), ("note", "tile_note", 17.0))
    for offset, (part, tone, height) in enumerate(rows):
        canvas.height(canvas.row + offset, height)
        for number, tile in enumerate(block.tiles):
            _tile_part(canvas, tile, part, tone, canvas.row + offset, FIRST + STEP * number)
    canvas.row += len(rows)


def _tile_part(canvas: Canvas, tile: Tile, part: str, tone: str, row: int, column: int) -> None:
    value: Value = getattr(tile, part)
    tone = "tile_alarm" if part == "figure" and tile.tone == "bad" else tone
    more: dict[str, Any] = {"left": 5, "left_color": COLOURS[tile.tone]}
    room = canvas.width(column, WIDE)
    if part == "figure" and tile.form:
        more["num_format"] = tile.form
    if part != "figure" and lines_of(str(value), room * 1.15 - 2) > 1:
        more["shrink"] = True
    formula = tile.formula if part == "figure" else ""
    canvas.merge(row, column, WIDE, Cell(value, Style("text", tone), formula=formula), **more)


def draw_links(canvas: Canvas, block: Links) -> None:
    """Draw jumps to other sheets, in as few lines of equal length as hold them."""
    count = len(block.items)
    lines = -(-count // LINKS)
    for line in range(lines):
        items = block.items[line * count // lines : (line + 1) * count // lines]
        edges = [n * len(canvas.widths) // len(items) for n in range(len(items) + 1)]
        for (page, text), start, end in zip(items, edges, edges[1:], strict=False):
            canvas.merge(canvas.row, FIRST + start, end - start, Cell(text, Style("text", "link"), page))
        canvas.height(canvas.row, 18)
        canvas.row += 1


def draw_charts(canvas: Canvas, block: Charts) -> None:
    """Draw the headings and two charts of equal width, or the sentence that replaces one."""
    canvas.row += 1
    canvas.height(canvas.row, 19)
    for (first, span), chart in ((LEFT, block.left), (RIGHT, block.right)):
        if isinstance(chart, Paragraph):
            canvas.merge(canvas.row, FIRST + first, span, Cell("", Style("text", "heading")))
            canvas.merge(canvas.row + 1, FIRST + first, span, Cell(chart.text, Style("text", "caption")))
        else:
            canvas.merge(canvas.row, FIRST + first, span, Cell(chart.title, Style("text", "heading")))
            _insert(canvas, chart, canvas.row + 1, FIRST + first, span)
    for row in range(canvas.row + 1, canvas.row + 1 + CHART_ROWS):
        canvas.height(row, CHART_ROW)
    canvas.row += 1 + CHART_ROWS


def draw_pair(canvas: Canvas, block: Pair) -> None:
    """Draw two columns of blocks, each under its chart."""
    top, bottom = canvas.row, canvas.row
    for (first, span), blocks in ((LEFT, block.left), (RIGHT, block.right)):
        canvas.row, canvas.first, canvas.span = top, FIRST + first, span
        for one in blocks:
            draw_table(canvas, one) if isinstance(one, Table) else draw_paragraph(canvas, one)
        bottom = max(bottom, canvas.row)
    canvas.row, canvas.first, canvas.span = bottom, FIRST, len(canvas.widths)


def _insert(canvas: Canvas, chart: Chart, row: int, column: int, span: int) -> None:
    drawn = _columns(canvas, chart) if chart.kind == "columns" else _bars(canvas, chart)
    drawn.set_title({"none": True})
    drawn.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    drawn.set_plotarea({"fill": {"none": True}})
    width = sum(
        int(w * SCALE * PIXELS_PER_CHARACTER + CELL_PADDING)
        for w in canvas.widths[column - FIRST : column - FIRST + span]
    )
    drawn.set_size({"width": width, "height": int(CHART_ROWS * CHART_ROW * 4 / 3) - 6})
    canvas.sheet.insert_chart(row, column, drawn, {"description": chart.alt, "object_position": 2, "y_offset": 4})


def _columns(canvas: Canvas, chart: Chart) -> Any:
    drawn = canvas.file.add_chart({"type": "column", "subtype": "stacked"})
    for series in chart.series:
        drawn.add_series({**_refs(canvas, series), "fill": {"color": COLOURS[series.tone]}, "gap": chart.gap})
    if chart.line:
        line = canvas.file.add_chart({"type": "line"})
        stroke = {"color": COLOURS[chart.line.tone], "width": 1.75, "dash_type": "dash"}
        line.add_series({**_refs(canvas, chart.line), "line": stroke})
        drawn.combine(line)
    font = {"color": GREY, "size": 8}
    axis = {
        "num_font": font,
        "num_format": "mm-dd",
        "line": {"color": LINE},
        "text_axis": True,
        "major_tick_mark": "none",
    }
    drawn.set_x_axis(axis)
    grid = {"visible": True, "line": {"color": LINE, "width": 0.75}}
    drawn.set_y_axis(
        {"num_font": font, "num_format": "#,##0", "major_gridlines": grid, "line": {"none": True}, "min": 0}
    )
    drawn.set_legend({"position": "top", "font": {"color": GREY, "size": 9}})
    return drawn


def _bars(canvas: Canvas, chart: Chart) -> Any:
    drawn = canvas.file.add_chart({"type": "bar"})
    for series in chart.series:
        first, last = series.values.rows
        points = [
            {"fill": {"color": COLOURS["loud" if n < series.loud else series.tone]}} for n in range(last - first + 1)
        ]
        labels = {"value": True, "num_format": "#,##0.0", "font": {"color": NAVY, "size": 9}}
        drawn.add_series({**_refs(canvas, series), "points": points, "data_labels": labels, "gap": 40})
    font = {"size": 9, "color": NAVY}
    names = {"reverse": True, "num_font": font, "line": {"none": True}, "major_tick_mark": "none"}
    drawn.set_y_axis({**names, "label_position": "low"})  # beside bars of negative values, not on them
    drawn.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, **({} if chart.signed else {"min": 0})})
    drawn.set_legend({"none": True})
    return drawn


def _refs(canvas: Canvas, series: Series) -> dict[str, Any]:
    return {
        "name": series.name,
        "categories": _ref(canvas, series.labels),
        "values": _ref(canvas, series.values),
    }


def _ref(canvas: Canvas, ref: Ref) -> list[Any]:
    place = canvas.places[ref.page, ref.table]
    first, last = (place.first + row for row in ref.rows)
    return [canvas.names[ref.page], first, place.columns[ref.columns[0]], last, place.columns[ref.columns[1]]]
