"""The hidden sheet: what a workbook remembers of its plan, so that edits can be told from what was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple

from resopt.domain.history import Ran
from resopt.report.figures import Figures
from resopt.report.plan_rows import in_force, plan_rows
from resopt.report.wording import Words
from resopt.tables.memory import SCHEMA
from resopt.tables.written import origin_rows

Row = tuple[str | int, ...]


def memory_rows(figures: Figures, words: Words, ran: Ran) -> tuple[Row, ...]:
    """Return the rows, each with its kind in front (`resopt.tables.memory` reads them)."""
    portfolio, proof = figures.portfolio, figures.result.certificate
    return (
        *bare_rows(figures, ran),
        *origin_rows(portfolio, (*(tier.all.bound for tier in proof.tiers), proof.coverage_bound)),
        ("first_week", portfolio.settings.start.isoformat()),
        *_plan_rows(figures, words),
        *_old_rows(figures),
        *_asked_rows(figures),
        *_seen_rows(figures),
        *(("ran", *astuple(one)) for one in (*(figures.asked.runs if figures.asked else ()), ran)),
    )


def bare_rows(figures: Figures, ran: Ran) -> tuple[Row, ...]:
    """Return the rows of a file that cannot be given back, for somebody or without names."""
    shown = {project.id for project in figures.order}
    starts = (("start", project, weeks) for project, weeks in figures.result.plan.shifts if project in shown)
    return ("schema", SCHEMA), ("run", ran.id), ("input_sha256", figures.portfolio.sha256), *starts


def _plan_rows(figures: Figures, words: Words) -> Iterator[Row]:
    weeks = len(figures.weeks)
    amounts: dict[tuple[str, str], list[int]] = {}
    people = set()
    for row in plan_rows(figures):
        project = figures.lines[row.line_id].project_id
        amounts.setdefault((row.person_id, row.line_id), [0] * weeks)[row.week] = row.units
        people.add(row.person_id)
        if row.lock or row.reasons or row.approvers or not row.units:
            monday = figures.portfolio.settings.monday(row.week).isoformat()
            beside = (row.lock, words.join(row.reasons), words.join(row.approvers))
            yield ("cell", row.person_id, row.line_id, project, monday, *beside)
    for (person, line), units in amounts.items():
        yield ("plan", person, line, figures.lines[line].project_id, *units)
    for person in sorted(people):
        yield ("working", person, *figures.grid.working[person])


def _old_rows(figures: Figures) -> Iterator[Row]:
    """Give the days before of each person and project that the plan changes."""
    pairs = sorted({(p, q) for p, q, _ in figures.old} | figures.pairs.keys())
    for person, project in pairs:
        old = tuple(figures.old.get((person, project, w), 0) for w in figures.weeks)
        if old != figures.pairs.get((person, project), figures.zeros):
            yield ("old", person, project, *old)


def _seen_rows(figures: Figures) -> Iterator[Row]:
    """Give where each gap is, so that a later run knows it again although its weeks have moved."""
    monday = figures.portfolio.settings.monday
    for c in figures.result.conflicts:
        if c.kind == "gap":
            yield ("seen", c.id, c.project_id, monday(c.first).isoformat(), monday(c.last).isoformat(), *c.line_ids)


def _asked_rows(figures: Figures) -> Iterator[Row]:
    """Give the wishes that stay in force: those that the plan keeps, and soft ones."""
    for wish in in_force(figures):
        monday = figures.portfolio.settings.monday(wish.week).isoformat()
        where = (wish.person_id, wish.project_id, wish.line_id, monday)
        yield ("asked", *where, wish.units, wish.lock.value, wish.reason, wish.approved_by)
