"""Parts: an input as rows to be written again, whole or split by department or manager, each row in one part."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from resopt.domain.records import Portfolio
from resopt.errors import InputError
from resopt.excel.cells import CellError, fold, squash, text_of
from resopt.excel.findings import Findings
from resopt.excel.raw import RawRow, RawTable
from resopt.excel.read import read_tables
from resopt.excel.template import Content
from resopt.excel.template_form import SHEETS
from resopt.excel.weeks import Period
from resopt.messages.names import SETTINGS
from resopt.tables.amounts import LARGE_SHARE
from resopt.tables.build import build
from resopt.tables.examples import drop_examples
from resopt.tables.load import PathLike, files_of, load
from resopt.tables.lookup import Lookup

BY = ("department", "manager")
# The sheets that a part holds; all others, and rows that belong to nobody, are in the common part.
OWNED = {
    "department": ("projects", "staff", "demand", "availability", "assignments"),
    "manager": ("projects", "demand", "assignments"),
}
IDENTITY = {"projects": ("project_id", "project"), "staff": ("person_id", "name")}
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')

Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Source:
    """An input that was read: its rows by sheet, its settings by key, and the Portfolio they make."""

    tables: Mapping[str, RawTable]
    portfolio: Portfolio
    settings: Mapping[str, Any]


@dataclass
class Part:
    """One file to be written: whose it is (empty: the common part) and its rows."""

    owner: str
    file: str
    rows: dict[str, list[Row]] = field(default_factory=dict)


def read_source(given: PathLike | Sequence[PathLike], lang: str) -> Source:
    """Return an input with its rows as they were typed.

    Raises
    ------
    InputError
        With every fault: rows that cannot be read cannot be handed on.
    """
    findings = Findings()
    try:
        paths = files_of([given] if isinstance(given, (str, Path)) else list(given))
        tables, sha256 = read_tables(paths, findings)
    except InputError as error:
        raise error.said_in(lang) from error
    drop_examples(tables, findings)
    portfolio = build(tables, findings, True, lang, sha256, "")
    spelled = {squash(one): key for key, pair in SETTINGS.items() for one in (key, *pair)}
    rows = tables.get("settings", ())
    settings = {spelled[squash(text_of(r.cells["setting"]))]: r.cells["value"] for r in rows if "value" in r.cells}
    return Source(tables, portfolio, settings)


def whole(source: Source) -> Content:
    """Return all of an input as the content of one template."""
    return _content(source, rows_of(source.tables, source.portfolio.settings.hours_per_day), SHEETS)


def split(source: Source, by: str, common: str) -> list[tuple[Part, Content]]:
    """Return the parts in order, the common one (file name `common`) first, each with what its file holds."""
    owner_of = _Owners(source, by)
    parts: dict[str, Part] = {"": Part("", common)}
    for key, table in source.tables.items():
        if key != "settings":
            for row in table:
                owner = owner_of.row(key, row)
                part = parts.setdefault(fold(owner), Part(owner, ""))
                part.rows.setdefault(key, []).append(_plain(row, source.portfolio.settings.hours_per_day))
    _name_files(parts)
    ordered = [parts[key] for key in sorted(parts)]
    return [(part, _part_content(source, part, ordered, by)) for part in ordered]


class _Owners:
    """Says to whom a row belongs: by its own cell, or by the project or person it refers to."""

    def __init__(self, source: Source, by: str) -> None:
        self.by = by
        self.lookups, self.owners = dict[str, Lookup](), dict[tuple[str, str], str]()
        for sheet, kind in (("projects", "project"), ("staff", "person")):
            names = {}
            for row in source.tables[sheet]:
                identity = _identity(sheet, row)
                names[identity] = text_of(row.cells.get(IDENTITY[sheet][1], identity))
                self.owners[kind, identity] = text_of(row.cells[by]) if by in row.cells else ""
            self.lookups[kind] = Lookup(kind, names)

    def row(self, sheet: str, row: RawRow) -> str:
        """Return the owner, empty if the row belongs to the common part."""
        if sheet not in OWNED[self.by]:
            return ""
        if sheet in ("projects", "staff"):
            return text_of(row.cells.get(self.by, ""))
        kind = "person" if sheet == "availability" else "project"
        try:
            found, _ = self.lookups[kind].find(text_of(row.cells[kind]))
        except CellError:
            return ""
        return self.owners[kind, found]


def _identity(sheet: str, row: RawRow) -> str:
    key, name = IDENTITY[sheet]
    return text_of(row.cells.get(key, row.cells.get(name, "")))


def _plain(row: RawRow, hours: Fraction = Fraction(8)) -> Row:
    """Return a row by key; a unit that only its header said goes into the cells."""
    cells = dict(row.cells)
    for key, unit in row.layout.units.items():
        value = cells.get(key)
        if unit == "hours" and isinstance(value, (int, float)):
            cells[key] = float(Fraction(str(value)) / hours)
        elif unit == "%" and isinstance(value, (int, float)) and value > LARGE_SHARE:
            cells[key] = f"{text_of(value)}%"
    return {**cells, **row.periods}


def _name_files(parts: Mapping[str, Part]) -> None:
    """Give each part a file name that every system takes, no two the same."""
    taken = {fold(parts[""].file)}
    for _, part in sorted(parts.items()):
        if part.file:
            continue
        base = _NOT_IN_NAMES.sub("-", part.owner).strip(" .")[:60] or "-"
        name, number = f"{base}.xlsx", 1
        while fold(name) in taken:
            number += 1
            name = f"{base} {number}.xlsx"
        taken.add(fold(name))
        part.file = name


def _part_content(source: Source, part: Part, parts: Sequence[Part], by: str) -> Content:
    owned = OWNED[by]
    sheets = tuple(key for key in SHEETS if key in owned) if part.owner else SHEETS
    if not part.owner:
        return _content(source, part.rows, sheets, hidden=_hidden(part, parts, by, source.settings))
    content = _content(source, part.rows, sheets, hidden=_hidden(part, parts, by, {}))
    return replace(content, settings={}, others=_entries_of_others(source, part), part=part.owner)


def is_same(source: Source, files: Mapping[str, bytes]) -> bool:
    """Return whether files that were made from an input are the same input when they are read."""
    with TemporaryDirectory() as folder:
        for name, content in files.items():
            Path(folder, name).write_bytes(content)
        try:
            portfolio = load(folder)
        except InputError:
            return False
    return _bare(portfolio) == _bare(source.portfolio)


def _bare(portfolio: Portfolio) -> Portfolio:
    return replace(portfolio, issues=(), sha256="", source="")


def _content(
    source: Source, rows: Mapping[str, Sequence[Row]], sheets: tuple[str, ...], hidden: Sequence[Sequence[str]] = ()
) -> Content:
    weeks = {
        key: tuple(sorted({period for row in table for period in row.periods})) for key, table in source.tables.items()
    }
    percent = source.portfolio.settings.unit == "%"
    start = source.portfolio.settings.start
    return Content(start, rows, source.settings, sheets, hidden=hidden, percent=percent, weeks=weeks)


def _entries_of_others(source: Source, part: Part) -> dict[str, list[tuple[str, str]]]:
    """Return what drop-downs show beside the rows of the part itself."""
    found: dict[str, list[tuple[str, str]]] = {}
    for sheet, name in (("projects", "projects"), ("staff", "people")):
        mine = {_key(sheet, row) for row in part.rows.get(sheet, ())}
        others = (_pair(sheet, _plain(row)) for row in source.tables[sheet])
        found[name] = sorted({pair for pair in others if pair[0] not in mine})
    portfolio = source.portfolio
    roles = {role.name for role in portfolio.roles} | {role for p in portfolio.people for role in p.roles}
    found["roles"] = [(role, "") for role in sorted(roles)]
    departments = {p.department for p in portfolio.people if p.department}
    found["departments"] = [(one, "") for one in sorted(departments)]
    return found


def _key(sheet: str, row: Row) -> str:
    key, name = IDENTITY[sheet]
    return text_of(row.get(key, row.get(name, "")))


def _pair(sheet: str, row: Row) -> tuple[str, str]:
    return _key(sheet, row), text_of(row.get(IDENTITY[sheet][1], ""))


def _hidden(part: Part, parts: Sequence[Part], by: str, settings: Mapping[str, Any]) -> list[list[str]]:
    """Return the rows of the hidden sheet: whose part it is, what it held when it was sent, and all parts."""
    rows = [["by", by], ["part", part.owner], ["file", part.file], ["sent", digest(part.rows, settings)]]
    return rows + [["of", one.owner, one.file] for one in parts]


def digest(rows: Mapping[str, Sequence[Row]], settings: Mapping[str, Any]) -> str:
    """Return a hash of what rows and settings say, whatever the order of rows and columns."""
    lines = sorted(f"{key}\t{_said(row)}" for key, table in rows.items() if key != "settings" for row in table)
    lines += [f"settings\t{key}={_text(value)}" for key, value in sorted(settings.items())]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _said(row: Row) -> str:
    return "\t".join(sorted(f"{_name(key)}={_text(value)}" for key, value in row.items()))


def _name(key: Any) -> str:
    return key.start.isoformat() + key.end.isoformat() if isinstance(key, Period) else str(key)


def _text(value: Any) -> str:
    return value.isoformat()[:10] if isinstance(value, date) else text_of(value)


def rows_of(tables: Mapping[str, RawTable], hours: Fraction = Fraction(8)) -> dict[str, list[Row]]:
    """Return the rows of raw tables as they are written."""
    return {key: [_plain(row, hours) for row in table] for key, table in tables.items()}
