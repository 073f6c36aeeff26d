"""The whole model, from the engine's own builder, given to one solver level by level, each level held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from math import gcd
from time import monotonic

from resopt.checker import Checker, prepare
from resopt.domain.records import Portfolio
from resopt.engine.cells import Problem, State, first_shifts, plan_of, state_from, state_of
from resopt.engine.compile import compile_problem
from resopt.engine.exact import ExactTask, Held, solve_level
from resopt.engine.greedy import greedy
from resopt.engine.levels import Level, levels_of, weights_of
from resopt.engine.mip import Mip
from resopt.engine.solvers import SOLVERS, Answer, Effort
from resopt.plan import Plan
from resopt.result import CheckReport

from .cpsat import solve_cp_sat
from .desk import Claims, Desk
from .highs import solve_highs
from .judge import levels

LAST_SHARE = 0.4  # of the limit is kept for level 3; what a level leaves goes to those after it
FIRST_SHARE = 0.5  # of the time left goes to each try to find a first plan
Solve = Callable[[Mip, Effort, list[int] | None], Answer]


def solve_whole(
    portfolio: Portfolio, seconds: float, workers: int, desk: Desk, solver: str, hinted: bool
) -> tuple[Plan | None, Claims | None]:
    """Return the plan of one solver on the whole model, and what it proved.

    Bare, the solver starts from nothing; hinted, from the greedy plan. From the second level on it starts from its
    own plan. HiGHS takes no hints: there the greedy plan is only what is returned where it finds none better.
    """
    run = Whole(portfolio, seconds, workers, desk, solver)
    if hinted:
        run.take(greedy(portfolio, run.problem.grid, run.problem.charges))
    run.solve_all()
    return run.plan, run.claims()


@dataclass(slots=True)
class Whole:
    """One run of a solver over the levels: the plan so far, and the bound on each level."""

    portfolio: Portfolio
    seconds: float
    workers: int
    desk: Desk
    solver: str
    began: float = field(default_factory=monotonic)
    plan: Plan | None = None
    report: CheckReport | None = None
    bounds: dict[Level, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    problem: Problem = field(init=False)
    checker: Checker = field(init=False)

    def __post_init__(self) -> None:
        self.desk.phase("building the model")
        self.problem = compile_problem(self.portfolio)
        self.checker = prepare(self.portfolio)

    def left(self) -> float:
        """Return the seconds that remain."""
        return self.seconds - (monotonic() - self.began)

    def take(self, plan: Plan) -> bool:
        """Keep a plan if it breaks no rule and is not worse than the one before."""
        report = self.checker.check(plan)
        if report.violations:
            self.notes.append(f"a plan of {self.solver} broke {report.violations[0].rule.value}")
            return False
        weighted = self.portfolio.policy.kind == "weighted"
        if self.report is None or levels(report.score, weighted) <= levels(self.report.score, weighted):
            self.plan, self.report = plan, report
            self.desk.offer(plan, self.claims(), "; ".join(self.notes))
        return True

    def solve_all(self) -> None:
        """Solve level after level until the time is over."""
        todo = [level for level in levels_of(self.portfolio) if self._moves(level)]
        weights = [_weight(level, len(todo)) for level in todo]
        for i, level in enumerate(todo):
            share = weights[i] / sum(weights[i:])
            while not self._is_proved(level) and self.left() > 1:
                had_plan = self.plan is not None
                self._solve(level, tuple(todo[:i]), share if had_plan else max(share, FIRST_SHARE))
                if self.plan is not None:
                    break
            if self.plan is None:
                self.desk.close("; ".join(["no plan found", *self.notes]))
                return
            self.desk.offer(self.plan, self.claims(), "; ".join(self.notes))

    def _moves(self, level: Level) -> bool:
        """Return whether a level can differ between plans that agree in the levels above it."""
        if level.kind in ("overtime", "soft", "change"):
            grid = self.problem.grid
            may = {"overtime": self.portfolio.settings.tolerance, "soft": grid.soft, "change": grid.record}
            return bool(may[level.kind])
        if level.tier < 0:
            return True
        own = self._signature(level)
        above = [one for one in levels_of(self.portfolio) if one.tier == level.tier]
        return bool(own) and all(self._signature(one) != own for one in above[: above.index(level)])

    def _signature(self, level: Level) -> tuple[tuple[int, int], ...]:
        """Return the lines that a tier's level counts with their weights, without what is common to all weights."""
        found = weights_of(self.problem, level)
        divisor = gcd(*found.values()) or 1
        return tuple((i, weight // divisor) for i, weight in sorted(found.items()))

    def _is_proved(self, level: Level) -> bool:
        if self.report is None:
            return False
        value = level.of(self.report.score)
        return value == self.bounds.get(level) or (level.kind in ("overtime", "soft", "change") and value == 0)

    def _solve(self, level: Level, above: tuple[Level, ...], share: float) -> None:
        """Solve one level with those above held at what the plan has."""
        held = () if self.report is None else tuple(Held(one, one.of(self.report.score)) for one in above)
        SOLVERS["bench"] = partial(self._timed, share=share, what=level.name)
        task = ExactTask(self._state(), (), held, (level,), Effort(), "bench")
        answer = solve_level(self.problem, task)
        self.desk.phase(f"{level.name}: {answer.status}")
        if answer.status == "infeasible" and self.plan is None:
            self.notes.append("infeasible with every fact kept")
        if answer.state is not None:
            self.take(plan_of(self.problem, answer.state))
        if self.report is not None:
            self.bounds |= {bound.level: bound.value for bound in answer.bounds}

    def _state(self) -> State:
        if self.plan is None:
            return state_from({}, first_shifts(self.problem))
        return state_of(self.problem, self.plan)

    def _timed(self, mip: Mip, effort: Effort, hint: list[int] | None, *, share: float, what: str) -> Answer:
        """Solve within a share of the time that is left now that the model stands."""
        built = f"{what}, {len(mip.low)} rows x {len(mip.lower)} columns, built after {self.desk.seconds():.0f} s"
        self.desk.phase(built)
        if self.left() <= 0:
            return Answer("unknown")
        cp_sat = partial(solve_cp_sat, threads=self.workers)
        known: dict[str, Solve] = {"highs": solve_highs, "scip": SOLVERS["scip"], "cp-sat": cp_sat}
        limited = replace(effort, seconds=max(0.1, self.left() * share))
        return known[self.solver](mip, limited, hint if self.plan is not None else None)

    def claims(self) -> Claims:
        """Return what is proved: every tier's levels for the coverage, and the bound on level 3."""
        if self.report is None:
            return Claims()
        last = self.bounds.get(levels_of(self.portfolio)[-1])
        if self.portfolio.policy.kind == "weighted":
            return Claims(quality_bound=last)
        score, tiers, proved = self.report.score, len(self.portfolio.tiers), 0
        while proved < tiers and all(
            self._is_proved(level) for level in levels_of(self.portfolio) if level.tier == proved and self._moves(level)
        ):
            proved += 1
        met = sum(tier.all for tier in score.tiers)
        return Claims(met if proved == tiers else None, proved, last)


def _weight(level: Level, count: int) -> float:
    """Return the level's part of the time, in parts of one tier's level."""
    return 1.0 if level.kind not in ("quality", "weighted") else max(1.0, (count - 1) * LAST_SHARE / (1 - LAST_SHARE))
