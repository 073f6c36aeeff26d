"""Remedies against brute force: on tiny portfolios no change of the kinds and sizes that are built is better."""

from __future__ import annotations

import os
from collections.abc import Iterator
from fractions import Fraction
from random import Random

import pytest
from builders import DAY, booking, line, person, portfolio, project, rule

import resopt as ro
from resopt.domain.changes import Change, FillIn, Hire, Lift, Limit, Shift, Train, Unlock, Waive, apply
from resopt.domain.records import Portfolio
from resopt.result import Remedy

ROLES = ("Dev", "QA")
OPTIONS = ro.Options(rounds=1, workers=1)
SEEDS = range(12) if os.environ.get("RESOPT_THOROUGH") else range(2)


def drawn(seed: int) -> Portfolio:
    """Return a few people who have less than their projects want, with a rule or lock in the way."""
    rng = Random(f"remedies {seed}")
    weeks, people = 2, [person(f"A{i}", rng.choice(ROLES)) for i in range(rng.randint(2, 3))]
    lines = [
        line(f"L{i}", f"P{i}", rng.choice(ROLES), weeks=weeks, fte=rng.choice((1, 1.6, 2)),
             max_people=rng.choice((None, None, 1)))
        for i in range(1, rng.randint(2, 3) + 1)
    ]  # fmt: skip
    projects = [project(f"P{i}", rng.randint(1, 2)) for i in range(1, len(lines) + 1)]
    return portfolio(
        people,
        projects,
        lines,
        weeks=weeks,
        step=DAY,
        rules=[rule("forbid", "A0", "P1")] if rng.random() < 0.6 else [],
        bookings=[booking("A1", "P2", {0: Fraction(0)}, lock="hard")] if rng.random() < 0.6 else [],
    )


def every(made: Portfolio) -> Iterator[Change]:
    """Yield all changes of the kinds and sizes that are built, whatever the reasons say."""
    held = {role for p in made.people for role in p.roles}
    for role in sorted({x.role for x in made.lines}):
        yield from (Hire(role, count) for count in (1, 2, 3))
        yield from (FillIn(role, other, Fraction(1)) for other in sorted(held - {role}))
        yield from (Train(p.id, role=role) for p in made.people if role not in p.roles)
    yield from (Waive.of(made, row.id) for row in made.rules)
    yield from (Unlock("booking", one.id) for one in made.bookings)
    yield from (Lift("line", x.id, "max_people") for x in made.lines if x.max_people is not None)
    yield from (Shift(p.id, weeks) for p in made.projects for weeks in (2, 4))
    yield Limit("max_projects", Fraction(made.settings.max_projects + 1))
    yield Limit("tolerance", Fraction(1, 10))


def gains(base: ro.Result, changed: ro.Result) -> tuple[int, ...]:
    return tuple(new.all - old.all for new, old in zip(changed.score.tiers, base.score.tiers, strict=True))


def place(by_tier: tuple[int, ...]) -> tuple[int, int]:
    """Return the rank of a change that helps: the highest tier that gains, then days."""
    return next((k for k, units in enumerate(by_tier) if units > 0), len(by_tier)), -sum(by_tier)


def helps(by_tier: tuple[int, ...]) -> bool:
    return sum(by_tier) > 0 and next(units for units in by_tier if units) > 0


def is_trade(remedy: Remedy) -> bool:
    return any(isinstance(change, ro.domain.changes.Priority) for change in remedy.changes)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_change_beats_the_remedies_found_and_each_gain_is_that_of_an_independent_solve(seed: int) -> None:
    made = drawn(seed)
    base = ro.solve(made, OPTIONS)
    assert base.status != "feasible"
    found = ro.explain(made, base.plan, proved=True, time_limit=60, workers=1).remedies
    for remedy in found:
        if remedy.exact and not is_trade(remedy):
            assert remedy.gains == gains(base, ro.solve(apply(made, remedy.changes), OPTIONS))
    brute = [gains(base, ro.solve(apply(made, (change,)), OPTIONS)) for change in every(made)]
    best = min((place(one) for one in brute if helps(one)), default=None)
    mine = min((place(one.gains) for one in found if not is_trade(one)), default=None)
    assert (best is None) == (mine is None)
    assert best is None or (mine is not None and mine <= best)
