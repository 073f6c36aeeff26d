"""What holds for an optimum that brute force found: the checker confirms it, the engine finds and proves it."""

from __future__ import annotations

from collections.abc import Iterable

import oracle
from solving import solved

from resopt.checker import check
from resopt.domain.records import Portfolio
from resopt.domain.rules import FACT_RULES, Fact, Rule
from resopt.result import Result

FIRST_LEVEL = len(FACT_RULES)


def names(facts: Iterable[tuple[Rule, str]]) -> list[tuple[str, str]]:
    return sorted((rule.value, key) for rule, key in facts)


def aside(facts: Iterable[Fact]) -> list[tuple[str, str]]:
    return names((fact.rule, fact.key) for fact in facts)


def assert_confirmed(portfolio: Portfolio, best: oracle.Best) -> None:
    """The checker finds no fault with the best plan and gives it the same levels and facts set aside."""
    report = check(portfolio, best.plan)
    assert report.violations == ()
    assert report.score.vector() == best.vector
    assert aside(report.set_aside) == names(best.aside)


def assert_best(portfolio: Portfolio, best: oracle.Best) -> None:
    """The engine finds a plan of the same levels, sets aside the same facts, and proves it."""
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


def assert_best_weighted(portfolio: Portfolio) -> None:
    best = oracle.weighted(portfolio)
    assert check(portfolio, best.plan).score.weighted == best.weighted
    result = solved(portfolio)
    assert (result.score.set_aside, result.score.weighted) == (best.vector[:FIRST_LEVEL], best.weighted)
    assert aside(result.set_aside) == names(best.aside)
    bound = result.certificate.weighted_bound
    assert bound is not None and bound <= best.weighted
    assert result.status == "optimal"
