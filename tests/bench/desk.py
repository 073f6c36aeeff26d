"""What a method lays on the desk while it runs in its own process, so that a killed one still leaves its best plan."""

from __future__ import annotations

import os
import pickle
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

from resopt.plan import Plan
from resopt.result import Certificate


@dataclass(frozen=True, slots=True)
class Claims:
    """What a method says it proved, in units (quality in 1/1,000,000 day); None where it says nothing.

    `coverage_bound` and `tiers_proved` as in a Certificate; `quality_bound` holds for every plan with the same
    levels 0 to 2 (under the weighted policy: the bound on the weighted sum).
    """

    coverage_bound: int | None = None
    tiers_proved: int | None = None
    quality_bound: int | None = None

    @classmethod
    def of(cls, proof: Certificate) -> Claims:
        """Return what a certificate claims."""
        last = proof.quality_bound if proof.weighted is None else proof.weighted_bound
        return cls(proof.coverage_bound, sum(tier.proved for tier in proof.tiers), last)


@dataclass(frozen=True, slots=True)
class Report:
    """Where a method stands: its best plan, its claims, what it is doing (`phase`) and what is to be told (`note`).

    `seconds` count from its start to this report; `first` to its first plan.
    """

    plan: Plan | None = None
    claims: Claims = Claims()
    phase: str = "starting"
    note: str = ""
    seconds: float = 0.0
    first: float | None = None
    done: bool = False


class Desk:
    """The place where a method reports; each report replaces the one before at once or not at all."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.began = monotonic()
        self.report = Report()
        self._lay()

    def phase(self, what: str) -> None:
        """Say what is being done now."""
        self.report = replace(self.report, phase=what)
        self._lay()

    def seen(self, plan: Plan | None = None) -> None:
        """Note that there is a plan, and the plan itself if it is at hand."""
        first = self.seconds() if self.report.first is None else self.report.first
        self.report = replace(self.report, plan=plan or self.report.plan, first=first)
        self._lay()

    def offer(self, plan: Plan, claims: Claims, note: str = "") -> None:
        """Lay down the best plan so far."""
        self.report = replace(self.report, claims=claims, note=note)
        self.seen(plan)

    def close(self, note: str | None = None) -> None:
        """Say that the method has ended."""
        self.report = replace(self.report, done=True, note=self.report.note if note is None else note)
        self._lay()

    def seconds(self) -> float:
        """Return the seconds since the method began."""
        return monotonic() - self.began

    def _lay(self) -> None:
        self.report = replace(self.report, seconds=self.seconds())
        if self.path is not None:
            fresh = self.path.with_suffix(".new")
            fresh.write_bytes(pickle.dumps(self.report))
            os.replace(fresh, self.path)


def read(path: Path) -> Report:
    """Return the last report at `path`, a blank one if there is none."""
    if not path.exists():
        return Report()
    found = pickle.loads(path.read_bytes())
    assert isinstance(found, Report)
    return found
