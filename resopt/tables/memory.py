"""Written: what the hidden sheet of a workbook of ours remembers of the plan as it was when it was written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from resopt.domain.history import Ran, Seen
from resopt.domain.units import UNITS_PER_DAY
from resopt.excel.cells import CellError, is_blank, number_of, text_of
from resopt.excel.findings import Findings
from resopt.excel.own_tables import monday_in
from resopt.excel.raw import Bad
from resopt.excel.read import OWN_SHEET, Sheet

SCHEMA = 2  # of the hidden sheet; a file of another one is not read back

FTE_DIGITS = 10**6  # an FTE is shown and read to so many parts

CellKey = tuple[str, str, date]  # person, line, Monday


@dataclass(frozen=True, slots=True)
class Mark:
    """What stood beside an amount on sheet Plan: hard, soft or no lock, reason and approver."""

    lock: str = ""
    reason: str = ""
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A wish in force when the file was written; an empty line means the whole project."""

    person_id: str
    project_id: str
    line_id: str
    monday: date
    units: int
    lock: str
    mark: Mark


@dataclass(slots=True)
class Written:
    """The plan as written: units and marks of the rows of sheet Plan, days before the run by person and project.

    `working` are the working days of a person's weeks then, before leave, by which FTE was worked out; `old` holds
    only pairs that the run changed. `project_of` names the project of each line, which the input may not
    hold any more.
    """

    run: str = ""
    input_sha256: str = ""
    source: str = ""
    first: date = date.min
    shifts: dict[str, int] = field(default_factory=dict)
    units: dict[CellKey, int] = field(default_factory=dict)
    marks: dict[CellKey, Mark] = field(default_factory=dict)
    working: dict[tuple[str, date], int] = field(default_factory=dict)
    project_of: dict[str, str] = field(default_factory=dict)
    old: dict[tuple[str, str], dict[date, int]] = field(default_factory=dict)
    asked: tuple[Asked, ...] = ()
    runs: tuple[Ran, ...] = ()
    seen: tuple[Seen, ...] = ()

    def rows(self) -> list[CellKey]:
        """Return the rows that sheet Plan had."""
        return [*self.units, *(key for key in self.marks if key not in self.units)]

    def fte(self, cell: CellKey) -> Fraction | None:
        """Return the FTE that the workbook showed for a cell, None where it was blank."""
        person, _, monday = cell
        if cell not in self.units:
            return Fraction(0) if cell in self.marks else None
        days = self.working.get((person, monday), 0)
        share = Fraction(self.units[cell], UNITS_PER_DAY * days) if days else Fraction(0)
        return Fraction(round(share * FTE_DIGITS), FTE_DIGITS)

    def on_project(self) -> dict[tuple[str, str, date], int]:
        """Return the planned units by person, project and Monday."""
        found: dict[tuple[str, str, date], int] = defaultdict(int)
        for (person, line, monday), units in self.units.items():
            found[person, self.project_of[line], monday] += units
        return found


def read_written(sheet: Sheet | None, findings: Findings) -> Written:
    """Return what the hidden sheet says.

    A file without it, or of another schema, is noted as a fault that stops.
    """
    written = Written()
    if sheet is None:
        findings.stop("given.no_memory")
        return written
    schema = _schema(sheet)
    if schema != SCHEMA:
        code = "given.schema_new" if schema > SCHEMA else "given.schema_old"
        findings.stop(code, OWN_SHEET, "B1", found=schema, expected=SCHEMA)
        return written
    for number, cells in enumerate(sheet.rows, 1):
        while cells and is_blank(cells[-1]):
            cells = cells[:-1]
        kind = "" if not cells or isinstance(cells[0], Bad) else text_of(cells[0])
        if kind in _READERS:
            try:
                _READERS[kind](written, cells[1:])
            except (CellError, ValueError, IndexError):
                findings.stop("given.memory_damaged", OWN_SHEET, f"A{number}", found=kind)
    if written.first == date.min and not findings.fatal:
        findings.stop("given.not_whole")
    return written


