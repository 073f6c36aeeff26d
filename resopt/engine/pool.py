"""Worker processes: solves run apart from the parent, a process that dies is replaced and its task run again.

A worker starts with nothing but its end of a pipe; the shared value and the tasks follow once it has said that it
listens. So neither a worker that dies while it starts nor one that never answers can keep the parent from its deadline.
"""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Sequence
from functools import cached_property
from multiprocessing.connection import wait
from time import monotonic
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from resopt.engine.worker import Worker

T = TypeVar("T")


class Handle(Generic[T]):
    """A task of a Pool: waiting, in a worker, or over."""

    def __init__(self, pool: Pool, order: bytes) -> None:
        self._pool = pool
        self.order = order
        self.tries = 0
        self.over = False
        self._value: T | None = None
        self._error: Exception | None = None

    def end(self, value: T | None = None, error: Exception | None = None) -> None:
        """Keep what came out."""
        self.over, self._value, self._error = True, value, error

    def done(self) -> bool:
        """Return whether the task is over, without waiting."""
        self._pool.turn(monotonic())
        return self.over

    def result(self, deadline: float | None = None) -> T | None:
        """Return the result; None if it is not there by `deadline` (ask again), was given up or cancelled.

        What the task raised is raised here.
        """
        while not self.over:
            self._pool.turn(deadline)
            if deadline is not None and monotonic() >= deadline:
                break
        if self._error is not None:
            raise self._error
        return self._value

    def cancel(self) -> None:
        """Drop the task unless it is over; a worker that is busy with it is ended."""
        if not self.over:
            self._pool.drop(self)


class Pool:
    """Processes that share one value (sent once to each) and run `work(shared, task)`; for use in one thread.

    Tasks are handed out in the order in which they were submitted, whenever the pool is asked for something. A task
    whose process dies is tried `TRIES` times; then its result is None. Once so many processes have died without a
    task, no more are started, and if none is left, the tasks that wait are given up.
    """

    TRIES = 3

    def __init__(self, shared: Any, workers: int) -> None:
        self._shared = shared
        self._most = workers
        self._crew: list[Worker] = []
        self._busy: dict[Worker, Handle[Any]] = {}
        self._waiting: deque[Handle[Any]] = deque()
        self._lost = 0  # processes that died without a task, since the last result

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End all processes at once; tasks that are not over are dropped."""
        for worker in self._crew:
            worker.kill()
        while self._crew:
            self._crew.pop().end()
        for handle in (*self._busy.values(), *self._waiting):
            handle.end()
        self._busy.clear()
        self._waiting.clear()

    def run(self, work: Callable[[Any, Any], T], tasks: Sequence[Any], deadline: float | None = None) -> list[T | None]:
        """Return the results in the order of `tasks`; None for what dies again or is late (after `deadline`)."""
        handles = [self.submit(work, task) for task in tasks]
        try:
            return [handle.result(deadline) for handle in handles]
        finally:
            for handle in handles:
                handle.cancel()

    def submit(self, work: Callable[[Any, Any], T], task: Any) -> Handle[T]:
        """Hand in a task behind those that wait, and return at once."""
        handle: Handle[T] = Handle(self, pickle.dumps((work, task), pickle.HIGHEST_PROTOCOL))
        self._waiting.append(handle)
        self.turn(monotonic())
        return handle

    def turn(self, deadline: float | None) -> None:
        """Hand out tasks, then hear what workers have to say, waiting for the first word until `deadline`."""
        self._hire()
        self._hand_out()
        if self._crew:
            left = None if deadline is None else max(0.0, deadline - monotonic())
            ready = wait([worker.link for worker in self._crew], left)
            for worker in [one for one in self._crew if one.link in ready]:
                self._hear(worker)

    def drop(self, handle: Handle[Any]) -> None:
        """Take back a task that is not over."""
        handle.end()
        if handle in self._waiting:
            self._waiting.remove(handle)
        for worker in [worker for worker, its in self._busy.items() if its is handle]:
            del self._busy[worker]
            self._crew.remove(worker)
            worker.end()

    @cached_property
    def _cargo(self) -> bytes:
        """What every worker needs before its first task."""
        return pickle.dumps(self._shared, pickle.HIGHEST_PROTOCOL)

    def _hire(self) -> None:
        """Start as many processes as there is work for."""
        wanted = min(self._most, len(self._waiting) + len(self._busy))
        while len(self._crew) < wanted and self._lost < self.TRIES:
            worker = Worker()
            self._crew.append(worker)
            if not worker.start():
                self._lose(worker)
        if not self._crew:
            while self._waiting:
                self._waiting.popleft().end()
            self._lost = 0

    def _hand_out(self) -> None:
        """Give the tasks that wait to the workers that do."""
        for worker in [one for one in self._crew if one.is_ready and one not in self._busy][: len(self._waiting)]:
            handle = self._busy[worker] = self._waiting.popleft()
            if not worker.send(handle.order):
                self._lose(worker)

    def _hear(self, worker: Worker) -> None:
        """Take one message of a worker; its silence for ever means that it has died."""
        try:
            value, error = worker.receive()
        except (EOFError, OSError):
            self._lose(worker)
            return
        if worker in self._busy:
            self._lost = 0
            self._busy.pop(worker).end(value, error)
        elif error is not None:  # it cannot load what all tasks need: nor could another
            raise error
        elif not worker.go_on(self._cargo):
            self._lose(worker)

    def _lose(self, worker: Worker) -> None:
        """Bury a worker that has died; its task is the next to be handed out, or is given up."""
        self._crew.remove(worker)
        worker.end()
        handle = self._busy.pop(worker, None)
        if handle is None:
            self._lost += 1
            return
        handle.tries += 1
        if handle.tries < self.TRIES:
            self._waiting.appendleft(handle)
        else:
            handle.end()
