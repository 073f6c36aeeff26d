"""From a Portfolio to its Problem: the cells that the rules about candidates leave, and the facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from math import floor

import numpy as np

from resopt.domain.grid import Grid, freeze_fact, lay_out
from resopt.domain.records import Line, Person, Portfolio, Project, RuleKind, RuleRow
from resopt.domain.rules import Fact, Rule
from resopt.domain.units import UNITS_PER_DAY, UNITS_PER_WEEK, round_units
from resopt.engine.candidates import accepts, charges
from resopt.engine.cells import Ints, Problem, Smalls, Variant


def compile_problem(portfolio: Portfolio, wanted: Mapping[str, tuple[int, ...]] | None = None) -> Problem:
    """Return `portfolio` with its candidates as arrays.

    With `wanted` (units by line and week) lines want that instead, and no project moves.
    """
    grid = lay_out(portfolio)
    if wanted is not None:
        grid = replace(grid, wanted={x: wanted[x] for x in grid.wanted}, shifts=dict.fromkeys(grid.shifts, (0,)))
    projects = tuple(p for p in portfolio.projects if p.id in grid.tier_of)
    lines = tuple(x for p in projects for x in grid.lines_of[p.id])
    project_number = {p.id: i for i, p in enumerate(projects)}
    person_number = {p.id: i for i, p in enumerate(portfolio.people)}
    project_of = tuple(project_number[x.project_id] for x in lines)
    variants = tuple(
        Variant(i, shift, grid.wanted_at(line.id, shift))
        for i, line in enumerate(lines)
        for shift in grid.shifts[line.project_id]
    )
    size = len(portfolio.people), portfolio.settings.weeks  # also where nobody counts yet
    base = np.array([grid.capacity[p.id] for p in portfolio.people], dtype=np.int64).reshape(size)
    tolerance = 1 + portfolio.settings.tolerance
    limit = np.array([[floor(int(c) * tolerance) for c in row] for row in base], dtype=np.int64).reshape(base.shape)
    pinned, fact_list = _facts(portfolio, grid)
    maker = _CellMaker(portfolio, grid, lines, base, limit, pinned)
    found = [maker.cells(v) for v in variants]
    sizes = np.array([rows.shape[1] for rows in found], dtype=np.int64)
    arrays = np.concatenate([np.zeros((5, 0), dtype=np.int32), *found], axis=1)
    del found  # as large as the arrays
    variant = np.repeat(np.arange(len(variants), dtype=np.int32), sizes)
    by_person = np.argsort(arrays[0], kind="stable")
    person, week, low, high, rest = (row[by_person] for row in arrays)
    del arrays
    order = np.empty(len(by_person), dtype=np.int32)
    order[by_person] = np.arange(len(by_person), dtype=np.int32)
    variant = variant[by_person]
    starts_person = np.searchsorted(person, np.arange(len(portfolio.people) + 1))
    facts = (*fact_list, *_frozen_zeros(portfolio, grid, lines, variants, (person, variant, week)))
    variants_of: list[list[int]] = [[] for _ in projects]
    for v, one in enumerate(variants):
        variants_of[project_of[one.line]].append(v)
    problem = Problem(
        portfolio, grid, portfolio.people, lines, projects, project_of, variants, tuple(map(tuple, variants_of)),
        tuple(grid.shifts[p.id] for p in projects), limit, base, facts, charges(portfolio),
        person, variant, week, low, high, rest, {}, starts_person, order, np.concatenate([[0], np.cumsum(sizes)]),
        person_number, {line.id: i for i, line in enumerate(lines)}, project_number,
        _grouped(facts, lambda f: (f.person_id, f.other_id), person_number),
        _grouped(facts, lambda f: (f.project_id,), project_number),
        tuple(_is_whole(portfolio, p) for p in projects), _partners(portfolio, person_number),
    )  # fmt: skip
    return _with_pins(problem, pinned)


def _grouped(
    facts: tuple[Fact, ...], names: Callable[[Fact], tuple[str | None, ...]], number: Mapping[str, int]
) -> dict[int, tuple[int, ...]]:
    """Return the facts by the number of whom they name."""
    groups: dict[int, list[int]] = defaultdict(list)
    for f, fact in enumerate(facts):
        for name in names(fact):
            if name is not None and name in number:
                groups[number[name]].append(f)
    return {i: tuple(group) for i, group in groups.items()}


def _is_whole(portfolio: Portfolio, project: Project) -> bool:
    """Return whether a rule looks at all days of the project together."""
    own = project.min_staffing or project.must_have or project.budget is not None
    kinds = (RuleKind.REQUIRE, RuleKind.SUPERVISE)
    return bool(own) or any(row.project_id == project.id and row.kind in kinds for row in portfolio.rules)


def _partners(portfolio: Portfolio, number: Mapping[str, int]) -> dict[int, frozenset[int]]:
    """Return who is named with a person in rules about two people."""
    pairs: dict[int, set[int]] = defaultdict(set)
    for row in portfolio.rules:
        one, other = number.get(row.person_id or ""), number.get(row.other_id or "")
        if one is not None and other is not None:
            pairs[one].add(other)
            pairs[other].add(one)
    return {p: frozenset(others) for p, others in pairs.items()}


def _with_pins(problem: Problem, pinned: Mapping[tuple[str, str, int], list[int]]) -> Problem:
    """Return the problem with the facts that cover its cells."""
    pins = {}
    for (person_id, line_id, week), facts in pinned.items():
        line = problem.line_number[line_id]
        for v in problem.variants_of[problem.project_of[line]]:
            if problem.variants[v].line == line:
                cell = problem.cell_at(problem.person_number[person_id], v, week)
                if cell >= 0:
                    pins[cell] = tuple(facts)
    return replace(problem, pins=pins)


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


class _CellMaker:
    """Makes the cells of one variant after the other; all people of a line at once."""

    def __init__(
        self,
        portfolio: Portfolio,
        grid: Grid,
        lines: tuple[Line, ...],
        base: Ints,
        limit: Ints,
        pinned: Mapping[tuple[str, str, int], list[int]],
    ) -> None:
        self.lines, self.limit = lines, limit
        self.number = number = {p.id: i for i, p in enumerate(portfolio.people)}
        self.step = portfolio.settings.step
        self.on_line, on_person = locked_units(grid)
        room = base.copy()
        for (person_id, w), units in on_person.items():
            room[number[person_id], w] -= units
        self.room = np.maximum(0, room) // self.step * self.step
        self.least = np.array([min_share_units(portfolio, p) for p in portfolio.people], dtype=np.int64)
        self.closed = forbidden_weeks(portfolio)
        self.pins: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for person_id, line_id, w in pinned:
            self.pins[line_id].add((number[person_id], w))
        able = accepts(portfolio)
        self.able: dict[tuple[str, ...], Ints] = {}
        for line in lines:
            ids = able[line.id]
            if ids not in self.able:
                self.able[ids] = np.array([number[i] for i in ids], dtype=np.int64)
        self.ids = {line.id: able[line.id] for line in lines}

    def cells(self, variant: Variant) -> Smalls:
        """Return the cells of a variant as columns of [person, week, low, high, rest], by person and week."""
        line, step = self.lines[variant.line], self.step
        pins, able = self.pins.get(line.id, set()), self.able[self.ids[line.id]]
        who = np.union1d(able, np.array(sorted({p for p, _ in pins}), dtype=np.int64)) if pins else able
        ordinary = np.isin(who, able)[:, None] if pins else np.ones((len(who), 1), dtype=bool)
        wanted = np.array(variant.wanted, dtype=np.int64)
        locked = np.array([self.on_line.get((line.id, w), 0) for w in range(len(wanted))], dtype=np.int64)
        limit = self.limit[who]
        rest = np.where(ordinary, np.maximum(0, wanted - locked)[None, :], 0)
        low = least_steps(self.least[who][:, None], rest, self.room[who], step)
        # A lock may be set aside: then others may take its days too, so the rest does not cap the steps.
        high = np.where(ordinary, np.minimum(wanted[None, :], limit) // step, 0)
        high = np.where(high >= low, high, 0)
        odd = odd_rest(rest, limit, step)
        keep = (high > 0) | (odd > 0)
        at = {int(p): i for i, p in enumerate(who)} if pins else {}
        for p, w in pins:
            keep[at[p], w] = True
        keep &= limit > 0
        for person_id, weeks in self.closed.get(line.project_id, {}).items():
            keep[np.nonzero(who == self.number[person_id])[0][:, None], sorted(weeks)] = False
        row, week = np.nonzero(keep)
        return np.stack([who[row], week, low[row, week], high[row, week], odd[row, week]]).astype(np.int32)


def forbidden_weeks(portfolio: Portfolio) -> dict[str, dict[str, set[int]]]:
    """Return, by project and person, the weeks in which forbid rows keep them apart."""
    closed: dict[str, dict[str, set[int]]] = defaultdict(dict)
    for row in portfolio.rules:
        if row.kind is RuleKind.FORBID and row.person_id is not None and row.project_id is not None:
            closed[row.project_id].setdefault(row.person_id, set()).update(touched_weeks(portfolio, row))
    return closed


def odd_rest(rest: Ints, limit: Ints, step: int) -> Ints:
    """Return the rest of a line's week where it may be taken whole though it is no multiple of the step, else 0."""
    odd: Ints = np.where((rest % step > 0) & (rest <= limit), rest, 0)
    return odd


