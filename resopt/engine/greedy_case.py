"""What stays the same while the greedy plan grows: people, lines and limits as arrays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from resopt.domain.grid import Grid
from resopt.domain.records import Certainty, Line, Person, Portfolio, Project, RuleKind, RuleRow
from resopt.domain.rules import Rule
from resopt.domain.units import DAYS_PER_WEEK, MICRO, UNITS_PER_DAY, round_units
from resopt.engine.candidates import Charges, accepted, budgets_left, cost_of, money_per_day

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Dated:
    """A rule of sheet Rules in indices: `other` and `project` are -1 where blank; `weeks` it holds in."""

    person: int
    other: int
    project: int
    weeks: Mask


@dataclass(frozen=True, slots=True)
class Rules:
    """The rows of sheet Rules on planned projects; `forbidden` and `demands` (require, supervise) by project."""

    forbidden: Mapping[int, tuple[Dated, ...]]
    exclusive: tuple[Dated, ...]
    apart: tuple[Dated, ...]
    together: tuple[Dated, ...]
    lend: Mapping[str, tuple[tuple[Fraction, Mask], ...]]
    demands: Mapping[int, tuple[RuleRow, ...]]


@dataclass(frozen=True, slots=True)
class Worth:
    """The prices of the weighted policy in days: per missing unit (lines x weeks), per idle unit and person used.

    `pairs` are the (line, person) with a price of their own, `pair` is that of all others.
    """

    missing: Floats
    idle: Floats
    used: Floats
    pair: float
    pairs: Mapping[tuple[int, int], float]

    def of_pairs(self, line: int, who: Ints) -> Floats:
        """Return the price of each of `who` having days on the line."""
        return np.array([self.pairs.get((line, int(p)), self.pair) for p in who], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Case:
    """The portfolio in indices; arrays are people x weeks or one entry per person, amounts in units.

    People, planned projects (in tier order) and their lines are numbered; `able[l]` are the people whom line l
    accepts, ascending (lines that ask for the same share the array), and `charge[l]` their charges of level 3 in
    days per day. `budget` is what of a project's Budget is left after the days done; `unit_money` is money per unit
    and person, `other_money` what sheet Fit says of a role or project.
    """

    portfolio: Portfolio
    grid: Grid
    people: tuple[Person, ...]
    projects: tuple[Project, ...]
    lines: tuple[Line, ...]
    person_of: Mapping[str, int]
    project_of: Mapping[str, int]
    line_of: Mapping[str, int]
    tier: tuple[int, ...]
    owner: tuple[int, ...]
    lines_of: tuple[tuple[int, ...], ...]
    able: tuple[Ints, ...]
    charge: tuple[Floats, ...]
    capacity: Ints
    limit: Ints
    offered: Ints
    working: Ints
    min_share: Ints
    max_projects: Ints
    min_days: Ints
    locked: Mapping[int, Ints]
    money: Mapping[tuple[str, str], Fraction]
    budget: Mapping[int, Fraction]
    unit_money: Floats
    other_money: Mapping[str, Mapping[int, float]]
    rules: Rules
    members: Mapping[str, tuple[int, ...]]
    record: Mapping[int, Mapping[int, Ints]]
    worth: Worth | None

    @property
    def weeks(self) -> int:
        """The number of weeks of the horizon."""
        return self.portfolio.settings.weeks

    @property
    def step(self) -> int:
        """The step in units."""
        return self.portfolio.settings.step

    def floored(self, units: Ints) -> Ints:
        """Return amounts rounded down to the step."""
        return units - units % self.step

    def usual_shift(self, project: int) -> int:
        """Return the shift nearest to none that the project's window allows."""
        return min(self.grid.shifts[self.projects[project].id], key=lambda s: (abs(s), s))

    def crew(self, line: int) -> frozenset[int]:
        """Return who worked on a line before As Of."""
        return frozenset(self.person_of[i] for i in self.grid.past.on(self.lines[line].id))

    def given(self, line: int, person: int) -> int:
        """Return the days that a person worked on a line before As Of."""
        return self.grid.past.given(self.people[person].id, self.lines[line].id)

    def unit_cost(self, person: int, line: int) -> Fraction:
        """Return the money that one unit of the person costs on the line."""
        return cost_of(self.money, self.people[person].id, self.lines[line]) / UNITS_PER_DAY

    def unit_costs(self, line: int) -> Floats:
        """Return about the money that one unit of each person (of all people) costs on the line."""
        record, costs = self.lines[line], self.unit_money
        for key in (f"role:{record.role}", f"project:{record.project_id}"):
            if key in self.other_money:
                costs = costs.copy()
                costs[list(self.other_money[key])] = list(self.other_money[key].values())
        return costs

    def is_foreign(self, person: int, project: int) -> bool:
        """Return whether the project belongs to another department than the person."""
        owner = self.projects[project].department
        return bool(owner) and owner != self.people[person].department


