"""Ctrl-C while a search runs: it ends the search, and a key pressed twice must not cost the plan that was found."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from types import FrameType
from typing import Any

PAUSE = 2.0  # seconds; an interrupt can be lost (in an import, a callback), so a later one counts again

_Handler = Callable[[int, FrameType | None], Any]


class Interrupts:
    """The interrupts of a block: whether one was heard, and whether another still counts."""

    def __init__(self) -> None:
        self.heard = False
        self._deaf_until = 0.0
        self.kept = False  # whether one waits for `release`
        self._holds = False

    def ignore(self) -> None:
        """Let no interrupt through from now on: what was searched for is found."""
        self._deaf_until = float("inf")

    def hold(self) -> None:
        """Keep an interrupt back until `release`: without what is being made there would be nothing to return."""
        self._holds = True

    def release(self) -> None:
        """Let the interrupt through that was kept back, if there was one."""
        kept, self.kept, self._holds = self.kept, False, False
        if kept:
            raise KeyboardInterrupt

    def handler(self, before: _Handler) -> _Handler:
        """Return a handler that hands a signal to `before` unless one was handed on a moment ago."""

        def hear(number: int, frame: FrameType | None) -> None:
            if monotonic() >= self._deaf_until:
                self.heard, self._deaf_until = True, monotonic() + PAUSE
                try:
                    before(number, frame)
                except KeyboardInterrupt:
                    if not self._holds:
                        raise
                    self.kept = True

        return hear


@contextmanager
def debounced_interrupts() -> Iterator[Interrupts]:
    """Let an interrupt through inside, and drop those that follow within `PAUSE`, or after `ignore`.

    A signal that nobody handles (SIGTERM outside the command line, Ctrl-C under nohup) is left as it is. Only the
    main thread is ever interrupted; elsewhere nothing changes.
    """
    interrupts = Interrupts()
    before: dict[signal.Signals, _Handler] = {}
    try:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                handler = signal.getsignal(number)
                if callable(handler):
                    before[number] = handler
                    signal.signal(number, interrupts.handler(handler))
        yield interrupts
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def sigterm_as_interrupt() -> Iterator[None]:
    """Let SIGTERM (a shutdown, a container that is stopped) do inside what Ctrl-C does; for the main thread."""
    before = signal.getsignal(signal.SIGTERM)
    if before is not signal.SIG_DFL:  # somebody else has plans for it
        yield
        return
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
