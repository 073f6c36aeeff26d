"""Plans judged in the parent process: every level recomputed by the checker, bounds as the methods claim them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from resopt.checker import Checker, prepare
from resopt.domain.grid import lay_out
from resopt.plan import Plan
from resopt.result import Score

from .desk import Claims
from .find import AnyCase
from .process import Ending

FALSE_BOUND = "FALSE BOUND"


@dataclass(frozen=True, slots=True)
class Row:
    """One method on one case. Days and days of level 3; `vector` is the plan's levels 0 to 3 in integers.

    `mark` is `=` where levels 0 to 2, the days met in every tier among them, are those of the best plan of the case,
    else `-`; a plan that breaks a rule has no mark and is never compared. `gap` is (coverage bound - met) / coverage
    bound. Under the weighted policy `quality` and its bound are the weighted sum.
    """

    case: str
    sha256: str
    method: str
    limit: float
    workers: int
    seconds: float
    megabytes: int
    first: float | None = None
    tiers: tuple[float, ...] = ()
    short: float | None = None
    set_aside: int = 0
    coverage_bound: float | None = None
    gap: float | None = None
    tiers_proved: int | None = None
    quality: float | None = None
    quality_bound: float | None = None
    violations: int = 0
    mark: str = ""
    vector: tuple[int, ...] = ()
    plan_sha256: str = ""
    note: str = ""


class Judge:
    """The checker of one case, and what its demand comes to."""

    def __init__(self, case: AnyCase) -> None:
        portfolio = case.load()
        self.is_weighted = portfolio.policy.kind == "weighted"
        self.checker: Checker = prepare(portfolio)
        self.wanted = sum(sum(row) for row in lay_out(portfolio).wanted.values())

    def row(self, row: Row, ending: Ending) -> Row:
        """Return the row with the levels of the plan, recomputed from the portfolio."""
        plan, claims = ending.report.plan, ending.report.claims
        row = replace(row, first=ending.report.first, note=ending.report.note)
        if plan is None:
            return row
        report = self.checker.check(plan)
        if report.violations:
            return replace(row, violations=len(report.violations), note=f"BREAKS {report.violations[0]}; {row.note}")
        return replace(row, **self._levels(report.score, claims), plan_sha256=_hash(plan))

    def _levels(self, score: Score, claims: Claims) -> dict[str, Any]:
        met = sum(tier.all for tier in score.tiers)
        bound = claims.coverage_bound
        return {
            "tiers": tuple(tier.all / 200 for tier in score.tiers),
            "short": (self.wanted - met) / 200,
            "set_aside": sum(score.set_aside),
            "coverage_bound": None if bound is None else bound / 200,
            "gap": None if bound is None else (bound - met) / bound if bound else 0.0,
            "tiers_proved": claims.tiers_proved,
            "quality": (score.weighted if self.is_weighted else score.quality) / 1e6,
            "quality_bound": None if claims.quality_bound is None else claims.quality_bound / 1e6,
            "vector": levels(score, self.is_weighted),
        }


def levels(score: Score, is_weighted: bool) -> tuple[int, ...]:
    """Return the levels that the policy compares, in their order; the smaller the better."""
    return (*score.set_aside, score.weighted) if is_weighted else score.vector()


def marked(rows: list[Row]) -> list[Row]:
    """Return the rows of one case, each marked whether its levels before the last are those of the best plan.

    A bound that a plan of another method passes is named in the note.
    """
    best = min((row.vector for row in rows if row.vector), default=())
    equal = [row for row in rows if row.vector and row.vector[:-1] == best[:-1]]
    rows = [replace(row, note=row.note.removeprefix(f"{FALSE_BOUND}; ")) for row in rows]
    found = [replace(row, mark="=" if row.vector[:-1] == best[:-1] else "-") if row.vector else row for row in rows]
    return [replace(row, note=f"{FALSE_BOUND}; {row.note}") if _is_false(row, equal) else row for row in found]


def _is_false(row: Row, best: list[Row]) -> bool:
    """Return whether a plan with the best tiers is better than `row` says is possible in days, tiers or level 3."""
    proved = slice(0, row.tiers_proved or 0)
    covered = row.coverage_bound is not None and any(sum(one.tiers) > row.coverage_bound for one in best)
    covered = covered or any(one.set_aside <= row.set_aside and one.tiers[proved] > row.tiers[proved] for one in best)
    if row.quality_bound is None or row.mark != "=":
        return covered
    return covered or any(one.quality is not None and one.quality < row.quality_bound for one in best)


def _hash(plan: Plan) -> str:
    return hashlib.sha256(repr((plan.assignments, plan.shifts)).encode()).hexdigest()
