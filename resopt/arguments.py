"""Arguments of calls: what is of the wrong kind is said in one sentence before anything is done with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite
from numbers import Integral, Real
from os import PathLike
from typing import Any

from resopt.domain.records import Portfolio
from resopt.plan import Plan
from resopt.result import Result

PORTFOLIO = "a Portfolio, as ro.load or ro.from_frames return it"
PLAN = "a Plan, as result.plan or ro.load_plan is one"
RESULT = "a Result, as ro.solve returns it"


def need_portfolio(word: str, given: object) -> None:
    """Raise ValueError unless a Portfolio was given."""
    need(word, isinstance(given, Portfolio), PORTFOLIO, given)


def need_plan(word: str, given: object, *, may_lack: bool = False) -> None:
    """Raise ValueError unless a Plan was given, or None where it may lack."""
    need(word, isinstance(given, Plan) or (may_lack and given is None), PLAN, given)


def need_plan_of(portfolio: object, plan: object) -> None:
    """Raise ValueError unless a Portfolio and a Plan were given, and all that the plan names is in the portfolio."""
    need_portfolio("portfolio", portfolio)
    need_plan("plan", plan)
    assert isinstance(portfolio, Portfolio) and isinstance(plan, Plan)
    people, lines = {p.id for p in portfolio.people}, {x.id for x in portfolio.lines}
    weeks = range(portfolio.settings.weeks)
    for a in plan.assignments:
        if a.person_id not in people or a.line_id not in lines or a.week not in weeks:
            place = f"{a.person_id} on line {a.line_id} in week {a.week} (from 0)"
            raise ValueError(f"the plan is one of another portfolio: this one does not have {place}")


def need_result(word: str, given: object) -> None:
    """Raise ValueError unless a Result was given."""
    need(word, isinstance(given, Result), RESULT, given)


def need_path(word: str, given: object) -> None:
    """Raise ValueError unless the name of a file was given."""
    need(word, isinstance(given, str | PathLike), "the name of a file", given)


def need_text(word: str, given: object) -> None:
    """Raise ValueError unless a text was given."""
    need(word, isinstance(given, str), "a text", given)


def need_call(word: str, given: object) -> None:
    """Raise ValueError unless it can be called or is None."""
    need(word, given is None or callable(given), "a function", given)


def need_count(word: str, given: object, least: int, most: int | None = None) -> None:
    """Raise ValueError unless it is a whole number of at least `least`, and at most `most`."""
    form = f"a whole number, {least} or more" if most is None else f"a whole number from {least} to {most:,}"
    right = isinstance(given, Integral) and not isinstance(given, bool) and int(given) >= least
    need(word, right and (most is None or int(given) <= most), form, given)  # type: ignore[call-overload]


def need_number(word: str, given: object, most: float | None = None) -> None:
    """Raise ValueError unless it is a number from 0 to `most`."""
    form = "a number, 0 or more" if most is None else f"a number from 0 to {most:,g}"
    value = float(given) if isinstance(given, Real) and not isinstance(given, bool) else -1.0
    need(word, isfinite(value) and value >= 0 and (most is None or value <= most), form, given)


def need_kind(word: str, given: object, kinds: type | tuple[type, ...], form: str) -> None:
    """Raise ValueError unless it is one of these types, described by `form`."""
    need(word, isinstance(given, kinds), form, given)


def listed(word: str, given: Any, form: str) -> list[Any]:
    """Return what stands in a list, a tuple, a set or the like.

    Raises
    ------
    ValueError
        If it is none: a text and a mapping are none either.
    """
    need(word, isinstance(given, Iterable) and not isinstance(given, str | bytes | Mapping), form, given)
    return list(given)


def need(word: str, right: bool, form: str, given: object) -> None:
    """Raise ValueError unless what was given is `right`."""
    if not right:
        raise ValueError(f"{word} is {form}, not {given!r:.80}")
