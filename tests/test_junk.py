"""Sheets full of junk: few sentences, all counted; control characters, values without header, a file given twice."""

from __future__ import annotations

import shutil
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from inputs import DEMAND, PROJECTS, STAFF, faults, frame, inputs
from openpyxl import Workbook

from resopt.cli.main import cli
from resopt.errors import SHOWN, InputError, Issue, Severity, shorten
from resopt.excel.findings import HELD, Findings
from resopt.tables import from_frames, load
from resopt.tables import lookup as lookup_module
from resopt.tables.lookup import Lookup


def workbook(path: Path, **more: list[list[Any]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, text in (("Projects", PROJECTS), ("Staff", STAFF), ("Demand", DEMAND)):
        sheet = book.create_sheet(title)
        for line in text.strip().split("\n"):
            sheet.append([cell or None for cell in line.split(",")])
        for row in more.get(title, ()):
            sheet.append(row)
    book.save(path)
    return path


def test_many_faults_of_one_kind_are_counted(tmp_path: Path) -> None:
    junk: list[list[Any]] = [[f"X{i}"] for i in range(500)] + [["P1", None, 1]]
    with pytest.raises(InputError) as error:
        load(workbook(tmp_path / "in.xlsx", Projects=junk))
    assert len(error.value.issues) == 501
    lines = str(error.value).split("\n")
    assert len(lines) == SHOWN + 2
    assert lines[0] == "Projects!A505: P1 stands already in A2."
    assert lines[1] == "Projects!C5: Priority must be filled in."
    assert lines[-1] == "Projects: ... and 480 more of this kind, the last in C504."
    with pytest.raises(InputError) as error:
        load(tmp_path / "in.xlsx", lang="zh")
    assert str(error.value).split("\n")[-1] == "项目：……同类问题另有 480 处，最后一处在 C504。"


def test_validate_prints_few_of_many_faults_and_counts_all(tmp_path: Path) -> None:
    path = workbook(tmp_path / "in.xlsx", Projects=[[f"X{i}"] for i in range(500)])
    done = CliRunner().invoke(cli, ["validate", str(path)])
    lines = done.output.strip().split("\n")
    assert done.exit_code == 1 and len(lines) == SHOWN + 2
    assert lines[-2].endswith("Projects: ... and 480 more of this kind, the last in C504.") and "500" in lines[-1]


def test_more_faults_than_can_be_held_are_counted_too() -> None:
    findings = Findings()
    for i in range(HELD + 30):
        findings.error("input.blank", "projects", f"C{i + 2}", columns=["@projects.priority"])
    findings.warn("input.wants_nothing", "demand", "F2")
    issues = findings.issues
    assert len(issues) == HELD + 2 and sum(issue.count for issue in issues) == HELD + 31
    short = shorten(issues)
    assert [issue.count for issue in short] == [1] * SHOWN + [HELD + 30 - SHOWN, 1]
    assert short[SHOWN].text() == f"Projects: ... and {HELD + 10} more of this kind, the last in C{HELD + 31}."


def test_the_rest_in_frames_names_its_row() -> None:
    issues = [Issue(Severity.ERROR, "input.negative", "demand", f"row {i}", {"found": "-1"}) for i in range(30)]
    assert shorten(issues)[-1].text("zh") == "资源需求：……同类问题另有 10 处，最后一处在 第 29 行。"


def test_junk_takes_time_in_proportion() -> None:
    def seconds(count: int) -> float:
        projects = frame(PROJECTS + "\n".join(f"X{i},,,,,," for i in range(count)))
        demand = frame(DEMAND + "\n".join(f"L{i},Unknown{i},Tester,2026-01-05,2026-01-11,1" for i in range(count)))
        start = time.process_time()
        with pytest.raises(InputError):
            from_frames(**inputs(projects=projects, demand=demand))
        return time.process_time() - start

    assert seconds(4000) < 10 * max(seconds(1000), 0.1)  # what grows with the square takes 16 times as long


def test_hints_end_where_they_would_take_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup_module, "COMPARED", 500)
    lookup = Lookup("person", {f"E{i}": f"Name {i}" for i in range(100)})
    found = [lookup._search(f"Nome {i}") for i in range(4)]
    assert [getattr(error, "code", "") for error in found] == [
        "input.unknown_person_near",
        "input.unknown_person_near",
        "input.unknown_person",
        "input.unknown_person",
    ]


@pytest.mark.parametrize("bad", ["P\x001", "P_x0000_1", "P\x1f1"])
def test_control_characters_are_no_part_of_an_id(tmp_path: Path, bad: str) -> None:
    path = workbook(tmp_path / "in.xlsx")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    part = "xl/worksheets/sheet1.xml"
    parts[part] = parts[part].replace(b"<t>P1</t>", f"<t>{bad}</t>".encode())
    assert bad.encode() in parts[part]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert [project.id for project in load(path).projects] == ["P1", "P2", "P3"]


def test_values_without_header_are_named(tmp_path: Path) -> None:
    stray = [[None] * 9 + ["x"], ["E4", "Dan", None, "Tester", *[None] * 5, 3]]
    found = [issue.text() for issue in load(workbook(tmp_path / "in.xlsx", Staff=stray)).issues]
    assert "Staff!J5: Column 10 has no header, so its values are not read (2; this is the first)." in found


def test_a_file_given_twice(tmp_path: Path) -> None:
    path = workbook(tmp_path / "in.xlsx")
    with pytest.raises(InputError) as error:
        load([path, path])
    assert str(error.value) == "in.xlsx is given twice; it is the same file, so name it once."
    shutil.copy(path, tmp_path / "copy.xlsx")
    with pytest.raises(InputError) as error:
        load(tmp_path)
    assert str(error.value) == "in.xlsx and copy.xlsx are the same file under two names; give one of them."


def test_long_texts_are_cut_in_sentences() -> None:
    demand = frame(DEMAND)
    demand.loc[0, "fte"] = "x" * 33_000
    (text,) = faults(demand=demand)
    assert len(text) < 300 and text.endswith("…' is not a number.")
