"""Output workbooks for tests: a portfolio with most features, and how sheets are read back."""

from __future__ import annotations

import warnings
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from builders import START, absent, booking, day, line, person, portfolio, project, rule
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.merge import MergedCellRange
from openpyxl.worksheet.worksheet import Worksheet

from resopt.domain.records import Portfolio, Status
from resopt.messages import say
from resopt.messages.names import OUTPUT_SHEETS

WHEN = datetime(2026, 1, 2, 9, 0)
KEYS = (
    "summary", "allocation", "coverage", "capacity", "conflicts", "remedies", "review", "people", "matrix",
    "departments", "changes", "warnings", "weekly", "edit", "plan", "data_check", "certificate", "runs",
)  # fmt: skip
EVIL = ("=1+1", "{=2}", "http://x.test", "+3", "@SUM(1)", "-4+1")


def varied() -> Portfolio:
    """Return a portfolio with most features: locks, leave, a shift, a named person, skills, a project on hold."""
    people = [
        person("E1", "开发", name="王芳", department="研发部", skills="Java:4"),
        person("E2", "开发", name="李强", department="研发部"),
        person("E3", "测试, 开发", name="赵敏", department="质量部", fte=0.5),
        person("E4", "测试", name="刘洋", department="质量部", bau=0.2),
        person("E5", "架构", name="陈晨", department=""),
    ]
    projects = [
        project("P1", 1, name="核心系统", priority="1", status=Status.IN_FLIGHT, department="研发部"),
        project("P2", 2, name="数据平台", priority="2", start=START, latest_start=day(2)),
        project("P3", 3, name="移动应用", priority="3", status=Status.PROPOSED),
        project("P4", 3, name="旧项目", priority="3", status=Status.ON_HOLD),
    ]
    lines = [
        line("D1", "P1", "开发", weeks=6, fte=2, core=True),
        line("D2", "P1", "测试", start=1, weeks=4, fte="1.2"),
        line("D3", "P2", "开发", weeks=4, fte=1, skills="Java:3"),
        line("D4", "P2", "", weeks=2, fte="0.5", person_id="E5"),
        line("D5", "P3", "", weeks=6, fte="0.5", skills="Java:3"),
        line("D6", "P4", "开发", weeks=2),
    ]
    bookings = [
        booking("E1", "P1", {0: 1, 1: "0.5"}, role="开发", lock="hard"),
        booking("E1", "P2", {0: "0.6", 3: "0.5"}, role="开发"),
        replace(booking("E2", "P4", {0: 1, 1: 1}), reason="停工", approved_by="周总"),
        booking("E4", "P3", {2: "0.4"}),
    ]
    return portfolio(
        people, projects, lines, weeks=8, step=100, bookings=bookings,
        absences=[absent("E2", day(2), day(3, 6))], rules=[rule("forbid", "E2", "P3")],
        settings={"min_share": 0.2}, sha256="cd" * 32, source="季度.xlsx",
    )  # fmt: skip


def opened(path: Path, *, formulas: bool = False) -> Workbook:
    """Return the workbook, cells with a formula as their cached value unless the formulas are asked for.

    openpyxl warns that it would lose trends on saving, where nobody looks for them. Half of its time it would spread
    the borders of merged cells over their edge, at which nobody looks either.
    """
    with warnings.catch_warnings(), patch.object(MergedCellRange, "format"):
        warnings.filterwarnings("ignore", message=".* extension is not supported")
        return load_workbook(BytesIO(path.read_bytes()), data_only=not formulas)


def sheet_of(book: tuple[Workbook, str], key: str) -> Worksheet:
    name = OUTPUT_SHEETS[key][book[1] == "zh"]
    sheet = book[0][name]
    assert isinstance(sheet, Worksheet)
    return sheet


def table(sheet: Worksheet, first_head: str) -> list[dict[str, Any]]:
    """Return the rows below the header that starts with `first_head`, by column title, up to the first empty row."""
    top = next(c.row for c in sheet["B"] if c.value == first_head and c.fill.fgColor.rgb == "FF0B2545")
    heads = [cell.value for cell in sheet[top]]
    rows: list[dict[str, Any]] = []
    for cells in sheet.iter_rows(min_row=top + 1):
        values = [cell.value for cell in cells]
        if all(value is None for value in values):
            break
        rows.append({str(h): v for h, v in zip(heads, values, strict=True) if h is not None})
    return rows


def said(book: tuple[Workbook, str], key: str) -> str:
    return say(f"report.{key}", book[1])


def column(rows: list[dict[str, Any]], title: str) -> list[float]:
    return [row[title] for row in rows if isinstance(row[title], (int, float))]


def near(number: float) -> Any:
    return pytest.approx(number, abs=1e-6)
