"""Files stay whole: through LibreOffice nothing that was typed is lost; a kill leaves the old file or the new one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from edited import Edited, edited
from inputs import read
from results import greedy_result

from resopt.excel.write_file import put
from resopt.tables.given import load_edits

ASSIGNMENTS = """
person,project,role,from,to,fte,lock,reason,approved_by
Ann,P1,Developer,2026-01-05,2026-01-11,1,hard,kick-off,Zoe
Bob,P1,Tester,2026-01-05,2026-01-11,0.3,,,
"""
DEMAND = """
demand_id,project,role,from,to,fte
D1,P1,Developer,2026-01-05,2026-02-01,2
D2,Atlas,Tester,2026-01-05,2026-02-01,0.5
"""


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_round_trip_through_libreoffice_loses_nothing(tmp_path: Path, lang: str) -> None:
    portfolio = read(assignments=ASSIGNMENTS, demand=DEMAND)
    fte, lock, person = ("投入(FTE)", "锁定", "工号") if lang == "zh" else ("FTE", "Lock", "Person ID")
    owner, due, decision = ("责任人", "期限", "意见") if lang == "zh" else ("Owner", "Due", "Decision")

    def change(e: Edited) -> None:
        e.put("plan", "E1|D1|2026-01-12", **{fte: 0.35, lock: "soft"})
        e.put("plan", "E1|D1|2026-01-19", **{person: "E3"})
        e.put("edit", "E2|D2", w2026_01_12=0, w2026_01_19=None)
        e.put("changes", "E1|P1", **{decision: "同意" if lang == "zh" else "accept"})
        conflict = next(iter(e.rows("conflicts")))
        e.put("conflicts", conflict, **{owner: "Max", due: date(2026, 2, 1)})

    path = edited(tmp_path / "plan.xlsx", portfolio, greedy_result(portfolio), change, lang=lang, by="Zoe", note="one")
    profile, out = tmp_path / "profile", tmp_path / "out"
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to"]
    command += ["xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    before, after = load_edits(path, portfolio), load_edits(out / "plan.xlsx", portfolio)
    assert len(before.wishes) == 4 and before.conflicts[0].owner == "Max" and before.runs[0].by == "Zoe"
    assert after == before


KILLED = """
import os, random, signal, sys, time
from pathlib import Path
from resopt.excel.write_file import put

path, contents = Path(sys.argv[1]), [bytes([n]) * 300_000 for n in (65, 66)]
put(path, contents[0], "en")
chance, cut = random.Random(7), 0
for _ in range(100):
    child = os.fork()
    if not child:
        while True:
            for content in reversed(contents):
                put(path, content, "en")
    time.sleep(0.002 + 0.01 * chance.random())
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    cut += any(one.name.startswith(".resopt-") for one in path.parent.iterdir())
    for one in path.parent.glob(".resopt-*"):
        one.unlink()
    assert path.read_bytes() in contents
print(cut)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_kill_while_writing_leaves_a_whole_file(tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path / "plan.xlsx")]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    assert int(done.stdout) > 10  # so many of the 100 kills fell into the middle of writing


def test_what_a_killed_writer_left_is_cleared_once_it_is_old(tmp_path: Path) -> None:
    old, young, other = (tmp_path / name for name in (".resopt-a.xlsx", ".resopt-b.xlsx", ".mine.xlsx"))
    for file in (old, young, other):
        file.write_bytes(b"half")
    for file in (old, other):
        os.utime(file, (0, 0))
    put(tmp_path / "plan.xlsx", b"whole", "en")
    assert (tmp_path / "plan.xlsx").read_bytes() == b"whole"
    assert [file.exists() for file in (old, young, other)] == [False, True, True]
