"""Plans: a Plan read from sheet Plan of a workbook or from a frame, and written as frames."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resopt.arguments import need_path, need_plan_of, need_portfolio
from resopt.domain.records import Line, Portfolio
from resopt.domain.units import round_units, to_days
from resopt.errors import InputError
from resopt.excel.cells import CellError, fold, is_blank, number_of, squash, text_of
from resopt.excel.columns import spellings
from resopt.excel.findings import Findings
from resopt.excel.guard import Package, open_package, refuse
from resopt.excel.raw import Bad, RawTable
from resopt.excel.read import Sheet, add_sheet, read_sheets
from resopt.excel.recognise import input_key, output_key
from resopt.plan import Plan
from resopt.tables.actuals import note_plan_past
from resopt.tables.lookup import Lookup
from resopt.tables.reading import few
from resopt.tables.rows import Row
from resopt.tables.unheard import Bookings, note_unheard

if TYPE_CHECKING:
    from pandas import DataFrame

HEADER_ROWS = 20  # title rows may stand above the table
OWN_SHEET = "_resopt"  # hidden; holds what the visible sheets cannot
MOST_SHIFT = 53  # weeks
SAME_FTE = Fraction(1, 1_000_000)
SAME_DAYS = Fraction(1, 20)  # half of the last digit that days are shown with


class PlanReading:
    """What the rows of a plan are read against."""

    def __init__(self, portfolio: Portfolio, findings: Findings) -> None:
        self.portfolio = portfolio
        self.findings = findings
        self.people = Lookup("person", {p.id: p.name for p in portfolio.people})
        self.projects = Lookup("project", {p.id: p.name for p in portfolio.projects})
        self.lines = Lookup("line", {line.id: line.id for line in portfolio.lines})
        self.line_of = {line.id: line for line in portfolio.lines}
        self.by_role: dict[tuple[str, str], list[Line]] = defaultdict(list)
        for line in portfolio.lines:
            self.by_role[line.project_id, fold(line.role)].append(line)
        calendars = {calendar.location: calendar for calendar in portfolio.calendars}
        self.calendar_of = {p.id: calendars[p.location] for p in portfolio.people}
        self.units: dict[tuple[str, str, int], int] = {}
        self.bookings = Bookings(portfolio)
        self.places: dict[tuple[str, str, int], str] = {}
        self.past: dict[tuple[str, str, int], int] = {}  # units of rows in weeks that are past
        self.past_place = ""  # of the first of them

    def find(self, row: Row, lookup: Lookup, *keys: str) -> str | None:
        """Return the ID that the first filled cell refers to, None if none is filled or it is wrong."""
        for key in keys:
            if text := row.identity(key):
                try:
                    return lookup.find(text)[0]
                except CellError as error:
                    row.fault(error.code, key, **error.values)
                    return None
        return None

    def lines_of(self, project: str) -> list[Line]:
        """Return the lines of a project by ID."""
        return [line for line in self.portfolio.lines if line.project_id == project]

    def working_days(self, person: str, monday: date) -> int:
        """Return the working days of the person's week before leave."""
        calendar = self.calendar_of[person]
        return sum(calendar.is_working(monday + timedelta(days=i)) for i in range(7))


def load_plan(path: str | Path, portfolio: Portfolio, *, lang: str = "en") -> Plan:
    """Return the plan on sheet Plan of a workbook.

    Where FTE differs from Planned FTE it counts, else Days. What is typed under Lock, Decision, Reason or Approved
    By has no effect yet; `Plan.issues` says so cell by cell.

    Raises
    ------
    InputError
        If the file or sheet cannot be read; with every unknown ID and bad cell, each by address.
    ValueError
        If they are no name of a file and no portfolio.
    """
    need_path("path", path)
    need_portfolio("portfolio", portfolio)
    try:
        package = open_package(Path(path))
        sheets = {sheet.key: sheet for sheet in read_sheets(package, _key_of)}
    except InputError as error:
        raise InputError(error.issues, lang) from error
    return plan_in(package, sheets, portfolio, lang)


def plan_in(package: Package, sheets: Mapping[str, Sheet], portfolio: Portfolio, lang: str) -> Plan:
    """Return the plan of a workbook whose sheets, by key, were read.

    Raises
    ------
    InputError
        As `load_plan` does.
    """
    findings = Findings()
    try:
        sheet = sheets["plan"] if "plan" in sheets else _by_headers(package)
    except InputError as error:
        raise InputError(error.issues, lang) from error
    header = _header_row(sheet.rows)
    if header is None:
        findings.stop("input.plan_no_header", "plan", rows=HEADER_ROWS)
        findings.check(True, lang)
    table = RawTable("plan")
    add_sheet(table, sheet, "", findings, header or 0)
    own = sheets.get(OWN_SHEET)
    known = {text_of(row[0]) for row in own.rows if row and not isinstance(row[0], Bad)} if own else set()
    if "schema" in known and "first_week" not in known:  # written for somebody: days of others are not in it
        findings.stop("input.plan_not_whole")
        findings.check(True, lang)
    return _plan(table, own.rows if own else [], portfolio, findings, lang)


