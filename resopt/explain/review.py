"""Review: are priorities and staffing reasonable? Rules with a value, a limit and what stands behind; no solver."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from statistics import fmean

from resopt.domain.records import Portfolio
from resopt.domain.review import LIMITS
from resopt.domain.units import UNITS_PER_WEEK
from resopt.explain.standing import Standing
from resopt.plan import Plan

TEAM = 3  # people from which on a team is looked at
MANY = 10**9  # times the Value of a project that has none


@dataclass(frozen=True, slots=True)
class Item:
    """One row behind a finding: ID or name of what it is about and of the other thing, and numbers.

    Where two things are compared, `apart` is how far they are, in the unit of the limit.
    """

    name: str
    value: Fraction
    other: str = ""
    than: Fraction = Fraction(0)
    count: int = 0
    units: int = 0
    apart: Fraction | None = None

    @property
    def measured(self) -> Fraction:
        """What is held against the limit."""
        return self.value if self.apart is None else self.apart


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule: its limit, the worst value in the same unit (None: it needs a plan), and the rows against it."""

    rule: str
    limit: Fraction
    value: Fraction | None
    items: tuple[Item, ...] = ()

    @property
    def is_fine(self) -> bool:
        """Whether nothing stands against the rule."""
        return not self.items


def review(portfolio: Portfolio, plan: Plan | None) -> tuple[Finding, ...]:
    """Return every rule of the review with what stands against it; the limits are those of Settings.

    Parameters
    ----------
    plan
        The plan to be reviewed; without one, rules about staffing have no value.
    """
    limits = {**LIMITS, **dict(portfolio.settings.limits)}
    standing = Standing(portfolio, plan or Plan())
    return tuple(_finding(standing, rule, limits[rule], has_plan=plan is not None) for rule in LIMITS)


def _finding(standing: Standing, rule: str, limit: Fraction, *, has_plan: bool) -> Finding:
    look, worst, needs_plan = RULES[rule]
    if needs_plan and not has_plan:
        return Finding(rule, limit, None)
    all_items = tuple(look(standing, limit))
    against = tuple(item for item in all_items if worst(item.measured, limit))
    lowest = not worst(Fraction(10**9), limit)
    value = (min if lowest else max)((item.measured for item in all_items), default=Fraction(0))
    return Finding(rule, limit, value, against)


def _above(value: Fraction, limit: Fraction) -> bool:
    return value > limit


def _below(value: Fraction, limit: Fraction) -> bool:
    return value < limit


def _reaches(value: Fraction, limit: Fraction) -> bool:
    return value >= limit


def _first_tier(s: Standing, limit: Fraction) -> Iterator[Item]:
    wanted: list[int] = [
        sum(s.total[x.id] for p in tier.project_ids for x in s.grid.lines_of[p]) for tier in s.portfolio.tiers
    ]
    total = sum(wanted)
    if len(wanted) > 1 and total:
        yield Item(s.portfolio.tiers[0].label, Fraction(wanted[0], total))


def _coverage(s: Standing) -> dict[str, Fraction]:
    """Return the share met of each project that wants days."""
    found = {}
    for project, lines in s.grid.lines_of.items():
        wanted = sum(s.total[x.id] for x in lines)
        if wanted:
            found[project] = 1 - Fraction(sum(sum(s.lack[x.id]) for x in lines), wanted)
    return found


def _staffing_order(s: Standing, limit: Fraction) -> Iterator[Item]:
    """Yield each project next to the worst met one above it; what it is worse by is nothing."""
    met, tier_of = _coverage(s), s.grid.tier_of
    for project in met:
        above = [p for p in met if tier_of[p] < tier_of[project]]
        worst = min(above, key=lambda p: (met[p], p), default=None)
        if worst is not None:
            both = _people(s, project) & _people(s, worst)
            apart = max(Fraction(0), met[project] - met[worst])
            yield Item(project, met[project], worst, met[worst], len(both), apart=apart)


def _people(s: Standing, project: str) -> set[str]:
    return {p for x in s.grid.lines_of[project] for p in s.able[x.id]}


