"""What a plan given back hands on besides its plan: rows that people follow up, and the runs before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Tracked:
    """A row with an ID that people follow up (a conflict, a warning): what stood in it, and what was typed.

    `shown` are the cells between ID and State as they stood, for rows that are resolved: they never vanish.
    """

    id: str
    shown: tuple[Value, ...] = ()
    state: str = "new"
    first_seen: Value = None
    closed: Value = None
    owner: Value = None
    due: Value = None
    response: Value = None
    note: Value = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A gap as a run saw it: its ID, which lines were short, and from which Monday to which."""

    id: str
    project_id: str
    first: date
    last: date
    line_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ran:
    """One run: what it was made from and by whom, and its figures (units; `high` counts conflicts)."""

    id: str
    parent: str = ""
    when: str = ""
    by: str = ""
    note: str = ""
    input_sha256: str = ""
    wanted: int = 0
    met: int = 0
    change: int = 0
    high: int = 0
    status: str = ""


def follow(known: Mapping[str, Tracked], ids: Iterable[str], today: date) -> tuple[dict[str, Tracked], list[Tracked]]:
    """Return the rows of `ids` as new or open, and the known ones that are gone as resolved.

    First Seen and typed cells are kept; a row is closed on the day on which it is first missed, and open again when it
    comes back.
    """
    now = {}
    for one in ids:
        old = known.get(one)
        if old is None:
            now[one] = Tracked(one, first_seen=today)
        else:
            closed = None if old.state == "resolved" else old.closed
            now[one] = replace(old, state="open", closed=closed, first_seen=old.first_seen or today)
    gone = [old for one, old in known.items() if one not in now]
    return now, [replace(old, state="resolved", closed=old.closed or today) for old in gone]
