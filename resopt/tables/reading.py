"""Reading: what all sheets share while a Portfolio is being read, and the small texts inside cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any

from resopt.domain.records import Line, Person, Project, Skill
from resopt.excel.cells import CellError, number_of, squash, text_of
from resopt.excel.findings import Findings
from resopt.excel.raw import RawTable
from resopt.tables.lookup import Hints, Lookup, Spelling, nearest
from resopt.tables.rows import Row

NOBODY = {"tbd", "tba", "t.b.d.", "待定"}
NAMED = 20  # places or names that one sentence lists

_ITEMS = re.compile(r"[;；、\n]")
_COMMAS = re.compile(r"[,，]")
_LEVELS = {
    "trainee": 1, "assistant": 1, "见习": 1, "助理": 1, "实习": 1,
    "junior": 2, "初级": 2,
    "mid": 3, "medium": 3, "intermediate": 3, "regular": 3, "中级": 3,
    "senior": 4, "高级": 4,
    "expert": 5, "principal": 5, "资深": 5, "专家": 5,
}  # fmt: skip


@dataclass
class Reading:
    """What is known so far; each sheet's reader adds to it.

    `people` finds planned hires too, who are in `hires` if they do not count.
    """

    tables: dict[str, RawTable]
    findings: Findings
    order: str = ""
    unit: str = "FTE"
    hours: Fraction = Fraction(8)
    planned_hires: bool = False
    people: Lookup = field(default_factory=lambda: Lookup("person", {}))
    projects: Lookup = field(default_factory=lambda: Lookup("project", {}))
    lines: Lookup = field(default_factory=lambda: Lookup("line", {}))
    person_of: dict[str, Person] = field(default_factory=dict)
    project_of: dict[str, Project] = field(default_factory=dict)
    line_of: dict[str, Line] = field(default_factory=dict)
    place_of: dict[tuple[str, str], str] = field(default_factory=dict)
    row_of: dict[tuple[str, str], Row] = field(default_factory=dict)
    hints: Hints = field(default_factory=Hints)
    hires: set[str] = field(default_factory=set)
    faulty_roles: set[str] = field(default_factory=set)  # on rows of Staff that have a fault
    roles: Spelling = field(default_factory=Spelling)
    skills: Spelling = field(default_factory=Spelling)
    departments: Spelling = field(default_factory=Spelling)
    locations: Spelling = field(default_factory=Spelling)
    _groups: dict[tuple[str, int | None], tuple[tuple[Skill, ...], ...]] = field(default_factory=dict)

    def rows(self, sheet: str) -> Iterator[Row]:
        """Yield the rows of a sheet, none if it is not there."""
        for raw in self.tables.get(sheet, ()):
            yield Row(raw, self.findings, self.order)

    def find(self, row: Row, key: str, lookup: Lookup) -> str | None:
        """Return the ID that a cell refers to, None if it is blank or wrong."""
        text = row.identity(key)
        return self.find_text(row, key, text, lookup) if text else None

    def find_text(self, row: Row, key: str, text: str, lookup: Lookup) -> str | None:
        """Return the ID that a text in a cell refers to, None if it is wrong."""
        try:
            found, zeros = lookup.find(text)
        except CellError as error:
            row.fault(error.code, key, **error.values)
            return None
        if found in lookup.faulty:
            row.bad = True
            row.note("input.refers_to_fault", key, found=text)
            return None
        if zeros:
            row.note("input.zeros", key, found=text, id=found)
        return found

    def person(self, row: Row, key: str = "person") -> str | None:
        """Return the person a cell refers to, None if blank, wrong or a hire that does not count."""
        found = self.find(row, key, self.people)
        if found is None or found not in self.hires:
            return found
        row.note("input.hire_left_out", key, name=self.people.names[found])
        return None

    def groups(self, text: str, bare: int | None) -> tuple[tuple[Skill, ...], ...]:
        """Return the groups of skills in a text, as `groups_of`; many lines ask for the same.

        Raises
        ------
        CellError
            As `groups_of`.
        """
        if (text, bare) not in self._groups:
            self._groups[text, bare] = groups_of(text, self.skills, bare)
        return self._groups[text, bare]

    def role(self, row: Row, key: str = "role") -> str:
        """Return the role in a cell in the spelling used throughout."""
        return self.roles.of(row.identity(key))

    def known_role(self, row: Row, key: str = "role") -> str:
        """Return the role in a cell; one that no person, line or row of Roles has is a fault."""
        role = self.role(row, key)
        known = self.roles.known()
        if role and role not in known:
            near = self.hints.near(role, known)
            row.fault("input.unknown_role_near" if near else "input.unknown_role", key, found=role, near=near)
        return role


def is_nobody(text: str) -> bool:
    """Return whether a cell for a person says that it is not known yet who."""
    return squash(text) in NOBODY


def few(texts: Sequence[str]) -> list[str]:
    """Return the first texts, marked where they are rows of a frame, and `…` if there are more."""
    shown = [f"@{text}" if text.startswith("row ") else text for text in texts[:NAMED]]
    return [*shown, "…"] if len(texts) > NAMED else shown


def items_of(text: str) -> list[str]:
    """Return the entries of a list in one cell: parted by semicolons, lines or 、, else by commas."""
    parts = _ITEMS.split(text)
    if len(parts) == 1:
        parts = _COMMAS.split(text)
    return [part.strip() for part in parts if part.strip()]


@lru_cache(maxsize=4096, typed=True)
def level_of(value: Any) -> int:
    """Return a level from 1 to 5, from its number, `L3` or a word.

    Raises
    ------
    CellError
        If it is none.
    """
    if isinstance(value, str):
        text = squash(value)
        if text in _LEVELS:
            return _LEVELS[text]
        if len(text) == 2 and text[0] == "l":
            value = text[1]
        elif not text[:1].isdigit():
            raise CellError("input.level_word", found=text_of(value), near=nearest(text, _LEVELS) or "3")
    level = number_of(value)
    if level.denominator != 1 or not 1 <= level <= 5:
        raise CellError("input.level_range", found=text_of(value))
    return int(level)


def named_number(text: str) -> tuple[str, str]:
    """Return the two parts of `Python:3`; the second is empty if there is no colon."""
    name, _, number = text.replace("：", ":").rpartition(":")
    return (name.strip(), number.strip()) if name else (text.strip(), "")


def skill_of(text: str, spelling: Spelling, bare: int | None) -> Skill:
    """Return the skill that `Python:3` or `Python` means; `bare` is the level of a bare name.

    Raises
    ------
    CellError
        If the level is none.
    """
    name, level = named_number(text)
    return Skill(spelling.of(name), level_of(level) if level else bare)


def groups_of(text: str, spelling: Spelling, bare: int | None) -> tuple[tuple[Skill, ...], ...]:
    """Return the groups of skills that a demand asks for: `Java:3; English | German`.

    Raises
    ------
    CellError
        If a level is none, or a group is empty.
    """
    groups = []
    for item in items_of(text):
        parts = [part.strip() for part in item.replace("｜", "|").split("|")]
        if not all(parts):
            raise CellError("input.skill_empty", found=text)
        group = {skill_of(part, spelling, bare) for part in parts}
        groups.append(tuple(sorted(group, key=lambda skill: (skill.name, skill.level or 0))))
    return tuple(sorted(set(groups), key=lambda group: [(s.name, s.level or 0) for s in group]))
