"""Who may do what: the people a line accepts, and what a day of each costs in level 3."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import floor, lcm
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resopt.domain.eligible import has_skill, qualifies, substitute_price
from resopt.domain.past import Past
from resopt.domain.records import Line, Person, Portfolio
from resopt.domain.units import MICRO, UNITS_PER_DAY

Ints = NDArray[np.int64]
Exact = NDArray[Any]  # whole numbers: int64, or Python's own where they are too large
Charges = Mapping[str, tuple[Ints, Ints]]  # by line: people, and what a unit of each costs
Said = tuple[Ints, Exact]  # people, and a number for each

LARGE = 2**62
QUARTERS = 4  # wishes are counted in quarters: preferences run from -2 to 2


def accepts(portfolio: Portfolio) -> dict[str, tuple[str, ...]]:
    """Return, by line, the IDs of the people whom role, skills and levels admit (forbids not looked at)."""
    ids: dict[int, tuple[str, ...]] = {}
    return {line: _ids(portfolio, who, ids) for line, who in accepted(portfolio).items()}


def _ids(portfolio: Portfolio, who: Ints, known: dict[int, tuple[str, ...]]) -> tuple[str, ...]:
    if id(who) not in known:
        known[id(who)] = tuple(portfolio.people[i].id for i in who.tolist())
    return known[id(who)]


def accepted(portfolio: Portfolio) -> dict[str, Ints]:
    """Return what `accepts` does as indices of people, ascending; lines that ask for the same share one array."""
    roles = {role.name: role for role in portfolio.roles}
    with_role: dict[str, set[int]] = defaultdict(set)
    for i, person in enumerate(portfolio.people):
        for name in person.roles:
            with_role[name].add(i)
    number = {p.id: i for i, p in enumerate(portfolio.people)}
    alike: dict[object, Ints] = {}
    for line in portfolio.lines:
        asked = _asked(line)
        if asked not in alike:
            near: Iterable[int] = range(len(number))
            if line.person_id is not None:
                near = [number[line.person_id]] if line.person_id in number else []
            elif line.role:
                listed = roles[line.role].filled_by if line.role in roles else ()
                near = set().union(with_role[line.role], *(with_role[s.role] for s in listed))
            found = [i for i in sorted(near) if qualifies(portfolio.people[i], line, roles)]
            alike[asked] = np.array(found, dtype=np.int64)
    return {line.id: alike[_asked(line)] for line in portfolio.lines}


def _asked(line: Line) -> tuple[object, ...]:
    return line.role, line.skills, line.min_level, line.person_id


def charges(portfolio: Portfolio) -> Charges:
    """Return, by line, the people whom it accepts (indices) and what one unit of each adds to level 3.

    A unit is 1/200 day, what it adds 1/1,000,000 day. Charges are relative to the cheapest person whom the line
    accepts, so the best choice costs nothing.
    """
    scale, able = _Scale(portfolio), accepted(portfolio)
    return {line.id: (able[line.id], scale.charges(line, able[line.id])) for line in portfolio.lines}


def per_unit(per_day: Fraction) -> int:
    """Return a charge per day as an integer per unit, in 1/1,000,000 day, halves rounded up."""
    return floor(per_day * MICRO / UNITS_PER_DAY + Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class _Alike:
    """What charges have in common on lines that ask for the same: levels above it, prices of substitutes."""

    surplus: Ints
    price: Exact


class _Scale:
    """Charges of level 3 as whole numbers of 1/`unit` day, so that arrays of them stay exact."""

    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        self.roles = {role.name: role for role in portfolio.roles}
        self._number = {p.id: i for i, p in enumerate(portfolio.people)}
        policy = portfolio.policy
        money = money_per_day(portfolio)
        known = [money[p.id, ""] for p in portfolio.people if money[p.id, ""] > 0]
        rate = policy.cost / median(known) if known else Fraction(0)
        coin = lcm(*(amount.denominator for amount in money.values()))  # money is counted in 1/coin
        prices = [s.price for role in portfolio.roles for s in role.filled_by]
        weights = [policy.fit, policy.preferred / QUARTERS, policy.own_department, rate / coin, *prices]
        self.unit = lcm(*(weight.denominator for weight in weights))
        self.fit, self.wish, self.foreign, self.rate = (int(weight * self.unit) for weight in weights[:4])
        levels = [p.level for p in portfolio.people] + [s.level or 0 for p in portfolio.people for s in p.skills]
        most = max(levels, default=0) * policy.fit + policy.preferred + policy.own_department
        most += rate * max(money.values(), default=Fraction(0)) + max(prices, default=Fraction(0))
        small = (2 * MICRO // UNITS_PER_DAY * most + 2) * self.unit < LARGE
        self.kind: Any = np.int64 if small else object
        self._money = self._exact(int(money[p.id, ""] * coin) if rate else 0 for p in portfolio.people)
        self._other_money = self._prices(money, coin) if rate else {}
        self._alike: dict[object, _Alike] = {}

    def _exact(self, numbers: Iterable[int]) -> Exact:
        return np.array(list(numbers), dtype=self.kind)

    def charges(self, line: Line, who: Ints) -> Ints:
        """Return what a unit of each of `who` costs on the line."""
        if not len(who):
            return np.zeros(0, dtype=np.int64)
        asked = _asked(line)
        if asked not in self._alike:
            self._alike[asked] = self._compare(line, who)
        alike = self._alike[asked]
        total = alike.surplus.astype(self.kind) * self.fit + alike.price + self._missed_wishes(line, who) * self.wish
        if self.foreign:
            total = total + self._foreign_to[line.project_id][who] * self.foreign
        if self.rate:
            total = total + self._paid(line, who) * self.rate
        above = total - total.min()
        return np.asarray((2 * MICRO // UNITS_PER_DAY * above + self.unit) // (2 * self.unit), dtype=np.int64)

    def _compare(self, line: Line, who: Ints) -> _Alike:
        able = [self.portfolio.people[i] for i in who.tolist()]
        named = line.person_id is not None or not line.role
        prices = [Fraction(0) if named else substitute_price(p, line.role, self.roles) or Fraction(0) for p in able]
        surplus = np.array(_surplus(line, able), dtype=np.int64)
        return _Alike(surplus, self._exact(int(price * self.unit) for price in prices))

    @cached_property
    def _foreign_to(self) -> dict[str, Exact]:
        """By project, 1 for each person of another department than its own, else 0."""
        departments = np.array([p.department for p in self.portfolio.people], dtype=object)
        names = {p.department for p in self.portfolio.projects}
        found = {name: np.asarray((departments != name) & bool(name)).astype(self.kind) for name in names}
        return {p.id: found[p.department] for p in self.portfolio.projects}

    @cached_property
    def _preferences(self) -> dict[str, Said]:
        given: dict[str, dict[int, int]] = defaultdict(dict)
        for fit in self.portfolio.fits:
            if fit.preference is not None and fit.person_id in self._number:
                person = self._number[fit.person_id]
                if fit.project_id is not None:
                    given[f"project:{fit.project_id}"][person] = fit.preference
                elif fit.role:
                    given[f"role:{fit.role}"].setdefault(person, fit.preference)
        return {key: self._said(rows) for key, rows in given.items()}

    def _prices(self, money: Mapping[tuple[str, str], Fraction], coin: int) -> dict[str, Said]:
        """Return the money that sheet Fit says differs from the usual, by key."""
        given: dict[str, dict[int, int]] = defaultdict(dict)
        for (person, key), amount in money.items():
            if key and person in self._number:
                given[key][self._number[person]] = int(amount * coin)
        return {key: self._said(rows) for key, rows in given.items()}

    def _said(self, rows: Mapping[int, int]) -> Said:
        return np.array(list(rows), dtype=np.int64), self._exact(rows.values())

    def _missed_wishes(self, line: Line, who: Ints) -> Exact:
        """Return by how many quarters of a day each person misses the line's wishes."""
        wishes = self._exact([0] * len(who))
        self._overwrite(wishes, who, line, self._preferences)
        missed: Exact = wishes.max() - wishes
        if line.preferred:
            liked = [self._number[i] for i in line.preferred if i in self._number]
            missed[~np.isin(who, np.array(liked, dtype=np.int64))] = QUARTERS
        return missed

    def _paid(self, line: Line, who: Ints) -> Exact:
        """Return the money per day of each person."""
        paid = self._money[who]
        self._overwrite(paid, who, line, self._other_money)
        return paid

    @staticmethod
    def _overwrite(row: Exact, who: Ints, line: Line, said: Mapping[str, Said]) -> None:
        """Write what sheet Fit says of the line's role, then of its project, into `row`."""
        for key in (f"role:{line.role}", f"project:{line.project_id}"):
            if key in said:
                people, values = said[key]
                at = np.minimum(np.searchsorted(who, people), len(who) - 1)
                here = who[at] == people
                row[at[here]] = values[here]


