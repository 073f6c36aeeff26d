"""What the tests of the checker share: portfolios to break one thing in, and reports cut down to what matters."""

from __future__ import annotations

from typing import Any

from builders import (
    booking,
    day,
    line,
    person,
    plan,
    portfolio,
    project,
)

from resopt.checker import check
from resopt.domain.records import Portfolio, RuleRow
from resopt.domain.rules import FACT_RULES, Rule

Cells = dict[tuple[str, str, int], int]
TWO = [person("A"), person("B")]
THREE = [*TWO, person("C")]


def broken(given: Portfolio, cells: Cells, **shifts: int) -> list[tuple[Any, ...]]:
    """Return the violations of a plan as (rule, person, project, line, week, amount)."""
    found = check(given, plan(cells, **shifts)).violations
    return [(v.rule, v.person_id, v.project_id, v.line_id, v.week, v.amount) for v in found]


def aside(given: Portfolio, cells: Cells, **shifts: int) -> list[tuple[Rule, str]]:
    """Return the facts that a plan sets aside as (rule, key); the plan must break no limit."""
    report = check(given, plan(cells, **shifts))
    assert report.violations == ()
    assert report.score.set_aside == tuple(sum(f.rule is r for f in report.set_aside) for r in FACT_RULES)
    return [(fact.rule, fact.key) for fact in report.set_aside]


def one_line(people: list[Any] | None = None, weeks: int = 1, fte: Any = 1, **values: Any) -> Portfolio:
    """Return a portfolio of two weeks with one project P and one line L; `values` go to the portfolio."""
    of_line = {name: values.pop(name) for name in list(values) if name in LINE}
    of_project = {name: values.pop(name) for name in list(values) if name in PROJECT}
    one = line("L", "P", weeks=weeks, fte=fte, **of_line)
    return portfolio(people or [person("A")], [project("P", **of_project)], [one], **values)


LINE = {"skills", "min_level", "person_id", "max_people", "same_people", "fill_all", "fill_share", "days", "by_week"}
PROJECT = {"location", "min_staffing", "budget", "must_have", "earliest_start", "latest_start"}


def two_projects(people: list[Any] | None = None, rules: Any = (), **values: Any) -> Portfolio:
    """Return projects P and Q that want 2 people in both weeks (lines LP and LQ)."""
    lines = [line("LP", "P", weeks=2, fte=2), line("LQ", "Q", weeks=2, fte=2)]
    departments = values.pop("departments", ("", ""))
    projects = [project(i, department=d) for i, d in zip("PQ", departments, strict=True)]
    return portfolio(people or TWO, projects, lines, rules=rules, **values)


def skilled(text: str, **values: Any) -> list[Any]:
    return [person("A", "Dev", skills=text, **values), person("B", "Dev", skills="Java:3; English:4; French:2")]


def moving(**values: Any) -> Portfolio:
    """Return a project of four weeks' horizon that wants 1 and 2 people in weeks 1 and 2."""
    dates = {"start": day(1), "earliest_start": day(0), "latest_start": day(3), **values}
    return portfolio(TWO, [project("P", **dates)], [line("L", "P", start=1, by_week=[1, 2])], weeks=4)


def locked(
    amounts: dict[int, Any], people: list[Any] | None = None, line_id: str | None = "L", **values: Any
) -> Portfolio:
    """Return the portfolio of `one_line` with a hard lock of A on line L."""
    return one_line(people, bookings=[booking("A", "P", amounts, line=line_id, lock="hard")], **values)


SHARED = [line("L", "P", "Dev", weeks=2, fte=2), line("M", "P", "QA", weeks=2, fte=2), line("N", "Q", weeks=2, fte=2)]
BOTH = [person("A", "Dev, QA"), person("B", "Dev, QA")]


def facts(*rules: RuleRow, must: bool = False, people: Any = None, **values: Any) -> Portfolio:
    """Return projects P (lines L and M) and Q (line N), with Q in the lower tier."""
    projects = [project("P", 1, must_have=must, min_staffing=values.pop("min_staffing", None)), project("Q", 2)]
    return portfolio(people or BOTH, projects, SHARED, rules=rules, **values)
