"""Row: the cells of one raw row as typed values; every fault is noted with its address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar

from resopt.excel.cells import YEARS, CellError, clean, date_of, id_of, is_loose, is_percent, number_of, squash, text_of
from resopt.excel.findings import Findings
from resopt.excel.raw import Bad, RawRow
from resopt.excel.weeks import Period, period_in
from resopt.messages.names import VALUES
from resopt.tables.limits import most_of, shown_limit
from resopt.tables.lookup import nearest

T = TypeVar("T")
ZERO, ONE = Fraction(0), Fraction(1)

# What the numbers of a column count: a text such as `40人天` may say so once more.
COUNTED = {
    "days": "days", "available_days": "days", "person_months": "months", "fte": "FTE", "min_fte": "FTE",
    "cost_per_day": "money", "budget": "money",
}  # fmt: skip


@cache
def words(kind: str) -> dict[str, str]:
    """Return the English word of each spelling of a kind of value."""
    return {squash(one): row[0] for row in VALUES[kind] for one in row}


def is_yes(value: Any) -> bool:
    """Return whether a cell says yes: a word, 1 or 0, or a logical value, be it as text.

    Raises
    ------
    CellError
        If it says neither yes nor no.
    """
    if isinstance(value, (int, float)) and value in (0, 1):
        return bool(value)
    text = text_of(value)
    return squash(text) == "true" if squash(text) in ("true", "false") else word_of(text, "yes_no") == "yes"


def word_of(text: str, kind: str) -> str:
    """Return the English word that `text` stands for.

    Raises
    ------
    CellError
        If it is none of the words of this kind.
    """
    found = words(kind).get(squash(text))
    if found is not None:
        return found
    choices = [f"@{kind}:{row[0]}" for row in VALUES[kind]]
    near = nearest(squash(text), words(kind))
    if near:
        raise CellError("input.unknown_word_near", found=text, choices=choices, near=_as_written(near, kind))
    raise CellError("input.unknown_word", found=text, choices=choices)


def _as_written(squashed: str, kind: str) -> str:
    """Return a word as it is written: our own in the language of the sentence, another spelling as it is."""
    row, word = next((row, one) for row in VALUES[kind] for one in row if squash(one) == squashed)
    return f"@{kind}:{row[0]}" if word in row[:2] else word


class Row:
    """One row being read; `bad` tells whether a fault was found in it, so that its record is not made."""

    __slots__ = ("_cells", "bad", "findings", "order", "raw", "sheet")

    def __init__(self, raw: RawRow, findings: Findings, order: str = "") -> None:
        self.raw = raw
        self.findings = findings
        self.order = order
        self.sheet = raw.layout.sheet
        self.bad = raw.bad
        good = raw.cells if not raw.bad else {k: v for k, v in raw.cells.items() if not isinstance(v, Bad)}
        self._cells = good  # asked for more often than anything else

    def fault(self, code: str, key: str | Period = "", **values: Any) -> None:
        """Note a fault; the row's record is not made."""
        self.bad = True
        if isinstance(key, str) and key:
            values.setdefault("column", f"@{self.sheet}.{key}")
        self.findings.error(code, self.sheet, self.raw.place(key), **values)

    def warn(self, code: str, key: str | Period = "", **values: Any) -> None:
        """Note what may be a mistake."""
        self.findings.warn(code, self.sheet, self.raw.place(key), **values)

    def note(self, code: str, key: str | Period = "", **values: Any) -> None:
        """Note what was assumed."""
        self.findings.note(code, self.sheet, self.raw.place(key), **values)

    def has(self, key: str) -> bool:
        """Return whether the cell holds anything."""
        return key in self.raw.cells

    def get(self, key: str) -> Any:
        """Return the cell as it stands, None if blank or bad."""
        return self._cells.get(key)

    def _read(self, key: str | Period, read: Callable[[Any], T], value: Any) -> T | None:
        if value is None:
            return None
        try:
            return read(value)
        except CellError as error:
            self.fault(error.code, key, **error.values)
            return None

    def text(self, key: str) -> str:
        """Return a text, empty if blank."""
        value = self._cells.get(key)
        return "" if value is None else text_of(value)

    def identity(self, key: str) -> str:
        """Return an ID or a name, empty if blank."""
        value = self._cells.get(key)
        if value is None:
            return ""
        if isinstance(value, str):  # nearly always
            return clean(value)
        return self._read(key, id_of, value) or ""

    def need(self, *keys: str) -> bool:
        """Return whether one of the cells is filled; note a fault if not."""
        for key in keys:
            if key in self.raw.cells:
                return True
        self.fault("input.blank", keys[0], columns=[f"@{self.sheet}.{key}" for key in keys])
        return False

    def word(self, key: str, kind: str, default: str) -> str:
        """Return the English word of a cell."""
        value = self.get(key)
        if value is None:
            return default
        known = words(kind).get(squash(value)) if isinstance(value, str) else None  # nearly always
        return known or self._read(key, lambda one: word_of(text_of(one), kind), value) or default

    def yes(self, key: str) -> bool:
        """Return whether a cell says yes."""
        value = self._cells.get(key)
        return value is not None and (self._read(key, is_yes, value) or False)

    def day(self, key: str) -> date | None:
        """Return a date."""
        return self._day(key, self.get(key))

    def _day(self, key: str, value: Any) -> date | None:
        if value is None:
            return None
        if isinstance(value, date) and YEARS[0] <= value.year <= YEARS[1]:  # nearly always
            return value.date() if isinstance(value, datetime) else value
        return self._read(key, lambda one: date_of(one, self.order), value)

    def _edge(self, key: str, last: bool) -> date | None:
        """Return the date in a cell, or the first or last day of the week or month that it names."""
        value = self.get(key)
        if isinstance(value, str):
            try:
                named = period_in(value, self.raw.layout.context)
            except CellError:
                named = None
            if isinstance(named, tuple):
                day = named[0].end if last else named[0].start
                self.note("input.date_taken", key, found=text_of(value), day=day.isoformat())
                return day
        return self._day(key, value)

    def span(self, first: str, last: str) -> tuple[date | None, date | None]:
        """Return two dates; the second must not lie before the first."""
        start, end = self._edge(first, False), self._edge(last, True)
        if start and end and end < start:
            values = {"end": end.isoformat(), "start": start.isoformat()}
            self.fault("input.dates_wrong_order", last, other=f"@{self.sheet}.{first}", **values)
        return start, end

    def number(self, key: str, least: Fraction | None = ZERO, percent: bool = False) -> Fraction | None:
        """Return a number that is not below `least` nor above the most that its column may hold."""
        return self.amount(key, self.get(key), least, percent)

    def amount(
        self, key: str | Period, value: Any, least: Fraction | None = ZERO, percent: bool = False, unit: str = ""
    ) -> Fraction | None:
        """Return the number in a cell of a column or of a week whose numbers count `unit`."""
        most = most_of(self.sheet, key if isinstance(key, str) else "")
        if value.__class__ is float and least == 0 and 0 <= value <= (value if most is None else most):  # nearly always
            return number_of(value)
        counted = unit or (COUNTED.get(key, "") if isinstance(key, str) else "")
        found = self._read(key, lambda one: number_of(one, percent, counted), value)
        if found is None:
            return None
        if isinstance(value, str) and is_loose(value):
            self.note("input.number_taken", key, found=text_of(value), number=f"{float(found):g}")
        if most is not None and found.numerator > most * found.denominator:
            self.fault("input.too_large", key, found=text_of(value), most=shown_limit(most))
            return None
        if least is None or found.numerator * least.denominator >= least.numerator * found.denominator:
            return found
        self.fault("input.negative" if least == 0 else "input.too_small", key, found=text_of(value), least=str(least))
        return None

    def share(self, key: str) -> Fraction | None:
        """Return a share from 0 to 1, written 0.5 or 50%."""
        return self.share_in(key, self.get(key))

    def share_in(self, key: str | Period, value: Any) -> Fraction | None:
        """Return the share in a cell of a column or of a week."""
        found = self.amount(key, value, ZERO, True)
        if found is None or found <= 1:
            return found
        percent = is_percent(value)
        self.fault("input.share_over" if percent or found > 100 else "input.share_unclear", key, found=text_of(value))
        return None

    def whole(self, key: str, least: int = 0, most: int | None = None) -> int | None:
        """Return a whole number within bounds."""
        if key not in self._cells:
            return None
        found = self.number(key, None)
        if found is None:
            return None
        if found.denominator == 1 and found >= least and (most is None or found <= most):
            return int(found)
        code = "input.not_whole" if most is None else "input.not_whole_between"
        self.fault(code, key, found=text_of(self.get(key)), least=least, most=most)
        return None

    def need_all(self, keys: tuple[str, ...], code: str, **values: Any) -> None:
        """Note a fault for each blank cell among those that this kind of row needs."""
        for key in keys:
            if not self.has(key):
                self.fault(code, key, **values)
