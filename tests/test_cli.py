"""The command line: what it prints, what it writes, how it fails."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import click
import pytest
from books import opened
from click.testing import CliRunner, Result
from edited import changed

import resopt as ro
from resopt.cli.fold import fold
from resopt.cli.main import cli
from resopt.cli.show import percent_text, table
from resopt.excel.inputs import write_input
from resopt.scenarios.bar import level_text, live_text

Rows = dict[str, list[dict[Any, Any]]]

FIRST, LAST = date(2026, 1, 5), date(2026, 1, 18)  # two weeks
pytestmark = pytest.mark.usefixtures("alone")


def rows() -> Rows:
    """Two developers, two projects: P1 (first) wants one developer, P2 (second) two; one of them is overbooked."""
    return {
        "projects": [
            {"project_id": "P1", "project": "Atlas", "priority": 1},
            {"project_id": "P2", "project": "Borealis", "priority": 2},
        ],
        "staff": [
            {"person_id": "A1", "name": "Ann", "role": "Developer", "department": "IT"},
            {"person_id": "B2", "name": "Bo", "role": "Developer", "department": "IT"},
        ],
        "demand": [
            {"demand_id": "D1", "project": "P1", "role": "Developer", "from": FIRST, "to": LAST, "fte": 1},
            {"demand_id": "D2", "project": "P2", "role": "Developer", "from": FIRST, "to": LAST, "fte": 2},
        ],
        "assignments": [
            {"person": "A1", "project": "P1", "from": FIRST, "to": LAST, "fte": 1},
            {"person": "A1", "project": "P2", "from": FIRST, "to": LAST, "fte": 0.5},
        ],
        "settings": [
            {"setting": "Start", "value": FIRST},
            {"setting": "Weeks", "value": 2},
            {"setting": "Holidays", "value": "no"},
        ],
    }


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "in.xlsx"
    write_input(path, rows())
    return path


@pytest.fixture
def short(tmp_path: Path) -> Path:
    """The first tier is short of ten days: a high conflict."""
    content = rows()
    content["demand"][0]["fte"] = 3
    path = tmp_path / "short.xlsx"
    write_input(path, content)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments])


def solve(book: Path, *more: object, out: str = "plan.xlsx") -> Result:
    return run("solve", book, "-o", book.parent / out, "--rounds", 0, "--workers", 1, *more)


def test_help_names_every_command_that_works_and_no_other() -> None:
    shown = run("--help")
    assert shown.exit_code == 0
    names = re.findall(r"^  ([a-z]+)  ", shown.stdout.split("Commands:")[1], re.MULTILINE)
    assert names == [
        *("check", "compare", "explain", "replan", "review", "sample"),
        *("solve", "template", "validate", "whatif"),
    ]


def test_version() -> None:
    assert run("--version").stdout.strip().endswith(ro.__version__)


def test_solve_writes_the_workbook_and_prints_what_matters(book: Path) -> None:
    done = solve(book)
    assert done.exit_code == 0, done.output
    assert (book.parent / "plan.xlsx").stat().st_size > 5000
    lines = done.stdout.splitlines()
    assert lines[0] == "People: 2; planned projects: 2; demand lines: 2; weeks: 2 from 2026-01-05."
    assert [line.split() for line in lines[2:6]] == [
        ["Days", "by", "tier", "Wanted", "Met", "Bound", "Gap", "Proved"],
        ["committed", "1", "10.0", "10.0", "10.0", "0.0", "yes"],
        ["committed", "2", "20.0", "10.0", "10.0", "10.0", "yes"],
        ["All", "30.0", "20.0", "20.0", "10.0", "yes"],
    ]
    assert "Conflicts: 0 high, 1 medium, 0 low; days not met: 10." in lines
    assert any(line.startswith("Hard rules that the plan of record breaks, by place: 2,") for line in lines)
    assert any("Ann" in line for line in lines)
    assert lines[-1] == f"Written: {book.parent / 'plan.xlsx'}"
    assert done.stderr == ""


def test_the_command_gives_the_plan_of_the_library(book: Path) -> None:
    solve(book)
    portfolio = ro.load(book)
    result = ro.solve(portfolio, ro.Options(rounds=0, workers=1))
    assert ro.load_plan(book.parent / "plan.xlsx", portfolio) == result.plan


def test_json_holds_what_the_blueprint_lists(short: Path) -> None:
    target = short.parent / "plan.json"
    done = solve(short, "--json", target)
    assert done.exit_code == 0, done.output
    content = json.loads(target.read_text(encoding="utf-8"))
    assert set(content) == {
        *("status", "ended_by", "seconds", "rounds", "seed", "tiers", "coverage", "change_days", "quality"),
        *("greedy", "conflicts", "remedies", "set_aside", "violations", "record", "input_sha256", "version"),
    }
    first = content["tiers"][0]
    amounts = {"wanted_days", "met_days", "bound_days"}
    assert set(first) == {
        *("class", "priority", "core", "firm", "gap_days", "unproved_days", "value", "proved"),
        *amounts,
    }
    assert set(first["core"]) == set(first["firm"]) == amounts
    assert (first["class"], first["priority"]) == ("committed", "1")
    assert (first["wanted_days"], first["met_days"], first["gap_days"]) == (30, 20, 10)
    assert set(content["coverage"]) == {"bound_days", "met_days", "optimality_gap"}
    assert set(content["quality"]) == {"value", "bound", "optimality_gap"}
    assert len(content["greedy"]["met_days_by_tier"]) == 2
    assert sum(c["gap_days"] for c in content["conflicts"]) == sum(t["gap_days"] for t in content["tiers"])
    assert content["violations"] == []
    assert {v["rule"] for v in content["record"]["violations"]} >= {"capacity"}
    assert (content["rounds"], content["seed"], content["version"]) == (0, 0, ro.__version__)
    assert re.fullmatch(r"[0-9a-f]{64}", content["input_sha256"])


def test_high_conflicts_fail_only_when_asked(short: Path, book: Path) -> None:
    assert solve(short).exit_code == 0
    asked = solve(short, "--fail-on-conflict")
    assert asked.exit_code == 3
    assert "High:" in asked.stdout
    assert solve(book, "--fail-on-conflict").exit_code == 0


def test_chinese_output_has_no_english_left(book: Path) -> None:
    done = solve(book, "--lang", "zh")
    assert done.exit_code == 0, done.output
    assert "各档人天" in done.stdout
    known = {"Ann", "Bo", "Atlas", "Borealis", "Developer", "P1", "P2", "A1", "B2", "D1", "D2", "FTE"}
    text = done.stdout.replace(str(book.parent / "plan.xlsx"), "")
    assert set(re.findall(r"[A-Za-z][A-Za-z0-9]*", text)) <= known


def test_the_language_of_the_workbook_is_spoken_unless_another_is_asked_for(tmp_path: Path) -> None:
    content = rows()
    content["settings"].append({"setting": "Language", "value": "zh"})
    path = tmp_path / "in.xlsx"
    write_input(path, content)
    assert "各档人天" in solve(path).stdout
    assert "Days by tier" in solve(path, "--lang", "en").stdout


def test_faults_are_told_in_the_language_of_the_workbook(tmp_path: Path) -> None:
    content = rows()
    content["settings"].append({"setting": "Language", "value": "zh"})
    content["demand"][0]["fte"] = "lots"
    path = tmp_path / "in.xlsx"
    write_input(path, content)
    for done in (run("validate", path), solve(path)):
        assert done.exit_code == 1
        assert re.search("[一-龥]{3}", done.output)
    assert not re.search("[一-龥]", run("validate", path, "--lang", "en").output)


def test_a_folder_of_parts_is_one_input(book: Path, tmp_path: Path) -> None:
    whole = rows()
    parts = tmp_path / "parts"
    parts.mkdir()
    write_input(parts / "projects.xlsx", {key: whole[key] for key in ("projects", "demand", "settings")})
    write_input(parts / "it.xlsx", {key: whole[key] for key in ("staff", "assignments")})
    for inputs in ([parts], [parts / "projects.xlsx", parts / "it.xlsx"]):
        done = run("solve", *inputs, "-o", tmp_path / "parts.xlsx", "--rounds", 0, "--workers", 1)
        assert done.exit_code == 0, done.output
        portfolio = ro.load(book)
        result = ro.solve(portfolio, ro.Options(rounds=0, workers=1))
        assert ro.load_plan(tmp_path / "parts.xlsx", portfolio) == result.plan


def test_check_passes_our_plan_and_refuses_a_broken_one(book: Path) -> None:
    solve(book)
    plan = book.parent / "plan.xlsx"
    clean = run("check", book, plan)
    assert clean.exit_code == 0, clean.output
    assert "The plan breaks no hard rule." in clean.stdout
    assert "another input" not in clean.stdout
    content = rows()
    content["availability"] = [{"person": "A1", "from": FIRST, "to": LAST, "available": 0}]
    changed = book.parent / "changed.xlsx"
    write_input(changed, content)
    broken = run("check", changed, plan)
    assert broken.exit_code == 1
    assert broken.stdout.startswith("plan.xlsx was planned from another input; it is checked against the input given.")
    assert "Hard rules that the plan breaks, by place: 2" in broken.stdout
    assert "Ann" in broken.stdout


def test_check_says_that_it_sees_no_wishes(book: Path) -> None:
    solve(book)
    plan = book.parent / "plan.xlsx"
    assert "typed into this file" not in run("check", book, plan).stdout
    changed(plan, plan, lambda e: e.put("edit", next(iter(e.rows("edit"))), w2026_01_05=0.2))
    told = run("check", book, plan)
    assert told.exit_code == 0, told.output
    assert "Changes typed into this file, by cell: 1." in told.stdout


def test_facts_that_a_plan_does_not_keep_are_listed_and_fail_no_check(book: Path) -> None:
    solve(book)
    content = rows()
    content["assignments"][0] |= {"fte": 0.5, "lock": "hard"}
    locked = book.parent / "locked.xlsx"
    write_input(locked, content)
    checked = run("check", locked, book.parent / "plan.xlsx")
    assert checked.exit_code == 0, checked.output
    assert "\n\nThe plan breaks no limit.\nFacts that this plan does not keep (locks, must-haves" in checked.stdout
    assert "never fail a check): 2" in checked.stdout
    assert "Set aside" not in checked.stdout
    assert "该计划未兑现的约定" in run("check", locked, book.parent / "plan.xlsx", "--lang", "zh").stdout


def test_an_older_plan_is_replaced_and_an_edited_one_is_kept(book: Path) -> None:
    plan = book.parent / "plan.xlsx"
    assert solve(book).stdout.splitlines()[-1] == f"Written: {plan}"
    assert solve(book).stdout.splitlines()[-1] == f"Replaced: {plan}"
    assert sorted(one.name for one in book.parent.iterdir()) == ["in.xlsx", "plan.xlsx"]
    edited = opened(plan)
    edited["Conflicts"]["N9"] = "Ann"
    edited.properties.lastModifiedBy = "Ann"
    edited.save(plan)
    typed = plan.read_bytes()
    told = solve(book).stdout.splitlines()
    assert told[-2] == f"Replaced: {plan}"
    (copy,) = (one for one in book.parent.iterdir() if "(kept " in one.name)
    assert told[-1].endswith(f"it is kept as {copy}")
    assert copy.read_bytes() == typed
    edited.save(plan)
    solve(book)
    assert len([one for one in book.parent.iterdir() if "(kept " in one.name]) == 2


def test_a_copy_is_not_left_behind_where_writing_fails(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = book.parent / "plan.xlsx"
    plan.write_bytes(b"something else")

    def fail(*_: object, **__: object) -> None:
        raise ro.OutputError("no room", str(plan))

    monkeypatch.setattr(ro, "save", fail)
    assert solve(book).exit_code == 1
    assert sorted(one.name for one in book.parent.iterdir()) == ["in.xlsx", "plan.xlsx"]
    assert plan.read_bytes() == b"something else"


def test_a_plan_given_as_input_is_named(book: Path) -> None:
    solve(book)
    for command in (("validate",), ("solve", "-o", book.parent / "next.xlsx", "--rounds", 0, "--workers", 1)):
        done = run(*command, book, book.parent / "plan.xlsx")
        assert done.exit_code == 0, done.output
        assert "plan.xlsx holds a plan that resopt wrote, no input" in done.stdout


def test_validate_lists_faults_and_remarks(book: Path) -> None:
    assert run("validate", book).exit_code == 0
    content = rows()
    content["demand"][0]["role"] = "Devloper"
    content["demand"][1]["fte"] = "lots"
    content["projects"][0]["priority"] = None
    path = book.parent / "bad.xlsx"
    write_input(path, content)
    bad = run("validate", path)
    assert bad.exit_code == 1
    assert "Traceback" not in bad.output
    assert len([line for line in bad.stdout.splitlines() if line.startswith("Error: ")]) >= 2
    again = run("solve", path, "-o", book.parent / "plan.xlsx")
    assert again.exit_code == 1
    assert len(again.stderr.splitlines()) >= 2
    assert not (book.parent / "plan.xlsx").exists()


def test_sample_writes_a_workbook_that_solve_reads(tmp_path: Path) -> None:
    size = ("--people", 12, "--projects", 4, "--weeks", 4, "--seed", 3)
    for lang in ("en", "zh"):
        path = tmp_path / f"{lang}.xlsx"
        assert run("sample", path, *size, "--lang", lang).exit_code == 0
        portfolio = ro.load(path)
        assert (len(portfolio.projects), portfolio.settings.weeks) == (4, 4)
        assert solve(path, out=f"{lang}.plan.xlsx").exit_code == 0
    assert run("sample", tmp_path / "again.xlsx", *size).exit_code == 0
    assert (tmp_path / "again.xlsx").read_bytes() == (tmp_path / "en.xlsx").read_bytes()


def parts(path: Path) -> dict[str, bytes]:
    """Return the parts of a workbook unpacked: how well they are packed depends on the machine."""
    with ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_sample_without_sizes_is_the_quarter_and_overwrites_nothing(tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    assert run("sample", path).exit_code == 0
    assert parts(path) == parts(Path(__file__).parent.parent / "data" / "quarter.xlsx")
    before = path.read_bytes()
    again = run("sample", path, "--people", 5)
    assert again.exit_code == 1
    assert "exists already" in again.stderr
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("output", "code", "sentence"),
    [
        ("plan.csv", 2, "must be a file whose name ends in .xlsx"),
        ("in.xlsx", 2, "would overwrite the input"),
        (".", 1, "is a folder"),
        ("none/plan.xlsx", 1, "does not exist"),
    ],
)
def test_an_output_that_cannot_be_is_refused_before_the_search(
    book: Path, output: str, code: int, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ro, "solve", raising(AssertionError("searched")))
    done = run("solve", book, "-o", book.parent / output)
    assert done.exit_code == code
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1


def raising(error: BaseException) -> Callable[..., Any]:
    def fail(*arguments: object, **more: object) -> None:
        raise error

    return fail


def test_faults_are_one_sentence_and_code_1(tmp_path: Path) -> None:
    (tmp_path / "text.xlsx").write_text("no workbook")
    for name in ("missing.xlsx", "text.xlsx"):
        for command in (("solve", tmp_path / name, "-o", tmp_path / "o.xlsx"), ("check", tmp_path / name, "p.xlsx")):
            done = run(*command)
            assert done.exit_code == 1, done.output
            assert name in done.stderr
            assert len(done.stderr.splitlines()) == 1
            assert done.stdout == ""


def test_wrong_numbers_are_a_wrong_call(book: Path) -> None:
    for option, number in (("--rounds", -1), ("--time-limit", 0), ("--workers", 0), ("--seed", -1)):
        done = run("solve", book, "-o", book.parent / "o.xlsx", option, number)
        assert done.exit_code == 2, option
        assert option in done.stderr


def test_what_is_no_number_is_said_in_words_of_the_reader(book: Path) -> None:
    wrong = solve(book, "--time-limit", "abc")
    assert wrong.exit_code == 2 and "'abc' is not a valid number of seconds." in wrong.stderr
    assert "'x' is not a valid whole number." in solve(book, "--rounds", "x").stderr
    assert "--time-limit SECONDS" in run("solve", "--help").stdout


def test_an_unexpected_failure_is_one_sentence(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ro, "solve", raising(RuntimeError("boom\nat night")))
    done = run("solve", book, "-o", book.parent / "o.xlsx")
    assert done.exit_code == 1
    assert done.stderr.startswith("resopt failed (RuntimeError: boom at night); ")
    assert len(done.stderr.splitlines()) == 1
    assert not (book.parent / "o.xlsx").exists()


def test_an_interrupt_before_there_is_a_plan_writes_nothing(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ro, "load", raising(KeyboardInterrupt()))
    done = run("solve", book, "-o", book.parent / "o.xlsx")
    assert (done.exit_code, done.stderr) == (1, "Interrupted; nothing was written.\n")


def test_a_file_that_cannot_be_written_is_one_sentence(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ro, "save", raising(ro.OutputError("plan.xlsx is open in Excel.", "plan.xlsx")))
    done = solve(book)
    assert (done.exit_code, done.stderr) == (1, "plan.xlsx is open in Excel.\n")


def start(*arguments: object, **options: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "resopt", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **options)


def read_terminal(terminal: int) -> str:
    """Return what is ready on a terminal, nothing once its other end is closed."""
    try:
        return os.read(terminal, 65536).decode(errors="replace")
    except OSError:
        return ""


def test_ctrl_c_on_a_terminal_writes_the_best_plan(tmp_path: Path) -> None:
    source, out, target = tmp_path / "in.xlsx", tmp_path / "plan.xlsx", tmp_path / "plan.json"
    assert run("sample", source, "--people", 30, "--projects", 10, "--weeks", 8, "--seed", 1).exit_code == 0
    terminal, inner = pty.openpty()
    job = start("solve", source, "-o", out, "--json", target, "--time-limit", 120, stderr=inner, start_new_session=True)
    os.close(inner)
    seen, deadline = "", time.monotonic() + 90
    while "·" not in seen and job.poll() is None and time.monotonic() < deadline:
        seen += read_terminal(terminal)
    os.killpg(job.pid, signal.SIGINT)
    printed, _ = job.communicate(timeout=90)
    os.close(terminal)
    assert job.returncode == 0
    assert "·" in seen
    assert f"Written: {out}" in printed
    assert json.loads(target.read_text(encoding="utf-8"))["ended_by"] == "user"
    portfolio = ro.load(source)
    assert ro.check(portfolio, ro.load_plan(out, portfolio)).violations == ()


def test_the_live_line_speaks_both_languages() -> None:
    coverage = ro.Progress("tier 2 core", 12.0, 15.5, 3.2, 1)
    worth = ro.Progress("tier 2 value", 24.0, 31.0, 4.0, 1)
    quality = ro.Progress("quality", 50.0, 40.0, 9.9, 7)
    assert live_text(coverage, "en") == "tier 2 core days: 12.0 days, at most 15.5 · 3 s · round 1"
    assert live_text(worth, "en") == "tier 2 value: 24.0, at most 31.0 · 4 s · round 1"
    assert live_text(quality, "en") == "level 3: 50.0, at least 40.0 (gap 20.0%) · 10 s · round 7"
    assert level_text("tier 2 core", "zh") == "第 2 档 核心成员人天"
    assert not re.search("[A-Za-z]", live_text(quality, "zh"))


def test_tables_align_chinese() -> None:
    assert table([["档", "需求"], ["abc", "1.0"]]) == ["档   需求", "abc   1.0"]


def test_a_distance_to_a_bound_is_never_shown_too_small() -> None:
    assert [percent_text(share) for share in (0.0, 0.0001, 0.05, 0.0501)] == ["0.0%", "0.1%", "5.0%", "5.1%"]


def test_every_option_has_help() -> None:
    silent = [
        f"{name} {option.opts[0]}"
        for name, command in cli.commands.items()
        for option in command.params
        if isinstance(option, click.Option) and not option.hidden and not option.help
    ]
    assert silent == []


# --- files for somebody ---


def test_solve_writes_for_somebody_and_masks(tmp_path: Path) -> None:
    path = tmp_path / "in.xlsx"
    write_input(path, rows())
    done = solve(path, "--for", "project:Atlas", "--mask", "--lang", "zh")
    assert done.exit_code == 0, done.stderr
    book = opened(tmp_path / "plan.xlsx")
    assert "人员负荷" not in book.sheetnames and "项目保障" in book.sheetnames
    texts = {c.value for sheet in book for row in sheet.iter_rows() for c in row}
    assert "Ann" not in texts and "A1" in texts


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--for", "project:Atlos"), "--for: there is no project “Atlos”. Did you mean “Atlas”?\n"),
        (("--for", "department:X"), "--for: there is no department “X”.\n"),
        (("--for", "me"), "--for me: give leadership, department:NAME or project:NAME.\n"),
        (
            ("--for", "leadership", "--json", "r.json"),
            "--json holds the whole result: it cannot be combined with --for.\n",
        ),
    ],
)
def test_an_audience_that_there_is_not_is_refused(arguments: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "in.xlsx"
    write_input(path, rows())
    done = solve(path, *arguments)
    assert (done.exit_code, done.stderr) == (2, sentence)
    assert not (tmp_path / "plan.xlsx").exists()


def test_a_mask_holds_for_json(tmp_path: Path) -> None:
    path = tmp_path / "in.xlsx"
    write_input(path, rows())
    assert solve(path, "--mask", "--json", tmp_path / "r.json").exit_code == 0
    text = (tmp_path / "r.json").read_text("utf-8")
    assert "A1" in text and "Ann" not in text


def test_names_are_in_warnings_only_where_that_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "in.xlsx"
    write_input(path, {**rows(), "staff": rows()["staff"][:1], "assignments": []})
    for more, there in (((), False), (("--names",), True)):
        assert solve(path, *more).exit_code == 0
        texts = [str(c.value) for row in opened(tmp_path / "plan.xlsx")["Warnings"].iter_rows() for c in row]
        assert any("only Ann has it" in text for text in texts) == there


@pytest.mark.parametrize(
    ("line", "folded"),
    [
        ("  High: Atlas lacks 5.0 days", ["  High: Atlas lacks", "    5.0 days"]),
        ("该需求 15.0 人天（缺 5.0 人天）。", ["该需求 15.0 人天（缺", "  5.0 人天）。"]),
        ("a line that fits", ["a line that fits"]),
        ("x" * 30, ["x" * 30]),
    ],
)
def test_a_terminal_gets_sentences_folded_at_words(line: str, folded: list[str]) -> None:
    assert fold(line, 20).split("\n") == folded


def test_every_command_says_in_full_what_it_does() -> None:
    shown = CliRunner().invoke(cli, ["--help"], terminal_width=80).output
    told = shown[shown.index("Commands:") :].splitlines()[1:]
    assert len(told) == len(cli.commands) and all(line.endswith(".") and "..." not in line for line in told)
