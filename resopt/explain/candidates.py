"""Candidates: changes of the input that the reasons of conflicts suggest, in the units in which a PMO decides."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from itertools import zip_longest
from math import ceil
from statistics import mean

from resopt.domain.changes import Change, FillIn, Hire, Lend, Lift, Limit, Priority, Shift, Train, Unlock, Waive
from resopt.domain.changes.work import touches_past
from resopt.domain.records import Line, Portfolio, Skill, Status
from resopt.domain.rules import Rule
from resopt.domain.units import UNITS_PER_WEEK
from resopt.explain.lifts import OF_LINE, OF_PROJECT
from resopt.explain.standing import NONE, Standing
from resopt.result import Conflict, Ground

WEEK = UNITS_PER_WEEK
MANY = 3  # most people hired at once
HELPERS = 2  # roles that might fill in, or people who might be trained, per role
LATER = (2, 4)  # weeks by which a project might start later
OVERTIME = Fraction(1, 10)
Needs = tuple[int, tuple[Skill, ...]]  # level in the role, and skills
WAIVED = (Rule.FORBID, Rule.APART, Rule.TOGETHER, Rule.EXCLUSIVE, Rule.REQUIRE, Rule.SUPERVISE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Changes that might help some conflicts; `hope` is the most units they could free, `lines` those in need."""

    changes: tuple[Change, ...]
    hope: int
    tier: int
    lines: tuple[str, ...]


