"""The facts, one function per rule: each yields those that a plan sets aside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from resopt.checker.ground import Ground
from resopt.checker.limits import staffing_of
from resopt.checker.people import has_skills
from resopt.checker.view import View
from resopt.domain.records import RuleKind, RuleRow
from resopt.domain.rules import FACT_RULES, Fact, Rule
from resopt.domain.units import UNITS_PER_DAY


def _check_must_have(ground: Ground, view: View) -> Iterator[Fact]:
    """A must-have project reaches its Min Staffing (blank: all it wants)."""
    for project_id, tier in ground.tier_of.items():
        project = ground.projects[project_id]
        if project.must_have:
            share = Fraction(1) if project.min_staffing is None else project.min_staffing
            met, needed = staffing_of(ground, view, project_id, share)
            if met < needed:
                yield Fact(Rule.MUST_HAVE, project_id, tier, project_id)


def _check_freeze(ground: Ground, view: View) -> Iterator[Fact]:
    """In frozen weeks everybody's days on a project equal the plan of record, on the lines that it speaks of."""
    if not ground.settings.freeze_weeks:
        return
    weeks = ground.first + ground.settings.freeze_weeks
    used = {(*pair, week) for pair, by_week in view.on_project.items() for week in by_week if week < weeks}
    for person, project, week in used | ground.frozen.keys():
        if not view.is_as_frozen(person, project, week):
            units, held = ground.frozen.get((person, project, week), 0), ground.frozen_on.get((person, project, week))
            key = f"{person}|{project}@{week:02d}"
            lines = tuple(line.id for line in ground.lines_of[project] if held is None or line.id in held)
            yield Fact(Rule.FREEZE, key, ground.tier_of[project], project, person, None, lines, week, units)


def _check_hard_lock(ground: Ground, view: View) -> Iterator[Fact]:
    """A hard lock holds: exactly its days of this person on these lines in this week."""
    for fact in ground.locks:
        if view.bound_units(fact) != fact.units:
            yield fact


def _check_require(ground: Ground, view: View) -> Iterator[Fact]:
    """A required person gives the project at least Value on average over its run, unless it gets nothing."""
    for row in ground.rows_of[RuleKind.REQUIRE]:
        person = ground.people.get(row.person_id or "")
        if person is None or row.value is None or not _is_asked(ground, view, row):
            continue
        run = _run(ground, view, row)
        working = sum(ground.working[person.location][w] for w in run)
        days = Fraction(_units_in(view, person.id, row, run), UNITS_PER_DAY)
        if days < row.value * working * (person.fte if row.is_share else 1):
            yield _row_fact(Rule.REQUIRE, ground, row)


def _check_supervise(ground: Ground, view: View) -> Iterator[Fact]:
    """People with a skill give the project at least Value on average over its run, unless it gets nothing."""
    for row in ground.rows_of[RuleKind.SUPERVISE]:
        if row.value is None or not _is_asked(ground, view, row):
            continue
        run = _run(ground, view, row)
        able = [p for p in ground.people.values() if has_skills(p, row.skill)]
        given, needed = Fraction(0), row.value
        if row.is_share:
            for p in able:
                full = p.fte * sum(ground.working[p.location][w] for w in run)
                given += Fraction(_units_in(view, p.id, row, run), UNITS_PER_DAY) / full if full else 0
            needed = row.value if run else Fraction(0)
        else:
            given = Fraction(sum(_units_in(view, p.id, row, run) for p in able), UNITS_PER_DAY)
            where = ground.projects[row.project_id or ""].location
            needed = row.value * sum(ground.working[where][w] for w in run)
        if given < needed:
            yield _row_fact(Rule.SUPERVISE, ground, row)


def _check_together(ground: Ground, view: View) -> Iterator[Fact]:
    """Two people who belong together are in each week both on the project or neither."""
    for row in ground.rows_of[RuleKind.TOGETHER]:
        if row.person_id not in ground.people or row.other_id not in ground.people:
            continue
        none: dict[int, int] = {}
        for project in view.team if row.project_id is None else (row.project_id,):
            one = view.on_project.get((row.person_id, project), none)
            two = view.on_project.get((row.other_id, project), none)
            if any(week in ground.weeks_of(row) for week in one.keys() ^ two.keys()):
                yield _row_fact(Rule.TOGETHER, ground, row)
                break


FACTS: Mapping[Rule, Callable[[Ground, View], Iterator[Fact]]] = {
    Rule.MUST_HAVE: _check_must_have,
    Rule.FREEZE: _check_freeze,
    Rule.HARD_LOCK: _check_hard_lock,
    Rule.REQUIRE: _check_require,
    Rule.SUPERVISE: _check_supervise,
    Rule.TOGETHER: _check_together,
}


def facts_set_aside(ground: Ground, view: View) -> tuple[Fact, ...]:
    """Return the facts the plan does not honour: most protected kind first, then by tier and key."""
    found: list[Fact] = []
    for rule in FACT_RULES:
        found += sorted(FACTS[rule](ground, view), key=lambda fact: (fact.tier, fact.key))
    return tuple(found)


def _is_asked(ground: Ground, view: View, row: RuleRow) -> bool:
    """Return whether the row's project is planned and gets days, or must get them."""
    project = row.project_id or ""
    return project in ground.tier_of and (project in view.team or ground.projects[project].must_have)


def _run(ground: Ground, view: View, row: RuleRow) -> Sequence[int]:
    """Return the weeks from the first to the last in which the project wants days, within From-To."""
    rows = [view.wanted[line.id] for line in ground.lines_of[row.project_id or ""]]
    wanting = [week for wanted in rows for week, units in enumerate(wanted) if units]
    if not wanting:
        return ()
    return [week for week in ground.weeks_of(row) if min(wanting) <= week <= max(wanting)]


def _units_in(view: View, person_id: str, row: RuleRow, run: Sequence[int]) -> int:
    weeks = view.on_project.get((person_id, row.project_id or ""), {})
    return sum(weeks.get(week, 0) for week in run) if weeks else 0


def _row_fact(rule: Rule, ground: Ground, row: RuleRow) -> Fact:
    tier = ground.tier(row.project_id)
    return Fact(rule, row.id, tier, row.project_id, row.person_id, row.other_id, row_id=row.id)
