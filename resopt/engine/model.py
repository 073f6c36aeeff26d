"""One builder for any part of a portfolio: its cells as columns, the rest held as the given plan has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from resopt.engine.cells import Problem
from resopt.engine.mip import Rows, Terms
from resopt.plan import Plan

FactBounds = Mapping[int, tuple[int, int]]  # fact -> bounds of its keep column; absent: (1, 1)


@dataclass(frozen=True, slots=True)
class Part:
    """What a model may change: all cells of `people`, and the start and all cells of `projects`.

    None stands for everything.
    """

    people: frozenset[int] | None = None
    projects: frozenset[int] = frozenset()


WHOLE = Part()


class Model:
    """Columns of a part, made when a rule first asks for them.

    A cell's days are `steps` x step + the odd rest taken whole + locked units. Cells outside the part that
    share a person, line or project with it stand in as columns fixed at the plan's days.
    """

    def __init__(
        self, problem: Problem, part: Part = WHOLE, plan: Plan | None = None, facts: FactBounds | None = None
    ) -> None:
        self.problem = problem
        self.part = part
        self.rows = Rows()
        self.facts: FactBounds = facts or {}
        self.plan = plan or Plan()
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
        self.held = self._held_cells()
        free = self._free_cells()
        self.free_people = {int(self.problem.person[c]) for c in free}
        self.lines = {self.problem.variants[int(self.problem.variant[c])].line for c in free}
        self.projects = {self.problem.project_of[line] for line in self.lines}
        for c in free:
            self._add_cell(c, None)
        inside = set(free)
        for c, units in self.held.items():
            person, line = int(self.problem.person[c]), self.problem.variants[int(self.problem.variant[c])].line
            near = person in self.free_people or self.problem.project_of[line] in self.projects
            if c not in inside and near:
                self._add_cell(c, units)

    def _held_cells(self) -> dict[int, int]:
        if self.part.people is None:
            return {}
        problem = self.problem
        people = {p.id: i for i, p in enumerate(problem.people)}
        variants = {(problem.lines[v.line].id, v.shift): i for i, v in enumerate(problem.variants)}
        project_of = {line.id: line.project_id for line in problem.lines}
        shifts = dict(self.plan.shifts)
        return {
            problem.cell_at[
                people[a.person_id], variants[a.line_id, shifts.get(project_of[a.line_id], 0)], a.week
            ]: a.units
            for a in self.plan.assignments
        }

    def _free_cells(self) -> list[int]:
        problem = self.problem
        if self.part.people is None:
            return list(range(len(problem.person)))
        chosen: set[int] = set()
        for person in sorted(self.part.people):
            chosen.update(problem.cells_of_person[person])
        for project in sorted(self.part.projects):
            chosen.update(problem.cells_of_project[project])
        return sorted(c for c in chosen if self._start_is_open(int(problem.variant[c])))

    def _start_is_open(self, v: int) -> bool:
        """Return whether the variant's start can still be chosen, or is the plan's own."""
        variant = self.problem.variants[v]
        project = self.problem.project_of[variant.line]
        if self.part.people is None or project in self.part.projects:
            return True
        return variant.shift == self.plan.shift_of(self.problem.projects[project].id)

    def _add_cell(self, c: int, units: int | None) -> None:
        problem = self.problem
        p, v, w = int(problem.person[c]), int(problem.variant[c]), int(problem.week[c])
        line = problem.variants[v].line
        if units is None:
            self._free_columns(c)
        else:
            self.fixed[c] = units
            self.days[c] = [(self.one(), units)]
        self.by_person_week[p, w].append(c)
        self.by_variant_week[v, w].append(c)
        self.by_pair[p, v].append(c)
        self.by_team[p, problem.project_of[line], w].append(c)
        self.by_project[problem.project_of[line]].append(c)

    def _free_columns(self, c: int) -> None:
        """Make the columns of a free cell: ordinary steps and rest, and days under locks that may be kept."""
        problem, terms = self.problem, []
        low, high, rest = int(problem.low[c]), int(problem.high[c]), int(problem.rest[c])
        kept = [f for f in problem.pins[c] if self.bounds(f)[1] == 1]
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
            most = sum(problem.facts[f].units for f in kept)
            locked = self.locked[c] = self.rows.column(0, most)
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
        column = self.derive(self.sum_days(c for group in groups for c in group))
        for c in (c for group in groups for c in group):
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
        if self.is_open(project):
            return self.problem.shifts[project]
        if self.part.people is None:
            return self.problem.shifts[project]
        return (self.plan.shift_of(self.problem.projects[project].id),)

    def variants_of(self, project: int) -> list[int]:
        """Return the variants of the project's lines that the model holds."""
        shifts = self.starts(project)
        return [
            i
            for i, v in enumerate(self.problem.variants)
            if self.problem.project_of[v.line] == project and v.shift in shifts
        ]

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

    def to_plan(self, values: Sequence[int]) -> Plan:
        """Return the plan of a solution: the part's days, everything else as before."""
        problem = self.problem
        units = {} if self.part.people is None else self._outside()
        for c, terms in self.days.items():
            amount = sum(values[j] * a for j, a in terms)
            if amount:
                line = problem.lines[problem.variants[int(problem.variant[c])].line]
                key = (problem.people[int(problem.person[c])].id, line.id, int(problem.week[c]))
                units[key] = units.get(key, 0) + amount
        shifts = dict(self.plan.shifts)
        for (kind, numbers), column in self._columns.items():
            if kind == "start" and values[column]:
                shifts[problem.projects[numbers[0]].id] = numbers[1]
        return Plan.of(units, shifts)

    def held_outside(self) -> dict[int, int]:
        """Return the plan's days on cells that the model does not hold."""
        return {c: units for c, units in self.held.items() if c not in self.days}

    def covers(self, p: int) -> bool:
        """Return whether everything about the person is in the model's hands."""
        return self.part.people is None or p in self.free_people

    def is_locked(self, c: int) -> bool:
        """Return whether a lock that may be kept covers the cell."""
        return any(self.bounds(f)[1] == 1 for f in self.problem.pins[c])

    def _outside(self) -> dict[tuple[str, str, int], int]:
        """Return the plan's days on cells that the model neither holds nor was free to change."""
        problem = self.problem
        units = {}
        for c, amount in self.held_outside().items():
            if not self._is_free(c):
                line = problem.lines[problem.variants[int(problem.variant[c])].line]
                units[problem.people[int(problem.person[c])].id, line.id, int(problem.week[c])] = amount
        return units

    def _is_free(self, c: int) -> bool:
        problem = self.problem
        project = problem.project_of[problem.variants[int(problem.variant[c])].line]
        return int(problem.person[c]) in (self.part.people or ()) or project in self.part.projects

    def hint(self, plan: Plan, broken: frozenset[str] = frozenset()) -> list[int]:
        """Return the value of every column for `plan`; `broken` holds the keys of facts it sets aside."""
        problem = self.problem
        units, shifts = plan.units(), dict(plan.shifts)
        values = list(self.rows.lower)
        for c in self.days.keys() - self.fixed.keys():
            variant = problem.variants[int(problem.variant[c])]
            line = problem.lines[variant.line]
            chosen = shifts.get(line.project_id, 0) == variant.shift
            key = (problem.people[int(problem.person[c])].id, line.id, int(problem.week[c]))
            for column, amount in self._hint_cell(c, units.get(key, 0) if chosen else 0).items():
                values[column] = amount
        for (kind, numbers), column in self._columns.items():
            if kind == "start":
                values[column] = int(shifts.get(problem.projects[numbers[0]].id, 0) == numbers[1])
            elif kind == "keep":
                values[column] = int(problem.facts[numbers[0]].key not in broken)
        for column, terms, above in self._derived:
            total = sum(a * values[j] for j, a in terms)
            values[column] = int(total > 0) if above is None else max(0, total - above)
        return values

    def _hint_cell(self, c: int, amount: int) -> dict[int, int]:
        values = {}
        if c in self.rests:
            values[self.rests[c]] = int(amount == self.problem.rest[c])
            amount -= amount if values[self.rests[c]] else 0
        if c in self.locked:
            values[self.locked[c]] = min(amount, self.rows.upper[self.locked[c]])
        elif c in self.steps:
            values[self.steps[c]] = amount // self.problem.step
        return values
