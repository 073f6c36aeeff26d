"""Cases of the benchmark: named portfolios from a seed as frames, each with the SHA-256 it must have.

A name is `PEOPLExPROJECTS-KIND[-VARIANT...]-sSEED`: `300x80-plain-s1`. Kinds are `plain` and `rich`. Level 3 counts
Weight People 1 alone; the variant `default` keeps the default weights, `distinct` gives every project its own tier.
Seed 1 is for tuning, 101 and 102 never were. `python -m tests.bench.cases` shows the cases and their hashes.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from pandas import DataFrame

from .plain import Sheets, plain
from .rich import enrich

if TYPE_CHECKING:
    from resopt.domain.records import Portfolio

HASHES = Path(__file__).with_name("hashes.json")
SIZES = ((60, 20), (100, 30), (300, 80), (1000, 200), (2000, 400))
SEEDS = (1, 101, 102)
TINY = ("12x5-plain-s1", "12x5-rich-s1")
GROWTH = ("120x40-plain-s1", "600x150-plain-s1", "4000x800-plain-s1")  # besides the sizes of the table
OTHER_WEIGHTS = ("handover", "fit", "preferred", "own_department", "late_start", "cost")
NAME = re.compile(r"(\d+)x(\d+)-(plain|rich)((?:-distinct|-default)*)-s(\d+)\Z")


class CaseError(Exception):
    """A case that there is not, or that is not what it was when its hash was frozen."""


@dataclass(frozen=True, slots=True)
class Case:
    """A portfolio as frames, and the hash of what they say."""

    name: str
    frames: dict[str, DataFrame]
    settings: dict[str, Any]
    sha256: str

    def load(self) -> Portfolio:
        """Return the portfolio."""
        from resopt.tables import from_frames

        sheets: dict[str, Any] = dict(self.frames)
        return from_frames(**sheets, settings=self.settings)


def names() -> list[str]:
    """Return the names of the frozen cases."""
    kinds = [f"{kind}{variant}" for kind in ("plain", "rich") for variant in ("", "-default", "-distinct")]
    return [*TINY, *GROWTH, *(f"{a}x{b}-{kind}-s{seed}" for a, b in SIZES for kind in kinds for seed in SEEDS)]


def make(name: str) -> Case:
    """Return the case with this name, whether or not its hash is frozen.

    Raises
    ------
    CaseError
        If it is not a name of a case.
    """
    match = NAME.match(name)
    if match is None:
        raise CaseError(f"{name!r} is no case: expected PEOPLExPROJECTS-plain|rich[-distinct][-default]-sSEED")
    people, projects, seed = int(match[1]), int(match[2]), int(match[5])
    variants = match[4].split("-")
    sheets = plain(people, projects, seed)
    if match[3] == "rich":
        enrich(sheets, seed)
    if "distinct" in variants:
        _spread(sheets, seed)
    if "default" not in variants:
        sheets.settings |= {"weight_people": 1} | {f"weight_{one}": 0 for one in OTHER_WEIGHTS}
    frames = {one.name: getattr(sheets, one.name) for one in fields(sheets) if one.name != "settings"}
    found = {sheet: DataFrame(rows, dtype=object) for sheet, rows in frames.items() if rows}
    return Case(name, found, sheets.settings, hashlib.sha256(canonical(sheets).encode()).hexdigest())


def frozen(name: str) -> Case:
    """Return the case with this name as it was frozen.

    Raises
    ------
    CaseError
        If its hash is not the frozen one, or none is frozen.
    """
    case = make(name)
    if hashes().get(name) != case.sha256:
        raise CaseError(f"{name} has the hash {case.sha256[:8]}, frozen is {hashes().get(name, 'none')[:8]}")
    return case


@cache
def hashes() -> dict[str, str]:
    """Return the frozen hash of each case."""
    found: dict[str, str] = json.loads(HASHES.read_text("utf-8"))
    return found


def canonical(sheets: Sheets) -> str:
    """Return everything the sheets say as text, whatever the order of columns."""
    parts = []
    for one in fields(sheets):
        value = getattr(sheets, one.name)
        rows = [value] if isinstance(value, dict) else value
        parts.append(f"[{one.name}]")
        parts += ["\t".join(f"{key}={_text(row[key])}" for key in sorted(row)) for row in rows]
    return "\n".join(parts) + "\n"


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return format(value, ".10g") if isinstance(value, float) else str(value)


def _spread(sheets: Sheets, seed: int) -> None:
    """Give every project a priority of its own, in the order of the tiers."""
    rng = Random(f"distinct {seed}")
    order = sorted(sheets.projects, key=lambda row: (row["priority"], rng.random()))
    for place, row in enumerate(order, start=1):
        row["priority"] = place
    sheets.settings["priority_order"] = "1 first"


def main(arguments: list[str]) -> int:
    """Print every case and its hash, and whether it is the frozen one; `--write` freezes them."""
    found = {name: make(name).sha256 for name in names()}
    if "--write" in arguments:
        HASHES.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    known = json.loads(HASHES.read_text("utf-8"))
    for name, sha in found.items():
        print(f"{name:32} {sha[:8]} {'' if known.get(name) == sha else 'NOT THE FROZEN ONE'}")
    return int(found != known)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
