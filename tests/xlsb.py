"""A minimal writer of .xlsb (BIFF12, as [MS-XLSB] describes it): no program here can save that format."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

ROW, REAL, BOOL, TEXT, ERROR = 0, 5, 4, 6, 3  # records of a sheet
XF, DATE = 47, 14  # a cell format, and the built-in number format of dates
NOT_AVAILABLE = 0x2A
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PARTS = "http://schemas.openxmlformats.org/package/2006/"
BINARY = "application/vnd.ms-excel"


def write_xlsb(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """Write rows of text, numbers, dates, yes and no, blanks (None) and `#N/A` as sheets of a binary workbook."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _types(len(sheets)))
        archive.writestr("_rels/.rels", _relations([("officeDocument", "xl/workbook.bin")]))
        targets = [("worksheet", f"worksheets/sheet{n}.bin") for n in range(1, len(sheets) + 1)]
        archive.writestr("xl/_rels/workbook.bin.rels", _relations([*targets, ("styles", "styles.bin")]))
        archive.writestr("xl/workbook.bin", b"".join(_workbook(sheets)))
        archive.writestr("xl/styles.bin", b"".join(_styles()))
        for number, rows in enumerate(sheets.values(), 1):
            archive.writestr(f"xl/worksheets/sheet{number}.bin", b"".join(_sheet(rows)))
    return path


def _record(kind: int, data: bytes = b"") -> bytes:
    """Return one record: its kind and length in groups of seven bits, then its bytes."""
    return b"".join(_sevens(n) for n in (kind, len(data))) + data


def _sevens(number: int) -> bytes:
    found = bytearray()
    while True:
        number, low = number >> 7, number & 0x7F
        found.append(low | (0x80 if number else 0))
        if not number:
            return bytes(found)


def _text(text: str) -> bytes:
    data = text.encode("utf-16-le")
    return struct.pack("<I", len(data) // 2) + data


def _workbook(titles: Iterable[str]) -> Iterable[bytes]:
    yield _record(131)  # BrtBeginBook
    yield _record(153, struct.pack("<II", 0, 0) + _text(""))  # BrtWbProp: dates count from 1900
    yield _record(143)  # BrtBeginBundleShs
    for number, title in enumerate(titles, 1):
        yield _record(156, struct.pack("<II", 0, number) + _text(f"rId{number}") + _text(title))  # BrtBundleSh
    yield _record(144) + _record(132)


def _styles() -> Iterable[bytes]:
    """Yield one font, fill and border and two formats: plain, and dates."""
    yield _record(278)  # BrtBeginStyleSheet
    font = struct.pack("<HHHHBBBB", 220, 0, 400, 0, 0, 2, 0, 0) + struct.pack("<BBhBBBB", 1, 0, 0, 0, 0, 0, 255) + b"\0"
    yield _record(611, struct.pack("<I", 1)) + _record(43, font + _text("Calibri")) + _record(612)
    yield _record(603, struct.pack("<I", 1)) + _record(45, bytes(68)) + _record(604)
    yield _record(613, struct.pack("<I", 1)) + _record(46, bytes(51)) + _record(614)
    yield _record(626, struct.pack("<I", 1)) + _record(XF, struct.pack("<HHHHHBBI", 0xFFFF, *(0,) * 7)) + _record(627)
    formats = (_record(XF, struct.pack("<HHHHHBBI", 0, number, 0, 0, 0, 0, 0, 1 << 16)) for number in (0, DATE))
    yield _record(617, struct.pack("<I", 2)) + b"".join(formats) + _record(618)
    yield _record(279)


def _sheet(rows: Sequence[Sequence[Any]]) -> Iterable[bytes]:
    wide = max((len(row) for row in rows), default=1)
    yield _record(129) + _record(148, struct.pack("<IIII", 0, max(len(rows) - 1, 0), 0, wide - 1))  # BrtWsDim
    yield _record(145)  # BrtBeginSheetData
    for number, row in enumerate(rows):
        yield _record(ROW, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 1) + struct.pack("<II", 0, wide - 1))
        yield from (_cell(column, value) for column, value in enumerate(row) if value is not None)
    yield _record(146) + _record(130)


def _cell(column: int, value: Any) -> bytes:
    if isinstance(value, date):
        return _record(REAL, struct.pack("<IId", column, 1, (value - date(1899, 12, 30)).days))
    if isinstance(value, bool):
        return _record(BOOL, struct.pack("<IIB", column, 0, value))
    if isinstance(value, (int, float)):
        return _record(REAL, struct.pack("<IId", column, 0, value))
    if value == "#N/A":
        return _record(ERROR, struct.pack("<IIB", column, 0, NOT_AVAILABLE))
    return _record(TEXT, struct.pack("<II", column, 0) + _text(value))


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    rows = (
        f'<Relationship Id="rId{number}" Type="{TYPE}{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{PARTS}relationships">{"".join(rows)}</Relationships>'


def _types(count: int) -> str:
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.bin" ContentType="{BINARY}.worksheet"/>'
        for n in range(1, count + 1)
    )
    return (
        f'<?xml version="1.0"?><Types xmlns="{PARTS}content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="bin" ContentType="{BINARY}.sheet.binary.macroEnabled.main"/>{sheets}'
        f'<Override PartName="/xl/styles.bin" ContentType="{BINARY}.styles"/></Types>'
    )
