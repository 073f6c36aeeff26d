"""Old and foreign workbooks (.xls, .xlsb, .ods): read in a process of their own, whose memory and time are bounded.

The reader of these formats ends its process if a cell stands far away; no `except` catches that. Run as
`python -m resopt.excel.old_formats SUFFIX` it reads a workbook from stdin and writes its sheets to stdout.
"""

from __future__ import annotations

import io
import os
import pickle
import subprocess
import sys
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

from resopt.excel.guard import check_sizes, refuse

SUFFIXES = (".xls", ".xlsb", ".ods")
SECONDS = 120
MEMORY = 3 * 2**30
MAX_CELLS = 20_000_000

Sheets = dict[str, list[list[Any]]]


def read_old(content: bytes, path: Path) -> Sheets:
    """Return the rows of each sheet by title.

    Raises
    ------
    InputError
        If the file is damaged, protected, or too large to be read.
    """
    if content.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                check_sizes(archive, path)
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise refuse("input.file_damaged", path) from error
    elif not content.startswith(b"\xd0\xcf\x11\xe0"):
        raise refuse("input.file_not_workbook", path)
    command = [sys.executable, "-m", __name__]
    try:
        where = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False, env=where)
    except subprocess.TimeoutExpired as error:
        raise refuse("input.file_damaged", path) from error
    if done.returncode == 0:
        sheets: Sheets = pickle.loads(done.stdout)  # written by ourselves a moment ago
        return sheets
    raise refuse(
        "input.file_password" if done.stderr.strip().endswith(b"PasswordError") else "input.file_damaged", path
    )


def main() -> None:
    """Read a workbook from stdin, write its sheets to stdout; the exit code says whether that was possible."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        sheets: Sheets = {}
        total = 0
        for title in book.sheet_names:
            sheet = book.get_sheet_by_name(title)
            height, width = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)
            total += height * width
            if total > MAX_CELLS:
                sys.exit("too large")
            sheets[title] = sheet.to_python(skip_empty_area=False)
    except CalamineError as error:
        sys.exit(type(error).__name__)
    sys.stdout.buffer.write(pickle.dumps(sheets))


if __name__ == "__main__":
    main()
