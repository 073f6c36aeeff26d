"""Sheet Changes given back: decisions about what the plan changed."""

from __future__ import annotations

from resopt.excel.raw import RawTable
from resopt.tables.asks import Asks, Place
from resopt.tables.edits_row import names_other
from resopt.tables.memory import Mark
from resopt.tables.rows import Row

NEEDED = ("decision", "key")
START = "start"  # keys of rows about a project's start


def read_change_decisions(table: RawTable, asks: Asks) -> None:
    """Take the decisions: reject asks for the days, or the start, that stood there before."""
    seen: dict[str, Row] = {}
    for raw in table:
        row = Row(raw, asks.findings)
        key, decision = row.text("key"), row.word("decision", "decision", "")
        if not key or row.bad:
            if decision:
                row.fault("given.key_unknown", "key", found="")
        elif key in seen:
            row.fault("given.key_twice", "key", other=seen[key].raw.place("key"))
        else:
            seen[key] = row
            if decision:
                _decide(row, key, decision, asks)


def _decide(row: Row, key: str, decision: str, asks: Asks) -> None:
    one, _, other = key.partition("|")
    place, written = Place("changes", row.raw.place("decision")), asks.written
    if one == START and other in written.shifts:
        if decision == "reject" and not _is_beside_another(row, "", other, asks):
            asks.starts[other] = place
        return
    if (one, other) not in written.old:
        row.fault("given.key_unknown", "key", found=key)
        return
    if _is_beside_another(row, one, other, asks):
        return
    mark = Mark("", row.text("reason"), row.text("approved_by"))
    for monday, old in written.old[one, other].items():
        pair = (one, other, monday)
        if old != asks.on_project.get(pair, 0):
            asks.decide(pair, decision, place)
            if decision == "reject":
                asks.reject(pair, place, mark)


def _is_beside_another(row: Row, person: str, project: str, asks: Asks) -> bool:
    """Refuse a decision whose row names others than its Key: its cells were sorted without the hidden column."""
    for column, lookup, known in (
        ("person_id", asks.reading.people, person),
        ("project_id", asks.reading.projects, project),
    ):
        if known and names_other(row, column, lookup, known):
            row.fault("given.change_moved", column, found=row.text(column), was=known)
    return row.bad
