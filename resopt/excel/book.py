"""Book: an input file of any format that is read, as titles and rows of cells at their absolute places."""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from resopt.excel.cells import is_blank
from resopt.excel.csv_file import read_csv
from resopt.excel.findings import Findings
from resopt.excel.guard import MAX_AREA, SUFFIXES, Package, Part, content_of, open_package, refuse, scan
from resopt.excel.old_formats import SUFFIXES as OLD_SUFFIXES
from resopt.excel.old_formats import read_old
from resopt.excel.raw import Bad

MAX_COLUMNS = 500  # nothing of ours stands further right
CSV = ".csv"
READ = (*SUFFIXES, CSV, *OLD_SUFFIXES)  # endings of files that are read

Rows = list[list[Any]]


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a sheet: `rows[16][3]` is cell D17. `hidden` of them are hidden."""

    rows: Rows
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Book:
    """An open file; `read` gives the rows of a sheet by title."""

    name: str
    sha256: str
    titles: tuple[str, ...]
    read: Callable[[str], Grid]
    is_csv: bool = False


def open_book(path: Path, findings: Findings) -> Book:
    """Return the file at `path` as a book; what its format hides is told.

    Raises
    ------
    InputError
        If it cannot be read: the sentence says why.
    """
    suffix = path.suffix.lower()
    if suffix not in (CSV, *OLD_SUFFIXES):
        package = open_package(path)
        opened = Opened(package.content)
        titles = tuple(p.title for p in package.parts)
        return Book(package.name, package.sha256, titles, lambda title: _grid(package, title, opened))
    content = content_of(path, READ)
    digest = hashlib.sha256(content).hexdigest()
    if suffix == CSV:
        rows, encoding = read_csv(content, path)
        if encoding != "UTF-8":
            findings.note("input.csv_encoding", file=path.name, encoding=encoding)
        return Book(path.name, digest, (path.stem,), lambda title: Grid(_trimmed([list(row) for row in rows])), True)
    sheets = read_old(content, path)
    findings.warn("input.file_format", file=path.name, suffix=suffix)
    return Book(path.name, digest, tuple(sheets), lambda title: Grid(_trimmed(sheets[title])))


class Opened:
    """A workbook as calamine sees it, opened when first asked for: it then reads the texts of all sheets."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    @cached_property
    def workbook(self) -> Any:
        """The workbook.

        Raises
        ------
        CalamineError
            If calamine cannot open it.
        """
        from python_calamine import CalamineWorkbook

        return CalamineWorkbook.from_filelike(io.BytesIO(self._content))


def _grid(package: Package, title: str, opened: Opened) -> Grid:
    return rows_of(package, next(part for part in package.parts if part.title == title), opened)


def rows_of(package: Package, part: Part, opened: Opened | None = None) -> Grid:
    """Return the rows of a sheet, cells without a usable value as `Bad`; `opened` serves sheet after sheet.

    Raises
    ------
    InputError
        If the sheet is damaged.
    """
    seen = scan(package, part)
    rows = _fast(package, part, opened or Opened(package.content)) if seen.area <= MAX_AREA else None
    if rows is None:
        rows = _slow(package, part)
    for (row, column), bad in seen.bad.items():
        if column < MAX_COLUMNS:
            _put(rows, row, column, bad)
    return Grid(_trimmed(rows), seen.hidden)


def _trimmed(rows: Rows) -> Rows:
    while rows and all(is_blank(cell) for cell in rows[-1]):
        rows.pop()
    return rows


def _put(rows: Rows, row: int, column: int, bad: Bad) -> None:
    while len(rows) <= row:
        rows.append([])
    cells = rows[row]
    cells.extend([None] * (column + 1 - len(cells)))
    cells[column] = bad


def _fast(package: Package, part: Part, opened: Opened) -> Rows | None:
    """Read with calamine; None if it meets a number that is formatted as a date but is none."""
    from python_calamine import CalamineError

    try:
        # skip_empty_area=False keeps leading blank rows and columns, so that places are addresses
        rows: Rows = opened.workbook.get_sheet_by_name(part.title).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise refuse("input.sheet_damaged", Path(package.name), sheet=part.title) from error
    except OverflowError:
        return None
    return rows


def _slow(package: Package, part: Part) -> Rows:
    """Read with openpyxl: slower, but a stray cell far away costs it nothing."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what a workbook would lose if it were saved
            workbook = load_workbook(io.BytesIO(package.content), read_only=True, data_only=True)
            worksheet: Any = workbook[part.title]
            worksheet.reset_dimensions()
            rows = [list(cells[:MAX_COLUMNS]) for cells in worksheet.iter_rows(values_only=True)]
    except (ValueError, KeyError, TypeError, SyntaxError, OverflowError) as error:
        raise refuse("input.sheet_damaged", Path(package.name), sheet=part.title) from error
    return rows
