"""Sheet Plan given back: changed FTE, locks, decisions, other people, and rows that people added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from resopt.domain.records import Lock
from resopt.excel.cells import fold
from resopt.excel.raw import RawTable
from resopt.tables.asks import Ask, Asks, Place, lock_in, person_of, soft_or_hard, warn_soft
from resopt.tables.edits_row import stands_for, units_typed
from resopt.tables.memory import CellKey, Mark
from resopt.tables.plans import check_name, line_in
from resopt.tables.rows import Row

NEEDED = ("person_id", "week", "fte", "key")


def read_plan_edits(table: RawTable, asks: Asks) -> None:
    """Take what the rows ask for; rows are known by Key, in whatever order they stand."""
    cells = asks.written.rows()
    keys = {f"{person}|{line}|{monday.isoformat()}": (person, line, monday) for person, line, monday in cells}
    by_key: dict[str, list[Row]] = defaultdict(list)
    for raw in table:
        row = Row(raw, asks.findings)
        by_key[row.text("key")].append(row)
    for row in by_key.pop("", []):
        _new_row(row, asks)
    for key, rows in by_key.items():
        if key not in keys:
            for row in rows:
                row.fault("given.key_unknown", "key", found=key)
            continue
        mine = _original(rows, keys, key, by_key.keys(), asks)
        if mine is not None:
            _known_row(mine, keys[key], asks)


def _original(
    rows: list[Row], keys: Mapping[str, CellKey], key: str, present: Collection[str], asks: Asks
) -> Row | None:
    """Return the row that was written for the key; copies of it for somebody else or another week are new rows.

    A copy that speaks of a row of ours that is nowhere else bears a wrong key.
    """
    if len(rows) == 1:
        return rows[0]
    cell = keys[key]
    same = [row for row in rows if _is_same(row, cell)]
    if len(same) != 1:
        for row in (same or rows)[1:]:
            row.fault("given.key_twice", "key", other=(same or rows)[0].raw.place("key"))
        return None
    for row in rows:
        if row is not same[0]:
            own = _own_key(row, cell)
            if own in keys and own not in present:
                row.fault("given.key_other", "key", found=key, own=own)
            else:
                _new_row(row, asks, cell)
    return same[0]


def _own_key(row: Row, cell: CellKey) -> str:
    """Return the key that the cells of a row spell; what is blank is taken from the cell that was written."""
    person, line, monday = cell
    day = row.day("week") or monday
    return f"{row.identity('person_id') or person}|{row.identity('demand_id') or line}|{day.isoformat()}"


def _is_same(row: Row, cell: CellKey) -> bool:
    person, line, monday = cell
    typed = fold(row.text("person_id")), fold(row.text("demand_id")) or fold(line), row.day("week")
    return typed == (fold(person), fold(line), monday)


def _known_row(row: Row, cell: CellKey, asks: Asks) -> None:
    person, line, monday = cell
    asks.rows[cell] = Place("plan", row.raw.place("fte"))
    before = asks.written.marks.get(cell, Mark())
    mark = _typed(row, before)
    if _moved(row, cell, asks):
        return
    who = person_of(row, asks, person)
    lock, decision = lock_in(row), row.word("decision", "decision", "")
    if row.bad or who is None:
        return
    units = units_typed(row, cell, who, monday, asks, always=who != person)
    if row.bad:
        return
    project = asks.written.project_of[line]
    if decision:
        place = Place("plan", row.raw.place("decision"))
        asks.decide((person, project, monday), decision, place)
        if decision == "reject":
            asks.reject((person, project, monday), place, mark)
    if who != person:
        check_name(row, who, asks.reading)
        if units is not None and not row.bad:
            _swap(row, cell, who, units, soft_or_hard(lock), asks)
        return
    ask = Ask(person, project, line, monday, 0, "amount", asks.rows[cell], soft_or_hard(lock), mark)
    if units is not None:
        asks.add(replace(ask, units=units))
        warn_soft(row, replace(ask, units=units), asks.written.units.get(cell, 0))
    elif row.has("fte") and lock != before.lock:
        _lock(row, cell, lock, asks)
    elif (mark.reason or mark.approved_by) and not decision:
        row.note("given.noted", "reason" if mark.reason else "approved_by", found=mark.reason or mark.approved_by)


def _typed(row: Row, before: Mark) -> Mark:
    """Return reason and approver as far as they were typed: what stood there speaks of the days before."""
    reason, approved_by = row.text("reason"), row.text("approved_by")
    return Mark("", reason if reason != before.reason else "", approved_by if approved_by != before.approved_by else "")


def _moved(row: Row, cell: CellKey, asks: Asks) -> bool:
    """Return whether line or week of a row of ours was changed, which is refused: what becomes of its days?"""
    person, line, monday = cell
    if stands_for(row, person, line, asks) and row.has("week") and row.day("week") not in (monday, None):
        row.fault("given.row_moved", "week", found=row.text("week"), was=monday.isoformat())
    return row.bad


def _lock(row: Row, cell: CellKey, lock: str, asks: Asks) -> None:
    """Lock the days as they are, or withdraw a lock that people asked for earlier."""
    person, line, monday = cell
    if not lock:
        asks.withdrawn.add(cell)
        if not _is_asked(asks, cell):
            row.warn("given.lock_of_record", "lock")
        return
    kind = Lock.SOFT if lock == "soft" else Lock.HARD
    place = Place("plan", row.raw.place("lock"))
    units, project = asks.written.units.get(cell, 0), asks.written.project_of[line]
    asks.add(
        Ask(
            person, project, line, monday, units, "lock", place, kind, _typed(row, asks.written.marks.get(cell, Mark()))
        )
    )


def _is_asked(asks: Asks, cell: CellKey) -> bool:
    person, line, monday = cell
    project = asks.written.project_of[line]
    mine = (one for one in asks.written.asked if (one.person_id, one.monday) == (person, monday))
    return any(one.line_id == line or (not one.line_id and one.project_id == project) for one in mine)


def _swap(row: Row, cell: CellKey, who: str, units: int, lock: Lock, asks: Asks) -> None:
    """Give the days to another person: none for the one who had them."""
    person, line, monday = cell
    project, place = asks.written.project_of[line], Place("plan", row.raw.place("person_id"))
    mark = _typed(row, asks.written.marks.get(cell, Mark()))
    asks.add(Ask(person, project, line, monday, 0, "left", place, Lock.HARD, mark))
    asks.add(Ask(who, project, line, monday, units, "swap", place, lock, mark))


def _new_row(row: Row, asks: Asks, copied: CellKey | None = None) -> None:
    """Take a row that people added, from nothing or as a copy: days of a person on a line in a week."""
    if not any(row.has(key) for key in ("fte", "days")):
        row.warn("given.row_empty", "fte")
        return
    row.need("person_id", "name")
    person = asks.reading.find(row, asks.reading.people, "person_id", "name")
    line = line_in(row, asks.reading)
    row.need("week")
    monday: date | None = row.day("week")
    if monday is not None and monday.weekday():
        row.fault("input.week_not_monday", "week", found=monday.isoformat(), monday=_monday(monday).isoformat())
    lock = lock_in(row)
    if row.bad or person is None or line is None or monday is None:
        return
    units = units_typed(row, copied, person, monday, asks, always=True)
    if units is None:
        return
    project = asks.reading.line_of[line].project_id
    place = Place("plan", row.raw.place("fte" if row.has("fte") else "days"))
    asks.add(Ask(person, project, line, monday, units, "new", place, soft_or_hard(lock), _typed(row, Mark())))


def _monday(day: date) -> date:
    return date.fromordinal(day.toordinal() - day.weekday())
