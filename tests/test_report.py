"""The output workbook: sums that meet across sheets, safe text, two languages, odd inputs, equal bytes, whole files."""

from __future__ import annotations

import os
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from builders import START, absent, booking, day, line, person, portfolio, project, rule
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from results import greedy_result

from resopt.domain.records import Portfolio, Status
from resopt.errors import OutputError
from resopt.messages.names import OUTPUT_SHEETS, PLAN_COLUMNS
from resopt.plan import Plan
from resopt.report.changes import background, moves, reason
from resopt.report.figures import compute
from resopt.report.findings import title
from resopt.report.wording import Words, plain_number, share_text
from resopt.report.workbook import save
from resopt.result import Result
from resopt.tables import load_plan

WHEN = datetime(2026, 1, 2, 9, 0)
KEYS = (
    "summary", "allocation", "coverage", "capacity", "conflicts", "people", "changes", "plan", "data_check",
    "certificate",
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


@pytest.fixture(scope="module")
def case() -> tuple[Portfolio, Result]:
    one = varied()
    return one, greedy_result(one)


@pytest.fixture(scope="module", params=["en", "zh"])
def book(request: pytest.FixtureRequest, case: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Workbook, str]:
    path = tmp_path_factory.mktemp("book") / "plan.xlsx"
    save(path, *case, lang=request.param, created=WHEN)
    return opened(path), request.param


def opened(path: Path) -> Workbook:
    """Return the workbook; openpyxl warns that it would lose trends on saving, which nobody does here."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".* extension is not supported")
        return load_workbook(BytesIO(path.read_bytes()))


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
    from resopt.messages import say

    return say(f"report.{key}", book[1])


def column(rows: list[dict[str, Any]], title: str) -> list[float]:
    return [row[title] for row in rows if isinstance(row[title], (int, float))]


def near(number: float) -> Any:
    return pytest.approx(number, abs=1e-6)


# --- what is in the file ---


def test_sheets_stand_in_order_and_the_last_is_hidden(book: tuple[Workbook, str]) -> None:
    names = [OUTPUT_SHEETS[key][book[1] == "zh"] for key in KEYS]
    assert book[0].sheetnames == [*names, "_resopt"]
    assert book[0]["_resopt"].sheet_state == "hidden"


def test_hidden_sheet_holds_schema_run_input_and_starts(book: tuple[Workbook, str], case: Any) -> None:
    rows = [tuple(v for v in row if v is not None) for row in book[0]["_resopt"].iter_rows(values_only=True)]
    assert rows[0] == ("schema", 1)
    assert rows[2] == ("input_sha256", "cd" * 32)
    assert tuple(rows[3:]) == tuple(("start", p, w) for p, w in case[1].plan.shifts)


def test_native_tables_bear_ascii_names_and_the_contract_columns(book: tuple[Workbook, str]) -> None:
    found = {
        name: t for sheet in book[0].worksheets for name, t in zip(sheet.tables, sheet.tables.values(), strict=True)
    }
    assert set(found) == {"tblConflicts", "tblChanges", "tblPlan"}
    heads = [c.name for c in found["tblPlan"].tableColumns]
    assert heads == [name[book[1] == "zh"] for name in PLAN_COLUMNS.values()]


def test_planned_fte_and_keys_are_hidden(book: tuple[Workbook, str]) -> None:
    sheet = sheet_of(book, "plan")
    top = next(c.row for c in sheet["B"] if c.value == PLAN_COLUMNS["person_id"][book[1] == "zh"])
    hidden = [c.value for c in sheet[top] if c.value and sheet.column_dimensions[c.column_letter].hidden]
    assert hidden == [PLAN_COLUMNS[k][book[1] == "zh"] for k in ("planned_fte", "key")]


def test_every_sheet_prints_on_one_page_width_with_a_footer(book: tuple[Workbook, str]) -> None:
    for sheet in book[0].worksheets[:-1]:
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
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
        assert load is None or load == near(planned / available)


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
    assert [r[said(book, "column.basis")] for r in released] == [said(book, "basis.formal")]
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
    assert "more days than available (5 Jan)" in by_pair["E1", "P2"] or "starts in another week" in by_pair["E1", "P2"]


# --- safety ---


def test_typed_text_stays_text(tmp_path: Path) -> None:
    people = [person(f"E{n}", evil, name=evil, department=evil) for n, evil in enumerate(EVIL)]
    projects = [project(f"P{n}", n + 1, name=evil, priority=evil) for n, evil in enumerate(EVIL)]
    lines = [line(f"D{n}", f"P{n}", evil, fte=2, notes=evil) for n, evil in enumerate(EVIL)]
    one = portfolio(people, projects, lines, source="=2+2")
    save(tmp_path / "evil.xlsx", one, greedy_result(one), created=WHEN)
    kinds = {c.data_type for s in opened(tmp_path / "evil.xlsx") for row in s.iter_rows() for c in row}
    assert "f" not in kinds
    with zipfile.ZipFile(tmp_path / "evil.xlsx") as package:
        assert not any(b"x.test" in package.read(n) for n in package.namelist() if n.endswith(".rels"))


def test_reason_of_absence_is_nowhere(book: tuple[Workbook, str]) -> None:
    texts = {c.value for s in book[0].worksheets for row in s.iter_rows() for c in row if isinstance(c.value, str)}
    assert not any("sick" in text for text in texts)


ALLOWED = re.compile(
    r"FTE|SHA-256|Java(:\d)?|resopt|ortools|tbl\w+|\b[EPDCF]-?[\w-]*\d[\w-]*\b|C-rest|start\|P\d|ERP|xlsx|"
    r"[0-9a-f]{10,}|W\d\d|&[LCRPN]|&K[0-9A-F]{6}"
)


def words_of(path: Path) -> Iterator[tuple[str, str]]:
    """Yield every text that a reader of the file sees: cells, headers, footers, charts, drop-downs, sheet names."""
    for sheet in opened(path).worksheets[:-1]:
        yield sheet.title, sheet.title
        for row in sheet.iter_rows():
            yield from ((sheet.title, c.value) for c in row if isinstance(c.value, str))
        for part in (sheet.oddHeader, sheet.oddFooter):
            yield from ((sheet.title, side.text) for side in (part.left, part.center, part.right) if side.text)
        yield from ((sheet.title, v.formula1) for v in sheet.data_validations.dataValidation)
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.startswith(("xl/charts/", "xl/drawings/drawing")):
                text = package.read(name).decode()
                yield from ((name, t) for t in re.findall(r"<(?:a:t|c:v)>([^<]*)<", text))
                yield from ((name, t) for t in re.findall(r'descr="([^"]*)"', text))


def test_chinese_workbook_has_no_english_word(case: Any, tmp_path: Path) -> None:
    save(tmp_path / "zh.xlsx", *case, lang="zh", created=WHEN)
    wrong = [
        (where, text)
        for where, text in words_of(tmp_path / "zh.xlsx")
        if re.search(r"[A-Za-z]{2,}", ALLOWED.sub("", text))
    ]
    assert wrong == []


# --- odd inputs ---


def odd_cases() -> dict[str, Portfolio]:
    one = [person("E1", name="Ann")]
    full = portfolio(one, [project("P1")], [line("L1", "P1", weeks=2)])
    return {
        "empty": portfolio([], [], []),
        "nobody": portfolio([], [project("P1")], [line("L1", "P1")]),
        "no demand": portfolio(one, [project("P1")], []),
        "full": full,
        "one week": portfolio(one, [project("P1")], [line("L1", "P1", fte=3)], weeks=1),
        "absent": portfolio(one, [project("P1")], [line("L1", "P1")], absences=[absent("E1", day(0), day(1, 6))]),
        "no department, no role": portfolio(
            [person("E1", ())], [project("P1")], [line("L1", "P1", "", person_id="E1")]
        ),
        "year": portfolio(one, [project("P1")], [line("L1", "P1", weeks=53)], weeks=53),
        "all on hold": portfolio(one, [project("P1", status=Status.ON_HOLD)], [line("L1", "P1")]),
    }


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", sorted(odd_cases()))
def test_odd_inputs_make_a_workbook(name: str, lang: str, tmp_path: Path) -> None:
    one = odd_cases()[name]
    save(tmp_path / "odd.xlsx", one, greedy_result(one), lang=lang, created=WHEN)
    assert len(opened(tmp_path / "odd.xlsx").sheetnames) == len(KEYS) + 1


TITLES = {
    "empty": "No demand falls into the plan period",
    "nobody": "Nobody is available: all 5 days wanted are missing",
    "no demand": "No demand falls into the plan period",
    "full": "All 10 days wanted are staffed",
    "one week": "33% of demand is met; 10 days are missing",
    "absent": "Nobody is available: all 5 days wanted are missing",
}


@pytest.mark.parametrize("name", sorted(TITLES))
def test_title_holds_for_odd_inputs(name: str) -> None:
    one = odd_cases()[name]
    assert title(compute(one, greedy_result(one)), Words(one, "en")) == TITLES[name]


def test_proved_is_said_only_where_the_certificate_says_so(tmp_path: Path) -> None:
    one = odd_cases()["one week"]
    result = greedy_result(one)
    for status in ("feasible", "coverage_proved", "optimal"):
        proof = replace(result.certificate, status=status)
        save(tmp_path / "p.xlsx", one, replace(result, certificate=proof), created=WHEN)
        summary = opened(tmp_path / "p.xlsx")["Summary"]
        subtitle = str(summary["B3"].value)
        assert ("proved" in subtitle) == (status != "feasible"), subtitle


def test_plan_not_made_by_us_may_move_and_overload(tmp_path: Path) -> None:
    one = varied()
    units = {("E1", "D3", 2): 1200, ("E5", "D4", 2): 500}
    result = greedy_result(one, Plan.of(units, {"P2": 2}))
    save(tmp_path / "p.xlsx", one, result, created=WHEN)
    rows = coverage_rows((opened(tmp_path / "p.xlsx"), "en"))
    moved = next(r for r in rows if r["Project ID"] == "P2")
    assert moved["Start moved"] == "+2 wk" and moved["Start"].date() == day(2)


# --- the file ---


def test_equal_input_gives_equal_bytes(case: Any, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        save(tmp_path / name, *case, created=WHEN)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_missing_folder_and_open_file_are_refused(case: Any, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="does not exist") as caught:
        save(tmp_path / "none" / "a.xlsx", *case, created=WHEN)
    assert caught.value.path.endswith("a.xlsx")
    with pytest.raises(OutputError, match="is a folder"):
        save(tmp_path, *case, created=WHEN)
    (tmp_path / "~$a.xlsx").touch()
    with pytest.raises(OutputError, match="is open in another program"):
        save(tmp_path / "a.xlsx", *case, created=WHEN)


@pytest.mark.parametrize("error", [PermissionError(13, "denied"), OSError(28, "no space left")])
def test_failure_leaves_the_old_file(
    error: OSError, case: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OutputError, match="cannot be written"):
        save(target, *case, created=WHEN)
    assert target.read_bytes() == b"old" and list(tmp_path.iterdir()) == [target]


# --- words ---


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (5.0, "5"), (42.5, "42.5"), (0.005, "0.005"), (1234.56, "1,234.6"), (0.96, "1")]
)
def test_numbers_read_well(number: float, text: str) -> None:
    assert plain_number(number) == text


@pytest.mark.parametrize(
    ("part", "whole", "text"), [(999, 1000, "99%"), (1, 1000, "<1%"), (0, 10, "0%"), (10, 10, "100%"), (1, 2, "50%")]
)
def test_shares_are_never_flattered(part: int, whole: int, text: str) -> None:
    assert share_text(part, whole) == text


def test_weeks_are_said_as_few_spans() -> None:
    one = portfolio([], [], [], weeks=6)
    assert Words(one, "en").weeks([0, 1, 2, 4]) == "5 Jan – 19 Jan, 2 Feb"
    assert Words(one, "zh").weeks([0, 1, 4]) == "1月5日 – 1月12日、2月2日"
    assert Words(replace(one, settings=replace(one.settings, report_unit="FTE")), "en").amount(1000) == "1 FTE-week"
    assert Fraction(1, 2) == Fraction(Words(one, "en").value(100))
