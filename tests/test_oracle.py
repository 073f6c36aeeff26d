"""The engine against brute force: on 200 tiny portfolios every level of its plan is the best there is."""

from __future__ import annotations

import itertools
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from random import Random

import builders
import oracle
import pytest
from proofs import FIRST_LEVEL, assert_best, assert_best_weighted, assert_confirmed
from solving import best_of
from tiny import tiny

from resopt.domain.records import Portfolio
from resopt.domain.rules import Rule

SEEDS = range(200)
WEIGHTED = SEEDS[::6]
BY_ID = SEEDS[::4]
THOROUGH = bool(os.environ.get("RESOPT_THOROUGH"))
OFTEN = 10  # portfolios that every rule has to bind
# Plans cannot even be written outside the horizon, so this rule has nothing to bind.
BINDING = [rule for rule in Rule if rule is not Rule.HORIZON]
# These have no input of their own that could be taken away.
ALWAYS = (Rule.ELIGIBILITY, Rule.DATES, Rule.STEP)
MOST = 300_000  # plans without a rule; with more, the portfolio does not count for that rule


def by_weight(portfolio: Portfolio) -> Portfolio:
    return replace(portfolio, policy=replace(portfolio.policy, kind="weighted"))


def by_id(portfolio: Portfolio, seed: int, per_day: int = 1) -> Portfolio:
    """Return the portfolio with the weighted policy and prices by ID for about half of everything."""
    rng = Random(f"prices {seed}")

    def some(keys: Iterable[object], dearest: int) -> dict[object, Fraction]:
        return {key: Fraction(rng.randint(0, dearest), 997) for key in keys if rng.random() < 0.5}

    people, lines = [p.id for p in portfolio.people], [x.id for x in portfolio.lines]
    weeks = itertools.product(lines, range(portfolio.settings.weeks))
    policy = replace(
        portfolio.policy,
        kind="weighted",
        price_missing_by=some([*lines, *weeks], 4000 * per_day),
        price_idle_by=some(people, 500 * per_day),
        price_pair_by=some(itertools.product(people, lines), 3000),
        price_used_by=some(people, 3000),
    )
    return replace(portfolio, policy=policy)


# The oracle by itself


@pytest.mark.parametrize("seed", SEEDS)
def test_the_checker_confirms_every_optimum(seed: int) -> None:
    assert_confirmed(tiny(seed), best_of(seed))


def test_every_rule_binds_often_and_costs_days() -> None:
    """A rule is taken away until it has bound often enough; RESOPT_THOROUGH counts them all to the end."""
    binding, costs_days = Counter[Rule](), 0
    for seed in SEEDS:
        portfolio, best = tiny(seed), best_of(seed)
        days = slice(FIRST_LEVEL, FIRST_LEVEL + 4 * len(portfolio.tiers))
        loses = False
        for rule, vector in without_each(portfolio, [r for r in BINDING if THOROUGH or binding[r] < OFTEN]):
            binding[rule] += vector != best.vector
            loses |= vector[days] < best.vector[days]
        costs_days += loses
    counts = ", ".join(f"{rule.value} {binding[rule]}" for rule in BINDING)
    print(f"\nof {len(SEEDS)} portfolios bound by: {counts}; days lost to a rule in {costs_days}")
    assert {rule for rule in BINDING if binding[rule] < OFTEN} == set()
    assert costs_days >= 50


def without_each(portfolio: Portfolio, rules: Iterable[Rule]) -> Iterator[tuple[Rule, tuple[int, ...]]]:
    """Yield the best levels without each of the rules that the portfolio has."""
    for rule in rules:
        if rule in ALWAYS or oracle.relaxed(portfolio, rule) is not portfolio:
            try:
                yield rule, oracle.best(portfolio, without=rule, most=MOST).vector
            except oracle.TooLargeError:
                continue


# The engine against it


@pytest.mark.parametrize("seed", SEEDS)
def test_the_engine_finds_and_proves_the_best(seed: int) -> None:
    assert_best(tiny(seed), best_of(seed))


@pytest.mark.parametrize("seed", WEIGHTED)
def test_the_engine_finds_the_best_weighted_sum(seed: int) -> None:
    assert_best_weighted(by_weight(tiny(seed)))


@pytest.mark.parametrize("seed", BY_ID)
def test_the_engine_finds_the_best_weighted_sum_of_prices_by_id(seed: int) -> None:
    assert_best_weighted(by_id(tiny(seed), seed))


@pytest.mark.parametrize("seed", range(12))
def test_the_engine_finds_the_best_without_a_step(seed: int) -> None:
    """Weeks of a few units each, so that all plans in single units can be looked at."""
    rng = Random(f"no step {seed}")
    unit = Fraction(1, builders.WEEK)
    lines = [builders.line(f"L{n}", f"P{n}", weeks=rng.randint(1, 2), fte=rng.randint(1, 5) * unit) for n in (1, 2, 3)]
    given = builders.portfolio(
        [builders.person(i, fte=rng.randint(2, 4) * unit, max_projects=rng.randint(1, 3)) for i in "AB"],
        [builders.project(f"P{n}", rank=rng.randint(1, 2)) for n in (1, 2, 3)],
        lines,
        step=1,
        settings={"min_days": rng.choice([0, 1]), "min_days_is_share": True},
    )
    units = {name: rng.randint(1, 9) * builders.DAY for name in ("price_missing", "price_idle")}
    given = replace(given, policy=builders.policy(price_pair=2, price_used=1, **units))
    assert_best_weighted(by_id(given, seed, builders.DAY))
