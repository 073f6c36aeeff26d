"""Delivery: which part files of an input have come back, changed or as they were sent, and which are missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from resopt.errors import InputError
from resopt.excel.cells import fold, squash, text_of
from resopt.excel.findings import Findings
from resopt.excel.guard import SUFFIXES, open_package
from resopt.excel.read import read_sheets, read_tables
from resopt.excel.template import PART
from resopt.messages.names import SETTINGS
from resopt.tables.parts import digest, rows_of

CHANGED, AS_SENT, MISSING = "changed", "as_sent", "missing"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One part: whose it is (empty: the common part), its file, and whether it came back, with how many rows."""

    owner: str
    file: str
    state: str
    rows: int = 0


@dataclass(frozen=True, slots=True)
class _Note:
    """What the hidden sheet of a part file says."""

    owner: str
    sent: str
    parts: tuple[tuple[str, str], ...]


def deliveries(paths: Sequence[Path]) -> list[Delivery]:
    """Return every part that any of the files knows of, in the order in which they were written; none without parts."""
    found: dict[str, Delivery] = {}
    expected: dict[str, tuple[str, str]] = {}
    for path in paths:
        note = _note_of(path)
        if note is None:
            continue
        found[fold(note.owner)] = _delivery(path, note)
        for owner, file in note.parts:
            expected.setdefault(fold(owner), (owner, file))
    return [found.get(key) or Delivery(*whose, MISSING) for key, whose in sorted(expected.items())]


def _note_of(path: Path) -> _Note | None:
    if path.suffix.lower() not in SUFFIXES:
        return None
    try:
        sheets = read_sheets(open_package(path), lambda title: title if title == PART else None)
    except InputError:
        return None  # told where the input is read
    rows = [[text_of(cell) for cell in row] for row in sheets[0].rows] if sheets else []
    said = {row[0]: row[1] for row in rows if len(row) > 1}
    if "sent" not in said:
        return None
    parts = tuple((row[1], row[2]) for row in rows if row[0] == "of" and len(row) > 2)
    return _Note(said.get("part", ""), said["sent"], parts)


def _delivery(path: Path, note: _Note) -> Delivery:
    """Compare what a part file holds with what it held when it was sent."""
    tables, _ = read_tables([path], Findings())
    rows = rows_of(tables)
    spelled = {squash(one): key for key, pair in SETTINGS.items() for one in (key, *pair)}
    settings: dict[str, Any] = {}
    for row in tables.get("settings", ()):
        name = squash(text_of(row.cells.get("setting", "")))
        if "value" in row.cells:
            settings[spelled.get(name, name)] = row.cells["value"]
    state = AS_SENT if digest(rows, settings) == note.sent else CHANGED
    return Delivery(note.owner, path.name, state, sum(len(table) for key, table in rows.items() if key != "settings"))
