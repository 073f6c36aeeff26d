"""Every sentence a user sees, in English and Simplified Chinese; `say` fills one in.

Each module of this package holds one part of the catalogue, `TEXTS`: key -> (English, Chinese).
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import Any

from resopt.messages import names

PARTS = (
    "input",
    "workbook",
    "rules",
    "report",
    "report_sheets",
    "explain",
    "why",
    "joint",
    "review",
    "remedies",
    "losers",
    "decisions",
    "risks",
    "cli",
    "help",
    "help_settings",
    "template",
    "ready",
    "changes",
    "compare",
    "report_comparison",
    "replan",
    "matrix",
    "departments",
    "requests",
    "audience",
    "given",
    "rows_given",
    "plots",
    "bar",
    "past",
    "prices",
    "ones",
    "bound",
)
LANGUAGES = ("en", "zh")
# A number in front of what it counts, or of the unit that a sentence is said in.
_COUNTED = re.compile(r"\{(\w+)\} (?:(day|week|project|line|warning|remark|error|fault)s\b|\{unit\})")


@cache
def catalogue() -> dict[str, tuple[str, str]]:
    """Return all sentences by key.

    Raises
    ------
    ValueError
        If two parts use the same key.
    """
    texts: dict[str, tuple[str, str]] = {}
    for part in PARTS:
        more: dict[str, tuple[str, str]] = import_module(f"resopt.messages.{part}").TEXTS
        twice = texts.keys() & more.keys()
        if twice:
            raise ValueError(f"messages defined twice: {sorted(twice)}")
        texts.update(more)
    return texts


def say(key: str, lang: str = "en", **values: Any) -> str:
    """Return the sentence `key` in `lang`, filled with `values` (str.format, each as `shown_as` says).

    Where `count` (else `weeks`) is 1, it is the sentence `key.one`, if there is one; where it is not, English still
    writes `1 day` where the sentence says `{days} days` or `{days} {unit}`. What values say, such as names, stays.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"lang is {' or '.join(LANGUAGES)}, not {lang!r:.80}")
    texts, shown = catalogue(), {name: shown_as(value, lang) for name, value in values.items()}
    pair = texts.get(f"{key}.one") if values.get("count", values.get("weeks")) == 1 else None
    text = (pair or texts[key])[LANGUAGES.index(lang)]
    if lang == "en" and any(value in (1, "1") for value in shown.values()):
        text = _COUNTED.sub(lambda found: _one(found, shown), text)
    return text.format(**shown)


def _one(found: re.Match[str], shown: dict[str, Any]) -> str:
    """Return a number of a sentence and what it counts, in the singular where the number is 1."""
    name, noun = found.groups()
    if shown.get(name) not in (1, "1"):
        return found[0]
    return f"{{{name}}} {noun or shown['unit'].removesuffix('s')}"


def shown_as(value: Any, lang: str) -> Any:
    """Return a value as a sentence shows it: lists are joined, marked names of the product translated.

    Marked are `@demand` (a sheet), `@demand.fte` (a column), `@settings/step` (a setting), `@status:approved`
    (a word) and `@row 3` (a row of a frame); anything else is returned as it is.
    """
    if isinstance(value, (list, tuple)):
        return ("、" if lang == "zh" else ", ").join(str(shown_as(one, lang)) for one in value)
    if not isinstance(value, str) or not value.startswith("@"):
        return value
    name = names.marked(value[1:])
    return value if name is None else names.of(name, lang)
