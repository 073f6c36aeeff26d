"""Worker processes die, hang and are interrupted: the pool must answer, and leave nothing behind."""

from __future__ import annotations

import multiprocessing
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pool_tasks as tasks
import pytest

from resopt.engine import interrupt, worker
from resopt.engine.interrupt import debounced_interrupts, sigterm_as_interrupt
from resopt.engine.pool import Pool

HERE = Path(__file__).parent
LONG = 60.0  # seconds that nothing here needs


def soon(seconds: float) -> float:
    return time.monotonic() + seconds


def is_alive(pid: int) -> bool:
    """Return whether a process runs; one that has ended may wait for its parent to ask."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")")[1].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def until(condition: Callable[[], Any], seconds: float = LONG) -> bool:
    end = soon(seconds)
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


# --- tasks ---


def test_results_come_in_the_order_of_the_tasks() -> None:
    with Pool(100, 2) as pool:
        assert pool.run(tasks.add, range(8), soon(LONG)) == [100 + i for i in range(8)]
        assert pool.run(tasks.add, []) == []


def test_large_values_travel() -> None:
    shared, task = b"s" * 5_000_000, b"t" * 3_000_000
    with Pool(shared, 1) as pool:
        assert pool.run(tasks.size, [task]) == [shared + task]


def test_no_more_processes_than_workers_or_tasks() -> None:
    with Pool(None, 2) as pool:
        assert len(set(pool.run(tasks.pid, [None]))) == 1
        assert len(multiprocessing.active_children()) == 1
        pool.run(tasks.pid, [None] * 6)
        assert len(multiprocessing.active_children()) == 2


def test_what_a_task_raises_is_raised_with_its_place() -> None:
    with Pool(None, 1) as pool:
        with pytest.raises(ValueError, match="no such thing") as caught:
            pool.run(tasks.fail, [1, 2])
        assert "pool_tasks.py" in caught.value.__notes__[0]
        with pytest.raises(RuntimeError, match="1 and 2"):
            pool.run(tasks.fail_oddly, [1])
        with pytest.raises(AttributeError, match="lambda"):
            pool.run(tasks.give_what_cannot_travel, [1])
    with Pool(1, 1) as pool:
        assert pool.run(tasks.add, [1]) == [2]


# --- processes that die ---


def test_a_task_whose_process_is_killed_is_run_again(tmp_path: Path) -> None:
    with Pool(None, 2) as pool:
        files = [(tmp_path / str(i), i) for i in range(3)]
        assert pool.run(tasks.die_at_first, files, soon(LONG)) == [1, 2, 3]


def test_a_task_without_memory_is_run_again(tmp_path: Path) -> None:
    with Pool(None, 1) as pool:
        assert pool.run(tasks.out_of_memory, [(tmp_path / "log", 1)], soon(LONG)) == [2]


def test_only_the_task_that_dies_again_is_given_up(tmp_path: Path) -> None:
    with Pool(None, 2) as pool:
        log = tmp_path / "log"
        assert pool.run(tasks.die_at_first, [(log, 99), *((tmp_path / str(i), 0) for i in range(5))], soon(LONG)) == [
            None,
            *[1] * 5,
        ]
        assert len(log.read_text()) == Pool.TRIES


def test_a_finished_task_is_not_run_again(tmp_path: Path) -> None:
    with Pool(None, 2) as pool:
        first = pool.submit(tasks.die_at_first, (tmp_path / "first", 0))
        assert first.result(soon(LONG)) == 1
        assert pool.run(tasks.die, [None], soon(LONG)) == [None]
        assert (first.result(), (tmp_path / "first").read_text()) == (1, "x")


@pytest.mark.parametrize("deadline", [None, LONG])
def test_processes_that_die_at_their_start_give_none(deadline: float | None, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(worker, "serve", tasks.leave)
        with Pool(b"x" * 5_000_000, 2) as pool:
            end = None if deadline is None else soon(deadline)
            assert pool.run(tasks.size, [b"y" * 1_000_000] * 4, end) == [None] * 4
            patch.undo()
            assert pool.run(tasks.size, [b""], soon(LONG)) == [b"x" * 5_000_000]  # it has got better


def test_processes_that_die_while_they_load_give_none() -> None:
    with Pool([tasks.Bomb(), b"x" * 1_000_000], 2) as pool:
        assert pool.run(tasks.add, [1, 2, 3], soon(LONG)) == [None] * 3


def test_what_cannot_be_loaded_is_told() -> None:
    with Pool(tasks.Fault(), 2) as pool, pytest.raises(ValueError, match="no number"):
        pool.run(tasks.add, [1], soon(LONG))


def test_a_system_that_starts_no_process_gives_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Any) -> None:
        raise BlockingIOError

    monkeypatch.setattr(worker._Process, "start", refuse)
    with Pool(1, 2) as pool:
        assert pool.run(tasks.add, [1, 2], soon(LONG)) == [None, None]


# --- the clock ---


def test_the_deadline_holds_and_what_is_there_counts(tmp_path: Path) -> None:
    with Pool(None, 2) as pool:
        pool.run(tasks.pid, [None] * 4)  # both have started
        one, end = pool.submit(tasks.pid, None), soon(1)
        assert pool.run(tasks.wait_for, [tmp_path / "never"], end) == [None]
        assert time.monotonic() < end + 1
        assert one.done()
        assert pool.run(tasks.pid, [None], soon(LONG)) != [None]


def test_the_deadline_holds_while_processes_hang_at_their_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "serve", tasks.stay_silent)
    with Pool(b"x" * 5_000_000, 2) as pool:
        end = soon(1)
        assert pool.run(tasks.size, [b"y"] * 3, end) == [None] * 3
        assert time.monotonic() < end + 1


# --- long and short tasks side by side ---


def test_short_tasks_run_beside_a_long_one(tmp_path: Path) -> None:
    with Pool(None, 2) as pool:
        long = pool.submit(tasks.wait_for, tmp_path / "go")
        short = pool.run(tasks.pid, [None] * 4, soon(LONG))
        assert None not in short
        assert not long.done()
        assert long.result(soon(0.1)) is None
        (tmp_path / "go").touch()
        assert long.result(soon(LONG)) not in (None, *short)
        assert long.done()


def test_one_worker_does_one_after_the_other(tmp_path: Path) -> None:
    with Pool(5, 1) as pool:
        handles = [pool.submit(tasks.add, i) for i in range(3)]
        assert pool.run(tasks.add, [10], soon(LONG)) == [15]
        assert [handle.result() for handle in handles] == [5, 6, 7]


def test_a_cancelled_task_frees_its_worker(tmp_path: Path) -> None:
    with Pool(None, 1) as pool:
        long, behind = (pool.submit(tasks.wait_for, tmp_path / name) for name in ("never", "neither"))
        assert until(lambda: not long.done() and (tmp_path / "never.pid").exists())
        behind.cancel()
        long.cancel()
        assert pool.run(tasks.pid, [None], soon(LONG)) != [None]
        assert (long.done(), long.result(), behind.done(), behind.result()) == (True, None, True, None)
        assert not (tmp_path / "neither.pid").exists()


def test_a_death_beside_it_leaves_a_long_task_alone(tmp_path: Path) -> None:
    with Pool(None, 2) as pool:
        long = pool.submit(tasks.wait_for, tmp_path / "go")
        assert until(lambda: not long.done() and (tmp_path / "go.pid").exists())
        pid = int((tmp_path / "go.pid").read_text())
        assert pool.run(tasks.die, [None], soon(LONG)) == [None]
        (tmp_path / "go").touch()
        assert long.result(soon(LONG)) == pid


# --- the end ---


def test_stop_ends_processes_in_the_middle_of_their_work(tmp_path: Path) -> None:
    with Pool(None, 2) as pool:
        handles = [pool.submit(tasks.wait_for, tmp_path / name) for name in ("a", "b", "c")]
        files = [tmp_path / "a.pid", tmp_path / "b.pid"]
        assert until(lambda: not handles[0].done() and all(f.exists() and f.read_text() for f in files))
        pids = [int(file.read_text()) for file in files]
    assert not any(is_alive(pid) for pid in pids)
    assert [(handle.done(), handle.result()) for handle in handles] == [(True, None)] * 3


SCRIPT = """
import sys
sys.path.insert(0, {here!r})
import pool_tasks
from resopt.engine.pool import Pool
print("begin", flush=True)
with Pool(1, 2) as pool:
    print(pool.run({work}, {tasks}), flush=True)
