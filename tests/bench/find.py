"""Where a case comes from: a frozen generated portfolio, or the published instance `staffing_weeks`."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Protocol

from resopt.domain.records import Portfolio

from . import cases, yardstick

PUBLISHED = "staffing_weeks"


class AnyCase(Protocol):
    """What the benchmark needs to know of a case."""

    @property
    def name(self) -> str:
        """Return the name."""

    @property
    def sha256(self) -> str:
        """Return the hash of the content."""

    def load(self) -> Portfolio:
        """Return the portfolio."""


@dataclass(frozen=True, slots=True)
class Published:
    """The published instance; its levels here are those of our weighted policy, 20 days to one of its units."""

    name: str
    path: Path

    @property
    def sha256(self) -> str:
        """Return the hash of the file."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()

    def load(self) -> Portfolio:
        """Return the instance as a portfolio."""
        return yardstick.portfolio_of(json.loads(self.path.read_text("utf-8")))


def find_case(name: str) -> AnyCase:
    """Return the case with this name.

    Raises
    ------
    CaseError
        If there is no such case, or it is not the frozen one.
    """
    if name != PUBLISHED:
        return cases.frozen(name)
    path, reason = yardstick.find()
    if path is None:
        raise cases.CaseError(reason)
    return Published(name, path)


def chosen(patterns: list[str]) -> list[str]:
    """Return the names that the patterns (`300x80-*`, separated by commas) stand for, in their order."""
    wanted = [one for text in patterns for one in text.split(",") if one]
    names = [name for one in wanted for name in _matching(one)]
    return list(dict.fromkeys(names))


def _matching(pattern: str) -> list[str]:
    return [name for name in cases.names() if fnmatch(name, pattern)] if set("*?[") & set(pattern) else [pattern]
