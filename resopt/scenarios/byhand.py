"""Plans by hand: days assigned, released, swapped and locked; each change gives a new Plan, checked at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from resopt.arguments import need_kind
from resopt.checker import prepare
from resopt.checker.people import Staffing
from resopt.domain.changes import Pin, apply
from resopt.domain.grid import Grid, lay_out
from resopt.domain.policy import exact
from resopt.domain.records import Portfolio, Settings
from resopt.domain.units import UNITS_PER_DAY, round_units
from resopt.excel.cells import CellError, date_of
from resopt.messages import say
from resopt.plan import Plan
from resopt.tables.lookup import Lookup

Units = dict[tuple[str, str, int], int]


class Hand:
    """A plan being changed by hand: its days, and what its portfolio says about names, weeks and amounts."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.portfolio: Portfolio = plan.known()
        self.grid: Grid = lay_out(self.portfolio)
        self.units: Units = plan.units()
        self.lines = {line.id: line for line in self.portfolio.lines}

    def person(self, text: str) -> str:
        """Return the ID of a person."""
        return self._find(text, "person", {p.id: p.name for p in self.portfolio.people})

    def project(self, text: str) -> str:
        """Return the ID of a planned project."""
        found = self._find(text, "project", {p.id: p.name for p in self.portfolio.projects})
        if found not in self.grid.tier_of:
            raise ValueError(f"project {found} is not planned: it is on hold, cancelled or left out")
        return found

    def _find(self, text: str, kind: str, names: dict[str, str]) -> str:
        need_kind(kind, text, str, "a name or an ID")
        try:
            return Lookup(kind, names).find(text)[0]
        except CellError as error:
            raise ValueError(say(error.code, "en", **error.values)) from None

    def line(self, person: str, project: str, text: str) -> str:
        """Return the line that is named, else the only one of the project that the person may serve."""
        lines = {line.id: line.id for line in self.grid.lines_of[project]}
        if text:
            known = self.lines.get(text)
            if known is not None and known.project_id != project:
                raise ValueError(f"line {text} is one of {known.project_id}, not of {project}: {', '.join(lines)}")
            return self._find(text, "line", lines)
        staffing, who = Staffing(self.portfolio), next(p for p in self.portfolio.people if p.id == person)
        able = [one for one in lines if staffing.qualifies(who, self.lines[one])]
        if len(able) != 1:
            listed = ", ".join(able or lines)
            what = "could serve several lines" if able else "may serve no line"
            raise ValueError(f"{who.name} {what} of {project}; name one with line=: {listed}")
        return able[0]

    def mine(self, person: str, project: str, weeks: frozenset[int] | None, line: str) -> list[tuple[str, str, int]]:
        """Return the person's cells on the project, in `weeks` (None: all) and on `line` (empty: any)."""
        if line:
            line = self.line(person, project, line)
        return [
            (p, x, w)
            for p, x, w in self.units
            if p == person
            and (x == line if line else self.lines[x].project_id == project)
            and (weeks is None or w in weeks)
        ]

    def wanted(self, line: str) -> tuple[int, ...]:
        """Return the units that a line wants by week, where the plan starts its project."""
        return self.grid.wanted_at(line, self.plan.shift_of(self.lines[line].project_id))

    def room(self, person: str, line: str, week: int) -> int:
        """Return what the line still wants and the person has left in a week, in whole steps."""
        used = sum(units for (p, x, w), units in self.units.items() if (p, w) == (person, week) and x != line)
        given = sum(units for (p, x, w), units in self.units.items() if (x, w) == (line, week) and p != person)
        free = min(self.grid.capacity[person][week] - used, self.wanted(line)[week] - given)
        return max(0, free - free % self.portfolio.settings.step)

    def done(self, units: Units, portfolio: Portfolio | None = None) -> Plan:
        """Return the plan with these days, checked."""
        found = portfolio or self.portfolio
        plan = Plan.of(units, dict(self.plan.shifts))
        return replace(plan, portfolio=found, report=prepare(found).check(plan))


def weeks_of(settings: Settings, given: Any) -> frozenset[int] | None:
    """Return the weeks meant by numbers from 0, dates or texts, one or several; None for None.

    Raises
    ------
    ValueError
        If one is no date or lies outside the horizon.
    """
    if given is None:
        return None
    one = isinstance(given, (int, str, date))
    return frozenset(_week(settings, each) for each in ([given] if one else _listed(given)))


def _listed(given: Any) -> Iterable[Any]:
    try:
        return list(given)
    except TypeError:
        raise ValueError(f"weeks are numbers or dates, not {given!r}") from None


