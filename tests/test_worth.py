"""What locks, must-haves and only holders are worth, and what it takes to staff a project: each as re-solved."""

from __future__ import annotations

import re
from dataclasses import replace
from time import monotonic

import pytest
from books import WHEN
from builders import WEEK, booking, line, person, plan, portfolio, project
from results import greedy_result
from test_explain import outcome

import resopt as ro
from resopt.cli.show import worth_lines
from resopt.domain.changes import Hire, Leave, Lift, Priority, Unlock, apply
from resopt.domain.records import Portfolio
from resopt.excel.contents import Paragraph, Table
from resopt.explain.base import Base
from resopt.explain.remedies import remedies
from resopt.explain.remedy_text import staffing_lines, worth_days, worth_text
from resopt.messages import say
from resopt.plan import Plan
from resopt.report.workbook import content
from resopt.result import Explanation, Worth


def scarce() -> tuple[Portfolio, Plan]:
    """Return a lock on a low project, a must-have below, and B, the only QA."""
    made = portfolio(
        [person("A", cost_per_day=100), person("C"), person("B", "QA")],
        [project("P1", 1, name="Atlas"), project("P2", 2), project("P3", 3, must_have=True)],
        [line("L1", "P1", fte=3), line("L2", "P2"), line("L3", "P3"), line("L4", "P1", "QA")],
        bookings=[booking("A", "P2", {0: 1}, lock="hard")],
    )
    return made, plan({("A", "L2", 0): WEEK, ("C", "L3", 0): WEEK, ("B", "L4", 0): WEEK})


@pytest.fixture(scope="module")
def explanation() -> Explanation:
    made, given = scarce()
    return ro.explain(made, given, proved=True, time_limit=60, workers=1, project="P1")


def worth(explanation: Explanation, kind: str) -> Worth:
    (found,) = (one for one in explanation.worths if one.kind == kind)
    return found


def test_each_is_worth_what_an_independent_solve_without_it_says(explanation: Explanation) -> None:
    made, given = scarce()
    assert explanation.untried == 0
    base = ro.score(made, given)
    for one in explanation.worths:
        again = ro.solve(apply(made, one.without.changes), ro.Options(rounds=1, workers=1))
        met = tuple(new.all - old.all for new, old in zip(again.score.tiers, base.tiers, strict=True))
        assert one.without.gains == met
    kinds = {one.kind: type(one.without.changes[0]) for one in explanation.worths}
    assert kinds == {"lock": Unlock, "must_have": Lift, "holder": Leave}
    assert worth(explanation, "lock").without.projects == (("P1", WEEK), ("P2", -WEEK))
    assert worth(explanation, "must_have").without.projects == (("P1", WEEK), ("P3", -WEEK))
    assert worth(explanation, "holder").without.projects == (("P1", -WEEK),)


def test_an_only_holder_is_called_by_what_they_hold(explanation: Explanation) -> None:
    made, _ = scarce()
    one = worth(explanation, "holder")
    assert worth_text(made, one, "en") == "The only holder of QA is not there"
    assert (worth_text(made, one, "zh"), worth_days(made, one, "zh")) == ("QA的唯一人选缺席", "−5 人天")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_head_says_days_where_the_file_counts_fte(explanation: Explanation, lang: str) -> None:
    made, given = scarce()
    made = replace(made, settings=replace(made.settings, report_unit="FTE"))
    result = replace(greedy_result(made), plan=given, explanation=explanation)
    pages = [page for page in content(made, result, lang, WHEN).pages if page.key != "plan"]
    tables = [block for page in pages for block in page.blocks if isinstance(block, Table)]
    assert any(table.name == "worths" for table in tables)
    heads = [(table.name, str(column.title)) for table in tables for column in table.columns]
    assert [head for head in heads if re.search(r"\bdays?\b|人天", head[1], re.I)] == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_time_that_was_over_before_the_first_is_said(lang: str) -> None:
    made, given = scarce()
    found = remedies(Base(made, given, True), ro.explain(made, given, time_limit=1).conflicts, monotonic() - 1, 1)
    assert (found.worths, found.untried) == ((), 3)
    told = say("worth.none", lang, count=3)
    result = replace(greedy_result(made), plan=given, explanation=Explanation((), untried=3))
    page = next(page for page in content(made, result, lang, WHEN).pages if page.key == "remedies")
    assert told in [block.text for block in page.blocks if isinstance(block, Paragraph)]
    assert worth_lines(made, Explanation((), untried=3), lang) == ["", told]


def test_what_only_holders_carry_is_told_where_nothing_is_missing() -> None:
    made = portfolio([person("A")], [project("P1")], [line("L1", "P1")])
    (one,) = ro.explain(made, plan({("A", "L1", 0): WEEK}), proved=True, time_limit=20, workers=1).worths
    assert (one.kind, one.without.projects) == ("holder", (("P1", -WEEK),))


def test_staffing_a_project_takes_so_many_hires_or_displaces_others(explanation: Explanation) -> None:
    made, given = scarce()
    found = explanation.staffing
    assert found is not None and found.wanted == 4 * WEEK
    (remedy, met) = found.options[-1]
    assert met == 4 * WEEK and sum(c.count for c in remedy.changes if isinstance(c, Hire)) == 3
    assert remedy.cost == 100 * 15
    told = staffing_lines(made, found, "en")[-1]
    assert told.startswith("With this Atlas gets all 20 days: Hire one Dev") and "costs 1,500" in told
    result = ro.Result(**{**vars(outcome(made, given)), "explanation": explanation})
    assert result.why("P1", "zh")[-1].startswith("采取以下变更，Atlas可得全部 20 人天")


def test_the_highest_priority_is_tried_and_says_whom_it_displaces() -> None:
    made = portfolio([person("A")], [project("P1", 1), project("P2", 2)], [line("L1", "P1"), line("L2", "P2")])
    given = plan({("A", "L1", 0): WEEK})
    found = ro.explain(made, given, proved=True, time_limit=20, workers=1, project="P2").staffing
    assert found is not None
    kinds = [{type(change) for change in remedy.changes} for remedy, _ in found.options]
    assert {Priority} in kinds and {Hire} in kinds
    assert all(met == WEEK for (_, met), kind in zip(found.options, kinds, strict=True) if Hire in kind)
    assert ro.explain(made, given, proved=True, time_limit=5, workers=1, project="P1").staffing is None
