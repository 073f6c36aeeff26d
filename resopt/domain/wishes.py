"""Wishes: what people ask for in a plan that they give back, and the Portfolio in which the wishes are locks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from resopt.domain.grid import bound_lines
from resopt.domain.history import Ran, Seen, Tracked
from resopt.domain.records import Booking, Lock, Portfolio, Project, Segment
from resopt.domain.units import UNITS_PER_DAY
from resopt.errors import Issue

if TYPE_CHECKING:
    from resopt.plan import Plan


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing asked for: `units` of a person on a line (empty: on the project) in a week, hard or soft.

    `kind` says how it was asked: amount (a changed FTE), lock, reject (a Decision), swap (a changed Person ID), new (a
    row of its own), standing (asked for earlier and still in force). `was` are the units of the plan given back,
    `sheet` and `place` the cell.
    """

    person_id: str
    project_id: str
    line_id: str
    week: int
    units: int
    lock: Lock = Lock.HARD
    kind: str = "amount"
    was: int = 0
    sheet: str = ""
    place: str = ""
    reason: str = ""
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class Start:
    """A start asked for by rejecting the one that the plan chose: `weeks` later than the project's Start."""

    project_id: str
    weeks: int
    sheet: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A plan given back: the plan as it was written, in weeks of the new horizon, and what people ask for in it.

    `issues` answer what is typed and is no wish; `run` is the run that wrote the file, `input_sha256` its input.
    `runs` are all runs up to that one, the oldest first; `conflicts` and `warnings` the rows that people follow up,
    `seen` the gaps among them.
    """

    plan: Plan
    wishes: tuple[Wish, ...] = ()
    starts: tuple[Start, ...] = ()
    issues: tuple[Issue, ...] = ()
    run: str = ""
    input_sha256: str = ""
    runs: tuple[Ran, ...] = ()
    conflicts: tuple[Tracked, ...] = ()
    warnings: tuple[Tracked, ...] = ()
    seen: tuple[Seen, ...] = ()


def with_given(portfolio: Portfolio, given: Given) -> Portfolio:
    """Return the portfolio in which wishes are locks and change is counted against the plan given back.

    A hard wish takes the place of a hard lock of Assignments on the same person, lines and week, and of the project's
    window of starts.
    """
    locks = tuple(lock_of(portfolio, wish) for wish in given.wishes)
    bookings = tuple(one for b in portfolio.bookings for one in _released(portfolio, b, given.wishes))
    held = {start.project_id: start.weeks for start in given.starts}
    projects = tuple(_held(p, held[p.id]) if p.id in held else p for p in portfolio.projects)
    return stay_near(replace(portfolio, bookings=(*bookings, *locks), projects=projects, baseline=given.plan))


def stay_near(portfolio: Portfolio) -> Portfolio:
    """Return the portfolio in which a day moved costs something under the weighted policy too.

    Where Price Change is 0, it is a third of Price Missing: a day met of the last tier is worth three days moved.
    """
    policy = portfolio.policy
    if policy.kind != "weighted" or policy.price_change:
        return portfolio
    return replace(portfolio, policy=replace(policy, price_change=policy.price_missing / 3))


def as_begun(portfolio: Portfolio, plan: Plan) -> Portfolio:
    """Return the portfolio in which projects that have begun keep the starts of `plan`; the same if nothing is past."""
    if portfolio.baseline is not None or not portfolio.settings.past_weeks or not plan.shifts:
        return portfolio
    return replace(portfolio, starts=plan.shifts)


def lock_of(portfolio: Portfolio, wish: Wish) -> Booking:
    """Return a wish as a row of Assignments that is on no record."""
    monday = portfolio.settings.monday(wish.week)
    working = working_days(portfolio, wish.person_id, wish.week)
    share = Fraction(wish.units, UNITS_PER_DAY * working) if working else Fraction(0)
    return Booking(
        id=lock_id(portfolio, wish),
        person_id=wish.person_id,
        project_id=wish.project_id,
        line_id=wish.line_id or None,
        segments=(Segment(monday, monday + timedelta(days=6), share),),
        by_week=True,
        lock=wish.lock,
        reason=wish.reason,
        approved_by=wish.approved_by,
        asked=True,
    )


def lock_id(portfolio: Portfolio, wish: Wish) -> str:
    """Return the ID of the lock that stands for a wish."""
    monday = portfolio.settings.monday(wish.week)
    return f"{wish.person_id}|{wish.project_id}|{wish.line_id}|{monday}|asked"


def working_days(portfolio: Portfolio, person_id: str, week: int) -> int:
    """Return the working days of a person's week before leave."""
    location = next(p.location for p in portfolio.people if p.id == person_id)
    calendar = next(c for c in portfolio.calendars if c.location == location)
    monday = portfolio.settings.monday(week)
    return sum(calendar.is_working(monday + timedelta(days=i)) for i in range(7))


def _held(project: Project, weeks: int) -> Project:
    if project.start is None:
        return project
    start = project.start + timedelta(days=7 * weeks)
    return replace(project, earliest_start=start, latest_start=start)


def _released(portfolio: Portfolio, booking: Booking, wishes: tuple[Wish, ...]) -> tuple[Booking, ...]:
    """Return a row of Assignments; hard locked weeks in which a wish asks for something else stay on record only."""
    if booking.lock is not Lock.HARD or booking.asked:
        return (booking,)
    lines = tuple(line for line in portfolio.lines if line.project_id == booking.project_id)
    bound = bound_lines(booking, lines)
    mondays = {
        portfolio.settings.monday(w.week)
        for w in wishes
        if w.lock is Lock.HARD
        and (w.person_id, w.project_id) == (booking.person_id, booking.project_id)
        and bound == ((w.line_id,) if w.line_id else tuple(line.id for line in lines))
    }
    if not mondays:
        return (booking,)
    parts: dict[bool, list[Segment]] = defaultdict(list)
    for segment in booking.segments:
        for monday, part in _by_week(segment):
            parts[monday in mondays].append(part)
    freed = replace(booking, id=f"{booking.id}|released", lock=Lock.NONE, segments=tuple(parts[True]))
    kept = replace(booking, segments=tuple(parts[False]))
    return tuple(b for b in (kept, freed) if b.segments)


def _by_week(segment: Segment) -> list[tuple[date, Segment]]:
    """Return a segment cut at Mondays, each part with the Monday of its week."""
    found, start = [], segment.start
    while start <= segment.end:
        monday = start - timedelta(days=start.weekday())
        end = min(segment.end, monday + timedelta(days=6))
        found.append((monday, replace(segment, start=start, end=end)))
        start = end + timedelta(days=1)
    return found
