"""Seats of projects: who sits where, who joins or leaves since the plan of record, what nobody asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from resopt.domain.grid import bound_lines
from resopt.domain.records import Line, Project
from resopt.domain.units import DAYS_PER_WEEK, UNITS_PER_DAY
from resopt.report.figures import Figures

STATES = ("filled", "partly", "empty", "unneeded", "locked")


@dataclass(frozen=True, slots=True)
class Handover:
    """In `week` people have left a line that goes on though they have time for it; `takers` are new there."""

    week: int
    leavers: tuple[str, ...]
    takers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat: a line, or one of its Max People places.

    `number` counts the places of the line from 1 `of` them; `people` sit here, `state` is one of `STATES`.
    Joined, left and handovers are those of the line and stand on its first seat.
    """

    project_id: str
    line: Line
    number: int
    of: int
    people: tuple[str, ...]
    state: str
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    handovers: tuple[Handover, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """A seat of the Team Template that a project of its type did not ask for, or for less (`asked` FTE at most)."""

    project_id: str
    role: str
    core: bool
    least: float | None
    asked: float


@dataclass(frozen=True, slots=True)
class Team:
    """The seats of one planned project.

    `left` are people of the plan of record who leave the project and cannot be told to sit on one certain line.
    """

    project: Project
    seats: tuple[Seat, ...]
    missing: tuple[Missing, ...]
    joined: tuple[str, ...]
    left: tuple[str, ...]
    left_elsewhere: tuple[str, ...]


def teams(figures: Figures) -> tuple[Team, ...]:
    """Return the teams of the planned projects, most important first."""
    crews = _crews(figures)
    new, old = _by_project(figures.pairs), _by_project((p, q) for p, q, _ in figures.old)
    return tuple(_team(figures, p, crews, new.get(p.id, set()), old.get(p.id, set())) for p in figures.order)


def _crews(figures: Figures) -> dict[str, dict[str, list[int]]]:
    """Return the days of each person by week, by line."""
    crews: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for a in figures.result.plan.assignments:
        crews[a.line_id].setdefault(a.person_id, list(figures.zeros))[a.week] += a.units
    return crews


def _by_project(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for person, project in pairs:
        found[project].add(person)
    return found


def _team(
    figures: Figures, project: Project, crews: dict[str, dict[str, list[int]]], new: set[str], old: set[str]
) -> Team:
    joined, left = new - old, old - new
    seat_of = _last_seats(figures, project, left)
    seats = []
    for line in figures.lines_of(project.id):
        if line.from_lock and line.id not in crews:
            continue  # nobody asked for it and nobody sits there
        gone = tuple(sorted(p for p, line_id in seat_of.items() if line_id == line.id))
        seats += _seats(figures, line, crews.get(line.id, {}), joined, gone)
    elsewhere = tuple(sorted(p for p in left if seat_of[p] is None))
    missing = _not_asked(figures, project)
    return Team(project, tuple(seats), missing, tuple(sorted(joined)), tuple(sorted(left)), elsewhere)


def _last_seats(figures: Figures, project: Project, left: set[str]) -> dict[str, str | None]:
    """Return the line on which each leaver sat: the only one that their rows on record bind, else None."""
    lines, bound = figures.lines_of(project.id), defaultdict[str, set[str]](set)
    for b in figures.portfolio.bookings:
        if b.project_id == project.id and b.person_id in left:
            bound[b.person_id].update(bound_lines(b, lines))
    return {p: next(iter(bound[p])) if len(bound[p]) == 1 else None for p in left}


def _seats(
    figures: Figures, line: Line, crew: dict[str, list[int]], joined: set[str], left: tuple[str, ...]
) -> list[Seat]:
    """Return the seats of a line: one for all its people, or one each up to Max People (locks may add more)."""
    people = tuple(sorted(crew, key=lambda p: (next(w for w, units in enumerate(crew[p]) if units), p)))
    gap = sum(figures.gap_of((line,)))
    of = 1 if line.max_people is None else max(line.max_people, len(people))
    seats = []
    for number in range(1, of + 1):
        here = people if line.max_people is None else people[number - 1 : number]
        open_seats = line.max_people is not None and len(people) < of
        if not here:
            state = "empty" if gap else "unneeded"
        else:
            state = "partly" if gap and not open_seats else "filled"
        if line.from_lock:
            state = "locked"
        seats.append(Seat(line.project_id, line, number, of, here, state))
    first = Seat(
        line.project_id, line, 1, of, seats[0].people, seats[0].state,
        tuple(p for p in people if p in joined), left, _handovers(figures, line, crew),
    )  # fmt: skip
    return [first, *seats[1:]]


def _handovers(figures: Figures, line: Line, crew: dict[str, list[int]]) -> tuple[Handover, ...]:
    """Return the weeks in which somebody has left the line though it goes on and they have time (as level 3 counts)."""
    wanted, step = figures.wanted[line.id], figures.portfolio.settings.step
    found = []
    for week in range(1, len(wanted)):
        if wanted[week - 1] and wanted[week]:
            before = {p for p, row in crew.items() if row[week - 1]}
            now = {p for p, row in crew.items() if row[week]}
            leavers = sorted(p for p in before - now if figures.grid.capacity[p][week] >= max(step, 1))
            if leavers:
                found.append(Handover(week, tuple(leavers), tuple(sorted(now - before))))
    return tuple(found)


def _not_asked(figures: Figures, project: Project) -> tuple[Missing, ...]:
    """Return the seats of the project's type that it did not ask for, or for fewer FTE in every week than Min FTE."""
    found = []
    for seat in figures.portfolio.seats:
        if seat.type != project.type:
            continue
        lines = [line for line in figures.lines_of(project.id) if figures.role_of(line) == seat.role]
        asked = max(figures.wanted_of(lines), default=0) / (UNITS_PER_DAY * DAYS_PER_WEEK) if lines else 0.0
        least = None if seat.min_fte is None else float(seat.min_fte)
        if not lines or (least is not None and asked < least):
            found.append(Missing(project.id, seat.role, seat.core, least, asked))
    return tuple(found)
