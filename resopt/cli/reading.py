"""Reading an input on the command line: its faults are said in the language of its Settings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

import resopt as ro
from resopt.cli.faults import speak, spoken


def load_spoken(inputs: Sequence[Path], lang: str | None) -> tuple[ro.Portfolio, str]:
    """Return the portfolio, and the language to speak: the one asked for, else that of its Settings."""
    try:
        portfolio = ro.load(inputs, lang=lang or "en")
    except ro.InputError as error:
        if lang:
            raise
        speak(error.language or _language_of(inputs))
        raise error.said_in(spoken(click.get_current_context())) from error
    speak(lang or portfolio.settings.language)
    return portfolio, lang or portfolio.settings.language


def _language_of(inputs: Sequence[Path]) -> str:
    """Return the language in the Settings of a faulty input, English if even that cannot be read."""
    try:
        return ro.load(inputs, strict=False).settings.language
    except ro.InputError:
        return "en"
