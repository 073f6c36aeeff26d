"""What is said of remedies and prices on one sheet is what the other sheets say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from time import monotonic
from typing import Any

import pytest
from results import greedy_result
from test_worth import scarce

import resopt as ro
from resopt.checker import check
from resopt.domain.changes import apply
from resopt.domain.records import Portfolio
from resopt.engine.resolve import Again
from resopt.excel.contents import Page, Table
from resopt.explain.base import Base
from resopt.explain.candidates import Candidates
from resopt.explain.conflicts import explain
from resopt.explain.prices import prices
from resopt.explain.remedies import Judge
from resopt.explain.remedy_text import change_text, gain_text, loses_text
from resopt.explain.standing import Standing
from resopt.explain.whole import reasoned
from resopt.plan import Plan
from resopt.report.capacity import capacity_page
from resopt.report.cells import week_key
from resopt.report.conflicts import conflicts_page
from resopt.report.decisions import best_remedy, is_bargain
from resopt.report.figures import Figures, compute
from resopt.report.remedies import remedies_page
from resopt.report.weekly import weekly_page
from resopt.report.wording import Words
from resopt.result import Remedy

TODAY = date(2026, 1, 7)


@pytest.fixture(scope="module")
def figures() -> Figures:
    made, given = scarce()
    explanation = explained(made, given)
    result = greedy_result(made, given)
    return compute(made, replace(result.with_conflicts(explanation.conflicts), explanation=explanation))


def explained(made: Portfolio, given: Plan) -> ro.Explanation:
    """Return conflicts, remedies and prices of a plan, every change solved in a round, however long that takes."""
    conflicts = reasoned(made, given, explain(made, given), workers=1)
    judge, found = Judge(Base(made, given, True), conflicts), list[Remedy | None]()
    for candidate in Candidates(Standing(made, given), conflicts).all():
        changed = apply(made, candidate.changes)
        result = ro.solve(changed, ro.Options(rounds=1, workers=1, time_limit=3600))
        again = Again(result.plan, check(changed, result.plan), result.status != "feasible")
        found.append(judge.remedy(candidate.changes, again))
    worth, unpriced = prices(made, given, monotonic() + 3600, 1)
    return ro.Explanation(conflicts, tuple(judge.ranked(found)), tried=len(found), prices=worth, unpriced=unpriced)


def rows(page: Page, name: str) -> list[dict[str, Any]]:
    (table,) = (block for block in page.blocks if isinstance(block, Table) and block.name == name)
    keys = [column.key for column in table.columns]
    return [{key: cell.value for key, cell in zip(keys, row.cells, strict=True)} for row in table.rows]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_recommended_is_a_remedy_with_the_same_days_losers_and_cost(figures: Figures, lang: str) -> None:
    words = Words(figures.portfolio, lang)
    listed = {row["change"]: row for row in rows(remedies_page(figures, words), "remedies")}
    decisions = rows(weekly_page(figures, words, TODAY), "decisions")
    gaps = [c for c in figures.result.conflicts if c.kind != "rest"]
    options = [one for c in gaps if (one := best_remedy(figures, c))]
    assert options
    for remedy in options:
        what, gain = (f(figures.portfolio, remedy, lang) for f in (change_text, gain_text))
        loses, row = loses_text(figures.portfolio, remedy, lang), listed[what]
        assert (row["gain"], row["loses"]) == (remedy.days / 200, loses)
        told = what if is_bargain(remedy) else words.say("decision.dear", what=what)
        asked = [(d["gain"], d["cost"], d["loses"]) for d in decisions if d["option"] == told]
        assert asked and set(asked) == {(gain.strip(), row["cost"], loses)}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_decision_names_a_remedy_that_takes_much_and_says_so_and_only_without_any_why_none_is_named(
    figures: Figures, lang: str
) -> None:
    words = Words(figures.portfolio, lang)
    explanation = figures.result.explanation
    assert explanation is not None
    gap = next(c for c in figures.result.conflicts if c.kind == "gap" and best_remedy(figures, c))
    base = best_remedy(figures, gap)
    assert base is not None
    dear = replace(base, projects=((gap.project_id, 600), ("PX", -201)), cost=Fraction(0))
    helpless = replace(base, conflict_ids=("another",))

    def told(*remedies: Remedy) -> dict[str, Any]:
        known = replace(figures.result, explanation=replace(explanation, remedies=remedies)).with_conflicts((gap,))
        (row,) = rows(weekly_page(replace(figures, result=known), words, TODAY), "decisions")
        return row

    what = change_text(figures.portfolio, dear, lang)
    row = told(dear)
    assert row["option"] == words.say("decision.dear", what=what) and row["cost"] == 0
    assert row["loses"] == loses_text(figures.portfolio, dear, lang) and "PX" in row["loses"]
    assert told(dear, base)["option"] == change_text(figures.portfolio, base, lang)
    assert told(helpless)["option"] == words.say("decision.no_help", count=1)
    assert told()["option"] == words.say("decision.no_remedy")


def test_remedies_count_the_conflicts_they_shrink_and_gains_are_those_of_projects(figures: Figures) -> None:
    words = Words(figures.portfolio, "en")
    explanation = figures.result.explanation
    assert explanation is not None
    ids = {row["id"] for row in rows(conflicts_page(figures, words, TODAY), "conflicts")}
    for remedy, row in zip(explanation.remedies, rows(remedies_page(figures, words), "remedies"), strict=True):
        assert row["helps"] == len(remedy.conflict_ids) and set(remedy.conflict_ids) <= ids
        assert sum(units for _, units in remedy.projects) == sum(remedy.gains) == remedy.days
        tier_of = figures.grid.tier_of
        for tier, units in enumerate(remedy.gains):
            assert units == sum(u for p, u in remedy.projects if tier_of[p] == tier)


def test_prices_are_of_roles_and_weeks_that_capacity_shows_as_wanted(figures: Figures) -> None:
    words = Words(figures.portfolio, "en")
    explanation = figures.result.explanation
    assert explanation is not None
    wanted = {row["role"] for row in rows(capacity_page(figures, words), "roles")}
    shown = rows(remedies_page(figures, words), "prices0")[:-1]
    assert shown and {row["role"] for row in shown} <= wanted
    keys = {(price.role, week_key(price.week)): price for price in explanation.prices}
    for row in shown:
        for key in (key for key in row if key[0] == "w" and key[1:].isdigit()):
            price, sign = keys.get((row["role"], key)), row[key]
            assert (sign == "·") is (price is None) and (sign == 0) is (price is not None and price.bound is None)
            assert (sign == "–") is (price is not None and price.tier is None and price.bound is not None)
            assert sign in ("·", "–", 0) or (price is not None and price.tier == sign - 1)
    assert len(keys) == len(explanation.prices)
