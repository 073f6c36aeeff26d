"""Search: the incumbent, and rounds of tasks over worker processes whose results are merged in their order."""

from __future__ import annotations

from functools import cached_property
from random import Random
from time import monotonic

import numpy as np

from resopt.checker import Checker
from resopt.engine.cells import Flags, Problem, State, plan_of, state_of
from resopt.engine.improve import Task
from resopt.engine.levels import Level
from resopt.engine.model import Change, FactBounds
from resopt.engine.regions import SHAPES, SIZES, Region, Regions
from resopt.engine.solvers import Effort
from resopt.plan import Plan
from resopt.result import CheckReport

TASKS_PER_ROUND = 8
TRIES = 3  # shapes tried for a task before the round goes on with fewer
FORGET = 0.95  # of the success of a shape, at each task of it


class Search:
    """Where the search stands: the best checked plan, and how well each kind of neighbourhood has done."""

    def __init__(self, problem: Problem, checker: Checker, plan: Plan, report: CheckReport, facts: FactBounds) -> None:
        self.problem = problem
        self.checker = checker
        self.plan = plan
        self.report = report
        self.state = self.published = state_of(problem, plan)
        self.careful = False
        self.check_seconds = 0.0
        self.facts = tuple(sorted((f, bounds[0]) for f, bounds in facts.items()))
        self._aside = {(problem.facts[f].rule, problem.facts[f].key) for f, keep in self.facts if not keep}
        self.rounds = 0
        self._success = {(shape, size): 1.0 for shape in SHAPES for size in SIZES}

    @cached_property
    def regions(self) -> Regions:
        """The neighbourhoods; large tables, needed from the first round on."""
        return Regions(self.problem)

    def tasks(
        self, levels: tuple[Level, ...], targets: frozenset[Level], seed: int, effort: Effort
    ) -> list[tuple[Region, Task]]:
        """Return the tasks of the next round; they share no person and no line."""
        chance = Random(f"{seed}-{self.rounds}")
        self.regions.begin(self.state, self.short_lines(), chance)
        tasks = []
        for _ in range(TASKS_PER_ROUND):
            region = self._region(chance)
            if region is not None:
                skip = int(chance.random() * chance.random() * 4)
                tasks.append((region, Task(self.state, region.part, levels, targets, skip, self.facts, effort)))
        return tasks

    def _region(self, chance: Random) -> Region | None:
        for _ in range(TRIES):
            shape, size = chance.choices(list(self._success), list(self._success.values()))[0]
            region = self.regions.take(shape, size)
            if region is not None:
                return region
            self._success[shape, size] = max(0.1, FORGET * self._success[shape, size])
        return None

    def short_lines(self) -> Flags:
        """Return which lines get less than they want."""
        problem = self.problem
        given = np.zeros(len(problem.lines), dtype=np.int64)
        np.add.at(given, problem.line_of[problem.variant[self.state.cells]], self.state.units)
        wanted = np.array([sum(problem.grid.wanted[line.id]) for line in problem.lines], dtype=np.int64)
        return given < wanted

    def merge(self, results: list[tuple[Region, Change | None]], *, checked: bool = True) -> bool:
        """Take over the changes of a round, which share no person and no line; return whether there were any.

        `checked`: let the checker judge them at once; if they do not go together, one after the other. Without, the
        plan stays what it was until `publish`.
        """
        self.rounds += 1
        found = [(region, change) for region, change in results if change is not None]
        winners = [region for region, _ in found]
        if found:
            before = self.state
            self.state = changed(self.problem, self.state, [change for _, change in found])
            if (checked or self.careful) and not self.publish():
                self.state = before
                winners = [region for region, change in found if self._try(change)]
        for region, _ in results:
            key = region.shape, region.size
            self._success[key] = max(0.1, FORGET * self._success[key] + (region in winners) * (1 - FORGET) * 4)
        return bool(winners)

    def publish(self) -> bool:
        """Let the checker judge the state; if it fails, go back to the incumbent and check every round from now on."""
        if self.state is self.published or self.offer_state(self.state):
            return True
        self.state, self.careful = self.published, True
        return False

    def _try(self, change: Change) -> bool:
        return self.offer_state(changed(self.problem, self.state, [change]))

    def offer_state(self, state: State) -> bool:
        """Make `state` the incumbent if it breaks no limit, sets aside no other facts, and its levels are better."""
        return self._judge(plan_of(self.problem, state), state)

    def offer(self, plan: Plan) -> bool:
        """Make `plan` the incumbent if it breaks no limit, sets aside no other facts, and its levels are better."""
        return self._judge(plan, None)

    def _judge(self, plan: Plan, state: State | None) -> bool:
        began = monotonic()
        report = self.checker.check(plan)
        self.check_seconds = monotonic() - began
        weighted = self.problem.portfolio.policy.kind == "weighted"
        other_facts = {(fact.rule, fact.key) for fact in report.set_aside} - self._aside
        if report.violations or other_facts or rank(report, weighted) >= rank(self.report, weighted):
            return False
        self.plan, self.report = plan, report
        self.state = self.published = state_of(self.problem, plan) if state is None else state
        return True


def changed(problem: Problem, state: State, changes: list[Change]) -> State:
    """Return `state` with the changes made to it, a later one over an earlier one."""
    units = np.zeros(len(problem.person), dtype=np.int32)
    units[state.cells] = state.units
    shifts = list(state.shifts)
    for change in changes:
        units[change.cells] = change.units
        for project, (old, new) in enumerate(zip(state.shifts, change.shifts, strict=True)):
            if old != new:
                shifts[project] = new
    cells = np.nonzero(units)[0].astype(np.int32)
    return State(cells, units[cells], tuple(shifts))


def rank(report: CheckReport, weighted: bool) -> tuple[int, ...]:
    """Return what is compared between plans, the smaller the better."""
    score = report.score
    return (*score.set_aside, score.weighted) if weighted else score.vector()
