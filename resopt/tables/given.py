"""A plan given back: a workbook of ours with what people typed into it, read as wishes against a portfolio."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from resopt.arguments import need_path, need_portfolio
from resopt.domain.records import Portfolio
from resopt.domain.wishes import Given, Start, Wish
from resopt.errors import InputError
from resopt.excel.findings import Findings
from resopt.excel.guard import open_package
from resopt.excel.own_tables import own_sheets, read_own
from resopt.excel.raw import RawTable
from resopt.excel.read import OWN_SHEET, Sheet
from resopt.plan import Plan
from resopt.tables import edits_changes, edits_edit, edits_plan
from resopt.tables.actuals import note_plan_past
from resopt.tables.asks import Ask, Asks
from resopt.tables.memory import Written, read_written
from resopt.tables.plans import PlanReading, plan_in
from resopt.tables.tracking import FOLLOWED, read_runs, read_tracked

NAMED = 3  # rows named of those that are gone

Read = Callable[[RawTable, Asks], None]
SHEETS: tuple[tuple[str, tuple[str, ...], Read], ...] = (
    ("plan", edits_plan.NEEDED, edits_plan.read_plan_edits),
    ("edit", edits_edit.NEEDED, edits_edit.read_edit_edits),
    ("changes", edits_changes.NEEDED, edits_changes.read_change_decisions),
)


@dataclass(frozen=True, slots=True)
class Handed:
    """A workbook of ours that was given back: its sheets as they stand, and what it remembers of the plan."""

    name: str
    sheets: dict[str, Sheet]
    written: Written


def open_given(path: str | Path, *, lang: str = "en") -> Handed:
    """Return the workbook.

    Raises
    ------
    InputError
        If it cannot be read, is none of ours, or was written by another version.
    """
    try:
        return _handed(Path(path).name, own_sheets(open_package(Path(path))), lang)
    except InputError as error:
        raise InputError(error.issues, lang) from error


def read_back(path: str | Path, portfolio: Portfolio, *, lang: str = "en") -> tuple[Plan, Given | None]:
    """Return the plan on sheet Plan, and what people ask for in the workbook, which is read once.

    There are no wishes (None) where the workbook is none of ours, or where they contradict each other.

    Raises
    ------
    InputError
        If the plan cannot be read, as `load_plan` says.
    """
    try:
        package = open_package(Path(path))
        sheets = own_sheets(package)
    except InputError as error:
        raise InputError(error.issues, lang) from error
    plan = plan_in(package, sheets, portfolio, lang)
    try:
        return plan, edits_of(_handed(package.name, sheets, lang), portfolio, lang=lang)
    except InputError:
        return plan, None


def _handed(name: str, sheets: dict[str, Sheet], lang: str) -> Handed:
    findings = Findings()
    written = read_written(sheets.get(OWN_SHEET), findings)
    findings.check(True, lang)
    return Handed(name, sheets, written)


def load_edits(path: str | Path, portfolio: Portfolio, *, lang: str = "en") -> Given:
    """Return what people ask for in a workbook that `save` wrote: changed FTE, locks, decisions, swaps.

    Raises
    ------
    InputError
        With every cell that cannot be read or contradicts another, each by address.
    ValueError
        If they are no name of a file and no portfolio.
    """
    need_path("path", path)
    need_portfolio("portfolio", portfolio)
    return edits_of(open_given(path, lang=lang), portfolio, lang=lang)


def edits_of(handed: Handed, portfolio: Portfolio, *, lang: str = "en") -> Given:
    """Return the plan of the workbook as it was written, and the wishes typed into it.

    Raises
    ------
    InputError
        With every cell that cannot be read or contradicts another, each by address.
    """
    findings, written = Findings(), handed.written
    asks = Asks(portfolio, written, findings, PlanReading(portfolio, findings), written.on_project())
    for key, needed, read in SHEETS:
        sheet = handed.sheets.get(key)
        table = None
        if sheet is not None:
            table = read_own(sheet, needed, findings, whole=key != "changes", first=written.first)
        if table is not None:
            read(table, asks)
        elif sheet is not None:
            findings.stop("given.no_header", key, columns=[f"@{key}.{one}" for one in needed])
    asks.check()
    findings.check(True, lang)
    if portfolio.sha256 and written.input_sha256 != portfolio.sha256:
        findings.warn("given.input_changed", OWN_SHEET, file=handed.name)
    _tell_deleted(asks)
    plan = _plan(asks)
    wishes = tuple(w for ask in _all(asks) if (w := _wish(ask, asks)) is not None)
    starts = tuple(s for project in sorted(asks.starts) if (s := _start(project, asks)) is not None)
    return Given(
        plan, wishes, starts, tuple(findings.issues), written.run, written.input_sha256,
        runs=read_runs(handed.sheets.get("runs"), written.runs),
        seen=written.seen,
        **{key: read_tracked(handed.sheets.get(key)) for key in FOLLOWED},
    )  # fmt: skip


def _all(asks: Asks) -> list[Ask]:
    found = [*asks.by_cell.values(), *asks.rejects.values(), *asks.standing()]
    return sorted(found, key=lambda ask: (ask.monday, ask.person_id, ask.project_id, ask.line_id))


def _start(project: str, asks: Asks) -> Start | None:
    """Return the start asked for by rejecting the one the plan chose: the project's own."""
    place = asks.starts[project]
    if any(project in tier.project_ids for tier in asks.portfolio.tiers):
        return Start(project, 0, place.sheet, place.cell)
    asks.findings.warn("given.project_gone", place.sheet, place.cell, found=project)
    return None


