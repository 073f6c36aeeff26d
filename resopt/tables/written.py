"""Written: which input and which changes a workbook of ours was planned from, and the plan and bounds in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from resopt.domain import changes as kinds
from resopt.domain.changes import Change, apply
from resopt.domain.records import Portfolio, RuleKind, Skill
from resopt.errors import InputError
from resopt.excel.guard import open_package, refuse
from resopt.excel.read import OWN_SHEET, read_sheets
from resopt.plan import Plan
from resopt.tables.load import load
from resopt.tables.plans import load_plan

Hidden = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A plan read back with its portfolio; `bounds` are the days no plan exceeds by tier, then in all (units).

    `changed` says that the input is no longer the one that the plan was made from; `bounds` are then empty.
    """

    portfolio: Portfolio
    plan: Plan
    bounds: tuple[int, ...]
    changed: bool = False


def change_text(change: Change) -> str:
    """Return a change as text that `change_from` reads."""
    values = {one.name: _packed(getattr(change, one.name)) for one in fields(change)}  # type: ignore[arg-type]
    return json.dumps({"change": type(change).__name__, **values}, ensure_ascii=False)


def change_from(text: str) -> Change:
    """Return the change in a text.

    Raises
    ------
    ValueError
        If it is none.
    """
    values = json.loads(text)
    name = values.pop("change")
    kind = getattr(kinds, name, None) if name in kinds.__all__ else None
    if not (isinstance(kind, type) and issubclass(kind, Change)):
        raise ValueError(f"no change is called {name!r}")
    return kind(**{key: _unpacked(value) for key, value in values.items()})


def _packed(value: Any) -> Any:
    match value:
        case date():
            return {"date": value.isoformat()}
        case Fraction():
            return {"fraction": str(value)}
        case Skill():
            return {"skill": [value.name, value.level]}
        case RuleKind():
            return {"rule": value.value}
        case tuple():
            return [_packed(one) for one in value]
    return value


def _unpacked(value: Any) -> Any:
    match value:
        case {"date": text}:
            return date.fromisoformat(text)
        case {"fraction": text}:
            return Fraction(text)
        case {"skill": [name, level]}:
            return Skill(name, level)
        case {"rule": word}:
            return RuleKind(word)
        case list():
            return tuple(_unpacked(one) for one in value)
    return value


def origin_rows(portfolio: Portfolio, bounds: Iterable[int]) -> Hidden:
    """Return the rows of the hidden sheet from which `read_written` finds portfolio and bounds again."""
    return (
        ("source", portfolio.source),
        ("base_sha256", portfolio.base_sha256 or portfolio.sha256),
        ("scenario", portfolio.name),
        *(("change", change_text(change)) for change in portfolio.changes),
        *(("bound", str(bound)) for bound in bounds),
    )


def read_written(path: Path, inputs: Iterable[Path] = (), *, current: bool = False, lang: str = "en") -> Written:
    """Return the plan in a workbook that `save` wrote, with its portfolio.

    Its input is `inputs` (all of them, or one that is an input for itself), else it is looked for by name beside the
    workbook and in the folders there, and in the folder of work in the same way; it has to be unchanged, unless
    `current` asks for it as it is now.

    Raises
    ------
    InputError
        If the workbook is not ours, or its input is not found or has changed.
    """
    portfolio, changed = portfolio_of(path, inputs, current=current, lang=lang)
    bounds = () if changed else _bounds(_hidden_rows(path))
    return Written(portfolio, load_plan(path, portfolio, lang=lang), bounds, changed)


def portfolio_of(
    path: Path, inputs: Iterable[Path] = (), *, current: bool = False, lang: str = "en"
) -> tuple[Portfolio, bool]:
    """Return the portfolio that a workbook was planned from, looked for as `read_written` does, and if it has changed.

    Raises
    ------
    InputError
        If the workbook is not ours, or its input is not found or has changed.
    """
    try:
        rows = _hidden_rows(path)
    except InputError as error:
        raise InputError(error.issues, lang) from error
    found = dict(reversed(rows))
    if "schema" in found and "first_week" not in found:
        raise InputError(refuse("input.plan_not_whole", path).issues, lang)
    if "base_sha256" not in found:
        raise InputError(refuse("input.not_written", path).issues, lang)
    portfolio = _input(path, found, tuple(inputs), current, lang)
    try:
        changes = [change_from(text) for key, text in rows if key == "change"]
        portfolio = apply(portfolio, changes, found.get("scenario", ""))
    except (ValueError, TypeError, KeyError) as error:
        raise InputError(refuse("input.not_written", path).issues, lang) from error
    return portfolio, (portfolio.base_sha256 if changes else portfolio.sha256) != found["base_sha256"]


def bounds_in(path: Path, portfolio: Portfolio) -> tuple[int, ...]:
    """Return the bounds in a workbook if it was planned from `portfolio` as it is, else none.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    rows = _hidden_rows(path)
    return _bounds(rows) if ("input_sha256", portfolio.sha256) in rows else ()


def _hidden_rows(path: Path) -> list[tuple[str, str]]:
    sheets = read_sheets(open_package(path), lambda title: title if title == OWN_SHEET else None)
    return [(str(row[0]), str(row[1])) for row in (sheets[0].rows if sheets else ()) if len(row) > 1]


def _bounds(rows: Iterable[tuple[str, str]]) -> tuple[int, ...]:
    return tuple(int(text) for key, text in rows if key == "bound" and text.isdigit())


def _input(path: Path, found: dict[str, str], inputs: tuple[Path, ...], current: bool, lang: str) -> Portfolio:
    other: Portfolio | None = None
    for portfolio in _loaded(path, found["source"].split(", "), inputs, lang):
        if portfolio.sha256 == found["base_sha256"]:
            return portfolio
        other = other or portfolio
    if current and other is not None:
        return other
    code = "input.origin_missing" if other is None else "input.origin_changed"
    raise InputError(refuse(code, path, source=found["source"]).issues, lang)


def _loaded(path: Path, names: list[str], inputs: tuple[Path, ...], lang: str) -> Iterator[Portfolio]:
    """Yield the portfolios that may be the one: all of `inputs` as one input, then each of several for itself."""
    fault: InputError | None = None
    for candidate in [inputs] if inputs else _candidates(path, names):
        try:
            yield load(list(candidate), lang=lang)
        except InputError as error:
            if len(inputs) < 2:
                raise
            fault = error
    for one in inputs if len(inputs) > 1 else ():
        try:
            yield load(one, lang=lang)
        except InputError as error:  # a part of an input
            fault = fault or error
    if fault is not None:
        raise fault


def _candidates(path: Path, names: list[str]) -> Iterator[tuple[Path, ...]]:
    """Yield the files of these names in the folders where an input may lie, each folder once."""
    here = dict.fromkeys(folder.resolve() for folder in (path.parent, Path.cwd()))
    inside = (one for folder in here for one in sorted(folder.iterdir()) if one.is_dir() and one.name[0] != ".")
    for folder in dict.fromkeys((*here, *inside)):
        files = tuple(folder / name for name in names)
        if names != [""] and all(file.is_file() for file in files):
            yield files
