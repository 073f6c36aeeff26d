"""What people type and how it is read: titles, headers, weeks, numbers; each guess is told with its address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

import resopt as ro
from resopt.domain.records import Basis, Portfolio
from resopt.errors import InputError, Severity
from resopt.excel.cells import CellError, number_of
from resopt.excel.columns import _bare, _other_names, spellings
from resopt.excel.recognise import _others, input_key, output_key
from resopt.excel.weeks import Context, period_in
from resopt.messages.names import COLUMNS, INPUT_SHEETS
from resopt.messages.synonyms import COLUMNS as OTHER_COLUMNS
from resopt.messages.synonyms import column_names, sheet_names
from resopt.tables import to_frames

Sheets = dict[str, Sequence[Sequence[Any]]]
MON, NEXT = date(2026, 1, 5), date(2026, 1, 12)
EN: Sheets = {
    "Projects": [["Project ID", "Project", "Priority"], ["P1", "Atlas", 1], ["P2", "Bolt", 2]],
    "Staff": [["Person ID", "Name", "Role"], ["E1", "Ann", "Developer"], ["E2", "Bob", "Tester"]],
    "Demand": [["Project", "Role", "From", "To", "FTE"], ["P1", "Developer", MON, date(2026, 1, 30), 1]],
    "Settings": [["Setting", "Value"], ["Start", MON]],
}
DE: Sheets = {
    "Projekte": [["Projektnummer", "Projektname", "Priorität", "Projektleiter"], ["P1", "Atlas", "hoch", "Ann"]],
    "Mitarbeiter": [["Personalnummer", "Name", "Rolle", "Abteilung"], ["E1", "Ann", "Entwickler", "IT"]],
    "Bedarf": [["Projekt", "Rolle", "KW 2", "KW 3"], ["Atlas", "Entwickler", "0,5", "50 %"]],
    "Urlaub": [
        ["Mitarbeiter", "Von", "Bis", "Verfügbar", "Grund"],
        ["Ann", "05.02.2026", "13.02.2026", "0%", "Urlaub"],
    ],
    "Einstellungen": [["Parameter", "Wert"], ["Start", MON], ["Date Order", "DMY"]],
}
ZH: Sheets = {
    "项目清单": [["项目代码", "项目名称", "优先次序"], ["P1", "商城", "高"]],
    "员工": [["员工编号", "姓名", "岗位"], ["E1", "张敏", "开发"]],
    "人力需求": [
        ["项目名称", "岗位", "开始时间", "结束时间", "人天"],
        ["商城", "开发", MON, date(2026, 1, 30), "４０人天"],
    ],
    "参数": [["参数名", "值"], ["起始周", MON]],
}


def write(path: Path, sheets: Sheets) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def read(tmp_path: Path, sheets: Sheets) -> Portfolio:
    return ro.load(write(tmp_path / "in.xlsx", sheets))


def faults(tmp_path: Path, sheets: Sheets) -> list[str]:
    with pytest.raises(InputError) as error:
        read(tmp_path, sheets)
    return str(error.value).split("\n")


def infos(portfolio: Portfolio) -> list[str]:
    assert not [i for i in portfolio.issues if i.severity is Severity.ERROR]
    return [issue.text() for issue in portfolio.issues if issue.severity is Severity.INFO]


def demand(*rows: Sequence[Any], **more: Any) -> Sheets:
    return EN | {"Demand": rows} | more


# Titles and headers


@pytest.mark.parametrize(("sheets", "amounts"), [(DE, [0.5, 0.5]), (ZH, [40])])
def test_a_workbook_in_other_words(sheets: Sheets, amounts: list[float], tmp_path: Path) -> None:
    portfolio = read(tmp_path, sheets)
    assert [float(s.amount) for line in portfolio.lines for s in line.segments] == amounts
    told = infos(portfolio)
    for title in sheets:
        assert any(f"sheet {title} is taken for " in text for text in told), title
    assert all("!" in text or "in.xlsx" in text for text in told if " is taken for " in text)


def test_german_words_in_cells(tmp_path: Path) -> None:
    portfolio = read(tmp_path, DE)
    assert portfolio.absences[0].segment.start == date(2026, 2, 5)
    assert "Demand!C2: '0,5' is read as 0.5." in infos(portfolio)
    assert "Demand!C1: Heads that were taken for weeks or months (2): KW 2 = 2026-01-05, KW 3 = 2026-01-12." in infos(
        portfolio
    )


@pytest.mark.parametrize("above", [1, 4, 19])
def test_headers_may_stand_lower(above: int, tmp_path: Path) -> None:
    titles = [["Portfolio of the quarter"], *[[None]] * (above - 1)]
    rows = [*titles, *[[None, *row] for row in EN["Staff"]]]
    rows[-1] = [None, "E2", "Bob", None]
    sheets = EN | {"Staff": rows}
    assert faults(tmp_path, sheets) == [f"Staff!D{above + 3}: Role must be filled in."]
    rows[-1] = [None, "E2", "Bob", "Tester"]
    note = f"Staff!A{above + 1}: The headers were found in row {above + 1}; what stands above is not read."
    assert note in infos(read(tmp_path, sheets))


def test_headers_below_row_20_are_not_found(tmp_path: Path) -> None:
    sheets = EN | {"Staff": [*[["x"]] * 20, *EN["Staff"]]}
    assert "Staff: Column Role is missing; headers are looked for in rows 1 to 20." in faults(tmp_path, sheets)


def test_the_own_name_of_a_column_counts_before_others(tmp_path: Path) -> None:
    head = ["Project Name", "Project", "Position", "Role", "Start Date", "To", "Headcount"]
    portfolio = read(tmp_path, demand(head, ["Zzz", "P1", "Boss", "Developer", MON, date(2026, 1, 9), 2]))
    line = portfolio.lines[0]
    assert (line.project_id, line.role, line.segments[0].amount) == ("P1", "Developer", 2)
    told = infos(portfolio)
    assert "Demand!E1: Column Start Date is taken for From." in told
    assert "Demand!A1: Column Project Name is not read." in told


@pytest.mark.parametrize(
    "header", ["Project_ID", "project-id", " PROJECT  ID * ", "Ｐｒｏｊｅｃｔ ID", "Project\u00a0ID:"]
)
def test_signs_and_spaces_in_headers_are_no_guess(header: str, tmp_path: Path) -> None:
    rows = [[header, "Project", "Priority"], *EN["Projects"][1:]]
    portfolio = read(tmp_path, EN | {"Projects": rows})
    assert [p.id for p in portfolio.projects] == ["P1", "P2"]
    assert not [text for text in infos(portfolio) if "Projects" in text]


def test_a_unit_in_the_header_counts(tmp_path: Path) -> None:
    head = ["Project", "Role", "From", "To"]
    row = ["P1", "Developer", MON, date(2026, 1, 9)]
    hours = read(tmp_path, demand([*head, "Effort (hours)"], [*row, 20]))
    assert (hours.lines[0].segments[0].amount, hours.lines[0].segments[0].basis) == (2.5, Basis.DAYS)
    for typed in (50, 0.5, "50%"):
        percent = read(tmp_path, demand([*head, "Allocation %"], [*row, typed]))
        assert percent.lines[0].segments[0].amount == 0.5
    assert any("its numbers count %" in text for text in infos(percent))


def test_sheets_with_any_title_are_known_by_their_headers(tmp_path: Path) -> None:
    sheets = {"Sheet1": EN["Projects"], "Tabelle2": EN["Staff"], "Blatt": EN["Demand"], "Notes": [["x"]]}
    portfolio = read(tmp_path, sheets)
    warned = [i.text() for i in portfolio.issues if i.severity is Severity.WARNING]
    assert "in.xlsx: sheet Sheet1 is taken for Projects, because of its headers in row 1." in warned
    assert "in.xlsx: sheet Notes is not read." in infos(portfolio)


def test_two_sheets_that_look_alike_are_not_guessed_between(tmp_path: Path) -> None:
    sheets = {"A": EN["Staff"], "B": EN["Staff"], "Projects": EN["Projects"], "Demand": EN["Demand"]}
    told = faults(tmp_path, sheets)
    assert "Sheet Staff is missing." in told
    assert "in.xlsx: sheet A is not read; row 1 looks like Staff (it has Person ID, Name, Role); give" in told[0]


def test_what_a_missing_sheet_could_be(tmp_path: Path) -> None:
    raw = [[None], ["Name", "Status", "Start Date"], ["Atlas", "approved", MON]]
    told = faults(tmp_path, {"Raw": raw, "Empty": [], "Staff": EN["Staff"], "Demand": EN["Demand"]})
    assert told[0].startswith("in.xlsx: sheet Raw is not read; row 2 looks like Projects (it has ")
    assert told[0].endswith("but Priority is missing.")
    assert told[1] == "in.xlsx: sheet Empty is not read; no row among its first 20 has headers that are known."


def test_hidden_rows_are_read_and_told(tmp_path: Path) -> None:
    path = write(tmp_path / "in.xlsx", EN)
    from openpyxl import load_workbook

    book = load_workbook(path)
    book["Staff"].row_dimensions[2].hidden = True
    book.save(path)
    portfolio = ro.load(path)
    assert len(portfolio.people) == 2 and "Staff!A1: Hidden rows are read as well (1)." in infos(portfolio)


def test_no_other_name_means_two_things() -> None:
    titles = [name for name, _ in sheet_names()]
    assert len(_others()) == len(titles)
    assert not [name for name in titles if input_key(name) or output_key(name)]
    assert OTHER_COLUMNS.keys() <= INPUT_SHEETS.keys()
    for sheet, columns in OTHER_COLUMNS.items():
        assert columns.keys() <= COLUMNS[sheet].keys() | {"week"}
        bare = {_bare(name): key for name, key in spellings(sheet).items()}
        for name, key, unit in column_names(sheet):
            assert _other_names(sheet)[_bare(name)][1:] == (key, unit), name
            assert bare.get(_bare(name)) in (None, key), (sheet, name)


# Weeks and months


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("2026-W02", date(2026, 1, 5)),
        ("2026W2", date(2026, 1, 5)),
        ("W02", date(2026, 1, 5)),
        ("KW 2", date(2026, 1, 5)),
        ("KW02/2026", date(2026, 1, 5)),
        ("KW 2 2026", date(2026, 1, 5)),
        ("CW 2", date(2026, 1, 5)),
        ("Week 2", date(2026, 1, 5)),
        ("2026年第2周", date(2026, 1, 5)),
        ("２０２６年第２周", date(2026, 1, 5)),
        ("第2周", date(2026, 1, 5)),
        ("26年第2周", date(2026, 1, 5)),
        (46027, date(2026, 1, 5)),
        ("46027", date(2026, 1, 5)),
        (datetime(2026, 1, 5), date(2026, 1, 5)),
        ("2026-01-05", date(2026, 1, 5)),
        ("2026/1/5", date(2026, 1, 5)),
        (date(2026, 1, 8), date(2026, 1, 5)),
        ("KW 52", date(2025, 12, 22)),
        ("KW 40", date(2026, 9, 28)),
    ],
)
def test_week_columns_in_many_forms(typed: Any, start: date, tmp_path: Path) -> None:
    portfolio = read(tmp_path, demand(["Project", "Role", typed], ["P1", "Developer", 1]))
    (segment,) = portfolio.lines[0].segments
    assert (segment.start, (segment.end - segment.start).days) == (start, 6)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03",
        "2026年3月",
        "3月",
        "３月",
        "三月",
        "Mar-26",
        "Mar 2026",
        "März 2026",
        "Mrz 26",
        "03/2026",
        "mar/26",
        "March",
    ],
)
def test_month_columns_in_many_forms(typed: str, tmp_path: Path) -> None:
    portfolio = read(tmp_path, demand(["Project", "Role", typed], ["P1", "Developer", 1]))
    (segment,) = portfolio.lines[0].segments
    assert (segment.start, segment.end) == (date(2026, 3, 1), date(2026, 3, 31))


def test_first_days_of_months_are_months(tmp_path: Path) -> None:
    rows = (["Project", "Role", date(2026, 1, 1), date(2026, 2, 1)], ["P1", "Developer", 1, 2])
    portfolio = read(tmp_path, demand(*rows))
    assert [s.end for s in portfolio.lines[0].segments] == [date(2026, 1, 31), date(2026, 2, 28)]
    assert "Demand!C1: Heads that were taken for weeks or months (2): 2026-01-01 = 2026-01, 2026-02-01 = 2026-02." in (
        infos(portfolio)
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("05/01/2026", "Demand!C1: 05/01/2026 could be two dates;"),
        ("W54", "Demand!C1: There is no date or week W54."),
        ("2025-W53", "Demand!C1: There is no date or week 2025-W53."),
        ("13月", "Demand!C1: There is no date or week 13月."),
        (date(2026, 1, 11), "Demand!C1: The week 2026-01-11 is no Monday; its week begins on 2026-01-05."),
    ],
)
def test_weeks_that_cannot_be(typed: Any, expected: str, tmp_path: Path) -> None:
    assert faults(tmp_path, demand(["Project", "Role", typed], ["P1", "Developer", 1]))[0].startswith(expected)


def test_weeks_without_year_need_a_start(tmp_path: Path) -> None:
    sheets = demand(["Project", "Role", "KW 2"], ["P1", "Developer", 1])
    del sheets["Settings"]
    assert faults(tmp_path, sheets)[0].startswith("Demand!C1: KW 2 names no year; write 2026-W02 or 2026-03, or set")


def test_a_date_order_counts_in_headers_and_cells(tmp_path: Path) -> None:
    for order, monday in (("DMY", date(2026, 1, 5)), ("MDY", date(2026, 4, 27))):
        rows = (["Project", "Role", "05/01/2026"], ["P1", "Developer", 1])
        settings = [*EN["Settings"], ["Date Order", order]]
        assert read(tmp_path, demand(*rows, Settings=settings)).lines[0].segments[0].start == monday


def test_months_of_availability_and_assignments(tmp_path: Path) -> None:
    away = [["Person", "2026-02"], ["Ann", 0.5]]
    record = [["Person", "Project", "2026-01", "2026-02"], ["Ann", "P1", 0.5, None]]
    portfolio = read(tmp_path, EN | {"Availability": away, "Assignments": record})
    assert [(a.segment.start, a.segment.end, a.segment.amount) for a in portfolio.absences] == [
        (date(2026, 2, 1), date(2026, 2, 28), 0.5)
    ]
    (booking,) = portfolio.bookings
    assert [(s.start, s.end, s.amount) for s in booking.segments] == [(date(2026, 1, 1), date(2026, 1, 31), 0.5)]
    again = ro.from_frames(**to_frames(portfolio))
    assert again.bookings == portfolio.bookings


# Long rows


def test_long_demand_is_the_same_as_wide(tmp_path: Path) -> None:
    wide = read(
        tmp_path, demand(["Project", "Role", MON, NEXT], ["P1", "Developer", 1, 0.5], ["P2", "Tester", None, 1])
    )
    long = read(
        tmp_path,
        demand(
            ["Week", "Project", "Role", "FTE"],
            [MON, "P1", "Developer", 1],
            ["2026-W03", "P1", "Developer", 0.5],
            ["KW 3", "P2", "Tester", 1],
        ),
    )
    assert long.lines == wide.lines
    assert "Demand!A2: Rows with one week each were joined (rows before: 3, now: 2)." in infos(long)


def test_long_rows_keep_their_addresses(tmp_path: Path) -> None:
    rows = (["Week", "Project", "Role", "FTE"], [MON, "P1", "Developer", 1], [NEXT, "P1", "Developer", "x"])
    assert faults(tmp_path, demand(*rows)) == ["Demand!D3: 'x' is not a number."]
    rows[2][0], rows[2][3] = "soon", 1
    assert faults(tmp_path, demand(*rows)) == [
        "Demand!A3: 'soon' is not a week or month; write 2026-01-05 or 2026-W02."
    ]
    both = (["Week", "From", "Project", "Role", "FTE"], [MON, MON, "P1", "Developer", 1])
    assert faults(tmp_path, demand(*both))[0] == "Demand!A2: The row names a week, so leave From blank."


def test_the_same_week_twice_is_another_line(tmp_path: Path) -> None:
    rows = [["Week", "Project", "Role", "Days"], [MON, "P1", "Developer", 5], [MON, "P1", "Developer", 3]]
    lines = read(tmp_path, demand(*rows)).lines
    assert sorted(float(line.segments[0].amount) for line in lines) == [3, 5]
    assert {line.segments[0].basis for line in lines} == {Basis.DAYS}


def test_long_availability_and_assignments(tmp_path: Path) -> None:
    away = [["Person", "Week", "Available"], ["Ann", MON, 0], ["Ann", date(2026, 1, 14), "50%"]]
    record = [["Person", "Project", "Week", "FTE"], ["Bob", "P1", MON, 0.5], ["Bob", "P1", NEXT, 1]]
    portfolio = read(tmp_path, EN | {"Availability": away, "Assignments": record})
    assert [(a.segment.start, a.segment.amount) for a in portfolio.absences] == [(MON, 0), (NEXT, 0.5)]
    (booking,) = portfolio.bookings
    assert booking.by_week and [float(s.amount) for s in booking.segments] == [0.5, 1]
    assert any("no Monday are taken for their week (1;" in text for text in infos(portfolio))


def test_a_month_per_row(tmp_path: Path) -> None:
    rows = [["月份", "Project", "Role", "FTE"], [date(2026, 2, 1), "P1", "Developer", 1], ["3月", "P1", "Developer", 1]]
    (line,) = read(tmp_path, demand(*rows)).lines
    assert [s.end for s in line.segments] == [date(2026, 2, 28), date(2026, 3, 31)]


# Numbers and dates in cells


@pytest.mark.parametrize(
    ("typed", "percent", "unit", "number"),
    [
        ("0,5", False, "", 0.5),
        ("12,5 %", True, "", 0.125),
        ("５０％", True, "", 0.5),
        ("\u00a00.5\u00a0", False, "", 0.5),
        ("0,500", False, "", 0.5),
        ("1,200.5", False, "", 1200.5),
        ("1.200,5", False, "", 1200.5),
        ("1,200,000", False, "", 1_200_000),
        ("1'200", False, "", 1200),
        ("40人天", False, "days", 40),
        ("４０ 人天", False, "days", 40),
        ("2,5 Tage", False, "days", 2.5),
        ("1人月", False, "months", 1),
        ("0.5 FTE", False, "FTE", 0.5),
        ("1200元", False, "money", 1200),
    ],
)
def test_numbers_as_people_type_them(typed: str, percent: bool, unit: str, number: float) -> None:
    assert float(number_of(typed, percent, unit)) == number


@pytest.mark.parametrize(
    ("typed", "unit", "code"),
    [
        ("1,200", "", "input.number_ambiguous"),
        ("40人天", "FTE", "input.other_unit"),
        ("40h", "days", "input.other_unit"),
        ("40人天", "", "input.not_a_number"),
        ("12 apples", "days", "input.not_a_number"),
        ("1,2,3", "", "input.not_a_number"),
        ("5-6", "", "input.not_a_number"),
    ],
)
def test_numbers_that_are_not_guessed(typed: str, unit: str, code: str) -> None:
    with pytest.raises(CellError) as error:
        number_of(typed, False, unit)
    assert error.value.code == code


def test_guessed_numbers_and_dates_are_told_with_their_cell(tmp_path: Path) -> None:
    head = ["Project", "Role", "From", "To", "Days"]
    portfolio = read(tmp_path, demand(head, ["P1", "Developer", "2026-W02", "3月", "40人天"]))
    (segment,) = portfolio.lines[0].segments
    assert (segment.start, segment.end, segment.amount) == (MON, date(2026, 3, 31), 40)
    assert {
        "Demand!C2: '2026-W02' is read as 2026-01-05.",
        "Demand!D2: '3月' is read as 2026-03-31.",
        "Demand!E2: '40人天' is read as 40.",
    } <= set(infos(portfolio))
    wrong = demand(head, ["P1", "Developer", "05/01/2026", MON, "1,200"], ["P1", "Developer", MON, MON, "8h"])
    told = faults(tmp_path, wrong)
    assert told[0] == "Demand!E2: 1,200 could be 1.200 or 1200; write the number without a comma."
    assert told[1].startswith("Demand!C2: 05/01/2026 could be two dates;")
    assert told[2] == "Demand!E3: 8h counts hours, but here days is counted."


def test_weeks_without_year_lie_in_the_year_from_a_quarter_before_the_start() -> None:
    context = Context(date(2026, 11, 2))
    found = {text: period_in(text, context) for text in ("KW 40", "KW 31", "KW 2", "10月", "7月")}
    years = {text: one[0].start.year for text, one in found.items() if isinstance(one, tuple)}
    assert years == {"KW 40": 2026, "KW 31": 2027, "KW 2": 2027, "10月": 2026, "7月": 2027}
