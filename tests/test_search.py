"""The search: its regions, its merging of changes, its construction, and the joint proof of a tier's days."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from itertools import combinations
from random import Random
from time import monotonic

import numpy as np
import pytest
from bench.cases import frozen
from builders import line, person, portfolio, project
from solving import best_of
from tiny import tiny

from resopt.checker import prepare
from resopt.domain.records import Portfolio
from resopt.engine.bound import PeopleNeeded
from resopt.engine.build import leads_further, settled
from resopt.engine.cells import first_shifts, plan_of, state_from, state_of
from resopt.engine.compile import compile_problem
from resopt.engine.construct import Build, construct, slope_scaling
from resopt.engine.coverage import Coverage
from resopt.engine.exact import ExactTask, Held, solve_level
from resopt.engine.gather import GatherTask, gather
from resopt.engine.greedy import greedy
from resopt.engine.improve import Task, Trial, improve
from resopt.engine.levels import DAYS, Level, levels_of
from resopt.engine.model import Change
from resopt.engine.options import Options
from resopt.engine.regions import SHAPES, SIZES, WEEK, Regions, split
from resopt.engine.run import Run
from resopt.engine.search import Search
from resopt.engine.solve import solve
from resopt.engine.solvers import Effort
from resopt.plan import Plan


@pytest.fixture(scope="module")
def plain() -> Portfolio:
    return frozen("12x5-plain-s1").load()


@pytest.fixture(scope="module")
def rich() -> Portfolio:
    return frozen("60x20-rich-s1").load()


def search_of(subject: Portfolio) -> Search:
    problem, checker = compile_problem(subject), prepare(subject)
    plan = greedy(subject, problem.grid, problem.charges)
    return Search(problem, checker, plan, checker.check(plan), {}, timed=False)


def test_regions_of_a_round_share_no_person_and_no_line(rich: Portfolio) -> None:
    """Neither may two regions share a project that a rule looks at as a whole."""
    search = search_of(rich)
    problem, regions, chance = search.problem, Regions(search.problem), Random(1)
    for _ in range(5):
        regions.begin(search.state, search.short_weeks(), chance)
        found = [regions.take(chance.choice(SHAPES), chance.choice(SIZES)) for _ in range(8)]
        parts = [region.part for region in found if region is not None]
        assert len(parts) > 2
        for one, other in combinations(parts, 2):
            assert not (one.people or set()) & (other.people or set())
            assert not (one.lines or set()) & (other.lines or set())
            projects = [{problem.project_of[x] for x in part.lines or ()} for part in (one, other)]
            assert not any(problem.is_whole[i] for i in projects[0] & projects[1])


def test_a_week_region_opens_pairs_in_use_and_lines_that_are_short_there(rich: Portfolio) -> None:
    search = search_of(rich)
    problem, regions = search.problem, Regions(search.problem)
    short = search.short_weeks()
    regions.begin(search.state, short, Random(2))
    for w in range(13):
        region = regions.week(w, 300)
        if region is None:
            assert not short[:, w].any()
            continue
        cells = region.part.cells
        assert cells is not None and 0 < len(cells) <= 300
        assert set(problem.week[cells].tolist()) == {w}
        person, line = problem.person[cells], problem.line_of[problem.variant[cells]]
        assert (regions.served[person, line] | short[line, w]).all()
        assert not regions.served[person, line].all()


@pytest.mark.parametrize("shape", ["kept", "mixed"])
def test_regions_of_pairs_in_use(rich: Portfolio, shape: str) -> None:
    """`kept` opens nothing but pairs in use; `mixed` opens others too."""
    search = search_of(rich)
    problem, regions = search.problem, Regions(search.problem)
    regions.begin(search.state, search.short_weeks(), Random(3))
    region = regions.take(shape, 300)
    assert region is not None and region.part.cells is not None
    cells = region.part.cells
    used = regions.served[problem.person[cells], problem.line_of[problem.variant[cells]]]
    assert used.any() and used.all() == (shape == "kept")


def test_a_task_on_given_cells_changes_no_others(plain: Portfolio) -> None:
    search = search_of(plain)
    regions = Regions(search.problem)
    regions.begin(search.state, search.short_weeks(), Random(4))
    levels = levels_of(plain)
    tried = 0
    for w in range(13):
        region = regions.week(w, 500)
        if region is not None and region.part.cells is not None:
            task = Task(search.state, region.part, levels, frozenset(levels), 0, (), Effort(nodes=60, quick=True))
            change = improve(search.problem, task).change
            tried += 1
            if change is not None:
                assert set(change.cells.tolist()) <= set(region.part.cells.tolist())
    assert tried


def test_changes_that_break_a_rule_together_are_taken_one_by_one(plain: Portfolio) -> None:
    """The plan stays checked: a change that goes wrong is left out, a good one beside it is kept."""
    search = search_of(plain)
    before, cell = search.report.score.vector(), int(search.state.cells[0])
    bad = Change(np.array([cell], dtype=np.int32), np.array([10_000], dtype=np.int32), search.state.shifts)
    region = Regions(search.problem)
    region.begin(search.state, search.short_weeks(), Random(0))
    taken = region.take("random", SIZES[0])
    assert taken is not None
    assert not search.merge([(taken, Trial(bad, 0.1))])
    assert search.report.score.vector() == before
    assert not search.merge([(taken, Trial(bad, 0.1))], checked=False) or not search.publish()
    assert search.report.score.vector() == before and search.careful


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_constructed_plan_keeps_all_rules(seed: int) -> None:
    subject = tiny(seed)
    problem = compile_problem(subject)
    built = construct(problem, Build(seed, None, 5))
    plan = Plan() if built is None else plan_of(problem, built.state)
    assert prepare(subject).check(plan).violations == ()


def test_slope_scaling_reaches_the_flow_bound_in_every_tier(plain: Portfolio) -> None:
    """Without locks the flows give each tier all it can get after the tiers before it."""
    problem = compile_problem(plain)
    state = slope_scaling(problem, Build(0, None, 10))
    assert state is not None
    days = [0] * len(plain.tiers)
    for cell, units in state.by_cell().items():
        line = problem.lines[problem.variants[int(problem.variant[cell])].line]
        days[problem.grid.tier_of[line.project_id]] += units
    flow = Coverage(problem)
    assert [sum(days[: k + 1]) for k in range(len(days))] == [flow.bound(k) for k in range(len(days))]


def test_construction_is_repeatable(plain: Portfolio) -> None:
    problem = compile_problem(plain)
    one, other = (construct(problem, Build(7, None, 6)) for _ in range(2))
    assert one is not None and other is not None
    assert plan_of(problem, one.state) == plan_of(problem, other.state)


def test_state_and_plan_say_the_same(rich: Portfolio) -> None:
    problem = compile_problem(rich)
    plan = greedy(rich, problem.grid, problem.charges)
    assert plan_of(problem, state_of(problem, plan)) == plan


@pytest.mark.parametrize("seed", range(0, 80, 4))
def test_days_of_a_tier_proved_together_are_those_proved_one_by_one(seed: int) -> None:
    """Core, firm and all days in one weighted sum have the optimum of solving level by level."""
    subject = tiny(seed)
    problem = compile_problem(subject)
    state = state_from({}, first_shifts(problem))
    facts = tuple((f, 0) for f in range(len(problem.facts)))  # none is asked for, so every plan may be empty
    held: tuple[Held, ...] = ()
    for level in levels_of(subject):
        if level.kind != "core" or level.tier < 0:
            continue
        together = solve_level(
            problem, ExactTask(state, facts, held, tuple(Level(kind, level.tier) for kind in DAYS), Effort())
        )
        values = {bound.level.kind: bound.value for bound in together.bounds}
        for kind in DAYS:
            one = Level(kind, level.tier)
            task = ExactTask(state, facts, held, (one,), Effort())
            alone = solve_level(problem, task) if kind != "all" else together
            best = next(bound.value for bound in alone.bounds if bound.level == one) if alone.bounds else 0
            assert values.get(kind, best) == best
            held = (*held, Held(one, best))


@pytest.mark.parametrize("seed", range(0, 80, 8))
def test_levels_that_fit_no_sum_are_left_to_the_next_solve(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With room for a few steps only, more solves prove the same bounds, and never a level that was not in the sum."""
    monkeypatch.setattr("resopt.engine.joint.LARGEST", 40)
    result = solve(tiny(seed), Options(rounds=1, workers=0))
    assert result.score.vector() == best_of(seed).vector
    assert all(tier.proved for tier in result.certificate.tiers)


