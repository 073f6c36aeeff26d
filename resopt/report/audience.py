"""Whom a workbook is for: which sheets it has, whose rows stand on them, and how everybody else is called."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from difflib import get_close_matches

from resopt.domain.records import Portfolio
from resopt.report.figures import Figures
from resopt.report.wording import Words
from resopt.result import Result

EVERYBODY = "all"
SHEETS = {
    "leadership": ("summary", "coverage", "capacity", "conflicts", "departments", "certificate"),
    "department": ("coverage", "allocation", "conflicts", "people", "matrix", "changes", "plan"),
    "project": ("coverage", "allocation", "conflicts", "matrix", "changes", "plan"),
}


class UnknownAudience(ValueError):
    """No such audience: `kind` is empty if the text has no known form, `nearest` may be."""

    def __init__(self, text: str, kind: str = "", nearest: str = "") -> None:
        self.text, self.kind, self.nearest = text, kind, nearest
        hint = f"; did you mean {nearest!r}?" if nearest else ""
        form = f"{text!r} is no audience: leadership, department:NAME or project:NAME"
        super().__init__(f"there is no {kind} {text!r}{hint}" if kind else form)


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody, the leadership, a department or a project (its ID)."""

    kind: str = EVERYBODY
    name: str = ""

    @property
    def is_everybody(self) -> bool:
        """Whether nothing is left out."""
        return self.kind == EVERYBODY

    def has(self, sheet: str) -> bool:
        """Return whether the workbook has this sheet."""
        return self.is_everybody or sheet in SHEETS[self.kind]


def audience_of(portfolio: Portfolio, text: str) -> Audience:
    """Return whom `all`, `leadership`, `department:X` or `project:X` (ID or name) means.

    Raises
    ------
    UnknownAudience
        If it is none of these, or there is no such department or project; the nearest name is in the message.
    """
    kind, _, name = (part.strip() for part in text.partition(":"))
    if text in (EVERYBODY, "leadership"):
        return Audience(text)
    if kind == "department":
        departments = {p.department for p in portfolio.people} | {p.department for p in portfolio.projects}
        return Audience(kind, _found(name, {d: d for d in departments if d}, kind))
    if kind == "project":
        names = {**{p.name: p.id for p in portfolio.projects}, **{p.id: p.id for p in portfolio.projects}}
        return Audience(kind, _found(name, names, kind))
    raise UnknownAudience(text)


def _found(name: str, known: dict[str, str], kind: str) -> str:
    if name in known:
        return known[name]
    raise UnknownAudience(name, kind, next(iter(get_close_matches(name, known, 1)), ""))


def shown_people(portfolio: Portfolio, result: Result, audience: Audience) -> set[str]:
    """Return the people whose rows the audience sees: the department's, or those on the project, old or new."""
    if audience.is_everybody:
        return {p.id for p in portfolio.people}
    if audience.kind == "department":
        return {p.id for p in portfolio.people if p.department == audience.name}
    if audience.kind == "leadership":
        return set()
    lines = {line.id for line in portfolio.lines if line.project_id == audience.name}
    plans = (result.plan, *((portfolio.baseline,) if portfolio.baseline else ()))
    planned = {a.person_id for plan in plans for a in plan.assignments if a.line_id in lines}
    return planned | {b.person_id for b in portfolio.bookings if b.project_id == audience.name}


def restricted(figures: Figures, audience: Audience, people: Collection[str]) -> Figures:
    """Return the figures of a department's or a project's file: rows of these people and of their projects alone.

    What others give the projects stays in met; the leadership sees all figures, but no rows of people.
    """
    if audience.is_everybody:
        return figures
    if audience.kind == "leadership":
        return replace(figures, lists_record=False)
    projects = _shown_projects(figures, audience, people)
    pairs = {key: row for key, row in figures.pairs.items() if key[1] in projects}
    load = {p: [0] * len(figures.weeks) for p in figures.people if p in people}
    for (person, _), row in pairs.items():
        for week, units in enumerate(row if person in load else ()):
            load[person][week] += units
    lines = {line.id for p in projects for line in figures.grid.lines_of.get(p, ())}
    result = figures.result
    return replace(
        figures,
        people={i: p for i, p in figures.people.items() if i in people},
        wanted={i: row for i, row in figures.wanted.items() if i in lines},
        given={i: row for i, row in figures.given.items() if i in lines},
        met={i: row for i, row in figures.met.items() if i in lines},
        load={i: tuple(row) for i, row in load.items()},
        grid=replace(figures.grid, lines_of={p: rows for p, rows in figures.grid.lines_of.items() if p in projects}),
        portfolio=replace(
            figures.portfolio,
            bookings=tuple(b for b in figures.portfolio.bookings if b.person_id in people and b.project_id in projects),
        ),
        pairs=pairs,
        new={key: units for key, units in figures.new.items() if key[1] in projects},
        old={key: units for key, units in figures.old.items() if key[1] in projects},
        cells={
            key: {p: units for p, units in cell.items() if p in projects} for key, cell in figures.cells.items()
        },
        released={key: units for key, units in figures.released.items() if key[0] in people and key[1] in projects},
        order=tuple(p for p in figures.order if p.id in projects),
        result=replace(
            result,
            plan=replace(result.plan, assignments=tuple(a for a in result.plan.assignments if a.line_id in lines)),
            record=replace(result.record, violations=tuple(v for v in result.record.violations if v.person_id in people
                                                           and v.project_id in (None, *projects))),
        ).with_conflicts(tuple(c for c in result.conflicts if c.project_id in projects and c.kind != "rest")),
        whole=False,
        lists_record=audience.kind == "department",
    )  # fmt: skip


def _shown_projects(figures: Figures, audience: Audience, people: Collection[str]) -> set[str]:
    if audience.kind == "project":
        return {audience.name}
    touched = {q for p, q in figures.pairs if p in people}
    touched |= {q for table in (figures.old, figures.released) for p, q, _ in table if p in people}
    return touched | {p.id for p in figures.projects.values() if p.department == audience.name}


def label(figures: Figures, words: Words, audience: Audience) -> str:
    """Return whom the file is for, as its header says."""
    if audience.kind == "project":
        return words.say("audience.project", name=figures.projects[audience.name].name)
    return words.say(f"audience.{audience.kind}", name=audience.name)
