"""One builder for any part of a portfolio: its cells as columns, the rest held as the given plan has it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from resopt.engine.cells import Flags, Problem, Smalls, State, first_shifts, state_from
from resopt.engine.mip import Rows, Terms

FactBounds = Mapping[int, tuple[int, int]]  # fact -> bounds of its keep column; absent: (1, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """What a model may change: the cells of `people` on `lines`, and the start and all cells of `projects`.

    None stands for everybody and for all lines. Where `cells` are given, these alone may change.
    """

    people: frozenset[int] | None = None
    lines: frozenset[int] | None = None
    projects: frozenset[int] = frozenset()
    cells: Smalls | None = None


WHOLE = Part()


class Place(NamedTuple):
    """Where a cell is: numbers of its person, variant, week, line and project."""

    person: int
    variant: int
    week: int
    line: int
    project: int


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """What a model decided: the new `units` (zeros included) of its `cells`, and the shift of each project."""

    cells: Smalls
    units: Smalls
    shifts: tuple[int, ...]


@lru_cache(maxsize=1)
def alone(problem: Problem) -> frozenset[int]:
    """Return the facts with days that cover one cell only."""
    counted = Counter(f for facts in problem.pins.values() for f in facts)
    return frozenset(f for f, cells in counted.items() if cells == 1)


class Model:
    """Columns of a part, made when a rule first asks for them.

    A cell's days are `steps` x step + the odd rest taken whole + locked units. Cells outside the part that
    share a person, line or project with it stand in as columns fixed at the days they have in `state`.
    """

    def __init__(
        self, problem: Problem, part: Part = WHOLE, state: State | None = None, facts: FactBounds | None = None
    ) -> None:
        self.problem = problem
        self.part = part
        self.state = state or state_from({}, first_shifts(problem))
        self.rows = Rows()
        self.facts: FactBounds = facts or {}
        self.at: dict[int, Place] = {}
        self.days: dict[int, Terms] = {}
        self.steps: dict[int, int] = {}
        self.rests: dict[int, int] = {}
        self.locked: dict[int, int] = {}
        self.fixed: dict[int, int] = {}
        self.by_person_week: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.by_variant_week: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.by_pair: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.by_team: dict[tuple[int, int, int], list[int]] = defaultdict(list)
        self.by_project: dict[int, list[int]] = defaultdict(list)
        self.excess: dict[tuple[int, int], int] = {}
        self._columns: dict[tuple[str, tuple[int, ...]], int] = {}
        self._one: int | None = None
        self._derived: list[tuple[int, Terms, int | None]] = []
        self._place_cells()

    # --- which cells ---

    def _place_cells(self) -> None:
        """Put free cells and the fixed days around them into the model."""
        free = self._free_cells()
        places = self._places(free)
        self.free_people = {place.person for place in places}
        self.lines = {place.line for place in places}
        self.projects = {place.project for place in places}
        low, high, rest = (row[free].tolist() for row in (self.problem.low, self.problem.high, self.problem.rest))
        for i, (c, place) in enumerate(zip(free.tolist(), places, strict=True)):
            self._register(c, place)
            self._free_columns(c, low[i], high[i], rest[i])
        if self.part.people is not None:
            near = self._near_cells(free)
            cells, units = self.state.cells[near], self.state.units[near]
            for c, place, amount in zip(cells.tolist(), self._places(cells), units.tolist(), strict=True):
                self._register(c, place)
                self.fixed[c] = amount
                self.days[c] = [(self.one(), amount)]

    def _near_cells(self, free: Smalls) -> Flags:
        """Return which of the state's cells matter to the part: those of its people, lines, and whole projects."""
        problem, cells = self.problem, self.state.cells
        people = self.free_people.union(*(problem.partners.get(p, ()) for p in self.free_people))
        whole = {i for i in self.projects if problem.is_whole[i]}
        near_variant = np.array(
            [v.line in self.lines or problem.project_of[v.line] in whole for v in problem.variants], dtype=bool
        )
        near_person = np.zeros(len(problem.people), dtype=bool)
        near_person[sorted(people)] = True
        near: Flags = near_variant[problem.variant[cells]] | near_person[problem.person[cells]]
        return near & ~np.isin(cells, free)

    def _places(self, cells: Smalls) -> list[Place]:
        problem = self.problem
        rows = zip(
            problem.person[cells].tolist(), problem.variant[cells].tolist(), problem.week[cells].tolist(), strict=True
        )
        variants, project_of = problem.variants, problem.project_of
        return [Place(p, v, w, variants[v].line, project_of[variants[v].line]) for p, v, w in rows]

    def _free_cells(self) -> Smalls:
        problem, part = self.problem, self.part
        if part.people is None:
            return np.arange(len(problem.person), dtype=np.int32)
        if part.cells is not None:
            return self._held(part.cells)
        spans = [np.arange(*problem.starts_person[[p, p + 1]], dtype=np.int32) for p in sorted(part.people)]
        cells = np.concatenate([np.zeros(0, dtype=np.int32), *spans])
        if part.lines is not None:
            inside = np.array([v.line in part.lines for v in problem.variants], dtype=bool)
            cells = cells[inside[problem.variant[cells]]]
        moving = [problem.cells_of_variant(v) for i in sorted(part.projects) for v in problem.variants_of[i]]
        return self._held(np.unique(np.concatenate([cells, *moving])))

    def _held(self, chosen: Smalls) -> Smalls:
        """Return those of the cells that the part's starts allow."""
        there = self.problem.variant[chosen]
        held = {v: self._is_held(v) for v in np.unique(there).tolist()}
        kept: Smalls = chosen[np.array([held[v] for v in there.tolist()], dtype=bool)].astype(np.int32)
        return kept

    def _is_held(self, v: int) -> bool:
        """Return whether the variant's start can still be chosen, or is the state's own."""
        variant = self.problem.variants[v]
        return variant.shift in self.starts(self.problem.project_of[variant.line])

    def _register(self, c: int, place: Place) -> None:
        self.at[c] = place
        self.by_person_week[place.person, place.week].append(c)
        self.by_variant_week[place.variant, place.week].append(c)
        self.by_pair[place.person, place.variant].append(c)
        self.by_team[place.person, place.project, place.week].append(c)
        self.by_project[place.project].append(c)

    def _free_columns(self, c: int, low: int, high: int, rest: int) -> None:
        """Make the columns of a free cell: ordinary steps and rest, and days under locks that may be kept."""
        problem, terms = self.problem, []
        kept = [f for f in problem.pins.get(c, ()) if self.bounds(f)[1] == 1]
        surely = any(self.bounds(f) == (1, 1) for f in kept)
        if high and not surely:
            steps = self.steps[c] = self.rows.column(0, high)
            terms.append((steps, problem.step))
            if low > 1:
                switch = self._columns["ordinary", (c,)] = self.derive([(steps, 1)])
                self.rows.row([(steps, 1), (switch, -high)], high=0)
                self.rows.row([(steps, 1), (switch, -low)], low=0)
        if rest and not surely:
            taken = self.rests[c] = self.rows.binary()
            terms.append((taken, rest))
            if high:
                self.rows.row([(self.steps[c], 1), (taken, high)], high=high)
        if kept:
            exact = [problem.facts[f].units for f in kept if self.bounds(f) == (1, 1) and f in alone(problem)]
            most = exact[0] if exact else sum(problem.facts[f].units for f in kept)
            least = most if exact else 0  # no other cell can have the days of a fact that covers this one alone
            locked = self.locked[c] = self.rows.column(least, most)
            terms.append((locked, 1))
            if not surely:
                self._lock_or_ordinary(c, locked, kept, terms[:-1])
        self.days[c] = terms

    def _lock_or_ordinary(self, c: int, locked: int, kept: list[int], ordinary: Terms) -> None:
        """A cell holds locked days only under a kept lock, ordinary days only without one."""
        facts = self.problem.facts
        self.rows.row([(locked, 1), *((self.keep(f), -facts[f].units) for f in kept)], high=0)
        most = self.rows.greatest(ordinary)
        for f in kept:
            if ordinary:
                self.rows.row([*ordinary, (self.keep(f), most)], high=most)

    # --- columns that rules share ---

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Take back in the end what is added meanwhile, so that no task finds what another one left in the model."""
        rows, columns, derived = self.rows.mark(), len(self.rows.lower), len(self._derived)
        known, one = len(self._columns), self._one
        try:
            yield
        finally:
            self.rows.drop_after(rows)
            del self.rows.lower[columns:], self.rows.upper[columns:], self._derived[derived:]
            for key in list(self._columns)[known:]:
                del self._columns[key]
            self._one = one

    def one(self) -> int:
        """Return the column that is always 1."""
        if self._one is None:
            self._one = self.rows.column(1, 1)
        return self._one

    def bounds(self, fact: int) -> tuple[int, int]:
        """Return the bounds of a fact's keep column."""
        return self.facts.get(fact, (1, 1))

    def keep(self, fact: int) -> int:
        """Return the column that is 1 if the fact is kept, 0 if it may be broken."""
        return self.made("keep", (fact,), lambda: self.rows.column(*self.bounds(fact)))

    def derive(self, terms: Terms, above: int | None = None) -> int:
        """Return a new column whose value in a start solution follows from `terms`.

        A yes/no column that is 1 if they sum to more than 0; with `above`, max(0, sum - above).
        """
        column = self.rows.binary() if above is None else self.rows.column(0, max(0, self.rows.greatest(terms) - above))
        self._derived.append((column, list(terms), above))
        return column

    def made(self, kind: str, key: tuple[int, ...], make: Callable[[], int]) -> int:
        """Return the column of this kind and key, made on first use."""
        if (kind, key) not in self._columns:
            self._columns[kind, key] = make()
        return self._columns[kind, key]

    def found(self, kind: str, key: tuple[int, ...]) -> int | None:
        """Return the column of this kind and key if it was made."""
        return self._columns.get((kind, key))

    def on(self, c: int) -> int:
        """Return the column that is 1 exactly if the cell has days."""
        return self.made("on", (c,), lambda: self._add_on(c))

    def _add_on(self, c: int) -> int:
        if c in self.fixed:
            return self.one()
        column = self._columns.get(("ordinary", (c,)))
        if column is not None and c not in self.locked and c not in self.rests:
            return column
        column = self.derive(self.days[c])
        most = self.rows.greatest(self.days[c])
        self.rows.row([*self.days[c], (column, -most)], high=0)
        self.rows.row([*self.days[c], (column, -1)], low=0)
        return column

    def used(self, p: int, v: int) -> int:
        """Return the column that is at least 1 if the person has days on the variant of the line."""
        return self.made("used", (p, v), lambda: self.any_of([self.by_pair[p, v]]))

    def works(self, p: int, project: int, w: int) -> int:
        """Return the column that is at least 1 if the person has days on the project in the week."""
        return self.made("works", (p, project, w), lambda: self.any_of([self.by_team[p, project, w]]))

    def serves(self, p: int, project: int, weeks: Iterable[int]) -> int:
        """Return the column that is at least 1 if the person has days on the project in one of the weeks."""
        span = tuple(weeks)
        groups = [self.by_team.get((p, project, w), []) for w in span]
        return self.made("serves", (p, project, *span), lambda: self.any_of(groups))

    def active(self, project: int) -> int:
        """Return the column that is at least 1 if anybody has days on the project."""
        return self.made("active", (project,), lambda: self.any_of([self.by_project[project]]))

    def staffed(self, v: int) -> int:
        """Return the column that is at least 1 if anybody has days on the variant of the line."""
        weeks = range(self.problem.portfolio.settings.weeks)
        return self.made("staffed", (v,), lambda: self.any_of([self.by_variant_week.get((v, w), []) for w in weeks]))

    def any_of(self, groups: list[list[int]]) -> int:
        """Return a column that is 1 if a cell of the groups has days (it may be 1 without)."""
        cells = [c for group in groups for c in group]
        if len(cells) == 1:
            return self.on(cells[0])
        column = self.derive(self.sum_days(cells))
        for c in cells:
            most = self.rows.greatest(self.days[c])
            switch = self._columns.get(("ordinary", (c,)))
            if switch is not None and c not in self.locked and c not in self.rests:
                self.rows.row([(switch, 1), (column, -1)], high=0)
            elif most:
                self.rows.row([*self.days[c], (column, -most)], high=0)
        return column

    def start(self, project: int, shift: int) -> int:
        """Return the column that is 1 if the project starts `shift` weeks later."""
        return self.made("start", (project, shift), self.rows.binary)

    def is_open(self, project: int) -> bool:
        """Return whether the start of the project is to be chosen in this model."""
        free = self.part.people is None or project in self.part.projects
        return free and len(self.problem.shifts[project]) > 1

    def starts(self, project: int) -> tuple[int, ...]:
        """Return the shifts that the model holds for the project."""
        if self.part.people is None or project in self.part.projects:
            return self.problem.shifts[project]
        return (self.state.shifts[project],)

    def variants_of(self, project: int) -> list[int]:
        """Return the variants of the project's lines that the model holds."""
        shifts = self.starts(project)
        return [v for v in self.problem.variants_of[project] if self.problem.variants[v].shift in shifts]

    @cached_property
    def weeks_of_tier(self) -> dict[int, list[tuple[int, int]]]:
        """The (variant, week) of each tier in which the model has cells."""
        problem, found = self.problem, defaultdict(list)
        for v, w in sorted(self.by_variant_week):
            line = problem.lines[problem.variants[v].line]
            found[problem.grid.tier_of[line.project_id]].append((v, w))
        return found

    def near_facts(self) -> list[int]:
        """Return the facts that name a person or project of the part, in their order."""
        problem = self.problem
        if self.part.people is None:
            return list(range(len(problem.facts)))
        near = {f for p in self.free_people for f in problem.facts_of_person.get(p, ())}
        return sorted(near.union(*(problem.facts_of_project.get(i, ()) for i in self.projects)))

    def met(self, v: int, w: int) -> Terms:
        """Return the days met of a variant in a week (its days less what locks bring above wanted)."""
        terms = [term for c in self.by_variant_week.get((v, w), ()) for term in self.days[c]]
        if (v, w) in self.excess:
            terms.append((self.excess[v, w], -1))
        return terms

    def sum_days(self, cells: Iterable[int]) -> Terms:
        """Return the days of all `cells`."""
        return [term for c in cells for term in self.days[c]]

    # --- reading a solution ---

    def units(self, values: Sequence[int]) -> dict[int, int]:
        """Return the units of every free cell in a solution, zeros included."""
        return {c: sum(values[j] * a for j, a in terms) for c, terms in self.days.items() if c not in self.fixed}

    def shifts(self, values: Sequence[int]) -> tuple[int, ...]:
        """Return the shift of each project in a solution."""
        shifts = list(self.state.shifts)
        for (kind, numbers), column in self._columns.items():
            if kind == "start" and values[column]:
                shifts[numbers[0]] = numbers[1]
        return tuple(shifts)

    def change(self, values: Sequence[int]) -> Change:
        """Return what a solution decides."""
        rows = sorted(self.units(values).items())
        cells, units = (np.array([row[i] for row in rows], dtype=np.int32) for i in range(2))
        return Change(cells, units, self.shifts(values))

    def covers(self, p: int) -> bool:
        """Return whether everything about the person is in the model's hands."""
        return self.part.people is None or p in self.free_people

    def is_locked(self, c: int) -> bool:
        """Return whether a lock that may be kept covers the cell."""
        return any(self.bounds(f)[1] == 1 for f in self.problem.pins.get(c, ()))

    def hint(
        self, units: Mapping[int, int], shifts: tuple[int, ...], broken: frozenset[int] = frozenset()
    ) -> list[int]:
        """Return the value of every column for `units` by cell; `broken` are the facts set aside."""
        values = list(self.rows.lower)
        for c in self.days.keys() - self.fixed.keys():
            for column, amount in self._hint_cell(c, units.get(c, 0)).items():
                values[column] = amount
        for (kind, numbers), column in self._columns.items():
            if kind == "start":
                values[column] = int(shifts[numbers[0]] == numbers[1])
            elif kind == "keep":
                values[column] = int(numbers[0] not in broken)
        for column, terms, above in self._derived:
            total = sum(a * values[j] for j, a in terms)
            values[column] = int(total > 0) if above is None else max(0, total - above)
        return values

    def _hint_cell(self, c: int, amount: int) -> dict[int, int]:
        values = {}
        if c in self.rests:
            values[self.rests[c]] = int(amount == int(self.problem.rest[c]))
            amount -= amount if values[self.rests[c]] else 0
        if c in self.locked:
            values[self.locked[c]] = min(amount, self.rows.upper[self.locked[c]])
        elif c in self.steps:
            values[self.steps[c]] = amount // self.problem.step
        return values
