"""Comparison: figures of plans side by side, what is proved, the workbook, and plans found again with their input."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from books import opened
from builders import booking, day, line, person, plan, portfolio, project
from click.testing import CliRunner, Result
from results import greedy_result
from test_changes import CASES
from test_cli import FIRST, rows

import resopt as ro
from resopt.cli.compared import comparison_lines
from resopt.cli.main import cli
from resopt.domain.changes import Change, apply
from resopt.domain.records import Portfolio, Skill
from resopt.excel.inputs import write_input
from resopt.report.comparison import save_comparison
from resopt.scenarios.case import Bounds, Case, case_of_plan
from resopt.scenarios.compare import compared, named
from resopt.tables.written import change_from, change_text, read_written


def base() -> Portfolio:
    return portfolio(
        [person("A", name="Ann", cost_per_day=100), person("B", name="Bo", cost_per_day=200)],
        [project("P1", 1, name="Atlas"), project("P2", 2, name="Bolt")],
        [line("L1", "P1", weeks=2, fte=1), line("L2", "P2", weeks=2, fte=2)],
        bookings=[booking("A", "P1", {0: 1})],
    )


def two() -> tuple[Case, Case]:
    """Return the base, 15 of 30 days met of at most 20, and a third person's plan with 25 of at most 30."""
    one = base()
    before = plan({("A", "L1", 0): 1000, ("A", "L1", 1): 1000, ("B", "L2", 0): 1000})
    hired = one.scenario("hire", hire={"Dev": 1})
    more = {("new-Dev-01", "L2", 0): 1000, ("B", "L2", 1): 1000}
    after = plan({**before.units(), **more})
    return (
        case_of_plan(one, before, "base", (2000, 2000, 4000)),
        case_of_plan(hired, after, "", (2000, 4000, 6000)),
    )


def test_figures_stand_side_by_side() -> None:
    found = ro.compare(two())
    values = {(one.key, one.tier): one.values for one in found.figures}
    assert found.names == ("base", "hire")
    assert values["wanted", None] == (30, 30)
    assert values["met", None] == (15, 25)
    assert values["gap", None] == (15, 5)
    assert values["tier", ("committed", "P1")] == (10, 10)
    assert values["tier", ("committed", "P2")] == (5, 15)
    assert values["full", None] == (1, 1)
    assert values["people", None] == (2, 3)
    assert values["load", None] == (0.75, 25 / 30)
    assert values["cost", None] == (10 * 100 + 5 * 200, 10 * 100 + 10 * 200)
    assert values["moves", None] == (2, 3)  # Ann one more week on Atlas, Bo new on Bolt; and the hire
    assert found.assumptions() == {"hire": ["Hire one Dev"]}
    assert found.assumptions("zh") == {"hire": ["招聘 1 名Dev"]}


def test_differences_by_project_role_and_person() -> None:
    found = ro.compare(two())
    assert [(one.name, one.met, one.spread) for one in found.projects] == [
        ("Bolt", (5, 15), 10),
        ("Atlas", (10, 10), 0),
    ]
    assert [(one.id, one.wanted, one.met) for one in found.roles] == [("Dev", (30, 30), (15, 25))]
    people = {one.id: (one.wanted, one.met) for one in found.people}
    assert people["new-Dev-01"] == ((None, 10), (None, 5))
    frame = found.to_frame("people")
    assert list(frame.columns) == ["case", "id", "name", "wanted", "met", "difference"]
    assert frame.set_index(["case", "id"]).loc[("hire", "B"), "difference"] == 5


@pytest.mark.parametrize(
    ("met", "bounds", "proved"),
    [
        ((15, 25), (20, 30), True),  # more than the base could ever have
        ((15, 25), (25, 30), False),  # the base might have as much
        ((25, 15), (30, 20), True),  # less than the base has, whatever is found
        ((25, 15), (30, 26), False),
        ((15, 15), (15, 15), None),
    ],
)
def test_a_difference_inside_the_gaps_is_not_proved(
    met: tuple[int, int], bounds: tuple[int, int], proved: bool | None
) -> None:
    cases = [
        replace(case, met={"L1": days * 200, "L2": 0}, bounds=Bounds((0, 0), top * 200))
        for case, days, top in zip(two(), met, bounds, strict=True)
    ]
    found = {one.key: one.proved for one in ro.compare(cases).figures}
    assert found["met"] == (None, proved)
    assert found["gap"] == (None, proved)


