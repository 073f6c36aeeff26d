"""Chains: they keep every rule and every day of the tiers, they count level 3 as the checker does, and they help."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bench.cases import frozen
from builders import WEEK, line, person, plan, portfolio, project
from tiny import tiny

import resopt as ro
from resopt.checker import prepare
from resopt.domain.records import Portfolio
from resopt.engine import chain_moves as moves
from resopt.engine.cells import Problem, State, plan_of, state_of
from resopt.engine.chain_board import Board, board_of
from resopt.engine.chains import ChainTask, chain, warm
from resopt.engine.compile import compile_problem
from resopt.engine.greedy import greedy
from resopt.plan import Plan
from resopt.result import CheckReport

SEEDS = 1_500 if os.environ.get("RESOPT_THOROUGH") else 150
QUARTER = Path(__file__).parent.parent / "data" / "quarter.xlsx"


def first_plan(base: Portfolio, problem: Problem) -> Plan:
    return greedy(base, problem.grid, problem.charges, checker=prepare(base), stopped=lambda: False)


def chained(problem: Problem, state: State, *, gains: float = 0.0, count: int = 4_000) -> State | None:
    return chain(problem, ChainTask(state, (0.0, 1.0), 7, count, None, gains))


def keys(report: CheckReport) -> set[tuple[str, str]]:
    return {(fact.rule.value, fact.key) for fact in report.set_aside}


def portfolios() -> Iterator[tuple[str, Portfolio]]:
    """Portfolios with every rule, tiny and of some size."""
    for seed in range(SEEDS):
        yield f"tiny {seed}", tiny(seed)
    for case in ("60x20-plain-s1", "60x20-rich-s1", "60x20-rich-default-s1"):
        yield case, frozen(case).load()
    yield "quarter", ro.load(QUARTER)


@pytest.mark.parametrize("gains", [0.0, 0.4])
def test_what_chains_find_keeps_every_rule_and_is_better(gains: float) -> None:
    better = more = 0
    for name, base in portfolios():
        problem = compile_problem(base)
        old = first_plan(base, problem)
        before = prepare(base).check(old)
        found = chained(problem, state_of(problem, old), gains=gains)
        if before.violations or found is None:
            continue
        after = prepare(base).check(plan_of(problem, found))
        assert not after.violations, name
        assert keys(after) <= keys(before), name
        if base.policy.kind == "strict":
            assert after.score.vector() < before.score.vector(), name
        better += 1
        more += after.score.tiers != before.score.tiers
    assert better >= 6 and (more >= 4) == (gains > 0)


@pytest.mark.parametrize("kind", ["strict", "weighted"])
def test_level_3_is_counted_as_the_checker_does(kind: str) -> None:
    moved = 0
    for name, base in portfolios():
        base = replace(base, policy=replace(base.policy, kind=kind))
        problem = compile_problem(base)
        state = state_of(problem, first_plan(base, problem))
        board = Board(problem, state.shifts)
        tables = board.tables(state, 1)
        start, change = int(tables.sums[moves.LEVEL3]), int(tables.sums[moves.CHANGE])
        moves.anneal(tables, 1_000, 2.0 * max(1.0, board.usual), 0.0)
        now = board.state(tables.cell[:, :, moves.UNITS])
        reports = [prepare(base).check(plan_of(problem, one)) for one in (state, now)]
        assert len(reports[1].violations) <= len(reports[0].violations), name
        assert keys(reports[1]) <= keys(reports[0]), name
        before, after = (report.score for report in reports)
        rise = int(tables.sums[moves.LEVEL3]) - start
        if kind == "strict":
            assert after.quality - before.quality == rise, name
            assert after.change - before.change == int(tables.sums[moves.CHANGE]) - change, name
        elif after.overtime == before.overtime:
            moved_units = int(tables.sums[moves.CHANGE]) - change
            assert after.weighted - before.weighted == rise + board.moved * moved_units, name
        moved += rise != 0
    assert moved >= 6


def test_one_joins_for_two_who_leave() -> None:
    base = portfolio(
        [person(x, "Java") for x in "ABC"],
        [project("P1", 1), project("P2", 2)],
        [line("L1", "P1", role="Java", weeks=2), line("L2", "P2", role="Java", weeks=2)],
    )
    problem = compile_problem(base)
    given = plan({("A", "L1", 0): WEEK, ("B", "L1", 1): WEEK, ("B", "L2", 0): WEEK, ("C", "L2", 1): WEEK})
    found = chained(problem, state_of(problem, given))
    assert found is not None
    assert len({(a.person_id, a.line_id) for a in plan_of(problem, found).assignments}) == 2


def test_days_go_to_earlier_tiers() -> None:
    base = portfolio(
        [person("A", "Java, Python"), person("B", "Python")],
        [project("P1", 1), project("P2", 2)],
        [line("L1", "P1", role="Java"), line("L2", "P2", role="Python")],
    )
    problem = compile_problem(base)
    state = state_of(problem, plan({("A", "L2", 0): WEEK}))
    found = chained(problem, state, gains=0.5)
    assert found is not None and chained(problem, state) is None
    assert plan_of(problem, found) == plan({("A", "L1", 0): WEEK, ("B", "L2", 0): WEEK})


def test_the_same_task_finds_the_same_plan() -> None:
    problem = compile_problem(tiny(3))
    state = state_of(problem, first_plan(tiny(3), problem))
    assert warm(problem, None)
    one, other = (chained(problem, state, gains=0.3) for _ in range(2))
    assert (one is None) == (other is None)
    assert one is None or other is None or plan_of(problem, one) == plan_of(problem, other)
    assert board_of(problem, state.shifts) is board_of(problem, state.shifts)