def _schema(sheet: Sheet) -> int:
    for cells in sheet.rows:
        if len(cells) > 1 and not any(isinstance(cell, Bad) for cell in cells[:2]) and text_of(cells[0]) == "schema":
            try:
                return int(number_of(cells[1]))
            except CellError:
                return 0
    return 0


def _text(cells: Sequence[Any], index: int) -> str:
    if index >= len(cells) or is_blank(cells[index]):
        return ""
    if isinstance(cells[index], Bad):
        raise ValueError("a cell without a value")
    return text_of(cells[index])


def _whole(value: Any) -> int:
    if isinstance(value, Bad):
        raise ValueError("a cell without a value")
    number = number_of(value)
    if number.denominator != 1:
        raise ValueError("not a whole number")
    return int(number)


def _monday(value: Any) -> date:
    monday = monday_in(value)
    if monday is None:
        raise ValueError("not a Monday")
    return monday


def _by_week(written: Written, cells: Sequence[Any]) -> dict[date, int]:
    """Return units by Monday from one cell per week of the horizon that was."""
    amounts = {written.first + timedelta(days=7 * w): _whole(cell) for w, cell in enumerate(cells)}
    return {monday: units for monday, units in amounts.items() if units}


def _run(written: Written, cells: Sequence[Any]) -> None:
    written.run = _text(cells, 0)


def _sha(written: Written, cells: Sequence[Any]) -> None:
    written.input_sha256 = _text(cells, 0)


def _source(written: Written, cells: Sequence[Any]) -> None:
    written.source = _text(cells, 0)


def _first(written: Written, cells: Sequence[Any]) -> None:
    written.first = _monday(cells[0])


def _start(written: Written, cells: Sequence[Any]) -> None:
    written.shifts[_text(cells, 0)] = _whole(cells[1])


def _plan(written: Written, cells: Sequence[Any]) -> None:
    person, line, project = (_text(cells, i) for i in range(3))
    written.project_of[line] = project
    written.units.update({(person, line, monday): units for monday, units in _by_week(written, cells[3:]).items()})


def _working(written: Written, cells: Sequence[Any]) -> None:
    amounts = enumerate(map(_whole, cells[1:]))
    person = _text(cells, 0)
    written.working.update({(person, written.first + timedelta(days=7 * w)): days for w, days in amounts})


def _cell(written: Written, cells: Sequence[Any]) -> None:
    person, line, project = (_text(cells, i) for i in range(3))
    written.project_of[line] = project
    written.marks[person, line, _monday(cells[3])] = Mark(*(_text(cells, i) for i in range(4, 7)))


def _old(written: Written, cells: Sequence[Any]) -> None:
    written.old[_text(cells, 0), _text(cells, 1)] = {
        written.first + timedelta(days=7 * w): _whole(cell) for w, cell in enumerate(cells[2:])
    }


def _asked(written: Written, cells: Sequence[Any]) -> None:
    person, project, line = (_text(cells, i) for i in range(3))
    mark = Mark("", _text(cells, 6), _text(cells, 7))
    written.asked += (Asked(person, project, line, _monday(cells[3]), _whole(cells[4]), _text(cells, 5), mark),)


def _ran(written: Written, cells: Sequence[Any]) -> None:
    wanted, met, change, high = map(_whole, cells[6:10])
    run, parent, when, by, note, sha256 = (_text(cells, i) for i in range(6))
    written.runs += (Ran(run, parent, when, by, note, sha256, wanted, met, change, high, _text(cells, 10)),)


def _seen(written: Written, cells: Sequence[Any]) -> None:
    lines = tuple(_text(cells, i) for i in range(4, len(cells)))
    written.seen += (Seen(_text(cells, 0), _text(cells, 1), _monday(cells[2]), _monday(cells[3]), lines),)


_READERS: dict[str, Callable[[Written, Sequence[Any]], None]] = {
    "run": _run,
    "input_sha256": _sha,
    "source": _source,
    "first_week": _first,
    "start": _start,
    "plan": _plan,
    "working": _working,
    "cell": _cell,
    "old": _old,
    "asked": _asked,
    "ran": _ran,
    "seen": _seen,
}
