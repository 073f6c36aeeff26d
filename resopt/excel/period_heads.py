"""Period heads: which headers of a sheet are weeks or months; what had to be guessed is said in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from resopt.excel.cells import CellError, text_of
from resopt.excel.findings import Findings
from resopt.excel.raw import Layout
from resopt.excel.weeks import SATURDAY, Period, monday_of, month_from, period_in, week_from

NAMED = 20  # heads that one sentence lists


def read_period_heads(
    layout: Layout, heads: dict[int, Any], place: Callable[[int], str], findings: Findings
) -> dict[int, Period]:
    """Return the weeks and months among the headers by position; they are taken out of `heads`."""
    found: dict[int, Period] = {}
    guessed: list[int] = []
    days: dict[int, date] = {}
    typed = dict(heads)
    for index, header in typed.items():
        try:
            period = period_in(header, layout.context)
        except CellError as error:
            findings.stop(error.code, layout.sheet, place(index), **error.values)
            del heads[index]
            continue
        if period is None:
            continue
        del heads[index]
        if isinstance(period, tuple):
            found[index] = period[0]
            guessed += [index] if period[1] else []
        else:
            days[index] = period
    read, odd = _periods_of(days)
    found |= read
    for index in odd:
        day = days[index]
        values = {"found": day.isoformat(), "monday": monday_of(day).isoformat()}
        findings.stop("input.week_not_monday", layout.sheet, place(index), **values)
    guessed += [index for index in read if read[index].start != days[index] or not read[index].is_week]
    _tell(layout, {index: typed[index] for index in sorted(guessed)}, found, place, findings)
    return found


def _periods_of(days: Mapping[int, date]) -> tuple[dict[int, Period], list[int]]:
    """Return the week or month that each date stands for, and the dates that nobody can place.

    First days of months that follow each other are months; a date from Tuesday to Friday is its week. A Saturday or
    Sunday may end a week or begin one.
    """
    if _are_months(list(days.values())):
        return {index: month_from(day.year, day.month) for index, day in days.items()}, []
    odd = [index for index, day in days.items() if day.weekday() >= SATURDAY]
    return {index: week_from(monday_of(day)) for index, day in days.items() if index not in odd}, odd


def _are_months(days: list[date]) -> bool:
    if len(days) < 2 or any(day.day != 1 for day in days):
        return False
    ordered = sorted(days)
    return any((two - one).days < 32 for one, two in pairwise(ordered))


def _tell(
    layout: Layout,
    guessed: Mapping[int, Any],
    found: Mapping[int, Period],
    place: Callable[[int], str],
    findings: Findings,
) -> None:
    if guessed:
        texts = [f"{text_of(head)} = {found[index].name}" for index, head in guessed.items()]
        shown = [*texts[:NAMED], "…"] if len(texts) > NAMED else texts
        first = next(iter(guessed))
        findings.note("input.heads_taken", layout.sheet, place(first), count=len(texts), heads=shown)
