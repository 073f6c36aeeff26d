"""Projects: sheet Projects as records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from resopt.domain.records import Person, Project, Status
from resopt.excel.cells import fold
from resopt.tables.lookup import Lookup
from resopt.tables.priority import read_priorities
from resopt.tables.reading import Reading, few
from resopt.tables.rows import ONE, ZERO, Row
from resopt.tables.settings import Draft


def read_projects(reading: Reading, draft: Draft) -> list[Project]:
    """Return the projects by ID; names and places are passed on to `reading`."""
    rows = list(reading.rows("projects"))
    priorities = read_priorities(rows, draft.priority_order)
    ids = identities(reading, rows, "project_id", "project")
    projects, names = [], dict[str, str]()
    for position, row in enumerate(rows):
        text, rank = priorities[position]
        status = Status(row.word("status", "status", "approved"))
        if status not in (Status.ON_HOLD, Status.CANCELLED):
            row.need("priority")
        project = _project(row, ids[position], text, status, reading)
        if not row.bad:
            _note_dates(row, project)
        names.setdefault(project.id, project.name)
        reading.row_of.setdefault(("projects", project.id), row)
        if not row.bad:
            projects.append(replace(project, rank=rank))
    note_namesakes(reading, rows, projects, "project")
    reading.project_of = {p.id: p for p in projects}
    reading.projects = Lookup("project", names, names.keys() - reading.project_of.keys())
    return sorted(projects, key=lambda p: p.id)


def _project(row: Row, identity: str, priority: str, status: Status, reading: Reading) -> Project:
    start, end = row.span("start", "end")
    earliest, latest = row.span("earliest_start", "latest_start")
    value = row.number("value")
    return Project(
        id=identity,
        name=row.identity("project") or identity,
        priority=priority,
        rank=ZERO,
        status=status,
        start=start,
        end=end,
        earliest_start=earliest,
        latest_start=latest,
        must_have=row.yes("must_have"),
        min_staffing=row.share("min_staffing"),
        value=ONE if value is None else value,
        budget=row.number("budget"),
        department=reading.departments.of(row.text("department")),
        manager=row.text("manager"),
        location=reading.locations.of(row.text("location")),
        type=row.text("type"),
        notes=row.text("notes"),
    )


def _note_dates(row: Row, project: Project) -> None:
    """Check Earliest <= Start <= Latest, without which a project could not even start as planned."""
    start, earliest, latest = project.start, project.earliest_start, project.latest_start
    if start is None:
        if earliest or latest:
            row.fault("input.start_needed", "start")
        return
    if earliest is not None and earliest > start:
        row.fault("input.earliest_after_start", "earliest_start", found=earliest.isoformat(), start=start.isoformat())
    if latest is not None and latest < start:
        row.fault("input.latest_before_start", "latest_start", found=latest.isoformat(), start=start.isoformat())


def note_namesakes(reading: Reading, rows: list[Row], records: Sequence[Person | Project], key: str) -> None:
    """Note rows with the name of another row and an ID of their own: the name alone means neither of them."""
    ids: dict[str, list[str]] = defaultdict(list)
    for record in records:
        ids[fold(record.name)].append(record.id)
    shared = {name for name, same in ids.items() if len(same) > 1}
    for row in rows if shared else ():
        name = fold(row.text(key))
        if name in shared:
            row.note("input.namesakes", key, name=row.text(key), ids=few(ids[name]))
            shared.discard(name)


def identities(reading: Reading, rows: list[Row], id_key: str, name_key: str) -> list[str]:
    """Return the ID of each row, its name where the ID is blank; the same ID twice is a fault of the later row.

    The place of each ID is noted in `reading.place_of` under (sheet, ID).
    """
    found, seen = list[str](), dict[str, str]()
    names = {row.raw.place(name_key): fold(row.identity(name_key)) for row in rows if row.has(name_key)}
    by_name = {name: place for place, name in reversed(names.items())}
    for row in rows:
        identity = row.identity(id_key) or row.identity(name_key)
        key = id_key if row.has(id_key) else name_key
        if not identity and not row.bad:
            row.need(id_key, name_key)
        place = row.raw.place(key)
        if identity and key == name_key and by_name.get(fold(identity), place) != place:
            row.fault("input.name_twice", key, found=identity, other=by_name[fold(identity)])
        elif identity and fold(identity) in seen:
            row.fault("input.id_twice", key, found=identity, other=seen[fold(identity)])
        elif identity:
            seen[fold(identity)] = place
        reading.place_of.setdefault((row.sheet, identity), place)
        found.append(identity)
    return found
