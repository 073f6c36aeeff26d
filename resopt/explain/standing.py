"""Where everybody's days are under a plan, and which single rule keeps a free day from a short line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from math import floor
from typing import NamedTuple

from resopt.domain.grid import lay_out
from resopt.domain.records import Line, Person, Portfolio, RuleKind, RuleRow
from resopt.domain.rules import Rule
from resopt.domain.units import DAYS_PER_WEEK, UNITS_PER_DAY, round_units
from resopt.engine.candidates import accepts, cost_of, money_per_day
from resopt.plan import Plan


def _min_share(portfolio: Portfolio, person: Person) -> int:
    share = portfolio.settings.min_share if person.min_share is None else person.min_share
    return round_units(share * DAYS_PER_WEEK)


def _min_days(portfolio: Portfolio, person: Person) -> int:
    settings = portfolio.settings
    days = settings.min_days * DAYS_PER_WEEK * person.fte
    return round_units(days if settings.min_days_is_share else settings.min_days)


class Ask(NamedTuple):
    """The question whether one person may give a line more in a week.

    `most` is what step allows the person to add, `least` what min share asks for (0: anything on the step grid).
    """

    person: str
    line: Line
    week: int
    most: int
    least: int


class Row(NamedTuple):
    """A row of Rules with the weeks it touches."""

    row: RuleRow
    weeks: frozenset[int]


Test = Callable[["Standing", Ask], bool]


class Tests(NamedTuple):
    """Rules with their tests, in order: for people whom a row of Rules or a lock names, and for all others."""

    named: tuple[tuple[Rule, Test], ...]
    others: tuple[tuple[Rule, Test], ...]


NONE: Mapping[str, int] = {}
BOUNDLESS = 1 << 62
NOBODY: frozenset[str] = frozenset()


class Standing:
    """The portfolio's numbers and the plan's days by person, line and project.

    `limit` is capacity with tolerance, `net` the contract without run-the-business, `least` the min share, `lack`
    what a line misses by week. Large portfolios ask hundreds of thousands of times, so what answers is laid out once.
    """

    def __init__(self, portfolio: Portfolio, plan: Plan) -> None:
        self.portfolio = portfolio
        self.grid = lay_out(portfolio)
        self.able = accepts(portfolio)
        self.people = {p.id: p for p in portfolio.people}
        self.projects = {p.id: p for p in portfolio.projects}
        self.lines = {line.id: line for line in portfolio.lines}
        self.money = money_per_day(portfolio)
        self.wanted = {
            line.id: self.grid.wanted_at(line.id, plan.shift_of(project))
            for project, lines in self.grid.lines_of.items()
            for line in lines
        }
        self.total = {line: sum(row) for line, row in self.wanted.items()}
        self._read_people()
        self._read_rules()
        self.at: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
        self.on_line: dict[str, dict[str, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
        self.spent: dict[str, Fraction] = defaultdict(Fraction)
        self.lent: dict[tuple[str, int], Fraction] = defaultdict(Fraction)
        self.manned: set[str] = set()
        self._read_plan(plan)
        self.locked_people: dict[tuple[str, int], int] = defaultdict(int)
        self.locked_lines: dict[tuple[str, int], int] = defaultdict(int)
        self.held: dict[tuple[str, str, int], Rule] = {}
        self._read_pins()
        self._read_rest()
        self.lendable: dict[tuple[str, int, int], int] = {}  # department, week, working days -> most units
        self.affordable: dict[tuple[str, str], int] = {}  # person, line -> most units
        self._tests: dict[tuple[str, bool], Tests] = {}

    def _read_people(self) -> None:
        """Note what holds for each person whatever the plan."""
        portfolio, settings = self.portfolio, self.portfolio.settings
        above, below = (1 + settings.tolerance).as_integer_ratio()
        self.limit = {i: [units * above // below for units in row] for i, row in self.grid.capacity.items()}
        self.net = {}
        for p in portfolio.people:
            per_day = p.fte * (1 - p.bau) * UNITS_PER_DAY
            self.net[p.id] = [per_day.numerator * d // per_day.denominator for d in self.grid.working[p.id]]
        self.least = {p.id: _min_share(portfolio, p) for p in portfolio.people}
        self.min_days = {p.id: _min_days(portfolio, p) for p in portfolio.people}
        usual = settings.max_projects
        self.most_projects = {p.id: usual if p.max_projects is None else p.max_projects for p in portfolio.people}

    def _read_rules(self) -> None:
        """Lay out the rows of Rules by the people they name, and what departments may lend by week."""
        weeks = range(self.portfolio.settings.weeks)
        self.rules: dict[RuleKind, dict[str, list[Row]]] = {kind: defaultdict(list) for kind in RuleKind}
        self.demanding: dict[RuleKind, set[str]] = defaultdict(set)
        self.lending: dict[tuple[str, int], Fraction] = {}
        for row in self.portfolio.rules:
            touched = frozenset(w for w in weeks if self.covers(row, w))
            for who in {row.person_id, row.other_id} - {None} or {""}:
                self.rules[row.kind][who or ""].append(Row(row, touched))
            self.demanding[row.kind].add(row.project_id or "")
            for week in touched if row.kind is RuleKind.LEND else ():
                most, place = row.value or Fraction(0), (row.department, week)
                self.lending[place] = min(most, self.lending.get(place, most))

    def _read_plan(self, plan: Plan) -> None:
        """Lay out the plan's days; those of unknown people or on lines that are not planned are no explanation."""
        weeks = range(self.portfolio.settings.weeks)
        given: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for a in plan.assignments:
            if a.line_id not in self.wanted or a.person_id not in self.people or a.week not in weeks:
                continue
            given[a.line_id][a.week] += a.units
            self.at[a.person_id, a.week][a.line_id] = a.units
            self.on_line[a.line_id][a.person_id][a.week] = a.units
            line = self.lines[a.line_id]
            self.manned.add(line.project_id)
            department, owner = self.people[a.person_id].department, self.projects[line.project_id].department
            working = self.grid.working[a.person_id][a.week]
            if owner and owner != department and working and (department, a.week) in self.lending:
                self.lent[department, a.week] += Fraction(a.units, UNITS_PER_DAY * working)
            if self.projects[line.project_id].budget is not None:
                self.spent[line.project_id] += cost_of(self.money, a.person_id, line) * a.units / UNITS_PER_DAY
        self.served = {line for line, row in given.items() if any(row.values())}
        self.lack = {
            line: [max(0, units - given[line][w]) for w, units in enumerate(row)] if line in given else list(row)
            for line, row in self.wanted.items()
        }
        self.load = {place: sum(row.values()) for place, row in self.at.items()}
        self.on = {place: frozenset(self.lines[i].project_id for i in row) for place, row in self.at.items()}

    def _read_pins(self) -> None:
        """Note what is locked, and which cells are held by a lock or freeze that the plan keeps."""
        for pin in self.grid.pins:
            person, week = pin.person_id or "", pin.week or 0
            if pin.rule is Rule.HARD_LOCK:
                self.locked_people[person, week] += pin.units
                if len(pin.line_ids) == 1:
                    self.locked_lines[pin.line_ids[0], week] += pin.units
            on = self.at.get((person, week), NONE)
            if sum(on.get(line, 0) for line in pin.line_ids) == pin.units:
                for line in pin.line_ids:
                    if self.held.get((person, line, week)) is not Rule.HARD_LOCK:
                        self.held[person, line, week] = pin.rule

    def _read_rest(self) -> None:
        """Note what people have left by week, with tolerance; and what lines and people offer besides hard locks."""
        step = self.portfolio.settings.step
        self.room, self.share = {}, {}
        for i, row in self.limit.items():
            least, cap = self.least[i], self.grid.capacity[i]
            self.room[i] = [max(0, units - self.load.get((i, w), 0)) for w, units in enumerate(row)]
            offered = (max(0, units - self.locked_people.get((i, w), 0)) for w, units in enumerate(cap))
            self.share[i] = [min(least, units - units % step) for units in offered]
        self.rest = {
            line: [max(0, units - self.locked_lines.get((line, w), 0)) for w, units in enumerate(row)]
            for line, row in self.wanted.items()
        }
        rows = (self.rules[kind] for kind in NAMING)
        self.named = {who for of_kind in rows for who in of_kind} | {person for person, _, _ in self.held}
        self.left: dict[str, Fraction] = {
            p.id: p.budget - self.spent.get(p.id, 0) for p in self.portfolio.projects if p.budget is not None
        }

    def missing(self, line: str, week: int) -> int:
        """Return what a line lacks in a week."""
        return self.lack[line][week]

    def projects_at(self, person: str, week: int) -> frozenset[str]:
        """Return the projects on which a person works in a week."""
        return self.on.get((person, week), NOBODY)

    def serves(self, ask: Ask) -> bool:
        """Return whether the person has days on the line, in whatever week."""
        return ask.person in self.on_line.get(ask.line.id, ())

    def covers(self, row: RuleRow, week: int) -> bool:
        """Return whether a dated row touches a week."""
        monday = self.portfolio.settings.monday
        start, end = row.start or date.min, row.end or date.max
        return start < monday(week + 1) and monday(week) <= end

    def ask(self, person: str, line: Line, week: int, given_up: int = 0) -> Ask:
        """Return the question for somebody who would give up so many units of other work in the week."""
        most = min(self.room[person][week] + given_up, self.lack[line.id][week])
        rest = self.rest[line.id][week]
        if most != rest:
            most -= most % self.portfolio.settings.step
        if self.at.get((person, week), NONE).get(line.id):
            return Ask(person, line, week, most, 0)
        return Ask(person, line, week, most, min(self.share[person][week], rest))

    def tests(self, line: Line, *, firm: bool) -> Tests:
        """Return the tests that can say no on the line; `firm`: only those that do not look at other work."""
        key = line.id, firm
        if key not in self._tests:
            kept = [one for one in TESTS if not (firm and one[0] not in FIRM)]
            kept = [one for one in kept if one[0] not in IDLE or not IDLE[one[0]](self, line)]
            self._tests[key] = Tests(tuple(kept), tuple(one for one in kept if one[0] not in OF_PEOPLE))
        return self._tests[key]

    def first(self, tests: Tests, ask: Ask) -> Rule | None:
        """Return the first rule that alone keeps the person's days from the line in that week."""
        for rule, test in tests.named if ask.person in self.named else tests.others:
            if test(self, ask):
                return rule
        return None


