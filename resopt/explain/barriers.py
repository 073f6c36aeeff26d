"""Which single rule keeps days from a short line: one test per rule, for all who are asked at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import floor

import numpy as np
from numpy.typing import NDArray

from resopt.domain.records import Line, RuleKind
from resopt.domain.rules import Rule
from resopt.domain.units import DAYS_PER_WEEK, UNITS_PER_DAY, round_units
from resopt.engine.candidates import cost_of
from resopt.explain.standing import Ints, Row, Standing

Flags = NDArray[np.bool_]
Hit = Flags | bool

BOUNDLESS = 1 << 62


@dataclass(frozen=True, slots=True, eq=False)
class Asks:
    """Questions whether people (indices) may give a line more in a week.

    `most` is what step allows them to add, `least` what min share asks for (0: anything on the step grid), `smallest`
    the smallest amount that they could add at all; `serves` whether they have days on the line in whatever week.
    """

    line: Line
    who: Ints
    week: Ints
    most: Ints
    least: Ints
    smallest: Ints
    serves: Flags


class Barriers:
    """The tests of a plan."""

    def __init__(self, standing: Standing) -> None:
        self.s = standing
        people, settings = standing.portfolio.people, standing.portfolio.settings
        self.weeks = settings.weeks
        self.ids = [p.id for p in people]
        usual = settings.max_projects
        self.most_projects = np.array([usual if p.max_projects is None else p.max_projects for p in people])
        days = [settings.min_days * (DAYS_PER_WEEK * p.fte if settings.min_days_is_share else 1) for p in people]
        self.min_days = np.array([round_units(Fraction(one)) for one in days], dtype=np.int64)
        self.departments = np.array([p.department for p in people], dtype=object)
        self.held_on: dict[str, dict[str, list[int]]] = {}
        for person, line, week in standing.held:
            self.held_on.setdefault(line, {}).setdefault(person, []).append(week)

    def asks(self, line: Line, who: Ints, week: Ints, given_up: Ints | int = 0) -> Asks:
        """Return the questions for people who would give up so many units of other work in the week."""
        s, step = self.s, self.s.portfolio.settings.step
        rest, on_line = s.rests[line.id][week], s.on_line.get(line.id, {})
        most = np.minimum(s.room[who, week] + given_up, s.lacks[line.id][week])
        most = np.where(most == rest, most, most - most % step)
        least = np.minimum(s.share[who, week], rest)
        least[np.isin(who * self.weeks + week, s.cells(on_line))] = 0
        smallest = np.maximum(1, np.maximum(least, np.minimum(step, most)))
        serves = np.isin(who, np.array([s.number[i] for i in on_line], dtype=np.int64))
        return Asks(line, who, week, most, least, smallest, serves)

    def first(self, asks: Asks, *, firm: bool) -> Ints:
        """Return the place in `RULES` of the first rule that says no to each, that of None for none.

        `firm`: only rules that would say no even if the person gave up other work.
        """
        found = np.full(len(asks.who), len(TESTS), dtype=np.int64)
        for place, (rule, test) in enumerate(TESTS.items()):
            if not (firm and rule not in FIRM):
                hit = test(self, asks)
                if hit is not False:
                    found[(found == len(TESTS)) & hit] = place
        return found

    def one_by_one(
        self, asks: Asks, kind: RuleKind, test: Callable[[Row, str, int], bool], *, anywhere: bool = False
    ) -> Hit:
        """Return for whom a row of Rules of this kind that names them and the week says no.

        It must not name another project, unless `anywhere`.
        """
        rows = self.s.rules[kind]
        if not rows:
            return False
        named = np.array([self.s.number[i] for i in rows if i in self.s.number], dtype=np.int64)
        hit = np.isin(asks.who, named)
        for at in np.nonzero(hit)[0].tolist():
            person, week = self.ids[asks.who[at]], int(asks.week[at])
            hit[at] = any(
                week in row.weeks
                and (anywhere or row.row.project_id in (None, asks.line.project_id))
                and test(row, person, week)
                for row in rows[person]
            )
        return hit

    @cached_property
    def lendable(self) -> Ints:
        """The most units, by person and week, that departments still lend to others' projects."""
        s, known = self.s, {}
        most = np.full(s.room.shape, BOUNDLESS, dtype=np.int64)
        for p, person in enumerate(s.portfolio.people):
            for w, working in enumerate(s.grid.working[person.id]):
                limit = s.lending.get((person.department, w))
                if limit is not None and working:
                    place = person.department, w, working
                    if place not in known:
                        left = limit - s.lent.get((person.department, w), 0)
                        known[place] = floor(left * UNITS_PER_DAY * working)
                    most[p, w] = known[place]
        return most

    @cached_property
    def money(self) -> tuple[list[Fraction], Ints]:
        """The different costs of a day, and which is the usual one of each person."""
        rates = [self.s.money[i, ""] for i in self.ids]
        number = {rate: n for n, rate in enumerate(dict.fromkeys(rates))}
        return list(number), np.array([number[rate] for rate in rates], dtype=np.int64)

    def affordable(self, line: Line) -> Ints:
        """Return the most units of each person that the budget of the line's project still pays."""
        s = self.s
        left = (s.budgets[line.project_id] - s.spent.get(line.project_id, 0)) * UNITS_PER_DAY
        rates, usual = self.money
        most = np.array([_units(left, rate) for rate in rates], dtype=np.int64)[usual]
        keys = (f"role:{line.role}", f"project:{line.project_id}")
        for person in {person for key in keys for person in self.spoken_of.get(key, ())}:
            most[s.number[person]] = _units(left, cost_of(s.money, person, line))
        return most

    @cached_property
    def spoken_of(self) -> dict[str, set[str]]:
        """By role and project the people for whom sheet Fit has another cost."""
        found: dict[str, set[str]] = {}
        for person, key in self.s.money:
            if key and person in self.s.number:
                found.setdefault(key, set()).add(person)
        return found


