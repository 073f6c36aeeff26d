"""Which lines of a project a lock or a frozen week binds: those it names; of several, those the person may serve."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import oracle
import pytest
from builders import HALF, WEEK, booking, day, line, person, plan, portfolio, project, role
from checking import Cells, aside, broken
from proofs import assert_best, assert_confirmed
from solving import solved

from resopt.checker import prepare
from resopt.domain.grid import lay_out
from resopt.domain.records import Portfolio
from resopt.domain.rules import Rule
from resopt.engine.compile import compile_problem
from resopt.engine.tidy import tidied
from resopt.explain import conflict_text, explain
from resopt.explain.why_text import clause
from resopt.result import Ground

ARCHITECT = [person("A", "Architect", skills="Java:3"), person("B")]
LINES = [
    line("L1", "P", "Architect", weeks=2),
    line("L2", "P", "Dev", weeks=2, fte=2, skills="Java:3"),
    line("L3", "P", "Architect", start=1),
]


def frozen(*rows: Any, lines: Any = LINES, people: Any = ARCHITECT, **values: Any) -> Portfolio:
    """Return project P with an architect's line, a developers' line and one that starts a week later, week 0 frozen."""
    values["settings"] = {"freeze_weeks": 1} | values.get("settings", {})
    return portfolio(people, [project("P", **values.pop("project", {}))], lines, bookings=rows, **values)


def locked(*rows: Any, **values: Any) -> Portfolio:
    return frozen(*rows, **values | {"settings": {"freeze_weeks": 0}})


def bound(given: Portfolio) -> list[tuple[str, ...]]:
    return [pin.line_ids for pin in lay_out(given).pins]


UNNAMED = booking("A", "P", {0: 1}, id="b")
LOCK = booking("A", "P", {0: 1}, id="b", lock="hard")
LEAD = booking("A", "P", {0: 1}, id="b", role="Lead")
CASES = [
    pytest.param(frozen(UNNAMED), ("L1",), id="a row without role: lines that want days, for the person's role"),
    pytest.param(locked(LOCK), ("L1",), id="the same of a hard lock"),
    pytest.param(locked(booking("A", "P", {1: 1}, lock="hard")), ("L1", "L3"), id="what is wanted that week"),
    pytest.param(frozen(booking("B", "P", {0: 1})), ("L1", "L2", "L3"), id="nothing that the person may serve: all"),
    pytest.param(frozen(booking("A", "P", {0: 1}, line="L2")), ("L2",), id="the line that a row names"),
    pytest.param(frozen(booking("A", "P", {0: 1}, role="Dev")), ("L2",), id="the role that a row names"),
    pytest.param(frozen(booking("A", "P", {0: 1}, role="Architect")), ("L1",), id="of its lines those that want days"),
    pytest.param(frozen(LEAD), ("L1",), id="a role that no line has"),
    pytest.param(
        frozen(UNNAMED, booking("A", "P", {0: 0.4}, id="c", line="L2")), ("L1", "L2"), id="several rows of a pair"
    ),
    pytest.param(
        frozen(UNNAMED, people=[person("A", "Tester")], roles=[role("Architect", filled_by={"Tester": 0})]),
        ("L1",),
        id="a role that fills another",
    ),
    pytest.param(
        frozen(
            UNNAMED,
            project={"start": day(1), "earliest_start": day(0), "latest_start": day(1)},
            lines=[line("L1", "P", "Architect", start=1), line("L2", "P", "Dev", start=1)],
        ),
        ("L1",),
        id="wanted at a start that may be chosen",
    ),
    pytest.param(locked(booking("A", "P", {0: 0}, lock="hard")), ("L1", "L2", "L3"), id="a lock of no days: all"),
]


@pytest.mark.parametrize(("given", "lines"), CASES)
def test_the_lines_that_days_are_bound_to(given: Portfolio, lines: tuple[str, ...]) -> None:
    assert bound(given) == [lines]


ELSEWHERE = [
    pytest.param(frozen(UNNAMED), id="frozen"),
    pytest.param(locked(LOCK), id="hard-locked"),
]


@pytest.mark.parametrize("given", ELSEWHERE)
def test_nobody_works_outside_the_own_role_without_need(given: Portfolio) -> None:
    on_own, on_other = {("A", "L1", 0): WEEK}, {("A", "L1", 0): WEEK - 1, ("A", "L2", 0): 1}
    assert broken(given, on_own) == [] and aside(given, on_own) == []
    assert Rule.ELIGIBILITY in {rule for rule, *_ in broken(given, on_other)}


def test_where_no_line_fits_any_line_of_the_project_does() -> None:
    given = frozen(booking("B", "P", {0: 1}, id="b"))
    for cells in ({("B", "L1", 0): WEEK}, {("B", "L2", 0): HALF, ("B", "L1", 0): HALF}):
        assert aside(given, cells) == []


def test_a_frozen_week_stays_on_the_line_that_its_row_names() -> None:
    two = [line("L1", "P", weeks=2), line("L2", "P", weeks=2)]
    given = frozen(booking("B", "P", {0: 1}, id="b", line="L1"), lines=two)
    assert aside(given, {("B", "L1", 0): WEEK}) == []
    for cells in ({("B", "L2", 0): WEEK}, {("B", "L1", 0): HALF, ("B", "L2", 0): HALF}):
        assert aside(given, cells) == [(Rule.FREEZE, "B|P@00")]


def test_days_above_what_the_line_wants_stay_on_it() -> None:
    given = frozen(UNNAMED, lines=[line("L1", "P", "Architect", fte=0.4), line("L2", "P")])
    kept: Cells = {("A", "L1", 0): WEEK}
    assert broken(given, kept) == [] and aside(given, kept) == []


def test_a_lock_that_leaves_one_line_takes_its_days_from_the_rest() -> None:
    """Somebody else may take exactly what the lock leaves, though it is no whole step."""
    given = locked(booking("A", "P", {0: 0.433}, id="b", lock="hard"), people=[*ARCHITECT, person("C", "Architect")])
    cells = {("A", "L1", 0): 433, ("C", "L1", 0): WEEK - 433}
    assert broken(given, cells) == [] and aside(given, cells) == []


def reasons(given: Portfolio, cells: Cells, lang: str = "en") -> str:
    return " ".join(conflict_text(given, None, conflict, lang) for conflict in explain(given, plan(cells)))


def test_days_held_on_the_same_project_are_not_called_elsewhere() -> None:
    two = [line("L1", "P", fte=1), line("L2", "P", fte=1)]
    for lock, words in (("none", "5.0 are frozen"), ("hard", "5.0 are hard-locked")):
        row = booking("B", "P", {0: 1}, id="b", line="L1", lock=lock)
        given = frozen(row, lines=two, people=[person("B")], settings={"freeze_weeks": int(lock == "none")})
        assert f"{words} on other lines of this project" in reasons(given, {("B", "L1", 0): WEEK})
    assert "被硬锁定在本项目的其他需求" in reasons(given, {("B", "L1", 0): WEEK}, "zh")


LOCK_GROUND = Ground("rule", 0, Rule.HARD_LOCK, "B", "P", row_id="b")


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (booking("B", "P", {0: 0}, id="b", lock="hard"), "B is kept off P by a lock of 0 days"),
        (booking("B", "P", {0: 0}, id="b", lock="hard", line="L2"), "B is kept off Dev (L2) of P by a lock of 0 days"),
        (booking("B", "P", {0: 0, 1: 1}, id="b", lock="hard"), "the hard lock of B on P holds"),
    ],
)
def test_a_lock_of_no_days_is_not_told_as_work(row: Any, text: str) -> None:
    assert clause(locked(row), LOCK_GROUND, "en") == text


@pytest.mark.parametrize("given", [CASES[n].values[0] for n in (0, 1, 3, 4, 8, 10)])
def test_engine_and_checker_agree_with_brute_force(given: Portfolio) -> None:
    best = oracle.best(given)
    assert_confirmed(given, best)
    assert_best(given, best)


def test_a_lock_on_another_line_gives_way_to_the_frozen_week() -> None:
    """Days asked for by hand do not move frozen days from the line that the plan of record names."""
    two = [line("L1", "P", weeks=2), line("L2", "P", weeks=2)]
    asked = replace(booking("B", "P", {0: 0.5}, id="c", line="L2", lock="hard"), asked=True)
    given = frozen(booking("B", "P", {0: 0.5}, id="b", line="L1"), asked, lines=two)
    result = solved(given)
    assert [(f.rule, f.key) for f in result.set_aside] == [(Rule.HARD_LOCK, "c@00")]
    assert result.plan.units()["B", "L1", 0] == HALF
    assert ("B", "L2", 0) not in result.plan.units()


def test_locked_days_are_divided_in_whole_steps_where_that_is_as_good() -> None:
    two = [line("L1", "P", fte=0.5), line("L2", "P", fte=1)]
    given = frozen(booking("B", "P", {0: 1}, id="b"), lines=two, people=[person("B")])
    problem, checker = compile_problem(given), prepare(given)
    untidy = plan({("B", "L1", 0): HALF - 1, ("B", "L2", 0): HALF + 1})
    found, report = tidied(problem, checker, untidy, checker.check(untidy), lambda: False)
    assert found.units() == {("B", "L1", 0): HALF, ("B", "L2", 0): HALF}
    assert report == checker.check(found) and report.score.vector() <= checker.check(untidy).score.vector()


def test_parts_of_a_step_stay_where_days_would_be_lost() -> None:
    """Other locks leave 567 of L1 and 433 of L2, which B has between them."""
    two = [line("L1", "P"), line("L2", "P")]
    rows = [
        booking("A", "P", {0: 0.433}, id="a", lock="hard", line="L1"),
        booking("C", "P", {0: 0.567}, id="c", lock="hard", line="L2"),
        booking("B", "P", {0: 1}, id="b", lock="hard"),
    ]
    given = locked(*rows, lines=two, people=[person("A"), person("B"), person("C")])
    problem, checker = compile_problem(given), prepare(given)
    best = plan({("A", "L1", 0): 433, ("B", "L1", 0): 567, ("B", "L2", 0): 433, ("C", "L2", 0): 567})
    found, _ = tidied(problem, checker, best, checker.check(best), lambda: False)
    assert found == best