def weeks_of(portfolio: Portfolio, start: date | None, end: date | None) -> Mask:
    """Return the weeks of the horizon that a span of dates touches; blank means open."""
    settings = portfolio.settings
    return np.array(
        [
            (end is None or settings.monday(w) <= end) and (start is None or start < settings.monday(w + 1))
            for w in range(settings.weeks)
        ],
        dtype=bool,
    )


def line_rank(line: Line) -> tuple[bool, bool]:
    """Return the place of a line within its tier: core lines, then firm ones, then the rest."""
    return (not line.core, line.certainty is not Certainty.FIRM)


def build_case(portfolio: Portfolio, grid: Grid, costs: Charges) -> Case:
    """Return the arrays of `portfolio`; `costs` are those of `candidates.charges`."""
    by_id = {p.id: p for p in portfolio.projects}
    projects = tuple(by_id[i] for tier in portfolio.tiers for i in tier.project_ids)
    lines = tuple(line for p in projects for line in sorted(grid.lines_of[p.id], key=lambda x: (*line_rank(x), x.id)))
    people = portfolio.people
    person_of = {p.id: i for i, p in enumerate(people)}
    project_of = {p.id: j for j, p in enumerate(projects)}
    line_of = {line.id: n for n, line in enumerate(lines)}
    able, money = accepted(portfolio), money_per_day(portfolio)
    capacity = _table([grid.capacity[p.id] for p in people], portfolio)
    tolerance = 1 + portfolio.settings.tolerance
    members: dict[str, list[int]] = defaultdict(list)
    for i, p in enumerate(people):
        members[p.department].append(i)
    return Case(
        portfolio=portfolio,
        grid=grid,
        people=people,
        projects=projects,
        lines=lines,
        person_of=person_of,
        project_of=project_of,
        line_of=line_of,
        tier=tuple(grid.tier_of[p.id] for p in projects),
        owner=tuple(project_of[line.project_id] for line in lines),
        lines_of=_lines_of(projects, lines),
        able=tuple(able[line.id] for line in lines),
        charge=tuple(_charge(line, costs) for line in lines),
        capacity=capacity,
        limit=capacity * tolerance.numerator // tolerance.denominator,
        offered=_offered(portfolio, grid, capacity, person_of),
        working=_table([grid.working[p.id] for p in people], portfolio),
        min_share=np.array([_min_share(portfolio, p) for p in people], dtype=np.int64),
        max_projects=np.array([_max_projects(portfolio, p) for p in people], dtype=np.int64),
        min_days=np.array([_min_days(portfolio, p) for p in people], dtype=np.int64),
        locked=_locked(grid, line_of, portfolio.settings.weeks),
        money=money,
        budget={project_of[i]: left for i, left in budgets_left(portfolio, grid.past).items() if i in project_of},
        unit_money=np.array([float(money[p.id, ""] / UNITS_PER_DAY) for p in people], dtype=np.float64),
        other_money=_other_money(money, person_of),
        members={name: tuple(ids) for name, ids in members.items()},
        record=_record(grid, person_of, project_of, portfolio.settings.weeks),
        rules=_rules(portfolio, person_of, project_of),
        worth=_worth(portfolio, grid, person_of, line_of) if portfolio.policy.kind == "weighted" else None,
    )


def _worth(portfolio: Portfolio, grid: Grid, person_of: Mapping[str, int], line_of: Mapping[str, int]) -> Worth:
    policy, last = portfolio.policy, len(portfolio.tiers) - 1
    missing = np.zeros((len(line_of), portfolio.settings.weeks))
    for line in portfolio.lines:
        if line.id in line_of:
            usual = policy.price_missing * 2 ** (last - grid.tier_of[line.project_id])
            usual = policy.price_missing_by.get(line.id, usual)
            row = [policy.price_missing_by.get((line.id, w), usual) for w in range(portfolio.settings.weeks)]
            missing[line_of[line.id]] = [float(price) / UNITS_PER_DAY for price in row]
    idle = [float(policy.price_idle_by.get(i, policy.price_idle)) / UNITS_PER_DAY for i in person_of]
    used = [float(policy.price_used_by.get(i, policy.price_used)) for i in person_of]
    pairs = {
        (line_of[line], person_of[person]): float(policy.people + price)
        for (person, line), price in policy.price_pair_by.items()
        if line in line_of
    }
    return Worth(missing, np.array(idle), np.array(used), float(policy.people + policy.price_pair), pairs)


def _charge(line: Line, costs: Charges) -> Floats:
    """Return the charges of the people whom a line accepts, in days per day."""
    return costs[line.id][1].astype(np.float64) * UNITS_PER_DAY / MICRO


