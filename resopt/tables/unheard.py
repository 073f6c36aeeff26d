"""Unheard: what people type into sheet Plan and resopt does not act on yet, answered cell by cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from resopt.domain.grid import bound_lines
from resopt.domain.records import Booking, Line, Portfolio
from resopt.excel.cells import CellError, fold
from resopt.tables.rows import Row, word_of


class Bookings:
    """The rows of Assignments behind sheet Plan, whose locks, reasons and approvers stand there untyped."""

    def __init__(self, portfolio: Portfolio) -> None:
        self._of_pair: dict[tuple[str, str], list[Booking]] = defaultdict(list)
        for booking in portfolio.bookings:
            self._of_pair[booking.person_id, booking.project_id].append(booking)
        self._lines: dict[str, list[Line]] = defaultdict(list)
        for line in portfolio.lines:
            self._lines[line.project_id].append(line)

    def behind(self, person: str, line: Line, monday: date) -> list[Booking]:
        """Return the rows about this person on this line in the week of `monday`."""
        lines, sunday = tuple(self._lines[line.project_id]), monday + timedelta(days=6)
        return [
            b
            for b in self._of_pair.get((person, line.project_id), ())
            if any(s.start <= sunday and s.end >= monday for s in b.segments) and line.id in bound_lines(b, lines)
        ]


def note_unheard(row: Row, bookings: Sequence[Booking]) -> None:
    """Note each cell of Lock, Decision, Reason and Approved By that says more than Assignments does."""
    written = {
        "lock": {b.lock.value for b in bookings},
        "decision": set[str](),
        "reason": _joined([b.reason for b in bookings]),
        "approved_by": _joined([b.approved_by for b in bookings]),
    }
    for key, known in written.items():
        text = row.text(key)
        if text and (_lock(text) if key == "lock" else fold(text)) not in known:
            row.note("input.plan_unheard", key, column=f"@plan.{key}", found=text)


def _joined(texts: Sequence[str]) -> set[str]:
    said = sorted({text for text in texts if text})
    return {fold(mark.join(said)) for mark in (", ", "、")}


def _lock(text: str) -> str:
    try:
        return word_of(text, "lock")
    except CellError:
        return text
