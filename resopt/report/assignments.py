"""Sheet Plan: one row per person, line and week, to be edited and given back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from resopt.domain.grid import bound_lines
from resopt.domain.records import Booking
from resopt.domain.rules import Rule
from resopt.domain.units import UNITS_PER_DAY
from resopt.excel.contents import Cell, Column, Page, Paragraph, Row, Table
from resopt.messages.names import PLAN_COLUMNS, of
from resopt.plan import Assignment
from resopt.report.cells import day, styled, text
from resopt.report.figures import Figures
from resopt.report.wording import Words

WIDTHS = {"person_id": 12, "project_id": 12, "week": 13, "days": 9, "fte": 9, "lock": 10, "decision": 10}
RIGHT = ("days", "fte", "planned_fte")
HIDDEN = ("planned_fte", "key")


def plan_page(figures: Figures, words: Words) -> Page:
    """Return the sheet; its columns are a contract (`names.PLAN_COLUMNS`)."""
    title = words.say("plan.title", rows=words.count("rows", len(_shown(figures))))
    blocks = (
        Paragraph(words.say("plan.reading")),
        Table("plan", _columns(words), tuple(_rows(figures, words)), native="tblPlan"),
    )
    name, subtitle = words.sheet("plan"), words.say("plan.subtitle")
    return Page("plan", name, title, subtitle, blocks, ("plan", "project_id"), tab="input")


def _columns(words: Words) -> tuple[Column, ...]:
    choices = {
        "lock": tuple(words.term("lock", x) for x in ("hard", "soft")),
        "decision": tuple(words.term("decision", x) for x in ("accept", "reject")),
    }
    return tuple(
        Column(
            key,
            of(name, words.lang),
            WIDTHS.get(key),
            most=30,
            align="right" if key in RIGHT else "center" if key == "week" else "left",
            hidden=key in HIDDEN,
            choices=choices.get(key, ()),
        )
        for key, name in PLAN_COLUMNS.items()
    )


def _rows(figures: Figures, words: Words) -> Iterator[Row]:
    locks = _locks(figures)
    bookings: dict[tuple[str, str], list[Booking]] = defaultdict(list)
    for b in figures.portfolio.bookings:
        bookings[b.person_id, b.project_id].append(b)
    for a in _shown(figures):
        project_id = figures.lines[a.line_id].project_id
        mine = [b for b in bookings[a.person_id, project_id] if _covers(figures, b, a)]
        yield _row(figures, words, a, locks.get((a.person_id, a.line_id, a.week), ""), mine)


def _shown(figures: Figures) -> list[Assignment]:
    return [a for a in figures.result.plan.assignments if a.person_id in figures.people]


def _covers(figures: Figures, booking: Booking, assignment: Assignment) -> bool:
    lines = figures.lines_of(figures.lines[assignment.line_id].project_id)
    first = figures.portfolio.settings.monday(assignment.week).toordinal()
    touches = any(s.start.toordinal() <= first + 6 and s.end.toordinal() >= first for s in booking.segments)
    return touches and assignment.line_id in bound_lines(booking, lines)


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


def fte(figures: Figures, assignment: Assignment) -> float:
    """Return days / working days of the person's week before leave; 0 in a week without any."""
    working = figures.grid.working[assignment.person_id][assignment.week]
    return round(assignment.units / (UNITS_PER_DAY * working), 6) if working else 0.0


def _row(figures: Figures, words: Words, a: Assignment, lock: str, bookings: list[Booking]) -> Row:
    line, person = figures.lines[a.line_id], figures.people[a.person_id]
    project, monday = figures.projects[line.project_id], figures.portfolio.settings.monday(a.week)
    share = fte(figures, a)
    return Row(
        (
            text(person.id),
            text(person.name, "strong"),
            text(project.id),
            text(project.name),
            text(line.id, "muted"),
            text(figures.need(line)),
            day(monday),
            Cell(a.units / UNITS_PER_DAY, styled("amount")),
            Cell(share, styled("fte", "input")),
            Cell(share, styled("fte", "muted")),
            text(words.term("lock", lock) if lock else "", "input"),
            text("", "input"),
            text(words.join(sorted({b.reason for b in bookings if b.reason})), "input"),
            text(words.join(sorted({b.approved_by for b in bookings if b.approved_by})), "input"),
            text(f"{a.person_id}|{a.line_id}|{monday.isoformat()}"),
        )
    )
