"""The tiny portfolios mid-quarter: a week or two before their horizon are past, with days done in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from random import Random

from tiny import tiny
from tiny_draft import START

from resopt.domain.records import Actual, Booking, Line, Portfolio, Segment


def midway(seed: int) -> Portfolio:
    """Return the tiny portfolio of `seed` with past weeks put before it: its open weeks are those of `tiny(seed)`."""
    rng, given = Random(f"past {seed}"), tiny(seed)
    past = rng.choice([1, 1, 2])
    settings = replace(
        given.settings,
        start=START - timedelta(days=7 * past),
        weeks=given.settings.weeks + past,
        as_of=START + timedelta(days=rng.choice([0, 0, 4])),
        carry_over=rng.random() < 0.4,
    )
    lines = tuple(_earlier(rng, line, past) for line in given.lines)
    budgets = {p.id: p.budget and p.budget * rng.choice([1, 1, 2]) for p in given.projects}
    return replace(
        given,
        settings=settings,
        projects=tuple(replace(p, budget=budgets[p.id]) for p in given.projects),
        lines=lines,
        bookings=tuple(_booked_before(rng, b, past) for b in given.bookings),
        actuals=tuple(_actuals(rng, given, past)),
    )


def _monday(week: int) -> Segment:
    first = START - timedelta(days=7 * week)
    return Segment(first, first + timedelta(days=6), Fraction(1))


def _earlier(rng: Random, line: Line, past: int) -> Line:
    """Let a line want days in past weeks too."""
    if not line.segments or rng.random() < 0.3:
        return line
    amount = rng.choice([Fraction(1, 2), Fraction(1), Fraction(2)])
    weeks = range(past, 0, -1) if rng.random() < 0.7 else [rng.randint(1, past)]
    before = tuple(replace(_monday(week), amount=amount) for week in weeks)
    return replace(line, segments=(*before, *line.segments))


def _booked_before(rng: Random, booking: Booking, past: int) -> Booking:
    if rng.random() < 0.5:
        return booking
    week = replace(_monday(rng.randint(1, past)), amount=rng.choice([Fraction(1, 2), Fraction(1), Fraction(6, 5)]))
    return replace(booking, segments=(week, *booking.segments))


def _actuals(rng: Random, given: Portfolio, past: int) -> list[Actual]:
    rows = []
    for project in given.projects:
        own = [line for line in given.lines if line.project_id == project.id]
        for _ in range(rng.choice([0, 1, 1, 2, 3]) if own else 0):
            line = rng.choice(own).id if rng.random() < 0.4 else ""
            days = Fraction(rng.choice([0, 100, 250, 317, 500, 640]), 100)
            monday = START - timedelta(days=7 * rng.randint(1, past))
            rows.append(Actual(rng.choice(given.people).id, project.id, monday, line, days))
    return rows
