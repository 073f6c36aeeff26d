"""Proof that a list of reasons is complete: without one fact of each, a checked plan gives the lines what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from resopt.checker import Checker, prepare
from resopt.domain.changes import apply
from resopt.domain.records import Portfolio
from resopt.domain.rules import Fact, Rule
from resopt.engine.cells import Problem
from resopt.engine.compile import compile_problem
from resopt.engine.possible import rearranged
from resopt.engine.solvers import Effort
from resopt.explain.lifts import lifts
from resopt.explain.network import Claims
from resopt.explain.reasons import TOO_FEW
from resopt.explain.standing import NONE
from resopt.plan import Plan
from resopt.result import Conflict, Ground

LARGEST = 40  # people of the part in which days are rearranged
EFFORT = Effort(seconds=3.0, nodes=100)


def proved(claims: Claims, plan: Plan, set_aside: Sequence[Fact], conflict: Conflict) -> Conflict:
    """Return a conflict whose list of reasons is called complete only if giving up the first fact of each is enough.

    Days are rearranged among the people near the short lines; others that need not give way keep theirs, but for those
    given up. The plan found has to pass the checker.
    """
    picks = [reason.grounds[0] for reason in conflict.reasons if reason.grounds not in TOO_FEW]
    if not conflict.complete or not picks or any(g.rule is Rule.FREEZE and g.person_id for g in picks):
        return replace(conflict, complete=False)  # no change of the input gives up one frozen place alone
    portfolio = without(claims.s.portfolio, picks)
    short = conflict.line_ids
    asked = {w: claims.most(short, w) for w in conflict.weeks}
    given_up = {g.line_id for g in picks if g.kind == "claim"}
    people = {*claims.s.able[conflict.line_id], *(p for line in given_up for p in claims.s.able[line or ""])}
    if len(people) > LARGEST:
        return replace(conflict, complete=False)
    weeks = range(claims.s.portfolio.settings.weeks)
    lines = {*short, *(x for p in people for w in weeks for x in claims.s.at.get((p, w), NONE))}
    least: list[tuple[tuple[str, ...], int, int]] = [
        ((line,), w, claims.met(line, w))
        for line in sorted(lines - given_up - set(short))
        if claims.holds(line, conflict.line_id)
        for w in weeks
        if claims.met(line, w)
    ]
    least += [(short, w, asked.get(w, claims.all_met(short, w))) for w in weeks]
    problem, checker = _prepared(portfolio)
    aside = {(fact.rule, fact.key) for fact in set_aside}
    try:
        found = rearranged(problem, plan, aside, people, lines, least, EFFORT)
    except KeyError:  # without a lock somebody may not serve a line any more
        found = None
    return replace(conflict, complete=found is not None and not checker.check(found).violations)


def without(portfolio: Portfolio, grounds: Sequence[Ground]) -> Portfolio:
    """Return the portfolio in which these facts no longer hold; claims are no part of it."""
    away = {g.person_id for g in grounds if g.kind == "away"}
    changed = apply(portfolio, [change for g in grounds if g.kind == "rule" for change in lifts(portfolio, g)])
    if not away:
        return changed
    people = tuple(replace(p, start=None, end=None) if p.id in away else p for p in changed.people)
    absences = tuple(a for a in changed.absences if a.person_id not in away)
    return replace(changed, people=people, absences=absences)


@lru_cache(maxsize=2)
def _prepared(portfolio: Portfolio) -> tuple[Problem, Checker]:
    return compile_problem(portfolio), prepare(portfolio)
