"""Text files: encoding and delimiter of a .csv found, its rows as cells at their places."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

from resopt.excel.guard import refuse

DELIMITERS = ",;\t|"
SAMPLE = 50  # lines that are looked at for the delimiter
MAX_CELLS, MAX_WIDTH = 10_000_000, 2**14
LONGEST_CELL = 1_000_000
_INERT = ("=", "+", "-", "@", "\t", "\r")  # a text that begins so is written with ' before it, so that it stays text


def decode(content: bytes, path: Path) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding.

    Raises
    ------
    InputError
        If it is no text.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, "utf-16", path), "UTF-16"
    if b"\0" in content:
        raise refuse("input.csv_not_text", path)
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return _without_mark(content, path)


def _without_mark(content: bytes, path: Path) -> tuple[str, str]:
    """Decide between Chinese and western text: common Chinese characters are pairs of high bytes."""
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return _decoded(content, "cp1252", path), "Windows-1252"
    foreign = [letter for letter in text if ord(letter) > 127]
    common = sum(letter.encode("gb2312", "ignore") != b"" for letter in foreign)
    if common * 10 >= len(foreign) * 9:
        return text, "GB18030"
    return _decoded(content, "cp1252", path), "Windows-1252"


def _decoded(content: bytes, encoding: str, path: Path) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise refuse("input.csv_not_text", path) from error


def delimiter_of(text: str) -> str:
    """Return the sign that parts most lines into equally many cells."""
    first = text.partition("\n")[0]
    if first.strip().casefold().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4]
    lines = [line for line in text.splitlines()[:SAMPLE] if line.strip()]

    def evenness(sign: str) -> tuple[int, int]:
        counts = Counter(line.count(sign) for line in lines if sign in line)
        often = counts.most_common(1)
        return (often[0][1], often[0][0]) if often else (0, 0)

    return max(DELIMITERS, key=evenness)


def read_csv(content: bytes, path: Path) -> tuple[list[list[str | None]], str]:
    """Return the rows of a file and the name of its encoding; blank lines keep their place.

    Raises
    ------
    InputError
        If it is no text, or is not parted into cells.
    """
    text, encoding = decode(content, path)
    sign = delimiter_of(text)
    if text.casefold().startswith("sep="):
        text = "\n" + text.partition("\n")[2]
    rows: list[list[str | None]] = []
    total = 0
    csv.field_size_limit(LONGEST_CELL)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
            total += len(cells) + 1
            if total > MAX_CELLS or len(cells) > MAX_WIDTH:
                raise refuse("input.csv_too_long", path, limit=f"{MAX_CELLS:,}", width=f"{MAX_WIDTH:,}")
            rows.append([_cell(cell) for cell in cells])
    except csv.Error as error:
        raise refuse("input.csv_not_text", path) from error
    return rows, encoding


def _cell(text: str) -> str | None:
    if text.startswith("'") and text[1:2] in _INERT:
        return text[1:]
    return text or None
