"""The time of one run: what is left of it, and what an exact solve may spend."""

from __future__ import annotations

from time import monotonic

from resopt.engine.options import Options
from resopt.engine.solvers import Effort

# Shares of the time left that a phase may take.
FACTS, FIRST, DAYS_SHARE, DAYS_LONGER, VALUES, FINISH = 0.25, 0.07, 0.25, 0.4, 0.06, 0.4
EXACT = (0.35, 0.5, 0.6)  # the first exact solve of a tier, and those after better plans were found
ANNEAL_DAYS = 0.15  # for chains of days before the tiers are searched
GAINS, FEW_GAINS = 0.3, 0.1  # share of their moves that look for more days, before and after that search
ANNEAL, REHEAT = 0.6, 0.5  # for chains after it; where on the way from hot to cold later ones begin
BOUND = 0.25  # of the time left, for one bound on a level after the tiers, next to the search
CUTS = 0.8  # for one by cutting planes
GATHER = 0.15  # for the solve that undoes what exact solves scattered
PUSH = (5.0, 0.6)  # so many seconds for more days in all tiers at once, and at most this share of the time left
KEPT = 0.4  # of the limit: no exact solve of a tier takes it from the levels after the tiers
BACK, LEAST = 0.05, 0.3  # of the limit, and seconds at the least, for what contradicts the facts set aside
LAST = {"overtime": 0.1, "soft": 0.1, "change": 0.15, "quality": 0.2, "weighted": 0.8}
LONGEST = 60.0  # seconds; no exact solve next to the search takes a worker for longer  # exact solves after the tiers


class Clock:
    """Runs from when it is made; `reserve` are the seconds that the end of the run will take."""

    def __init__(self, options: Options) -> None:
        self._began = monotonic()
        self._options = options
        self.reserve = 0.0
        self._back = 0.0

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

    def keep_back(self) -> None:
        """Keep some time for after the search."""
        self._back = BACK * self._options.time_limit
        self.reserve += self._back

    def give_back(self) -> float:
        """Return the time that is left with what was kept back."""
        self.reserve, self._back = self.reserve - self._back, 0.0
        return max(LEAST, self.left)

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
