"""Loading workbooks: one file, several files, or a folder of them."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from resopt.arguments import listed, need_path
from resopt.domain.records import Portfolio
from resopt.errors import InputError
from resopt.excel.book import READ
from resopt.excel.findings import Findings
from resopt.excel.guard import refuse
from resopt.excel.read import read_tables
from resopt.tables.build import build
from resopt.tables.examples import drop_examples

PathLike = str | Path


def load(path: PathLike | Sequence[PathLike], *, strict: bool = True, lang: str = "en") -> Portfolio:
    """Return the Portfolio that a workbook holds.

    Parameters
    ----------
    path
        A workbook or text file (.xlsx, .xlsm, .csv; .xls, .xlsb and .ods with a warning), several, or a
        folder; equal sheets of several files are appended.
    strict
        Raise if any row is faulty; if False such rows are left out and named in `portfolio.issues`.
    lang
        Language of the error text, `en` or `zh`.

    Raises
    ------
    InputError
        With every fault found, each with sheet and cell.
    ValueError
        If it is no name of a file and no list of names.
    """
    given = [path] if isinstance(path, (str, Path)) else listed("path", path, "the name of a file, or a list of names")
    for one in given:
        need_path("each of path", one)
    findings = Findings()
    with _without_collection():
        try:
            paths = files_of(given)
            tables, sha256 = read_tables(paths, findings)
        except InputError as error:
            raise InputError(error.issues, lang, error.language) from error
        drop_examples(tables, findings)
        return build(tables, findings, strict, lang, sha256, ", ".join(one.name for one in paths))


@contextmanager
def _without_collection() -> Iterator[None]:
    """Keep the garbage collector out while records are made: they hold no cycles, and it would look at all again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def files_of(given: Sequence[PathLike]) -> list[Path]:
    """Return the files that are read: a folder stands for the workbooks in it.

    Raises
    ------
    InputError
        If a folder holds none.
    """
    found: list[Path] = []
    for path in map(Path, given):
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(
            one for one in path.iterdir() if one.suffix.lower() in READ and not one.name.startswith(("~$", "."))
        )
        if not inside:
            raise refuse("input.folder_empty", path)
        found += inside
    if not found:
        raise ValueError("no file is given")
    return found
