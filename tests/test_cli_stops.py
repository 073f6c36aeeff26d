"""The command line is stopped, or told to write where it must not: the input and the plan survive, in one sentence."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import resopt as ro
from resopt.cli.main import cli
from resopt.excel.inputs import write_input

FIRST, LAST = date(2026, 1, 5), date(2026, 1, 18)
LONG = 90.0  # seconds that nothing here needs


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """One developer for one project, alone in a folder."""
    path = tmp_path / "folder" / "in.xlsx"
    path.parent.mkdir()
    write_input(
        path,
        {
            "projects": [{"project_id": "P1", "project": "Atlas", "priority": 1}],
            "staff": [{"person_id": "A1", "name": "Ann", "role": "Developer"}],
            "demand": [{"project": "P1", "role": "Developer", "from": FIRST, "to": LAST, "fte": 1}],
            "settings": [{"setting": "Start", "value": FIRST}, {"setting": "Weeks", "value": 2}],
        },
    )
    return path


@pytest.fixture
def unsearched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ro, "solve", raising(AssertionError("searched")))


def raising(error: BaseException) -> Callable[..., Any]:
    def fail(*arguments: object, **more: object) -> None:
        raise error

    return fail


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments])


def start(*arguments: object, **options: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "resopt", *map(str, arguments)]
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "start_new_session": True, **options}
    return subprocess.Popen(command, text=True, **options)


def assert_refused(done: Result, code: int, sentence: str) -> None:
    assert done.exit_code == code, done.output
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1


# --- files that must not be written ---


@pytest.mark.usefixtures("unsearched")
def test_an_output_never_overwrites_what_a_folder_gives(book: Path) -> None:
    before, folder, plan = book.read_bytes(), book.parent, book.parent.parent / "plan.xlsx"
    link, hard = plan.with_name("link.xlsx"), plan.with_name("hard.xlsx")
    link.symlink_to(book)
    hard.hardlink_to(book)
    for output in (book, folder / "." / "in.xlsx", folder / ".." / "folder" / "in.xlsx", link, hard):
        assert_refused(run("solve", folder, "-o", output), 2, "would overwrite the input")
        assert_refused(run("solve", folder, "-o", plan, "--json", output), 2, "would overwrite the input")
    assert book.read_bytes() == before


@pytest.mark.usefixtures("unsearched")
def test_two_outputs_are_two_files(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(book.parent.parent)
    Path("link.xlsx").symlink_to("q.xlsx")
    for there in (False, True):
        for name in ("q.xlsx", "./q.xlsx", "folder/../q.xlsx", Path("q.xlsx").absolute(), "link.xlsx"):
            assert_refused(run("solve", book, "-o", "q.xlsx", "--json", name), 2, "is named for two outputs")
        if not there:
            Path("q.xlsx").touch()


@pytest.mark.usefixtures("unsearched")
def test_a_name_that_the_system_does_not_take_is_one_sentence(book: Path) -> None:
    name = "a" * 300
    assert_refused(run("solve", book, "-o", book.with_name(f"{name}.xlsx")), 1, "cannot be written: File name too long")
    done = run("solve", book, "-o", book.with_name("o.xlsx"), "--json", book.with_name(name))
    assert_refused(done, 1, "cannot be written: File name too long")


@pytest.mark.usefixtures("unsearched")
@pytest.mark.parametrize("limit", ["nan", "inf", "-inf", "0"])
def test_a_time_limit_is_a_finite_number(book: Path, limit: str) -> None:
    done = run("solve", book, "-o", book.with_name("o.xlsx"), "--time-limit", limit)
    assert done.exit_code == 2
    assert "--time-limit" in done.stderr


def test_a_full_disk_under_stdout_is_told_with_the_file_that_is_written(book: Path) -> None:
    plan = book.parent.parent / "plan.xlsx"
    with open("/dev/full", "w") as full:
        job = start("solve", book, "-o", plan, "--rounds", 0, "--workers", 1, stdout=full)
        _, printed = job.communicate(timeout=LONG)
    assert job.returncode == 1
    assert printed.splitlines() == [
        "What was to be printed could not be printed completely: No space left on device.",
        f"Written: {plan}",
    ]
    assert plan.stat().st_size > 5000
    with open("/dev/full", "w") as full:
        job = start("--help", stdout=full)
        _, printed = job.communicate(timeout=LONG)
    assert (job.returncode, len(printed.splitlines())) == (1, 1)


@pytest.mark.usefixtures("alone")
def test_json_on_a_full_disk_is_one_sentence(book: Path) -> None:
    done = run("solve", book, "-o", book.with_name("o.xlsx"), "--json", "/dev/full", "--rounds", 0, "--workers", 1)
    assert_refused(done, 1, "/dev/full cannot be written: No space left on device.")


# --- Ctrl-C and SIGTERM ---


def interrupt_at_import(name: str) -> str:
    """Return a program that is `resopt`, and gets Ctrl-C when it imports a module."""
    return f"""