def _week(settings: Settings, given: Any) -> int:
    if isinstance(given, bool) or not isinstance(given, (int, str, date)):
        raise ValueError(f"a week is its number from 0 or a day of it, not {given!r}")
    try:
        week = given if isinstance(given, int) else (date_of(given, "") - settings.start).days // 7
    except CellError:
        raise ValueError(f"{given!r} is not a date; write 2026-01-05") from None
    if not 0 <= week < settings.weeks:
        last = settings.weeks - 1
        raise ValueError(f"week {given} lies outside the plan: 0 to {last}, {settings.start} to {settings.end}")
    if week < settings.past_weeks:
        raise ValueError(f"week {given} is past: it ends before {settings.as_of}, and what was done stays as it is")
    return week


def assign(plan: Plan, person: str, project: str, *, weeks: Any, days: Any, fte: Any, line: str) -> Plan:
    """Return the plan with so many days of a person on a project in each week; see `Plan.assign`."""
    hand = Hand(plan)
    who, where = hand.person(person), hand.project(project)
    on = hand.line(who, where, line)
    if days is not None and fte is not None:
        raise ValueError("give days or fte, not both")
    chosen = weeks_of(hand.portfolio.settings, weeks)
    wanted = hand.wanted(on)
    units = dict(hand.units)
    for week in sorted(w for w in range(len(wanted)) if wanted[w]) if chosen is None else sorted(chosen):
        if days is not None:
            units[who, on, week] = round_units(exact(days, "days"))
        elif fte is not None:
            units[who, on, week] = _units_of(hand, who, week, exact(fte, "fte"))
        else:
            units[who, on, week] = hand.room(who, on, week)
    return hand.done(units)


def _units_of(hand: Hand, person: str, week: int, fte: Fraction) -> int:
    return round_units(fte * hand.grid.working[person][week])


def release(plan: Plan, person: str, project: str, *, weeks: Any, line: str) -> Plan:
    """Return the plan without a person's days on a project; see `Plan.release`."""
    hand = Hand(plan)
    gone = set(hand.mine(hand.person(person), hand.project(project), weeks_of(hand.portfolio.settings, weeks), line))
    return hand.done({cell: units for cell, units in hand.units.items() if cell not in gone})


def swap(plan: Plan, person: str, other: str, project: str, *, weeks: Any, line: str) -> Plan:
    """Return the plan in which `other` gives what `person` gave; see `Plan.swap`."""
    hand = Hand(plan)
    who, instead = hand.person(person), hand.person(other)
    mine = hand.mine(who, hand.project(project), weeks_of(hand.portfolio.settings, weeks), line)
    if who == instead or not mine:
        raise ValueError(f"{person} has no days on {project} to hand over" if not mine else f"both are {person}")
    units = dict(hand.units)
    for cell in mine:
        given = units.pop(cell)
        units[instead, *cell[1:]] = units.get((instead, *cell[1:]), 0) + given
    return hand.done(units)


def lock(plan: Plan, person: str, project: str, *, weeks: Any, fte: Any, line: str) -> Plan:
    """Return the plan of a portfolio in which a person's days on a project are locked; see `Plan.lock`."""
    hand = Hand(plan)
    who, where = hand.person(person), hand.project(project)
    chosen = weeks_of(hand.portfolio.settings, weeks)
    share = None if fte is None else exact(fte, "fte")
    if chosen is None and share == 0:
        chosen = frozenset(range(hand.portfolio.settings.past_weeks, hand.portfolio.settings.weeks))
    elif chosen is None:
        chosen = frozenset(week for _, _, week in hand.mine(who, where, None, ""))
    units = dict(hand.units)
    if share is not None:
        for cell in hand.mine(who, where, chosen, ""):
            del units[cell]
    if share:
        on = hand.line(who, where, line)
        units |= {(who, on, week): _units_of(hand, who, week, share) for week in chosen}
    working = hand.grid.working[who]
    locked = tuple(
        (
            hand.portfolio.settings.monday(week),
            Fraction(_given(hand, units, who, where, week), UNITS_PER_DAY * working[week]),
        )
        for week in sorted(chosen)
        if working[week]
    )
    if not locked:
        raise ValueError(f"{person} has no days on {project} to lock; name the weeks")
    return hand.done(units, apply(hand.portfolio, [Pin(who, where, locked)]))


def _given(hand: Hand, units: Units, person: str, project: str, week: int) -> int:
    return sum(
        amount
        for (p, x, w), amount in units.items()
        if (p, w) == (person, week) and hand.lines[x].project_id == project
    )
