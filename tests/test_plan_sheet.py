"""Sheet Plan given back: what is typed and not acted on yet is answered, names and amounts are looked at."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from edited import edited
from inputs import frame, inputs, read
from openpyxl import Workbook
from results import greedy_result

import resopt as ro
from resopt.cli.main import cli
from resopt.domain.records import Portfolio
from resopt.errors import InputError
from resopt.plan import Assignment, Plan
from resopt.tables import load_plan, plan_from_frame, plan_to_frame

ASSIGNMENTS = """
person,project,role,from,to,fte,lock,reason,approved_by
Ann,P1,Developer,2026-01-05,2026-01-11,1,hard,kick-off,Zoe
Ann,P1,Developer,2026-01-12,2026-01-18,1,,handover; as agreed,
"""
ROW = {
    "Person ID": "E1",
    "Name": "Ann",
    "Project ID": "P1",
    "Demand ID": "D1",
    "Week": date(2026, 1, 5),
    "Days": 5,
    "Key": "E1|D1|2026-01-05",
}


@pytest.fixture(scope="module")
def portfolio() -> Portfolio:
    return read(assignments=ASSIGNMENTS)


def plan_of(path: Path, portfolio: Portfolio, **changed: Any) -> Plan:
    """Return the plan on a sheet with one row, some of its cells changed (None: no such column)."""
    row = {**ROW, **{name.replace("_", " "): value for name, value in changed.items()}}
    columns = [name for name, value in row.items() if value is not None or name not in changed]
    columns = [name for name in columns if row[name] is not None]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Plan"
    sheet.append(columns)
    sheet.append([row[name] for name in columns])
    book.save(path / "plan.xlsx")
    return load_plan(path / "plan.xlsx", portfolio)


def told(plan: Plan) -> list[str]:
    return [issue.text() for issue in plan.issues]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Lock", "soft"),
        ("Lock", "fixed"),
        ("Decision", "reject"),
        ("Reason", "kick-off, but later"),
        ("Approved_By", "Max"),
    ],
)
def test_typed_cells_that_are_not_acted_on_are_answered(
    tmp_path: Path, portfolio: Portfolio, column: str, value: str
) -> None:
    plan = plan_of(tmp_path, portfolio, **{column: value})
    shown = column.replace("_", " ")
    assert told(plan) == [
        f"Plan!H2: '{value}' under {shown} has no effect here, where only person, line, week and days are read; "
        "`resopt solve IN --plan FILE` acts on it."
    ]
    assert plan == Plan.of({("E1", "D1", 0): 1000}) and hash(plan) == hash(Plan.of({("E1", "D1", 0): 1000}))


def test_what_assignments_say_is_not_typed(tmp_path: Path, portfolio: Portfolio) -> None:
    assert not told(plan_of(tmp_path, portfolio, Lock="硬锁定", Reason="kick-off", Approved_By="Zoe"))
    assert not told(plan_of(tmp_path, portfolio, Week=date(2026, 1, 12), Reason="handover; as agreed"))
    assert told(plan_of(tmp_path, portfolio, Week=date(2026, 1, 12), Lock="hard"))
    result = ro.solve(portfolio, ro.Options(rounds=0, workers=0))
    ro.save(tmp_path / "out.xlsx", portfolio, result)
    again = load_plan(tmp_path / "out.xlsx", portfolio)
    assert again == result.plan and not again.issues


def test_check_prints_the_answers(tmp_path: Path, portfolio: Portfolio) -> None:
    plan_of(tmp_path, portfolio, Decision="reject")
    with pd.ExcelWriter(tmp_path / "in.xlsx") as writer:
        for name, one in inputs(assignments=ASSIGNMENTS).items():
            one.to_excel(writer, sheet_name=name, index=False)
    done = CliRunner().invoke(cli, ["check", str(tmp_path / "in.xlsx"), str(tmp_path / "plan.xlsx")])
    assert "Plan!H2: 'reject' under Decision has no effect here" in done.output


def test_a_row_without_amount_is_answered_too(tmp_path: Path, portfolio: Portfolio) -> None:
    assert len(told(plan_of(tmp_path, portfolio, Days=" ", Decision="reject"))) == 1


def fault(path: Path, portfolio: Portfolio, **changed: Any) -> str:
    with pytest.raises(InputError) as error:
        plan_of(path, portfolio, **changed)
    return str(error.value)


def test_names_beside_ids(tmp_path: Path, portfolio: Portfolio) -> None:
    assert told(plan_of(tmp_path, portfolio, Name="Zorro")) == [
        "Plan!B2: The name says Zorro, but Person ID E1 is Ann, and the ID counts; to give the days to somebody else, "
        "change the Person ID."
    ]
    changed = "Plan!B2: The name says Bob, but Person ID E1 is Ann; to give the days to Bob, change the Person ID too."
    assert fault(tmp_path, portfolio, Name="Bob") == changed
    assert fault(tmp_path, portfolio, Name="Bob", Key=None) == changed
    swapped = plan_of(tmp_path, portfolio, Person_ID="E2")  # the name is the one that stood there before
    assert swapped.assignments == (Assignment("E2", "D1", 0, 1000),) and not swapped.issues
    assert not told(plan_of(tmp_path, portfolio, Name=" ann "))


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0.0001, "Plan!F2: 0.0001 days are less than the smallest amount, 0.005 days; write 0 or more than that."),
        (1e300, "Plan!F2: 1e+300 is too large; at most 1,000 is read here."),
        (-1, "Plan!F2: -1 is negative."),
    ],
)
def test_amounts_that_no_plan_can_hold(tmp_path: Path, portfolio: Portfolio, days: float, expected: str) -> None:
    assert fault(tmp_path, portfolio, Days=days) == expected


def test_an_fte_too_small_to_count(portfolio: Portfolio) -> None:
    rows = frame("person_id,demand_id,week,fte\nE1,D1,2026-01-05,0.0001")
    with pytest.raises(InputError, match=r"Plan row 0: 0.0005 days are less than the smallest amount"):
        plan_from_frame(rows, portfolio)


def test_starts_far_away_are_refused(tmp_path: Path, portfolio: Portfolio) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Plan"
    sheet.append(list(ROW))
    sheet.append(list(ROW.values()))
    book.create_sheet("_resopt").append(["start", "P1", 1e300])
    book.save(tmp_path / "plan.xlsx")
    with pytest.raises(InputError, match=r"1e\+300"):
        load_plan(tmp_path / "plan.xlsx", portfolio)


def test_plans_hold_whole_units() -> None:
    counted = Plan.of({("E1", "D1", np.int64(0)): np.int64(1000)}, {"P1": np.int32(2)})  # type: ignore[dict-item]
    assert counted == Plan((Assignment("E1", "D1", 0, 1000),), (("P1", 2),))
    assert type(counted.assignments[0].units) is int
    for units, shifts in (({("E1", "D1", 0): 100.5}, {}), ({("E1", "D1", 0.5): 100}, {}), ({}, {"P1": 1.5})):
        with pytest.raises(ValueError, match="whole number"):
            Plan.of(units, shifts)  # type: ignore[arg-type]


def test_a_plan_frame_reads_back_without_remarks(portfolio: Portfolio) -> None:
    plan = Plan.of({("E1", "D1", 0): 1000, ("E2", "D2", 1): 500})
    again = plan_from_frame(plan_to_frame(plan, portfolio), portfolio)
    assert again == plan and not again.issues


def test_fte_and_days_both_changed(tmp_path: Path, portfolio: Portfolio) -> None:
    both = plan_of(tmp_path, portfolio, Planned_FTE=1, FTE=0.33, Days=1.7)
    assert both.assignments == (Assignment("E1", "D1", 0, 340),)
    only = plan_of(tmp_path, portfolio, Planned_FTE=1, FTE=0.4)
    assert only.assignments == (Assignment("E1", "D1", 0, 400),)
    told = fault(tmp_path, portfolio, Planned_FTE=1, FTE=0.4, Days=3)
    assert told == (
        "Plan!F2: FTE and Days were both changed and contradict each other: FTE 0.4 (I2) makes 2 of 5 working days, "
        "Days says 3; change one of the two, or make them agree."
    )


def test_check_reads_the_plan_once(tmp_path: Path, portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch) -> None:
    with pd.ExcelWriter(tmp_path / "in.xlsx") as writer:
        for name, one in inputs(assignments=ASSIGNMENTS).items():
            one.to_excel(writer, sheet_name=name, index=False)
    loaded = ro.load(tmp_path / "in.xlsx")
    edited(tmp_path / "plan.xlsx", loaded, greedy_result(loaded), lambda e: e.put("edit", "E1|D1", w2026_01_12=0.4))
    read = list[str]()
    content = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: (read.append(path.name), content(path))[1])
    done = CliRunner().invoke(cli, ["check", str(tmp_path / "in.xlsx"), str(tmp_path / "plan.xlsx")])
    assert done.exit_code == 0 and "Changes typed into this file, by cell: 1." in done.output
    assert read == ["in.xlsx", "plan.xlsx"]
    swapped = CliRunner().invoke(cli, ["check", str(tmp_path / "plan.xlsx"), str(tmp_path / "in.xlsx")])
    assert swapped.exit_code == 1 and swapped.stderr == (
        "plan.xlsx is a plan that resopt wrote, not an input: it was made from in.xlsx; the input is named first, then "
        "the plan.\n"
    )


def test_a_chinese_plan_named_first_is_answered_in_chinese(tmp_path: Path, portfolio: Portfolio) -> None:
    ro.save(tmp_path / "p.xlsx", portfolio, greedy_result(portfolio), lang="zh")
    plan = str(tmp_path / "p.xlsx")
    for words, begins in (([], "p.xlsx 是"), (["--lang", "en"], "p.xlsx is a plan")):
        done = CliRunner().invoke(cli, ["check", plan, plan, *words])
        assert done.exit_code == 1 and done.stderr.startswith(begins)
