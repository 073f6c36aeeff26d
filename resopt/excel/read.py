"""Reading a workbook: its sheets as rows of cells at their absolute places, and as raw tables."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from resopt.excel.cells import is_blank, squash
from resopt.excel.columns import read_headers, read_rows
from resopt.excel.findings import Findings
from resopt.excel.guard import MAX_AREA, Package, Part, open_package, refuse, scan
from resopt.excel.raw import Bad, Layout, RawTable
from resopt.messages.names import GUIDE_SHEET, INPUT_SHEETS, OUTPUT_SHEETS

OWN_SHEET = "_resopt"  # hidden sheet of the workbooks that we write
MAX_COLUMNS = 500  # nothing of ours stands further right


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `rows[16][3]` is cell D17."""

    key: str
    title: str
    rows: list[list[Any]]


def input_key(title: str) -> str | None:
    """Return the key of the input sheet with this title, in either language."""
    wanted = squash(title)
    return next((key for key, names in INPUT_SHEETS.items() if wanted in map(squash, names)), None)


def output_key(title: str) -> str | None:
    """Return the key of the output sheet with this title, in either language."""
    wanted = squash(title)
    return next((key for key, names in OUTPUT_SHEETS.items() if wanted in map(squash, names)), None)


def read_sheets(package: Package, key_of: Callable[[str], str | None]) -> list[Sheet]:
    """Return the sheets whose title `key_of` gives a key.

    Raises
    ------
    InputError
        If one of them is damaged.
    """
    found = []
    for part in package.parts:
        key = key_of(part.title)
        if key is not None:
            found.append(Sheet(key, part.title, _rows(package, part)))
    return found


def _rows(package: Package, part: Part) -> list[list[Any]]:
    seen = scan(package, part)
    rows = _fast(package, part) if seen.area <= MAX_AREA else _slow(package, part)
    for (row, column), bad in seen.bad.items():
        if column < MAX_COLUMNS:
            _put(rows, row, column, bad)
    while rows and all(is_blank(cell) for cell in rows[-1]):
        rows.pop()
    return rows


def _put(rows: list[list[Any]], row: int, column: int, bad: Bad) -> None:
    while len(rows) <= row:
        rows.append([])
    cells = rows[row]
    cells.extend([None] * (column + 1 - len(cells)))
    cells[column] = bad


def _fast(package: Package, part: Part) -> list[list[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(package.content))
        # skip_empty_area=False keeps leading blank rows and columns, so that places are addresses
        rows: list[list[Any]] = workbook.get_sheet_by_name(part.title).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise refuse("input.sheet_damaged", Path(package.name), sheet=part.title) from error
    return rows


def _slow(package: Package, part: Part) -> list[list[Any]]:
    """Read with openpyxl: slower, but a stray cell far away costs it nothing."""
    from openpyxl import load_workbook

    try:
        workbook = load_workbook(io.BytesIO(package.content), read_only=True, data_only=True)
        worksheet: Any = workbook[part.title]
        worksheet.reset_dimensions()
        rows = [list(cells[:MAX_COLUMNS]) for cells in worksheet.iter_rows(values_only=True)]
    except (ValueError, KeyError, TypeError, SyntaxError) as error:
        raise refuse("input.sheet_damaged", Path(package.name), sheet=part.title) from error
    return rows


def read_tables(paths: list[Path], findings: Findings) -> tuple[dict[str, RawTable], str]:
    """Return the input sheets of all files as raw tables by key, and the hash of the files that hold any.

    Equal sheets of several files are appended; what is not read is noted.

    Raises
    ------
    InputError
        If a file cannot be read at all.
    """
    import hashlib

    tables: dict[str, RawTable] = {}
    hashes: dict[str, str] = {}
    for path in paths:
        package = open_package(path)
        if _is_ours(package):
            findings.warn("input.file_of_ours", file=package.name)
            continue
        if package.sha256 in hashes:
            other = hashes[package.sha256]
            raise refuse("input.file_twice" if other == package.name else "input.file_same", path, other=other)
        hashes[package.sha256] = package.name
        _note_sheets(package, findings)
        for sheet in read_sheets(package, input_key):
            table = tables.setdefault(sheet.key, RawTable(sheet.key))
            add_sheet(table, sheet, package.name if len(paths) > 1 else "", findings)
    together = "".join(sorted(hashes))
    return tables, together if len(hashes) == 1 else hashlib.sha256(together.encode()).hexdigest()


def add_sheet(table: RawTable, sheet: Sheet, file: str, findings: Findings, header: int = 0) -> None:
    """Add the rows of a sheet whose headers stand in row `header` (0 is row 1) to its table."""
    layout = Layout(sheet.key, file=file)
    if len(sheet.rows) <= header:
        table.layouts.append(layout)
        return
    read_headers(layout, sheet.rows[header], lambda index: layout.place(header + 1, index), findings)
    below = ((number, cells) for number, cells in enumerate(sheet.rows[header + 1 :], header + 2))
    read_rows(table, layout, below, findings)


def _is_ours(package: Package) -> bool:
    """Return whether a file is a workbook that `solve` wrote: our hidden sheet, and no sheet of input."""
    titles = [part.title for part in package.parts]
    return OWN_SHEET in titles and not any(map(input_key, titles))


def _note_sheets(package: Package, findings: Findings) -> None:
    from difflib import get_close_matches

    ours = [part.title for part in package.parts if output_key(part.title) and not input_key(part.title)]
    if ours:
        findings.note("input.sheet_of_ours", sheets=ours, file=package.name)
    names = {squash(name): key for key, pair in INPUT_SHEETS.items() for name in pair}
    for part in package.parts:
        if input_key(part.title) or output_key(part.title) or part.title.startswith("_") or part.title in GUIDE_SHEET:
            continue
        near = get_close_matches(squash(part.title), names, 1, 0.75)
        if near:
            findings.warn("input.sheet_near", title=part.title, near=f"@{names[near[0]]}", file=package.name)
        else:
            findings.note("input.sheet_unknown", title=part.title, file=package.name)
