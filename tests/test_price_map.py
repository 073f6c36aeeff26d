"""The map of prices on sheet Remedies: role x week, each cell told as what it is, totals that add up."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from time import monotonic

import pytest
from builders import line, person, plan, portfolio, project
from results import greedy_result
from tiny import tiny

from resopt.checker import check
from resopt.domain.records import Portfolio
from resopt.excel.contents import Block, Cell, Legend, Paragraph, Table
from resopt.explain.prices import Reach, prices
from resopt.messages import say
from resopt.report.figures import compute
from resopt.report.price_map import ACROSS, PriceMap, price_map
from resopt.report.wording import Words
from resopt.result import Explanation, Price

SEEDS = range(40) if os.environ.get("RESOPT_THOROUGH") else range(3)
KNOWN = (
    Price("Dev", 0, 0, 0),
    Price("Dev", 1, 1, 0),
    Price("Dev", 2, None, 0),
    Price("Dev", 3, None, None),
    Price("QA", 0, 2, 2),
)


def made(weeks: int = 5, **settings: object) -> Portfolio:
    """Return a portfolio in which Dev is wanted in all weeks, QA in the first and the last."""
    lines = [
        line("L1", "P1", weeks=weeks, fte=3),
        line("L2", "P2", "QA", by_week=[1, *[0] * (weeks - 2), 1]),
        line("L3", "P3", "", weeks=weeks, person_id="A"),  # asks for a person, not for a role
    ]
    projects = [project(f"P{n}", n, priority=str(n)) for n in (1, 2, 3)]
    return portfolio([person("A"), person("B", "QA")], projects, lines, weeks=weeks, settings=settings)


def drawn(subject: Portfolio, prices: tuple[Price, ...], unpriced: int = 0, lang: str = "en") -> tuple[Block, ...]:
    figures = compute(subject, greedy_result(subject, plan({})))
    return price_map(figures, Words(subject, lang), Explanation((), prices=prices, unpriced=unpriced))


def tables(blocks: tuple[Block, ...]) -> list[Table]:
    return [block for block in blocks if isinstance(block, Table)]


def look(cell: Cell) -> tuple[object, str, str]:
    return cell.value, cell.style.form, cell.style.tone


def test_every_role_and_week_is_told_as_what_it_is() -> None:
    (table,) = tables(drawn(made(), KNOWN, 2))
    dev, qa, total = table.rows
    assert [cell.value for cell in dev.cells[:3]] == ["Dev", "committed 1", 2]
    assert [look(cell) for cell in dev.cells[3:]] == [
        (1, "place", "gap_strong"),
        (2, "place_open", "gap_light"),  # a higher tier is not excluded
        ("–", "text", "gap_none"),
        (0, "whole", "met"),
        ("?", "text", "done"),
    ]
    assert [cell.value for cell in qa.cells] == ["QA", "committed 3", 1, 3, "·", "·", "·", "?"]
    assert [cell.value for cell in total.cells[2:]] == [3, 2, 1, 0, 0, 0]
    assert dev.cells[2].formula == 'COUNTIF({w00..w04},">0")' and total.cells[3].formula == 'COUNTIF({w00:above},">0")'


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_legend_holds_what_stands_in_the_map_and_sentences_count_it(lang: str) -> None:
    blocks = drawn(made(), KNOWN, 2, lang)
    (legend,) = (block for block in blocks if isinstance(block, Legend))
    cells = [cell for row in tables(blocks)[0].rows[:-1] for cell in row.cells[3:]]
    assert {tone for tone, _ in legend.items} == {cell.style.tone for cell in cells} - {"free"} | {"gap_faint"}
    told = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert say("report.remedies.prices.exact", lang, exact=2, shown=3) in told
    assert say("price.untried", lang, count=2) in told
    assert all(name in told[2] for name in ("committed 1", "committed 3") if lang == "en")


def test_time_that_was_over_before_the_first_is_said_and_draws_no_map() -> None:
    told = drawn(made(), (), 7)
    assert told == (Paragraph(say("price.none", count=7), "warning"),)


def test_a_map_of_question_marks_is_a_sentence() -> None:
    none = tuple(one for one in KNOWN if one.tier is None)
    told = drawn(made(), none, 5)
    assert told == (Paragraph(say("price.few", tried=2, all=7), "warning"),)
    assert tables(drawn(made(), KNOWN, 5)) and tables(drawn(made(), none, 2))
    assert drawn(made(), (), 0) == ()  # the weighted policy has no tiers to tell of


def test_a_long_horizon_is_drawn_a_quarter_at_a_time_from_the_first_open_week_on() -> None:
    subject = made(ACROSS + 4, as_of=date(2026, 1, 12))
    prices = tuple(Price("Dev", w, 0, 0) for w in range(1, ACROSS + 4))
    first, second = tables(drawn(subject, prices, 1))
    assert [len(table.columns) - 3 for table in (first, second)] == [ACROSS, 3]
    assert [table.rows[0].cells[2].value for table in (first, second)] == [ACROSS, 3]
    assert [row.cells[0].value for row in first.rows[:-1]] == ["Dev"]  # QA is wanted in a past and in the last week
    assert [row.cells[0].value for row in second.rows[:-1]] == ["Dev", "QA"]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_cell_contradicts_what_other_sheets_say_of_its_tier(seed: int) -> None:
    """What has a number is short in the plan; what is proved to help nobody lacks nothing in that week."""
    subject = tiny(seed)
    subject = replace(subject, policy=replace(subject.policy, kind="strict"))
    result = greedy_result(subject)
    found, left = prices(subject, result.plan, monotonic() + 60, 1)
    explanation = Explanation((), prices=found, unpriced=left)
    figures = compute(subject, replace(result, explanation=explanation))
    chart = PriceMap(figures, explanation)
    if check(subject, result.plan).violations:
        return
    assert chart.wanted == set(Reach(subject, result.plan).places())
    assert len(chart.wanted) == len(explanation.prices) + explanation.unpriced
    for (role, week), price in chart.price.items():
        if price.tier is not None:
            projects = subject.tiers[price.tier].project_ids
            assert any(sum(figures.gap_of(figures.lines_of(p))) for p in projects)
        if price.bound is None:
            own = [
                x for x in figures.lines.values() if x.role == role and x.person_id is None and x.id in figures.wanted
            ]
            assert not figures.gap_of(own)[week]
