"""`solve`: the best plan found for a portfolio, checked; Ctrl-C and worker processes from beginning to end."""

from __future__ import annotations

from resopt.arguments import need_plan, need_portfolio
from resopt.domain.records import Portfolio
from resopt.engine.alone import Alone
from resopt.engine.interrupt import debounced_interrupts
from resopt.engine.options import Listener, Options, need_search
from resopt.engine.pool import Pool
from resopt.engine.run import Run
from resopt.plan import Plan
from resopt.result import Result


def solve(
    portfolio: Portfolio, options: Options | None = None, *, start: Plan | None = None, listener: Listener | None = None
) -> Result:
    """Return the best plan found for `portfolio`, checked, with what was proved about it.

    Parameters
    ----------
    portfolio
        What to plan.
    options
        How long to search; Ctrl-C ends the search early and returns the best plan so far.
    start
        A plan to start from, if it keeps all limits; else the greedy plan is used.
    listener
        Called with a `Progress` whenever the search has something to tell.

    Raises
    ------
    PlanRejectedError
        If the plan to be returned does not pass the checker.
    ValueError
        If an argument is not what it should be.
    """
    need_portfolio("portfolio", portfolio)
    need_search(options, listener)
    need_plan("start", start, may_lack=True)
    with debounced_interrupts() as interrupts:
        interrupts.hold()
        run = Run(portfolio, options or Options(), listener)
        run.begin(start, lambda: interrupts.kept)
        try:
            interrupts.release()
            with (Pool if run.options.workers else Alone)(run.problem, run.options.workers) as pool:
                run.search_all(pool)
                interrupts.ignore()
        except KeyboardInterrupt:
            interrupts.ignore()
            run.ended_by = "user"
        return run.result()
