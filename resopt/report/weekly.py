"""Sheet Weekly: one page for the weekly meeting, only what has changed and what is stuck."""

from __future__ import annotations

from datetime import date, timedelta

from resopt.domain.history import Tracked, follow
from resopt.excel.contents import Block, Column, Page, Paragraph, Row, Table
from resopt.explain.risks import risk_text, risks
from resopt.messages.names import TRACKING_COLUMNS, of
from resopt.report.cells import amount, text, whole
from resopt.report.changes import Background, Move, background, moves, told_reason
from resopt.report.conflicts import severity
from resopt.report.decisions import SHOWN, decisions_table, owner, question, ranked
from resopt.report.figures import Figures
from resopt.report.tracking import typed
from resopt.report.wording import Words
from resopt.result import Conflict

MOST = 6  # rows of one block
WIDTHS = (10, 32, 8, 23, 46, 15, 10, 30, 12, 12)  # the columns of the decisions


def weekly_page(figures: Figures, words: Words, today: date) -> Page:
    """Return the sheet."""
    high = [c for c in ranked(figures) if c.severity == "high"]
    warned = [r for r in risks(figures.portfolio, figures.result.plan) if r.severity == "high"]
    numbers = {"decisions": min(SHOWN, len(ranked(figures))), "conflicts": len(high), "warnings": len(warned)}
    day = figures.portfolio.settings.as_of or today
    monday = day - timedelta(days=day.weekday())
    lines = tuple((risk_text(figures.portfolio, r, words.lang), r.severity) for r in warned)
    against = "weekly.changed" if figures.portfolio.baseline is None else "weekly.changed.given"
    blocks: tuple[Block, ...] = (
        Paragraph(words.say("weekly.decisions"), "heading"),
        *decisions_table(figures, words, spans=(1, 1, 1, 1, 1)),
        *_followed(figures, words, today),
        Paragraph(words.say(against), "heading"),
        *_changed(figures, words),
        Paragraph(words.say("weekly.warnings"), "heading"),
        *_listed(words, lines, "warnings"),
    )
    subtitle = words.say("weekly.subtitle", week=monday.isoformat())
    title = words.say("weekly.title", **numbers)
    return Page("weekly", words.sheet("weekly"), title, subtitle, blocks, widths=WIDTHS, whole=True)


def _followed(figures: Figures, words: Words, today: date) -> tuple[Block, ...]:
    """Return how many conflicts are new, open and resolved since the plan given back, and those open the longest."""
    if figures.asked is None:
        return ()
    conflicts = {c.id: c for c in figures.result.conflicts if c.kind != "rest"}
    now, gone = follow(figures.followed, list(conflicts), today)
    still = sorted((one for one in now.values() if one.state == "open"), key=lambda one: (-_weeks(one, today), one.id))
    counts = {"new": len(now) - len(still), "open": len(still), "resolved": len(gone)}
    heading = Paragraph(words.say("weekly.followed", **counts), "heading")
    if not still:
        return (heading,)
    titles = {key: of(name, words.lang) for key, name in TRACKING_COLUMNS.items()}
    columns = (
        Column("severity", words.say("column.severity"), align="center"),
        Column("conflict", words.say("column.question"), span=2),
        Column("id", titles["id"]),
        Column("response", titles["response"]),
        Column("weeks", words.say("column.weeks_open"), align="right"),
        Column("due", titles["due"], align="center"),
        Column("note", titles["note"]),
        Column("owner", titles["owner"], span=2),
    )
    rows = tuple(_followed_row(figures, words, one, conflicts[one.id], today) for one in still[:MOST])
    return (heading, Table("followed", columns, rows), *_more(words, len(still), "conflicts"))


def _followed_row(figures: Figures, words: Words, one: Tracked, conflict: Conflict, today: date) -> Row:
    return Row(
        (
            severity(words, conflict.severity),
            text(question(figures, words, conflict), wrap=True),
            text(one.id, "muted", wrap=True),
            typed(one.response, "plain"),
            whole(_weeks(one, today), align="right"),
            typed(one.due, "plain", is_date=True),
            typed(one.note, "plain"),
            text(owner(figures, words, conflict), wrap=True),
        )
    )


def _weeks(one: Tracked, today: date) -> int:
    """Return for how many weeks a row has been open."""
    return max(0, (today - one.first_seen).days // 7) if isinstance(one.first_seen, date) else 0


def _changed(figures: Figures, words: Words) -> tuple[Block, ...]:
    """Return the largest moves of people against the plan before."""
    found = sorted(
        moves(figures), key=lambda m: (-sum(abs(n - o) for n, o in zip(m.new, m.old, strict=True)), m.person_id)
    )
    if not found or not figures.old:
        return (Paragraph(words.say("weekly.unchanged")),)
    columns = (
        Column("person", words.column("demand", "person"), span=2),
        Column("project", words.column("demand", "project"), span=2),
        Column("weeks", words.say("column.weeks")),
        Column("old", words.say("column.old"), align="right"),
        Column("new", words.say("column.new"), align="right"),
        Column("why", words.say("column.our_reason"), span=3),
    )
    behind = background(figures)
    rows = tuple(_change(figures, words, move, behind) for move in found[:MOST])
    table = Table("changed", columns, rows)
    return (table, *_more(words, len(found), "changes"))


def _change(figures: Figures, words: Words, move: Move, behind: Background) -> Row:
    person, project = figures.people[move.person_id], figures.projects[move.project_id]
    return Row(
        (
            text(f"{person.name} ({person.id})", "strong", wrap=True),
            text(f"{project.name} ({project.id})", wrap=True),
            text(words.weeks(move.weeks), wrap=True),
            amount(words, sum(move.old)),
            amount(words, sum(move.new)),
            text(told_reason(figures, words, move, behind), wrap=True),
        )
    )


def _listed(words: Words, lines: tuple[tuple[str, str], ...], sheet: str) -> tuple[Block, ...]:
    if not lines:
        return (Paragraph(words.say("weekly.none")),)
    columns = (
        Column("severity", words.say("column.severity"), align="center"),
        Column("risk", words.say("column.risk"), span=9),
    )
    rows = tuple(Row((severity(words, level), text(sentence, wrap=True))) for sentence, level in lines[:MOST])
    return (Table(sheet, columns, rows), *_more(words, len(lines), sheet))


def _more(words: Words, count: int, sheet: str) -> tuple[Block, ...]:
    if count <= MOST:
        return ()
    return (Paragraph(words.say("weekly.more", count=count - MOST, sheet=words.sheet(sheet))),)
