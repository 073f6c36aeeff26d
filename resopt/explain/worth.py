"""Worth: what each hard lock and must-have costs, and what would be lost without the only holder of a skill."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from resopt.domain.changes import Change, Leave, Lift, Unlock
from resopt.domain.grid import bound_lines
from resopt.domain.records import Lock
from resopt.explain.review import holders_of
from resopt.explain.standing import Standing


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that is left out to see what it is worth, and the lines around which days are rearranged then."""

    kind: str
    name: str
    changes: tuple[Change, ...]
    lines: tuple[str, ...]


def asked_for(standing: Standing) -> list[Asked]:
    """Return what may be left out: must-haves, then in turn hard locks and only holders, those of most days first."""
    musts, locks, holders = list(_musts(standing)), list(_locks(standing)), list(_holders(standing))
    turns = max(len(locks), len(holders))
    return [*musts, *(row[i] for i in range(turns) for row in (locks, holders) if i < len(row))]


def _short(s: Standing) -> list[str]:
    return [line for line in s.wanted if s.lacking(line)]


def _musts(s: Standing) -> Iterator[Asked]:
    short = _short(s)
    for project in s.portfolio.projects:
        if project.must_have and project.id in s.grid.lines_of:
            own = [line.id for line in s.grid.lines_of[project.id]]
            people = {p for line in own for p in s.able[line]}
            near = [line for line in short if line not in own and people & set(s.able[line])]
            yield Asked("must_have", "", (Lift("project", project.id, "must_have"),), (*own, *near))


def _locks(s: Standing) -> Iterator[Asked]:
    units = defaultdict[str, int](int)
    for pin in s.grid.pins:
        units[pin.row_id] += pin.units
    short = _short(s)
    booked = [b for b in s.portfolio.bookings if b.lock is Lock.HARD and b.id in units]
    for b in sorted(booked, key=lambda b: (-units[b.id], b.id)):
        bound = bound_lines(b, s.grid.lines_of.get(b.project_id, ()))
        near = [line for line in short if b.person_id in s.able[line] and line not in bound]
        yield Asked("lock", "", (Unlock("booking", b.id),), (*bound, *near))


def _holders(s: Standing) -> Iterator[Asked]:
    """Yield people who alone have what is wanted, once with all that they alone have."""
    names = defaultdict[str, list[tuple[int, str]]](list)
    for name, (units, able) in holders_of(s).items():
        if units and len(able) == 1:
            names[next(iter(able))].append((units, name))
    settings = s.portfolio.settings
    gone = settings.monday(settings.past_weeks) - timedelta(days=1)
    for person, held in sorted(names.items(), key=lambda one: (-sum(units for units, _ in one[1]), one[0])):
        lines = tuple(line for line, people in s.on_line.items() if person in people)
        yield Asked("holder", "; ".join(name for _, name in sorted(held)), (Leave(person, gone),), lines)
