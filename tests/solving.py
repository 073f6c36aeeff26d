"""Solving in this process (no worker is started), and answers that several tests share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import cache
from types import TracebackType
from typing import Any, Self
from unittest.mock import patch

import oracle
import pytest
from tiny import tiny

from resopt.domain.records import Portfolio
from resopt.engine.options import Options
from resopt.plan import Plan
from resopt.result import Result


class Over:
    """A task that was done as soon as it was handed in."""

    over = True

    def __init__(self, value: Any) -> None:
        self._value = value

    def done(self) -> bool:
        return True

    def result(self, deadline: float | None = None) -> Any:
        return self._value

    def cancel(self) -> None:
        return None


class InProcess:
    """Stands in for the engine's pool of processes: hundreds of tiny solves would wait for nothing but starts."""

    def __init__(self, shared: Any, workers: int) -> None:
        self._shared = shared

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def run(self, work: Callable[[Any, Any], Any], tasks: Sequence[Any], deadline: float | None = None) -> list[Any]:
        return [work(self._shared, task) for task in tasks]

    def submit(self, work: Callable[[Any, Any], Any], task: Any) -> Over:
        return Over(work(self._shared, task))


def solved(
    portfolio: Portfolio, time_limit: float = 30.0, *, rounds: int | None = None, start: Plan | None = None
) -> Result:
    """Return the engine's result; the test is skipped where there is no engine yet."""
    solve = pytest.importorskip("resopt.engine.solve").solve
    with patch.object(sys.modules[solve.__module__], "Pool", InProcess):
        return solve(portfolio, Options(time_limit=time_limit, rounds=rounds, workers=1), start=start)


@cache
def best_of(seed: int) -> oracle.Best:
    """Return the oracle's best of `tiny(seed)`."""
    return oracle.best(tiny(seed))
