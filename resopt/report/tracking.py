"""The cells with which people follow a row up: state, first seen, and what they typed, carried over by ID."""

from __future__ import annotations

from datetime import date

from resopt.domain.history import Tracked, Value
from resopt.excel.contents import Cell, Column, Row, Style
from resopt.messages.names import TRACKING_COLUMNS, of
from resopt.report.cells import text
from resopt.report.wording import Words

SIGNS = "▲■● "
TONES = {"new": "plain", "open": "watch", "resolved": "good"}


def id_column(words: Words, width: float | None = None) -> Column:
    """Return the column by whose IDs rows are known again."""
    return Column("id", of(TRACKING_COLUMNS["id"], words.lang), width, most=24)


def tracking_columns(words: Words) -> tuple[Column, ...]:
    """Return the columns State, First Seen, Closed, Owner, Due, Response and Note."""
    titles = {key: of(name, words.lang) for key, name in TRACKING_COLUMNS.items()}
    states = tuple(words.term("state", s) for s in TONES)
    return (
        Column("state", titles["state"], 8.5, align="center", choices=states),
        Column("first_seen", titles["first_seen"], 10, align="center"),
        Column("closed", titles["closed"], 10, align="center"),
        Column("owner", titles["owner"], 11),
        Column("due", titles["due"], 10, align="center"),
        Column("response", titles["response"], 18),
        Column("note", titles["note"], 16),
    )


def tracking_cells(words: Words, one: Tracked) -> tuple[Cell, ...]:
    """Return the cells under State, First Seen, Closed, Owner, Due, Response and Note."""
    return (
        text(words.term("state", one.state), TONES[one.state], align="center"),
        typed(one.first_seen, "plain", is_date=True),
        typed(one.closed, "input", is_date=True),
        typed(one.owner, "input"),
        typed(one.due, "input", is_date=True),
        typed(one.response, "input"),
        typed(one.note, "input"),
    )


def resolved_row(words: Words, one: Tracked, width: int, empty: int) -> Row:
    """Return a row that is resolved as it stood, with `width` cells between ID and State, the one at `empty` blank.

    Signs of severity are left out, so that formulas which count rows by them count what is open.
    """
    shown = [v.lstrip(SIGNS) if isinstance(v, str) else v for v in (*one.shown, *(None,) * width)[:width]]
    cells = (Cell(None if i == empty else value, _style(value, "muted")) for i, value in enumerate(shown))
    return Row((text(one.id, "muted", wrap=True), *cells, *tracking_cells(words, one)))


def _style(value: Value, tone: str) -> Style:
    if isinstance(value, date):
        return Style("date", tone)
    if isinstance(value, (int, float)):
        return Style("amount", tone)
    return Style("text", tone, wrap=True)


def typed(value: Value, tone: str, *, is_date: bool = False) -> Cell:
    """Return a cell as it was typed: dates that are none stay text."""
    if isinstance(value, date) or (value is None and is_date):
        return Cell(value, Style("date", tone))
    return Cell(value, _style(value, tone))
