"""Levels proved together: a weighted sum in which their order holds and no solver loses units."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import gcd

import numpy as np

from resopt.engine.cells import Problem
from resopt.engine.levels import Level, expression, most_of, weights_of
from resopt.engine.mip import Terms
from resopt.engine.model import Model, alone

LARGEST = 10**9  # sums above this lose units in a solver's floating point


@dataclass(frozen=True, slots=True)
class Part:
    """A level in a weighted sum: (terms - constant) / divisor counts `weight` times.

    Weight 0: nothing can move the level, or it counts like the part before it.
    """

    level: Level
    terms: Terms
    free: dict[int, int]
    divisor: int
    constant: int
    weight: int = 0

    def steps(self, values: Sequence[int]) -> int:
        """Return what the level comes to in a solution, in steps of its own above the constant."""
        return sum(a * values[j] for j, a in self.free.items())

    def value(self, steps: int) -> int:
        """Return the level at so many steps."""
        return steps * self.divisor + self.constant


def joined(problem: Problem, levels: Sequence[Level], is_open: Callable[[Level], bool]) -> list[tuple[Level, ...]]:
    """Return the open levels in order, as many neighbours of a tier as one exact solve can prove together.

    A solve proves its levels from the first to the last, so closed ones in between belong to it.
    """
    grain = _grains(problem)
    found: list[tuple[Level, ...]] = []
    chunk: list[Level] = []
    size, before = 1, dict[int, int]()
    for level in (one for one in levels if one.tier >= 0):
        weights = weights_of(problem, level)
        divisor = gcd(*weights.values()) or 1
        worth = {i: weight // divisor for i, weight in weights.items()}
        times = most_of(problem, worth) // grain[level.tier] + 1 if worth and worth != before else 1
        if chunk and (level.tier != chunk[0].tier or size * times > LARGEST):
            found.append(tuple(chunk))
            chunk, size = [], 1
            times = most_of(problem, worth) // grain[level.tier] + 1
        if chunk or is_open(level):
            chunk.append(level)
            size, before = size * times, worth or before
    found.append(tuple(chunk))
    return [cut for chunk in found if (cut := _until_last_open(chunk, is_open))]


def _grains(problem: Problem) -> list[int]:
    """Return by tier of what all amounts of days are multiples: steps, odd rests, and what locks may split freely."""
    tier = np.array([problem.grid.tier_of[problem.lines[v.line].project_id] for v in problem.variants], dtype=np.int64)
    grains = [problem.step] * len(problem.portfolio.tiers)
    for cell in np.nonzero(problem.rest)[0].tolist():
        k = tier[problem.variant[cell]]
        grains[k] = gcd(grains[k], int(problem.rest[cell]))
    for cell in (c for c, facts in problem.pins.items() if not any(f in alone(problem) for f in facts)):
        grains[tier[problem.variant[cell]]] = 1
    return grains


def _until_last_open(chunk: Sequence[Level], is_open: Callable[[Level], bool]) -> tuple[Level, ...]:
    last = max((i for i, level in enumerate(chunk) if is_open(level)), default=-1)
    return tuple(chunk[: last + 1])


def weigh(m: Model, levels: Sequence[Level]) -> tuple[list[Part], int]:
    """Return the parts of the first of `levels`, as many as fit one sum, and the most that the sum can move.

    A step of a level outweighs everything that the levels after it can lose. The first level that anything can move
    is always there.
    """
    parts: list[Part] = []
    ranges: list[int] = []
    size, last = 1, None
    for level in levels:
        part = _part(m, level)
        if not part.free or (last is not None and part.free == last.free):
            parts.append(part)
            ranges.append(0)
            continue
        steps = _range(m, part)
        if last is not None and size * (steps + 1) > LARGEST:
            break
        parts.append(part)
        ranges.append(steps)
        size, last = size * (steps + 1), part
    lost = 0
    for i in reversed(range(len(parts))):
        if ranges[i]:
            parts[i] = replace(parts[i], weight=lost + 1)
            lost += (lost + 1) * ranges[i]
    return parts, lost


def _part(m: Model, level: Level) -> Part:
    terms = expression(m, level)
    free, constant = m.rows.split(terms)
    divisor = gcd(*free.values()) or 1
    return Part(level, terms, {j: a // divisor for j, a in free.items() if a}, divisor, constant)


def _range(m: Model, part: Part) -> int:
    """Return how many steps lie between the least and the greatest that a level can be (at least 1)."""
    terms = list(part.free.items())
    most = m.rows.greatest(terms) + m.rows.greatest([(j, -a) for j, a in terms])
    if part.level.tier >= 0:  # several people may serve a line: the columns alone would count it several times
        most = min(most, most_of(m.problem, weights_of(m.problem, part.level)) // part.divisor + 1)
    return max(1, most)