import os, signal, sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
sys.argv = ["resopt", "validate", "in.xlsx"]
from resopt.__main__ import main
main()
"""


@pytest.mark.parametrize("name", ["click", "resopt.cli.live", "resopt.tables", "numpy", "python_calamine"])
def test_ctrl_c_while_it_is_loaded_is_one_sentence(name: str, book: Path) -> None:
    command = [sys.executable, "-c", interrupt_at_import(name)]
    done = subprocess.run(command, cwd=book.parent, capture_output=True, text=True, timeout=LONG)
    assert done.stderr == "Interrupted; nothing was written.\n"
    assert done.returncode in (1, -signal.SIGINT)  # Python's own choice if some `exec` was interrupted


def test_an_import_error_after_an_interrupt_is_the_interrupt(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(*arguments: object, **more: object) -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt as error:
            raise ImportError("initialization failed") from error

    monkeypatch.setattr(ro, "load", load)
    assert_refused(run("validate", book), 1, "Interrupted; nothing was written.")
    monkeypatch.setattr(ro, "load", raising(ImportError("no such library")))
    assert_refused(run("validate", book), 1, "resopt failed (ImportError: no such library)")


def read_terminal(terminal: int) -> str:
    try:
        return os.read(terminal, 65536).decode(errors="replace")
    except OSError:
        return ""


INTERRUPTS = {"often": [signal.SIGINT] * 12, "sigterm": [signal.SIGTERM], "both": [signal.SIGTERM, signal.SIGINT]}


@pytest.mark.parametrize("numbers", INTERRUPTS.values(), ids=INTERRUPTS.keys())
def test_however_it_is_stopped_the_best_plan_is_written(numbers: list[signal.Signals], tmp_path: Path) -> None:
    source, out, target = tmp_path / "in.xlsx", tmp_path / "plan.xlsx", tmp_path / "plan.json"
    assert run("sample", source, "--people", 30, "--projects", 10, "--weeks", 8, "--seed", 1).exit_code == 0
    terminal, inner = pty.openpty()
    job = start("solve", source, "-o", out, "--json", target, "--time-limit", 120, stderr=inner)
    os.close(inner)
    seen, end = "", time.monotonic() + LONG
    while "·" not in seen and job.poll() is None and time.monotonic() < end:
        seen += read_terminal(terminal)
    for number in numbers:
        if job.poll() is None:
            job.send_signal(number)
        time.sleep(0.1)
    printed, _ = job.communicate(timeout=LONG)
    os.close(terminal)
    assert job.returncode == 0
    assert f"Written: {out}" in printed
    assert json.loads(target.read_text(encoding="utf-8"))["ended_by"] == "user"
    portfolio = ro.load(source)
    assert ro.check(portfolio, ro.load_plan(out, portfolio)).violations == ()
