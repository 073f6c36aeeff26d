"""Who may serve a line: named, or by role (or one that fills it), skills and level."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from resopt.domain.records import Line, Person, Role, Skill


def qualifies(person: Person, line: Line, roles: Mapping[str, Role]) -> bool:
    """Return whether role, skills and level (or being named) let `person` serve `line`."""
    if line.person_id is not None:
        return person.id == line.person_id
    if line.role and substitute_price(person, line.role, roles) is None:
        return False
    if line.skills:
        return all(any(has_skill(person, skill) for skill in group) for group in line.skills)
    return line.min_level is None or person.level >= line.min_level


def substitute_price(person: Person, role: str, roles: Mapping[str, Role]) -> Fraction | None:
    """Return 0 if the person has the role, the lowest Filled By price of a role that may fill it, else None."""
    if role in person.roles:
        return Fraction(0)
    listed = roles[role].filled_by if role in roles else ()
    return min((s.price for s in listed if s.role in person.roles), default=None)


def has_skill(person: Person, skill: Skill) -> bool:
    """Return whether the person has the skill at the level needed."""
    return any(own.name == skill.name and (own.level or 0) >= (skill.level or 0) for own in person.skills)
