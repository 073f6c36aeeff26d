"""What a day costs in level 3 above the cheapest person of its line, derived for the checker alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from statistics import median

from resopt.checker.people import Staffing, level_in
from resopt.domain.records import Line, Person, Portfolio
from resopt.domain.units import MICRO, UNITS_PER_DAY

WISHES = 4  # preferences run from -2 to 2, a wish is missed by quarters


@dataclass(frozen=True, slots=True)
class Seats:
    """Lines that ask for the same, for projects of one department: what each person costs without any wish.

    `amounts` are by person in 1/`unit` day; `cheapest` are the same people, cheapest first.
    """

    amounts: dict[str, int]
    cheapest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tariff:
    """One line: its seats, the least anybody costs, those who cost other than `amounts` + `usual`, and what."""

    seats: Seats
    usual: int
    others: dict[str, int]
    least: int


class Charges:
    """Charges of level 3; amounts are counted exactly in whole 1/`unit` day and rounded once at the end."""

    def __init__(self, portfolio: Portfolio, staffing: Staffing) -> None:
        self._staffing = staffing
        policy = portfolio.policy
        known = [money for p in portfolio.people if (money := staffing.base_money[p.id])]
        rate = policy.cost / median(known) if known else Fraction(0)
        prices = (price for fillers in staffing.fillers.values() for price in fillers.values())
        paid = (rate * money for money in (*staffing.base_money.values(), *staffing.fit_money.values()))
        parts = (policy.fit, policy.preferred / WISHES, policy.own_department, *prices, *paid)
        self.unit = lcm(*{part.denominator for part in parts})
        self._rate = rate
        self._fit, self._missed = self._whole(policy.fit), self._whole(policy.preferred / WISHES)
        self._foreign = self._whole(policy.own_department)
        self._home = {person.id: person.department for person in portfolio.people}
        self._department = {project.id: project.department for project in portfolio.projects}
        self._spoken_of: dict[tuple[str, str], list[str]] = {}  # ("role" or "project", which) -> people of sheet Fit
        for person, kind, which in dict.fromkeys((*staffing.wishes, *staffing.fit_money)):
            self._spoken_of.setdefault((kind, which), []).append(person)
        self._paid = {person: self._whole(rate * money) for person, money in staffing.base_money.items()}
        self._fits: dict[object, dict[str, int]] = {}
        self._seats: dict[object, Seats] = {}
        self._tariffs: dict[str, Tariff] = {}

    def per_unit(self, person_id: str, line: Line) -> int:
        """Return what one unit of a person on a line adds to level 3, in 1/1,000,000 day; 0 if not qualified."""
        tariff = self._tariffs.get(line.id)
        if tariff is None:
            tariff = self._tariffs[line.id] = self._tariff(line)
        amount = tariff.seats.amounts.get(person_id)
        if amount is None:
            return 0
        above = tariff.others.get(person_id, amount + tariff.usual) - tariff.least
        return (2 * above * MICRO + UNITS_PER_DAY * self.unit) // (2 * UNITS_PER_DAY * self.unit)

    def _whole(self, days: Fraction) -> int:
        return days.numerator * (self.unit // days.denominator)

    def _tariff(self, line: Line) -> Tariff:
        """Return the charges of a line: those of its seats, and of the people of whom it or sheet Fit speaks."""
        seats = self._seats_of(line)
        if not seats.amounts:
            return Tariff(seats, 0, {}, 0)
        named = dict.fromkeys((*self._people_of_fit(line), *line.preferred))
        able = [i for i in named if i in seats.amounts]
        wish = {i: self._staffing.wish(i, line) for i in able}
        stated = [one for one in wish.values() if one is not None]
        best = max(stated) if len(stated) == len(seats.amounts) else max(0, *stated, 0)
        usual = self._missed * (WISHES if line.preferred else best)
        others = {}
        for i in able:
            missed = WISHES if line.preferred and i not in line.preferred else best - (wish[i] or 0)
            dearer = self._staffing.money(i, line) - self._staffing.base_money[i] if self._rate else Fraction(0)
            others[i] = seats.amounts[i] + self._missed * missed + self._whole(self._rate * dearer)
        first = next((seats.amounts[i] + usual for i in seats.cheapest if i not in others), None)
        return Tariff(seats, usual, others, min(others.values() if first is None else (first, *others.values())))

    def _people_of_fit(self, line: Line) -> Iterable[str]:
        of_project = self._spoken_of.get(("project", line.project_id), ())
        return (*of_project, *self._spoken_of.get(("role", line.role), ())) if line.role else of_project

    def _seats_of(self, line: Line) -> Seats:
        department = self._department[line.project_id]
        asked = (line.role, line.skills, line.min_level, line.person_id)
        if (asked, department) not in self._seats:
            if asked not in self._fits:
                self._fits[asked] = self._fit_and_money(line)
            amounts = {
                i: amount if department in ("", self._home[i]) else amount + self._foreign
                for i, amount in self._fits[asked].items()
            }
            self._seats[asked, department] = Seats(amounts, tuple(sorted(amounts, key=amounts.__getitem__)))
        return self._seats[asked, department]

    def _fit_and_money(self, line: Line) -> dict[str, int]:
        """Return what each qualified person costs by level, as a substitute, and in money."""
        able = self._staffing.qualified(line)
        amounts = {}
        for p, surplus in zip(able, _surplus(line, able), strict=True):
            price = self._staffing.substitute_price(p, line) if line.role and line.person_id is None else None
            amounts[p.id] = self._fit * surplus + (self._whole(price) if price else 0) + self._paid[p.id]
        return amounts


def _surplus(line: Line, able: list[Person]) -> list[int]:
    """Return by how many levels each person stands above the level that the line needs."""
    if line.person_id is not None or not able:
        return [0] * len(able)
    if line.skills:
        first = line.skills[0]
        measure = [level_in(p, first) or 0 for p in able]
        needed = min((skill.level for skill in first if skill.level is not None), default=None)
    else:
        measure = [p.level for p in able]
        needed = line.min_level
    base = min(measure) if needed is None else needed
    return [max(0, level - base) for level in measure]
