"""Rulings: groups in which rules act together with claims, by leaving facts out and solving a small part again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from time import monotonic

from resopt.domain.changes import apply
from resopt.domain.grid import bound_lines
from resopt.domain.records import Booking, Line, Lock, Portfolio, Project, RuleKind, Tier
from resopt.engine.possible import possible
from resopt.engine.solvers import Effort
from resopt.explain.groups import all_minimal, minimal
from resopt.explain.lifts import lifts, rule_grounds
from resopt.explain.network import Claims
from resopt.explain.reasons import merged, open_weeks
from resopt.result import Conflict, Ground, Reason

WHOLE = (RuleKind.REQUIRE, RuleKind.SUPERVISE)  # rules that need all lines of their project
MOST, TRIES = 1, 2  # groups of a week, and minimal groups looked for to find them
NODES, SECONDS = 200, 4.0  # of one solve
WIDEST = 16  # lines with claims in a part
CELLS = 12_000  # people x lines x weeks of a part


@dataclass(frozen=True, slots=True)
class Case:
    """A part of the portfolio in which lines are asked to get more together in some weeks.

    `weeks` are the weeks with the units asked for; `wanted` is by line and week, at the starts of the plan; `grounds`
    are the facts, those first that are left out first; `claims` what the lines among them have: lines, week, units.
    """

    portfolio: Portfolio
    lines: tuple[str, ...]
    weeks: tuple[tuple[int, int], ...]
    wanted: dict[str, tuple[int, ...]]
    grounds: tuple[Ground, ...]
    claims: tuple[tuple[tuple[str, ...], int, int], ...]


class Ruling:
    """Tests whether the facts of a case rule out what its line wants."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.sure = True  # whether every test so far had an answer

    def ruled_out(self, kept: Sequence[int]) -> Sequence[int] | None:
        """Return the facts kept if they leave the line less than it wants; None if not, or if that stays open."""
        case, facts = self.case, [self.case.grounds[i] for i in kept]
        holding = {g.line_id for g in facts if g.kind != "rule"}
        left = [g for g in case.grounds if g.kind == "rule" and g not in facts]
        changed = apply(case.portfolio, [c for g in left for c in lifts(case.portfolio, g)])
        least = [claim for claim in case.claims if claim[0][0] in holding]
        least += [(case.lines, week, units) for week, units in case.weeks]
        answer = possible(changed, case.wanted, least, Effort(seconds=SECONDS, nodes=NODES))
        self.sure = self.sure and answer is not None
        return list(kept) if answer is False else None


