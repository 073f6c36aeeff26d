"""Replanning: least change at equal coverage as brute force finds it, few moves, forced days, reasons."""

from __future__ import annotations

import sys
from dataclasses import replace
from fractions import Fraction
from functools import cache
from random import Random
from unittest.mock import patch

import oracle
import pytest
from builders import DAY, WEEK, booking, day, line, person, plan, portfolio, project
from solving import InProcess, best_of
from tiny import tiny

import resopt as ro
from resopt.checker import prepare
from resopt.domain.changes import Absent, Hold, Leave, apply
from resopt.domain.grid import lay_out
from resopt.domain.records import Portfolio
from resopt.domain.wishes import stay_near
from resopt.scenarios.case import days_of
from resopt.scenarios.choose import by_chains, mixed_plan
from resopt.scenarios.record import forced_units, restricted, with_record
from resopt.scenarios.replan import Replan, _Near

SEEDS = range(40)
OPTIONS = ro.Options(time_limit=20, workers=1)


def replanned(changed: Portfolio, old: ro.Plan, most: int | None = None) -> Replan:
    """Return the replan, found in this process."""
    solve = sys.modules["resopt.engine.solve"]
    with patch.object(solve, "Pool", InProcess):
        return ro.replan(changed, old, most, OPTIONS)


@cache
def case(seed: int) -> tuple[Portfolio, ro.Plan]:
    """Return a tiny portfolio after something happened, and the best plan from before."""
    base, rng = tiny(seed), Random(seed)
    old = replace(best_of(seed).plan, portfolio=base)
    who, last = rng.choice(base.people).id, base.settings.weeks - 1
    happened = (
        Absent(who, day(last), day(last, 6)),
        Leave(who, day(0, rng.randint(0, 6))),
        Absent(who, day(0), day(0, rng.randint(0, 4))),
        Hold(rng.choice(base.projects).id),
    )
    return apply(base, [happened[seed % len(happened)]]), old


@pytest.mark.parametrize("seed", SEEDS)
def test_replan_equals_brute_force(seed: int) -> None:
    changed, old = case(seed)
    found = replanned(changed, old)
    best = oracle.best(found.portfolio)
    assert prepare(found.portfolio).check(found.plan).violations == ()
    assert found.result.score.vector() == best.vector
    record = lay_out(found.portfolio).record
    assert found.fewest or any(units > found.old.get(key, 0) for key, units in record.items())  # locks beyond the plan
    if all(units == found.old.get(key, 0) for key, units in record.items()):
        assert found.moved_units == best.vector[-2]  # change


@pytest.mark.parametrize("seed", range(12))
def test_no_plan_keeps_what_is_called_forced(seed: int) -> None:
    changed, old = case(seed)
    days = days_of(old.known(), old)
    planned = lay_out(changed).lines_of
    days = {key: units for key, units in days.items() if key[1] in planned}
    record, rng = with_record(changed, days), Random(seed)
    least = forced_units(record, days)
    checker = prepare(record)
    for legal in oracle.legal_plans(record, [rng.random() for _ in range(60)]):
        new = days_of(record, legal)
        assert sum(max(0, units - new.get(key, 0)) for key, units in days.items()) >= least
        assert checker.score(legal).change >= least


@pytest.mark.parametrize("seed", range(0, 24, 2))
def test_few_moves_are_kept_and_more_are_never_worse(seed: int) -> None:
    changed, old = case(seed)
    free = replanned(changed, old)
    before: tuple[int, ...] | None = None
    solve = sys.modules["resopt.engine.solve"]
    with patch.object(solve, "Pool", InProcess):
        curve = ro.moves_curve(changed, old, (0, 1, 2, None), OPTIONS)
    for one in curve:
        assert prepare(one.portfolio).check(one.plan).violations == ()
        assert one.max_moves is None or one.count() <= one.max_moves
        vector = one.result.score.vector()
        assert before is None or vector <= before
        before = vector
        proof = one.result.certificate
        assert [t.all.met for t in proof.tiers] == [t.all for t in one.result.score.tiers]
        assert all(t.all.met <= t.all.bound and t.core.met <= t.core.bound for t in proof.tiers)
        assert one.forced_units <= one.result.score.change
    assert curve[-1].result.score.vector() <= free.result.score.vector()
    frame = ro.curve_frame(curve)
    assert frame["max_moves"].tolist()[:3] == [0, 1, 2] and frame["max_moves"].isna().tolist()[-1]
    assert {"moves", "moved_days", "forced_days", "met_days", "quality", "tier_1", "fewest"} <= set(frame.columns)


