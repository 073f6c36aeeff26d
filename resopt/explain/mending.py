"""Mending a plan: what breaks a limit is left out, and who is free fills what is open."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from resopt.checker import prepare
from resopt.checker.people import Staffing
from resopt.domain.grid import lay_out
from resopt.domain.records import Certainty, Line, Portfolio
from resopt.domain.rules import Fact, Rule
from resopt.domain.units import UNITS_PER_WEEK
from resopt.plan import Plan
from resopt.result import Violation

Cell = tuple[str, str, int]  # person, line, week

PASSES = 12  # of checks; each leaves something out, and what one rule costs another one may ask for


def filled(portfolio: Portfolio, plan: Plan) -> Plan:
    """Return `plan` with days for what it leaves open, by people who are free: higher tiers first, core and firm first.

    What breaks a limit or a fact is taken out again; `plan` itself comes back where that makes nothing better.
    """
    checker = prepare(portfolio)
    before, kept = checker.check(plan), plan.units()
    known = {(fact.rule, fact.key) for fact in before.set_aside}
    mending = Mending(portfolio, _with_free_days(portfolio, plan), plan.shifts)
    for _ in range(PASSES):
        found = Plan.of(mending.units, dict(plan.shifts))
        report = checker.check(found)
        broken = [fact for fact in report.set_aside if (fact.rule, fact.key) not in known]
        if not broken and not report.violations:
            return found if report.score.vector() < before.score.vector() else plan
        added = [cell for cell, units in mending.units.items() if units != kept.get(cell, 0)]
        for cell in added:
            wrong = any(mending.is_meant(cell, one) for one in report.violations)
            if wrong or any(_is_of(cell, fact, mending.project_of) for fact in broken):
                mending.units[cell] = kept.get(cell, 0)
    return plan


def _is_of(cell: Cell, fact: Fact, project_of: Mapping[str, str]) -> bool:
    """Return whether a fact speaks of a cell: of its person and week where it names them, and of its project."""
    person, line, week = cell
    project = project_of[line]
    return (
        (fact.person_id in (None, person) or fact.other_id == person)
        and fact.project_id in (None, project)
        and fact.week in (None, week)
    )


def _with_free_days(portfolio: Portfolio, plan: Plan) -> dict[Cell, int]:
    """Return the days of `plan` and as many as people are free to add; who is on a line already comes first."""
    filling, tier_of = _Filling(portfolio, plan), lay_out(portfolio).tier_of
    short = [line for line in portfolio.lines if max(filling.open_days.get(line.id, [0])) > 0]
    short.sort(key=lambda x: (tier_of[x.project_id], not x.core, x.certainty is not Certainty.FIRM, x.id))
    for line in short:
        for person in filling.able(line):
            for week in range(portfolio.settings.weeks):
                filling.add(person, line, week)
    return filling.units


class _Filling:
    """The days of a plan, to which the free add what lines are open for, within the rules on their own week."""

    def __init__(self, portfolio: Portfolio, plan: Plan) -> None:
        grid, self.settings = lay_out(portfolio), portfolio.settings
        above, below = (1 + self.settings.tolerance).as_integer_ratio()
        self.staffing, self.units, self.capacity = Staffing(portfolio), plan.units(), grid.capacity
        self.free = {p: [units * above // below for units in row] for p, row in grid.capacity.items()}
        self.wanted = {
            line.id: grid.wanted_at(line.id, plan.shift_of(project))
            for project, lines in grid.lines_of.items()
            for line in lines
        }
        self.open_days = {line: list(row) for line, row in self.wanted.items()}
        self.mine: dict[str, set[str]] = defaultdict(set)
        self.on: dict[tuple[str, int], set[str]] = defaultdict(set)
        project_of = {line.id: line.project_id for line in portfolio.lines}
        for (person, line_id, week), amount in self.units.items():
            self.free[person][week] -= amount
            self.open_days[line_id][week] -= amount
            self.mine[line_id].add(person)
            self.on[person, week].add(project_of[line_id])

    def able(self, line: Line) -> list[str]:
        """Return who may serve a line: who is on it already, then who has most free days."""
        able = [p.id for p in self.staffing.qualified(line) if p.id in self.free]
        return sorted(able, key=lambda p: (p not in self.mine[line.id], -sum(self.free[p]), p))

    def add(self, person: str, line: Line, week: int) -> None:
        """Give a line what a person has left for it, in whole steps, unless that is too thin or a project too many."""
        here, had = self.on[person, week], self.units.get((person, line.id, week), 0)
        given = min(self.open_days[line.id][week], self.free[person][week])
        given -= given % self.settings.step
        record = self.staffing.people[person]
        share = self.settings.min_share if record.min_share is None else record.min_share
        least = min(int(share * UNITS_PER_WEEK), self.wanted[line.id][week], self.capacity[person][week])
        most = self.settings.max_projects if record.max_projects is None else record.max_projects
        if given <= 0 or had + given < least or len(here | {line.project_id}) > most:
            return
        self.units[person, line.id, week] = had + given
        self.open_days[line.id][week] -= given
        self.free[person][week] -= given
        here.add(line.project_id)


class Mending:
    """The days of a plan that is being mended; what no longer exists is left out from the start.

    Only days on lines `only` give way, if given.
    """

    def __init__(
        self,
        portfolio: Portfolio,
        units: Mapping[Cell, int],
        shifts: Iterable[tuple[str, int]],
        only: Collection[str] | None = None,
    ) -> None:
        self.only = only
        self.step = portfolio.settings.step
        self.rank = {project: k for k, tier in enumerate(portfolio.tiers) for project in tier.project_ids}
        self.project_of = {line.id: line.project_id for line in portfolio.lines if line.project_id in self.rank}
        self.department = {p.id: p.department for p in portfolio.people}
        self.owner = {p.id: p.department for p in portfolio.projects}
        self.shifts = {project: weeks for project, weeks in shifts if project in self.rank}
        self.units = {
            (person, line, week): amount
            for (person, line, week), amount in units.items()
            if person in self.department
            and line in self.project_of
            and portfolio.settings.past_weeks <= week < portfolio.settings.weeks
        }

    def mend(self, one: Violation) -> None:
        """Leave out what a violation names; an earlier one may have done so already."""
        cells = [cell for cell in self.units if self.only is None or cell[1] in self.only]
        cells = [cell for cell in cells if self.is_meant(cell, one)]
        cells.sort(key=lambda cell: (-self.rank[self.project_of[cell[1]]], cell))
        if one.rule in (Rule.CAPACITY, Rule.DATES):
            self._lighten(cells, int(one.amount))
        elif one.rule in (Rule.MAX_PROJECTS, Rule.EXCLUSIVE, Rule.LEND):
            self._drop(cells[:1])
        elif one.rule is Rule.MAX_PEOPLE:
            days: Counter[str] = Counter()
            for cell in cells:
                days[cell[0]] += self.units[cell]
            least = min(days, key=lambda person: (days[person], person), default="")
            self._drop([cell for cell in cells if cell[0] == least])
        else:
            if one.rule is Rule.START and one.project_id is not None:
                self.shifts.pop(one.project_id, None)
            self._drop(cells)

    def is_meant(self, cell: Cell, one: Violation) -> bool:
        """Return whether a violation speaks of a cell."""
        person, line, week = cell
        project, weeks = self.project_of[line], None if one.week is None else one.details.get("weeks", (one.week,))
        if one.rule is Rule.SAME_PEOPLE:  # its weeks are those without days
            weeks = None
        if one.rule is Rule.LEND:
            lender = one.details["department"]
            return week == one.week and self.department[person] == lender and self.owner[project] not in ("", lender)
        return (
            (one.line_id is None or line == one.line_id)
            and (one.project_id is None or project == one.project_id)
            and (one.person_id is None or person in (one.person_id, one.details.get("other")))
            and (weeks is None or week in weeks)
        )

    def _lighten(self, cells: list[Cell], excess: int) -> None:
        """Take days from the first cells until the excess is gone, in whole steps."""
        for cell in cells:
            if excess <= 0:
                break
            taken = min(self.units[cell], -(-excess // self.step) * self.step)
            excess -= taken
            self.units[cell] -= taken
            if not self.units[cell]:
                del self.units[cell]

    def _drop(self, cells: Iterable[Cell]) -> None:
        for cell in cells:
            del self.units[cell]
