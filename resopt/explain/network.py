"""One week of short lines as a network of facts: which of them keep the lines from what they want, by amounts alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from resopt.domain.records import Certainty, Line, RuleKind, RuleRow
from resopt.domain.rules import Fact, Rule
from resopt.engine.matching import too_many
from resopt.explain.standing import NONE, Standing
from resopt.result import Ground

Level = tuple[int, int]


class Claims:
    """What every line has under a plan, its level, and by week the locks that the plan keeps."""

    def __init__(self, standing: Standing) -> None:
        self.s = standing
        above, below = (1 + standing.portfolio.settings.tolerance).as_integer_ratio()
        self.limit = {
            p.id: [c * above // below for c in standing.grid.capacity[p.id]] for p in standing.portfolio.people
        }
        self.level = {line.id: self._level(line) for lines in standing.grid.lines_of.values() for line in lines}
        musts = (p.id for p in standing.portfolio.projects if p.must_have)
        self.must = {project for project in musts if standing.above_must(project) == 0}  # they need all that they have
        self.bound = {f.person_id or "" for f in standing.grid.pins}  # their locks depend on absences, which stay
        self.present = {
            i: self.limit[i] if i in self.bound else [units * above // below for units in row]
            for i, row in standing.net.items()
        }
        self._holding: dict[tuple[int, Level], dict[str, int]] = {}
        self.thawed = {w for w in self._frozen_weeks() if self.on_projects(w) != self._recorded(w)}
        self.pins: dict[int, list[Fact]] = defaultdict(list)
        for pin in standing.grid.pins:
            on = standing.at.get((pin.person_id or "", pin.week or 0), NONE)
            if sum(on.get(line, 0) for line in pin.line_ids) == pin.units:
                self.pins[pin.week or 0].append(pin)

    def _frozen_weeks(self) -> range:
        return range(
            self.s.grid.past.weeks, min(self.s.portfolio.settings.frozen_until, self.s.portfolio.settings.weeks)
        )

    def _recorded(self, week: int) -> dict[tuple[str, str], int]:
        """Return the days of the plan of record in a week by person and project."""
        return {(p, project): units for (p, project, w), units in self.s.grid.record.items() if w == week and units}

    def on_projects(self, week: int) -> dict[tuple[str, str], int]:
        """Return the days of the plan in a week by person and project."""
        found: dict[tuple[str, str], int] = defaultdict(int)
        for person in self.s.people:
            for line, units in self.s.at.get((person, week), NONE).items():
                found[person, self.s.lines[line].project_id] += units
        return {place: units for place, units in found.items() if units}

    def frozen(self, week: int) -> bool:
        """Return whether a week stays as in the plan of record, if only in part: then it is `thawed`."""
        return week in self._frozen_weeks()

    def freezes(self, people: Iterable[str], projects: Collection[str], week: int) -> list[Ground]:
        """Return what stays as in the plan of record in a thawed week, of people who could serve these projects."""
        now, record = self.on_projects(week), self._recorded(week)
        places = {(p, project) for p in people for project in projects} | {x for x in record if x[0] in set(people)}
        return [
            Ground("rule", record.get((person, project), 0), Rule.FREEZE, person, project)
            for person, project in sorted(places)
            if now.get((person, project), 0) == record.get((person, project), 0)
        ]

    def _level(self, line: Line) -> Level:
        part = 0 if line.core else 1 if line.certainty is Certainty.FIRM else 2
        return self.s.grid.tier_of[line.project_id], part

    def met(self, line: str, week: int) -> int:
        """Return the wanted days that a line has in a week."""
        return self.s.wanted[line][week] - self.s.missing(line, week)

    def kept(self, line: str, week: int) -> int:
        """Return the wanted days that a line has in a week of people who can serve it; others only have a lock."""
        return max(0, self.met(line, week) - self.locked(line, week))

    def locked(self, line: str, week: int) -> int:
        """Return the days that people give a line in a week who could not without a lock."""
        able, on = set(self.s.able[line]), self.s.on_line.get(line, {})
        return sum(self.s.at[p, week][line] for p, weeks in on.items() if p not in able and week in weeks)

    def most(self, lines: Sequence[str], week: int) -> int:
        """Return what lines for the same people could get in a week by capacity alone, in whole steps of each."""
        step = self.s.portfolio.settings.step
        present = (self.present[p][week] for p in self.s.able[lines[0]])
        could = sum(one - one % step for one in present) + sum(self.locked(line, week) for line in lines)
        return max(self.all_met(lines, week), min(self.all_wanted(lines, week), could))

    def all_met(self, lines: Sequence[str], week: int) -> int:
        """Return the wanted days that lines have in a week."""
        return sum(self.met(line, week) for line in lines)

    def all_wanted(self, lines: Sequence[str], week: int) -> int:
        """Return the days that lines want in a week."""
        return sum(self.s.wanted[line][week] for line in lines)

    def holding(self, week: int, against: str) -> dict[str, int]:
        """Return the days that all lines have in a week which need not give way."""
        key = week, self.level[against]
        if key not in self._holding:
            lines = [x for x in self.level if self.s.wanted[x][week] and self.holds(x, against)]
            self._holding[key] = {x: units for x in lines if (units := self.kept(x, week))}
        return self._holding[key]

    def holds(self, line: str, against: str) -> bool:
        """Return whether a line need not give way to another one: its level is the same or higher, or must have."""
        return self.level[line] <= self.level[against] or self.s.lines[line].project_id in self.must

    def served_by(self, people: Sequence[str], week: int, against: str) -> dict[str, int]:
        """Return the days that lines have in a week which people serve, of lines that need not give way."""
        return self._held({line for p in people for line in self.s.at.get((p, week), NONE)}, week, against)

    def locked_with(self, lines: Iterable[str], week: int, against: str) -> dict[str, int]:
        """Return the same of lines that a lock binds together with one of `lines`."""
        near = set(lines)
        return self._held(
            {x for pin in self.pins[week] if near & set(pin.line_ids) for x in pin.line_ids}, week, against
        )

    def _held(self, lines: set[str], week: int, against: str) -> dict[str, int]:
        held = ((x, self.kept(x, week)) for x in sorted(lines - {against}) if self.holds(x, against))
        return {line: units for line, units in held if units}


class Network:
    """The facts about one week: `grounds`, those first that are left out first, and whether some of them fit together.

    The short lines, which the same people can serve, are to get `asked` units together; they stand under the name of
    the first. `depth` 1 holds the lines that share people with them, 2 those that share people with these, and so on.
    """

    def __init__(self, claims: Claims, lines: Sequence[str], week: int, asked: int, depth: int, span: range) -> None:
        self.span = span
        self.c, self.s, self.week = claims, claims.s, week
        self.lines, self.line = frozenset(lines), lines[0]
        own = asked - min(asked, sum(claims.locked(line, week) for line in lines))
        self.needs, self.people = {self.line: own}, list(self.s.able[self.line])
        self.far: dict[str, int] = {}
        for far in range(depth):
            near = {*self.needs, *lines}
            found = claims.served_by(self.people, week, self.line) | claims.locked_with(near, week, self.line)
            found = {name: units for name, units in found.items() if name not in self.lines}
            self.far.update({name: far for name in found if name not in self.needs})
            self.needs = {**found, **self.needs}
            self.people = sorted({p for name in self.needs for p in self.s.able[name]})

    @cached_property
    def grounds(self) -> list[Ground]:
        """The facts."""
        return self._grounds()

    @cached_property
    def pins(self) -> list[Fact]:
        """The locks that concern the lines or the people."""
        people, lines = set(self.people), self.needs.keys() | self.lines
        return [f for f in self.c.pins[self.week] if f.person_id in people or not lines.isdisjoint(f.line_ids)]

    def _grounds(self) -> list[Ground]:
        """Return the facts, the general before the particular, small claims before large ones."""
        held = {x: sum(self.c.kept(x, w) for w in self.span) for x in self.far}  # the same order in all weeks of a gap
        names = sorted(self.far, key=lambda x: (-self.far[x], -self.c.level[x][0], held[x], x))
        return [*self.circumstances(), *(self.claim(name) for name in names)]

    def circumstances(self) -> list[Ground]:
        """Return the facts that are no claims."""
        s, week = self.s, self.week
        step = s.portfolio.settings.step
        odd = any(self.c.limit[p][week] % step for p in self.people)
        grounds = [Ground("rule", rule=Rule.STEP)] if odd else []
        for p in self.people:
            if (lost := s.net[p][week] - s.grid.capacity[p][week]) and p not in self.c.bound:
                grounds.append(Ground("away", lost, person_id=p))
        projects = {s.lines[x].project_id for x in self.needs}
        rows = ((p, row) for p in self.people for row in s.rules[RuleKind.FORBID].get(p, ()) if week in row.weeks)
        grounds += [_forbid(row.row, p) for p, row in rows if row.row.project_id in projects]
        return grounds + self._locks()

    def claim(self, name: str) -> Ground:
        """Return as a fact that a line keeps its days."""
        rule = None if self.c.level[name] <= self.c.level[self.line] else Rule.MUST_HAVE
        return Ground("claim", self.needs[name], rule, None, self.s.lines[name].project_id, name)

    def _locks(self) -> list[Ground]:
        """Return what is locked or frozen: all of a week as one fact, what is left of a thawed one one by one."""
        frozen = list[Ground]()
        if self.c.frozen(self.week):
            if self.week not in self.c.thawed:
                return [Ground("rule", 0, Rule.FREEZE)]
            projects = {self.s.lines[x].project_id for x in self.needs.keys() | self.lines}
            frozen = self.c.freezes(self.people, projects, self.week)
        known = {(g.person_id, g.project_id) for g in frozen}
        return frozen + [
            Ground("rule", f.units, Rule.HARD_LOCK, f.person_id, f.project_id, row_id=f.row_id)
            for f in self.pins
            if f.rule is Rule.HARD_LOCK and (f.person_id, f.project_id) not in known
        ]

    def ruled_out(self, kept: Sequence[int]) -> Sequence[int] | None:
        """Return those of the facts kept that leave the line less than it wants; None if they do not."""
        facts = [self.grounds[i] for i in kept]
        needs = {self.line: self.needs[self.line]}
        needs.update({g.line_id or "": g.units for g in facts if g.kind == "claim"})
        rooms, able = self.supply(facts, needs)
        side = too_many(needs, rooms, able)
        if side is None:
            return None
        near = {p for name in side for p in self.s.able[name]}
        return [i for i in kept if self._matters(self.grounds[i], side, near)]

    @staticmethod
    def _matters(ground: Ground, side: frozenset[str], near: set[str]) -> bool:
        if ground.kind == "claim":
            return ground.line_id in side
        return ground.person_id is None or ground.person_id in near

    def supply(self, facts: Sequence[Ground], needs: Mapping[str, int]) -> tuple[dict[str, int], dict[str, list[str]]]:
        """Return what people and kept locks offer, and who can serve each line."""
        week, rules = self.week, {(g.rule, g.row_id) for g in facts if g.kind == "rule"}
        frozen = {(g.person_id, g.project_id) for g in facts if g.rule is Rule.FREEZE}
        away = {g.person_id for g in facts if g.kind == "away"}
        people = sorted({p for name in needs for p in self.s.able[name]})
        rooms = {p: (self.c.limit if p in away else self.c.present)[p][week] for p in people}
        able = {name: list(self.s.able[name]) for name in needs}
        for g in facts:
            if g.rule in (Rule.FORBID, Rule.FREEZE):
                for name in needs:
                    if self.s.lines[name].project_id == g.project_id and g.person_id in able[name]:
                        able[name].remove(g.person_id or "")
        whole = (None, None) in frozen
        if whole:
            able = {name: [] for name in needs}
        pins = [
            f
            for f in self.pins
            if (
                (f.rule, f.row_id) in rules and not whole
                if f.rule is not Rule.FREEZE
                else whole or (f.person_id, f.project_id) in frozen
            )
        ]
        for number, pin in enumerate(pins):
            self._pin(pin, f"lock {number}", rooms, able)
        if (Rule.STEP, "") in rules and self._is_even(needs, pins):
            step = self.s.portfolio.settings.step
            rooms = {p: units - units % step for p, units in rooms.items()}
        return rooms, able

    def _pin(self, pin: Fact, name: str, rooms: dict[str, int], able: dict[str, list[str]]) -> None:
        """Take the days of a lock from the person, and offer them to the lines it binds, and only so many."""
        person = pin.person_id or ""
        if person in rooms:
            rooms[person] = max(0, rooms[person] - pin.units)
        for line in dict.fromkeys(self.line if x in self.lines else x for x in pin.line_ids):
            if line in able and person in self.s.able[line]:
                rooms[name] = pin.units
                able[line] = [*(p for p in able[line] if p != person), name]

    def _is_even(self, needs: Mapping[str, int], pins: Sequence[Fact]) -> bool:
        """Return whether all days in question come in whole steps, so that what people have below a step is lost."""
        step = self.s.portfolio.settings.step
        lines = needs.keys() | self.lines
        near = [f.units for f in pins if not lines.isdisjoint(f.line_ids)]
        return not any(units % step for units in (*needs.values(), *near))

    def sums(self, group: Sequence[int]) -> tuple[int, int, tuple[str, ...]]:
        """Return what the lines of a group need, what those who could serve them have, and who these are."""
        facts = [self.grounds[i] for i in group]
        needs = {self.line: self.needs[self.line]}
        needs.update({g.line_id or "": g.units for g in facts if g.kind == "claim"})
        facts += [g for g in self.grounds if g.kind == "away"]  # people have what they have
        rooms, able = self.supply(facts, needs)
        offering = {p for name in needs for p in able[name] if p in rooms}
        people = tuple(p for p in self.people if p in offering)
        return sum(needs.values()), sum(rooms[p] for p in offering), people

    def taken(self, group: Sequence[int]) -> dict[int, int]:
        """Return what each fact of a group without claims takes of the days of who could serve the lines.

        One after the other, a step last, so that the sum is what they have less. Nothing where whole weeks are frozen.
        """
        facts = [self.grounds[i] for i in group]
        if any(g.kind == "claim" or g.rule is Rule.FREEZE for g in facts):
            return {}
        needs = {self.line: self.needs[self.line]}
        held = [g for g in self.grounds if g.kind == "away" and g not in facts]
        found, before = dict[int, int](), self._offered(held, needs)
        for i in sorted(group, key=lambda i: (self.grounds[i].rule is Rule.STEP, i)):
            held.append(self.grounds[i])
            left = self._offered(held, needs)
            found[i], before = before - left, left
        return found

    def _offered(self, facts: Sequence[Ground], needs: Mapping[str, int]) -> int:
        rooms, able = self.supply(facts, needs)
        return sum(rooms[p] for p in {p for name in needs for p in able[name]} if p in rooms)


def _forbid(row: RuleRow, person: str) -> Ground:
    return Ground("rule", 0, Rule.FORBID, person, row.project_id, row_id=row.id)
