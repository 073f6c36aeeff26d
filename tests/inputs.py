"""Small input frames that the tests of reading start from, and short ways to read them."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from resopt.domain.records import Portfolio
from resopt.errors import InputError, Severity
from resopt.tables import from_frames

PROJECTS = """
project_id,project,priority,status,start,end,department
P1,Atlas,1,in-flight,2026-01-05,2026-03-29,R&D
P2,Bolt,2,,,,Sales
P3,Comet,3,proposed,,,
"""
STAFF = """
person_id,name,department,role,level,skills,fte,location
E1,Ann,R&D,Developer; Tester,4,Python:4; SQL,1,
E2,Bob,R&D,Tester,,,0.5,
E3,Cid,Sales,Analyst,3,English:2,1,
"""
DEMAND = """
demand_id,project,role,from,to,fte
D1,P1,Developer,2026-01-05,2026-02-01,1
D2,Atlas,Tester,2026-01-05,2026-02-01,0.5
D3,P2,Analyst,2026-01-12,2026-02-01,1
"""
WEEK1, WEEK2 = pd.Timestamp("2026-01-05"), pd.Timestamp("2026-01-12")


def frame(text: str) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(text.strip()), dtype=object, keep_default_na=False)


def inputs(**changed: Any) -> dict[str, Any]:
    given: dict[str, Any] = {"projects": frame(PROJECTS), "staff": frame(STAFF), "demand": frame(DEMAND)}
    return given | {name: frame(one) if isinstance(one, str) else one for name, one in changed.items()}


def read(**changed: Any) -> Portfolio:
    return from_frames(**inputs(**changed))


def faults(**changed: Any) -> list[str]:
    with pytest.raises(InputError) as error:
        read(**changed)
    return [issue.text() for issue in error.value.issues]


def bare(portfolio: Portfolio) -> Portfolio:
    return replace(portfolio, issues=(), sha256="", source="")


def texts(portfolio: Portfolio, severity: Severity) -> list[str]:
    return [issue.text() for issue in portfolio.issues if issue.severity is severity]


def cell(sheet: str, row: int, column: str, value: Any) -> dict[str, pd.DataFrame]:
    """Return the frame of a sheet with one cell changed (a new column if need be)."""
    changed = frame({"projects": PROJECTS, "staff": STAFF, "demand": DEMAND}[sheet])
    if column not in changed:
        changed[column] = ""
    changed[column] = changed[column].astype(object)
    changed.loc[row, column] = value
    return {sheet: changed}
