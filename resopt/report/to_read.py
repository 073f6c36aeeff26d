"""To read: on the sheets of a file that cannot be given back nothing asks to be filled in."""

from __future__ import annotations

from dataclasses import replace

from resopt.excel.contents import Cell, Page, Paragraph, Table
from resopt.report.wording import Words

ASKING = ("conflicts", "changes", "warnings", "edit", "plan", "runs")  # sheets with cells for people
HOW = ("edit", "plan", "runs")  # of these, those whose sentences say how to fill them in


def to_read(page: Page, words: Words) -> Page:
    """Return a sheet that says that it is only read, without yellow cells, lists to choose from and how to use them."""
    if page.key not in ASKING:
        return page
    kept = (block for block in page.blocks if page.key not in HOW or not isinstance(block, Paragraph))
    blocks = tuple(_plain(block) if isinstance(block, Table) else block for block in kept)
    subtitle, tab = words.say("audience.to_read", unit=words.unit), "" if page.tab == "input" else page.tab
    return replace(page, title=_title(page, words), subtitle=subtitle, blocks=blocks, tab=tab)


def _title(page: Page, words: Words) -> str:
    """Return the finding of a sheet; those of sheets to be edited have none but how long they are."""
    if page.key not in ("edit", "plan"):
        return page.title
    rows = sum(len(block.rows) for block in page.blocks if isinstance(block, Table))
    return words.say(f"audience.{page.key}.title", rows=words.count("rows", rows))


def _plain(table: Table) -> Table:
    columns = tuple(replace(column, choices=()) for column in table.columns)
    rows = tuple(replace(row, cells=tuple(map(_cell, row.cells))) for row in table.rows)
    return replace(table, columns=columns, rows=rows)


def _cell(cell: Cell) -> Cell:
    return replace(cell, style=replace(cell.style, tone="plain")) if cell.style.tone == "input" else cell
