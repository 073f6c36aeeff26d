"""Sheets on paper: one page wide, and on A3 where A4 would make the letters too small to read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from books import WHEN, opened, varied
from results import greedy_result

from resopt.report.workbook import save

A3, A4 = "8", "9"


@pytest.mark.parametrize(("weeks", "paper"), [(4, A4), (30, A3)])
def test_a_wide_sheet_is_printed_on_a_larger_page(tmp_path: Path, weeks: int, paper: str) -> None:
    one = varied()
    one = replace(one, settings=replace(one.settings, weeks=weeks))
    save(tmp_path / "plan.xlsx", one, greedy_result(one), created=WHEN)
    book = opened(tmp_path / "plan.xlsx")
    assert {str(book[name].page_setup.paperSize) for name in ("Coverage", "Allocation")} == {paper}
    assert {str(book[name].page_setup.paperSize) for name in ("Summary", "Weekly")} == {A4}
    for sheet in book.worksheets[:-1]:
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToWidth in (None, 1)


def test_coverage_holds_the_open_weeks_alone(tmp_path: Path) -> None:
    """Weeks that are past stand in one column, Done: empty ones would only make the letters smaller."""
    one = varied()
    one = replace(one, settings=replace(one.settings, as_of=date(2026, 1, 19)))
    save(tmp_path / "plan.xlsx", one, greedy_result(one), created=WHEN)
    head = next(row for row in opened(tmp_path / "plan.xlsx")["Coverage"].iter_rows(values_only=True) if "Tier" in row)
    weeks = [cell.date() for cell in head if isinstance(cell, datetime)]
    assert weeks == [date(2026, 1, 19) + timedelta(days=7 * w) for w in range(6)] and "Done" in head
