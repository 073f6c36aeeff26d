"""The map of prices on sheet Remedies: role x week, which tier one more day of the role in that week would serve."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from resopt.excel.contents import Block, Cell, Column, Legend, Paragraph, Row, Style, Table
from resopt.report.cells import blank, text, week_columns, week_key, whole
from resopt.report.figures import Figures
from resopt.report.wording import Words
from resopt.result import Explanation, Price

ACROSS = 13  # weeks side by side; those of a longer horizon stand in a map of their own below
TONES = ("gap_strong", "gap_light", "gap_faint")  # of the first tier, the second, and those below
NONE, NO_TIME, NOT_WANTED = "–", "?", "·"
HELPS = 'COUNTIF({},">0")'


@dataclass(frozen=True)
class PriceMap:
    """Prices by role and week; what is `wanted` and has no price was not solved again."""

    figures: Figures
    found: Explanation

    @cached_property
    def price(self) -> dict[tuple[str, int], Price]:
        """What is known, by role and week."""
        return {(one.role, one.week): one for one in self.found.prices}

    @cached_property
    def wanted(self) -> frozenset[tuple[str, int]]:
        """The roles and open weeks in which lines that do not name their person want days."""
        lines = (x for x in self.figures.lines.values() if x.role and x.person_id is None)
        first = self.figures.portfolio.settings.past_weeks
        rows = ((x.role, w) for x in lines for w, units in enumerate(self.figures.wanted.get(x.id, ())) if units)
        return frozenset((role, w) for role, w in rows if w >= first)

    def tiers(self, role: str, weeks: Sequence[int]) -> list[int]:
        """Return the tiers that a day more of a role would serve in these weeks, one per week in which it would."""
        prices = (self.price.get((role, w)) for w in weeks)
        return [one.tier for one in prices if one is not None and one.tier is not None]

    def roles(self, weeks: Sequence[int]) -> list[str]:
        """Return the roles wanted in these weeks, those of the highest tiers first."""
        served = {role: self.tiers(role, weeks) for role, w in self.wanted if w in weeks}
        last = len(self.figures.portfolio.tiers)
        return sorted(
            served, key=lambda r: (min(served[r], default=last), -served[r].count(min(served[r], default=0)), r)
        )


def price_map(figures: Figures, words: Words, found: Explanation) -> tuple[Block, ...]:
    """Return heading, legend, map and how to read it; a sentence if next to nothing could be solved again in time."""
    if not found.prices:
        return (Paragraph(words.own("price.none", count=found.unpriced), "warning"),) if found.unpriced else ()
    tried = len(found.prices)
    if tried < found.unpriced and all(one.tier is None for one in found.prices):  # a map of question marks
        return (Paragraph(words.own("price.few", tried=tried, all=tried + found.unpriced), "warning"),)
    chart, settings = PriceMap(figures, found), figures.portfolio.settings
    weeks = range(settings.past_weeks, settings.weeks)
    parts = [weeks[at : at + ACROSS] for at in range(0, len(weeks), ACROSS)]
    tables = (_table(words, chart, part, f"prices{n}") for n, part in enumerate(parts) if chart.roles(part))
    return (
        Paragraph(words.say("remedies.prices"), "heading", breaks=True),
        Paragraph(words.say("remedies.prices.reading")),
        Legend(tuple(_legend(words, chart)), start=3, span=2),
        *tables,
        *_captions(words, chart),
    )


def _table(words: Words, chart: PriceMap, weeks: Sequence[int], name: str) -> Table:
    columns = (
        Column("role", words.column("demand", "role"), span=2),
        Column("tier", words.say("column.first_tier_gain")),
        Column("weeks", words.say("column.weeks_helped"), align="center"),
        *week_columns(words)[weeks[0] : weeks[-1] + 1],
    )
    rows = tuple(_row(words, chart, role, weeks) for role in chart.roles(weeks))
    return Table(name, columns, (*rows, _total(words, chart, weeks)))


def _row(words: Words, chart: PriceMap, role: str, weeks: Sequence[int]) -> Row:
    served, tiers = chart.tiers(role, weeks), words.portfolio.tiers
    best = words.tier(tiers[min(served)]) if served else ""
    helped = whole(len(served), align="center", formula=HELPS.format(_span(weeks)))
    return Row((text(role, "strong"), text(best, "muted"), helped, *(_cell(chart, role, w) for w in weeks)))


def _cell(chart: PriceMap, role: str, week: int) -> Cell:
    """Return the tier that a day more would serve, or the sign of what is known instead."""
    price = chart.price.get((role, week))
    if price is None:
        asked = (role, week) in chart.wanted
        return text(NO_TIME if asked else NOT_WANTED, "done" if asked else "free", align="center")
    if price.tier is None:
        return text(NONE, "gap_none", align="center") if price.bound is not None else whole(0, "met", align="center")
    form = "place" if price.tier == price.bound else "place_open"
    return Cell(price.tier + 1, Style(form, TONES[min(price.tier, len(TONES) - 1)], "center"))


def _total(words: Words, chart: PriceMap, weeks: Sequence[int]) -> Row:
    """Return for how many roles a day more would serve somebody, by week and in all."""
    served = {w: sum(1 for role in chart.roles(weeks) if chart.tiers(role, [w])) for w in weeks}

    def count(number: int, key: str, form: str) -> Cell:
        return whole(number, "total", align="center", formula=form.format(f"{{{key}:above}}"))

    return Row(
        (
            text(words.say("remedies.prices.total"), "total"),
            blank("total"),
            count(sum(served.values()), "weeks", "SUM({})"),
            *(count(number, week_key(w), HELPS) for w, number in served.items()),
        )
    )


def _span(weeks: Sequence[int]) -> str:
    return f"{{{week_key(weeks[0])}..{week_key(weeks[-1])}}}"


def _legend(words: Words, chart: PriceMap) -> Iterator[tuple[str, str]]:
    """Yield the colours of tiers, then the signs of what is no tier, as far as they stand in the map."""
    prices, last = chart.found.prices, len(TONES) - 1
    for n, tone in enumerate(TONES[: len(words.portfolio.tiers)]):
        yield tone, words.say("legend.price.lower" if n == last else "legend.price.tier", tier=n + 1)
    nobody = {one.bound is None for one in prices if one.tier is None}
    if True in nobody:
        yield "met", words.say("legend.price.proved_none", sign=0)
    if False in nobody:
        yield "gap_none", words.say("legend.price.none", sign=NONE)
    if chart.found.unpriced:
        yield "done", words.say("legend.price.no_time", sign=NO_TIME)


def _captions(words: Words, chart: PriceMap) -> Iterator[Paragraph]:
    """Yield which tiers the numbers are, what is proved of them, and for how many there was no time."""
    shown = [one for one in chart.found.prices if one.tier is not None]
    if shown:
        tiers = words.portfolio.tiers
        named = words.join(
            words.own("price.is", tier=k + 1, name=words.tier(tiers[k]))
            for k in sorted({one.tier or 0 for one in shown})
        )
        exact = sum(1 for one in shown if one.tier == one.bound)
        yield Paragraph(words.say("remedies.prices.tiers", tiers=named))
        yield Paragraph(words.say("remedies.prices.exact", exact=exact, shown=len(shown)))
    if chart.found.unpriced:
        yield Paragraph(words.own("price.untried", count=chart.found.unpriced), "warning")
