"""Priority: the order of projects, and the tiers that it and the settings make."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

from resopt.domain.records import Project, Settings, Status, Tier
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


class Bands:
    """The bands of setting Tiers: `1-5; 6-15; 16-`; without text each rank is a tier of its own."""

    def __init__(self, text: str, order: str) -> None:
        self.order = order
        self.bands = [self._band(part) for part in re.split(r"[;；,，、]", text) if part.strip()]
        for one, following in pairwise(self.bands):
            if one[2] is None or following[1] is None or one[2] >= following[1]:
                raise CellError("input.tiers_overlap", found=one[0], other=following[0])

    def _band(self, part: str) -> tuple[str, Fraction | None, Fraction | None]:
        label = part.strip()
        match = _BAND.match(squash(label))
        ends = (match[1], match[2]) if match else (squash(label), squash(label))
        if ends == ("", ""):
            raise CellError("input.tiers", found=label)
        try:
            ranks = [kind_and_rank(end, self.order)[1] if end else None for end in ends]
        except CellError as error:
            raise CellError("input.tiers", found=label) from error
        if self.order == "high first" and (match is not None) and None in ranks:
            ranks.reverse()
        low, high = ranks
        if low is not None and high is not None and low > high:
            low, high = high, low
        return label, low, high

    def label_of(self, rank: Fraction) -> str | None:
        """Return the label of the band that holds `rank`, None if none does."""
        for label, low, high in self.bands:
            if (low is None or low <= rank) and (high is None or rank <= high):
                return label
        return None


def kind_of(project: Project, in_flight: str, proposed: str) -> str | None:
    """Return the class of a project, None if it is not planned."""
    if project.status is Status.PROPOSED:
        return {"after": "proposed", "with": "committed"}.get(proposed)
    if project.status in (Status.ON_HOLD, Status.CANCELLED):
        return None
    return "in-flight" if project.status is Status.IN_FLIGHT and in_flight == "first" else "committed"


def tiers_of(projects: Iterable[Project], settings: Settings, bands: Bands) -> tuple[Tier, ...]:
    """Return the tiers: class by class, in each the bands or ranks in order.

    Projects outside every band are left out; the reader has named them.
    """
    groups: dict[tuple[int, Fraction | int], list[Project]] = defaultdict(list)
    kinds = ("in-flight", "committed", "proposed")
    labels = [label for label, _, _ in bands.bands]
    for project in projects:
        kind = kind_of(project, settings.in_flight, settings.proposed)
        label = bands.label_of(project.rank)
        if kind is not None and (label is not None or not labels):
            step = labels.index(label) if label is not None else project.rank
            groups[kinds.index(kind), step].append(project)
    return tuple(
        Tier(kinds[kind], labels[int(step)] if labels else min(p.priority for p in group), ids)
        for (kind, step), group in sorted(groups.items())
        if (ids := tuple(sorted(p.id for p in group)))
    )
