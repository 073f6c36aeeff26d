"""Changes: one frozen record per kind of change of the input, applied to a Portfolio, which stays as it is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from resopt.domain.changes.base import Change, Scenario
from resopt.domain.changes.people import Absent, Hire, Leave, Start, Train
from resopt.domain.changes.terms import FillIn, Lend, Limit, Pin, Unlock, Waive
from resopt.domain.changes.work import Hold, Lift, Priority, Scale, Shift
from resopt.domain.records import Portfolio

__all__ = [
    "Absent",
    "Change",
    "FillIn",
    "Hire",
    "Hold",
    "Leave",
    "Lend",
    "Lift",
    "Limit",
    "Pin",
    "Priority",
    "Scale",
    "Scenario",
    "Shift",
    "Start",
    "Train",
    "Unlock",
    "Waive",
    "apply",
    "describe",
]


def apply(portfolio: Portfolio, changes: Iterable[Change], name: str = "") -> Portfolio:
    """Return a new Portfolio with `changes` applied in their order and noted in its `changes`; `portfolio` stays.

    A `name` becomes that of the new portfolio. Its SHA-256 is made from that of the old one and the changes.

    Raises
    ------
    ValueError
        If a change names what the portfolio does not have; the nearest name is in the message.
    """
    made, changed = tuple(changes), portfolio
    for change in made:
        changed = change.on(changed)
    digest = hashlib.sha256("\n".join([portfolio.sha256, *map(repr, made)]).encode()).hexdigest()
    return replace(
        changed,
        changes=(*portfolio.changes, *made),
        name=name or portfolio.name,
        sha256=digest if made else portfolio.sha256,
        base_sha256=portfolio.base_sha256 or (portfolio.sha256 if made else ""),
    )


def describe(portfolio: Portfolio, lang: str = "en") -> list[str]:
    """Return the changes that made `portfolio` from its input, one sentence each."""
    return [change.text(portfolio, lang) for change in portfolio.changes]
