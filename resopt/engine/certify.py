"""The certificate: from what was proved on the way to bounds that hold for the final plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.metadata import version

from resopt.engine.bound import PeopleNeeded
from resopt.engine.cells import Problem
from resopt.engine.coverage import Coverage
from resopt.engine.exact import Bound
from resopt.engine.levels import Level, value_weight, wanted_in, weights_of
from resopt.result import Amount, Certificate, Score, TierProof

PACKAGES = ("resopt", "ortools", "numpy", "scipy")


@dataclass
class Proofs:
    """Bounds found on the way: of the flow, and of exact solves and relaxations with the levels they held."""

    problem: Problem
    flow: dict[tuple[int, str], int] = field(default_factory=dict)
    exact: list[Bound] = field(default_factory=list)
    stages: list[tuple[str, int, int, float]] = field(default_factory=list)
    people: dict[tuple[int, ...], int] = field(default_factory=dict)
    needed: PeopleNeeded | None = None
    hurried: bool = False  # nothing that takes long is worked out any more

    def measure_flow(self, broken: frozenset[int]) -> None:
        """Compute F for every tier and part."""
        self.hurried = False
        network = Coverage(self.problem, broken)
        for tier in range(len(self.problem.portfolio.tiers)):
            for kind in ("core", "firm", "all"):
                self.flow[tier, kind] = network.bound(tier, kind)

    def take_wanted(self) -> None:
        """Bound F by what is wanted and what people have, where there is no time for a flow (nor for level 3)."""
        self.hurried = True
        above, have = 0, int(self.problem.limit.sum())
        for tier in range(len(self.problem.portfolio.tiers)):
            for kind in ("core", "firm", "all"):
                self.flow[tier, kind] = min(above + wanted_in(self.problem, tier, kind), have)
            above += wanted_in(self.problem, tier, "all")

    def bound(self, level: Level, score: Score) -> int:
        """Return the best valid bound on `level` (minimised) for plans no worse than `score` above it."""
        if level.tier >= 0:
            floor = -self._flow_bound(level, score)
        else:
            floor = self._people_bound(score) if level.kind == "quality" else 0
        valid = [
            bound.value
            for bound in self.exact
            if self._same(bound.level, level) and all(h.level.of(score) <= h.value for h in bound.held)
        ]
        return max([floor, *valid])

    def _people_bound(self, score: Score) -> int:
        """Return the bound on level 3 from the people that the days met take; it is kept, for it is asked for often."""
        if self.hurried:
            return 0
        days = tuple(tier.all for tier in score.tiers)
        if days not in self.people:
            self.needed = self.needed or PeopleNeeded(self.problem)
            self.people[days] = self.needed.bound(score)
        return self.people[days]

    def _same(self, one: Level, other: Level) -> bool:
        """Return whether two levels count the same: of one tier, and no line tells them apart."""
        if one == other:
            return True
        if one.tier != other.tier or one.tier < 0 or "value" in (one.kind, other.kind):
            return False
        return weights_of(self.problem, one) == weights_of(self.problem, other)

    def _flow_bound(self, level: Level, score: Score) -> int:
        """Return the most days (or value) of a tier's part by the flow and what it wants."""
        if level.kind == "value":
            return self._value_bound(level.tier, -self.bound(Level("all", level.tier), score))
        above = sum(t.all for t in score.tiers[: level.tier])
        return min(self.flow[level.tier, level.kind] - above, wanted_in(self.problem, level.tier, level.kind))

    def _value_bound(self, tier: int, most: int) -> int:
        """Return the greatest value of `most` days, the most valuable projects of the tier first."""
        grid = self.problem.grid
        projects = [i for i, p in enumerate(self.problem.projects) if grid.tier_of[p.id] == tier]
        total = 0
        for i in sorted(projects, key=lambda i: -value_weight(self.problem, i)):
            wanted = sum(sum(grid.wanted[line.id]) for line in grid.lines_of[self.problem.projects[i].id])
            total += value_weight(self.problem, i) * min(wanted, most)
            most -= min(wanted, most)
        return total

    def open(self, levels: tuple[Level, ...], score: Score) -> tuple[Level, ...]:
        """Return those of `levels` whose bound `score` does not reach."""
        return tuple(level for level in levels if not self.is_proved(level, score))

    def is_proved(self, level: Level, score: Score) -> bool:
        """Return whether `score` reaches the bound of `level`."""
        return level.of(score) <= self.bound(level, score)


