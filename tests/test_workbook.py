"""Workbooks as a Portfolio: addresses, what readers hide, broken files, several files; and plans read back."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook

from resopt.domain.records import Portfolio
from resopt.errors import InputError, Severity
from resopt.messages import names
from resopt.plan import Assignment, Plan
from resopt.tables import from_frames, load, load_plan, plan_from_frame, plan_to_frame, plan_wide, to_frames

Sheets = Mapping[str, Sequence[Sequence[Any]]]

SHEETS: dict[str, list[list[Any]]] = {
    "Projects": [
        ["Project ID", "Project", "Priority", "Start", "End"],
        ["P1", "Atlas", 1, date(2026, 1, 5), date(2026, 3, 29)],
        ["P2", "Bolt", 2],
    ],
    "Staff": [["Person ID", "Name", "Role", "FTE"], ["E1", "Ann", "Developer", 1], ["E2", "Bob", "Tester", 0.5]],
    "Demand": [
        ["Demand ID", "Project", "Role", "From", "To", "FTE"],
        ["D1", "P1", "Developer", date(2026, 1, 5), date(2026, 2, 1), 1],
        ["D2", "P2", "Tester", date(2026, 1, 5), date(2026, 2, 1), 0.5],
    ],
}
ZH: dict[str, list[list[Any]]] = {
    "项目": [["项目编号", "优先级"], ["P1", "高"], ["P2", "低"]],
    "人员": [["工号", "姓名", "角色 (岗位)"], ["E1", "张三", "开发"], ["E2", "李四", "测试"]],
    "资源需求": [
        ["项目", "角色", "2026-W02", datetime(2026, 1, 12)],
        ["P1", "开发", 1, 0.5],
        ["P2", "测试", None, "50%"],
    ],
    "参数设置": [["参数", "取值"], ["计划周数", 4], ["投入刻度", "20%"]],
}


def write(path: Path, sheets: Sheets) -> Path:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    workbook.save(path)
    return path


def changed(sheet: str, address: str, value: Any) -> dict[str, list[list[Any]]]:
    """Return the sheets with one cell changed."""
    sheets = {title: [list(row) for row in rows] for title, rows in SHEETS.items()}
    row, column = int(address[1:]) - 1, ord(address[0]) - 65
    cells = sheets[sheet][row]
    cells.extend([None] * (column + 1 - len(cells)))
    cells[column] = value
    return sheets


def faults(path: Path | list[Path], lang: str = "en", strict: bool = True) -> list[str]:
    with pytest.raises(InputError) as error:
        load(path, lang=lang, strict=strict)
    return str(error.value).split("\n")


def edit_part(path: Path, part: str, edit: Callable[[str], str]) -> Path:
    """Change the XML of one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = edit(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_a_workbook_says_the_same_as_frames(tmp_path: Path) -> None:
    path = write(tmp_path / "in.xlsx", SHEETS)
    portfolio = load(path)
    frames = to_frames(portfolio)
    again = from_frames(**frames)
    assert (again.lines, again.people, again.projects) == (portfolio.lines, portfolio.people, portfolio.projects)
    assert portfolio.source == "in.xlsx" and re.fullmatch("[0-9a-f]{64}", portfolio.sha256)


def test_a_chinese_workbook(tmp_path: Path) -> None:
    portfolio = load(write(tmp_path / "输入.xlsx", ZH))
    assert [line.id for line in portfolio.lines] == ["P1-开发", "P2-测试"]
    assert [float(s.amount) for line in portfolio.lines for s in line.segments] == [1, 0.5, 0.5]
    assert (portfolio.settings.weeks, portfolio.settings.step) == (4, 200)
    assert [tier.label for tier in portfolio.tiers] == ["高", "低"]
    wrong = {**ZH, "资源需求": [*ZH["资源需求"], ["P3", "开发", -1, None]]}
    assert faults(write(tmp_path / "b.xlsx", wrong), "zh") == [
        "资源需求!A4：项目表中没有“P3”。",
        "资源需求!C4：-1 是负数。",
    ]


@pytest.mark.parametrize(
    ("sheet", "address", "value", "expected"),
    [
        ("Demand", "F2", "x", "Demand!F2: 'x' is not a number."),
        ("Demand", "D3", "05/01/2026", "Demand!D3: 05/01/2026 could be two dates;"),
        ("Demand", "B3", "P9", "Demand!B3: There is no project P9 on sheet Projects."),
        ("Demand", "A3", "D1", "Demand!A3: D1 stands already in A2."),
        ("Staff", "D3", "#N/A", "Staff!D3: The cell holds the error #N/A; it is neither a value nor blank."),
        ("Staff", "D3", "=1/2", "Staff!D3: The cell holds a formula that was never calculated;"),
        ("Projects", "C3", None, "Projects!C3: Priority must be filled in."),
        ("Projects", "A3", date(2026, 3, 1), "Projects!A3: 2026-03-01 is a date or a logical value"),
    ],
)
def test_faults_name_the_cell(tmp_path: Path, sheet: str, address: str, value: Any, expected: str) -> None:
    found = faults(write(tmp_path / "in.xlsx", changed(sheet, address, value)))
    assert found[0].startswith(expected), found


def test_all_faults_at_once_or_left_out(tmp_path: Path) -> None:
    sheets = changed("Demand", "F2", "#DIV/0!")
    sheets["Staff"][2][3] = -1
    path = write(tmp_path / "in.xlsx", sheets)
    assert [text.split(":")[0] for text in faults(path)] == ["Demand!F2", "Staff!D3"]
    portfolio = load(path, strict=False)
    assert [line.id for line in portfolio.lines] == ["D2"]
    assert {i.place for i in portfolio.issues if i.severity is Severity.ERROR} == {"F2", "D3"}


def test_data_that_does_not_begin_at_the_left_keeps_its_addresses(tmp_path: Path) -> None:
    sheets = {**SHEETS, "Staff": [[None, None, *row] for row in SHEETS["Staff"]]}
    sheets["Staff"][2][5] = "x"
    assert faults(write(tmp_path / "in.xlsx", sheets)) == ["Staff!F3: 'x' is not a number."]


def test_missing_sheets_and_sheets_not_read(tmp_path: Path) -> None:
    sheets = {"Projects": SHEETS["Projects"], "Staf": SHEETS["Staff"], "Demand": SHEETS["Demand"]}
    told = [issue.text() for issue in load(write(tmp_path / "in.xlsx", sheets)).issues]
    assert told[0] == "in.xlsx: sheet Staf is taken for Staff, because of its headers in row 1."
    sheets["Staf"] = [["Name", "Hobby"], ["Ann", "chess"]]
    assert faults(write(tmp_path / "in.xlsx", sheets)) == [
        "Sheet Staff is missing; there is a sheet Staf, is it meant?"
    ]
    more = {**SHEETS, "Staf": [["x"]], "Thoughts": [["x"]], "Summary": [["x"]]}
    told = [issue.text() for issue in load(write(tmp_path / "more.xlsx", more)).issues]
    assert "more.xlsx: sheet Staf is not read; did you mean Staff?" in told
    assert "more.xlsx: sheet Thoughts is not read." in told
    assert "more.xlsx: not read as input, because named like a result sheet: Summary." in told
    ours = write(
        tmp_path / "plan.xlsx", {"Summary": [["x"]], "Plan": [["x"]], "_resopt": [["schema", 1], ["source", "in.xlsx"]]}
    )
    alone, both = load(tmp_path / "more.xlsx"), load([tmp_path / "more.xlsx", ours])
    assert [i.text() for i in both.issues if i.severity.value == "warning" and "plan.xlsx" in i.text()] == [
        "plan.xlsx holds a plan that resopt wrote, no input: nothing of it is read (“resopt check” tests such a plan)."
    ]
    assert both.sha256 == alone.sha256
    assert faults(ours) == [
        "plan.xlsx is a plan that resopt wrote, not an input: it was made from in.xlsx; the input is named first, then "
        "the plan."
    ]


def test_a_stray_cell_in_the_last_column_does_no_harm(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in SHEETS.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    workbook["Demand"]["XFD9000"] = "solver"
    workbook["Demand"]["F3"] = "x"
    workbook["Demand"]["F2"] = "#N/A"
    workbook.save(tmp_path / "in.xlsx")
    assert faults(tmp_path / "in.xlsx") == [
        "Demand!F2: The cell holds the error #N/A; it is neither a value nor blank.",
        "Demand!F3: 'x' is not a number.",
    ]


def test_a_wrong_dimension_hides_no_row(tmp_path: Path) -> None:
    path = write(tmp_path / "in.xlsx", SHEETS)
    edit_part(
        path, "xl/worksheets/sheet3.xml", lambda xml: re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1"', xml)
    )
    assert len(load(path).lines) == 2


def test_files_that_are_no_workbook(tmp_path: Path) -> None:
    good = write(tmp_path / "good.xlsx", SHEETS)
    cases: dict[str, bytes] = {
        "empty.xlsx": b"",
        "text.xlsx": b"a,b\n1,2\n",
        "cut.xlsx": good.read_bytes()[:2000],
        "locked.xlsx": b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
        "old.xlsx": b"\xd0\xcf\x11\xe0 Workbook",
        "~$good.xlsx": b"x",
        "data.txt": b"a,b",
    }
    expected = {
        "empty.xlsx": "empty.xlsx is empty (0 bytes).",
        "text.xlsx": "text.xlsx is no Excel workbook,",
        "cut.xlsx": "cut.xlsx is damaged or cut off;",
        "locked.xlsx": "locked.xlsx is password-protected; save a copy without password.",
        "old.xlsx": "old.xlsx is in the old .xls format",
        "~$good.xlsx": "~$good.xlsx is only the lock file",
        "data.txt": "data.txt: files of this kind are not read;",
    }
    for name, content in cases.items():
        (tmp_path / name).write_bytes(content)
        (sentence,) = faults(tmp_path / name)
        assert sentence.startswith(expected[name]), sentence
    assert faults(tmp_path / "none.xlsx") == ["none.xlsx: there is no such file."]
    (tmp_path / "folder").mkdir()
    assert faults(tmp_path / "folder") == ["folder: the folder holds no workbook or .csv file."]


def test_parts_that_are_missing_or_broken(tmp_path: Path) -> None:
    def broken(name: str, part: str, edit: Callable[[str], str]) -> list[str]:
        return faults(edit_part(write(tmp_path / name, SHEETS), part, edit))

    assert broken("a.xlsx", "xl/workbook.xml", lambda xml: xml[:100]) == [
        "a.xlsx is damaged or cut off; copy or save it again."
    ]
    assert broken("b.xlsx", "xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2])[0].startswith(
        "b.xlsx: sheet Projects is damaged"
    )
    path = write(tmp_path / "c.xlsx", SHEETS)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if "sheet1" not in name}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert faults(path)[0].startswith("c.xlsx: sheet Projects is damaged")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert faults(path)[0].startswith("c.xlsx is no Excel workbook")


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    path = write(tmp_path / "bomb.xlsx", SHEETS)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/more.xml", b"0" * 40_000_000)
    assert faults(path) == ["bomb.xlsx would unpack to an unreasonable size and is not opened."]


def test_several_files_are_one_input(tmp_path: Path) -> None:
    first = write(tmp_path / "a.xlsx", SHEETS)
    more = {"Demand": [SHEETS["Demand"][0], ["D3", "P2", "Tester", date(2026, 1, 5), date(2026, 1, 11), 0.1]]}
    second = write(tmp_path / "b.xlsx", more)
    both = load([first, second])
    assert [line.id for line in both.lines] == ["D1", "D2", "D3"]
    assert load(tmp_path).lines == both.lines
    more["Demand"].append(["D1", "P2", "Tester", date(2026, 1, 5), date(2026, 1, 11), 0.1])
    write(second, more)
    assert faults([first, second]) == ["Demand!A3 (b.xlsx): D1 stands already in A2 (a.xlsx)."]


def test_many_rows_are_read_in_seconds(tmp_path: Path) -> None:
    rows = [[f"D{i}", f"P{i % 2 + 1}", "Developer", "2026-01-05", "2026-02-01", 0.1] for i in range(5_000)]
    path = write(tmp_path / "big.xlsx", {**SHEETS, "Demand": [SHEETS["Demand"][0], *rows]})
    assert len(load(path).lines) == 5_000


# Plans


@pytest.fixture
def portfolio(tmp_path: Path) -> Portfolio:
    return load(write(tmp_path / "in.xlsx", SHEETS))


PLAN = Plan.of({("E1", "D1", 0): 1000, ("E1", "D1", 1): 500, ("E2", "D2", 0): 100}, {"P2": 2})


def plan_rows(lang: str = "en") -> list[list[Any]]:
    header = [names.of(pair, lang) for pair in names.PLAN_COLUMNS.values()]
    week = [datetime(2026, 1, 5), datetime(2026, 1, 12)]
    return [
        ["A title above the table"],
        [],
        header,
        ["E1", "Ann", "P1", "Atlas", "D1", "Developer", week[0], 5, 1, 1],
        ["E1", "Ann", "P1", "Atlas", "D1", "Developer", week[1], 2.5, 0.5, 0.5],
        ["E2", "Bob", "P2", "Bolt", "D2", "Tester", week[0], 0.5, 0.1, 0.1],
    ]


@pytest.mark.parametrize(("title", "lang"), [("Plan", "en"), ("分配计划", "zh"), ("renamed", "en")])
def test_a_plan_is_read(tmp_path: Path, portfolio: Portfolio, title: str, lang: str) -> None:
    own = [["start", "P2", 2], ["hash", "abc"]]
    path = write(tmp_path / "plan.xlsx", {"Other": [["x"]], title: plan_rows(lang), "_resopt": own})
    assert load_plan(path, portfolio) == PLAN


def test_a_changed_fte_counts_and_days_follow(tmp_path: Path, portfolio: Portfolio) -> None:
    rows = plan_rows()
    rows[3][8] = 0.4  # FTE changed: 2 of 5 days, whatever Days says
    rows[4][7] = None  # no Days: FTE counts
    rows[5][4] = None  # no Demand ID: the only line of the project with the role
    plan = load_plan(write(tmp_path / "plan.xlsx", {"Plan": rows}), portfolio)
    assert plan.assignments == (
        Assignment("E1", "D1", 0, 400),
        Assignment("E1", "D1", 1, 500),
        Assignment("E2", "D2", 0, 100),
    )


def test_all_faults_of_a_plan(tmp_path: Path, portfolio: Portfolio) -> None:
    rows = plan_rows()
    rows[3][0] = "E9"
    rows[4][4] = "D2"
    rows[5][6] = datetime(2026, 1, 6)
    rows += [
        ["E2", "Bob", "P2", "Bolt", None, "Cook", datetime(2026, 1, 12), 1],
        ["E2", "Bob", "P2", "Bolt", "D2", None, datetime(2026, 1, 12), -1],
        ["E2", "Bob", "P2", "Bolt", "D2", None, datetime(2026, 1, 19), 1],
        ["E2", "Bob", "P2", "Bolt", "D2", None, datetime(2026, 1, 19), 1],
        ["E2", "Bob", "P2", "Bolt", "D2", None, datetime(2026, 1, 26)],
    ]
    with pytest.raises(InputError) as error:
        load_plan(write(tmp_path / "plan.xlsx", {"Plan": rows, "_resopt": [["start", "P9", 1]]}), portfolio)
    assert str(error.value).split("\n") == [
        "Plan!A4: Nobody on sheet Staff is called E9.",
        "Plan!E5: Line D2 belongs to project P2, not to P1.",
        "Plan!G6: The week 2026-01-06 is no Monday; its week begins on 2026-01-05.",
        "Plan!E7: Project P2 has no line with the role 'Cook'; write the Demand ID.",
        "Plan!H8: -1 is negative.",
        "Plan!A10: The same person, line and week stand in A9; join the rows.",
        "_resopt!B1: There is no project P9 on sheet Projects.",
    ]


def test_workbooks_without_a_plan(tmp_path: Path, portfolio: Portfolio) -> None:
    for sheets, expected in (
        ({"Other": [["x"]]}, "p.xlsx: there is no sheet Plan in it."),
        (
            {"Staff": [["x"]]},
            "p.xlsx is an input, not a plan: there is no sheet Plan in it; the input is named first, then the plan.",
        ),
        ({"Plan": [["x"]]}, "Plan: No row among the first 20 has the headers Person ID, Week and Days."),
    ):
        with pytest.raises(InputError) as error:
            load_plan(write(tmp_path / "p.xlsx", sheets), portfolio)
        assert str(error.value) == expected


def test_plan_frames(portfolio: Portfolio) -> None:
    frame = plan_to_frame(PLAN, portfolio)
    assert list(frame.columns) == [
        "person_id",
        "name",
        "project_id",
        "project",
        "demand_id",
        "role",
        "week",
        "days",
        "fte",
    ]
    assert frame.iloc[0].tolist() == [
        "E1",
        "Ann",
        "P1",
        "Atlas",
        "D1",
        "Developer",
        pd.Timestamp("2026-01-05"),
        5.0,
        1.0,
    ]
    assert plan_from_frame(frame, portfolio).assignments == PLAN.assignments
    wide = plan_wide(PLAN, portfolio)
    assert wide.shape == (2, 13) and wide.loc["E1", pd.Timestamp("2026-01-12")] == 2.5
    assert wide.to_numpy().sum() == 8
    assert plan_to_frame(Plan(), portfolio).empty
