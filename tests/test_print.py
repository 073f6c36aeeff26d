"""Sheets on paper: one page wide, and on A3 where A4 would make the letters too small to read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from books import WHEN, opened, varied
from results import greedy_result

from resopt.excel.measure import lines_of
from resopt.report.workbook import save
from resopt.tables import load

QUARTER = Path(__file__).parents[1] / "data" / "quarter.xlsx"

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


def test_no_page_begins_within_the_rows_of_a_person_or_of_a_role(tmp_path: Path) -> None:
    """Whoever turns a page sees whose rows these are; the last page holds more than a few rows."""
    one = load(QUARTER)
    save(tmp_path / "plan.xlsx", one, greedy_result(one), created=WHEN)
    book = opened(tmp_path / "plan.xlsx")
    for name, heads in (
        ("Allocation", {p.id for p in one.people} | {p.department for p in one.people}),
        ("Capacity", None),
    ):
        sheet = book[name]
        begins = [one.id + 1 for one in sheet.row_breaks.brk]
        first = [sheet.cell(row, 2).value for row in begins]
        assert len(begins) > 1 and all(first) and (heads is None or set(first) <= heads)
        assert sheet.max_row - begins[-1] > 10 and sheet.page_setup.fitToHeight == 0


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("WWWWWWWWWW", 2),
        ("iiiiiiiiiiiiiiii", 1),
        ("甲乙丙丁戊己", 2),
        ("a\nb", 2),
        ("甲（abc、def）", 2),
        ("甲乙（ab、cd）丙", 3),
    ],
)
def test_lines_are_counted_by_the_width_of_letters(text: str, lines: int) -> None:
    assert lines_of(text, 10) == lines
