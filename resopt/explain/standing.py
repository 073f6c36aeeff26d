"""Where everybody's days are under a plan, and which single rule keeps a free day from a short line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor

from resopt.domain.grid import lay_out
from resopt.domain.records import Line, Person, Portfolio, RuleKind, RuleRow
from resopt.domain.rules import Rule
from resopt.domain.units import DAYS_PER_WEEK, UNITS_PER_DAY, floor_units, round_units
from resopt.engine.candidates import accepts, cost_of, money_per_day
from resopt.plan import Plan


@dataclass(frozen=True, slots=True)
class Ask:
    """The question whether one person may give a line more in a week, who has `free` units left in it."""

    person: str
    line: Line
    week: int
    free: int


def _min_share(portfolio: Portfolio, person: Person) -> int:
    share = portfolio.settings.min_share if person.min_share is None else person.min_share
    return round_units(share * DAYS_PER_WEEK)


class Standing:
    """The portfolio's numbers and the plan's days by person, line and project.

    `limit` is capacity with tolerance, `net` the contract without run-the-business, `least` the min share.
    """

    def __init__(self, portfolio: Portfolio, plan: Plan) -> None:
        self.portfolio = portfolio
        self.grid = lay_out(portfolio)
        self.able = accepts(portfolio)
        self.people = {p.id: p for p in portfolio.people}
        self.projects = {p.id: p for p in portfolio.projects}
        self.lines = {line.id: line for line in portfolio.lines}
        self.money = money_per_day(portfolio)
        self.rules: dict[tuple[RuleKind, str], list[RuleRow]] = defaultdict(list)
        for row in portfolio.rules:
            for who in {row.person_id, row.other_id} - {None} or {""}:
                self.rules[row.kind, who or ""].append(row)
        self.wanted = {
            line.id: self.grid.wanted_at(line.id, plan.shift_of(project))
            for project, lines in self.grid.lines_of.items()
            for line in lines
        }
        tolerance = 1 + portfolio.settings.tolerance
        self.limit = {i: [floor(units * tolerance) for units in row] for i, row in self.grid.capacity.items()}
        self.net = {
            p.id: [floor_units(p.fte * (1 - p.bau) * days) for days in self.grid.working[p.id]]
            for p in portfolio.people
        }
        self.least = {p.id: _min_share(portfolio, p) for p in portfolio.people}
        self.given: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        self.at: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
        self.on_line: dict[str, dict[str, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
        self.spent: dict[str, Fraction] = defaultdict(Fraction)
        self.lent: dict[tuple[str, int], Fraction] = defaultdict(Fraction)
        self.manned: set[str] = set()
        self.locked_people: dict[tuple[str, int], int] = defaultdict(int)
        self.locked_lines: dict[tuple[str, int], int] = defaultdict(int)
        self.held: dict[tuple[str, str, int], Rule] = {}
        self._read_plan(plan)
        self._read_pins()

    def _read_plan(self, plan: Plan) -> None:
        """Lay out the plan's days; those of unknown people or on lines that are not planned are no explanation."""
        weeks = range(self.portfolio.settings.weeks)
        for a in plan.assignments:
            if a.line_id not in self.wanted or a.person_id not in self.people or a.week not in weeks:
                continue
            self.given[a.line_id][a.week] += a.units
            self.at[a.person_id, a.week][a.line_id] = a.units
            self.on_line[a.line_id][a.person_id][a.week] = a.units
            line = self.lines[a.line_id]
            self.manned.add(line.project_id)
            department, owner = self.people[a.person_id].department, self.projects[line.project_id].department
            working = self.grid.working[a.person_id][a.week]
            if owner and owner != department and working:
                self.lent[department, a.week] += Fraction(a.units, UNITS_PER_DAY * working)
            self.spent[line.project_id] += cost_of(self.money, a.person_id, line) * a.units / UNITS_PER_DAY

    def _read_pins(self) -> None:
        """Note what is locked, and which cells are held by a lock or freeze that the plan keeps."""
        for pin in self.grid.pins:
            person, week = pin.person_id or "", pin.week or 0
            if pin.rule is Rule.HARD_LOCK:
                self.locked_people[person, week] += pin.units
                if len(pin.line_ids) == 1:
                    self.locked_lines[pin.line_ids[0], week] += pin.units
            if sum(self.at[person, week].get(line, 0) for line in pin.line_ids) == pin.units:
                for line in pin.line_ids:
                    if self.held.get((person, line, week)) is not Rule.HARD_LOCK:
                        self.held[person, line, week] = pin.rule

    def used(self, person: str, week: int) -> int:
        """Return a person's days in a week."""
        return sum(self.at[person, week].values())

    def room(self, person: str, week: int) -> int:
        """Return what a person may still work in a week, tolerance included."""
        return max(0, self.limit[person][week] - self.used(person, week))

    def missing(self, line: str, week: int) -> int:
        """Return what a line lacks in a week."""
        return max(0, self.wanted[line][week] - self.given[line][week])

    def projects_at(self, person: str, week: int) -> set[str]:
        """Return the projects on which a person works in a week."""
        return {self.lines[line].project_id for line in self.at[person, week]}

    def covers(self, row: RuleRow, week: int) -> bool:
        """Return whether a dated row touches a week."""
        monday = self.portfolio.settings.monday
        start, end = row.start or date.min, row.end or date.max
        return start < monday(week + 1) and monday(week) <= end

    def rest(self, line: str, week: int) -> int:
        """Return what a line wants in a week besides its own hard locks."""
        return max(0, self.wanted[line][week] - self.locked_lines[line, week])

    def addable(self, ask: Ask) -> int:
        """Return the most that step allows the person to add."""
        most = min(ask.free, self.missing(ask.line.id, ask.week))
        return most if most == self.rest(ask.line.id, ask.week) else most - most % self.portfolio.settings.step


