"""Privacy: people renamed throughout a portfolio and its result, so that nothing printed from them names anybody."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from hashlib import sha256
from typing import Any, TypeVar

from resopt.domain.records import Portfolio
from resopt.messages import say
from resopt.result import Result

PERSON_FIELDS = {"person_id", "other_id", "preferred", "other", "people"}  # they hold IDs of people, `Person.id` apart
KEY_FIELDS = {  # they hold keys made of IDs, by record and field
    ("Booking", "id"), ("RuleRow", "id"), ("Fact", "key"), ("Fact", "row_id"), ("Ground", "row_id"), ("Conflict", "id"),
    ("Violation", "row"), ("Unlock", "item"), ("Lift", "item"), ("Waive", "rule_id"),
}  # fmt: skip
T = TypeVar("T")


def masked(portfolio: Portfolio, result: Result, lang: str) -> tuple[Portfolio, Result]:
    """Return both without names: people are called by their ID, by a number where that is their name.

    Managers are left out, approvers are replaced by a word; names of people on the list are replaced in other typed
    text, wherever they stand.
    """
    named = {p.id for p in portfolio.people if p.id == p.name}
    hires = _hires(portfolio)
    numbers = _numbers(portfolio, named | {i for i, name in hires.items() if i == name}, lang)
    ids = {i: numbers.get(i, i) for i in (*(p.id for p in portfolio.people), *hires)}
    names = {p.name: ids[p.id] for p in portfolio.people} | {name: ids[i] for i, name in hires.items()}
    one, other = _renamed(portfolio, result, ids, names, _people_of(portfolio))
    word = say("report.privacy.approved", lang)
    one = replace(
        one,
        projects=tuple(replace(p, manager="") for p in one.projects),
        bookings=tuple(replace(b, approved_by=word if b.approved_by else "") for b in one.bookings),
    )
    return one, other


def hidden(portfolio: Portfolio, result: Result, people: Collection[str], lang: str) -> tuple[Portfolio, Result]:
    """Return both with these people called by numbers that say nothing about who they are, left out as managers."""
    hires = _hires(portfolio)
    ids = _numbers(portfolio, {*people, *hires}, lang)
    names = {p.name: ids[p.id] for p in portfolio.people if p.id in ids} | {n: ids[i] for i, n in hires.items()}
    shown = {p.name for p in portfolio.people if p.id not in ids}  # of two people with one name one may be shown
    one, other = _renamed(portfolio, result, ids, {n: i for n, i in names.items() if n not in shown}, set(ids))
    told = {p.id: p.manager for p in portfolio.projects}  # a manager without a name says nothing
    projects = tuple(p if p.manager == told[p.id] else replace(p, manager="") for p in one.projects)
    return replace(one, projects=projects), other


def _hires(portfolio: Portfolio) -> dict[str, str]:
    """Return the names of planned hires who do not count, by ID: only a remark knows them, but typed text may too."""
    told = (one.values for one in portfolio.issues if one.code == "input.hires_left_out")
    return {i: name for values in told for i, name in zip(values["ids"], values["names"], strict=True)}


def _people_of(portfolio: Portfolio) -> set[str]:
    return {p.id for p in portfolio.people}


def _numbers(portfolio: Portfolio, people: Collection[str], lang: str) -> dict[str, str]:
    """Return a number for each of these people, in an order that tells nothing and stays the same for one input."""
    order = sorted(people, key=lambda i: sha256(f"{portfolio.sha256}|{i}".encode()).digest())
    return {i: say("report.privacy.person", lang, n=n) for n, i in enumerate(order, 1)}


def _renamed(
    portfolio: Portfolio, result: Result, ids: Mapping[str, str], names: Mapping[str, str], called: Collection[str]
) -> tuple[Portfolio, Result]:
    """Return both with new IDs; `called` are (old) IDs of people whose name becomes their new ID."""
    people = tuple(replace(p, name=p.id) if p.id in called else p for p in portfolio.people)
    renamer = Renamer(ids, names, (line.id for line in portfolio.lines if line.from_lock))
    one = renamer.of(replace(portfolio, people=people))
    other = replace(renamer.of(replace(result, portfolio=None)), portfolio=one)
    return one, other.with_conflicts(renamer.of(tuple(replace(c, portfolio=None) for c in result.conflicts)))


class Renamer:
    """Replaces IDs and names of people wherever they stand: as references, in keys made of them, in typed text."""

    def __init__(self, ids: Mapping[str, str], names: Mapping[str, str], lock_lines: Iterable[str]) -> None:
        self._ids = {old: new for old, new in ids.items() if old != new}
        lettered = {old: new for old, new in self._ids.items() if any(c.isalpha() for c in old)}
        self._texts = _needles({**names, **lettered})
        self._keys = _needles({**names, **self._ids})
        self._known: dict[tuple[bool, str], str] = {}
        for line in lock_lines:  # made of project and person: one new name, wherever the line is meant
            self._known[False, line] = self._swept(self._keys, line)

    def of(self, value: T) -> T:
        """Return a record with everything in it renamed."""
        return self._any(value, "", "")  # type: ignore[no-any-return]

    def _any(self, value: Any, kind: str, field: str) -> Any:
        if isinstance(value, str):
            return self._string(value, kind, field)
        if isinstance(value, (tuple, list)):
            return type(value)(self._any(one, kind, field) for one in value)
        if isinstance(value, Mapping):
            return {self._any(k, kind, ""): self._any(v, kind, str(k)) for k, v in value.items()}
        if is_dataclass(value) and not isinstance(value, type):
            name = type(value).__name__
            changed = {f.name: self._any(getattr(value, f.name), name, f.name) for f in fields(value) if f.init}
            return replace(value, **changed)
        return value

    def _string(self, text: str, kind: str, field: str) -> str:
        if field in PERSON_FIELDS or (kind, field) in (("Person", "id"), ("Assignment", "person_id")):
            return self._ids.get(text, text)
        if kind == "Person" and field == "name" and text in self._ids:
            return self._ids[text]
        is_key = (kind, field) in KEY_FIELDS
        if (is_key, text) not in self._known:
            self._known[is_key, text] = self._swept(self._keys if is_key else self._texts, text)
        return self._known[is_key, text]

    @staticmethod
    def _swept(needles: list[tuple[str, re.Pattern[str], str]], text: str) -> str:
        for needle, pattern, new in needles:
            if needle in text:
                text = pattern.sub(new.replace("\\", "\\\\"), text)
        return text


def _needles(words: Mapping[str, str]) -> list[tuple[str, re.Pattern[str], str]]:
    """Return what to look for, long words first: whole words of letters and digits, Chinese names anywhere."""
    found = []
    for old, new in sorted(words.items(), key=lambda pair: (-len(pair[0]), pair[0])):
        if old and old != new:
            bounds = (r"(?<![0-9A-Za-z_])", r"(?![0-9A-Za-z_])") if old.isascii() else ("", "")
            found.append((old, re.compile(bounds[0] + re.escape(old) + bounds[1]), new))
    return found
