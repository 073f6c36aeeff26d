"""Loading workbooks: one file, several files, or a folder of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from resopt.domain.records import Portfolio
from resopt.errors import InputError
from resopt.excel.findings import Findings
from resopt.excel.guard import refuse
from resopt.excel.read import read_tables
from resopt.tables.build import build

PathLike = str | Path


def load(path: PathLike | Sequence[PathLike], *, strict: bool = True, lang: str = "en") -> Portfolio:
    """Return the Portfolio that a workbook holds.

    Parameters
    ----------
    path
        An .xlsx or .xlsm file, several of them, or a folder; equal sheets of several files are appended.
    strict
        Raise if any row is faulty; if False such rows are left out and named in `portfolio.issues`.
    lang
        Language of the error text, `en` or `zh`.

    Raises
    ------
    InputError
        With every fault found, each with sheet and cell.
    """
    findings = Findings()
    try:
        paths = _files([path] if isinstance(path, (str, Path)) else list(path))
        tables, sha256 = read_tables(paths, findings)
    except InputError as error:
        raise InputError(error.issues, lang) from error
    return build(tables, findings, strict, lang, sha256, ", ".join(one.name for one in paths))


def _files(given: Sequence[PathLike]) -> list[Path]:
    found: list[Path] = []
    for path in map(Path, given):
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(
            one for one in path.iterdir() if one.suffix.lower() in (".xlsx", ".xlsm") and not one.name.startswith("~$")
        )
        if not inside:
            raise refuse("input.folder_empty", path)
        found += inside
    if not found:
        raise ValueError("no file is given")
    return found
