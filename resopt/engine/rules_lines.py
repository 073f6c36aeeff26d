"""The hard rules of lines and projects: wanted days, fill, people, staffing, money, lending, starts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from math import lcm

import numpy as np

from resopt.domain.eligible import has_skill
from resopt.domain.records import RuleKind, RuleRow
from resopt.domain.rules import Rule
from resopt.domain.units import UNITS_PER_DAY
from resopt.engine.candidates import budgets_left, cost_of, money_per_day
from resopt.engine.compile import touched_weeks
from resopt.engine.mip import INFINITE, Terms
from resopt.engine.model import Model


def _add_dates(m: Model) -> None:
    """People serve a line only in weeks when it wants days, and give no more than it wants, locks apart."""
    for (v, w), cells in list(m.by_variant_week.items()):
        variant = m.problem.variants[v]
        if variant.line in m.lines and any(c not in m.fixed for c in cells):
            _limit_to_wanted(m, v, w, variant.wanted[w], cells)


def _limit_to_wanted(m: Model, v: int, w: int, wanted: int, cells: list[int]) -> None:
    """Ordinary days <= max(0, wanted - locked days); what locks bring above wanted is the excess."""
    locked: Terms = [(m.locked[c], 1) for c in cells if c in m.locked]
    locked += [(m.one(), m.fixed[c]) for c in cells if c in m.fixed and m.is_locked(c)]
    terms = m.sum_days(cells)
    chosen = _chosen(m, v)
    if chosen is not None:
        m.rows.row([*terms, (chosen, -m.rows.greatest(terms))], high=0)
    if m.rows.greatest(locked) <= wanted:
        m.rows.row([*terms, (m.one() if chosen is None else chosen, -wanted)], high=0)
        return
    excess = m.excess[v, w] = m.derive(terms, above=wanted)
    over = m.derive([*locked, (m.one(), -wanted)])
    most = m.rows.greatest(terms)
    m.rows.row([*terms, (excess, -1)], high=wanted)
    m.rows.row([(excess, 1), *((j, -a) for j, a in locked)], high=0)
    m.rows.row([(excess, 1), (over, -most)], high=0)
    ordinary = [*terms, *((j, -a) for j, a in locked)]
    m.rows.row([*ordinary, (over, most)], high=most)


def _chosen(m: Model, v: int) -> int | None:
    """Return the column that says whether the variant's start is chosen, None if there is no choice."""
    variant = m.problem.variants[v]
    project = m.problem.project_of[variant.line]
    return m.start(project, variant.shift) if m.is_open(project) else None


def _add_start(m: Model) -> None:
    """A project starts once, in one of the weeks that its window allows."""
    for project in sorted(m.projects):
        if m.is_open(project):
            m.rows.row([(m.start(project, s), 1) for s in m.problem.shifts[project]], low=1, high=1)


def _add_max_people(m: Model) -> None:
    """A line has no more people than Max People over its life; people with a lock on it count but may exceed it."""
    for v, pairs in _pairs(m).items():
        most = m.problem.lines[m.problem.variants[v].line].max_people
        if most is None:
            continue
        crew = m.problem.grid.past.on(m.problem.lines[m.problem.variants[v].line].id)
        most = max(0, most - len(crew))  # who worked on the line in the past has a seat already
        pairs = [p for p in pairs if m.problem.people[p].id not in crew]
        if len(pairs) <= most:
            continue
        locks = {p: [f for f in facts if m.bounds(f)[1] == 1] for p, facts in _locks(m, v).items()}
        plain: Terms = [(m.used(p, v), 1) for p in pairs if not locks.get(p)]
        locked = [p for p in pairs if locks.get(p)]
        if locked:
            _few_beside_locks(m, v, plain, {p: locks[p] for p in locked}, most)
        else:
            m.rows.row(plain, high=most)


def _few_beside_locks(m: Model, v: int, plain: Terms, locks: dict[int, list[int]], most: int) -> None:
    """Ordinary people <= max(0, most - locked people who serve), whether or not it is open who keeps a lock."""
    ordinary, counted = list(plain), []
    for p, facts in locks.items():
        held = m.derive([(m.keep(f), 1) for f in facts])
        for f in facts:
            m.rows.row([(m.keep(f), 1), (held, -1)], high=0)
        m.rows.row([*((m.keep(f), 1) for f in facts), (held, -1)], low=0)
        free = m.derive([(m.used(p, v), 1), (held, -1)])
        m.rows.row([(m.used(p, v), 1), (held, -1), (free, -1)], high=0)
        seat = m.derive([(m.used(p, v), 1), (held, 1), (m.one(), -1)])
        m.rows.row([(m.used(p, v), 1), (held, 1), (seat, -1)], high=1)
        ordinary.append((free, 1))
        counted.append((seat, 1))
    full = m.derive([*counted, (m.one(), -most)])
    size = len(ordinary)
    m.rows.row([*ordinary, (full, size)], high=size)
    m.rows.row([*ordinary, *counted, (full, -len(counted) - size)], high=most)


