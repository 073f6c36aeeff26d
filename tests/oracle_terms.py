"""The numbers the oracle judges by, derived from a Portfolio with its own code (never with resopt.domain.grid)."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from statistics import median

from oracle_past import Past

from resopt.domain.records import Basis, Line, Lock, Person, Portfolio, RuleKind, RuleRow, Skill, Status
from resopt.domain.rules import FACT_RULES, Rule

DAY = 200
MICRO = 1_000_000


def half_up(amount: Fraction) -> int:
    return math.floor(amount + Fraction(1, 2))


@dataclass(frozen=True)
class Pin:
    """A hard lock of one week or a frozen (person, project, week): these lines together get exactly `units`.

    Where it is frozen, no other line of the project gets any.
    """

    rule: Rule
    key: str
    tier: int
    p: int
    j: int
    lines: tuple[int, ...]
    w: int
    units: int


@dataclass(frozen=True)
class Late:
    """A fact that only whole plans answer: must-have project `j`, or the rules row `row`."""

    rule: Rule
    key: str
    tier: int
    j: int | None
    row: RuleRow | None = None


class Terms:
    """Indices: p people, l lines of planned projects, w weeks, j planned projects; amounts in units."""

    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        s = self.settings = portfolio.settings
        self.weeks, self.step = range(s.weeks), s.step
        sundays = [s.start + timedelta(days=7 * w + 6) for w in self.weeks]
        self.first = sum(s.as_of is not None and sunday < s.as_of for sunday in sundays)  # weeks that are past
        self.mondays = [s.start + timedelta(days=7 * w) for w in self.weeks]
        self.calendars = {c.location: c for c in portfolio.calendars}
        tier_of = {i: k for k, tier in enumerate(portfolio.tiers) for i in tier.project_ids}
        self.people = portfolio.people
        self.projects = [p for p in portfolio.projects if p.id in tier_of]
        self.num_tiers = len(portfolio.tiers)
        self.tier = [tier_of[p.id] for p in self.projects]
        self.j_of = {p.id: j for j, p in enumerate(self.projects)}
        self.p_of = {p.id: i for i, p in enumerate(self.people)}
        self.lines = [x for x in portfolio.lines if x.project_id in self.j_of]
        self.project_of = [self.j_of[x.project_id] for x in self.lines]
        self.lines_of = [[i for i, j in enumerate(self.project_of) if j == k] for k in range(len(self.projects))]
        self._time()
        self._bookings()
        self.past = Past(self)
        self.past.settle(self.shifts())
        self._bind()
        self._facts()
        self._quality()

    # capacity and demand

    def _week(self, day: date) -> int:
        return (day - self.settings.start).days // 7

    def _time(self) -> None:
        self.work = [self.working(p.location) for p in self.people]
        self.share = [self._shares(p) for p in self.people]
        self.cap, self.limit = [], []
        for p, shares in zip(self.people, self.share, strict=True):
            days = [sum(v for d, v in shares.items() if self._week(d) == w) for w in self.weeks]
            self.cap.append([math.floor(p.fte * (1 - p.bau) * x * DAY) * (w >= self.first) for w, x in enumerate(days)])
            self.limit.append([math.floor(c * (1 + self.settings.tolerance)) for c in self.cap[-1]])
        self.wanted0 = [self._wanted(line) for line in self.lines]
        share = [p.min_share if p.min_share is not None else self.settings.min_share for p in self.people]
        self.min_share = [half_up(x * 5 * DAY) for x in share]
        s = self.settings
        self.min_days = [half_up(s.min_days * DAY * (p.fte * 5 if s.min_days_is_share else 1)) for p in self.people]
        self.max_projects = [p.max_projects if p.max_projects is not None else s.max_projects for p in self.people]

    def working(self, location: str) -> list[int]:
        calendar = self.calendars[location]
        return [sum(calendar.is_working(m + timedelta(days=i)) for i in range(7)) for m in self.mondays]

    def _shares(self, p: Person) -> dict[date, Fraction]:
        calendar = self.calendars[p.location]

        def counts(day: date) -> bool:
            inside = (p.start is None or p.start <= day) and (p.end is None or day <= p.end)
            return inside and calendar.is_working(day)

        days = [m + timedelta(days=i) for m in self.mondays for i in range(7)]
        shares = {day: Fraction(1) for day in days if counts(day)}
        for absence in self.portfolio.absences:
            if absence.person_id != p.id:
                continue
            row = absence.segment
            share = row.amount
            if row.basis is Basis.DAYS:
                length = (row.end - row.start).days + 1
                full = sum(counts(row.start + timedelta(days=i)) for i in range(length)) * p.fte * (1 - p.bau)
                share = min(Fraction(1), row.amount / full) if full else Fraction(0)
            for day in shares:
                if row.start <= day <= row.end:
                    shares[day] = min(shares[day], share)
        return shares

    def _wanted(self, line: Line) -> list[int]:
        project = next(p for p in self.projects if p.id == line.project_id)
        calendar = self.calendars[project.location]
        exact = [Fraction(0) for _ in self.weeks]
        for row in line.segments:
            span = [row.start + timedelta(days=i) for i in range((row.end - row.start).days + 1)]
            span = [day for day in span if calendar.is_working(day)]
            each = row.amount if row.basis is Basis.FTE else row.amount / max(1, len(span))
            for day in span:
                if 0 <= self._week(day) < len(self.weeks):
                    exact[self._week(day)] += each
        upto = [half_up(sum(exact[: w + 1], Fraction(0)) * DAY / self.step) for w in self.weeks]
        return [(n - (upto[w - 1] if w else 0)) * self.step for w, n in enumerate(upto)]

    def wanted(self, shifts: tuple[int, ...]) -> list[list[int]]:
        rows = zip(self.moved(shifts), self.past.extra, strict=True)
        return [[(row[w] + extra[w]) * (w >= self.first) for w in self.weeks] for row, extra in rows]

    def moved(self, shifts: tuple[int, ...]) -> list[list[int]]:
        """Return what lines want by week at these starts, the past and days carried over left alone."""
        result = []
        for row, j in zip(self.wanted0, self.project_of, strict=True):
            moved = [w - shifts[j] for w in self.weeks]
            result.append([row[w] if 0 <= w < len(row) else 0 for w in moved])
        return result

    def shifts(self) -> list[tuple[int, ...]]:
        """Return the allowed shifts of each project."""
        locked = {pin.j for pin in self.pins if pin.rule is Rule.HARD_LOCK}
        result = []
        for j, p in enumerate(self.projects):
            weeks = [w for i in self.lines_of[j] for w in self.weeks if self.wanted0[i][w]]
            allowed: list[int] = []
            free = j not in locked and j not in self.past.started
            if p.start is not None and p.status is not Status.IN_FLIGHT and free and weeks:
                first = (p.earliest_start or p.start) - p.start
                last = (p.latest_start or p.start) - p.start
                allowed = [s for s in range(-60, 60) if first <= timedelta(days=7 * s) <= last]
                allowed = [s for s in allowed if min(weeks) + s >= self.first and max(weeks) + s < len(self.weeks)]
            result.append(tuple(allowed) or (0,))
        return result

    def touched(self, row: RuleRow) -> list[int]:
        """Return the weeks that the row's From-To touches."""
        return [
            w
            for w, m in enumerate(self.mondays)
            if (row.start is None or row.start <= m + timedelta(days=6)) and (row.end is None or m <= row.end)
        ]

    # plan of record and facts

    def _bookings(self) -> None:
        self.record: dict[tuple[int, int, int], int] = {}
        self.soft: dict[tuple[int, tuple[int, ...], int], int] = {}
        self.pins: list[Pin] = []
        self.spoken: dict[tuple[int, int, int], list[tuple[int, ...]]] = {}  # by row that has days
        for b in self.portfolio.bookings:
            if b.project_id not in self.j_of or b.person_id not in self.p_of:
                continue
            p, j = self.p_of[b.person_id], self.j_of[b.project_id]
            lines = tuple(
                i
                for i in self.lines_of[j]
                if (self.lines[i].id == b.line_id if b.line_id else not b.role or self.lines[i].role == b.role)
            )
            for w, units in self.booked(b, p).items():
                if w < self.first:
                    continue
                self.record[p, j, w] = self.record.get((p, j, w), 0) + units
                if b.lock is Lock.SOFT and units:
                    self.soft[p, lines, w] = self.soft.get((p, lines, w), 0) + units
                if units:
                    self.spoken.setdefault((p, j, w), []).append(lines or tuple(self.lines_of[j]))
                if b.lock is Lock.HARD:
                    self.pins.append(Pin(Rule.HARD_LOCK, f"{b.id}@{w:02d}", self.tier[j], p, j, lines, w, units))
        for w in self.weeks[self.first : self.first + self.settings.freeze_weeks]:
            for p, person in enumerate(self.people):
                for j, project in enumerate(self.projects):
                    units, key = self.record.get((p, j, w), 0), f"{person.id}|{project.id}@{w:02d}"
                    self.pins.append(Pin(Rule.FREEZE, key, self.tier[j], p, j, tuple(self.lines_of[j]), w, units))

    def _bind(self) -> None:
        """Lay the days of pins on lines, now that it is known when projects may start."""
        shifts, pins = self.shifts(), []
        for pin in self.pins:
            rows = [pin.lines] if pin.rule is Rule.HARD_LOCK else self.spoken.get((pin.p, pin.j, pin.w), [])
            on = {i for row in rows for i in self._narrowed(pin, row, shifts[pin.j])}
            pins.append(replace(pin, lines=tuple(sorted(on))) if pin.units else pin)
        self.pins = pins

    def _narrowed(self, pin: Pin, lines: tuple[int, ...], shifts: tuple[int, ...]) -> tuple[int, ...]:
        """Return those of several lines that the person can serve and that want something at some start; else all."""
        good = set()
        for shift in shifts:
            wanted = self.wanted(tuple(shift if j == pin.j else 0 for j in range(len(self.projects))))
            good |= {i for i in lines if wanted[i][pin.w] and self.eligible(pin.p, i)}
        return tuple(i for i in lines if i in good) if good and len(lines) > 1 else lines

    def booked(self, booking, p: int) -> dict[int, int]:  # type: ignore[no-untyped-def]
        calendar = self.calendars[self.people[p].location]
        days: dict[int, Fraction] = {}
        for row in booking.segments:
            for i in range((row.end - row.start).days + 1):
                day = row.start + timedelta(days=i)
                w = self._week(day)
                if not 0 <= w < len(self.weeks) or not calendar.is_working(day):
                    continue
                share = Fraction(1) if booking.by_week else self.share[p].get(day, Fraction(0))
                days[w] = days.get(w, Fraction(0)) + row.amount * share
        return {w: half_up(x * DAY) for w, x in days.items()}

    def _facts(self) -> None:
        self.late: list[Late] = []
        for j, project in enumerate(self.projects):
            if project.must_have:
                self.late.append(Late(Rule.MUST_HAVE, project.id, self.tier[j], j))
        kinds = {RuleKind.REQUIRE: Rule.REQUIRE, RuleKind.SUPERVISE: Rule.SUPERVISE, RuleKind.TOGETHER: Rule.TOGETHER}
        for row in self.portfolio.rules:
            if row.kind not in kinds or (row.project_id is not None and row.project_id not in self.j_of):
                continue
            j = self.j_of[row.project_id] if row.project_id is not None else None
            tier = self.num_tiers - 1 if j is None else self.tier[j]
            self.late.append(Late(kinds[row.kind], row.id, tier, j, row))
        self.late.sort(key=lambda f: FACT_RULES.index(f.rule))
        self.locked: dict[tuple[int, int], int] = {}
        self.locked_person: dict[tuple[int, int], int] = {}
        for pin in self.pins:
            if pin.rule is Rule.HARD_LOCK:
                key = (pin.p, pin.w)
                self.locked_person[key] = self.locked_person.get(key, 0) + pin.units
                if len(pin.lines) == 1:
                    cell = (pin.lines[0], pin.w)
                    self.locked[cell] = self.locked.get(cell, 0) + pin.units

    # who may serve, what it costs

    def eligible(self, p: int, i: int) -> bool:
        person, line = self.people[p], self.lines[i]
        if line.person_id is not None:
            return line.person_id == person.id
        if line.role and line.role not in person.roles and not self._prices(person, line):
            return False
        if line.skills:
            return all(any(has(person, skill) for skill in group) for group in line.skills)
        return line.min_level is None or person.level >= line.min_level

    def _prices(self, person: Person, line: Line) -> list[Fraction]:
        listed = [s for role in self.portfolio.roles if role.name == line.role for s in role.filled_by]
        return [s.price for s in listed if s.role in person.roles]

    def money(self, p: int, i: int) -> Fraction:
        """Return the cost of a day of person `p` on line `i`."""
        person, line = self.people[p], self.lines[i]
        rows = [f for f in self.portfolio.fits if f.person_id == person.id and f.cost_per_day is not None]
        for found in (
            [f.cost_per_day for f in rows if f.project_id == line.project_id],
            [f.cost_per_day for f in rows if f.project_id is None and line.role and f.role == line.role],
            [self._own_cost(person)],
        ):
            if found and found[0] is not None:
                return found[0]
        return Fraction(0)

    def _own_cost(self, person: Person) -> Fraction | None:
        if person.cost_per_day is not None:
            return person.cost_per_day
        return next((r.cost_per_day for r in self.portfolio.roles if r.name == person.roles[0]), None)

    def _quality(self) -> None:
        people, lines = range(len(self.people)), range(len(self.lines))
        known = [c for c in map(self._own_cost, self.people) if c]
        typical = median(known) if known else None
        self.able = [[self.eligible(p, i) for i in lines] for p in people]
        self.cost = [[self.money(p, i) for i in lines] for p in people]
        self.charge = [[0 for _ in lines] for _ in people]
        for i in lines:
            able = [p for p in people if self.able[p][i]]
            per_day = {p: self._per_day(p, i, able, typical) for p in able}
            for p in able:
                self.charge[p][i] = half_up((per_day[p] - min(per_day.values())) / DAY * MICRO)

    def _per_day(self, p: int, i: int, able: list[int], typical: Fraction | None) -> Fraction:
        policy, person, line = self.portfolio.policy, self.people[p], self.lines[i]
        project = self.projects[self.project_of[i]]
        total = policy.fit * self._surplus(p, i, able)
        if line.person_id is None and line.role and line.role not in person.roles:
            total += min(self._prices(person, line))
        wishes = {q: self._preference(q, i) for q in able}
        if line.preferred and person.id not in line.preferred:
            total += policy.preferred
        elif any(x is not None for x in wishes.values()):
            total += policy.preferred * Fraction(max(x or 0 for x in wishes.values()) - (wishes[p] or 0), 4)
        if project.department and project.department != person.department:
            total += policy.own_department
        if typical:
            total += policy.cost * (self.cost[p][i] - min(self.cost[q][i] for q in able)) / typical
        return total

    def _preference(self, p: int, i: int) -> int | None:
        line = self.lines[i]
        rows = [f for f in self.portfolio.fits if f.person_id == self.people[p].id and f.preference is not None]
        of_project = [f.preference for f in rows if f.project_id == line.project_id]
        of_role = [f.preference for f in rows if f.project_id is None and line.role and f.role == line.role]
        return next(iter(of_project + of_role), None)

    def _surplus(self, p: int, i: int, able: list[int]) -> int:
        line = self.lines[i]
        if line.person_id is not None:
            return 0
        if line.skills:
            group = line.skills[0]
            needed = [s.level for s in group if s.level is not None]
        else:
            group = ()
            needed = [] if line.min_level is None else [line.min_level]

        def measure(q: int) -> int:
            person = self.people[q]
            if not line.skills:
                return person.level
            fits = [s for s in group if has(person, s)]
            return max(own.level or 0 for own in person.skills for s in fits if own.name == s.name)

        base = min(needed) if needed else min(map(measure, able))
        return max(0, measure(p) - base)


def has(person: Person, skill: Skill) -> bool:
    return any(own.name == skill.name and (own.level or 0) >= (skill.level or 0) for own in person.skills)
