"""Sheet Edit: the plan as people like to change it, one row per person and line, one column per week in FTE."""

from __future__ import annotations

from collections.abc import Iterable

from resopt.excel.contents import Cell, Column, Page, Paragraph, Row, Style, Table
from resopt.messages.names import PLAN_COLUMNS, of
from resopt.report.cells import above_week, text, week_key
from resopt.report.figures import Figures
from resopt.report.plan_rows import PlanRow, fte_of, place_cells, plan_rows
from resopt.report.taken import TABLES
from resopt.report.wording import Words

BEFORE = ("person_id", "name", "project_id", "project", "demand_id", "role")
AFTER = ("lock", "reason", "approved_by", "key")
WIDTHS = {"person_id": 11, "project_id": 11, "demand_id": 11, "lock": 10, "reason": 18, "approved_by": 14}
WEEK_WIDTH = 8.2


def edit_page(figures: Figures, words: Words) -> Page:
    """Return the sheet."""
    by_pair: dict[tuple[str, str], list[PlanRow]] = {}
    for row in plan_rows(figures):
        by_pair.setdefault((row.person_id, row.line_id), []).append(row)
    title = words.say("edit.title", rows=words.count("rows", len(by_pair)))
    rows = tuple(_row(figures, words, one) for one in by_pair.values())
    blocks = (
        Paragraph(words.say("edit.reading")),
        Table("edit", _columns(figures, words), rows, TABLES["edit"]),
    )
    frozen = ("edit", "demand_id")
    name, subtitle = words.sheet("edit"), words.say("edit.subtitle")
    return Page("edit", name, title, subtitle, blocks, frozen, tab="input", large=True)


def common_lock(locks: Iterable[str]) -> str:
    """Return the lock that all weeks of a row have in common, else nothing."""
    found = set(locks)
    return found.pop() if len(found) == 1 else ""


def _columns(figures: Figures, words: Words) -> tuple[Column, ...]:
    locks = tuple(words.term("lock", x) for x in ("hard", "soft"))

    def named(key: str) -> Column:
        name = of(PLAN_COLUMNS[key], words.lang)
        return Column(key, name, WIDTHS.get(key), 36, hidden=key == "key", choices=locks if key == "lock" else ())

    return (*map(named, BEFORE), *(_week(figures, words, w) for w in figures.open_weeks), *map(named, AFTER))


def _week(figures: Figures, words: Words, week: int) -> Column:
    """Return the column of a week, headed by month and day of its Monday as text, which an Excel table asks for."""
    monday = figures.portfolio.settings.monday(week)
    return Column(week_key(week), f"{monday:%m-%d}", WEEK_WIDTH, above=above_week(words, week))


def _row(figures: Figures, words: Words, rows: list[PlanRow]) -> Row:
    shares = {row.week: fte_of(figures, row) for row in rows}
    lock = common_lock(row.lock for row in rows)
    return Row(
        (
            *place_cells(figures, rows[0]),
            *(Cell(shares.get(w), Style("fte", "input", "center")) for w in figures.open_weeks),
            text(words.term("lock", lock) if lock else "", "input"),
            text("", "input"),
            text("", "input"),
            text(f"{rows[0].person_id}|{rows[0].line_id}"),
        )
    )
