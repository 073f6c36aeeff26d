"""The benchmark: frozen cases, methods in their own processes, plans judged by the checker, other tools' bookings."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from bench import cases, explain, files, growth, judge, process, run, taskjuggler
from bench.prune import prune
from builders import line, person, portfolio, project

from resopt.checker import prepare
from resopt.domain.grid import lay_out

SMALL = [name for name in cases.names() if name.startswith(("12x5", "60x20"))]


@pytest.mark.parametrize("name", SMALL)
def test_cases_are_what_they_were(name: str) -> None:
    """The same name gives the same frames, those of the frozen hash, and they load without a fault."""
    case = cases.frozen(name)
    assert case.sha256 == cases.make(name).sha256
    loaded = case.load()
    people, projects = map(int, name.partition("-")[0].split("x"))
    assert (len(loaded.people), len(loaded.projects)) == (people, projects)
    assert len(loaded.tiers) == (projects if "distinct" in name else 5)
    assert (loaded.policy.handover == 0) == ("default" not in name)


def test_rich_cases_have_every_rule() -> None:
    loaded = cases.frozen("60x20-rich-s1").load()
    shifts = lay_out(loaded).shifts
    assert sum(x.fill_all for x in loaded.lines) == round(0.15 * len(loaded.lines))
    assert sum(x.same_people for x in loaded.lines) == round(0.1 * len(loaded.lines))
    assert sum(p.min_staffing is not None for p in loaded.projects) == 2
    assert sum(p.budget is not None for p in loaded.projects) == 2
    assert [len(s) for s in shifts.values() if len(s) > 1] == [5, 5]
    assert len({b.person_id for b in loaded.bookings}) == 6
    assert {row.department for row in loaded.rules} == {p.department for p in loaded.people}


def test_a_changed_case_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(cases, "hashes", lambda: {"12x5-plain-s1": "0" * 64})
    assert run.main(["--cases", "12x5-plain-s1"]) == 2
    assert "00000000" in capsys.readouterr().err


def test_small_case_through_all_kinds_of_methods(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Engine, greedy and a whole model plan a small case in their own processes without breaking a rule."""
    out = tmp_path / "out.json"
    asked = ["--cases", "12x5-plain-s1", "--methods", "engine,greedy,scip-hinted", "--limit", "3"]
    assert run.main([*asked, "--json", str(out), "--plans", str(tmp_path)]) == 0
    rows = json.loads(out.read_text("utf-8"))["rows"]
    assert [row["method"] for row in rows] == ["engine", "greedy", "scip-hinted"]
    for row in rows:
        assert row["violations"] == 0
        assert row["vector"]
        assert row["mark"] in ("=", "-")
        assert row["megabytes"] > 0
        assert (tmp_path / f"12x5-plain-s1-{row['method']}-3.csv").exists()
    greedy = next(row["vector"] for row in rows if row["method"] == "greedy")
    assert min(row["vector"] for row in rows) <= greedy
    assert capsys.readouterr().out.count("12x5-plain-s1") == 3


def test_rows_are_compared_only_at_equal_tiers() -> None:
    """A plan with fewer days is marked off whatever its level 3; a bound that a plan passes is named."""
    start = judge.Row("case", "", "a", 1.0, 1, 1.0, 1)
    good = replace(start, tiers=(5.0,), vector=(0, -1000, 7), quality=7.0, quality_bound=6.0, coverage_bound=5.0)
    short = replace(start, tiers=(4.0,), vector=(0, -800, 3), quality=3.0, quality_bound=6.5, coverage_bound=4.5)
    wrong = replace(good, quality=8.0, vector=(0, -1000, 8), quality_bound=7.5)
    rows = judge.marked([good, short, wrong, start])
    assert [row.mark for row in rows] == ["=", "-", "=", ""]
    assert [judge.FALSE_BOUND in row.note for row in rows] == [False, True, True, False]


def test_a_method_that_takes_too_much_is_killed() -> None:
    ending = process.run_apart("12x5-plain-s1", "greedy", process.Bounds(30.0, megabytes=1), 1)
    assert ending.report.plan is None
    assert "killed at 1 MB" in ending.report.note


def test_bookings_are_read_and_pruned() -> None:
    """Hours become days of line and week; what breaks a rule is dropped, and only that."""
    case = portfolio(
        [person("A"), person("B")],
        [project("P1", 1), project("P2", 2)],
        [line("L1", "P1", weeks=2, fte=1.5), line("L2", "P2", weeks=2)],
    )
    tasks = taskjuggler.tasks_of(case, lay_out(case))
    assert [(t.line.id, t.first, t.last, t.units) for t in tasks] == [("L1", 0, 1, 1500), ("L2", 0, 1, 1000)]
    monday = case.settings.start
    spans = f"{monday}-09:00-+0000 + 8.0h,\n    {monday}-13:00-+0000 + 2.0h"
    text = f"supplement task t1 {{\n  booking r0 {spans} {{ overtime 2 }}\n}}\n"
    assert taskjuggler.read_bookings(text, case, tasks) == {("A", "L2", 0): 10.0}
    written = taskjuggler.write(case, tasks)
    assert "task t0" in written
    assert "weeklymax 60h" in written
    plan, dropped = prune(case, prepare(case), {("A", "L1", 0): 1000, ("A", "L2", 0): 200, ("B", "L2", 1): 100})
    assert plan.units() == {("A", "L1", 0): 1000}
    assert dropped == {"capacity": 200, "step": 100}


def test_growth_is_the_exponent_of_what_was_long_enough_to_be_measured() -> None:
    rows = [{"size": size, "check": 1e-6 * size**2} for size in (10.0, 1e3, 1e4, 1e5)]
    assert growth.exponent(rows, "check") == pytest.approx(2)
    assert growth.exponent(rows[:2], "check") != growth.exponent(rows[:2], "check")  # not a number
    assert set(growth.STEPS) <= set(growth.measure("12x5-rich-s1"))


@pytest.mark.parametrize("method", [*files.READ, *files.WRITE])
def test_files_are_measured_by_every_method(method: str, tmp_path: Path) -> None:
    target = str(tmp_path / "in.xlsx") if method in files.READ else "12x5-plain-s1"
    if method in files.READ:
        files.demand_book(Path(target), 30)
    cpu, seconds, memory, size = files.measure(method, target)
    assert min(cpu, seconds, memory) >= 0 and size > 0.005


def test_explanations_are_timed_with_what_they_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    goal = explain.Goal(lambda: cases.frozen("12x5-plain-s1").load(), 60, 2)
    monkeypatch.setattr(explain, "GOALS", {"tiny": goal})
    monkeypatch.setattr(explain, "SOLVE", 1.0)
    explain.main(["tiny"])
    lines = capsys.readouterr().out.splitlines()
    assert [line[9:40].strip() for line in lines[1:4]] == [
        "reasons of all conflicts, s",
        "everything, s",
        "remedies verified",
    ]
    assert "conflicts" in lines[1] and "changes re-solved" in lines[3]
