"""Exact solves of levels: every level asked for is bounded, and no solve finds in the model what another one left."""

from __future__ import annotations

from builders import line, person, portfolio, project, rule
from solving import solved
from tiny import tiny

import resopt as ro
from resopt.checker import prepare
from resopt.domain.records import Certainty
from resopt.engine.cells import state_of
from resopt.engine.compile import compile_problem
from resopt.engine.exact import ExactTask, Held, solve_level, whole_model
from resopt.engine.greedy import greedy
from resopt.engine.levels import levels_of
from resopt.engine.solvers import Effort


def test_firm_days_that_no_line_with_people_tells_from_all_days_are_bounded_with_them() -> None:
    """Without A, who is away, the project gets nobody; the estimate that nobody can serve is no part of the model."""
    base = portfolio(
        [person("A", "Test", bau=1), person("B", "Java")],
        [project("P1", 1)],
        [line("L1", "P1", role="Java"), line("L2", "P1", role="Data", certainty=Certainty.ESTIMATE)],
        rules=[rule("require", "A", "P1", value=0.5)],
    )
    result = solved(base)
    assert (result.status, result.score.tiers[0].all) == ("optimal", 0)


def test_no_solve_finds_what_another_left_in_the_model() -> None:
    grown = 0
    for seed in range(6):
        base = tiny(seed)
        problem = compile_problem(base)
        plan = greedy(base, problem.grid, problem.charges, checker=prepare(base), stopped=lambda: False)
        report = ro.check(base, plan)
        aside = {fact.key for fact in report.set_aside}
        facts = tuple((f, 0) for f, fact in enumerate(problem.facts) if fact.key in aside)
        levels = levels_of(base)
        model = whole_model(problem, facts)
        size = len(model.rows.lower), len(model.hint({}, state_of(problem, plan).shifts)), model.rows.mark()
        for i, level in enumerate(levels):
            held = tuple(Held(one, one.of(report.score)) for one in levels[:i])
            task = ExactTask(state_of(problem, plan), facts, held, (level,), Effort(nodes=20))
            answer = solve_level(problem, task)
            assert answer.status == "infeasible" or {bound.level for bound in answer.bounds} & {level, *levels[:i]}
            assert whole_model(problem, facts) is model
            assert (len(model.rows.lower), len(model.hint({}, task.state.shifts)), model.rows.mark()) == size
            grown += 1
    assert grown > 20
