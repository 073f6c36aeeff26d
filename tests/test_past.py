"""Mid-quarter: weeks before As Of are facts, and every plan of the open weeks is still the best there is."""

from __future__ import annotations

from functools import cache

import oracle
import pytest
from proofs import FIRST_LEVEL, assert_best, assert_best_weighted, assert_confirmed
from test_oracle import by_weight
from tiny import tiny
from tiny_past import midway

SEEDS = range(0, 200, 2)


@cache
def best_of(seed: int) -> oracle.Best:
    return oracle.best(midway(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_checker_confirms_every_optimum(seed: int) -> None:
    assert_confirmed(midway(seed), best_of(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_engine_finds_and_proves_the_best(seed: int) -> None:
    assert_best(midway(seed), best_of(seed))


@pytest.mark.parametrize("seed", SEEDS[::6])
def test_the_engine_finds_the_best_weighted_sum(seed: int) -> None:
    assert_best_weighted(by_weight(midway(seed)))


def test_the_past_changes_what_is_best() -> None:
    """The sample is no good if the days done never count."""
    shorter = [
        seed for seed in SEEDS if best_of(seed).vector[FIRST_LEVEL:] != oracle.best(tiny(seed)).vector[FIRST_LEVEL:]
    ]
    assert len(shorter) > 30
