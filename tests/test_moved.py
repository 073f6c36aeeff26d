"""A project that starts later: its days move along from the plan there was, and everybody else keeps theirs."""

from __future__ import annotations

from fractions import Fraction

from builders import DAY, WEEK, booking, line, person, plan, portfolio, project, rule
from tiny import tiny

from resopt.checker import check
from resopt.domain.changes import Hire, Lift, Limit, Shift, apply
from resopt.domain.grid import lay_out
from resopt.domain.records import Portfolio
from resopt.engine.greedy import greedy
from resopt.explain.guarded import lost, met_by_project, solve_guarded
from resopt.explain.moved import beginning


def crowded(**settings: object) -> Portfolio:
    """Return A and B on P1 for two weeks, and on P2 afterwards, the first week frozen."""
    return portfolio(
        [person("A"), person("B")],
        [project("P1", 1), project("P2", 2)],
        [line("L1", "P1", weeks=2, fte=2), line("L2", "P2", start=2, weeks=2, fte=1.6)],
        weeks=5,
        step=DAY,
        settings=settings,
    )


def test_days_move_along_into_what_people_have_left() -> None:
    made = crowded()
    given = plan({("A", "L1", 0): WEEK, ("A", "L1", 1): WEEK, ("B", "L1", 0): WEEK, ("B", "L2", 2): 4 * DAY})
    found = beginning(made, (Shift("P1", 2),), given)
    assert found.units() == {
        ("A", "L1", 2): WEEK, ("A", "L1", 3): WEEK, ("B", "L1", 2): DAY, ("B", "L2", 2): 4 * DAY,
        ("B", "L1", 3): WEEK,  # B is free
    }  # fmt: skip
    full = beginning(made, (), given)
    assert full.units()["B", "L2", 2] == WEEK and len(full.assignments) > len(given.assignments)
    assert beginning(made, (Lift("project", "P1", "budget"),), full) is full


def test_what_breaks_a_rule_is_left_out_and_all_of_it_where_it_would_set_a_fact_aside() -> None:
    made = portfolio(
        [person("A"), person("B")],
        [project("P1", 1), project("P2", 2)],
        [line("L1", "P1", weeks=2, fte=2), line("L2", "P2", start=2)],
        weeks=4,
        rules=[rule("apart", "A", other="B", project="P1")],
    )
    given = plan({("A", "L1", 0): WEEK, ("B", "L1", 1): WEEK, ("B", "L2", 2): WEEK})
    changed = apply(made, (Shift("P1", 1),))
    assert not check(changed, beginning(made, (Shift("P1", 1),), given)).violations
    asked = portfolio(made.people, made.projects, made.lines, weeks=4, rules=[rule("require", "B", "P1", value=0.5)])
    assert beginning(asked, (Shift("P1", 1),), given).units()["B", "L2", 2] == WEEK
    assert not check(apply(asked, (Shift("P1", 1),)), beginning(asked, (Shift("P1", 1),), given)).set_aside


def test_every_beginning_keeps_all_limits_and_what_the_others_have() -> None:
    found = 0
    for seed in range(40):
        subject = tiny(seed)
        made = greedy(subject, lay_out(subject))
        for one in subject.projects:
            changes = (Shift(one.id, 1),)
            try:
                changed = apply(subject, changes)
            except ValueError:
                continue  # what is past does not move
            own = {x.id for x in subject.lines if x.project_id == one.id}
            begin = beginning(subject, changes, made)
            others = {key: units for key, units in made.units().items() if key[1] not in own}
            if check(changed, plan(others)).violations:
                continue  # a lock that moved made room for them
            assert not check(changed, begin).violations
            assert all(begin.units()[key] >= units for key, units in others.items())
            found += any(key[1] in own for key in begin.units())
    assert found > 8


def test_next_to_frozen_weeks_nobody_else_loses_by_a_later_start() -> None:
    """Greedily, P2 alone would be planned anew around the frozen week; from the plan it keeps its people."""
    frozen = [booking("A", "P2", {0: 1}), booking("B", "P3", {0: 1})]
    made = portfolio(
        [person("A", max_projects=1), person("B", max_projects=1), person("C", max_projects=1)],
        [project("P1", 1), project("P2", 2), project("P3", 3)],
        [
            line("L1", "P1", weeks=2, fte=2),
            line("L2", "P2", weeks=4, same_people=True),
            line("L3", "P3", weeks=4, same_people=True),
        ],
        weeks=5,
        settings={"freeze_weeks": 1},
        bookings=frozen,
    )
    held = {("A", "L2", w): WEEK for w in range(4)} | {("B", "L3", w): WEEK for w in range(4)}
    given = plan(held | {("C", "L1", w): WEEK for w in range(1, 2)})
    changes = (Shift("P1", 1),)
    again = solve_guarded(made, changes, given, ["L1"], 2.0, proved=False)
    changed = apply(made, changes)
    assert not check(changed, again.plan).set_aside
    assert lost(met_by_project(made, given)[0], changed, again.plan) == 0
    assert met_by_project(changed, again.plan)[0] == {"P1": 2 * WEEK, "P2": 4 * WEEK, "P3": 4 * WEEK}


def test_who_is_free_fills_what_is_open_with_overtime_too() -> None:
    made = portfolio([person("A")], [project("P1")], [line("L1", "P1", fte=2)], step=DAY // 2)
    given = plan({("A", "L1", 0): WEEK})
    assert beginning(made, (), given) is given
    assert beginning(made, (Limit("tolerance", Fraction(1, 10)),), given).units() == {("A", "L1", 0): WEEK * 11 // 10}
    assert beginning(made, (Hire("Dev"),), given).units()["A", "L1", 0] == WEEK
    assert sum(beginning(made, (Hire("Dev"),), given).units().values()) == 2 * WEEK
