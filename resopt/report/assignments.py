"""Sheet Plan: one row per person, line and week, to be edited and given back."""

from __future__ import annotations

from resopt.domain.units import UNITS_PER_DAY
from resopt.excel.contents import Cell, Column, Page, Paragraph, Row, Table
from resopt.messages.names import PLAN_COLUMNS, of
from resopt.report.cells import day, styled, text
from resopt.report.figures import Figures
from resopt.report.plan_rows import PlanRow, fte_of, place_cells, plan_rows
from resopt.report.taken import TABLES
from resopt.report.wording import Words

WIDTHS = {"person_id": 12, "project_id": 12, "week": 13, "days": 9, "fte": 9, "lock": 10, "decision": 10}
RIGHT = ("days", "fte", "planned_fte")
HIDDEN = ("planned_fte", "key")


def plan_page(figures: Figures, words: Words) -> Page:
    """Return the sheet; its columns are a contract (`names.PLAN_COLUMNS`)."""
    rows = plan_rows(figures)
    title = words.say("plan.title", rows=words.count("rows", len(rows)))
    blocks = (
        Paragraph(words.say("plan.reading")),
        Table("plan", _columns(words), tuple(_row(figures, words, row) for row in rows), native=TABLES["plan"]),
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
            align="right" if key in RIGHT else "center" if key == "week" else "left",
            hidden=key in HIDDEN,
            choices=choices.get(key, ()),
        )
        for key, name in PLAN_COLUMNS.items()
    )


def _row(figures: Figures, words: Words, row: PlanRow) -> Row:
    monday = figures.portfolio.settings.monday(row.week)
    share = fte_of(figures, row)
    return Row(
        (
            *place_cells(figures, row),
            day(monday),
            Cell(row.units / UNITS_PER_DAY, styled("amount")),
            Cell(share, styled("fte", "input")),
            Cell(share, styled("fte", "muted")),
            text(words.term("lock", row.lock) if row.lock else "", "input"),
            text("", "input"),
            text(words.join(row.reasons), "input"),
            text(words.join(row.approvers), "input"),
            text(f"{row.person_id}|{row.line_id}|{monday.isoformat()}"),
        )
    )
