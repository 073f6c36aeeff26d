"""Remedies as sentences: what is changed, who gains, who loses."""

from __future__ import annotations

from collections.abc import Sequence

from resopt.checker.sentences import project_text
from resopt.domain.amounts import unit_name, unit_size
from resopt.domain.records import Portfolio
from resopt.domain.units import to_days
from resopt.messages import say
from resopt.result import Remedy

NAMED = 4  # projects named one by one


def change_text(portfolio: Portfolio, remedy: Remedy, lang: str) -> str:
    """Return what is changed."""
    return say("remedy.and", lang).join(change.text(portfolio, lang) for change in remedy.changes)


def gain_text(portfolio: Portfolio, remedy: Remedy, lang: str) -> str:
    """Return how many days are gained, `at least` where that is not proved."""
    key = "remedy.gain" if remedy.exact else "remedy.gain.least"
    return say(key, lang, unit=unit_name(portfolio, lang), days=_amount(portfolio, remedy.days))


def gains_text(portfolio: Portfolio, remedy: Remedy, lang: str) -> str:
    """Return the projects that get more, with their days."""
    return _projects(portfolio, [(p, units) for p, units in remedy.projects if units > 0], lang)


def loses_text(portfolio: Portfolio, remedy: Remedy, lang: str) -> str:
    """Return the projects that get less, with their days; `nobody` where there is none."""
    losers = sorted(((p, units) for p, units in remedy.projects if units < 0), key=lambda one: (one[1], one[0]))
    return _projects(portfolio, losers, lang) or say("remedy.nobody", lang)


def _projects(portfolio: Portfolio, listed: Sequence[tuple[str, int]], lang: str) -> str:
    named, others = listed[:NAMED], listed[NAMED:]
    texts = [
        say("remedy.project", lang, project=project_text(portfolio, p, lang), days=signed(portfolio, units))
        for p, units in named
    ]
    if others:
        texts.append(
            say("remedy.more", lang, count=len(others), days=signed(portfolio, sum(units for _, units in others)))
        )
    return ("、" if lang == "zh" else ", ").join(texts)


def days_text(units: int) -> str:
    """Return units as days without trailing zeros."""
    return f"{to_days(units):,.3f}".rstrip("0").rstrip(".")


def _amount(portfolio: Portfolio, units: int) -> str:
    return f"{units / unit_size(portfolio):,.3f}".rstrip("0").rstrip(".")


def signed(portfolio: Portfolio, units: int) -> str:
    """Return units in the unit of the portfolio with their sign."""
    return f"{'+' if units > 0 else '−'}{_amount(portfolio, abs(units))}"
