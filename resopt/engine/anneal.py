"""Annealing: rounds of chain moves from the incumbent, one task for each worker, the best of them checked and kept."""

from __future__ import annotations

from resopt.engine.chains import ChainTask, chain, warm
from resopt.engine.clock import Clock
from resopt.engine.options import Options
from resopt.engine.pool import Handle, Pool
from resopt.engine.search import Search

SLICES = 6  # after each of them all go on from the best plan
IDLE = 2  # slices on end without a better plan after which it is over
SHORTEST = 0.2  # seconds of a slice
PLENTY = 200  # moves of a slice, for each cell of the plan: more of them bring nothing
MOVES = 4  # so many where the clock must not count, and then ...
TASKS = 2  # ... so many tasks, whatever the number of workers
SEEDS = 10_000  # more than a run has tasks: no two of them draw the same chances
COMPILED = 30.0  # seconds of a limit from which on a run may wait for the compiler, where nobody works meanwhile


class Annealing:
    """The moves, compiled next to the first steps of a run (once on a machine), and the rounds of them."""

    def __init__(self, pool: Pool, clock: Clock, options: Options) -> None:
        self._pool, self._clock, self._options = pool, clock, options
        alone = options.workers < 2 and options.rounds is None and options.time_limit < COMPILED
        self._done = 0  # tasks so far
        self._compiled: Handle[bool] | None = None if alone else pool.submit(warm, None)

    def run(self, search: Search, share: float, gains: float, start: float = 0.0) -> bool:
        """Anneal the incumbent for a share of the time left, from `start` of the way on; return whether to try again.

        A share `gains` of the moves look for more days; near a plan none, unless gently: they would lead away from it.
        """
        gains = 0.0 if self._options.near and not self._options.gentle else gains
        if self._compiled is None:
            return False
        if self._options.rounds is None and not self._compiled.done():
            return True
        if not self._compiled.result():
            return False
        seconds, better, idle = self._seconds(share), False, 0
        if seconds is not None and seconds < SHORTEST:
            return False
        for i in range(SLICES):
            first, last = (start + (1 - start) * (i + j) / SLICES for j in range(2))
            helped = self._slice(search, (first, last), seconds, gains)
            better, idle = better or helped, 0 if helped else idle + 1
            if idle == IDLE or self._clock.left < SHORTEST:
                break
        return better

    def _slice(self, search: Search, way: tuple[float, float], seconds: float | None, gains: float) -> bool:
        count = TASKS if seconds is None else max(1, self._options.workers)
        moves = (MOVES if seconds is None else PLENTY) * len(search.state.cells)
        first, self._done = self._options.seed * SEEDS + self._done, self._done + count
        tasks = [
            ChainTask(search.state, way, first + i, moves, seconds, gains, self._options.gentle) for i in range(count)
        ]
        found = self._pool.run(chain, tasks, self._clock.deadline)
        return sum(search.offer_state(state) for state in found if state is not None) > 0

    def _seconds(self, share: float) -> float | None:
        return None if self._options.rounds is not None else self._clock.left * share / SLICES
