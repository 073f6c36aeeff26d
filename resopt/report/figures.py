"""The numbers that several sheets share, computed once: wanted, met, load, change, in units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import floor

from resopt.domain.grid import Grid, PairWeek, lay_out
from resopt.domain.history import Tracked
from resopt.domain.records import Line, Person, Portfolio, Project, Skill, Tier
from resopt.domain.wishes import Given
from resopt.explain.answers import Answer, answers
from resopt.result import Result

Weeks = tuple[int, ...]  # one amount per week of the horizon


@dataclass(frozen=True, slots=True)
class Figures:
    """What the sheets are made of.

    wanted, given, met
        By planned line and week, at the start the plan chooses; `met` is at most wanted, `given` may be more.
    load
        By person and week: days on all projects.
    units
        (person, line, week) -> days of the plan.
    new, old
        (person, project, week) -> days of the plan, and of the plan that change is counted against.
    cells
        (person, week) -> days of the plan by project.
    pairs
        (person, project) -> days of the plan by week.
    released
        The same of the plan before on projects that are not planned (on hold, cancelled, left out).
    order
        Planned projects, most important first.
    asked
        The plan given back with what people ask for, if this run began with one; `answers` say what became of it.
    everybody
        People by ID; `people` are those whose rows are shown, all of them but in a file for somebody.
    whole, lists_record
        No if these are the figures of a department or project alone; no if nobody's faults of the plan of record
        are listed, because not all rows of the people concerned are shown.
    """

    portfolio: Portfolio
    result: Result
    grid: Grid
    people: dict[str, Person]
    projects: dict[str, Project]
    lines: dict[str, Line]
    wanted: dict[str, Weeks]
    given: dict[str, Weeks]
    met: dict[str, Weeks]
    load: dict[str, Weeks]
    units: dict[tuple[str, str, int], int]
    new: dict[PairWeek, int]
    cells: dict[tuple[str, int], dict[str, int]]
    pairs: dict[tuple[str, str], Weeks]
    old: dict[PairWeek, int]
    released: dict[PairWeek, int]
    order: tuple[Project, ...]
    everybody: dict[str, Person]
    whole: bool = True
    lists_record: bool = True
    asked: Given | None = None
    answers: tuple[Answer, ...] = ()

    @property
    def weeks(self) -> range:
        """The weeks of the horizon."""
        return range(self.portfolio.settings.weeks)

    @property
    def open_weeks(self) -> range:
        """The weeks that are not past."""
        return range(self.grid.past.weeks, self.portfolio.settings.weeks)

    def done_by(self, person_id: str) -> dict[str, Weeks]:
        """Return by project the days that a person worked before As Of, by week."""
        rows: dict[str, list[int]] = defaultdict(lambda: [0] * len(self.weeks))
        for (person, line, week), units in self.grid.past.done.items():
            if person == person_id:
                rows[self.lines[line].project_id][week] += units
        return {project: tuple(row) for project, row in rows.items()}

    @property
    def zeros(self) -> Weeks:
        """No days in any week."""
        return (0,) * self.portfolio.settings.weeks

    @property
    def total_wanted(self) -> int:
        """All days wanted by planned projects."""
        return sum(map(sum, self.wanted.values()))

    @property
    def total_met(self) -> int:
        """All days met."""
        return sum(map(sum, self.met.values()))

    @property
    def total_capacity(self) -> int:
        """Available days of all people."""
        return sum(sum(self.grid.capacity[p]) for p in self.people)

    @property
    def total_load(self) -> int:
        """Days planned, those above what a line wants included."""
        return sum(map(sum, self.load.values()))

    @property
    def has_before(self) -> bool:
        """Whether there is a plan that change is counted against."""
        return self.portfolio.baseline is not None or bool(self.portfolio.on_record)

    @property
    def followed(self) -> dict[str, Tracked]:
        """The conflicts of the plan given back by ID, with what people typed; none where there is no such plan."""
        return {one.id: one for one in self.asked.conflicts} if self.asked else {}

    def limit(self, person_id: str, week: int) -> int:
        """Return the days that a person may work in a week, Tolerance included."""
        return floor(self.grid.capacity[person_id][week] * (1 + self.portfolio.settings.tolerance))

    def lines_of(self, project_id: str) -> tuple[Line, ...]:
        """Return the lines of a planned project; none of one that is not planned."""
        return self.grid.lines_of.get(project_id, ())

    def wanted_of(self, lines: Iterable[Line]) -> Weeks:
        """Return the days wanted by week over `lines`."""
        return self._sum(self.wanted, lines)

    def met_of(self, lines: Iterable[Line]) -> Weeks:
        """Return the days met by week over `lines`."""
        return self._sum(self.met, lines)

    def gap_of(self, lines: Iterable[Line]) -> Weeks:
        """Return wanted - met by week over `lines`."""
        chosen = tuple(lines)
        return tuple(w - m for w, m in zip(self.wanted_of(chosen), self.met_of(chosen), strict=True))

    def projects_by_person(self) -> dict[str, list[Project]]:
        """Return the projects of each person in the plan, most important first."""
        found: dict[str, list[Project]] = {p: [] for p in self.people}
        rank = {project.id: number for number, project in enumerate(self.order)}
        for person, project in sorted(self.pairs, key=lambda pair: rank[pair[1]]):
            if person in found:
                found[person].append(self.projects[project])
        return found

    def tier_of(self, project_id: str) -> Tier | None:
        """Return the tier of a project, None where it is not planned."""
        index = self.grid.tier_of.get(project_id)
        return None if index is None else self.portfolio.tiers[index]

    def need(self, line: Line) -> str:
        """Return what a line asks for: its role and skills, or the person it names."""
        skills = skills_text(line.skills)
        if line.role:
            return f"{line.role} ({skills})" if skills else line.role
        named = self.everybody.get(line.person_id or "")
        return skills or (named.name if named else line.person_id or "")

    def needs(self, lines: Iterable[Line]) -> str:
        """Return what lines ask for, each need once."""
        return "; ".join(dict.fromkeys(map(self.need, lines)))

    def role_of(self, line: Line) -> str:
        """Return the role under which a line counts in Capacity: its own, else the named person's main role."""
        if line.role or line.person_id is None or line.person_id not in self.everybody:
            return line.role or skills_text(line.skills) or line.person_id or ""
        return main_role(self.everybody[line.person_id])

    def _sum(self, table: dict[str, Weeks], lines: Iterable[Line]) -> Weeks:
        rows = [table[line.id] for line in lines]
        return tuple(sum(row[w] for row in rows) for w in self.weeks)


