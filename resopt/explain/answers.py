"""Answers: what became of each wish in a plan given back, one by one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from resopt.checker.sentences import person_text
from resopt.domain.amounts import unit_name, unit_size
from resopt.domain.grid import lay_out
from resopt.domain.records import Lock, Portfolio
from resopt.domain.wishes import Given, Start, Wish, lock_id
from resopt.explain.sentences import reason_text
from resopt.messages import say
from resopt.result import Conflict, Result

Handed = tuple[str, int, str, str]  # line, week, sheet and cell in which work changes hands


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a wish: `units` are what the new plan gives (weeks, for a start); why not, if a fact gave way.

    Of a swap whose taker does not get all days, `other` is the one with whom work changes hands, and `undone` are the
    units of it that nobody does.
    """

    wish: Wish | Start
    units: int
    kept: bool
    conflict: Conflict | None = None
    other: str = ""
    undone: int = 0


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
    found = _with_swaps(portfolio, result, found)
    for start in given.starts:
        shift = result.plan.shift_of(start.project_id)
        found.append(Answer(start, shift, shift == start.weeks))
    return tuple(found)


def _with_swaps(portfolio: Portfolio, result: Result, found: list[Answer]) -> list[Answer]:
    """Return the answers, those of a swap whose taker gets too little with what becomes of the work."""
    given: dict[str, dict[Handed, Answer]] = {"left": {}, "swap": {}}
    for one in found:
        if isinstance(one.wish, Wish) and one.wish.kind in given:
            given[one.wish.kind][_handed(one.wish)] = one
    lost = {key: one for key, one in given["swap"].items() if not one.kept and key in given["left"]}
    if not lost:
        return found
    grid, project_of = lay_out(portfolio), {line.id: line.project_id for line in portfolio.lines}
    on_line: dict[tuple[str, int], int] = defaultdict(int)
    for (_, line, week), units in result.plan.units().items():
        on_line[line, week] += units
    told = dict[int, Answer]()
    for key, taker in lost.items():
        leaver, line, week = given["left"][key], key[0], key[1]
        wanted = grid.wanted_at(line, result.plan.shift_of(project_of[line]))[week] if line in grid.wanted else 0
        missed = taker.wish.units - taker.units if isinstance(taker.wish, Wish) else 0
        undone = max(0, min(missed, wanted - on_line[line, week]))
        for one, other in ((taker, leaver), (leaver, taker)):
            if leaver.kept and isinstance(other.wish, Wish):
                told[id(one)] = replace(one, other=other.wish.person_id, undone=undone)
    return [told.get(id(one), one) for one in found]


def _handed(wish: Wish) -> Handed:
    return wish.line_id, wish.week, wish.sheet, wish.place


def answer_text(portfolio: Portfolio, result: Result, answer: Answer, lang: str) -> str:
    """Return the answer as a sentence."""
    if isinstance(answer.wish, Start):
        return say("answer.start.kept" if answer.kept else "answer.start.moved", lang, weeks=answer.units)
    size, unit = unit_size(portfolio), unit_name(portfolio, lang)
    handed = {"undone": f"{answer.undone / size:g}", "unit": unit}
    if answer.kept:
        taker = person_text(portfolio, answer.other)
        return say("answer.left.undone" if answer.undone else "answer.kept", lang, taker=taker, **handed)
    days = {"given": f"{answer.units / size:g}", "asked": f"{answer.wish.units / size:g}", "unit": unit}
    told = _why_not(portfolio, result, answer, lang, days)
    if not answer.other:
        return told
    key = "answer.swap.undone" if answer.undone else "answer.swap.covered"
    return say(key, lang, told=told, leaver=person_text(portfolio, answer.other), **handed)


def _why_not(portfolio: Portfolio, result: Result, answer: Answer, lang: str, days: dict[str, str]) -> str:
    if isinstance(answer.wish, Wish) and answer.wish.lock is Lock.SOFT:
        return say("answer.soft", lang, **days)
    if answer.conflict is None:
        return say("answer.not_kept", lang, **days)
    return say("answer.set_aside", lang, **days, reason=reason_text(portfolio, result, answer.conflict, lang))
