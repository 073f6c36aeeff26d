"""Remedies as sentences: what is changed, who gains, who loses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from resopt.checker.sentences import project_text
from resopt.domain.amounts import unit_name, unit_size
from resopt.domain.records import Portfolio
from resopt.explain.named import named_list
from resopt.messages import say
from resopt.result import Price, Remedy, Staffing, Worth


def change_text(portfolio: Portfolio, remedy: Remedy, lang: str) -> str:
    """Return what is changed."""
    return say("remedy.and", lang).join(change.text(portfolio, lang) for change in remedy.changes)


def gain_text(portfolio: Portfolio, remedy: Remedy, lang: str) -> str:
    """Return how many days are gained in all, `at least` where that is not proved."""
    if remedy.exact and not remedy.days:
        return say("remedy.gain.none", lang)
    key = "remedy.gain" if remedy.exact else "remedy.gain.least"
    return say(key, lang, unit=unit_name(portfolio, lang), days=_amount(portfolio, remedy.days))


def gains_text(portfolio: Portfolio, remedy: Remedy, lang: str) -> str:
    """Return the projects that get more, with their days, those of the highest tier first."""
    tier_of = {p: k for k, tier in enumerate(portfolio.tiers) for p in tier.project_ids}
    gaining = [(p, units) for p, units in remedy.projects if units > 0]
    return _projects(portfolio, sorted(gaining, key=lambda one: tier_of[one[0]]), lang)


def loses_text(portfolio: Portfolio, remedy: Remedy, lang: str) -> str:
    """Return the projects that get less, with their days, `at most` where that is not proved; `nobody` for none."""
    losers = sorted(((p, units) for p, units in remedy.projects if units < 0), key=lambda one: (one[1], one[0]))
    if not losers:
        return say("remedy.nobody", lang)
    told = _projects(portfolio, losers, lang)
    return told if remedy.exact else say("remedy.loses.most", lang, projects=told)


def _projects(portfolio: Portfolio, listed: Sequence[tuple[str, int]], lang: str) -> str:
    def one(item: tuple[str, int]) -> str:
        project, days = project_text(portfolio, item[0], lang), signed(portfolio, item[1])
        return say("remedy.project", lang, project=project, days=days)

    def rest(others: Sequence[tuple[str, int]]) -> str:
        return say("remedy.more", lang, count=len(others), days=signed(portfolio, sum(units for _, units in others)))

    return named_list(listed, lang, one, rest)


def worth_text(portfolio: Portfolio, worth: Worth, lang: str) -> str:
    """Return what is left out; an only holder is called by what they hold, not by name."""
    if worth.kind == "holder":
        return say("worth.holder", lang, name=worth.name)
    return change_text(portfolio, worth.without, lang)


def worth_days(portfolio: Portfolio, worth: Worth, lang: str) -> str:
    """Return the days that all projects together get more or fewer without it."""
    days = worth.without.days
    if not days:
        return say("worth.nothing", lang)
    return say("worth.changes", lang, days=signed(portfolio, days), unit=unit_name(portfolio, lang))


def staffing_lines(portfolio: Portfolio, staffing: Staffing, lang: str) -> list[str]:
    """Return for each option what the project gets with it, who gains besides, and what it displaces."""
    name = project_text(portfolio, staffing.project_id, lang)
    lines = []
    for remedy, met in staffing.options:
        cost = say("remedy.cost", lang, cost=f"{float(remedy.cost):,.0f}") if remedy.cost else ""
        parts = {
            "what": change_text(portfolio, remedy, lang),
            "gains": gains_text(portfolio, remedy, lang) or say("remedy.nobody", lang),
            "loses": loses_text(portfolio, remedy, lang),
        }
        amounts = {"met": _amount(portfolio, met), "wanted": _amount(portfolio, staffing.wanted)}
        key = "staffing.full" if met == staffing.wanted else "staffing.part"
        lines.append(say(key, lang, project=name, cost=cost, unit=unit_name(portfolio, lang), **amounts, **parts))
    return lines or [say("staffing.untried", lang, project=name)]


def by_role(found: Iterable[Price]) -> dict[str, dict[int, list[int]]]:
    """Return by role and tier the weeks in which one more day is worth it, the roles of the highest tiers first."""
    worth = dict[str, dict[int, list[int]]]()
    for price in found:
        if price.tier is not None:
            worth.setdefault(price.role, {}).setdefault(price.tier, []).append(price.week)
    return dict(sorted(worth.items(), key=lambda one: (min(one[1]), -len(one[1][min(one[1])]), one[0])))


def _amount(portfolio: Portfolio, units: int) -> str:
    return f"{units / unit_size(portfolio):,.3f}".rstrip("0").rstrip(".")


def signed(portfolio: Portfolio, units: int) -> str:
    """Return units in the unit of the portfolio with their sign."""
    return f"{'+' if units > 0 else '−'}{_amount(portfolio, abs(units))}"
