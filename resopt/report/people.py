"""Sheet People: load of each person against the target band, and who has days to give; never ranked."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from resopt.domain.records import Person
from resopt.excel.contents import Cell, Column, Page, Paragraph, Row, Table
from resopt.report.allocation import departments
from resopt.report.cells import amount, blank, share, summed, text, whole
from resopt.report.figures import Figures
from resopt.report.wording import Words


def people_page(figures: Figures, words: Words) -> Page:
    """Return the sheet."""
    settings = figures.portfolio.settings
    low, high = (f"{float(x) * 100:g}" for x in (settings.target_low, settings.target_high))
    states = [target_state(figures, p) for p in figures.people]
    title = words.say(
        "people.title", inside=states.count("inside"), people=words.count("people", len(states)), low=low, high=high
    )
    blocks = (
        Table("people", _columns(words), tuple(_rows(figures, words))),
        Paragraph(words.say("people.reading", unit=words.unit)),
    )
    subtitle = words.say("people.subtitle", unit=words.unit, low=low, high=high)
    return Page("people", words.sheet("people"), title, subtitle, blocks, ("people", "role"))


def target_state(figures: Figures, person_id: str) -> str:
    """Return where a person's load stands: absent, below, inside, above or over (more than available)."""
    settings = figures.portfolio.settings
    load, capacity = sum(figures.load[person_id]), sum(figures.grid.capacity[person_id])
    if overtime(figures, person_id):
        return "over"
    if not capacity:
        return "absent"
    ratio = Fraction(load, capacity)
    if ratio < settings.target_low:
        return "below"
    return "inside" if ratio <= settings.target_high else "above"


def overtime(figures: Figures, person_id: str) -> int:
    """Return the days planned above the available days of their week."""
    return sum(max(0, x - c) for x, c in zip(figures.load[person_id], figures.grid.capacity[person_id], strict=True))


def _bench(figures: Figures, person_id: str) -> int:
    return sum(max(0, c - x) for x, c in zip(figures.load[person_id], figures.grid.capacity[person_id], strict=True))


def _columns(words: Words) -> tuple[Column, ...]:
    say, column = words.say, words.column
    return (
        Column("department", column("staff", "department"), most=24),
        Column("id", column("staff", "person_id"), most=14),
        Column("name", column("staff", "name"), most=28),
        Column("role", column("staff", "role"), most=28),
        Column("available", say("column.available"), 10, align="right"),
        Column("planned", say("column.planned"), 10, align="right"),
        Column("load", say("column.load"), 8, align="right"),
        Column("bar", "", 16, bar=True),
        Column("target", say("column.target"), 17, align="left"),
        Column("bench", say("column.bench"), 10, align="right"),
        Column("overtime", say("column.overtime"), 10, align="right"),
        Column("projects", say("column.projects"), 9, align="right"),
        Column("most", say("column.most_projects"), 12, align="right"),
    )


def _rows(figures: Figures, words: Words) -> Iterator[Row]:
    projects = figures.projects_by_person()
    for people in departments(figures).values():
        for person in people:
            yield _person_row(figures, words, person, len(projects[person.id]))
    everybody = list(figures.people)
    yield Row(
        (
            text(words.say("total.all_people"), "total"),
            *(blank("total") for _ in range(3)),
            summed(words, figures.total_capacity, "available"),
            summed(words, figures.total_load, "planned"),
            share(
                figures.total_load, figures.total_capacity, "total", form="percent1", formula="{planned}/{available}"
            ),
            blank("total"),
            blank("total"),
            summed(words, sum(_bench(figures, p) for p in everybody), "bench"),
            summed(words, sum(overtime(figures, p) for p in everybody), "overtime"),
            blank("total"),
            blank("total"),
        )
    )


def _person_row(figures: Figures, words: Words, person: Person, projects: int) -> Row:
    load, capacity = sum(figures.load[person.id]), sum(figures.grid.capacity[person.id])
    most = max((len(figures.cells.get((person.id, w), {})) for w in figures.weeks), default=0)
    return Row(
        (
            text(person.department, "muted"),
            text(person.id),
            text(person.name, "strong"),
            text(words.join(person.roles), "muted"),
            amount(words, capacity),
            amount(words, load),
            share(load, capacity, "strong", formula="{planned}/{available}"),
            share(min(load, capacity), capacity),
            _target(words, target_state(figures, person.id)),
            amount(words, _bench(figures, person.id)),
            amount(words, overtime(figures, person.id), "bad" if overtime(figures, person.id) else "plain"),
            whole(projects),
            whole(most),
        )
    )


def _target(words: Words, state: str) -> Cell:
    return text(words.say(f"target.{state}"), f"target_{state}")