def _is_forbidden(s: Standing, ask: Ask) -> bool:
    rows = s.rules[RuleKind.FORBID].get(ask.person, ())
    return any(one.row.project_id in (None, ask.line.project_id) and ask.week in one.weeks for one in rows)


def _is_frozen(s: Standing, ask: Ask) -> bool:
    return ask.week < s.portfolio.settings.freeze_weeks


def _is_locked(s: Standing, ask: Ask) -> bool:
    return (ask.person, ask.line.id, ask.week) in s.held


def _is_exclusive(s: Standing, ask: Ask) -> bool:
    for one in s.rules[RuleKind.EXCLUSIVE].get(ask.person, ()):
        if ask.week in one.weeks and any(s.projects_at(ask.person, w) - {ask.line.project_id} for w in one.weeks):
            return True
    return False


def _has_most_projects(s: Standing, ask: Ask) -> bool:
    projects = s.projects_at(ask.person, ask.week)
    return len(projects) >= s.most_projects[ask.person] and ask.line.project_id not in projects


def _others(s: Standing, kind: RuleKind, ask: Ask) -> list[str]:
    """Return the other people of the rows that name the person, touch the week and hold for this project."""
    return [
        (one.row.other_id if one.row.person_id == ask.person else one.row.person_id) or ""
        for one in s.rules[kind].get(ask.person, ())
        if one.row.project_id in (None, ask.line.project_id) and ask.week in one.weeks
    ]


