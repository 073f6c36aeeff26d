"""Facts in the greedy plan: locks and freezes are seated first, required people before their project's lines."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from math import ceil

import numpy as np

from resopt.domain.eligible import has_skill
from resopt.domain.records import RuleKind, RuleRow
from resopt.domain.rules import Fact, Rule
from resopt.domain.units import UNITS_PER_DAY
from resopt.engine.greedy_case import Case, Ints, Mask, weeks_of
from resopt.engine.greedy_ledger import Ledger
from resopt.engine.greedy_lines import Server

Group = tuple[int, int, int]  # person, project, week


def seat_pins(ledger: Ledger) -> None:
    """Give locks and freezes their days: freezes first, then small ones, as long as the limits admit them.

    A pin that does not fit is left out; the days that it would have bound are then free for anybody.
    """
    case = ledger.case
    groups: dict[Group, list[Fact]] = defaultdict(list)
    for pin in case.grid.pins:
        if pin.person_id is not None and pin.project_id is not None and pin.week is not None:
            person, project = case.person_of[pin.person_id], case.project_of[pin.project_id]
            groups[person, project, pin.week].append(pin)
    for group in sorted(groups, key=lambda g: (_rank(groups[g]), case.tier[g[1]], g)):
        kept: list[Fact] = []
        cells: dict[int, int] = {}
        for pin in sorted(groups[group], key=lambda f: (f.rule is not Rule.FREEZE, f.units, f.key)):
            tried = _spread(ledger, group, [*kept, pin])
            if tried is not None and _has_seat(ledger, pin) and _admits(ledger, group, tried):
                kept, cells = [*kept, pin], tried
        _seat(ledger, group, kept, cells)


def _rank(pins: list[Fact]) -> tuple[bool, int]:
    return (all(pin.rule is not Rule.FREEZE for pin in pins), sum(pin.units for pin in pins))


def _spread(ledger: Ledger, group: Group, pins: list[Fact]) -> dict[int, int] | None:
    """Return the days by line that satisfy all `pins` of one person, project and week; None if none do."""
    person, _, week = group
    cells: dict[int, int] = {}
    fixed: set[int] = set()
    for pin in sorted(pins, key=lambda f: (len(f.line_ids), f.key)):
        lines = [ledger.case.line_of[i] for i in pin.line_ids]
        open_lines = [n for n in lines if n not in fixed]
        rest = pin.units - sum(cells.get(n, 0) for n in lines)
        if rest < 0 or (rest > 0 and not open_lines):
            return None
        able = [n for n in open_lines if person in ledger.case.able[n]] or open_lines
        for n in able:
            part = min(rest, max(0, int(ledger.missing(n)[week]) - cells.get(n, 0)))
            cells[n] = cells.get(n, 0) + part
            rest -= part
        if rest:
            cells[able[0]] = cells.get(able[0], 0) + rest
        fixed.update(lines)
    return cells if all(_stays(ledger, pin, cells) for pin in pins) else None


def _stays(ledger: Ledger, pin: Fact, cells: dict[int, int]) -> bool:
    """Return whether a freeze leaves other lines of the project without days (other pins do not ask for it)."""
    bound = {ledger.case.line_of[i] for i in pin.line_ids}
    return pin.rule is not Rule.FREEZE or not any(units for n, units in cells.items() if n not in bound)


def _admits(ledger: Ledger, group: Group, cells: dict[int, int]) -> bool:
    """Return whether the limits leave room for these days: capacity, projects, forbid, lend, budget and so on."""
    person, project, week = group
    total = sum(cells.values())
    if any(_is_taken(ledger, n, person, week, units) for n, units in cells.items()):
        return False
    if not total:
        return True
    line = next(iter(cells))
    room = ledger.room(line, np.array([person], dtype=np.int64), for_pin=True)
    if int(room[0, week]) < total:
        return False
    budget = ledger.case.budget.get(project)
    cost = sum((ledger.case.unit_cost(person, n) * units for n, units in cells.items()), Fraction(0))
    return budget is None or ledger.spent[project] + cost <= budget


def _has_seat(ledger: Ledger, pin: Fact) -> bool:
    """Return whether the pin leaves a seat to those already on its lines, by max people."""
    for n in (ledger.case.line_of[i] for i in pin.line_ids if pin.units):
        most = ledger.case.lines[n].max_people
        bound = ledger.cover[n] | ledger.case.crew(n) | {ledger.case.person_of[pin.person_id or ""]}
        if most is not None and (free := ledger.on_line[n].keys() - bound) and len(free) > max(0, most - len(bound)):
            return False
    return True


def _is_taken(ledger: Ledger, line: int, person: int, week: int, units: int) -> bool:
    """Return whether days given before the pins came leave no place for this one."""
    rows = ledger.on_line[line]
    if person in rows and rows[person][week]:
        return True
    free = sum(int(row[week]) for p, row in rows.items() if not ledger.is_pinned(line, p))
    return bool(units) and free > 0 and int(ledger.total[line, week]) + units > int(ledger.wanted[line, week])


def _seat(ledger: Ledger, group: Group, kept: list[Fact], cells: dict[int, int]) -> None:
    person, _, week = group
    here = np.zeros(ledger.case.weeks, dtype=bool)
    here[week] = True
    for n, units in cells.items():
        if units:
            ledger.give(n, person, here * np.int64(units))
            ledger.pinned[n, person] = ledger.pinned.get((n, person), here) | here
    for pin in kept:
        for n in (ledger.case.line_of[i] for i in pin.line_ids):
            ledger.blocked[n][person] = ledger.blocked[n].get(person, here) | here
            if pin.units:
                ledger.cover[n].add(person)


def unseat(ledger: Ledger, project: int, person: int | None = None) -> None:
    """Take pinned people (or one of them) off a project: their pins cannot be kept together with its limits."""
    for n in ledger.case.lines_of[project]:
        for p in [p for p in ledger.on_line[n] if person in (None, p)]:
            if ledger.is_pinned(n, p):
                ledger.give(n, p, -ledger.on_line[n][p])
                del ledger.pinned[n, p]
        for p in [p for p in ledger.blocked.get(n, {}) if person in (None, p)]:
            del ledger.blocked[n][p]
            ledger.cover[n].discard(p)


def run_of(ledger: Ledger, project: int, row: RuleRow) -> Mask:
    """Return the weeks over which a require or supervise rule is measured."""
    case = ledger.case
    wants = np.flatnonzero(ledger.wanted[list(case.lines_of[project])].sum(axis=0))
    run = np.zeros(case.weeks, dtype=bool)
    if len(wants):
        run[wants[0] : wants[-1] + 1] = True
    return run & weeks_of(case.portfolio, row.start, row.end)


def honour(server: Server, project: int, row: RuleRow) -> bool:
    """Give the project what a require or supervise rule asks of its people; return whether that is reached."""
    run = run_of(server.ledger, project, row)
    if not run.any():
        return True
    if row.kind is RuleKind.REQUIRE:
        person = server.ledger.case.person_of.get(row.person_id or "")
        if person is None:
            return False
        need = ceil(_asked(server.ledger.case, row, person, run))
        return _give_from(server, project, person, need, run) >= need
    return _supervise(server, project, row, run)


def _asked(case: Case, row: RuleRow, person: int, run: Mask) -> Fraction:
    """Return how many units the rule asks of one person (a share is of the contract)."""
    days = (row.value or Fraction(0)) * int(case.working[person][run].sum()) * UNITS_PER_DAY
    return days * case.people[person].fte if row.is_share else days


def _give_from(server: Server, project: int, person: int, need: int, run: Mask) -> int:
    """Raise the person's days on the project in `run` towards `need`; return what they are then."""
    ledger = server.ledger

    def held() -> int:
        row = ledger.on_project[project].get(person)
        return 0 if row is None else int(row[run].sum())

    for n in ledger.case.lines_of[project]:
        if held() < need:
            server.add(n, person, need - held(), run, pair=True)
    return held()


