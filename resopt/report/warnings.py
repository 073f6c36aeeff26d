"""Sheet Warnings: what may go wrong although the plan holds, with the cells in which people answer."""

from __future__ import annotations

from datetime import date

from resopt.domain.history import Tracked, follow
from resopt.excel.contents import Column, Page, Paragraph, Row, Table
from resopt.explain.risks import CORE_WEEKS, LENT, LOAD_WEEKS, NEAR, Risk, risk_text, risks
from resopt.report.cells import text
from resopt.report.conflicts import severity
from resopt.report.figures import Figures
from resopt.report.taken import TABLES
from resopt.report.tracking import id_column, resolved_row, tracking_cells, tracking_columns
from resopt.report.wording import Words

OURS = "W-"  # how the IDs of our warnings begin; other rows are people's own
SHOWN = 3  # cells between ID and State


def warnings_page(figures: Figures, words: Words, today: date, *, names: bool = False) -> Page:
    """Return the sheet; `names` lets it name the only holder of a role or skill."""
    found = risks(figures.portfolio, figures.result.plan)
    high = sum(1 for risk in found if risk.severity == "high")
    kind = "" if len(found) > 1 else ".one" if found else ".none"
    title = words.say(f"warnings.title{kind}", **({"count": len(found), "high": high} if len(found) > 1 else {}))
    limits = {"core": CORE_WEEKS, "load": LOAD_WEEKS, "lent": f"{float(LENT):.0%}", "near": f"{float(NEAR):.0%}"}
    known = {one.id: one for one in (figures.asked.warnings if figures.asked else ())}
    ours = {key: one for key, one in known.items() if key.startswith(OURS)}
    tracked, resolved = follow(ours, [risk.id for risk in found], today)
    kept = [one for key, one in known.items() if key not in ours]  # rows that people added
    rows = (
        *(_row(words, risk, tracked[risk.id], names) for risk in found),
        *(resolved_row(words, one, SHOWN, SHOWN) for one in (*kept, *resolved)),
    )
    blocks = (
        Table("warnings", _columns(words), rows, native=TABLES["warnings"]),
        Paragraph(words.say("warnings.reading", **limits)),
    )
    subtitle = words.say("warnings.subtitle")
    return Page("warnings", words.sheet("warnings"), title, subtitle, blocks, ("warnings", "risk"), large=True)


def _columns(words: Words) -> tuple[Column, ...]:
    return (
        id_column(words),
        Column("severity", words.say("column.severity"), 11, align="center"),
        Column("kind", words.say("column.kind_of_risk"), 15),
        Column("risk", words.say("column.risk"), 106),
        *tracking_columns(words),
    )


def _row(words: Words, risk: Risk, tracked: Tracked, names: bool) -> Row:
    return Row(
        (
            text(risk.id, "muted"),
            severity(words, risk.severity),
            text(words.say(f"risk.{risk.kind}"), wrap=True),
            text(risk_text(words.portfolio, risk, words.lang, names=names), wrap=True),
            *tracking_cells(words, tracked),
        )
    )
