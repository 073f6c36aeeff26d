"""Answers: what became of each wish in a plan given back, one by one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from resopt.domain.amounts import unit_name, unit_size
from resopt.domain.records import Lock, Portfolio
from resopt.domain.wishes import Given, Start, Wish, lock_id
from resopt.explain.sentences import reason_text
from resopt.messages import say
from resopt.result import Conflict, Result


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a wish: `units` are what the new plan gives (weeks, for a start); why not, if a fact gave way."""

    wish: Wish | Start
    units: int
    kept: bool
    conflict: Conflict | None = None


def answers(portfolio: Portfolio, result: Result, given: Given) -> tuple[Answer, ...]:
    """Return an answer for every wish and every start asked for, in the order of the wishes."""
    units, project_of = result.plan.units(), {line.id: line.project_id for line in portfolio.lines}
    on_project: dict[tuple[str, str, int], int] = defaultdict(int)
    for (person, line, week), amount in units.items():
        on_project[person, project_of[line], week] += amount
    aside = {fact.row_id for fact in result.set_aside}
    why: dict[str, Conflict] = {}
    if any(lock_id(portfolio, wish) in aside for wish in given.wishes):
        why = {c.contradiction.fact.row_id: c for c in result.conflicts if c.contradiction is not None}
    found = []
    for wish in given.wishes:
        there = (wish.person_id, wish.line_id or wish.project_id, wish.week)
        amount = (units if wish.line_id else on_project).get(there, 0)
        kept = amount == wish.units if wish.lock is Lock.HARD else amount >= wish.units
        found.append(Answer(wish, amount, kept, why.get(lock_id(portfolio, wish))))
    for start in given.starts:
        shift = result.plan.shift_of(start.project_id)
        found.append(Answer(start, shift, shift == start.weeks))
    return tuple(found)


def answer_text(portfolio: Portfolio, result: Result, answer: Answer, lang: str) -> str:
    """Return the answer as a sentence."""
    if isinstance(answer.wish, Start):
        return say("answer.start.kept" if answer.kept else "answer.start.moved", lang, weeks=answer.units)
    if answer.kept:
        return say("answer.kept", lang)
    size, unit = unit_size(portfolio), unit_name(portfolio, lang)
    days = {"given": f"{answer.units / size:g}", "asked": f"{answer.wish.units / size:g}", "unit": unit}
    if answer.wish.lock is Lock.SOFT:
        return say("answer.soft", lang, **days)
    if answer.conflict is None:
        return say("answer.not_kept", lang, **days)
    return say("answer.set_aside", lang, **days, reason=reason_text(portfolio, result, answer.conflict, lang))