def plan_from_frame(frame: DataFrame, portfolio: Portfolio, *, lang: str = "en") -> Plan:
    """Return the plan in a long frame as `plan_to_frame` gives it; starts are those of the portfolio.

    Raises
    ------
    InputError
        With every unknown ID and bad cell, each by its row.
    """
    from resopt.tables.frames import table_from

    findings = Findings()
    return _plan(table_from("plan", frame, findings), [], portfolio, findings, lang)


def _key_of(title: str) -> str | None:
    if squash(title) == OWN_SHEET:
        return OWN_SHEET
    return "plan" if output_key(title) == "plan" else None


def _by_headers(package: Package) -> Sheet:
    """Return the first sheet that has the headers of a plan, for workbooks whose sheet was renamed."""
    for sheet in read_sheets(package, lambda title: "plan"):
        if _header_row(sheet.rows) is not None:
            return sheet
    is_input = any(input_key(part.title) for part in package.parts)
    raise refuse("input.input_as_plan" if is_input else "input.plan_missing", Path(package.name))


def _header_row(rows: list[list[Any]]) -> int | None:
    """Return the first row that names the person, the week, and days or FTE."""
    known = spellings("plan")
    for index, cells in enumerate(rows[:HEADER_ROWS]):
        keys = {known.get(squash(text_of(cell))) for cell in cells if not is_blank(cell) and not isinstance(cell, Bad)}
        if {"person_id", "week"} <= keys and keys & {"days", "fte"}:
            return index
    return None


def _plan(table: RawTable, own: list[list[Any]], portfolio: Portfolio, findings: Findings, lang: str) -> Plan:
    for group in (("person_id", "name"), ("demand_id", "project_id", "project"), ("week",), ("days", "fte")):
        if not any(table.has(key) for key in group):
            findings.stop("input.plan_column", "plan", columns=[f"@plan.{key}" for key in group])
    findings.check(True, lang)
    reading = PlanReading(portfolio, findings)
    for raw in table:
        _read_row(Row(raw, findings), reading)
    note_plan_past(portfolio, reading.past, reading.past_place, findings)
    shifts = _shifts(own, reading)
    findings.check(True, lang)
    return replace(Plan.of(reading.units, shifts), issues=tuple(findings.issues), portfolio=portfolio)


