"""Remedies as sentences: what is changed, who gains, who loses."""

from __future__ import annotations

from collections.abc import Sequence

from resopt.checker.sentences import project_text
from resopt.domain.records import Portfolio
from resopt.domain.units import to_days
from resopt.messages import say
from resopt.result import Remedy

NAMED = 4  # projects named one by one


def change_text(portfolio: Portfolio, remedy: Remedy, lang: str) -> str:
    """Return what is changed."""
    return say("remedy.and", lang).join(change.text(portfolio, lang) for change in remedy.changes)


def gain_text(remedy: Remedy, lang: str) -> str:
    """Return how many days are gained, `at least` where that is not proved."""
    return say("remedy.gain" if remedy.exact else "remedy.gain.least", lang, days=days_text(remedy.days))


def gains_text(portfolio: Portfolio, remedy: Remedy, lang: str) -> str:
    """Return the projects that get more, with their days."""
    return _projects(portfolio, [(p, units) for p, units in remedy.projects if units > 0], lang)


def loses_text(portfolio: Portfolio, remedy: Remedy, lang: str) -> str:
    """Return the projects that get less, with their days, `at most` where that is not proved; `nobody` for none."""
    losers = sorted(((p, units) for p, units in remedy.projects if units < 0), key=lambda one: (one[1], one[0]))
    if not losers:
        return say("remedy.nobody", lang)
    told = _projects(portfolio, losers, lang)
    return told if remedy.exact else say("remedy.loses.most", lang, projects=told)


def _projects(portfolio: Portfolio, listed: Sequence[tuple[str, int]], lang: str) -> str:
    named, others = listed[:NAMED], listed[NAMED:]
    texts = [
        say("remedy.project", lang, project=project_text(portfolio, p, lang), days=signed(units)) for p, units in named
    ]
    if others:
        texts.append(say("remedy.more", lang, count=len(others), days=signed(sum(units for _, units in others))))
    return ("、" if lang == "zh" else ", ").join(texts)


def days_text(units: int) -> str:
    """Return units as days without trailing zeros."""
    return f"{to_days(units):,.3f}".rstrip("0").rstrip(".")


def signed(units: int) -> str:
    """Return units as days with their sign."""
    return f"{'+' if units > 0 else '−'}{days_text(abs(units))}"