def _units(left: Fraction, rate: Fraction) -> int:
    return min(BOUNDLESS, floor(left / rate)) if rate > 0 else BOUNDLESS


def _forbid(b: Barriers, asks: Asks) -> Hit:
    return b.one_by_one(asks, RuleKind.FORBID, lambda *_: True)


def _freeze(b: Barriers, asks: Asks) -> Hit:
    settings = b.s.portfolio.settings
    return np.asarray(asks.week < settings.frozen_until) if settings.freeze_weeks else False


def _hard_lock(b: Barriers, asks: Asks) -> Hit:
    held = b.held_on.get(asks.line.id)
    return np.isin(asks.who * b.weeks + asks.week, b.s.cells(held)) if held else False


def _exclusive(b: Barriers, asks: Asks) -> Hit:
    project = {asks.line.project_id}

    def works_elsewhere(row: Row, person: str, _: int) -> bool:
        return any(b.s.projects_at(person, w) - project for w in row.weeks)

    return b.one_by_one(asks, RuleKind.EXCLUSIVE, works_elsewhere, anywhere=True)


def _max_projects(b: Barriers, asks: Asks) -> Hit:
    full = np.asarray(b.s.projects_on[asks.who, asks.week] >= b.most_projects[asks.who])
    on = b.s.on_project.get(asks.line.project_id)
    if on is not None:
        full &= ~np.isin(asks.who * b.weeks + asks.week, b.s.cells(on))
    return full


def _other(row: Row, person: str) -> str:
    return (row.row.other_id if row.row.person_id == person else row.row.person_id) or ""


def _apart(b: Barriers, asks: Asks) -> Hit:
    def is_there(row: Row, person: str, week: int) -> bool:
        return asks.line.project_id in b.s.projects_at(_other(row, person), week)

    return b.one_by_one(asks, RuleKind.APART, is_there)


def _together(b: Barriers, asks: Asks) -> Hit:
    def neither_is_there(row: Row, person: str, week: int) -> bool:
        both = b.s.projects_at(person, week) | b.s.projects_at(_other(row, person), week)
        return asks.line.project_id not in both

    return b.one_by_one(asks, RuleKind.TOGETHER, neither_is_there)


def _lend(b: Barriers, asks: Asks) -> Hit:
    owner = b.s.projects[asks.line.project_id].department
    if not owner or not b.s.lending:
        return False
    return np.asarray((b.departments[asks.who] != owner) & (asks.smallest > b.lendable[asks.who, asks.week]))