class Candidates:
    """Finds what might help the conflicts of a plan."""

    def __init__(self, standing: Standing, conflicts: Sequence[Conflict]) -> None:
        self.s, self.portfolio = standing, standing.portfolio
        self.gaps = [c for c in conflicts if c.kind == "gap"]

    def all(self) -> list[Candidate]:
        """Return the candidates, the kinds in turn."""
        return in_turn(self.kinds())

    def kinds(self) -> list[list[Candidate]]:
        """Return the candidates kind by kind, in each those that might help the most first."""
        kinds = (self._hires(), self._grounds(), self._helpers(), self._later(), self._others())
        return [sorted(kind, key=lambda c: (c.tier, -c.hope, repr(c.changes))) for kind in kinds]

    def _candidate(self, changes: Sequence[Change], gaps: Sequence[Conflict]) -> Candidate:
        tier = min(self.s.grid.tier_of[c.project_id] for c in gaps)
        lines = tuple(sorted({line for c in gaps for line in c.line_ids}))
        return Candidate(tuple(changes), sum(c.gap for c in gaps), tier, lines)

    def _by_role(self) -> dict[str, list[Conflict]]:
        found: dict[str, list[Conflict]] = defaultdict(list)
        for conflict in self.gaps:
            role = self._role_of(conflict)
            if role and self.s.lines[conflict.line_id].person_id is None:
                found[role].append(conflict)
        return found

    def _role_of(self, conflict: Conflict) -> str:
        """Return the role that a conflict asks for; if it is skills alone, that of most who have them."""
        mine = Counter(self.s.people[i].roles[0] for i in conflict.people)
        return self.s.lines[conflict.line_id].role or min(mine, key=lambda role: (-mine[role], role), default="")

    def _hires(self) -> Iterator[Candidate]:
        """One more person of a role, and as many as the average and the worst week lack, over the weeks that are short.

        They have the level and skills that some line asks for, and no more: nobody finds people who can do everything.
        """
        monday = self.portfolio.settings.monday
        for role, gaps in self._by_role().items():
            for needs in dict.fromkeys(self._needs(c) for c in gaps):
                served = [c for c in gaps if all(meets(needs, self.s.lines[line]) for line in c.line_ids)]
                weeks = sorted({w for c in served for w in c.weeks})
                start, end = monday(weeks[0]), monday(weeks[-1]) + timedelta(days=6)
                lacks = [sum(self.s.missing(x, w) for c in served for x in c.line_ids) for w in weeks]
                for count in sorted({1, *(min(ceil(units / WEEK), MANY) for units in (max(lacks), mean(lacks)))}):
                    hire = Hire(role, count, start, end, rate_of(self.portfolio, role), *needs)
                    yield self._candidate([hire], served)

    def _needs(self, conflict: Conflict) -> Needs:
        """Return the level and the skills of somebody who can serve all lines of a conflict."""
        lines = self._records(conflict)
        return max([3, *(x.min_level or 0 for x in lines)]), skills_of(lines)

    def _grounds(self) -> Iterator[Candidate]:
        """What the reasons name: rules, locks, limits."""
        named: dict[tuple[Change, ...], list[Conflict]] = defaultdict(list)
        for conflict in self.gaps:
            for ground in {g.key: g for reason in conflict.reasons for g in reason.grounds}.values():
                for changes in self._lifted(ground):
                    if conflict not in named[changes]:
                        named[changes].append(conflict)
        for changes, gaps in named.items():
            yield self._candidate(changes, gaps)

    def _lifted(self, ground: Ground) -> Iterator[tuple[Change, ...]]:
        rule = ground.rule
        if rule is Rule.LEND:
            row = next(r for r in self.portfolio.rules if r.id == ground.row_id)
            yield (Lend(row.department, (row.value or Fraction(0)) + 1),)
            yield (Lend(row.department, None),)
        elif rule in WAIVED:
            yield (Waive.of(self.portfolio, ground.row_id),)
        elif rule is Rule.HARD_LOCK:
            yield (Unlock("booking", ground.row_id),)
        elif rule is Rule.FREEZE:
            yield (Limit("freeze_weeks", Fraction(0)),)
        elif rule is Rule.MAX_PROJECTS:
            yield (Limit("max_projects", Fraction(self.portfolio.settings.max_projects + 1)),)
        elif rule in OF_LINE:
            yield (Lift("line", ground.line_id or "", OF_LINE[rule]),)
        elif rule in OF_PROJECT:
            yield (Lift("project", ground.project_id or "", OF_PROJECT[rule]),)

    def _helpers(self) -> Iterator[Candidate]:
        """Roles that could fill in, and people who could learn a role or skill, those with most days to spare first."""
        for role, gaps in self._by_role().items():
            bare = [c for c in gaps if not any(self.s.lines[line].skills for line in c.line_ids)]
            spare = self._spare(bare)
            roles: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
            for i, (free, lower) in spare.items():
                own = self.s.people[i].roles[0]
                roles[own] = roles[own][0] + free, roles[own][1] + lower
            for other in sorted(roles, key=lambda r: (-roles[r][0], -roles[r][1], r))[:HELPERS]:
                yield self._candidate([FillIn(role, other, Fraction(1))], bare)
            for i in list(spare)[:HELPERS]:
                yield self._candidate([Train(i, role=role)], bare)
            skilled = [c for c in gaps if c not in bare]
            for needs in dict.fromkeys(skills_of(self._records(c)) for c in skilled):
                yield from self._taught(needs, [c for c in skilled if skills_of(self._records(c)) == needs])

    def _taught(self, needs: tuple[Skill, ...], gaps: Sequence[Conflict]) -> Iterator[Candidate]:
        """People who lack one skill of those that lines ask for, in a role that they ask for if they do."""
        roles, found = {line.role for c in gaps for line in self._records(c)}, 0
        for i in self._spare(gaps):
            person = self.s.people[i]
            has = {skill.name: skill.level or 0 for skill in person.skills}
            lacks = [skill for skill in needs if has.get(skill.name, -1) < (skill.level or 0)]
            if len(lacks) == 1 and roles <= {"", None, *person.roles} and found < HELPERS:
                found += 1
                yield self._candidate([Train(i, skill=lacks[0])], gaps)

    def _spare(self, gaps: Sequence[Conflict]) -> dict[str, tuple[int, int]]:
        """Return people who cannot serve gaps, with the units that they are free then, and on lower tiers."""
        if not gaps:
            return {}
        weeks = sorted({w for c in gaps for w in c.weeks})
        able = {p for c in gaps for p in self.s.able[c.line_id]}
        tier = min(self.s.grid.tier_of[c.project_id] for c in gaps)
        found = {}
        for i, number in self.s.number.items():
            if i not in able:
                on = [(x, units) for w in weeks for x, units in self.s.at.get((i, w), NONE).items()]
                lower = sum(units for x, units in on if self.s.grid.tier_of[self.s.lines[x].project_id] > tier)
                found[i] = int(self.s.room[number][weeks].sum()), lower
        order = sorted(found, key=lambda i: (-found[i][0], -found[i][1], i))
        return {i: found[i] for i in order if sum(found[i]) >= WEEK}

    def _records(self, conflict: Conflict) -> list[Line]:
        return [self.s.lines[line] for line in conflict.line_ids]

    def _later(self) -> Iterator[Candidate]:
        """Projects that are short start later."""
        locked = {f.project_id for f in self.s.grid.pins if f.rule is Rule.HARD_LOCK}
        locked |= {self.s.lines[line].project_id for _, line, _ in self.s.grid.past.done}
        for project, gaps in self._by_project().items():
            record = self.s.projects[project]
            if record.status is not Status.IN_FLIGHT and project not in locked:
                for weeks in LATER:
                    if not touches_past(self.portfolio, project, weeks):
                        yield self._candidate([Shift(project, weeks)], gaps)

    def _by_project(self) -> dict[str, list[Conflict]]:
        found: dict[str, list[Conflict]] = defaultdict(list)
        for conflict in self.gaps:
            found[conflict.project_id].append(conflict)
        return found

    def _others(self) -> Iterator[Candidate]:
        """Overtime within a tolerance, and a project raised to the priority of one that holds its days."""
        settings = self.portfolio.settings
        if self.gaps and settings.tolerance < OVERTIME:
            yield self._candidate([Limit("tolerance", OVERTIME)], self.gaps)
        for project, gaps in self._by_project().items():
            holders = {g.project_id for c in gaps for r in c.reasons for g in r.grounds if g.kind == "claim"}
            tier_of = self.s.grid.tier_of
            above = [self.s.projects[p] for p in holders if p is not None and tier_of[p] < tier_of[project]]
            if above:
                other = max(above, key=lambda p: (p.rank, p.id))
                yield self._candidate([Priority(project, other.priority, other.rank)], gaps)


