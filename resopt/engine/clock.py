"""The time of one run: what is left of it, and what an exact solve may spend."""

from __future__ import annotations

from time import monotonic

from resopt.engine.options import Options
from resopt.engine.solvers import Effort


class Clock:
    """Runs from when it is made; `reserve` are the seconds that the end of the run will take."""

    def __init__(self, options: Options) -> None:
        self._began = monotonic()
        self._options = options
        self.reserve = 0.0

    @property
    def seconds(self) -> float:
        """The seconds that have gone by."""
        return monotonic() - self._began

    @property
    def left(self) -> float:
        """The seconds that remain; without an end if work and not the clock ends the search."""
        if self._options.rounds is not None:
            return float("inf")
        return self._options.time_limit - self.reserve - self.seconds

    @property
    def deadline(self) -> float | None:
        """The moment at which the search has to end, None without a clock."""
        return self.share(1)

    def share(self, part: float) -> float | None:
        """Return the moment at which this part of the time left will be over, None without a clock."""
        return None if self._options.rounds is not None else monotonic() + part * self.left

    def effort(self, share: float, nodes: int, *, quick: bool = False, kept: float = 0.0) -> Effort:
        """Return what one exact solve may spend: a share of the time left but for `kept` seconds, or nodes."""
        if self._options.rounds is not None:
            return Effort(nodes=nodes, seed=self._options.seed, quick=quick)
        return Effort(seconds=max(0.1, min(self.left * share, self.left - kept)), seed=self._options.seed)
