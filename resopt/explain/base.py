"""The base: what is explained, as the worker processes of all parts of an explanation share it."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from resopt.domain.records import Portfolio
from resopt.domain.rules import Fact
from resopt.engine.pool import Pool
from resopt.plan import Plan


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """A portfolio and its plan, whether the plan is proved to meet the most in every tier, and what it sets aside."""

    portfolio: Portfolio
    plan: Plan
    proved: bool = False
    set_aside: tuple[Fact, ...] = ()


def pool_of(base: Base, workers: int, pool: Pool | None) -> AbstractContextManager[Pool]:
    """Return a pool that is there already, which stays, or one of its own: processes take a second to start."""
    return Pool(base, workers) if pool is None else nullcontext(pool)
