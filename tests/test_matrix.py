"""Sheet Matrix: seats and who sits on them, joiners and leavers, handovers, seats of the Team Template."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from books import WHEN, near, opened, said, sheet_of, table, varied
from builders import booking, line, person, portfolio, project
from results import greedy_result

from resopt.checker import prepare
from resopt.checker.ground import Ground
from resopt.checker.levels import handovers_of
from resopt.checker.view import View
from resopt.domain.records import Portfolio, Seat
from resopt.plan import Plan
from resopt.report.figures import compute
from resopt.report.seats import Team, teams
from resopt.report.workbook import save

WEEK = 1000


def team_of(one: Portfolio, plan: Plan) -> Team:
    (found,) = teams(compute(one, greedy_result(one, plan)))
    return found


def crew() -> Portfolio:
    """P1 wants one developer for four weeks and up to three testers; Ann is on record, Cid was on no certain line."""
    return portfolio(
        [person("A", name="Ann"), person("B", name="Bo"), person("C", name="Cid"), person("T", "Test", name="Tim")],
        [project("P1", type="System")],
        [line("L1", "P1", weeks=4, core=True), line("L2", "P1", "Test", weeks=4, fte=2, max_people=3)],
        weeks=4,
        bookings=[booking("A", "P1", {0: 1}, role="Dev"), booking("C", "P1", {0: "0.5"})],
    )


def test_a_line_is_one_seat_and_max_people_are_as_many() -> None:
    one = crew()
    plan = Plan.of({("A", "L1", w): WEEK for w in range(4)} | {("T", "L2", 0): WEEK})
    seats = team_of(one, plan).seats
    assert [(s.line.id, s.number, s.of, s.people, s.state) for s in seats] == [
        ("L1", 1, 1, ("A",), "filled"),
        ("L2", 1, 3, ("T",), "filled"),
        ("L2", 2, 3, (), "empty"),
        ("L2", 3, 3, (), "empty"),
    ]


def test_places_left_over_are_not_empty_and_full_ones_may_lack_days() -> None:
    one = crew()
    full = replace(one, lines=tuple(replace(x, segments=line("x", "P1", weeks=4).segments) for x in one.lines))
    plan = Plan.of({("T", "L2", w): WEEK for w in range(4)} | {("A", "L1", 0): 500})
    assert [s.state for s in team_of(full, plan).seats] == ["partly", "filled", "unneeded", "unneeded"]


def test_joiners_and_leavers_are_told_from_the_plan_of_record() -> None:
    plan = Plan.of({("B", "L1", w): WEEK for w in range(4)})
    team = team_of(crew(), plan)
    assert team.joined == ("B",) and team.left == ("A", "C")
    assert team.seats[0].joined == ("B",) and team.seats[0].left == ("A",)  # the role of Ann's row binds L1 alone
    assert team.left_elsewhere == ("C",)


def test_handovers_are_those_that_level_3_counts() -> None:
    one = crew()
    plan = Plan.of({("A", "L1", 0): WEEK, ("B", "L1", 1): WEEK, ("A", "L1", 2): 500, ("B", "L1", 2): 500})
    team = team_of(one, plan)
    found = team.seats[0].handovers
    assert [(h.week, h.leavers, h.takers) for h in found] == [(1, ("A",), ("B",)), (3, ("A", "B"), ())]
    ground = Ground(one)
    assert sum(len(h.leavers) for h in found) == handovers_of(ground, View(ground, plan))
    assert prepare(one).check(plan).violations == ()


@pytest.mark.parametrize("name", ["varied", "crew"])
def test_handovers_of_a_whole_plan_are_counted_alike(name: str) -> None:
    one = varied() if name == "varied" else crew()
    result = greedy_result(one)
    ground = Ground(one)
    told = sum(len(h.leavers) for t in teams(compute(one, result)) for s in t.seats for h in s.handovers)
    assert told == handovers_of(ground, View(ground, result.plan))


def test_template_seats_that_nobody_asked_for_are_listed() -> None:
    seats = (Seat("System", "Dev", True, None), Seat("System", "Architect", True, None), Seat("Data", "Test"))
    one = replace(
        crew(), seats=(*seats, replace(seats[0], role="Test", min_fte=line("x", "P1", fte=3).segments[0].amount))
    )
    assert [(m.role, m.core, m.asked) for m in team_of(one, Plan()).missing] == [
        ("Architect", True, 0.0),
        ("Test", True, 2.0),
    ]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_sheet_adds_up(lang: str, tmp_path: Path) -> None:
    one = replace(varied(), seats=(Seat("系统", "架构", True, None),))
    one = replace(one, projects=tuple(replace(p, type="系统") for p in one.projects))
    result = greedy_result(one)
    save(tmp_path / "m.xlsx", one, result, lang=lang, created=WHEN)
    book, figures = (opened(tmp_path / "m.xlsx"), lang), compute(one, result)
    rows = [r for r in every_seat(book) if r[said(book, "column.wanted")] is not None]
    wanted, met, gap = (said(book, f"column.{k}") for k in ("wanted", "met", "gap"))
    assert all(r[wanted] == near(r[met] + r[gap]) for r in rows)
    assert rows[-1][wanted] == near(figures.total_wanted / 200) == near(sum(r[wanted] for r in rows[:-1]))
    grid = table(sheet_of(book, "matrix"), "项目编号" if lang == "zh" else "Project ID")
    for key in ("matrix.column.seats", "matrix.column.filled"):
        assert grid[-1][said(book, key)] == sum(r[said(book, key)] for r in grid[:-1])
    assert [r["架构"] for r in grid] == ["△", "1/1", "△", "1/1"]


def every_seat(book: tuple[object, str]) -> list[dict[str, object]]:
    """Return the rows of the second table of the sheet."""
    sheet = sheet_of(book, "matrix")  # type: ignore[arg-type]
    state = said(book, "matrix.column.state")  # type: ignore[arg-type]
    top = next(c.row for row in sheet.iter_rows() for c in row if c.value == state)
    heads = [c.value for c in sheet[top]]
    rows = sheet.iter_rows(min_row=top + 1, values_only=True)
    found = [dict(zip(heads, row, strict=True)) for row in rows]
    return [{str(k): v for k, v in row.items() if k} for row in found]
