"""Who may serve a line and what it costs, derived for the checker alone: eligibility, money, level-3 charges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from math import floor
from statistics import median

from resopt.domain.policy import Policy
from resopt.domain.records import Fit, Line, Person, Portfolio, Project, Skill
from resopt.domain.units import MICRO, UNITS_PER_DAY

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
    """People and lines of a portfolio matched: who qualifies, money per day, charge per unit of level 3."""

    def __init__(self, portfolio: Portfolio) -> None:
        self.policy: Policy = portfolio.policy
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
        self._base_money = {person.id: _base_money(person, portfolio) for person in portfolio.people}
        self._fit_money = {_fit_key(f): f.cost_per_day for f in portfolio.fits if f.cost_per_day is not None}
        self._wishes = {_fit_key(f): f.preference for f in portfolio.fits if f.preference is not None}
        known_money = [money for money in self._base_money.values() if money]
        self._typical = median(known_money) if known_money else Fraction(0)
        self._charges: dict[str, dict[str, int]] = {}

    def qualifies(self, person: Person, line: Line) -> bool:
        """Return whether `person` may serve `line`: named, or by role, skills and level."""
        if line.person_id is not None:
            return person.id == line.person_id
        if line.role and self._substitute_price(person, line) is None:
            return False
        if line.skills:
            return has_skills(person, line.skills)
        return line.min_level is None or person.level >= line.min_level

    def money(self, person_id: str, line: Line) -> Fraction:
        """Return what a day of the person costs on the line: by Fit, else Staff, else Roles, else 0."""
        for key in _keys_of(person_id, line):
            if key in self._fit_money:
                return self._fit_money[key]
        return self._base_money[person_id]

    def charges(self, line: Line) -> dict[str, int]:
        """Return, by qualified person, what one unit on the line adds to level 3, in 1/1,000,000 day."""
        if line.id not in self._charges:
            self._charges[line.id] = self._line_charges(line)
        return self._charges[line.id]

    def _qualified(self, line: Line) -> list[Person]:
        if line.person_id is not None or not line.role:
            return [p for p in self.people.values() if self.qualifies(p, line)]
        found: dict[str, Person] = {}
        for role in (line.role, *self.fillers.get(line.role, ())):
            found.update((p.id, p) for p in self._with_role.get(role, ()) if self.qualifies(p, line))
        return list(found.values())

    def _substitute_price(self, person: Person, line: Line) -> Fraction | None:
        if line.role in person.roles:
            return Fraction(0)
        fillers = self.fillers.get(line.role, {})
        return min((fillers[role] for role in person.roles if role in fillers), default=None)

    def _line_charges(self, line: Line) -> dict[str, int]:
        able = self._qualified(line)
        if not able:
            return {}
        days: dict[str, Fraction] = {}
        surplus, wishes, money = _surplus(line, able), self._missed_wishes(line, able), self._money_above(line, able)
        project = self.projects[line.project_id]
        for p in able:
            price = self._substitute_price(p, line) if line.role and line.person_id is None else None
            days[p.id] = (
                self.policy.fit * surplus[p.id]
                + (price or 0)
                + self.policy.preferred * wishes[p.id]
                + (self.policy.own_department if _is_foreign(p, project) else 0)
                + self.policy.cost * money[p.id]
            )
        least = min(days.values())
        return {i: rounded((amount - least) / UNITS_PER_DAY * MICRO) for i, amount in days.items()}

    def _missed_wishes(self, line: Line, able: list[Person]) -> dict[str, Fraction]:
        """Return by how much each person misses Preferred People and the preferences of Fit, 1 at most."""
        stated = {p.id: self._wish(p.id, line) for p in able}
        best = max(wish or 0 for wish in stated.values())
        return {
            i: Fraction(1) if line.preferred and i not in line.preferred else Fraction(best - (wish or 0), 4)
            for i, wish in stated.items()
        }

    def _wish(self, person_id: str, line: Line) -> int | None:
        return next((self._wishes[key] for key in _keys_of(person_id, line) if key in self._wishes), None)

    def _money_above(self, line: Line, able: list[Person]) -> dict[str, Fraction]:
        """Return how much dearer each person is than the cheapest, in median costs."""
        if not self._typical or not self.policy.cost:
            return {p.id: Fraction(0) for p in able}
        money = {p.id: self.money(p.id, line) for p in able}
        least = min(money.values())
        return {i: (amount - least) / self._typical for i, amount in money.items()}


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


def _is_foreign(person: Person, project: Project) -> bool:
    return project.department != "" and project.department != person.department


def _surplus(line: Line, able: list[Person]) -> dict[str, int]:
    """Return by how many levels each person stands above the level that the line needs."""
    if line.person_id is not None:
        return {p.id: 0 for p in able}
    if line.skills:
        first = line.skills[0]
        measure = {p.id: level_in(p, first) or 0 for p in able}
        needed = min((skill.level for skill in first if skill.level is not None), default=None)
    else:
        measure = {p.id: p.level for p in able}
        needed = line.min_level
    base = min(measure.values()) if needed is None else needed
    return {i: max(0, level - base) for i, level in measure.items()}
