"""A plan given back: what people type becomes wishes, what contradicts itself is refused by address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from edited import Edited, changed, edited, wishes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from inputs import DEMAND, read
from openpyxl import Workbook
from results import greedy_result
from tiny import tiny

from resopt.checker import check
from resopt.domain.grid import lay_out
from resopt.domain.records import Lock, Portfolio
from resopt.domain.wishes import Given, with_given
from resopt.errors import InputError
from resopt.plan import Plan
from resopt.result import Result
from resopt.tables.given import load_edits

ASSIGNMENTS = """
person,project,role,from,to,fte,lock,reason,approved_by
Ann,P1,Developer,2026-01-05,2026-01-11,1,hard,kick-off,Zoe
Ann,P1,Developer,2026-01-12,2026-01-18,1,,handover,
Bob,P1,Tester,2026-01-05,2026-01-11,0.3,,,
"""
W2, W3 = "2026-01-12", "2026-01-19"


@pytest.fixture(scope="module")
def portfolio() -> Portfolio:
    return read(assignments=ASSIGNMENTS)


@pytest.fixture(scope="module")
def result(portfolio: Portfolio) -> Result:
    """Ann on D1, Bob half on D2 in four weeks, Cid on D3 in the last three."""
    return greedy_result(portfolio)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, portfolio: Portfolio, result: Result) -> Path:
    return edited(tmp_path_factory.mktemp("written") / "plan.xlsx", portfolio, result)


@pytest.fixture
def handed(tmp_path: Path, portfolio: Portfolio, written: Path) -> Callable[..., Given]:
    def hand(change: Callable[[Edited], Any]) -> Given:
        return load_edits(changed(tmp_path / "plan.xlsx", written, change), portfolio)

    return hand


@pytest.fixture
def refused(tmp_path: Path, portfolio: Portfolio, written: Path) -> Callable[..., list[str]]:
    def refuse(change: Callable[[Edited], Any]) -> list[str]:
        path = changed(tmp_path / "plan.xlsx", written, change)
        with pytest.raises(InputError) as error:
            load_edits(path, portfolio)
        return [issue.text() for issue in error.value.issues]

    return refuse


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_plan_given_back_as_it_was_asks_for_nothing(
    tmp_path: Path, portfolio: Portfolio, result: Result, lang: str
) -> None:
    path = edited(tmp_path / "plan.xlsx", portfolio, result, lang=lang)
    back = load_edits(path, portfolio)
    assert back.plan == result.plan and len(back.run) == 10
    assert (back.wishes, back.starts, back.issues) == ((), (), ())


EDITS: list[tuple[str, Callable[[Edited], Any], set[tuple[Any, ...]]]] = [
    ("fte", lambda e: e.put("plan", f"E1|D1|{W2}", FTE=0.5), {("amount", "E1", "D1", 1, 500, "hard")}),
    ("percent", lambda e: e.put("plan", f"E1|D1|{W2}", FTE="50%"), {("amount", "E1", "D1", 1, 500, "hard")}),
    ("days", lambda e: e.put("plan", f"E1|D1|{W2}", Days=2), {("amount", "E1", "D1", 1, 400, "hard")}),
    (
        "fte and days that agree",  # 0.33 of five days is 1.65
        lambda e: e.put("plan", f"E1|D1|{W2}", FTE=0.33, Days=1.7),
        {("amount", "E1", "D1", 1, 340, "hard")},
    ),
    (
        "emptied fte, days",
        lambda e: e.put("plan", f"E1|D1|{W2}", FTE=None, Days=2),
        {("amount", "E1", "D1", 1, 400, "hard")},
    ),
    (
        "swap with days",
        lambda e: e.put("plan", f"E1|D1|{W2}", Person_ID="E3", Days=2),
        {("left", "E1", "D1", 1, 0, "hard"), ("swap", "E3", "D1", 1, 400, "hard")},
    ),
    (
        "copy with other days",  # FTE stands as it was copied
        lambda e: e.add(
            "plan", Person_ID="E3", Demand_ID="D1", Week=W2, FTE=1, Planned_FTE=1, Days=2, Key=f"E1|D1|{W2}"
        ),
        {("new", "E3", "D1", 1, 400, "hard")},
    ),
    ("nobody", lambda e: e.put("plan", f"E1|D1|{W2}", FTE=0), {("amount", "E1", "D1", 1, 0, "hard")}),
    ("soft", lambda e: e.put("plan", f"E2|D2|{W2}", FTE=0.9, Lock="soft"), {("amount", "E2", "D2", 1, 900, "soft")}),
    ("blank", lambda e: e.put("plan", f"E1|D1|{W2}", FTE=None), set()),
    ("lock", lambda e: e.put("plan", f"E1|D1|{W2}", Lock="x"), {("lock", "E1", "D1", 1, 1000, "hard")}),
    ("accept", lambda e: e.put("plan", f"E1|D1|{W2}", Decision="accept"), set()),
    ("reject", lambda e: e.put("plan", "E2|D2|2026-01-05", Decision="reject"), {("reject", "E2", "", 0, 300, "hard")}),
    ("reject new", lambda e: e.put("plan", f"E3|D3|{W2}", Decision="reject"), {("reject", "E3", "D3", 1, 0, "hard")}),
    (
        "swap",
        lambda e: e.put("plan", f"E1|D1|{W2}", Person_ID="E3"),
        {("left", "E1", "D1", 1, 0, "hard"), ("swap", "E3", "D1", 1, 1000, "hard")},
    ),
    (
        "new row",
        lambda e: e.add("plan", Person_ID="E3", Project_ID="P1", Role="Developer", Week=W3, FTE=0.2),
        {("new", "E3", "D1", 2, 200, "hard")},
    ),
    ("edit", lambda e: e.put("edit", "E1|D1", w2026_01_12=0.4), {("amount", "E1", "D1", 1, 400, "hard")}),
    ("edit blank", lambda e: e.put("edit", "E1|D1", w2026_01_12=None), set()),
    ("edit zero", lambda e: e.put("edit", "E3|D3", w2026_01_05=0), {("amount", "E3", "D3", 0, 0, "hard")}),
    (
        "edit lock",
        lambda e: e.put("edit", "E3|D3", Lock="hard", w2026_01_12=0.5),
        {("lock", "E3", "D3", 2, 1000, "hard"), ("lock", "E3", "D3", 3, 1000, "hard")}
        | {("amount", "E3", "D3", 1, 500, "hard")},
    ),
    (
        "edit swap",
        lambda e: e.put("edit", "E3|D3", Person_ID="E1", w2026_01_19=None, w2026_01_26=None),
        {("left", "E3", "D3", 1, 0, "hard"), ("swap", "E1", "D3", 1, 1000, "hard")},
    ),
    (
        "edit new",
        lambda e: e.add("edit", Person_ID="E3", Demand_ID="D1", w2026_01_05=0.2, Lock="soft"),
        {("new", "E3", "D1", 0, 200, "soft")},
    ),
    (
        "changes",  # Bob has 1.5 days on record in the first week, 2.5 days in the plan, and none on record later
        lambda e: e.put("changes", "E2|P1", Decision="reject"),
        {("reject", "E2", "", 0, 300, "hard"), *(("reject", "E2", "", w, 0, "hard") for w in (1, 2, 3))},
    ),
]


@pytest.mark.parametrize(("change", "expected"), [one[1:] for one in EDITS], ids=[one[0] for one in EDITS])
def test_what_is_typed_becomes_a_wish(
    handed: Callable[..., Given], change: Callable[[Edited], Any], expected: set[tuple[Any, ...]]
) -> None:
    assert wishes(handed(change)) == expected


def test_wishes_hold_place_reason_and_approver(handed: Callable[..., Given]) -> None:
    places: list[str] = []
    back = handed(
        lambda e: places.extend(e.put("plan", f"E1|D1|{W2}", FTE=0.5, Reason="exam", Approved_By="Zoe", Lock="soft"))
    )
    (wish,) = back.wishes
    assert (wish.sheet, wish.place, wish.reason, wish.approved_by, wish.was) == ("plan", places[0], "exam", "Zoe", 1000)
    assert [issue.text() for issue in back.issues] == [
        f"Plan!{places[3]}: A soft lock keeps days, it takes none away: more may be planned; clear Lock to ask for "
        "exactly this."
    ]


def test_a_lock_of_assignments_cannot_be_taken_out_here(handed: Callable[..., Given]) -> None:
    back = handed(lambda e: e.put("plan", "E1|D1|2026-01-05", Lock=None))
    assert not back.wishes and [i.code for i in back.issues] == ["given.lock_of_record"]


def test_reasons_without_a_change_are_noted(handed: Callable[..., Given]) -> None:
    back = handed(lambda e: e.put("plan", f"E3|D3|{W2}", Reason="as agreed"))
    assert not back.wishes and [i.code for i in back.issues] == ["given.noted"]


def test_deleted_rows_ask_for_nothing_and_are_named(handed: Callable[..., Given]) -> None:
    back = handed(lambda e: (e.delete("plan", f"E1|D1|{W2}"), e.delete("edit", "E2|D2")))
    assert not back.wishes and ("E1", "D1", 1) in back.plan.units()
    assert [i.text() for i in back.issues] == ["Plan: Rows that were deleted carry no wish (1): E1 D1 2026-01-12."]


def test_a_copied_row_is_a_new_one(handed: Callable[..., Given]) -> None:
    def copy(e: Edited) -> None:
        e.add("plan", Person_ID="E3", Demand_ID="D1", Week=W2, FTE=0.4, Key=f"E1|D1|{W2}")

    assert wishes(handed(copy)) == {("new", "E3", "D1", 1, 400, "hard")}


REFUSED: list[tuple[str, Callable[[Edited], Any], str]] = [
    ("key", lambda e: e.put("plan", f"E1|D1|{W2}", Key="E1|D9|x"), "The key 'E1|D9|x' is none"),
    ("edit key", lambda e: e.put("edit", "E1|D1", Key="?"), "The key '?' is none"),
    ("changes key", lambda e: e.put("changes", "E2|P1", Key="a|b", Decision="reject"), "The key 'a|b' is none"),
    ("key twice", lambda e: e.put("plan", f"E1|D1|{W3}", Key=f"E1|D1|{W2}", Week=W2), "The same key stands in"),
    ("line", lambda e: e.put("plan", f"E1|D1|{W2}", Demand_ID="D2"), "This row was written for D1, now it says D2"),
    ("week", lambda e: e.put("plan", f"E1|D1|{W2}", Week=W3), "This row was written for 2026-01-12"),
    ("project id", lambda e: e.put("plan", f"E1|D1|{W2}", Project_ID="P2"), "was written for P1, now it says P2"),
    ("project", lambda e: e.put("plan", f"E1|D1|{W2}", Project="Bolt"), "was written for P1, now it says Bolt"),
    ("role", lambda e: e.put("plan", f"E1|D1|{W2}", Role="Tester"), "written for Developer, now it says Tester"),
    ("name", lambda e: e.put("plan", f"E1|D1|{W2}", Name="Bob"), "to give the days to Bob, change the Person ID too"),
    ("edit project", lambda e: e.put("edit", "E1|D1", Project_ID="P2"), "was written for P1, now it says P2"),
    ("edit name", lambda e: e.put("edit", "E1|D1", Name="Bob"), "change the Person ID too"),
    (
        "fte and days",
        lambda e: e.put("plan", f"E1|D1|{W2}", FTE=0.4, Days=3),
        "makes 2 of 5 working days, Days says 3;",
    ),
    (
        "fte and days of a new row",
        lambda e: e.add("plan", Person_ID="E3", Demand_ID="D1", Week=W3, FTE=0.2, Days=5),
        "makes 1 of 5 working days, Days says 5;",
    ),
    (
        "fte and days of a swap",
        lambda e: e.put("plan", f"E1|D1|{W2}", Person_ID="E3", FTE=0.2, Days=3),
        "contradict each other",
    ),
    ("key of another row", lambda e: e.put("plan", f"E1|D1|{W2}", Key="E2|D2|2026-01-05"), f"speaks of 'E1|D1|{W2}'"),
    ("edit key of another row", lambda e: e.put("edit", "E2|D2", Key="E1|D1"), "speaks of 'E2|D2'"),
    (
        "new row, no line",
        lambda e: e.add("edit", Person_ID="E3", w2026_01_05=0.2),
        "Demand ID is missing, or Project ID",
    ),
    (
        "new row, no role",
        lambda e: e.add("edit", Person_ID="E3", Project_ID="P1", w2026_01_05=0.2),
        "It has D1 Developer, D2 Tester.",
    ),
    ("new row, nobody", lambda e: e.add("plan", Demand_ID="D1", Week=W2, FTE=0.2), "Person ID"),
    ("person", lambda e: e.put("plan", f"E1|D1|{W2}", Person_ID="E9"), "E9"),
    ("number", lambda e: e.put("plan", f"E1|D1|{W2}", FTE="much"), "much"),
    ("error", lambda e: e.put("edit", "E1|D1", w2026_01_12="#N/A"), "#N/A"),
    ("negative", lambda e: e.put("edit", "E1|D1", w2026_01_12=-1), "negative"),
    (
        "too much",
        lambda e: e.put("edit", "E1|D1", w2026_01_12=5),
        "5 FTE is more than one person can be (about 25",
    ),
    ("too much of a row", lambda e: e.put("plan", f"E1|D1|{W2}", FTE=5), "5 FTE is more than one person can be"),
    ("too many days", lambda e: e.put("plan", f"E1|D1|{W2}", Days=25), "25 days are more than one person has"),
    ("word", lambda e: e.put("plan", f"E1|D1|{W2}", Decision="perhaps"), "perhaps"),
]


@pytest.mark.parametrize(("change", "sentence"), [one[1:] for one in REFUSED], ids=[one[0] for one in REFUSED])
def test_cells_that_cannot_be_read_are_refused(
    refused: Callable[..., list[str]], change: Callable[[Edited], Any], sentence: str
) -> None:
    (told,) = refused(change)
    assert sentence in told and "!" in told.split(":")[0]


def both(one: Callable[[Edited], list[str]], other: Callable[[Edited], list[str]]) -> Callable[[Edited], Any]:
    def change(e: Edited) -> None:
        PLACES[:] = [one(e)[0], other(e)[0]]

    return change


def test_keys_exchanged_between_rows_are_refused(refused: Callable[..., list[str]]) -> None:
    def exchange(e: Edited) -> None:
        rows = e.rows("plan")
        one, other = f"E1|D1|{W2}", "E2|D2|2026-01-05"
        e.put("plan", rows[one], Key=other)
        e.put("plan", rows[other], Key=one)

    told = refused(exchange)
    assert len(told) == 2 and all("This row was written for" in text for text in told)


def test_a_new_row_without_amount_is_told(handed: Callable[..., Given]) -> None:
    back = handed(lambda e: (e.add("plan", Person_ID="E3", Demand_ID="D1", Week=W3), e.add("edit", Person_ID="E3")))
    assert not back.wishes and [issue.code for issue in back.issues] == ["given.row_empty"] * 2


PLACES: list[str] = []
BOB = "E2|D2|2026-01-05"
CONTRADICTIONS: list[tuple[str, Callable[[Edited], Any], str]] = [
    (
        "plan and edit",
        both(lambda e: e.put("plan", f"E1|D1|{W2}", FTE=0.5), lambda e: e.put("edit", "E1|D1", w2026_01_12=0.5)),
        "was changed here and in",
    ),
    (
        "decisions",
        both(lambda e: e.put("plan", BOB, Decision="accept"), lambda e: e.put("changes", "E2|P1", Decision="reject")),
        "This decision contradicts the one in",
    ),
    (
        "reject and amount",
        both(lambda e: e.put("plan", BOB, FTE=0.1), lambda e: e.put("changes", "E2|P1", Decision="reject")),
        "rejects the change and asks for the days before",
    ),
    (
        "swap onto a row",
        both(
            lambda e: e.put("plan", f"E1|D1|{W2}", Person_ID="E3"),
            lambda e: [
                e.cell("plan", e.add("plan", Person_ID="E3", Demand_ID="D1", Week=W2, FTE=0.1), "FTE").coordinate
            ],
        ),
        "speaks of the same person, line and week",
    ),
]


@pytest.mark.parametrize(("change", "sentence"), [o[1:] for o in CONTRADICTIONS], ids=[o[0] for o in CONTRADICTIONS])
def test_contradictions_are_refused_by_both_addresses(
    refused: Callable[..., list[str]], change: Callable[[Edited], Any], sentence: str
) -> None:
    (told,) = refused(change)
    assert sentence in told and all(f"!{place}" in told for place in PLACES)


def rewrite_hidden(e: Edited, kind: str, value: Any) -> None:
    for cells in e.book["_resopt"].iter_rows():
        if cells[0].value == kind:
            cells[1].value = value


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda e: e.book.remove(e.book["_resopt"]), "its hidden sheet _resopt is gone"),
        (lambda e: rewrite_hidden(e, "schema", 1), "_resopt!B1: The plan was written by an older version"),
        (lambda e: rewrite_hidden(e, "schema", 99), "_resopt!B1: The plan was written by a newer version"),
        (lambda e: rewrite_hidden(e, "first_week", "soon"), "The hidden sheet was changed"),
        (lambda e: e.put("plan", e.columns("plan")[0], Key="Clef"), "No row among the first 20 has the headers"),
    ],
)
def test_workbooks_that_cannot_be_given_back(
    refused: Callable[..., list[str]], change: Callable[[Edited], Any], sentence: str
) -> None:
    assert sentence in refused(change)[0]


def test_a_workbook_of_somebody_else_is_refused(tmp_path: Path, portfolio: Portfolio) -> None:
    book = Workbook()
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(InputError, match="no plan that resopt wrote"):
        load_edits(tmp_path / "other.xlsx", portfolio)


@pytest.mark.parametrize("options", [{"mask": True}, {"audience": "department:R&D"}])
def test_a_file_for_somebody_cannot_be_given_back(
    tmp_path: Path, portfolio: Portfolio, result: Result, options: dict[str, Any]
) -> None:
    with pytest.raises(InputError, match="give back the whole plan"):
        load_edits(edited(tmp_path / "plan.xlsx", portfolio, result, **options), portfolio)


def test_an_input_that_has_changed(tmp_path: Path, portfolio: Portfolio, result: Result) -> None:
    def change(e: Edited) -> None:
        e.put("plan", f"E3|D3|{W2}", FTE=0.5)
        e.put("plan", f"E2|D2|{W2}", FTE=0.1)

    path = edited(tmp_path / "plan.xlsx", portfolio, result, change)
    later = read(demand=DEMAND.replace("D3,P2", "D4,P2"), settings="setting,value\nStart,2026-01-12\nWeeks,3")
    back = load_edits(path, replace(later, sha256="ab"))
    assert wishes(back) == {("amount", "E2", "D2", 0, 100, "hard")}
    assert ("E1", "D1", 0) in back.plan.units() and max(a.week for a in back.plan.assignments) == 2
    assert [i.code for i in back.issues] == ["given.input_changed", "given.rows_gone", "given.line_gone"]


def test_wishes_become_locks_in_place_of_those_of_assignments(
    handed: Callable[..., Given], portfolio: Portfolio
) -> None:
    back = handed(
        lambda e: (e.put("plan", "E1|D1|2026-01-05", FTE=0.5), e.put("plan", f"E2|D2|{W2}", FTE=0.4, Lock="soft"))
    )
    after = with_given(portfolio, back)
    grid, before = lay_out(after), lay_out(portfolio)
    assert [(f.person_id, f.week, f.units) for f in grid.pins] == [("E1", 0, 500)]
    assert list(grid.soft.items()) == [(("E2", ("D2",), 1), 400)]
    assert grid.record == before.record and grid.before[("E1", "P1", 3)] == 1000
    assert after.baseline == back.plan


def test_wishes_in_force_come_back_until_they_are_withdrawn(
    tmp_path: Path, portfolio: Portfolio, result: Result
) -> None:
    def change(e: Edited) -> None:
        e.put("plan", f"E1|D1|{W2}", FTE=0.5, Reason="exam")
        e.put("plan", f"E2|D2|{W2}", FTE=0)
        e.put("changes", "E3|P2", Decision="reject")

    first = load_edits(edited(tmp_path / "1.xlsx", portfolio, result, change), portfolio)
    units = {key: units for key, units in result.plan.units().items() if key[0] != "E3" and key != ("E2", "D2", 1)}
    kept = greedy_result(with_given(portfolio, first), Plan.of(units | {("E1", "D1", 1): 500}))
    second = edited(tmp_path / "2.xlsx", with_given(portfolio, first), kept, given=first)
    back = load_edits(second, portfolio)
    assert wishes(back) == {("standing", *wish[1:]) for wish in wishes(first)} and len(back.wishes) == 5
    assert back.plan == kept.plan and not back.issues
    assert {w.reason for w in back.wishes if w.person_id == "E1"} == {"exam"}

    def withdraw(e: Edited) -> None:
        e.put("plan", f"E1|D1|{W2}", Lock=None)
        e.delete("plan", f"E2|D2|{W2}")
        e.put("edit", "E3|D3", Lock=None)

    third = edited(tmp_path / "3.xlsx", with_given(portfolio, first), kept, withdraw, given=first)
    again = load_edits(third, portfolio)
    assert not again.wishes and [i.code for i in again.issues] == ["given.rows_deleted"]


def test_what_was_not_kept_is_not_in_force(tmp_path: Path, portfolio: Portfolio, result: Result) -> None:
    path = edited(tmp_path / "1.xlsx", portfolio, result, lambda e: e.put("plan", f"E1|D1|{W2}", FTE=2))
    first = load_edits(path, portfolio)
    assert [w.units for w in first.wishes] == [2000] and first.wishes[0].lock is Lock.HARD
    after = with_given(portfolio, first)
    again = greedy_result(after, result.plan)
    assert [f.units for f in again.set_aside] == [2000]
    assert not load_edits(edited(tmp_path / "2.xlsx", after, again, given=first), portfolio).wishes


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_order_of_rows_does_not_count(
    data: st.DataObject, tmp_path: Path, portfolio: Portfolio, result: Result
) -> None:
    def change(e: Edited) -> None:
        e.put("plan", f"E1|D1|{W2}", FTE=0.5)
        e.put("edit", "E2|D2", w2026_01_19=0.1, Lock="soft")
        for key in ("plan", "edit", "changes"):
            sheet, rows = e.sheet(key), sorted(e.rows(key).values())
            values = {row: [cell.value for cell in sheet[row]] for row in rows}
            for row, other in zip(rows, data.draw(st.permutations(rows)), strict=True):
                for cell, value in zip(sheet[row], values[other], strict=True):
                    cell.value = value

    back = load_edits(edited(tmp_path / "plan.xlsx", portfolio, result, change), portfolio)
    assert back.plan == result.plan
    assert wishes(back) >= {("amount", "E1", "D1", 1, 500, "hard"), ("amount", "E2", "D2", 2, 100, "soft")}
    assert len(back.wishes) == 5


@pytest.mark.parametrize("seed", range(0, 40, 4))
def test_any_plan_given_back_as_it_was_is_accepted_as_it_was(seed: int, tmp_path: Path) -> None:
    subject = tiny(seed)
    made = greedy_result(subject)
    back = load_edits(edited(tmp_path / "plan.xlsx", subject, made), subject)
    assert (back.plan, back.wishes, back.starts, back.issues) == (made.plan, (), (), ())
    report = check(with_given(subject, back), made.plan)
    assert report.score.change == 0 and report.violations == () and report.set_aside == made.set_aside
