"""Demand: sheet Demand as lines; a line without ID gets one from its content."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from operator import attrgetter

from resopt.domain.records import Basis, Certainty, Line, Segment, Skill
from resopt.excel.cells import CellError, fold, squash, text_of
from resopt.excel.weeks import Period
from resopt.tables.amounts import LARGE_FTE, column_amount, period_amounts, segments_from, whole_span
from resopt.tables.lookup import Lookup
from resopt.tables.reading import Reading, items_of
from resopt.tables.rows import ZERO, Row, words
from resopt.tables.staff import read_level


def read_demand(reading: Reading) -> list[Line]:
    """Return the lines by ID; IDs and places are passed on to `reading`."""
    seen: dict[str, str] = {}
    named: list[Line] = []
    unnamed: list[tuple[Line, Row]] = []
    faulty: set[str] = set()
    for row in reading.rows("demand"):
        line = _line(row, reading)
        if line is None:
            faulty.add(row.text("demand_id"))
            continue
        if not line.id:
            unnamed.append((line, row))
            continue
        place, known = row.raw.place("demand_id"), fold(line.id)
        if known in seen:
            row.fault("input.id_twice", "demand_id", found=line.id, other=seen[known])
        else:
            seen[known] = place
            named.append(line)
            reading.place_of["demand", line.id] = place
            reading.row_of["demand", line.id] = row
    lines = sorted(named + _name_all(unnamed, set(seen), reading), key=attrgetter("id"))
    faulty -= {line.id for line in lines} | {""}
    reading.lines = Lookup("line", {name: name for name in [*(line.id for line in lines), *sorted(faulty)]}, faulty)
    reading.line_of = {line.id: line for line in lines}
    return lines


def _line(row: Row, reading: Reading) -> Line | None:
    row.need("project")
    row.need("role", "skill", "person")
    project = reading.find(row, "project", reading.projects)
    certainty = Certainty(row.word("certainty", "certainty", "firm"))
    segments = _segments(row, reading, certainty)
    if project is not None and segments:
        _check_inside(row, reading, project, segments)
    skills, level = _needs(row, reading)
    fill_all, fill_share = _fill(row)
    person, role = _named(row, reading)
    line = Line(
        id=row.identity("demand_id"),
        project_id=project or "",
        role=role,
        skills=skills,
        min_level=level,
        person_id=person,
        segments=segments,
        certainty=certainty,
        core=row.yes("core"),
        fill_all=fill_all,
        fill_share=fill_share,
        max_people=row.whole("max_people", 1),
        same_people=row.yes("same_people"),
        preferred=_preferred(row, reading),
        notes=row.text("notes"),
    )
    return None if row.bad else line


def _segments(row: Row, reading: Reading, certainty: Certainty) -> tuple[Segment, ...]:
    amount = column_amount(row, reading)
    by_period = period_amounts(row, reading)
    start, end = row.span("from", "to")
    if amount is not None and row.raw.periods:
        row.fault("input.column_and_weeks", next(k for k in ("fte", "days", "person_months") if row.has(k)))
    if by_period:
        for (one, _), (following, _) in pairwise(by_period):
            if following.start <= one.end:
                row.fault("input.periods_overlap", following)
        for period, given in by_period:
            if given.number and ((start and period.end < start) or (end and period.start > end)):
                row.fault("input.week_outside", period)
        if not any(given.number for _, given in by_period):
            row.warn("input.wants_nothing", by_period[0][0])
        return segments_from(by_period)
    if amount is None:
        if certainty is Certainty.TBD:
            row.note("input.tbd_open", "demand_id")
        elif not row.bad:
            row.fault("input.no_amount", "fte")
        return ()
    if not row.has("from") or not row.has("to"):
        row.need("from")
        row.need("to")
    if start is None or end is None:
        return ()
    if not amount.number:
        row.warn("input.wants_nothing", "fte")
    elif amount.basis is Basis.FTE and amount.number.numerator > LARGE_FTE * amount.number.denominator:
        row.warn("input.fte_large", "fte", found=f"{float(amount.number):g}")
    return (Segment(start, end, amount.number, amount.basis),)


def _check_inside(row: Row, reading: Reading, project_id: str, segments: tuple[Segment, ...]) -> None:
    """A line lies inside its project; a week column counts as inside if it touches the project."""
    project = reading.project_of[project_id]
    by_period = bool(row.raw.periods)
    if project.start is None and project.end is None:
        return
    span = whole_span(segments)
    assert span is not None
    first, last = (segments[0].end, segments[-1].start) if by_period else span
    if project.start is not None and first < project.start:
        values = {"found": span[0].isoformat(), "project": project.id, "start": project.start.isoformat()}
        row.fault("input.before_project", _first_key(row, 0, "from"), **values)
    if project.end is not None and last > project.end:
        values = {"found": span[1].isoformat(), "project": project.id, "end": project.end.isoformat()}
        row.fault("input.after_project", _first_key(row, -1, "to"), **values)


def _first_key(row: Row, position: int, key: str) -> str | Period:
    return sorted(row.raw.periods)[position] if row.raw.periods else key


def _needs(row: Row, reading: Reading) -> tuple[tuple[tuple[Skill, ...], ...], int | None]:
    """Return skills and Min Level; with skills the level goes into those without one of their own."""
    level = read_level(row, "min_level")
    if not row.has("skill"):
        return (), level
    try:
        groups = reading.groups(row.text("skill"), level)
        bare = reading.groups(row.text("skill"), None)
    except CellError as error:
        row.fault(error.code, "skill", **error.values)
        return (), None
    if level is not None and groups == bare:
        row.warn("input.min_level_unused", "min_level")
    return groups, None


def _fill(row: Row) -> tuple[bool, Fraction]:
    value = row.get("fill")
    if value is None:
        return False, ZERO
    known = words("fill").get(squash(value)) if isinstance(value, str) else None  # nearly always
    if known:
        return known == "all", ZERO
    text = fold(text_of(value))
    if text[:1].isdigit() or text[:1] in ".-":
        return False, row.share("fill") or ZERO
    return row.word("fill", "fill", "partial") == "all", ZERO


def _named(row: Row, reading: Reading) -> tuple[str | None, str]:
    """Return the named person and the role; a hire that does not count gives way to its main role."""
    role = reading.role(row)
    found = reading.find(row, "person", reading.people)
    if found is None or found not in reading.hires:
        return found, role
    role = role or reading.person_of[found].roles[0]
    row.warn("input.named_hire", "person", name=reading.people.names[found], role=role)
    return None, role


def _preferred(row: Row, reading: Reading) -> tuple[str, ...]:
    text = row.identity("preferred_people")
    if not text:
        return ()
    try:
        reading.people.find(text)
        ids = [reading.find_text(row, "preferred_people", text, reading.people)]
    except CellError:
        ids = [reading.find_text(row, "preferred_people", item, reading.people) for item in items_of(text)]
    return tuple(sorted({one for one in ids if one is not None and one not in reading.hires}))


def _name_all(unnamed: list[tuple[Line, Row]], taken: set[str], reading: Reading) -> list[Line]:
    """Give lines without ID one from project and role, numbered in the order of their content."""
    groups: dict[str, list[tuple[Line, Row]]] = defaultdict(list)
    for line, row in unnamed:
        groups[made_id(line)].append((line, row))
    lines, told = [], []
    for base, group in sorted(groups.items()):
        number = 0
        for line, row in sorted(group, key=lambda pair: content(pair[0])) if len(group) > 1 else group:
            number += 1
            name = base if number == 1 else f"{base}-{number}"
            while fold(name) in taken:
                number += 1
                name = f"{base}-{number}"
            taken.add(fold(name))
            place = row.raw.place("demand_id")
            told.append(name if place.startswith("row ") else f"{place} {name}")
            reading.place_of["demand", name] = place
            reading.row_of["demand", name] = row
            lines.append(replace(line, id=name))
    if told:
        reading.findings.note("input.ids_made", "demand", count=len(told), ids=told)
    return lines


def made_id(line: Line) -> str:
    """Return the ID that a line gets from its content, if it is the only one."""
    skills = "+".join("|".join(skill.name for skill in group) for group in line.skills)
    return f"{line.project_id}-{line.role or skills or line.person_id}"


def content(line: Line) -> tuple[str, ...]:
    """Return everything a line says, in an order in which lines can be sorted: first dates, then the rest."""
    spans = [f"{s.start}{s.end}{s.amount}{s.basis.value}" for s in line.segments]
    rest = (line.skills, line.min_level, line.person_id, line.certainty, line.core, line.fill_all, line.fill_share)
    more = (line.max_people, line.same_people, line.preferred, line.notes)
    return (*spans[:1], repr(spans), repr(rest), repr(more))