def test_what_was_never_bounded_is_never_called_proved() -> None:
    first, second = two()
    found = ro.compare([replace(first, bounds=None), second])
    assert {proved for one in found.figures for proved in one.proved} == {None}


def test_results_know_their_bounds_and_portfolios_are_solved() -> None:
    one = base()
    with pytest.raises(ValueError, match="at least two"):
        ro.compare([greedy_result(one)] if greedy_result(one).portfolio else [two()[0]])
    found = ro.compare([one, one.scenario("hold", hold="P1")], ro.Options(rounds=0, workers=1))
    met = next(figure for figure in found.figures if figure.key == "met")
    assert met.values == (20, 20) and met.bounds == (20, 20)
    frame = found.to_frame()
    assert set(frame["figure"]) >= {"met", "tier", "cost", "moves"}
    with pytest.raises(ValueError, match="none of figures"):
        found.to_frame("days")


def test_names_always_differ() -> None:
    one = base()
    nameless = replace(two()[0], name="")
    found = ro.compare(
        [nameless, nameless, replace(nameless, portfolio=one.scenario("x", hold="P1"), name="x"), two()[1]]
    )
    assert found.names == ("base", "case 1", "x", "hire")
    assert ro.compare([two()[0], two()[0]]).names == ("base", "base (2)")


def test_other_weeks_are_named() -> None:
    """A plan of the whole quarter beside one made after As Of: their figures are not of the same weeks."""
    whole = portfolio([person("A")], [project("P")], [line("L", "P", weeks=4)], weeks=4)
    midway = replace(whole, settings=replace(whole.settings, as_of=day(1, 2)), name="midway")
    later = replace(whole, settings=replace(whole.settings, as_of=day(2, 2)), name="later")
    longer = portfolio([person("A")], [project("P")], [line("L", "P", weeks=4)], weeks=6)
    found = compared(named([case_of_plan(one, plan()) for one in (whole, midway, later, longer, whole)]))
    told = list(found.windows().values())
    span = f"in the base {day(0)} to {day(3, 6)}; their figures are of these weeks."
    assert told == [
        f"Other weeks: with As Of {day(1, 2)} planned are {day(1)} to {day(3, 6)}, {span}",
        f"Other weeks: with As Of {day(2, 2)} planned are {day(2)} to {day(3, 6)}, {span}",
        f"Other weeks: planned are {day(0)} to {day(5, 6)}, {span}",
    ]
    assert [texts[:1] for texts in found.assumptions().values()] == [*([text] for text in told), []]
    assert told[0] in found._repr_html_() and "周期不同：数据日期" in found.windows("zh")["midway"]
    assert f"midway: {told[0]}" in comparison_lines(found, "en")


def test_inputs_made_apart_are_compared_row_by_row() -> None:
    other = portfolio(base().people, base().projects, [line("L1", "P1", weeks=2)], bookings=base().bookings)
    found = ro.compare([two()[0], case_of_plan(other, plan(), "other")])
    assert found.assumptions() == {"other": ["Demand: 1 gone"]}


def test_the_display_escapes_names_and_marks_what_is_not_proved() -> None:
    first, second = two()
    html = ro.compare([replace(first, name="<b>", bounds=Bounds((2000, 9000), 9000)), second])._repr_html_()
    assert "&lt;b&gt;" in html and "<b>" not in html
    assert "25.0 (+10.0) not proved" in html
    assert "hire: Hire one Dev" in html
    assert "color" not in html


@pytest.mark.parametrize("change", [change for change, *_ in CASES], ids=repr)
def test_every_change_survives_as_text(change: Change) -> None:
    assert change_from(change_text(change)) == change


