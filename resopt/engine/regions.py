"""Neighbourhoods: which people and lines a task may change, chosen by chance among those that share work."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np

from resopt.engine.cells import Flags, Problem, State
from resopt.engine.model import Part

SHAPES = ("thin", "team", "short", "project", "random", "start")
SIZES = (150, 300, 500)  # cells of a region: what a solver manages in a second or less
SEEDS = 3  # people with whom a region begins
SHORT_SHARE = 0.4  # of a region's cells, on lines with unmet days that none of its people serves yet
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
        self.moving = [i for i, shifts in enumerate(problem.shifts) if len(shifts) > 1]

    def begin(self, state: State, short: Flags, chance: Random) -> None:
        """Begin a round: nothing is taken yet; `short` says which lines get less than they want and may get more."""
        self.days = np.zeros(self.eligible.shape, dtype=np.int32)
        np.add.at(self.days, (self.problem.person[state.cells], self._line_of_cell[state.cells]), state.units)
        self.served: Flags = self.days > 0
        self.short, self.chance, self.state = short, chance, state
        self.free_people: Flags = np.ones(len(self.problem.people), dtype=bool)
        self.free_lines: Flags = np.ones(len(self.problem.lines), dtype=bool)

    def take(self, shape: str, size: int) -> Region | None:
        """Return the next region of the round, None if none of this shape is to be had."""
        if shape == "start":
            part = self._start()
        else:
            seeds = self._seeds(shape)
            part = self._part(self._grown(seeds, size), size) if seeds else None
        if part is None or not part.people:
            return None
        self._claim(part)
        return Region(shape, size, part)

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
