"""One worker process: how it is started, what it does, and how it ends together with its parent."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import Pipe, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from threading import Thread
from types import ModuleType
from typing import Any

_HELD = (signal.SIGINT, signal.SIGTERM)
_PATIENCE = 5.0  # seconds until a killed process must be gone


class Worker:
    """A worker as its parent sees it: it says hello, gets what all tasks need, says so, then answers task by task."""

    def __init__(self) -> None:
        self.link, self._far = Pipe()
        self._process = _Process(target=serve, args=(self._far,), daemon=True)
        self._has_cargo = False
        self.is_ready = False

    def start(self) -> bool:
        """Start the process; return whether the system could."""
        try:
            self._process.start()
        except OSError:
            return False
        finally:
            self._far.close()  # the other end is the child's alone, so that its death ends our reading
        return True

    def send(self, content: bytes) -> bool:
        """Send to a process that listens; return whether it is still there."""
        try:
            self.link.send_bytes(content)
        except OSError:
            return False
        return True

    def receive(self) -> tuple[Any, Exception | None]:
        """Return a value and an error, one of them None; EOFError or OSError if the process is gone."""
        value, error = self.link.recv()
        return value, error

    def go_on(self, cargo: bytes) -> bool:
        """Follow a word that answers no task: after the first the process gets its cargo, after the second tasks."""
        self.is_ready = self._has_cargo
        if self.is_ready:
            return True
        self._has_cargo = True
        return self.send(cargo)

    def kill(self) -> None:
        """End the process without waiting for its end."""
        if self._process.pid is not None:
            self._process.kill()

    def end(self) -> None:
        """End the process and wait until it is gone."""
        self.link.close()
        if self._process.pid is not None:
            self._process.kill()
            self._process.join(_PATIENCE)
            if self._process.exitcode is not None:
                self._process.close()


class _Process(SpawnProcess):
    """A process that knows nothing of the script that started it."""

    def start(self) -> None:
        """Start the process."""
        with _held_signals(), _no_main():
            super().start()


@contextmanager
def _held_signals() -> Iterator[None]:
    """Hold Ctrl-C back: a process starts as deaf as its parent is then, and the parent hears it afterwards."""
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # started later, it would let the signals through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _HELD)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _no_main() -> Iterator[None]:
    """Hide the script: a process would run it again, with all that is not behind `if __name__ == "__main__"`."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def serve(link: Connection) -> None:
    """Answer the parent until it is gone; runs in the worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _HELD)
    Thread(target=_leave_with_parent, daemon=True).start()
    with suppress(EOFError, OSError):  # nobody is left to answer to
        link.send((None, None))
        shared = _load(link)
        while True:
            link.send_bytes(_answer(shared, link.recv_bytes()))


def _leave_with_parent() -> None:
    """End this process in the middle of its work when its parent is gone."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def _load(link: Connection) -> Any:
    """Return what all tasks need."""
    content = link.recv_bytes()
    try:
        shared = pickle.loads(content)
    except Exception as error:
        link.send_bytes(_packed_error(error))
        raise SystemExit(1) from error
    link.send((None, None))
    return shared


def _answer(shared: Any, order: bytes) -> bytes:
    """Run a task and return its value or its error; without memory the process ends, and the task is run again."""
    try:
        work, task = pickle.loads(order)
        return pickle.dumps((work(shared, task), None), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        os._exit(1)
    except Exception as error:
        return _packed_error(error)


def _packed_error(error: Exception) -> bytes:
    """Return an error with its traceback as a note; one that cannot travel becomes its text."""
    text = "".join(traceback.format_exception(error))
    error.add_note(text)
    try:
        content = pickle.dumps((None, error), pickle.HIGHEST_PROTOCOL)
        pickle.loads(content)
    except Exception:
        return pickle.dumps((None, RuntimeError(text)), pickle.HIGHEST_PROTOCOL)
    return content