"""


def script(work: str, its_tasks: str) -> str:
    return SCRIPT.format(here=str(HERE), work=f"pool_tasks.{work}", tasks=its_tasks)


def start(*command: str, **options: Any) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    options = {"stdout": pipe, "stderr": pipe, "start_new_session": True, **options}
    return subprocess.Popen([sys.executable, *command], text=True, **options)


@pytest.mark.parametrize("from_stdin", [False, True])
def test_a_script_needs_no_guard(from_stdin: bool, tmp_path: Path) -> None:
    code = script("add", "[1, 2, 3]")
    file = tmp_path / "script.py"
    file.write_text(code)
    job = start("-", stdin=subprocess.PIPE) if from_stdin else start(str(file))
    assert job.communicate(code if from_stdin else None, timeout=LONG) == ("begin\n[2, 3, 4]\n", "")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_workers_end_with_their_parent(number: int, tmp_path: Path) -> None:
    names = [tmp_path / name for name in ("a", "b")]
    job = start("-c", script("wait_for", f"[pool_tasks.Path(name) for name in {[str(name) for name in names]}]"))
    files = [name.with_suffix(".pid") for name in names]
    assert until(lambda: all(file.exists() and file.read_text() for file in files))
    pids = [int(file.read_text()) for file in files]
    job.send_signal(number)
    job.communicate(timeout=LONG)
    assert until(lambda: not any(is_alive(pid) for pid in pids), 10)


INTERRUPTED = """
import os, signal, sys, time
sys.path.insert(0, {here!r})
import pool_tasks
from resopt.engine.pool import Pool
with Pool(1, 2) as pool:
    try:
        handles = [pool.submit(pool_tasks.wait_for, pool_tasks.Path(name)) for name in ("a", "b")]
        time.sleep({delay})
        os.killpg(0, signal.SIGINT)
        time.sleep(60)
    except KeyboardInterrupt:
        print(pool.run(pool_tasks.add, []), flush=True)
        time.sleep(1)