def _other_money(
    money: Mapping[tuple[str, str], Fraction], person_of: Mapping[str, int]
) -> dict[str, dict[int, float]]:
    found: dict[str, dict[int, float]] = defaultdict(dict)
    for (person, key), amount in money.items():
        if key and person in person_of:
            found[key][person_of[person]] = float(amount / UNITS_PER_DAY)
    return found


def _table(rows: list[tuple[int, ...]], portfolio: Portfolio) -> Ints:
    return np.array(rows, dtype=np.int64).reshape(len(rows), portfolio.settings.weeks)


def _lines_of(projects: tuple[Project, ...], lines: tuple[Line, ...]) -> tuple[tuple[int, ...], ...]:
    found: dict[str, list[int]] = {p.id: [] for p in projects}
    for n, line in enumerate(lines):
        found[line.project_id].append(n)
    return tuple(tuple(found[p.id]) for p in projects)


def _offered(portfolio: Portfolio, grid: Grid, capacity: Ints, person_of: Mapping[str, int]) -> Ints:
    """Return what each person can offer besides hard locks, on the step grid: the measure of min share."""
    locks = np.zeros_like(capacity)
    for pin in grid.pins:
        if pin.rule is Rule.HARD_LOCK and pin.person_id is not None and pin.week is not None:
            locks[person_of[pin.person_id], pin.week] += pin.units
    free: Ints = np.maximum(0, capacity - locks)
    return free - free % portfolio.settings.step


def _locked(grid: Grid, line_of: Mapping[str, int], weeks: int) -> dict[int, Ints]:
    locked: dict[int, Ints] = {}
    for pin in grid.pins:
        if pin.rule is Rule.HARD_LOCK and len(pin.line_ids) == 1 and pin.week is not None:
            row = locked.setdefault(line_of[pin.line_ids[0]], np.zeros(weeks, dtype=np.int64))
            row[pin.week] += pin.units
    return locked


def _min_share(portfolio: Portfolio, person: Person) -> int:
    share = portfolio.settings.min_share if person.min_share is None else person.min_share
    return round_units(share * DAYS_PER_WEEK)


def _max_projects(portfolio: Portfolio, person: Person) -> int:
    return portfolio.settings.max_projects if person.max_projects is None else person.max_projects


def _min_days(portfolio: Portfolio, person: Person) -> int:
    settings = portfolio.settings
    if settings.min_days_is_share:
        return round_units(settings.min_days * person.fte * DAYS_PER_WEEK)
    return round_units(settings.min_days)


def _record(
    grid: Grid, person_of: Mapping[str, int], project_of: Mapping[str, int], weeks: int
) -> dict[int, dict[int, Ints]]:
    record: dict[int, dict[int, Ints]] = defaultdict(dict)
    for (person, project, week), units in grid.before.items():
        rows = record[project_of[project]]
        rows.setdefault(person_of[person], np.zeros(weeks, dtype=np.int64))[week] += units
    return record


def _rules(portfolio: Portfolio, person_of: Mapping[str, int], project_of: Mapping[str, int]) -> Rules:
    dated: dict[RuleKind, list[Dated]] = defaultdict(list)
    forbidden: dict[int, list[Dated]] = defaultdict(list)
    lend: dict[str, list[tuple[Fraction, Mask]]] = defaultdict(list)
    demands: dict[int, list[RuleRow]] = defaultdict(list)
    for row in portfolio.rules:
        weeks = weeks_of(portfolio, row.start, row.end)
        if row.project_id is not None and row.project_id not in project_of:
            continue  # a project that is not planned gets nothing anyway
        project = -1 if row.project_id is None else project_of[row.project_id]
        if row.kind is RuleKind.LEND:
            lend[row.department].append((row.value or Fraction(0), weeks))
        elif row.kind in (RuleKind.REQUIRE, RuleKind.SUPERVISE):
            demands[project].append(row)
        elif row.person_id is not None and row.person_id in person_of and row.other_id in (None, *person_of):
            other = -1 if row.other_id is None else person_of[row.other_id]
            rule = Dated(person_of[row.person_id], other, project, weeks)
            if row.kind is RuleKind.FORBID:
                forbidden[project].append(rule)
            else:
                dated[row.kind].append(rule)
    return Rules(
        forbidden={j: tuple(rows) for j, rows in forbidden.items()},
        exclusive=tuple(dated[RuleKind.EXCLUSIVE]),
        apart=tuple(dated[RuleKind.APART]),
        together=tuple(dated[RuleKind.TOGETHER]),
        lend={name: tuple(rows) for name, rows in lend.items()},
        demands={j: tuple(rows) for j, rows in demands.items()},
    )
