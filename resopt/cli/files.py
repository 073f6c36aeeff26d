"""Paths given on the command line: refused before a long search, written without being torn by Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import resopt as ro
from resopt.cli.faults import Fault, Refused
from resopt.messages import say


def check_output(path: Path, inputs: Sequence[Path], lang: str, suffix: str = ".xlsx") -> None:
    """Refuse a file that could not be written in the end, or that would overwrite an input."""
    if path.is_dir():
        raise Fault(say("cli.output_is_folder", lang, path=path))
    if suffix and path.suffix.lower() != suffix:
        raise Refused(say("cli.output_not_xlsx", lang, path=path))
    if path.exists() and any(source.exists() and path.samefile(source) for source in inputs):
        raise Refused(say("cli.output_is_input", lang, path=path))
    if not path.absolute().parent.is_dir():
        raise Fault(say("cli.output_no_folder", lang, path=path.absolute().parent))
    if not os.access(path if path.exists() else path.absolute().parent, os.W_OK):
        raise Fault(say("cli.output_denied", lang, path=path))


def check_new(path: Path, lang: str) -> None:
    """Refuse a file that holds something already: people type into a sample."""
    if path.exists() and path.stat().st_size:
        raise Fault(say("cli.output_exists", lang, path=path))


def write_json(path: Path, content: dict[str, Any], lang: str) -> None:
    """Write `content` as UTF-8 JSON.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    try:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise ro.OutputError(say("cli.output_denied", lang, path=path), str(path)) from error


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Ignore Ctrl-C inside: the plan is found, and a second key press must not tear the file."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