def holder(standing: Standing, ask: Ask) -> Rule | None:
    """Return the first rule that alone keeps the person's free days from the line in that week."""
    return next((rule for rule, test in TESTS if test(standing, ask)), None)


def barrier(standing: Standing, ask: Ask) -> Rule | None:
    """Return the first rule that would keep the days from the line even if the person gave up other work."""
    return next((rule for rule, test in TESTS if rule in FIRM and test(standing, ask)), None)


def _is_forbidden(s: Standing, ask: Ask) -> bool:
    rows = s.rules[RuleKind.FORBID, ask.person]
    return any(row.project_id in (None, ask.line.project_id) and s.covers(row, ask.week) for row in rows)


def _is_frozen(s: Standing, ask: Ask) -> bool:
    return ask.week < s.portfolio.settings.freeze_weeks


def _is_locked(s: Standing, ask: Ask) -> bool:
    return (ask.person, ask.line.id, ask.week) in s.held


def _is_exclusive(s: Standing, ask: Ask) -> bool:
    for row in s.rules[RuleKind.EXCLUSIVE, ask.person]:
        if s.covers(row, ask.week):
            weeks = (w for w in range(s.portfolio.settings.weeks) if s.covers(row, w))
            if any(s.projects_at(ask.person, w) - {ask.line.project_id} for w in weeks):
                return True
    return False


def _has_most_projects(s: Standing, ask: Ask) -> bool:
    own = s.people[ask.person].max_projects
    most = s.portfolio.settings.max_projects if own is None else own
    projects = s.projects_at(ask.person, ask.week)
    return ask.line.project_id not in projects and len(projects) >= most


def _others(s: Standing, kind: RuleKind, ask: Ask) -> list[tuple[RuleRow, str]]:
    """Return the rows on the person and this project, each with the other person."""
    return [
        (row, (row.other_id if row.person_id == ask.person else row.person_id) or "")
        for row in s.rules[kind, ask.person]
        if row.project_id in (None, ask.line.project_id)
    ]


def _must_stay_apart(s: Standing, ask: Ask) -> bool:
    return any(
        s.covers(row, ask.week) and ask.line.project_id in s.projects_at(other, ask.week)
        for row, other in _others(s, RuleKind.APART, ask)
    )


def _must_come_together(s: Standing, ask: Ask) -> bool:
    return any(
        s.covers(row, ask.week)
        and ask.line.project_id not in s.projects_at(ask.person, ask.week) | s.projects_at(other, ask.week)
        for row, other in _others(s, RuleKind.TOGETHER, ask)
    )


def _is_lent_out(s: Standing, ask: Ask) -> bool:
    department, owner = s.people[ask.person].department, s.projects[ask.line.project_id].department
    working = s.grid.working[ask.person][ask.week]
    if not owner or owner == department or not working:
        return False
    rows = [r for r in s.rules[RuleKind.LEND, ""] if r.department == department and s.covers(r, ask.week)]
    if not rows:
        return False
    least = Fraction(_smallest(s, ask), UNITS_PER_DAY * working)
    return any(s.lent[department, ask.week] + least > (row.value or 0) for row in rows)


def _least(s: Standing, ask: Ask) -> int:
    """Return the least that the person may add by min share (0: anything on the step grid)."""
    step = s.portfolio.settings.step
    if s.on_line[ask.line.id][ask.person].get(ask.week):
        return 0
    offered = max(0, s.grid.capacity[ask.person][ask.week] - s.locked_people[ask.person, ask.week])
    return min(s.least[ask.person], s.rest(ask.line.id, ask.week), offered - offered % step)