def _surplus(line: Line, able: list[Person]) -> list[int]:
    """Return by how many levels each person is above what the line asks (blank: the lowest that can serve)."""
    if line.person_id is not None:
        return [0] * len(able)
    if not line.skills:
        base = line.min_level or min(p.level for p in able)
        return [max(0, p.level - base) for p in able]
    group = line.skills[0]
    levels = [
        max(own.level or 0 for own in p.skills for s in group if s.name == own.name and has_skill(p, s)) for p in able
    ]
    asked = [s.level for s in group if s.level is not None]
    base = min(asked) if asked else min(levels)
    return [max(0, level - base) for level in levels]


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


def budgets_left(portfolio: Portfolio, past: Past) -> dict[str, Fraction]:
    """Return by project with a Budget what of it is left after the days done, 0 if they cost more."""
    left = {p.id: p.budget for p in portfolio.projects if p.budget is not None}
    if left and past.of_pair:
        money, lines = money_per_day(portfolio), {line.id: line for line in portfolio.lines}
        for (person, line), units in past.of_pair.items():
            project = lines[line].project_id
            if project in left:
                left[project] -= cost_of(money, person, lines[line]) * units / UNITS_PER_DAY
    return {project: max(Fraction(0), rest) for project, rest in left.items()}


def cost_of(money: Mapping[tuple[str, str], Fraction], person_id: str, line: Line) -> Fraction:
    """Return the money per day of a person on a line, from the table of `money_per_day`."""
    for key in (f"project:{line.project_id}", f"role:{line.role}"):
        if (person_id, key) in money:
            return money[person_id, key]
    return money[person_id, ""]