def _must_stay_apart(s: Standing, ask: Ask) -> bool:
    others = _others(s, RuleKind.APART, ask)
    return any(ask.line.project_id in s.projects_at(other, ask.week) for other in others)


def _must_come_together(s: Standing, ask: Ask) -> bool:
    project, own = ask.line.project_id, s.projects_at(ask.person, ask.week)
    others = _others(s, RuleKind.TOGETHER, ask)
    return any(project not in own and project not in s.projects_at(other, ask.week) for other in others)


def _is_lent_out(s: Standing, ask: Ask) -> bool:
    department, owner = s.people[ask.person].department, s.projects[ask.line.project_id].department
    working = s.grid.working[ask.person][ask.week]
    most = s.lending.get((department, ask.week))
    if not owner or owner == department or not working or most is None:
        return False
    place = department, ask.week, working
    if place not in s.lendable:
        s.lendable[place] = floor((most - s.lent.get((department, ask.week), 0)) * UNITS_PER_DAY * working)
    return _smallest(s, ask) > s.lendable[place]


def _smallest(s: Standing, ask: Ask) -> int:
    """Return the smallest amount that the person could add at all."""
    return max(1, ask.least, min(s.portfolio.settings.step, ask.most))


def _is_over_budget(s: Standing, ask: Ask) -> bool:
    pair = ask.person, ask.line.id
    most = s.affordable.get(pair)
    if most is None:
        cost = cost_of(s.money, ask.person, ask.line)
        most = floor(s.left[ask.line.project_id] * UNITS_PER_DAY / cost) if cost > 0 else BOUNDLESS
        s.affordable[pair] = most
    return _smallest(s, ask) > most


