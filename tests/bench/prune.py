"""Days taken back from a foreign plan until it breaks no rule: what another tool cannot know does not count for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from resopt.checker import Checker
from resopt.domain.records import Portfolio
from resopt.domain.rules import Rule
from resopt.domain.units import UNITS_PER_WEEK
from resopt.plan import Plan
from resopt.result import Violation

Cell = tuple[str, str, int]  # person, line, week
Units = dict[Cell, int]


def prune(portfolio: Portfolio, checker: Checker, units: Units) -> tuple[Plan, dict[str, int]]:
    """Return the plan that is left, and the units dropped by rule."""
    taker, dropped = Taker(portfolio, units), defaultdict[str, int](int)
    while violations := checker.check(Plan.of(taker.units)).violations:
        before = len(taker.units)
        for violation in violations:
            dropped[violation.rule.value] += taker.take(violation)
        if len(taker.units) == before:
            raise AssertionError(f"nothing to drop for {violations[0]}")
    return Plan.of(taker.units), dict(dropped)


class Taker:
    """The days of a plan, and for each violation the cells to empty: late tiers and small amounts first."""

    def __init__(self, portfolio: Portfolio, units: Units) -> None:
        self.units = dict(units)
        self.project_of = {line.id: line.project_id for line in portfolio.lines}
        self.tier_of = {p: k for k, tier in enumerate(portfolio.tiers) for p in tier.project_ids}
        self.home = {p.id: p.department for p in portfolio.people}
        self.owner = {p.id: p.department for p in portfolio.projects}

    def take(self, broken: Violation) -> int:
        """Empty cells because of a violation and return the units that they held."""
        enough = _enough(broken)
        taken = 0
        for group in self._groups(broken):
            if taken >= enough:
                break
            taken += sum(self.units.pop(cell) for cell in group)
        return taken

    def _groups(self, broken: Violation) -> list[list[Cell]]:
        """Return the cells that a violation speaks of, in groups that go together, the least loss first."""
        key = _TOGETHER.get(broken.rule, _alone)
        groups: dict[object, list[Cell]] = defaultdict(list)
        for cell in self.units:
            if self._is_meant(broken, cell):
                groups[key(cell, self.project_of[cell[1]])].append(cell)
        if broken.rule in (Rule.MAX_PROJECTS, Rule.EXCLUSIVE):  # the largest may stay
            count = broken.details["count"] - int(broken.amount)
            return sorted(groups.values(), key=self._loss)[: max(0, len(groups) - count)]
        return sorted(groups.values(), key=self._loss)

    def _is_meant(self, broken: Violation, cell: Cell) -> bool:
        person, line, week = cell
        project = self.project_of[line]
        weeks = broken.details.get("weeks") if broken.rule in (Rule.FORBID, Rule.APART, Rule.ELIGIBILITY) else None
        if broken.rule is Rule.LEND and broken.details["department"] != self.home[person]:
            return False
        if broken.rule is Rule.LEND and self.owner[project] in ("", self.home[person]):
            return False
        return (
            broken.person_id in (None, person)
            and broken.project_id in (None, project)
            and broken.line_id in (None, line)
            and (week in weeks if weeks else broken.week in (None, week) or broken.rule is Rule.SAME_PEOPLE)
        )

    def _loss(self, group: list[Cell]) -> tuple[int, int, Cell]:
        tier = min(self.tier_of.get(self.project_of[line], 0) for _, line, _ in group)
        return -tier, sum(self.units[cell] for cell in group), min(group)


def _alone(cell: Cell, project: str) -> object:
    return cell


# Which cells go at once: a fill rule takes the line with it, same people the person's share of it, and so on.
_TOGETHER: dict[Rule, Callable[[Cell, str], object]] = {
    Rule.MAX_PROJECTS: lambda cell, project: project,
    Rule.EXCLUSIVE: lambda cell, project: project,
    Rule.MAX_PEOPLE: lambda cell, project: cell[0],
    Rule.FILL: lambda cell, project: project,
    Rule.MIN_STAFFING: lambda cell, project: project,
    Rule.SAME_PEOPLE: lambda cell, project: cell[:2],
    Rule.MIN_DAYS: lambda cell, project: cell[:2],
}


def _enough(broken: Violation) -> float:
    """Return how many units have to go; without end where all that is meant has to."""
    if broken.rule in (Rule.CAPACITY, Rule.DATES):
        return broken.amount
    if broken.rule is Rule.LEND:
        return broken.amount * UNITS_PER_WEEK
    if broken.rule is Rule.BUDGET:
        return 1.0  # money, not days: a cell at a time, then the checker looks again
    return float("inf")
