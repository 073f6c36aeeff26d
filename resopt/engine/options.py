"""Options: how long to search, never what makes a plan better; and Progress, what the search tells meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """How long and how to search.

    Parameters
    ----------
    time_limit
        Seconds from the start of `solve` to its return.
    rounds
        Rounds of search; given, work and not the clock ends the search, and the same input, seed and
        rounds give the same plan.
    workers
        Processes that search side by side, 0 for none but this one; never changes the plan of a given number of rounds.
    seed
        Seed of all choices made by chance.
    near
        Stay near the plan from which `solve` starts: it is changed step by step, none made from nothing replaces it.
    gentle
        Besides `near`: where there is too much to solve exactly, leave days met that would move many others.

    Raises
    ------
    ValueError
        If a number is out of range.
    """

    time_limit: float = 60.0
    rounds: int | None = None
    workers: int = 2
    seed: int = 0
    near: bool = False
    gentle: bool = False

    def __post_init__(self) -> None:
        if not self.time_limit > 0:
            raise ValueError(f"time_limit must be more than 0 seconds, not {self.time_limit}")
        if self.rounds is not None and self.rounds < 0:
            raise ValueError(f"rounds must be 0 or more, not {self.rounds}")
        if self.workers < 0:
            raise ValueError(f"workers must be 0 or more, not {self.workers}")
        if self.seed < 0:
            raise ValueError(f"seed must be 0 or more, not {self.seed}")


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
