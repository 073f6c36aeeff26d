"""The numbers that follow from a Portfolio: capacity, wanted days, locks and the plan of record, in units."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from resopt.domain.eligible import qualifies
from resopt.domain.grid_days import Place, booking_units, capacity_units, shares_of, wanted_units
from resopt.domain.past import NOTHING_PAST, Past, carried_over, done_before
from resopt.domain.records import Absence, Booking, Line, Lock, Portfolio, Project, Status
from resopt.domain.rules import Fact, Rule
from resopt.domain.units import UNITS_PER_DAY

if TYPE_CHECKING:
    from resopt.plan import Plan

PairWeek = tuple[str, str, int]  # person, project, week


@dataclass(frozen=True, slots=True)
class Grid:
    """What `lay_out` derives; all amounts in units, all sequences one entry per week of the horizon.

    Past weeks have no capacity and want nothing, and no fact or record speaks of them: what was done is in `past`.

    capacity
        By person: available days, without tolerance.
    contract
        By person: FTE x working days, before leave and run-the-business.
    working
        By person: working days of the week at the person's location.
    wanted
        By line: wanted days at shift 0, on the step grid.
    shifts
        By planned project: the weeks by which it may start later (or earlier), ascending; (0,) if fixed.
    pins
        Facts of hard locks and, for amounts above 0, of freezes; `line_ids` are the lines they bind (see `_bind`). A
        kept freeze leaves the project's other lines without days of the person in the week.
    soft
        (person, lines, week) -> days softly locked.
    record
        (person, project, week) -> days of the plan of record, on planned projects.
    before
        The days that change is counted against: of the portfolio's baseline, else of the plan of record.
    tier_of
        Project -> index of its tier.
    lines_of
        Planned project -> its lines.
    past
        What was done in the weeks before As Of.
    """

    capacity: dict[str, tuple[int, ...]]
    contract: dict[str, tuple[int, ...]]
    working: dict[str, tuple[int, ...]]
    wanted: dict[str, tuple[int, ...]]
    shifts: dict[str, tuple[int, ...]]
    pins: tuple[Fact, ...]
    soft: dict[tuple[str, tuple[str, ...], int], int]
    record: dict[PairWeek, int]
    before: dict[PairWeek, int]
    tier_of: dict[str, int]
    lines_of: dict[str, tuple[Line, ...]]
    past: Past = NOTHING_PAST

    def wanted_at(self, line_id: str, shift: int) -> tuple[int, ...]:
        """Return the wanted days of a line when its project starts `shift` weeks later."""
        return _moved(self.wanted[line_id], shift)


def lay_out(portfolio: Portfolio) -> Grid:
    """Return the grid of `portfolio`."""
    weeks = portfolio.settings.weeks
    places = {c.location: Place(portfolio.settings, c) for c in portfolio.calendars}
    tier_of = {p: k for k, tier in enumerate(portfolio.tiers) for p in tier.project_ids}
    lines_of = _lines_of(portfolio, tier_of)
    wanted = {
        line.id: wanted_units(places[project.location], line)
        for project in portfolio.projects
        for line in lines_of.get(project.id, ())
    }
    absences = _by_person(portfolio)
    people = {p.id: p for p in portfolio.people}
    shares = {p.id: shares_of(places[p.location], p, absences[p.id]) for p in portfolio.people}
    working = {p.id: places[p.location].working for p in portfolio.people}
    booked = {
        b.id: booking_units(places[people[b.person_id].location], b, shares[b.person_id]) for b in portfolio.bookings
    }
    first, record = portfolio.settings.past_weeks, _record(portfolio, booked, tier_of)
    fixed = _fixed_starts(portfolio, booked, tier_of)
    capacity = {p.id: capacity_units(p, shares[p.id], weeks) for p in portfolio.people}
    shifts = {
        p.id: _kept(fixed.get(p.id), _shifts(portfolio, p, [wanted[x.id] for x in lines_of[p.id]], first))
        for p in portfolio.projects
        if p.id in tier_of
    }
    grid = Grid(
        capacity={i: _open(row, first) for i, row in capacity.items()},
        contract={i: _open(_contract(people[i].fte, row), first) for i, row in working.items()},
        working=working,
        wanted=wanted,
        shifts=shifts,
        pins=(),
        soft=_soft(portfolio, booked, lines_of),
        record=record,
        before=record if portfolio.baseline is None else _planned(portfolio, portfolio.baseline, tier_of),
        tier_of=tier_of,
        lines_of=lines_of,
    )
    grid = _without_past(portfolio, grid, booked, capacity, fixed) if first else grid
    return replace(grid, pins=_pins(portfolio, grid, booked))


def _without_past(
    portfolio: Portfolio,
    grid: Grid,
    booked: dict[str, dict[int, int]],
    capacity: dict[str, tuple[int, ...]],
    fixed: dict[str, int],
) -> Grid:
    """Return the grid with what was done as constants: wanted days are those of open weeks, started projects stay."""
    settings, first = portfolio.settings, portfolio.settings.past_weeks
    shifts = grid.shifts | _started(portfolio, grid, booked, fixed)
    then = {  # what lines want at the start that is certain; projects that can still move want nothing in the past
        line.id: _moved(grid.wanted[line.id], allowed[0]) if len(allowed) == 1 else (0,) * settings.weeks
        for p, allowed in shifts.items()
        for line in grid.lines_of[p]
    }
    done = done_before(portfolio, booked, grid.lines_of, then)
    given: dict[str, int] = defaultdict(int)
    of_pair: dict[tuple[str, str], int] = defaultdict(int)
    crew: dict[str, set[str]] = defaultdict(set)
    for (person, on, _), units in done.items():
        given[on] += units
        of_pair[person, on] += units
        crew[on].add(person)
    past_wanted = {i: sum(row[:first]) for i, row in then.items()}
    met = {i: min(given[i], units) for i, units in past_wanted.items()}
    wanted, carried, lost = dict(grid.wanted), {}, {}
    for p, allowed in shifts.items():
        for line in grid.lines_of[p] if len(allowed) == 1 else ():
            row, missed = _open(then[line.id], first), past_wanted[line.id] - met[line.id]
            if settings.carry_over and missed:
                extra = carried_over(missed, row, settings)
                row = tuple(a + b for a, b in zip(row, extra, strict=True))
                carried[line.id] = sum(extra)
                if not any(row):
                    lost[line.id] = missed
            wanted[line.id] = _moved(row, -allowed[0])
    past = Past(
        first,
        done,
        dict(of_pair),
        {i: frozenset(who) for i, who in crew.items()},
        past_wanted,
        met,
        {i: row[:first] for i, row in capacity.items()},
        carried,
        lost,
    )
    return replace(grid, shifts=shifts, wanted=wanted, past=past)


def _started(
    portfolio: Portfolio, grid: Grid, booked: dict[str, dict[int, int]], fixed: dict[str, int]
) -> dict[str, tuple[int, ...]]:
    """Return the start of each project with days done: where the plan given back has it, else where it is typed."""
    nothing = dict.fromkeys(grid.wanted, (0,) * portfolio.settings.weeks)
    lines = {line for _, line, _ in done_before(portfolio, booked, grid.lines_of, nothing)}
    moved, found = portfolio.known_starts, {}
    for project in portfolio.projects:
        own = grid.lines_of.get(project.id, ())
        if any(x.id in lines for x in own):
            window = _shifts(portfolio, project, [grid.wanted[x.id] for x in own], 0)
            found[project.id] = _kept(fixed.get(project.id, moved.get(project.id, 0)), window)
    return found


def _moved(row: tuple[int, ...], shift: int) -> tuple[int, ...]:
    """Return a row by week, `shift` weeks later."""
    return tuple(row[w - shift] if 0 <= w - shift < len(row) else 0 for w in range(len(row)))


def _open(row: tuple[int, ...], first: int) -> tuple[int, ...]:
    """Return a row by week without what lies before the week `first`."""
    return (0,) * first + row[first:] if first else row


def begun(portfolio: Portfolio) -> set[str]:
    """Return the projects on which days were done before As Of."""
    project_of = {line.id: line.project_id for line in portfolio.lines}
    return {project_of[line] for _, line, _ in lay_out(portfolio).past.done}


def with_past(portfolio: Portfolio) -> Portfolio:
    """Return `portfolio` with all that was done as rows of Actuals; other Assignments then do not change the past."""
    if not portfolio.settings.past_weeks:
        return portfolio
    grid = lay_out(portfolio)
    project_of = {line.id: project for project, lines in grid.lines_of.items() for line in lines}
    rows = grid.past.as_actuals(portfolio.settings, project_of, {p.id for p in portfolio.people})
    return replace(portfolio, actuals=rows)


def _contract(fte: Fraction, working: tuple[int, ...]) -> tuple[int, ...]:
    units = fte * UNITS_PER_DAY
    return tuple(units.numerator * days // units.denominator for days in working)


def _lines_of(portfolio: Portfolio, tier_of: dict[str, int]) -> dict[str, tuple[Line, ...]]:
    found: dict[str, list[Line]] = {p: [] for p in tier_of}
    for line in portfolio.lines:
        if line.project_id in found:
            found[line.project_id].append(line)
    return {p: tuple(lines) for p, lines in found.items()}


def _by_person(portfolio: Portfolio) -> dict[str, list[Absence]]:
    found: dict[str, list[Absence]] = {p.id: [] for p in portfolio.people}
    for absence in portfolio.absences:
        found[absence.person_id].append(absence)
    return found


def bound_lines(booking: Booking, lines: tuple[Line, ...]) -> tuple[str, ...]:
    """Return the IDs of the project's lines that a row of Assignments binds."""
    if booking.line_id is not None:
        return (booking.line_id,)
    if booking.role:
        return tuple(line.id for line in lines if line.role == booking.role)
    return tuple(line.id for line in lines)


