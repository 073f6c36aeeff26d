"""The tables for chains of days: pairs of people and lines at given starts, and which of their cells chains may change.

What a rule says that chains do not look at is kept by holding the cells that it is about.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from resopt.domain.records import RuleKind
from resopt.domain.rules import Rule
from resopt.domain.units import UNITS_PER_DAY
from resopt.engine import chain_moves as moves
from resopt.engine.candidates import budgets_left, cost_of, money_per_day
from resopt.engine.cells import Flags, Ints, Problem, Smalls, State
from resopt.engine.compile import min_days_units, touched_weeks
from resopt.engine.levels import counts, value_weight
from resopt.engine.prices import once, prices_of

ALONE = (RuleKind.EXCLUSIVE, RuleKind.APART, RuleKind.TOGETHER)  # rows whose people stay as they are
WHOLE = (RuleKind.REQUIRE, RuleKind.SUPERVISE)  # rows whose projects stay as they are
NEVER = 1 << 40  # more than there is of anything

Floats = NDArray[np.float64]


@lru_cache(maxsize=1)
def board_of(problem: Problem, shifts: tuple[int, ...]) -> Board:
    """Return the tables of a problem at given starts."""
    return Board(problem, shifts)


class Board:
    """The pairs of people and lines at given starts, and what is true of them in every plan."""

    def __init__(self, problem: Problem, shifts: tuple[int, ...]) -> None:
        self.problem, self.shifts = problem, shifts
        self.size = len(problem.people), len(problem.lines), len(problem.projects), problem.portfolio.settings.weeks
        held = np.array([v.shift == shifts[problem.project_of[v.line]] for v in problem.variants], dtype=bool)
        self.cells = np.nonzero(held[problem.variant])[0] if len(held) else np.zeros(0, dtype=np.int64)
        line = problem.line_of.astype(np.int64)[problem.variant[self.cells]]
        keys, self.pair = np.unique(line * self.size[0] + problem.person[self.cells], return_inverse=True)
        self.person, self.line = keys % max(1, self.size[0]), keys // max(1, self.size[0])
        self.week = problem.week[self.cells]
        self.project = np.array(problem.project_of, dtype=np.int64)
        self.wanted = np.zeros((self.size[1], self.size[3]), dtype=np.int64)
        for variant in (v for v, there in zip(problem.variants, held.tolist(), strict=True) if there):
            self.wanted[variant.line] = variant.wanted
        self.weighted = problem.portfolio.policy.kind == "weighted"

    @property
    def usual(self) -> float:
        """The price of a pair, or of a handover or a day if pairs have none."""
        prices = self.price, self.charge * UNITS_PER_DAY, np.array([self.handover])
        return next((float(row[row > 0].mean()) for row in prices if np.any(row > 0)), 0.0)

    @property
    def moved(self) -> int:
        """The price of a unit moved: before level 3, which a step outweighs; in the weighted policy its own."""
        return prices_of(self.problem).change if self.weighted else round(self.usual)

    @cached_property
    def handover(self) -> int:
        """The price of a handover."""
        return once(self.problem.portfolio.policy.handover)

    @cached_property
    def price(self) -> Ints:
        """The price of using each pair."""
        policy = self.problem.portfolio.policy
        prices = np.full(len(self.person), once(policy.people), dtype=np.int64)
        if self.weighted:
            known = prices_of(self.problem)
            pairs = zip(self.person.tolist(), self.line.tolist(), strict=True)
            prices += np.array([known.of_pair(p, x) for p, x in pairs], dtype=np.int64)
        return prices

    @cached_property
    def charge(self) -> Ints:
        """What a unit of each pair costs."""
        charge = np.zeros(len(self.person), dtype=np.int64)
        for number, (first, last) in enumerate(zip(self.first[:-1].tolist(), self.first[1:].tolist(), strict=True)):
            who, amounts = self.problem.charges[self.problem.lines[number].id]
            at = np.searchsorted(who, self.person[first:last])
            known = at < len(who)
            known[known] = who[at[known]] == self.person[first:last][known]
            charge[first:last][known] = amounts[at[known]]
        return charge - prices_of(self.problem).idle[self.person] if self.weighted else charge

    @cached_property
    def first(self) -> Ints:
        """The first pair of each line, and the end."""
        return np.searchsorted(self.line, np.arange(self.size[1] + 1))

    @cached_property
    def least(self) -> Ints:
        """The fewest units of who joins a line, by pair."""
        problem, portfolio = self.problem, self.problem.portfolio
        least = np.zeros(len(self.person), dtype=np.int64)
        if not portfolio.settings.min_days:
            return least
        past, known = problem.grid.past, dict[tuple[Fraction, int], int]()
        total = [past.total((x.id,), sum(problem.grid.wanted[x.id])) for x in problem.lines]
        for k, (p, x) in enumerate(zip(self.person.tolist(), self.line.tolist(), strict=True)):
            person, key = problem.people[p], (problem.people[p].fte, total[x])
            if key not in known:
                known[key] = min_days_units(portfolio, person, total[x])
            least[k] = known[key] - past.given(person.id, problem.lines[x].id)
        return least

    @cached_property
    def held(self) -> Flags:
        """Which cells stay as they are in every plan."""
        problem, cells, pair = self.problem, self.cells, self.pair
        asked = np.zeros((self.size[0], self.size[3]), dtype=bool)
        for person, _, week in problem.grid.soft:
            asked[problem.person_number[person], week] = True
        held = (self.week < problem.portfolio.settings.frozen_until) | (problem.high[cells] <= 0) | self._locked()
        held |= asked[self.person[pair], self.week]
        held |= self._held_people()[self.person[pair]] | self.held_lines[self.line[pair]]
        return held

    def _held_people(self) -> Flags:
        held: Flags = np.zeros(self.size[0], dtype=bool)
        for row in self.problem.portfolio.rules:
            if row.kind in ALONE:
                held[[self.problem.person_number[x] for x in (row.person_id, row.other_id) if x is not None]] = True
        return held

    def _locked(self) -> Flags:
        """Return the cells that a hard lock is about, with days or without."""
        problem, cells = self.problem, self.cells
        about: dict[tuple[int, int], set[int]] = defaultdict(set)
        for fact in problem.facts:
            if fact.rule is Rule.HARD_LOCK and fact.week is not None and fact.person_id is not None:
                lines = (problem.line_number[x] for x in fact.line_ids if x in problem.line_number)
                about[problem.person_number[fact.person_id], fact.week].update(lines)
        near = np.zeros((self.size[0], self.size[3]), dtype=bool)
        for place in about:
            near[place] = True
        locked: Flags = near[problem.person[cells], self.week]
        for i in np.nonzero(locked)[0].tolist():
            locked[i] = int(self.line[self.pair[i]]) in about[int(problem.person[cells[i]]), int(self.week[i])]
        return locked

    @cached_property
    def held_lines(self) -> Flags:
        """Which lines stay: of rules over whole projects, with same people, or with seats that locks or the past take.

        A lock or a frozen week takes a seat if it has days.
        """
        problem, past = self.problem, self.problem.grid.past
        whole = {row.project_id for row in problem.portfolio.rules if row.kind in WHOLE}
        seated = {problem.variants[int(problem.variant[cell])].line for cell in problem.pins}
        return np.array(
            [
                bool(whole & {None, x.project_id})
                or x.same_people
                or (x.max_people is not None and (number in seated or bool(past.on(x.id))))
                for number, x in enumerate(problem.lines)
            ],
            dtype=bool,
        )

    def tables(self, state: State, seed: int, at_most: int = NEVER) -> moves.Tables:
        """Return the tables for a state; `at_most` units are moved for one that is gained."""
        units = np.zeros(len(self.problem.person), dtype=np.int64)
        units[state.cells] = state.units
        units = units[self.cells]
        t = moves.Tables(
            self._pairs(), self._cells(units), self._lines(), self._stays(), self._short(units), self._people(),
            self._weeks(), self._team(), self.money, self._budgets(), self._share(), self._lent(), self._lending(),
            np.array([0, 0, 0, 0, self.problem.step, self.handover, 0, self.moved, at_most], dtype=np.int64),
            np.zeros((moves.JOURNAL, 3), dtype=np.int64), np.zeros((moves.NODES, moves.FRESH + 1), dtype=np.int64),
            np.array([(0x9E3779B97F4A7C15 ^ (seed + 1) * 2_654_435_761) % (1 << 64) or 1], dtype=np.uint64),
        )  # fmt: skip
        there = np.nonzero(units)[0]
        moves.begin(t, self.pair[there], self.week[there].astype(np.int64), units[there])
        for table, now, most in (
            (t.budget, moves.SPENT, moves.BUDGET),
            (t.lending, moves.LENDING, moves.MOST_LENT),
            (t.line, moves.PEOPLE, moves.MOST_PEOPLE),
        ):
            table[..., most] = np.maximum(table[..., most], table[..., now])
        return t

    def state(self, units: Smalls) -> State:
        """Return the state with such units by pair and week."""
        amounts = units[self.pair, self.week]
        there = np.nonzero(amounts)[0]
        return State(self.cells[there].astype(np.int32), amounts[there].astype(np.int32), self.shifts)

    @cached_property
    def groups(self) -> dict[str, int]:
        """The departments that may not lend without limit."""
        rows = [row for row in self.problem.portfolio.rules if row.kind is RuleKind.LEND and row.value is not None]
        return {name: i for i, name in enumerate(sorted({row.department for row in rows}))}

    def _pairs(self) -> Ints:
        table = np.zeros((len(self.person), moves.OF_LINE + 1), dtype=np.int64)
        for i, column in enumerate((self.person, self.line, self.price, self.charge, self.least)):
            table[:, i] = column
        return table

    def _cells(self, units: Ints) -> Smalls:
        problem, at = self.problem, (self.pair, self.week)
        table = np.zeros((len(self.person), self.size[3], moves.UNITS + 1), dtype=np.int32)
        low, high = np.maximum(1, problem.low[self.cells]) * problem.step, problem.high[self.cells] * problem.step
        odd = (units > 0) & ((units % problem.step > 0) | (units < low) | (units > high))
        table[(*at, moves.LOW)] = low
        table[(*at, moves.HIGH)] = np.where(self.held | odd, -1, high)
        return table

    def _lines(self) -> Ints:
        most = [x.max_people for x in self.problem.lines]
        table = np.zeros((self.size[1] + 1, moves.TIER + 1), dtype=np.int64)
        table[:, moves.FIRST] = self.first
        table[:-1, moves.PROJECT] = self.project
        table[:-1, moves.MOST_PEOPLE] = [NEVER if x is None else x for x in most]
        order = np.argsort(self.classes, kind="stable")
        table[:-1, moves.PEER] = order
        table[:-1, moves.TIER] = [self.problem.grid.tier_of[x.project_id] for x in self.problem.lines]
        ranked = self.classes[order]
        first, last = (np.searchsorted(ranked, self.classes, side) for side in ("left", "right"))
        table[:-1, moves.PEERS], table[:-1, moves.LAST_PEER] = first, np.where(self.classes < 0, first, last)
        return table

    @cached_property
    def classes(self) -> Ints:
        """The class of each line: lines of one class may take days from each other; -1: nobody may from this one.

        Of the rules over whole projects, budgets are watched by the moves themselves.
        """
        problem, known = self.problem, dict[tuple[int, bool, bool, int], int]()
        found = []
        for number, line in enumerate(problem.lines):
            project = problem.project_of[number]
            alike = (
                problem.grid.tier_of[line.project_id],
                line.core,
                counts(line, "firm"),
                value_weight(problem, project),
            )
            record = problem.projects[project]
            least = record.must_have or record.min_staffing or line.fill_all or line.fill_share
            own = self.weighted or least or self.held_lines[number]
            found.append(-1 if own else known.setdefault(alike, len(known)))
        return np.array(found, dtype=np.int64)

    def _short(self, units: Ints) -> Smalls:
        """Return the units that each line lacks, by week."""
        met = np.zeros(self.wanted.shape, dtype=np.int64)
        np.add.at(met, (self.line[self.pair], self.week), units)
        short: Smalls = np.maximum(0, self.wanted - met).astype(np.int32)
        return short

    def _stays(self) -> Flags:
        stays = np.zeros(self.wanted.shape, dtype=bool)
        stays[:, :-1] = (self.wanted[:, :-1] > 0) & (self.wanted[:, 1:] > 0)
        return stays

    def _people(self) -> Ints:
        problem, usual = self.problem, self.problem.portfolio.settings.max_projects
        table = np.zeros((self.size[0], moves.MANY + 1), dtype=np.int64)
        table[:, moves.SLOTS] = np.searchsorted(np.sort(self.person), np.arange(self.size[0]))
        table[:, moves.HIRE] = prices_of(problem).used if self.weighted else 0
        table[:, moves.MOST_PROJECTS] = [usual if p.max_projects is None else p.max_projects for p in problem.people]
        table[:, moves.GROUP] = [self.groups.get(p.department, -1) for p in problem.people]
        return table

    def _weeks(self) -> Smalls:
        base = self.problem.base
        return np.stack([base, np.zeros_like(base), base // self.problem.step > 0], axis=2).astype(np.int32)

    def _team(self) -> Smalls:
        problem, known = self.problem, self.problem.grid.before
        people, _, projects, weeks = self.size
        table = np.zeros((people, projects, weeks, moves.BEFORE + 1 if known else 1), dtype=np.int32)
        for (person, project, week), units in known.items():
            table[problem.person_number[person], problem.project_number[project], week, moves.BEFORE] = units
        return table

    @cached_property
    def money(self) -> Floats:
        """What a unit of each pair costs in money, where its project has a budget."""
        problem, table = self.problem, money_per_day(self.problem.portfolio)
        money = np.zeros(len(self.person))
        limited = np.array([p.budget is not None for p in problem.projects], dtype=bool)
        for k in np.nonzero(limited[self.project[self.line]])[0].tolist() if len(limited) else ():
            person, line = problem.people[int(self.person[k])], problem.lines[int(self.line[k])]
            money[k] = float(cost_of(table, person.id, line)) / UNITS_PER_DAY
        return money

    def _budgets(self) -> Floats:
        left = budgets_left(self.problem.portfolio, self.problem.grid.past)
        most = np.array([float(left.get(p.id, np.inf)) for p in self.problem.projects])
        return np.stack([np.zeros_like(most), most], axis=1)

    def _lent(self) -> Flags:
        owners = [p.department for p in self.problem.projects]
        lent = np.array([[x not in ("", name) for x in owners] for name in self.groups], dtype=bool)
        return lent.reshape(len(self.groups), len(owners))

    def _lending(self) -> Floats:
        problem = self.problem
        table = np.full((len(self.groups), self.size[3], 2), np.inf)
        table[..., moves.LENDING] = 0
        for row in problem.portfolio.rules:
            if row.kind is RuleKind.LEND and row.value is not None:
                at = self.groups[row.department], list(touched_weeks(problem.portfolio, row)), moves.MOST_LENT
                table[at] = np.minimum(table[at], float(row.value))
        return table

    def _share(self) -> Floats:
        """Return the share of an FTE that a unit of each person is, by week."""
        working = np.array([self.problem.grid.working[p.id] for p in self.problem.people], dtype=np.float64)
        units = working.reshape(self.size[0], self.size[3]) * UNITS_PER_DAY
        share: Floats = np.divide(1.0, units, out=np.full(units.shape, np.inf), where=units > 0)
        return share


class Kept:
    """The best plan of a task so far: what it is worth, and its units by pair and week."""

    def __init__(self, tables: moves.Tables, *, weighted: bool) -> None:
        self._weighted = weighted
        self._keep(tables)

    def look(self, tables: moves.Tables) -> None:
        """Keep the plan of the tables if it is better."""
        if worth(tables, weighted=self._weighted) < self.worth:
            self._keep(tables)

    def _keep(self, tables: moves.Tables) -> None:
        self.worth = worth(tables, weighted=self._weighted)
        self.units: Smalls = np.array(tables.cell[:, :, moves.UNITS])


def worth(tables: moves.Tables, *, weighted: bool) -> tuple[int, int, int]:
    """Return what is compared between plans, the smaller the better: days gained, then units moved, then level 3.

    In the weighted policy what is moved has a price and is part of the sum.
    """
    gains, moved, level3 = (int(tables.sums[i]) for i in (moves.GAINS, moves.CHANGE, moves.LEVEL3))
    return (-gains, 0, level3 + int(tables.sums[moves.MOVED]) * moved) if weighted else (-gains, moved, level3)
