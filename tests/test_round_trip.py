"""The round trip on the command line: a plan is edited, given back, and answered."""

from __future__ import annotations

import json
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
    assert (
        f"Plan!{place}: Ann, Atlas, 2026-01-05: Not kept: 5 instead of 10 days. Set aside: Ann is locked" in done.stdout
    )
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