def four() -> tuple[Portfolio, ro.Plan]:
    """Two developers on two projects each in one line of work, and a third with nothing to do."""
    base = portfolio(
        [person("A", name="Ann"), person("B", name="Bo"), person("C", name="Cy")],
        [project("P1", 1, name="Atlas"), project("P2", 2, name="Bolt")],
        [line("L1", "P1", weeks=2, fte=1), line("L2", "P2", weeks=2, fte=1)],
        step=100,
    )
    days = {("A", "L1", 0): WEEK, ("A", "L1", 1): WEEK, ("B", "L2", 0): WEEK, ("B", "L2", 1): WEEK}
    return base, replace(plan(days), portfolio=base)


def test_an_absence_moves_only_what_it_must() -> None:
    base, old = four()
    changed = apply(base, [Absent("A", day(1), day(1, 4))])
    found = replanned(changed, old)
    assert found.plan == plan({**old.units(), ("A", "L1", 1): 0, ("C", "L1", 1): WEEK})
    assert (found.moved_days, found.forced_units, found.count()) == (5, WEEK, 1)
    assert found.fewest
    forced, move = found.moves
    assert (forced.person_id, forced.forced, forced.reason(changed)) == (
        "A", True, "the person or the project can no longer keep these days",
    )  # fmt: skip
    assert (move.person_id, move.weeks, move.reason(changed)) == ("C", (1,), "takes over from Ann")
    assert move.reason(changed, "zh") == "接替 Ann"
    frame = found.to_frame()
    assert frame["weeks"].tolist() == ["2026-01-12", "2026-01-12"]
    assert frame.loc[1, ["old_days", "new_days"]].tolist() == [0, 5]
    assert "takes over from Ann" in found._repr_html_()
    same = replanned(base, old)._repr_html_()
    assert "Nobody&#x27;s days change." in same and "<table>" not in same


def test_frozen_weeks_are_those_of_the_plan_whatever_a_soft_lock_asks_for() -> None:
    """By hand: the plan leaves Bo's soft lock on Atlas unkept in both weeks; the first of them is frozen."""
    base, old = four()
    rows = [booking("B", "P1", {0: 0.5, 1: 0.5}, lock="soft")]
    frozen = replace(base, bookings=tuple(rows), settings=replace(base.settings, freeze_weeks=1))
    changed = apply(frozen, [Absent("A", day(1), day(1, 4))])
    found = replanned(changed, old)
    assert found.result.set_aside == ()
    assert {cell: n for cell, n in found.plan.units().items() if cell[2] == 0} == {
        cell: n for cell, n in old.units().items() if cell[2] == 0
    }
    assert found.result.score.soft_missed == 0 and found.plan.units()["B", "L1", 1] == WEEK // 2


def test_under_the_weighted_policy_a_day_moved_costs_something_too() -> None:
    """By hand: one person less on Atlas is worth a day of level 3, which is no reason to take Ann's other week away."""
    base, old = four()
    changed = replace(apply(base, [Absent("A", day(1), day(1, 4))]), policy=ro.Policy(kind="weighted"))
    found = replanned(changed, old)
    assert found.plan == plan({**old.units(), ("A", "L1", 1): 0, ("C", "L1", 1): WEEK})
    assert found.portfolio.policy.price_change == Fraction(10, 3)
    given = replace(changed, policy=ro.Policy(kind="weighted", price_change=0.1))
    assert stay_near(given) is given and replanned(given, old).moved_units == 2 * WEEK


def test_no_moves_means_only_what_is_forced() -> None:
    base, old = four()
    changed = apply(base, [Absent("A", day(1), day(1, 4))])
    found = replanned(changed, old, 0)
    assert found.plan == plan({**old.units(), ("A", "L1", 1): 0})
    assert found.count() == 0
    assert found.result.certificate.tiers[0].all.bound == 2 * WEEK
    assert not found.result.certificate.tiers[0].proved
    assert found.fewest  # it moves what is forced, and that is proved
    with pytest.raises(ValueError, match="0 or more"):
        ro.replan(changed, old, -1)
    with pytest.raises(ValueError, match=r"each of steps .* 0 or more"):
        ro.moves_curve(changed, old, (0, -1))


def test_reasons_tell_who_gains_and_who_gives() -> None:
    base, old = four()
    two = apply(base, [Leave("A", day(0, 6)), Leave("C", day(0, 0))])  # only Bo is left for Atlas
    found = replanned(two, old)
    told = {(m.person_id, m.project_id): m.reason(two) for m in found.moves}
    assert told["B", "P2"] == "works on Atlas instead"
    assert told["B", "P1"] == "takes over from Ann"
    assert found.plan.units()["B", "L1", 1] == WEEK


def test_locks_stay_and_the_rest_of_the_record_is_the_plan() -> None:
    base, old = four()
    locked = old.lock("Ann", "Atlas", weeks=0)
    record = with_record(locked.known(), days_of(base, old))
    assert lay_out(record).record == days_of(base, old)
    assert [b.lock.value for b in record.bookings].count("hard") == 1
    narrow = restricted(record, old.units(), {("C", "P1")}, {})
    assert {rule.project_id for rule in narrow.rules if rule.person_id == "C"} == {"P2"}
    assert {p.person_id for p in lay_out(narrow).pins} == {"A", "B"}


