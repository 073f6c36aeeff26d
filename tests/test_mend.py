"""Mending: flows name the chains that make good lost days, and a large replan moves few days beyond the forced ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from bench.cases import frozen
from builders import WEEK, day, line, person, plan, portfolio, project

import resopt as ro
from resopt.checker import prepare
from resopt.domain.changes import Absent, apply
from resopt.domain.grid import lay_out
from resopt.domain.records import Portfolio
from resopt.engine.alone import Alone
from resopt.engine.cells import Problem, state_of
from resopt.engine.compile import compile_problem
from resopt.engine.greedy import greedy
from resopt.engine.mend import Guide, guided_part, price_of_change
from resopt.engine.run import Run
from resopt.scenarios.carry import carried
from resopt.scenarios.case import days_of
from resopt.scenarios.record import forced_units, with_record


def chosen(problem: Problem, given: ro.Plan, week: int) -> set[tuple[str, str]]:
    """Return the people and lines of the cells that flows choose in a week."""
    cells = guided_part(problem, state_of(problem, given), Guide(week, 0)).cells
    assert cells is not None and np.all(problem.week[cells] == week)
    return {
        (problem.people[p].id, problem.lines[problem.variants[v].line].id)
        for p, v in zip(problem.person[cells].tolist(), problem.variant[cells].tolist(), strict=True)
    }


def test_flows_choose_what_people_have_and_the_chain_to_what_is_lost() -> None:
    base = portfolio(
        [person("A", "Java"), person("B", "Java, Python"), person("C", "Python")],
        [project("P1", 1), project("P2", 2)],
        [line("L1", "P1", role="Java", weeks=2), line("L2", "P2", role="Python", weeks=2)],
    )
    lost = plan({("B", "L2", 0): WEEK, ("B", "L2", 1): WEEK, ("A", "L1", 0): WEEK})
    problem = compile_problem(apply(base, [Absent("A", day(1), day(1, 4))]))
    assert chosen(problem, lost, 0) == {("A", "L1"), ("B", "L2")}
    assert chosen(problem, lost, 1) == {("B", "L2"), ("B", "L1"), ("C", "L2")}  # B steps in, C follows


def test_a_day_of_the_middle_tier_is_worth_about_three_moved_days() -> None:
    def price(tiers: int) -> int:
        projects = [project(f"P{k}", k) for k in range(1, tiers + 1)]
        lines = [line(f"L{k}", f"P{k}") for k in range(1, tiers + 1)]
        return price_of_change(compile_problem(portfolio([person("A")], projects, lines)))

    assert [price(tiers) for tiers in (1, 2, 3, 5, 7)] == [4, 13, 41, 411, 1146]  # the last tier's day counts 13


def absent(base: Portfolio, old: ro.Plan) -> Portfolio:
    """Return the portfolio in which somebody who is busy is away for two weeks."""
    who = max(base.people, key=lambda p: (sum(a.units for a in old.assignments if a.person_id == p.id), p.id))
    return apply(base, [Absent(who.id, base.settings.monday(4), base.settings.monday(6))])


def test_mending_makes_good_what_was_lost_with_few_moves() -> None:
    base = frozen("60x20-plain-s1").load()
    old = replace(greedy(base, lay_out(base), None), portfolio=base)
    changed = absent(base, old)
    record, left = with_record(changed, days_of(base, old)), carried(base, changed, old)
    assert left is not None
    run = Run(record, ro.Options(rounds=1, workers=0, near=True, gentle=True), None)
    run.begin(left, lambda: False)
    with Alone(run.problem, 0) as pool:
        assert run.mend(pool)
    report, before = prepare(record).check(run.search.plan), prepare(record).score(left)
    assert report.violations == ()
    tiers, known = (tuple(-tier.all for tier in score.tiers) for score in (report.score, before))
    assert tiers < known  # some of the lost days are made good
    forced, days = forced_units(record, days_of(base, old)), sum(a.units for a in old.assignments)
    assert forced <= report.score.change <= forced + days // 100
