"""Sheet Departments: where days go, who works for whom, and advice whose numbers follow from the plan."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from books import WHEN, near, opened, said, sheet_of, table, varied
from builders import absent, day, line, person, portfolio, project, role
from results import greedy_result

from resopt.domain.records import Portfolio
from resopt.plan import Plan
from resopt.report.advice import advice
from resopt.report.figures import compute
from resopt.report.output import outputs
from resopt.report.wording import Words
from resopt.report.workbook import save

WEEK = 1000


def two_departments() -> Portfolio:
    """IT has Ann (half of her runs the business) and Bo, who is away in week 1; Lab owns P2 and has nobody."""
    return portfolio(
        [person("A", department="IT", bau=0.5), person("B", department="IT", cost_per_day=900)],
        [project("P1", 1, department="IT"), project("P2", 2, department="Lab"), project("P3", 3)],
        [line("L1", "P1", weeks=2, fte=2), line("L2", "P2", weeks=2), line("L3", "P3", weeks=2)],
        step=100,
        absences=[absent("B", day(1), day(1, 6))],
        roles=[role("Dev", cost_per_day=500)],
    )


def test_days_are_split_to_where_they_go() -> None:
    one = two_departments()
    plan = Plan.of({("A", "L1", 0): 500, ("A", "L3", 1): 400, ("B", "L2", 0): WEEK})
    it, lab, none = outputs(compute(one, greedy_result(one, plan)))
    assert (it.name, lab.name, none.name) == ("IT", "Lab", "")
    assert (it.contract, it.away, it.bau, it.available) == (4000, 1000, 1000, 2000)
    assert (it.planned, it.own, it.lent_days, it.unowned, it.free_days) == (1900, 500, 1000, 400, 100)
    assert it.cost == 900 * 5 + 500 * 4.5
    assert (lab.people, lab.wanted, lab.met, lab.borrowed) == (0, 2000, 1000, 1000)
    assert (none.wanted, none.met, none.borrowed) == (2000, 400, 0)


def test_advice_counts_its_own_numbers() -> None:
    one = two_departments()
    plan = Plan.of({("A", "L1", 0): 500, ("B", "L2", 0): WEEK})
    figures = compute(one, greedy_result(one, plan))
    told = [(a.department, a.units, a.sentence) for a in advice(figures, Words(one, "en"), outputs(figures))]
    free = (
        "2.5 days of people with that main role are free in the same weeks: sheet Conflicts says what keeps them apart."
    )
    # L1 lacks 7.5 days in week 0 and 10 in week 1, in which Ann has 2.5 left
    assert told == [
        ("IT", 3500, f"Own projects lack 17.5 days of Dev (up to 2 FTE in one week) while {free}"),
        ("IT", 1000, "5 days of Dev are lent, 5 days of them in weeks in which own projects lack that role: confirm "
         "that the priorities mean it."),
        ("IT", 1000, "Run-the-business work takes 5 days; 5 days of it are in roles and weeks that own projects lack: "
         "see what can wait."),
        ("Lab", 1000, f"Own projects lack 5 days of Dev (up to 1 FTE in one week) while {free}"),
        ("", 2000, f"Own projects lack 10 days of Dev (up to 1 FTE in one week) while {free}"),
    ]  # fmt: skip


@pytest.mark.parametrize(("load", "words"), [(600, "75% of"), (1000, "above the target of 95%")])
def test_load_is_held_against_the_target(load: int, words: str) -> None:
    one = portfolio([person("A", department="IT")], [project("P1")], [line("L1", "P1", weeks=8)], weeks=8)
    plan = Plan.of({("A", "L1", w): load for w in range(8)})
    figures = compute(one, greedy_result(one, plan))
    told = [a for a in advice(figures, Words(one, "en"), outputs(figures)) if a.sentence.startswith("Load")]
    if load == 1000:
        assert [a.units for a in told] == [400] and words in told[0].sentence
    else:
        assert [a.units for a in told] == [1200] and "below the target of 75%: 6 days more" in told[0].sentence


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_lent_is_borrowed_and_rows_add_up(lang: str, tmp_path: Path) -> None:
    one = replace(varied(), projects=tuple(replace(p, department=p.department or "质量部") for p in varied().projects))
    save(tmp_path / "d.xlsx", one, greedy_result(one), lang=lang, created=WHEN)
    book = (opened(tmp_path / "d.xlsx"), lang)
    rows: list[dict[str, Any]] = table(sheet_of(book, "departments"), "部门" if lang == "zh" else "Department")
    name = {
        key: said(book, f"departments.column.{key}") for key in ("contract", "away", "bau", "own", "lent", "unowned")
    }
    planned, available, borrowed = (
        said(book, "column.planned"),
        said(book, "column.available"),
        "departments.column.borrowed",
    )
    assert len(rows) == 4
    for row in rows:
        assert row[name["contract"]] == near(row[name["away"]] + row[name["bau"]] + row[available])
        assert row[planned] == near(row[name["own"]] + row[name["lent"]] + row[name["unowned"]])
        wanted, met, gap = (row[said(book, f"column.{k}")] for k in ("wanted", "met", "gap"))
        assert wanted == near(met + gap)
    assert rows[-1][name["lent"]] == near(rows[-1][said(book, borrowed)]) != near(0)
    assert rows[-1][planned] == near(greedy_result(one).plan.total() / 200)
    flows = table(sheet_of(book, "departments"), said(book, "departments.column.from"))
    for row in flows:
        numbers = [v for v in row.values() if isinstance(v, (int, float))]
        assert numbers[0] == near(sum(numbers[1:]))
    assert flows[-1][said(book, "column.total")] == near(rows[-1][planned])