def _add_same_people(m: Model) -> None:
    """Whoever serves a line with same people gives it days in each of its weeks in which they have capacity."""
    problem = m.problem
    for v, pairs in _pairs(m).items():
        variant = problem.variants[v]
        if not problem.lines[variant.line].same_people:
            continue
        for p in pairs:
            if p not in m.free_people:
                continue
            at = {m.at[c].week: c for c in m.by_pair[p, v]}
            for w, wanted in enumerate(variant.wanted):
                if wanted and int(problem.base[p, w]) // problem.step:
                    present = [(m.on(at[w]), 1)] if w in at else []
                    m.rows.row([*present, (m.used(p, v), -1)], low=0)


def _add_fill(m: Model) -> None:
    """A line with fill all gets every week in full or nothing; with a percentage that share or nothing."""
    for v in sorted(_pairs(m)):
        variant = m.problem.variants[v]
        line = m.problem.lines[variant.line]
        if line.fill_all:
            for w, wanted in enumerate(variant.wanted):
                if wanted:
                    terms = m.sum_days(m.by_variant_week.get((v, w), ()))
                    m.rows.row([*terms, (m.staffed(v), -wanted)], low=0)
        elif line.fill_share:
            least = m.problem.grid.past.least(line.fill_share, (line.id,), sum(variant.wanted))
            _at_least(m, _met_of(m, [v]), least, m.staffed(v))


def _add_min_staffing(m: Model) -> None:
    """A project with Min Staffing reaches that share of its wanted days or gets nothing."""
    for project in sorted(m.projects):
        record = m.problem.projects[project]
        if record.min_staffing and not record.must_have:
            least = _least_of(m, project, record.min_staffing)
            _at_least(m, _met_of_project(m, project), least, m.active(project))


def _add_must_have(m: Model) -> None:
    """A must-have project reaches its Min Staffing (blank: all it wants)."""
    number = m.problem.project_number
    for f in m.near_facts():
        fact = m.problem.facts[f]
        if fact.rule is Rule.MUST_HAVE and number[fact.project_id or ""] in m.projects and m.bounds(f)[1] == 1:
            project = number[fact.project_id or ""]
            staffing = m.problem.projects[project].min_staffing
            share = Fraction(1) if staffing is None else staffing
            _at_least(m, _met_of_project(m, project), _least_of(m, project, share), m.keep(f))


def _at_least(m: Model, met: Terms, least: int, switch: int) -> None:
    """If `switch` is 1, at least `least` units are met."""
    m.rows.row([*met, (switch, -least)], low=0)


def _add_hard_lock(m: Model) -> None:
    """A hard lock holds: exactly its days of this person on these lines in this week."""
    _pin(m, Rule.HARD_LOCK)


def _add_freeze(m: Model) -> None:
    """In frozen weeks everybody's days on a project equal the plan of record, on the lines that it speaks of."""
    _pin(m, Rule.FREEZE)


def _pin(m: Model, rule: Rule) -> None:
    people, lines, projects = m.problem.person_number, m.problem.line_number, m.problem.project_number
    for f in m.near_facts():
        fact = m.problem.facts[f]
        if fact.rule is not rule or m.bounds(f)[1] == 0 or people[fact.person_id or ""] not in m.free_people:
            continue
        team = m.by_team.get((people[fact.person_id or ""], projects[fact.project_id or ""], fact.week or 0), [])
        bound = {lines[x] for x in fact.line_ids}
        cells = [c for c in team if m.at[c].line in bound]
        terms, most = m.sum_days(cells), m.rows.greatest(m.sum_days(cells))
        m.rows.row([*terms, (m.keep(f), -fact.units)], low=0)
        m.rows.row([*terms, (m.keep(f), max(0, most - fact.units))], high=max(most, fact.units))
        others = m.sum_days(c for c in team if m.at[c].line not in bound)
        if rule is Rule.FREEZE and others:
            m.rows.row([*others, (m.keep(f), m.rows.greatest(others))], high=m.rows.greatest(others))


def _add_require(m: Model) -> None:
    """A required person gives the project at least Value on average over its run, unless it gets nothing."""
    for f, row in _rule_facts(m, Rule.REQUIRE):
        person = m.problem.person_number[row.person_id or ""]
        fte = m.problem.people[person].fte if row.is_share else Fraction(1)
        working = m.problem.grid.working[row.person_id or ""]
        _over_run(m, f, row, {person}, lambda w, n=working, k=fte: k * n[w])  # type: ignore[misc]


