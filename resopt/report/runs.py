"""Sheet Runs: this run and those before it, each with what it was made from, by whom, and its figures."""

from __future__ import annotations

from resopt.domain.history import Ran
from resopt.excel.contents import Column, Page, Paragraph, Row, Table
from resopt.messages.names import RUN_COLUMNS, of
from resopt.report.cells import amount, share, text, whole
from resopt.report.figures import Figures
from resopt.report.wording import Words

WIDTHS = {"run": 14, "parent": 14, "when": 17, "by": 18, "note": 44, "input": 14, "high": 15, "status": 15}
HASH_SHOWN = 12


def this_run(figures: Figures, run: str, when: str, by: str, note: str) -> Ran:
    """Return this run with its figures."""
    result = figures.result
    return Ran(
        id=run,
        parent="" if figures.asked is None else figures.asked.run,
        when=when,
        by=by,
        note=note,
        input_sha256=figures.portfolio.sha256,
        wanted=figures.total_wanted,
        met=figures.total_met,
        change=result.score.change,
        high=sum(1 for c in result.conflicts if c.severity == "high" and c.kind != "rest"),
        status=result.status,
    )


def runs_page(figures: Figures, words: Words, ran: Ran) -> Page:
    """Return the sheet, the newest run first."""
    before = () if figures.asked is None else figures.asked.runs
    rows = tuple(_row(words, one) for one in (ran, *reversed(before)))
    key = "runs.title.first" if not ran.parent else "runs.title"
    title = words.say(key, n=len(rows), run=ran.id, parent=ran.parent)
    blocks = (Paragraph(words.say("runs.reading", unit=words.unit)), Table("runs", _columns(words), rows))
    return Page("runs", words.sheet("runs"), title, words.say("runs.subtitle"), blocks, ("runs", "parent"))


def _columns(words: Words) -> tuple[Column, ...]:
    numbers = ("wanted", "met", "gap", "coverage", "change", "high")
    return tuple(
        Column(key, of(name, words.lang), WIDTHS.get(key, 11), align="right" if key in numbers else "left")
        for key, name in RUN_COLUMNS.items()
    )


def _row(words: Words, ran: Ran) -> Row:
    return Row(
        (
            text(ran.id, "strong"),
            text(ran.parent, "muted"),
            text(ran.when),
            text(ran.by, "input", wrap=True),
            text(ran.note, "input", wrap=True),
            text(ran.input_sha256[:HASH_SHOWN], "muted"),
            amount(words, ran.wanted),
            amount(words, ran.met),
            amount(words, ran.wanted - ran.met, "strong"),
            share(ran.met, ran.wanted, form="percent1"),
            amount(words, ran.change),
            whole(ran.high),
            text(words.say(f"runs.status.{ran.status}")),
        )
    )
