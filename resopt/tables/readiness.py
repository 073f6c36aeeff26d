"""Readiness: what a planner would ask before planning, each answered from the input with a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import floor
from typing import Any

from resopt.domain.grid import Grid, lay_out
from resopt.domain.records import Line, Portfolio
from resopt.domain.units import to_days
from resopt.tables.reading import few


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the list: its sentence, what fills it in, and whether it is settled."""

    code: str
    done: bool
    values: dict[str, Any] = field(default_factory=dict, hash=False)


def readiness(portfolio: Portfolio) -> list[Point]:
    """Return the points, those that are open first."""
    grid = lay_out(portfolio)
    planned = [p for p in portfolio.projects if p.id in grid.lines_of]
    lines = [line for of in grid.lines_of.values() for line in of if not line.from_lock]
    wanting = {line.project_id for line in lines if any(one.amount for one in line.segments)}
    points = [
        _named("projects_wanting", [p.id for p in planned if p.id not in wanting], len(planned)),
        _named("lines_amount", [line.id for line in lines if not line.segments], len(lines)),
        _nobody(portfolio, lines),
        _named("projects_manager", [p.id for p in planned if not p.manager], len(planned)),
        _named("people_department", [p.id for p in portfolio.people if not p.department], len(portfolio.people)),
        Point("leave", bool(portfolio.absences), {"count": len(portfolio.absences)}),
        Point("record", bool(portfolio.bookings), {"count": len(portfolio.bookings)}),
        _fixed_start(portfolio),
        _location(portfolio),
        _enough(portfolio, grid, lines),
        _warnings(portfolio),
    ]
    return sorted(points, key=lambda point: point.done)


def _named(code: str, missing: Sequence[str], total: int) -> Point:
    return Point(code, not missing, {"count": len(missing), "total": total, "ids": few(sorted(missing))})


def _nobody(portfolio: Portfolio, lines: Sequence[Line]) -> Point:
    """Return whether somebody could serve each line, as the look over the whole input found it."""
    codes = ("input.nobody_can", "input.role_of_nobody", "input.role_of_nobody_near")
    count = sum(int(i.values.get("count", 1)) for i in portfolio.issues if i.code in codes)
    return Point("lines_served", not count, {"count": count, "total": len(lines)})


def _fixed_start(portfolio: Portfolio) -> Point:
    found = any(issue.code == "input.start_found" for issue in portfolio.issues)
    values = {"start": portfolio.settings.start.isoformat(), "weeks": portfolio.settings.weeks}
    return Point("start", not found, values)


def _location(portfolio: Portfolio) -> Point:
    codes = {issue.code for issue in portfolio.issues}
    return Point("holidays", not codes & {"input.no_location", "input.unknown_location"})


def _enough(portfolio: Portfolio, grid: Grid, lines: Sequence[Line]) -> Point:
    """Compare the days wanted with the days there are, overtime included, whatever their roles and weeks."""
    wanted = sum(sum(grid.wanted[line.id]) for line in lines)
    there = floor(sum(sum(weeks) for weeks in grid.capacity.values()) * (1 + portfolio.settings.tolerance))
    units = {"wanted": wanted, "there": there, "more": max(0, wanted - there)}
    return Point("days", wanted <= there, {key: f"{to_days(value):,.1f}" for key, value in units.items()})


def _warnings(portfolio: Portfolio) -> Point:
    count = sum(issue.count for issue in portfolio.issues if issue.severity.value == "warning")
    return Point("warnings", not count, {"count": count})