def _pins(portfolio: Portfolio, grid: Grid, booked: dict[str, dict[int, int]]) -> tuple[Fact, ...]:
    """Return hard locks, and freezes of the days on record: these lie on the lines that its rows bind."""
    pins, frozen, bind = [], defaultdict[PairWeek, set[str]](set), _Binding(portfolio, grid)
    for b in (b for b in portfolio.bookings if b.project_id in grid.tier_of):
        every, tier = grid.lines_of[b.project_id], grid.tier_of[b.project_id]
        named = bound_lines(b, every)
        for week, units in sorted(_from(portfolio.settings.past_weeks, booked[b.id])):
            if b.lock is Lock.HARD:
                key, ids = f"{b.id}@{week:02d}", bind.narrowed(b, named, week) if units else named
                pins.append(Fact(Rule.HARD_LOCK, key, tier, b.project_id, b.person_id, None, ids, week, units, b.id))
            if units and not b.asked and week < portfolio.settings.frozen_until:
                ids = bind.narrowed(b, named or tuple(x.id for x in every), week)
                frozen[b.person_id, b.project_id, week].update(ids)
    for (person, project, week), some in sorted(frozen.items()):
        lines = tuple(x for x in grid.lines_of[project] if x.id in some)
        units = grid.record[person, project, week]
        pins.append(freeze_fact(person, project, week, units, grid.tier_of[project], lines))
    return tuple(pins)