def least_steps(least: Ints, rest: Ints, room: Ints, step: int) -> Ints:
    """Return the fewest steps under min share: no more than the line's rest and the room after locks ask for."""
    steps: Ints = np.maximum(1, -(-np.minimum(np.minimum(least, rest), room) // step))
    return steps


def min_share_units(portfolio: Portfolio, person: Person) -> int:
    """Return the least a person gives a line in a week (less where line, rest or capacity allow no more)."""
    share = portfolio.settings.min_share if person.min_share is None else person.min_share
    return round_units(share * UNITS_PER_WEEK / UNITS_PER_DAY)


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


def _frozen_zeros(
    portfolio: Portfolio,
    grid: Grid,
    lines: tuple[Line, ...],
    variants: tuple[Variant, ...],
    cells: tuple[Smalls, Smalls, Smalls],
) -> list[Fact]:
    """Return the freeze facts with 0 days, only where a cell could break them."""
    person, variant, week = cells
    early = np.nonzero(week < portfolio.settings.frozen_until)[0]
    pairs = {
        (portfolio.people[p].id, lines[variants[v].line].project_id, w)
        for p, v, w in zip(person[early].tolist(), variant[early].tolist(), week[early].tolist(), strict=True)
    }
    return [
        freeze_fact(person_id, project, w, 0, grid.tier_of[project], grid.lines_of[project])
        for person_id, project, w in sorted(pairs)
        if not grid.record.get((person_id, project, w))
    ]
