"""The output workbook under strain: hostile text, two languages, odd inputs, equal bytes, failures of writing."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from books import EVIL, KEYS, WHEN, near, opened, table, varied
from builders import absent, booking, day, line, person, portfolio, project
from results import greedy_result
from sheets import Sheets

from resopt.domain.records import Portfolio, Seat, Status
from resopt.errors import OutputError
from resopt.explain.conflicts import explain
from resopt.explain.whole import reasoned
from resopt.plan import Plan
from resopt.report.figures import compute
from resopt.report.findings import title
from resopt.report.wording import Words, plain_number, share_text
from resopt.report.workbook import content, save
from resopt.result import Result


@pytest.fixture(scope="module")
def case() -> tuple[Portfolio, Result]:
    one = varied()
    return one, greedy_result(one)


# --- safety ---


def test_typed_text_stays_text(tmp_path: Path) -> None:
    people = [person(f"E{n}", evil, name=evil, department=evil) for n, evil in enumerate(EVIL)]
    projects = [project(f"P{n}", n + 1, name=evil, priority=evil) for n, evil in enumerate(EVIL)]
    lines = [line(f"D{n}", f"P{n}", evil, fte=2, notes=evil) for n, evil in enumerate(EVIL)]
    one = portfolio(people, projects, lines, source="=2+2")
    save(tmp_path / "evil.xlsx", one, greedy_result(one), created=WHEN)
    cells = [c for s in opened(tmp_path / "evil.xlsx", formulas=True) for row in s.iter_rows() for c in row]
    assert not {str(c.value) for c in cells if c.data_type == "f"} & set(EVIL)
    assert {c.value for c in cells if c.data_type == "s"} >= set(EVIL)
    with zipfile.ZipFile(tmp_path / "evil.xlsx") as package:
        assert not any(b"x.test" in package.read(n) for n in package.namelist() if n.endswith(".rels"))


ALLOWED = re.compile(
    r"FTE|\bL\d\b|SHA-256|Java(:\d)?|resopt( check| solve --plan)?|ortools|tbl\w+|\b[EPDCF]-?[\w-]*\d[\w-]*\b|C-rest|"
    r"start\|P\d|ERP|xlsx|[0-9a-f]{10,}|W\d\d|&[LCRPN]|&K[0-9A-F]{6}"
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


def english_in(path: Path) -> list[tuple[str, str]]:
    """Return the texts with an English word that is no name, ID or software."""
    return [(where, text) for where, text in words_of(path) if re.search(r"[A-Za-z]{2,}", ALLOWED.sub("", text))]


@pytest.mark.parametrize("audience", ["all", "leadership", "department:研发部", "project:P1"])
def test_chinese_workbook_has_no_english_word(audience: str, case: Any, tmp_path: Path) -> None:
    save(tmp_path / "zh.xlsx", *case, lang="zh", created=WHEN, audience=audience)
    assert english_in(tmp_path / "zh.xlsx") == []


def test_chinese_workbook_of_templates_masks_and_peoples_changes_has_no_english_word(tmp_path: Path) -> None:
    one = varied()
    seats = (Seat("系统", "架构", True, None), Seat("系统", "开发", False, Fraction(5)))
    asked = replace(
        booking("E5", "P2", {0: "0.4"}, lock="hard", id="asked"), asked=True, reason="评审", approved_by="周总"
    )
    one = replace(one, seats=seats, bookings=(*one.bookings, asked))
    one = replace(one, projects=tuple(replace(p, type="系统", manager="周总") for p in one.projects))
    save(tmp_path / "zh.xlsx", one, greedy_result(one), lang="zh", created=WHEN, mask=True)
    assert english_in(tmp_path / "zh.xlsx") == []


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
    "one week": "33.3% of demand is met; 10 days are missing",
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
    rows = table(opened(tmp_path / "p.xlsx")["Coverage"], "Tier")
    moved = next(r for r in rows if r["Project ID"] == "P2")
    assert moved["Start moved"] == "+2 wk" and moved["Start"].date() == day(2)


def test_a_fact_set_aside_is_a_conflict_without_gap(tmp_path: Path) -> None:
    """A hard lock in a week of leave cannot be kept: Summary, Conflicts and Changes say so in both languages."""
    one = portfolio(
        [person("E1", "开发", name="王芳")],
        [project("P1", name="核心系统", priority="1")],
        [line("L1", "P1", "开发", weeks=2)],
        bookings=[booking("E1", "P1", {0: 1, 1: "0.5"}, lock="hard")],
        absences=[absent("E1", day(0), day(0, 6))],
    )
    result = greedy_result(one)
    assert len(result.set_aside) == 1
    save(tmp_path / "en.xlsx", one, result, created=WHEN)
    rows = table(opened(tmp_path / "en.xlsx")["Conflicts"], "ID")
    assert sum(r["Gap"] for r in rows) == near(7.5)
    assert [r["Gap"] for r in rows if r["ID"] == "F01"] == [0]
    texts = [c.value for row in opened(tmp_path / "en.xlsx")["Summary"].iter_rows() for c in row]
    assert any("1 request cannot be kept" in str(text) for text in texts)
    save(tmp_path / "zh.xlsx", one, result, lang="zh", created=WHEN)
    assert english_in(tmp_path / "zh.xlsx") == []


# --- what the certificate and the titles may claim ---


def said_on(path: Path, sheet: str) -> str:
    """Return all texts of a sheet, one per line."""
    return "\n".join(str(c.value) for row in opened(path)[sheet].iter_rows() for c in row if c.value is not None)


def test_a_gap_cannot_be_met_only_where_that_is_proved(tmp_path: Path) -> None:
    one = odd_cases()["one week"]
    result = greedy_result(one)
    for status, words in (("feasible", "10 days are not met"), ("coverage_proved", "10 days cannot be met")):
        proof = replace(result.certificate, status=status)
        save(tmp_path / "p.xlsx", one, replace(result, certificate=proof), created=WHEN)
        assert str(opened(tmp_path / "p.xlsx")["Conflicts"]["B2"].value).startswith(words)


def test_level_3_without_a_bound_claims_no_gap(tmp_path: Path) -> None:
    one = varied()
    result = greedy_result(one)
    assert result.certificate.quality > 0
    for bound, there in ((0, True), (1, False)):
        proof = replace(result.certificate, quality_bound=bound)
        save(tmp_path / "p.xlsx", one, replace(result, certificate=proof), created=WHEN)
        rows = {r["Item"]: r for r in table(opened(tmp_path / "p.xlsx")["Certificate"], "Item")}
        assert ("no bound computed yet" in said_on(tmp_path / "p.xlsx", "Certificate")) == there
        assert isinstance(rows["Optimality gap of level 3"]["Value"], str) == there
        assert isinstance(rows["Level 3 (quality)"]["Bound"], str) == there


def test_only_a_run_by_rounds_is_called_repeatable(tmp_path: Path) -> None:
    one = odd_cases()["one week"]
    result = greedy_result(one)
    for ended, repeatable in (("clock", False), ("user", False), ("proof", False), ("work", True)):
        proof = replace(result.certificate, ended_by=ended)
        save(tmp_path / "p.xlsx", one, replace(result, certificate=proof), created=WHEN)
        assert ("--rounds give the same plan" in said_on(tmp_path / "p.xlsx", "Certificate")) == repeatable


def test_a_joint_bound_below_the_sum_is_explained(tmp_path: Path) -> None:
    one = varied()
    result = greedy_result(one)
    for less, there in ((0, False), (200, True)):
        proof = replace(result.certificate, coverage_bound=result.certificate.coverage_bound - less)
        save(tmp_path / "p.xlsx", one, replace(result, certificate=proof), created=WHEN)
        for sheet in ("Summary", "Certificate"):
            assert ("less than the sum of the column" in said_on(tmp_path / "p.xlsx", sheet)) == there


def test_tiles_are_numbers(tmp_path: Path) -> None:
    one = varied()
    result = greedy_result(one)
    save(tmp_path / "p.xlsx", one, result, created=WHEN)
    sheet = opened(tmp_path / "p.xlsx")["Summary"]
    figures = compute(one, result)
    values = [sheet.cell(6, column).value for column in range(2, 23, 4)]
    assert all(isinstance(value, (int, float)) for value in values)
    assert values[0] == near(figures.total_met * 1000 // figures.total_wanted / 1000)
    assert values[1] == near((figures.total_wanted - figures.total_met) / 200)
    assert sheet["J6"].number_format == '0" of 3"'


def test_a_week_of_holidays_is_no_absence(tmp_path: Path) -> None:
    one = portfolio(
        [person("E1", name="Ann")], [project("P1")], [line("L1", "P1", weeks=3)], weeks=3,
        absences=[absent("E1", day(2), day(2, 6))],
    )  # fmt: skip
    calendar = one.calendars[0]
    closed = replace(calendar, days_off=frozenset(day(1, n) for n in range(5)))
    one = replace(one, calendars=(closed,))
    save(tmp_path / "p.xlsx", one, greedy_result(one), created=WHEN)
    (row, *_) = table(opened(tmp_path / "p.xlsx")["Allocation"], "ID")[1:]
    assert [value for value in row.values() if value in ("/", "-")] == ["-", "/"]


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
    with pytest.raises(OutputError, match="whose name ends in"):
        save(tmp_path / "plan.txt", *case, created=WHEN)
    assert list(tmp_path.iterdir()) == []
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
    ("part", "whole", "text"),
    [
        (999, 1000, "99.9%"),
        (9999, 10000, "99.9%"),
        (1, 2001, "<0.1%"),
        (1, 2000, "0.1%"),
        (2549, 3531, "72.2%"),
        (695, 3248, "21.4%"),
        (2553, 3248, "78.6%"),
        (103, 100, "103%"),
        (0, 10, "0%"),
        (10, 10, "100%"),
        (1, 2, "50%"),
        (719, 1000, "71.9%"),
    ],
)
def test_shares_are_never_flattered(part: int, whole: int, text: str) -> None:
    assert share_text(part, whole) == text


def test_weeks_are_said_as_few_spans() -> None:
    one = portfolio([], [], [], weeks=6)
    assert Words(one, "en").weeks([0, 1, 2, 4]) == "2026-01-05 – 2026-01-19, 2026-02-02"
    assert Words(one, "zh").weeks([0, 1, 4]) == "2026-01-05 – 2026-01-12、2026-02-02"
    assert Words(replace(one, settings=replace(one.settings, report_unit="FTE")), "en").amount(1000) == "1 FTE-week"
    assert Fraction(1, 2) == Fraction(Words(one, "en").value(100))


def test_a_sheet_that_no_workbook_can_hold_is_refused(
    case: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resopt.excel.write.MOST_ROWS", 20)
    with pytest.raises(OutputError, match="rows; a workbook can hold 20"):
        save(tmp_path / "p.xlsx", *case, created=WHEN)
    assert list(tmp_path.iterdir()) == []


def test_years_stand_over_the_weeks_where_the_horizon_crosses_one(tmp_path: Path) -> None:
    def years(weeks: int) -> set[tuple[str, str]]:
        one = portfolio([person("E1")], [project("P1")], [line("L1", "P1", weeks=2)], weeks=weeks)
        save(tmp_path / "y.xlsx", one, greedy_result(one), created=WHEN)
        book, found = opened(tmp_path / "y.xlsx"), set()
        for name in ("Allocation", "Coverage", "Capacity", "Edit"):
            cells = (c.value for row in book[name].iter_rows() for c in row if isinstance(c.value, str))
            found |= {(name, value) for value in cells if re.fullmatch(r"20\d\d\nW\d\d", value)}
        return found

    assert years(51) == set()  # from 2026-01-05 to 2026-12-21
    sheets = ("Allocation", "Coverage", "Capacity", "Edit")
    assert years(53) == {(name, text) for name in sheets for text in ("2026\nW02", "2027\nW01")}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_one_unit_in_the_whole_file(lang: str) -> None:
    """Under Report Unit FTE no sentence of any sheet counts days, but the one that says what an FTE-week is."""
    one = varied()
    one = replace(one, settings=replace(one.settings, report_unit="FTE"))
    result = greedy_result(one)
    conflicts = reasoned(one, result.plan, explain(one, result.plan), until=monotonic() + 60)
    sheets = Sheets(content(one, result.with_conflicts(conflicts), lang, WHEN), Words(one, lang))
    texts = [text for page in sheets.book.pages for text in sheets.sentences(page.key)]
    rows = (
        row for page in sheets.book.pages for name in sheets.tables(page.key) for row in sheets.rows(page.key, name)
    )
    texts += [value for row in rows for value in row.values() if isinstance(value, str)]
    counted = [text for text in texts if re.search(r"\d (days?\b|人天)", text)]
    assert [text for text in counted if sheets.words.say("unit.note") not in text] == []
    assert any(sheets.words.unit in r["why"] for r in sheets.rows("conflicts", "conflicts"))
