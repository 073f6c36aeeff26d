"""One run: greedy plan, facts settled, bounds by flow, rounds of search, exact proofs; checked at every step."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from resopt.checker import Checker, prepare
from resopt.domain.records import Portfolio
from resopt.engine import clock
from resopt.engine.anneal import Annealing
from resopt.engine.apart import is_apart, parts_of
from resopt.engine.bounding import CUTS, LINEAR, Bounding, Moment
from resopt.engine.build import build, leads_further, least_time
from resopt.engine.cells import Problem, plan_of
from resopt.engine.certify import Proofs, certificate, coverage_gap
from resopt.engine.clock import Clock
from resopt.engine.compile import compile_problem
from resopt.engine.facts import contradictions, settle
from resopt.engine.greedy import greedy
from resopt.engine.improve import improve
from resopt.engine.joint import joined
from resopt.engine.levels import DAYS, Level, levels_of
from resopt.engine.mend import SHARE, price_of_change
from resopt.engine.options import Listener, Options, Progress
from resopt.engine.pool import Pool
from resopt.engine.proving import Proving
from resopt.engine.search import Search, rank
from resopt.engine.solvers import Effort
from resopt.engine.tidy import tidied
from resopt.errors import PlanRejectedError
from resopt.plan import Plan
from resopt.result import CheckReport, Contradiction, Result

EXACT_CELLS = 8_000  # up to this many cells the whole is solved exactly, level by level; parts count by their squares
AHEAD = 4  # chunks of levels proved side by side, whatever the number of workers
NODES, NEIGHBOURHOOD = 60, 3.0  # per solve of a neighbourhood; seconds, where the clock counts
STALL = {"days": 3, "value": 2, "rest": 8}  # rounds without a gain after which a phase of search ends
ENDING = 6  # the last checks and the certificate take about so many times what a check takes
CHECKS = 10  # search goes on for so many times what a check takes before the next check
NEAR_CELLS = 1_500  # above it, exact solves for days would lead away from the plan that the search has to stay near
FAR = 0.002  # coverage gap above which the search for days goes on


class Run:
    """One call of `solve`: the incumbent, what is proved, and the clock."""

    def __init__(self, portfolio: Portfolio, options: Options, listener: Listener | None) -> None:
        self.clock = Clock(options)
        self.portfolio = portfolio
        self.options = options
        self.listener = listener
        self.problem: Problem = compile_problem(portfolio)
        self.checker: Checker = prepare(portfolio)
        self.stopped: Callable[[], bool] = lambda: self.clock.left <= 0
        self.building = 0.0  # seconds that the greedy plan took
        self.levels = levels_of(portfolio)
        self.days = tuple(level for level in self.levels if level.kind in DAYS)
        self.proofs = Proofs(self.problem)
        self.bounding = Bounding(self.problem)
        self.facts: dict[int, tuple[int, int]] = {}
        self.facts_proved = False
        self.contradictions: tuple[Contradiction, ...] = ()
        self.ended_by = "work" if options.rounds is not None else "clock"
        self.weighted = portfolio.policy.kind == "weighted"
        first = {p: shifts[0] for p, shifts in self.problem.grid.shifts.items() if 0 not in shifts}
        self.greedy = self.empty = Plan.of({}, first)
        self.kept: tuple[Plan, CheckReport] | None = None
        self.search = self.search_from(self.empty, self.checker.check(self.empty))
        self.greedy_met = self.met

    def tell(self, level: Level) -> None:
        """Tell the listener where the search stands."""
        if self.listener is not None:
            score = self.search.report.score
            value, bound = level.shown(level.of(score)), level.shown(self.proofs.bound(level, score))
            self.listener(Progress(level.name, value, bound, self.clock.seconds, self.search.rounds))

    def begin(self, start: Plan | None, stopped: Callable[[], bool]) -> None:
        """Set the first incumbent: the better of `start` and greedy (near: start), if they keep all limits.

        Once the user has `stopped` the run, or the time is over, the greedy plan stays as it is then.
        """
        began = monotonic()
        self.stopped = lambda: stopped() or self.clock.left <= 0
        found = greedy(
            self.portfolio, self.problem.grid, self.problem.charges, checker=self.checker, stopped=self.stopped
        )
        self.building = monotonic() - began
        for plan in (start, found):
            if plan is not None:
                began = monotonic()
                report = self.checker.check(plan)
                self.clock.reserve = min(ENDING * (monotonic() - began), 0.3 * self.options.time_limit)
                better = rank(report, self.weighted) < rank(self.search.report, self.weighted)
                if not report.violations and better and not (self.options.near and self.search.plan is start):
                    self._take(plan, report)
                if plan is found:
                    self.greedy, self.greedy_met = plan, tuple(tier.all for tier in report.score.tiers)
        if self.search.plan is self.empty:
            self._take(self.empty, self.search.report)

    def _take(self, plan: Plan, report: CheckReport) -> None:
        keys = {(fact.rule, fact.key) for fact in report.set_aside}
        broken = [f for f, fact in enumerate(self.problem.facts) if (fact.rule, fact.key) in keys]
        self.facts = dict.fromkeys(broken, (0, 0))
        if self.stopped():
            self.proofs.take_wanted()
        else:
            self.proofs.measure_flow(frozenset(broken))
        self.search = self.search_from(plan, report)

    def search_from(self, plan: Plan, report: CheckReport) -> Search:
        """Return a search that begins with `plan`."""
        timed = self.options.rounds is None
        return Search(self.problem, self.checker, plan, report, self.facts, timed=timed)

    def search_all(self, pool: Pool) -> None:
        """Run all steps until everything is proved, the work is done or the time is over."""
        self.tell(self.levels[0])
        self.annealing = Annealing(pool, self.clock, self.options)
        self.settle_facts(pool)
        values = tuple(level for level in self.levels if level.kind == "value")
        rest = tuple(level for level in self.levels if level.tier < 0)
        self.build(pool)
        mended = self.mend(pool)
        if not (mended and self.options.gentle):
            if self.open(self.days) and not self.is_small:
                self.annealing.run(self.search, clock.ANNEAL_DAYS, clock.GAINS)
            share = clock.DAYS_SHARE if self.is_apart or not self.is_small else clock.FIRST
            self.rounds(pool, self.days, "days", share)
            if self.is_small and not mended:
                self.cover(pool)
            if coverage_gap(self.proofs, self.search.report.score) > FAR:
                self.rounds(pool, self.days, "days", clock.DAYS_LONGER)
            self.recall()
            self.rounds(pool, values, "value", clock.VALUES)
        start, helped, worked = 0.0, True, True
        while worked and not self.is_over(rest):
            self.bound(pool, rest)
            if self.is_small and self.is_apart and self.options.rounds is None:
                self.proving.prove(pool, [self.open(rest)[:1]], clock.EXACT[0])
            if helped and self.open(self.levels[-1:]):
                helped = self.annealing.run(self.search, clock.ANNEAL, clock.FEW_GAINS, start)
            start, worked = clock.REHEAT, self.rounds(pool, rest, "rest", 1 - clock.FINISH)
            if self.options.rounds is not None:
                break
        if self.is_small and self.options.rounds is not None:
            for level in rest:
                self.proving.prove(pool, [self.open((level,))], clock.LAST[level.kind])
        self.tidy()
        self.finish_bounds(pool, rest)
        seconds = None if self.options.rounds is not None else self.clock.give_back()
        self.contradictions = contradictions(pool, self.problem, tuple(self.facts), seconds)

    def tidy(self) -> None:
        """Divide locked days in whole steps where the plan is as good then."""
        search = self.search
        plan, report = tidied(self.problem, self.checker, search.plan, search.report, self.stopped)
        if plan is not search.plan:
            search.go_on_from(plan, report)

    @property
    def met(self) -> tuple[int, ...]:
        """The days that the incumbent meets, by tier."""
        return tuple(tier.all for tier in self.search.report.score.tiers)

    @property
    def is_small(self) -> bool:
        """Whether everything can be given to an exact solver, independent parts each for itself."""
        return sum(cells**2 for _, cells in parts_of(self.problem)) <= EXACT_CELLS**2

    @property
    def is_apart(self) -> bool:
        """Whether there are several independent parts."""
        return is_apart(self.problem)

    def is_over(self, levels: tuple[Level, ...]) -> bool:
        """Return whether the time is over or all `levels` are proved."""
        return self.clock.left <= 0.5 or not self.open(levels)

    def open(self, levels: tuple[Level, ...]) -> tuple[Level, ...]:
        """Return those levels whose bound the incumbent does not reach."""
        return self.proofs.open(levels, self.search.report.score)

    @property
    def proving(self) -> Proving:
        """Exact solves from the incumbent."""
        return Proving(self.search, self.facts, self.proofs, self.clock, self.options, self.tell)

    def settle_facts(self, pool: Pool) -> None:
        """Level 0: keep every fact, or prove how few must go."""
        if not self.facts:
            self.facts_proved = True
            return
        self.clock.keep_back()
        broken = frozenset(self.facts)
        task = (self.search.state, broken, self.clock.effort(clock.FACTS, 500))
        settled = pool.run(settle, [task], self.clock.deadline)[0]
        if settled is not None:
            plan = plan_of(self.problem, settled.state)
            report = self.checker.check(plan)
            if not report.violations and report.score.set_aside <= self.search.report.score.set_aside:
                self.facts_proved = settled.proved
                if report.score.set_aside < self.search.report.score.set_aside or {f.key for f in report.set_aside} != {
                    self.problem.facts[f].key for f in broken
                }:
                    self._take(plan, report)
                elif rank(report, self.weighted) < rank(self.search.report, self.weighted):
                    self.search.offer(plan)

    def build(self, pool: Pool) -> None:
        """Construct plans by slope scaling, from some seeds, and go on from the best one.

        That may be a plan with a few days less than the greedy plan, which is kept: people are gathered on fewer lines,
        the days are soon made good, and it leads further.
        """
        if self.options.near or self.clock.left < least_time(self.building):
            return
        found = build(pool, self.search, self.clock, self.options)
        if found is None or self.search.offer(found.plan) or self.weighted:
            return
        if leads_further(found.report, self.search.report):
            self.kept = self.search.plan, self.search.report
            self.search.go_on_from(found.plan, found.report)

    def mend(self, pool: Pool) -> bool:
        """Near a plan: make good what it lost, week by week, with few days moved; return whether that was the way."""
        if not self.options.near or self.weighted:
            return False
        large = len(self.problem.person) > NEAR_CELLS
        self.search.moved = price_of_change(self.problem) if large and self.options.gentle else 1
        if large:
            self.search.mending = True
            self.rounds(pool, self.days, "days", SHARE)
            self.search.mending = False
        return large

    def recall(self) -> None:
        """Go back to the plan that was kept, if it is still better."""
        if self.kept is not None and rank(self.kept[1], self.weighted) < rank(self.search.report, self.weighted):
            self.search.go_on_from(*self.kept)
        self.kept = None

    def cover(self, pool: Pool) -> None:
        """Prove the tiers in order, two solves side by side; after a better plan, push all tiers."""
        near, tries, pushed = self.search.state, dict.fromkeys(self.levels, 0), None
        while True:
            joint = joined(self.problem, self.levels, lambda level: bool(self.open((level,))))
            chunks = [chunk for chunk in joint if tries[chunk[0]] < len(clock.EXACT)]
            if not chunks:
                break
            short = [level for chunk in chunks for level in self.open(chunk) if level.kind == "all"]
            push, met = short[0] if short and pushed is not self.search.plan else None, self.met
            group = chunks[: 1 if self.is_apart or push else AHEAD]
            self.proving.prove(pool, tuple(group), clock.EXACT[tries[group[0][0]]], push)
            if self.is_apart and any(new < old for new, old in zip(self.met, met, strict=True)):
                self.rounds(pool, self.days, "days", clock.DAYS_SHARE)
            pushed = self.search.plan if push else pushed
            for chunk in group:
                tries[chunk[0]] += 1
            if self.clock.left <= clock.KEPT * self.options.time_limit + 0.5:
                break
        if self.clock.left >= 1 and not self.weighted:
            self.proving.gather(pool, near)

    def rounds(self, pool: Pool, levels: tuple[Level, ...], phase: str, share: float) -> bool:
        """Search in rounds until `levels` are proved, rounds stall, or a share of the time left is used up.

        Return whether there was anything to try.
        """
        end, stalled, done, judged = monotonic() + self.clock.left * share, 0, 0, monotonic()
        asked = self.options.rounds
        while (targets := frozenset(self.open(levels))) and stalled < STALL[phase]:
            if done >= asked if asked is not None else monotonic() > end or self.clock.left < 0.5:
                break
            seconds = None if asked is not None else min(NEIGHBOURHOOD, self.clock.left)
            effort = Effort(seconds=seconds, nodes=NODES, seed=self.options.seed, quick=True)
            tasks = self.search.tasks(self.levels, targets, self.options.seed, effort)
            if not tasks:
                break
            trials = pool.run(improve, [task for _, task in tasks], self.clock.deadline)
            results = [(region, trial) for (region, _), trial in zip(tasks, trials, strict=True)]
            checked = asked is not None or monotonic() - judged > CHECKS * self.search.check_seconds
            judged = monotonic() if checked else judged
            stalled = 0 if self.search.merge(results, checked=checked) else stalled + 1
            done += 1
            self.bound(pool, levels if phase == "rest" else ())
            self.tell(min(targets, key=self.levels.index))
        self.search.publish()
        return done > 0

    def bound(self, pool: Pool, levels: tuple[Level, ...]) -> None:
        """Take the bound that was found next to the search, and have the next one of `levels` worked out.

        With a given number of rounds all bounds wait for the end of the search, so that they never change its course.
        """
        if self.options.rounds is None:
            self.collect_bound(None)
            moment = self.moment(*(monotonic() + share * self.clock.left for share in (clock.BOUND, clock.CUTS)))
            one_part = self.is_small and not self.is_apart
            most = clock.LONGEST / max(1.0, self.clock.left)
            exact = (lambda level: self.proving.task((level,), min(most, clock.LAST[level.kind]))) if one_part else None
            self.bounding.submit(pool, self.open(levels), moment, exact)

    def moment(self, deadline: float | None = None, cuts: float | None = None) -> Moment:
        """Return what bounds worked out now go by."""
        return Moment(self.search.report.score, self.aside, self.search.state, deadline, cuts)

    def collect_bound(self, until: float | None) -> None:
        """Take over what was found next to the search, waiting for it `until` then at most."""
        found = self.bounding.collect(until)
        self.proofs.exact += found.bounds
        if found.state is not None and self.search.publish():
            self.search.offer_state(found.state)
        for bound in found.bounds:
            self.proving.record((bound.level,), found.seconds)

    def finish_bounds(self, pool: Pool, levels: tuple[Level, ...]) -> None:
        """Have all of `levels` bounded that are still open, as far as the time allows."""
        if self.options.rounds is not None and not self.weighted:
            for kind in (LINEAR, CUTS):
                found = self.bounding.run(pool, self.open(levels), self.moment(), kind)
                self.proofs.exact += found
        while not self.is_over(levels):
            self.bound(pool, levels)
            if not self.bounding.is_busy:
                break
            self.collect_bound(monotonic() + self.clock.left - 0.5)
        self.bounding.cancel()

    @property
    def aside(self) -> frozenset[int]:
        """The facts set aside."""
        return frozenset(f for f, bounds in self.facts.items() if bounds == (0, 0))

    def result(self) -> Result:
        """Return the checked result."""
        self.recall()
        plan = self.search.plan
        report = self.checker.check(plan)
        if report.violations or report.score != self.search.report.score:
            raise PlanRejectedError("the plan did not pass the checker")
        proof = certificate(
            self.proofs,
            report.score,
            facts_proved=self.facts_proved,
            ended_by=self.ended_by,
            seconds=self.clock.seconds,
            rounds=self.search.rounds,
            seed=self.options.seed,
            greedy_met=self.greedy_met,
        )
        record = self.checker.record_report()
        scored = plan, report.score, report.set_aside, proof, record
        return Result(*scored, self.greedy, self.contradictions, self.portfolio)
