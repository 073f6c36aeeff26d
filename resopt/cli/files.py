"""Paths given on the command line: refused before a long search rather than after it; edited files are kept."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import resopt as ro
from resopt.cli.faults import Fault, Refused
from resopt.excel.book import READ
from resopt.excel.write_file import is_as_written
from resopt.messages import say

if TYPE_CHECKING:
    from resopt.report.audience import Audience


def check_output(
    path: Path, inputs: Sequence[Path], lang: str, suffix: str = ".xlsx", others: Sequence[Path] = ()
) -> None:
    """Refuse a file that could not be written in the end, or that would overwrite an input or another output."""
    try:
        if path.is_dir():
            raise Fault(say("cli.output_is_folder", lang, path=path))
        if suffix and path.suffix.lower() != suffix:
            raise Refused(say("cli.output_not_xlsx", lang, path=path))
        if any(_is_same(path, source) for source in _read(inputs)):
            raise Refused(say("cli.output_is_input", lang, path=path))
        if any(_is_same(path, other) for other in others):
            raise Refused(say("cli.output_twice", lang, path=path))
        if not path.absolute().parent.is_dir():
            raise Fault(say("cli.output_no_folder", lang, path=path.absolute().parent))
        if not os.access(path if path.exists() else path.absolute().parent, os.W_OK):
            raise Fault(say("cli.output_denied", lang, path=path))
    except OSError as error:  # a name that the system does not take
        raise Fault(say("output.failed", lang, path=path, reason=error.strerror or error)) from error


def check_audience(portfolio: ro.Portfolio, text: str, lang: str) -> Audience:
    """Return whom a text means; refuse an audience, department or project that there is not."""
    from resopt.report.audience import UnknownAudience, audience_of

    try:
        return audience_of(portfolio, text)
    except UnknownAudience as error:
        near = say("cli.nearest", lang, nearest=error.nearest) if error.nearest else ""
        key = f"cli.no_{error.kind}" if error.kind else "cli.no_audience"
        raise Refused(say(key, lang, text=error.text, nearest=near)) from error


def check_names(path: Path, audience: Audience, lang: str) -> None:
    """Refuse a workbook that has sheets or tables of its own named like those to be put in."""
    from resopt.excel.inject import check_target
    from resopt.report.taken import sheets_taken, tables_taken

    check_target(path, sheets_taken(audience, lang), tables_taken(audience), lang)


def check_into(path: Path, others: Sequence[Path], lang: str) -> None:
    """Refuse a workbook to put sheets into that is not there, or is itself written or given back."""
    if not path.is_file() or path.suffix.lower() not in (".xlsx", ".xlsm"):
        raise Fault(say("into.no_workbook", lang, path=path))
    if any(_is_same(path, other) for other in others):
        raise Refused(say("cli.output_twice", lang, path=path))


def _read(inputs: Sequence[Path]) -> Iterator[Path]:
    """Yield every file that is read: a folder stands for the workbooks in it."""
    for source in inputs:
        if os.path.isdir(source):  # False for a name that the system does not take
            yield from (file for file in source.iterdir() if file.suffix.lower() in READ)
        else:
            yield source


def _is_same(path: Path, other: Path) -> bool:
    """Return whether two names lead to one file, there or not, however they are written or linked."""
    if os.path.exists(path) and os.path.exists(other):
        return path.samefile(other)
    return os.path.normcase(os.path.realpath(path)) == os.path.normcase(os.path.realpath(other))


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
    except PermissionError as error:
        raise ro.OutputError(say("cli.output_denied", lang, path=path), str(path)) from error
    except OSError as error:
        raise ro.OutputError(
            say("output.failed", lang, path=path, reason=error.strerror or error), str(path)
        ) from error


@contextmanager
def kept_if_edited(path: Path) -> Iterator[Path | None]:
    """Copy a file that is replaced inside, unless it is as `solve` wrote it; yield the copy, gone if writing fails.

    People type into our workbooks, and a wrong name would replace somebody else's file.
    """
    copy = None
    if path.exists() and not is_as_written(path):
        copy = _free_name(path)
        shutil.copy2(path, copy)
    try:
        yield copy
    except BaseException:
        if copy:
            copy.unlink(missing_ok=True)
        raise


def free_name(path: Path) -> Path:
    """Return the name with the first number, from 2 on, that is free: `plan 2.xlsx`."""
    names = (path.with_name(f"{path.stem} {number}{path.suffix}") for number in count(2))
    return next(name for name in names if not name.exists())


def _free_name(path: Path) -> Path:
    """Return a name for a copy, with the day on which the file was last saved."""
    day = datetime.fromtimestamp(path.stat().st_mtime).strftime("%Y-%m-%d")
    more = chain([""], (f" {number}" for number in count(2)))
    names = (path.with_name(f"{path.stem} (kept {day}{one}){path.suffix}") for one in more)
    return next(name for name in names if not name.exists())
