"""Findings: every fault and remark that reading meets, collected so that all are told at once."""

from __future__ import annotations

from typing import Any

from resopt.errors import InputError, Issue, Severity


class Findings:
    """A growing list of Issues.

    `fatal` marks faults after which no row could be trusted (a missing sheet or column); they raise even when
    bad rows are to be left out.
    """

    def __init__(self) -> None:
        self.issues: list[Issue] = []
        self.fatal = False

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
        # rows of frames are marked, so that a sentence names them in its own language
        shown = {k: f"@{v}" if isinstance(v, str) and v.startswith("row ") else v for k, v in values.items()}
        self.issues.append(Issue(severity, code, sheet, place, shown))

    @property
    def has_errors(self) -> bool:
        """Whether any error was noted."""
        return any(issue.severity is Severity.ERROR for issue in self.issues)

    def check(self, strict: bool, lang: str) -> None:
        """Raise all errors found, if there are any that may not be passed over.

        Raises
        ------
        InputError
            With every error found so far.
        """
        errors = [issue for issue in self.issues if issue.severity is Severity.ERROR]
        if errors and (strict or self.fatal):
            raise InputError(errors, lang)