def test_a_part_of_the_days_can_be_kept() -> None:
    base, old = four()
    changed = apply(base, [Absent("A", day(1), day(1, 1))])
    days = days_of(base, old)
    assert forced_units(with_record(changed, days), days) == 2 * DAY
    assert replanned(changed, old, 0).plan.units()["A", "L1", 1] == 3 * DAY


def test_one_move_is_used_where_it_helps_most() -> None:
    base, old = four()
    changed = apply(base, [Absent("A", day(1), day(1, 4))])
    found = replanned(changed, old, 1)
    assert found.count() == 1
    assert found.plan.units()["C", "L1", 1] == WEEK
    alone = apply(changed, [Leave("C", day(0, 0))])  # nobody is free: Bo has to leave Bolt, which is a second move
    one, two = replanned(alone, old, 1), replanned(alone, old, 2)
    assert (one.count(), two.count()) == (0, 2)
    assert two.plan.units()["B", "L1", 1] == WEEK


@pytest.mark.parametrize("most", [0, 1, 2])
def test_no_more_than_the_moves_allowed_besides_what_rules_drop(most: int) -> None:
    """By hand: B may work on one project only from now on, so one of two pairs has to go and counts as forced."""
    made = portfolio(
        [person("B")],
        [project("P1"), project("P2", 2)],
        [line("L", "P1"), line("M", "P2", weeks=2, by_week=["0.5", 1], fill_share=Fraction(1))],
        weeks=2,
    )
    old = replace(plan({("B", "L", 0): 500, ("B", "M", 0): 500, ("B", "M", 1): 1000}), portfolio=made)
    found = ro.replan(made.scenario("x", limits={"Max Projects": 1}), old, max_moves=most, options=OPTIONS)
    assert found.count() <= most


def test_a_larger_step_of_the_curve_goes_on_from_the_smaller_one() -> None:
    """By hand: two projects lose their person for a week, and two others are free: one move each."""
    made = portfolio(
        [person(i) for i in "ABCD"],
        [project("P1", 1), project("P2", 2)],
        [line("L1", "P1", weeks=2), line("L2", "P2", weeks=2)],
        step=100,
    )
    days = {(p, i, w): WEEK for p, i in (("A", "L1"), ("B", "L2")) for w in (0, 1)}
    old = replace(plan(days), portfolio=made)
    changed = apply(made, [Absent("A", day(1), day(1, 4)), Absent("B", day(1), day(1, 4))])
    with patch.object(sys.modules["resopt.engine.solve"], "Pool", InProcess):
        one, two = ro.moves_curve(changed, old, (1, 2), OPTIONS)
    assert [sum(tier.all for tier in found.result.score.tiers) for found in (one, two)] == [3 * WEEK, 4 * WEEK]
    assert {m.person_id for m in one.moves if not m.forced} < {m.person_id for m in two.moves if not m.forced}
    near = _Near(changed, old, None)
    choices = near._choices(two, 2, one)
    kept = {(m.person_id, m.project_id) for m in one.moves if not m.forced}
    assert any(plan is one.plan and kept < pairs for pairs, plan in choices.items())
    assert all(len(pairs) <= 2 for pairs in choices)


def test_short_chains_are_of_one_person() -> None:
    """By hand: C takes P1 over from A and gives P2, where D steps in: one chain, or C's two moves and D's one."""
    made = portfolio(
        [person(i) for i in "ACD"], [project("P1", 1), project("P2", 2)], [line("L1", "P1"), line("L2", "P2")]
    )
    old = {("A", "P1", 0): WEEK, ("C", "P2", 0): WEEK}
    new = plan({("C", "L1", 0): WEEK, ("D", "L2", 0): WEEK})
    forced = {("A", "P1")}
    assert by_chains(made, old, new, forced, 2, short=True) == {("C", "P1"), ("C", "P2")}
    assert by_chains(made, old, new, forced, 3) == {("C", "P1"), ("C", "P2"), ("D", "P2")}


def test_mixed_plans_take_no_more_than_lines_want_and_people_have() -> None:
    """By hand: of the other plan's five days of C on P1 the line, on which A keeps two, wants three."""
    made = portfolio(
        [person("A"), person("C")], [project("P1"), project("P2", 2)], [line("L1", "P1"), line("L2", "P2")]
    )
    old, other = plan({("A", "L1", 0): 2 * DAY, ("C", "L2", 0): WEEK}), plan({("C", "L1", 0): WEEK})
    step = replace(made, settings=replace(made.settings, step=DAY))
    assert mixed_plan(step, old, other, {("C", "P1")}) == old  # C has no day left
    both = {("C", "P1"), ("C", "P2")}
    assert mixed_plan(step, old, other, both) == plan({("A", "L1", 0): 2 * DAY, ("C", "L1", 0): 3 * DAY})
