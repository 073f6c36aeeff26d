"""Writes an input workbook from rows per sheet, in English or Chinese; equal rows give equal bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from numbers import Real
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from resopt.errors import OutputError
from resopt.excel.measure import text_width
from resopt.messages import names

Rows = Sequence[Mapping[Any, Any]]

_CREATED = datetime(2026, 1, 1)  # fixed, so that the same rows give the same file
_FONTS = {"en": "Calibri", "zh": "Microsoft YaHei"}
_HEADER: dict[str, Any] = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E79", "valign": "vcenter"}
_HEADER_HEIGHT = 21
_FORMATS: dict[str, dict[str, Any]] = {
    "text": {"num_format": "@"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "share": {"num_format": "0%", "align": "center"},
    "money": {"num_format": "#,##0", "align": "right", "indent": 1},
    "number": {"num_format": "General", "align": "center"},
}
_SHARES = {"bau", "min_share", "min_staffing", "available", "fill"}
_MONEY = {"cost_per_day", "budget"}
_SHARE_SETTINGS = {"step", "min_share", "tolerance"}
_NARROWEST, _WIDEST = 7, 48


def write_input(path: str | Path, sheets: Mapping[str, Rows], lang: str = "en") -> None:
    """Write the rows of `sheets` (sheet key -> rows by column key) as an input workbook in `lang`.

    A date as key is a week column. Columns that no row fills are left out; text is never a formula.

    Raises
    ------
    OutputError
        If the file cannot be written.
    ValueError
        If a sheet, a column or a type of cell is unknown.
    """
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": {"font_name": _FONTS[lang], "font_size": 10},
    }
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"created": _CREATED, "author": "resopt"})
    formats = {name: book.add_format(look | {"valign": "vcenter"}) for name, look in _FORMATS.items()}
    formats["header"] = book.add_format(_HEADER)
    formats["header date"] = book.add_format(_HEADER | {"num_format": "yyyy-mm-dd"})
    unknown = sheets.keys() - names.INPUT_SHEETS.keys()
    if unknown:
        raise ValueError(f"unknown sheets: {sorted(unknown)}")
    for key, name in names.INPUT_SHEETS.items():
        if sheets.get(key):
            _write_sheet(book.add_worksheet(names.of(name, lang)), key, sheets[key], lang, formats)
    try:
        book.close()
    except (OSError, xlsxwriter.exceptions.FileCreateError) as fault:
        raise OutputError(str(fault), str(path)) from fault


def _write_sheet(sheet: Worksheet, key: str, rows: Rows, lang: str, formats: Mapping[str, Any]) -> None:
    titles = names.COLUMNS[key]
    columns = _columns(key, rows)
    widths = [_NARROWEST] * len(columns)
    for c, column in enumerate(columns):
        title = column if isinstance(column, date) else names.of(titles[column], lang)
        _put(sheet, 0, c, title, formats["header date" if isinstance(column, date) else "header"])
        widths[c] = max(widths[c], _width(title) + 3)  # room for the button of the filter
    for r, row in enumerate(rows, start=1):
        for c, column in enumerate(columns):
            value = row.get(column)
            if value is not None:
                _put(sheet, r, c, value, formats[_look(key, row, column, value, lang)])
                widths[c] = max(widths[c], _width(value) + 1)
    for c, width in enumerate(widths):
        sheet.set_column(c, c, min(width, _WIDEST))
    sheet.set_row(0, _HEADER_HEIGHT)
    sheet.freeze_panes(1, 2 if key in ("projects", "staff", "demand") else 1)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    _set_page(sheet)


def _set_page(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _columns(key: str, rows: Rows) -> list[Any]:
    """Return the columns that some row fills: the known ones in their order, then weeks by date."""
    filled = {column for row in rows for column, value in row.items() if value is not None}
    known = [column for column in names.COLUMNS[key] if column in filled]
    weeks = sorted(column for column in filled if isinstance(column, date))
    unknown = sorted(str(column) for column in filled - set(known) - set(weeks))
    if unknown:
        raise ValueError(f"unknown columns of {key}: {unknown}")
    return known + weeks


def _look(key: str, row: Mapping[Any, Any], column: Any, value: Any, lang: str) -> str:
    """Return the name of the format of a cell."""
    if isinstance(value, str):
        return "text"
    if isinstance(value, date):
        return "date"
    if key == "settings":
        shares = {names.of(names.SETTINGS[name], lang) for name in _SHARE_SETTINGS}
        return "share" if row["setting"] in shares else "number"
    if column in _SHARES:
        return "share"
    return "money" if column in _MONEY else "number"


def _put(sheet: Worksheet, row: int, column: int, value: Any, look: Any) -> None:
    """Write one cell by its type: what people typed is text, whatever it begins with."""
    if isinstance(value, str):
        sheet.write_string(row, column, value, look)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, look)
    elif isinstance(value, Real):
        sheet.write_number(row, column, float(value), look)
    else:
        raise ValueError(f"a cell cannot hold {type(value).__name__}: {value!r}")


def _width(value: Any) -> int:
    """Return the width in characters; Chinese ones take two."""
    text = value.isoformat()[:10] if isinstance(value, date) else str(value)
    return text_width(text)
