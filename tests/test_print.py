"""Sheets on paper: one page wide, and on A3 where A4 would make the letters too small to read."""

from __future__ import annotations

from dataclasses import replace
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
