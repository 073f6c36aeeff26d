"""Spellings: roles, skills, departments and locations get one spelling each, whatever the order of rows."""

from __future__ import annotations

from resopt.excel.cells import text_of
from resopt.excel.raw import Bad
from resopt.tables.reading import Reading, items_of, named_number

# (sheet, column): the lower the place in the list, the more its spelling counts
_ROLES = (("roles", "role"), ("staff", "role"), ("demand", "role"), ("roles", "filled_by"), ("assignments", "role"))
_SKILLS = (("staff", "skills"), ("demand", "skill"), ("rules", "skill"))
_DEPARTMENTS = (("staff", "department"), ("projects", "department"), ("roles", "department"), ("rules", "department"))
_LOCATIONS = (("staff", "location"), ("projects", "location"))


def learn_spellings(reading: Reading) -> None:
    """Fill the spellings of `reading` from all sheets before any record is made."""
    for rank, (sheet, key) in enumerate(_ROLES):
        for text in _texts(reading, sheet, key):
            parts = items_of(text) if key == "filled_by" or sheet == "staff" else [text]
            for part in parts:
                reading.roles.learn(named_number(part)[0] if key == "filled_by" else part, rank)
    for rank, (sheet, key) in enumerate(_SKILLS):
        for text in _texts(reading, sheet, key):
            for item in items_of(text):
                for part in item.replace("｜", "|").split("|"):
                    reading.skills.learn(named_number(part)[0], rank)
    for spelling, sources in ((reading.departments, _DEPARTMENTS), (reading.locations, _LOCATIONS)):
        for rank, (sheet, key) in enumerate(sources):
            for text in _texts(reading, sheet, key):
                spelling.learn(text, rank)


def _texts(reading: Reading, sheet: str, key: str) -> set[str]:
    """Return the texts in a column, each once: a hundred roles stand in many thousand rows."""
    table = reading.tables.get(sheet)
    if table is None or not table.has(key):
        return set()
    values = {raw.cells.get(key) for raw in table}
    return {text_of(value) for value in values if value is not None and not isinstance(value, Bad)}
