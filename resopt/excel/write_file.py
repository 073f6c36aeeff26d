"""Puts a finished workbook on the disk: the whole new file or the untouched old one."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from resopt.errors import OutputError
from resopt.messages import say


def put(path: Path, content: bytes, lang: str) -> None:
    """Write `content` beside `path`, then rename it.

    Raises
    ------
    OutputError
        If the folder is missing, the path is a folder, the file is open elsewhere or may not be written.
    """
    folder = path.parent
    if not folder.is_dir():
        raise OutputError(say("output.no_folder", lang, path=folder), str(path))
    if path.is_dir():
        raise OutputError(say("output.is_folder", lang, path=path), str(path))
    for lock in (folder / f"~${path.name}", folder / f".~lock.{path.name}#"):  # Excel, LibreOffice
        if lock.exists():
            raise OutputError(say("output.open", lang, path=path), str(path))
    try:
        _replace(path, content)
    except PermissionError as error:
        raise OutputError(say("output.denied", lang, path=path), str(path)) from error
    except OSError as error:
        raise OutputError(say("output.failed", lang, path=path, reason=error.strerror or error), str(path)) from error


def _replace(path: Path, content: bytes) -> None:
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


def _new_file_mode() -> int:
    """Return the rights a new file gets; a temporary file would be readable by its owner only."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
