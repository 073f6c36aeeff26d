"""The exceptions of resopt, and `Issue`, the record of one fault in the input.

    ResoptError
      InputError            the user can mend it in the workbook or the frames; carries every Issue
      SolveError
        PlanRejectedError   a plan failed the checker: a fault of ours; nothing is written
      OutputError           the file cannot be written; carries the path
        FileOpenError       it is open in another program

A wrong call (a negative limit, an unknown option) is a plain ValueError.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

SHOWN = 20  # sentences of one kind in one column; the others are counted
REST = "input.more"  # the Issue that stands for issues of one kind that were only counted

_LETTERS = re.compile(r"[A-Z]{1,3}(?=\d)")


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

    @property
    def kind(self) -> tuple[str, ...]:
        """What issues of the same kind have in common: severity, sentence, sheet and column."""
        if self.code == REST:
            return tuple(self.values["kind"])
        return kind_of(self.severity, self.code, self.sheet, self.place, self.values)

    @property
    def count(self) -> int:
        """For how many issues it stands: 1, except where a rest was only counted."""
        return int(self.values["count"]) if self.code == REST else 1


def kind_of(severity: Severity, code: str, sheet: str, place: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the kind of an issue: severity, sentence, sheet and column."""
    letters = _LETTERS.match(place)
    return (severity.value, code, sheet, letters[0] if letters else str(values.get("column", "")))


def rest_of(kind: tuple[str, ...], count: int, last: str) -> Issue:
    """Return the Issue that says how many more of a kind there are, the last of them at `last`."""
    place = f"@{last}" if last.startswith("row ") else last
    return Issue(Severity(kind[0]), REST, kind[2], values={"kind": kind, "count": count, "last": place})


def shorten(issues: Iterable[Issue], most: int = SHOWN) -> list[Issue]:
    """Return the first issues of each kind in their order, each kind with one that counts the others."""
    given = list(issues)
    total, last = Counter[tuple[str, ...]](), dict[tuple[str, ...], str]()
    for issue in given:
        total[issue.kind] += issue.count
        last[issue.kind] = issue.values["last"].removeprefix("@") if issue.code == REST else issue.place
    seen, found = Counter[tuple[str, ...]](), list[Issue]()
    for issue in given:
        kind = issue.kind
        seen[kind] += 1
        if seen[kind] <= most and issue.code != REST:
            found.append(issue)
        elif seen[kind] == most + 1:
            found.append(rest_of(kind, total[kind] - most, last[kind]))
    return found


class ResoptError(Exception):
    """Base of all errors of resopt that a caller may want to catch together."""


class InputError(ResoptError):
    """The input cannot be used; `issues` holds the faults found, not only the first.

    Its text names the first of each kind in each column and counts the others. `remarks` are the warnings and infos
    that were found beside them. `language` is that of the Settings of the input (of a plan given in its place, that
    plan's), empty if they could not be read.
    """

    def __init__(
        self, issues: Sequence[Issue], lang: str = "en", language: str = "", remarks: Sequence[Issue] = ()
    ) -> None:
        self.issues = tuple(issues)
        self.remarks = tuple(remarks)
        self.language = language
        super().__init__("\n".join(issue.text(lang) for issue in shorten(self.issues)))

    def said_in(self, lang: str) -> InputError:
        """Return the same faults with their text in `lang`."""
        return InputError(self.issues, lang, self.language, self.remarks)


class SolveError(ResoptError):
    """The search could not give a plan that may be handed on."""


class PlanRejectedError(SolveError):
    """A plan did not pass the checker, or its score is not what the engine said."""


class OutputError(ResoptError):
    """A file cannot be written; `path` says which."""

    def __init__(self, message: str, path: str) -> None:
        self.path = path
        super().__init__(message)


class FileOpenError(OutputError):
    """The file is open in another program, which may write it or keep it from being replaced."""