@pytest.mark.parametrize("seed", range(0, 200, 2))
def test_bound_on_level_3_never_passes_the_best_plan(seed: int) -> None:
    """The people that the days met need are never more than brute force needs with the same days."""
    subject, best = tiny(seed), best_of(seed)
    score = prepare(subject).check(best.plan).score
    assert 0 <= PeopleNeeded(compile_problem(subject)).bound(score) <= score.quality


def test_bound_on_level_3_counts_people() -> None:
    """By hand: a line of 8 days in one week takes two people of 5 days; one suffices if 3 days may be missing."""
    p = portfolio([person("A"), person("B")], [project("P")], [line("L", "P", days=8)], weeks=1, step=200)
    problem, checker = compile_problem(p), prepare(p)
    full = Plan.of({("A", "L", 0): 1000, ("B", "L", 0): 600})
    assert PeopleNeeded(problem).bound(checker.check(full).score) == 2_000_000
    assert PeopleNeeded(problem).bound(checker.check(Plan.of({("A", "L", 0): 1000})).score) == 1_000_000


def test_a_constructed_plan_leads_and_the_kept_one_is_recalled(plain: Portfolio) -> None:
    """A plan that lacks a few days but has less of level 3 may lead the search; what was kept comes back if better."""
    run = Run(plain, Options(rounds=1), None)
    run.begin(None, lambda: False)
    first, report = run.search.plan, run.search.report
    worse = Plan.of(dict(list(first.units().items())[:-1]), dict(first.shifts))
    found = run.checker.check(worse)
    assert leads_further(found, report) == (found.score.quality < report.score.quality)
    run.kept = first, report
    run.search.go_on_from(worse, found)
    run.recall()
    assert run.search.plan == first and run.kept is None


