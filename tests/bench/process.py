"""One method on one case in its own process: killed when it is late or too big, its memory measured."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from .desk import Report, read

PACKAGE = __package__ or "tests.bench"
ROOT = Path(__file__).parents[PACKAGE.count(".") + 1]  # the folder from which the package is imported
PAUSE = 0.1
LOADING = 300.0  # seconds for start and reading of the case, which no limit counts
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds of the limit and of grace after it, and the megabytes that all processes of a method may take."""

    seconds: float
    grace: float = 15.0
    megabytes: int = 4096


@dataclass(frozen=True, slots=True)
class Ending:
    """The last report, how many seconds and megabytes (all processes together) it took, and what ended it."""

    report: Report
    seconds: float
    megabytes: int
    why: str = ""


def run_apart(case: str, method: str, bounds: Bounds, workers: int) -> Ending:
    """Run a method in a session of its own and return how it ended; nothing of it lives on."""
    with tempfile.TemporaryDirectory() as folder:
        box = Path(folder)
        command = [sys.executable, "-m", f"{PACKAGE}.child", case, method]
        command += [str(bounds.seconds), str(workers), str(box / "report")]
        with (box / "log").open("wb") as log:
            child = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
        try:
            ending = _watch(child, box, bounds)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        return ending


def _watch(child: subprocess.Popen[bytes], box: Path, bounds: Bounds) -> Ending:
    """Wait for the end of a child, or make one."""
    born, began, most, why = time.monotonic(), None, 0, ""
    while (ended := os.wait4(child.pid, os.WNOHANG))[0] == 0:
        most = max(most, _megabytes(child.pid))
        if began is None and (box / "report").exists():
            began = time.monotonic()
        if most > bounds.megabytes:
            why = f"killed at {bounds.megabytes} MB"
        elif began is not None and time.monotonic() - began > bounds.seconds + bounds.grace:
            why = f"killed {bounds.grace:.0f} s after the limit"
        elif began is None and time.monotonic() - born > LOADING:
            why = "killed while reading the case"
        if why:
            os.killpg(child.pid, signal.SIGKILL)
            ended = os.wait4(child.pid, 0)
            break
        time.sleep(PAUSE)
    child.returncode = os.waitstatus_to_exitcode(ended[1])
    most = max(most, ended[2].ru_maxrss // 1024)
    report = read(box / "report")
    if report.done:
        why = ""
    elif not why:
        why = _crash(child.returncode, (box / "log").read_text("utf-8", "replace"))
    seconds = report.seconds if report.done else time.monotonic() - (began or born)
    return Ending(_told(report, why), seconds, most, why)


def _told(report: Report, why: str) -> Report:
    """Return the report with what it was doing when it was ended."""
    if not why:
        return report
    return replace(report, note="; ".join(filter(None, (f"{why} in phase '{report.phase}'", report.note))))


def _crash(code: int, log: str) -> str:
    lines = [line for line in log.splitlines() if line.strip()]
    return f"ended with code {code}: {lines[-1][:200] if lines else 'no word'}"


def _megabytes(session: int) -> int:
    """Return the resident memory of all processes of a session, where the system shows it."""
    total = 0
    for entry in Path("/proc").iterdir() if Path("/proc/self/stat").exists() else ():
        if entry.name.isdigit():
            with suppress(OSError, ValueError):  # a process that has ended meanwhile takes no memory
                fields = (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
                if int(fields[3]) == session:
                    total += int(fields[21]) * PAGE
    return total // (1 << 20)
