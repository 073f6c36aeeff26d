"""Recognising: which input sheet a sheet is, by its title, by another name of it, or by its headers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from resopt.excel.cells import CellError, date_of, is_blank, squash, text_of
from resopt.excel.columns import PERIOD_SHEETS, header_row, known_columns
from resopt.excel.long_rows import WEEK
from resopt.excel.raw import Bad
from resopt.excel.weeks import Context, period_in
from resopt.messages import LANGUAGES
from resopt.messages.names import INPUT_SHEETS, OUTPUT_SHEETS, SETTINGS
from resopt.messages.synonyms import sheet_names

WEEKS = "weeks"  # stands for week columns
FEW = 2  # columns below which a sheet that lacks none is like nothing
CERTAIN = 3  # columns that make a sheet known by its headers alone

# of each group one column has to be there
NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "projects": (("project_id", "project"), ("priority",)),
    "staff": (("person_id", "name"), ("role",)),
    "demand": (
        ("project",),
        ("role", "skill", "person"),
        ("fte", "days", "person_months", WEEKS),
        ("from", WEEKS, WEEK),
        ("to", WEEKS, WEEK),
    ),
    "availability": (("person",), ("available", "available_days", WEEKS)),
    "assignments": (("person",), ("project",), ("fte", WEEKS)),
    "roles": (("role",),),
    "rules": (("rule",),),
    "fit": (("person",), ("project", "role")),
    "team_template": (("type",), ("role",)),
    "actuals": (("person",), ("project",), ("week", WEEKS), ("days", WEEKS)),
    "scenarios": (("scenario",), ("change",)),
    "settings": (("setting",), ("value",)),
}
_PARTS = re.compile(r"[\s_.\-()（）\d]+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much a sheet looks like an input sheet: its header row (0 is row 1), and what it has and lacks."""

    key: str
    row: int
    has: tuple[str, ...]
    lacks: tuple[tuple[str, ...], ...]


def input_key(title: str) -> str | None:
    """Return the key of the input sheet with this title, in either language."""
    wanted = squash(title)
    return next((key for key, names in INPUT_SHEETS.items() if wanted in map(squash, names)), None)


def output_key(title: str) -> str | None:
    """Return the key of the output sheet with this title, in either language."""
    wanted = squash(title)
    return next((key for key, names in OUTPUT_SHEETS.items() if wanted in map(squash, names)), None)


def output_language(titles: Iterable[str]) -> str:
    """Return the language of a plan that we wrote, which the names of its sheets are in."""
    chinese = {squash(name[LANGUAGES.index("zh")]) for name in OUTPUT_SHEETS.values()}
    return "zh" if chinese & set(map(squash, titles)) else "en"


@cache
def _others() -> dict[str, str]:
    return {squash(name): key for name, key in sheet_names()}


def other_key(title: str) -> str | None:
    """Return the key of the input sheet of which a title is another name."""
    return _others().get(squash(title))


def key_in_name(stem: str) -> str | None:
    """Return the key of the one input sheet that a file name such as `2026_demand_R&D` names, None if not one."""
    words = [stem, *_PARTS.split(stem)]
    found = {key for word in words if word and (key := input_key(word) or other_key(word))}
    return found.pop() if len(found) == 1 else None


def likeness(rows: Sequence[Sequence[Any]], context: Context, keys: Iterable[str]) -> list[Likeness]:
    """Return what a sheet looks like, what fits best first; nothing if no row has a header that is known."""
    found = []
    for key in keys:
        row = header_row(key, rows)
        headers = rows[row] if len(rows) > row else []
        columns = known_columns(key, headers)
        there = {*columns, *([WEEKS] if key in PERIOD_SHEETS and _has_weeks(headers, context) else [])}
        if any(set(columns) & set(group) for group in NEEDED[key]):
            lacks = tuple(group for group in NEEDED[key] if not there & set(group))
            found.append(Likeness(key, row, tuple(columns), lacks))
    return sorted(found, key=lambda one: (bool(one.lacks) or len(one.has) < FEW, len(one.lacks) - len(one.has)))


def _has_weeks(headers: Sequence[Any], context: Context) -> bool:
    for header in headers:
        if is_blank(header) or isinstance(header, Bad):
            continue
        try:
            if period_in(header, context) is not None:
                return True
        except CellError:
            return True
    return False


def is_certain(found: Sequence[Likeness], least: int = CERTAIN) -> bool:
    """Return whether the first of the likenesses is complete and no other comes near it."""
    if not found or found[0].lacks or len(found[0].has) < least:
        return False
    return len(found) == 1 or bool(found[1].lacks) or len(found[1].has) < len(found[0].has)


def context_of(pairs: Iterable[tuple[Any, Any]]) -> Context:
    """Return what setting rows say about dates; a value that cannot be read is told by the reader of settings."""
    said: dict[str, Any] = {}
    for name, value in pairs:
        for key in ("start", "date_order"):
            if isinstance(name, str) and squash(name) in map(squash, (key, *SETTINGS[key])):
                said.setdefault(key, value)
    order = squash(text_of(said.get("date_order", ""))).upper()
    order = order if order in ("DMY", "MDY", "YMD") else ""
    return Context(_start(said.get("start"), order), order)


def _start(value: Any, order: str) -> date | None:
    try:
        named = period_in(value, Context(None, order)) if isinstance(value, str) else None
        return named[0].start if isinstance(named, tuple) else None if is_blank(value) else date_of(value, order)
    except CellError:
        return None


def pairs_in(rows: Sequence[Sequence[Any]]) -> list[tuple[Any, Any]]:
    """Return name and value of each row of a sheet of settings."""
    top = header_row("settings", rows)
    columns = known_columns("settings", rows[top]) if rows else {}
    name, value = columns.get("setting", 0), columns.get("value", 1)
    return [(cells[name], cells[value]) for cells in rows[top + 1 :] if len(cells) > max(name, value)]
