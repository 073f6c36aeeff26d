"""Looking over a whole Portfolio: what is no fault, but may be a mistake."""

from __future__ import annotations

from collections import defaultdict

from resopt.domain.records import Line, Person, Portfolio, RuleKind, Skill
from resopt.tables.reading import Reading

Needs = tuple[str, tuple[tuple[Skill, ...], ...], int | None, str | None]


def look_over(portfolio: Portfolio, reading: Reading) -> None:
    """Note roles nobody has, lines nobody can serve, people nobody asks for, and what lies outside the horizon."""
    able = _able(portfolio)
    _note_lines(portfolio, reading, able)
    _note_people(portfolio, reading, able)
    _note_horizon(portfolio, reading)
    planned = {project for tier in portfolio.tiers for project in tier.project_ids}
    released = sorted({b.project_id for b in portfolio.bookings} - planned)
    if released:
        reading.findings.note("input.released", "assignments", projects=released)


def _needs(line: Line) -> Needs:
    return (line.role, line.skills, line.min_level, line.person_id)


def _able(portfolio: Portfolio) -> dict[Needs, frozenset[str]]:
    """Return who can serve each kind of need; many lines share one."""
    fillers: dict[str, set[str]] = defaultdict(set)
    for role in portfolio.roles:
        fillers[role.name] |= {one.role for one in role.filled_by}
    return {
        needs: frozenset(p.id for p in portfolio.people if _serves(p, needs, fillers))
        for needs in {_needs(line) for line in portfolio.lines if not line.from_lock}
    }


def _serves(person: Person, needs: Needs, fillers: dict[str, set[str]]) -> bool:
    role, skills, level, named = needs
    if named is not None:
        return person.id == named
    if role and role not in person.roles and not fillers.get(role, set()) & set(person.roles):
        return False
    if skills:
        return all(any(has_skill(person, skill) for skill in group) for group in skills)
    return level is None or person.level >= level


def has_skill(person: Person, skill: Skill) -> bool:
    """Return whether a person has a skill at the level that is needed."""
    return any(own.name == skill.name and (own.level or 0) >= (skill.level or 0) for own in person.skills)


def _note_lines(portfolio: Portfolio, reading: Reading, able: dict[Needs, frozenset[str]]) -> None:
    roles = {role for person in portfolio.people for role in person.roles}
    fillers = {role.name for role in portfolio.roles if any(one.role in roles for one in role.filled_by)}
    forbidden = {
        (r.person_id, r.project_id) for r in portfolio.rules if r.kind is RuleKind.FORBID and not (r.start or r.end)
    }
    unknown: dict[str, list[str]] = defaultdict(list)
    for line in portfolio.lines:
        if line.from_lock:
            continue
        people = able[_needs(line)]
        if line.role and line.role not in roles and line.role not in fillers and line.person_id is None:
            unknown[line.role].append(reading.place_of.get(("demand", line.id), ""))
        elif not people or (forbidden and all((p, line.project_id) in forbidden for p in people)):
            place = reading.place_of.get(("demand", line.id), "")
            reading.findings.warn("input.nobody_can", "demand", place, line=line.id)
    for role, places in sorted(unknown.items()):
        near = reading.hints.near(role, roles)
        code = "input.role_of_nobody_near" if near else "input.role_of_nobody"
        reading.findings.warn(code, "demand", places[0], role=role, count=len(places), near=near)
    for role, filler in sorted((r.name, one.role) for r in portfolio.roles for one in r.filled_by):
        if filler not in roles:
            reading.findings.warn("input.filler_unknown", "roles", role=role, filler=filler)


def _note_people(portfolio: Portfolio, reading: Reading, able: dict[Needs, frozenset[str]]) -> None:
    asked = frozenset[str]().union(*able.values()) | {b.person_id for b in portfolio.bookings}
    idle = [person.name for person in portfolio.people if person.id not in asked]
    if idle:
        reading.findings.note("input.nobody_asks", "staff", count=len(idle), names=idle)


def _note_horizon(portfolio: Portfolio, reading: Reading) -> None:
    first, last = portfolio.settings.start, portfolio.settings.end
    outside = [line.id for line in portfolio.lines if any(s.start < first or s.end > last for s in line.segments)]
    if outside:
        values = {"start": first.isoformat(), "end": last.isoformat()}
        reading.findings.note("input.outside", "demand", count=len(outside), ids=outside, **values)
