"""The commands explain and review, and what solve writes of them."""

from __future__ import annotations

import json
from pathlib import Path

from books import opened
from test_cli import book, run, short, solve

__all__ = ["book", "short"]


def test_explain_says_why_and_what_would_help(short: Path) -> None:
    solve(short)
    plan = short.parent / "plan.xlsx"
    done = run("explain", short, plan, "--time-limit", 60, "--project", "P1")
    assert done.exit_code == 0, done.output
    assert "High: Atlas lacks 10.0 of the 30.0 days" in done.stdout
    assert "Remedies, each re-solved on the whole portfolio" in done.stdout
    assert "1. " in done.stdout and "loses: nobody" in done.stdout
    assert "Boreas lacks" not in done.stdout
    wrong = run("explain", short, plan, "--project", "Borealiss")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert wrong.stderr == "There is no project Borealiss; did you mean Borealis?\n"
    unlike = run("explain", short, plan, "--project", "Nope").stderr
    assert unlike == "There is no project Nope. Projects: Atlas (P1), Borealis (P2).\n"


def test_review_needs_no_solver_and_speaks_both_languages(short: Path) -> None:
    solve(short)
    alone = run("review", short)
    assert alone.exit_code == 0, alone.output
    assert "One of 9 rules needs a look." in alone.stdout
    planned = run("review", short, short.parent / "plan.xlsx", "--lang", "zh")
    assert planned.exit_code == 0, planned.output
    assert "9 项规则中有" in planned.stdout
    assert "需要计划" not in planned.stdout


def test_solve_writes_remedies_unless_it_is_told_not_to(short: Path) -> None:
    done = solve(short, "--json", short.parent / "plan.json")
    assert done.exit_code == 0, done.output
    assert json.loads((short.parent / "plan.json").read_text(encoding="utf-8"))["remedies"] == []
    done = solve(short, "--explain-time", 60, "--json", short.parent / "more.json", out="more.xlsx")
    assert done.exit_code == 0, done.output
    remedies = json.loads((short.parent / "more.json").read_text(encoding="utf-8"))["remedies"]
    assert remedies and remedies[0]["gain_days"] > 0
    written = opened(short.parent / "more.xlsx")
    texts = {str(cell.value) for row in written["Remedies"].iter_rows() for cell in row if cell.value}
    assert remedies[0]["changes"][0] in texts
    assert any("who can give" in str(cell.value) for row in written["Conflicts"].iter_rows() for cell in row)
