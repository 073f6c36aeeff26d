"""The round trip on the command line: a plan is edited, given back, and answered."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from books import opened
from click.testing import CliRunner, Result
from edited import Edited
from test_cli import rows

import resopt as ro
from resopt.cli.main import cli
from resopt.excel.inputs import write_input

OPTIONS = ("--rounds", 0, "--workers", 1)
D1, D2 = "A1|D1|2026-01-05", "B2|D2|2026-01-05"
pytestmark = pytest.mark.usefixtures("alone")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments])


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an input and its first plan: Ann on Atlas, Bo on Borealis, in both weeks."""
    folder = tmp_path_factory.mktemp("trip")
    write_input(folder / "in.xlsx", rows())
    assert run("solve", folder / "in.xlsx", "-o", folder / "plan.xlsx", *OPTIONS).exit_code == 0
    return folder


def edited(first: Path, tmp_path: Path, **changes: Any) -> Path:
    """Return a copy of the plan in which rows of sheet Plan are changed: key -> columns and values."""
    path = tmp_path / "edited.xlsx"
    path.write_bytes((first / "plan.xlsx").read_bytes())
    book = Edited(path)
    for key, values in changes.items():
        book.put("plan", key, **values)
    return book.done()


def plan_in(folder: Path, path: Path) -> dict[tuple[str, str, int], int]:
    return ro.load_plan(path, ro.load(folder / "in.xlsx")).units()


