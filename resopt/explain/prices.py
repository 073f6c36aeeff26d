"""Prices: what one more day of a role in a week is worth, each re-solved with somebody of the role for that day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from functools import lru_cache
from time import monotonic

import numpy as np

from resopt.checker import prepare
from resopt.domain.changes import Hire, apply
from resopt.domain.records import Booking, Lock, Person, Portfolio, Segment, Settings
from resopt.domain.units import DAYS_PER_WEEK, UNITS_PER_DAY
from resopt.domain.wishes import working_days
from resopt.engine.cells import Problem, State, plan_of, state_of
from resopt.engine.compile import compile_problem
from resopt.engine.coverage import Coverage
from resopt.engine.improve import Task, improve
from resopt.engine.levels import DAYS, levels_of
from resopt.engine.model import Part
from resopt.engine.pool import Pool
from resopt.engine.search import changed
from resopt.engine.solvers import Effort
from resopt.explain.base import Base, pool_of
from resopt.explain.candidates import rate_of, skills_of
from resopt.explain.standing import NONE, Standing
from resopt.plan import Assignment, Plan
from resopt.result import CheckReport, Price

CELLS = 2_000  # of the part of a week in which days are rearranged
EFFORT = Effort(seconds=1.5, nodes=60, quick=True)

Place = tuple[str, int]  # role, week


def prices(
    portfolio: Portfolio, plan: Plan, until: float, workers: int, pool: Pool | None = None
) -> tuple[tuple[Price, ...], int]:
    """Return what one more day of each role in each week is worth, and how many of them there was no time to re-solve.

    Where flows prove that nobody would get more, nothing is solved. Else somebody of the role is hired for one day of
    the week and the days of all around are rearranged in that week; a plan that the checker passed says which tier
    gets more. Under the weighted policy tiers do not go before each other, so there is nothing to tell.
    """
    if portfolio.policy.kind == "weighted":
        return (), 0
    reach = Reach(portfolio, plan)
    hopes = {place: reach.best(place) for place in reach.places()}
    asked = [place for place, tier in hopes.items() if tier is not None]
    asked.sort(key=lambda place: (hopes[place], place[1], place[0]))
    known = {place: Price(*place, None, None) for place in hopes if place not in asked}
    if asked and monotonic() < until:
        with pool_of(Base(portfolio, plan), min(workers, len(asked)), pool) as crew:
            tasks = [(place, until) for place in asked]
            answers = crew.run(_try, tasks, until + 2 * (EFFORT.seconds or 0))
        for place, answer in zip(asked, answers, strict=True):
            if answer is not None:
                known[place] = Price(*place, answer[0], hopes[place])
    return tuple(known[place] for place in hopes if place in known), len(hopes) - len(known)


class Reach:
    """The residual network of a plan's days: which tiers one more day could serve, by amounts alone.

    The first `proved` tiers have as many days as a flow can give them, so no plan has more; there the highest tier that
    can be reached is the highest that any plan could give more. Paths go over everybody who could serve a line at all,
    whatever rules say, so no tier is passed over.
    """

    def __init__(self, portfolio: Portfolio, plan: Plan) -> None:
        self.s = Standing(portfolio, plan)
        self.lines = defaultdict[str, list[str]](list)
        for line in (x for own in self.s.grid.lines_of.values() for x in own):
            if line.role and line.person_id is None:
                self.lines[line.role].append(line.id)
        self.open_to = defaultdict[str, list[str]](list)
        for line_id in self.s.wanted:
            for person in self.s.able[line_id]:
                self.open_to[person].append(line_id)
        self.most = self._most_wanted()
        moving = {project for project, starts in self.s.grid.shifts.items() if len(starts) > 1}
        self.moving = {line for line in self.most if self.s.lines[line].project_id in moving}
        self.proved = self._proved(portfolio, plan)

    def _proved(self, portfolio: Portfolio, plan: Plan) -> int:
        """Return how many leading tiers have as many days as flows allow."""
        problem, report = compile_problem(portfolio), prepare(portfolio).check(plan)
        network, met = Coverage(problem, frozenset(_aside(problem, report))), 0
        for tier, proof in enumerate(report.score.tiers):
            met += proof.all
            if met < network.bound(tier):
                return tier
        return len(report.score.tiers)

    def _most_wanted(self) -> dict[str, list[int]]:
        """Return what lines want by week at any of their starts."""
        grid = self.s.grid
        rows = {
            line.id: [grid.wanted_at(line.id, shift) for shift in grid.shifts.get(project, (0,))]
            for project, lines in grid.lines_of.items()
            for line in lines
        }
        return {x: [max(units) for units in zip(*rows[x], strict=True)] for x in rows}

    def places(self) -> list[Place]:
        """Return the roles and weeks in which lines of the role want days, before As Of none."""
        weeks = range(self.s.grid.past.weeks, self.s.portfolio.settings.weeks)
        own = self.s.wanted
        return [(role, w) for role in sorted(self.lines) for w in weeks if any(own[x][w] for x in self.lines[role])]

    def best(self, place: Place) -> int | None:
        """Return the highest tier that might get more, None if it is proved that none would."""
        last = len(self.s.portfolio.tiers)
        tier = self._reached(self.lines[place[0]], place[1])
        found = last if tier is None else tier
        return min(found, self.proved) if min(found, self.proved) < last else None

    def _reached(self, first: Iterable[str], week: int) -> int | None:
        """Return the highest tier of a short line that can be reached over people who give way to one another.

        A line that may start in other weeks is reached in all of them.
        """
        reached = [(line, week) for line in first if self.most[line][week]]
        seen, best = set(reached), None
        while reached:
            line, w = reached.pop()
            moves = line in self.moving
            if self.s.lacking(line) if moves else self.s.missing(line, w):
                tier = self.s.grid.tier_of[self.s.lines[line].project_id]
                best = tier if best is None else min(best, tier)
            for v in range(len(self.most[line])) if moves else (w,):
                more = {(x, v) for p in on_line(self.s, line, v) for x in self.open_to[p] if self.most[x][v]} - seen
                seen |= more
                reached += more
        return best


def on_line(s: Standing, line: str, week: int) -> list[str]:
    """Return who gives a line days in a week."""
    weeks_of = s.on_line.get(line, {})
    return [p for p, weeks in weeks_of.items() if week in weeks and s.at.get((p, week), NONE).get(line)]


class Booth:
    """Solves a plan again with one more day of a role in a week, one role and week after the other."""

    def __init__(self, base: Base) -> None:
        self.plan, self.reach = base.plan, Reach(base.portfolio, base.plan)
        self.s = self.reach.s
        self.hired = hires(self.reach)
        subject = with_people(base.portfolio, self.hired.values())
        self.problem: Problem = compile_problem(replace(subject, settings=_as_shares(subject.settings)))
        self.state: State = state_of(self.problem, self.plan)
        self.report = prepare(base.portfolio).check(self.plan)
        self.facts = tuple((f, 0) for f in _aside(self.problem, self.report))
        self.levels = tuple(level for level in levels_of(subject) if level.kind in DAYS)

    def tier(self, place: Place) -> int | None:
        """Return the highest tier that gets more by the day in a checked plan, and would not without it; None if none.

        Of the first tiers that are proved no plan without the day has more; other gains have to be more than the same
        search finds without it.
        """
        people, lines = self._near(place)
        found = self._gain({*people, self.hired[place].id}, lines, place)
        if found is not None and found >= self.reach.proved:
            without = self._gain(people, lines, place)
            return found if without is None or found < without else None
        return found

    def _gain(self, people: set[str], lines: set[str], place: Place) -> int | None:
        """Return the highest tier that gets more by rearranging a week, None if none does."""
        trial = improve(self.problem, self._task(people, lines, place[1]))
        if trial.change is None:
            return None
        plan = plan_of(self.problem, changed(self.problem, self.state, [trial.change]))
        report = self._checked(plan, self.hired[place])
        if report is None:
            return None
        tiers = zip(report.score.tiers, self.report.score.tiers, strict=True)
        more = [new.all - old.all for new, old in tiers]
        first = next((k for k, units in enumerate(more) if units), None)
        return first if first is not None and more[first] > 0 else None

    def _checked(self, plan: Plan, hired: Person) -> CheckReport | None:
        """Return the report of a plan with the day; None if it breaks a limit or sets aside another fact than before.

        Where Min Days asks for more than a day, the day is locked: a lock goes before it.
        """
        subject = with_people(self.s.portfolio, [hired])
        report = prepare(subject).check(plan)
        if report.violations:
            own = [a for a in plan.assignments if a.person_id == hired.id]
            locks = [self._lock(subject, a) for a in own]
            report = prepare(replace(subject, bookings=(*subject.bookings, *locks))).check(plan)
        aside = {f.key for f in self.report.set_aside}
        return None if report.violations or {f.key for f in report.set_aside} != aside else report

    def _lock(self, subject: Portfolio, a: Assignment) -> Booking:
        days, monday = working_days(subject, a.person_id, a.week), subject.settings.monday(a.week)
        span = Segment(monday, monday + timedelta(days=6), Fraction(a.units, UNITS_PER_DAY * days))
        project = self.s.lines[a.line_id].project_id
        return Booking(f"{a.person_id}|{a.line_id}", a.person_id, project, "", a.line_id, (span,), True, Lock.HARD,
                       asked=True)  # fmt: skip

    def _task(self, people: set[str], lines: set[str], week: int) -> Task:
        who = frozenset(self.problem.person_number[p] for p in people)
        what = frozenset(self.problem.line_number[x] for x in lines)
        problem, starts = self.problem, self.state.shifts
        held = [v.line in what and v.shift == starts[problem.project_of[v.line]] for v in problem.variants]
        open_to = np.array(held, dtype=bool)[problem.variant] & np.isin(problem.person, list(who))
        cells = np.nonzero((problem.week == week) & open_to)[0].astype(np.int32)
        return Task(
            self.state, Part(who, what, cells=cells), self.levels, frozenset(self.levels), 0, self.facts, EFFORT
        )

    def _near(self, place: Place) -> tuple[set[str], set[str]]:
        """Return people and lines around those of the role in the week, as far as the part stays small."""
        role, week = place
        lines = {x for x in self.reach.lines[role] if self.s.wanted[x][week]}
        people = set[str]()
        while True:
            more = people | {p for line in lines for p in on_line(self.s, line, week)}
            wider = lines | {x for p in more for x in self.reach.open_to[p] if self.s.wanted[x][week]}
            if (more == people and wider == lines) or len(more) * len(wider) > CELLS:
                return people, lines
            people, lines = more, wider


def hires(reach: Reach) -> dict[Place, Person]:
    """Return by role and week somebody who can do what all its lines ask for and has one day in that week.

    Where a day is no whole number of steps, it is as many as cover it.
    """
    portfolio, found = reach.s.portfolio, dict[Place, Person]()
    monday = portfolio.settings.monday
    for role, week in reach.places():
        lines = [reach.s.lines[x] for x in reach.lines[role] if reach.s.wanted[x][week]]
        level = max([3, *(x.min_level or 0 for x in lines)])
        dates = monday(week), monday(week) + timedelta(days=6)
        hire = Hire(role, 1, *dates, rate_of(portfolio, role), level, skills_of(lines))
        (person,) = set(apply(portfolio, (hire,)).people) - set(portfolio.people)
        found[role, week] = replace(person, id=f"{person.id}-{week:02d}")
    calendar = {c.location: c for c in portfolio.calendars}
    step = portfolio.settings.step
    units = -(-UNITS_PER_DAY // step) * step
    for (role, week), person in found.items():
        days = sum(calendar[person.location].is_working(monday(week) + timedelta(days=i)) for i in range(7))
        found[role, week] = replace(person, fte=Fraction(units, UNITS_PER_DAY * max(1, days)))
    return found


def with_people(portfolio: Portfolio, people: Iterable[Person]) -> Portfolio:
    """Return the portfolio with some people more."""
    return replace(portfolio, people=tuple(sorted((*portfolio.people, *people), key=lambda p: p.id)))


def _as_shares(settings: Settings) -> Settings:
    """Return settings whose Min Days ask the same of full-timers, and less of who is there for a day."""
    if settings.min_days_is_share:
        return settings
    return replace(settings, min_days=settings.min_days / DAYS_PER_WEEK, min_days_is_share=True)


def _aside(problem: Problem, report: CheckReport) -> Sequence[int]:
    keys = {(fact.rule, fact.key) for fact in report.set_aside}
    return [f for f, fact in enumerate(problem.facts) if (fact.rule, fact.key) in keys]


def _try(base: Base, task: tuple[Place, float]) -> tuple[int | None] | None:
    """Solve one role and week again; runs in a worker process."""
    place, until = task
    return None if monotonic() > until else (_booth(base).tier(place),)


@lru_cache(maxsize=1)
def _booth(base: Base) -> Booth:
    return Booth(base)
