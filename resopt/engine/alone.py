"""A pool without processes: for a search inside a process that may start none, or that is one of many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any, TypeVar

from resopt.engine.pool import Handle, Pool

T = TypeVar("T")


class Alone(Pool):
    """Does every task where it is handed in, one after the other."""

    def run(self, work: Callable[[Any, Any], T], tasks: Sequence[Any], deadline: float | None = None) -> list[T | None]:
        """Return the results in the order of `tasks`; None for what is not begun by `deadline`."""
        return [None if deadline is not None and monotonic() > deadline else work(self._shared, task) for task in tasks]

    def submit(self, work: Callable[[Any, Any], T], task: Any) -> Handle[T]:
        """Do a task, and return its result as that of a task which is over."""
        handle: Handle[T] = Handle(self, b"")
        handle.end(work(self._shared, task))
        return handle

    def turn(self, deadline: float | None) -> None:
        """Do nothing: no task waits."""