@pytest.mark.parametrize("most", [1, 7, 40, 1000])
def test_parts_of_a_week_share_nothing(most: int) -> None:
    chance = np.random.default_rng(most)
    person, line = (chance.integers(0, 30, 90).astype(np.int32) for _ in range(2))
    part = split(person, line, most)
    for ends in (person, line):
        homes: dict[int, set[int]] = {}
        for end, number in zip(ends.tolist(), part.tolist(), strict=True):
            homes.setdefault(end, set()).add(number)
        assert all(len(numbers - {-1}) <= 1 for numbers in homes.values())
    sizes = np.bincount(part[part >= 0])
    degree = int(np.bincount(person).max())
    assert sizes.max() <= max(most, degree)
    if most == 1000:
        assert (part >= 0).all() and not split(person[:0], line[:0], most).size


@pytest.mark.parametrize("name", ["plain", "rich"])
def test_whole_weeks_hold_the_pairs_of_the_plan_and_of_the_guide(name: str, request: pytest.FixtureRequest) -> None:
    search = search_of(request.getfixturevalue(name))
    problem = search.problem
    built = construct(problem, Build(0, None, 5))
    assert built is not None
    regions = search.whole_weeks(built.guide, SIZES[-1])
    assert {region.shape for region in regions} == {WEEK}
    line_of = problem.line_of[problem.variant]
    cells = np.concatenate([region.part.cells for region in regions])
    pairs, known = (
        set(zip(problem.person[some].tolist(), line_of[some].tolist(), strict=True))
        for some in (cells, np.concatenate([built.guide, search.state.cells]))
    )
    assert len(cells) == len(set(cells.tolist())) and pairs <= known
    assert set(search.state.cells.tolist()) <= set(cells.tolist())


def test_gathering_keeps_the_days_and_comes_near_a_plan() -> None:
    """By hand: two people can share a line's two weeks in two ways; near a plan with one of them, one is enough."""
    p = portfolio([person("A"), person("B")], [project("P")], [line("L", "P", days=10, weeks=2)], weeks=2)
    problem, checker = compile_problem(p), prepare(p)
    scattered = Plan.of({("A", "L", 0): 1000, ("B", "L", 1): 1000})
    near = Plan.of({("B", "L", 0): 1000})
    score = checker.check(scattered).score
    held = tuple(Held(level, level.of(score)) for level in levels_of(p) if level.tier >= 0)
    states = state_of(problem, scattered), state_of(problem, near)
    found = gather(problem, GatherTask(*states, (), held, Effort(nodes=100)))
    assert found is not None
    assert plan_of(problem, found).units() == {("B", "L", 0): 1000, ("B", "L", 1): 1000}


def test_construction_after_its_time_is_none_at_all(plain: Portfolio) -> None:
    problem = compile_problem(plain)
    assert construct(problem, Build(0, monotonic() - 1, 5)) is None
    built = construct(problem, Build(0, monotonic() + 60, 5))
    assert built is not None and built.state.units.sum() > 0


def test_plans_whose_slopes_the_clock_cut_short_do_not_lead(plain: Portfolio) -> None:
    search = search_of(plain)
    built = construct(search.problem, Build(0, None, 10))
    assert built is not None
    good = search.at(plan_of(search.problem, built.state))
    scattered, fewer = copy(good), copy(good)
    scattered.report = replace(good.report, score=replace(good.report.score, quality=2 * good.report.score.quality))
    fewer.report = replace(good.report, score=replace(good.report.score, tiers=good.report.score.tiers[:1], quality=0))
    plans = [(one, built) for one in (scattered, good)]
    assert settled(plans) == plans[1:] and settled(plans[:1]) == plans[:1]
    assert settled([*plans, (fewer, built)]) == [plans[1], (fewer, built)]
