"""Bounds on the levels after the tiers: never above what brute force reaches, and not trivial where known by hand."""

from __future__ import annotations

import itertools
import os
from dataclasses import replace
from fractions import Fraction
from random import Random

import numpy as np
import oracle
import pytest
from builders import absent, booking, day, line, person, policy, portfolio, project, rule
from solving import best_of
from tiny import tiny

from resopt.checker import prepare
from resopt.domain.policy import Policy
from resopt.domain.records import Portfolio
from resopt.engine.cells import Problem, state_of
from resopt.engine.certify import Proofs
from resopt.engine.compile import compile_problem
from resopt.engine.exact import Bound
from resopt.engine.lagrange import split_bound
from resopt.engine.levels import Level
from resopt.engine.linear import Reals, best_duals, evaluate, linear_bound, links_of, matrix_of
from resopt.engine.mip import INFINITE, Mip, Writer
from resopt.engine.relaxation import RELAXED, BoundTask, Relaxation
from resopt.engine.relaxed import bound_level, cut_level
from resopt.engine.solvers import is_solution
from resopt.engine.whole import whole_mip
from resopt.plan import Plan
from resopt.result import CheckReport

STEP = 1 if os.environ.get("RESOPT_THOROUGH") else 2
CHARGES = ("handover", "fit", "preferred", "own_department", "late_start", "cost")


def aside_of(problem: Problem, report: CheckReport) -> frozenset[int]:
    keys = {(fact.rule, fact.key) for fact in report.set_aside}
    return frozenset(f for f, fact in enumerate(problem.facts) if (fact.rule, fact.key) in keys)


def task_of(problem: Problem, plan: Plan, report: CheckReport, kind: str) -> BoundTask:
    return BoundTask(Level(kind), report.score, aside_of(problem, report), state_of(problem, plan))


def bounds_of(problem: Problem, plan: Plan, report: CheckReport) -> list[Bound]:
    """Return the bounds of all levels for plans as good as `plan`."""
    tasks = [task_of(problem, plan, report, kind) for kind in RELAXED]
    cut = cut_level(problem, tasks[RELAXED.index("quality")])
    assert cut is not None
    return [*(bound_level(problem, task) for task in tasks), cut]


def people_alone(subject: Portfolio) -> Portfolio:
    """Return the portfolio with no weight in level 3 but that of people."""
    return replace(subject, policy=Policy(people=subject.policy.people, **dict.fromkeys(CHARGES, Fraction(0))))


# Against brute force


@pytest.mark.parametrize("seed", range(0, 200, STEP))
def test_no_bound_passes_the_best_plan(seed: int) -> None:
    subject, best = tiny(seed), best_of(seed)
    report = prepare(subject).check(best.plan)
    for bound in bounds_of(compile_problem(subject), best.plan, report):
        assert 0 <= bound.value <= bound.level.of(report.score), bound.level.name
        assert all(held.level.of(report.score) == held.value for held in bound.held)


@pytest.mark.parametrize("seed", range(0, 200, 4))
def test_no_bound_passes_the_best_plan_where_people_alone_count(seed: int) -> None:
    subject = people_alone(tiny(seed))
    best = oracle.best(subject).plan
    report = prepare(subject).check(best)
    for bound in bounds_of(compile_problem(subject), best, report):
        assert 0 <= bound.value <= bound.level.of(report.score), bound.level.name


@pytest.mark.parametrize("seed", range(0, 200, 3 * STEP))
def test_no_bound_passes_any_plan_that_is_as_good_before_it(seed: int) -> None:
    """The bound made from a plan holds for it and for all plans that are nowhere worse in the levels before."""
    subject, rng = tiny(seed), Random(f"plans {seed}")
    problem, checker = compile_problem(subject), prepare(subject)
    plans = oracle.legal_plans(subject, [rng.random() for _ in range(400)])
    plans = [best_of(seed).plan, *rng.sample(plans, min(len(plans), 4))]
    reports = [checker.check(plan) for plan in plans]
    for plan, one in zip(plans, reports, strict=True):
        for bound in bounds_of(problem, plan, one):
            for other in reports:
                as_good = all(held.level.of(other.score) <= held.value for held in bound.held)
                if as_good and other.set_aside == one.set_aside:
                    assert bound.value <= bound.level.of(other.score), bound.level.name


@pytest.mark.parametrize("seed", range(1, 200, 3 * STEP))
def test_a_plan_is_a_solution_of_its_relaxations_with_its_own_value(seed: int) -> None:
    subject, plan = tiny(seed), best_of(seed).plan
    problem, report = compile_problem(subject), prepare(subject).check(plan)
    for kind in RELAXED:
        task = task_of(problem, plan, report, kind)
        relaxation = Relaxation(problem, task)
        mip = relaxation.mip()
        values = np.array(relaxation.hint(task.state))
        assert is_solution(mip, values), kind
        assert int(mip.cost @ values) + mip.offset <= task.level.of(report.score), kind
        for size in (1, 20):
            duals = best_duals(mip, None)[1]
            split = split_bound(mip, relaxation.parts(size), duals, values.tolist(), None)
            assert split <= task.level.of(report.score), kind
        whole, hint = whole_mip(problem, task, relaxation.cells)
        assert is_solution(whole, np.array(hint)), kind
        assert int(whole.cost @ np.array(hint)) + whole.offset == task.level.of(report.score), kind


