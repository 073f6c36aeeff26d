"""Asks: everything typed into a plan that is given back, collected from its sheets, and what contradicts itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from resopt.domain.records import Lock, Portfolio
from resopt.domain.units import round_units
from resopt.excel.cells import CellError
from resopt.excel.findings import Findings
from resopt.tables.memory import CellKey, Mark, Written
from resopt.tables.plans import PlanReading
from resopt.tables.rows import Row

PairWeek = tuple[str, str, date]  # person, project, Monday
LOCKS = {"hard": Lock.HARD, "soft": Lock.SOFT}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was typed: sheet and cell."""

    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Days asked for: of a person on a line (empty: on the project) in a week; `mark` holds reason and approver."""

    person_id: str
    project_id: str
    line_id: str
    monday: date
    units: int
    kind: str
    place: Place
    lock: Lock = Lock.HARD
    mark: Mark = Mark()

    @property
    def cell(self) -> CellKey:
        """Person, line and Monday."""
        return self.person_id, self.line_id, self.monday

    @property
    def pair(self) -> PairWeek:
        """Person, project and Monday."""
        return self.person_id, self.project_id, self.monday


@dataclass(slots=True)
class Asks:
    """What the sheets ask for so far; `rows` are the rows of sheet Plan that are still there, with their places."""

    portfolio: Portfolio
    written: Written
    findings: Findings
    reading: PlanReading
    on_project: dict[PairWeek, int]
    by_cell: dict[CellKey, Ask] = field(default_factory=dict)
    rejects: dict[PairWeek, Ask] = field(default_factory=dict)
    starts: dict[str, Place] = field(default_factory=dict)
    decisions: dict[PairWeek, dict[str, Place]] = field(default_factory=lambda: defaultdict(dict))
    withdrawn: set[CellKey] = field(default_factory=set)
    rows: dict[CellKey, Place] = field(default_factory=dict)

    def add(self, ask: Ask) -> None:
        """Take an ask; a cell that two rows or two sheets speak of is refused."""
        other = self.by_cell.setdefault(ask.cell, ask)
        if other is not ask:
            code = "given.twice" if other.place.sheet == ask.place.sheet else "given.both"
            self.refuse(code, ask.place, other.place)

    def refuse(self, code: str, place: Place, other: Place) -> None:
        """Note that two cells contradict each other, with both addresses."""
        self.findings.error(code, place.sheet, place.cell, elsewhere=f"@{other.sheet}", other=other.cell)

    def decide(self, pair: PairWeek, decision: str, place: Place) -> None:
        """Take a decision; the opposite one on the same person, project and week is refused."""
        known = self.decisions[pair]
        for said, where in known.items():
            if said != decision:
                self.refuse("given.decisions", place, where)
        known.setdefault(decision, place)

    def reject(self, pair: PairWeek, place: Place, mark: Mark) -> None:
        """Ask for the days of the plan before: of a person on a project in a week."""
        person, project, monday = pair
        old = self.written.old.get((person, project), {})
        units = old.get(monday, self.on_project.get(pair, 0))
        self.rejects.setdefault(pair, Ask(person, project, "", monday, units, "reject", place, mark=mark))

    def check(self) -> None:
        """Refuse cells whose amount or lock is asked for although the change itself is rejected, and rows twice."""
        for ask in self.by_cell.values():
            if other := self.rejects.get(ask.pair):
                self.refuse("given.reject_and_amount", ask.place, other.place)
            if ask.kind in ("new", "swap") and ask.cell in self.rows and self.rows[ask.cell] != ask.place:
                self.refuse("given.twice", ask.place, self.rows[ask.cell])

    def standing(self) -> Iterable[Ask]:
        """Return the wishes of earlier rounds that nobody withdrew or overrode."""
        rows_of: dict[PairWeek, list[CellKey]] = defaultdict(list)
        for cell in self.written.rows():
            rows_of[cell[0], self.written.project_of[cell[1]], cell[2]].append(cell)
        for one in self.written.asked:
            pair = (one.person_id, one.project_id, one.monday)
            cells = [(one.person_id, one.line_id, one.monday)] if one.line_id else rows_of[pair]
            spoken = any(cell in self.by_cell or cell in self.withdrawn for cell in cells) or pair in self.rejects
            deleted = bool(cells) and not any(cell in self.rows for cell in cells)
            if not spoken and not deleted:
                place = next((self.rows[cell] for cell in cells if cell in self.rows), Place("", ""))
                lock, mark = LOCKS.get(one.lock, Lock.HARD), one.mark
                yield Ask(*pair[:2], one.line_id, one.monday, one.units, "standing", place, lock, mark)


def person_of(row: Row, asks: Asks, known: str) -> str | None:
    """Return who the row speaks of: the person it was written for, or another one on the list; None if unknown."""
    typed = row.identity("person_id")
    if not typed or typed.casefold() == known.casefold():
        return known
    try:
        return asks.reading.people.find(typed)[0]
    except CellError as error:
        row.fault(error.code, "person_id", **error.values)
        return None


def units_of(asks: Asks, person: str, monday: date, fte: Fraction) -> int:
    """Return FTE x working days of the person's week before leave, in units."""
    return round_units(fte * asks.reading.working_days(person, monday))


def lock_in(row: Row) -> str:
    """Return hard, soft or nothing as typed under Lock."""
    if row.text("lock").casefold() in ("no", "none", "否", "无"):
        return ""
    return row.word("lock", "lock", "")


def soft_or_hard(lock: str) -> Lock:
    """Return the lock of a changed amount: hard unless Lock says soft."""
    return Lock.SOFT if lock == "soft" else Lock.HARD


def warn_soft(row: Row, ask: Ask, was: int) -> None:
    """Say that a soft lock keeps days and takes none away."""
    if ask.lock is Lock.SOFT and ask.units < was:
        row.warn("given.soft_less", "lock")
