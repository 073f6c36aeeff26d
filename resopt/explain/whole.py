"""All of an explanation: reasons by amounts, then by rules, remedies, prices, as long as time allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from time import monotonic

from resopt.arguments import need_count, need_number, need_plan_of
from resopt.checker import check
from resopt.domain.records import Portfolio
from resopt.engine.pool import Pool
from resopt.explain.base import Base, pool_of
from resopt.explain.conflicts import explain
from resopt.explain.network import Claims
from resopt.explain.prices import prices
from resopt.explain.proof import proved
from resopt.explain.reasons import open_weeks, with_reasons
from resopt.explain.remedies import remedies
from resopt.explain.rulings import Cases, with_rulings
from resopt.explain.staffing import staffing
from resopt.explain.standing import Standing
from resopt.messages import say
from resopt.plan import Plan
from resopt.result import Conflict, Contradiction, Explanation

REASONS, LONGEST = 0.4, 60.0  # of the time, and seconds, at most; the rest is for remedies
GRACE = 1.5  # seconds that a worker has to end what it began: a new one would have to start
STAFFING = 0.2  # for what it takes to staff one project
PRICES = 0.1  # for what one more day of each role is worth in each week


def full_explanation(
    portfolio: Portfolio,
    plan: Plan,
    *,
    contradictions: Sequence[Contradiction] = (),
    proved: bool = False,
    time_limit: float = 60.0,
    workers: int = 2,
    project: str | None = None,
) -> Explanation:
    """Return why demand is not met under a plan, and what would help.

    Parameters
    ----------
    portfolio, plan
        The input and a plan of it that keeps all limits.
    contradictions
        Facts that the plan sets aside, each with the facts that rule it out.
    proved
        Whether no plan meets more days in any tier without fewer in one above (all tiers of its certificate are
        proved). Else the base is given the same extra work as each remedy.
    time_limit
        Seconds; two fifths of it at most for reasons (a minute at most), the rest for remedies and prices.
    workers
        Processes side by side.
    project
        ID of one project for which to work out what it takes to staff it in full, in a fifth of the time.

    Raises
    ------
    ValueError
        If the plan is none of this portfolio, there is no such project, or a number is out of range.
    """
    need_plan_of(portfolio, plan)
    need_number("time_limit", time_limit)
    need_count("workers", workers, 0)
    began, known = monotonic(), [p.id for p in portfolio.projects]
    if project is not None and project not in known:
        raise ValueError(say("explain.no_project", portfolio.settings.language, project=project, known=known))
    base, end = Base(portfolio, plan, proved, check(portfolio, plan).set_aside), began + time_limit
    gaps, reasons = explain(portfolio, plan, contradictions=contradictions), min(REASONS * time_limit, LONGEST)
    share = PRICES + (STAFFING if project else 0)
    with Pool(base, workers) as pool:
        conflicts = reasoned(portfolio, plan, gaps, until=began + reasons, workers=workers, pool=pool)
        found = remedies(base, conflicts, end - share * time_limit, workers, pool)
        worth, unpriced = prices(portfolio, plan, monotonic() + PRICES * time_limit, workers, pool)
    return Explanation(
        tuple(replace(conflict, portfolio=portfolio) for conflict in conflicts),
        found.remedies,
        found.together,
        found.tried,
        worth,
        found.worths,
        found.untried,
        staffing(base, conflicts, project, end) if project else None,
        unpriced,
    )


def reasoned(
    portfolio: Portfolio,
    plan: Plan,
    conflicts: Sequence[Conflict],
    *,
    until: float | None = None,
    workers: int = 2,
    pool: Pool | None = None,
) -> tuple[Conflict, ...]:
    """Return conflicts of a plan with the reasons of the gaps.

    `until` is a time of `monotonic` after which reasons with rules are looked for no longer; conflicts that miss one
    are not `complete`. The workers of a `pool` share a base with the facts that the plan sets aside.
    """
    claims = Claims(Standing(portfolio, plan))
    found = [with_reasons(claims, replace(conflict, portfolio=None)) for conflict in conflicts]  # workers know it
    asked = [i for i, c in enumerate(found) if c.kind == "gap" and (c.complete or open_weeks(claims, c))]
    if asked:
        base = Base(portfolio, plan, set_aside=check(portfolio, plan).set_aside)
        with pool_of(base, min(workers, len(asked)), pool) as crew:
            late = None if until is None else until + GRACE
            answers = crew.run(_ruled, [(found[i], until) for i in asked], late)
        for i, answer in zip(asked, answers, strict=True):
            found[i] = answer or replace(found[i], complete=False)
    return tuple(found)


def _ruled(base: Base, task: tuple[Conflict, float | None]) -> Conflict:
    """Look for the rules that keep one line from what it wants, and prove the list; runs in a worker process."""
    conflict, until = task
    if until is not None and monotonic() > until:
        return replace(conflict, complete=False)
    cases = _cases(base)
    return proved(cases.c, base.plan, base.set_aside, with_rulings(cases, conflict, until))


@lru_cache(maxsize=1)
def _cases(base: Base) -> Cases:
    claims = Claims(Standing(base.portfolio, base.plan))
    return Cases(claims, frozenset(fact.key for fact in base.set_aside))