# By hand


def bound_by_hand(subject: Portfolio, plan: Plan, kind: str) -> tuple[int, int]:
    """Return the bound and the value of a level for a plan that keeps all limits."""
    report = prepare(subject).check(plan)
    assert report.violations == ()
    bounds = {bound.level.kind: bound.value for bound in bounds_of(compile_problem(subject), plan, report)}
    return bounds[kind], Level(kind).of(report.score)


def test_people_and_their_charges_are_bounded() -> None:
    """Five days of each of two weeks; A is away in the second: B, who is half a day dearer per day, is left."""
    subject = portfolio(
        [person("A", department="own"), person("B", department="other")],
        [project("P", department="own")],
        [line("L", "P", weeks=2)],
        absences=[absent("A", day(1), day(1, 6))],
        policy=policy(people=1, own_department="0.5"),
    )
    plan = Plan.of({("A", "L", 0): 1000, ("B", "L", 1): 1000})
    assert bound_by_hand(subject, plan, "quality") == (4_500_000, 4_500_000)


def test_days_beyond_whole_people_take_one_more() -> None:
    """Two lines of 8 days in a week, one day short: four people of 5 days, though 15 days are the days of three."""
    subject = portfolio(
        [person(i) for i in "ABCD"],
        [project("P")],
        [line("L", "P", days=8), line("M", "P", days=8)],
        weeks=1,
        step=200,
        policy=policy(people=1),
    )
    days = {("A", "L", 0): 1000, ("B", "L", 0): 600, ("C", "M", 0): 1000, ("D", "M", 0): 400}
    problem, plan = compile_problem(subject), Plan.of(days)
    assert bound_by_hand(subject, plan, "quality") == (4_000_000, 4_000_000)
    task = task_of(problem, plan, prepare(subject).check(plan), "quality")
    relaxation = Relaxation(problem, task)
    for mip in (relaxation.mip(), whole_mip(problem, task, relaxation.cells)[0]):
        assert linear_bound(mip, None) == 4_000_000


def test_who_leaves_a_line_early_is_charged_for_the_handover() -> None:
    """A is away in the second week, so the line changes hands; only the model under all rules knows handovers."""
    subject = portfolio(
        [person("A"), person("B")],
        [project("P"), project("Q", 2)],
        [line("L", "P", weeks=2), line("M", "Q", fte=2)],
        weeks=2,
        absences=[absent("B", day(0), day(0, 6))],
        rules=[rule("forbid", "A", "P", start=day(1))],
        policy=policy(people=1, handover="0.5"),
    )
    plan = Plan.of({("A", "L", 0): 1000, ("B", "L", 1): 1000})
    assert bound_by_hand(subject, plan, "quality")[0] >= 2_500_000


def test_soft_locks_and_the_plan_of_record_yield_to_the_tier_before_them() -> None:
    """A has five days, the first tier takes three of them: two of the five wished for are left."""
    subject = portfolio(
        [person("A")],
        [project("P"), project("Q", 2)],
        [line("L", "P", days=3), line("M", "Q", days=5)],
        weeks=1,
        step=200,
        bookings=[booking("A", "Q", {0: 1}, lock="soft")],
    )
    plan = Plan.of({("A", "L", 0): 600, ("A", "M", 0): 400})
    assert bound_by_hand(subject, plan, "soft") == (600, 600)
    assert bound_by_hand(subject, plan, "change") == (600, 600)


def test_overtime_is_bounded_by_the_days_that_capacity_leaves() -> None:
    subject = portfolio(
        [person("A")],
        [project("P")],
        [line("L", "P", fte="1.2")],
        weeks=1,
        step=100,
        settings={"tolerance": Fraction(1, 5)},
    )
    assert bound_by_hand(subject, Plan.of({("A", "L", 0): 1200}), "overtime") == (200, 200)
    assert bound_by_hand(subject, Plan.of({("A", "L", 0): 1100}), "overtime") == (100, 100)


# Any duals, any program


