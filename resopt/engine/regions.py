"""Neighbourhoods: which people and lines a task may change, chosen by chance among those that share work."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from resopt.engine.cells import Flags, Ints, Problem, Smalls, State
from resopt.engine.model import Part

SHAPES = ("thin", "team", "short", "project", "random", "start", "kept", "mixed", "line", "span")
WEEK = "week"  # a shape too, but its regions go only with their like
SIZES = (150, 300, 500, 900)  # cells of a region: what a solver manages in a second or less
SEEDS = 3  # people with whom a region begins
SHORT_SHARE = 0.4  # of a region's cells, on lines with unmet days that none of its people serves yet
LIGHT = 2  # times as many cells where all pairs are in use already: fewer of them are a choice
FRESH = 0.5  # of the cells of a mixed region, in pairs that are not in use
WIDTHS = (0.1, 0.2, 0.4)  # of the weeks, for regions of some weeks on end
PICKS = 3  # short lines of which the one of the best tier is taken
NEIGHBOURS = 6  # people through whom a week's region grows from one person
START_PEOPLE = 8  # a project's start moves only with all its people, if they are no more than this


@dataclass(frozen=True, slots=True)
class Region:
    """A part with the shape and size it was asked for (the keys by which success is counted)."""

    shape: str
    size: int
    part: Part


class Regions:
    """Chooses the parts of a round; no two of them share a person, a line or a project that is more than its lines."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        line_of = problem.line_of
        self._line_of_cell = line_of[problem.variant] if len(line_of) else problem.variant
        self.cells = np.zeros((len(problem.people), len(problem.lines)), dtype=np.int16)
        np.add.at(self.cells, (problem.person, self._line_of_cell), 1)
        self.eligible: Flags = self.cells > 0
        self.project_of = np.array(problem.project_of, dtype=np.int64)
        self.tier_of = np.array([problem.grid.tier_of[line.project_id] for line in problem.lines], dtype=np.int64)
        self.wanted_weeks: Flags = np.zeros((len(problem.lines), problem.portfolio.settings.weeks), dtype=bool)
        for variant in problem.variants:
            self.wanted_weeks[variant.line] |= np.array(variant.wanted) > 0
        self.moving = [i for i, shifts in enumerate(problem.shifts) if len(shifts) > 1]

    def begin(self, state: State, short: Flags, chance: Random) -> None:
        """Begin a round: nothing is taken yet; `short` says in which weeks (line x week) lines get less than wanted."""
        self.days = np.zeros(self.eligible.shape, dtype=np.int32)
        np.add.at(self.days, (self.problem.person[state.cells], self._line_of_cell[state.cells]), state.units)
        self.served: Flags = self.days > 0
        self.short_weeks, self.chance, self.state = short, chance, state
        self.short: Flags = np.any(short, axis=1)
        self.free_people: Flags = np.ones(len(self.problem.people), dtype=bool)
        self.free_lines: Flags = np.ones(len(self.problem.lines), dtype=bool)

    def take(self, shape: str, size: int) -> Region | None:
        """Return the next region of the round, None if none of this shape is to be had."""
        if shape == "start":
            part = self._start()
        elif shape == "kept":
            part = self._kept(LIGHT * size, 0.0)
        elif shape == "mixed":
            part = self._kept(size, FRESH)
        elif shape == "span":
            part = self._span(size)
        elif shape == "line":
            part = self._line(LIGHT * size)
        else:
            seeds = self._seeds(shape)
            part = self._part(self._grown(seeds, size), size) if seeds else None
        if part is None or not part.people:
            return None
        self._claim(part)
        return Region(shape, size, part)

    def week(self, w: int, size: int) -> Region | None:
        """Return a region of one week: people in pairs they have already, and lines short in that week with anybody.

        Regions of other weeks may share its people and lines.
        """
        problem, state = self.problem, self.state
        held = np.array([v.shift == state.shifts[self.project_of[v.line]] for v in problem.variants], dtype=bool)
        cells = np.nonzero((problem.week == w) & (problem.high > 0))[0]
        cells = cells[held[problem.variant[cells]]]
        person, line = problem.person[cells], self._line_of_cell[cells]
        has = self.served[person, line]
        more = self.short_weeks[line, w] & ~has
        if not more.any():
            return None
        seed = self.chance.choice(np.unique(line[more]).tolist())
        able = np.unique(person[more & (line == seed)]).tolist()
        inside = self._reached(person[has], line[has], able, int(size * (1 - SHORT_SHARE)))
        chosen = has & inside[person]
        left = size - int(chosen.sum())
        others = np.unique(line[more & inside[person] & (line != seed)]).tolist()
        for number in (seed, *self.chance.sample(others, len(others))):
            at = np.nonzero(more & inside[person] & (line == number))[0]
            at = at if len(at) <= left else np.array(self.chance.sample(at.tolist(), left), dtype=np.int64)
            chosen[at] = True
            left -= len(at)
            if left <= 0:
                break
        people, lines = (frozenset(row[chosen].tolist()) for row in (person, line))
        return Region(WEEK, size, Part(people, lines, cells=cells[chosen].astype(np.int32)))

    def whole_weeks(self, guide: Smalls, size: int) -> list[Region]:
        """Return regions of all weeks: the pairs that people have already, and those of the cells of a `guide`.

        Those of one week have at most `size` cells and share no person and no line.
        """
        problem, found = self.problem, []
        pairs = self.served.copy()
        pairs[problem.person[guide], self._line_of_cell[guide]] = True
        held = np.array([v.shift == self.state.shifts[self.project_of[v.line]] for v in problem.variants], dtype=bool)
        inside = pairs[problem.person, self._line_of_cell] & (problem.high > 0) & held[problem.variant]
        for w in range(problem.portfolio.settings.weeks):
            cells = np.nonzero(inside & (problem.week == w))[0].astype(np.int32)
            person, line = problem.person[cells], self._line_of_cell[cells]
            part = split(person, line, size)
            for number in range(int(part.max(initial=-1)) + 1):
                people, lines = (frozenset(row[part == number].tolist()) for row in (person, line))
                if people:
                    found.append(Region(WEEK, size, Part(people, lines, cells=cells[part == number])))
        return found

    def _kept(self, size: int, fresh: float) -> Part | None:
        """Return pairs that people have already, in all weeks, and for a share `fresh` of the cells new ones."""
        seeds = self._thin()
        if not seeds:
            return None
        pairs = self.served & self.free_people[:, None] & self.free_lines[None, :]
        person, line = np.nonzero(pairs)
        weeks = self.cells[person, line]
        inside = self._reached(np.repeat(person, weeks), np.repeat(line, weeks), seeds, int(size * (1 - fresh)))
        pairs &= inside[:, None]
        if fresh:
            self._add_fresh(pairs, inside, size)
        return self._of_pairs(pairs)

    def _span(self, size: int) -> Part | None:
        """Return people and their lines in some weeks on end: the fewer weeks, the more people."""
        weeks, seeds = self.problem.portfolio.settings.weeks, self._seeds("random")
        if not seeds:
            return None
        width = max(1, round(weeks * self.chance.choice(WIDTHS)))
        first = self.chance.randrange(weeks - width + 1)
        size = size * weeks // width
        part = self._part(self._grown(seeds, size), size)
        pairs = np.zeros_like(self.served)
        pairs[np.ix_(sorted(part.people or ()), sorted(part.lines or ()))] = True
        whole = self._of_pairs(pairs)
        if whole is None or whole.cells is None:
            return None
        week = self.problem.week[whole.cells]
        return replace(whole, cells=whole.cells[(week >= first) & (week < first + width)])

    def _line(self, size: int) -> Part | None:
        """Return a short line with people who have days to give it: all their weeks on it, and the pairs they have."""
        short = np.nonzero(self.short & self.free_lines)[0].tolist()
        if not short:
            return None
        line = min(self.chance.sample(short, min(PICKS, len(short))), key=lambda x: int(self.tier_of[x]))
        able = np.nonzero(self.eligible[:, line] & self.free_people)[0]
        spare = self._spare(line)[able] * np.array([0.2 + self.chance.random() for _ in able.tolist()])
        pairs = np.zeros_like(self.served)
        for p in able[np.argsort(-spare, kind="stable")].tolist():
            size -= int(self.cells[p, self.served[p]].sum() + self.cells[p, line])
            if size < 0:
                break
            pairs[p] = self.served[p] & self.free_lines
            pairs[p, line] = True
        return self._of_pairs(pairs)

    def _spare(self, line: int) -> Ints:
        """Return what each person has in the weeks of a line beyond the days on other lines of its tier or above."""
        problem, cells = self.problem, self.state.cells
        weeks = self.wanted_weeks[line]
        taken = weeks[problem.week[cells]] & (self.tier_of[self._line_of_cell[cells]] <= self.tier_of[line])
        used = np.bincount(problem.person[cells[taken]], self.state.units[taken], len(problem.people))
        spare: Ints = problem.limit[:, weeks].sum(axis=1) - used.astype(np.int64)
        return spare

    def _of_pairs(self, pairs: Flags) -> Part | None:
        """Return the part of some pairs (people x lines) in all weeks, None if there are none."""
        problem = self.problem
        people = np.nonzero(pairs.any(axis=1))[0]
        if not len(people):
            return None
        spans = [np.arange(*problem.starts_person[[p, p + 1]], dtype=np.int32) for p in people.tolist()]
        cells = np.concatenate(spans)
        cells = cells[pairs[problem.person[cells], self._line_of_cell[cells]]]
        lines = frozenset(np.nonzero(pairs.any(axis=0))[0].tolist())
        return Part(frozenset(people.tolist()), lines, cells=cells)

    def _add_fresh(self, pairs: Flags, inside: Flags, size: int) -> None:
        """Add the pairs of people inside with some of their lines, until there are `size` cells."""
        lines = np.nonzero(pairs.any(axis=0))[0].tolist()
        used = int(self.cells[pairs].sum())
        for x in self.chance.sample(lines, len(lines)):
            more = inside & self.eligible[:, x] & ~pairs[:, x]
            used += int(self.cells[more, x].sum())
            if used > size:
                break
            pairs[more, x] = True

    def _reached(self, person: Smalls, line: Smalls, seeds: list[int], most: int) -> Flags:
        """Return people reached from some of the seeds through common lines, until they have `most` cells."""
        cells = np.bincount(person, minlength=len(self.problem.people))
        inside: Flags = np.zeros(len(cells), dtype=bool)
        self.chance.shuffle(seeds)
        near, far, used = deque(seeds[:NEIGHBOURS]), deque(seeds[NEIGHBOURS:]), 0
        while near or far:
            p = near.popleft() if near else far.popleft()
            if inside[p]:
                continue
            used += int(cells[p])
            if used > most:
                break
            inside[p] = True
            others = np.unique(person[np.isin(line, line[person == p])]).tolist()
            near.extend(self.chance.sample(others, min(NEIGHBOURS, len(others))))
        return inside

    def _claim(self, part: Part) -> None:
        lines = sorted(part.lines or ())
        self.free_people[sorted(part.people or ())] = False
        self.free_lines[lines] = False
        whole = [i for i in {int(self.project_of[x]) for x in lines} if self.problem.is_whole[i] or i in self.moving]
        self.free_lines[np.isin(self.project_of, whole)] = False

    # --- seeds ---

    def _seeds(self, shape: str) -> list[int]:
        """Return the people around whom the region is built."""
        if shape == "thin":
            return self._thin()
        if shape == "team":
            return self._around(self.served.sum(axis=0) > 1, self.served)
        if shape == "short":
            return self._around(self.short, self.eligible)
        if shape == "project":
            return self._project()
        free = np.nonzero(self.free_people & self.eligible.any(axis=1))[0].tolist()
        return [self.chance.choice(free)] if free else []

    def _around(self, lines: Flags, people: Flags) -> list[int]:
        """Return some free people of one of the lines, chosen by chance."""
        open_lines = np.nonzero(lines & self.free_lines)[0].tolist()
        if not open_lines:
            return []
        able = np.nonzero(people[:, self.chance.choice(open_lines)] & self.free_people)[0].tolist()
        return self.chance.sample(able, min(SEEDS, len(able)))

    def _thin(self) -> list[int]:
        """Return the holder of a pair with few days, and a colleague on its line."""
        people, lines = np.nonzero(self.served & self.free_people[:, None] & self.free_lines[None, :])
        if not len(people):
            return []
        picks = self.chance.sample(range(len(people)), min(8, len(people)))
        pick = min(picks, key=lambda i: int(self.days[people[i], lines[i]]))
        team = np.nonzero(self.served[:, lines[pick]] & self.free_people)[0].tolist()
        others = [p for p in team if p != people[pick]]
        return [int(people[pick]), *self.chance.sample(others, min(2, len(others)))]

    def _project(self) -> list[int]:
        """Return people who could serve the short lines of one project."""
        open_lines = np.nonzero(self.short & self.free_lines)[0]
        if not len(open_lines):
            return []
        project = self.project_of[self.chance.choice(open_lines.tolist())]
        lines = open_lines[self.project_of[open_lines] == project]
        able = np.nonzero(self.eligible[:, lines].any(axis=1) & self.free_people)[0].tolist()
        return self.chance.sample(able, min(SEEDS, len(able)))

    def _start(self) -> Part | None:
        """Return a part in which one project may start in another week, with all its people."""
        open_projects = [i for i in self.moving if self.free_lines[self.project_of == i].all()]
        if not open_projects:
            return None
        project = self.chance.choice(open_projects)
        team = np.nonzero(self.served[:, self.project_of == project].any(axis=1))[0]
        if len(team) > START_PEOPLE or not self.free_people[team].all():
            return None
        people = [int(p) for p in team] if len(team) else self._seeds("random")
        return self._part(people, max(SIZES), frozenset([project])) if people else None

    # --- growth ---

    def _grown(self, seeds: list[int], size: int) -> list[int]:
        """Return the seeds and more free people, who could take over most of their lines or they of theirs."""
        people, lines = list(seeds), np.any(self.served[seeds], axis=0)
        score = self.eligible[:, lines].sum(axis=1) + self.served[:, self.eligible[seeds].any(axis=0)].sum(axis=1)
        score[people] = 0
        score[~self.free_people] = 0
        near = np.nonzero(score)[0]
        noise = np.array([0.4 + self.chance.random() for _ in near])
        for p in near[np.argsort(-(score[near] * noise), kind="stable")].tolist():
            wider = lines | self.served[p]
            if self.cells[np.ix_(np.array([*people, p]), np.nonzero(wider)[0])].sum() > size * (1 - SHORT_SHARE):
                break
            people, lines = [*people, p], wider
        return people

    def _part(self, people: list[int], size: int, projects: frozenset[int] = frozenset()) -> Part:
        """Return the people with the lines they serve and, as far as `size` cells go, short ones they could serve."""
        lines: Flags = np.any(self.served[people], axis=0) & self.free_lines
        used = int(self.cells[np.ix_(np.array(people), np.nonzero(lines)[0])].sum())
        more = np.nonzero(self.short & self.eligible[people].any(axis=0) & ~lines & self.free_lines)[0].tolist()
        self.chance.shuffle(more)
        for line in more:
            used += int(self.cells[people, line].sum())
            if used > size:
                break
            lines[line] = True
        for project in projects:
            lines |= self.project_of == project
        return Part(frozenset(people), frozenset(np.nonzero(lines)[0].tolist()), projects)


def split(person: Smalls, line: Smalls, most: int) -> Smalls:
    """Return a part for each cell: near ones together, at most `most` in a part; -1: its ends are in two parts.

    People are walked through common lines, and one who has more than `most` is a part alone; a line belongs to the
    part that reaches it first.
    """
    lines_of: dict[int, list[int]] = {}
    people_of: dict[int, list[int]] = {}
    for p, x in zip(person.tolist(), line.tolist(), strict=True):
        lines_of.setdefault(p, []).append(x)
        people_of.setdefault(x, []).append(p)
    part_of: dict[int, int] = {}
    part_of_line: dict[int, int] = {}
    number = used = 0
    for seed in lines_of:
        near = deque([seed])
        while near:
            p = near.popleft()
            if p in part_of:
                continue
            if used and used + len(lines_of[p]) > most:
                number, used = number + 1, 0
            part_of[p], used = number, used + len(lines_of[p])
            for x in lines_of[p]:
                part_of_line.setdefault(x, number)
                near.extend(people_of[x])
    ends = zip(person.tolist(), line.tolist(), strict=True)
    both = [part_of[p] if part_of[p] == part_of_line[x] else -1 for p, x in ends]
    return np.array(both, dtype=np.int32)
