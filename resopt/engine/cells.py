"""Candidates as arrays: each cell is a person who may serve a line (at one start of its project) in one week."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from math import floor

import numpy as np
from numpy.typing import NDArray

from resopt.domain.grid import Grid, freeze_fact, lay_out
from resopt.domain.records import Line, Person, Portfolio, Project, RuleKind, RuleRow
from resopt.domain.rules import Fact, Rule
from resopt.domain.units import UNITS_PER_DAY, UNITS_PER_WEEK, round_units
from resopt.engine.candidates import accepts, day_costs

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Variant:
    """A line with its project starting `shift` weeks later; `wanted` units by week."""

    line: int
    shift: int
    wanted: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """A Portfolio as the engine sees it: indexed people, lines and projects, and the cells.

    Cell arrays (one entry per cell)
        `person`, `variant`, `week`: indices; `low`, `high`: smallest and largest number of steps under the
        ordinary rules (high 0: only a lock can bring this person here); `rest`: units of the odd rest that may be
        taken whole (0: none); `pins`: indices of the facts with days that cover the cell.
    """

    portfolio: Portfolio
    grid: Grid
    people: tuple[Person, ...]
    lines: tuple[Line, ...]
    projects: tuple[Project, ...]
    project_of: tuple[int, ...]
    variants: tuple[Variant, ...]
    shifts: tuple[tuple[int, ...], ...]
    limit: Ints
    base: Ints
    facts: tuple[Fact, ...]
    costs: dict[tuple[str, str], int]
    person: Ints
    variant: Ints
    week: Ints
    low: Ints
    high: Ints
    rest: Ints
    pins: tuple[tuple[int, ...], ...]
    cells_of_person: tuple[tuple[int, ...], ...]
    cells_of_project: tuple[tuple[int, ...], ...]
    cell_at: dict[tuple[int, int, int], int]

    @property
    def step(self) -> int:
        """Units of one step."""
        return self.portfolio.settings.step


def compile_problem(portfolio: Portfolio) -> Problem:
    """Return `portfolio` with its candidates as arrays."""
    grid = lay_out(portfolio)
    lines = tuple(x for p in portfolio.projects if p.id in grid.tier_of for x in grid.lines_of[p.id])
    projects = tuple(p for p in portfolio.projects if p.id in grid.tier_of)
    number = {p.id: i for i, p in enumerate(projects)}
    project_of = tuple(number[x.project_id] for x in lines)
    variants = tuple(
        Variant(i, shift, grid.wanted_at(line.id, shift))
        for i, line in enumerate(lines)
        for shift in grid.shifts[line.project_id]
    )
    base = np.array([grid.capacity[p.id] for p in portfolio.people], dtype=np.int64).reshape(len(portfolio.people), -1)
    tolerance = 1 + portfolio.settings.tolerance
    limit = np.array([[floor(int(c) * tolerance) for c in row] for row in base], dtype=np.int64).reshape(base.shape)
    pinned, fact_list = _facts(portfolio, grid)
    rows = _cells(portfolio, grid, lines, variants, base, limit, pinned)
    person, variant, week, low, high, rest = (np.array([row[i] for row in rows], dtype=np.int64) for i in range(6))
    zero = _frozen_zeros(portfolio, grid, lines, variants, rows)
    of_person: list[list[int]] = [[] for _ in portfolio.people]
    of_project: list[list[int]] = [[] for _ in projects]
    for c, row in enumerate(rows):
        of_person[row[0]].append(c)
        of_project[project_of[variants[row[1]].line]].append(c)
    return Problem(
        portfolio, grid, portfolio.people, lines, projects, project_of, variants,
        tuple(grid.shifts[p.id] for p in projects), limit, base, (*fact_list, *zero), day_costs(portfolio),
        person, variant, week, low, high, rest, tuple(row[6] for row in rows),
        tuple(map(tuple, of_person)), tuple(map(tuple, of_project)),
        {(row[0], row[1], row[2]): c for c, row in enumerate(rows)},
    )  # fmt: skip


Row = tuple[int, int, int, int, int, int, tuple[int, ...]]


def _facts(portfolio: Portfolio, grid: Grid) -> tuple[dict[tuple[str, str, int], list[int]], list[Fact]]:
    """Return the facts (frozen zeros apart), and the pins with days by (person, line, week)."""
    last = max(0, len(portfolio.tiers) - 1)
    facts = [
        Fact(Rule.MUST_HAVE, p.id, grid.tier_of[p.id], p.id)
        for p in portfolio.projects
        if p.must_have and p.id in grid.tier_of
    ]
    facts += grid.pins
    for row in portfolio.rules:
        if row.kind in (RuleKind.REQUIRE, RuleKind.SUPERVISE, RuleKind.TOGETHER) and (
            row.project_id is None or row.project_id in grid.tier_of
        ):
            tier = grid.tier_of.get(row.project_id or "", last)
            facts.append(
                Fact(Rule(row.kind.value), row.id, tier, row.project_id, row.person_id, row.other_id, row_id=row.id)
            )
    pinned: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    for f, fact in enumerate(facts):
        if fact.rule in (Rule.HARD_LOCK, Rule.FREEZE) and fact.units and fact.week is not None:
            for line_id in fact.line_ids:
                pinned[fact.person_id or "", line_id, fact.week].append(f)
    return pinned, facts


def _cells(
    portfolio: Portfolio,
    grid: Grid,
    lines: tuple[Line, ...],
    variants: tuple[Variant, ...],
    base: Ints,
    limit: Ints,
    pinned: dict[tuple[str, str, int], list[int]],
) -> list[Row]:
    able = accepts(portfolio)
    number = {p.id: i for i, p in enumerate(portfolio.people)}
    on_line, on_person = locked_units(grid)
    holders: dict[str, set[str]] = defaultdict(set)
    for person_id, line_id, _ in pinned:
        holders[line_id].add(person_id)
    rows: list[Row] = []
    for v, variant in enumerate(variants):
        line = lines[variant.line]
        ordinary = set(able[line.id])
        for person_id in sorted(ordinary | holders[line.id]):
            p, closed = number[person_id], forbidden_weeks(portfolio, person_id, line.project_id)
            for w, wanted in enumerate(variant.wanted):
                if w in closed or limit[p, w] == 0:
                    continue
                pins = tuple(pinned.get((person_id, line.id, w), ()))
                rest = max(0, wanted - on_line.get((line.id, w), 0)) if person_id in ordinary else 0
                room = int(base[p, w]) - on_person.get((person_id, w), 0)
                low = least_steps(portfolio, portfolio.people[p], rest, room)
                # A lock may be set aside: then others may take its days too, so the rest does not cap the steps.
                high = min(wanted, int(limit[p, w])) // portfolio.settings.step if person_id in ordinary else 0
                odd = odd_rest(portfolio, rest, int(limit[p, w]))
                high = high if high >= low else 0
                if high or odd or pins:
                    rows.append((p, v, w, low, high, odd, pins))
    return rows


def odd_rest(portfolio: Portfolio, rest: int, limit: int) -> int:
    """Return the rest of a line's week if it may be taken whole though it is no multiple of the step, else 0."""
    return rest if rest % portfolio.settings.step and rest <= limit else 0


