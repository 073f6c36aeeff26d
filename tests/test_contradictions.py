"""Facts that contradict each other: one is set aside, and a minimal group against it is named."""

from __future__ import annotations

from builders import booking, line, person, portfolio, project, rule
from solving import solved

from resopt.checker import check
from resopt.domain.rules import Rule
from resopt.explain import conflict_text


def test_two_locks_that_do_not_fit_into_a_week() -> None:
    """The lock of the lower tier goes, and the other lock alone is the group against it."""
    given = portfolio(
        [person("A"), person("B")],
        [project("P1", rank=1), project("P2", rank=2)],
        [line("L1", "P1", fte=1), line("L2", "P2", fte=1)],
        bookings=[
            booking("A", "P1", {0: 1}, lock="hard", id="first"),
            booking("A", "P2", {0: 1}, lock="hard", id="second"),
            booking("B", "P2", {1: 0.5}, lock="hard", id="apart"),
        ],
    )
    result = solved(given)
    assert check(given, result.plan).violations == ()
    assert [fact.key for fact in result.set_aside] == ["second@00"]
    (conflict,) = [c for c in result.conflicts if c.kind == "contradiction"]
    assert conflict.contradiction is not None and conflict.contradiction.minimal
    assert [fact.key for fact in conflict.contradiction.group] == ["first@00"]
    assert conflict_text(given, result, conflict) == (  # what is asked for, not what holds
        "Set aside: By a hard lock A is to work 5 days on P2 in the week of 2026-01-05. The limits rule it out as long "
        "as these hold: By a hard lock A is to work 5 days on P1 in the week of 2026-01-05."
    )
    assert conflict_text(given, result, conflict, "zh") == (
        "未能兑现：硬锁定：A须在 2026-01-05 当周投入P2 5 人天。在各项限制之下，它与以下事项不能同时成立："
        "硬锁定：A须在 2026-01-05 当周投入P1 5 人天。"
    )


def test_a_requirement_that_a_limit_alone_rules_out() -> None:
    """Nobody else is to blame: the group is empty, the limits rule the fact out."""
    given = portfolio(
        [person("A"), person("B")],
        [project("P1", rank=1, must_have=True, min_staffing=0)],
        [line("L1", "P1", fte=1)],
        rules=[rule("require", "A", "P1", value=1), rule("forbid", "A", "P1")],
    )
    result = solved(given)
    assert [fact.rule for fact in result.set_aside] == [Rule.REQUIRE]
    (conflict,) = [c for c in result.conflicts if c.kind == "contradiction"]
    assert conflict.contradiction is not None and conflict.contradiction.group == ()
