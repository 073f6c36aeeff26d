"""Priority: the order of projects, and the bands of setting Tiers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

from resopt.domain.records import Band
from resopt.excel.cells import CellError, number_of, squash, text_of
from resopt.excel.columns import SCORE
from resopt.tables.rows import Row, words

MANY_TIERS = 10
HIGH_NUMBER = 100  # above this a number is a score, and whether high or low comes first must be said

_LABEL = re.compile(r"p(\d{1,2})\Z")
_WORDS = {"high": 1, "medium": 2, "low": 3}
_BAND = re.compile(r"(.*?)(?:-|–|—|~|～|至|to)(.*)\Z")


def kind_and_rank(text: str, order: str) -> tuple[str, Fraction]:
    """Return what kind of priority a text is (`number`, `label`, `word`), and its rank, lower first.

    Raises
    ------
    CellError
        If it is none.
    """
    small = squash(text)
    if match := _LABEL.match(small):
        return "label", Fraction(match[1])
    if small in words("priority"):
        return "word", Fraction(_WORDS[words("priority")[small]])
    try:
        number = number_of(text)
    except CellError as error:
        raise CellError("input.priority", found=text) from error
    if number < 0:
        raise CellError("input.priority", found=text)
    return "number", -number if order == "high first" else number


def read_priorities(rows: Iterable[Row], order: str) -> dict[int, tuple[str, Fraction]]:
    """Return text and rank of each row of Projects by position; a blank one is rank 0.

    Numbers, P-labels and words may not be mixed: nobody could say which comes first.
    """
    found: dict[int, tuple[str, Fraction]] = {}
    first: tuple[str, str] | None = None
    for position, row in enumerate(rows):
        text = text_of(row.get("priority")) if row.get("priority") is not None else ""
        found[position] = (text, Fraction(0))
        if not text:
            continue
        try:
            kind, rank = kind_and_rank(text, order)
        except CellError as error:
            row.fault(error.code, "priority", **error.values)
            continue
        found[position] = (text, rank)
        first = first or (kind, text)
        if kind != first[0]:
            row.fault("input.priority_mixed", "priority", found=text, other=first[1])
        elif kind == "number" and not order and (abs(rank) > HIGH_NUMBER or _is_score(row)):
            row.fault("input.priority_order_needed", "priority", found=text)
    return found


def _is_score(row: Row) -> bool:
    columns = row.raw.layout.columns
    return SCORE in columns and columns.get("priority") == columns[SCORE]


def bands_of(text: str, order: str) -> tuple[Band, ...]:
    """Return the bands of setting Tiers, like `1-5; 6-15; 16-`, in their order; none without text.

    Raises
    ------
    CellError
        If a part is no band, or bands overlap.
    """
    bands = tuple(_band(part.strip(), order) for part in re.split(r"[;；,，、]", text) if part.strip())
    for one, following in pairwise(bands):
        if one.high is None or following.low is None or one.high >= following.low:
            raise CellError("input.tiers_overlap", found=one.label, other=following.label)
    return bands


def _band(label: str, order: str) -> Band:
    match = _BAND.match(squash(label))
    ends = (match[1], match[2]) if match else (squash(label), squash(label))
    if ends == ("", ""):
        raise CellError("input.tiers", found=label)
    try:
        ranks = [kind_and_rank(end, order)[1] if end else None for end in ends]
    except CellError as error:
        raise CellError("input.tiers", found=label) from error
    if order == "high first" and (match is not None) and None in ranks:
        ranks.reverse()
    low, high = ranks
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Band(label, low, high)
