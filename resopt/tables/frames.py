"""Frames: a Portfolio from pandas DataFrames; columns are the snake_case keys of the sheets' columns."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from resopt.arguments import need_portfolio
from resopt.domain.records import Portfolio
from resopt.excel.cells import is_blank, text_of
from resopt.excel.columns import read_headers, read_rows
from resopt.excel.findings import Findings
from resopt.excel.raw import Layout, RawTable
from resopt.excel.recognise import context_of
from resopt.excel.weeks import Context
from resopt.messages.names import COLUMNS
from resopt.tables.build import build

if TYPE_CHECKING:
    from pandas import DataFrame

MOST_BITS = 10_000  # of an integer; Python does not write longer ones
DATES = {"start", "end", "from", "to", "earliest_start", "latest_start", "week"}
NUMBERS = {
    "projects": {"min_staffing", "value", "budget"},
    "staff": {"level", "fte", "bau", "cost_per_day", "max_projects", "min_share"},
    "demand": {"min_level", "fte", "days", "person_months", "max_people"},
    "availability": {"available", "available_days"},
    "assignments": {"fte"},
    "actuals": {"days"},
    "roles": {"cost_per_day"},
    "rules": {"value"},
    "fit": {"cost_per_day", "preference"},
    "team_template": {"min_fte"},
}


def from_frames(
    *,
    projects: DataFrame,
    staff: DataFrame,
    demand: DataFrame,
    availability: DataFrame | None = None,
    assignments: DataFrame | None = None,
    roles: DataFrame | None = None,
    rules: DataFrame | None = None,
    fit: DataFrame | None = None,
    team_template: DataFrame | None = None,
    actuals: DataFrame | None = None,
    scenarios: DataFrame | None = None,
    settings: DataFrame | Mapping[str, Any] | None = None,
    strict: bool = True,
    lang: str = "en",
) -> Portfolio:
    """Return the Portfolio that frames hold; the frames are not changed.

    Columns are named as on the sheets or by their snake_case keys (`person_id`, `cost_per_day`); week columns
    are Mondays. `settings` may be a plain mapping such as ``{"weeks": 8, "step": "20%"}``. Places in faults
    name the index label of the row: `row 3`.

    Raises
    ------
    InputError
        With every fault found.
    ValueError
        If something else than a frame is given.
    """
    given = {
        "projects": projects,
        "staff": staff,
        "demand": demand,
        "availability": availability,
        "assignments": assignments,
        "roles": roles,
        "rules": rules,
        "fit": fit,
        "team_template": team_template,
        "actuals": actuals,
        "scenarios": scenarios,
    }
    _refuse_others(given | {"settings": None if isinstance(settings, Mapping) else settings})
    findings = Findings()
    context = context_of(_pairs(settings))
    tables = {sheet: table_from(sheet, frame, findings, context) for sheet, frame in given.items() if frame is not None}
    if isinstance(settings, Mapping):
        tables["settings"] = _settings_table(settings, findings)
    elif settings is not None:
        tables["settings"] = table_from("settings", settings, findings)
    return build(tables, findings, strict, lang, _hash(tables), "")


def _refuse_others(given: Mapping[str, Any]) -> None:
    for name, frame in given.items():
        if frame is not None and not (hasattr(frame, "columns") and hasattr(frame, "iloc")):
            more = " or a mapping" if name == "settings" else ""
            raise ValueError(f"{name} must be a pandas DataFrame{more}, not {type(frame).__name__}")


def _pairs(settings: Any) -> list[tuple[Any, Any]]:
    """Return name and value of each setting."""
    if isinstance(settings, Mapping):
        return [(name, _plain(value)) for name, value in settings.items()]
    if settings is None or settings.shape[1] < 2:
        return []
    return [(_plain(name), _plain(value)) for name, value in settings.iloc[:, :2].itertuples(index=False)]


def table_from(sheet: str, frame: DataFrame, findings: Findings, context: Context | None = None) -> RawTable:
    """Return a frame as a raw table."""
    layout = Layout(sheet, frame=True, context=context or Context())
    table = RawTable(sheet)
    headers = [_plain(name) for name in frame.columns]
    read_headers(layout, headers, lambda index: "", findings)
    columns = [[_plain(value) for value in frame.iloc[:, i].tolist()] for i in range(len(headers))]
    labels = frame.index.tolist()
    rows = zip(*columns, strict=True) if columns else ()
    read_rows(table, layout, zip(labels, rows, strict=bool(columns)), findings)
    return table


def _settings_table(settings: Mapping[str, Any], findings: Findings) -> RawTable:
    layout = Layout("settings", frame=True)
    table = RawTable("settings")
    read_headers(layout, ["setting", "value"], lambda index: "", findings)
    read_rows(table, layout, ((key, (key, _plain(value))) for key, value in settings.items()), findings)
    return table


def _plain(value: Any) -> Any:
    """Return a cell of a frame as a plain Python value, None for NaN, NaT and NA."""
    if isinstance(value, int) and value.bit_length() > MOST_BITS:
        return text_of(value)
    if value is None or isinstance(value, (str, bool, int, date)):
        return None if value is not None and value != value else value  # NaT is a datetime
    if isinstance(value, float):
        return None if value != value else value
    if type(value).__name__ == "NAType":
        return None
    if hasattr(value, "item") and not hasattr(value, "__len__"):
        return _plain(value.item())
    return str(value) if hasattr(value, "__len__") else value


def _hash(tables: dict[str, RawTable]) -> str:
    """Return a hash of what the tables say, whatever their order of columns."""
    digest = hashlib.sha256()
    for sheet in sorted(tables):
        digest.update(f"[{sheet}]\n".encode())
        for row in tables[sheet]:
            cells = [f"{k}={v}" for k, v in sorted(row.cells.items()) if not is_blank(v)]
            cells += [f"{p.start}={v}" for p, v in sorted(row.periods.items())]
            digest.update(("\t".join(cells) + "\n").encode())
    return digest.hexdigest()


def to_frames(portfolio: Portfolio) -> dict[str, DataFrame]:
    """Return the Portfolio as frames; `from_frames(**to_frames(x))` is `x` again.

    Columns of dates are datetime64, columns of numbers and of weeks float64, the others hold objects (text, None,
    True and False). A column of numbers in which one is a percent, or a Fraction because no decimal holds it,
    holds objects as well. Weeks are headed by their Monday (Timestamp).

    Raises
    ------
    ValueError
        If it is no portfolio.
    """
    need_portfolio("portfolio", portfolio)
    from pandas import DataFrame

    from resopt.tables.unread import frame_rows

    found: dict[str, DataFrame] = {}
    for sheet, (columns, rows) in frame_rows(portfolio).items():
        if rows or sheet in ("projects", "staff", "demand", "settings"):
            frame = DataFrame({name: [row.get(name) for row in rows] for name in columns}, dtype=object)
            found[sheet] = _typed(sheet, frame)
    return found


def _typed(sheet: str, frame: DataFrame) -> DataFrame:
    """Return a frame whose columns of dates and of numbers have that type."""
    from pandas import to_datetime

    for name in frame.columns:
        values = [value for value in frame[name] if value is not None]
        if name in DATES and sheet != "settings":
            frame[name] = to_datetime(frame[name])
        elif (name in NUMBERS.get(sheet, ()) or name not in COLUMNS[sheet]) and all(map(_is_plain_number, values)):
            frame[name] = frame[name].astype(float)
    return frame


def _is_plain_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
