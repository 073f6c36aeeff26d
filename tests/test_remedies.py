"""Remedies: each gain is that of an independent solve, dominated ones are left out, nothing unverified is handed on."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from time import monotonic
from typing import Any

import pytest
from builders import DAY, WEEK, booking, line, person, plan, portfolio, project, rule

import resopt as ro
from resopt.checker import check
from resopt.cli.show import remedy_lines
from resopt.domain.changes import Hire, Lift, Priority, Unlock, Waive, apply
from resopt.domain.records import Portfolio, Skill
from resopt.engine.pool import Pool
from resopt.engine.resolve import Again, solve_again
from resopt.explain.base import Base
from resopt.explain.candidates import Candidates
from resopt.explain.conflicts import explain
from resopt.explain.guarded import met_by_line
from resopt.explain.remedies import Judge, _all_tried, _fewer, dominates, remedies, varied
from resopt.explain.remedy_text import change_text, gain_text, gains_text, loses_text
from resopt.explain.standing import Standing
from resopt.explain.whole import reasoned
from resopt.plan import Plan
from resopt.report.decisions import is_bargain
from resopt.result import Remedy


def scarce() -> tuple[Portfolio, Plan]:
    """Return two projects that want more than A and B have: a lock, a forbid and Max People stand in the way."""
    made = portfolio(
        [person("A", cost_per_day=100), person("B", cost_per_day=200), person("C", "QA")],
        [project("P1", 1), project("P2", 2), project("P3", 3)],
        [
            line("L1", "P1", weeks=2, fte=2, max_people=1),
            line("L2", "P2", weeks=2, fte=4),
            line("L3", "P3", "QA", weeks=2),
        ],
        weeks=2,
        step=DAY,
        rules=[rule("forbid", "C", "P3")],
        bookings=[booking("B", "P2", {0: 1}, lock="hard")],
    )
    units = {("A", "L1", 0): WEEK, ("A", "L1", 1): WEEK, ("B", "L2", 0): WEEK, ("B", "L2", 1): WEEK}
    return made, plan(units)


def found(made: Portfolio, given: Plan, seconds: float) -> ro.Explanation:
    return ro.explain(made, given, proved=True, time_limit=seconds, workers=1)


def test_every_gain_is_that_of_an_independent_solve() -> None:
    made, given = scarce()
    explanation = found(made, given, 60)
    assert explanation.remedies
    base = check(made, given).score
    kinds = {type(change) for remedy in explanation.remedies for change in remedy.changes}
    assert {Hire, Waive} <= kinds
    for remedy in explanation.remedies:
        changed = apply(made, remedy.changes)
        assert not check(changed, remedy.plan).violations
        again = ro.solve(changed, ro.Options(rounds=3, workers=1))
        assert again.status != "feasible"
        if not any(isinstance(change, Priority) for change in remedy.changes):
            met = tuple(new.all - old.all for new, old in zip(again.score.tiers, base.tiers, strict=True))
            assert remedy.gains == met
        assert remedy.days == sum(units for _, units in remedy.projects) >= 0
        assert next(units for units in remedy.gains if units) > 0 or isinstance(remedy.changes[0], Priority)


def test_what_moves_days_to_a_higher_tier_helps_where_the_base_is_proved_and_says_what_it_does() -> None:
    made, given = scarce()
    explanation = found(made, given, 60)
    lifted = next(r for r in explanation.remedies if r.changes == (Lift("line", "L1", "max_people"),))
    assert (lifted.days, dict(lifted.projects)) == (0, {"P1": WEEK, "P2": -WEEK})
    only = replace(explanation, remedies=(lifted,))
    assert remedy_lines(made, only, "en", None)[1] == (
        "1. Max People of L1 is lifted: no days in all, but other projects get them (P1 +5); loses: P2 −5."
    )
    assert "合计不变，但改由其他项目获得（P1 +5）；减少：P2 −5" in remedy_lines(made, only, "zh", None)[1]
    again = Again(lifted.plan, check(apply(made, lifted.changes), lifted.plan), True)
    assert Judge(Base(made, given, False), explanation.conflicts).remedy(lifted.changes, again) is None


def test_several_who_are_hired_bring_no_less_than_one_of_them() -> None:
    made, given = scarce()
    conflicts = reasoned(made, given, explain(made, given), workers=1)
    hires = [c for c in Candidates(Standing(made, given), conflicts).all() if isinstance(c.changes[0], Hire)]
    base = Base(made, given, False)
    with Pool(base, 1) as pool:
        solved = _all_tried(pool, base, hires, 0.5, monotonic() + 20)
    judge = Judge(base, conflicts)
    several = [c.changes for c in hires if c.changes[0].count > 1]  # type: ignore[attr-defined]
    assert several
    for changes in several:
        fewer = _fewer(changes)
        assert fewer in solved and changes in solved
        assert judge.compared(changes, solved[changes]).gains >= judge.compared(fewer, solved[fewer]).gains


def test_candidates_come_from_the_reasons() -> None:
    made, given = scarce()
    conflicts = reasoned(made, given, explain(made, given), workers=1)
    changes = [change for c in Candidates(Standing(made, given), conflicts).all() for change in c.changes]
    assert Waive.of(made, made.rules[0].id) in changes
    assert Lift("line", "L1", "max_people") in changes
    assert Unlock("booking", made.bookings[0].id) in changes
    assert any(isinstance(c, Hire) and (c.role, c.cost_per_day) == ("Dev", 200) for c in changes)


def test_no_time_and_no_gap_give_no_remedy() -> None:
    made, given = scarce()
    conflicts = explain(made, given)
    assert remedies(Base(made, given, True), conflicts, monotonic(), 1).tried == 0
    full = portfolio([person("A")], [project("P1")], [line("L1", "P1")])
    explanation = found(full, plan({("A", "L1", 0): WEEK}), 60)
    assert (explanation.conflicts, explanation.remedies, explanation.tried) == ((), (), 0)


def test_a_gain_is_exact_where_no_plan_of_the_changed_input_meets_more() -> None:
    made = portfolio([person("A")], [project("P1")], [line("L1", "P1", fte=2)])
    explanation = found(made, plan({("A", "L1", 0): WEEK}), 60)
    assert explanation.remedies
    assert all((remedy.exact, remedy.days) == (True, WEEK) or remedy.days < WEEK for remedy in explanation.remedies)


def test_a_changed_portfolio_is_solved_from_what_still_holds() -> None:
    made, given = scarce()
    fewer = replace(made, people=made.people[1:])  # A is gone
    again = solve_again(fewer, given, ["L1"], 1.0)
    assert not check(fewer, again.plan).violations
    assert {a.person_id for a in again.plan.assignments} == {"B"}


def remedy(projects: dict[str, int], cost: Any = 0, deferred: int = 0) -> Remedy:
    gains = (sum(projects.values()),)
    return Remedy((Hire("Dev"),), gains, tuple(projects.items()), deferred, cost, True, Plan())


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (remedy({"P1": 200}), remedy({"P1": 100}), True),
        (remedy({"P1": 200}), remedy({"P2": 100}), False),
        (remedy({"P1": 200, "P2": -1}), remedy({"P1": 100}), False),
        (remedy({"P1": 100}, 10), remedy({"P1": 100}, 20), True),
        (remedy({"P1": 100}, None), remedy({"P1": 50}, 20), False),
        (remedy({"P1": 100}, 0, 5), remedy({"P1": 50}), False),
    ],
)
def test_a_remedy_that_another_one_beats_for_everybody_is_dominated(one: Remedy, other: Remedy, expected: bool) -> None:
    assert dominates(one, other) is expected


def test_days_met_count_no_more_than_wanted_and_cost_is_that_of_all_days_of_the_hired() -> None:
    made, given = scarce()
    met, wanted = met_by_line(made, given)
    assert (met, wanted) == (
        {"L1": 2 * WEEK, "L2": 2 * WEEK, "L3": 0},
        {"L1": 4 * WEEK, "L2": 8 * WEEK, "L3": 2 * WEEK},
    )
    changes, again = (Hire("Dev", 2, cost_per_day=Fraction(200)),), apply(made, (Hire("Dev", 2),))
    dev = Judge(Base(made, given, True), ()).remedy(changes, solve_again(again, given, ["L2"], 1.0))
    assert dev is not None
    assert dev.cost == Fraction(200 * 20)
    texts = (change_text(made, dev, "en"), gain_text(made, dev, "zh"), gains_text(made, dev, "en"))
    assert texts == ("Hire 2 of role Dev", "至少 20 人天", "P2 +20")
    assert loses_text(made, dev, "en") == "nobody"


def test_what_takes_much_from_others_is_no_advice_for_a_board() -> None:
    def moved(**projects: int) -> Remedy:
        return Remedy((Hire("Dev"),), (1,), tuple(projects.items()), 0, None, True, Plan())

    assert is_bargain(moved(P1=600, P2=-200)) and is_bargain(moved(P1=1))
    assert not is_bargain(moved(P1=600, P2=-201)) and not is_bargain(moved(P1=900, P2=300, P3=-401))


def test_cost_of_a_hire_leaves_out_those_who_are_hired_already() -> None:
    made, given = scarce()
    hire = (Hire("Dev", cost_per_day=Fraction(200)),)
    hired = apply(made, hire)
    more = Judge(Base(hired, given, True), ()).remedy(hire, solve_again(apply(hired, hire), given, ["L2"], 1.0))
    assert more is not None and more.cost == Fraction(200 * 10)


def hired(role: str, count: int, conflicts: str, days: int) -> Remedy:
    return replace(remedy({"P1": days}), changes=(Hire(role, count),), conflict_ids=tuple(conflicts))


def test_of_like_hires_only_those_are_listed_that_help_somebody_else() -> None:
    first, one, other = hired("Dev", 3, "ab", 900), hired("Dev", 1, "a", 500), hired("Dev", 2, "c", 400)
    ranked = [first, hired("Dev", 2, "b", 800), one, other, hired("Dev", 3, "d", 300), hired("QA", 1, "a", 200)]
    lifted = replace(remedy({"P1": 100}), changes=(Lift("line", "L1", "fill"),), conflict_ids=("a",))
    assert varied([*ranked, lifted]) == [first, one, other, ranked[-1], lifted]


def test_who_is_to_be_hired_has_what_a_line_asks_for_and_no_more() -> None:
    java, both = (Skill("Java", 3),), (Skill("Java", 3), Skill("SAP", 4))
    made = portfolio(
        [person("A", skills="Java:3; SAP:4")],
        [project("P1", 1), project("P2", 1), project("P3", 1)],
        [
            line("L1", "P1", skills="Java:3"),
            line("L2", "P2", skills="Java:3; SAP:4 | Rust:5", min_level=5),
            line("L3", "P3"),
        ],
    )
    found = Candidates(Standing(made, plan({})), explain(made, plan({}))).all()
    hires = {c.changes[0]: c.lines for c in found if isinstance(c.changes[0], Hire)}
    needs = {(change.level, change.skills): lines for change, lines in hires.items()}
    assert needs == {(3, java): ("L1", "L3"), (5, both): ("L1", "L2", "L3"), (3, ()): ("L3",)}
