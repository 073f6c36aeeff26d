"""The engine against brute force: on 200 tiny portfolios every level of its plan is the best there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

import oracle
import pytest
from solving import best_of, solved
from tiny import tiny

from resopt.checker import check
from resopt.domain.records import Portfolio
from resopt.domain.rules import FACT_RULES, Fact, Rule
from resopt.result import Result

SEEDS = range(200)
WEIGHTED = SEEDS[::6]
FIRST_LEVEL = len(FACT_RULES)
# Plans cannot even be written outside the horizon, so this rule has nothing to bind.
BINDING = [rule for rule in Rule if rule is not Rule.HORIZON]
# These have no input of their own that could be taken away.
ALWAYS = (Rule.ELIGIBILITY, Rule.DATES, Rule.STEP)
MOST = 300_000  # plans without a rule; with more, the portfolio does not count for that rule


def by_weight(portfolio: Portfolio) -> Portfolio:
    return replace(portfolio, policy=replace(portfolio.policy, kind="weighted"))


def names(facts: Iterable[tuple[Rule, str]]) -> list[tuple[str, str]]:
    return sorted((rule.value, key) for rule, key in facts)


def aside(facts: Iterable[Fact]) -> list[tuple[str, str]]:
    return names((fact.rule, fact.key) for fact in facts)


# The oracle by itself


@pytest.mark.parametrize("seed", SEEDS)
def test_the_checker_confirms_every_optimum(seed: int) -> None:
    best = best_of(seed)
    report = check(tiny(seed), best.plan)
    assert report.violations == ()
    assert report.score.vector() == best.vector
    assert aside(report.set_aside) == names(best.aside)


def test_every_rule_binds_often_and_costs_days() -> None:
    binding, costs_days = Counter[Rule](), 0
    for seed in SEEDS:
        portfolio, best = tiny(seed), best_of(seed)
        days = slice(FIRST_LEVEL, FIRST_LEVEL + 4 * len(portfolio.tiers))
        loses = False
        for rule, vector in without_each(portfolio):
            binding[rule] += vector != best.vector
            loses |= vector[days] < best.vector[days]
        costs_days += loses
    counts = ", ".join(f"{rule.value} {binding[rule]}" for rule in BINDING)
    print(f"\nof {len(SEEDS)} portfolios bound by: {counts}; days lost to a rule in {costs_days}")
    assert {rule for rule in BINDING if binding[rule] < 10} == set()
    assert costs_days >= 50


def without_each(portfolio: Portfolio) -> Iterator[tuple[Rule, tuple[int, ...]]]:
    """Yield the best levels without each rule that the portfolio has."""
    for rule in BINDING:
        if rule in ALWAYS or oracle.relaxed(portfolio, rule) is not portfolio:
            try:
                yield rule, oracle.best(portfolio, without=rule, most=MOST).vector
            except oracle.TooLargeError:
                continue


# The engine against it


@pytest.mark.parametrize("seed", SEEDS)
def test_the_engine_finds_and_proves_the_best(seed: int) -> None:
    portfolio, best = tiny(seed), best_of(seed)
    result = solved(portfolio)
    report = check(portfolio, result.plan)
    assert (report.violations, report.score) == ((), result.score)
    assert (result.score.vector(), aside(result.set_aside)) == (best.vector, names(best.aside))
    assert_bounds(result, best)
    assert result.status == "optimal"


def assert_bounds(result: Result, best: oracle.Best) -> None:
    """Every bound of the certificate holds: no plan is better than the best one, which the result equals."""
    bounds: list[int | None] = [None] * FIRST_LEVEL
    proof, met = result.certificate, 0
    for tier in proof.tiers:
        bounds += [-tier.core.bound, -tier.firm.bound, -tier.all.bound, -tier.value_bound]
        met += tier.all.met
        assert met <= tier.flow_bound, tier.label
    bounds += [None, proof.soft_bound, proof.change_bound, proof.quality_bound]
    assert met <= proof.coverage_bound
    for place, (bound, level) in enumerate(zip(bounds, best.vector, strict=True)):
        assert bound is None or bound <= level, place


@pytest.mark.parametrize("seed", WEIGHTED)
def test_the_engine_finds_the_best_weighted_sum(seed: int) -> None:
    portfolio = by_weight(tiny(seed))
    best = oracle.weighted(portfolio)
    assert check(portfolio, best.plan).score.weighted == best.weighted
    result = solved(portfolio)
    assert (result.score.set_aside, result.score.weighted) == (best.vector[:FIRST_LEVEL], best.weighted)
    assert aside(result.set_aside) == names(best.aside)
    bound = result.certificate.weighted_bound
    assert bound is not None and bound <= best.weighted
    assert result.status == "optimal"
