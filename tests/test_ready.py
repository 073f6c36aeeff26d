"""With what validate ends: parts delivered and missing, changes since an earlier input, the checklist."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from test_tolerance import EN, MON, Sheets, write

import resopt as ro
from resopt.cli.main import cli
from resopt.tables import from_frames, to_frames
from resopt.tables.changed import Difference, differences, planned_from
from resopt.tables.delivery import deliveries
from resopt.tables.readiness import readiness

DATA = Path(__file__).parent.parent / "data"
QUARTER = DATA / "quarter.xlsx"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments])


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sent") / "parts"
    assert run("template", folder, "--from", QUARTER, "--split-by", "department").exit_code == 0
    return folder


@pytest.fixture
def parts(sent: Path, tmp_path: Path) -> Path:
    shutil.copytree(sent, tmp_path / "parts")
    return tmp_path / "parts"


def test_parts_that_came_back_and_parts_that_did_not(parts: Path) -> None:
    assert {one.state for one in deliveries(sorted(parts.iterdir()))} == {"as_sent"}
    book = load_workbook(parts / "Data.xlsx")
    book["Projects"]["Q2"] = "looked through"
    book.save(parts / "Data.xlsx")
    (parts / "Product.xlsx").unlink()
    found = {one.owner: one for one in deliveries(sorted(parts.iterdir()))}
    states = {owner: one.state for owner, one in found.items()}
    assert (states["Data"], states["Product"], states[""], states["Software"]) == (
        "changed",
        "missing",
        "as_sent",
        "as_sent",
    )
    assert found["Data"].rows == 72
    said = run("validate", parts).output.split("\n")
    assert "Parts delivered: 6 of 7" in said
    at = said.index("Parts delivered: 6 of 7")
    assert said[at + 1] == "  Missing: Product (Product.xlsx)"
    assert "  Delivered: Data (Data.xlsx, rows: 72)" in said
    assert "  Delivered without a change: common part (Common.xlsx, rows: 40)" in said


def test_parts_are_told_even_where_the_input_is_faulty(parts: Path) -> None:
    (parts / "Common.xlsx").unlink()
    for path in parts.glob("S*.xlsx"):
        path.unlink()
    done = run("validate", parts, "--lang", "zh")
    assert done.exit_code == 1 and "已交回 5 / 7 份" in done.output and "未交回：公共部分（Common.xlsx）" in done.output


def test_an_input_of_other_files_has_no_parts(tmp_path: Path) -> None:
    assert deliveries([QUARTER, write(tmp_path / "in.xlsx", EN)]) == []
    assert "Parts delivered" not in run("validate", QUARTER).output


def test_differences_between_two_inputs(tmp_path: Path) -> None:
    before = ro.load(write(tmp_path / "old.xlsx", EN))
    assert differences(before, before) == []
    later: Sheets = {
        "Projects": [EN["Projects"][0], ["P1", "Atlas", 2], ["P3", "Comet", 1]],
        "Staff": [[*EN["Staff"][0], "FTE"], ["E1", "Ann", "Developer", 0.5], ["E2", "Bob", "Tester", None]],
        "Demand": [*EN["Demand"], ["P3", "Tester", MON, MON, 1]],
        "Availability": [["Person", "From", "To", "Available"], ["Ann", MON, MON, 0]],
        "Settings": [*EN["Settings"], ["Weeks", 8]],
    }
    after = ro.load(write(tmp_path / "new.xlsx", later))
    assert differences(before, after) == [
        Difference("projects", "new", 1, ("P3",)),
        Difference("projects", "gone", 1, ("P2",)),
        Difference("projects", "priority", 1, ("P1 (1 → 2)",)),
        Difference("staff", "other", 1, ("E1",)),
        Difference("demand", "new", 1, ("P3-Tester",)),
        Difference("availability", "new", 1),
        Difference("settings", "other", 1, ("weeks",)),
    ]
    said = run("validate", tmp_path / "new.xlsx", "--since", tmp_path / "old.xlsx").output
    for line in (
        "Changes since old.xlsx",
        "  Projects: 1 new: P3",
        "  Projects: 1 with another priority: P1 (1 → 2)",
        "  Availability: 1 new",
        "  Settings: 1 changed: Weeks",
    ):
        assert f"{line}\n" in said
    zh = run("validate", tmp_path / "new.xlsx", "--since", tmp_path / "old.xlsx", "--lang", "zh").output
    assert "  参数设置：变动 1 项：计划周数\n" in zh
    assert "Nothing has changed since" in run("validate", QUARTER, "--since", QUARTER).output


def test_row_order_is_no_difference() -> None:
    portfolio = ro.load(QUARTER)
    frames = {name: frame.iloc[::-1] for name, frame in to_frames(portfolio).items()}
    assert differences(portfolio, from_frames(**frames)) == []


def test_a_plan_says_from_which_input_it_was_made(tmp_path: Path) -> None:
    source = write(tmp_path / "in.xlsx", EN)
    portfolio = ro.load(source)
    ro.save(tmp_path / "plan.xlsx", portfolio, ro.solve(portfolio, ro.Options(rounds=0, workers=0)))
    assert planned_from(tmp_path / "plan.xlsx") == portfolio.sha256 and planned_from(source) is None
    said = run("validate", source, "--since", tmp_path / "plan.xlsx").output
    assert "plan.xlsx was planned from exactly this input." in said
    assert "The input is not the one that plan.xlsx was planned from;" in (
        run("validate", QUARTER, "--since", tmp_path / "plan.xlsx").output
    )
    assert run("validate", source, "--since", tmp_path / "none.xlsx").exit_code == 1


def test_the_checklist_counts_from_the_input(tmp_path: Path) -> None:
    rows = [*EN["Demand"], ["P1", "Cook", MON, MON, 1], ["P1", "Tester", MON, MON, 900]]
    sheets: Sheets = EN | {"Demand": rows}
    points = {point.code: point for point in readiness(ro.load(write(tmp_path / "in.xlsx", sheets)))}
    assert not points["projects_wanting"].done and points["projects_wanting"].values["ids"] == ["P2"]
    assert points["lines_amount"].done and points["lines_amount"].values["total"] == 3
    assert (points["lines_served"].done, points["lines_served"].values["count"]) == (False, 1)
    assert points["people_department"].values == {"count": 2, "total": 2, "ids": ["E1", "E2"]}
    assert not (points["leave"].done or points["record"].done or points["days"].done or points["holidays"].done)
    assert points["start"].done and not points["warnings"].done


@pytest.mark.parametrize(("fte", "tolerance", "open_days"), [(1, 0, 0), (2.2, 0, 1), (2.2, 10, 0), (2.4, 10, 1)])
def test_the_checklist_says_exactly_what_must_stay_open(
    tmp_path: Path, fte: float, tolerance: int, open_days: float
) -> None:
    """Two people have ten days in the week; what demand asks for beyond that, overtime counted, no plan can meet."""
    rows = [EN["Demand"][0], ["P1", "Tester", MON, MON, fte * 5]]
    settings = [["Setting", "Value"], ["Start", MON], ["Weeks", 1], ["Holidays", "no"], ["Tolerance", tolerance / 100]]
    portfolio = ro.load(write(tmp_path / "in.xlsx", EN | {"Demand": rows, "Settings": settings}))
    (point,) = (one for one in readiness(portfolio) if one.code == "days")
    assert (point.done, point.values["more"]) == (not open_days, f"{open_days:,.1f}")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_checklist_of_the_sample(lang: str) -> None:
    done = run("validate", QUARTER, "--lang", lang)
    lines = done.output.strip().split("\n")
    mark = {"en": "[x]", "zh": "[√]"}[lang]
    found = [line for line in lines if re.match(r"  \[.\] ", line)]
    assert len(found) == 11 and done.exit_code == 0
    assert found == sorted(found, key=lambda line: mark in line)
    (head,) = (line for line in lines if line.startswith(("Ready to plan", "计划准备情况")))
    assert re.findall(r"\d+", head) == [str(sum(mark in line for line in found)), "11"]
    assert lines[-1].startswith(("The input can be used.", "输入可用。"))
    if lang == "zh":
        assert not re.search(r"[A-Za-z]{4,}", "\n".join(found))


def test_faults_of_an_earlier_input_are_told_as_its_own(tmp_path: Path) -> None:
    now = write(tmp_path / "now.xlsx", EN)
    old = write(tmp_path / "old.xlsx", EN | {"Staff": [*EN["Staff"], ["E3", "Cid", None], ["E4", "Dan", None]]})
    done = run("validate", now, "--since", old)
    assert done.exit_code == 1 and "The input can be used. Errors: 0;" in done.stdout
    assert done.stderr == (
        "What has changed since old.xlsx cannot be said, because old.xlsx has faults itself (2); the first: "
        "Staff!C4: Role must be filled in.\n"
    )
    gone = run("validate", now, "--since", tmp_path / "none.xlsx")
    assert "Errors: 0;" in gone.stdout and gone.stderr == "none.xlsx: there is no such file.\n"
    assert "old.xlsx 本身有错误（2 处）" in run("validate", now, "--since", old, "--lang", "zh").stderr
