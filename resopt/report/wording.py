"""How amounts, dates, weeks and names are said in a language: one unit in the whole file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from resopt.domain.records import Portfolio, Tier
from resopt.domain.units import UNITS_PER_DAY, UNITS_PER_WEEK
from resopt.messages import names, say


def in_unit(portfolio: Portfolio, units: int) -> float:
    """Return units in the file's unit: days, or FTE-weeks of 5 days (`Report Unit` = FTE)."""
    return units / (UNITS_PER_WEEK if portfolio.settings.report_unit == "FTE" else UNITS_PER_DAY)


@dataclass(frozen=True, slots=True)
class Words:
    """Says things about a portfolio in one language."""

    portfolio: Portfolio
    lang: str

    def say(self, key: str, **values: object) -> str:
        """Return the sentence `report.<key>`."""
        return say(f"report.{key}", self.lang, **values)

    def own(self, key: str, **values: object) -> str:
        """Return a sentence of another part of the catalogue than the report's."""
        return say(key, self.lang, **values)

    def value(self, units: int) -> float:
        """Return units in the unit of the file."""
        return in_unit(self.portfolio, units)

    @property
    def unit(self) -> str:
        """The unit of the file: days or FTE-weeks."""
        return self.say("unit.fte" if self.portfolio.settings.report_unit == "FTE" else "unit.days")

    def amount(self, units: int) -> str:
        """Return units as text with their unit: `42.5 days`."""
        number = plain_number(self.value(units))
        kind = "fte" if self.portfolio.settings.report_unit == "FTE" else "days"
        return self.say(f"amount.{kind}.{'one' if number == '1' else 'many'}", n=number)

    def count(self, noun: str, n: int) -> str:
        """Return how many: `1 person`, `12 people`."""
        return self.say(f"count.{noun}.{'one' if n == 1 else 'many'}", n=f"{n:,}")

    def week(self, week: int) -> str:
        """Return the Monday of a week: `2026-01-05`, which reads alike everywhere."""
        return self.portfolio.settings.monday(week).isoformat()

    def span(self, first: int, last: int) -> str:
        """Return the Mondays of the first and the last week."""
        return self.week(first) if first == last else f"{self.week(first)} – {self.week(last)}"

    def weeks(self, weeks: Iterable[int]) -> str:
        """Return weeks as few spans: `2026-01-05 – 2026-01-19, 2026-02-09`."""
        return self.join(self._spans(weeks))

    def span_lines(self, weeks: Iterable[int]) -> str:
        """Return weeks as few spans, each in a line of its own, for a narrow cell."""
        return "\n".join(self._spans(weeks))

    def _spans(self, weeks: Iterable[int]) -> list[str]:
        spans: list[list[int]] = []
        for week in sorted(set(weeks)):
            if spans and spans[-1][1] == week - 1:
                spans[-1][1] = week
            else:
                spans.append([week, week])
        return [self.span(first, last) for first, last in spans]

    def join(self, parts: Iterable[str]) -> str:
        """Return parts as a list with commas."""
        return ("、" if self.lang == "zh" else ", ").join(parts)

    def both(self, parts: Iterable[str]) -> str:
        """Return parts as a list that ends with `and`."""
        items = list(parts)
        return self.say("and", first=self.join(items[:-1]), last=items[-1]) if len(items) > 1 else "".join(items)

    def term(self, kind: str, english: str) -> str:
        """Return a value (status, severity, rule) in the language."""
        return names.value(kind, english, self.lang)

    def column(self, sheet: str, key: str) -> str:
        """Return the name of an input column."""
        return names.of(names.COLUMNS[sheet][key], self.lang)

    def sheet(self, key: str) -> str:
        """Return the name of an output sheet."""
        return names.of(names.OUTPUT_SHEETS[key], self.lang)

    def tier(self, tier: Tier) -> str:
        """Return class and priority of a tier."""
        return self.tier_name(tier.kind, tier.label)

    def tier_name(self, kind: str, label: str) -> str:
        """Return class and priority of a tier."""
        return self.say("tier.name", kind=self.say(f"class.{kind}"), label=label)


def plain_number(value: float) -> str:
    """Return a number for a sentence: one decimal at most, more only where it would read 0."""
    text = f"{value:,.1f}" if not value or abs(value) >= 0.05 else f"{value:.3f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def share_text(part: int, whole: int) -> str:
    """Return a share in percent to a tenth, rounded down: 100 % only where nothing is missing."""
    share = floor_share(part, whole)
    return "<0.1%" if not share and part else f"{100 * share:.1f}%".replace(".0%", "%")


def floor_share(part: int, whole: int) -> float:
    """Return part / whole rounded down to a tenth of a percent, so that nothing short reads as 100 %."""
    return 1.0 if part >= whole else (1000 * part // whole) / 1000
