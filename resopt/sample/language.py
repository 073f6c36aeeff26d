"""Turns sample rows written in English into the rows of a Chinese workbook: same IDs, same numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from resopt.messages import names
from resopt.sample import words

Row = dict[Any, Any]
Sheets = dict[str, list[Row]]

_ROLES = words.chinese(words.ROLES)
_DEPARTMENTS = words.chinese(words.DEPARTMENTS)
_SKILLS = words.chinese(words.SKILLS)
_LOCATIONS = words.chinese(words.LOCATIONS)
_TYPES = words.chinese(words.TYPES)
_REASONS = words.chinese(words.REASONS)

# Columns whose cells are one of the values of names.VALUES.
_KINDS = {
    ("projects", "status"): "status",
    ("projects", "must_have"): "yes_no",
    ("staff", "employment"): "employment",
    ("demand", "certainty"): "certainty",
    ("demand", "core"): "yes_no",
    ("demand", "fill"): "fill",
    ("demand", "same_people"): "yes_no",
    ("assignments", "lock"): "lock",
    ("rules", "rule"): "rule",
    ("team_template", "core"): "yes_no",
    ("scenarios", "change"): "change",
}

_SETTING_KINDS = {
    "proposed": "proposed",
    "in_flight": "in_flight",
    "policy": "policy",
    "priority_order": "priority_order",
    "preset": "preset",
    "planned_hires": "yes_no",
    "holidays": "yes_no",
    "carry_over": "yes_no",
    "unit": "unit",
    "report_unit": "report_unit",
}


def localise(sheets: Sheets, lang: str, phrases: Mapping[str, str] | None = None) -> Sheets:
    """Return the rows in `lang`; `phrases` are the names and free texts of this portfolio in Chinese.

    Settings are given by key (`start`) and come back under their name in `lang`.

    Raises
    ------
    ValueError
        If `lang` is neither `en` nor `zh`, or a text has no Chinese.
    """
    if lang not in ("en", "zh"):
        raise ValueError(f"language {lang!r} is neither 'en' nor 'zh'")
    known = dict(phrases or {})
    return {sheet: [_row(sheet, row, lang, known) for row in rows] for sheet, rows in sheets.items()}


def _row(sheet: str, row: Row, lang: str, known: Mapping[str, str]) -> Row:
    if sheet == "settings":
        return _setting(row, lang)
    if lang == "en":
        return dict(row)
    return {key: _cell(sheet, key, value, known) for key, value in row.items()}


def _setting(row: Row, lang: str) -> Row:
    key, value = row["setting"], row["value"]
    if key in _SETTING_KINDS:
        value = names.value(_SETTING_KINDS[key], value, lang)
    elif key == "location" and lang == "zh":
        value = _LOCATIONS[value]
    return {"setting": names.of(names.SETTINGS[key], lang), "value": value}


def _cell(sheet: str, key: Any, value: Any, known: Mapping[str, str]) -> Any:
    if not isinstance(value, str) or not value:
        return value
    kind = _KINDS.get((sheet, key))
    if kind:
        listed = [row[0] for row in names.VALUES[kind]]
        return names.value(kind, value, "zh") if value in listed else value
    return _TEXTS.get(key, _phrase)(value, known)


def _phrase(value: str, known: Mapping[str, str]) -> str:
    """Translate a name or a free text; `Wang Fang (E10)` and lists of names part by part; IDs stay."""
    if value in known:
        return known[value]
    if "; " in value:
        return "; ".join(_phrase(part, known) for part in value.split("; "))
    found = re.fullmatch(r"(.+) \((\w+)\)", value)
    if found:
        return f"{_phrase(found[1], known)} ({found[2]})"
    for table in (_ROLES, _DEPARTMENTS, _REASONS):
        if value in table:
            return table[value]
    if re.fullmatch(r"[A-Z]\d+|[\d.;:% -]+", value):
        return value
    raise ValueError(f"no Chinese for {value!r}")


def _listed(table: Mapping[str, str]) -> Callable[[str, Mapping[str, str]], str]:
    """Return a translator of `name`, `a; b`, `a | b` and `name:3` by one table."""

    def translate(value: str, _: Mapping[str, str]) -> str:
        parts = re.split(r"(; | \| |:[\d.]+)", value)
        return "".join(part if i % 2 or not part else table[part] for i, part in enumerate(parts))

    return translate


_TEXTS: dict[str, Callable[[str, Mapping[str, str]], str]] = {
    "role": _listed(_ROLES),
    "filled_by": _listed(_ROLES),
    "skill": _listed(_SKILLS),
    "skills": _listed(_SKILLS),
    "department": _listed(_DEPARTMENTS),
    "location": _listed(_LOCATIONS),
    "type": _listed(_TYPES),
    "project_id": lambda value, _: value,
    "person_id": lambda value, _: value,
    "demand_id": lambda value, _: value,
}
