"""The output workbook: what stands where, and sums that meet across sheets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from books import KEYS, WHEN, column, near, opened, said, sheet_of, table, varied
from builders import booking, day, line, person, portfolio, project
from openpyxl import Workbook
from results import greedy_result

from resopt.domain.records import Portfolio
from resopt.messages.names import OUTPUT_SHEETS, PLAN_COLUMNS
from resopt.plan import Plan
from resopt.report.changes import background, moves, reason
from resopt.report.figures import Figures, compute
from resopt.report.wording import Words
from resopt.report.workbook import save
from resopt.result import Result
from resopt.tables import load_plan


@pytest.fixture(scope="module")
def case() -> tuple[Portfolio, Result]:
    one = varied()
    return one, greedy_result(one)


@pytest.fixture(scope="module", params=["en", "zh"])
def book(request: pytest.FixtureRequest, case: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Workbook, str]:
    path = tmp_path_factory.mktemp("book") / "plan.xlsx"
    save(path, *case, lang=request.param, created=WHEN)
    return opened(path), request.param


# --- what is in the file ---


def test_sheets_stand_in_order_and_the_last_is_hidden(book: tuple[Workbook, str]) -> None:
    names = [OUTPUT_SHEETS[key][book[1] == "zh"] for key in KEYS]
    assert book[0].sheetnames == [*names, "_resopt"]
    assert book[0]["_resopt"].sheet_state == "hidden"


def test_hidden_sheet_holds_schema_run_input_and_starts(book: tuple[Workbook, str], case: Any) -> None:
    rows = [tuple(v for v in row if v is not None) for row in book[0]["_resopt"].iter_rows(values_only=True)]
    assert rows[0] == ("schema", 2)
    assert rows[2] == ("input_sha256", "cd" * 32)
    assert [row for row in rows if row[0] == "start"] == [("start", p, w) for p, w in case[1].plan.shifts]


def test_native_tables_bear_ascii_names_and_the_contract_columns(book: tuple[Workbook, str]) -> None:
    found = {
        name: t for sheet in book[0].worksheets for name, t in zip(sheet.tables, sheet.tables.values(), strict=True)
    }
    assert set(found) == {"tblConflicts", "tblChanges", "tblEdit", "tblPlan", "tblRisks"}
    heads = [c.name for c in found["tblPlan"].tableColumns]
    assert heads == [name[book[1] == "zh"] for name in PLAN_COLUMNS.values()]


def test_planned_fte_and_keys_are_hidden(book: tuple[Workbook, str]) -> None:
    sheet = sheet_of(book, "plan")
    top = next(c.row for c in sheet["B"] if c.value == PLAN_COLUMNS["person_id"][book[1] == "zh"])
    hidden = [c.value for c in sheet[top] if c.value and sheet.column_dimensions[c.column_letter].hidden]
    assert hidden == [PLAN_COLUMNS[k][book[1] == "zh"] for k in ("planned_fte", "key")]


def test_every_sheet_prints_on_one_page_width_with_a_footer(book: tuple[Workbook, str]) -> None:
    for sheet in book[0].worksheets[:-1]:
        large = sheet.title in {
            OUTPUT_SHEETS[key][book[1] == "zh"] for key in ("conflicts", "matrix", "changes", "warnings", "edit")
        }
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == (8 if large else 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToWidth in (None, 1)
        assert "2026-01-02 09:00" in sheet.oddFooter.left.text
        assert not sheet.sheet_view.showGridLines


def test_plan_comes_back_as_it_was(case: Any, tmp_path: Path) -> None:
    for lang in ("en", "zh"):
        save(tmp_path / "plan.xlsx", *case, lang=lang, created=WHEN)
        assert load_plan(tmp_path / "plan.xlsx", case[0]) == case[1].plan


# --- sums ---


def coverage_rows(book: tuple[Workbook, str]) -> list[dict[str, Any]]:
    rows = table(sheet_of(book, "coverage"), said(book, "column.tier"))
    return [row for row in rows if row[said(book, "column.wanted")] is not None]


def test_wanted_is_met_and_gap_on_every_sheet(book: tuple[Workbook, str]) -> None:
    wanted, met, gap = (said(book, f"column.{k}") for k in ("wanted", "met", "gap"))
    sheets = (("coverage", "column.tier"), ("certificate", "column.tier"))
    for key, head in sheets:
        for row in table(sheet_of(book, key), said(book, head)):
            if row[wanted] is not None:
                assert row[wanted] == near(row[met] + row[gap]), (key, row)
    for row in table(sheet_of(book, "capacity"), "角色" if book[1] == "zh" else "Role"):
        names = [said(book, f"measure.{k}") for k in ("wanted", "met", "gap")]
        assert row[names[0]] == near(row[names[1]] + row[names[2]])


def test_the_gap_is_the_same_everywhere(book: tuple[Workbook, str], case: Any) -> None:
    gap = compute(*case).total_wanted - compute(*case).total_met
    days = gap / 200
    coverage = coverage_rows(book)
    name = said(book, "column.gap")
    assert gap > 0
    assert coverage[-1][name] == near(days) == near(sum(r[name] for r in coverage[:-1]))
    assert sum(column(table(sheet_of(book, "conflicts"), "编号" if book[1] == "zh" else "ID"), name)) == near(days)
    roles = table(sheet_of(book, "capacity"), "角色" if book[1] == "zh" else "Role")
    assert roles[-1][said(book, "measure.gap")] == near(days)
    assert sum(r[said(book, "measure.gap")] for r in roles[:-1]) == near(days)
    proof = table(sheet_of(book, "certificate"), said(book, "column.tier"))
    assert proof[-1][name] == near(days)


def test_planned_days_are_the_same_on_allocation_people_and_plan(book: tuple[Workbook, str], case: Any) -> None:
    days = case[1].plan.total() / 200
    planned = said(book, "column.planned")
    people = table(sheet_of(book, "people"), "部门" if book[1] == "zh" else "Department")
    assert people[-1][planned] == near(days) == near(sum(r[planned] for r in people[:-1]))
    rows = table(sheet_of(book, "plan"), PLAN_COLUMNS["person_id"][book[1] == "zh"])
    assert sum(column(rows, PLAN_COLUMNS["days"][book[1] == "zh"])) == near(days)
    heat = table(sheet_of(book, "allocation"), said(book, "column.id"))
    totals = [r for r in heat if r[said(book, "column.person_project")] == said(book, "total.planned")]
    assert totals[0][planned] == near(days)
    ids = {p.id for p in case[0].people}
    assert sum(r[planned] for r in heat if r[said(book, "column.id")] in ids) == near(days)
    projects = {p.id for p in case[0].projects}
    assert sum(r[planned] for r in heat if r[said(book, "column.id")] in projects) == near(days)


def test_bench_and_overtime_explain_the_difference_to_available(book: tuple[Workbook, str]) -> None:
    names = [said(book, f"column.{k}") for k in ("available", "planned", "bench", "overtime", "load")]
    for row in table(sheet_of(book, "people"), "部门" if book[1] == "zh" else "Department"):
        available, planned, bench, over, load = (row[name] for name in names)
        assert available - planned == near(bench - over)
        assert load is None or load == pytest.approx(planned / available, abs=0.000501)  # said to a tenth of a percent


def test_weeks_of_a_role_add_up(case: Any, book: tuple[Workbook, str]) -> None:
    sheet = sheet_of(book, "capacity")
    measure = said(book, "column.measure")
    top = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == measure)
    weeks = slice(7, 7 + case[0].settings.weeks)
    for row in sheet.iter_rows(min_row=top + 1, values_only=True):
        if row[2] is not None:
            assert row[5] == near(sum(v for v in row[weeks]))


def test_changes_add_up_and_released_people_are_listed(book: tuple[Workbook, str], case: Any) -> None:
    rows = table(sheet_of(book, "changes"), said(book, "column.kind"))
    old, new, difference = (said(book, f"column.{k}") for k in ("old", "new", "difference"))
    pairs = [r for r in rows if r[old] is not None]
    assert all(r[difference] == near(r[new] - r[old]) for r in pairs)
    released = [r for r in rows if r[said(book, "column.kind")] == said(book, "kind.released")]
    assert [r[said(book, "column.basis")] for r in released] == [said(book, "basis.complete")]
    assert sum(r[old] for r in released) == near(10)


def test_fte_unit_divides_every_amount_by_five(tmp_path: Path) -> None:
    one = varied()
    two = replace(one, settings=replace(one.settings, report_unit="FTE"))
    totals = []
    for number, portfolio_ in enumerate((one, two)):
        save(tmp_path / f"{number}.xlsx", portfolio_, greedy_result(portfolio_), created=WHEN)
        book = (opened(tmp_path / f"{number}.xlsx"), "en")
        totals.append([v for v in coverage_rows(book)[-1].values() if isinstance(v, (int, float))][:3])
    assert totals[0] == pytest.approx([5 * x for x in totals[1]])


# --- the plan of record ---


def test_over_allocations_of_the_record_say_what_the_plan_did(book: tuple[Workbook, str], case: Any) -> None:
    rows = table(sheet_of(book, "conflicts"), "规则" if book[1] == "zh" else "Rule")
    excess = [r[said(book, "column.excess")] for r in rows if r[said(book, "column.excess")] is not None]
    assert excess == [near(3.0)]  # E1 in week 0: 5 locked days and 3 more
    assert rows[0][said(book, "column.kept_now")] == said(book, "record.within_capacity")


def test_reasons_say_only_what_the_numbers_show(case: Any) -> None:
    figures, words = compute(*case), Words(case[0], "en")
    behind = background(figures)
    by_pair = {(m.person_id, m.project_id): reason(figures, words, m, behind) for m in moves(figures)}
    assert by_pair["E2", "P4"].startswith("The project is not planned (status: on-hold)")
    assert (
        "more days than available (2026-01-05)" in by_pair["E1", "P2"]
        or "starts in another week" in by_pair["E1", "P2"]
    )


def reasons(figures: Figures, words: Words) -> dict[tuple[str, str], str]:
    behind = background(figures)
    return {(m.person_id, m.project_id): reason(figures, words, m, behind) for m in moves(figures)}


def test_reasons_fit_the_sign_of_the_change() -> None:
    """A is over capacity in week 0 on record; more days of A on P1 are not explained by that, fewer are."""
    one = portfolio(
        [person("A", name="Ann"), person("B", name="Bo")],
        [project("P1", 1), project("P2", 2)],
        [line("L1", "P1", weeks=3), line("L2", "P2", weeks=3)],
        weeks=3,
        bookings=[
            booking("A", "P1", {0: "0.8"}),
            booking("A", "P2", {0: "0.8", 1: "0.4"}),
            booking("B", "P1", {1: 1}),
        ],
    )
    week = 1000
    made = Plan.of({("A", "L1", 0): 600, ("A", "L1", 1): week, ("A", "L2", 2): 1200, ("B", "L2", 0): week})
    for lang, over, taken, shifted in (
        ("en", "more days than available (2026-01-05)", "Takes over days that others", "in other weeks: fewer in"),
        ("zh", "超出可用人力（2026-01-05）", "接替原计划中他人的投入", "总人天不变"),
    ):
        told = reasons(compute(one, greedy_result(one, made)), Words(one, lang))
        assert taken in told["A", "P1"] and "Bo" in told["A", "P1"]
        assert told["A", "P2"].startswith(shifted) or shifted in told["A", "P2"]
        assert over in told["A", "P2"]
        assert over not in told["A", "P1"]


# --- changes of people ---


def asked_case() -> tuple[Portfolio, Result]:
    """Ann is moved to P2 by a lock in a plan given back; Bo leaves P1 on our account; Cid's lock on record holds."""
    one = portfolio(
        [person("A", name="Ann"), person("B", name="Bo"), person("C", name="Cid")],
        [project("P1", 1, manager="Max"), project("P2", 2)],
        [line("L1", "P1", weeks=2, fte=2), line("L2", "P2", weeks=2)],
        bookings=[
            booking("A", "P1", {0: 1, 1: 1}),
            booking("B", "P2", {0: 1}),
            replace(booking("C", "P1", {0: 1, 1: 1}, lock="hard"), reason="key user", approved_by="CTO"),
            replace(booking("A", "P2", {0: 1, 1: 1}, lock="hard", id="asked"), asked=True, reason="swap"),
        ],
    )
    week = 1000
    made = {("A", "L2", 0): week, ("A", "L2", 1): week, ("C", "L1", 0): week, ("C", "L1", 1): week}
    return one, greedy_result(one, Plan.of({**made, ("B", "L1", 0): week, ("B", "L1", 1): week}))


