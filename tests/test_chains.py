"""Chains: they keep every rule and every day of the tiers, they count level 3 as the checker does, and they help."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from bench.cases import frozen
from builders import HALF, WEEK, booking, line, person, plan, portfolio, project
from platformdirs import user_cache_dir
from tiny import tiny

import resopt as ro
from resopt import engine
from resopt.checker import prepare
from resopt.domain.records import Portfolio
from resopt.engine import anneal
from resopt.engine import chain_moves as moves
from resopt.engine.alone import Alone
from resopt.engine.cells import Problem, State, first_shifts, plan_of, state_of
from resopt.engine.chain_board import Board, board_of
from resopt.engine.chains import ChainTask, chain, warm
from resopt.engine.clock import Clock
from resopt.engine.compile import compile_problem
from resopt.engine.greedy import greedy
from resopt.engine.pool import Handle
from resopt.plan import Plan
from resopt.result import CheckReport

T = TypeVar("T")
SEEDS = 1_500 if os.environ.get("RESOPT_THOROUGH") else 150
QUARTER = Path(__file__).parent.parent / "data" / "quarter.xlsx"


def first_plan(base: Portfolio, problem: Problem) -> Plan:
    return greedy(base, problem.grid, problem.charges, checker=prepare(base), stopped=lambda: False)


def chained(problem: Problem, state: State, *, gains: float = 0.0, count: int = 4_000, seed: int = 7) -> State | None:
    return chain(problem, ChainTask(state, (0.0, 1.0), seed, count, None, gains))


def two_lines() -> Portfolio:
    """Return three people for two lines of two weeks, each of which one of them could serve alone."""
    return portfolio(
        [person(x, "Java") for x in "ABC"],
        [project("P1", 1), project("P2", 2)],
        [line("L1", "P1", role="Java", weeks=2), line("L2", "P2", role="Java", weeks=2)],
    )


SCATTERED = plan({("A", "L1", 0): WEEK, ("B", "L1", 1): WEEK, ("B", "L2", 0): WEEK, ("C", "L2", 1): WEEK})


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


@pytest.mark.parametrize("seed", [7, 1 << 70])
def test_one_joins_for_two_who_leave(seed: int) -> None:
    problem = compile_problem(two_lines())
    found = chained(problem, state_of(problem, SCATTERED), seed=seed)
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


def test_days_go_to_a_project_with_a_budget_as_far_as_it_reaches() -> None:
    for budget, reached in ((10, True), (9, False)):
        base = portfolio(
            [person("A", "Java", cost_per_day=2)],
            [project("P1", 1, budget=budget), project("P2", 2)],
            [line("L1", "P1", role="Java"), line("L2", "P2", role="Java")],
            step=WEEK,
        )
        problem = compile_problem(base)
        found = chained(problem, state_of(problem, plan({("A", "L2", 0): WEEK})), gains=0.5)
        assert (found is not None) == reached
        assert found is None or plan_of(problem, found) == plan({("A", "L1", 0): WEEK})


def test_frozen_weeks_without_days_take_no_seat() -> None:
    one, two = two_lines().lines
    later = replace(two_lines(), lines=(replace(one, max_people=2), replace(two, max_people=2)))
    for record, held in (((), False), ((booking("B", "P1", {0: 1}, line="L1"),), True)):
        base = replace(later, settings=replace(later.settings, freeze_weeks=1), bookings=record)
        problem = compile_problem(base)
        assert Board(problem, first_shifts(problem)).held_lines.tolist() == [held, False]


def test_who_has_the_most_projects_hands_on_no_negative_days() -> None:
    base = replace(two_lines(), settings=replace(two_lines().settings, max_projects=1))
    problem = compile_problem(base)
    tables = Board(problem, first_shifts(problem)).tables(state_of(problem, plan({("B", "L2", 0): HALF})), 0)
    pairs = {(int(p), int(x)): k for k, (p, x) in enumerate(tables.pair[:, : moves.LINE + 1])}
    tables.sums[moves.STAMP] = 1
    for need, more in ((HALF, 0), (WEEK, 1)):  # of B, who has half a week left
        tables.nodes[0, :3] = 0, need, -1
        assert moves.spread.py_func(tables, 0, 1, pairs[1, 0], 0) == 1 + more


def test_where_nobody_is_there_yet_nothing_is_planned() -> None:
    base = replace(two_lines(), people=())
    assert warm(compile_problem(base), None)
    result = ro.solve(base, ro.Options(rounds=1, workers=0))
    assert (result.status, result.plan.assignments) == ("optimal", ())


def test_not_a_unit_is_moved_for_a_pair_less() -> None:
    base = portfolio(
        [person("A", "Java, Python"), person("B", "Java")],
        [project("P1", 1), project("P2", 1)],
        [line("L1", "P1", role="Java", by_week=["0.001"] * 2), line("L2", "P2", role="Python", start=1)],
        step=1,
        bookings=(booking("A", "P1", {0: "0.001"}, line="L1"),),
    )
    problem = compile_problem(base)
    given = plan({("A", "L1", 0): 1, ("B", "L1", 1): 1, ("A", "L2", 1): WEEK})
    assert chained(problem, state_of(problem, given)) is None


def test_the_same_task_finds_the_same_plan() -> None:
    problem = compile_problem(tiny(3))
    state = state_of(problem, first_plan(tiny(3), problem))
    assert warm(problem, None)
    one, other = (chained(problem, state, gains=0.3) for _ in range(2))
    assert (one is None) == (other is None)
    assert one is None or other is None or plan_of(problem, one) == plan_of(problem, other)
    assert board_of(problem, state.shifts) is board_of(problem, state.shifts)


def test_what_is_compiled_is_kept_in_the_users_cache() -> None:
    """Beside the source it would outlive the installation, and hide the next one."""
    assert warm(compile_problem(tiny(3)), None)
    folder = Path(moves.anneal._cache.cache_path)
    assert folder.is_relative_to(os.environ.get("NUMBA_CACHE_DIR") or user_cache_dir("resopt"))
    assert list(folder.glob("chain_moves.anneal*.nbi"))


@pytest.mark.parametrize("error", [ImportError, RuntimeError])
def test_without_the_compiler_plans_are_made_without_chains(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def njit(**_: object) -> None:
        raise error("cannot cache function")  # where neither the installation nor a home can be written to

    monkeypatch.setattr("numba.njit", njit)
    for name in ("chain_board", "chain_moves", "compiled"):
        monkeypatch.delitem(sys.modules, f"resopt.engine.{name}")
        monkeypatch.delattr(engine, name)
    problem = compile_problem(two_lines())
    assert not warm(problem, None)
    options = ro.Options(rounds=1, workers=0)
    with Alone(problem, 0) as pool:
        assert anneal.Annealing(pool, Clock(options), options).run(None, 0.5, 0.0) is False  # looks at no plan
    assert not ro.check(two_lines(), ro.solve(two_lines(), options).plan).violations


@pytest.mark.parametrize(
    ("workers", "rounds", "seconds", "compiles"),
    [(0, None, 5, False), (1, None, 5, False), (1, None, 60, True), (2, None, 5, True), (1, 2, 5, True)],
)
def test_a_short_run_does_not_wait_for_the_compiler(
    workers: int, rounds: int | None, seconds: float, compiles: bool
) -> None:
    """One worker that compiles would do nothing else."""
    options, asked = ro.Options(time_limit=seconds, rounds=rounds, workers=workers), []

    class Notes(Alone):
        def submit(self, work: Callable[..., T], task: object) -> Handle[T]:
            asked.append(work)
            return Handle(self, b"")

    annealing = anneal.Annealing(Notes(None, 0), Clock(options), options)
    assert asked == [warm] * compiles
    if rounds is None:  # the compiler is not through: worth another try later, if it was asked at all
        assert annealing.run(None, 0.5, 0.0) is compiles