def _budget(b: Barriers, asks: Asks) -> Hit:
    if asks.line.project_id not in b.s.budgets:
        return False
    return np.asarray(asks.smallest > b.affordable(asks.line)[asks.who])


def _max_people(b: Barriers, asks: Asks) -> Hit:
    most, crew = asks.line.max_people, b.s.grid.past.on(asks.line.id)
    if most is None or len(b.s.on_line.get(asks.line.id, {}).keys() | crew) < most:
        return False
    return ~asks.serves & ~np.isin(asks.who, np.array([b.s.number[i] for i in crew], dtype=np.int64))


def _min_days(b: Barriers, asks: Asks) -> Hit:
    if not b.s.portfolio.settings.min_days:
        return False
    past, line = b.s.grid.past, asks.line.id
    need = np.minimum(b.min_days[asks.who], past.total((line,), b.s.total[line]))
    if past.weeks:
        need = need - np.array([past.given(b.ids[p], line) for p in asks.who.tolist()], dtype=np.int64)
    possible = np.minimum(b.s.room[asks.who], b.s.lacks[asks.line.id]).sum(axis=1)
    return np.asarray(~asks.serves & (possible < need))


def _same_people(b: Barriers, asks: Asks) -> Hit:
    """The line keeps its people, and this one could not serve all of its weeks."""
    if not asks.line.same_people:
        return False
    step, wanted = b.s.portfolio.settings.step, np.array(b.s.wanted[asks.line.id]) > 0
    room, capacity = b.s.room[asks.who], b.s.capacity[asks.who]
    busy = wanted & (capacity >= step) & ((room < step) | (b.s.lacks[asks.line.id] == 0))
    return np.asarray(~asks.serves & busy.any(axis=1))


def _fill(b: Barriers, asks: Asks) -> Hit:
    return bool(asks.line.fill_all or asks.line.fill_share) and asks.line.id not in b.s.served


def _min_staffing(b: Barriers, asks: Asks) -> Hit:
    project = b.s.projects[asks.line.project_id]
    return bool(project.min_staffing) and not project.must_have and project.id not in b.s.manned


def _lacks(kind: RuleKind) -> Callable[[Barriers, Asks], Hit]:
    """Return the test whether a project stays empty because somebody it must have cannot come."""

    def test(b: Barriers, asks: Asks) -> Hit:
        return asks.line.project_id not in b.s.manned and asks.line.project_id in b.s.demanding[kind]

    return test


TESTS: Mapping[Rule, Callable[[Barriers, Asks], Hit]] = {
    Rule.FORBID: _forbid,
    Rule.FREEZE: _freeze,
    Rule.HARD_LOCK: _hard_lock,
    Rule.EXCLUSIVE: _exclusive,
    Rule.MAX_PROJECTS: _max_projects,
    Rule.APART: _apart,
    Rule.LEND: _lend,
    Rule.BUDGET: _budget,
    Rule.MAX_PEOPLE: _max_people,
    Rule.STEP: lambda _, asks: np.asarray(asks.most == 0),
    Rule.MIN_SHARE: lambda _, asks: np.asarray(asks.most < asks.least),
    Rule.MIN_DAYS: _min_days,
    Rule.SAME_PEOPLE: _same_people,
    Rule.FILL: _fill,
    Rule.MIN_STAFFING: _min_staffing,
    Rule.REQUIRE: _lacks(RuleKind.REQUIRE),
    Rule.SUPERVISE: _lacks(RuleKind.SUPERVISE),
    Rule.TOGETHER: _together,
}
RULES: tuple[Rule | None, ...] = (*TESTS, None)

# Rules whose tests do not look at what else the person does.
FIRM = frozenset(
    (
        *(Rule.FORBID, Rule.FREEZE, Rule.HARD_LOCK, Rule.APART, Rule.BUDGET, Rule.MAX_PEOPLE, Rule.STEP),
        *(Rule.MIN_SHARE, Rule.FILL, Rule.MIN_STAFFING, Rule.REQUIRE, Rule.SUPERVISE, Rule.TOGETHER),
    )
)
