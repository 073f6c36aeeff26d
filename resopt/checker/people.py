"""Who may serve a line, at what money and with what wish, derived for the checker alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from math import floor

from resopt.domain.records import Fit, Line, Person, Portfolio, Skill

NOTHING = Fraction(0)

SkillGroups = tuple[tuple[Skill, ...], ...]


def rounded(amount: Fraction) -> int:
    """Return the nearest integer, halves up."""
    return floor(amount + Fraction(1, 2))


def level_in(person: Person, group: Iterable[Skill]) -> int | None:
    """Return the person's best level among the alternatives they have at the level needed, None if none."""
    best = None
    for need in group:
        for own in person.skills:
            level = own.level or 0
            if own.name == need.name and level >= (need.level or 0) and (best is None or level > best):
                best = level
    return best


def has_skills(person: Person, groups: SkillGroups) -> bool:
    """Return whether the person has one alternative of every group."""
    return all(level_in(person, group) is not None for group in groups)


class Staffing:
    """People and lines of a portfolio matched: who qualifies, money per day, preferences."""

    def __init__(self, portfolio: Portfolio) -> None:
        self.people = {person.id: person for person in portfolio.people}
        self.projects = {project.id: project for project in portfolio.projects}
        # (role of a line) -> role that may fill it -> price
        self.fillers: dict[str, dict[str, Fraction]] = defaultdict(dict)
        for role in portfolio.roles:
            for sub in role.filled_by:
                known = self.fillers[role.name].get(sub.role)
                self.fillers[role.name][sub.role] = sub.price if known is None else min(known, sub.price)
        self._with_role: dict[str, list[Person]] = defaultdict(list)
        for person in portfolio.people:
            for name in dict.fromkeys(person.roles):
                self._with_role[name].append(person)
        self._qualifies: dict[tuple[str, str], bool] = {}
        self.base_money = {person.id: _base_money(person, portfolio) for person in portfolio.people}
        self.fit_money = {_fit_key(f): f.cost_per_day for f in portfolio.fits if f.cost_per_day is not None}
        self.wishes = {_fit_key(f): f.preference for f in portfolio.fits if f.preference is not None}

    def qualifies(self, person: Person, line: Line) -> bool:
        """Return whether `person` may serve `line`: named, or by role, skills and level."""
        pair = (person.id, line.id)
        if pair not in self._qualifies:  # plan after plan asks for the same
            self._qualifies[pair] = self._may_serve(person, line)
        return self._qualifies[pair]

    def _may_serve(self, person: Person, line: Line) -> bool:
        if line.person_id is not None:
            return person.id == line.person_id
        if line.role and self.substitute_price(person, line) is None:
            return False
        if line.skills:
            return has_skills(person, line.skills)
        return line.min_level is None or person.level >= line.min_level

    def money(self, person_id: str, line: Line) -> Fraction:
        """Return what a day of the person costs on the line: by Fit, else Staff, else Roles, else 0."""
        for key in _keys_of(person_id, line):
            if key in self.fit_money:
                return self.fit_money[key]
        return self.base_money[person_id]

    def qualified(self, line: Line) -> list[Person]:
        """Return the people who qualify for a line."""
        if line.person_id is not None:
            return [self.people[line.person_id]] if line.person_id in self.people else []
        if not line.role:
            return [p for p in self.people.values() if self._may_serve(p, line)]
        found: dict[str, Person] = {}
        for role in (line.role, *self.fillers.get(line.role, ())):
            found.update((p.id, p) for p in self._with_role.get(role, ()) if self._may_serve(p, line))
        return list(found.values())

    def substitute_price(self, person: Person, line: Line) -> Fraction | None:
        """Return 0 if the person has the line's role, the lowest price at which they may fill it, else None."""
        if line.role in person.roles:
            return NOTHING
        fillers = self.fillers.get(line.role, {})
        return min((fillers[role] for role in person.roles if role in fillers), default=None)

    def wish(self, person_id: str, line: Line) -> int | None:
        """Return the preference that sheet Fit gives the person for a line, None without any."""
        return next((self.wishes[key] for key in _keys_of(person_id, line) if key in self.wishes), None)


def _base_money(person: Person, portfolio: Portfolio) -> Fraction:
    if person.cost_per_day is not None:
        return person.cost_per_day
    main = person.roles[:1]
    return next((r.cost_per_day for r in portfolio.roles if r.name in main and r.cost_per_day is not None), Fraction(0))


def _fit_key(fit: Fit) -> tuple[str, str, str]:
    return (fit.person_id, "role", fit.role) if fit.project_id is None else (fit.person_id, "project", fit.project_id)


def _keys_of(person_id: str, line: Line) -> tuple[tuple[str, str, str], ...]:
    by_project = (person_id, "project", line.project_id)
    return (by_project, (person_id, "role", line.role)) if line.role else (by_project,)