def random_mip(rng: Random, largest: int) -> Mip:
    """Return a small program with a link x <= 3 y, other rows, and coefficients up to `largest`."""
    rows, columns = Writer(), 4
    lower = np.array([0, 0, *(rng.randint(-2, 0) for _ in range(columns - 2))], dtype=np.int64)
    upper = np.array([3, 1, *(rng.randint(0, 2) for _ in range(columns - 2))], dtype=np.int64)
    at = rows.columns(lower, upper, np.array([rng.randint(-largest, largest) for _ in range(columns)]))
    rows.rows(1, [(0, at[:1], 1), (0, at[1:2], -3)], high=0)
    for _ in range(3):
        amounts = np.array([rng.choice([0, 1, -1, rng.randint(-largest, largest)]) for _ in range(columns)])
        reach = int(np.abs(amounts) @ np.maximum(np.abs(lower), np.abs(upper)))
        low = rng.choice([-INFINITE, -reach // 2, 0])
        rows.rows(1, [(0, at, amounts)], low=low, high=rng.choice([INFINITE, reach // 2]))
    return rows.freeze(rng.randint(-9, 9))


def optimum(mip: Mip) -> int | None:
    """Return the best value of all integer solutions, in exact integers."""
    found = best_solution(mip)
    return None if found is None else found[0]


def best_solution(mip: Mip) -> tuple[int, tuple[int, ...]] | None:
    """Return the best value of all integer solutions and one that has it, in exact integers."""
    best, matrix = None, matrix_of(mip).toarray().tolist()
    for x in itertools.product(*(range(a, b + 1) for a, b in zip(mip.lower.tolist(), mip.upper.tolist(), strict=True))):
        sums = [sum(a * b for a, b in zip(row, x, strict=True)) for row in matrix]
        if all(a <= b <= c for a, b, c in zip(mip.low.tolist(), sums, mip.high.tolist(), strict=True)):
            value = sum(a * b for a, b in zip(mip.cost.tolist(), x, strict=True)) + mip.offset
            best = (value, x) if best is None else min(best, (value, x))
    return best


@pytest.mark.parametrize("largest", [1, 7, 10**6, 2**40, 2**55])
def test_no_duals_prove_more_than_the_optimum(largest: int) -> None:
    rng, open_gaps = Random(f"duals {largest}"), 0
    for _ in range(150):
        mip = random_mip(rng, largest)
        best, matrix = optimum(mip), matrix_of(mip)
        if best is None:
            continue
        links = links_of(mip, matrix)
        assert len(links.row) == 1
        for scale in (1e-9, 1.0, 1e9, 1e30):
            duals: Reals = np.array([rng.uniform(-largest, largest) * scale for _ in mip.low])
            assert evaluate(mip, matrix, links, duals) <= best
        found = linear_bound(mip, None)
        assert found <= best
        open_gaps += found < best
    assert open_gaps < 100


@pytest.mark.parametrize("largest", [1, 7, 10**6, 2**45])
def test_no_parts_prove_more_than_the_optimum(largest: int) -> None:
    rng = Random(f"parts {largest}")
    for _ in range(60):
        mip = random_mip(rng, largest)
        solution = best_solution(mip)
        if solution is None:
            continue
        best, x = solution
        label = np.array([rng.randint(0, 2) for _ in mip.lower], dtype=np.int64)
        duals: Reals = np.array([rng.uniform(-largest, largest) for _ in mip.low])
        assert split_bound(mip, label, duals, list(x), None) <= best


def test_parts_that_are_cut_prove_more_than_the_linear_program() -> None:
    """Each of two lines takes three days of people who have two: 1.5 people by linear programming, so two each."""
    rows = Writer()
    used = rows.columns(np.zeros(6, dtype=np.int64), np.ones(6, dtype=np.int64), 1_000_000)
    rows.rows(1, [(0, used[:3], 2)], low=3)
    rows.rows(1, [(0, used[3:], 2)], low=3)
    mip = rows.freeze()
    value, duals = best_duals(mip, None)
    label = np.array([0, 0, 0, 1, 1, 1], dtype=np.int64)
    assert value == 3_000_000
    assert split_bound(mip, label, duals, [1, 1, 0, 1, 1, 0], None) == 4_000_000


def test_a_bound_is_rounded_up_to_what_the_objective_can_be() -> None:
    """Two people for 8 days of at most 5 each: 1.6 people by linear programming, priced 1,000,000 each, so two."""
    rows = Writer()
    used = rows.columns(np.zeros(2, dtype=np.int64), np.ones(2, dtype=np.int64), 1_000_000)
    rows.rows(1, [(0, used, 1000)], low=1600)
    assert linear_bound(rows.freeze(), None) == 2_000_000
    assert linear_bound(rows.freeze(500), None) == 2_000_500


def test_where_there_is_no_time_for_a_flow_people_still_have_only_so_many_days() -> None:
    """A has ten days in two weeks; two tiers want ten each."""
    lines = [line("L", "P", weeks=2), line("M", "Q", weeks=2)]
    proofs = Proofs(compile_problem(portfolio([person("A")], [project("P"), project("Q", 2)], lines, weeks=2)))
    proofs.take_wanted()
    assert (proofs.flow[0, "all"], proofs.flow[1, "all"]) == (2000, 2000)
