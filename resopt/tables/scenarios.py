"""Scenarios: sheet Scenarios, or the same rows typed elsewhere, as named changes of the Portfolio."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from fractions import Fraction
from itertools import chain
from typing import Any

from resopt.domain.changes import Change, Hire, Hold, Leave, Limit, Priority, Scale, Scenario, Shift, Start, Unlock
from resopt.domain.changes.terms import LIMITS
from resopt.domain.records import Portfolio, Settings
from resopt.domain.tiers import band_of
from resopt.excel.cells import CellError, squash, text_of
from resopt.excel.findings import Findings
from resopt.excel.raw import Layout, RawRow
from resopt.messages.names import COLUMNS, SETTINGS
from resopt.tables.lookup import Lookup, nearest
from resopt.tables.priority import kind_and_rank
from resopt.tables.reading import Reading
from resopt.tables.rows import Row
from resopt.tables.settings import Draft, apply_setting

MOST_WEEKS = 53  # by which a project may be shifted, either way
MOST_HIRES = 1_000

# Which columns besides Item a change needs, and which it may have; of the first group in brackets one is enough.
NEEDS: dict[str, tuple[str, ...]] = {
    "hire": ("value",), "shift": ("value",), "scale": ("value",), "priority": ("value",), "limits": ("value",),
}  # fmt: skip
DATED = ("start", "leave")  # changes whose value is a date, which may stand under From instead
MAY_HAVE: dict[str, tuple[str, ...]] = {"hire": ("value", "from", "to"), "start": ("value", "from")}
MAY_HAVE["leave"] = MAY_HAVE["start"]


def read_scenarios(reading: Reading, settings: Settings) -> tuple[Scenario, ...]:
    """Return the scenarios of sheet Scenarios by name; each change names what there is and has a value it can take."""
    found: dict[str, list[Change]] = {}
    for row in reading.rows("scenarios"):
        row.need("scenario")
        name, change = row.text("scenario"), read_change(row, reading, settings)
        if name:
            found.setdefault(name, [])
            found[name] += [change] if change is not None else []
    if found:
        reading.findings.note("input.scenarios_read", "scenarios", names=sorted(found))
    return tuple(Scenario(name, tuple(found[name])) for name in sorted(found))


def changes_from(portfolio: Portfolio, rows: Iterable[Mapping[str, Any]], lang: str = "en") -> tuple[Change, ...]:
    """Return the changes in rows typed elsewhere than on the sheet: `change`, `item`, `value`, `from`, `to`.

    Raises
    ------
    InputError
        With every fault; the place is the change and its item.
    """
    findings = Findings()
    reading = _reading_of(portfolio, findings)
    layout = Layout("scenarios", {key: i for i, key in enumerate(COLUMNS["scenarios"])}, frame=True)
    found = []
    for cells in rows:
        label = f"{cells['change']} {text_of(cells.get('item', ''))}".strip()
        row = Row(RawRow(layout, label, {key: one for key, one in cells.items() if one is not None}), findings)
        found.append(read_change(row, reading, portfolio.settings))
    findings.check(True, lang)
    return tuple(change for change in found if change is not None)


def _reading_of(portfolio: Portfolio, findings: Findings) -> Reading:
    reading = Reading({}, findings)
    reading.people = Lookup("person", {p.id: p.name for p in portfolio.people})
    reading.projects = Lookup("project", {p.id: p.name for p in portfolio.projects})
    reading.lines = Lookup("line", {line.id: line.id for line in portfolio.lines})
    own = (role for p in portfolio.people for role in p.roles)
    listed = (name for role in portfolio.roles for name in (role.name, *(one.role for one in role.filled_by)))
    for role in chain(own, listed, (line.role for line in portfolio.lines)):
        reading.roles.learn(role, 0)
    return reading


def read_change(row: Row, reading: Reading, settings: Settings) -> Change | None:
    """Return the change in a row, None if it is faulty."""
    kind = row.word("change", "change", "") if row.need("change") else ""
    if not kind:
        return None
    row.need_all(("item", *NEEDS.get(kind, ())), "input.change_needs", change=f"@change:{kind}")
    for key in ("value", "from", "to"):
        if row.has(key) and key not in MAY_HAVE.get(kind, NEEDS.get(kind, ())):
            row.fault("input.change_has_no", key, change=f"@change:{kind}")
    change = _READERS[kind](row, reading, settings) if row.has("item") else None
    return None if row.bad else change


def _hire(row: Row, reading: Reading, _: Settings) -> Change | None:
    role, count = reading.known_role(row, "item"), row.whole("value", 1, MOST_HIRES)
    start, end = row.span("from", "to")
    return Hire(role, count, start, end) if count else None


def _dated(row: Row, reading: Reading, _: Settings) -> Change | None:
    person = reading.find(row, "item", reading.people)
    if person in reading.hires:
        row.fault("input.change_of_hire", "item", found=row.text("item"))
    if row.has("value") == row.has("from"):
        if row.has("value"):
            row.fault("input.change_two_days", "from", other="@scenarios.value")
        else:
            row.need("from", "value")
        return None
    day = row.day("value" if row.has("value") else "from")
    if person is None or day is None:
        return None
    return Start(person, day) if row.word("change", "change", "") == "start" else Leave(person, day)


def _shift(row: Row, reading: Reading, _: Settings) -> Change | None:
    project, weeks = reading.find(row, "item", reading.projects), row.whole("value", -MOST_WEEKS, MOST_WEEKS)
    return Shift(project, weeks) if project is not None and weeks is not None else None


def _scale(row: Row, reading: Reading, _: Settings) -> Change | None:
    found, factor = _any_of(row, reading, "project", "line"), row.number("value", percent=True)
    if found is None or factor is None:
        return None
    return Scale(factor, found[1]) if found[0] == "project" else Scale(factor, line_id=found[1])


def _priority(row: Row, reading: Reading, settings: Settings) -> Change | None:
    project = reading.find(row, "item", reading.projects)
    text = text_of(row.get("value")) if row.get("value") is not None else ""
    if not text:
        return None
    try:
        rank = kind_and_rank(text, settings.priority_order)[1]
    except CellError as error:
        row.fault(error.code, "value", **error.values)
        return None
    if settings.tiers and band_of(rank, settings.tiers) is None:
        row.fault("input.no_band", "value", found=text, tiers="; ".join(band.label for band in settings.tiers))
    return Priority(project, text, rank) if project is not None else None


def _hold(row: Row, reading: Reading, _: Settings) -> Change | None:
    project = reading.find(row, "item", reading.projects)
    return Hold(project) if project is not None else None


def _limits(row: Row, reading: Reading, _: Settings) -> Change | None:
    key = _limit(row)
    if key is None or row.get("value") is None:
        return None
    draft = Draft()
    apply_setting(key, row, draft, reading)
    if key not in draft.fields:
        return None
    return Limit(key, Fraction(draft.fields[key]), draft.fields.get("min_days_is_share", False))


def _unlock(row: Row, reading: Reading, _: Settings) -> Change | None:
    found = _any_of(row, reading, "person", "project", "line")
    return Unlock(*found) if found is not None else None


def _any_of(row: Row, reading: Reading, *kinds: str) -> tuple[str, str] | None:
    """Return the kind and ID of the person, project or line that the item means, the first of `kinds` that fits."""
    lookups = {"person": reading.people, "project": reading.projects, "line": reading.lines}
    text = row.identity("item")
    if not text:
        return None
    for kind in kinds:
        try:
            return kind, lookups[kind].find(text)[0]
        except CellError:
            continue
    near = nearest(text, [one for kind in kinds for one in (*lookups[kind].names, *lookups[kind].names.values())])
    row.fault("input.unknown_item_near" if near else "input.unknown_item", "item", found=text, near=near)
    return None


def _limit(row: Row) -> str | None:
    text = row.text("item")
    spelled = {squash(one): key for key in LIMITS for one in (key, *SETTINGS[key])}
    if squash(text) in spelled:
        return spelled[squash(text)]
    near = get_close_matches(squash(text), spelled, 1, 0.6)
    choices = [f"@settings/{key}" for key in LIMITS]
    if near:
        row.fault("input.unknown_word_near", "item", found=text, choices=choices, near=f"@settings/{spelled[near[0]]}")
    else:
        row.fault("input.unknown_word", "item", found=text, choices=choices)
    return None


_READERS = {
    "hire": _hire,
    "start": _dated,
    "leave": _dated,
    "shift": _shift,
    "scale": _scale,
    "priority": _priority,
    "hold": _hold,
    "limits": _limits,
    "unlock": _unlock,
}