class _Binding:
    """Which lines the days of a row of Assignments are bound to, week by week."""

    def __init__(self, portfolio: Portfolio, grid: Grid) -> None:
        self.grid = grid
        self.people = {p.id: p for p in portfolio.people}
        self.roles = {role.name: role for role in portfolio.roles}
        self.lines = {x.id: x for lines in grid.lines_of.values() for x in lines}
        self._able: dict[tuple[str, str], bool] = {}

    def narrowed(self, booking: Booking, named: tuple[str, ...], week: int) -> tuple[str, ...]:
        """Return those of several lines that want days in the week and that the person may serve; else all.

        A line wants days if it does so at a start that may be chosen.
        """
        if len(named) < 2:
            return named
        return tuple(i for i in named if self._wants(i, week) and self._may(booking.person_id, i)) or named

    def _wants(self, line_id: str, week: int) -> bool:
        shifts = self.grid.shifts[self.lines[line_id].project_id]
        return any(self.grid.wanted_at(line_id, shift)[week] for shift in shifts)

    def _may(self, person_id: str, line_id: str) -> bool:
        key = person_id, line_id
        if key not in self._able:
            self._able[key] = qualifies(self.people[person_id], self.lines[line_id], self.roles)
        return self._able[key]


def freeze_fact(person: str, project: str, week: int, units: int, tier: int, lines: tuple[Line, ...]) -> Fact:
    """Return the fact that this person works exactly `units` on this project in a frozen week, on these lines."""
    ids = tuple(line.id for line in lines)
    return Fact(Rule.FREEZE, f"{person}|{project}@{week:02d}", tier, project, person, None, ids, week, units)