"""


@pytest.mark.parametrize("delay", [0, 0.02, 0.05, 0.1, 0.3])
def test_ctrl_c_does_not_reach_workers_that_start(delay: float, tmp_path: Path) -> None:
    job = start("-c", INTERRUPTED.format(here=str(HERE), delay=delay), cwd=tmp_path)
    assert job.communicate(timeout=LONG) == ("[]\n", "")


# --- Ctrl-C pressed twice ---


def test_an_interrupt_counts_once() -> None:
    with debounced_interrupts() as interrupts:
        assert not interrupts.heard
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        for _ in range(3):
            signal.raise_signal(signal.SIGINT)
        assert interrupts.heard
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_an_interrupt_that_is_kept_back_comes_through_later() -> None:
    with debounced_interrupts() as interrupts:
        interrupts.hold()
        signal.raise_signal(signal.SIGINT)
        assert interrupts.kept
        with pytest.raises(KeyboardInterrupt):
            interrupts.release()
        interrupts.release()
        assert not interrupts.kept


def test_an_interrupt_that_got_lost_can_be_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interrupt, "PAUSE", 0.0)
    with debounced_interrupts() as interrupts:
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)
        interrupts.ignore()
        signal.raise_signal(signal.SIGINT)


def test_blocks_inside_each_other_hear_one_interrupt() -> None:
    with debounced_interrupts() as outer:
        with debounced_interrupts() as inner, pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        assert outer.heard
        assert inner.heard


def test_sigterm_counts_only_where_it_is_an_interrupt() -> None:
    with debounced_interrupts():
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    with sigterm_as_interrupt(), debounced_interrupts():
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_ignored_interrupts_stay_ignored_and_other_threads_change_nothing() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with debounced_interrupts():
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)
    found = []

    def look() -> None:
        with debounced_interrupts():
            found.append(signal.getsignal(signal.SIGINT))

    thread = Thread(target=look)
    thread.start()
    thread.join()
    assert found == [before]
