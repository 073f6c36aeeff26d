"""What all changes share: the base class, how records of a Portfolio are replaced, and names in sentences."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any

from resopt.domain.records import Line, Person, Portfolio, Project, Segment


class Change(ABC):
    """One change of the input. Persons, projects and lines are named by ID."""

    __slots__ = ()

    @abstractmethod
    def on(self, portfolio: Portfolio) -> Portfolio:
        """Return `portfolio` with this change, not yet noted among its changes.

        Raises
        ------
        ValueError
            If the change names what the portfolio does not have; the nearest name is in the message.
        """

    @abstractmethod
    def text(self, portfolio: Portfolio, lang: str = "en") -> str:
        """Return the change in words, with the names that `portfolio` has for the IDs."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """Changes under one name, as sheet Scenarios lists them."""

    name: str
    changes: tuple[Change, ...] = ()


def unknown(kind: str, found: str, known: Collection[str]) -> ValueError:
    """Return the error that says there is no such thing, with the nearest one."""
    near = get_close_matches(found, sorted(known), 1)
    hint = f"; the nearest is {near[0]!r}" if near else ""
    return ValueError(f"the portfolio has no {kind} {found!r}{hint}")


def known(kind: str, found: str, records: Sequence[Any]) -> None:
    """Refuse an ID that none of `records` has.

    Raises
    ------
    ValueError
        With the nearest ID.
    """
    if not any(record.id == found for record in records):
        raise unknown(kind, found, [record.id for record in records])


def with_person(portfolio: Portfolio, person_id: str, change: Callable[[Person], Person]) -> Portfolio:
    """Return `portfolio` with one person changed."""
    known("person", person_id, portfolio.people)
    return replace(portfolio, people=tuple(change(p) if p.id == person_id else p for p in portfolio.people))


def with_project(portfolio: Portfolio, project_id: str, change: Callable[[Project], Project]) -> Portfolio:
    """Return `portfolio` with one project changed."""
    known("project", project_id, portfolio.projects)
    return replace(portfolio, projects=tuple(change(p) if p.id == project_id else p for p in portfolio.projects))


def with_lines(portfolio: Portfolio, ids: Collection[str], change: Callable[[Line], Line]) -> Portfolio:
    """Return `portfolio` with the lines `ids` changed."""
    return replace(portfolio, lines=tuple(change(line) if line.id in ids else line for line in portfolio.lines))


def later(segments: tuple[Segment, ...], weeks: int) -> tuple[Segment, ...]:
    """Return segments moved by whole weeks."""
    by = timedelta(weeks=weeks)
    return tuple(replace(one, start=one.start + by, end=one.end + by) for one in segments)


def person_name(portfolio: Portfolio, person_id: str) -> str:
    """Return the name of a person, the ID if there is none."""
    return next((p.name for p in portfolio.people if p.id == person_id), person_id)


def project_name(portfolio: Portfolio, project_id: str) -> str:
    """Return the name of a project, the ID if there is none."""
    return next((p.name for p in portfolio.projects if p.id == project_id), project_id)


def item_name(portfolio: Portfolio, kind: str, item: str) -> str:
    """Return the name of a person or project, or the ID of a line."""
    if kind == "person":
        return person_name(portfolio, item)
    return project_name(portfolio, item) if kind == "project" else item


def without(segment: Segment, start: date, end: date) -> tuple[Segment, ...]:
    """Return what is left of a segment of FTE without the days from `start` to `end`."""
    if end < segment.start or segment.end < start:
        return (segment,)
    parts = []
    if segment.start < start:
        parts.append(replace(segment, end=start - timedelta(days=1)))
    if end < segment.end:
        parts.append(replace(segment, start=end + timedelta(days=1)))
    return tuple(parts)
