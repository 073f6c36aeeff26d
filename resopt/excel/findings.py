"""Findings: every fault and remark that reading meets, collected so that all are told at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from resopt.errors import InputError, Issue, Severity, kind_of, rest_of

HELD = 10_000  # issues of one kind in one column; what comes after them is only counted
LONGEST = 200  # letters of a text from a cell that a sentence repeats


class Findings:
    """A growing list of Issues.

    `fatal` marks faults after which no row could be trusted (a missing sheet or column); they raise even when
    bad rows are to be left out.
    """

    def __init__(self) -> None:
        self._issues: list[Issue] = []
        self._count = Counter[tuple[str, ...]]()
        self._last: dict[tuple[str, ...], str] = {}
        self.language = ""  # of the Settings, once they are read
        self.fatal = False
        self.faulty_sheets: set[str] = set()

    @property
    def issues(self) -> list[Issue]:
        """All issues; of kinds with more than `HELD` a last one that counts the others."""
        rests = [rest_of(kind, self._count[kind] - HELD, last) for kind, last in self._last.items()]
        return self._issues + rests

    @property
    def has_errors(self) -> bool:
        """Whether any fault was found."""
        return bool(self.faulty_sheets)

    def error(self, code: str, sheet: str = "", place: str = "", **values: Any) -> None:
        """Note a fault of one row or cell."""
        self._add(Severity.ERROR, code, sheet, place, values)

    def stop(self, code: str, sheet: str = "", place: str = "", **values: Any) -> None:
        """Note a fault without which nothing can be read."""
        self.fatal = True
        self.error(code, sheet, place, **values)

    def warn(self, code: str, sheet: str = "", place: str = "", **values: Any) -> None:
        """Note what may be a mistake."""
        self._add(Severity.WARNING, code, sheet, place, values)

    def note(self, code: str, sheet: str = "", place: str = "", **values: Any) -> None:
        """Note what was assumed or not used."""
        self._add(Severity.INFO, code, sheet, place, values)

    def _add(self, severity: Severity, code: str, sheet: str, place: str, values: dict[str, Any]) -> None:
        if severity is Severity.ERROR:
            self.faulty_sheets.add(sheet)
        kind = kind_of(severity, code, sheet, place, values)
        self._count[kind] += 1
        if self._count[kind] > HELD:
            self._last[kind] = place
            return
        # rows of frames are marked, so that a sentence names them in its own language
        shown = {key: _shown(value) if isinstance(value, str) else value for key, value in values.items()}
        self._issues.append(Issue(severity, code, sheet, place, shown))

    def check(self, strict: bool, lang: str, is_sure: Callable[[Issue], bool] = lambda _: True) -> None:
        """Raise all errors found, if there are any that may not be passed over.

        Of the warnings and infos those go along that `is_sure` keeps: what a fault elsewhere may have caused is not.

        Raises
        ------
        InputError
            With every error found so far.
        """
        if not self.has_errors or not (strict or self.fatal):
            return
        found = self.issues
        errors = [issue for issue in found if issue.severity is Severity.ERROR]
        remarks = [issue for issue in found if issue.severity is not Severity.ERROR and is_sure(issue)]
        raise InputError(errors, lang, self.language, remarks)


def _shown(text: str) -> str:
    if text.startswith("row "):
        return f"@{text}"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
