"""Sweep: many scenarios planned side by side, on processes of this machine or on any executor, as one frame."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import CancelledError, Executor, Future, as_completed
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Any

from resopt.arguments import listed, need_call, need_kind, need_plan, need_portfolio
from resopt.domain.changes import Scenario, apply
from resopt.domain.records import Portfolio
from resopt.domain.units import MICRO, to_days
from resopt.engine.options import Options, need_search
from resopt.engine.pool import Pool
from resopt.messages import say
from resopt.plan import Plan
from resopt.result import Result
from resopt.scenarios.arguments import need_executor
from resopt.scenarios.case import Case, case_of
from resopt.scenarios.whatif import scenario, whatif

if TYPE_CHECKING:
    from pandas import DataFrame

Progress = Callable[[int, int, str], None]  # done, in all, name of the scenario that is done
Row = dict[str, Any]
Task = tuple[str, Portfolio, Portfolio, Plan | None, Options]  # name, base, changed, plan of the base, options

TRIES = 3  # of a scenario whose worker dies
LIMIT = 5.0  # seconds for each scenario
FORM = "a list of portfolios or scenarios, or a mapping from name to changes"
FIRST = ("scenario", "error", "status", "seconds", "met_days", "bound_days", "gap_days")


def sweep(
    portfolio: Portfolio,
    scenarios: Iterable[Portfolio | Scenario] | Mapping[str, Mapping[str, Any]],
    executor: Executor | None = None,
    *,
    plan: Plan | None = None,
    options: Options | None = None,
    progress: Progress | None = None,
) -> DataFrame:
    """Return one row per scenario, planned side by side.

    Parameters
    ----------
    portfolio
        The base.
    scenarios
        Portfolios that `portfolio.scenario` made, scenarios of the sheet (`portfolio.scenarios`), or a mapping from
        name to the words of `portfolio.scenario`: `{"hire": {"hire": {"Tester": 1}}}`.
    executor
        Any executor of `concurrent.futures`, for example `dask.distributed.Client(...).get_executor()`; default:
        processes of this machine, one per core.
    plan
        The plan of the base from which every search starts.
    options
        How long each search may take (default 5 seconds); each uses one process, `workers` does not count.
    progress
        Called with how many are done, how many there are, and the name of the one just done.

    Returns
    -------
    DataFrame
        In the order of the scenarios: scenario, error (text, None where all went well), status (text), seconds,
        met_days, bound_days, gap_days, load, cost, change_days, overtime_days, quality (float), full_projects,
        projects, people, moves, set_aside (Int64), and one column of days met per tier (`committed 1`). A scenario that
        failed has a row with its error.

    Raises
    ------
    ValueError
        If an argument is of the wrong kind; what is wrong in one scenario is the error of its row.
    """
    need_portfolio("portfolio", portfolio)
    need_plan("plan", plan, may_lack=True)
    need_search(options)
    need_call("progress", progress)
    need_executor(executor)
    limit = replace(options or Options(time_limit=LIMIT), workers=0)
    rows: list[Row | None] = []
    tasks: list[tuple[int, Task]] = []
    for name, make in _named(portfolio, scenarios):
        rows.append(None)
        try:
            tasks.append((len(rows) - 1, (name, portfolio, make(), plan, limit)))
        except Exception as error:  # of any kind: it is the answer of this scenario
            rows[-1] = _failed(name, error)
    told = _Told(progress, len(rows), len(rows) - len(tasks))
    for place, row in _on_processes(tasks) if executor is None else _on_executor(tasks, executor):
        rows[place] = row
        told.one(row["scenario"])
    return _frame([row for row in rows if row is not None])


class _Told:
    """Counts what is done for somebody who listens."""

    def __init__(self, progress: Progress | None, total: int, done: int) -> None:
        self._progress, self._total, self._done = progress, total, done

    def one(self, name: str) -> None:
        """Tell of one more."""
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, self._total, name)


def _named(
    portfolio: Portfolio, scenarios: Iterable[Portfolio | Scenario] | Mapping[str, Mapping[str, Any]]
) -> list[tuple[str, Callable[[], Portfolio]]]:
    """Return each scenario as its name and what makes it."""
    if isinstance(scenarios, Mapping):
        return [(str(name), lambda n=name, w=words: _worded(portfolio, n, w)) for name, words in scenarios.items()]  # type: ignore[misc]
    found: list[tuple[str, Callable[[], Portfolio]]] = []
    for number, one in enumerate(listed("scenarios", scenarios, FORM), 1):
        need_kind("each of scenarios", one, (Portfolio, Scenario), "a Portfolio or a Scenario of the sheet")
        name = one.name or say("compare.case", portfolio.settings.language, n=number)
        if isinstance(one, Scenario):
            found.append((name, lambda s=one: apply(portfolio, s.changes, s.name)))  # type: ignore[misc]
        else:
            found.append((name, lambda p=one: p))  # type: ignore[misc]
    return found


def _worded(portfolio: Portfolio, name: str, words: Mapping[str, Any]) -> Portfolio:
    need_kind("a scenario", words, Mapping, "a mapping such as {'hire': {'Tester': 1}}")
    return scenario(portfolio, name, **words)


def plan_one(shared: Any, task: Task) -> Row:
    """Return the row of a scenario; whatever goes wrong is its error. Done in a worker."""
    name, base, changed, plan, options = task
    began = monotonic()
    try:
        result = whatif(base, changed, plan, options)
        return _row(name, result, monotonic() - began)
    except Exception as error:  # a row with its error, never the end of the sweep
        return _failed(name, error)


def _row(name: str, result: Result, seconds: float) -> Row:
    case: Case = case_of(result, name)
    wanted, met = sum(case.wanted.values()), sum(case.met.values())
    capacity = sum(case.capacity.values())
    row: Row = {
        "scenario": name,
        "error": None,
        "status": result.status,
        "seconds": seconds,
        "met_days": to_days(met),
        "bound_days": to_days(result.certificate.coverage_bound),
        "gap_days": to_days(wanted - met),
        "load": sum(case.load.values()) / capacity if capacity else None,
        "cost": case.cost,
        "change_days": to_days(case.score.change),
        "overtime_days": to_days(case.score.overtime),
        "quality": case.score.quality / MICRO,
        "full_projects": case.full,
        "projects": len(case.grid.lines_of),
        "people": len(case.portfolio.people),
        "moves": case.moves,
        "set_aside": sum(case.score.set_aside),
    }
    tiers = zip(case.portfolio.tiers, case.score.tiers, strict=True)
    return row | {f"{tier.kind} {tier.label}": to_days(score.all) for tier, score in tiers}


def _failed(name: str, error: BaseException) -> Row:
    return {"scenario": name, "error": f"{type(error).__name__}: {error}"}


def _on_processes(tasks: list[tuple[int, Task]]) -> Iterable[tuple[int, Row]]:
    """Yield rows as they come from processes of this machine; one that dies is replaced and its task done again."""
    with Pool(None, max(1, os.cpu_count() or 1)) as pool:
        waiting = {place: (task[0], pool.submit(plan_one, task)) for place, task in tasks}
        while waiting:
            pool.turn(None)
            for place, (name, handle) in list(waiting.items()):
                if handle.over:
                    del waiting[place]
                    row = handle.result()
                    yield place, row if row is not None else _failed(name, ChildProcessError("its processes died"))


def _on_executor(tasks: list[tuple[int, Task]], executor: Executor) -> Iterable[tuple[int, Row]]:
    """Yield rows as they come from an executor; what it loses is handed in again."""
    tries = dict.fromkeys((place for place, _ in tasks), 1)
    pending = {executor.submit(plan_one, None, task): (place, task) for place, task in tasks}
    while pending:
        again: dict[Future[Row], tuple[int, Task]] = {}
        for future in as_completed(pending):
            place, task = pending[future]
            error = CancelledError() if future.cancelled() else future.exception()
            if error is None:
                yield place, future.result()
            elif tries[place] < TRIES:
                tries[place] += 1
                try:
                    again[executor.submit(plan_one, None, task)] = (place, task)
                except Exception as refused:  # an executor that is broken takes nothing more
                    yield place, _failed(task[0], refused)
            else:
                yield place, _failed(task[0], error)
        pending = again


def _frame(rows: list[Row]) -> DataFrame:
    from pandas import DataFrame

    columns = dict.fromkeys([*FIRST, *(key for row in rows for key in row)])
    frame = DataFrame([{key: row.get(key) for key in columns} for row in rows], columns=list(columns))
    counts = ("full_projects", "projects", "people", "moves", "set_aside")
    text = ("scenario", "error", "status")
    types = {key: "Int64" if key in counts else float for key in columns if key not in text}
    return frame.astype(types)
