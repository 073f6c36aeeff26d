"""Sweeps: scenarios side by side on processes, on any executor, on a cluster that loses a worker; errors are rows."""

from __future__ import annotations

import os
import signal
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from builders import booking, day, line, person, plan, portfolio, project

import resopt as ro
from resopt.domain.changes import Hold, Leave, Scenario
from resopt.domain.records import Portfolio
from resopt.engine.alone import Alone
from resopt.scenarios import sweep as module

OPTIONS = ro.Options(rounds=1)


def base() -> Portfolio:
    return portfolio(
        [person("A", name="Ann"), person("B", name="Bo")],
        [project("P1", 1, name="Atlas"), project("P2", 2, name="Bolt")],
        [line("L1", "P1", weeks=2, fte=1), line("L2", "P2", weeks=2, fte=2)],
        bookings=[booking("A", "P1", {0: 1})],
    )


def words() -> dict[str, dict[str, Any]]:
    return {"hire": {"hire": {"Dev": 1}}, "typo": {"hire": {"Chef": 1}}, "gone": {"leave": {"Ann": "2026-01-11"}}}


@pytest.mark.parametrize("executor", [None, "threads"])
def test_each_scenario_is_a_row_and_a_failed_one_says_why(executor: str | None) -> None:
    told: list[tuple[int, int, str]] = []
    pool = ThreadPoolExecutor(2) if executor else None
    start = plan({("A", "L1", 0): 1000, ("A", "L1", 1): 1000})
    given = base()
    frame = ro.sweep(given, words(), pool, plan=start, options=OPTIONS, progress=lambda *one: told.append(one))
    assert frame["scenario"].tolist() == ["hire", "typo", "gone"]
    assert frame["met_days"].tolist()[0] == 30 and frame["met_days"].tolist()[2] == 15
    assert frame["committed P1"].tolist()[0] == 10
    assert frame["full_projects"].isna().tolist() == [False, True, False]
    assert frame.loc[1, "error"].startswith("ValueError: hire Chef: No person")
    assert sorted(one[0] for one in told) == [2, 3] and {one[2] for one in told} == {"hire", "gone"}
    assert given == base()


def test_scenarios_may_be_portfolios_or_those_of_the_sheet() -> None:
    one = base()
    given = [one.scenario("hold", hold="P2"), Scenario("leave", (Leave("B", day(0, 6)),)), Scenario("x", (Hold("P9"),))]
    with ThreadPoolExecutor(1) as pool:
        frame = ro.sweep(one, given, pool, options=OPTIONS)
    assert frame["scenario"].tolist() == ["hold", "leave", "x"]
    assert frame["met_days"].tolist()[:2] == [10, 15]
    assert "no project 'P9'" in frame.loc[2, "error"]


class Broken(Executor):
    """Loses every task `lost` times before it answers; afterwards it takes no more if it is `closed`."""

    def __init__(self, lost: int, *, closed: bool = False) -> None:
        self.left, self.closed, self.taken = lost, closed, 0

    def submit(self, work: Any, /, *given: Any, **named: Any) -> Future[Any]:
        self.taken += 1
        if self.closed and self.taken > 1:
            raise RuntimeError("shut down")
        future: Future[Any] = Future()
        if self.left:
            self.left -= 1
            future.set_exception(ConnectionError("worker lost"))
        else:
            future.set_result(work(*given, **named))
        return future


def test_what_an_executor_loses_is_handed_in_again() -> None:
    some = {"hold": {"hold": "P1"}}
    assert ro.sweep(base(), some, Broken(2), options=OPTIONS)["error"].tolist() == [None]
    lost = ro.sweep(base(), some, Broken(module.TRIES), options=OPTIONS)
    assert lost["error"].tolist() == ["ConnectionError: worker lost"]
    closed = ro.sweep(base(), some, Broken(1, closed=True), options=OPTIONS)
    assert closed["error"].tolist() == ["RuntimeError: shut down"]


def test_a_search_in_one_process_gives_the_plan_of_many() -> None:
    one = base()
    alone, many = (ro.solve(one, ro.Options(rounds=2, workers=workers)) for workers in (0, 1))
    assert alone.plan == many.plan
    with pytest.raises(ValueError, match="0 or more"):
        ro.Options(workers=-1)
    with Alone(5, 0) as pool:
        assert pool.run(lambda shared, task: shared + task, [1, 2]) == [6, 7]
        assert pool.run(lambda shared, task: shared + task, [1], deadline=0.0) == [None]
        assert pool.submit(lambda shared, task: shared * task, 3).result() == 15


def die_once(shared: Any, task: Any) -> Any:
    """Kill the process that does the first scenario, once; then do it."""
    mark = Path(os.environ["RESOPT_TEST_MARK"])
    if task[0] == "first" and not mark.exists():
        mark.write_text(str(os.getpid()))
        os.kill(os.getpid(), signal.SIGKILL)
    return PLAN_ONE(shared, task)


PLAN_ONE = module.plan_one


@pytest.mark.filterwarnings("default")  # of the cluster's own machinery
def test_a_cluster_that_loses_a_worker_ends_complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")
    mark = tmp_path / "killed"
    monkeypatch.setenv("RESOPT_TEST_MARK", str(mark))
    monkeypatch.setattr(module, "plan_one", die_once)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]))
    given = {"first": {"hold": "P1"}, "second": {"hold": "P2"}, "third": {"hire": {"Dev": 1}}, "fourth": {}}
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        before = {worker["pid"] for worker in client.run(lambda: {"pid": os.getpid()}).values()}
        frame = ro.sweep(base(), given, client.get_executor(), options=OPTIONS)
    killed = int(mark.read_text())
    assert killed in before
    assert frame["scenario"].tolist() == list(given)
    assert frame["error"].tolist() == [None] * 4
    assert frame["met_days"].tolist() == [20, 10, 30, 20]
