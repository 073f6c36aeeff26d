"""Arguments of calls: what is of the wrong kind is said in one sentence before anything is done with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite
from numbers import Integral, Real
from typing import Any

from resopt.domain.records import Portfolio
from resopt.engine.options import Options
from resopt.plan import Plan
from resopt.tables.lookup import nearest

PORTFOLIO = "a Portfolio, as ro.load or ro.from_frames return it"
PLAN = "a Plan, as result.plan or ro.load_plan is one"


def need_portfolio(word: str, given: object) -> None:
    """Raise ValueError unless a Portfolio was given."""
    _need(word, isinstance(given, Portfolio), PORTFOLIO, given)


def need_plan(word: str, given: object, *, may_lack: bool = False) -> None:
    """Raise ValueError unless a Plan was given, or None where it may lack."""
    _need(word, isinstance(given, Plan) or (may_lack and given is None), PLAN, given)


def need_search(options: object, listener: object = None) -> None:
    """Raise ValueError unless options are Options and the listener can be called, or they are None."""
    _need("options", options is None or isinstance(options, Options), "ro.Options(...)", options)
    need_call("listener", listener)


def need_call(word: str, given: object) -> None:
    """Raise ValueError unless it can be called or is None."""
    _need(word, given is None or callable(given), "a function", given)


def need_executor(given: object) -> None:
    """Raise ValueError unless tasks can be handed to it, or it is None."""
    right = given is None or callable(getattr(given, "submit", None))
    _need("executor", right, "an executor of concurrent.futures", given)


def need_count(word: str, given: object, least: int) -> None:
    """Raise ValueError unless it is a whole number of at least `least`."""
    right = isinstance(given, Integral) and not isinstance(given, bool) and int(given) >= least
    _need(word, right, f"a whole number, {least} or more", given)


def need_number(word: str, given: object, most: float | None = None) -> None:
    """Raise ValueError unless it is a number from 0 to `most`."""
    form = "a number, 0 or more" if most is None else f"a number from 0 to {most:g}"
    value = float(given) if isinstance(given, Real) and not isinstance(given, bool) else -1.0
    _need(word, isfinite(value) and value >= 0 and (most is None or value <= most), form, given)


def need_kind(word: str, given: object, kinds: type | tuple[type, ...], form: str) -> None:
    """Raise ValueError unless it is one of these types, described by `form`."""
    _need(word, isinstance(given, kinds), form, given)


def listed(word: str, given: Any, form: str) -> list[Any]:
    """Return what stands in a list, a tuple, a set or the like.

    Raises
    ------
    ValueError
        If it is none: a text and a mapping are none either.
    """
    _need(word, isinstance(given, Iterable) and not isinstance(given, str | bytes | Mapping), form, given)
    return list(given)


def need_word(word: str, known: Iterable[str]) -> None:
    """Raise ValueError with the nearest word that is known."""
    words = list(known)
    if word not in words:
        near = nearest(word, words)
        hint = f"; did you mean {near!r}?" if near else ";"
        raise ValueError(f"there is no change called {word!r}{hint} known are {', '.join(words)}")


def _need(word: str, right: bool, form: str, given: object) -> None:
    if not right:
        raise ValueError(f"{word} is {form}, not {given!r:.80}")
