"""The progress bar, and what an interrupted kernel returns: both in a real kernel, as a notebook has them."""

from __future__ import annotations

from pathlib import Path
from queue import Empty
from time import monotonic
from typing import Any

import pytest
from builders import line, person, plan, portfolio, project
from jupyter_client.manager import start_new_kernel

import resopt as ro
from resopt.scenarios.bar import share_of

PATIENCE = 120.0  # seconds until a kernel must have answered
SEARCH = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import resopt as ro
from bench.cases import frozen
portfolio = frozen("60x20-plain-s1").load()
result = ro.solve(portfolio, ro.Options(time_limit=100, workers=1), listener=ro.ProgressBar())
print(result.certificate.ended_by, result.score.tiers[0].all > 0, ro.check(portfolio, result.plan).violations)
"""


def test_shares_are_of_the_larger_of_value_and_bound() -> None:
    assert share_of(ro.Progress("tier 1 all", 30, 40, 1, 0)) == share_of(ro.Progress("quality", 40, 30, 1, 0)) == 0.75
    assert share_of(ro.Progress("change", 0, 0, 1, 0)) == 1


def test_outside_a_notebook_one_line_is_renewed(capsys: pytest.CaptureFixture[str]) -> None:
    bar = ro.ProgressBar("zh")
    bar(3, 50, "再招两人")
    bar(ro.Progress("tier 2 core", 12, 15.5, 3, 1))
    told = capsys.readouterr().err.split("\r")
    assert told[1].rstrip() == "已完成 3 / 50：再招两人"
    assert told[2].startswith("第 2 档 核心成员人天")


def test_risk_tells_how_many_draws_are_done() -> None:
    base = portfolio([person("A")], [project("P1")], [line("L1", "P1")])
    heard: list[tuple[int, int]] = []
    found = ro.risk(base, plan({}), draws=3, progress=lambda done, total, _: heard.append((done, total)))
    assert (found.draws, heard) == (3, [(1, 3), (2, 3), (3, 3)])


@pytest.mark.filterwarnings("default")  # of the notebook machinery, not of ours
def test_an_interrupted_kernel_shows_its_bar_and_returns_the_best_plan() -> None:
    manager, client = start_new_kernel()
    shown: list[dict[str, Any]] = []
    printed, interrupted, until = "", False, monotonic() + PATIENCE
    try:
        asked = client.execute(SEARCH)
        while monotonic() < until:
            try:
                message = client.get_iopub_msg(timeout=1)
            except Empty:
                continue
            if message["parent_header"].get("msg_id") != asked:
                continue
            kind, content = message["msg_type"], message["content"]
            shown += [content["data"]] if kind in ("display_data", "update_display_data") else []
            printed += content.get("text", "") if kind == "stream" else ""
            assert kind != "error", content
            if shown and not interrupted:
                interrupted = True
                manager.interrupt_kernel()
            if kind == "status" and content["execution_state"] == "idle":
                break
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert printed.strip() == "user True ()"
    assert "<progress" in shown[0]["text/html"] and "style" not in shown[0]["text/html"]
