"""One plan laid out for the rules: days by person, line, project and week, and what locks exempt."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from resopt.checker.ground import Ground
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
        for a in plan.assignments:
            if a.units < 0:
                raise ValueError(f"a plan cannot hold negative days: {a}")
            if a.units:
                self._place(a)
        self.wanted = {
            line.id: ground.wanted_at(line.id, self.shifts.get(line.project_id, 0)) for line in ground.lines.values()
        }

    def _place(self, a: Assignment) -> None:
        ground = self.ground
        line = ground.lines.get(a.line_id)
        in_time = a.person_id in ground.people and 0 <= a.week < ground.settings.weeks
        if in_time:
            day_by_project = self.load.setdefault((a.person_id, a.week), {})
            project = project_of_stray(ground, a) if line is None else line.project_id
            day_by_project[project] = day_by_project.get(project, 0) + a.units
        if line is None or not in_time:
            self.strays.append(a)
            return
        if a.line_id not in self.given:
            self.given[a.line_id] = [0] * ground.settings.weeks
        self.given[a.line_id][a.week] += a.units
        self._add(self.served, self.servers, a.person_id, a.line_id, a)
        self._add(self.on_project, self.team, a.person_id, line.project_id, a)

    @staticmethod
    def _add(
        table: dict[tuple[str, str], dict[int, int]],
        members: dict[str, list[str]],
        person: str,
        key: str,
        a: Assignment,
    ) -> None:
        weeks = table.get((person, key))
        if weeks is None:
            weeks = table[person, key] = {}
            members.setdefault(key, []).append(person)
        weeks[a.week] = weeks.get(a.week, 0) + a.units

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

    def met(self, line_id: str) -> list[int]:
        """Return by week the units of a line that count as met."""
        given = self.given.get(line_id)
        return [min(pair) for pair in zip(given, self.wanted[line_id], strict=True)] if given else []

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
        for (person, project, week), units in ground.frozen.items():
            if self.project_units(person, project, week) == units:
                cells.update((person, line.id, week) for line in ground.lines_of[project])
        return cells

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
