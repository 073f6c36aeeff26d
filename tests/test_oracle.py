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
GROUPS = [SEEDS[n : n + 10] for n in range(0, len(SEEDS), 10)]
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


@pytest.mark.parametrize("seeds", GROUPS, ids=str)
def test_the_checker_confirms_every_optimum(seeds: range) -> None:
    for seed in seeds:
        best = best_of(seed)
        report = check(tiny(seed), best.plan)
        assert report.violations == (), seed
        assert report.score.vector() == best.vector, seed
        assert aside(report.set_aside) == names(best.aside), seed


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


@pytest.mark.parametrize("seeds", GROUPS, ids=str)
def test_the_engine_finds_and_proves_the_best(seeds: range) -> None:
    wrong = []
    for seed in seeds:
        portfolio, best = tiny(seed), best_of(seed)
        result = solved(portfolio)
        report = check(portfolio, result.plan)
        assert (report.violations, report.score) == ((), result.score), seed
        found = (result.score.vector(), aside(result.set_aside), result.status)
        if found != (best.vector, names(best.aside), "optimal"):
            wrong.append(f"{seed}: found {found}, best {best.vector} without {names(best.aside)}")
        assert_bounds(result, best, seed)
    assert not wrong, "\n".join(wrong)


def assert_bounds(result: Result, best: oracle.Best, seed: int) -> None:
    """A bound of the certificate holds for the best plan where the levels above it are the best ones."""
    ours, proof = result.score.vector(), result.certificate
    bounds: list[int | None] = [None] * FIRST_LEVEL
    met = 0
    for tier, score in zip(proof.tiers, check(tiny(seed), best.plan).score.tiers, strict=True):
        bounds += [-tier.core.bound, -tier.firm.bound, -tier.all.bound, -tier.value_bound]
        met += score.all
        assert met <= tier.flow_bound or best.vector[:FIRST_LEVEL] != ours[:FIRST_LEVEL], (seed, tier.label)
    bounds += [None, proof.soft_bound, proof.change_bound, proof.quality_bound]
    for n, (bound, level) in enumerate(zip(bounds, best.vector, strict=True)):
        if bound is not None and best.vector[:n] == ours[:n]:
            assert bound <= level, (seed, n)


@pytest.mark.parametrize("seeds", [WEIGHTED[n : n + 5] for n in range(0, len(WEIGHTED), 5)], ids=str)
def test_the_engine_finds_the_best_weighted_sum(seeds: range) -> None:
    wrong = []
    for seed in seeds:
        portfolio = by_weight(tiny(seed))
        best = oracle.weighted(portfolio)
        assert check(portfolio, best.plan).score.weighted == best.weighted, seed
        result = solved(portfolio)
        found = (result.score.set_aside, result.score.weighted, result.status)
        if found != (best.vector[:FIRST_LEVEL], best.weighted, "optimal"):
            wrong.append(f"{seed}: found {found}, best {best.vector[:FIRST_LEVEL]} {best.weighted}")
        bound = result.certificate.weighted_bound
        same_facts = aside(result.set_aside) == names(best.aside)
        assert bound is not None and (bound <= best.weighted or not same_facts), seed
    assert not wrong, "\n".join(wrong)
