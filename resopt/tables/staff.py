"""Staff: sheet Staff as records; planned hires that do not count are remembered by ID."""

from __future__ import annotations

from resopt.domain.records import Person, Skill
from resopt.excel.cells import CellError, is_percent
from resopt.tables.amounts import MOST_FTE
from resopt.tables.lookup import Lookup
from resopt.tables.projects import identities, note_namesakes
from resopt.tables.reading import Reading, items_of, level_of, skill_of
from resopt.tables.rows import ONE, ZERO, Row


def read_staff(reading: Reading) -> list[Person]:
    """Return the people who count, by ID; names and places are passed on to `reading`."""
    rows = list(reading.rows("staff"))
    ids = identities(reading, rows, "person_id", "name")
    people, names = [], dict[str, str]()
    for row, identity in zip(rows, ids, strict=True):
        row.need("role")
        person = _person(row, identity, reading)
        names.setdefault(person.id, person.name)
        if row.bad:
            reading.faulty_roles.update(person.roles)
        else:
            people.append(person)
    note_namesakes(reading, rows, people, "name")
    reading.person_of = {p.id: p for p in people}
    reading.people = Lookup("person", names, names.keys() - reading.person_of.keys())
    if not reading.planned_hires:
        reading.hires = {p.id for p in people if p.employment == "planned"}
    if reading.hires:
        hires = sorted(reading.hires, key=lambda h: (reading.people.names[h], h))
        called = [reading.people.names[h] for h in hires]
        reading.findings.note("input.hires_left_out", "staff", names=called, ids=hires)
    return sorted((p for p in people if p.id not in reading.hires), key=lambda p: p.id)


def _person(row: Row, identity: str, reading: Reading) -> Person:
    start, end = row.span("from", "to")
    fte, bau = row.number("fte", percent=True), row.share("bau")
    if fte is not None and row.raw.layout.units.get("fte") == "%" and not is_percent(row.get("fte")):
        fte /= 100 if fte > MOST_FTE else 1  # cells formatted as percent hold 1, typed ones 100
    if fte is not None and fte > MOST_FTE:
        row.fault("input.fte_of_person", "fte", found=row.text("fte"))
    elif fte is not None and fte > 1:
        row.warn("input.fte_over_one", "fte", found=row.text("fte"))
    return Person(
        id=identity,
        name=row.identity("name") or identity,
        department=reading.departments.of(row.text("department")),
        roles=_roles(row, reading),
        level=read_level(row, "level") or 3,
        skills=_skills(row, reading),
        fte=ONE if fte is None else fte,
        start=start,
        end=end,
        bau=bau or ZERO,
        cost_per_day=row.number("cost_per_day"),
        max_projects=row.whole("max_projects", 0),
        min_share=row.share("min_share"),
        location=reading.locations.of(row.text("location")),
        employment=row.word("employment", "employment", "employee"),
    )


def _roles(row: Row, reading: Reading) -> tuple[str, ...]:
    """Return the roles, the main one first, each once."""
    return tuple(dict.fromkeys(reading.roles.of(role) for role in items_of(row.identity("role"))))


def read_level(row: Row, key: str) -> int | None:
    """Return the level in a cell, None if blank or wrong."""
    value = row.get(key)
    try:
        return None if value is None else level_of(value)
    except CellError as error:
        row.fault(error.code, key, **error.values)
        return None


def _skills(row: Row, reading: Reading) -> tuple[Skill, ...]:
    """Return the skills by name; a skill named twice counts with its higher level."""
    best: dict[str, int] = {}
    for item in items_of(row.text("skills")):
        try:
            skill = skill_of(item, reading.skills, 3)
        except CellError as error:
            row.fault(error.code, "skills", **error.values)
            continue
        best[skill.name] = max(best.get(skill.name, 0), skill.level or 0)
    return tuple(Skill(name, level) for name, level in sorted(best.items()))