def _wish(ask: Ask, asks: Asks) -> Wish | None:
    """Return an ask as a wish in the weeks of the portfolio; None, with the answer why, where it cannot be one."""
    portfolio, lines = asks.portfolio, asks.reading.line_of
    week = (ask.monday - portfolio.settings.start).days // 7
    planned = {project for tier in portfolio.tiers for project in tier.project_ids}
    gone = (
        ("given.person_gone", ask.person_id not in asks.reading.people.names, ask.person_id),
        ("given.line_gone", bool(ask.line_id) and ask.line_id not in lines, ask.line_id),
        ("given.project_gone", ask.project_id not in planned, ask.project_id),
        ("given.week_past", 0 <= week < portfolio.settings.past_weeks, ask.monday.isoformat()),
        ("given.week_outside", not 0 <= week < portfolio.settings.weeks, ask.monday.isoformat()),
    )
    for code, is_gone, found in gone:
        if is_gone:
            asks.findings.warn(code, ask.place.sheet, ask.place.cell, found=found)
            return None
    was = asks.written.units.get(ask.cell, 0) if ask.line_id else asks.on_project.get(ask.pair, 0)
    mine = [line.id for line in portfolio.lines if line.project_id == ask.project_id]
    line = mine[0] if not ask.line_id and len(mine) == 1 else ask.line_id
    return Wish(
        ask.person_id, ask.project_id, line, week, ask.units, ask.lock, ask.kind, was,
        ask.place.sheet, ask.place.cell, ask.mark.reason, ask.mark.approved_by,
    )  # fmt: skip


def _tell_deleted(asks: Asks) -> None:
    """Name rows of sheet Plan that are not there any more, and those that the input knows nothing of."""
    cells = asks.written.rows()
    deleted = [cell for cell in cells if cell not in asks.rows]
    if deleted:
        asks.findings.note("given.rows_deleted", "plan", count=len(deleted), rows=_named(deleted))
    known = asks.reading.people.names
    gone = [c for c in cells if c[0] not in known or c[1] not in asks.reading.line_of]
    if gone:
        asks.findings.note("given.rows_gone", "plan", count=len(gone), rows=_named(gone))


def _named(cells: list[tuple[str, str, date]]) -> list[str]:
    more = ["…"] if len(cells) > NAMED else []
    return [f"{person} {line} {monday.isoformat()}" for person, line, monday in cells[:NAMED]] + more


def _plan(asks: Asks) -> Plan:
    """Return the plan as written, in open weeks of the portfolio; what the portfolio does not hold is left out."""
    settings, names, lines = asks.portfolio.settings, asks.reading.people.names, asks.reading.line_of
    units = {
        (person, line, (monday - settings.start).days // 7): amount
        for (person, line, monday), amount in asks.written.units.items()
        if person in names and line in lines and settings.start <= monday <= settings.end
    }
    past = {cell: amount for cell, amount in units.items() if cell[2] < settings.past_weeks}
    note_plan_past(asks.portfolio, past, "", asks.findings)
    units = {cell: amount for cell, amount in units.items() if cell not in past}
    return Plan.of(units, {p: s for p, s in asks.written.shifts.items() if p in asks.reading.projects.names})
