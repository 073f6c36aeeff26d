"""Options: how long to search, never what makes a plan better; and Progress, what the search tells meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from resopt.arguments import need, need_call, need_count, need_kind, need_number

LONGEST = 1_000_000  # seconds; operating systems wait no longer than a few weeks
GREATEST = 1_000_000_000  # seed: the solver adds to it, within 32 bits


@dataclass(frozen=True, slots=True)
class Options:
    """How long and how to search.

    Parameters
    ----------
    time_limit
        Seconds from the start of `solve` to its return, at most 1,000,000 (with `rounds` also without end: `inf`).
    rounds
        Rounds of search; given, work and not the clock ends the search, and the same input, seed and
        rounds give the same plan.
    workers
        Processes that search side by side, 0 for none but this one; never changes the plan of a given number of rounds.
    seed
        Seed of all choices made by chance, at most 1,000,000,000.
    near
        Stay near the plan from which `solve` starts: it is changed step by step, none made from nothing replaces it.
    gentle
        Besides `near`: where there is too much to solve exactly, leave days met that would move many others.

    Raises
    ------
    ValueError
        If a number is out of range, or something is of the wrong kind.
    """

    time_limit: float = 60.0
    rounds: int | None = None
    workers: int = 2
    seed: int = 0
    near: bool = False
    gentle: bool = False

    def __post_init__(self) -> None:
        if self.rounds is None or self.time_limit != float("inf"):
            need_number("time_limit", self.time_limit, LONGEST)
        need("time_limit", self.time_limit > 0, "more than 0 seconds", self.time_limit)
        if self.rounds is not None:
            need_count("rounds", self.rounds, 0)
        need_count("workers", self.workers, 0)
        need_count("seed", self.seed, 0, GREATEST)
        for word in ("near", "gentle"):
            need_kind(word, getattr(self, word), bool, "True or False")


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the search stands: the level being improved (`tier 2 core`, `quality`), its value and bound.

    `value` and `bound` are days (days of level 3 for quality), `seconds` since the start.
    """

    level: str
    value: float
    bound: float
    seconds: float
    rounds: int


Listener = Callable[[Progress], None]


def need_search(options: object, listener: object = None) -> None:
    """Raise ValueError unless options are Options and the listener can be called, or they are None."""
    need("options", options is None or isinstance(options, Options), "ro.Options(...)", options)
    need_call("listener", listener)