def _add_supervise(m: Model) -> None:
    """People with a skill give the project at least Value on average over its run, unless it gets nothing."""
    problem = m.problem
    for f, row in _rule_facts(m, Rule.SUPERVISE):
        project = problem.projects[problem.project_number[row.project_id or ""]]
        able = {
            i for i, p in enumerate(problem.people) if all(any(has_skill(p, s) for s in group) for group in row.skill)
        }
        working = _working_of(m, project.location)
        if row.is_share:
            _share_of_contracts(m, f, row, able)
        else:
            _over_run(m, f, row, able, lambda w, n=working: Fraction(n[w]))  # type: ignore[misc]


def _working_of(m: Model, location: str) -> tuple[int, ...]:
    """Return the working days of each week at a location."""
    settings = m.problem.portfolio.settings
    calendar = next(c for c in m.problem.portfolio.calendars if c.location == location)
    return tuple(
        sum(calendar.is_working(settings.monday(w) + timedelta(days=i)) for i in range(7))
        for w in range(settings.weeks)
    )


def _run(m: Model, row: RuleRow, project: int, shift: int) -> list[int]:
    """Return the weeks from the first to the last in which the shifted project wants days, within From-To."""
    wanted = [
        w
        for v in (m.problem.variants[i] for i in m.problem.variants_of[project])
        if v.shift == shift
        for w, units in enumerate(v.wanted)
        if units
    ]
    touched = touched_weeks(m.problem.portfolio, row)
    return [w for w in range(min(wanted), max(wanted) + 1) if w in touched] if wanted else []


def _over_run(m: Model, f: int, row: RuleRow, people: set[int], need: Callable[[int], Fraction]) -> None:
    """The days of `people` over the project's run reach Value x need, if the fact is kept and the project served."""
    project = m.problem.project_number[row.project_id or ""]
    for shift in m.starts(project):
        run = _run(m, row, project, shift)
        least = UNITS_PER_DAY * (row.value or 0) * sum((need(w) for w in run), Fraction(0))
        if not run or not least:
            continue
        terms = [
            (j, Fraction(a))
            for c in m.by_project[project]
            if m.at[c].person in people and m.at[c].week in run
            for j, a in m.days[c]
        ]
        _required(m, f, project, shift, terms, least)


def _share_of_contracts(m: Model, f: int, row: RuleRow, able: set[int]) -> None:
    """As `_over_run`, each person's days counted as a share of their contract over the run."""
    problem = m.problem
    project = problem.project_number[row.project_id or ""]
    for shift in m.starts(project):
        run = _run(m, row, project, shift)
        contract = {
            p: problem.people[p].fte * sum(problem.grid.working[problem.people[p].id][w] for w in run) for p in able
        }
        terms = [
            (j, Fraction(a) / contract[p])
            for c in m.by_project[project]
            for p in (m.at[c].person,)
            if p in able and contract[p] and m.at[c].week in run
            for j, a in m.days[c]
        ]
        if run and row.value:
            _required(m, f, project, shift, terms, UNITS_PER_DAY * row.value)


def _required(m: Model, f: int, project: int, shift: int, terms: list[tuple[int, Fraction]], least: Fraction) -> None:
    """terms >= least if the fact is kept, the start chosen and (unless must-have) the project served."""
    switches = [m.keep(f)]
    if m.is_open(project):
        switches.append(m.start(project, shift))
    if not m.problem.projects[project].must_have:
        switches.append(m.active(project))
    scale = lcm(least.denominator, *(a.denominator for _, a in terms))
    whole = [(j, int(a * scale)) for j, a in terms if a]
    need = int(least * scale)
    m.rows.row([*whole, *((j, -need) for j in switches)], low=need - need * len(switches))


def _rule_facts(m: Model, rule: Rule) -> list[tuple[int, RuleRow]]:
    """Return the facts of a kind that may be kept and touch the model's projects."""
    rows = {row.id: row for row in m.problem.portfolio.rules}
    inside = {m.problem.projects[i].id for i in m.projects}
    return [
        (f, rows[fact.row_id])
        for f, fact in ((f, m.problem.facts[f]) for f in m.near_facts())
        if fact.rule is rule and m.bounds(f)[1] == 1 and fact.project_id in inside
    ]


