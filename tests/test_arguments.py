"""Wrong calls of what-if, sweep, risk, replan and compare: one sentence each, before anything is done."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders import line, person, plan, portfolio, project

import resopt as ro
from resopt.domain.records import Portfolio
from resopt.messages import say

OPTIONS = ro.Options(rounds=0, workers=0)
PLAN = plan({("A", "L1", 0): 1000})


@pytest.fixture(scope="module")
def base() -> Portfolio:
    return portfolio([person("A", name="Ann")], [project("P1", 1, name="Atlas")], [line("L1", "P1", weeks=2)])


MAPPINGS = ("hire", "start", "leave", "shift", "scale", "priority", "limits")
ODD: tuple[Any, ...] = (3, 3.5, "x", ["x"], [None], object(), date(2026, 1, 5), True)


@pytest.mark.parametrize("word", MAPPINGS)
@pytest.mark.parametrize("given", [*ODD, {"Atlas": None}, {"Ann": [1]}, {None: 1}, {3: 3}, {"A": True}, {"P1": "x y"}])
def test_a_change_of_the_wrong_form_is_one_sentence(base: Portfolio, word: str, given: Any) -> None:
    with pytest.raises(ValueError, match=rf"^{word} "):
        base.scenario("x", **{word: given})


@pytest.mark.parametrize("word", ["hold", "unlock"])
@pytest.mark.parametrize("given", [None, *ODD, {"P1": False}])
def test_lists_of_names_are_lists_of_names(base: Portfolio, word: str, given: Any) -> None:
    with pytest.raises(ValueError, match=rf"^{word} "):
        base.scenario("x", **{word: given})


@pytest.mark.parametrize("given", [None, "x", 3, ["a"], {"a": 1}, [None]])
def test_changes_are_records(base: Portfolio, given: Any) -> None:
    with pytest.raises(ValueError, match=r"records? of resopt\.domain\.changes"):
        base.scenario("x", changes=given)


def test_unknown_changes_raise_with_the_nearest(base: Portfolio) -> None:
    with pytest.raises(ValueError, match="no change called 'hires'; did you mean 'hire'\\? known are hire, start"):
        base.scenario("x", hires={"Dev": 1})
    for name in (None, 3, ["x"]):
        with pytest.raises(ValueError, match="name is text"):
            base.scenario(name, hold="P1")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("word", "given", "said"),
    [
        ("portfolio", None, "portfolio is a Portfolio"),
        ("scenarios", None, "scenarios is a list of portfolios or scenarios"),
        ("scenarios", "x", "scenarios is a list"),
        ("scenarios", 3, "scenarios is a list"),
        ("scenarios", [3], "each of scenarios is a Portfolio or a Scenario"),
        ("scenarios", [None], "each of scenarios is"),
        ("executor", 3, "executor is an executor of concurrent.futures"),
        ("plan", "plan.xlsx", "plan is a Plan"),
        ("options", 3, "options is ro.Options"),
        ("options", {"rounds": 1}, "options is ro.Options"),
        ("progress", "yes", "progress is a function"),
    ],
)
def test_a_wrong_call_of_sweep(base: Portfolio, word: str, given: Any, said: str) -> None:
    call: dict[str, Any] = {"portfolio": base, "scenarios": {"a": {"hold": "P1"}}, "plan": PLAN, "options": OPTIONS}
    with pytest.raises(ValueError, match=re.escape(said)):
        ro.sweep(**call | {word: given})


def test_what_is_wrong_in_one_scenario_is_the_error_of_its_row(base: Portfolio) -> None:
    words: dict[Any, Any] = {"none": None, "typo": {"hier": {"Dev": 1}}, "form": {"hold": None}, 3: {"hold": "P1"}}
    frame = ro.sweep(base, words, plan=PLAN, options=OPTIONS)
    assert frame["scenario"].tolist() == ["none", "typo", "form", "3"]
    texts = frame["error"].tolist()
    assert [text.partition(" is ")[0] for text in texts] == [
        "ValueError: a scenario",
        "ValueError: there",
        "ValueError: hold",
        "ValueError: name",
    ]


@pytest.mark.parametrize(
    ("word", "given"),
    [
        ("portfolio", 3),
        ("plan", None),
        ("risks", 3),
        ("risks", [1]),
        ("draws", None),
        ("draws", 1.5),
        ("draws", True),
        ("seed", "x"),
        ("slacks", 3),
        ("slacks", None),
        ("slacks", []),
        ("slacks", ["a"]),
        ("slacks", [-0.1]),
        ("slacks", [float("nan")]),
        ("progress", 1),
    ],
)
def test_a_wrong_call_of_risk(base: Portfolio, word: str, given: Any) -> None:
    call: dict[str, Any] = {"portfolio": base, "plan": PLAN, "draws": 1}
    with pytest.raises(ValueError, match=word):
        ro.risk(**call | {word: given})


@pytest.mark.parametrize("given", ["x", None, float("nan"), float("inf"), True])
@pytest.mark.parametrize("word", ["absence", "overrun", "late"])
def test_wrong_distributions(word: str, given: Any) -> None:
    with pytest.raises(ValueError, match=word):
        ro.Risks(**{word: given})


@pytest.mark.parametrize(
    ("word", "given"),
    [("portfolio", None), ("plan", None), ("plan", "x"), ("options", 3), ("listener", "x")],
)
def test_a_wrong_call_of_replan_curve_and_whatif(base: Portfolio, word: str, given: Any) -> None:
    call: dict[str, Any] = {"portfolio": base, "plan": PLAN, "options": OPTIONS}
    for function in (ro.replan, ro.moves_curve):
        with pytest.raises(ValueError, match=word):
            function(**call | {word: given})
    if (word, given) != ("plan", None):
        changed = {"base": base, "changed": base, "plan": PLAN, "options": OPTIONS}
        place = "changed" if word == "portfolio" else word
        with pytest.raises(ValueError, match=place):
            ro.whatif(**changed | {place: given})


@pytest.mark.parametrize("given", ["x", 1.5, -1, True, [3]])
def test_moves_are_whole_numbers(base: Portfolio, given: Any) -> None:
    with pytest.raises(ValueError, match="max_moves is a whole number, 0 or more"):
        ro.replan(base, PLAN, given, OPTIONS)
    with pytest.raises(ValueError, match="each of steps"):
        ro.moves_curve(base, PLAN, [given], OPTIONS)


@pytest.mark.parametrize("given", [None, 3, "x", []])
def test_steps_are_a_list(base: Portfolio, given: Any) -> None:
    with pytest.raises(ValueError, match="steps"):
        ro.moves_curve(base, PLAN, given, OPTIONS)


@pytest.mark.parametrize("given", [None, 3, "x", [3, 4], [None, None], [PLAN, PLAN]])
def test_compare_takes_results_and_portfolios(given: Any) -> None:
    with pytest.raises(ValueError, match=r"cases is a"):
        ro.compare(given)


@pytest.mark.parametrize(
    ("word", "given"),
    [
        *(("time_limit", one) for one in ("x", None, 0, -1, float("nan"), float("inf"), 1e7, True)),
        *(("rounds", one) for one in ("x", 1.5, -1, True)),
        *(("workers", one) for one in (None, "2", 1.5, -1)),
        *(("seed", one) for one in (None, 1.5, -1, 2**31)),
        *((word, one) for word in ("near", "gentle") for one in (None, "yes", 1)),
    ],
)
def test_options_of_the_wrong_kind(word: str, given: Any) -> None:
    with pytest.raises(ValueError, match=f"^{word} is "):
        ro.Options(**{word: given})


def test_work_alone_needs_no_end_in_time() -> None:
    assert ro.Options(time_limit=float("inf"), rounds=1).rounds == 1


WRONG: tuple[Any, ...] = (None, 3, "x", object())
CALLS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "check portfolio": ("portfolio", lambda x: ro.check(x, PLAN)),
    "check plan": ("plan", lambda x: ro.check(small(), x)),
    "score portfolio": ("portfolio", lambda x: ro.score(x, PLAN)),
    "score plan": ("plan", lambda x: ro.score(small(), x)),
    "explain portfolio": ("portfolio", lambda x: ro.explain(x, PLAN)),
    "explain plan": ("plan", lambda x: ro.explain(small(), x)),
    "explain time": ("time_limit", lambda x: ro.explain(small(), PLAN, time_limit=x if x != 3 else -1)),
    "explain workers": ("workers", lambda x: ro.explain(small(), PLAN, workers=x if x != 3 else -1)),
    "load": ("path", lambda x: ro.load(x if x != "x" else {})),
    "load_plan portfolio": ("portfolio", lambda x: ro.load_plan("x.xlsx", x)),
    "load_edits portfolio": ("portfolio", lambda x: ro.load_edits("x.xlsx", x)),
    "save result": ("result", lambda x: ro.save("x.xlsx", small(), x)),
    "save comparison": ("comparison", lambda x: ro.save_comparison("x.xlsx", x)),
    "to_frames": ("portfolio", ro.to_frames),
    "plan_to_frame plan": ("plan", lambda x: ro.plan_to_frame(x, small())),
    "plan_wide portfolio": ("portfolio", lambda x: ro.plan_wide(PLAN, x)),
    "plot_people": ("plan", lambda x: ro.plot_people(x, small())),
    "plot_capacity": ("plan", lambda x: ro.plot_capacity(x, small())),
    "plot_projects": ("plan", lambda x: ro.plot_projects(x, small())),
    "plot_search": ("progress", ro.plot_search),
    "plot_search one": ("each of progress", lambda x: ro.plot_search([x])),
    "plot_compare": ("found", ro.plot_compare),
    "plot_moves": ("curve", ro.plot_moves),
    "plot_moves one": ("each of curve", lambda x: ro.plot_moves([x])),
    "curve_frame": ("curve", ro.curve_frame),
}


def small() -> Portfolio:
    return portfolio([person("A")], [project("P1", 1)], [line("L1", "P1", weeks=2)])


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("given", WRONG)
def test_the_first_look_is_at_the_arguments(call: str, given: Any) -> None:
    word, made = CALLS[call]
    with pytest.raises(ValueError, match=rf"^{word} is "):
        made(given)


@pytest.mark.parametrize("file", [None, 3, PLAN])
def test_files_have_names(file: Any) -> None:
    result = ro.solve(small(), ro.Options(rounds=0, workers=0))
    calls = (
        lambda: ro.load([file]),
        lambda: ro.load_plan(file, small()),
        lambda: ro.load_edits(file, small()),
        lambda: ro.save(file, small(), result),
        lambda: ro.save_comparison(file, None),
    )
    for call in calls:
        with pytest.raises(ValueError, match="path is the name of a file"):
            call()


STRANGE = (plan({("B", "L1", 0): 200}), plan({("A", "L2", 0): 200}), plan({("A", "L1", 9): 200}))


@pytest.mark.parametrize("strange", STRANGE)
def test_a_plan_of_another_portfolio(strange: ro.Plan, tmp_path: Path) -> None:
    base = small()
    result = replace(ro.solve(base, ro.Options(rounds=0, workers=0)), plan=strange)
    calls = (
        lambda: ro.save(tmp_path / "x.xlsx", base, result),
        lambda: ro.explain(base, strange),
        lambda: ro.risk(base, strange),
        lambda: ro.plan_wide(strange, base),
        lambda: strange.to_frame(base),
        *(lambda plot=plot: plot(strange, base) for plot in (ro.plot_people, ro.plot_capacity, ro.plot_projects)),
    )
    for call in calls:
        with pytest.raises(ValueError, match="the plan is one of another portfolio: this one does not have"):
            call()
    assert ro.check(base, strange).violations  # the checker says it in its own words


def test_a_curve_of_nothing_and_a_language_that_is_not_known() -> None:
    for call in (ro.curve_frame, ro.plot_moves):
        with pytest.raises(ValueError, match="a curve of no plans"):
            call([])
    with pytest.raises(ValueError, match="lang is en or zh, not 'fr'"):
        say("footer", "fr")


@pytest.mark.parametrize("given", [None, 3])
def test_a_project_is_named_by_text(given: Any) -> None:
    with pytest.raises(ValueError, match=f"there is no project {given}"):
        ro.solve(small(), ro.Options(rounds=0, workers=0)).why(given)
