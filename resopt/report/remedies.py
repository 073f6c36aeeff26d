"""Sheet Remedies: changes of the input that were re-solved and help, and what a day of each role is worth by week."""

from __future__ import annotations

from resopt.excel.contents import Block, Cell, Column, Page, Paragraph, Row, Style, Table
from resopt.explain.remedy_text import change_text, gains_text, loses_text, worth_text
from resopt.report.cells import amount, blank, text, whole
from resopt.report.figures import Figures
from resopt.report.price_map import ACROSS, price_map
from resopt.report.wording import Words
from resopt.result import Explanation, Remedy, Worth

WIDTHS = (5, 25, 14, 12.5, *[9.5] * ACROSS)  # of the weeks in the map of prices and what stands before them


def remedies_page(figures: Figures, words: Words) -> Page:
    """Return the sheet."""
    found = figures.result.explanation
    title = words.say(_title(figures, found), **_first(words, found))
    subtitle = words.say("remedies.subtitle", unit=words.unit)
    blocks = _blocks(figures, words, found) if found is not None else (Paragraph(words.own("remedy.not_looked")),)
    frozen = ("remedies", "change") if found is not None and found.remedies else ("", "")
    return Page("remedies", words.sheet("remedies"), title, subtitle, blocks, frozen, widths=WIDTHS, repeat=False)


def _title(figures: Figures, found: Explanation | None) -> str:
    if figures.total_wanted == figures.total_met:
        return "remedies.title.full"
    if found is None:
        return "remedies.title.not_looked"
    if not found.remedies:
        return "remedies.title.none"
    if not found.remedies[0].days:
        return "remedies.title.moved"
    return "remedies.title" if len(found.remedies) > 1 else "remedies.title.one"


def _first(words: Words, found: Explanation | None) -> dict[str, object]:
    if found is None or not found.remedies:
        return {}
    return {"count": len(found.remedies), "days": words.amount(found.remedies[0].days)}


def _blocks(figures: Figures, words: Words, found: Explanation) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if found.remedies:
        rows = tuple(_row(figures, words, n, one) for n, one in enumerate(found.remedies, 1))
        blocks.append(Table("remedies", _columns(words), rows))
        blocks.append(Paragraph(words.say("remedies.reading", tried=found.tried)))
        blocks.append(Paragraph(words.say("remedies.hired")))
    else:
        missing = figures.total_wanted > figures.total_met
        blocks.append(Paragraph(words.own("remedy.none" if missing else "remedy.no_need", tried=found.tried)))
    if found.together is not None:
        blocks.append(Paragraph(words.say("remedies.together"), "heading"))
        blocks.append(Table("together", _columns(words), (_row(figures, words, 1, found.together),)))
    return (*blocks, *price_map(figures, words, found), *_worths(figures, words, found))


def _worths(figures: Figures, words: Words, found: Explanation) -> tuple[Block, ...]:
    """Return what locks, must-haves and only holders are worth; only that nobody knows if time was over before."""
    if not found.worths:
        return (Paragraph(words.own("worth.none", count=found.untried), "warning"),) if found.untried else ()
    columns = (
        Column("change", words.say("column.change"), span=4),
        Column("days", words.say("column.days_without"), align="right"),
        Column("gains", words.say("column.gains"), span=6),
        Column("loses", words.say("column.loses"), span=6),
    )
    blocks: list[Block] = [
        Paragraph(words.say("remedies.worth"), "heading"),
        Table("worths", columns, tuple(_worth(figures, words, one) for one in found.worths)),
        Paragraph(words.say("remedies.worth.reading")),
    ]
    if found.untried:
        blocks.append(Paragraph(words.own("worth.untried", count=found.untried), "warning"))
    return tuple(blocks)


def _worth(figures: Figures, words: Words, worth: Worth) -> Row:
    portfolio, lang = figures.portfolio, words.lang
    days = worth.without.days
    return Row(
        (
            text(worth_text(portfolio, worth, lang), "strong", wrap=True),
            text(f"{'+' if days > 0 else '−' if days else ''}{words.amount(abs(days))}", align="right"),
            text(gains_text(portfolio, worth.without, lang) or words.own("remedy.nobody"), wrap=True),
            text(loses_text(portfolio, worth.without, lang), wrap=True),
        )
    )


def _columns(words: Words) -> tuple[Column, ...]:
    say = words.say
    return (
        Column("rank", say("column.rank"), align="center"),
        Column("change", say("column.change"), span=2),
        Column("tier", say("column.first_tier_gain"), align="center"),
        Column("gain", say("column.gain"), align="right"),
        Column("proof", say("column.proof"), align="center"),
        Column("gains", say("column.gains"), span=4),
        Column("loses", say("column.loses"), span=4),
        Column("deferred", say("column.deferred"), align="right"),
        Column("cost", say("column.cost"), align="right"),
        Column("helps", say("column.helps"), align="center"),
    )


def _row(figures: Figures, words: Words, number: int, remedy: Remedy) -> Row:
    portfolio, lang = figures.portfolio, words.lang
    tier = words.portfolio.tiers[next(k for k, units in enumerate(remedy.gains) if units > 0)]
    return Row(
        (
            whole(number, "muted", align="center"),
            text(change_text(portfolio, remedy, lang), "strong", wrap=True),
            text(words.tier(tier), align="center"),
            amount(words, remedy.days, "good"),
            text(words.say("remedies.exact" if remedy.exact else "remedies.least"), "muted", align="center"),
            text(gains_text(portfolio, remedy, lang), wrap=True),
            text(loses_text(portfolio, remedy, lang), wrap=True),
            amount(words, remedy.deferred) if remedy.deferred else blank(),
            blank() if remedy.cost is None else Cell(float(remedy.cost), Style("whole")),
            whole(len(remedy.conflict_ids), align="center"),
        )
    )