class Cases:
    """Makes cases from a plan: lines with the people who can serve them, and the rules that may act on them."""

    def __init__(self, claims: Claims, set_aside: Collection[str]) -> None:
        self.c, self.s, self.portfolio = claims, claims.s, claims.s.portfolio
        self.set_aside = set_aside  # keys of facts
        self.locked_on: dict[str, set[str]] = defaultdict(set)  # by row, the lines on which its locked days may lie
        for pin in self.s.grid.pins:
            if pin.units:
                self.locked_on[pin.row_id].update(pin.line_ids)

    def case(
        self, short: tuple[str, ...], weeks: Mapping[int, int], over: Sequence[int], depth: int, *, alone: bool
    ) -> Case | None:
        """Return the case of short lines asked for units by week, with the claims of weeks `over`.

        `alone`: nothing is wanted in other weeks, and rules that look at them are left out. None if it is too large.
        """
        held, people = self._claims(short, weeks, over, depth, alone=alone)
        name = short[0]
        own = () if alone else (x.id for x in self.s.grid.lines_of[self.s.lines[name].project_id])
        lines = {*short, *held, *own}
        people |= {p for line in lines for p in self.s.able[line]}
        if len(held) > WIDEST or len(lines) * len(people) * (1 if alone else self.portfolio.settings.weeks) > CELLS:
            return None
        part = self._part(name, lines, people, alone=alone)
        rules = rule_grounds(part, lines)
        kinds = {line: "own" if line == name else "claim" if set(over) == set(weeks) else "whole" for line in held}
        order = sorted(held, key=lambda x: (sum(held[x].values()), x))
        grounds = [self._claim(kinds[line], line, held[line]) for line in order]
        sets = {name: short}
        claims = [(sets.get(line, (line,)), w, units) for line, row in held.items() for w, units in row.items()]
        wanted = {line.id: self._wanted(line.id, weeks, alone=alone) for line in part.lines}
        return Case(part, short, tuple(weeks.items()), wanted, (*rules, *grounds), tuple(claims))

    def _wanted(self, line: str, weeks: Mapping[int, int], *, alone: bool) -> tuple[int, ...]:
        return tuple(0 if alone and w not in weeks else units for w, units in enumerate(self.s.wanted[line]))

    def _claims(
        self, short: tuple[str, ...], asked: Collection[int], over: Sequence[int], depth: int, *, alone: bool
    ) -> tuple[dict[str, dict[int, int]], set[str]]:
        """Return what lines near short ones have by week, their own days in other weeks too, and who serves them."""
        name, held = short[0], dict[str, dict[int, int]]()
        people = set(self.s.able[name])
        if not alone and self.s.projects[self.s.lines[name].project_id].min_staffing:  # other lines count as well
            lines = self.s.grid.lines_of[self.s.lines[name].project_id]
            people |= {p for line in lines for p in self.s.able[line.id]}
        for _ in range(depth):
            for week in over:
                for line, units in self.c.served_by(sorted(people), week, name).items():
                    if line not in short:
                        held.setdefault(line, {})[week] = units
            people |= {p for line in held for p in self.s.able[line]}
        weeks = range(self.portfolio.settings.weeks)
        own = {w: units for w in weeks if w not in asked and (units := sum(self.c.kept(x, w) for x in short))}
        return {**held, **({name: own} if own and not alone else {})}, people

    def _claim(self, kind: str, line: str, row: dict[int, int]) -> Ground:
        return Ground(kind, sum(row.values()), None, None, self.s.lines[line].project_id, line)

    def _part(self, name: str, lines: set[str], people: set[str], *, alone: bool) -> Portfolio:
        """Return the portfolio with these lines and people alone, and the rules that stay true there.

        Rules that look at all lines of a project stay for the project of line `name` only, whose lines are all there;
        of one week `alone` they are left out.
        """
        p = self.portfolio
        whole = "" if alone else self.s.lines[name].project_id
        people = people | {i for line in lines for i in self.s.grid.past.on(line)}
        bookings = [b for b in p.bookings if self._is_kept(b)]
        near = [b for b in bookings if b.person_id in people or lines & set(self._bound(b))]
        people = people | {b.person_id for b in near}
        extra = {x for b in near for x in self._bound(b)} - lines
        lines = lines | {x for b in near if lines & (on := self.locked_on.get(b.id, set())) for x in on}
        kept = [x if x.id in lines else self._closed(x) for x in p.lines if x.id in lines or x.id in extra]
        kept = [replace(x, fill_share=Fraction(0)) for x in kept] if alone else kept
        projects = {x.project_id for x in kept}
        rules = [r for r in p.rules if r.id not in self.set_aside and (r.kind not in WHOLE or r.project_id == whole)]
        rules = [replace(r, project_id=whole) if r.kind is RuleKind.TOGETHER else r for r in rules
                 if r.kind is not RuleKind.TOGETHER or (whole and r.project_id in (None, whole))]  # fmt: skip
        rules = [r for r in rules if {r.person_id, r.other_id} - {None} <= people and r.project_id in (None, *projects)]
        return replace(
            p,
            settings=replace(p.settings, freeze_weeks=0, min_days=Fraction(0) if alone else p.settings.min_days),
            people=tuple(x for x in p.people if x.id in people),
            projects=tuple(self._project(x, whole) for x in p.projects if x.id in projects),
            lines=tuple(kept),
            tiers=(Tier("committed", "", tuple(sorted(projects))),),
            absences=tuple(a for a in p.absences if a.person_id in people),
            bookings=tuple(near),
            actuals=self.s.grid.past.as_actuals(p.settings, {x.id: x.project_id for x in kept}, people),
            rules=tuple(rules),
            fits=tuple(f for f in p.fits if f.person_id in people),
        )  # fmt: skip

    @staticmethod
    def _project(project: Project, whole: str) -> Project:
        least = project.min_staffing if project.id == whole else None
        return replace(project, must_have=False, min_staffing=least)

    def _bound(self, b: Booking) -> tuple[str, ...]:
        return bound_lines(b, self.s.grid.lines_of.get(b.project_id, ()))

    def _is_kept(self, b: Booking) -> bool:
        return b.lock is Lock.HARD and b.project_id in self.s.grid.lines_of and not self._aside(b)

    def _aside(self, b: Booking) -> bool:
        return any(key.startswith(f"{b.id}@") for key in self.set_aside)

    @staticmethod
    def _closed(line: Line) -> Line:
        """Return a line that only locks bring people to."""
        return replace(line, person_id="-", fill_all=False, same_people=False)


