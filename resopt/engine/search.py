"""Search: the incumbent, and rounds of tasks over worker processes whose results are merged in their order."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from random import Random
from time import monotonic

import numpy as np

from resopt.checker import Checker
from resopt.engine.cells import Flags, Problem, Smalls, State, plan_of, state_of
from resopt.engine.improve import Task, Trial
from resopt.engine.levels import DAYS, Level
from resopt.engine.mend import Guide
from resopt.engine.model import Change, FactBounds, Part
from resopt.engine.regions import SHAPES, SIZES, WEEK, Region, Regions
from resopt.engine.solvers import Effort
from resopt.plan import Plan
from resopt.result import CheckReport

TASKS_PER_ROUND = 24  # at most, and as many as come to ...
SECONDS_PER_ROUND = 1.6  # ... of work
FORGET = 0.95  # of what is known of a shape, at each task of it
CELLS_PER_SECOND = 4_000  # what a task is taken to cost before it was tried, and where the clock must not count
CURIOSITY = 0.03  # of the best shape's rate is what every shape is taken to win, so that it is tried again
PATIENCE = 2  # rounds after the days without a better plan; then ...
WANDER = 0.7  # ... such a share of the tasks may change the plan without making it better
KINDS = tuple((shape, size) for shape in (*SHAPES, WEEK) for size in SIZES)
FIRST = {"days": (WEEK, "line"), "rest": ("kept", "mixed", "thin", "team")}  # the shapes that a phase begins with
HOPE, DOUBT = 0.3, 0.03  # share of tasks won that shapes are taken to have before the first task


@dataclass(slots=True)
class Record:
    """How a kind of neighbourhood has done of late: its tasks, those won, and the seconds they all took."""

    tasks: float
    won: float
    seconds: float

    @property
    def rate(self) -> float:
        """How many tasks are won in a second."""
        return self.won / self.seconds

    @property
    def cost(self) -> float:
        """The seconds of a task."""
        return self.seconds / self.tasks

    def add(self, won: bool, seconds: float) -> None:
        """Count a task; earlier ones fade."""
        self.tasks = FORGET * self.tasks + 1
        self.won = FORGET * self.won + won
        self.seconds = FORGET * self.seconds + max(0.001, seconds)


def first_records(phase: str) -> dict[tuple[str, int], Record]:
    """Return what is thought of each kind of neighbourhood before its first task: as if one task had been done."""
    return {
        (shape, size): Record(1.0, HOPE if shape in FIRST[phase] else DOUBT, size / CELLS_PER_SECOND)
        for shape, size in KINDS
    }


Odds = Mapping[tuple[str, int], float]


class Search:
    """Where the search stands: the best checked plan, and how well each kind of neighbourhood has done."""

    def __init__(
        self, problem: Problem, checker: Checker, plan: Plan, report: CheckReport, facts: FactBounds, *, timed: bool
    ) -> None:
        self.problem = problem
        self.checker = checker
        self.plan = plan
        self.report = report
        self.state = self.published = state_of(problem, plan)
        self.careful = False
        self.timed = timed  # whether measured seconds may decide what comes next
        self.check_seconds = 0.0
        self.facts = tuple(sorted((f, bounds[0]) for f, bounds in facts.items()))
        self._aside = {(problem.facts[f].rule, problem.facts[f].key) for f, keep in self.facts if not keep}
        self.rounds = 0
        self._records = {phase: first_records(phase) for phase in FIRST}
        self._phase = "rest"
        self.idle = 0  # rounds since the last better plan
        self.moved = 0  # price of a unit moved, beside days
        self.mending = False  # whether rounds take every week, and flows say what may change in it

    @cached_property
    def regions(self) -> Regions:
        """The neighbourhoods; large tables, needed from the first round on."""
        return Regions(self.problem)

    def tasks(
        self, levels: tuple[Level, ...], targets: frozenset[Level], seed: int, effort: Effort
    ) -> list[tuple[Region, Task]]:
        """Return the tasks of the next round: regions that share no person and no line, or all of different weeks."""
        if self.mending:
            return self._mending_tasks(levels, targets, seed, effort)
        chance = Random(f"{seed}-{self.rounds}")
        self.regions.begin(self.state, self.short_weeks(), chance)
        self._phase = "days" if any(level.kind in DAYS for level in targets) else "rest"
        records = self._records[self._phase]
        least = CURIOSITY * max(record.rate for record in records.values())
        odds = {kind: (least + record.rate) / record.cost for kind, record in records.items()}
        picked = chance.choices(KINDS, [odds[kind] for kind in KINDS])[0]
        regions = self._weeks(chance, odds) if picked[0] == WEEK else self._parts(chance, odds)
        regions.sort(key=lambda region: -records[region.shape, region.size].cost)  # the longest first: all end together
        tasks = []
        for region in regions:
            skip, drift = int(chance.random() * chance.random() * 4), chance.randrange(1 << 30)
            lost = self._phase == "rest" and self.idle >= PATIENCE
            wander = drift if lost and chance.random() < WANDER else None
            task = Task(self.state, region.part, levels, targets, skip, self.facts, effort, wander, self.moved)
            tasks.append((region, task))
        return tasks

    def _mending_tasks(
        self, levels: tuple[Level, ...], targets: frozenset[Level], seed: int, effort: Effort
    ) -> list[tuple[Region, Task]]:
        """Return a task for each week, those that lost most first; Value and level 3 are left to later phases."""
        problem, state = self.problem, self.state
        known = tuple(level for level in levels if level.kind not in ("value", "quality"))
        region, self._phase = Region(WEEK, SIZES[-1], Part()), "days"
        lost = np.bincount(problem.week[state.cells], -state.units, problem.portfolio.settings.weeks)
        for (_, _, w), units in problem.grid.before.items():
            lost[w] += units
        common = state, region.part, known, targets, 0, self.facts, effort, None, self.moved
        return [
            (region, Task(*common, Guide(w, seed + self.rounds))) for w in np.argsort(-lost, kind="stable").tolist()
        ]

    def _weeks(self, chance: Random, odds: Odds) -> list[Region]:
        """Return regions of different weeks."""
        kinds = [(WEEK, size) for size in SIZES]
        weeks = self.problem.portfolio.settings.weeks
        regions: list[Region] = []
        for w in chance.sample(range(weeks), weeks):
            _, size = chance.choices(kinds, [odds[kind] for kind in kinds])[0]
            region = self.regions.week(w, size)
            if region is not None:
                regions.append(region)
            if self._is_full(regions):
                break
        return regions

    def _parts(self, chance: Random, odds: Odds) -> list[Region]:
        """Return regions that share no person and no line."""
        kinds = [kind for kind in KINDS if kind[0] != WEEK]
        regions: list[Region] = []
        while kinds and not self._is_full(regions):
            shape, size = chance.choices(kinds, [odds[kind] for kind in kinds])[0]
            region = self.regions.take(shape, size)
            if region is not None:
                regions.append(region)
            else:  # nothing is left for this shape
                kinds = [kind for kind in kinds if kind[0] != shape]
        return regions

    def _is_full(self, regions: list[Region]) -> bool:
        """Return whether a round has enough work."""
        records = self._records[self._phase]
        work = sum(records[region.shape, region.size].cost for region in regions)
        return len(regions) >= TASKS_PER_ROUND or work >= SECONDS_PER_ROUND

    def whole_weeks(self, guide: Smalls, most: int) -> list[Region]:
        """Return regions of all weeks; see `Regions.whole_weeks`."""
        self.regions.begin(self.state, self.short_weeks(), Random(0))
        return self.regions.whole_weeks(guide, most)

    def at(self, plan: Plan) -> Search:
        """Return a search that stands at another plan."""
        other = copy(self)
        other._records = {phase: first_records(phase) for phase in FIRST}
        other.go_on_from(plan, self.checker.check(plan))
        return other

    def short_weeks(self) -> Flags:
        """Return in which weeks (lines x weeks) lines get less than they want at the start chosen."""
        problem, shifts = self.problem, self.state.shifts
        missing = np.zeros((len(problem.lines), problem.portfolio.settings.weeks), dtype=np.int64)
        for v in problem.variants:
            if v.shift == shifts[problem.project_of[v.line]]:
                missing[v.line] = v.wanted
        line = problem.line_of[problem.variant[self.state.cells]]
        np.subtract.at(missing, (line, problem.week[self.state.cells]), self.state.units)
        return missing > 0

    def merge(self, results: list[tuple[Region, Trial | None]], *, checked: bool = True) -> bool:
        """Take over the changes of a round, which share no person and no line; return whether there were any.

        `checked`: let the checker judge them at once; if they do not go together, one after the other. Without, the
        plan stays what it was until `publish`.
        """
        self.rounds += 1
        found = [(region, trial.change) for region, trial in results if trial is not None and trial.change is not None]
        winners = [region for region, trial in results if trial is not None and trial.change and trial.better]
        if found:
            before = self.state
            self.state = changed(self.problem, self.state, [change for _, change in found])
            together = any(region.shape == WEEK for region, _ in found)  # they may share people and lines
            if (checked or together or self.careful) and not self.publish():
                self.state = before
                winners = [region for region, change in found if self._try(change)]
        for region, trial in results:
            seconds = trial.seconds if self.timed and trial is not None else region.size / CELLS_PER_SECOND
            self._records[self._phase][region.shape, region.size].add(region in winners, seconds)
        self.idle = 0 if winners else self.idle + 1
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

    def is_allowed(self, report: CheckReport) -> bool:
        """Return whether a plan with this report breaks no limit and sets aside no other facts."""
        return not report.violations and not {(fact.rule, fact.key) for fact in report.set_aside} - self._aside

    def go_on_from(self, plan: Plan, report: CheckReport, state: State | None = None) -> None:
        """Make `plan` the incumbent, better or not."""
        self.plan, self.report = plan, report
        self.state = self.published = state_of(self.problem, plan) if state is None else state

    def _judge(self, plan: Plan, state: State | None) -> bool:
        began = monotonic()
        report = self.checker.check(plan)
        self.check_seconds = monotonic() - began
        weighted = self.problem.portfolio.policy.kind == "weighted"
        if not self.is_allowed(report) or rank(report, weighted) > rank(self.report, weighted):
            return False
        if rank(report, weighted) == rank(self.report, weighted) and state is not self.state:
            return False  # only the search itself may wander
        self.go_on_from(plan, report, state)
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
