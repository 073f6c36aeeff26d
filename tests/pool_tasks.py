"""What the workers of test_pool.py do; apart from the tests, so that a worker loads nothing else."""

from __future__ import annotations

import os
import signal
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any


class OddError(Exception):
    """An error that cannot be unpickled."""

    def __init__(self, first: int, second: int) -> None:
        super().__init__(f"{first} and {second}")


class Bomb:
    """A value that ends whoever loads it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (1,)


class Fault:
    """A value that cannot be loaded."""

    def __reduce__(self) -> tuple[Any, ...]:
        return int, ("no number",)


def add(shared: int, task: int) -> int:
    return shared + task


def pid(shared: Any, task: Any) -> int:
    return os.getpid()


def size(shared: bytes, task: bytes) -> bytes:
    return shared + task


def die(shared: Any, task: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_at_first(shared: Any, task: tuple[Path, int]) -> int:
    """Count the tries in a file; die in the middle of the first ones."""
    file, deaths = task
    with file.open("a") as log:
        log.write("x")
    if len(file.read_text()) <= deaths:
        os.kill(os.getpid(), signal.SIGKILL)
    return len(file.read_text())


def out_of_memory(shared: Any, task: tuple[Path, int]) -> int:
    file, deaths = task
    with file.open("a") as log:
        log.write("x")
    if len(file.read_text()) <= deaths:
        raise MemoryError
    return len(file.read_text())


def fail(shared: Any, task: Any) -> None:
    raise ValueError("no such thing")


def fail_oddly(shared: Any, task: Any) -> None:
    raise OddError(1, 2)


def give_what_cannot_travel(shared: Any, task: Any) -> Any:
    return lambda: None


def wait_for(shared: Any, file: Path) -> int:
    """Tell the process by its number beside `file`, and wait until that is there."""
    file.with_suffix(".pid").write_text(str(os.getpid()))
    for _ in range(6000):  # two minutes: a test that fails leaves nobody behind
        if file.exists():
            break
        time.sleep(0.02)
    return os.getpid()


def stay_silent(link: Connection) -> None:
    """Stand in for a worker that hangs while it starts."""
    time.sleep(600)


def leave(link: Connection) -> None:
    """Stand in for a worker that dies while it starts."""
    os._exit(1)
