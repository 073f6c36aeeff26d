"""The exceptions of resopt, and `Issue`, the record of one fault in the input.

    ResoptError
      InputError            the user can mend it in the workbook or the frames; carries every Issue
      SolveError
        PlanRejectedError   a plan failed the checker: a fault of ours; nothing is written
      OutputError           the file cannot be written; carries the path

A wrong call (a negative limit, an unknown option) is a plain ValueError.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Severity(Enum):
    """How much an Issue matters: an error stops, a warning may be a mistake, an info says what was assumed."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Issue:
    """One fault or remark about the input, with the place where it stands.

    Parameters
    ----------
    severity
        Error, warning or info.
    code
        Key of the sentence in the catalogue of messages.
    sheet
        Key of the sheet or frame (`demand`), empty if none.
    place
        Cell address (`D17`), or `row 3` label of a frame, empty if none.
    values
        What the sentence is filled with; plain text and numbers only.
    """

    severity: Severity
    code: str
    sheet: str = ""
    place: str = ""
    values: dict[str, Any] = field(default_factory=dict, hash=False)

    def text(self, lang: str = "en") -> str:
        """Return the sentence, with its place in front, in `lang`."""
        from resopt.messages import say

        sentence = say(self.code, lang, **self.values)
        if not self.sheet:
            return sentence
        row = self.place.removeprefix("row ")
        kind = "place" if self.place else "place_sheet"
        return say(kind if row == self.place else "place_row", lang, sheet=f"@{self.sheet}", place=row) + sentence


class ResoptError(Exception):
    """Base of all errors of resopt that a caller may want to catch together."""


class InputError(ResoptError):
    """The input cannot be used; `issues` holds every fault found, not only the first."""

    def __init__(self, issues: Sequence[Issue], lang: str = "en") -> None:
        self.issues = tuple(issues)
        super().__init__("\n".join(issue.text(lang) for issue in self.issues))


class SolveError(ResoptError):
    """The search could not give a plan that may be handed on."""


class PlanRejectedError(SolveError):
    """A plan did not pass the checker, or its score is not what the engine said."""


class OutputError(ResoptError):
    """A file cannot be written; `path` says which."""

    def __init__(self, message: str, path: str) -> None:
        self.path = path
        super().__init__(message)
