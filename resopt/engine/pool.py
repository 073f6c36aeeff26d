"""Worker processes: solves run apart from the parent, a process that dies is replaced and its task run again."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from time import monotonic
from types import TracebackType
from typing import Any, Self, TypeVar

T = TypeVar("T")
_shared: dict[str, Any] = {}


def _begin(shared: Any) -> None:
    """Keep what all tasks need; leave Ctrl-C to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _shared["value"] = shared


def _run(work: Callable[[Any, Any], T], task: Any) -> T:
    return work(_shared["value"], task)


class Pool:
    """Processes that share one value (sent once) and run `work(shared, task)`.

    A task whose process dies is tried `TRIES` times; then its result is None.
    """

    TRIES = 3

    def __init__(self, shared: Any, workers: int) -> None:
        self._shared = shared
        self._workers = workers
        self._live: ProcessPoolExecutor | None = None

    @property
    def _executor(self) -> ProcessPoolExecutor:
        """The processes, started when the first task comes."""
        if self._live is None:
            self._live = self._fresh()
        return self._live

    def _fresh(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._workers, context, _begin, (self._shared,))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End all processes at once."""
        if self._live is not None:
            processes = list((self._live._processes or {}).values())
            self._live.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                process.kill()
            self._live = None

    def run(self, work: Callable[[Any, Any], T], tasks: Sequence[Any], deadline: float | None = None) -> list[T | None]:
        """Return the results in the order of `tasks`; None for what dies again or is late (after `deadline`)."""
        results: list[T | None] = [None] * len(tasks)
        waiting = list(range(len(tasks)))
        for _ in range(self.TRIES):
            futures = {i: self._executor.submit(_run, work, tasks[i]) for i in waiting}
            waiting, late = self._collect(futures, results, deadline)
            if late:
                self.stop()
            if late or not waiting:
                break
            self.stop()
        return results

    def _collect(
        self, futures: dict[int, Future[T]], results: list[T | None], deadline: float | None
    ) -> tuple[list[int], bool]:
        """Fill in what has ended; return what died, and whether the deadline has passed."""
        died = []
        for i, future in futures.items():
            try:
                results[i] = future.result(None if deadline is None else max(0.0, deadline - monotonic()))
            except BrokenProcessPool:
                died.append(i)
            except TimeoutError:
                return died, True
        return died, False
