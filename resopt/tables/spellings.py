"""Spellings: roles, skills, departments and locations get one spelling each, whatever the order of rows."""

from __future__ import annotations

from resopt.tables.reading import Reading, items_of, named_number

# (sheet, column): the lower the place in the list, the more its spelling counts
_ROLES = (("roles", "role"), ("staff", "role"), ("demand", "role"), ("roles", "filled_by"), ("assignments", "role"))
_SKILLS = (("staff", "skills"), ("demand", "skill"), ("rules", "skill"))
_DEPARTMENTS = (("staff", "department"), ("projects", "department"), ("roles", "department"), ("rules", "department"))
_LOCATIONS = (("staff", "location"), ("projects", "location"))


def learn_spellings(reading: Reading) -> None:
    """Fill the spellings of `reading` from all sheets before any record is made."""
    for rank, (sheet, key) in enumerate(_ROLES):
        for row in reading.rows(sheet):
            parts = items_of(row.text(key)) if key == "filled_by" or sheet == "staff" else [row.text(key)]
            for part in parts:
                reading.roles.learn(named_number(part)[0] if key == "filled_by" else part, rank)
    for rank, (sheet, key) in enumerate(_SKILLS):
        for row in reading.rows(sheet):
            for item in items_of(row.text(key)):
                for part in item.replace("｜", "|").split("|"):
                    reading.skills.learn(named_number(part)[0], rank)
    for spelling, sources in ((reading.departments, _DEPARTMENTS), (reading.locations, _LOCATIONS)):
        for rank, (sheet, key) in enumerate(sources):
            for row in reading.rows(sheet):
                spelling.learn(row.text(key), rank)
