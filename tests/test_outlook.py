"""Outlook: what could bring days by amounts alone is solved first, what could not and trades last."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from time import monotonic

from builders import WEEK, day, line, person, plan, portfolio, project

from resopt.domain.changes import Change, Hire, Lift, Priority, Shift, Train, apply
from resopt.domain.records import Portfolio
from resopt.engine.alone import Alone
from resopt.explain.base import Base
from resopt.explain.candidates import Candidate, in_turn
from resopt.explain.outlook import most_of, promising


def short() -> Portfolio:
    """Return Devs of whom too few are there, while testers have nothing to do and no project more than it wants."""
    return portfolio(
        [person("A"), person("B", "QA"), person("C", "QA")],
        [project("P1", 1), project("P2", 2), project("P3", 3)],
        [line("L1", "P1", fte=2), line("L2", "P2", fte=2), line("L3", "P3", "QA")],
        weeks=2,
    )


def candidate(change: Change) -> Candidate:
    return Candidate((change,), 0, 0, ())


@contextmanager
def workers(made: Portfolio) -> Iterator[Alone]:
    yield Alone(Base(made, plan({("A", "L1", 0): WEEK}), True), 1)


WIDE, DEV, TWO, QA, LEARNS = Lift("line", "L1", "fill"), Hire("Dev"), Hire("Dev", 2), Hire("QA"), Train("B", role="Dev")
RAISED, LATER = Priority("P2", "1", Fraction(1)), Shift("P2", 1)


def test_what_brings_days_to_higher_tiers_comes_first_and_what_brings_none_or_takes_them_last() -> None:
    made = short()
    kinds = [[candidate(c) for c in kind] for kind in ([QA, DEV, TWO], [WIDE], [LEARNS], [RAISED, LATER])]
    with workers(made) as pool:
        found = [c.changes[0] for c in promising(pool, made, kinds, monotonic() + 60)]
    assert found == [TWO, WIDE, LEARNS, LATER, DEV, QA, RAISED]


def test_a_flow_tells_what_a_change_could_bring() -> None:
    made = short()
    assert most_of(made) == [WEEK, WEEK, 2 * WEEK]
    assert most_of(apply(made, (TWO,))) == [2 * WEEK, 3 * WEEK, 4 * WEEK]
    assert most_of(apply(made, (Hire("Dev", 1, day(1), day(1, 4)),))) == most_of(made)  # nothing is wanted then


def test_without_time_all_stay_in_turn_but_a_trade_comes_last() -> None:
    made = short()
    kinds = [[candidate(c) for c in kind] for kind in ([QA, DEV], [RAISED], [LEARNS])]
    with workers(made) as pool:
        found = promising(pool, made, kinds, monotonic() - 1)
    assert [c.changes[0] for c in found] == [QA, LEARNS, DEV, RAISED]
    assert {c.changes for c in found} == {c.changes for c in in_turn(kinds)}
