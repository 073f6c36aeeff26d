"""What a portfolio fixes before any plan: planned lines, capacity, wanted days, locks, the plan of record, starts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor
from operator import add

from resopt.checker.charges import Charges
from resopt.checker.days import (
    Presence,
    booked_units,
    capacity_of,
    presence_of,
    wanted_of,
    weeks_between,
    working_days,
)
from resopt.checker.past import Past, Work
from resopt.checker.people import Staffing
from resopt.checker.prices import Prices
from resopt.domain.records import (
    Absence,
    Booking,
    Calendar,
    Line,
    Lock,
    Portfolio,
    Project,
    RuleKind,
    RuleRow,
    Status,
)
from resopt.domain.rules import Fact, Rule
from resopt.domain.units import DAYS_PER_WEEK, round_units
from resopt.plan import Plan

Seat = tuple[str, tuple[str, ...], int]  # person, lines, week


class Ground:
    """Everything the checker derives from the raw records of `portfolio`, once for any number of plans."""

    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        self.settings = portfolio.settings
        self.staffing = Staffing(portfolio)
        self.charges = Charges(portfolio, self.staffing)
        self.people = self.staffing.people
        self.projects = self.staffing.projects
        self.tier_of = {p: k for k, tier in enumerate(portfolio.tiers) for p in tier.project_ids}
        self.lines = {line.id: line for line in portfolio.lines if line.project_id in self.tier_of}
        self.unplanned = {line.id: line for line in portfolio.lines if line.project_id not in self.tier_of}
        self.lines_of: dict[str, list[Line]] = {project: [] for project in self.tier_of}
        for line in self.lines.values():
            self.lines_of[line.project_id].append(line)
        self._calendars = {calendar.location: calendar for calendar in portfolio.calendars}
        self._working = {where: working_days(self.settings, c) for where, c in self._calendars.items()}
        self.working = {where: tuple(len(week) for week in weeks) for where, weeks in self._working.items()}
        self._presence = self._presences()
        self.first = self.settings.past_weeks
        whole = {i: capacity_of(p, self._working[p.person.location]) for i, p in self._presence.items()}
        self.past_capacity = {i: row[: self.first] for i, row in whole.items()}
        self.capacity = {i: self._still(row) for i, row in whole.items()}
        above, below = (1 + self.settings.tolerance).as_integer_ratio()
        self.limit = {i: tuple(units * above // below for units in row) for i, row in self.capacity.items()}
        self._read_people()
        self.wanted = {line.id: self._wanted(line) for line in self.lines.values()}
        self.prices = Prices(portfolio)
        self._read_bookings()
        self.before = self.record if portfolio.baseline is None else self._days_of(portfolio.baseline)
        frozen = self.first + self.settings.freeze_weeks
        self.frozen = {key: units for key, units in self.record.items() if key[2] < frozen}
        self.past = Past(portfolio, self.staffing, self._worked(), self.lines_of)
        self.shifts = {project: self._allowed_shifts(self.projects[project]) for project in self.tier_of}
        if self.first:
            self._settle_past()
        self._read_locks()
        self.rows_of: dict[RuleKind, list[RuleRow]] = defaultdict(list)
        for row in portfolio.rules:
            self.rows_of[row.kind].append(row)

    def wanted_at(self, line_id: str, shift: int) -> tuple[int, ...]:
        """Return the units a line wants in each week if its project starts `shift` weeks later."""
        row = self._at(line_id, shift)
        if not self.first:
            return row
        extra = self.past.extra.get(line_id)
        return self._still(row if extra is None else tuple(map(add, row, extra)))

    def _at(self, line_id: str, shift: int) -> tuple[int, ...]:
        row = self.wanted[line_id]
        if not shift:
            return row
        return tuple(row[w - shift] if 0 <= w - shift < len(row) else 0 for w in range(len(row)))

    def _still(self, row: tuple[int, ...]) -> tuple[int, ...]:
        """Return a row by week with nothing in past weeks."""
        return tuple(0 if week < self.first else units for week, units in enumerate(row)) if self.first else row

    def _worked(self) -> list[Work]:
        """Return the rows of Assignments week by week, as far as they lie in the past."""
        return [
            Work(0 if b.line_id else 1 if b.role else 2, b.person_id, b.id, w, b.project_id, b.line_id or "", b.role, n)
            for b, by_week in self.booked
            for w, n in by_week.items()
            if w < self.first
        ]

    def _settle_past(self) -> None:
        """Lay what was done on the lines of projects whose start is certain."""
        wanted = {}
        for project, allowed in self.shifts.items():
            for line in self.lines_of[project]:
                certain = len(allowed) == 1
                wanted[line.id] = self._at(line.id, allowed[0]) if certain else (0,) * self.settings.weeks
        self.past.settle(wanted)

    def on_step(self, units: int) -> int:
        """Return `units` rounded down to the step."""
        return units - units % self.settings.step

    def weeks_of(self, row: RuleRow) -> range:
        """Return the weeks that From and To of a row of Rules touch."""
        return weeks_between(row.start, row.end, self.settings)

    def tier(self, project_id: str | None) -> int:
        """Return the tier of a project, the last one for none."""
        last = len(self.portfolio.tiers) - 1
        return last if project_id is None else self.tier_of.get(project_id, last)

    def bound_by(self, booking: Booking) -> tuple[str, ...]:
        """Return the lines a row of Assignments speaks of: the one named, those of its role, or all."""
        if booking.line_id is not None:
            return (booking.line_id,)
        lines = self.lines_of[booking.project_id]
        return tuple(line.id for line in lines if not booking.role or line.role == booking.role)

    def held_by(self, booking: Booking, week: int) -> tuple[str, ...]:
        """Return the lines on which days of a row are held in a week: of those it speaks of, the ones that fit.

        A line fits if the person may serve it and it wants days then, at one of the starts that its project may have.
        Where none fits, or the row speaks of one line alone, all that it speaks of.
        """
        spoken = self.bound_by(booking)
        if len(spoken) == 1:
            return spoken
        person, starts = self.people[booking.person_id], self.shifts[booking.project_id]
        fits = [
            i
            for i in spoken
            if any(self.wanted_at(i, start)[week] > 0 for start in starts)
            and self.staffing.qualifies(person, self.lines[i])
        ]
        return tuple(fits) if fits else spoken

    def _read_people(self) -> None:
        """Note by person the least units on a line in a week and in all, and the most projects in a week."""
        settings = self.settings
        usual_share, usual_days = round_units(settings.min_share * DAYS_PER_WEEK), round_units(settings.min_days)
        self.min_share = dict.fromkeys(self.people, usual_share)  # where line and capacity allow it
        self.min_days = dict.fromkeys(self.people, usual_days)
        self.max_projects = dict.fromkeys(self.people, settings.max_projects)
        for i, person in self.people.items():
            if person.min_share is not None:
                self.min_share[i] = round_units(person.min_share * DAYS_PER_WEEK)
            if settings.min_days_is_share:
                self.min_days[i] = round_units(settings.min_days * person.fte * DAYS_PER_WEEK)
            if person.max_projects is not None:
                self.max_projects[i] = person.max_projects

    def _presences(self) -> dict[str, Presence]:
        absences: dict[str, list[Absence]] = defaultdict(list)
        for absence in self.portfolio.absences:
            absences[absence.person_id].append(absence)
        return {i: presence_of(p, self._calendar(p.location), absences[i]) for i, p in self.people.items()}

    def _calendar(self, location: str) -> Calendar:
        return self._calendars[location]

    def _wanted(self, line: Line) -> tuple[int, ...]:
        where = self.projects[line.project_id].location
        return wanted_of(line, self.settings, self._calendar(where), self._working[where])

    def _read_bookings(self) -> None:
        """Split the plan of record into locks, soft locks, and days by person, project and week."""
        self.booked: list[tuple[Booking, dict[int, int]]] = []
        self.record: dict[tuple[str, str, int], int] = defaultdict(int)
        self.soft: dict[Seat, int] = defaultdict(int)
        self._locked_projects: set[str] = set()
        self._asked_projects: set[str] = set()
        self._spoken: list[tuple[Booking, int, int]] = []  # rows by week that is not past, with units
        for booking in self.portfolio.bookings:
            if booking.person_id in self.people and booking.project_id in self.tier_of:
                presence = self._presence[booking.person_id]
                weeks = self._working[presence.person.location]
                units = booked_units(booking, presence, self.settings, weeks)
                if not booking.asked:
                    self.booked.append((booking, units))
                for week in sorted(units):
                    if week >= self.first:
                        self._read_week(booking, week, units[week])

    def _read_week(self, booking: Booking, week: int, units: int) -> None:
        person, project = booking.person_id, booking.project_id
        self._spoken.append((booking, week, units))
        if units and not booking.asked:
            self.record[person, project, week] += units
        if booking.lock is Lock.SOFT and units:
            self.soft[person, self.bound_by(booking), week] += units
        if booking.lock is Lock.HARD:
            (self._asked_projects if booking.asked else self._locked_projects).add(project)

    def _read_locks(self) -> None:
        """Lay locks and frozen days on their lines: which these are depends on what is wanted, and when."""
        self.locks: list[Fact] = []
        self.locked_line: dict[tuple[str, int], int] = defaultdict(int)
        self.locked_person: dict[tuple[str, int], int] = defaultdict(int)
        self.frozen_on: dict[tuple[str, str, int], set[str]] = defaultdict(set)
        for booking, week, units in self._spoken:
            person, project = booking.person_id, booking.project_id
            if booking.lock is Lock.HARD:
                lines = self.held_by(booking, week) if units else self.bound_by(booking)
                key, tier = f"{booking.id}@{week:02d}", self.tier_of[project]
                self.locks.append(
                    Fact(Rule.HARD_LOCK, key, tier, project, person, None, lines, week, units, booking.id)
                )
                self.locked_person[person, week] += units
                if len(lines) == 1:
                    self.locked_line[lines[0], week] += units
            if units and not booking.asked and (person, project, week) in self.frozen:
                spoken = booking if self.bound_by(booking) else replace(booking, role="")  # no line has the role
                self.frozen_on[person, project, week].update(self.held_by(spoken, week))

    def _days_of(self, plan: Plan) -> dict[tuple[str, str, int], int]:
        """Return the units of a plan by person, project and week, as far as they are on the list and planned."""
        found: dict[tuple[str, str, int], int] = defaultdict(int)
        for a in plan.assignments:
            if a.person_id in self.people and a.line_id in self.lines and self.first <= a.week < self.settings.weeks:
                found[a.person_id, self.lines[a.line_id].project_id, a.week] += a.units
        return found

    def _allowed_shifts(self, project: Project) -> tuple[int, ...]:
        """Return the shifts in weeks by which the project may start later or earlier."""
        if project.start is None or project.status is Status.IN_FLIGHT or project.id in self._locked_projects:
            return (0,)
        if project.id in self._asked_projects or project.id in self.past.started:
            # locks typed into a plan hold its start, and so do days done
            shift = self.portfolio.known_starts.get(project.id, 0)
            first = 0 if project.id in self.past.started else self.first
            return (shift,) if shift in self._window(project, first) else (0,)
        return self._window(project, self.first)

    def _window(self, project: Project, first: int) -> tuple[int, ...]:
        """Return the shifts that keep the start in its window and all demand from week `first` on in the horizon."""
        if project.start is None:
            return (0,)
        rows = [self.wanted[line.id] for line in self.lines_of[project.id]]
        weeks = [w for row in rows for w, units in enumerate(row) if units]
        if not weeks:
            return (0,)
        earliest, latest = project.earliest_start or project.start, project.latest_start or project.start
        low = max(ceil(Fraction((earliest - project.start).days, 7)), first - min(weeks))
        high = min(floor(Fraction((latest - project.start).days, 7)), self.settings.weeks - 1 - max(weeks))
        return tuple(range(low, high + 1)) or (0,)
