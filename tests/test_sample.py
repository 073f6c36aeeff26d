"""The sample data: what the quarter promises, both languages alike, random portfolios without faults."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import resopt.tables as tables
from resopt.checker import check, record_plan
from resopt.domain.grid import lay_out
from resopt.domain.records import Portfolio, RuleKind, Status
from resopt.domain.rules import Rule
from resopt.errors import OutputError, Severity
from resopt.excel.inputs import write_input
from resopt.messages import names
from resopt.sample import generate, quarter
from resopt.sample.__main__ import FILES, main

DATA = Path(__file__).parent.parent / "data"


def cells(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


@pytest.fixture(scope="module", params=FILES)
def loaded(request: pytest.FixtureRequest) -> Portfolio:
    return tables.load(DATA / request.param)


@pytest.fixture(scope="module")
def portfolio() -> Portfolio:
    return tables.load(DATA / "quarter.xlsx")


@pytest.mark.parametrize("name", FILES)
def test_files_in_data_are_current(name: str, tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 0
    assert cells(tmp_path / name) == cells(DATA / name)


def test_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_input(tmp_path / name, quarter("zh"), "zh")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_quarter_reads_without_errors_and_warnings(loaded: Portfolio) -> None:
    assert [issue.text() for issue in loaded.issues if issue.severity is not Severity.INFO] == []


def test_quarter_has_the_promised_size(loaded: Portfolio) -> None:
    assert (len(loaded.people), len(loaded.projects)) == (60, 20)
    assert {p.status for p in loaded.projects} == set(Status)
    assert {row.kind for row in loaded.rules} == set(RuleKind)
    assert len({p.department for p in loaded.people}) == 6


def test_both_languages_are_the_same_problem() -> None:
    grids = [lay_out(tables.load(DATA / name)) for name in FILES]
    for part in ("capacity", "contract", "working", "shifts", "record", "tier_of"):
        assert getattr(grids[0], part) == getattr(grids[1], part)
    wanted = [sorted(row for row in grid.wanted.values() if any(row)) for grid in grids]
    assert wanted[0] == wanted[1]


def test_demand_is_a_tenth_more_than_supply(portfolio: Portfolio) -> None:
    grid = lay_out(portfolio)
    planned = {line.id for lines in grid.lines_of.values() for line in lines}
    demand = sum(sum(row) for line, row in grid.wanted.items() if line in planned)
    assert 1.05 <= demand / sum(map(sum, grid.capacity.values())) <= 1.15


def test_plan_of_record_is_over_allocated_three_times(loaded: Portfolio) -> None:
    violations = check(loaded, record_plan(loaded)).violations
    found = {(v.rule.value, v.person_id, v.week, tuple(sorted(v.details["projects"]))) for v in violations}
    assert found == {
        ("capacity", "E17", 3, ("P02", "P19")),
        ("capacity", "E43", 9, ("P03", "P06")),
        ("capacity", "E50", 10, ("P01", "P04", "P16")),
    }


def overfull(portfolio: Portfolio) -> list[tuple[str, int]]:
    """Return the person-weeks in which hard locks, in week 0 the frozen days, exceed capacity."""
    grid = lay_out(portfolio)
    load: dict[tuple[str, int], int] = {}
    for pin in grid.pins:
        assert pin.person_id is not None and pin.week is not None
        if pin.week > 0 or pin.rule is Rule.FREEZE:
            load[pin.person_id, pin.week] = load.get((pin.person_id, pin.week), 0) + pin.units
    return [(person, week) for (person, week), units in load.items() if units > grid.capacity[person][week]]


def test_frozen_week_and_hard_locks_fit_into_capacity(portfolio: Portfolio) -> None:
    assert overfull(portfolio) == []


def test_chinese_rows_differ_only_in_words() -> None:
    english, chinese = quarter("en"), quarter("zh")
    assert english.keys() == chinese.keys()
    for sheet, rows in english.items():
        for row, other in zip(rows, chinese[sheet], strict=True):
            assert row.keys() == other.keys()
            plain = {key for key, value in row.items() if not isinstance(value, str)}
            assert {key: row[key] for key in plain} == {key: other[key] for key in plain}


def test_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="language 'fr'"):
        quarter("fr")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("people", "projects", "weeks", "seed"), [(1, 1, 1, 0), (5, 2, 4, 1), (20, 8, 13, 2), (60, 20, 26, 3)]
)
def test_random_portfolios_have_no_faults(
    people: int, projects: int, weeks: int, seed: int, lang: str, tmp_path: Path
) -> None:
    path = tmp_path / "input.xlsx"
    write_input(path, generate(people, projects, weeks, seed, lang), lang)
    found = tables.load(path)
    assert (len(found.people), len(found.projects), found.settings.weeks) == (people, projects, weeks)
    assert [issue.text() for issue in found.issues if issue.severity is not Severity.INFO] == []


@pytest.mark.parametrize("seed", range(3))
def test_random_frozen_week_and_hard_locks_fit_into_capacity(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "input.xlsx"
    write_input(path, generate(80, 25, 13, seed))
    assert overfull(tables.load(path)) == []


def test_same_seed_gives_the_same_rows() -> None:
    assert generate(30, 10, 13, 5) == generate(30, 10, 13, 5)
    assert generate(30, 10, 13, 5) != generate(30, 10, 13, 6)


@pytest.mark.parametrize("size", [(0, 1, 1), (1, 0, 1), (1, 1, 0), (1, 1, 54)])
def test_impossible_sizes_are_refused(size: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="no portfolio of"):
        generate(*size, seed=0)


def test_text_is_never_a_formula_and_weeks_are_dates(tmp_path: Path) -> None:
    path = tmp_path / "input.xlsx"
    week = date(2026, 1, 5)
    write_input(path, {"availability": [{"person": "=1+1", "reason": "00123", week: 0.5}]})
    sheet = openpyxl.load_workbook(path)["Availability"]
    assert [cell.data_type for cell in sheet[2]] == ["s", "s", "n"]
    assert (sheet["A2"].value, sheet["B2"].value) == ("=1+1", "00123")
    assert sheet["C1"].is_date and sheet.freeze_panes == "B2" and sheet.auto_filter.ref == "A1:C2"


def test_widths_count_chinese_twice(tmp_path: Path) -> None:
    path = tmp_path / "input.xlsx"
    rows = [{"role": "需求分析师需求分析师", "department": "abcdefghij"}]
    write_input(path, {"roles": rows}, "zh")
    widths = openpyxl.load_workbook(path)[names.INPUT_SHEETS["roles"][1]].column_dimensions
    assert widths["A"].width - widths["B"].width == pytest.approx(10, abs=0.5)


@pytest.mark.parametrize(
    ("sheets", "message"),
    [
        ({"budget": [{}]}, "unknown sheets"),
        ({"roles": [{"name": "x"}]}, "unknown columns of roles"),
        ({"roles": [{"role": ["x"]}]}, "a cell cannot hold list"),
    ],
)
def test_what_cannot_be_written_is_refused(sheets: dict[str, Any], message: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=message):
        write_input(tmp_path / "input.xlsx", sheets)


def test_missing_folder_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as fault:
        write_input(tmp_path / "none" / "input.xlsx", quarter())
    assert fault.value.path.endswith("input.xlsx")
