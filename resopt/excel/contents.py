"""What a sheet consists of: frozen records that the report fills in and the writer draws; no Excel package.

A `Page` is a sheet: title, subtitle and blocks from top to bottom. A `Table` column may span several sheet
columns, so that tables of different shape can stand above each other. Tones name a look (`high`, `total`),
never a colour; `excel.styles` knows the colours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks: `form` of its value (text, amount, place, percent, date, week, fill), tone and layout."""

    form: str = "text"
    tone: str = "plain"
    align: str = ""
    wrap: bool = False
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with its style; `link` is the key of the page to jump to.

    `formula` computes the same number from other cells, named as `excel.formulas` says; the value is then what a
    reader without a calculator sees.
    """

    value: Value = None
    style: Style = Style()
    link: str = ""
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `title` is text or, over a week, its Monday; `above` stands in a line over it.

    `width` (characters) is measured from the cells where None; `bar` draws shares as bars, `choices` is a
    drop-down, `spark` names the first and last column of a trend.
    """

    key: str
    title: str | date = ""
    width: float | None = None
    most: float = 44.0
    align: str = "left"
    span: int = 1
    above: str = ""
    hidden: bool = False
    bar: bool = False
    choices: tuple[str, ...] = ()
    spark: tuple[str, str] = ("", "")
    spark_most: float = 5.0


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of a table row, one per column; `level` 1 folds under the row above, `folded` starts hidden.

    `breaks` starts a new printed page; a row that `keeps` is printed on the page of the row above it.
    """

    cells: tuple[Cell, ...]
    level: int = 0
    folded: bool = False
    height: float | None = None
    breaks: bool = False
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header; `native` is the name of the Excel table, if it is one."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    native: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One sentence over the full width: a `heading`, a `caption`, a `message` or a `warning`.

    `number` stands before a message; `breaks` starts a new printed page.
    """

    text: str
    tone: str = "caption"
    number: str = ""
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class Legend:
    """Coloured fields with their meaning, from sheet column `start` on, each `span` columns wide."""

    items: tuple[tuple[str, str], ...]
    start: int = 0
    span: int = 1


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure to be read across a room, live if it has a `formula`; `tone` colours its edge, `form` formats a number.

    Tones are good, watch, bad and quiet.
    """

    label: str
    figure: Value
    note: str
    tone: str = "good"
    form: str = ""
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Tiles:
    """Tiles in one line, on the grid of 23 columns of the page."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """Jumps to other pages: (page key, text)."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Ref:
    """Cells of a table on a page: rows first..last (-1 is the header) of the columns first..last."""

    page: str
    table: str
    rows: tuple[int, int]
    columns: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart; `loud` is how many leading points stand out (bars only)."""

    name: str
    labels: Ref
    values: Ref
    tone: str
    loud: int = 0


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: `columns` (stacked, with `line` over it) or `bars`; `alt` is read to those who cannot see it.

    `signed`: its bars may be negative; `gap` is the space between columns in percent of their width.
    """

    kind: str
    title: str
    alt: str
    series: tuple[Series, ...]
    line: Series | None = None
    signed: bool = False
    gap: int = 45


@dataclass(frozen=True, slots=True)
class Charts:
    """Two charts side by side, or a sentence in place of one that would be empty."""

    left: Chart | Paragraph
    right: Chart | Paragraph


@dataclass(frozen=True, slots=True)
class Pair:
    """Tables and sentences side by side, as the charts above them."""

    left: tuple[Table | Paragraph, ...]
    right: tuple[Table | Paragraph, ...]


Block = Table | Paragraph | Legend | Tiles | Links | Charts | Pair


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet. `freeze` holds the table and the first column that scrolls; `tab` a tone; `widths` fix a grid.

    `repeat` prints the header of the frozen table (or of the table `repeated`) on every page that follows it,
    `whole` puts the sheet on one page, `large` on A3, as does a width that would make letters too small.
    """

    key: str
    name: str
    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    freeze: tuple[str, str] = ("", "")
    tab: str = ""
    widths: tuple[float, ...] = ()
    repeat: bool = True
    repeated: str = ""
    whole: bool = False
    large: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: pages in order, rows of the hidden sheet `_resopt`, and what stands in the footers."""

    pages: tuple[Page, ...]
    hidden: tuple[tuple[str | int, ...], ...]
    title: str
    footer: str
    page_of: str
    lang: str