def with_rulings(cases: Cases, conflict: Conflict, until: float | None) -> Conflict:
    """Return a gap with groups of rules and claims for those weeks in which amounts alone do not rule it out.

    Each week is asked alone; weeks that are possible one by one are asked together. `until` is a time of `monotonic`.
    """
    asked = open_weeks(cases.c, conflict)
    if asked and not _is_ruled_out(cases, conflict, asked, until):
        return replace(conflict, complete=False)
    found, single, all_found = list[Reason](), dict[int, int](), True
    for week, units in asked.items():
        reasons, complete = _ruled(cases, conflict, {week: units}, found, until)
        found += reasons
        single.update({} if reasons else {week: units})
        all_found = all_found and (complete or not reasons)
    if len(single) > 1:
        reasons, complete = _ruled(cases, conflict, single, [], until)
        found += reasons
        all_found = all_found and complete
        single = {} if reasons else single
    complete = conflict.complete and all_found and not single
    loose = tuple(w for w in conflict.loose if w not in {week for reason in found for week in reason.weeks})
    return replace(conflict, reasons=(*conflict.reasons, *merged(found)), complete=complete, loose=loose)


def _is_ruled_out(cases: Cases, conflict: Conflict, asked: dict[int, int], until: float | None) -> bool:
    """Return whether all weeks together are ruled out by the facts nearby: if not, none of them is by itself."""
    over, here = range(cases.portfolio.settings.weeks), list(asked)
    for span, depth in ((here, 1), (over, 1), (here, 2)):
        case = cases.case(conflict.line_ids, asked, span, depth, alone=False)
        if case is None or (until is not None and monotonic() > until):
            return False
        if Ruling(case).ruled_out(range(len(case.grounds))) is not None:
            return True
    return False


def _ruled(
    cases: Cases, conflict: Conflict, weeks: dict[int, int], known: list[Reason], until: float | None
) -> tuple[list[Reason], bool]:
    """Return groups that rule out what the line is asked for, and whether they are surely minimal and all."""
    over, here = range(cases.portfolio.settings.weeks), list(weeks)
    near = [(here, 1, True), (here, 2, True)] if len(weeks) == 1 else []
    for span, depth, alone in (*near, (here, 1, False), (over, 1, False)):
        case = cases.case(conflict.line_ids, weeks, span, depth, alone=alone)
        if until is not None and monotonic() > until:
            break
        if case is None:
            continue
        ruling, facts = Ruling(case), range(len(case.grounds))
        if ruling.ruled_out(facts) is None:
            continue
        first = _same(case, ruling, known)
        groups, all_found = ([first], False) if first else all_minimal(ruling.ruled_out, facts, MOST, TRIES)
        people = cases.s.able[conflict.line_id]
        return [_reason(case, group, people) for group in groups], all_found and ruling.sure
    return [], False


def _same(case: Case, ruling: Ruling, known: list[Reason]) -> tuple[int, ...] | None:
    """Return the facts of a group known from another week, if it is a minimal group here too."""
    keys = {g.key: i for i, g in enumerate(case.grounds)}
    for reason in known:
        group = [keys[g.key] for g in reason.grounds if g.key in keys]
        if len(group) == len(reason.grounds) and ruling.ruled_out(group) is not None:
            return minimal(ruling.ruled_out, group)
    return None


def _reason(case: Case, group: Sequence[int], people: tuple[str, ...]) -> Reason:
    grounds = tuple(case.grounds[i] for i in group)
    weeks = tuple(week for week, _ in case.weeks)
    return Reason(weeks, grounds, people, asked=sum(units for _, units in case.weeks), is_sum=False)
