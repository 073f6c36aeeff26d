"""Who may do what: the people a line accepts, and what a day of each costs in level 3."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import floor
from statistics import median

from resopt.domain.records import Line, Person, Portfolio, Project, Role, Skill
from resopt.domain.units import MICRO, UNITS_PER_DAY


def accepts(portfolio: Portfolio) -> dict[str, tuple[str, ...]]:
    """Return, by line, the IDs of the people whom role, skills and levels admit (forbids not looked at)."""
    roles = {role.name: role for role in portfolio.roles}
    alike: dict[object, tuple[str, ...]] = {}  # many lines ask for the same
    for line in portfolio.lines:
        asked = (line.role, line.skills, line.min_level, line.person_id)
        if asked not in alike:
            alike[asked] = tuple(p.id for p in portfolio.people if qualifies(p, line, roles))
    return {x.id: alike[x.role, x.skills, x.min_level, x.person_id] for x in portfolio.lines}


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


def day_costs(portfolio: Portfolio) -> dict[tuple[str, str], int]:
    """Return what one unit (1/200 day) of a person on a line adds to level 3, in 1/1,000,000 day.

    Charges are relative to the cheapest person whom the line accepts, so the best choice costs nothing.
    """
    roles = {role.name: role for role in portfolio.roles}
    projects = {p.id: p for p in portfolio.projects}
    people = {p.id: p for p in portfolio.people}
    money = money_per_day(portfolio)
    known = [money[p, ""] for p in people if money[p, ""] > 0]
    typical = median(known) if known else Fraction(0)
    costs: dict[tuple[str, str], int] = {}
    lines = {line.id: line for line in portfolio.lines}
    for line_id, ids in accepts(portfolio).items():
        if ids:
            line, able = lines[line_id], [people[i] for i in ids]
            charges = _charges(portfolio, projects[line.project_id], line, able, roles, money, typical)
            cheapest = min(charges.values())
            for i, charge in charges.items():
                costs[i, line_id] = per_unit(charge - cheapest)
    return costs


def per_unit(per_day: Fraction) -> int:
    """Return a charge per day as an integer per unit, in 1/1,000,000 day, halves rounded up."""
    return floor(per_day * MICRO / UNITS_PER_DAY + Fraction(1, 2))


def _charges(
    portfolio: Portfolio,
    project: Project,
    line: Line,
    able: list[Person],
    roles: Mapping[str, Role],
    money: Mapping[tuple[str, str], Fraction],
    typical: Fraction,
) -> dict[str, Fraction]:
    policy = portfolio.policy
    surplus = _surplus(line, able)
    wish = _preferences(portfolio, line, able)
    cheapest = min(cost_of(money, p.id, line) for p in able)
    charges = {}
    for p in able:
        named = line.person_id is not None or not line.role
        charge = policy.fit * surplus[p.id]
        charge += Fraction(0) if named else substitute_price(p, line.role, roles) or Fraction(0)
        charge += policy.preferred * wish[p.id]
        charge += policy.own_department * bool(project.department and project.department != p.department)
        if typical:
            charge += policy.cost * (cost_of(money, p.id, line) - cheapest) / typical
        charges[p.id] = charge
    return charges


def _surplus(line: Line, able: list[Person]) -> dict[str, int]:
    """Return by how many levels each person is above what the line asks (blank: the lowest that can serve)."""
    if line.person_id is not None:
        return {p.id: 0 for p in able}
    if not line.skills:
        base = line.min_level or min(p.level for p in able)
        return {p.id: max(0, p.level - base) for p in able}
    group = line.skills[0]
    levels = {
        p.id: max(own.level or 0 for own in p.skills for s in group if s.name == own.name and has_skill(p, s))
        for p in able
    }
    asked = [s.level for s in group if s.level is not None]
    base = min(asked) if asked else min(levels.values())
    return {i: max(0, level - base) for i, level in levels.items()}


def _preferences(portfolio: Portfolio, line: Line, able: list[Person]) -> dict[str, Fraction]:
    """Return the share of a day by which each person misses the line's wishes."""
    given: dict[str, int] = {}
    for fit in portfolio.fits:
        if fit.preference is not None and fit.project_id is None and fit.role and fit.role == line.role:
            given.setdefault(fit.person_id, fit.preference)
    for fit in portfolio.fits:
        if fit.preference is not None and fit.project_id == line.project_id:
            given[fit.person_id] = fit.preference
    stated = any(p.id in given for p in able)
    best = max(given.get(p.id, 0) for p in able)
    return {
        p.id: Fraction(1)
        if line.preferred and p.id not in line.preferred
        else Fraction(best - given.get(p.id, 0), 4)
        if stated
        else Fraction(0)
        for p in able
    }


def money_per_day(portfolio: Portfolio) -> dict[tuple[str, str], Fraction]:
    """Return money per day by (person, "") and, where Fit says otherwise, by (person, project or role key).

    Keys of Fit rows are `project:ID` and `role:NAME`; a project's row wins over a role's.
    """
    by_role = {role.name: role.cost_per_day for role in portfolio.roles}
    money: dict[tuple[str, str], Fraction] = {}
    for p in portfolio.people:
        of_role = by_role.get(p.roles[0]) if p.roles else None
        own = p.cost_per_day if p.cost_per_day is not None else of_role
        money[p.id, ""] = own if own is not None else Fraction(0)
    for fit in portfolio.fits:
        if fit.cost_per_day is not None:
            key = f"project:{fit.project_id}" if fit.project_id else f"role:{fit.role}"
            money[fit.person_id, key] = fit.cost_per_day
    return money


def cost_of(money: Mapping[tuple[str, str], Fraction], person_id: str, line: Line) -> Fraction:
    """Return the money per day of a person on a line, from the table of `money_per_day`."""
    for key in (f"project:{line.project_id}", f"role:{line.role}"):
        if (person_id, key) in money:
            return money[person_id, key]
    return money[person_id, ""]
