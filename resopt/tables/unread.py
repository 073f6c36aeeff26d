"""The way back: the records of a Portfolio as rows of plain values, one list per sheet."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

from resopt.domain.records import (
    Absence,
    Basis,
    Booking,
    Line,
    Lock,
    Person,
    Portfolio,
    Project,
    RuleRow,
    Segment,
    Skill,
)
from resopt.excel.weeks import month_from
from resopt.messages.names import COLUMNS
from resopt.tables.calendars import Almanac
from resopt.tables.unread_scenarios import scenario_rows
from resopt.tables.unread_values import Rows, day, number, percent, shown


def frame_rows(portfolio: Portfolio) -> dict[str, tuple[list[Any], Rows]]:
    """Return, by sheet, the columns and the rows as mappings from column to value."""
    rows: dict[str, Rows] = {
        "projects": [_project(p) for p in portfolio.projects],
        "staff": [_person(p) for p in portfolio.people],
        "demand": [_line(one, portfolio) for one in portfolio.lines if not one.from_lock],
        "availability": _absences(portfolio),
        "assignments": _bookings(portfolio),
        "roles": [
            {
                "role": role.name,
                "department": role.department,
                "filled_by": "; ".join(f"{s.role}:{shown(s.price)}" for s in role.filled_by),
                "cost_per_day": number(role.cost_per_day),
            }
            for role in portfolio.roles
        ],
        "rules": [_rule(rule) for rule in portfolio.rules],
        "fit": [
            {
                "person": fit.person_id,
                "project": fit.project_id,
                "role": fit.role,
                "cost_per_day": number(fit.cost_per_day),
                "preference": fit.preference,
            }
            for fit in portfolio.fits
        ],
        "team_template": [
            {"type": seat.type, "role": seat.role, "core": seat.core, "min_fte": number(seat.min_fte)}
            for seat in portfolio.seats
        ],
        "actuals": [
            {
                "person": one.person_id,
                "project": one.project_id,
                "demand_id": one.line_id or None,
                "week": day(one.monday),
                "days": number(one.days),
            }
            for one in portfolio.actuals
        ],
        "scenarios": scenario_rows(portfolio),
        "settings": [{"setting": key, "value": value} for key, value in _settings(portfolio).items()],
    }
    return {sheet: (_columns(sheet, found), found) for sheet, found in rows.items()}


def _columns(sheet: str, rows: Rows) -> list[Any]:
    """Return the sheet's columns, then the weeks, then the months that any row has."""
    periods = {name for row in rows for name in row if name not in COLUMNS[sheet]}
    months = sorted(name for name in periods if isinstance(name, str))
    return [*COLUMNS[sheet], *sorted(name for name in periods if not isinstance(name, str)), *months]


def _skills(groups: tuple[tuple[Skill, ...], ...]) -> str:
    return "; ".join(" | ".join(_skill(skill) for skill in group) for group in groups)


def _skill(skill: Skill) -> str:
    return skill.name if skill.level is None else f"{skill.name}:{skill.level}"


def _project(p: Project) -> dict[Any, Any]:
    return {
        "project_id": p.id,
        "project": p.name,
        "priority": p.priority,
        "status": p.status.value,
        "start": day(p.start),
        "end": day(p.end),
        "earliest_start": day(p.earliest_start),
        "latest_start": day(p.latest_start),
        "must_have": p.must_have,
        "min_staffing": number(p.min_staffing),
        "value": number(p.value),
        "budget": number(p.budget),
        "department": p.department,
        "manager": p.manager,
        "location": p.location,
        "type": p.type,
        "notes": p.notes,
    }


def _person(p: Person) -> dict[Any, Any]:
    return {
        "person_id": p.id,
        "name": p.name,
        "department": p.department,
        "role": "; ".join(p.roles),
        "level": p.level,
        "skills": "; ".join(_skill(skill) for skill in p.skills),
        "fte": number(p.fte),
        "from": day(p.start),
        "to": day(p.end),
        "bau": number(p.bau),
        "cost_per_day": number(p.cost_per_day),
        "max_projects": p.max_projects,
        "min_share": number(p.min_share),
        "location": p.location,
        "employment": p.employment,
    }


def _line(line: Line, portfolio: Portfolio) -> dict[Any, Any]:
    fill = "all" if line.fill_all else percent(line.fill_share) if line.fill_share else "partial"
    return {
        "demand_id": line.id,
        "project": line.project_id,
        "role": line.role,
        "skill": _skills(line.skills),
        "min_level": line.min_level,
        "person": line.person_id,
        "certainty": line.certainty.value,
        "core": line.core,
        "fill": fill,
        "max_people": line.max_people,
        "same_people": line.same_people,
        "preferred_people": "; ".join(line.preferred),
        "notes": line.notes,
    } | _amounts(line, portfolio)


def _amounts(line: Line, portfolio: Portfolio) -> dict[Any, Any]:
    if len(line.segments) == 1:
        one = line.segments[0]
        span = {"from": day(one.start), "to": day(one.end)}
        if one.basis is Basis.DAYS:
            return {**span, "days": number(one.amount)}
        in_percent = portfolio.settings.unit == "%"
        return {**span, "fte": percent(one.amount) if in_percent else number(one.amount)}
    return {period_name(one): _in_unit(one, portfolio) for one in line.segments}


