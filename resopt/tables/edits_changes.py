"""Sheet Changes given back: decisions about what the plan changed."""

from __future__ import annotations

from resopt.excel.raw import RawTable
from resopt.tables.asks import Asks, Place
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
        if decision == "reject":
            asks.starts[other] = place
        return
    if (one, other) not in written.old:
        row.fault("given.key_unknown", "key", found=key)
        return
    mark = Mark("", row.text("reason"), row.text("approved_by"))
    for monday, old in written.old[one, other].items():
        pair = (one, other, monday)
        if old != asks.on_project.get(pair, 0):
            asks.decide(pair, decision, place)
            if decision == "reject":
                asks.reject(pair, place, mark)
