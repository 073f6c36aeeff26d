"""The greedy plan: lines in level order, each to the people who lose least elsewhere, under all hard rules.

It is the yardstick in the certificate and the first incumbent of the search, so it does its best without a
solver: facts first, all-or-nothing rules by trial and undo, a few orders of lines, and the best plan of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from operator import itemgetter

import numpy as np

from resopt.checker import Checker, prepare
from resopt.domain.grid import Grid
from resopt.domain.records import Portfolio
from resopt.domain.rules import FACT_RULES, Rule
from resopt.engine.candidates import Charges, charges
from resopt.engine.greedy_case import Case, Ints, build_case, line_rank
from resopt.engine.greedy_facts import honour, mend_together, pair_up, seat_pins, shun_together, unseat
from resopt.engine.greedy_guide import Guide, GuidedServer, as_plan, read_guide
from resopt.engine.greedy_ledger import Ledger
from resopt.engine.greedy_lines import Pressure, Server
from resopt.engine.greedy_weighted import gather
from resopt.plan import Plan
from resopt.result import CheckReport, Violation

FEW_CELLS = 50_000  # up to this many (line, person, week) cells all orders are tried, above only the first


@dataclass(frozen=True, slots=True)
class Order:
    """One way to go about it: scarce lines or big lines first, how much scarcity counts, pins or must-haves first.

    `gather` begins with the dearest days of all tiers (weighted policy only).
    """

    scarce_first: bool
    weight: float
    pins_first: bool = True
    gather: bool = False


Stopped = Callable[[], bool] | None
Units = Mapping[tuple[str, str, int], int]

GUIDED = Order(False, 4.0)
ORDERS = (Order(True, 40.0, gather=True), Order(False, 4.0), Order(False, 400.0))


def greedy(
    portfolio: Portfolio,
    grid: Grid,
    costs: Charges | None = None,
    guide: Units | None = None,
    *,
    shifts: Mapping[str, int] | None = None,
    checker: Checker | None = None,
    stopped: Callable[[], bool] | None = None,
) -> Plan:
    """Return the best greedy plan of `portfolio`; it breaks no hard rule.

    Parameters
    ----------
    costs
        The charges of `candidates.charges`, computed here if not given.
    guide
        Units by (person, line, week) to start from, such as a flow proposes; they may break any rule. All lines get
        as much of it as the rules allow, in level order, before any gets more, then first from who serves it already.
    shifts
        With a guide, the shift in weeks of projects that start elsewhere, if it is known.
    checker
        The checker of `portfolio`, made here if not given.
    stopped
        Says when to stop: from then on no line gets more, whatever it lacks.
    """
    case = build_case(portfolio, grid, charges(portfolio) if costs is None else costs)
    checker = prepare(portfolio) if checker is None else checker
    if guide is not None:
        return _best(case, [GUIDED], checker, stopped, read_guide(case, guide, shifts or {}))
    cells = sum(len(who) for who in case.able) * case.weeks
    return _best(case, list(ORDERS if cells <= FEW_CELLS else ORDERS[:1]), checker, stopped)


def _best(case: Case, orders: list[Order], checker: Checker, stopped: Stopped, guide: Guide | None = None) -> Plan:
    """Return the best plan of some orders; a guide that is a plan already may be it."""
    tried = [_plan(_Run(case, orders[0], guide, stopped), checker)]
    for order in orders[1:]:
        if stopped is None or not stopped():
            tried.append(_plan(_Run(case, order, guide, stopped), checker))
    if case.grid.pins and (stopped is None or not stopped()) and min(tried, key=itemgetter(0))[0][0]:
        tried.append(_plan(_Run(case, replace(orders[0], pins_first=False), guide, stopped), checker))
    if guide is not None:
        asked = as_plan(case, guide)
        report = checker.check(asked)
        tried += [] if report.violations else [(_value(case, report), asked)]
    return min(tried, key=itemgetter(0))[1]


def _plan(run: _Run, checker: Checker) -> tuple[tuple[int, ...], Plan]:
    """Return the plan of one run with its levels: the smaller, the better."""
    plan, report = clean(run.case.portfolio, run.plan(), checker)
    return _value(run.case, report), plan


def _value(case: Case, report: CheckReport) -> tuple[int, ...]:
    """Return the levels of a plan: the smaller, the better."""
    score = report.score
    # of two plans that set aside equally many facts, the one that spares the higher tiers comes first
    aside = Counter((fact.rule, fact.tier) for fact in report.set_aside)
    spared = [aside[rule, k] for rule in FACT_RULES for k in range(len(score.tiers))]
    weighted = case.portfolio.policy.kind == "weighted"
    rest = (score.weighted,) if weighted else score.vector()[len(FACT_RULES) :]
    return (*score.set_aside, *spared, *rest)


def clean(portfolio: Portfolio, plan: Plan, checker: Checker) -> tuple[Plan, CheckReport]:
    """Return `plan` without the days that break a hard rule, and what the checker says of it."""
    owner = {line.id: line.project_id for line in portfolio.lines}
    while (report := checker.check(plan)).violations:
        units, shifts = plan.units(), dict(plan.shifts)
        for violation in report.violations:
            for key in [key for key in units if _concerns(violation, key, owner[key[1]])]:
                del units[key]
            if violation.rule is Rule.START and violation.project_id is not None:
                shifts.pop(violation.project_id, None)
        left = Plan.of(units, shifts)
        plan = left if left != plan else Plan()
    return plan, report


def _concerns(violation: Violation, key: tuple[str, str, int], project_id: str) -> bool:
    person, line, week = key
    named = (
        (violation.person_id, person),
        (violation.line_id, line),
        (violation.project_id, project_id),
        (violation.week, week),
    )
    return all(asked is None or asked == own for asked, own in named)


class _Run:
    """One greedy plan in the making; `closed` projects get nothing, `partial` must-haves are set aside."""

    def __init__(self, case: Case, order: Order, guide: Guide | None = None, stopped: Stopped = None) -> None:
        self.case = case
        self.order = order
        self.guide = guide
        self.ledger = Ledger(case)
        at_ease = Pressure.of(self.ledger, [], 0.0)
        self.server = Server(self.ledger, at_ease) if guide is None else GuidedServer(self.ledger, at_ease, guide)
        self.server.stopped = stopped
        self.closed: set[int] = set()
        self.partial: set[int] = set()
        self.opened: set[int] = set()
        shun_together(self.ledger)

    def plan(self) -> Plan:
        """Return the plan: pins and must-haves, then tier by tier, then once more whatever is left."""
        steps = [self._pins, self._must_haves] if self.order.pins_first else [self._must_haves, self._pins]
        if self.guide is not None:
            for j, shift in self.guide.shifts.items():
                self.ledger.move(j, shift)
        for step in steps:
            self._look_around()
            step()
        if self.case.worth is not None and self.order.gather:
            self._gather()
        for k in range(len(self.case.portfolio.tiers)):
            self._tier(k)
        for n in self._lines([j for j in range(len(self.case.projects)) if j not in self.closed]):
            self.server.serve(n)
        if isinstance(self.server, GuidedServer):
            self.server.reunite()
        return self.ledger.plan()

    def _finish(self, j: int, *, seat: bool = False) -> None:
        """With a guide: top up the lines of a project that are short of what their rules ask for, or clear them."""
        for n in self.case.lines_of[j] if self.guide is not None else ():
            if seat:
                self.server.seat(n)
            if not self.server.holds(n):
                self.server.serve(n)

    def _gather(self) -> None:
        """Give the days that lower the weighted sum most, whatever the tier, before the tiers take what is left."""
        for j in range(len(self.case.projects)):
            self._choose_shift(j)
            self._open(j)
        gather(self.server, [n for n, j in enumerate(self.case.owner) if j not in self.closed])

    def _look_around(self) -> None:
        """Measure anew who is wanted by lines still to be served."""
        lines = [n for n, j in enumerate(self.case.owner) if j not in self.closed]
        self.server.pressure = Pressure.of(self.ledger, lines, self.order.weight)

    def _lines(self, projects: list[int]) -> list[int]:
        """Return the lines of projects of one or more tiers in the order in which they are served."""
        case, ledger = self.case, self.ledger
        lines = [n for j in projects for n in case.lines_of[j]]
        missing = np.maximum(0, ledger.wanted[lines] - ledger.total[lines])
        wanting = [(n, row) for n, row, some in zip(lines, missing, missing.any(axis=1), strict=True) if some]
        supply: dict[int, Ints] = {}  # free days by week of the people who could serve; many lines ask for the same
        places = {n: self._rank(n, row, supply) for n, row in wanting}
        return sorted(places, key=places.__getitem__)

    def _rank(self, n: int, missing: Ints, supply: dict[int, Ints]) -> tuple[object, ...]:
        case, line = self.case, self.case.lines[n]
        j, able = case.owner[n], case.able[n]
        wanted = int(missing.sum())
        size = -float(wanted)
        if self.order.scarce_first:
            if id(able) not in supply:
                supply[id(able)] = (case.limit[able] - self.ledger.used[able]).sum(axis=0)
            size = float(supply[id(able)][missing > 0].sum()) / max(1, wanted)
        return (case.tier[j], *line_rank(line), -case.projects[j].value, size, line.id)

    def _share(self, j: int) -> Fraction:
        """Return the share of the project's days without which it gets nothing (must-have: without which it fails)."""
        project = self.case.projects[j]
        if project.must_have:
            return (
                Fraction(0)
                if j in self.partial
                else Fraction(1)
                if project.min_staffing is None
                else project.min_staffing
            )
        return project.min_staffing or Fraction(0)

    def _reached(self, j: int) -> bool:
        return self.ledger.met_of(j) >= self.ledger.least_of(j, self._share(j))

    def _pins(self) -> None:
        """Seat locks and freezes, and give what their lines and projects then must have; unseat what cannot be."""
        ledger, server = self.ledger, self.server
        seat_pins(ledger)
        for j in range(len(self.case.projects)):
            pinned = [n for n in self.case.lines_of[j] if any(ledger.is_pinned(n, p) for p in ledger.on_line[n])]
            for n in pinned:
                self._complete(n)
            if any(not server.holds(n) for n in self.case.lines_of[j]):
                unseat(ledger, j)
            elif pinned and not self.case.projects[j].must_have and not self._reached(j):
                mark = ledger.mark()
                self._serve_all(j)
                if not self._reached(j):
                    ledger.undo(mark)
                    unseat(ledger, j)
            if ledger.on_project[j]:
                self._open(j)
                if not mend_together(server, j):
                    ledger.shy.pop(j, None)

    def _complete(self, n: int) -> None:
        """Give a line with pinned people the further days that same people and fill ask for."""
        ledger, server = self.ledger, self.server
        server.seat(n)
        if self.case.lines[n].same_people:
            for p in list(ledger.on_line[n]):
                for w in (ledger.obliged(n, p) & (ledger.on_line[n][p] == 0)).nonzero()[0]:
                    weeks = ledger.obliged(n, p)
                    weeks[:] = False
                    weeks[w] = True
                    server.add(n, p, 1, weeks)
        if not server.holds(n):
            server.serve(n)
        if not server.holds(n):
            for p in [p for p in ledger.on_line[n] if ledger.is_pinned(n, p)]:
                unseat(ledger, self.case.owner[n], p)

    def _serve_all(self, j: int) -> None:
        for n in self._lines([j]):
            self.server.serve(n)

    def _must_haves(self) -> None:
        """Staff must-have projects up to what they must reach; those that cannot are staffed as partial."""
        for j, project in enumerate(self.case.projects):
            if not project.must_have:
                continue
            self._finish(j)
            if self._reached(j) and self.ledger.wanted_of(j):
                continue
            mark = self.ledger.mark()
            for thaw in (False, True):
                if thaw and not self.case.portfolio.settings.freeze_weeks:
                    break
                if thaw:
                    self.ledger.thawed.add(j)
                self._choose_shift(j)
                self._open(j)
                for n in self._lines([j]):
                    if not self._reached(j):
                        self.server.serve(n)
                if self._reached(j):
                    break
                self.ledger.undo(mark)
                self.opened.discard(j)
                self.ledger.thawed.discard(j)
            if not self._reached(j):
                self.partial.add(j)

    def _open(self, j: int) -> None:
        """Bring the required people in before others; a project that can do without them gets nothing if they fail."""
        if j in self.opened or j in self.closed:
            return
        self.opened.add(j)
        rows = self.case.rules.demands.get(j, ())
        self._finish(j, seat=bool(rows))
        bound = self.case.projects[j].must_have or self._is_pinned(j)
        before = self.ledger.mark()
        for row in rows:
            mark = self.ledger.mark()
            done = honour(self.server, j, row) and mend_together(self.server, j)
            for n in self.case.lines_of[j]:
                if done and not self.server.holds(n):
                    self.server.top_up(n)
            if not done or not all(map(self.server.holds, self.case.lines_of[j])):
                self.ledger.undo(mark if bound else before)
                if not bound:
                    self._clear(j)
                    return

    def _is_pinned(self, j: int) -> bool:
        """Return whether the project has days that it keeps whatever else it can get."""
        if self.guide is None:
            return bool(self.ledger.on_project[j])
        return any(self.ledger.is_pinned(n, p) for n in self.case.lines_of[j] for p in self.ledger.on_line[n])

    def _choose_shift(self, j: int) -> None:
        """Start the project in the week in which it gets most, the earlier the better; only if it is still empty."""
        allowed = self.case.grid.shifts[self.case.projects[j].id]
        ledger = self.ledger
        if len(allowed) < 2 or ledger.on_project[j] or (self.guide is not None and j in self.guide.shifts):
            return
        now = ledger.shifts[j]
        best: tuple[object, ...] | None = None
        for shift in sorted(allowed, key=lambda s: (s != now, abs(s), s)):
            value = (*self._try_shift(j, shift), -abs(shift), -shift)
            if best is None or value > best:
                best, now = value, shift
            if best[2] == ledger.wanted_of(j):
                break
        ledger.move(j, now)

    def _try_shift(self, j: int, shift: int) -> tuple[int, int, int]:
        """Return core, firm and all days that the project would meet if it started then."""
        self.ledger.move(j, shift)
        mark, closed, opened = self.ledger.mark(), set(self.closed), set(self.opened)
        self._open(j)
        if j not in self.closed:
            self._serve_all(j)
        met = self._met([j]) if self._reached(j) else (0, 0, 0)
        self.ledger.undo(mark)
        self.closed, self.opened = closed, opened
        return met

    def _met(self, projects: list[int]) -> tuple[int, int, int]:
        lines = [n for j in projects for n in self.case.lines_of[j]]
        met = {n: self.ledger.met(n) for n in lines}
        ranks = {n: line_rank(self.case.lines[n]) for n in lines}
        return (
            sum(met[n] for n in lines if not ranks[n][0]),
            sum(met[n] for n in lines if not ranks[n][1]),
            sum(met.values()),
        )

    def _tier(self, k: int) -> None:
        """Serve a tier; where min staffing fails, compare dropping those projects with serving them first."""
        projects = [j for j, tier in enumerate(self.case.tier) if tier == k]
        self._look_around()
        for j in projects:
            self._choose_shift(j)
        mark, closed, opened = self.ledger.mark(), set(self.closed), set(self.opened)
        failed = self._serve_tier(projects, [])
        if failed:
            value = self._met(projects)
            self.ledger.undo(mark)
            self.closed, self.opened = set(closed), set(opened)
            self._serve_tier(projects, failed)
            if self._met(projects) < value:
                self.ledger.undo(mark)
                self.closed, self.opened = closed, opened
                self._serve_tier(projects, [])

    def _serve_tier(self, projects: list[int], first: list[int]) -> list[int]:
        """Serve a tier, `first` before the others; return the projects closed for want of min staffing."""
        failed: list[int] = []
        for j in first:
            self._open(j)
            if j not in self.closed:
                self._serve_all(j)
        for j in projects:
            self._open(j)
        while True:
            lines = self._lines([j for j in projects if j not in self.closed])
            for _, equal in groupby(lines, key=lambda n: line_rank(self.case.lines[n])):
                self.server.serve_all(equal)
            for j in projects:
                if j not in self.closed and self.ledger.wanted_of(j) > self.ledger.met_of(j):
                    pair_up(self.server, j)
            short = [j for j in projects if j not in self.closed and self.ledger.on_project[j] and not self._reached(j)]
            if not short:
                return failed
            for j in short:
                self._clear(j)
            failed += short

    def _clear(self, j: int) -> None:
        """Take everything off a project that cannot reach its min staffing."""
        for n in self.case.lines_of[j]:
            for p, row in list(self.ledger.on_line[n].items()):
                self.ledger.give(n, p, -row)
        self.closed.add(j)
