"""Rows of the benchmark as text, in Markdown so that they can be put into a note."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .judge import Row

HEADS = (
    *("case", "sha", "method", "limit", "s", "first s", "MB"),
    *("days met by tier", "short", "bound", "gap %", "proved", "=", "level 3", "bound 3"),
    *("set aside", "broken", "note"),
)
MOST_TIERS = 6


def table(rows: Sequence[Row]) -> str:
    """Return the rows under their heads, columns aligned."""
    cells: list[tuple[str, ...]] = [HEADS, *(_cells(row) for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(HEADS) - 1)]
    lines = ["| " + " | ".join([*(c.ljust(w) for c, w in zip(r, widths, strict=False)), r[-1]]) + " |" for r in cells]
    lines.insert(1, "|" + "|".join(["-" * (w + 2) for w in widths] + ["---"]) + "|")
    return "\n".join(lines) + "\n"


def _cells(row: Row) -> tuple[str, ...]:
    start = (row.case, row.sha256[:8], row.method, f"{row.limit:g}", f"{row.seconds:.1f}", _number(row.first, 1))
    memory = str(row.megabytes)
    if not row.vector:
        empty = ("",) * 9
        return (*start, memory, *empty, str(row.violations) if row.violations else "no plan", row.note)
    proved = "" if row.tiers_proved is None else f"{row.tiers_proved}/{len(row.tiers)}"
    return (
        *start,
        memory,
        _tiers(row.tiers),
        _number(row.short, 1),
        _number(row.coverage_bound, 1),
        _number(None if row.gap is None else 100 * row.gap, 2),
        proved,
        row.mark,
        _number(row.quality, 2),
        _number(row.quality_bound, 2),
        str(row.set_aside),
        str(row.violations),
        row.note,
    )


def _tiers(days: tuple[float, ...]) -> str:
    """Return the days of the first tiers, and of all if there are more."""
    shown = " ".join(f"{d:.1f}" for d in days[:MOST_TIERS])
    return shown if len(days) <= MOST_TIERS else f"{shown} ... = {sum(days):.1f}"


def _number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"
