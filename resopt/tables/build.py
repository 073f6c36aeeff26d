"""Building a Portfolio: raw tables are read sheet by sheet, then looked at together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from resopt.domain.records import (
    Absence,
    Band,
    Booking,
    Calendar,
    Line,
    Person,
    Portfolio,
    Project,
    Segment,
    Settings,
    Tier,
)
from resopt.domain.tiers import band_of, kind_of, tiers_of
from resopt.excel.cells import CellError
from resopt.excel.findings import Findings
from resopt.excel.raw import RawTable
from resopt.excel.weeks import Period
from resopt.tables.actuals import as_of_in, note_past, read_actuals
from resopt.tables.assignments import WorkingDays, lock_lines, read_assignments
from resopt.tables.availability import read_availability
from resopt.tables.calendars import Almanac, usual_location
from resopt.tables.cross import look_over
from resopt.tables.demand import read_demand
from resopt.tables.effects import note_without_effect
from resopt.tables.needed import check_columns
from resopt.tables.others import read_fit, read_roles, read_template
from resopt.tables.outside import has_work_of, warn_lost
from resopt.tables.places import country_of
from resopt.tables.priority import MANY_TIERS, bands_of
from resopt.tables.projects import read_projects
from resopt.tables.reading import Reading
from resopt.tables.rules import read_rules, warn_forbidden_locks
from resopt.tables.scenarios import read_scenarios
from resopt.tables.settings import Draft, read_settings
from resopt.tables.spellings import learn_spellings
from resopt.tables.staff import read_staff
from resopt.tables.sure import sure_of


def build(
    tables: dict[str, RawTable], findings: Findings, strict: bool, lang: str, sha256: str, source: str
) -> Portfolio:
    """Return the Portfolio that the tables hold.

    Raises
    ------
    InputError
        With every fault, if `strict` or if no row could be trusted.
    """
    check_columns(tables, findings)
    if findings.fatal:
        findings.check(strict, lang)
    reading = Reading(tables, findings)
    draft = read_settings(reading)
    findings.language = draft.fields.get("language", "en")
    learn_spellings(reading)
    if "location" in draft.fields:
        draft.fields["location"] = reading.locations.of(draft.fields["location"])
    projects = read_projects(reading, draft)
    people = read_staff(reading)
    roles = read_roles(reading)
    lines = read_demand(reading)
    settings = _settings(draft, projects, lines, findings)
    settings = as_of_in(draft, replace(settings, tiers=_bands(draft), priority_order=draft.priority_order))
    people, projects = _place(people, projects, settings)
    reading.person_of |= {p.id: p for p in people}
    almanac = Almanac(settings.holidays)
    locations = {p.id: p.location for p in people}
    has_work = has_work_of(almanac, locations)
    absences = read_availability(reading, settings, has_work)
    bookings = read_assignments(reading, settings, _working(almanac, locations), has_work)
    rules, rule_rows = read_rules(reading, settings)
    warn_forbidden_locks(rules, rule_rows, bookings)
    fits, seats = read_fit(reading), read_template(reading)
    scenarios = read_scenarios(reading, settings)
    tiers = _tiers(projects, settings, draft, reading)
    planned = {project for tier in tiers for project in tier.project_ids}
    lines = sorted([*lines, *lock_lines(bookings, lines, planned, reading)], key=lambda line: line.id)
    places = {p.location for p in people} | {p.location for p in projects}
    years = _years(settings, lines, absences, bookings)
    portfolio = Portfolio(
        settings=settings,
        people=tuple(people),
        projects=tuple(projects),
        lines=tuple(lines),
        tiers=tiers,
        calendars=_calendars(almanac, places, years, findings),
        absences=tuple(absences),
        bookings=tuple(bookings),
        actuals=read_actuals(reading, settings, lines),
        roles=tuple(roles),
        rules=tuple(rules),
        fits=tuple(fits),
        seats=tuple(seats),
        policy=draft.policy,
        sha256=sha256,
        source=source,
        scenarios=scenarios,
    )
    look_over(portfolio, reading)
    warn_lost(portfolio, reading)
    note_past(portfolio, reading)
    note_without_effect(portfolio, reading, draft, rule_rows)
    findings.check(strict, lang, sure_of(reading, has_start=draft.start is not None))
    return replace(portfolio, issues=tuple(findings.issues))


def _settings(draft: Draft, projects: list[Project], lines: list[Line], findings: Findings) -> Settings:
    """Return the settings; without Start the horizon begins in the week of the earliest demand."""
    if draft.start is not None:
        return draft.settings(draft.start)
    fields = draft.fields
    planned = {
        p.id
        for p in projects
        if kind_of(p, fields.get("in_flight", "with"), fields.get("proposed", "after")) is not None
    }
    starts = [line.segments[0].start for line in lines if line.segments and line.project_id in planned]
    starts = starts or [line.segments[0].start for line in lines if line.segments]
    settings = draft.settings(min(starts, default=date(2000, 1, 3)))
    if starts:
        findings.note("input.start_found", "settings", start=settings.start.isoformat(), weeks=settings.weeks)
    elif not findings.has_errors:  # else the faults of the lines say why
        findings.stop("input.no_start", "settings")
    return settings


def _place(people: list[Person], projects: list[Project], settings: Settings) -> tuple[list[Person], list[Project]]:
    usual = usual_location(people, settings.location)
    return (
        [replace(p, location=p.location or usual) for p in people],
        [replace(p, location=p.location or usual) for p in projects],
    )


def _working(almanac: Almanac, location_of: dict[str, str]) -> WorkingDays:
    def working(person: str, period: Period) -> int:
        return almanac.working_days(location_of.get(person, ""), period.start, period.end)

    return working


def _bands(draft: Draft) -> tuple[Band, ...]:
    try:
        return bands_of(draft.tiers, draft.priority_order)
    except CellError as error:
        assert draft.tiers_row is not None
        draft.tiers_row.fault(error.code, "value", **error.values)
        return ()


def _tiers(projects: list[Project], settings: Settings, draft: Draft, reading: Reading) -> tuple[Tier, ...]:
    for project in projects:
        planned = kind_of(project, settings.in_flight, settings.proposed) is not None
        if settings.tiers and planned and band_of(project.rank, settings.tiers) is None:
            place = reading.place_of["projects", project.id]
            reading.findings.error("input.no_band", "projects", place, found=project.priority, tiers=draft.tiers)
    tiers = tiers_of(projects, settings)
    if len(tiers) > MANY_TIERS and not settings.tiers:
        reading.findings.warn("input.many_tiers", "projects", count=len(tiers))
    return tiers


def _years(settings: Settings, lines: list[Line], absences: list[Absence], bookings: list[Booking]) -> range:
    """Return the years in which any working day is asked for."""
    segments: list[Segment] = [s for line in lines for s in line.segments]
    segments += [a.segment for a in absences]
    segments += [s for booking in bookings for s in booking.segments]
    first = min((s.start for s in segments), default=settings.start)
    last = max((s.end for s in segments), default=settings.end)
    return range(min(first, settings.start).year, max(last, settings.end).year + 1)


def _calendars(almanac: Almanac, locations: set[str], years: range, findings: Findings) -> tuple[Calendar, ...]:
    if almanac.holidays:
        for location in sorted(locations):
            if not location:
                findings.note("input.no_location")
            elif country_of(location) is None:
                findings.warn("input.unknown_location", location=location)
        for year in almanac.unpublished():
            findings.note("input.calendar_estimate", year=year)
    return tuple(almanac.calendar(location, years) for location in sorted(locations))
