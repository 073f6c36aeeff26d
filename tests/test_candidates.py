"""Charges of level 3 as arrays: the engine's and the checker's are derived apart and must be equal, however odd."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from tiny import tiny as random_portfolio

from resopt.checker.ground import Ground
from resopt.domain.grid import lay_out
from resopt.domain.records import Fit, Portfolio
from resopt.domain.rules import Rule
from resopt.engine.candidates import accepts, charges


def odd(seed: int) -> Portfolio:
    """Return a tiny portfolio with wishes and money; every third has weights too fine for 64 bits."""
    rng, subject = Random(f"odd {seed}"), random_portfolio(seed)
    fine = Fraction(17, 10**12 + 39)
    cost = fine if seed % 3 == 0 else Fraction(rng.randrange(9), 7)
    weights = replace(subject.policy, cost=cost, fit=Fraction(1, 97))
    people = tuple(replace(p, cost_per_day=Fraction(rng.randrange(3000), rng.choice((1, 3)))) for p in subject.people)
    place = [(None, "Dev"), (None, "QA"), (subject.projects[0].id, "")]
    fits = {(rng.choice(people).id, *rng.choice(place)) for _ in range(4)}
    wishes = tuple(
        Fit(*key, Fraction(rng.randrange(2000)), rng.choice((None, -2, 1, 2))) for key in sorted(fits, key=str)
    )
    liked = tuple(replace(x, preferred=(people[0].id,)) if rng.random() < 0.3 else x for x in subject.lines)
    return replace(subject, policy=weights, people=people, fits=wishes, lines=liked)


def by_pair(subject: Portfolio) -> dict[tuple[str, str], int]:
    """Return the engine's charges by person and line."""
    return {
        (subject.people[i].id, line): int(cost)
        for line, (who, costs) in charges(subject).items()
        for i, cost in zip(who.tolist(), costs.tolist(), strict=True)
    }


@pytest.mark.parametrize("first", range(0, 400, 100))
def test_engine_and_checker_charge_the_same(first: int) -> None:
    for seed in range(first, first + 100):
        subject = odd(seed)
        ground, costs = Ground(subject), by_pair(subject)
        for one in subject.lines:
            for p in subject.people:
                assert ground.charges.per_unit(p.id, one) == costs.get((p.id, one.id), 0), (seed, p.id, one.id)


def test_charges_are_those_of_the_people_whom_a_line_accepts() -> None:
    for seed in range(50):
        subject = odd(seed)
        able = accepts(subject)
        for line_id, (who, costs) in charges(subject).items():
            assert tuple(subject.people[i].id for i in who) == able[line_id]
            assert min(costs, default=0) == 0


@pytest.mark.parametrize("first", range(0, 400, 100))
def test_engine_and_checker_lay_out_the_same_days(first: int) -> None:
    for seed in range(first, first + 100):
        subject = random_portfolio(seed)
        ground, grid = Ground(subject), lay_out(subject)
        assert ground.capacity == grid.capacity
        assert ground.wanted == grid.wanted
        assert ground.shifts == grid.shifts
        assert set(ground.locks) == {pin for pin in grid.pins if pin.rule is Rule.HARD_LOCK}
