"""Hypothesis strategies: tiny portfolios, plans that break no limit, and plans with one fault put in."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import oracle
from hypothesis import strategies as st
from oracle_terms import Terms
from tiny import LATE_MAKERS, MAKERS, finish
from tiny_draft import Draft

from resopt.domain.records import Portfolio
from resopt.domain.rules import Rule
from resopt.plan import Plan


@st.composite
def portfolios(draw: st.DrawFn) -> Portfolio:
    """Draw a tiny portfolio; it shrinks to fewer makers of rules."""
    makers = draw(st.lists(st.sampled_from([*MAKERS, *LATE_MAKERS]), max_size=4, unique=True))
    rng, portfolio = Random(draw(st.integers(0, 10_000))), None
    while portfolio is None:
        draft = Draft(rng)
        for maker in makers:
            maker(draft)
        portfolio = finish(draft)
    return portfolio


@st.composite
def planned(draw: st.DrawFn) -> tuple[Portfolio, Plan]:
    """Draw a portfolio and a plan that breaks none of its limits; facts may be set aside."""
    portfolio = draw(portfolios())
    rng = Random(draw(st.integers(0, 10_000)))
    plans = oracle.legal_plans(portfolio, [rng.random() for _ in range(200)])
    return portfolio, max(plans, key=lambda plan: (len(plan.assignments), plan.assignments), default=Plan())


def faults(portfolio: Portfolio, plan: Plan) -> Iterator[tuple[Rule, Plan]]:
    """Yield, by limit, the plan with one thing changed that breaks it."""
    terms, units, shifts = Terms(portfolio), plan.units(), dict(plan.shifts)
    wanted = terms.wanted(tuple(plan.shift_of(p.id) for p in terms.projects))
    free = {p for p in range(len(terms.people)) if not any(pin.p == p for pin in terms.pins)}
    if terms.projects:
        yield Rule.START, Plan.of(units, {**shifts, terms.projects[0].id: 60})
    for p, person in enumerate(terms.people):
        for i, line in enumerate(terms.lines):
            yield Rule.HORIZON, Plan.of({**units, (person.id, line.id, len(terms.weeks)): terms.step}, shifts)
            for w in terms.weeks:
                cell = (person.id, line.id, w)
                used = sum(n for (who, _, when), n in units.items() if (who, when) == (person.id, w))
                more = units.get(cell, 0) + terms.limit[p][w] - used + 1
                yield Rule.CAPACITY, Plan.of({**units, cell: more}, shifts)
                if p in free and not terms.able[p][i]:
                    yield Rule.ELIGIBILITY, Plan.of({**units, cell: terms.step}, shifts)
                if p in free:
                    rest = max(0, wanted[i][w] - terms.locked.get((i, w), 0))
                    yield Rule.DATES, Plan.of({**units, cell: wanted[i][w] + terms.step}, shifts)
                    if rest != 1:
                        yield Rule.STEP, Plan.of({**units, cell: 1}, shifts)
