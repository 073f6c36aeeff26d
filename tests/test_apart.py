"""Independent parts: nothing ties two of them together, and what they prove each for itself adds up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction

import builders
import numpy as np
import oracle
import pytest
from builders import day, line, person, plan, policy, portfolio, project
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from solving import best_of, solved
from tiny import tiny

import resopt as ro
from resopt.checker import check, prepare
from resopt.domain.records import Portfolio
from resopt.engine.apart import parts_of
from resopt.engine.cells import Problem
from resopt.engine.compile import compile_problem
from resopt.engine.levels import expression, levels_of
from resopt.engine.model import Model
from resopt.engine.rules import add_rules

SEEDS = range(120)


def part_of_cell(problem: Problem) -> dict[int, int]:
    """Return the number of the part of every cell."""
    number = {p: n for n, (part, _) in enumerate(parts_of(problem)) for p in part.people or ()}
    return {c: number[p] for c, p in enumerate(problem.person.tolist())}


@pytest.mark.parametrize("seed", SEEDS)
def test_no_row_of_the_whole_model_holds_cells_of_two_parts(seed: int) -> None:
    problem = compile_problem(tiny(seed))
    model = Model(problem)
    add_rules(model)
    for level in levels_of(problem.portfolio):
        expression(model, level)
    mip, always = model.rows.freeze([]), model.one()
    row = np.repeat(np.arange(len(mip.starts) - 1), np.diff(mip.starts))
    tied = mip.columns != always
    width, height = len(mip.lower), len(mip.starts) - 1
    pairs = (row[tied] + width, mip.columns[tied])
    graph = coo_matrix((np.ones(tied.sum()), pairs), shape=(width + height, width + height))
    group = connected_components(graph, directed=False)[1]
    found, apart = defaultdict(set), part_of_cell(problem)
    for c, terms in model.days.items():
        for j, _ in terms:
            found[int(group[j])].add(apart[c])
    assert all(len(parts) == 1 for parts in found.values())


def test_many_tiny_portfolios_have_parts_and_the_engine_proves_the_best_of_them() -> None:
    several = [seed for seed in SEEDS if len(parts_of(compile_problem(tiny(seed)))) > 1]
    assert len(several) >= 8
    for seed in several:
        result = solved(tiny(seed))
        assert result.score.vector() == best_of(seed).vector
        assert result.status == "optimal"


def twins(count: int) -> Portfolio:
    """Return so many teams of two roles of their own, each with more work than people, in two tiers."""
    people, projects, lines = [], [], []
    for n in range(count):
        people += [builders.person(f"{role}{n}{k}", f"{role}{n}") for role in ("A", "B") for k in range(3)]
        for k in range(4):
            projects.append(builders.project(f"P{n}{k}", rank=1 + k % 2, min_staffing=Fraction(1, 2)))
            lines += [builders.line(f"{role}{n}{k}", f"P{n}{k}", role=f"{role}{n}", fte=1.3) for role in ("A", "B")]
    return builders.portfolio(people, projects, lines)


def test_a_rule_on_a_project_ties_its_lines_together() -> None:
    tied = twins(3)
    assert [cells for _, cells in parts_of(compile_problem(tied))] == [len(compile_problem(tied).person) // 3] * 3
    free = replace(tied, projects=tuple(replace(p, min_staffing=None) for p in tied.projects))
    assert len(parts_of(compile_problem(free))) == 6


def test_what_parts_prove_adds_up() -> None:
    one, three = solved(twins(1)), solved(twins(3))
    assert check(twins(3), three.plan).violations == ()
    assert three.status == one.status == "optimal"
    single, triple = one.score, three.score
    assert [3 * tier.all for tier in single.tiers] == [tier.all for tier in triple.tiers]
    assert 3 * single.quality == triple.quality


@pytest.mark.parametrize("kind", ["strict", "weighted"])
def test_a_project_that_nobody_can_serve_starts_where_that_costs_least(kind: str) -> None:
    """A serves P, B serves Q: two parts. R has no cells, so no part could move it back from the late start given."""
    subject = portfolio(
        [person("A", "Dev"), person("B", "QA")],
        [project("P"), project("Q", 2), project("R", 3, start=day(0), earliest_start=day(0), latest_start=day(1))],
        [line("L", "P", "Dev", weeks=2), line("M", "Q", "QA", weeks=2), line("N", "R", "Nobody", fte=1)],
        weeks=2,
        policy=policy(people=1, late_start=2, price_missing=10, kind=kind),
    )
    days = {("A", "L", 0): 1000, ("A", "L", 1): 1000, ("B", "M", 0): 1000, ("B", "M", 1): 1000}
    late, best = plan(days, R=1), oracle.best(subject)
    for near in (True, False):
        result = ro.solve(subject, ro.Options(rounds=1, workers=0, near=near), start=late)
        assert result.plan.shifts == ()
        assert result.score == prepare(subject).check(best.plan).score
        assert result.certificate.quality_bound <= result.certificate.quality
