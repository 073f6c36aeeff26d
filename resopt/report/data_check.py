"""Sheet Data Check: what was read, every fault and remark about the input, and the totals it comes to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from resopt.errors import Issue, Severity
from resopt.excel.contents import Cell, Column, Page, Paragraph, Row, Table
from resopt.messages.names import INPUT_SHEETS, of
from resopt.report.cells import amount, text, whole
from resopt.report.figures import Figures
from resopt.report.wording import Words

MARKS = {Severity.ERROR: ("▲", "high"), Severity.WARNING: ("■", "medium"), Severity.INFO: ("●", "low")}


def data_check_page(figures: Figures, words: Words) -> Page:
    """Return the sheet."""
    issues = figures.portfolio.issues
    blocks = (
        Paragraph(words.say("data.read"), "heading"),
        Table("read", _read_columns(words), tuple(_read_rows(figures, words))),
        Paragraph(words.say("data.totals", unit=words.unit), "heading"),
        Table("totals", _total_columns(words), tuple(_total_rows(figures, words))),
        Paragraph(words.say("data.issues"), "heading"),
        *(_issue_table(words, issues) if issues else (Paragraph(words.say("data.no_issues")),)),
    )
    name, subtitle = words.sheet("data_check"), words.say("data.subtitle", source=figures.portfolio.source or "–")
    return Page("data_check", name, _title(words, issues), subtitle, blocks)


def _title(words: Words, issues: tuple[Issue, ...]) -> str:
    if not issues:
        return words.say("data.title.none")
    count = {s: sum(i.count for i in issues if i.severity is s) for s in Severity}
    return words.say(
        "data.title", errors=count[Severity.ERROR], warnings=count[Severity.WARNING], infos=count[Severity.INFO]
    )


def _read_columns(words: Words) -> tuple[Column, ...]:
    return (
        Column("sheet", words.say("column.sheet"), 26),
        Column("rows", words.say("column.used_rows"), 16, align="right"),
        Column("what", words.say("column.what"), 90),
    )


def _read_rows(figures: Figures, words: Words) -> Iterator[Row]:
    portfolio = figures.portfolio
    asked = sum(1 for line in portfolio.lines if not line.from_lock)
    counts = (
        ("projects", len(portfolio.projects)),
        ("staff", len(portfolio.people)),
        ("demand", asked),
        ("availability", len(portfolio.absences)),
        ("assignments", len(portfolio.on_record)),
        *((("actuals", len(portfolio.actuals)),) if portfolio.actuals else ()),
        ("roles", len(portfolio.roles)),
        ("rules", len(portfolio.rules)),
        ("fit", len(portfolio.fits)),
        ("team_template", len(portfolio.seats)),
    )
    for sheet, count in counts:
        yield Row(
            (
                text(of(INPUT_SHEETS[sheet], words.lang), "strong"),
                whole(count),
                text(words.say(f"data.what.{sheet}"), "muted"),
            )
        )


def _total_columns(words: Words) -> tuple[Column, ...]:
    return (
        Column("what", words.say("column.total_of"), 26),
        Column("days", words.unit[0].upper() + words.unit[1:], 16, align="right"),
        Column("note", words.say("column.what"), 90),
    )


def _total_rows(figures: Figures, words: Words) -> Iterator[Row]:
    done = sum(figures.grid.past.done.values())
    totals = (
        *((("done", done),) if figures.grid.past.weeks else ()),
        ("capacity", figures.total_capacity),
        ("wanted", figures.total_wanted),
        ("record", sum(figures.grid.record.values())),
        ("released", sum(figures.released.values())),
        ("planned", figures.total_load),
        ("met", figures.total_met),
        ("above", figures.total_load - figures.total_met),
        ("gap", figures.total_wanted - figures.total_met),
    )
    for key, units in totals:
        yield Row(
            (
                text(words.say(f"data.total.{key}"), "strong"),
                amount(words, units),
                text(words.say(f"data.total.{key}.note"), "muted"),
            )
        )


def _issue_table(words: Words, issues: tuple[Issue, ...]) -> tuple[Table]:
    columns = (
        Column("place", words.say("column.place"), 26),
        Column("severity", words.say("column.severity"), 16, align="center"),
        Column("sentence", words.say("column.sentence"), 90),
    )
    order = list(MARKS)
    ordered = sorted(issues, key=lambda i: order.index(i.severity))
    return (Table("issues", columns, tuple(_issue_row(words, i) for i in ordered)),)


def _issue_row(words: Words, issue: Issue) -> Row:
    sheet = of(INPUT_SHEETS[issue.sheet], words.lang) if issue.sheet in INPUT_SHEETS else issue.sheet
    place = "!".join(part for part in (sheet, issue.place) if part)
    return Row(
        (
            text(place, "strong"),
            _severity(words, issue.severity),
            text(replace(issue, sheet="").text(words.lang), wrap=True),
        )
    )


def _severity(words: Words, severity: Severity) -> Cell:
    mark, tone = MARKS[severity]
    return text(f"{mark} {words.say(f'issue.{severity.value}')}", tone, align="center")
