"""Wrong calls of what-if, sweep, risk, replan and compare: one sentence each, before anything is done."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from builders import line, person, plan, portfolio, project

import resopt as ro
from resopt.domain.records import Portfolio

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