def period_name(segment: Segment) -> Any:
    """Return the header of the week or month column that a segment fills.

    Raises
    ------
    ValueError
        If it is neither a whole week nor a whole month.
    """
    if segment.start.weekday() == 0 and segment.end == segment.start + timedelta(days=6):
        return day(segment.start)
    month = month_from(segment.start.year, segment.start.month)
    if (month.start, month.end) == (segment.start, segment.end):
        return f"{segment.start:%Y-%m}"
    raise ValueError(f"{segment.start} to {segment.end} is neither a week nor a month")


def _in_unit(segment: Segment, portfolio: Portfolio) -> Any:
    """Return an amount by week in the unit of the settings.

    Raises
    ------
    ValueError
        If the segment does not count what the unit counts.
    """
    unit = portfolio.settings.unit
    if (segment.basis is Basis.DAYS) != (unit in ("days", "hours")):
        raise ValueError(f"a week counts {segment.basis.value}, but Unit is {unit}")
    if unit == "%":
        return percent(segment.amount)
    return number(segment.amount * portfolio.settings.hours_per_day if unit == "hours" else segment.amount)


def _absences(portfolio: Portfolio) -> Rows:
    def row(one: Absence) -> dict[Any, Any]:
        segment = one.segment
        key = "available_days" if segment.basis is Basis.DAYS else "available"
        span = {"from": day(segment.start), "to": day(segment.end)}
        return {"person": one.person_id, **span, key: number(segment.amount)}

    return [row(one) for one in portfolio.absences]


def _bookings(portfolio: Portfolio) -> Rows:
    almanac = Almanac(portfolio.settings.holidays)
    location = {p.id: p.location for p in portfolio.people}
    return [_booking(b, portfolio, almanac, location[b.person_id]) for b in portfolio.bookings]


def _booking(b: Booking, portfolio: Portfolio, almanac: Almanac, location: str) -> dict[Any, Any]:
    row: dict[Any, Any] = {
        "person": b.person_id,
        "project": b.project_id,
        "role": b.role,
        "demand_id": b.line_id,
        "lock": None if b.lock is Lock.NONE else b.lock.value,
        "reason": b.reason,
        "approved_by": b.approved_by,
    }
    unit = portfolio.settings.unit
    if not b.by_week:
        one = b.segments[0]
        fte = percent(one.amount) if unit == "%" else number(one.amount)
        return row | {"from": day(one.start), "to": day(one.end), "fte": fte}
    for one in b.segments:
        amount = one.amount
        if unit in ("days", "hours"):
            amount *= almanac.working_days(location, one.start, one.end)
            amount *= portfolio.settings.hours_per_day if unit == "hours" else 1
        row[period_name(one)] = percent(amount) if unit == "%" else number(amount)
    return row


def _rule(rule: RuleRow) -> dict[Any, Any]:
    value = None if rule.value is None else percent(rule.value) if rule.is_share else number(rule.value)
    return {
        "rule": rule.kind.value,
        "person": rule.person_id,
        "other_person": rule.other_id,
        "project": rule.project_id,
        "department": rule.department,
        "skill": _skills(rule.skill),
        "value": value,
        "from": day(rule.start),
        "to": day(rule.end),
        "reason": rule.reason,
    }


def _settings(portfolio: Portfolio) -> dict[str, Any]:
    s, policy = portfolio.settings, portfolio.policy
    names = ("people", "handover", "fit", "preferred", "own_department", "late_start", "cost")
    prices = ("price_missing", "price_idle", "price_used", "price_pair", "price_change")
    found = {
        "start": day(s.start),
        "weeks": s.weeks,
        "unit": s.unit,
        "hours_per_day": number(s.hours_per_day),
        "step": percent(Fraction(s.step, 1000)),
        "min_share": percent(s.min_share),
        "min_days": percent(s.min_days) if s.min_days_is_share else number(s.min_days),
        "max_projects": s.max_projects,
        "tolerance": percent(s.tolerance),
        "utilisation_target": f"{shown(s.target_low * 100)}-{percent(s.target_high)}",
        "policy": policy.kind,
        "in_flight": s.in_flight,
        "proposed": s.proposed,
        "planned_hires": "yes" if s.planned_hires else "no",
        "freeze_weeks": s.freeze_weeks,
        "as_of": day(s.as_of),
        "carry_over": "yes" if s.carry_over else "no",
        "holidays": "yes" if s.holidays else "no",
        "location": s.location or None,
        "language": s.language,
        "report_unit": s.report_unit,
        "report_threshold": f"{shown(s.threshold_days)} days and {percent(s.threshold_share)}",
        "tiers": "; ".join(band.label for band in s.tiers) or None,
        "priority_order": s.priority_order or None,
    }
    found |= {f"weight_{name}": number(getattr(policy, name)) for name in names}
    return found | {name: number(getattr(policy, name)) for name in prices}