def _value_order(s: Standing, limit: Fraction) -> Iterator[Item]:
    value, tier_of = {p: s.projects[p].value for p in s.grid.tier_of}, s.grid.tier_of
    for project in value:
        above = [p for p in value if tier_of[p] < tier_of[project]]
        least = min(above, key=lambda p: (value[p], p), default=None)
        if least is not None:
            times = value[project] / value[least] if value[least] else MANY * value[project]
            yield Item(project, value[project], least, value[least], apart=times)


def _projects_per_person(s: Standing, limit: Fraction) -> Iterator[Item]:
    most: dict[str, int] = defaultdict(int)
    for (person, _), projects in s.on.items():
        most[person] = max(most[person], len(projects))
    yield from (Item(person, Fraction(count)) for person, count in sorted(most.items()))


def _projects_per_manager(s: Standing, limit: Fraction) -> Iterator[Item]:
    led: dict[str, int] = defaultdict(int)
    for project in s.grid.tier_of:
        if s.projects[project].manager:
            led[s.projects[project].manager] += 1
    yield from (Item(name, Fraction(count)) for name, count in sorted(led.items()))


def _core_share(s: Standing, limit: Fraction) -> Iterator[Item]:
    for line in (x for lines in s.grid.lines_of.values() for x in lines if x.core):
        for person, weeks in sorted(s.on_line.get(line.id, {}).items()):
            given = sum(s.at[person, w][line.id] for w in weeks)
            yield Item(person, Fraction(given, UNITS_PER_WEEK * len(weeks)), line.id)


def _senior_level(s: Standing, limit: Fraction) -> Iterator[Item]:
    for project in s.grid.tier_of:
        team = s.on_project.get(project, {})
        if len(team) >= TEAM:
            yield Item(project, Fraction(max(s.people[p].level for p in team)), count=len(team))


def _holders(s: Standing, limit: Fraction) -> Iterator[Item]:
    """Yield what is wanted, a role or a skill, with the number of people who have it."""
    for name, (units, able) in sorted(holders_of(s).items()):
        if units:
            yield Item(name, Fraction(len(able)), units=units)


def holders_of(s: Standing) -> dict[str, tuple[int, frozenset[str]]]:
    """Return what is wanted, a role or skills, with its units and the people who have it."""
    wanted: dict[str, int] = defaultdict(int)
    able: dict[str, set[str]] = defaultdict(set)
    for line in (x for lines in s.grid.lines_of.values() for x in lines if x.person_id is None):
        name = line.role or "; ".join(" | ".join(skill.name for skill in group) for group in line.skills)
        wanted[name] += s.total[line.id]
        able[name].update(s.able[line.id])
    return {name: (units, frozenset(able[name])) for name, units in wanted.items()}


def _thin_share(s: Standing, limit: Fraction) -> Iterator[Item]:
    """Yield for each person and project the thinnest week and in how many weeks it is below the limit."""
    thin: dict[tuple[str, str], list[Fraction]] = defaultdict(list)
    for (person, week), row in sorted(s.at.items()):
        days: dict[str, int] = defaultdict(int)
        for line, units in row.items():
            days[s.lines[line].project_id] += units
        full = min(UNITS_PER_WEEK, s.grid.contract[person][week])  # a day of a long week is no sliver
        for project, units in days.items():
            if full:
                thin[person, project].append(Fraction(units, full))
    for (person, project), shares in thin.items():
        below = [one for one in shares if one < limit]
        value = Fraction(round(fmean(map(float, below)) * 1000), 1000) if below else min(shares)
        yield Item(person, value, project, count=len(below))


Look = Callable[[Standing, Fraction], Iterator[Item]]
RULES: dict[str, tuple[Look, Callable[[Fraction, Fraction], bool], bool]] = {
    "first_tier": (_first_tier, _above, False),
    "staffing_order": (_staffing_order, _reaches, True),
    "value_order": (_value_order, _above, False),
    "projects_per_person": (_projects_per_person, _above, True),
    "projects_per_manager": (_projects_per_manager, _above, False),
    "core_share": (_core_share, _below, True),
    "senior_level": (_senior_level, _below, True),
    "holders": (_holders, _below, False),
    "thin_share": (_thin_share, _below, True),
}  # rule -> what it looks at, when a value is against it, whether it needs a plan