def test_a_plan_given_back_as_it_was_is_accepted(first: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.xlsx"
    done = run("solve", first / "in.xlsx", "--plan", first / "plan.xlsx", "-o", new, *OPTIONS)
    assert done.exit_code == 0 and "Plan given back: nothing asked for." in done.stdout
    assert plan_in(first, new) == plan_in(first, first / "plan.xlsx")
    assert "with nothing asked for" in text_of(new, "Changes")


def text_of(path: Path, sheet: str) -> str:
    cells = (cell for row in opened(path)[sheet].iter_rows(values_only=True) for cell in row)
    return "\n".join(str(cell) for cell in cells if cell is not None)


def test_wishes_are_kept_and_answered(first: Path, tmp_path: Path) -> None:
    path, new = (
        edited(first, tmp_path, **{D1: {"FTE": 0.5, "Reason": "exam", "Approved By": "Zoe"}}),
        tmp_path / "n.xlsx",
    )
    done = run("solve", first / "in.xlsx", "--plan", path, "-o", new, "--json", tmp_path / "n.json", *OPTIONS)
    assert done.exit_code == 0, done.output
    assert "Plan given back: asked for 1, kept 1, not kept 0." in done.stdout
    assert plan_in(first, new)["A1", "D1", 0] == 500
    told = text_of(new, "Changes")
    assert "Asked for: 1, kept: 1, not kept: 0" in told and "exam" in told and "Zoe" in told and "Kept." in told
    book = Edited(new)
    assert book.cell("plan", D1, "Lock").value == "hard" and book.cell("edit", "A1|D1", "01-05").value == 0.5
    assert json.loads((tmp_path / "n.json").read_text())["change_days"] == 5.0  # Bo takes over what Ann gives up


def test_what_cannot_be_kept_is_answered_by_address(first: Path, tmp_path: Path) -> None:
    path = edited(first, tmp_path, **{D1: {"FTE": 2}, D2: {"FTE": 0.2, "Lock": "soft"}})
    book = Edited(path)
    place = book.cell("plan", D1, "FTE").coordinate
    done = run("solve", first / "in.xlsx", "--plan", path, "-o", tmp_path / "n.xlsx", *OPTIONS)
    assert done.exit_code == 0
    assert "asked for 2, kept 1, not kept 1" in done.stdout
    told = f"Plan!{place}: Ann, Atlas, 2026-01-05: Not kept: 5 instead of 10 days. Set aside: By a hard lock Ann is to"
    assert told in done.stdout
    assert "A soft lock keeps days" in done.stdout
    told = text_of(tmp_path / "n.xlsx", "Changes")
    assert f"Plan!{place}" in told and "Not kept: 5 instead of 10 days." in told and "▲ not kept" in told


def test_the_change_is_counted_against_the_plan_given_back(first: Path, tmp_path: Path) -> None:
    """Bo goes to Atlas for a week; in the other week everybody stays, though Assignments say something else."""
    path = edited(first, tmp_path, **{D1: {"Person ID": "B2"}, D2: {"FTE": 0}})
    done = run("solve", first / "in.xlsx", "--plan", path, "-o", tmp_path / "n.xlsx", *OPTIONS)
    assert done.exit_code == 0, done.output
    assert plan_in(first, tmp_path / "n.xlsx") == {
        ("A1", "D1", 1): 1000,
        ("A1", "D2", 0): 1000,
        ("B2", "D1", 0): 1000,
        ("B2", "D2", 1): 1000,
    }


def test_contradictions_stop_the_run_before_the_search(first: Path, tmp_path: Path) -> None:
    path = edited(first, tmp_path, **{D1: {"FTE": 0.5}})
    book = Edited(path)
    book.put("edit", "A1|D1", w2026_01_05=0.4)
    book.done()
    done = run("solve", first / "in.xlsx", "--plan", path, "-o", tmp_path / "n.xlsx", *OPTIONS)
    assert done.exit_code == 1 and "was changed here and in Plan!" in done.stderr and done.stderr.count("\n") == 1
    assert not (tmp_path / "n.xlsx").exists()


@pytest.mark.parametrize(("plan", "told"), [("no.xlsx", "no.xlsx"), ("in.xlsx", "no plan that resopt wrote")])
def test_a_plan_that_is_none(first: Path, tmp_path: Path, plan: str, told: str) -> None:
    done = run("solve", first / "in.xlsx", "--plan", first / plan, "-o", tmp_path / "n.xlsx", *OPTIONS)
    assert done.exit_code == 1 and told in done.stderr


def test_the_plan_given_back_is_not_overwritten(first: Path) -> None:
    done = run("solve", first / "in.xlsx", "--plan", first / "plan.xlsx", "-o", first / "plan.xlsx", *OPTIONS)
    assert done.exit_code == 2


def test_answers_in_chinese_hold_no_english(first: Path, tmp_path: Path) -> None:
    path = edited(first, tmp_path, **{D1: {"FTE": 2}})
    done = run("solve", first / "in.xlsx", "--plan", path, "-o", tmp_path / "n.xlsx", "--lang", "zh", *OPTIONS)
    assert done.exit_code == 0 and "未采纳：安排 5 人天，要求 10 人天" in done.stdout
    told = text_of(tmp_path / "n.xlsx", "变更记录")
    assert "对交回计划的答复" in told and "▲ 未采纳" in told and "分配计划!" in told


# --- replan ---


def test_replan_keeps_what_was_asked_for(first: Path, tmp_path: Path) -> None:
    (tmp_path / "in.xlsx").write_bytes((first / "in.xlsx").read_bytes())
    path, new = edited(first, tmp_path, **{D1: {"FTE": 0.5}}), tmp_path / "new.xlsx"
    done = run("replan", path, "-o", new, "--by", "Zoe", *OPTIONS)
    assert done.exit_code == 0, done.output
    assert "asked for 1, kept 1" in done.stdout and "Zoe" in text_of(new, "Runs")
    assert plan_in(tmp_path, new)["A1", "D1", 0] == 500
    again = run("replan", new, "-o", tmp_path / "third.xlsx", *OPTIONS)
    assert again.exit_code == 0 and "asked for 1, kept 1" in again.stdout and len(runs_in(tmp_path / "third.xlsx")) == 3


def test_what_people_asked_for_is_no_move(first: Path, tmp_path: Path) -> None:
    """Ann gives up half a week on Atlas; that Bo takes it over would be a move."""
    (tmp_path / "in.xlsx").write_bytes((first / "in.xlsx").read_bytes())
    path, new = edited(first, tmp_path, **{D1: {"FTE": 0.5}}), tmp_path / "new.xlsx"
    done = run("replan", path, "-o", new, "--max-moves", 0, *OPTIONS)
    assert done.exit_code == 0 and "asked for 1, kept 1" in done.stdout, done.output
    before, after = plan_in(first, first / "plan.xlsx"), plan_in(first, new)
    changed = {key[:2] for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    assert ("A1", "D1") in changed and not any(person == "B2" for person, _ in changed)


def test_a_plan_that_is_open_elsewhere_gets_a_numbered_name(first: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.xlsx"
    new.write_bytes(b"as it was")
    (tmp_path / "~$new.xlsx").touch()
    done = run("solve", first / "in.xlsx", "-o", new, *OPTIONS)
    assert done.exit_code == 0 and "is open" in done.stdout and f"Written: {tmp_path / 'new 2.xlsx'}" in done.stdout
    assert new.read_bytes() == b"as it was" and plan_in(first, tmp_path / "new 2.xlsx")


# --- what is followed up ---


def shortened(folder: Path, fte: float) -> Path:
    """Return an input in which the second line wants so many people."""
    content = rows()
    content["demand"][1]["fte"] = fte
    write_input(folder / f"in{fte}.xlsx", content)
    return folder / f"in{fte}.xlsx"


def test_conflicts_are_followed_up_until_they_are_resolved_and_after(tmp_path: Path) -> None:
    short, full = shortened(tmp_path, 2), shortened(tmp_path, 0.5)
    one, two, three, four = (tmp_path / f"{n}.xlsx" for n in range(1, 5))
    assert run("solve", short, "-o", one, *OPTIONS, "--by", "Zoe", "--note", "first try").exit_code == 0
    book = Edited(one)
    (key,) = book.rows("conflicts")
    book.put("conflicts", key, Owner="Max", Due=date(2026, 2, 1), Response="hire", Note="see minutes")
    book.put("conflicts", key, First_Seen=date(2025, 12, 1))
    book.done()
    assert run("solve", short, "--plan", one, "-o", two, *OPTIONS).exit_code == 0
    assert [one.id for one in ro.load_edits(one, ro.load(short)).seen] == [key]
    typed = {"Owner": "Max", "Due": datetime(2026, 2, 1), "Response": "hire", "Note": "see minutes"}
    seen = {"First Seen": datetime(2025, 12, 1)}
    assert tracked(two, key) == {"State": "open", "Closed": None, **seen, **typed}
    assert run("solve", full, "--plan", two, "-o", three, *OPTIONS).exit_code == 0
    closed = tracked(three, key)
    assert closed == {"State": "resolved", "Closed": closed["Closed"], **seen, **typed} and closed["Closed"] is not None
    assert Edited(three).cell("conflicts", key, "Closed").value == closed["Closed"]
    assert "P2 Borealis" in text_of(three, "Conflicts")
    signs = [Edited(path).cell("conflicts", key, "Severity").value.split()[0] for path in (two, three)]
    assert signs == ["■", "Medium"]  # the tile of Summary counts signs
    assert run("solve", short, "--plan", three, "-o", four, *OPTIONS).exit_code == 0
    assert tracked(four, key) == {"State": "open", "Closed": None, **seen, **typed}


def tracked(path: Path, key: str) -> dict[str, Any]:
    book = Edited(path)
    names = ("State", "Closed", "First Seen", "Owner", "Due", "Response", "Note")
    return {name: book.cell("conflicts", key, name).value for name in names}


def test_runs_are_carried_forward(first: Path, tmp_path: Path) -> None:
    one, two, three = (tmp_path / f"{n}.xlsx" for n in range(1, 4))
    assert run("solve", first / "in.xlsx", "-o", one, *OPTIONS, "--by", "Zoe", "--note", "first try").exit_code == 0
    book = Edited(one)
    sheet = book.sheet("runs")
    cell = next(c for row in sheet.iter_rows() for c in row if c.value == "first try")
    cell.value = "the first try"
    book.done()
    assert run("solve", first / "in.xlsx", "--plan", one, "-o", two, *OPTIONS, "--by", "Max").exit_code == 0
    assert run("solve", first / "in.xlsx", "--plan", two, "-o", three, *OPTIONS).exit_code == 0
    found = runs_in(three)
    assert [row[1] for row in found] == [found[1][0], found[2][0], None]
    assert [row[3:5] for row in found] == [(None, None), ("Max", None), ("Zoe", "the first try")]
    assert len({row[5] for row in found}) == 1 and all(row[6] - row[7] == row[8] for row in found)


def runs_in(path: Path) -> list[tuple[Any, ...]]:
    """Return the rows of sheet Runs: run, parent, when, by, note, hash, wanted, met, gap ..."""
    values = [row[1:] for row in opened(path)["Runs"].iter_rows(values_only=True)]
    head = next(i for i, row in enumerate(values) if row[0] == "Run")
    return [row for row in values[head + 1 :] if row[0] is not None]


def test_replan_writes_for_whom_it_is_asked(first: Path, tmp_path: Path) -> None:
    out, told = tmp_path / "new.xlsx", tmp_path / "new.json"
    options = ("--input", first / "in.xlsx", *OPTIONS)
    done = run("replan", first / "plan.xlsx", "-o", out, "--mask", "--json", told, "--fail-on-conflict", *options)
    assert done.exit_code == 0, done.output  # what Borealis lacks is of medium severity
    assert json.loads(told.read_text(encoding="utf-8"))["record"]  # Ann is overbooked in the plan of record
    assert "Ann" not in text_of(out, "Plan") and "A1" in text_of(out, "Plan")
    assert run("replan", first / "plan.xlsx", "-o", out, "--for", "leadership", *options).exit_code == 0
    assert "Plan" not in opened(out).sheetnames
    target = tmp_path / "mine.xlsx"
    write_input(target, rows())
    done = run("replan", first / "plan.xlsx", "-o", tmp_path / "third.xlsx", "--names", "--into", target, *options)
    assert done.exit_code == 0, done.output
    assert {"Staff", "Summary"} <= set(opened(target).sheetnames)


@pytest.mark.parametrize("option", [("--for", "leadership"), ("--names",), ("--into", "in.xlsx")])
def test_replan_refuses_what_only_a_workbook_could_show(first: Path, option: tuple[str, ...]) -> None:
    done = run("replan", first / "plan.xlsx", *option, *OPTIONS)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "--for, --names and --into say what the workbook holds: give its name with -o.\n"
