"""Swaps of persons in a plan given back: what is told where the taker cannot take the days."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from builders import DAY, WEEK, absent, day, line, person, plan, portfolio, project
from solving import solved

from resopt.domain.records import Portfolio
from resopt.domain.wishes import Given, Wish, with_given
from resopt.explain.answers import answer_text, answers

PEOPLE = [person("A", name="Ann"), person("B", name="Bo"), person("C", name="Cy")]


def swapped(*absences: Any, people: Any = PEOPLE[:2], units: int = WEEK) -> list[tuple[bool, str, str]]:
    """Return whether each half of a swap of Ann for Bo is kept, and the answer in both languages."""
    subject = portfolio(people, [project("P")], [line("L", "P")], weeks=1, absences=absences)
    left = Wish("A", "P", "L", 0, 0, kind="left", was=WEEK, sheet="edit", place="G2")
    given = Given(plan({("A", "L", 0): WEEK}), (left, replace(left, person_id="B", units=units, was=0, kind="swap")))
    asked: Portfolio = with_given(subject, given)
    result = solved(asked)
    found = answers(asked, result, given)
    return [(one.kept, *(answer_text(asked, result, one, lang) for lang in ("en", "zh"))) for one in found]


def test_a_swap_that_fits_is_kept() -> None:
    assert swapped() == [(True, "Kept.", "已采纳。")] * 2


def test_work_that_the_taker_cannot_take_is_told_as_done_by_nobody() -> None:
    (left, told, chinese), (took, why, reason) = swapped(absent("B", day(0), day(0, 4)))
    assert (left, took) == (True, False)
    assert told == "Kept, but Bo does not take over all of it: nobody does 5 days of it."
    assert chinese == "已采纳，但Bo未能全部接手，其中 5 人天无人承担。"
    assert why.startswith("Not kept: 0 instead of 5 days.")
    assert why.endswith("Ann hands the work over all the same: nobody does 5 days of it.")
    assert reason.endswith("Ann仍移交了这项工作，其中 5 人天无人承担。")


def test_work_that_others_take_is_not_told_as_undone() -> None:
    (_, told, _), (took, why, _) = swapped(absent("B", day(0), day(0, 4)), people=PEOPLE)
    assert (told, took) == ("Kept.", False)
    assert why.endswith("Ann hands the work over all the same: others do it.")


def test_only_what_is_left_undone_is_counted() -> None:
    """Bo can take less than asked for: the lock gives way, and he serves the line in whole steps of 2.5 days."""
    (_, told, _), (took, why, _) = swapped(absent("B", day(0), day(0)))
    assert not took and why.startswith("Not kept: 2.5 instead of 5 days.")
    assert "nobody does 2.5 days of it" in told and "nobody does 2.5 days of it" in why


def test_more_than_the_line_wants_is_not_missing() -> None:
    assert "nobody" not in swapped(units=WEEK + DAY)[1][1]
