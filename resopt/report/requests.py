"""What people asked for: whether a change is a person's and formal, and what became of the requests on record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from resopt.domain.grid import PairWeek, lay_out
from resopt.domain.records import Booking, Lock
from resopt.domain.rules import Rule
from resopt.excel.contents import Cell, Column, Paragraph, Row, Table
from resopt.messages.names import PLAN_COLUMNS, of
from resopt.report.cells import text
from resopt.report.figures import Figures
from resopt.report.wording import Words


def is_formal(bookings: Iterable[Booking]) -> bool:
    """Return whether every row says why, and who approved it."""
    return all(b.reason and b.approved_by for b in bookings)


def asked_by_people(figures: Figures, bookings: Iterable[Booking], weeks: Iterable[int]) -> tuple[Booking, ...]:
    """Return the locks given back in a plan that cover all of these weeks, none if a week is left to us.

    They are what people changed; a lock on record is part of the old plan and changes nothing.
    """
    asked = tuple(b for b in bookings if b.asked and b.lock is Lock.HARD)
    covered = {w for b in asked for w in _weeks(figures, b)}
    return asked if asked and covered >= set(weeks) else ()


def _weeks(figures: Figures, booking: Booking) -> list[int]:
    start = figures.portfolio.settings.start
    spans = [((s.start - start).days // 7, (s.end - start).days // 7) for s in booking.segments]
    return [w for w in figures.weeks if any(first <= w <= last for first, last in spans)]


def requests(figures: Figures) -> tuple[Booking, ...]:
    """Return the rows with a lock, a reason or an approver that name people on the list, by project and person."""
    found = (b for b in figures.portfolio.on_record if b.lock is not Lock.NONE or b.reason or b.approved_by)
    known = (b for b in found if b.person_id in figures.people and b.project_id in figures.projects)
    return tuple(sorted(known, key=lambda b: (b.project_id, b.person_id, b.id)))


def request_blocks(figures: Figures, words: Words) -> tuple[Paragraph | Table, ...]:
    """Return heading, note and table of the requests, nothing if there are none."""
    found = requests(figures)
    if not found:
        return ()
    formal = sum(1 for b in found if is_formal((b,)))
    note = words.say(
        "requests.reading",
        n=words.count("requests", len(found)),
        formal=f"{formal:,}",
        informal=f"{len(found) - formal:,}",
    )
    table = Table("requests", _columns(words), tuple(_rows(figures, words, found, _on_record(figures))))
    return Paragraph(words.say("requests.heading"), "heading"), Paragraph(note), table


def _columns(words: Words) -> tuple[Column, ...]:
    plan = {key: of(name, words.lang) for key, name in PLAN_COLUMNS.items()}
    return (
        Column("basis", words.say("column.kind")),
        Column("person_id", plan["person_id"]),
        Column("name", plan["name"]),
        Column("project_id", plan["project_id"]),
        Column("project", plan["project"]),
        Column("weeks", words.say("column.weeks")),
        Column("lock", plan["lock"], span=3),
        Column("now", words.say("column.new_plan_short"), span=2),
        Column("reason", plan["reason"], span=2),
        Column("approved_by", plan["approved_by"], span=2),
    )


def _on_record(figures: Figures) -> Mapping[PairWeek, int]:
    """Return the days of Assignments, where a plan was given back too."""
    portfolio = figures.portfolio
    if portfolio.baseline is None:
        return figures.old
    return lay_out(replace(portfolio, bookings=portfolio.on_record, baseline=None, starts=())).before


def _rows(
    figures: Figures, words: Words, found: tuple[Booking, ...], on_record: Mapping[PairWeek, int]
) -> Iterator[Row]:
    for b in found:
        person, project = figures.people[b.person_id], figures.projects[b.project_id]
        key = "formal" if is_formal((b,)) else "informal"
        yield Row(
            (
                text(words.say(f"basis.{key}"), "good" if key == "formal" else "watch"),
                text(person.id),
                text(person.name, wrap=True),
                text(project.id),
                text(project.name, "strong", wrap=True),
                text(words.span_lines(_weeks(figures, b)), wrap=True),
                text("" if b.lock is Lock.NONE else words.term("lock", b.lock.value)),
                _outcome(figures, words, b, on_record),
                text(b.reason, wrap=True),
                text(b.approved_by, wrap=True),
            )
        )


def _outcome(figures: Figures, words: Words, booking: Booking, on_record: Mapping[PairWeek, int]) -> Cell:
    """Say what became of a request: kept, changed, set aside, or its project is not planned."""
    if booking.project_id not in figures.grid.tier_of:
        return text(words.say("requests.released"), "moved", wrap=True)
    aside = [f for f in figures.result.set_aside if f.rule is Rule.HARD_LOCK and f.row_id == booking.id]
    if aside:
        weeks = words.weeks(f.week for f in aside if f.week is not None)
        return text(words.say("requests.set_aside", weeks=weeks), "bad", wrap=True)
    if booking.lock is Lock.HARD:
        return text(words.say("requests.kept"), "good")
    key = (booking.person_id, booking.project_id)
    pair = figures.pairs.get(key, figures.zeros)
    differs = [w for w in _weeks(figures, booking) if pair[w] != on_record.get((*key, w), 0)]
    if not differs:
        return text(words.say("requests.kept"), "good")
    return text(words.say("requests.changed", weeks=words.weeks(differs)), "watch", wrap=True)
