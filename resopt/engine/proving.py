"""Exact solves of levels in a pool: their tasks, what they prove, and the plans that they find."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from time import monotonic

from resopt.engine import clock
from resopt.engine.apart import PartTask, added, is_apart, parts_of, solve_part
from resopt.engine.cells import Problem, State
from resopt.engine.certify import Proofs
from resopt.engine.clock import Clock
from resopt.engine.exact import ExactTask, Held, solve_level
from resopt.engine.gather import GatherTask, gather
from resopt.engine.levels import Level, levels_of
from resopt.engine.options import Options
from resopt.engine.pool import Pool
from resopt.engine.search import Search, changed

# Where work counts: nodes of the exact solve of a tier; later levels only get their first bound.
PROOF_NODES = 30
GATHER_NODES = 600  # most of them quick: all that matters is settled by then


@dataclass(frozen=True, slots=True, eq=False)
class Proving:
    """Exact solves from the incumbent of `search`, with `facts` as settled: their bounds go to `proofs`."""

    search: Search
    facts: Mapping[int, tuple[int, int]]
    proofs: Proofs
    clock: Clock
    options: Options
    tell: Callable[[Level], None]

    @property
    def problem(self) -> Problem:
        """What is planned."""
        return self.proofs.problem

    def prove(self, pool: Pool, chunks: Sequence[tuple[Level, ...]], share: float, push: Level | None = None) -> None:
        """Solve chunks of levels exactly, side by side, each with the levels above held at what is reached.

        Levels solved ahead of those before them still give true bounds; their plan counts if it is better. With
        `push` the days of its tier and of all later ones are looked for at the same time.
        """
        began, chunks = monotonic(), [chunk for chunk in chunks if chunk]
        if not chunks or self.clock.left <= 0.5:
            return
        if is_apart(self.problem):
            self._apart(pool, chunks[0], share, push)
            return
        tasks = [self.task(chunk, share) for chunk in chunks]
        tasks += [] if push is None else [self._push(push, share)]
        for task, answer in zip(tasks, pool.run(solve_level, tasks, self.clock.deadline), strict=True):
            if answer is None:
                continue
            self.proofs.exact += answer.bounds
            if answer.state is not None:
                self.search.offer_state(answer.state)
            if not task.push:
                self.record(task.levels, monotonic() - began)

    def _apart(self, pool: Pool, levels: tuple[Level, ...], share: float, push: Level | None) -> None:
        """Solve `levels` exactly in every independent part; what they prove adds up if all levels above are proved."""
        began, count = monotonic(), len(parts_of(self.problem))
        share /= ceil(count / max(1, self.options.workers))
        score, task = self.search.report.score, self.task(levels, share)
        exact = [task] if push is None else [task, self._push(push, share)]
        tasks = [PartTask(number, one) for one in exact for number in range(count)]
        answers = pool.run(solve_part, tasks, self.clock.deadline)
        if not self.proofs.open(tuple(held.level for held in task.held), score):
            self.proofs.exact += added(self.problem, score, levels, answers[:count])
        for some in (answers[:count], answers[count:]):
            changes = [answer.change for answer in some if answer is not None and answer.change is not None]
            if changes:
                self.search.offer_state(changed(self.problem, self.search.state, changes))
        self.record(levels, monotonic() - began)

    def record(self, levels: Iterable[Level], seconds: float) -> None:
        """Note for the certificate where levels stand after a solve of them, and tell of it."""
        score = self.search.report.score
        for level in levels:
            if level.kind not in ("core", "firm"):
                self.proofs.stages.append((level.name, level.of(score), self.proofs.bound(level, score), seconds))
                self.tell(level)

    def task(self, levels: tuple[Level, ...], share: float) -> ExactTask:
        """Return the task of neighbouring levels, those above held at what is reached."""
        score = self.search.report.score
        above = levels_of(self.problem.portfolio)
        held = tuple(Held(one, one.of(score)) for one in above[: above.index(levels[0])])
        facts = tuple((f, bounds[0]) for f, bounds in self.facts.items())
        days = levels[0].tier >= 0
        kept = clock.KEPT * self.options.time_limit if days else 0.0
        effort = self.clock.effort(share, PROOF_NODES if days else 1, quick=not days, kept=kept)
        return ExactTask(self.search.state, facts, held, levels, effort)

    def _push(self, level: Level, share: float) -> ExactTask:
        """Return the task that looks for more days in a tier and all later ones; short limits give it more."""
        task = self.task((level,), share)
        seconds = task.effort.seconds
        if seconds is not None:
            seconds = max(seconds, min(clock.PUSH[0], clock.PUSH[1] * self.clock.left))
        return replace(task, effort=replace(task.effort, seconds=seconds), push=True)

    def gather(self, pool: Pool, near: State) -> None:
        """Bring the incumbent `near` the state from which the exact solves began: they scatter people over lines."""
        if near is self.search.state:
            return
        exact = self.task(levels_of(self.problem.portfolio)[-1:], clock.GATHER)
        effort = replace(exact.effort, nodes=GATHER_NODES, quick=True)
        task = GatherTask(exact.state, near, exact.facts, exact.held, effort)
        state = pool.run(gather, [task], self.clock.deadline)[0]
        if state is not None:
            self.search.offer_state(state)
