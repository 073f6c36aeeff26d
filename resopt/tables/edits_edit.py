"""Sheet Edit given back: FTE by week, locks, other people, and rows that people added."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction

from resopt.domain.records import Lock
from resopt.excel.cells import fold
from resopt.excel.raw import Bad, RawTable
from resopt.excel.weeks import Period
from resopt.tables.asks import LOCKS, Ask, Asks, Place, lock_in, person_of, soft_or_hard, units_of, warn_soft
from resopt.tables.edits_row import stands_for, too_much
from resopt.tables.memory import FTE_DIGITS, Mark
from resopt.tables.plans import check_name, line_in
from resopt.tables.rows import Row

NEEDED = ("person_id", "key", "lock")

Pair = tuple[str, str]  # person and line


def read_edit_edits(table: RawTable, asks: Asks) -> None:
    """Take what the rows ask for: a changed week is a lock of its days, a typed 0 keeps the person away."""
    weeks: dict[Pair, list[date]] = defaultdict(list)
    for person, line, monday in asks.written.rows():
        weeks[person, line].append(monday)
    keys = {f"{person}|{line}": (person, line) for person, line in weeks}
    first: dict[str, Row] = {}
    rows = [Row(raw, asks.findings) for raw in table]
    present = {row.text("key") for row in rows}
    for row in rows:
        key = row.text("key")
        if key in first and key in keys and not _is_same(row, keys[key]):
            own = _own_key(row, keys[key])
            if own in keys and own not in present:
                row.fault("given.key_other", "key", found=key, own=own)
            else:
                _new_row(row, asks)
        elif not key:
            _new_row(row, asks)
        elif key not in keys:
            row.fault("given.key_unknown", "key", found=key)
        elif key in first:
            row.fault("given.key_twice", "key", other=first[key].raw.place("key"))
        else:
            first[key] = row
            _known_row(row, keys[key], asks)


def lock_of_row(locks: list[str]) -> str:
    """Return the lock that all cells of a row have in common, else nothing."""
    return locks[0] if locks and len(set(locks)) == 1 else ""


def _is_same(row: Row, pair: Pair) -> bool:
    return (fold(row.text("person_id")), fold(row.text("demand_id")) or fold(pair[1])) == tuple(map(fold, pair))


def _own_key(row: Row, pair: Pair) -> str:
    """Return the key that the cells of a row spell."""
    return f"{row.identity('person_id') or pair[0]}|{row.identity('demand_id') or pair[1]}"


def _known_row(row: Row, pair: Pair, asks: Asks) -> None:
    person, line = pair
    stands_for(row, person, line, asks)
    who, lock = person_of(row, asks, person), lock_in(row)
    amounts = _amounts(row, asks)
    if row.bad or who is None:
        return
    if who != person:
        check_name(row, who, asks.reading)
        if not row.bad:
            _swap(row, pair, who, amounts, asks)
        return
    written = [cell for cell in asks.written.rows() if cell[:2] == pair]
    before = lock_of_row([asks.written.marks[cell].lock if cell in asks.written.marks else "" for cell in written])
    project = asks.written.project_of[line]
    for period, fte in amounts.items():
        cell = (person, line, period.start)
        place, shown = Place("edit", row.raw.place(period)), asks.written.fte(cell)
        if Fraction(round(fte * FTE_DIGITS), FTE_DIGITS) != shown:
            units = _units(asks, person, period.start, fte)
            ask = Ask(person, project, line, period.start, units, "amount", place, soft_or_hard(lock), _mark(row))
            asks.add(ask)
            warn_soft(row, ask, asks.written.units.get(cell, 0))
        elif lock != before and lock:
            units = asks.written.units.get(cell, 0)
            asks.add(Ask(person, project, line, period.start, units, "lock", place, LOCKS[lock], _mark(row)))
        elif lock != before:
            asks.withdrawn.add(cell)


def _amounts(row: Row, asks: Asks) -> dict[Period, Fraction]:
    """Return the FTE of the weeks that are filled in."""
    typed = {period: value for period, value in row.raw.periods.items() if not isinstance(value, Bad)}
    found = {period: row.amount(period, value, percent=True) for period, value in typed.items()}
    return {period: fte for period, fte in found.items() if fte is not None and not too_much(row, period, fte, asks)}


def _mark(row: Row) -> Mark:
    return Mark("", row.text("reason"), row.text("approved_by"))


def _units(asks: Asks, person: str, monday: date, fte: Fraction) -> int:
    if person in asks.reading.people.names:
        return units_of(asks, person, monday, fte)
    return 0  # answered later: the person is gone


def _swap(row: Row, pair: Pair, who: str, amounts: dict[Period, Fraction], asks: Asks) -> None:
    """Give the days of all weeks that are filled in to another person."""
    person, line = pair
    project, lock = asks.written.project_of[line], soft_or_hard(lock_in(row))
    for period, fte in amounts.items():
        place, monday = Place("edit", row.raw.place(period)), period.start
        asks.add(Ask(person, project, line, monday, 0, "left", place, Lock.HARD, _mark(row)))
        units = units_of(asks, who, monday, fte)
        asks.add(Ask(who, project, line, monday, units, "swap", place, lock, _mark(row)))


def _new_row(row: Row, asks: Asks) -> None:
    """Take a row that people added."""
    amounts = _amounts(row, asks)
    if not amounts:
        if not row.bad:
            row.warn("given.row_empty")
        return
    row.need("person_id", "name")
    person = asks.reading.find(row, asks.reading.people, "person_id", "name")
    line, lock = line_in(row, asks.reading), lock_in(row)
    if row.bad or person is None or line is None:
        return
    project = asks.reading.line_of[line].project_id
    for period, fte in amounts.items():
        units, place = units_of(asks, person, period.start, fte), Place("edit", row.raw.place(period))
        asks.add(Ask(person, project, line, period.start, units, "new", place, soft_or_hard(lock), _mark(row)))
