"""What if: a Portfolio with named changes, typed as words of the sheet Scenarios, and its plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from time import monotonic
from typing import Any

from resopt.arguments import listed, need_kind, need_plan, need_portfolio
from resopt.domain.changes import Change, apply
from resopt.domain.records import Line, Person, Portfolio, Project
from resopt.engine.options import Listener, Options, need_search
from resopt.engine.resolve import solve_again
from resopt.engine.solve import solve
from resopt.errors import InputError
from resopt.explain.mending import filled
from resopt.explain.standing import Standing
from resopt.messages import say
from resopt.plan import Plan
from resopt.result import Result
from resopt.scenarios.arguments import need_word
from resopt.scenarios.carry import carried
from resopt.tables.lookup import nearest
from resopt.tables.scenarios import changes_from

AROUND = 0.4  # of the time limit, for the days around what is changed
LINES = 40  # around which days are rearranged first


def scenario(
    portfolio: Portfolio,
    name: str,
    *,
    hire: Mapping[str, int] | None = None,
    start: Mapping[str, date | str] | None = None,
    leave: Mapping[str, date | str] | None = None,
    shift: Mapping[str, int] | None = None,
    scale: Mapping[str, float | str] | None = None,
    priority: Mapping[str, int | str] | None = None,
    hold: str | Iterable[str] = (),
    limits: Mapping[str, float | str] | None = None,
    unlock: str | Iterable[str] = (),
    changes: Iterable[Change] = (),
    **unknown: Any,
) -> Portfolio:
    """Return a new Portfolio with these changes; see `Portfolio.scenario`."""
    need_kind("name", name, str, "text")
    words: dict[str, Mapping[str, Any] | None] = {
        "hire": hire, "start": start, "leave": leave, "shift": shift, "scale": scale, "priority": priority,
        "limits": limits,
    }  # fmt: skip
    for word in unknown:
        need_word(word, (*words, "hold", "unlock", "changes"))
    rows: list[dict[str, Any]] = []
    for word, given in words.items():
        need_kind(word, {} if given is None else given, Mapping, "a mapping such as {item: value}")
        rows += [{"change": word, "item": item, "value": value} for item, value in (given or {}).items()]
    for word, items in (("hold", hold), ("unlock", unlock)):
        each = [items] if isinstance(items, str) else listed(word, items, "a name or a list of names")
        rows += [{"change": word, "item": item} for item in each]
    more = listed("changes", changes, "a list of records of resopt.domain.changes")
    for one in more:
        need_kind("each of changes", one, Change, "a record of resopt.domain.changes")
    return apply(portfolio, (*typed(portfolio, rows), *more), name)


def typed(portfolio: Portfolio, rows: Iterable[Mapping[str, Any]], lang: str = "en") -> tuple[Change, ...]:
    """Return the changes in rows (`change`, `item`, `value`, `from`, `to`) typed by hand, names or IDs.

    Raises
    ------
    ValueError
        With one sentence for each that is wrong.
    """
    try:
        return changes_from(portfolio, rows, lang)
    except InputError as error:
        texts = (
            f"{issue.place.removeprefix('row ')}: {say(issue.code, lang, **issue.values)}" for issue in error.issues
        )
        raise ValueError("\n".join(texts)) from error


def of_sheet(portfolio: Portfolio, name: str, lang: str = "en") -> Portfolio:
    """Return the Portfolio with the scenario of that name on sheet Scenarios applied.

    Raises
    ------
    ValueError
        If there is none; the nearest name is in the message.
    """
    found = {one.name: one for one in portfolio.scenarios}
    if name not in found:
        near = nearest(name, found)
        code = "near" if near else "listed" if found else "none"
        raise ValueError(say(f"changes.no_scenario.{code}", lang, name=name, near=near, names=list(found)))
    return apply(portfolio, found[name].changes, name)


def whatif(
    base: Portfolio,
    changed: Portfolio,
    plan: Plan | None = None,
    options: Options | None = None,
    *,
    listener: Listener | None = None,
) -> Result:
    """Return the result for the portfolio `changed`, made from `base`; the search starts from `plan`, a plan of `base`.

    What the changes rule out of `plan` is left out first, what is shifted is moved, and who is free fills what is open;
    then days are rearranged around the lines that the changes touch, and from there the search goes on step by step,
    so that what differs comes from the changes.

    Raises
    ------
    ValueError
        If an argument is of the wrong kind.
    """
    need_portfolio("base", base)
    need_portfolio("changed", changed)
    need_plan("plan", plan, may_lack=True)
    need_search(options, listener)
    options, began = options or Options(), monotonic()
    start = None if plan is None else carried(base, changed, plan)
    if start is None:
        return solve(changed, options, listener=listener)
    start = filled(changed, start)
    if options.rounds is None:
        start = solve_again(changed, start, touched(base, changed, start), AROUND * options.time_limit).plan
    left = max(0.1, options.time_limit - (monotonic() - began))
    return solve(changed, replace(options, near=True, time_limit=left), start=start, listener=listener)


def touched(base: Portfolio, changed: Portfolio, plan: Plan) -> list[str]:
    """Return the lines that are short under a plan of `changed` and that the changes touch; all short ones if none.

    Those are lines that are other than in `base`, or their projects, or the people who could serve them; of the
    first tiers the first, and no more than `LINES`.
    """
    lacks = Standing(changed, plan)
    short = [x for x in changed.lines if x.id in lacks.total and lacks.lacking(x.id) > 0]
    people = _other(base.people, changed.people)
    people |= {a.person_id for a in {*base.absences} ^ {*changed.absences}}
    lines, projects = _other(base.lines, changed.lines), _other(base.projects, changed.projects)
    near = [x for x in short if x.id in lines or x.project_id in projects or people.intersection(lacks.able[x.id])]
    return [x.id for x in sorted(near or short, key=lambda x: (lacks.grid.tier_of[x.project_id], x.id))][:LINES]


def _other(before: Iterable[Line | Person | Project], now: Iterable[Line | Person | Project]) -> set[str]:
    """Return the IDs of records that are new or other than before."""
    known = {one.id: one for one in before}
    return {one.id for one in now if known.get(one.id) != one}
