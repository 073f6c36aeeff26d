"""The guard: looks at a workbook as a zip of XML before any reader opens it, and says what readers hide.

Readers take an error cell for a blank one, give no value for a formula that was never calculated, and one of
them ends the process if a stray cell stands in the last column. So each sheet is looked through first.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from resopt.errors import InputError, Issue, Severity
from resopt.excel.raw import Bad, number_of_letters

SUFFIXES = (".xlsx", ".xlsm")
MAX_FILE = 200 * 2**20
MAX_UNPACKED = 2**30
MAX_RATIO = 200
SMALL_PART = 2**20  # a part this small may be packed as tightly as it likes
MAX_ROWS, MAX_WIDTH = 2**20, 2**14  # of a sheet; what lies beyond is no cell of Excel
MAX_AREA = 5_000_000  # cells of the used rectangle that the fast reader may lay out

_OLE = b"\xd0\xcf\x11\xe0"
# Attributes hold no "<", so nothing below looks further than its own tag: hostile XML costs no more time than other.
_COLUMN = re.compile(rb'<(?:\w+:)?c\s[^<>]*?\br="([A-Z]{1,9})\d')
_WIDE = re.compile(rb'"[A-Z]{2,9}\d')  # what an address right of column Z looks like, wherever it stands
_ROW = re.compile(rb'<row\s[^<>]*?\br="(\d+)"')
_PREFIXED_ROW = re.compile(rb'<\w+:row\s[^<>]*?\br="(\d+)"')
_HIDDEN = re.compile(rb'<(?:\w+:)?row\s[^<>]*?\bhidden="(?:1|true)"[^<>]*(?<!/)>')
_ADDRESS = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
_FORMULA = rb"<(?:\w+:)?f(?:\s[^<>]*?)?(?:/>|>[^<]*+</(?:\w+:)?f>)\s*+"
_ERROR = re.compile(
    rb'<(?:\w+:)?c\s([^<>]*?\bt="e"[^<>]*+)(?<!/)>\s*+(?:' + _FORMULA + rb")?(?:<(?:\w+:)?v>([^<]*+)<)?"
)
_UNCACHED = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*+)(?<!/)>\s*+"
    + _FORMULA
    + rb"(?:<(?:\w+:)?v\s*+/>|<(?:\w+:)?v>\s*+</(?:\w+:)?v>)?\s*+</(?:\w+:)?c>"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet of the workbook: its title, and where its XML stands in the zip."""

    title: str
    path: str


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook that passed the guard, held in memory."""

    name: str
    content: bytes
    sha256: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Scan:
    """What the XML of a sheet says: cells without usable value by (row, column) from 0, used area, hidden rows."""

    bad: dict[tuple[int, int], Bad]
    area: int
    hidden: int = 0


def refuse(code: str, path: Path, **values: object) -> InputError:
    """Return the error that says in one sentence why a file cannot be read."""
    return InputError([Issue(Severity.ERROR, code, values={"file": path.name or str(path), **values})])


def open_package(path: Path) -> Package:
    """Return the workbook at `path` after looking at its zip.

    Raises
    ------
    InputError
        If it is missing, no workbook, protected, damaged, or would unpack to something huge.
    """
    content = content_of(path, SUFFIXES)
    _check_kind(content, path)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_sizes(archive, path)
            parts = tuple(_parts(archive))
    except (zipfile.BadZipFile, zlib.error, EOFError, ElementTree.ParseError) as error:
        raise refuse("input.file_damaged", path) from error
    except (KeyError, NotImplementedError, RuntimeError) as error:
        # zipfile: a part that is not there, a compression it does not know, an encrypted part
        raise refuse("input.file_not_workbook", path) from error
    return Package(path.name, content, hashlib.sha256(content).hexdigest(), parts)


def content_of(path: Path, suffixes: tuple[str, ...]) -> bytes:
    """Return the bytes of a file whose name ends in one of `suffixes`.

    Raises
    ------
    InputError
        If it is missing, a folder, a lock file, of another kind, too large, unreadable or empty.
    """
    if not path.exists():
        raise refuse("input.file_missing", path)
    if path.is_dir():
        raise refuse("input.file_folder", path)
    if not path.is_file():  # a pipe would be waited for without end
        raise refuse("input.file_not_workbook", path)
    if path.name.startswith("~$"):
        raise refuse("input.file_lock", path)
    if path.suffix.lower() not in suffixes:
        raise refuse("input.file_type", path)
    if path.stat().st_size > MAX_FILE:
        raise refuse("input.file_large", path, limit=MAX_FILE // 2**20)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise refuse("input.file_unreadable", path) from error
    if not content:
        raise refuse("input.file_empty", path)
    return content


def _check_kind(content: bytes, path: Path) -> None:
    if content.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        raise refuse("input.file_password" if encrypted else "input.file_old", path)
    if not content.startswith(b"PK"):
        raise refuse("input.file_not_workbook", path)


def check_sizes(archive: zipfile.ZipFile, path: Path) -> None:
    """Refuse a zip that would unpack to an unreasonable size.

    Raises
    ------
    InputError
        If it would.
    """
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    tight = any(
        entry.file_size > SMALL_PART and entry.file_size > MAX_RATIO * max(1, entry.compress_size) for entry in entries
    )
    if tight or unpacked > MAX_UNPACKED:
        raise refuse("input.file_bomb", path)


def _parts(archive: zipfile.ZipFile) -> Iterator[Part]:
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    workbook = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    for sheet in workbook.iterfind(".//{*}sheets/{*}sheet"):
        target = targets.get(_relation(sheet), "")
        inside = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        yield Part(sheet.get("name", ""), inside)


def _relation(sheet: ElementTree.Element) -> str:
    # the namespace of r:id differs between the two kinds of .xlsx, transitional and strict
    return next((value for name, value in sheet.items() if name.endswith("}id")), "")


def scan(package: Package, part: Part) -> Scan:
    """Return what the XML of a sheet says that readers hide.

    Raises
    ------
    InputError
        If the sheet's XML is missing or damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(package.content)) as archive:
            xml = archive.read(part.path)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise refuse("input.sheet_damaged", Path(package.name), sheet=part.title) from error
    rows, width = _used(xml)
    if rows > MAX_ROWS or width > MAX_WIDTH or xml[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise refuse("input.sheet_damaged", Path(package.name), sheet=part.title)
    bad = dict(_bad_cells(xml))
    hidden = len(_HIDDEN.findall(xml)) if b"hidden=" in xml else 0
    return Scan(bad, rows * width, hidden)


def _used(xml: bytes) -> tuple[int, int]:
    """Return the last row and the number of columns that a sheet uses: 26 where fewer would not matter."""
    found = [*_ROW.findall(xml), *(_PREFIXED_ROW.findall(xml) if b":row" in xml else ())]
    rows = max((int(row[:9]) for row in found), default=0)
    if rows * 26 <= MAX_AREA and not _WIDE.search(xml):
        return rows, 26
    return rows, max((number_of_letters(name.decode()) for name in set(_COLUMN.findall(xml))), default=0) + 1


def _bad_cells(xml: bytes) -> Iterator[tuple[tuple[int, int], Bad]]:
    if b't="e"' in xml:
        for match in _ERROR.finditer(xml):
            yield _position(match[1]), Bad("input.cell_error", (match[2] or b"").decode(errors="replace"))
    if b"<f" in xml or b":f" in xml:
        for match in _UNCACHED.finditer(xml):
            if b't="str"' not in match[1] and b't="e"' not in match[1]:
                yield _position(match[1]), Bad("input.cell_uncached")


def _position(attributes: bytes) -> tuple[int, int]:
    found = _ADDRESS.search(attributes)
    return (int(found[2]) - 1, number_of_letters(found[1].decode())) if found else (0, 0)
