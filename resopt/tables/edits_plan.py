"""Sheet Plan given back: changed FTE, locks, decisions, other people, and rows that people added."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from fractions import Fraction

from resopt.domain.records import Lock
from resopt.domain.units import round_units
from resopt.excel.cells import fold
from resopt.excel.raw import RawTable
from resopt.tables.asks import Ask, Asks, Place, lock_in, person_of, soft_or_hard, units_of, warn_soft
from resopt.tables.memory import FTE_DIGITS, CellKey, Mark
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
        mine = _original(rows, keys[key], asks)
        if mine is not None:
            _known_row(mine, keys[key], asks)


def _original(rows: list[Row], cell: CellKey, asks: Asks) -> Row | None:
    """Return the row that was written for the cell; copies of it for somebody else or another week are new rows."""
    if len(rows) == 1:
        return rows[0]
    same = [row for row in rows if _is_same(row, cell)]
    if len(same) != 1:
        for row in (same or rows)[1:]:
            row.fault("given.key_twice", "key", other=(same or rows)[0].raw.place("key"))
        return None
    for row in rows:
        if row is not same[0]:
            _new_row(row, asks)
    return same[0]


def _is_same(row: Row, cell: CellKey) -> bool:
    person, line, monday = cell
    typed = fold(row.text("person_id")), fold(row.text("demand_id")) or fold(line), row.day("week")
    return typed == (fold(person), fold(line), monday)


def _known_row(row: Row, cell: CellKey, asks: Asks) -> None:
    person, line, monday = cell
    asks.rows[cell] = Place("plan", row.raw.place("fte"))
    before = asks.written.marks.get(cell, Mark())
    mark = _typed(row, before)
    if _moved(row, cell):
        return
    who = person_of(row, asks, person)
    lock, decision = lock_in(row), row.word("decision", "decision", "")
    fte, days = row.number("fte", percent=True), row.number("days")
    if row.bad or who is None:
        return
    project = asks.written.project_of[line]
    if decision:
        place = Place("plan", row.raw.place("decision"))
        asks.decide((person, project, monday), decision, place)
        if decision == "reject":
            asks.reject((person, project, monday), place, mark)
    if who != person:
        check_name(row, who, asks.reading)
        if fte is not None and not row.bad:
            _swap(row, cell, who, fte, soft_or_hard(lock), asks)
        return
    units = _changed(asks, cell, fte, days)
    ask = Ask(person, project, line, monday, 0, "amount", asks.rows[cell], soft_or_hard(lock), mark)
    if units is not None:
        asks.add(replace(ask, units=units))
        warn_soft(row, replace(ask, units=units), asks.written.units.get(cell, 0))
    elif fte is not None and lock != before.lock:
        _lock(row, cell, lock, asks)
    elif (mark.reason or mark.approved_by) and not decision:
        row.note("given.noted", "reason" if mark.reason else "approved_by", found=mark.reason or mark.approved_by)


def _typed(row: Row, before: Mark) -> Mark:
    """Return reason and approver as far as they were typed: what stood there speaks of the days before."""
    reason, approved_by = row.text("reason"), row.text("approved_by")
    return Mark("", reason if reason != before.reason else "", approved_by if approved_by != before.approved_by else "")


def _moved(row: Row, cell: CellKey) -> bool:
    """Return whether line or week of a row of ours was changed, which is refused: what becomes of its days?"""
    _, line, monday = cell
    if row.has("demand_id") and fold(row.identity("demand_id")) != fold(line):
        row.fault("given.row_moved", "demand_id", found=row.text("demand_id"), was=line)
    elif row.has("week") and row.day("week") not in (monday, None):
        row.fault("given.row_moved", "week", found=row.text("week"), was=monday.isoformat())
    return row.bad


def _changed(asks: Asks, cell: CellKey, fte: Fraction | None, days: Fraction | None) -> int | None:
    """Return the units asked for if FTE, else Days, differ from what was written; a blank FTE asks for nothing."""
    person, _, monday = cell
    shown, written = asks.written.fte(cell), asks.written.units.get(cell, 0)
    if fte is not None and Fraction(round(fte * FTE_DIGITS), FTE_DIGITS) != shown:
        if person not in asks.reading.people.names:  # answered later: the person is gone
            return round_units(fte * asks.written.working.get((person, monday), 5))
        return units_of(asks, person, monday, fte)
    if days is not None and round_units(days) != written:
        return round_units(days)
    return None


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


def _swap(row: Row, cell: CellKey, who: str, fte: Fraction, lock: Lock, asks: Asks) -> None:
    """Give the days to another person: none for the one who had them."""
    person, line, monday = cell
    project, place = asks.written.project_of[line], Place("plan", row.raw.place("person_id"))
    mark = _typed(row, asks.written.marks.get(cell, Mark()))
    asks.add(Ask(person, project, line, monday, 0, "left", place, Lock.HARD, mark))
    asks.add(Ask(who, project, line, monday, units_of(asks, who, monday, fte), "swap", place, lock, mark))


def _new_row(row: Row, asks: Asks) -> None:
    """Take a row that people added: days of a person on a line in a week."""
    if not any(row.has(key) for key in ("fte", "days")):
        return
    row.need("person_id", "name")
    person = asks.reading.find(row, asks.reading.people, "person_id", "name")
    line = line_in(row, asks.reading)
    row.need("week")
    monday: date | None = row.day("week")
    if monday is not None and monday.weekday():
        row.fault("input.week_not_monday", "week", found=monday.isoformat(), monday=_monday(monday).isoformat())
    fte, days, lock = row.number("fte", percent=True), row.number("days"), lock_in(row)
    if row.bad or person is None or line is None or monday is None:
        return
    units = units_of(asks, person, monday, fte) if fte is not None else round_units(days or Fraction(0))
    project = asks.reading.line_of[line].project_id
    place = Place("plan", row.raw.place("fte" if fte is not None else "days"))
    asks.add(Ask(person, project, line, monday, units, "new", place, soft_or_hard(lock), _typed(row, Mark())))


def _monday(day: date) -> date:
    return date.fromordinal(day.toordinal() - day.weekday())