def in_turn(kinds: Iterable[Sequence[Candidate]]) -> list[Candidate]:
    """Return the first of each kind, then the second of each, and so on; the same changes once."""
    found: dict[tuple[Change, ...], Candidate] = {}
    for candidate in (c for row in zip_longest(*kinds) for c in row if c is not None):
        found.setdefault(candidate.changes, candidate)
    return list(found.values())


def rate_of(portfolio: Portfolio, role: str) -> Fraction | None:
    """Return what a day of a role costs: as its row says, else the most that one of its people costs."""
    known = [r.cost_per_day for r in portfolio.roles if r.name == role and r.cost_per_day is not None]
    own = [p.cost_per_day for p in portfolio.people if role in p.roles and p.cost_per_day is not None]
    return known[0] if known else max(own, default=None)


def meets(needs: Needs, line: Line) -> bool:
    """Return whether somebody of the line's role with this level and these skills can serve it."""
    level, has = needs[0], {skill.name: skill.level or 0 for skill in needs[1]}
    skilled = all(any(has.get(s.name, -1) >= (s.level or 0) for s in group) for group in line.skills)
    return skilled and (bool(line.skills) or level >= (line.min_level or 0))


def skills_of(lines: Sequence[Line]) -> tuple[Skill, ...]:
    """Return what somebody needs who is to serve all the lines."""
    levels: dict[str, int] = {}
    for skill in (group[0] for line in lines for group in line.skills):
        levels[skill.name] = max(levels.get(skill.name, 3), skill.level or 3)
    return tuple(Skill(name, level) for name, level in sorted(levels.items()))
