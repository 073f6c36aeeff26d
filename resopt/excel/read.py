"""Reading an input: the sheets of all files as raw tables; every guess about titles and headers is told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from resopt.excel.book import Book, open_book, rows_of
from resopt.excel.cells import squash
from resopt.excel.columns import header_row, read_headers, read_rows
from resopt.excel.findings import Findings
from resopt.excel.guard import Package, refuse
from resopt.excel.raw import Layout, RawTable
from resopt.excel.recognise import (
    Likeness,
    context_of,
    input_key,
    is_certain,
    key_in_name,
    likeness,
    other_key,
    output_key,
    output_language,
    pairs_in,
)
from resopt.excel.weeks import Context
from resopt.messages.names import GUIDE_SHEET, INPUT_SHEETS

OWN_SHEET = "_resopt"  # hidden sheet of the workbooks that we write
REQUIRED = ("projects", "staff", "demand")
KNOWABLE = (*REQUIRED, "availability", "assignments")  # sheets that their headers alone can make known
CERTAIN_IN_CSV = 2  # columns that make a text file known, which has no other sheet


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `rows[16][3]` is cell D17."""

    key: str
    title: str
    rows: list[list[Any]]
    hidden: int = 0
    file: str = ""


def read_sheets(package: Package, key_of: Callable[[str], str | None]) -> list[Sheet]:
    """Return the sheets whose title `key_of` gives a key.

    Raises
    ------
    InputError
        If one of them is damaged.
    """
    parts = [(part, key) for part in package.parts if (key := key_of(part.title)) is not None]
    return [Sheet(key, part.title, rows_of(package, part).rows) for part, key in parts]


def read_tables(paths: list[Path], findings: Findings) -> tuple[dict[str, RawTable], str]:
    """Return the input sheets of all files as raw tables by key, and the hash of the files that hold any.

    Equal sheets of several files are appended; what is not read is noted.

    Raises
    ------
    InputError
        If a file cannot be read at all.
    """
    books = _open_all(paths, findings)
    sheets, left = list[Sheet](), list[tuple[Book, str]]()
    for book in books:
        named = _named(book, findings)
        sheets += [_sheet(book, title, key) for title, key in named.items()]
        left += [(book, title) for title in book.titles if title not in named and _is_open(book, title)]
    context = context_of(pair for sheet in sheets if sheet.key == "settings" for pair in pairs_in(sheet.rows))
    sheets += _recognised(left, sheets, context, findings)
    tables: dict[str, RawTable] = {}
    for sheet in sheets:
        table = tables.setdefault(sheet.key, RawTable(sheet.key))
        file = sheet.file if len(paths) > 1 else ""
        add_sheet(table, sheet, file, findings, header_row(sheet.key, sheet.rows), context)
    hashes = sorted(book.sha256 for book in books)
    together = "".join(hashes)
    return tables, together if len(hashes) == 1 else hashlib.sha256(together.encode()).hexdigest()


def _open_all(paths: Iterable[Path], findings: Findings) -> list[Book]:
    """Return the files that are input; one given twice is refused, a plan that we wrote is left out."""
    books: dict[str, Book] = {}
    ours: list[tuple[Path, Book]] = []
    for path in paths:
        book = open_book(path, findings)
        if OWN_SHEET in book.titles and not any(map(input_key, book.titles)):
            ours.append((path, book))
            findings.warn("input.file_of_ours", file=book.name)
            continue
        if book.sha256 in books:
            other = books[book.sha256].name
            raise refuse("input.file_twice" if other == book.name else "input.file_same", path, other=other)
        books[book.sha256] = book
    if ours and not books:
        path, book = ours[0]
        error = refuse("input.plan_as_input", path, source=_source(book) or "?")
        error.language = output_language(book.titles)  # nothing else was read that could tell it
        raise error
    return list(books.values())


def _source(book: Book) -> str:
    """Return the names of the files from which a plan of ours was made."""
    rows = (row for row in book.read(OWN_SHEET).rows if len(row) > 1 and row[0] == "source")
    return next((str(row[1]) for row in rows if isinstance(row[1], str)), "")


def _named(book: Book, findings: Findings) -> dict[str, str]:
    """Return the key of each sheet that its title names: its own name, else another name of a sheet not there."""
    if book.is_csv:
        key = key_in_name(book.titles[0])
        return {book.titles[0]: key} if key else {}
    found = {title: key for title in book.titles if (key := input_key(title))}
    for title in book.titles:
        key = other_key(title)
        if title not in found and key is not None and key not in found.values():
            found[title] = key
            findings.note("input.sheet_taken", file=book.name, title=title, meant=f"@{key}")
    return {title: found[title] for title in book.titles if title in found}