def _add_lend(m: Model) -> None:
    """A department lends other departments' projects no more than Value FTE in a week."""
    rows = [row for row in m.problem.portfolio.rules if row.kind is RuleKind.LEND and row.value is not None]
    if not rows:
        return
    held: dict[tuple[str, int], list[int]] = defaultdict(list)
    for (p, w), cells in m.by_person_week.items():
        department = m.problem.people[p].department
        held[department, w] += [c for c in cells if _lent(m, p, m.at[c].project, department)]
    outside = _lent_outside(m)
    for row in rows:
        for w in touched_weeks(m.problem.portfolio, row):
            cells = held.get((row.department, w), [])
            if row.value is not None and any(c not in m.fixed for c in cells):
                _limit_lent(m, cells, row.value, w, outside.get((row.department, w), Fraction(0)))


def _limit_lent(m: Model, cells: list[int], value: Fraction, w: int, outside: Fraction) -> None:
    """Days / working days of each person, added up, stay within `value` less what others lend."""
    ids = {c: m.problem.people[m.at[c].person].id for c in cells}
    working = {c: m.problem.grid.working[ids[c]][w] for c in cells}
    scale = lcm(*(n for n in working.values() if n), 1)
    terms = [(j, a * scale // working[c]) for c in cells if working[c] for j, a in m.days[c]]
    room = (value - outside) * UNITS_PER_DAY * scale
    m.rows.row(terms, high=room.numerator // room.denominator)
    for c in cells:
        if not working[c]:
            m.rows.row(m.days[c], high=0)


def _lent(m: Model, p: int, project: int, department: str) -> bool:
    """Return whether days of the person are lent by the department to another one's project."""
    owner = m.problem.projects[project].department
    return m.problem.people[p].department == department and owner not in ("", department)


def _lent_outside(m: Model) -> dict[tuple[str, int], Fraction]:
    """Return the FTE that departments lend by week on cells the model does not hold."""
    problem, state = m.problem, m.state
    out = ~np.isin(state.cells, np.array(list(m.days), dtype=np.int64))
    cells, units = state.cells[out].tolist(), state.units[out].tolist()
    places = zip(problem.person[cells].tolist(), problem.variant[cells].tolist(), strict=True)
    lent: dict[tuple[str, int, int], int] = defaultdict(int)
    for (p, v), w, amount in zip(places, problem.week[cells].tolist(), units, strict=True):
        person = problem.people[p]
        if _lent(m, p, problem.project_of[problem.variants[v].line], person.department):
            lent[person.department, w, problem.grid.working[person.id][w]] += amount
    total: dict[tuple[str, int], Fraction] = defaultdict(Fraction)
    for (department, w, working), amount in lent.items():
        if working:
            total[department, w] += Fraction(amount, UNITS_PER_DAY * working)
    return total


def _add_budget(m: Model) -> None:
    """What a project's days cost stays within its Budget."""
    problem = m.problem
    money = money_per_day(problem.portfolio)
    left = budgets_left(problem.portfolio, problem.grid.past)
    for project in sorted(m.projects):
        budget = left.get(problem.projects[project].id)
        if budget is None:
            continue
        each = {
            c: cost_of(
                money,
                problem.people[m.at[c].person].id,
                problem.lines[m.at[c].line],
            )
            for c in m.by_project[project]
        }
        scale = lcm(budget.denominator, *(a.denominator for a in each.values()))
        terms = [(j, a * int(each[c] * scale)) for c in each for j, a in m.days[c] if each[c]]
        room = int(budget * scale) * UNITS_PER_DAY
        if m.rows.greatest(terms) > room:
            m.rows.row(terms, low=-INFINITE, high=room)


def _pairs(m: Model) -> dict[int, list[int]]:
    """Return, for each variant with an open cell, the people the model has on it."""
    pairs: dict[int, list[int]] = {}
    for p, v in m.by_pair:
        pairs.setdefault(v, []).append(p)
    return {v: sorted(ps) for v, ps in pairs.items() if m.problem.variants[v].line in m.lines}


def _locks(m: Model, v: int) -> dict[int, list[int]]:
    """Return the locks with days by person on a variant."""
    return {
        p: sorted({f for c in cells for f in m.problem.pins.get(c, ())})
        for (p, u), cells in m.by_pair.items()
        if u == v
    }


def _met_of(m: Model, variants: list[int]) -> Terms:
    weeks = range(m.problem.portfolio.settings.weeks)
    return [term for v in variants for w in weeks for term in m.met(v, w)]


def _met_of_project(m: Model, project: int) -> Terms:
    return _met_of(m, m.variants_of(project))


def _least_of(m: Model, project: int, share: Fraction) -> int:
    """Return the units that the project has to get to reach a share of what it wants in all, which no shift changes."""
    grid = m.problem.grid
    lines = [line.id for line in grid.lines_of[m.problem.projects[project].id]]
    return grid.past.least(share, lines, sum(sum(grid.wanted[i]) for i in lines))
