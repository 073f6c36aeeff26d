"""The rows of sheet Plan: assignments and cells kept empty on request, each with lock, reason and approver."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from resopt.domain.grid import bound_lines
from resopt.domain.records import Booking, Lock
from resopt.domain.rules import Rule
from resopt.domain.units import UNITS_PER_DAY
from resopt.domain.wishes import Wish
from resopt.excel.contents import Cell
from resopt.plan import Assignment
from resopt.report.cells import text
from resopt.report.figures import Figures


@dataclass(frozen=True, slots=True)
class PlanRow:
    """Days of a person on a line in a week (0 where people asked for none), with hard, soft or no lock."""

    person_id: str
    line_id: str
    week: int
    units: int
    lock: str
    reasons: tuple[str, ...]
    approvers: tuple[str, ...]


def plan_rows(figures: Figures) -> tuple[PlanRow, ...]:
    """Return the rows of those whose rows are shown, by person, line and week."""
    locks = _locks(figures)
    bookings: dict[tuple[str, str], list[Booking]] = defaultdict(list)
    for b in figures.portfolio.bookings:
        bookings[b.person_id, b.project_id].append(b)
    rows = []
    for a in sorted([*figures.result.plan.assignments, *_kept_empty(figures)]):
        if a.person_id not in figures.people:
            continue
        mine = [
            b
            for b in bookings[a.person_id, figures.lines[a.line_id].project_id]
            if _covers(figures, b, a.line_id, a.week)
        ]
        reasons, approvers = ({getattr(b, key) for b in mine} - {""} for key in ("reason", "approved_by"))
        lock = locks.get((a.person_id, a.line_id, a.week), "")
        rows.append(PlanRow(*_key(a), a.units, lock, tuple(sorted(reasons)), tuple(sorted(approvers))))
    return tuple(rows)


def in_force(figures: Figures) -> tuple[Wish, ...]:
    """Return the wishes that hold on: those that the plan keeps, and soft ones."""
    found = ((answer.wish, answer.kept) for answer in figures.answers)
    return tuple(w for w, kept in found if isinstance(w, Wish) and (kept or w.lock is Lock.SOFT))


def place_cells(figures: Figures, row: PlanRow) -> tuple[Cell, ...]:
    """Return the cells that say who works on what: person, project, line and what it needs."""
    person, line = figures.people[row.person_id], figures.lines[row.line_id]
    project = figures.projects[line.project_id]
    names = (text(person.id), text(person.name, "strong"), text(project.id), text(project.name))
    return (*names, text(line.id, "muted"), text(figures.need(line)))


def fte_of(figures: Figures, row: PlanRow) -> float:
    """Return days / working days of the person's week before leave; 0 in a week without any."""
    working = figures.grid.working[row.person_id][row.week]
    return round(row.units / (UNITS_PER_DAY * working), 6) if working else 0.0


def _key(a: Assignment) -> tuple[str, str, int]:
    return a.person_id, a.line_id, a.week


def _kept_empty(figures: Figures) -> list[Assignment]:
    """Return the cells that hold nothing on request, so that the request can be seen and withdrawn."""
    found: dict[tuple[str, str, int], Assignment] = {}
    for wish in in_force(figures):
        if wish.units or wish.lock is not Lock.HARD:
            continue
        lines = figures.lines_of(wish.project_id)
        wanting = [line.id for line in lines if figures.wanted[line.id][wish.week]]
        line = wish.line_id or next(iter([*wanting, *(line.id for line in lines)]))
        found[wish.person_id, line, wish.week] = Assignment(wish.person_id, line, wish.week, 0)
    return list(found.values())


def _covers(figures: Figures, booking: Booking, line_id: str, week: int) -> bool:
    lines = figures.lines_of(figures.lines[line_id].project_id)
    first = figures.portfolio.settings.monday(week).toordinal()
    touches = any(s.start.toordinal() <= first + 6 and s.end.toordinal() >= first for s in booking.segments)
    return touches and line_id in bound_lines(booking, lines)


def _locks(figures: Figures) -> dict[tuple[str, str, int], str]:
    """Return hard and soft by (person, line, week); facts set aside lock nothing."""
    locks = {(person, line, week): "soft" for (person, lines, week), _ in figures.grid.soft.items() for line in lines}
    aside = {(f.rule, f.key) for f in figures.result.set_aside}
    for fact in figures.grid.pins:
        person, week = fact.person_id, fact.week
        kept = fact.rule is Rule.HARD_LOCK and (fact.rule, fact.key) not in aside
        if kept and person is not None and week is not None:
            locks.update({(person, line, week): "hard" for line in fact.line_ids})
    return locks