def test_what_is_no_change_is_refused() -> None:
    with pytest.raises(ValueError, match="no change is called 'apply'"):
        change_from('{"change": "apply"}')


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_workbook_holds_what_the_comparison_says(tmp_path: Path, lang: str) -> None:
    path, when = tmp_path / "cmp.xlsx", datetime(2026, 1, 5, 8)
    found = ro.compare(two())
    save_comparison(path, found, lang=lang, created=when)
    book = opened(path)
    sheets = {
        "en": ["Comparison", "Figures", "By Project", "By Role", "By Person", "Assumptions", "_resopt"],
        "zh": ["方案对比", "指标对比", "按项目对比", "按角色对比", "按人员对比", "假设差异", "_resopt"],
    }
    assert book.sheetnames == sheets[lang]
    title = {"en": "“hire” meets the most: 10 days more than “base”", "zh": "“hire”满足最多：比“base”多 10 人天"}
    assert book.worksheets[0]["B2"].value == title[lang]
    table = {row[1]: row[2:5] for row in book.worksheets[1].iter_rows(values_only=True) if row[1]}
    assert table[{"en": "Days met", "zh": "已满足人天"}[lang]] == (15, 25, 10)
    again = tmp_path / "again.xlsx"
    save_comparison(again, found, lang=lang, created=when)
    assert path.read_bytes() == again.read_bytes()


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an input, its plan, and the plan of a what-if."""
    path = tmp_path_factory.mktemp("runs")
    sheets = rows() | {
        "scenarios": [
            {"scenario": "Bo leaves", "change": "leave", "item": "Bo", "from": date(2026, 1, 9)},
            {"scenario": "Bo leaves", "change": "priority", "item": "Borealis", "value": "0"},
        ]
    }
    write_input(path / "in.xlsx", sheets)
    assert run("solve", path / "in.xlsx", "-o", path / "base.xlsx", "--rounds", 0, "--workers", 1).exit_code == 0
    return path


def test_what_if_prints_changes_and_comparison_and_writes_a_plan(folder: Path) -> None:
    out = folder / "gone.xlsx"
    told = run(
        "whatif", folder / "in.xlsx", "--scenario", "Bo leaves", "--hire", "Developer=1",
        "--plan", folder / "base.xlsx", "-o", out, "--rounds", 0, "--workers", 1,
    )  # fmt: skip
    assert told.exit_code == 0, told.stderr
    lines = told.stdout.splitlines()
    assert lines[:3] == ["Bo leaves after 2026-01-09", "Borealis has priority 0", "Hire one Developer"]
    assert any(one.startswith("Days met ") and "20.0" in one and "25.0 (+5.0)" in one for one in lines)
    assert lines[-1] == f"Written: {out}"
    written = read_written(out)
    assert [one.text(written.portfolio) for one in written.portfolio.changes] == lines[:3]
    assert ro.check(written.portfolio, written.plan).violations == ()
    assert written.portfolio == apply(ro.load(folder / "in.xlsx"), written.portfolio.changes, written.portfolio.name)


def test_compare_finds_the_inputs_of_plans(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hired = folder / "hired.xlsx"
    assert run("whatif", folder / "in.xlsx", "--hire", "Developer=1", "-o", hired, "--rounds", 0).exit_code == 0
    told = run("compare", folder / "base.xlsx", hired, "-o", tmp_path / "cmp.xlsx", "--lang", "zh")
    assert told.exit_code == 0, told.stderr
    assert "已满足人天" in told.stdout and (tmp_path / "cmp.xlsx").exists()
    alone = tmp_path / "alone"
    alone.mkdir()
    for name in ("base.xlsx", "hired.xlsx"):
        (alone / name).write_bytes((folder / name).read_bytes())
    monkeypatch.chdir(alone)
    lost = run("compare", "base.xlsx", "hired.xlsx", "-o", "cmp.xlsx")
    assert (lost.exit_code, "name it with --input" in lost.stderr) == (1, True)
    named = run("compare", "base.xlsx", "hired.xlsx", "-o", "cmp.xlsx", "--input", folder / "in.xlsx")
    assert named.exit_code == 0, named.stderr
    write_input(alone / "other.xlsx", rows())
    several = ("--input", alone / "other.xlsx", "--input", folder / "in.xlsx")
    each = run("compare", "base.xlsx", "hired.xlsx", "-o", "cmp.xlsx", *several)
    assert each.exit_code == 0, each.stderr
    write_input(alone / "in.xlsx", rows())
    changed = run("compare", "base.xlsx", "hired.xlsx", "-o", "cmp.xlsx")
    assert (changed.exit_code, "has changed since" in changed.stderr) == (1, True)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("whatif", "in.xlsx"), 2, "one of the scenarios of the input with --scenario: Bo leaves"),
        (("whatif", "in.xlsx", "--lang", "zh"), 2, "请给出变更"),
        (("whatif", "in.xlsx", "--scenario", "Bo leave"), 1, "did you mean Bo leaves?"),
        (("whatif", "in.xlsx", "--hire", "Developer"), 2, "--hire is written ROLE=N, not Developer."),
        (("whatif", "in.xlsx", "--hire", "Develper=1"), 1, "did you mean Developer?"),
        (("whatif", "in.xlsx", "--hold", "P9"), 1, "There is no project P9"),
        (("whatif", "in.xlsx", "--hold", "P1", "-o", "in.xlsx"), 2, "would overwrite the input"),
        (("compare", "base.xlsx", "-o", "x.xlsx"), 2, "at least two plans"),
        (("compare", "base.xlsx", "in.xlsx", "-o", "x.xlsx"), 1, "in.xlsx is no workbook that resopt solve wrote"),
    ],
)
def test_wrong_calls_end_in_one_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: int, sentence: str
) -> None:
    monkeypatch.chdir(folder)
    done = run(*words)
    assert done.exit_code == code
    assert sentence in done.stderr and done.stderr.count("\n") == 1


def test_a_plan_that_breaks_a_limit_is_no_start(folder: Path, tmp_path: Path) -> None:
    sheets = rows()
    sheets["staff"][1]["fte"] = 0.5
    write_input(tmp_path / "in.xlsx", sheets)
    done = run("whatif", tmp_path / "in.xlsx", "--hold", "P1", "--plan", folder / "base.xlsx")
    assert (done.exit_code, "breaks limits of this input" in done.stderr) == (1, True)


def test_skills_and_fractions_are_told_apart_in_text() -> None:
    from resopt.domain.changes import Hire

    change = Hire("Dev", 2, day(0), None, Fraction(1, 3), 4, (Skill("X", None), Skill("Y", 2)))
    assert change_from(change_text(change)) == change


def test_replan_reads_the_input_as_it_is_now(folder: Path, tmp_path: Path) -> None:
    base = folder / "base.xlsx"
    same = run("replan", base, "--rounds", 0, "--workers", 1, "--curve")
    assert same.exit_code == 0, same.stderr
    assert same.stdout.startswith("The input is the one that base.xlsx was planned from.")
    assert "Nobody's days change." in same.stdout
    assert re.search(r"^any +0 +0\.0 +20\.0", same.stdout, re.M)
    sheets = rows()
    sheets["availability"] = [{"person": "B2", "from": FIRST, "to": date(2026, 1, 11), "available": 0}]
    write_input(tmp_path / "in.xlsx", sheets)
    out = tmp_path / "new.xlsx"
    moved = run("replan", base, "--input", tmp_path / "in.xlsx", "--rounds", 0, "--max-moves", 0, "-o", out)
    assert moved.exit_code == 0, moved.stderr
    lines = moved.stdout.splitlines()
    assert lines[0] == "The input has changed since base.xlsx was planned."
    head = "Moves: 1 (1 forced or asked for); days moved: 5.0, of which no plan keeps 5.0; proved the fewest at this "
    assert f"{head}coverage" in lines
    listed = [one for one in lines if " · " in one and not one.startswith("Person")]
    assert len(listed) == 1
    assert any(one.startswith("Bo · Borealis") and "2026-01-05" in one for one in lines)
    assert read_written(out).plan.total() == ro.load_plan(base, ro.load(folder / "in.xlsx")).total() - 1000
    chinese = run("replan", base, "--input", tmp_path / "in.xlsx", "--rounds", 0, "--lang", "zh")
    assert "调动" in chinese.stdout and "该人员或项目已无法保留这些人天" in chinese.stdout
