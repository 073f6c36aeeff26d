"""Changes of the work: projects shifted, held or of another priority, demand scaled, terms lifted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from resopt.domain.changes.base import (
    Change,
    item_name,
    known,
    later,
    project_name,
    unknown,
    with_lines,
    with_person,
    with_project,
)
from resopt.domain.grid import begun
from resopt.domain.grid_days import Place
from resopt.domain.records import Basis, Booking, Line, Portfolio, Project, Segment, Status
from resopt.domain.tiers import band_of, kind_of, tiers_of
from resopt.messages import say


def touches_past(portfolio: Portfolio, project_id: str, weeks: int) -> bool:
    """Return whether demand or rows of Assignments of a project lie in past weeks, now or `weeks` later."""
    settings = portfolio.settings
    first = settings.monday(settings.past_weeks) - timedelta(weeks=min(0, weeks))
    records: Iterable[Line | Booking] = (*portfolio.lines, *portfolio.bookings) if settings.past_weeks else ()
    return any(s.start < first for one in records if one.project_id == project_id for s in one.segments)


@dataclass(frozen=True, slots=True)
class Shift(Change):
    """A project with its dates, demand and rows of Assignments (locks too) lies `weeks` later, earlier if negative.

    Rows of Rules stay where they are. Demand that leaves the horizon is no longer wanted in it.
    """

    project_id: str
    weeks: int

    def on(self, portfolio: Portfolio) -> Portfolio:
        """Return `portfolio` with the project moved.

        Raises
        ------
        ValueError
            If days were done on it before As Of, or demand of it lies or would lie there: what is past does not move.
        """
        if portfolio.settings.past_weeks and self.project_id in begun(portfolio):
            name, lang = project_name(portfolio, self.project_id), portfolio.settings.language
            raise ValueError(say("changes.begun", lang, project=name, as_of=f"{portfolio.settings.as_of}"))
        if touches_past(portfolio, self.project_id, self.weeks):
            name, lang = project_name(portfolio, self.project_id), portfolio.settings.language
            raise ValueError(say("changes.in_past", lang, project=name, as_of=f"{portfolio.settings.as_of}"))
        lines = {line.id for line in portfolio.lines if line.project_id == self.project_id}
        changed = with_project(portfolio, self.project_id, self._moved)
        changed = with_lines(changed, lines, lambda x: replace(x, segments=later(x.segments, self.weeks)))
        bookings = tuple(
            replace(b, segments=later(b.segments, self.weeks)) if b.project_id == self.project_id else b
            for b in portfolio.bookings
        )
        return replace(changed, bookings=bookings)

    def _moved(self, project: Project) -> Project:
        by = timedelta(weeks=self.weeks)

        def moved(day: date | None) -> date | None:
            return None if day is None else day + by

        return replace(
            project,
            start=moved(project.start),
            end=moved(project.end),
            earliest_start=moved(project.earliest_start),
            latest_start=moved(project.latest_start),
        )

    def text(self, portfolio: Portfolio, lang: str = "en") -> str:
        """Return the change in words."""
        code = f"changes.{'later' if self.weeks >= 0 else 'earlier'}{'' if abs(self.weeks) == 1 else '_many'}"
        return say(code, lang, project=project_name(portfolio, self.project_id), weeks=abs(self.weeks))


@dataclass(frozen=True, slots=True)
class Scale(Change):
    """The demand of a project (or of the line `line_id`) in open weeks is `factor` times what it was."""

    factor: Fraction
    project_id: str | None = None
    line_id: str | None = None

    def on(self, portfolio: Portfolio) -> Portfolio:
        """Return `portfolio` with the demand scaled."""
        if (self.project_id is None) == (self.line_id is None):
            raise ValueError("scale a project or a line: name one of the two")
        if self.factor < 0:
            raise ValueError(f"demand cannot be {self.factor} times what it was")
        if self.line_id is not None:
            known("line", self.line_id, portfolio.lines)
            lines = {self.line_id}
        else:
            known("project", self.project_id or "", portfolio.projects)
            lines = {line.id for line in portfolio.lines if line.project_id == self.project_id}
        places = {calendar.location: Place(portfolio.settings, calendar) for calendar in portfolio.calendars}
        place_of = {project.id: places[project.location] for project in portfolio.projects}
        return with_lines(portfolio, lines, lambda line: self._scaled(line, place_of[line.project_id]))

    def _scaled(self, line: Line, place: Place) -> Line:
        first = place.settings.monday(place.settings.past_weeks)
        segments = [part for one in line.segments for part in parted(one, first, place)]
        scaled = [one if one.end < first else replace(one, amount=one.amount * self.factor) for one in segments]
        return replace(line, segments=tuple(scaled))

    def text(self, portfolio: Portfolio, lang: str = "en") -> str:
        """Return the change in words."""
        percent = f"{float(self.factor * 100):g}"
        if self.line_id is not None:
            return say("changes.scale_line", lang, line=self.line_id, percent=percent)
        return say("changes.scale", lang, project=project_name(portfolio, self.project_id or ""), percent=percent)


def parted(segment: Segment, day: date, place: Place) -> tuple[Segment, ...]:
    """Return a segment as it is, or as two: before `day`, and from it on."""
    if not segment.start < day <= segment.end:
        return (segment,)
    before, after = replace(segment, end=day - timedelta(days=1)), replace(segment, start=day)
    if segment.basis is Basis.FTE:
        return before, after
    days = place.count(segment.start, segment.end)
    share = Fraction(place.count(before.start, before.end), days) if days else Fraction(1)
    return (
        replace(before, amount=segment.amount * share),
        replace(after, amount=segment.amount * (1 - share)),
    )


@dataclass(frozen=True, slots=True)
class Priority(Change):
    """A project has another priority: `priority` as it is written, `rank` what orders it (1 before 2)."""

    project_id: str
    priority: str
    rank: Fraction

    def on(self, portfolio: Portfolio) -> Portfolio:
        """Return `portfolio` with the tiers anew."""
        changed = with_project(portfolio, self.project_id, lambda p: replace(p, priority=self.priority, rank=self.rank))
        settings = portfolio.settings
        project = next(p for p in changed.projects if p.id == self.project_id)
        planned = kind_of(project, settings.in_flight, settings.proposed) is not None
        if planned and settings.tiers and band_of(self.rank, settings.tiers) is None:
            raise ValueError(f"priority {self.priority!r} lies in no band of Tiers")
        return replace(changed, tiers=tiers_of(changed.projects, settings))

    def text(self, portfolio: Portfolio, lang: str = "en") -> str:
        """Return the change in words."""
        return say("changes.priority", lang, project=project_name(portfolio, self.project_id), priority=self.priority)


@dataclass(frozen=True, slots=True)
class Hold(Change):
    """A project is put on hold: it is not planned, and its people are free."""

    project_id: str

    def on(self, portfolio: Portfolio) -> Portfolio:
        """Return `portfolio` without the project in its tiers."""
        changed = with_project(portfolio, self.project_id, lambda p: replace(p, status=Status.ON_HOLD))
        left = (
            replace(tier, project_ids=tuple(p for p in tier.project_ids if p != self.project_id))
            for tier in portfolio.tiers
        )
        return replace(changed, tiers=tuple(tier for tier in left if tier.project_ids))

    def text(self, portfolio: Portfolio, lang: str = "en") -> str:
        """Return the change in words."""
        return say("changes.hold", lang, project=project_name(portfolio, self.project_id))


# What can be lifted, by kind of item: column -> the fields that say nothing of the kind is asked.
LIFTS: dict[str, dict[str, dict[str, Any]]] = {
    "project": {
        "budget": {"budget": None},
        "must_have": {"must_have": False},
        "min_staffing": {"min_staffing": None},
    },
    "line": {
        "max_people": {"max_people": None},
        "same_people": {"same_people": False},
        "fill": {"fill_all": False, "fill_share": Fraction(0)},
        "min_level": {"min_level": None},
    },
    "person": {"max_projects": {"max_projects": None}, "min_share": {"min_share": None}},
}
_SHEET = {"project": "projects", "line": "demand", "person": "staff"}


@dataclass(frozen=True, slots=True)
class Lift(Change):
    """What a column asks of a project, line or person (`kind`) is no longer asked; `column` is one of `LIFTS`."""

    kind: str
    item: str
    column: str

    def on(self, portfolio: Portfolio) -> Portfolio:
        """Return `portfolio` without the term."""
        if self.kind not in LIFTS:
            raise ValueError(f"{self.kind!r} is none of {', '.join(LIFTS)}")
        if self.column not in LIFTS[self.kind]:
            raise unknown(f"term of a {self.kind} called", self.column, LIFTS[self.kind])
        blank = LIFTS[self.kind][self.column]
        if self.kind == "project":
            return with_project(portfolio, self.item, lambda p: replace(p, **blank))
        if self.kind == "person":
            return with_person(portfolio, self.item, lambda p: replace(p, **blank))
        known("line", self.item, portfolio.lines)
        return with_lines(portfolio, {self.item}, lambda line: replace(line, **blank))

    def text(self, portfolio: Portfolio, lang: str = "en") -> str:
        """Return the change in words."""
        name = item_name(portfolio, self.kind, self.item)
        return say("changes.lift", lang, item=name, column=f"@{_SHEET[self.kind]}.{self.column}")
