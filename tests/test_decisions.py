"""Decisions needed: each has an owner and a date by which to decide, typed ones before those that are derived."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from books import WHEN
from builders import START, day, line, person, portfolio, project
from results import greedy_result
from sheets import Sheets

from resopt.domain.changes import Change, Hire, Limit
from resopt.domain.history import Tracked
from resopt.domain.records import Calendar, Portfolio
from resopt.domain.wishes import Given
from resopt.plan import Plan
from resopt.report.audience import audience_of
from resopt.report.wording import Words
from resopt.report.workbook import content
from resopt.result import Explanation, Remedy, Result

WEDNESDAY = timedelta(days=2)


def subject(**settings: Any) -> Portfolio:
    """Return three projects that lack a day or more from their second week on, by what is known of who leads them."""
    return portfolio(
        [person("E1", name="Ann Ames"), person("E2", "QA", name="Bo Berg")],
        [
            project("P1", 1, manager="Bo Berg", department="IT"),
            project("P2", 2, department="Sales", location="CN"),
            project("P3", 3),
        ],
        [line(f"L{n}", f"P{n}", start=1, weeks=2, fte=2) for n in (1, 2, 3)],
        weeks=4,
        calendars=[Calendar("CN", frozenset({day(0, 3), day(0, 4)}), frozenset({day(0, 6)}))],
        settings=settings,
    )


def decisions(one: Portfolio, result: Result | None = None, lang: str = "en", **more: Any) -> dict[str, dict[str, Any]]:
    """Return the rows of the table on Summary by project; those on Weekly, where there is one, are the same."""
    book = content(one, result or greedy_result(one), lang, WHEN, **more)
    sheets = Sheets(book, Words(one, lang))
    rows = sheets.rows("summary", "decisions")
    if any(page.key == "weekly" for page in book.pages):
        assert sheets.rows("weekly", "decisions") == rows
    return {next(p.id for p in one.projects if f"({p.id})" in row["question"]): row for row in rows}


def owners(found: dict[str, dict[str, Any]]) -> list[str]:
    return [found[project_id]["owner"] for project_id in sorted(found)]


@pytest.mark.parametrize(("lang", "nobody"), [("en", "to be named"), ("zh", "待指定")])
def test_the_manager_decides_else_the_department(lang: str, nobody: str) -> None:
    assert owners(decisions(subject(), lang=lang)) == ["Bo Berg", "Sales", nobody]


def test_a_manager_without_a_name_is_left_out() -> None:
    one = subject()
    assert owners(decisions(one, mask=True)) == ["IT", "Sales", "to be named"]
    assert owners(decisions(one, audience=audience_of(one, "leadership"))) == ["IT", "Sales", "to be named"]


def test_what_is_decided_by_is_the_last_working_day_before_the_gap() -> None:
    found = decisions(subject())
    assert [found[p]["decide_by"] for p in ("P1", "P2", "P3")] == [day(0, 4), day(0, 6), day(0, 4)]


@pytest.mark.parametrize(("lang", "told"), [("en", "at once"), ("zh", "立即")])
def test_a_day_before_as_of_is_at_once(lang: str, told: str) -> None:
    found = decisions(subject(as_of=START + timedelta(weeks=1) + WEDNESDAY), lang=lang)
    assert {row["decide_by"] for row in found.values()} == {told}


def with_remedy(one: Portfolio, *changes: Change, cost: Fraction | None = None) -> Result:
    """Return a greedy result in which these changes are said to help the gap of the first project."""
    result = greedy_result(one)
    (gap,) = (c for c in result.conflicts if c.project_id == "P1")
    remedy = Remedy(changes, (1000, 0, 0), (("P1", 1000),), 0, cost, False, Plan(), (gap.id,))
    return replace(result, explanation=Explanation(result.conflicts, (remedy,)))


def test_who_is_hired_has_to_be_decided_on_before_they_start() -> None:
    one = subject()
    hired = decisions(one, with_remedy(one, Hire("Dev", start=START), cost=Fraction(900)))["P1"]
    assert hired["decide_by"] == START - timedelta(days=3)
    assert (hired["gain"], hired["cost"], hired["loses"]) == ("at least 5 days", 900, "nobody")
    later = decisions(one, with_remedy(one, Hire("Dev", start=day(2))))["P1"]
    limit = decisions(one, with_remedy(one, Limit("tolerance", Fraction(1, 10))))["P1"]
    assert later["decide_by"] == limit["decide_by"] == day(0, 4)
    assert limit["cost"] is None and limit["option"].startswith("Setting Tolerance")


def test_days_that_only_go_from_one_line_of_a_project_to_another_are_no_advice() -> None:
    one = subject()
    result = with_remedy(one, Hire("Dev", start=START))
    assert result.explanation is not None
    (remedy,) = result.explanation.remedies
    others = replace(remedy, projects=(("P2", 1000),))  # the gap of P1 shrinks, but another of its lines loses as much
    told = decisions(one, replace(result, explanation=replace(result.explanation, remedies=(others,))))
    assert decisions(one, result)["P1"]["gain"] == "at least 5 days"
    assert told["P1"]["option"] == "the one remedy listed does not help here"


@pytest.mark.parametrize("due", [date(2026, 1, 13), "after the review"])
def test_what_was_typed_comes_first(due: date | str) -> None:
    one = subject()
    result = greedy_result(one)
    typed = tuple(
        Tracked(c.id, owner="Mei" if c.project_id == "P1" else None, due=due if c.project_id == "P3" else "")
        for c in result.conflicts
    )
    found = decisions(one, result, given=Given(result.plan, conflicts=typed))
    assert owners(found) == ["Mei", "Sales", "to be named"]
    assert [found[p]["decide_by"] for p in ("P1", "P2", "P3")] == [day(0, 4), day(0, 6), due]
