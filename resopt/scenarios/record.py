"""A plan as the plan of record: what level 2 then keeps is that plan, and what no plan could keep of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from resopt.checker.people import Staffing
from resopt.domain.grid import Grid, PairWeek, lay_out, with_past
from resopt.domain.records import Basis, Booking, Line, Lock, Portfolio, RuleKind, RuleRow, Segment
from resopt.domain.rules import Rule
from resopt.domain.units import UNITS_PER_DAY
from resopt.domain.wishes import stay_near

Pair = tuple[str, str]  # person, project
Cell = tuple[str, str, int]  # person, line, week


def with_record(portfolio: Portfolio, days: Mapping[PairWeek, int]) -> Portfolio:
    """Return `portfolio` with `days` (units by person, project and week) as its plan of record.

    Rows with a lock stay; the other rows of Assignments are replaced by what of `days` the locks do not hold. Frozen
    weeks are those of `days`, whatever a soft lock of Assignments asks for in them.
    """
    portfolio = with_past(stay_near(portfolio))
    thawed = portfolio.settings.monday(portfolio.settings.frozen_until)
    locked = tuple(
        one
        for b in portfolio.bookings
        if b.lock is not Lock.NONE and (one := b if b.lock is Lock.HARD or b.asked else _from(thawed, b)).segments
    )
    held = lay_out(replace(portfolio, bookings=locked))
    weeks: dict[tuple[str, str], list[Segment]] = defaultdict(list)
    for (person, project, week), units in sorted(days.items()):
        working, left = held.working[person][week], units - held.record.get((person, project, week), 0)
        if working and left > 0:
            monday = portfolio.settings.monday(week)
            fte = Fraction(left, UNITS_PER_DAY * working)
            weeks[person, project].append(Segment(monday, monday + timedelta(days=6), fte))
    rows = (
        Booking(f"plan|{person}|{project}", person, project, segments=tuple(segments), by_week=True)
        for (person, project), segments in weeks.items()
    )
    return replace(portfolio, bookings=(*locked, *rows))


def _from(day: date, booking: Booking) -> Booking:
    """Return a row of Assignments without what lies before a day."""
    late = tuple(replace(s, start=max(s.start, day)) for s in booking.segments if s.end >= day)
    return replace(booking, segments=late)


def keepable(portfolio: Portfolio, days: Mapping[PairWeek, int]) -> dict[PairWeek, int]:
    """Return how many units of each pair and week some plan could keep, whatever it does to the others.

    That is the least of the days, of what the person may give in the week, and of what the project's lines want that
    they may serve; nothing of forbidden pairs. No plan under the limits keeps more.
    """
    grid, staffing = lay_out(portfolio), Staffing(portfolio)
    people = {p.id: p for p in portfolio.people}
    forbidden = {
        (rule.person_id, rule.project_id)
        for rule in portfolio.rules
        if rule.kind is RuleKind.FORBID and not (rule.start or rule.end)
    }
    kept = {}
    for (person, project, week), units in days.items():
        if person not in people or project not in grid.lines_of or (person, project) in forbidden:
            kept[person, project, week] = 0
            continue
        lines = [x for x in grid.lines_of[project] if x.from_lock or staffing.qualifies(people[person], x)]
        moves = grid.shifts[project]
        wanted = max(sum(grid.wanted_at(x.id, shift)[week] for x in lines) for shift in moves)
        free = _limit(portfolio, grid, person, week)
        locked = sum(p.units for p in grid.pins if (p.person_id, p.project_id, p.week) == (person, project, week))
        kept[person, project, week] = min(units, free, wanted + locked)
    return kept


def _limit(portfolio: Portfolio, grid: Grid, person: str, week: int) -> int:
    above = (1 + portfolio.settings.tolerance) * grid.capacity[person][week]
    return above.numerator // above.denominator


def forced_units(portfolio: Portfolio, days: Mapping[PairWeek, int]) -> int:
    """Return how many units of `days` no plan under the limits can keep: a bound from below.

    Each week of each person on its own: what `keepable` leaves of each pair, and in all no more than the person's time.
    """
    grid, by_week = lay_out(portfolio), defaultdict[tuple[str, int], int](int)
    for (person, _, week), units in keepable(portfolio, days).items():
        by_week[person, week] += units
    kept = sum(min(units, _limit(portfolio, grid, person, week)) for (person, week), units in by_week.items() if units)
    return int(sum(days.values()) - kept)


def restricted(
    portfolio: Portfolio, units: Mapping[Cell, int], free: Collection[Pair], shifts: Mapping[str, int]
) -> Portfolio:
    """Return `portfolio` in which only the pairs `free` of person and project may have other days than `units`.

    The other pairs are locked on the days of each line, zeros included; pairs without days are forbidden. Projects
    start where `shifts` says, and nowhere else: their demand is moved there.
    """
    portfolio = with_past(portfolio)
    grid, staffing = lay_out(portfolio), Staffing(portfolio)
    project_of = {line.id: project for project, lines in grid.lines_of.items() for line in lines}
    pairs = {(person, project_of[line]) for (person, line, _), amount in units.items() if amount}
    hard = {(p.person_id, p.project_id, p.week) for p in grid.pins if p.rule is Rule.HARD_LOCK}
    held = {key[:2] for key in hard}
    stay = pairs - set(free)
    kept = tuple(b for b in portfolio.bookings if (b.person_id, b.project_id) not in stay or b.lock is Lock.HARD)
    locks = []
    for person, project in sorted(stay):
        for line in grid.lines_of[project]:
            wanted = grid.wanted_at(line.id, shifts.get(project, 0))
            able = staffing.qualifies(staffing.people[person], line)
            weeks = {
                week: units.get((person, line.id, week), 0)
                for week in range(portfolio.settings.weeks)
                if (person, project, week) not in hard and ((able and wanted[week]) or (person, line.id, week) in units)
            }
            locks += _lock(portfolio, grid, (person, project), line.id, weeks)
    forbidden = (
        RuleRow(f"stay|{p.id}|{project}", RuleKind.FORBID, p.id, project_id=project)
        for p in portfolio.people
        for project in grid.lines_of
        if (p.id, project) not in pairs and (p.id, project) not in free and (p.id, project) not in held
    )
    narrow = replace(portfolio, bookings=(*kept, *locks), rules=(*portfolio.rules, *forbidden))
    return _at_their_starts(narrow, grid, shifts)


def _lock(portfolio: Portfolio, grid: Grid, pair: Pair, line: str, units: Mapping[int, int]) -> list[Booking]:
    """Return a hard lock of a pair on its days of a line in the weeks given in which the person can work."""
    segments = []
    for week, amount in sorted(units.items()):
        working, monday = grid.working[pair[0]][week], portfolio.settings.monday(week)
        if working:
            fte = Fraction(amount, UNITS_PER_DAY * working)
            segments.append(Segment(monday, monday + timedelta(days=6), fte))
    name = f"stay|{pair[0]}|{line}"
    return [Booking(name, *pair, "", line, tuple(segments), True, Lock.HARD)] if segments else []


def _at_their_starts(portfolio: Portfolio, grid: Grid, shifts: Mapping[str, int]) -> Portfolio:
    """Return `portfolio` with the demand of moved projects, week by week, where the moves put it; none may move."""

    def moved(line: Line) -> Line:
        if not shifts.get(line.project_id):
            return line
        mondays = (
            (portfolio.settings.monday(w), n) for w, n in enumerate(grid.wanted_at(line.id, shifts[line.project_id]))
        )
        spans = tuple(
            Segment(monday, monday + timedelta(days=6), Fraction(units, UNITS_PER_DAY), Basis.DAYS)
            for monday, units in mondays
            if units
        )
        return replace(line, segments=spans)

    fixed = tuple(replace(p, earliest_start=None, latest_start=None) for p in portfolio.projects)
    return replace(portfolio, projects=fixed, lines=tuple(moved(line) for line in portfolio.lines))
