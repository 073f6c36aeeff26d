"""Independent parts: people and lines that share nobody and no rule with the rest, each solved exactly for itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from resopt.domain.records import RuleKind
from resopt.engine.cells import Problem
from resopt.engine.exact import Bound, ExactTask, Held, prove
from resopt.engine.improve import value_of
from resopt.engine.joint import weigh
from resopt.engine.levels import Level, expression, levels_of
from resopt.engine.model import Change, FactBounds, Model, Part
from resopt.engine.rules import add_rules
from resopt.result import Score


@dataclass(frozen=True, slots=True, eq=False)
class PartTask:
    """Improve the levels of `exact` in the part with this number, those above held at what the part has there."""

    part: int
    exact: ExactTask


@dataclass(frozen=True, slots=True, eq=False)
class PartAnswer:
    """What a part changes (None: nothing), and by how much its levels can get better, as far as that was proved."""

    change: Change | None
    gains: tuple[tuple[Level, int], ...]


@lru_cache(maxsize=1)
def parts_of(problem: Problem) -> tuple[tuple[Part, int], ...]:
    """Return the independent parts, each with its number of cells, the largest first.

    Two things are in one part if a person may serve both lines, a rule looks at both people, or a project's start or
    a rule on the project binds both lines. Connected components of that graph.
    """
    people, lines = len(problem.people), len(problem.lines)
    ties = np.array(list(_ties(problem)), dtype=np.int64).reshape(-1, 2)
    line = problem.line_of[problem.variant] if len(problem.variants) else problem.variant
    rows, columns = np.r_[problem.person, ties[:, 0]], np.r_[people + line, ties[:, 1]]
    size = people + lines + len(problem.projects)
    graph = coo_matrix((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(size, size))
    label = connected_components(graph, directed=False)[1]
    found = []
    for number, cells in sorted(Counter(label[problem.person].tolist()).items(), key=lambda one: (-one[1], one[0])):
        members = np.nonzero(label == number)[0]
        inside = frozenset((members[(members >= people) & (members < people + lines)] - people).tolist())
        moving = frozenset(i for i in {problem.project_of[x] for x in inside} if len(problem.shifts[i]) > 1)
        found.append((Part(frozenset(members[members < people].tolist()), inside, moving), cells))
    return tuple(found)


def is_apart(problem: Problem) -> bool:
    """Return whether there are several independent parts."""
    return len(parts_of(problem)) > 1


def _ties(problem: Problem) -> Iterator[tuple[int, int]]:
    """Yield pairs of nodes (people, lines, projects) that a rule ties together, beside people and their lines."""
    people, lines = len(problem.people), len(problem.lines)
    for p, others in problem.partners.items():
        yield from ((p, other) for other in others)
    for line, project in enumerate(problem.project_of):
        if problem.is_whole[project] or len(problem.shifts[project]) > 1 or problem.facts_of_project.get(project):
            yield people + line, people + lines + project
    lending = {row.department for row in problem.portfolio.rules if row.kind is RuleKind.LEND}
    for department in sorted(name for name in lending if name is not None):
        first, *rest = [p for p, one in enumerate(problem.people) if one.department == department] or [0]
        yield from ((first, other) for other in rest)


def solve_part(problem: Problem, task: PartTask) -> PartAnswer:
    """Solve one level of one part, or some neighbours together; runs in a worker process."""
    exact = task.exact
    facts: FactBounds = {f: (keep, keep) for f, keep in exact.facts}
    m = Model(problem, parts_of(problem)[task.part][0], exact.state, facts)
    add_rules(m)
    joint = weigh(m, exact.levels)  # first, as it may add columns
    above = [expression(m, held.level) for held in exact.held]
    broken = frozenset(f for f, keep in exact.facts if not keep)
    now = m.hint(exact.state.by_cell(), exact.state.shifts, broken)
    proof = prove(m, exact, joint, [(held, value_of(held, now)) for held in above], now)
    change = None if proof.values is None or proof.values is now else m.change(proof.values)
    terms = {part.level: part.terms for part in joint[0]}
    gains = tuple((level, value_of(terms[level], now) - value) for level, value in proof.reached)
    return PartAnswer(change, gains)


def added(
    problem: Problem, score: Score, levels: Sequence[Level], answers: Sequence[PartAnswer | None]
) -> tuple[Bound, ...]:
    """Return what the answers of all parts prove together, from a plan with `score`.

    True only if all levels before the first of `levels` are proved for `score`: then every plan as good as this one
    is as good in every part, and what each part can still gain adds up; the sum is reached only where every part
    reaches its own, so the later levels add up as well.
    """
    above = levels_of(problem.portfolio)
    held = tuple(Held(one, one.of(score)) for one in above[: above.index(levels[0])])
    bounds = []
    for one in levels:
        gains = [None if answer is None else dict(answer.gains).get(one) for answer in answers]
        if None in gains:
            break
        value = one.of(score) - sum(gain for gain in gains if gain is not None)
        bounds.append(Bound(one, held, value))
        held = (*held, Held(one, value))
    return tuple(bounds)