def _supervise(server: Server, project: int, row: RuleRow, run: Mask) -> bool:
    """Let people who have the skill join, the least wanted elsewhere first, until the rule is met."""
    ledger, case = server.ledger, server.ledger.case
    skilled = [i for i, p in enumerate(case.people) if all(any(has_skill(p, s) for s in group) for group in row.skill)]
    target = row.value or Fraction(0)
    if not row.is_share:
        working = _project_days(case, project, run)
        target *= working * UNITS_PER_DAY

    def worth(person: int) -> Fraction:
        days = int(case.working[person][run].sum()) * case.people[person].fte * UNITS_PER_DAY
        return Fraction(1) if not row.is_share else 1 / days if days else Fraction(0)

    def reached() -> Fraction:
        rows = ledger.on_project[project]
        return sum((int(rows[p][run].sum()) * worth(p) for p in skilled if p in rows), Fraction(0))

    for p in sorted(skilled, key=lambda p: (float((server.pressure.days[p] * run).sum()), p)):
        if reached() >= target:
            break
        if worth(p):
            rows = ledger.on_project[project].get(p)
            own = 0 if rows is None else int(rows[run].sum())
            _give_from(server, project, p, own + ceil((target - reached()) / worth(p)), run)
    return reached() >= target


def _project_days(case: Case, project: int, run: Mask) -> int:
    """Return the working days of the run at the project's location."""
    settings = case.portfolio.settings
    calendar = next(c for c in case.portfolio.calendars if c.location == case.projects[project].location)
    first, last = settings.start, settings.end
    days = (first.fromordinal(d) for d in range(first.toordinal(), last.toordinal() + 1))
    return sum(calendar.is_working(day) for day in days if run[(day - first).days // 7])


def shun_together(ledger: Ledger) -> None:
    """Keep people of a `together` rule away from its projects until both can come."""
    case = ledger.case
    for rule in case.rules.together:
        for j in range(len(case.projects)) if rule.project < 0 else [rule.project]:
            for p in (rule.person, rule.other):
                ledger.shy[j][p] = ledger.shy[j].get(p, rule.weeks) | rule.weeks


def mend_together(server: Server, project: int) -> bool:
    """Give the missing one of each pair a few days wherever only one of the two is on the project."""
    ledger = server.ledger
    for rule in ledger.case.rules.together:
        if rule.project not in (-1, project):
            continue
        for person, weeks in _apart_weeks(ledger, project, rule.person, rule.other, rule.weeks):
            for n in ledger.case.lines_of[project]:
                for w in np.flatnonzero(weeks & ~_days(ledger, project, person)):
                    server.add(n, person, 1, np.arange(len(weeks)) == w, pair=True)
        if _apart_weeks(ledger, project, rule.person, rule.other, rule.weeks):
            return False
    return True


def _days(ledger: Ledger, project: int, person: int) -> Mask:
    row: Ints | None = ledger.on_project[project].get(person)
    return np.zeros(ledger.case.weeks, dtype=bool) if row is None else np.asarray(row > 0)


def _apart_weeks(ledger: Ledger, project: int, one: int, other: int, weeks: Mask) -> list[tuple[int, Mask]]:
    """Return who is missing in which weeks."""
    mine, theirs = _days(ledger, project, one) & weeks, _days(ledger, project, other) & weeks
    return [(p, gap) for p, gap in ((one, theirs & ~mine), (other, mine & ~theirs)) if gap.any()]


def pair_up(server: Server, project: int) -> None:
    """Let pairs that must come together serve what is still missing, in weeks in which both can."""
    ledger = server.ledger
    for rule in ledger.case.rules.together:
        if rule.project not in (-1, project):
            continue
        for n in ledger.case.lines_of[project]:
            for first, second in ((rule.person, rule.other), (rule.other, rule.person)):
                both = rule.weeks & (ledger.room(n, np.array([second], dtype=np.int64), pair=True)[0] > 0)
                mark = ledger.mark()
                if server.add(n, first, int(ledger.missing(n).sum()), both, pair=True) and not (
                    mend_together(server, project) and all(map(server.holds, ledger.case.lines_of[project]))
                ):
                    ledger.undo(mark)
