"""Changed: how an input differs from an earlier one, project by project, person by person, line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from resopt.domain.records import Portfolio
from resopt.excel.guard import SUFFIXES, open_package
from resopt.excel.read import OWN_SHEET, read_sheets
from resopt.excel.recognise import input_key

NEW, GONE, OTHER = "new", "gone", "other"


@dataclass(frozen=True, slots=True)
class Difference:
    """What is new, gone or other on a sheet: the IDs, or for rows without ID only how many."""

    sheet: str
    kind: str
    count: int
    ids: tuple[str, ...] = ()


def differences(before: Portfolio, after: Portfolio) -> list[Difference]:
    """Return all differences, sheet by sheet; order of rows and spelling of sheets make none."""
    found = _of_records("projects", before.projects, after.projects)
    found += _of_priorities(before, after)
    found += _of_records("staff", before.people, after.people)
    found += _of_records("demand", before.lines, after.lines)
    found += _of_rows("availability", before.absences, after.absences)
    found += _of_rows("assignments", _bare(before.bookings), _bare(after.bookings))
    found += _of_rows("actuals", before.actuals, after.actuals)
    found += _of_rows("rules", _bare(before.rules), _bare(after.rules))
    for sheet, key in (("roles", "roles"), ("fit", "fits"), ("team_template", "seats")):
        found += _of_rows(sheet, getattr(before, key), getattr(after, key))
    return found + _of_settings(before, after)


def planned_from(path: Path) -> str | None:
    """Return the hash of the input from which `solve` wrote a workbook, None if it did not write it."""
    if path.suffix.lower() not in SUFFIXES or not path.is_file():
        return None
    package = open_package(path)
    if any(input_key(part.title) for part in package.parts):
        return None
    sheets = read_sheets(package, lambda title: title if title == OWN_SHEET else None)
    rows = sheets[0].rows if sheets else []
    return next((str(row[1]) for row in rows if len(row) > 1 and row[0] == "input_sha256"), None)


def _of_records(sheet: str, before: Sequence[Any], after: Sequence[Any]) -> list[Difference]:
    old, new = ({record.id: _plain(record) for record in records} for records in (before, after))
    groups = {
        NEW: sorted(new.keys() - old.keys()),
        GONE: sorted(old.keys() - new.keys()),
        OTHER: sorted(key for key in old.keys() & new.keys() if old[key] != new[key]),
    }
    return [Difference(sheet, kind, len(ids), tuple(ids)) for kind, ids in groups.items() if ids]


def _plain(record: Any) -> Any:
    """Return a project without its priority, which is told apart; any other record as it is."""
    return replace(record, rank=0, priority="") if hasattr(record, "rank") else record


def _of_priorities(before: Portfolio, after: Portfolio) -> list[Difference]:
    old = {p.id: p.priority for p in before.projects}
    moved = [f"{p.id} ({old[p.id]} → {p.priority})" for p in after.projects if old.get(p.id, p.priority) != p.priority]
    return [Difference("projects", "priority", len(moved), tuple(moved))] if moved else []


def _bare(records: Iterable[Any]) -> list[Any]:
    return [replace(record, id="") for record in records]


def _of_rows(sheet: str, before: Iterable[Hashable], after: Iterable[Hashable]) -> list[Difference]:
    old, new = Counter(before), Counter(after)
    more, less = (new - old).total(), (old - new).total()
    return [Difference(sheet, kind, count) for kind, count in ((NEW, more), (GONE, less)) if count]


def _of_settings(before: Portfolio, after: Portfolio) -> list[Difference]:
    both: Sequence[tuple[Any, Any]] = ((before.settings, after.settings), (before.policy, after.policy))
    of: Callable[[Any], list[str]] = lambda record: [one.name for one in fields(record)]  # noqa: E731
    names = [name for old, new in both for name in of(new) if getattr(old, name) != getattr(new, name)]
    return [Difference("settings", OTHER, len(names), tuple(names))] if names else []