def _smallest(s: Standing, ask: Ask) -> int:
    """Return the smallest amount that the person could add at all."""
    return max(1, _least(s, ask), min(s.portfolio.settings.step, s.addable(ask)))


def _is_over_budget(s: Standing, ask: Ask) -> bool:
    budget = s.projects[ask.line.project_id].budget
    cost = cost_of(s.money, ask.person, ask.line) * _smallest(s, ask) / UNITS_PER_DAY
    return budget is not None and cost > 0 and s.spent[ask.line.project_id] + cost > budget


def _is_full(s: Standing, ask: Ask) -> bool:
    people = {p for p, weeks in s.on_line[ask.line.id].items() if weeks}
    return ask.line.max_people is not None and ask.person not in people and len(people) >= ask.line.max_people


def _is_below_step(s: Standing, ask: Ask) -> bool:
    return s.addable(ask) == 0


def _is_below_share(s: Standing, ask: Ask) -> bool:
    return s.addable(ask) < _least(s, ask)


def _is_below_days(s: Standing, ask: Ask) -> bool:
    settings, line = s.portfolio.settings, ask.line.id
    if s.on_line[line][ask.person]:
        return False
    days = settings.min_days * DAYS_PER_WEEK * s.people[ask.person].fte
    need = min(round_units(days if settings.min_days_is_share else settings.min_days), sum(s.wanted[line]))
    most = sum(min(s.room(ask.person, w), s.missing(line, w)) for w in range(settings.weeks))
    return most < need


def _cannot_stay(s: Standing, ask: Ask) -> bool:
    """Return whether the line keeps its people and this one could not serve all of its weeks."""
    if not ask.line.same_people or s.on_line[ask.line.id][ask.person]:
        return False
    step = s.portfolio.settings.step
    return any(
        wanted > 0
        and s.grid.capacity[ask.person][w] >= step
        and (s.room(ask.person, w) < step or not s.missing(ask.line.id, w))
        for w, wanted in enumerate(s.wanted[ask.line.id])
    )


def _is_all_or_nothing(s: Standing, ask: Ask) -> bool:
    return bool(ask.line.fill_all or ask.line.fill_share) and not any(s.given[ask.line.id].values())


def _is_understaffed(s: Standing, ask: Ask) -> bool:
    project = s.projects[ask.line.project_id]
    return bool(project.min_staffing) and not project.must_have and project.id not in s.manned


def _lacks(kind: RuleKind) -> Callable[[Standing, Ask], bool]:
    """Return the test whether a project stays empty because somebody it must have cannot come."""

    def test(s: Standing, ask: Ask) -> bool:
        project = ask.line.project_id
        rows = (row for row in s.portfolio.rules if row.kind is kind)
        return project not in s.manned and any(row.project_id == project for row in rows)

    return test


TESTS: tuple[tuple[Rule, Callable[[Standing, Ask], bool]], ...] = (
    (Rule.FORBID, _is_forbidden),
    (Rule.FREEZE, _is_frozen),
    (Rule.HARD_LOCK, _is_locked),
    (Rule.EXCLUSIVE, _is_exclusive),
    (Rule.MAX_PROJECTS, _has_most_projects),
    (Rule.APART, _must_stay_apart),
    (Rule.LEND, _is_lent_out),
    (Rule.BUDGET, _is_over_budget),
    (Rule.MAX_PEOPLE, _is_full),
    (Rule.STEP, _is_below_step),
    (Rule.MIN_SHARE, _is_below_share),
    (Rule.MIN_DAYS, _is_below_days),
    (Rule.SAME_PEOPLE, _cannot_stay),
    (Rule.FILL, _is_all_or_nothing),
    (Rule.MIN_STAFFING, _is_understaffed),
    (Rule.REQUIRE, _lacks(RuleKind.REQUIRE)),
    (Rule.SUPERVISE, _lacks(RuleKind.SUPERVISE)),
    (Rule.TOGETHER, _must_come_together),
)

# Rules whose tests do not look at what else the person does.
FIRM = frozenset(
    (
        *(Rule.FORBID, Rule.FREEZE, Rule.HARD_LOCK, Rule.APART, Rule.BUDGET, Rule.MAX_PEOPLE, Rule.STEP),
        *(Rule.MIN_SHARE, Rule.FILL, Rule.MIN_STAFFING, Rule.REQUIRE, Rule.SUPERVISE, Rule.TOGETHER),
    )
)