def least_steps(portfolio: Portfolio, person: Person, rest: int, room: int) -> int:
    """Return the fewest steps under min share: no more than the line's rest and the room after locks ask for."""
    step = portfolio.settings.step
    share = portfolio.settings.min_share if person.min_share is None else person.min_share
    least = round_units(share * UNITS_PER_WEEK / UNITS_PER_DAY)
    return max(1, -(-min(least, rest, max(0, room) // step * step) // step))


def locked_units(grid: Grid) -> tuple[dict[tuple[str, int], int], dict[tuple[str, int], int]]:
    """Return the hard-locked days by (line, week), of locks that name one line, and by (person, week), of all."""
    on_line: dict[tuple[str, int], int] = defaultdict(int)
    on_person: dict[tuple[str, int], int] = defaultdict(int)
    for fact in grid.pins:
        if fact.rule is Rule.HARD_LOCK and fact.week is not None:
            on_person[fact.person_id or "", fact.week] += fact.units
            if len(fact.line_ids) == 1:
                on_line[fact.line_ids[0], fact.week] += fact.units
    return on_line, on_person


def min_days_units(portfolio: Portfolio, person: Person, total: int) -> int:
    """Return the least a person who joins a line of `total` wanted units has to give it."""
    settings = portfolio.settings
    own = person.fte * UNITS_PER_WEEK / UNITS_PER_DAY if settings.min_days_is_share else Fraction(1)
    return min(round_units(settings.min_days * own), total)


def touched_weeks(portfolio: Portfolio, row: RuleRow) -> range:
    """Return the weeks that a row of Rules touches (all without From and To)."""
    settings = portfolio.settings
    first = 0 if row.start is None else (row.start - settings.start).days // 7
    last = settings.weeks - 1 if row.end is None else (row.end - settings.start).days // 7
    return range(max(0, first), min(settings.weeks - 1, last) + 1)


def forbidden_weeks(portfolio: Portfolio, person_id: str, project_id: str) -> set[int]:
    """Return the weeks in which a forbid row keeps the person from the project."""
    return {
        week
        for row in portfolio.rules
        if row.kind is RuleKind.FORBID and row.person_id == person_id and row.project_id == project_id
        for week in touched_weeks(portfolio, row)
    }


def _frozen_zeros(
    portfolio: Portfolio, grid: Grid, lines: tuple[Line, ...], variants: tuple[Variant, ...], rows: list[Row]
) -> list[Fact]:
    """Return the freeze facts with 0 days, only where a cell could break them."""
    pairs = {
        (portfolio.people[row[0]].id, lines[variants[row[1]].line].project_id, row[2])
        for row in rows
        if row[2] < portfolio.settings.freeze_weeks
    }
    return [
        freeze_fact(person, project, week, 0, grid.tier_of[project], grid.lines_of[project])
        for person, project, week in sorted(pairs)
        if not grid.record.get((person, project, week))
    ]
