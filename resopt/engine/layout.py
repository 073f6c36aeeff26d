"""Layout: what of a problem may be rerouted at given starts, in steps, and what is held as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from resopt.domain.records import Certainty, RuleKind
from resopt.domain.rules import Rule
from resopt.engine.candidates import has_skill
from resopt.engine.cells import Flags, Ints, Problem, State
from resopt.engine.prices import prices_of
from resopt.engine.reroute import Net


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The net of a problem at the starts `shifts`.

    cells, starts
        The cells of pair i are `cells[starts[i] : starts[i + 1]]`, by week.
    held
        By pair the units by week that stay as they are: locks and what only a whole project can tell.
    locked
        Pairs with days under a lock that the plan keeps: Min Days does not ask them.
    wanted
        Units by line and week, nothing taken off.
    """

    problem: Problem
    shifts: tuple[int, ...]
    net: Net
    person: Ints
    line: Ints
    cells: Ints
    starts: Ints
    held: dict[int, list[int]]
    locked: set[int]
    wanted: Ints


def lay_net(problem: Problem, shifts: tuple[int, ...], state: State | None = None) -> Layout:
    """Return the net; with a plan, its days under locks or rules about several people or whole projects are held.

    Without a plan the days of locks are taken off people and lines.
    """
    line_of = problem.line_of.astype(np.int64)
    wanted, chosen = _wanted(problem, shifts)
    free = chosen[problem.variant] & (problem.high > 0)
    free[_fixed_cells(problem)] = False
    units = np.zeros(len(problem.person), dtype=np.int64)
    if state is None:
        room, open_days = _less_locks(problem, wanted)
    else:
        units[state.cells] = state.units
        free[units % problem.step != 0] = False
        for cells in _bound_cells(problem):
            free[cells] = False
        units[free] = 0
        room, open_days = problem.limit.copy(), wanted.copy()
        np.subtract.at(room, (problem.person, problem.week), units)
        np.subtract.at(open_days, (line_of[problem.variant], problem.week), units)
    cells = np.nonzero(free | (units > 0))[0]
    key = problem.person[cells].astype(np.int64) * max(1, len(problem.lines)) + line_of[problem.variant[cells]]
    first = np.nonzero(np.diff(key, prepend=-1))[0]
    person, line = np.divmod(key[first], max(1, len(problem.lines)))
    bits = np.where(free[cells], np.int64(1) << problem.week[cells].astype(np.int64), 0)
    mask = np.bitwise_or.reduceat(bits, first) if len(first) else bits
    steps = (np.maximum(0, room) // problem.step).T, (np.maximum(0, open_days) // problem.step).T
    starts = np.append(first, len(cells))
    net = Net(
        person.tolist(), line.tolist(), mask.tolist(), steps[0].tolist(), steps[1].tolist(), ranks(problem, True),
        _alone(problem), _lows(problem, cells, starts),
    )  # fmt: skip
    held = _held(problem, cells, starts, units)
    return Layout(
        problem, shifts, net, person, line, cells, starts, held, _locked(problem, cells, starts, units), wanted
    )


def ranks(problem: Problem, apart: bool) -> list[int]:
    """Return the rank of each line: of two lines the one with the lower rank wins a day.

    By tier, core before others, firm before estimates, then by value; under the weighted policy by price. `apart`
    gives lines whose days no other line may take over, because of rules, a rank of their own.
    """
    keys: list[tuple[Any, ...]] = []
    alone = _alone(problem)
    weighted = problem.portfolio.policy.kind == "weighted"
    for i, line in enumerate(problem.lines):
        project = problem.projects[problem.project_of[i]]
        levels = (not line.core, line.certainty is not Certainty.FIRM, -project.value)
        key = tuple(-prices_of(problem).missing[i]) if weighted else (problem.grid.tier_of[project.id], *levels)
        keys.append((*key, i if apart and alone[i] else -1))
    order = {key: n for n, key in enumerate(sorted(set(keys)))}
    return [order[key] for key in keys]


def _alone(problem: Problem) -> list[bool]:
    """Return by line whether rules ask for all of its days or none, or for a share of its project's."""
    kinds = (RuleKind.REQUIRE, RuleKind.SUPERVISE)
    named = {row.project_id for row in problem.portfolio.rules if row.kind in kinds}
    of_project = [bool(p.min_staffing or p.must_have or p.id in named) for p in problem.projects]
    return [
        bool(line.fill_all or line.fill_share) or of_project[problem.project_of[i]]
        for i, line in enumerate(problem.lines)
    ]


def _wanted(problem: Problem, shifts: tuple[int, ...]) -> tuple[Ints, Flags]:
    """Return the wanted units by line and week at the starts, and which variants these are."""
    wanted = np.zeros((len(problem.lines), problem.portfolio.settings.weeks), dtype=np.int64)
    chosen = np.zeros(len(problem.variants), dtype=bool)
    for v, variant in enumerate(problem.variants):
        if variant.shift == shifts[problem.project_of[variant.line]]:
            wanted[variant.line], chosen[v] = variant.wanted, True
    return wanted, chosen


def _fixed_cells(problem: Problem) -> Ints:
    """Return the cells that locks or freezes decide, zeros included."""
    cells = set(problem.pins)
    for fact in problem.facts:
        if fact.rule in (Rule.HARD_LOCK, Rule.FREEZE) and not fact.units:
            lines = {problem.line_number[x] for x in fact.line_ids}
            for c in problem.cells_of_person(problem.person_number[fact.person_id or ""]):
                if problem.week[c] == fact.week and problem.variants[problem.variant[c]].line in lines:
                    cells.add(c)
    return np.array(sorted(cells), dtype=np.int64)


def _less_locks(problem: Problem, wanted: Ints) -> tuple[Ints, Ints]:
    """Return the units that people have and lines want, less those under locks."""
    room, left = problem.limit.copy(), wanted.copy()
    for rule in (Rule.HARD_LOCK, Rule.FREEZE):
        taken, given = np.zeros_like(room), np.zeros_like(left)
        for fact in problem.facts:
            if fact.rule is rule and fact.week is not None:
                taken[problem.person_number[fact.person_id or ""], fact.week] += fact.units
                if len(fact.line_ids) == 1:
                    given[problem.line_number[fact.line_ids[0]], fact.week] += fact.units
        room, left = np.minimum(room, problem.limit - taken), np.minimum(left, wanted - given)
    return room, left


def _bound_cells(problem: Problem) -> Iterator[Ints]:
    """Yield the cells of people whom a rule binds to others, or to a project as a whole."""
    for row in problem.portfolio.rules:
        project = problem.project_number.get(row.project_id or "")
        if row.kind is RuleKind.SUPERVISE:
            skills = [skill for group in row.skill for skill in group]
            who = [i for i, p in enumerate(problem.people) if any(has_skill(p, skill) for skill in skills)]
        elif row.kind in (RuleKind.TOGETHER, RuleKind.APART, RuleKind.EXCLUSIVE, RuleKind.REQUIRE):
            named = (row.person_id or "", row.other_id or "")
            who = [problem.person_number[x] for x in named if x in problem.person_number]
        else:
            continue
        if row.project_id is None or project is not None:
            for p in who:
                yield _cells_on(problem, p, project)


def _cells_on(problem: Problem, person: int, project: int | None) -> Ints:
    """Return the cells of a person on a project (None: on all)."""
    cells = np.array(problem.cells_of_person(person), dtype=np.int64)
    if project is not None:
        of_line = np.array(problem.project_of, dtype=np.int64)
        cells = cells[of_line[problem.line_of[problem.variant[cells]]] == project]
    return cells


def _locked(problem: Problem, cells: Ints, starts: Ints, units: Ints) -> set[int]:
    """Return the pairs with days under a lock or freeze that is kept."""
    given: dict[int, int] = defaultdict(int)
    for c, facts in problem.pins.items():
        for f in facts:
            given[f] += int(units[c])
    kept = {f for f, days in given.items() if days == problem.facts[f].units}
    found = [c for c, facts in problem.pins.items() if units[c] and kept.intersection(facts)]
    at = np.searchsorted(cells, np.array(sorted(found), dtype=np.int64))
    return {int(pair) for pair in np.searchsorted(starts, at, "right") - 1}


def _lows(problem: Problem, cells: Ints, starts: Ints) -> Callable[[int], list[int]]:
    """Return what tells the fewest steps of a pair by week."""
    known: dict[int, list[int]] = {}

    def low(pair: int) -> list[int]:
        if pair not in known:
            known[pair] = [0] * problem.portfolio.settings.weeks
            for c in cells[starts[pair] : starts[pair + 1]].tolist():
                known[pair][int(problem.week[c])] = int(problem.low[c])
        return known[pair]

    return low


def _held(problem: Problem, cells: Ints, starts: Ints, units: Ints) -> dict[int, list[int]]:
    """Return the held units by pair and week."""
    held: dict[int, list[int]] = defaultdict(lambda: [0] * problem.portfolio.settings.weeks)
    at = np.nonzero(units[cells])[0]
    for pair, c in zip((np.searchsorted(starts, at, "right") - 1).tolist(), cells[at].tolist(), strict=True):
        held[pair][int(problem.week[c])] = int(units[c])
    return dict(held)
