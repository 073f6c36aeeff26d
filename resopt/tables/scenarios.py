"""Scenarios: sheet Scenarios is checked row by row, although it is not part of this plan."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches

from resopt.domain.changes.terms import LIMITS
from resopt.excel.cells import CellError, squash, text_of
from resopt.messages.names import SETTINGS
from resopt.tables.lookup import Lookup, nearest
from resopt.tables.priority import kind_and_rank
from resopt.tables.reading import Reading
from resopt.tables.rows import Row
from resopt.tables.settings import Draft, apply_setting

_DATED = ("start", "leave")  # changes whose value is a date, which may stand under From instead
MOST_WEEKS = 53  # by which a project may be shifted, either way
MOST_HIRES = 1_000


def check_scenarios(reading: Reading, draft: Draft) -> None:
    """Check the rows of sheet Scenarios: each change names what there is and has a value that it can take."""
    names = set()
    for row in reading.rows("scenarios"):
        row.need("scenario")
        row.span("from", "to")
        change = row.word("change", "change", "") if row.need("change") else ""
        if change:
            _check(row, change, reading, draft)
        names.add(row.text("scenario"))
    if names:
        reading.findings.note("input.scenarios_read", "scenarios", names=sorted(names))


def _check(row: Row, change: str, reading: Reading, draft: Draft) -> None:
    needed = ("item",) if change in ("hold", "unlock", *_DATED) else ("item", "value")
    row.need_all(needed, "input.change_needs", change=f"@change:{change}")
    if change in _DATED and not row.has("value"):
        row.need("from", "value")
    if change in ("hold", "unlock") and row.has("value"):
        row.fault("input.change_has_no", "value", change=f"@change:{change}")
    if row.has("item"):
        _ITEMS[change](row, reading)
    if row.get("value") is None:
        return
    if change in _DATED:
        row.day("value")
    elif change == "hire":
        row.whole("value", 1, MOST_HIRES)
    elif change == "shift":
        row.whole("value", -MOST_WEEKS, MOST_WEEKS)
    elif change == "scale":
        row.number("value", percent=True)
    elif change == "priority":
        _priority(row, draft)
    elif change == "limits" and (key := _setting(row.text("item"))) is not None:
        apply_setting(key, row, Draft(), reading)


def _priority(row: Row, draft: Draft) -> None:
    try:
        kind_and_rank(text_of(row.get("value")), draft.priority_order)
    except CellError as error:
        row.fault(error.code, "value", **error.values)


def _person(row: Row, reading: Reading) -> None:
    reading.find(row, "item", reading.people)


def _project(row: Row, reading: Reading) -> None:
    reading.find(row, "item", reading.projects)


def _role(row: Row, reading: Reading) -> None:
    reading.known_role(row, "item")


def _any_of(*names: str) -> Callable[[Row, Reading], None]:
    """Return a check that the item is a person, project or line, as `names` says."""

    def check(row: Row, reading: Reading) -> None:
        lookups: list[Lookup] = [getattr(reading, name) for name in names]
        text = row.identity("item")
        if not text or any(_finds(lookup, text) for lookup in lookups):
            return
        near = nearest(text, [one for lookup in lookups for one in (*lookup.names, *lookup.names.values())])
        row.fault("input.unknown_item_near" if near else "input.unknown_item", "item", found=text, near=near)

    return check


def _finds(lookup: Lookup, text: str) -> bool:
    try:
        lookup.find(text)
    except CellError:
        return False
    return True


def _limit(row: Row, reading: Reading) -> None:
    text = row.text("item")
    if _setting(text) is not None:
        return
    spelled = {squash(one): key for key in LIMITS for one in (key, *SETTINGS[key])}
    near = get_close_matches(squash(text), spelled, 1, 0.6)
    choices = [f"@settings/{key}" for key in LIMITS]
    if near:
        row.fault("input.unknown_word_near", "item", found=text, choices=choices, near=f"@settings/{spelled[near[0]]}")
    else:
        row.fault("input.unknown_word", "item", found=text, choices=choices)


def _setting(text: str) -> str | None:
    return next((key for key in LIMITS if squash(text) in map(squash, (key, *SETTINGS[key]))), None)


_ITEMS: dict[str, Callable[[Row, Reading], None]] = {
    "hire": _role,
    "start": _person,
    "leave": _person,
    "shift": _project,
    "scale": _any_of("projects", "lines"),
    "priority": _project,
    "hold": _project,
    "limits": _limit,
    "unlock": _any_of("people", "projects", "lines"),
}
