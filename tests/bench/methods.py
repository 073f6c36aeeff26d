"""The methods that are compared; each takes a portfolio, seconds, workers and a desk to report on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import count
from time import monotonic

from resopt.domain.records import Portfolio
from resopt.plan import Plan

from .desk import Claims, Desk

Answer = tuple[Plan | None, Claims | None]
Method = Callable[[Portfolio, float, int, Desk], Answer]
SLOPE_ROUNDS = 60  # of one start of slope scaling


def engine(portfolio: Portfolio, seconds: float, workers: int, desk: Desk) -> Answer:
    """Plan with `ro.solve`."""
    from resopt.engine.options import Options, Progress
    from resopt.engine.solve import solve

    def told(progress: Progress) -> None:
        desk.phase(f"{progress.level}: {progress.value:g}, bound {progress.bound:g}")
        desk.seen()

    result = solve(portfolio, Options(time_limit=seconds, workers=workers), listener=told)
    proof = result.certificate
    note = f"{proof.status}, ended by {proof.ended_by}, {proof.rounds} rounds"
    desk.offer(result.plan, Claims.of(proof), note)
    return result.plan, Claims.of(proof)


def greedy(portfolio: Portfolio, seconds: float, workers: int, desk: Desk) -> Answer:
    """Plan with the greedy of the certificate."""
    from resopt.domain.grid import lay_out
    from resopt.engine.greedy import greedy as plan_greedily

    plan = plan_greedily(portfolio, lay_out(portfolio))
    desk.offer(plan, Claims())
    return plan, None


def slope(portfolio: Portfolio, seconds: float, workers: int, desk: Desk) -> Answer:
    """Plan with slope scaling alone, restarted with other noise until the time is over, without any search after it.

    Each restart is the engine's own construction: flows, then the guided greedy plan that keeps all rules.
    """
    from resopt.checker import prepare
    from resopt.engine.cells import plan_of
    from resopt.engine.compile import compile_problem
    from resopt.engine.construct import Build, construct
    from resopt.engine.search import rank

    began, problem, checker = monotonic(), compile_problem(portfolio), prepare(portfolio)
    best: tuple[tuple[int, ...], Plan] | None = None
    for seed in count():
        built = construct(problem, Build(seed, began + seconds * 0.95, SLOPE_ROUNDS))
        if built is not None:
            plan = plan_of(problem, built.state)
            found = rank(checker.check(plan), portfolio.policy.kind == "weighted"), plan
            if best is None or found[0] < best[0]:
                best = found
                desk.offer(plan, Claims())
        if monotonic() - began > seconds * 0.9 or built is None:
            break
    return (None if best is None else best[1]), None


def _whole(portfolio: Portfolio, seconds: float, workers: int, desk: Desk, *, solver: str, hinted: bool) -> Answer:
    from .whole import solve_whole

    return solve_whole(portfolio, seconds, workers, desk, solver, hinted)


def tj3(portfolio: Portfolio, seconds: float, workers: int, desk: Desk, *, weekly: bool = False) -> Answer:
    """Plan with TaskJuggler; `weekly` is another way to write the portfolio down for it."""
    from .taskjuggler import plan_with_tj3

    plan, note = plan_with_tj3(portfolio, seconds, desk, weekly)
    if plan is not None:
        desk.offer(plan, Claims(), note)
    else:
        desk.close(note)
    return plan, None


METHODS: dict[str, Method] = {
    "engine": engine,
    "greedy": greedy,
    "slope": slope,
    **{
        f"{solver}{'-hinted' if hinted else ''}": partial(_whole, solver=solver, hinted=hinted)
        for solver in ("scip", "cp-sat", "highs")
        for hinted in (False, True)
    },
    "tj3": tj3,
    "tj3-weekly": partial(tj3, weekly=True),
}