def _is_full(s: Standing, ask: Ask) -> bool:
    if ask.line.max_people is None or s.serves(ask):
        return False
    return len(s.on_line.get(ask.line.id, ())) >= ask.line.max_people


def _is_below_step(s: Standing, ask: Ask) -> bool:
    return ask.most == 0


def _is_below_share(s: Standing, ask: Ask) -> bool:
    return ask.most < ask.least


def _is_below_days(s: Standing, ask: Ask) -> bool:
    need = min(s.min_days[ask.person], s.total[ask.line.id])
    if not need or s.serves(ask):
        return False
    return sum(map(min, s.room[ask.person], s.lack[ask.line.id])) < need


def _cannot_stay(s: Standing, ask: Ask) -> bool:
    """Return whether the line keeps its people and this one could not serve all of its weeks."""
    if not ask.line.same_people or s.serves(ask):
        return False
    step = s.portfolio.settings.step
    return any(
        wanted > 0
        and s.grid.capacity[ask.person][w] >= step
        and (s.room[ask.person][w] < step or not s.missing(ask.line.id, w))
        for w, wanted in enumerate(s.wanted[ask.line.id])
    )


def _is_all_or_nothing(s: Standing, ask: Ask) -> bool:
    return bool(ask.line.fill_all or ask.line.fill_share) and ask.line.id not in s.served


def _is_understaffed(s: Standing, ask: Ask) -> bool:
    project = s.projects[ask.line.project_id]
    return project.id not in s.manned and bool(project.min_staffing) and not project.must_have


def _lacks(kind: RuleKind) -> Callable[[Standing, Ask], bool]:
    """Return the test whether a project stays empty because somebody it must have cannot come."""

    def test(s: Standing, ask: Ask) -> bool:
        return ask.line.project_id not in s.manned and ask.line.project_id in s.demanding[kind]

    return test


TESTS: tuple[tuple[Rule, Test], ...] = (
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
# Tests that can only say no to people named in a row of these kinds, or held by a lock.
OF_PEOPLE = frozenset((Rule.FORBID, Rule.HARD_LOCK, Rule.EXCLUSIVE, Rule.APART, Rule.TOGETHER))
NAMING = (RuleKind.FORBID, RuleKind.EXCLUSIVE, RuleKind.APART, RuleKind.TOGETHER)

# When a test cannot say no to anybody on a line.
IDLE: Mapping[Rule, Callable[[Standing, Line], bool]] = {
    Rule.FREEZE: lambda s, _: not s.portfolio.settings.freeze_weeks,
    Rule.LEND: lambda s, line: not s.lending or not s.projects[line.project_id].department,
    Rule.BUDGET: lambda s, line: line.project_id not in s.left,
    Rule.MAX_PEOPLE: lambda _, line: line.max_people is None,
    Rule.MIN_DAYS: lambda s, _: not s.portfolio.settings.min_days,
    Rule.SAME_PEOPLE: lambda _, line: not line.same_people,
    Rule.FILL: lambda s, line: not (line.fill_all or line.fill_share) or line.id in s.served,
    Rule.MIN_STAFFING: lambda s, line: line.project_id in s.manned,
    Rule.REQUIRE: lambda s, line: line.project_id in s.manned,
    Rule.SUPERVISE: lambda s, line: line.project_id in s.manned,
}