def tier_proofs(proofs: Proofs, score: Score) -> tuple[TierProof, ...]:
    """Return wanted, met and bound of every tier; a tier is proved if its days are and all tiers above are."""
    problem, result, leading = proofs.problem, [], True
    for k, tier in enumerate(problem.portfolio.tiers):
        met = score.tiers[k]
        amounts = {
            kind: Amount(wanted_in(problem, k, kind), getattr(met, kind), -proofs.bound(Level(kind, k), score))
            for kind in ("core", "firm", "all")
        }
        leading = leading and all(a.met >= a.bound for a in amounts.values())
        value = -proofs.bound(Level("value", k), score)
        flow = proofs.flow[k, "all"]
        result.append(
            TierProof(
                tier.kind, tier.label, amounts["core"], amounts["firm"], amounts["all"], met.value, value, flow, leading
            )
        )
    return tuple(result)


def coverage_bound(proofs: Proofs, tiers: tuple[TierProof, ...]) -> int:
    """Return the bound on all days met by plans as good as this one in the leading proved tiers.

    Those tiers' days, the bound of the first tier after them, and what the rest wants; never more than the flow.
    """
    if not tiers:
        return 0
    proved = sum(1 for t in tiers if t.proved)
    met = sum(t.all.met for t in tiers[:proved])
    first = sum(t.all.bound for t in tiers[proved : proved + 1])
    rest = sum(t.all.wanted for t in tiers[proved + 1 :])
    return min(proofs.flow[len(tiers) - 1, "all"], met + first + rest)


def coverage_gap(proofs: Proofs, score: Score) -> float:
    """Return the share of the days that could still be met, as far as is known."""
    bound = coverage_bound(proofs, tier_proofs(proofs, score))
    return (bound - sum(tier.all for tier in score.tiers)) / bound if bound else 0.0


def certificate(
    proofs: Proofs,
    score: Score,
    *,
    facts_proved: bool,
    ended_by: str,
    seconds: float,
    rounds: int,
    seed: int,
    greedy_met: tuple[int, ...],
) -> Certificate:
    """Return the certificate of a plan with `score`."""
    portfolio = proofs.problem.portfolio
    weighted = portfolio.policy.kind == "weighted"
    tiers = tier_proofs(proofs, score)
    bounds = {kind: proofs.bound(Level(kind), score) for kind in ("overtime", "soft", "change", "quality", "weighted")}
    coverage = facts_proved and all(t.proved for t in tiers)
    values = all(t.value_met >= t.value_bound for t in tiers)
    rest = all(Level(kind).of(score) <= bounds[kind] for kind in ("overtime", "soft", "change", "quality"))
    proved = facts_proved and score.weighted <= bounds["weighted"] if weighted else coverage and values and rest
    status = "optimal" if proved else "coverage_proved" if coverage else "feasible"
    return Certificate(
        status=status,
        ended_by="proof" if proved else ended_by,
        seconds=seconds,
        rounds=rounds,
        seed=seed,
        tiers=tiers,
        coverage_bound=coverage_bound(proofs, tiers),
        coverage_met=sum(t.all.met for t in tiers),
        overtime=score.overtime,
        soft_missed=score.soft_missed,
        soft_bound=bounds["soft"],
        change=score.change,
        change_bound=bounds["change"],
        quality=score.quality,
        quality_bound=bounds["quality"],
        greedy_met=greedy_met,
        weighted=score.weighted if weighted else None,
        weighted_bound=bounds["weighted"] if weighted else None,
        stages=tuple(proofs.stages),
        input_sha256=portfolio.sha256,
        versions=tuple((name, version(name)) for name in PACKAGES),
    )
