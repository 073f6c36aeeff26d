"""Puts a finished workbook on the disk: the whole new file or the untouched old one."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import zipfile
import zlib
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from time import time

from resopt.errors import FileOpenError, OutputError
from resopt.excel.inject import inject
from resopt.messages import say

WRITABLE = 0o222  # rights of which a file has at least one unless it was made read-only
ABANDONED = 3600.0  # seconds after which nobody writes a file any more
AUTHOR = "resopt"  # who made and last saved a workbook that nobody has touched


def put(path: Path, content: bytes, lang: str) -> None:
    """Write `content` beside `path`, then rename it.

    Raises
    ------
    OutputError
        If the folder is missing, the path is a folder or no .xlsx, the file is open elsewhere or may not be written.
    """
    folder = path.parent
    if not folder.is_dir():
        raise OutputError(say("output.no_folder", lang, path=folder), str(path))
    if path.is_dir():
        raise OutputError(say("output.is_folder", lang, path=path), str(path))
    if path.suffix.lower() != ".xlsx":
        raise OutputError(say("output.not_xlsx", lang, path=path), str(path))
    _check_closed(path, lang)
    try:
        _replace(path, content)
    except PermissionError as error:
        raise FileOpenError(say("output.denied", lang, path=path), str(path)) from error
    except OSError as error:
        raise OutputError(say("output.failed", lang, path=path, reason=error.strerror or error), str(path)) from error


def put_into(path: Path, ours: bytes, lang: str) -> Path:
    """Put the sheets of a workbook of ours into the one at `path`; return the copy of it that is kept.

    Raises
    ------
    OutputError
        If the file is open elsewhere, may not be written, or is such that nothing is put into it.
    """
    _check_closed(path, lang)
    content = inject(path, ours, lang)
    copy = _copy_name(path)
    try:
        _check_writable(path)
        shutil.copy2(path, copy)
        _replace(path, content)
    except PermissionError as error:
        raise FileOpenError(say("output.denied", lang, path=path), str(path)) from error
    except OSError as error:
        raise OutputError(say("output.failed", lang, path=path, reason=error.strerror or error), str(path)) from error
    return copy


def _copy_name(path: Path) -> Path:
    """Return a free name for a copy, with the time at which it is made."""
    now = datetime.now().strftime("%Y-%m-%d %H%M%S")
    names = (path.with_name(f"{path.stem} (before {now}{(n and f' {n}') or ''}){path.suffix}") for n in count())
    return next(name for name in names if not name.exists())


def _check_closed(path: Path, lang: str) -> None:
    for lock in (path.parent / f"~${path.name}", path.parent / f".~lock.{path.name}#"):  # Excel, LibreOffice
        if lock.exists():
            raise FileOpenError(say("output.open", lang, path=path), str(path))


def is_as_written(path: Path) -> bool:
    """Return whether a file is one of ours that no program has saved since: they note when they did."""
    try:
        with zipfile.ZipFile(path) as package:
            properties = package.read("docProps/core.xml").decode()
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, ValueError):
        return False  # nothing of ours
    times = re.findall(r"<dcterms:(?:created|modified)[^>]*>([^<]*)<", properties)
    return f"<cp:lastModifiedBy>{AUTHOR}<" in properties and len(times) == 2 and times[0] == times[1]


def _replace(path: Path, content: bytes) -> None:
    _check_writable(path)
    _clear(path.parent)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".resopt-", suffix=".xlsx")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else _new_file_mode())
        os.replace(name, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise


def _check_writable(path: Path) -> None:
    """Refuse a file that was made read-only, which renaming another one over it would not notice everywhere."""
    if path.exists() and not path.stat().st_mode & WRITABLE:
        raise PermissionError(path)


def _clear(folder: Path) -> None:
    """Delete what writers left behind that were killed on the way; younger files may still be written."""
    for file in folder.glob(".resopt-*.xlsx"):
        with suppress(OSError):
            if time() - file.stat().st_mtime > ABANDONED:
                file.unlink()


def _new_file_mode() -> int:
    """Return the rights a new file gets; a temporary file would be readable by its owner only."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