def test_a_persons_change_is_formal_with_reason_and_approver_else_informal(tmp_path: Path) -> None:
    one, result = asked_case()
    for approver, kind in (("", "informal"), ("CTO", "formal")):
        rows = tuple(replace(b, approved_by=approver) if b.asked else b for b in one.bookings)
        save(tmp_path / "c.xlsx", replace(one, bookings=rows), result, created=WHEN)
        book = (opened(tmp_path / "c.xlsx"), "en")
        kinds = {(r["Person ID"], r["Project ID"]): r["Kind"] for r in table(sheet_of(book, "changes"), "Kind")}
        assert kinds == {("A", "P1"): "proposed", ("A", "P2"): kind, ("B", "P1"): "proposed", ("B", "P2"): "proposed"}


def test_changes_name_everybody_they_touch(tmp_path: Path) -> None:
    save(tmp_path / "c.xlsx", *asked_case(), created=WHEN)
    rows = table(sheet_of((opened(tmp_path / "c.xlsx"), "en"), "changes"), "Kind")
    touched = {(r["Person ID"], r["Project ID"]): r["Who else is affected"] for r in rows}
    assert touched["A", "P1"] == "manager Max; P2 +10; Bo"
    assert touched["B", "P2"] == "P1 +5; Ann"


def test_requests_on_record_say_what_became_of_them(tmp_path: Path) -> None:
    save(tmp_path / "c.xlsx", *asked_case(), created=WHEN)
    sheet = sheet_of((opened(tmp_path / "c.xlsx"), "en"), "changes")
    top = next(c.row for row in sheet.iter_rows() for c in row if c.value == "In the new plan")
    told = [[v for v in row if v is not None] for row in sheet.iter_rows(min_row=top + 1, values_only=True)]
    weeks = "2026-01-05 – 2026-01-12"
    assert [row for row in told if row] == [
        ["formal", "C", "Cid", "P1", "P1", weeks, "hard", "✓ kept", "key user", "CTO"]
    ]


@pytest.mark.parametrize("is_given_back", [False, True])
def test_a_request_is_judged_by_assignments_not_by_the_plan_given_back(tmp_path: Path, is_given_back: bool) -> None:
    """Ann was asked for 3 days and has 2, in the plan given back and in the new one."""
    asked = booking("A", "P1", {0: "0.6"}, lock="soft")
    plan = Plan.of({("A", "L1", 0): 400}, {"P2": 1})
    later = project("P2", 2, start=day(0), earliest_start=day(0), latest_start=day(1))
    lines = [line("L1", "P1", fte="0.6"), line("L2", "P2", fte="0.2")]
    one = portfolio([person("A", name="Ann")], [project("P1"), later], lines, weeks=2, bookings=[asked])
    subject = replace(one, baseline=plan if is_given_back else None)
    save(tmp_path / "c.xlsx", subject, greedy_result(subject, plan), created=WHEN)
    sheet = sheet_of((opened(tmp_path / "c.xlsx"), "en"), "changes")
    found = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "△ changed: 2026-01-05" in found
    assert ("start moved" in found) is not is_given_back
