"""Tally: what rerouted days change in level 3, in the levels just above it, and in rules they would break."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, lcm

from resopt.domain.records import RuleKind
from resopt.domain.units import UNITS_PER_DAY
from resopt.engine.candidates import cost_of, money_per_day
from resopt.engine.cells import Problem
from resopt.engine.compile import min_days_units, touched_weeks
from resopt.engine.layout import Layout
from resopt.engine.prices import once, prices_of
from resopt.engine.reroute import Board

Key = tuple[str, int, int]  # what is counted: a pair, a person's week, a line's people, a row of a sum
STRICT = 10**36  # for a broken rule where a plan has to keep them all
UNLIMITED = 10**40
OVERTIME, SOFT, CHANGE = 10**24, 10**18, 10**12  # levels above level 3, per unit
DAYS_PER_FINE = 2  # days above a limit of money or lending that weigh as much as one broken cell


@dataclass(frozen=True, slots=True)
class Terms:
    """What a pair is charged, and what its rules ask; weeks as bits, `held` and `low` by week.

    `handover` has the weeks in which ending costs, `needed` those that same people asks for; `least` is what who
    joins has to give in all, held days taken off.
    """

    price: int
    per_step: int
    handover: int
    needed: int
    least: int
    low: Sequence[int]
    held: int
    sums: tuple[tuple[int, tuple[int, ...]], ...]


class Tally:
    """Keeps count of everything that rerouting may change on a board; `fine` is charged for each broken rule."""

    def __init__(self, layout: Layout, board: Board, fine: int = STRICT) -> None:
        self.layout, self.board, self.fine = layout, board, fine
        self.problem = problem = layout.problem
        portfolio, policy = problem.portfolio, problem.portfolio.policy
        self._weighted = policy.kind == "weighted"
        self._prices = prices_of(problem)
        self._people, self._handover = once(policy.people), once(policy.handover)
        self._terms: dict[int, Terms] = {}
        self._known: dict[Key, int] = {}
        self._pending: dict[Key, int] = {}
        self._projects = [
            portfolio.settings.max_projects if p.max_projects is None else p.max_projects for p in problem.people
        ]
        self._sums = _Sums(layout)
        self._held_at = self._held_places()
        self._seats = self._open_seats()
        self._wishes = _Wishes(problem, self._weighted)
        tolerant = bool(portfolio.settings.tolerance)
        self._watches_use = tolerant or (self._weighted and bool(self._prices.idle.any() or self._prices.used.any()))
        self._rules_use = self._watches_use or bool(self._wishes.places)

    # --- changes ---

    def begin(self, log: Iterable[tuple[int, int, int]]) -> None:
        """Count what there is after a log that filled the board, and what idle people and missed wishes cost."""
        self.weigh(log, self.layout.held)
        self.accept()
        watched = set(self._wishes.places)
        if self._watches_use:
            watched |= {(p, w) for p in range(len(self.problem.people)) for w in range(self.layout.net.weeks)}
            self._known |= {("person", p, 0): self._person(p) for p in range(len(self.problem.people))}
        self._known |= {("place", p, w): self._place(p, w) for p, w in watched}

    def weigh(self, log: Iterable[tuple[int, int, int]], also: Iterable[int] = ()) -> int:
        """Return by how much the sum of all charges changes with a log that the board has carried out."""
        pairs, places = set(also), set[tuple[int, int]]()
        person, line = self.layout.net.person, self.layout.net.line
        moved: dict[int, int] = defaultdict(int)
        for w, pair, steps in log:
            pairs.add(pair)
            places.add((w, person[pair]))
            for number, rates in self.terms(pair).sums:
                moved[number + (w if len(rates) > 1 else 0)] += rates[w if len(rates) > 1 else 0] * steps
        fresh: dict[Key, int] = {("pair", pair, 0): self._pair(pair) for pair in pairs}
        fresh |= {("place", p, w): self._place(p, w) for w, p in places}
        fresh |= {("line", k, 0): self._line(k) for k in {line[pair] for pair in pairs} if k in self._seats}
        if self._watches_use:
            fresh |= {("person", p, 0): self._person(p) for p in {person[pair] for pair in pairs}}
        for number, amount in moved.items():
            total = self._known.get(("sum", number, 0), 0) + amount
            fresh["sum", number, 0] = total
            fresh["over", number, 0] = self.fine * self._sums.excess(number, total) // 1000
        self._pending = fresh
        known = self._known
        return sum(value - known.get(key, 0) for key, value in fresh.items() if key[0] != "sum")

    def accept(self) -> None:
        """Take over what was weighed last."""
        self._known |= self._pending

    def charge(self) -> int:
        """Return the sum of all charges on what may change."""
        return sum(value for key, value in self._known.items() if key[0] != "sum")

    # --- parts ---

    def terms(self, pair: int) -> Terms:
        """Return what a pair is charged."""
        if pair not in self._terms:
            self._terms[pair] = self._make_terms(pair)
        return self._terms[pair]

    def misses(self, pair: int) -> list[int]:
        """Return the weeks in which an open pair has fewer days than its min share."""
        low = self.terms(pair).low
        return [w for w, steps in enumerate(self.board.steps[pair]) if 0 < steps < low[w]]

    def _pair(self, pair: int) -> int:
        total = self.board.total.get(pair, 0)
        terms = self.terms(pair)
        if not total and not terms.held:
            return 0
        days, faults, bit = terms.held, 0, 1
        for steps, low in zip(self.board.steps.get(pair, ()), terms.low, strict=False):
            if steps:
                days |= bit
                faults += steps < low
            bit <<= 1
        faults += (terms.needed & ~days).bit_count() + (total < terms.least)
        ends = (days & ~(days >> 1) & terms.handover).bit_count()
        return terms.price + terms.per_step * total + self._handover * ends + self.fine * faults

    def _place(self, p: int, w: int) -> int:
        """Return what a person's week is charged: too many projects, overtime, idle days, wishes not kept."""
        lines, held = self.board.on[w][p], self._held_at.get((p, w), ())
        if len(lines) + len(held) <= self._projects[p] and not self._rules_use:
            return 0
        of_line = self.problem.project_of
        projects = {of_line[k] for k in lines} | {of_line[k] for k, _ in held}
        value = self.fine * max(0, len(projects) - self._projects[p])
        if self._rules_use:
            step, steps = self.problem.step, self.board.steps
            units = {k: steps[pair][w] * step for k, pair in lines.items()}
            for k, amount in held:
                units[k] = units.get(k, 0) + amount
            value += self._wishes.missed(p, w, units, of_line)
            spare = int(self.problem.base[p, w]) - sum(units.values())
            value += int(self._prices.idle[p]) * max(0, spare) if self._weighted else OVERTIME * max(0, -spare)
        return value

    def _person(self, p: int) -> int:
        """Return what is charged once for using a person at all."""
        busy = any(self.board.total[pair] for pair in self.board.of_person[p].values())
        held = any((p, w) in self._held_at for w in range(self.layout.net.weeks))
        return int(self._prices.used[p]) if self._weighted and (busy or held) else 0

    def _line(self, line: int) -> int:
        """Return what is charged for more people on a line than may join it."""
        pairs = self.board.of_line[line].values()
        people = sum(1 for pair in pairs if self.board.total[pair] and not self.terms(pair).held)
        return self.fine * max(0, people - self._seats[line])

    # --- numbers of the problem ---

    def _make_terms(self, pair: int) -> Terms:
        problem, layout = self.problem, self.layout
        p, line = layout.net.person[pair], layout.net.line[pair]
        record = problem.lines[line]
        wanted = layout.wanted[line] > 0
        able = problem.base[p] >= problem.step
        least = min_days_units(problem.portfolio, problem.people[p], int(layout.wanted[line].sum()))
        least -= sum(layout.held.get(pair, ()))
        price = self._people + (self._prices.of_pair(p, line) if self._weighted else 0)
        return Terms(
            price=price,
            per_step=problem.charge(p, line) * problem.step,
            handover=_bits(wanted[:-1] & wanted[1:] & able[1:]),
            needed=_bits(wanted & able) if record.same_people else 0,
            least=0 if pair in layout.locked else -(-least // problem.step),
            low=layout.net.low(pair),
            held=_bits(units > 0 for units in layout.held.get(pair, ())),
            sums=self._sums.of_pair(p, line),
        )

    def _held_places(self) -> dict[tuple[int, int], list[tuple[int, int]]]:
        """Return the held (line, units) by person and week."""
        held: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        for pair, row in self.layout.held.items():
            for w, units in enumerate(row):
                if units:
                    held[self.layout.net.person[pair], w].append((self.layout.net.line[pair], units))
        return dict(held)

    def _open_seats(self) -> dict[int, int]:
        """Return by line with Max People how many people without held days may join."""
        taken: dict[int, int] = defaultdict(int)
        for pair in self.layout.held:
            taken[self.layout.net.line[pair]] += 1
        limits = {i: line.max_people for i, line in enumerate(self.problem.lines) if line.max_people is not None}
        return {i: max(0, most - taken[i]) for i, most in limits.items()}


class _Wishes:
    """Days softly locked, and days of the plan of record, by person and week."""

    def __init__(self, problem: Problem, weighted: bool) -> None:
        self.places: set[tuple[int, int]] = set()
        self._soft: dict[tuple[int, int], list[tuple[frozenset[int], int]]] = defaultdict(list)
        self._record: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        self._price = prices_of(problem).change if weighted else CHANGE
        people, projects = problem.person_number, problem.project_number
        for (person, ids, w), units in problem.grid.soft.items():
            if not weighted:
                self._soft[people[person], w].append((frozenset(problem.line_number[x] for x in ids), units))
        for (person, project, w), units in problem.grid.record.items():
            if project in projects and self._price:
                self._record[people[person], w].append((projects[project], units))
        self.places = {*self._soft, *self._record}

    def missed(self, p: int, w: int, units: dict[int, int], of_line: tuple[int, ...]) -> int:
        """Return what is charged for days that a person does not get as wished."""
        if (p, w) not in self.places:
            return 0
        value = 0
        for lines, amount in self._soft.get((p, w), ()):
            value += SOFT * max(0, amount - sum(n for k, n in units.items() if k in lines))
        for project, amount in self._record.get((p, w), ()):
            value += self._price * max(0, amount - sum(n for k, n in units.items() if of_line[k] == project))
        return value


class _Sums:
    """Limits on sums over many pairs: money by project, lending by department and week; held days are taken off."""

    def __init__(self, layout: Layout) -> None:
        self._problem = problem = layout.problem
        self._money = money_per_day(problem.portfolio)
        self._coin = lcm(*(amount.denominator for amount in self._money.values()), 1)
        self._part = lcm(*(n for row in problem.grid.working.values() for n in row if n), 1)
        self._limit: list[int] = []
        self._day: list[int] = []  # what a day more comes to
        self._budget = self._budgets()
        self._lent = self._lending(layout.net.weeks)
        held: dict[int, int] = defaultdict(int)
        for pair, row in layout.held.items():
            for number, rates in self.of_pair(layout.net.person[pair], layout.net.line[pair]):
                for w, units in enumerate(row):
                    held[number + (w if len(rates) > 1 else 0)] += rates[w if len(rates) > 1 else 0] * units
        self._limit = [n - held[i] // problem.step for i, n in enumerate(self._limit)]

    def excess(self, number: int, total: int) -> int:
        """Return by how much a sum is above its limit, in 1/1000 fines."""
        over = total - self._limit[number]
        return 0 if over <= 0 else 1 + over * 1000 // (self._day[number] * DAYS_PER_FINE)

    def of_pair(self, p: int, line: int) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Return the sums in which a pair counts: the number of a sum (of week 0), and how much per step (by week)."""
        problem, found = self._problem, list[tuple[int, tuple[int, ...]]]()
        project = problem.project_of[line]
        if project in self._budget:
            cost = cost_of(self._money, problem.people[p].id, problem.lines[line]) * self._coin
            found.append((self._budget[project], (int(cost) * problem.step,)))
        department, owner = problem.people[p].department, problem.projects[project].department
        if owner not in ("", department) and department in self._lent:
            working = problem.grid.working[problem.people[p].id]
            found.append((self._lent[department], tuple(problem.step * self._part // n if n else 0 for n in working)))
        return tuple(found)

    def _budgets(self) -> dict[int, int]:
        """Return by project with a Budget the number of its sum."""
        rows = {}
        typical = sum(self._money.values(), Fraction(0)) / max(1, len(self._money))
        for i, project in enumerate(self._problem.projects):
            if project.budget is not None:
                rows[i] = len(self._limit)
                self._limit.append(floor(project.budget * self._coin * UNITS_PER_DAY))
                self._day.append(max(1, int(typical * self._coin)) * UNITS_PER_DAY)
        return rows

    def _lending(self, weeks: int) -> dict[str, int]:
        """Return by department with a limit the number of its sum in week 0."""
        portfolio, rows = self._problem.portfolio, dict[str, int]()
        for row in portfolio.rules:
            if row.kind is RuleKind.LEND and row.value is not None:
                if row.department not in rows:
                    rows[row.department] = len(self._limit)
                    self._limit += [UNLIMITED] * weeks
                    self._day += [self._part * UNITS_PER_DAY // 5] * weeks
                for w in touched_weeks(portfolio, row):
                    at = rows[row.department] + w
                    self._limit[at] = min(self._limit[at], floor(row.value * UNITS_PER_DAY * self._part))
        return rows


def _bits(weeks: Iterable[bool]) -> int:
    return sum(1 << w for w, flag in enumerate(weeks) if flag)
