"""Sheet Actuals and the weeks before As Of: days worked, as facts; what cannot count is named."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from resopt.domain.grid import lay_out
from resopt.domain.records import Actual, Line, Portfolio, Settings
from resopt.domain.units import to_days
from resopt.excel.cells import fold, text_of
from resopt.excel.findings import Findings
from resopt.excel.raw import Bad
from resopt.excel.weeks import Period
from resopt.tables.outside import tell_beyond
from resopt.tables.reading import Reading, few
from resopt.tables.rows import Row
from resopt.tables.settings import Draft

LONG_WEEK = 7  # days of one person in one week: more is a slip, or hours
FREE = timedelta(days=7)

Cell = tuple[str, str, int]  # person, line, week


def as_of_in(draft: Draft, settings: Settings) -> Settings:
    """Return the settings with As Of; a date after which no week is left is a fault."""
    settings = replace(settings, as_of=draft.as_of)
    if settings.past_weeks == settings.weeks and draft.as_of is not None and draft.as_of_row is not None:
        values = {"found": draft.as_of.isoformat(), "end": settings.end.isoformat()}
        draft.as_of_row.fault("input.as_of_late", "value", **values)
        return replace(settings, as_of=None)
    return settings


def read_actuals(reading: Reading, settings: Settings, lines: Iterable[Line]) -> tuple[Actual, ...]:
    """Return the rows of Actuals in past weeks of the horizon, by person, project, line and week; equal ones add up.

    `lines` are all of the portfolio, those that only carry a hard lock among them.
    """
    locked = {fold(line.id): line for line in lines if line.from_lock}
    found: list[Actual] = []
    places: dict[tuple[str, str, date, str], list[str]] = defaultdict(list)
    beyond: list[str] = []
    still_open: list[str] = []
    for row in reading.rows("actuals"):
        row.need("person")
        row.need("project")
        person, project = reading.person(row), reading.find(row, "project", reading.projects)
        line = _line(row, reading, project, locked)
        if not row.raw.periods and not row.bad:
            row.need("week")
        for period, days in _days(row, reading):
            week = (period.start - settings.start).days // 7
            place = row.raw.place(period)
            if not 0 <= week < settings.weeks:
                beyond.append(place)
            elif week >= settings.past_weeks:
                still_open.append(place)
            elif person is not None and project is not None and not row.bad:
                found.append(Actual(person, project, period.start, line or "", days))
                places[person, project, period.start, line or ""].append(place)
                reading.place_of.setdefault(("actuals", f"{project}|{period.start}"), place)
    tell_beyond("actuals", beyond, settings, reading.findings)
    if still_open:
        as_of = (settings.as_of or settings.start).isoformat()
        values = {"count": len(still_open), "places": few(still_open), "as_of": as_of}
        reading.findings.warn("input.actuals_open", "actuals", still_open[0], **values)
    twice = {key: where for key, where in places.items() if len(where) > 1}
    if twice:
        same = [f"{person} {project} {monday}: {', '.join(at)}" for (person, project, monday, _), at in twice.items()]
        first = next(iter(twice.values()))[0]
        reading.findings.note("input.actuals_twice", "actuals", first, count=len(twice), rows=few(same))
    return tuple(sorted(found))


def _line(row: Row, reading: Reading, project: str | None, locked: Mapping[str, Line]) -> str | None:
    """Return the ID of the line that a row names, None if it names none or a wrong one.

    Our own sheet Plan names lines that only carry a hard lock; if the lock is no more, days are on the project alone.
    """
    text = row.identity("demand_id")
    line = locked.get(fold(text))
    of_lock = project and re.fullmatch(rf"{re.escape(fold(project))}-.+-lock(-\d+)?", fold(text))
    if line is None and of_lock and fold(text) not in map(fold, reading.line_of):
        row.note("input.actuals_lock", "demand_id", found=text, project=project)
        return None
    named = line.id if line else reading.find(row, "demand_id", reading.lines)
    if named is None:
        return None
    other = (line or reading.line_of[named]).project_id
    if project is not None and other != project:
        row.fault("input.line_of_other", "demand_id", found=named, project=other, other=project)
    return named


def _days(row: Row, reading: Reading) -> list[tuple[Period, Fraction]]:
    """Return the days by week of a row; hours where the head of the column or (of weeks) Unit says so."""
    of_column = row.raw.layout.units.get("days") if row.raw.amount_key else None
    unit = of_column or ("hours" if reading.unit == "hours" and not row.raw.amount_key else "days")
    found = []
    for period, value in sorted(row.raw.periods.items()):
        if isinstance(value, Bad):
            row.bad = True
            continue
        if period.start.weekday() or period.end - period.start >= FREE:
            row.fault("input.actuals_week", period, found=period.start.isoformat())
            continue
        number = row.amount(period, value, unit=unit)
        if number is None:
            continue
        days = number / reading.hours if unit == "hours" else number
        if days > LONG_WEEK:
            row.warn("input.actuals_long", period, found=text_of(value), most=LONG_WEEK)
        found.append((period, days))
    return found


def note_past(portfolio: Portfolio, reading: Reading) -> None:
    """Say what counts as done, on which projects it cannot count, and which missed days no week is left for."""
    settings, findings = portfolio.settings, reading.findings
    if not settings.past_weeks or findings.has_errors:
        return
    grid = lay_out(portfolio)
    reported = {(a.project_id, a.monday) for a in portfolio.actuals}
    project_of = {line.id: line.project_id for line in portfolio.lines}
    own = sum(n for (_, x, w), n in grid.past.done.items() if (project_of[x], settings.monday(w)) in reported)
    record, until = sum(grid.past.done.values()) - own, settings.monday(settings.past_weeks).isoformat()
    days = {"actuals": f"{to_days(own):g}", "record": f"{to_days(record):g}"}
    findings.note("input.past_read", "settings", weeks=settings.past_weeks, until=until, **days)
    _note_others(portfolio, reading)
    idle = sorted({a.project_id for a in portfolio.actuals if a.days and not grid.lines_of.get(a.project_id)})
    if idle:
        findings.note("input.actuals_idle", "actuals", count=len(idle), projects=few(idle))
    for line, units in sorted(grid.past.lost.items()):
        place = reading.place_of.get(("demand", line), "")
        findings.warn("input.carry_lost", "demand", place, line=line, days=f"{to_days(units):g}")


def _note_others(portfolio: Portfolio, reading: Reading) -> None:
    """Warn of people whom Assignments had on a project in a week that Actuals report without a row for them."""
    if not portfolio.actuals:
        return
    settings = portfolio.settings
    project_of = {line.id: line.project_id for line in portfolio.lines}
    reported = {(a.project_id, a.monday) for a in portfolio.actuals}
    told = {(a.project_id, a.monday, a.person_id) for a in portfolio.actuals}
    lost: dict[tuple[str, date, str], int] = defaultdict(int)
    for (person, line, week), units in lay_out(replace(portfolio, actuals=())).past.done.items():
        key = (project_of[line], settings.monday(week))
        if key in reported and (*key, person) not in told:
            lost[*key, person] += units
    if lost:
        rows = [f"{who} {what} {monday} ({to_days(n):g})" for (what, monday, who), n in sorted(lost.items())]
        project, monday, _ = min(lost)
        place = reading.place_of.get(("actuals", f"{project}|{monday}"), "")
        days = f"{to_days(sum(lost.values())):g}"
        reading.findings.warn("input.actuals_others", "actuals", place, count=len(rows), days=days, rows=few(rows))


def note_plan_past(portfolio: Portfolio, units: Mapping[Cell, int], place: str, findings: Findings) -> None:
    """Say that rows of a plan are left out because their weeks are past; warn if not all of their days were done.

    `units` are the days of these rows by person, line and week, `place` is the first of them.
    """
    if not units:
        return
    project_of = {line.id: line.project_id for line in portfolio.lines}
    planned, done = Counter[tuple[str, str, int]](), Counter[tuple[str, str, int]]()
    for (person, line, week), amount in units.items():
        planned[person, project_of[line], week] += amount
    for (person, line, week), amount in lay_out(portfolio).past.done.items():
        done[person, project_of[line], week] += amount
    both = (planned & done).total()
    days = {"days": f"{to_days(planned.total()):g}", "done": f"{to_days(both):g}"}
    tell = findings.note if both == planned.total() else findings.warn
    tell("input.plan_past", "plan", place, count=len(units), **days)
