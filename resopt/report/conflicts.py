"""Sheet Conflicts: demand the plan does not meet and why, then the faults of the plan of record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import floor

from resopt.checker.sentences import violation_text
from resopt.domain.history import Tracked, follow
from resopt.domain.records import Person
from resopt.domain.rules import Rule
from resopt.excel.contents import Cell, Column, Page, Paragraph, Row, Table
from resopt.explain.sentences import reason_text
from resopt.report.cells import amount, blank, text
from resopt.report.figures import Figures
from resopt.report.taken import TABLES
from resopt.report.tracking import id_column, resolved_row, tracking_cells, tracking_columns
from resopt.report.wording import Words
from resopt.result import Conflict, Violation

MARKS = {"high": "▲", "medium": "■", "low": "●"}
SEVERITIES = tuple(MARKS)
RECORD_BELOW = 8  # so few faults of the plan of record stand below the conflicts, more on pages of their own
RECORD_ON_A_PAGE = 25
SHOWN, GAP = 8, 6  # cells between ID and State, and the place of the gap, which a resolved conflict has no more


def conflicts_page(figures: Figures, words: Words, today: date) -> Page:
    """Return the sheet; its gaps sum to the gap of the plan."""
    conflicts = figures.result.conflicts
    gap = sum(c.gap for c in conflicts)
    tracked, resolved = follow(figures.followed, [c.id for c in conflicts], today)
    total = words.say("conflicts.sum", gap=words.amount(gap), wanted=words.amount(figures.total_wanted))
    blocks = (
        Paragraph(total if figures.whole else words.say("audience.conflicts", gap=words.amount(gap))),
        Table(
            "conflicts",
            _columns(words),
            (
                *(conflict_row(figures, words, c, tracked[c.id]) for c in conflicts),
                *(resolved_row(words, one, SHOWN, GAP) for one in resolved),
            ),
            native=TABLES["conflicts"],
        ),
        *_record_blocks(figures, words),
    )
    subtitle = words.say("conflicts.subtitle", unit=words.unit)
    name = words.sheet("conflicts")
    # A header repeated over the other table would mislead; on its first page it stands apart.
    repeat = len(figures.result.record.violations) <= RECORD_ON_A_PAGE
    frozen = ("conflicts", "project")
    title = _title(figures, words)
    return Page("conflicts", name, title, subtitle, blocks, frozen, tab="bad", repeat=repeat, large=True)


def _title(figures: Figures, words: Words) -> str:
    conflicts = figures.result.conflicts
    if not conflicts:
        return words.say("conflicts.title.none" if figures.whole else "audience.conflicts.none")
    counts = {s: sum(1 for c in conflicts if c.severity == s and c.kind != "rest") for s in SEVERITIES}
    gap, proved = sum(c.gap for c in conflicts), figures.result.status != "feasible"
    key = "conflicts.title.proved" if proved and gap else "conflicts.title"
    return words.say(key, gap=words.amount(gap), **counts)


def severity(words: Words, name: str) -> Cell:
    """Return a severity as shape, word and colour."""
    return text(f"{MARKS[name]} {words.term('severity', name).capitalize()}", name, align="center")


def _columns(words: Words) -> tuple[Column, ...]:
    say = words.say
    return (
        id_column(words, 12),
        Column("severity", say("column.severity"), 10.5, align="center"),
        Column("project", words.column("demand", "project"), 18),
        Column("line", words.column("demand", "demand_id"), 9.5),
        Column("need", say("column.need"), 17),
        Column("weeks", say("column.weeks"), 12.5),
        Column("wanted", say("column.wanted"), 8.5, align="right"),
        Column("gap", say("column.gap"), 7.5, align="right"),
        Column("why", say("column.why"), 82),
        *tracking_columns(words),
    )


def conflict_row(figures: Figures, words: Words, conflict: Conflict, tracked: Tracked) -> Row:
    """Return one conflict with the cells that people fill in."""
    lines = [figures.lines[i] for i in conflict.line_ids if i in figures.lines]
    project = figures.projects.get(conflict.project_id)
    return Row(
        (
            text(conflict.id, "muted", wrap=True),
            severity(words, conflict.severity),
            text(f"{project.id} {project.name}" if project else words.say("several"), "strong", wrap=True),
            text(words.join(line.id for line in lines), "muted", wrap=True),
            text(figures.needs(lines), wrap=True),
            text("" if conflict.count > 1 else words.span(conflict.first, conflict.last), wrap=True),
            amount(words, conflict.wanted),
            amount(words, conflict.gap, "strong"),
            text(_why(figures, words, conflict), wrap=True),
            *tracking_cells(words, tracked),
        )
    )


def _why(figures: Figures, words: Words, conflict: Conflict) -> str:
    reason = reason_text(words.portfolio, figures.result, conflict, words.lang)  # of everybody, whoever is shown
    return reason[:1].upper() + reason[1:]


def over_allocations(figures: Figures) -> list[Violation]:
    """Return the person-weeks in which the plan of record gives more days than the person has."""
    return [v for v in figures.result.record.violations if v.rule is Rule.CAPACITY and v.person_id in figures.people]


def _record_blocks(figures: Figures, words: Words) -> tuple[Paragraph | Table, ...]:
    heading = Paragraph(
        words.say("record.heading"), "heading", breaks=len(figures.result.record.violations) > RECORD_BELOW
    )
    violations = figures.result.record.violations
    if not figures.portfolio.on_record:
        return heading, Paragraph(words.say("record.absent"))
    if not violations:
        return heading, Paragraph(words.say("record.clean" if figures.whole else "audience.record_clean"))
    if not figures.lists_record:
        return heading, Paragraph(words.say("audience.record", n=words.count("faults", len(violations))))
    table = Table("record", _record_columns(words), tuple(_record_rows(figures, words)))
    return heading, Paragraph(words.say("record.reading", unit=words.unit)), table


def _record_columns(words: Words) -> tuple[Column, ...]:
    say = words.say
    return (
        Column("rule", words.column("rules", "rule"), span=2),
        Column("person", words.column("actuals", "person")),
        Column("projects", say("column.projects_on_record"), span=2),
        Column("week", say("column.week"), align="center"),
        Column("limit", say("column.limit"), align="right"),
        Column("excess", say("column.excess"), align="right"),
        Column("wrong", say("column.wrong")),
        Column("now", say("column.new_plan"), span=5),
        Column("fixed", say("column.kept_now"), align="center"),
    )


def _record_rows(figures: Figures, words: Words) -> Iterator[Row]:
    """List violations by week and person: over-allocations first."""
    violations = sorted(
        figures.result.record.violations,
        key=lambda v: (v.rule is not Rule.CAPACITY, v.rule.value, v.week or 0, v.person_id or "", v.project_id or ""),
    )
    for violation in violations:
        yield _record_row(figures, words, violation)


def _record_row(figures: Figures, words: Words, violation: Violation) -> Row:
    person, week = figures.people.get(violation.person_id or ""), violation.week
    over = violation.rule is Rule.CAPACITY
    return Row(
        (
            text(words.term("rule", violation.rule.value)),
            text(_called(person) if person else violation.person_id or "", "strong", wrap=True),
            text(_on_record(figures, words, violation), wrap=True),
            text("" if week is None else words.week(week), align="center"),
            amount(words, _limit(figures, violation)) if over else blank(),
            amount(words, round(violation.amount), "bad") if over else blank(),
            text(_wrong(figures, words, violation), wrap=True),
            text(_in_new_plan(figures, words, violation), wrap=True),
            _kept(figures, words, violation),
        )
    )


def _called(person: Person) -> str:
    return person.id if person.name == person.id else f"{person.id} {person.name}"


def _limit(figures: Figures, violation: Violation) -> int:
    """Return the days that an over-allocated person could have given that week, Tolerance included."""
    capacity = figures.grid.capacity.get(violation.person_id or "", figures.zeros)
    return floor(capacity[violation.week or 0] * (1 + figures.portfolio.settings.tolerance))


def _wrong(figures: Figures, words: Words, violation: Violation) -> str:
    """Say what is wrong; an over-allocation in the unit of the file."""
    if violation.rule is not Rule.CAPACITY:
        return violation_text(words.portfolio, violation, words.lang)
    limit, excess = _limit(figures, violation), round(violation.amount)
    amounts = {"days": limit + excess, "limit": limit, "excess": excess}
    return words.say("record.over", **{key: words.amount(units) for key, units in amounts.items()})


def _on_record(figures: Figures, words: Words, violation: Violation) -> str:
    """Return the projects of the person that week in the plan of record, else the project concerned."""
    person, week = violation.person_id, violation.week
    if person is None or week is None:
        project = figures.projects.get(violation.project_id or "")
        return f"{project.id} {project.name}" if project else violation.project_id or ""
    days = {p.id: figures.grid.record.get((person, p.id, week), 0) for p in figures.order}
    return words.join(f"{p} {words.amount(units)}" for p, units in days.items() if units)


def _in_new_plan(figures: Figures, words: Words, violation: Violation) -> str:
    """Return the days of the person that week in the new plan, by project."""
    person, week = violation.person_id, violation.week
    if person is None or week is None:
        return words.say("record.rule_kept")
    if week < figures.grid.past.weeks:
        return words.say("record.fact")
    days = figures.cells.get((person, week), {})
    listed = words.join(f"{figures.projects[p].name} ({p}) {words.amount(units)}" for p, units in days.items())
    return listed or words.say("record.no_days")


def _kept(figures: Figures, words: Words, violation: Violation) -> Cell:
    """Say whether the rule holds in the new plan; of an over-allocation, whether the week is within capacity."""
    person, week = violation.person_id, violation.week
    if week is not None and week < figures.grid.past.weeks:
        return text(words.say("record.fact"), "watch", align="center")
    if violation.rule is not Rule.CAPACITY or person is None or week is None:
        return text(words.say("record.within"), "good", align="center")
    excess = figures.load.get(person, figures.zeros)[week] - figures.grid.capacity.get(person, figures.zeros)[week]
    if excess > 0:  # allowed by Tolerance
        return text(words.say("record.overtime", days=words.amount(excess)), "watch", align="center")
    return text(words.say("record.within_capacity"), "good", align="center")
