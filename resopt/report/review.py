"""Sheet Review: are priorities and staffing reasonable? Every rule with value, limit and rows."""

from __future__ import annotations

from resopt.excel.contents import Column, Page, Paragraph, Row, Table
from resopt.explain.review import Finding, review
from resopt.explain.review_text import asks_text, item_text, limit_text, rule_text, value_text
from resopt.report.cells import blank, text, whole
from resopt.report.figures import Figures
from resopt.report.wording import Words

MOST = 40  # rows behind one rule; all of them are counted beside the limit


def review_page(figures: Figures, words: Words) -> Page:
    """Return the sheet."""
    findings = review(figures.portfolio, figures.result.plan)
    against = [f for f in findings if not f.is_fine]
    key = "review.title" if against else "review.title.fine"
    title = words.say(key, count=len(against), rules=len(findings))
    rules = Table("rules", _columns(words), tuple(_row(f, words) for f in findings))
    blocks = (rules, Paragraph(words.say("review.rows"), "heading"), *_rows(figures, words, against))
    name, subtitle, frozen = words.sheet("review"), words.say("review.subtitle"), ("rules", "asks")
    return Page("review", name, title, subtitle, blocks, frozen, repeat=False, repeated="findings")


def _columns(words: Words) -> tuple[Column, ...]:
    say = words.say
    return (
        Column("verdict", say("column.verdict"), 12, align="center"),
        Column("rule", say("column.review_rule"), 24),
        Column("asks", say("column.asks"), 84),
        Column("value", say("column.measured"), 12, align="right"),
        Column("limit", say("column.review_limit"), 9, align="right"),
        Column("cases", say("column.review_cases"), 9, align="right"),
    )


def _row(finding: Finding, words: Words) -> Row:
    verdict, tone = ("fine", "good") if finding.is_fine else ("look", "watch")
    return Row(
        (
            text(words.own(f"review.{verdict}"), tone, align="center"),
            text(rule_text(finding, words.lang), "strong"),
            text(asks_text(finding, words.lang), wrap=True),
            text(value_text(finding), tone, align="right"),
            text(limit_text(finding), "muted", align="right"),
            blank() if finding.value is None else whole(len(finding.items), align="right"),
        )
    )


def _rows(figures: Figures, words: Words, against: list[Finding]) -> tuple[Table | Paragraph, ...]:
    if not against:
        return (Paragraph(words.say("review.nothing")),)
    columns = (
        Column("rule", words.say("column.review_rule"), span=2),
        Column("finding", words.say("column.finding"), span=4),
    )
    rows = tuple(
        Row(
            (
                text(rule_text(finding, words.lang), "muted"),
                text(item_text(figures.portfolio, finding, item, words.lang), wrap=True),
            )
        )
        for finding in against
        for item in finding.items[:MOST]
    )
    return (Table("findings", columns, rows),)
