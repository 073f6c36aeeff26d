"""Search: rounds of small exact neighbourhoods over worker processes, merged in the order of their tasks."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from resopt.checker import Checker
from resopt.engine.cells import Problem
from resopt.engine.exact import goal_of
from resopt.engine.levels import Level, expression
from resopt.engine.mip import Terms
from resopt.engine.model import FactBounds, Model, Part
from resopt.engine.rules import add_rules
from resopt.engine.solvers import Effort, solve_scip
from resopt.plan import Plan
from resopt.result import CheckReport

TASKS_PER_ROUND = 8
REGION_PEOPLE = 4
START_PEOPLE = 6  # a project's start moves only with all its people, if they are no more than this


@dataclass(frozen=True, slots=True)
class Task:
    """One neighbourhood: change `part` of `plan` only, hold or (`targets`) improve each of `levels` in turn."""

    plan: Plan
    part: Part
    levels: tuple[Level, ...]
    targets: frozenset[Level]
    facts: tuple[tuple[int, int], ...]
    effort: Effort


def improve(problem: Problem, task: Task) -> Plan | None:
    """Solve one neighbourhood level by level; return the better plan, or None if there is none."""
    facts: FactBounds = {f: (keep, keep) for f, keep in task.facts}
    m = Model(problem, task.part, task.plan, facts)
    if not m.free_people:
        return None
    add_rules(m)
    broken = frozenset(problem.facts[f].key for f, keep in task.facts if not keep)
    values, better = m.hint(task.plan, broken), False
    for level in task.levels:
        terms = expression(m, level)
        values = m.hint(m.to_plan(values), broken) if len(values) < len(m.rows.lower) else values
        now = _value(terms, values)
        if terms and level in task.targets:
            goal = goal_of(m, level, terms).terms
            answer = solve_scip(m.rows.freeze(goal), task.effort, values)
            if answer.values is not None and _value(goal, answer.values) < _value(goal, values):
                values, better = list(answer.values), True
                now = _value(terms, values)
        m.rows.row(terms, high=now)
    return m.to_plan(values) if better else None


def _value(terms: Terms, values: Iterable[int]) -> int:
    row = list(values)
    return sum(a * row[j] for j, a in terms)


class Search:
    """Where the search stands: the best checked plan, and how well each kind of neighbourhood has done."""

    def __init__(self, problem: Problem, checker: Checker, plan: Plan, report: CheckReport, facts: FactBounds) -> None:
        self.problem = problem
        self.checker = checker
        self.plan = plan
        self.report = report
        self.facts = tuple(sorted((f, bounds[0]) for f, bounds in facts.items()))
        self.rounds = 0
        self._success = {"short": 2.0, "team": 2.0, "random": 1.0, "start": 1.0}
        self._accepted: list[list[int]] = [[] for _ in problem.lines]
        self._serves: list[set[int]] = [set() for _ in problem.people]
        for p, v in zip(problem.person.tolist(), problem.variant.tolist(), strict=True):
            self._serves[p].add(problem.variants[v].line)
        for p, lines in enumerate(self._serves):
            for line in sorted(lines):
                self._accepted[line].append(p)

    def tasks(
        self, levels: tuple[Level, ...], targets: frozenset[Level], seed: int, nodes: int
    ) -> list[tuple[str, Task]]:
        """Return the tasks of the next round with their kinds; their people do not overlap."""
        chance = random.Random(f"{seed}-{self.rounds}")
        taken: set[int] = set()
        tasks = []
        first = min(targets, key=levels.index)
        steps = levels[: levels.index(first) + 1] if first.tier >= 0 else levels
        aims = frozenset([first]) if first.tier >= 0 else targets
        for number in range(TASKS_PER_ROUND):
            kind = chance.choices(list(self._success), list(self._success.values()))[0]
            part = self._region(kind, levels, targets, chance, taken)
            if part.people:
                taken |= part.people
                effort = Effort(nodes=nodes, seed=seed + number, quick=True)
                tasks.append((kind, Task(self.plan, part, steps, aims, self.facts, effort)))
        return tasks

    def merge(self, results: list[tuple[str, Task, Plan | None]]) -> bool:
        """Take over each result that is still valid and better on top of those before it."""
        gained = False
        start = self.plan
        for kind, task, plan in results:
            won = plan is not None and self.offer(_apply(self.plan, start, plan))
            self._success[kind] = max(0.2, 0.9 * self._success[kind] + (1.0 if won else 0.0))
            gained = gained or won
            del task
        self.rounds += 1
        return gained

    def offer(self, plan: Plan) -> bool:
        """Make `plan` the incumbent if the checker finds no violation and its levels are better."""
        report = self.checker.check(plan)
        weighted = self.problem.portfolio.policy.kind == "weighted"
        if report.violations or rank(report, weighted) >= rank(self.report, weighted):
            return False
        self.plan, self.report = plan, report
        return True

    # --- neighbourhoods ---

    def _region(
        self, kind: str, levels: tuple[Level, ...], targets: frozenset[Level], chance: random.Random, taken: set[int]
    ) -> Part:
        projects: frozenset[int] = frozenset()
        if kind == "start":
            moving = [i for i, shifts in enumerate(self.problem.shifts) if len(shifts) > 1]
            if moving:
                projects = frozenset([chance.choice(moving)])
                people = self._on_project(min(projects))
                if people & taken or len(people) > START_PEOPLE:
                    return Part(frozenset())
                return Part(frozenset(people | self._near(people, chance, taken, 2)), projects)
            kind = "random"
        seeds = self._seeds(kind, levels, targets, chance, taken)
        if not seeds:
            return Part(frozenset())
        return Part(frozenset(seeds | self._near(seeds, chance, taken, REGION_PEOPLE - len(seeds))), projects)

    def _seeds(
        self, kind: str, levels: tuple[Level, ...], targets: frozenset[Level], chance: random.Random, taken: set[int]
    ) -> set[int]:
        lines: list[int] = []
        if kind == "short":
            lines = self._short_lines({level.tier for level in targets if level.tier >= 0})
        elif kind == "team":
            lines = [i for i, people in self._teams().items() if len(people) > 1]
        if lines:
            line = chance.choice(lines)
            pool = self._accepted[line] if kind == "short" else sorted(self._teams()[line])
        else:
            pool = list(range(len(self.problem.people)))
        free = [p for p in pool if p not in taken and self._serves[p]]
        return set(chance.sample(free, min(len(free), 3 if lines else 1)))

    def _near(self, people: set[int], chance: random.Random, taken: set[int], room: int) -> set[int]:
        """Return up to `room` more people who share lines with `people`, those that share most first."""
        shared: dict[int, float] = defaultdict(float)
        for line in {line for p in people for line in self._serves[p]}:
            for q in self._accepted[line]:
                if q not in people and q not in taken:
                    shared[q] += 1.0
        ranked = sorted(shared, key=lambda q: (-shared[q] * (0.5 + chance.random()), q))
        return set(ranked[: max(0, room)])

    def _teams(self) -> dict[int, set[int]]:
        number = {line.id: i for i, line in enumerate(self.problem.lines)}
        people = {p.id: i for i, p in enumerate(self.problem.people)}
        teams: dict[int, set[int]] = defaultdict(set)
        for a in self.plan.assignments:
            teams[number[a.line_id]].add(people[a.person_id])
        return dict(sorted(teams.items()))

    def _on_project(self, project: int) -> set[int]:
        return {p for i, ps in self._teams().items() if self.problem.project_of[i] == project for p in ps}

    def _short_lines(self, tiers: set[int]) -> list[int]:
        """Return the lines of `tiers` (of all if empty) that get less than they want."""
        grid = self.problem.grid
        given: dict[str, int] = defaultdict(int)
        for a in self.plan.assignments:
            given[a.line_id] += a.units
        return [
            i
            for i, line in enumerate(self.problem.lines)
            if given[line.id] < sum(grid.wanted[line.id])
            and (not tiers or grid.tier_of[line.project_id] in tiers)
            and self._accepted[i]
        ]


def rank(report: CheckReport, weighted: bool) -> tuple[int, ...]:
    """Return what is compared between plans, the smaller the better."""
    score = report.score
    return (*score.set_aside, score.weighted) if weighted else score.vector()


def _apply(current: Plan, start: Plan, better: Plan) -> Plan:
    """Return `current` with the differences between `start` and `better` made to it."""
    if current is start:
        return better
    units, before, after = current.units(), start.units(), better.units()
    for key in before.keys() | after.keys():
        if before.get(key, 0) != after.get(key, 0):
            units[key] = after.get(key, 0)
    shifts, old, new = dict(current.shifts), dict(start.shifts), dict(better.shifts)
    for project in old.keys() | new.keys():
        if old.get(project, 0) != new.get(project, 0):
            shifts[project] = new.get(project, 0)
    return Plan.of(units, shifts)
