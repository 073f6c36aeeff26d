"""Case: one portfolio with one plan, and the numbers by which it is compared with others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from resopt.checker import prepare
from resopt.checker.people import Staffing
from resopt.domain.grid import Grid, lay_out
from resopt.domain.records import Line, Portfolio
from resopt.domain.units import UNITS_PER_DAY
from resopt.plan import Plan
from resopt.result import Result, Score

TierKey = tuple[str, str]  # class and label of a tier


@dataclass(frozen=True, slots=True)
class Bounds:
    """What no plan can exceed, in units: days met by tier, given what the tiers above get, and in all."""

    tiers: tuple[int, ...]
    coverage: int


@dataclass(frozen=True, slots=True)
class Case:
    """A portfolio and a plan of it, named; `bounds` is None where nothing was proved.

    `wanted`, `met` are units by line, `load` by person, `quality_bound` what level 3 cannot fall below.
    """

    name: str
    portfolio: Portfolio
    plan: Plan
    score: Score
    bounds: Bounds | None
    grid: Grid = field(repr=False)
    wanted: Mapping[str, int] = field(repr=False)
    met: Mapping[str, int] = field(repr=False)
    load: Mapping[str, int] = field(repr=False)
    lines: Mapping[str, Line] = field(repr=False)

    @property
    def capacity(self) -> dict[str, int]:
        """Available units by person."""
        return {person: sum(row) for person, row in self.grid.capacity.items()}

    def met_of_projects(self) -> dict[str, tuple[int, int]]:
        """Return (wanted, met) by planned project."""
        return {
            p: (sum(self.wanted[x.id] for x in lines), sum(self.met[x.id] for x in lines))
            for p, lines in self.grid.lines_of.items()
        }

    def met_of_roles(self) -> dict[str, tuple[int, int]]:
        """Return (wanted, met) by role of the lines; a line without one counts under its person's main role."""
        found: dict[str, tuple[int, int]] = {}
        main = {p.id: p.roles[0] if p.roles else "" for p in self.portfolio.people}
        for line_id, wanted in self.wanted.items():
            line = self.lines[line_id]
            role = line.role or main.get(line.person_id or "", "") or "; ".join(s.name for g in line.skills for s in g)
            known = found.get(role, (0, 0))
            found[role] = (known[0] + wanted, known[1] + self.met[line_id])
        return found

    def tier_wanted(self) -> tuple[int, ...]:
        """Return the units that each tier wants."""
        of = self.met_of_projects()
        return tuple(sum(of[p][0] for p in tier.project_ids) for tier in self.portfolio.tiers)

    @property
    def full(self) -> int:
        """How many planned projects get all they want."""
        return sum(wanted == met for wanted, met in self.met_of_projects().values())

    @property
    def cost(self) -> float:
        """Money for all days of the plan."""
        staffing, total = Staffing(self.portfolio), Fraction(0)
        for a in self.plan.assignments:
            total += staffing.money(a.person_id, self.lines[a.line_id]) * a.units
        return float(total / UNITS_PER_DAY)

    @property
    def moves(self) -> int:
        """How many pairs of person and project have other days in any week than in the plan of record."""
        return len(moved_pairs(days_of(self.portfolio, self.plan), self.grid.record))


def case_of(result: Result, name: str = "") -> Case:
    """Return the case of a result.

    Raises
    ------
    ValueError
        If the result does not know its portfolio.
    """
    if result.portfolio is None:
        raise ValueError("this result does not know its portfolio: use one that solve() returned")
    proof = result.certificate
    bounds = Bounds(tuple(tier.all.bound for tier in proof.tiers), proof.coverage_bound)
    return make_case(name or result.portfolio.name, result.portfolio, result.plan, result.score, bounds)


def case_of_plan(portfolio: Portfolio, plan: Plan, name: str = "", bounds: Sequence[int] = ()) -> Case:
    """Return the case of any plan of `portfolio`, scored anew; `bounds` by tier, then in all, if they are known."""
    known = Bounds(tuple(bounds[:-1]), bounds[-1]) if len(bounds) == len(portfolio.tiers) + 1 else None
    return make_case(name or portfolio.name, portfolio, plan, prepare(portfolio).score(plan), known)


def make_case(name: str, portfolio: Portfolio, plan: Plan, score: Score, bounds: Bounds | None) -> Case:
    """Return the case of a plan with its score."""
    grid, given, load = lay_out(portfolio), Counter[tuple[str, int]](), Counter[str]()
    for a in plan.assignments:
        given[a.line_id, a.week] += a.units
        load[a.person_id] += a.units
    wanted, met = {}, {}
    for project, lines in grid.lines_of.items():
        for line in lines:
            row = grid.wanted_at(line.id, plan.shift_of(project))
            wanted[line.id] = sum(row)
            met[line.id] = sum(min(units, given[line.id, week]) for week, units in enumerate(row))
    every = {p.id: load[p.id] for p in portfolio.people}
    return Case(name, portfolio, plan, score, bounds, grid, wanted, met, every, {x.id: x for x in portfolio.lines})


def days_of(portfolio: Portfolio, plan: Plan) -> dict[tuple[str, str, int], int]:
    """Return the units of a plan by person, project and week."""
    project_of = {line.id: line.project_id for line in portfolio.lines}
    days: dict[tuple[str, str, int], int] = defaultdict(int)
    for a in plan.assignments:
        days[a.person_id, project_of[a.line_id], a.week] += a.units
    return dict(days)


def moved_pairs(
    new: Mapping[tuple[str, str, int], int], old: Mapping[tuple[str, str, int], int]
) -> set[tuple[str, str]]:
    """Return the pairs of person and project with different days in any week: the Moves between two plans."""
    return {key[:2] for key in new.keys() | old.keys() if new.get(key, 0) != old.get(key, 0)}
