"""One plan laid out for the rules: days by person, line, project and week, and what locks exempt."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from resopt.checker.ground import Ground
from resopt.domain.records import Line
from resopt.domain.rules import Fact
from resopt.plan import Assignment, Plan

ANY_LINE = "?"  # "?P7" is no line: days on project P7 that match none of its lines (plan of record)


class View:
    """The days of `plan`, in units, as the rules ask for them.

    `strays` are assignments outside the plan's people, lines or weeks; of known people in the horizon
    they still take time (`load`), on nothing else they count.
    """

    def __init__(self, ground: Ground, plan: Plan) -> None:
        self.ground = ground
        self.shifts = dict(plan.shifts)
        self.strays: list[Assignment] = []
        self.load: dict[tuple[str, int], dict[str, int]] = {}  # person, week -> project -> units
        self.served: dict[tuple[str, str], dict[int, int]] = {}  # person, line -> week -> units
        self.on_project: dict[tuple[str, str], dict[int, int]] = {}  # person, project -> week -> units
        self.servers: dict[str, list[str]] = {}  # line -> people
        self.team: dict[str, list[str]] = {}  # project -> people
        self.given: dict[str, list[int]] = {}  # line -> units by week
        self._met: dict[str, list[int]] = {}
        self._lay_out(plan)
        self.wanted = {
            line.id: ground.wanted_at(line.id, self.shifts.get(line.project_id, 0)) for line in ground.lines.values()
        }

    def _lay_out(self, plan: Plan) -> None:
        ground, horizon = self.ground, range(self.ground.first, self.ground.settings.weeks)
        served: dict[tuple[str, str], list[Assignment]] = {}
        for a in plan.assignments:
            if a.units < 0:
                raise ValueError(f"a plan cannot hold negative days: {a}")
            if a.units:
                served.setdefault((a.person_id, a.line_id), []).append(a)
        for (person, line_id), rows in served.items():
            line = ground.lines.get(line_id)
            if line is None or person not in ground.people or any(a.week not in horizon for a in rows):
                self._set_apart(rows)
                rows = [a for a in rows if line is not None and person in ground.people and a.week in horizon]
            if line is not None and rows:
                self._place(line, person, rows)

    def _set_apart(self, rows: list[Assignment]) -> None:
        """Note assignments as strays unless they are on a line, by somebody and in a week of the plan."""
        ground = self.ground
        for a in rows:
            in_time = a.person_id in ground.people and ground.first <= a.week < ground.settings.weeks
            if a.line_id not in ground.lines or not in_time:
                self.strays.append(a)
            if a.line_id not in ground.lines and in_time:
                self._take(a.person_id, project_of_stray(ground, a), a.week, a.units)

    def _take(self, person: str, project: str, week: int, units: int) -> None:
        projects = self.load.setdefault((person, week), {})
        projects[project] = projects.get(project, 0) + units

    def _place(self, line: Line, person: str, rows: list[Assignment]) -> None:
        project = line.project_id
        given = self.given.setdefault(line.id, [0] * self.ground.settings.weeks)
        on_line = self.served[person, line.id] = {}
        self.servers.setdefault(line.id, []).append(person)
        on_project = self.on_project.get((person, project))
        if on_project is None:
            on_project = self.on_project[person, project] = {}
            self.team.setdefault(project, []).append(person)
        for a in rows:
            week, units = a.week, a.units
            given[week] += units
            on_line[week] = on_line.get(week, 0) + units
            on_project[week] = on_project.get(week, 0) + units
            projects = self.load.get((person, week))
            if projects is None:
                self.load[person, week] = {project: units}
            else:
                projects[project] = projects.get(project, 0) + units

    def used(self, person_id: str, week: int) -> int:
        """Return all units of a person in a week."""
        return sum(self.load.get((person_id, week), {}).values())

    def bound_units(self, fact: Fact) -> int:
        """Return the units the plan gives where a hard lock speaks."""
        nothing: dict[int, int] = {}
        return sum(self.served.get((fact.person_id or "", i), nothing).get(fact.week or 0, 0) for i in fact.line_ids)

    def project_units(self, person_id: str, project_id: str, week: int) -> int:
        """Return the units of a person on a project in a week."""
        weeks = self.on_project.get((person_id, project_id))
        return weeks.get(week, 0) if weeks else 0

    def is_as_frozen(self, person_id: str, project_id: str, week: int) -> bool:
        """Return whether a person's days on a project in a frozen week are as many as on record, and where they are."""
        place = person_id, project_id, week
        on_lines = sum(
            self.served.get((person_id, line), {}).get(week, 0) for line in self.ground.frozen_on.get(place, ())
        )
        return self.project_units(*place) == on_lines == self.ground.frozen.get(place, 0)

    def met(self, line_id: str) -> list[int]:
        """Return by week the units of a line that count as met."""
        known = self._met.get(line_id)
        if known is None:
            given = self.given.get(line_id, ())
            wanted = self.wanted[line_id] if given else ()
            known = self._met[line_id] = [g if g < w else w for g, w in zip(given, wanted, strict=True)]
        return known

    @cached_property
    def pinned(self) -> set[tuple[str, str, int]]:
        """The (person, line, week) that a kept hard lock or a kept frozen week covers."""
        ground = self.ground
        cells = {
            (fact.person_id or "", line, fact.week or 0)
            for fact in ground.locks
            if fact.units and self.bound_units(fact) == fact.units
            for line in fact.line_ids
        }
        for (person, project, week), lines in ground.frozen_on.items():
            if self.is_as_frozen(person, project, week):
                cells.update((person, line, week) for line in lines)
        return cells

    @cached_property
    def free_cells(self) -> list[tuple[str, str, int, int]]:
        """Person, line, week and units of all days that no kept lock exempts."""
        pinned = self.pinned
        return [
            (person, line, week, units)
            for (person, line), weeks in self.served.items()
            for week, units in weeks.items()
            if (person, line, week) not in pinned
        ]

    @cached_property
    def pinned_people(self) -> dict[str, set[str]]:
        """By line, the people with a pinned week on it."""
        people: dict[str, set[str]] = defaultdict(set)
        for person, line, _ in self.pinned:
            people[line].add(person)
        return people


def project_of_stray(ground: Ground, a: Assignment) -> str:
    """Return the project, or else the line ID, of an assignment that is on no planned line."""
    if a.line_id.startswith(ANY_LINE) and a.line_id[len(ANY_LINE) :] in ground.projects:
        return a.line_id[len(ANY_LINE) :]
    line = ground.unplanned.get(a.line_id)
    return line.project_id if line else a.line_id
