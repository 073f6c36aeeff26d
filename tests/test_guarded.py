"""Remedies by which nobody loses without need: first everybody keeps what they have, then what gains more counts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from builders import DAY, WEEK, booking, line, person, plan, portfolio, project, rule

from resopt.checker import check
from resopt.domain.changes import Change, Hire, Lift, Limit, Priority, Shift, Unlock, Waive, apply
from resopt.domain.records import Portfolio
from resopt.explain.guarded import keeping, lost, met_by_project, named_projects, solve_guarded
from resopt.explain.remedies import is_better
from resopt.plan import Plan
from resopt.result import Remedy


def barred(*more: str) -> tuple[Portfolio, Plan]:
    """Return A, who may not serve P1 and works on P2 below it; `more` people could serve P2."""
    made = portfolio(
        [person("A", "Dev, QA"), *(person(name, "QA") for name in more)],
        [project("P1", 1), project("P2", 2)],
        [line("L1", "P1"), line("L2", "P2", "QA")],
        rules=[rule("forbid", "A", "P1")],
    )
    return made, plan({("A", "L2", 0): WEEK})


@pytest.mark.parametrize(("more", "met"), [((), {"P1": WEEK, "P2": 0}), (("B",), {"P1": WEEK, "P2": WEEK})])
def test_somebody_loses_only_where_the_highest_tier_gains_by_it(more: tuple[str, ...], met: dict[str, int]) -> None:
    made, given = barred(*more)
    changes = (Waive.of(made, made.rules[0].id),)
    again = solve_guarded(made, changes, given, ["L1"], 4.0, proved=False)
    changed = apply(made, changes)
    assert not check(changed, again.plan).violations
    assert met_by_project(changed, again.plan)[0] == met
    assert lost(met_by_project(made, given)[0], changed, again.plan) == WEEK - met["P2"]


def test_every_project_but_some_must_have_what_it_has() -> None:
    made = portfolio(
        [person("A"), person("B", "QA")],
        [project("P1", 1), project("P2", 2, must_have=True), project("P3", 3)],
        [line("L1", "P1", weeks=2), line("L2", "P2", "QA", weeks=2), line("L3", "P3")],
        weeks=2,
        step=DAY,
    )
    given = plan({("A", "L1", 0): 3 * DAY, ("B", "L2", 0): 2 * DAY})
    asked = {p.id: (p.must_have, p.min_staffing) for p in keeping(made, given, ["P9"]).projects}
    assert asked == {"P1": (True, Fraction(3, 10)), "P2": (True, Fraction(1, 5)), "P3": (False, None)}
    assert keeping(made, given, ["P1", "P2"]) == made
    guarded = keeping(made, given)
    assert not check(guarded, given).set_aside  # the plan itself keeps it all
    assert check(guarded, plan({("A", "L1", 0): 2 * DAY})).set_aside


def test_projects_that_changes_are_about_are_named() -> None:
    made = portfolio(
        [person("A")],
        [project("P1"), project("P2"), project("P3", budget=5)],
        [line("L1", "P1"), line("L2", "P2")],
        bookings=[booking("A", "P2", {0: 1}, lock="hard", id="row")],
        rules=[rule("forbid", "A", "P1", id="R1")],
    )
    cases: list[tuple[Change, str]] = [
        (Shift("P1", 2), "P1"),
        (Unlock("booking", "row"), "P2"),
        (Waive.of(made, "R1"), "P1"),
        (Lift("project", "P3", "budget"), "P3"),
        (Priority("P2", "1", 1), "P2"),
    ]
    for change, name in cases:
        assert list(named_projects(made, (change,))) == [name]
    assert not list(named_projects(made, (Hire("Dev"), Limit("tolerance", Fraction(1, 10)))))


def remedy(gains: tuple[int, ...], **projects: int) -> Remedy:
    return Remedy((Hire("Dev"),), gains, tuple(projects.items()), 0, None, False, Plan())


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (remedy((200, 0), P1=200), remedy((100, 300), P1=100, P2=300), True),
        (remedy((100, 0), P1=100), remedy((200, 0), P1=200), False),
        (remedy((100, 50), P1=100, P2=50), remedy((100, 90), P1=100, P2=150, P3=-60), True),
        (remedy((100, 90), P1=100, P2=90), remedy((100, 50), P1=100, P2=50), True),
        (remedy((100, 50), P1=100, P2=50), remedy((100, 50), P1=100, P2=50), False),
    ],
)
def test_of_two_plans_of_a_change_that_counts_which_gains_more_above_then_takes_less(
    one: Remedy, other: Remedy, expected: bool
) -> None:
    assert is_better(one, other) is expected
