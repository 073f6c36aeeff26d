"""Sheet Remedies: changes of the input that were re-solved and help, and what a day of each role is worth by week."""

from __future__ import annotations

from resopt.excel.contents import Block, Cell, Column, Page, Paragraph, Row, Style, Table
from resopt.explain.remedy_text import by_role, change_text, gains_text, loses_text, worth_text
from resopt.report.cells import amount, blank, text, whole
from resopt.report.figures import Figures
from resopt.report.wording import Words
from resopt.result import Explanation, Remedy, Worth

WIDTHS = (5, 44, 9, 9, 9, 38, 30, 9, 11, 9)  # of the columns of a remedy, whatever stands on the sheet


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
        blocks.append(Paragraph(words.own("remedy.none", tried=found.tried)))
    if found.together is not None:
        blocks.append(Paragraph(words.say("remedies.together"), "heading"))
        blocks.append(Table("together", _columns(words), (_row(figures, words, 1, found.together),)))
    return (*blocks, *_prices(figures, words, found), *_worths(figures, words, found))


def _worths(figures: Figures, words: Words, found: Explanation) -> tuple[Block, ...]:
    """Return what locks, must-haves and only holders are worth."""
    if not found.worths:
        return ()
    columns = (
        Column("change", words.say("column.change"), span=2),
        Column("days", words.say("column.days_without"), align="right", span=2),
        Column("gains", words.say("column.gains"), span=2),
        Column("loses", words.say("column.loses"), span=4),
    )
    blocks: list[Block] = [
        Paragraph(words.say("remedies.worth"), "heading"),
        Table("worths", columns, tuple(_worth(figures, words, one) for one in found.worths)),
        Paragraph(words.say("remedies.worth.reading")),
    ]
    if found.untried:
        blocks.append(Paragraph(words.own("worth.untried", count=found.untried)))
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
        Column("change", say("column.change")),
        Column("tier", say("column.first_tier_gain"), align="center"),
        Column("gain", say("column.gain"), align="right"),
        Column("proof", say("column.proof"), align="center"),
        Column("gains", say("column.gains")),
        Column("loses", say("column.loses")),
        Column("deferred", say("column.deferred"), align="right"),
        Column("cost", say("column.cost"), align="right"),
        Column("helps", say("column.helps"), align="center"),
    )


def _row(figures: Figures, words: Words, number: int, remedy: Remedy) -> Row:
    portfolio, lang = figures.portfolio, words.lang
    tier = next(k for k, units in enumerate(remedy.gains, 1) if units > 0)
    return Row(
        (
            whole(number, "muted", align="center"),
            text(change_text(portfolio, remedy, lang), "strong", wrap=True),
            whole(tier, align="center"),
            amount(words, remedy.days, "good"),
            text(words.say("remedies.exact" if remedy.exact else "remedies.least"), "muted", align="center"),
            text(gains_text(portfolio, remedy, lang), wrap=True),
            text(loses_text(portfolio, remedy, lang), wrap=True),
            amount(words, remedy.deferred) if remedy.deferred else blank(),
            blank() if remedy.cost is None else Cell(float(remedy.cost), Style("whole")),
            whole(len(remedy.conflict_ids), align="center"),
        )
    )


def _prices(figures: Figures, words: Words, found: Explanation) -> tuple[Block, ...]:
    """Return in which weeks one more day of a role is worth how much."""
    worth = by_role(found.prices)
    if not worth:
        return ()
    columns = (
        Column("role", words.column("demand", "role"), span=2),
        Column("tier", words.say("column.first_tier_gain"), align="center"),
        Column("weeks", words.say("column.its_weeks"), span=3),
        Column("others", words.say("column.other_weeks"), span=4),
    )
    rows = tuple(_price(words, role, by_tier) for role, by_tier in worth.items())
    shown = [price for price in found.prices if price.tier is not None]
    exact = sum(1 for price in shown if price.tier == price.bound)
    return (
        Paragraph(words.say("remedies.prices"), "heading"),
        Table("prices", columns, rows),
        Paragraph(words.say("remedies.prices.reading")),
        Paragraph(words.say("remedies.prices.exact", exact=exact, shown=len(shown))),
        *([Paragraph(words.own("price.untried", count=found.unpriced))] if found.unpriced else []),
    )


def _price(words: Words, role: str, by_tier: dict[int, list[int]]) -> Row:
    """Return the weeks of the highest tier that one more day of a role would serve, then those of lower tiers."""
    first, *lower = sorted(by_tier)
    others = (words.own("price.tier", tier=tier + 1, weeks=words.weeks(by_tier[tier])) for tier in lower)
    return Row(
        (
            text(role, "strong"),
            whole(first + 1, "bad" if first == 0 else "plain", align="center"),
            text(words.weeks(by_tier[first]), wrap=True),
            text(words.own("remedy.and").join(others), "muted", wrap=True),
        )
    )