def _from(first: int, weeks: dict[int, int]) -> list[tuple[int, int]]:
    """Return week and units from the first open week on."""
    return [(week, units) for week, units in weeks.items() if week >= first]


def _soft(
    portfolio: Portfolio, booked: dict[str, dict[int, int]], lines_of: dict[str, tuple[Line, ...]]
) -> dict[tuple[str, tuple[str, ...], int], int]:
    soft: dict[tuple[str, tuple[str, ...], int], int] = defaultdict(int)
    first = portfolio.settings.past_weeks
    for b in portfolio.bookings:
        if b.lock is Lock.SOFT and b.project_id in lines_of:
            for week, units in _from(first, booked[b.id]):
                soft[b.person_id, bound_lines(b, lines_of[b.project_id]), week] += units
    return {key: units for key, units in soft.items() if units}


def _record(portfolio: Portfolio, booked: dict[str, dict[int, int]], tier_of: dict[str, int]) -> dict[PairWeek, int]:
    record: dict[PairWeek, int] = defaultdict(int)
    for b in portfolio.bookings:
        if b.project_id in tier_of and not b.asked:
            for week, units in _from(portfolio.settings.past_weeks, booked[b.id]):
                record[b.person_id, b.project_id, week] += units
    return {key: units for key, units in record.items() if units}


def _planned(portfolio: Portfolio, plan: Plan, tier_of: dict[str, int]) -> dict[PairWeek, int]:
    """Return the days of a plan by person, project and week; what is not planned any more is left out."""
    project_of = {line.id: line.project_id for line in portfolio.lines if line.project_id in tier_of}
    people = {p.id for p in portfolio.people}
    weeks = range(portfolio.settings.past_weeks, portfolio.settings.weeks)
    found: dict[PairWeek, int] = defaultdict(int)
    for a in plan.assignments:
        if a.line_id in project_of and a.person_id in people and a.week in weeks:
            found[a.person_id, project_of[a.line_id], a.week] += a.units
    return dict(found)


def _fixed_starts(portfolio: Portfolio, booked: dict[str, dict[int, int]], tier_of: dict[str, int]) -> dict[str, int]:
    """Return the shift of projects with hard locks: none, or that of the baseline if only locks in it speak of them."""
    moved, first = portfolio.known_starts, portfolio.settings.past_weeks
    locks = [b for b in portfolio.bookings if b.lock is Lock.HARD and b.project_id in tier_of]
    locks = [b for b in locks if _from(first, booked[b.id])]
    on_record = {b.project_id for b in locks if not b.asked}
    return {b.project_id: 0 if b.project_id in on_record else moved.get(b.project_id, 0) for b in locks}


def _kept(shift: int | None, allowed: tuple[int, ...]) -> tuple[int, ...]:
    """Return the shifts that a project may choose from if it has to keep one of them."""
    return allowed if shift is None else (shift if shift in allowed else 0,)


def _shifts(portfolio: Portfolio, project: Project, wanted: list[tuple[int, ...]], start: int) -> tuple[int, ...]:
    """Return the shifts within Earliest-Latest Start that keep all wanted days from week `start` on in the horizon."""
    if project.start is None or project.status is Status.IN_FLIGHT:
        return (0,)
    first = ceil(((project.earliest_start or project.start) - project.start).days / 7)
    last = floor(((project.latest_start or project.start) - project.start).days / 7)
    weeks = [w for row in wanted for w, units in enumerate(row) if units]
    if not weeks:
        return (0,)
    end = portfolio.settings.weeks
    return tuple(s for s in range(first, last + 1) if min(weeks) + s >= start and max(weeks) + s < end) or (0,)
