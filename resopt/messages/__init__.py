"""Every sentence a user sees, in English and Simplified Chinese; `say` fills one in.

Each module of this package holds one part of the catalogue, `TEXTS`: key -> (English, Chinese).
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

PARTS = ("input", "rules", "report", "explain", "cli")
LANGUAGES = ("en", "zh")


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
    """Return the sentence `key` in `lang`, filled with `values` (str.format)."""
    return catalogue()[key][LANGUAGES.index(lang)].format(**values)
