"""However early `solve` is stopped, by the clock or by Ctrl-C, it returns a checked plan with a true certificate."""

from __future__ import annotations

import signal
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from bench.cases import frozen

import resopt as ro
from resopt.domain.records import Portfolio
from resopt.engine import compile as compiling
from resopt.engine import run
from resopt.engine.certify import certificate
from resopt.engine.greedy import greedy
from resopt.explain import explain

AT_ONCE = 1e-6  # seconds


@pytest.fixture(scope="module")
def portfolio() -> Portfolio:
    return frozen("60x20-rich-s1").load()


def assert_sound(portfolio: Portfolio, result: ro.Result) -> None:
    report = ro.check(portfolio, result.plan)
    assert not report.violations
    assert report.score == result.score
    for tier in result.certificate.tiers:
        assert tier.all.met <= tier.all.bound <= tier.all.wanted
    assert result.conflicts == explain(portfolio, result.plan, contradictions=[])


def then(act: Callable[[], object], work: Callable[..., Any]) -> Callable[..., Any]:
    def both(*args: Any, **named: Any) -> Any:
        act()
        return work(*args, **named)

    return both


def interrupt() -> None:
    signal.raise_signal(signal.SIGINT)


def test_a_limit_too_short_for_anything_returns_a_checked_plan(portfolio: Portfolio) -> None:
    result = ro.solve(portfolio, ro.Options(time_limit=AT_ONCE))
    assert result.certificate.ended_by == "clock"
    assert_sound(portfolio, result)


def test_lines_get_nothing_more_once_the_run_is_stopped(portfolio: Portfolio) -> None:
    def stop_at(moment: int) -> Callable[[], bool]:
        moments = count()
        return lambda: next(moments) >= moment

    problem = compiling.compile_problem(portfolio)
    plans = [greedy(portfolio, problem.grid, problem.charges, stopped=stop_at(moment)) for moment in (1 << 40, 30)]
    first, second = (ro.check(portfolio, plan) for plan in plans)
    assert not first.violations and not second.violations
    assert 0 < plans[1].total() < plans[0].total()


@pytest.mark.parametrize("place", ["compile_problem", "prepare", "greedy", "levels_of"])
def test_an_early_interrupt_returns_a_checked_plan(
    portfolio: Portfolio, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, place, then(interrupt, getattr(run, place)))
    result = ro.solve(portfolio)
    assert result.certificate.ended_by == "user"
    assert_sound(portfolio, result)


def test_an_interrupt_while_the_result_is_made_changes_nothing(
    tiny: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    undisturbed = ro.solve(tiny, ro.Options(rounds=0))
    came = count()
    monkeypatch.setattr(run, "certificate", then(lambda: (next(came), interrupt()), certificate))
    result = ro.solve(tiny, ro.Options(rounds=0))
    assert next(came) == 1
    assert result.certificate.ended_by != "user"
    assert result.plan.total()
    assert (result.plan, result.score, result.status) == (undisturbed.plan, undisturbed.score, undisturbed.status)