def _read_row(row: Row, reading: PlanReading) -> None:
    if not (row.has("days") or row.has("fte")):
        note_unheard(row, ())
        return
    row.need("person_id", "name")
    person = reading.find(row, reading.people, "person_id", "name")
    if person is not None and row.has("person_id") and row.has("name"):
        check_name(row, person, reading)
    line = line_in(row, reading)
    row.need("week")
    monday = row.day("week")
    if monday is not None and monday.weekday():
        shown = (monday - timedelta(days=monday.weekday())).isoformat()
        row.fault("input.week_not_monday", "week", found=monday.isoformat(), monday=shown)
    fte, days, planned = (row.number(key, percent=key != "days") for key in ("fte", "days", "planned_fte"))
    if row.bad or person is None or line is None or monday is None:
        return
    working = reading.working_days(person, monday)
    if fte is not None and days is None:
        days = fte * working
    elif fte is not None and days is not None and planned is not None and abs(fte - planned) > SAME_FTE:
        days = agreed_days(row, fte, days, working) if abs(days - planned * working) > SAME_DAYS else fte * working
        if row.bad:
            return
    note_unheard(row, reading.bookings.behind(person, reading.line_of[line], monday))
    key = (person, line, (monday - reading.portfolio.settings.start).days // 7)
    if 0 <= key[2] < reading.portfolio.settings.past_weeks:
        reading.past_place = reading.past_place or row.raw.place("week")
        reading.past[key] = reading.past.get(key, 0) + round_units(days or Fraction(0))
        return
    if key in reading.places:
        row.fault("input.plan_twice", "person_id", other=reading.places[key])
        return
    reading.places[key] = row.raw.place("person_id")
    units = round_units(days or Fraction(0))
    if days and not units:
        row.fault("input.plan_days_small", "days" if row.has("days") else "fte", found=f"{float(days):g}")
    reading.units[key] = units


def agreed_days(row: Row, fte: Fraction, days: Fraction, working: int) -> Fraction | None:
    """Return the days of a row whose FTE and Days were both typed; None, with a fault, where they contradict."""
    if abs(fte * working - days) <= SAME_DAYS:
        return days
    values = {"fte": f"{float(fte):g}", "asked": f"{float(fte * working):g}", "days": f"{float(days):g}"}
    row.fault("given.fte_and_days", "days", other=row.raw.place("fte"), working=working, **values)
    return None


def check_name(row: Row, person: str, reading: PlanReading) -> None:
    """A typed name moves nobody's days: Person ID says who it is. The name of somebody else is refused."""
    name, names = row.text("name"), reading.people.names
    if fold(name) == fold(names[person]) or (row.has("key") and not row.text("key").startswith(f"{person}|")):
        return  # the same person, or a changed Person ID beside the name that stood there before
    values = {"found": name, "id": person, "name": names[person]}
    if fold(name) in {fold(other) for other in names.values()}:
        row.fault("input.plan_name_other", "name", **values)
    else:
        row.warn("input.plan_name", "name", **values)


def line_in(row: Row, reading: PlanReading) -> str | None:
    """Return the line: by Demand ID, else the only line of the project with the role."""
    project = reading.find(row, reading.projects, "project_id", "project")
    if row.has("demand_id"):
        found = reading.find(row, reading.lines, "demand_id")
        if found is not None and project is not None and reading.line_of[found].project_id != project:
            values = {"found": found, "project": reading.line_of[found].project_id, "other": project}
            row.fault("input.line_of_other", "demand_id", **values)
        return found
    if project is None:
        if not row.bad:  # a project that is unknown was named already
            row.fault("input.plan_no_demand", "demand_id", project="@plan.project_id", role="@plan.role")
        return None
    role = row.identity("role")
    lines = reading.by_role.get((project, fold(role)), [])
    if len(lines) == 1:
        return lines[0].id
    code = "input.plan_which_line" if lines else "input.plan_no_line" if role else "input.plan_no_role"
    ids = [line.id for line in lines] or few([f"{line.id} {line.role}".strip() for line in reading.lines_of(project)])
    row.fault(code, "demand_id", project=project, role=role, ids=ids)
    return None


def _shifts(own: Iterable[list[Any]], reading: PlanReading) -> dict[str, int]:
    """Return the starts that moved, from the rows (start, project, weeks) of our hidden sheet."""
    shifts: dict[str, int] = {}
    for number, cells in enumerate(own, 1):
        if len(cells) < 3 or any(isinstance(cell, Bad) for cell in cells[:3]) or text_of(cells[0]) != "start":
            continue
        try:
            project, weeks = reading.projects.find(text_of(cells[1]))[0], number_of(cells[2])
        except CellError as error:
            reading.findings.error(error.code, OWN_SHEET, f"B{number}", **error.values)
            continue
        if weeks.denominator == 1 and abs(weeks) <= MOST_SHIFT:
            shifts[project] = int(weeks)
        else:
            reading.findings.error("input.not_a_number", OWN_SHEET, f"C{number}", found=text_of(cells[2]))
    return shifts


def plan_to_frame(plan: Plan, portfolio: Portfolio) -> DataFrame:
    """Return the plan with one row per person, line and week.

    Columns: person_id, name, project_id, project, demand_id, role (text), week (Monday, Timestamp), days, fte
    (float; FTE is days / working days of that person's week before leave).

    Raises
    ------
    ValueError
        If the plan is none of this portfolio.
    """
    from pandas import DataFrame, to_datetime

    need_plan_of(portfolio, plan)
    reading = PlanReading(portfolio, Findings())
    names, projects = reading.people.names, reading.projects.names
    rows = []
    for a in plan.assignments:
        line, monday = reading.line_of[a.line_id], portfolio.settings.monday(a.week)
        days, working = to_days(a.units), reading.working_days(a.person_id, monday)
        fte = days / working if working else 0.0
        who = (a.person_id, names[a.person_id], line.project_id, projects[line.project_id])
        rows.append((*who, line.id, line.role, monday, days, fte))
    columns = ["person_id", "name", "project_id", "project", "demand_id", "role", "week", "days", "fte"]
    frame = DataFrame(rows, columns=columns)
    frame["week"] = to_datetime(frame["week"])
    return frame.astype({"days": float, "fte": float})


def plan_wide(plan: Plan, portfolio: Portfolio) -> DataFrame:
    """Return days of each person (index, person_id) in each week (columns, Monday Timestamps).

    Raises
    ------
    ValueError
        If the plan is none of this portfolio.
    """
    from pandas import DataFrame, DatetimeIndex, Index

    need_plan_of(portfolio, plan)
    weeks = portfolio.settings.weeks
    days = {person.id: [0.0] * weeks for person in portfolio.people}
    for a in plan.assignments:
        days[a.person_id][a.week] += to_days(a.units)
    mondays = DatetimeIndex([portfolio.settings.monday(week) for week in range(weeks)], name="week")
    return DataFrame(list(days.values()), index=Index(list(days), name="person_id"), columns=mondays, dtype=float)