def compute(portfolio: Portfolio, result: Result, asked: Given | None = None) -> Figures:
    """Return the figures of a result, and what was asked for in the plan given back."""
    grid = lay_out(portfolio)
    lines = {line.id: line for line in portfolio.lines}
    weeks = portfolio.settings.weeks
    wanted = {
        line.id: grid.wanted_at(line.id, result.plan.shift_of(project))
        for project in grid.lines_of
        for line in grid.lines_of[project]
    }
    given = {i: [0] * weeks for i in wanted}
    load = {p.id: [0] * weeks for p in portfolio.people}
    new: dict[PairWeek, int] = defaultdict(int)
    for a in result.plan.assignments:
        given[a.line_id][a.week] += a.units
        load[a.person_id][a.week] += a.units
        new[a.person_id, lines[a.line_id].project_id, a.week] += a.units
    cells: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
    pairs: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * weeks)
    for (person, project, week), units in sorted(new.items()):
        cells[person, week][project] = units
        pairs[person, project][week] = units
    return Figures(
        portfolio=portfolio,
        result=result,
        grid=grid,
        people={p.id: p for p in portfolio.people},
        projects={p.id: p for p in portfolio.projects},
        lines=lines,
        wanted=wanted,
        given={i: tuple(row) for i, row in given.items()},
        met={i: tuple(min(w, g) for w, g in zip(wanted[i], row, strict=True)) for i, row in given.items()},
        load={i: tuple(row) for i, row in load.items()},
        units=result.plan.units(),
        new=dict(new),
        cells=dict(cells),
        pairs={key: tuple(row) for key, row in pairs.items()},
        old=grid.before,
        released=_released(portfolio, grid),
        order=_order(portfolio, grid),
        asked=asked,
        answers=() if asked is None else answers(portfolio, result, asked),
        everybody={p.id: p for p in portfolio.people},
    )


def _released(portfolio: Portfolio, grid: Grid) -> dict[PairWeek, int]:
    """Return the plan before on projects that are not planned: what it would be if they were."""
    if portfolio.baseline is None:
        before = {b.project_id for b in portfolio.bookings}
    else:
        given = {a.line_id for a in portfolio.baseline.assignments}
        before = {line.project_id for line in portfolio.lines if line.id in given}
    released = before - grid.tier_of.keys()
    if not released:
        return {}
    as_planned = replace(portfolio, tiers=(*portfolio.tiers, Tier("", "", tuple(sorted(released)))))
    return {key: units for key, units in lay_out(as_planned).before.items() if key[1] in released}


def _order(portfolio: Portfolio, grid: Grid) -> tuple[Project, ...]:
    planned = [p for p in portfolio.projects if p.id in grid.tier_of]
    return tuple(sorted(planned, key=lambda p: (grid.tier_of[p.id], p.rank, p.id)))


def main_role(person: Person) -> str:
    """Return the first role of a person."""
    return person.roles[0] if person.roles else ""


def skills_text(groups: tuple[tuple[Skill, ...], ...]) -> str:
    """Return needed skills as they are typed: `Java:3; English:4 | French:4`."""
    return "; ".join(
        " | ".join(f"{s.name}:{s.level}" if s.level is not None else s.name for s in group) for group in groups
    )
