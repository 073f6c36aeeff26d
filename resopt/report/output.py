"""What departments put in and get out, in units: days, where they go, cost, own demand; never about one person."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from fractions import Fraction

from resopt.checker.people import Staffing
from resopt.domain.grid import lay_out
from resopt.domain.records import Portfolio
from resopt.domain.units import UNITS_PER_DAY
from resopt.report.figures import Figures, main_role

RoleWeek = tuple[str, int]


@dataclass(slots=True)
class Output:
    """One department; amounts are units, `cost` money.

    contract, away, bau, available
        FTE x working days of its people, less days away, less run-the-business work, is what projects can have.
    given
        Days planned by the department of the project; the key "" holds projects without department.
    wanted, met, borrowed
        Of its own projects; borrowed are the days that people of other departments give them.
    free, lent, busy, gap
        By role and week: days left, days lent, run-the-business days, and days missing on its own projects.
    """

    name: str
    people: int = 0
    contract: int = 0
    away: int = 0
    bau: int = 0
    available: int = 0
    cost: Fraction = Fraction(0)
    wanted: int = 0
    met: int = 0
    borrowed: int = 0
    given: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    free: dict[RoleWeek, int] = field(default_factory=lambda: defaultdict(int))
    lent: dict[RoleWeek, int] = field(default_factory=lambda: defaultdict(int))
    busy: dict[RoleWeek, int] = field(default_factory=lambda: defaultdict(int))
    gap: dict[RoleWeek, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def planned(self) -> int:
        """Days planned of its people."""
        return sum(self.given.values())

    @property
    def own(self) -> int:
        """Days on its own projects; none where people or projects have no department."""
        return self.given.get(self.name, 0) if self.name else 0

    @property
    def unowned(self) -> int:
        """Days on projects without department."""
        return self.given.get("", 0)

    @property
    def lent_days(self) -> int:
        """Days on projects of other, named departments."""
        return self.planned - self.own - self.unowned

    @property
    def free_days(self) -> int:
        """Days left, week by week."""
        return sum(self.free.values())


def outputs(figures: Figures) -> tuple[Output, ...]:
    """Return all departments that have people or planned projects, by name, the one without name last."""
    names = {p.department for p in figures.people.values()} | {p.department for p in figures.order}
    found = {name: Output(name) for name in sorted(names, key=lambda n: (not n, n))}
    _put_in(figures, found)
    _get_out(figures, found)
    for project in figures.order:
        home = found[project.department]
        for line in figures.lines_of(project.id):
            role, wanted, met = figures.role_of(line), figures.wanted[line.id], figures.met[line.id]
            home.wanted += sum(wanted)
            home.met += sum(met)
            for week, missing in enumerate(figures.gap_of((line,))):
                if missing:
                    home.gap[role, week] += missing
    return tuple(found.values())


def _put_in(figures: Figures, found: dict[str, Output]) -> None:
    """Add what people have, and where it goes before projects."""
    present = _present(figures.portfolio)
    for person in figures.people.values():
        home, role = found[person.department], main_role(person)
        home.people += 1
        for week in figures.weeks:
            capacity, contract = figures.grid.capacity[person.id][week], figures.grid.contract[person.id][week]
            here = max(present[person.id][week], capacity)
            home.contract += max(contract, here)
            home.away += max(contract, here) - here
            home.bau += here - capacity
            home.available += capacity
            if here > capacity:
                home.busy[role, week] += here - capacity
            if left := max(0, capacity - figures.load[person.id][week]):
                home.free[role, week] += left


def _present(portfolio: Portfolio) -> dict[str, tuple[int, ...]]:
    """Return by person and week the days at work, run-the-business work included."""
    people = tuple(replace(p, bau=Fraction(0)) for p in portfolio.people)
    return lay_out(replace(portfolio, people=people, projects=(), lines=(), tiers=(), bookings=())).capacity


def _get_out(figures: Figures, found: dict[str, Output]) -> None:
    """Add the days that people give, by department of the project, and what they cost."""
    staffing = Staffing(figures.portfolio)
    for a in figures.result.plan.assignments:
        line, person = figures.lines[a.line_id], figures.people[a.person_id]
        home, owner = found[person.department], figures.projects[line.project_id].department
        home.given[owner] += a.units
        home.cost += staffing.money(a.person_id, line) * a.units / UNITS_PER_DAY
        if owner and owner != person.department:
            found[owner].borrowed += a.units
            home.lent[main_role(person), a.week] += a.units
