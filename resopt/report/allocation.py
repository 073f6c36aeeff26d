"""Sheet Allocation: people x weeks by department, each person's projects below, coloured by load."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from resopt.domain.records import Person, Project, Settings
from resopt.domain.units import DAYS_PER_WEEK, UNITS_PER_WEEK
from resopt.excel.contents import Cell, Column, Legend, Page, Paragraph, Row, Table
from resopt.messages.names import PLAN_COLUMNS, of
from resopt.report.cells import across, amount, blank, share, text, week_columns, week_key
from resopt.report.figures import Figures, main_role
from resopt.report.wording import Words

FOLD_ABOVE = 60  # people; with more, projects start folded away
LIGHT = Fraction(2, 5)  # share of available days
SIGNS = {"absent": "/", "holiday": "-"}  # fill the cell of a week without available days
SPARK_WEEKS = 2  # fewer weeks make no trend


def allocation_page(figures: Figures, words: Words) -> Page:
    """Return the sheet."""
    busy = sum(1 for row in figures.load.values() if any(row))
    title = words.say("allocation.title", busy=f"{busy:,}", people=words.count("people", len(figures.people)))
    done = (("done", words.say("legend.done")),) if figures.grid.past.weeks else ()
    blocks = (
        Legend((*done, *load_legend(words)), start=2 if done else 3, span=2),
        Table("heat", _columns(figures, words), tuple(_rows(figures, words))),
        Paragraph(words.say("allocation.reading", unit=words.unit, weeks=words.say("week.reading"))),
    )
    name = words.sheet("allocation")
    return Page("allocation", name, title, words.say("allocation.subtitle", unit=words.unit), blocks, ("heat", "w00"))


def load_tone(load: int, capacity: int, settings: Settings, *, is_holiday: bool = False) -> str:
    """Return the tone of a week: by load against available days and the target band."""
    if not capacity:
        return "over" if load else "holiday" if is_holiday else "absent"
    if not load:
        return "free"
    ratio = Fraction(load, capacity)
    steps = ((_light(settings), "heat1"), (settings.target_low, "heat2"))
    for below, tone in steps:
        if ratio < below:
            return tone
    if ratio <= settings.target_high:
        return "heat3"
    return "heat4" if ratio <= 1 else "over"


def _light(settings: Settings) -> Fraction:
    """Return up to where a load is light."""
    return LIGHT if settings.target_low > LIGHT else settings.target_low / 2


def load_legend(words: Words) -> tuple[tuple[str, str], ...]:
    """Return the colours of the load with their limits in percent of available days."""
    settings = words.portfolio.settings
    half, low, high = (float(x) * 100 for x in (_light(settings), settings.target_low, settings.target_high))
    items = [
        ("heat1", f"< {half:g}%"),
        ("heat2", f"{half:g} – {low:g}%"),
        ("heat3", words.say("legend.target", low=f"{low:g}", high=f"{high:g}")),
        *([("heat4", f"{high:g} – 100%")] if high < 100 else []),
        ("over", "> 100%"),
        ("absent", words.say("legend.absent")),
        ("holiday", words.say("legend.holiday")),
    ]
    return tuple(items)


def departments(figures: Figures) -> dict[str, list[Person]]:
    """Return people by department, both in alphabetical and ID order."""
    found: dict[str, list[Person]] = {}
    for person in sorted(figures.people.values(), key=lambda p: (p.department, p.id)):
        found.setdefault(person.department, []).append(person)
    return found


def _columns(figures: Figures, words: Words) -> tuple[Column, ...]:
    weeks = week_columns(words)
    trend = Column(
        "trend",
        words.say("column.trend"),
        12,
        align="center",
        spark=(weeks[0].key, weeks[-1].key),
        spark_most=words.value(UNITS_PER_WEEK),
    )
    return (
        Column("id", words.say("column.id"), most=14),
        Column("name", words.say("column.person_project"), most=34),
        Column("role", words.column("staff", "role"), most=24),
        Column("days", words.say("column.planned"), 8.5, align="right"),
        Column("load", words.say("column.load"), 7.5, align="right"),
        *weeks,
        *((Column("space", "", 1.5), trend) if len(figures.weeks) >= SPARK_WEEKS else ()),
    )


def _rows(figures: Figures, words: Words) -> Iterator[Row]:
    folded = len(figures.people) > FOLD_ABOVE
    tail = 2 if len(figures.weeks) >= SPARK_WEEKS else 0
    projects = figures.projects_by_person()
    for department, people in departments(figures).items():
        width = 5 + len(figures.weeks) + tail
        label = text(department or words.say("no_department"), "group")
        yield Row((label, *(blank("group") for _ in range(width - 1))))
        for number, person in enumerate(people):
            done = figures.done_by(person.id)
            row = _person_row(figures, words, person, tail, _sums(done.values(), figures))
            yield replace(row, keeps=not folded and not number)
            before = [p for p in figures.order if p.id in done and p not in projects[person.id]]
            for project in (*projects[person.id], *before):
                days = figures.pairs.get((person.id, project.id), figures.zeros)
                yield _project_row(words, project, days, done.get(project.id, figures.zeros), folded, tail)
    yield from _totals(figures, words, tail)


def _person_row(figures: Figures, words: Words, person: Person, tail: int, done: Sequence[int]) -> Row:
    load, capacity = figures.load[person.id], figures.grid.capacity[person.id]
    settings = figures.portfolio.settings
    working = figures.grid.working[person.id]
    tones = (load_tone(load[w], capacity[w], settings, is_holiday=not working[w]) for w in figures.weeks)
    return Row(
        (
            text(person.id, "person"),
            text(person.name, "person"),
            text(main_role(person), "person_muted"),
            amount(words, sum(load), "person", formula=across(words)),
            share(sum(load), sum(capacity), "person"),
            *_past(words, done),
            *[_week(words, units, tone) for units, tone in zip(load, tones, strict=True)][figures.grid.past.weeks :],
            *((blank("none"), _trend(load)) if tail else ()),
        )
    )


def _past(words: Words, done: Sequence[int], tone: str = "done") -> Iterator[Cell]:
    """Yield the cells of past weeks, which hold what was done and enter no sum."""
    for units in done[: words.portfolio.settings.past_weeks]:
        yield amount(words, units, tone, "center") if units else blank(tone)


def _sums(rows: Iterable[Sequence[int]], figures: Figures) -> tuple[int, ...]:
    found = tuple(rows)
    return tuple(sum(row[w] for row in found) for w in figures.weeks)


def _week(words: Words, units: int, tone: str) -> Cell:
    return text(SIGNS[tone], tone, align="fill") if tone in SIGNS else amount(words, units, tone, "center")


def _first(words: Words) -> int:
    return words.portfolio.settings.past_weeks


def _trend(load: Sequence[int]) -> Cell:
    return blank("spark" if any(load) else "none")


def _project_row(
    words: Words, project: Project, days: Sequence[int], done: Sequence[int], folded: bool, tail: int
) -> Row:
    cells = (
        text(project.id, "sub", indent=1),
        text(project.name, "sub", indent=1),
        blank("sub"),
        amount(words, sum(days), "sub", formula=across(words)),
        blank("sub"),
        *_past(words, done, "done_sub"),
        *(amount(words, units, "sub", "center") if units else blank("sub") for units in days[_first(words) :]),
        *((blank("none"), blank("none")) if tail else ()),
    )
    return Row(cells, level=1, folded=folded, keeps=not folded)


def _totals(figures: Figures, words: Words, tail: int) -> Iterator[Row]:
    load = _by_week(figures.load, figures)
    capacity = _by_week({p: figures.grid.capacity[p] for p in figures.people}, figures)
    done = _sums((_sums(figures.done_by(p).values(), figures) for p in figures.people), figures)
    for key, row, tone in (("planned", load, "total"), ("available", capacity, "plain")):
        live = [_from_plan(words, w) if key == "planned" else "" for w in figures.weeks]
        yield Row(
            (
                blank(tone),
                text(words.say(f"total.{key}"), tone),
                blank(tone),
                amount(words, sum(row), tone, formula=across(words)),
                share(sum(load), sum(capacity), tone) if key == "planned" else blank(tone),
                *_past(words, done if key == "planned" else figures.zeros),
                *(
                    amount(words, row[w], tone, "center", formula=live[w] if key == "planned" else "")
                    for w in figures.open_weeks
                ),
                *((blank("none"), blank("none")) if tail else ()),
            ),
            keeps=key == "available",
        )


def _from_plan(words: Words, week: int) -> str:
    """Return the formula that adds up a week's days on sheet Plan, in the unit of the file."""
    days, monday = (of(PLAN_COLUMNS[key], words.lang) for key in ("days", "week"))
    unit = f"/{DAYS_PER_WEEK}" if words.portfolio.settings.report_unit == "FTE" else ""
    return f"SUMIFS(tblPlan[{days}],tblPlan[{monday}],{{{week_key(week)}:head}}){unit}"


def _by_week(table: dict[str, tuple[int, ...]], figures: Figures) -> tuple[int, ...]:
    return tuple(sum(row[w] for row in table.values()) for w in figures.weeks)
