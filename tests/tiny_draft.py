"""A tiny portfolio in the making: the plain base, and what makers of rules need to change it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from resopt.domain.policy import Policy
from resopt.domain.records import (
    Absence,
    Basis,
    Booking,
    Calendar,
    Fit,
    Line,
    Lock,
    Person,
    Portfolio,
    Project,
    Role,
    RuleKind,
    RuleRow,
    Segment,
    Settings,
    Skill,
    Status,
    Tier,
)

START = date(2026, 1, 5)
ROLES = ("Dev", "QA")
HALF, ONE = Fraction(1, 2), Fraction(1)


def span(first: int, last: int) -> tuple[date, date]:
    """Return the Monday of week `first` and the Sunday of week `last`."""
    return START + timedelta(days=7 * first), START + timedelta(days=7 * last + 6)


def segment(first: int, last: int, amount: Fraction, basis: Basis = Basis.FTE) -> Segment:
    return Segment(*span(first, last), amount, basis)


class Draft:
    """A portfolio in the making: records by ID, replaced as the makers go on."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        long = rng.random() < 0.15
        coarse = long or rng.random() < 0.15
        self.settings = Settings(
            START, weeks=3 if long else 2, step=1000 if coarse else 500, min_share=rng.choice([HALF, Fraction(1, 5)])
        )
        self.last = self.settings.weeks - 1
        self.calendars = [Calendar("")]
        self.bookings: list[Booking] = []
        self.absences: list[Absence] = []
        self.rules: list[RuleRow] = []
        self.fits: list[Fit] = []
        self.roles: dict[str, Role] = {}
        self.people = {i: self._person(i) for i in "ABC"[: 2 if long or rng.random() < 0.2 else 3]}
        num_projects = 2 if rng.random() < 0.5 else 3
        self.projects = {f"P{n}": self._project(f"P{n}", n) for n in range(1, num_projects + 1)}
        self.lines: dict[str, Line] = {}
        for i in self.projects:
            self.add_line(i)
        if len(self.lines) < 4 and not long:
            self.add_line(rng.choice(self.narrow()))
        if rng.random() < 0.4 and len(self.lines) < 4:
            self.add_line(rng.choice(self.narrow()))
        self.tier_of = self._tiers()

    def _person(self, i: str) -> Person:
        rng = self.rng
        roles = tuple(rng.sample(ROLES, rng.choice([1, 1, 1, 2])))
        skills = tuple(Skill(s, rng.randint(1, 5)) for s in ("Java", "SQL") if rng.random() < 0.5)
        return Person(i, f"Person {i}", rng.choice(["East", "West"]), roles, rng.randint(2, 5), skills)

    def _project(self, i: str, rank: int) -> Project:
        rng = self.rng
        value = Fraction(rng.choice([1, 1, 3, 7]), rng.choice([1, 3]))
        return Project(i, f"Project {i}", str(rank), ONE * rank, value=value, department=rng.choice(["", "East"]))

    def _tiers(self) -> dict[str, int]:
        ids = list(self.projects)
        if len(ids) == 3 and self.rng.random() < 0.6:
            return dict(zip(ids, self.rng.choice([(0, 0, 1), (0, 1, 1), (0, 1, 2)]), strict=True))
        return {i: min(n, 2) for n, i in enumerate(ids)}

    def narrow(self) -> list[str]:
        """Return the projects with one line; two at most keep locks over several lines countable."""
        return [i for i in self.projects if sum(x.project_id == i for x in self.lines.values()) == 1]

    def add_line(self, project: str, role: str | None = None) -> Line:
        rng = self.rng
        first = rng.choice([0, 0, 0, self.last])
        last = rng.choice([first, self.last, self.last])
        fte = rng.choice([HALF, ONE, ONE, Fraction(3, 2)]) if self.settings.step == 500 else rng.choice([ONE, ONE * 2])
        number = sum(x.project_id == project for x in self.lines.values()) + 1
        line = Line(f"{project}-{number}", project, role or rng.choice(ROLES), segments=(segment(first, last, fte),))
        self.lines[line.id] = line
        return line

    # picking and changing

    def person(self) -> Person:
        return self.rng.choice(list(self.people.values()))

    def project(self) -> Project:
        return self.rng.choice(list(self.projects.values()))

    def line(self) -> Line:
        return self.rng.choice(list(self.lines.values()))

    def able(self, line: Line) -> Person:
        """Return somebody of the line's role, or anybody."""
        fits = [p for p in self.people.values() if line.role in p.roles]
        return self.rng.choice(fits or list(self.people.values()))

    def two_lines(self) -> tuple[Line, Line]:
        """Return two lines of different projects, the one of the higher tier first."""
        a, b = sorted(self.rng.sample(sorted(self.projects), 2))
        return tuple(self.rng.choice([x for x in self.lines.values() if x.project_id == i]) for i in (a, b))

    def wants(self, line: Line, first: int, last: int, fte: Fraction) -> None:
        self.update(line, segments=(segment(first, last, fte),))

    def give_role(self, line: Line, *people: str) -> None:
        """Let these people serve the line."""
        for i in people:
            roles = self.people[i].roles
            self.people[i] = replace(self.people[i], roles=roles if line.role in roles else (*roles, line.role))

    def weeks_of(self, line: Line) -> tuple[int, int]:
        rows = line.segments or (segment(0, self.last, ONE),)
        return (rows[0].start - START).days // 7, (rows[-1].end - START).days // 7

    def update(self, record: Person | Project | Line, **changes: object) -> None:
        home = {Person: self.people, Project: self.projects, Line: self.lines}[type(record)]
        home[record.id] = replace(home[record.id], **changes)  # type: ignore[index, type-var, arg-type]

    def set(self, **changes: object) -> None:
        self.settings = replace(self.settings, **changes)  # type: ignore[arg-type]

    def book(self, person: Person, line: Line, first: int, last: int, fte: Fraction, lock: Lock, bind: str) -> None:
        """Add a row of Assignments that binds the `line`, its `role` or its `project`."""
        by_week = self.rng.random() < 0.5
        spans = [(week, week) for week in range(first, last + 1)] if by_week else [(first, last)]
        self.bookings.append(
            Booking(
                f"B{len(self.bookings) + 1}",
                person.id,
                line.project_id,
                role=line.role if bind == "role" else "",
                line_id=line.id if bind == "line" else None,
                segments=tuple(segment(*one, fte) for one in spans),
                by_week=by_week,
                lock=lock,
            )
        )

    def rule(self, kind: RuleKind, **fields: object) -> None:
        self.rules.append(RuleRow(f"R{len(self.rules) + 1}", kind, **fields))  # type: ignore[arg-type]

    def window(self) -> dict[str, date]:
        """Return From-To of one week, or (more often) nothing: all weeks."""
        if self.rng.random() < 0.7:
            return {}
        week = self.rng.randint(0, self.last)
        return dict(zip(("start", "end"), span(week, week), strict=True))

    def build(self, policy: Policy) -> Portfolio:
        num_tiers = max(self.tier_of.values()) + 1
        in_tier = [tuple(i for i, k in self.tier_of.items() if k == n) for n in range(num_tiers)]
        split = self.rng.randint(1, num_tiers)
        tiers = tuple(Tier("committed" if n < split else "proposed", str(n + 1), ids) for n, ids in enumerate(in_tier))
        for n in range(split, num_tiers):
            for i in in_tier[n]:
                self.update(self.projects[i], status=Status.PROPOSED)
        return Portfolio(
            settings=self.settings,
            people=tuple(self.people.values()),
            projects=tuple(self.projects[i] for i in sorted(self.projects)),
            lines=tuple(self.lines[i] for i in sorted(self.lines)),
            tiers=tiers,
            calendars=tuple(self.calendars),
            absences=tuple(self.absences),
            bookings=tuple(self.bookings),
            roles=tuple(self.roles.values()),
            rules=tuple(self.rules),
            fits=tuple(self.fits),
            policy=policy,
        )
