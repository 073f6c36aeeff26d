"""Candidates as arrays: each cell is a person who may serve a line (at one start of its project) in one week."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resopt.domain.grid import Grid
from resopt.domain.records import Line, Person, Portfolio, Project
from resopt.domain.rules import Fact, Rule
from resopt.plan import Plan

Ints = NDArray[np.int64]
Smalls = NDArray[np.int32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Variant:
    """A line with its project starting `shift` weeks later; `wanted` units by week."""

    line: int
    shift: int
    wanted: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """A Portfolio as the engine sees it: indexed people, lines and projects, and the cells.

    Cells are sorted by person, variant and week; one entry per cell in each array
        `person`, `variant`, `week`: indices; `low`, `high`: smallest and largest number of steps under the
        ordinary rules (high 0: only a lock can bring this person here); `rest`: units of the odd rest that may be
        taken whole (0: none). `pins`: the facts with days that cover a cell, of those that have any.
    Where to find them
        The cells of person p are `starts_person[p]` to `starts_person[p + 1]`; those of variant v are
        `order_variant[starts_variant[v] : starts_variant[v + 1]]`.
    Charges
        `charges`: by line ID the people (ascending) and what a unit of each adds to level 3, in 1/1,000,000 day.
    Numbers
        `numbers` of people, lines and projects by ID; `facts_of_person` and `facts_of_project` hold numbers of facts.
    Coupling
        `is_whole`: whether a rule looks at all days of a project; `partners`: who is named with a person in a rule.
    """

    portfolio: Portfolio
    grid: Grid
    people: tuple[Person, ...]
    lines: tuple[Line, ...]
    projects: tuple[Project, ...]
    project_of: tuple[int, ...]
    variants: tuple[Variant, ...]
    variants_of: tuple[tuple[int, ...], ...]
    shifts: tuple[tuple[int, ...], ...]
    limit: Ints
    base: Ints
    facts: tuple[Fact, ...]
    charges: Mapping[str, tuple[Ints, Ints]]
    person: Smalls
    variant: Smalls
    week: Smalls
    low: Smalls
    high: Smalls
    rest: Smalls
    pins: Mapping[int, tuple[int, ...]]
    starts_person: Ints
    order_variant: Smalls
    starts_variant: Ints
    person_number: Mapping[str, int]
    line_number: Mapping[str, int]
    project_number: Mapping[str, int]
    facts_of_person: Mapping[int, tuple[int, ...]]
    facts_of_project: Mapping[int, tuple[int, ...]]
    is_whole: tuple[bool, ...]
    partners: Mapping[int, frozenset[int]]

    @property
    def step(self) -> int:
        """Units of one step."""
        return self.portfolio.settings.step

    @property
    def line_of(self) -> Smalls:
        """The line of each variant."""
        return np.array([v.line for v in self.variants], dtype=np.int32)

    def cells_of_person(self, p: int) -> range:
        """Return the cells of a person."""
        return range(int(self.starts_person[p]), int(self.starts_person[p + 1]))

    def cells_of_variant(self, v: int) -> Smalls:
        """Return the cells of a variant, by person and week."""
        return self.order_variant[self.starts_variant[v] : self.starts_variant[v + 1]]

    def frozen_out(self, broken: Collection[int]) -> Flags:
        """Return which cells get no days where freezes are kept (all but `broken`): what they leave out of a project.

        That is all of a person's week on the project where the plan of record has nothing, else the lines not bound.
        """
        weeks, projects, lines = self.limit.shape[1], len(self.projects), len(self.lines)
        frozen, bound = [], []
        for f, fact in enumerate(self.facts):
            if fact.rule is Rule.FREEZE and f not in broken:
                place = self.person_number[fact.person_id or ""] * weeks + (fact.week or 0)
                frozen.append(place * projects + self.project_number[fact.project_id or ""])
                bound += [place * lines + self.line_number[x] for x in fact.line_ids if fact.units]
        early = np.nonzero(self.week < self.portfolio.settings.frozen_until)[0]
        at = self.person[early].astype(np.int64) * weeks + self.week[early]
        line = self.line_of[self.variant[early]].astype(np.int64)
        project = np.array(self.project_of, dtype=np.int64)[line]
        out = np.zeros(len(self.week), dtype=bool)
        out[early] = np.isin(at * projects + project, frozen) & ~np.isin(at * lines + line, bound)
        return out

    def charge(self, p: int, line: int) -> int:
        """Return what a unit of a person on a line adds to level 3, in 1/1,000,000 day (0 for who only has a lock)."""
        who, amounts = self.charges[self.lines[line].id]
        at = int(np.searchsorted(who, p))
        return int(amounts[at]) if at < len(who) and int(who[at]) == p else 0

    def cell_at(self, p: int, v: int, w: int) -> int:
        """Return the cell of a person, variant and week, -1 if there is none."""
        first, last = int(self.starts_person[p]), int(self.starts_person[p + 1])
        left = first + int(np.searchsorted(self.variant[first:last], v, "left"))
        right = first + int(np.searchsorted(self.variant[first:last], v, "right"))
        at = left + int(np.searchsorted(self.week[left:right], w, "left"))
        return at if at < right and int(self.week[at]) == w else -1


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """A plan as arrays: `units` on `cells` (ascending, none of them 0), and the shift of each project."""

    cells: Smalls
    units: Smalls
    shifts: tuple[int, ...]

    def by_cell(self) -> dict[int, int]:
        """Return the units by cell."""
        return dict(zip(self.cells.tolist(), self.units.tolist(), strict=True))


def state_of(problem: Problem, plan: Plan) -> State:
    """Return `plan` as arrays.

    Raises
    ------
    KeyError
        If the plan has days where the portfolio has no cell.
    """
    shifts = shifts_of(problem, plan)
    variants = {(problem.variants[v].line, problem.variants[v].shift): v for vs in problem.variants_of for v in vs}
    units = {}
    for a in plan.assignments:
        line = problem.line_number[a.line_id]
        variant = variants[line, shifts[problem.project_of[line]]]
        cell = problem.cell_at(problem.person_number[a.person_id], variant, a.week)
        if cell < 0:
            raise KeyError(f"no cell for {a}")
        units[cell] = a.units
    return state_from(units, shifts)


def shifts_of(problem: Problem, plan: Plan) -> tuple[int, ...]:
    """Return the shift of each project in `plan`."""
    moved = dict(plan.shifts)
    return tuple(moved.get(p.id, 0) for p in problem.projects)


def first_shifts(problem: Problem) -> tuple[int, ...]:
    """Return the shift of each project in an empty plan: none, where that is allowed."""
    return tuple(0 if 0 in shifts else shifts[0] for shifts in problem.shifts)


def state_from(units: Mapping[int, int], shifts: tuple[int, ...]) -> State:
    """Return the state with `units` by cell; zeros are dropped."""
    rows = sorted((c, amount) for c, amount in units.items() if amount)
    cells, amounts = (np.array([row[i] for row in rows], dtype=np.int32) for i in range(2))
    return State(cells, amounts, shifts)


def renumbered(numbers: NDArray[Any]) -> tuple[Ints, Ints]:
    """Return the different ones of some small numbers, ascending, and the place of each among them, without sorting."""
    seen = np.zeros(int(numbers.max(initial=-1)) + 1, dtype=bool)
    seen[numbers] = True
    return np.nonzero(seen)[0], (np.cumsum(seen) - 1)[numbers]


def plan_of(problem: Problem, state: State) -> Plan:
    """Return the state as a Plan."""
    people = [p.id for p in problem.people]
    lines = [problem.lines[v.line].id for v in problem.variants]
    rows = zip(
        problem.person[state.cells].tolist(),
        problem.variant[state.cells].tolist(),
        problem.week[state.cells].tolist(),
        state.units.tolist(),
        strict=True,
    )
    units = {(people[p], lines[v], w): amount for p, v, w, amount in rows}
    return Plan.of(units, {p.id: s for p, s in zip(problem.projects, state.shifts, strict=True)})
