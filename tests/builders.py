"""Small portfolios made directly from records, without files: people, projects, lines, bookings, rules.

Amounts are typed as plain numbers or text; weeks count from 0, the first Monday is START.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from resopt.domain.policy import Policy
from resopt.domain.records import (
    Absence,
    Basis,
    Booking,
    Calendar,
    Fit,
    Line,
    Lock,
    Person,
    Portfolio,
    Project,
    Role,
    RuleKind,
    RuleRow,
    Segment,
    Settings,
    Skill,
    Status,
    Substitute,
    Tier,
)
from resopt.plan import Plan

START = date(2026, 1, 5)  # a Monday
WEEK = 1000  # units of a full-time week
HALF = 500  # half of it
DAY = 200


def exact(number: Any) -> Fraction:
    """Return `number` as the fraction that its text shows (0.1 is 1/10)."""
    return number if isinstance(number, Fraction) else Fraction(str(number))


def day(week: int, weekday: int = 0) -> date:
    """Return the date of a weekday (0 = Monday) of a week of the horizon."""
    return START + timedelta(days=7 * week + weekday)


def skills(text: str) -> tuple[Skill, ...]:
    """Return skills from `Java:3; SQL`, a bare name being level 3."""
    return tuple(_skill(part) for part in text.split(";") if part.strip())


def groups(text: str) -> tuple[tuple[Skill, ...], ...]:
    """Return the groups of a demand from `Java:3; English:4 | French`; a bare name is any level."""
    parts = [part for part in text.split(";") if part.strip()]
    return tuple(tuple(_skill(one, None) for one in part.split("|")) for part in parts)


def _skill(text: str, level: int | None = 3) -> Skill:
    name, _, typed = text.strip().partition(":")
    return Skill(name.strip(), int(typed) if typed else level)


def person(id: str, roles: str | tuple[str, ...] = "Dev", **values: Any) -> Person:
    """Return a person; `roles` may list several, `skills` is text such as `Java:3; SQL`."""
    names = tuple(part.strip() for part in roles.split(",") if part.strip()) if isinstance(roles, str) else roles
    if isinstance(values.get("skills"), str):
        values["skills"] = skills(values["skills"])
    return Person(id, values.pop("name", id), values.pop("department", ""), names, **_exact(Person, values))


def project(id: str, rank: Any = 1, **values: Any) -> Project:
    """Return a project; equal ranks make one tier."""
    name, priority = values.pop("name", id), values.pop("priority", f"P{rank}")
    return Project(id, name, priority, exact(rank), **_exact(Project, values))


def line(
    id: str,
    project: str,
    role: str = "Dev",
    start: int = 0,
    weeks: int = 1,
    fte: Any = 1,
    *,
    days: Any = None,
    by_week: Iterable[Any] | None = None,
    **values: Any,
) -> Line:
    """Return a line that wants `fte` (or `days` in all, or FTE `by_week`) from week `start` for `weeks` weeks."""
    if isinstance(values.get("skills"), str):
        values["skills"] = groups(values["skills"])
    if by_week is not None:
        spans = tuple(span(start + i, start + i, amount) for i, amount in enumerate(by_week) if amount)
    elif days is not None:
        spans = (span(start, start + weeks - 1, days, Basis.DAYS),)
    else:
        spans = (span(start, start + weeks - 1, fte),)
    return Line(id, project, role, segments=values.pop("segments", spans), **_exact(Line, values))


def span(first: int, last: int, amount: Any, basis: Basis = Basis.FTE) -> Segment:
    """Return a segment over whole weeks."""
    return Segment(day(first), day(last, 6), exact(amount), basis)


def absent(person: str, start: date, end: date, available: Any = 0, *, days: Any = None) -> Absence:
    """Return a row of Availability: the share `available`, or `days` in all."""
    basis = Basis.FTE if days is None else Basis.DAYS
    return Absence(person, Segment(start, end, exact(available if days is None else days), basis))


def booking(
    person: str,
    project: str,
    fte: Mapping[int, Any] | Any,
    *,
    line: str | None = None,
    role: str = "",
    lock: str = "none",
    start: date | None = None,
    end: date | None = None,
    id: str = "",
) -> Booking:
    """Return a row of Assignments: FTE by week, or one FTE from `start` to `end`."""
    if isinstance(fte, Mapping):
        spans = tuple(span(week, week, amount) for week, amount in fte.items())
    else:
        spans = (Segment(start or START, end or start or START, exact(fte)),)
    key = id or f"{person}|{project}|{line or role}|{lock}"
    return Booking(key, person, project, role, line, spans, isinstance(fte, Mapping), Lock(lock))


def rule(kind: str, person: str | None = None, project: str | None = None, **values: Any) -> RuleRow:
    """Return a row of Rules; `other`, `value`, `skill` (text), `department`, `start`, `end` as needed."""
    if isinstance(values.get("skill"), str):
        values["skill"] = groups(values["skill"])
    other = values.pop("other", None)
    key = values.pop("id", f"{kind}|{person or ''}|{other or ''}|{project or ''}|{values.get('department', '')}")
    return RuleRow(key, RuleKind(kind), person, other, project, **_exact(RuleRow, values))


def role(name: str, filled_by: Mapping[str, Any] | None = None, **values: Any) -> Role:
    """Return a row of Roles; `filled_by` maps roles to prices."""
    subs = tuple(Substitute(other, exact(price)) for other, price in (filled_by or {}).items())
    return Role(name, filled_by=subs, **_exact(Role, values))


def fit(person: str, project: str | None = None, **values: Any) -> Fit:
    """Return a row of Fit."""
    return Fit(person, project, **_exact(Fit, values))


def policy(**weights: Any) -> Policy:
    """Return a Policy with all weights and prices 0 but those given."""
    numbers = {one.name: Fraction(0) for one in fields(Policy) if isinstance(one.default, Fraction)}
    numbers |= {name: exact(value) for name, value in weights.items() if name in numbers}
    words = {name: value for name, value in weights.items() if name not in numbers}
    return Policy(**words, **numbers)


def tiers(projects: Iterable[Project]) -> tuple[Tier, ...]:
    """Return one tier per class and rank of the projects that are planned: proposed ones after the others."""
    bands: dict[tuple[bool, Fraction], list[Project]] = {}
    for one in projects:
        if one.status not in (Status.ON_HOLD, Status.CANCELLED):
            bands.setdefault((one.status is Status.PROPOSED, one.rank), []).append(one)
    return tuple(
        Tier("proposed" if key[0] else "committed", members[0].priority, tuple(sorted(one.id for one in members)))
        for key, members in sorted(bands.items())
    )


def portfolio(
    people: Iterable[Person],
    projects: Iterable[Project],
    lines: Iterable[Line],
    *,
    weeks: int = 2,
    step: int = 500,
    calendars: Iterable[Calendar] = (),
    settings: Mapping[str, Any] | None = None,
    **parts: Any,
) -> Portfolio:
    """Return a portfolio of `weeks` weeks from START; Step is half a week, Min Share 0 unless `settings` say so.

    `parts` are further fields of Portfolio: absences, bookings, roles, rules, fits, policy, tiers.
    """
    staff, work = sorted(people, key=lambda p: p.id), sorted(projects, key=lambda p: p.id)
    given = {c.location: c for c in calendars}
    places = {"", *(p.location for p in staff), *(p.location for p in work), *given}
    typed = {"start": START, "weeks": weeks, "step": step, "min_share": 0, **(settings or {})}
    return Portfolio(
        settings=Settings(**_exact(Settings, typed)),
        people=tuple(staff),
        projects=tuple(work),
        lines=tuple(sorted(lines, key=lambda one: one.id)),
        tiers=parts.pop("tiers", None) or tiers(work),
        calendars=tuple(given.get(place, Calendar(place)) for place in sorted(places)),
        **{name: tuple(part) if isinstance(part, (list, tuple)) else part for name, part in parts.items()},
    )


def plan(units: Mapping[tuple[str, str, int], int] | None = None, **shifts: int) -> Plan:
    """Return the plan with `units[person, line, week]` and the shifts in weeks by project."""
    return Plan.of(units or {}, shifts)


def _exact(record: type, values: Mapping[str, Any]) -> dict[str, Any]:
    """Turn plain numbers into fractions where the record wants fractions."""
    wants = {one.name: "Fraction" in str(one.type) for one in fields(record)}
    return {
        name: exact(value) if wants[name] and not isinstance(value, (str, type(None))) else value
        for name, value in values.items()
    }
