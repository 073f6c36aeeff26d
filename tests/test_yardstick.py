"""The adapter of the published instance: our score and checker against the value and constraints of the JSON."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from bench.yardstick import MICRO, SCALE, find, main, objective, portfolio_of, shares_of, violations
from solving import solved

from resopt.checker import check, score
from resopt.domain.rules import Rule
from resopt.plan import Plan

WEEK = 1000


def person(i: str, fte: float, most: int, cohorts: str, oversight: bool = False) -> dict[str, Any]:
    return {"id": i, "fte": fte, "max_concurrent_projects": most, "cohorts": [cohorts], "oversight": oversight}


def project(i: str, start: int, weeks: int, fte: float, tags: str, **wishes: Any) -> dict[str, Any]:
    return {
        "id": i,
        "start_week": start,
        "duration_weeks": weeks,
        "fte_per_week": fte,
        "understaffing_cost_first_last_week_of_horizon": [0.7, 1.3],
        "tags": [tags],
        "max_delay_start": 0,
        "oversight_fte_per_week": wishes.get("oversight", 0),
        "named_fte_per_week": wishes.get("named", {}),
    }


SMALL = {
    "horizon_weeks": 4,
    "people": [person("A", 1.5, 2, "X", oversight=True), person("B", 1.0, 1, "Y"), person("C", 1.25, 2, "X")],
    "projects": [
        project("P", 0, 4, 1.5, "X", oversight=0.25),
        project("Q", 1, 3, 1.25, "Y", named={"C": 0.5}),
        project("R", 0, 2, 1.0, "X"),
    ],
}
GOOD = {
    ("A", "P", 0): 1500,
    ("A", "P", 1): 1000,
    ("A", "R", 1): 500,
    ("A", "R", 0): 0,
    ("B", "R", 0): 1000,
    ("C", "Q", 1): 1250,
    ("C", "Q", 2): 1250,
}


def test_the_objective_by_hand() -> None:
    """A is idle in weeks 2 and 3, B in 1 to 3, C in 0 and 3; P lacks 0.5 + 1.5 + 1.5, Q the last week, R 0.5."""
    plan = Plan.of({**GOOD, ("A", "R", 1): 0, ("A", "R", 0): 0})
    shares = shares_of(SMALL, plan)
    prices = [Fraction(7, 10), Fraction(9, 10), Fraction(11, 10), Fraction(13, 10)]
    idle = Fraction(1, 3) + 2 + 3 + 2
    missing = prices[1] / 2 + (prices[2] + prices[3]) * Fraction(3, 2) + prices[3] * Fraction(5, 4) + prices[1]
    assert objective(SMALL, shares) == idle + missing + 3 + 2  # A-P; B-R and C-Q outside their cohorts
    assert violations(SMALL, shares) == []


@pytest.mark.parametrize(
    ("change", "sentence", "rule"),
    [
        ({}, "A on R: 1/3 person-weeks", Rule.MIN_DAYS),
        ({("A", "R", 1): 501}, "A week 1: 1501/1500 of a week", Rule.CAPACITY),
        ({("C", "R", 2): 1, ("A", "R", 1): 0}, "R week 2: 1/1000 FTE of 0", Rule.DATES),
        ({("C", "P", 0): 1, ("A", "R", 1): 0}, "P week 0: 1501/1000 FTE of 3/2", Rule.DATES),
        ({("B", "Q", 1): 1, ("B", "R", 1): 1}, "B week 1: 2 projects", Rule.MAX_PROJECTS),
        ({("C", "Q", 2): 0, ("C", "Q", 1): 0}, "C on Q: 0 of 3/2 person-weeks named", Rule.REQUIRE),
        ({("A", "P", 0): 0, ("A", "P", 1): 1000}, "P: oversight 2/3 of 1 person-weeks", Rule.SUPERVISE),
    ],
)
def test_constraints_of_the_instance_are_rules_of_ours(
    change: dict[tuple[str, str, int], int], sentence: str, rule: Rule
) -> None:
    plan = Plan.of({**GOOD, **change})
    report = check(portfolio_of(SMALL), plan)
    found = {violation.rule for violation in report.violations} | {fact.rule for fact in report.set_aside}
    assert any(text.startswith(sentence) for text in violations(SMALL, shares_of(SMALL, plan)))
    assert rule in found


@pytest.mark.parametrize("cells", [{}, GOOD])
def test_our_score_is_the_objective(cells: dict[tuple[str, str, int], int]) -> None:
    plan = Plan.of(cells)
    ours = score(portfolio_of(SMALL), plan).weighted / MICRO / SCALE
    assert ours == pytest.approx(float(objective(SMALL, shares_of(SMALL, plan))), abs=1e-3)


def test_the_engine_plans_it() -> None:
    result = solved(portfolio_of(SMALL))
    shares = shares_of(SMALL, result.plan)
    assert (result.status, result.set_aside, violations(SMALL, shares)) == ("optimal", (), [])
    assert float(objective(SMALL, shares)) == pytest.approx(result.score.weighted / MICRO / SCALE, abs=1e-3)


def test_without_the_data_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("RESOPT_YARDSTICKS", raising=False)
    assert main([]) == 0
    assert capsys.readouterr().out.startswith("skipped: neither --data nor RESOPT_YARDSTICKS names the folder")


def test_the_published_instance_is_the_one_described() -> None:
    """Nobody served: every week idle, everything missing; as many yes/no choices as the model has."""
    path, reason = find()
    if path is None:
        pytest.skip(reason)
    instance = json.loads(path.read_text("utf-8"))
    assert (len(instance["people"]), len(instance["projects"]), instance["horizon_weeks"]) == (14, 22, 26)
    given = score(portfolio_of(instance), Plan())
    assert given.weighted / MICRO / SCALE == pytest.approx(float(objective(instance, {})), abs=1e-2)
