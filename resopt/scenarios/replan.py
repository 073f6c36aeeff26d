"""Replan: the plan with the least change at equal coverage, or the best one found with few moves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import ceil
from time import monotonic
from typing import TYPE_CHECKING

from resopt.arguments import listed, need_count, need_kind, need_plan, need_portfolio
from resopt.checker import Checker, prepare
from resopt.domain.grid import PairWeek, lay_out
from resopt.domain.records import Portfolio
from resopt.domain.units import MICRO, to_days
from resopt.domain.wishes import as_begun
from resopt.engine.options import Listener, Options, need_search
from resopt.engine.solve import solve
from resopt.plan import Plan
from resopt.result import Amount, Certificate, Result, Score, TierProof
from resopt.scenarios.carry import around, carried, moved_along, with_asked
from resopt.scenarios.case import days_of
from resopt.scenarios.choose import by_chains, by_gaps, mixed_plan
from resopt.scenarios.moves import Move, moves_between
from resopt.scenarios.record import Pair, forced_units, keepable, restricted, with_record

if TYPE_CHECKING:
    from pandas import DataFrame

CURVE = "a list of Replans, as ro.moves_curve returns it"
STEPS: tuple[int | None, ...] = (0, 5, 10, 20, None)  # of the curve; None: any number
FIRST = 0.5  # of the time, for the plan with any number of moves, where moves are limited


@dataclass(frozen=True)
class Replan:
    """A plan made from an older one with few changes.

    `result` holds the new plan with what is proved about it, its portfolio has the older plan as plan of record.
    `old` are the older plan's units by person, project and week. Days are forced if no plan under the limits keeps them
    (`forced_units`, a bound from below); pairs in `forced` cannot keep all of theirs, or people asked for other days in
    a plan given back. Other pairs with other days are moves, of which there are at most `max_moves`.
    """

    result: Result
    old: Mapping[PairWeek, int]
    forced: frozenset[Pair]
    forced_units: int
    max_moves: int | None = None

    @property
    def plan(self) -> Plan:
        """The new plan."""
        return self.result.plan

    @property
    def portfolio(self) -> Portfolio:
        """The portfolio with the older plan as plan of record."""
        return self.plan.known()

    @cached_property
    def moved_units(self) -> int:
        """Units taken from pairs of person and project, forced ones included."""
        new = days_of(self.portfolio, self.plan)
        return sum(max(0, units - new.get(key, 0)) for key, units in self.old.items())

    @property
    def moved_days(self) -> float:
        """Days taken from pairs of person and project, forced ones included."""
        return to_days(self.moved_units)

    @property
    def fewest(self) -> bool:
        """Whether no plan with this coverage moves fewer days: only where the value reaches a proved bound."""
        proof, record = self.result.certificate, lay_out(self.portfolio).record
        proved = all(tier.proved for tier in proof.tiers) and self.max_moves is None
        locked = sum(max(0, units - self.old.get(key, 0)) for key, units in record.items())  # beyond the older plan
        least = max(proof.change_bound - locked, self.forced_units) if proved else self.forced_units
        return self.moved_units <= least

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """Every pair with other days, forced ones first, then by person and project, each with its reason."""
        return moves_between(self.portfolio, self.old, self.plan, self.forced)

    def count(self) -> int:
        """Return how many moves there are besides the forced ones."""
        return sum(not move.forced for move in self.moves)

    def to_frame(self, lang: str = "en") -> DataFrame:
        """Return the moves, one row per pair of person and project.

        Columns: person_id, person, project_id, project (text), old_days, new_days (float), forced (bool), weeks (text:
        the Mondays with other days), reason (text in `lang`).
        """
        from pandas import DataFrame

        rows = [move.row(self.portfolio, lang) for move in self.moves]
        columns = ["person_id", "person", "project_id", "project", "old_days", "new_days", "forced", "weeks", "reason"]
        return DataFrame(rows, columns=columns).astype({"old_days": float, "new_days": float, "forced": bool})

    def _repr_html_(self) -> str:
        from resopt.scenarios.display import replan_html

        return replan_html(self)


def replan(
    portfolio: Portfolio,
    plan: Plan,
    max_moves: int | None = None,
    options: Options | None = None,
    *,
    listener: Listener | None = None,
) -> Replan:
    """Return a plan for `portfolio` that changes `plan` as little as possible.

    Days met count first, tier by tier, then the days taken from people compared with `plan` (level 2), then level 3.
    Where there is too much to solve exactly, days met that would move many others are left: `moves_curve` has them.

    Parameters
    ----------
    portfolio
        The input as it is now; its plan of record is replaced by `plan`, locks stay.
    plan
        The plan to stay near, made for this portfolio or for the one that it was before.
    max_moves
        Most moves besides the forced ones, None for any number. Which pairs may change is chosen twice (those that win
        most in the plan with any number of moves, and those that fill gaps at once), and the better plan counts; that
        it is the best of all is not proved.
    options
        How long to search, in all.
    listener
        Hears how the searches go on.

    Raises
    ------
    ValueError
        If `max_moves` is negative, or an argument is of the wrong kind.
    """
    _check_arguments(portfolio, plan, options, listener)
    if max_moves is not None:
        need_count("max_moves", max_moves, 0)
    began, given = monotonic(), options or Options()
    near = _Near(portfolio, plan, listener)
    given = replace(given, time_limit=max(1.0, given.time_limit - (monotonic() - began)))
    free = near.any_moves(replace(given if max_moves is None else _shared(given, FIRST), gentle=True))
    if max_moves is None or free.count() <= max_moves:
        return free
    return near.few_moves(free, max_moves, _shared(given, 1 - FIRST))


def moves_curve(
    portfolio: Portfolio,
    plan: Plan,
    steps: Sequence[int | None] = STEPS,
    options: Options | None = None,
    *,
    listener: Listener | None = None,
) -> tuple[Replan, ...]:
    """Return the replans with at most so many moves each; `curve_frame` shows coverage and quality against moves.

    Each search may take the time of `options`. That with more moves also goes on from the plan with fewer, which counts
    there too, so that more moves are never worse.

    Raises
    ------
    ValueError
        If a step is negative or there is none, or an argument is of the wrong kind.
    """
    _check_arguments(portfolio, plan, options, listener)
    steps = listed("steps", steps, "a list of numbers of moves, None for any number")
    need_count("how many steps there are", len(steps), 1)
    for step in steps:
        need_count("each of steps that is not None", 0 if step is None else step, 0)
    given, near = options or Options(), _Near(portfolio, plan, listener)
    free = near.any_moves(given)
    found: dict[int | None, Replan] = {}
    before: Replan | None = None
    for step in sorted({step for step in steps if step is not None}):
        one = free if free.count() <= step else near.few_moves(free, step, given, before)
        if before is not None and before.result.score.vector() < one.result.score.vector():
            one = before
        before = found[step] = one
    if None in steps:
        found[None] = free
    # What a later search found with few moves counts where fewer are allowed, too.
    return tuple(_best_within([one, free, *found.values()], step) for step, one in found.items())


def _best_within(plans: Sequence[Replan], step: int | None) -> Replan:
    """Return the best of the first plan and those of the others that have so few moves."""
    first, *others = plans
    fitting = [first, *(one for one in others if step is None or one.count() <= step)]
    return replace(min(fitting, key=lambda one: one.result.score.vector()), max_moves=step)


def curve_frame(curve: Iterable[Replan]) -> DataFrame:
    """Return the curve, one row per step.

    Columns: max_moves (Int64, missing for any number), moves (int), moved_days, forced_days, met_days, quality
    (float), tier_1 ... tier_n (days met, float), fewest (bool).

    Raises
    ------
    ValueError
        If it is no list of replans, or holds none.
    """
    from pandas import DataFrame

    rows = []
    for one in curve_of(curve):
        tiers = {f"tier_{k}": to_days(tier.all) for k, tier in enumerate(one.result.score.tiers, 1)}
        rows.append(
            {
                "max_moves": one.max_moves,
                "moves": one.count(),
                "moved_days": one.moved_days,
                "forced_days": to_days(one.forced_units),
                "met_days": sum(tiers.values()),
                "quality": one.result.score.quality / MICRO,
                **tiers,
                "fewest": one.fewest,
            }
        )
    return DataFrame(rows).astype({"max_moves": "Int64"})


def curve_of(given: object) -> list[Replan]:
    """Return the plans of a curve.

    Raises
    ------
    ValueError
        If it is no list of replans, or holds none.
    """
    curve = listed("curve", given, CURVE)
    for one in curve:
        need_kind("each of curve", one, Replan, "a Replan")
    if not curve:
        raise ValueError("a curve of no plans cannot be shown")
    return curve


def _check_arguments(portfolio: object, plan: object, options: object, listener: object) -> None:
    need_portfolio("portfolio", portfolio)
    need_plan("plan", plan)
    need_search(options, listener)


def _shared(options: Options, share: float) -> Options:
    return options if options.rounds is not None else replace(options, time_limit=options.time_limit * share)


class _Near:
    """One older plan and the portfolio in which it is replanned."""

    def __init__(self, portfolio: Portfolio, plan: Plan, listener: Listener | None) -> None:
        base, portfolio = plan.portfolio or portfolio, as_begun(portfolio, plan)
        self.cells = moved = moved_along(base, portfolio, plan)
        project_of = {line.id: line.project_id for line in (*base.lines, *portfolio.lines)}
        people = {p.id for p in portfolio.people}
        planned = {project for tier in portfolio.tiers for project in tier.project_ids}
        old: dict[PairWeek, int] = defaultdict(int)
        for (person, line, week), units in moved.items():
            project = project_of.get(line, "")
            if (
                person in people
                and project in planned
                and portfolio.settings.past_weeks <= week < portfolio.settings.weeks
            ):
                old[person, project, week] += units
        self.old: dict[PairWeek, int] = dict(old)
        self.portfolio = with_record(portfolio, self.old)
        kept = keepable(self.portfolio, self.old)
        asked = {(b.person_id, b.project_id) for b in portfolio.bookings if b.asked}
        self.forced = frozenset(key[:2] for key, units in self.old.items() if kept[key] < units) | asked
        self.forced_units = forced_units(self.portfolio, self.old)
        self.start = carried(base, portfolio, with_asked(portfolio, plan) if asked else plan)
        left = days_of(self.portfolio, self.start or Plan())
        self.forced |= {key[:2] for key, units in self.old.items() if left.get(key, 0) < units}  # rules drop them
        self.filled = around(portfolio, plan) if asked else self.start
        self.listener = listener

    def any_moves(self, options: Options) -> Replan:
        """Return the replan with any number of moves."""
        result = solve(self.portfolio, replace(options, near=True), start=self.filled, listener=self.listener)
        proof = result.certificate
        known = replace(proof, change_bound=max(proof.change_bound, min(proof.change, self.forced_units)))
        return Replan(replace(result, certificate=known), self.old, self.forced, self.forced_units)

    def few_moves(self, free: Replan, most: int, options: Options, before: Replan | None = None) -> Replan:
        """Return the best plan found that changes at most `most` pairs besides the forced ones.

        `before` is one with fewer moves, from which the search goes on as well.
        """
        start, choices = self.start or Plan(), self._choices(free, most, before)
        options = _shared(options, 1 / len(choices))
        checker = prepare(self.portfolio)
        begun = {choice: self._mixed(checker, plan, free.plan, choice) for choice, plan in choices.items()}
        tried = [self._narrow(choice, plan, options) for choice, plan in begun.items()]
        plans = [start, *(one.plan for one in tried)]
        reports = [checker.check(plan) for plan in plans]
        best = min((n for n in range(len(plans)) if not reports[n].violations), key=lambda n: reports[n].score.vector())
        plan, report, found = plans[best], reports[best], tried[max(0, best - 1)]
        proof = _proof_of(self.portfolio, free.result, found, report.score, self.forced_units)
        result = replace(
            free.result,
            plan=replace(plan, portfolio=self.portfolio),
            score=report.score,
            set_aside=report.set_aside,
            certificate=proof,
            contradictions=(),
        )
        return Replan(result, self.old, self.forced, self.forced_units, most)

    def _choices(self, free: Replan, most: int, before: Replan | None) -> dict[frozenset[Pair], Plan]:
        """Return sets of at most `most` pairs that may change, each with the plan to start from."""
        start, forced = self.start or Plan(), self.forced
        found: dict[frozenset[Pair], Plan] = {}
        for short in (False, True) if most else ():
            found[by_chains(self.portfolio, self.old, free.plan, forced, most, short=short)] = start
        found[by_gaps(self.portfolio, start, self.cells, forced, most)] = start
        if before is not None and before.count():
            known = frozenset((move.person_id, move.project_id) for move in before.moves if not move.forced)
            more = by_chains(self.portfolio, self.old, free.plan, forced | known, most - len(known), short=True)
            also = by_gaps(self.portfolio, before.plan, self.cells, forced | known, most - len(known))
            found |= {known | more: before.plan, known | also: before.plan}
        return found

    def _mixed(self, checker: Checker, plan: Plan, other: Plan, pairs: frozenset[Pair]) -> Plan:
        """Return `plan` with the days that `other` has of these pairs if that breaks no limit and is better."""
        mixed = mixed_plan(self.portfolio, plan, other, pairs)
        before, after = checker.check(plan), checker.check(mixed)
        return plan if after.violations or after.score.vector() > before.score.vector() else mixed

    def _narrow(self, free: frozenset[Pair], start: Plan, options: Options) -> Result:
        """Return the best plan found in which only `free` and the forced pairs change."""
        shifts = dict(start.shifts)
        narrow = restricted(self.portfolio, start.units(), self.forced | free, shifts)
        found = solve(narrow, replace(options, near=True), start=replace(start, shifts=()), listener=self.listener)
        return replace(found, plan=Plan.of(found.plan.units(), shifts))


def _proof_of(portfolio: Portfolio, free: Result, found: Result, score: Score, forced: int) -> Certificate:
    """Return what is proved about a plan with few moves: only what holds for every plan of the portfolio."""
    tiers: list[TierProof] = []
    worth = ceil(max((p.value for p in portfolio.projects), default=Fraction(1)) * MICRO)
    above, proved = 0, True
    for known, reached in zip(free.certificate.tiers, score.tiers, strict=True):
        room = known.flow_bound - above
        parts = [
            Amount(one.wanted, met, max(met, min(one.wanted, room)))
            for one, met in zip(
                (known.core, known.firm, known.all), (reached.core, reached.firm, reached.all), strict=True
            )
        ]
        proved = proved and all(one.met == one.bound for one in parts)
        tiers.append(
            replace(
                known,
                core=parts[0],
                firm=parts[1],
                all=parts[2],
                value_met=reached.value,
                value_bound=max(known.all.wanted * worth, reached.value),
                proved=proved,
            )
        )
        above += reached.all
    return replace(
        free.certificate,
        status="coverage_proved" if proved else "feasible",
        ended_by=found.certificate.ended_by,
        seconds=free.certificate.seconds + found.certificate.seconds,
        rounds=free.certificate.rounds + found.certificate.rounds,
        tiers=tuple(tiers),
        coverage_bound=max((tier.flow_bound for tier in tiers), default=0),
        coverage_met=above,
        overtime=score.overtime,
        soft_missed=score.soft_missed,
        soft_bound=0,
        change=score.change,
        change_bound=min(forced, score.change),
        quality=score.quality,
        quality_bound=0,
        weighted=None,
        weighted_bound=None,
        stages=found.certificate.stages,
    )
