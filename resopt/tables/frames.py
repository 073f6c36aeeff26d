"""Frames: a Portfolio from pandas DataFrames; columns are the snake_case keys of the sheets' columns."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from resopt.domain.records import Portfolio
from resopt.excel.cells import is_blank
from resopt.excel.columns import read_headers, read_rows
from resopt.excel.findings import Findings
from resopt.excel.raw import Layout, RawTable
from resopt.tables.build import build

if TYPE_CHECKING:
    from pandas import DataFrame


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
    findings = Findings()
    tables = {sheet: table_from(sheet, frame, findings) for sheet, frame in given.items() if frame is not None}
    if isinstance(settings, Mapping):
        tables["settings"] = _settings_table(settings, findings)
    elif settings is not None:
        tables["settings"] = table_from("settings", settings, findings)
    return build(tables, findings, strict, lang, _hash(tables), "")


def table_from(sheet: str, frame: DataFrame, findings: Findings) -> RawTable:
    """Return a frame as a raw table."""
    layout = Layout(sheet, frame=True)
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
    if value is None or isinstance(value, (str, bool, int, date)):
        return None if value is not None and value != value else value  # NaT is a datetime
    if isinstance(value, float):
        return None if value != value else value
    if type(value).__name__ == "NAType":
        return None
    if hasattr(value, "item") and not hasattr(value, "__len__"):
        return _plain(value.item())
    return value


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

    Dates are Timestamps, week columns Monday Timestamps; numbers that a decimal cannot hold are Fractions.
    """
    from pandas import DataFrame

    from resopt.tables.unread import frame_rows

    found: dict[str, DataFrame] = {}
    for sheet, (columns, rows) in frame_rows(portfolio).items():
        if rows or sheet in ("projects", "staff", "demand", "settings"):
            frame = DataFrame({name: [row.get(name) for row in rows] for name in columns}, dtype=object)
            found[sheet] = frame
    return found