def _is_open(book: Book, title: str) -> bool:
    """Return whether a sheet could still be input: not hidden by name, not our own guide."""
    return not title.startswith("_") and title not in GUIDE_SHEET


def _sheet(book: Book, title: str, key: str) -> Sheet:
    grid = book.read(title)
    return Sheet(key, title, grid.rows, grid.hidden, book.name)


def _recognised(
    left: list[tuple[Book, str]], sheets: list[Sheet], context: Context, findings: Findings
) -> Iterator[Sheet]:
    """Yield sheets that their headers make known, as far as required sheets are missing; the others are noted."""
    missing = {key for key in REQUIRED if all(sheet.key != key for sheet in sheets)}
    like: dict[int, list[Likeness]] = {}
    for number, (book, title) in enumerate(left):
        if not missing:
            continue
        rows = book.read(title).rows
        here = {sheet.key for sheet in sheets if sheet.file == book.name}
        like[number] = likeness(rows, context, [key for key in KNOWABLE if key not in here])
    taken = _certain(left, like)
    for number, found in taken.items():
        book, title = left[number]
        grid = book.read(title)
        findings.warn("input.sheet_by_headers", file=book.name, title=title, meant=f"@{found.key}", row=found.row + 1)
        yield Sheet(found.key, title, grid.rows, grid.hidden, book.name)
    missing -= {found.key for found in taken.values()}
    for number, (book, title) in enumerate(left):
        if number not in taken:
            _tell_left(book, title, like.get(number, []), missing, findings)
    _tell_ours(left, findings)


def _certain(left: list[tuple[Book, str]], like: dict[int, list[Likeness]]) -> dict[int, Likeness]:
    """Return what the headers make certain; two sheets of one workbook for one input sheet are not."""
    found = {}
    for number, likes in like.items():
        book = left[number][0]
        if is_certain(likes, CERTAIN_IN_CSV) if book.is_csv else is_certain(likes):
            found[number] = likes[0]
    rivals = [(left[number][0].name, one.key) for number, one in found.items()]
    return {number: one for number, one in found.items() if rivals.count((left[number][0].name, one.key)) == 1}


def _tell_left(book: Book, title: str, like: list[Likeness], missing: set[str], findings: Findings) -> None:
    """Say of a sheet that it is not read; where required sheets are missing, also what it looks like and lacks."""
    if output_key(title) and not missing:
        return
    names = {squash(name): key for key, pair in INPUT_SHEETS.items() for name in pair}
    near = get_close_matches(squash(title), names, 1, 0.75)
    if near:
        findings.warn("input.sheet_near", title=title, near=f"@{names[near[0]]}", file=book.name)
    elif missing and like and len(like[0].has) > 1:
        best = like[0]
        values: dict[str, Any] = {
            "file": book.name,
            "title": title,
            "row": best.row + 1,
            "meant": f"@{best.key}",
            "has": [f"@{best.key}.{key}" for key in best.has],
            "lacks": [f"@{best.key}.{group[0]}" for group in best.lacks],
        }
        findings.stop("input.sheet_like" if best.lacks else "input.sheet_like_all", **values)
    elif missing:
        findings.stop("input.sheet_no_headers", file=book.name, title=title)
    else:
        findings.note("input.sheet_unknown", title=title, file=book.name)


def _tell_ours(left: list[tuple[Book, str]], findings: Findings) -> None:
    ours: dict[str, list[str]] = {}
    for book, title in left:
        if output_key(title):
            ours.setdefault(book.name, []).append(title)
    for file, titles in ours.items():
        findings.note("input.sheet_of_ours", sheets=titles, file=file)


def add_sheet(
    table: RawTable, sheet: Sheet, file: str, findings: Findings, header: int = 0, context: Context | None = None
) -> None:
    """Add the rows of a sheet whose headers stand in row `header` (0 is row 1) to its table."""
    layout = Layout(sheet.key, file=file, context=context or Context())
    if len(sheet.rows) <= header:
        table.layouts.append(layout)
        return
    if header and sheet.key in INPUT_SHEETS:
        findings.note("input.header_row", sheet.key, layout.place(header + 1, 0), row=header + 1)
    if sheet.hidden:
        findings.note("input.rows_hidden", sheet.key, layout.place(1, 0), count=sheet.hidden)
    read_headers(layout, sheet.rows[header], lambda index: layout.place(header + 1, index), findings)
    below = ((number, cells) for number, cells in enumerate(sheet.rows[header + 1 :], header + 2))
    read_rows(table, layout, below, findings)
