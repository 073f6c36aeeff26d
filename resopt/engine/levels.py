"""The levels of the policy in order: as expressions of a model, and as numbers of a score; all minimised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import floor

from resopt.domain.records import Certainty, Line, Portfolio
from resopt.domain.units import MICRO, UNITS_PER_DAY
from resopt.engine.cells import Problem
from resopt.engine.mip import Terms
from resopt.engine.model import Model
from resopt.engine.prices import empty_price, prices_of
from resopt.result import Score

DAYS = ("core", "firm", "all")
TIER_PARTS = (*DAYS, "value")
STEEP = {5: 10, 7: 6}  # tiers told apart in one sum: days of a tier that a day of the tier before it is worth there
PAIR = 24  # two units of a day in the last of them


@dataclass(frozen=True, slots=True)
class Level:
    """One level: `core`, `firm`, `all` or `value` of a tier, or `overtime`, `soft`, `change`, `quality`, `weighted`."""

    kind: str
    tier: int = -1

    @property
    def name(self) -> str:
        """The level's name in progress and certificate (tiers counted from 1)."""
        return self.kind if self.tier < 0 else f"tier {self.tier + 1} {self.kind}"

    def of(self, score: Score) -> int:
        """Return the level's number in `score`; the smaller the better."""
        if self.tier >= 0:
            return -int(getattr(score.tiers[self.tier], self.kind))
        return int(getattr(score, {"soft": "soft_missed"}.get(self.kind, self.kind)))

    def shown(self, number: int) -> float:
        """Return such a number in days: met in tiers (`value`: times Value), lost, moved or charged after them."""
        days = number / (MICRO if self.kind in ("quality", "weighted") else UNITS_PER_DAY)
        return -days / (MICRO if self.kind == "value" else 1) if self.tier >= 0 else days


def levels_of(portfolio: Portfolio) -> tuple[Level, ...]:
    """Return the levels after level 0, most important first."""
    if portfolio.policy.kind == "weighted":
        return (Level("weighted"),)
    parts = [Level(part, k) for k in range(len(portfolio.tiers)) for part in TIER_PARTS]
    return (*parts, Level("overtime"), Level("soft"), Level("change"), Level("quality"))


def counts(line: Line, kind: str) -> bool:
    """Return whether a line's days count in the part `kind` of its tier."""
    if kind == "core":
        return line.core
    return kind != "firm" or line.certainty is Certainty.FIRM


def expression(m: Model, level: Level) -> Terms:
    """Return the terms of `level` over what the model holds, to be minimised (constants left out)."""
    if level.tier >= 0:
        return _tier_terms(m, level)
    makers = {
        "overtime": _overtime_terms,
        "soft": _soft_terms,
        "change": _change_terms,
        "quality": _quality_terms,
        "weighted": _weighted_terms,
    }
    return makers[level.kind](m)


def days_goal(m: Model, first: int) -> Terms:
    """Return the days of the tiers from `first` on as one sum: a day is worth 6 or 10 days of the next tier.

    Within a tier a day counts 12, twice as a core day and once more as a firm one, and up to 4 for its project's
    Value. Not quite the levels, but near them and well-conditioned; what comes out is compared level by level.
    """
    problem, goal = m.problem, []
    tiers = len(problem.portfolio.tiers)
    told, steep = told_apart(tiers - first)
    last = min(tiers, first + told) - 1
    for tier in range(first, tiers):
        weight = steep ** max(0, last - tier)
        places = m.weeks_of_tier.get(tier, ())
        values = {v: value_weight(problem, problem.project_of[problem.variants[v].line]) for v, _ in places}
        dearest = max(values.values(), default=0) or 1
        for v, w in places:
            line = problem.lines[problem.variants[v].line]
            each = 12 * (1 + counts(line, "firm") + 2 * line.core) + 4 * values[v] // dearest
            goal += [(j, -a * weight * each) for j, a in m.met(v, w)]
    return goal


def told_apart(tiers: int) -> tuple[int, int]:
    """Return how many of so many tiers one sum tells apart, and how many days a day of the tier before is worth."""
    return next((item for item in STEEP.items() if item[0] >= tiers), max(STEEP.items()))


def few_pairs(m: Model) -> Terms:
    """Return a small price of using a person on a line: beside `days_goal`, so that days do not scatter people."""
    if not m.problem.portfolio.policy.people:
        return []
    return [(m.used(p, v), PAIR) for p, v in list(m.by_pair) if p in m.free_people]


def value_goal(m: Model, tier: int) -> Terms:
    """Return the Value of a tier's days with, as in `days_goal`, the days of the tiers after it."""
    problem, places = m.problem, m.weeks_of_tier.get(tier, ())
    values = {v: value_weight(problem, problem.project_of[problem.variants[v].line]) for v, _ in places}
    dearest = max(values.values(), default=0) or 1
    day = 52 * max(steep**told for told, steep in STEEP.items())  # more than any day of the later tiers counts
    goal = [(j, -a * (day * values[v] // dearest)) for v, w in places for j, a in m.met(v, w)]
    return goal + days_goal(m, tier + 1)


def days_after(m: Model, first: int) -> Terms:
    """Return the days of tiers from `first` on in one sum, each tier worth a little more than the next."""
    last = len(m.problem.portfolio.tiers) - 1
    return [
        (j, a * (last - tier + 1))
        for tier in range(first, last + 1)
        for kind in ("core", "all")
        for j, a in _tier_terms(m, Level(kind, tier))
    ]


def most_after(problem: Problem, first: int) -> int:
    """Return what `days_after` comes to when everything wanted is met."""
    last = len(problem.portfolio.tiers) - 1
    return sum(
        (last - tier + 1) * wanted_in(problem, tier, kind)
        for tier in range(first, last + 1)
        for kind in ("core", "all")
    )


def weights_of(problem: Problem, level: Level) -> dict[int, int]:
    """Return the lines that a level of a tier counts, with what a unit of each weighs (`value`: Value)."""
    return {
        i: value_weight(problem, problem.project_of[i]) if level.kind == "value" else 1
        for i, line in enumerate(problem.lines)
        if problem.grid.tier_of[line.project_id] == level.tier and counts(line, level.kind)
    }


def most_of(problem: Problem, weights: Mapping[int, int]) -> int:
    """Return what lines with such weights come to when they have all they want."""
    return sum(weight * sum(problem.grid.wanted[problem.lines[i].id]) for i, weight in weights.items())


def wanted_in(problem: Problem, tier: int, kind: str) -> int:
    """Return what the lines of a tier counted by `kind` want in all."""
    return most_of(problem, weights_of(problem, Level(kind, tier)))


def value_weight(problem: Problem, project: int) -> int:
    """Return the Value of a project in 1/1,000,000."""
    return floor(problem.projects[project].value * MICRO + Fraction(1, 2))


def _tier_terms(m: Model, level: Level) -> Terms:
    problem, terms = m.problem, []
    for v, w in m.weeks_of_tier.get(level.tier, ()):
        line = problem.variants[v].line
        if counts(problem.lines[line], level.kind):
            weight = value_weight(problem, problem.project_of[line]) if level.kind == "value" else 1
            terms += [(j, -a * weight) for j, a in m.met(v, w)]
    return terms


def _overtime_terms(m: Model) -> Terms:
    problem, terms = m.problem, []
    for (p, w), cells in m.by_person_week.items():
        base = int(problem.base[p, w])
        if p in m.free_people and int(problem.limit[p, w]) > base:
            days = m.sum_days(cells)
            if m.rows.greatest(days) > base:
                terms.append((_over(m, "overtime", (p, w), days, base), 1))
    return terms


def _over(m: Model, kind: str, key: tuple[int, ...], terms: Terms, above: int) -> int:
    """Return the column max(0, terms - above), with the row that holds it up."""

    def make() -> int:
        column = m.derive(terms, above=above)
        m.rows.upper[column] = max(m.rows.upper[column], 0)
        m.rows.row([*terms, (column, -1)], high=above)
        return column

    return m.made(kind, key, make)


def _soft_terms(m: Model) -> Terms:
    people, lines, terms = m.problem.person_number, m.problem.line_number, []
    for number, ((person, ids, w), units) in enumerate(sorted(m.problem.grid.soft.items())):
        p, bound = people[person], {lines[x] for x in ids}
        if m.covers(p):
            cells = [c for c in m.by_person_week.get((p, w), ()) if m.at[c].line in bound]
            kept = [(j, -a) for j, a in m.sum_days(cells)]
            terms.append((_over(m, "soft", (number,), [*kept, (m.one(), units)], 0), 1))
    return terms


def _change_terms(m: Model) -> Terms:
    people, projects, terms = m.problem.person_number, m.problem.project_number, []
    for (person, project, w), units in sorted(m.problem.grid.before.items()):
        p, q = people[person], projects[project]
        cells = m.by_team.get((p, q, w), ())
        if m.covers(p) and any(c not in m.fixed for c in cells):
            given = [(j, -a) for j, a in m.sum_days(cells)]
            terms.append((_over(m, "change", (p, q, w), [*given, (m.one(), units)], 0), 1))
        elif m.covers(p) and (lost := units - sum(m.fixed[c] for c in cells)) > 0:
            terms.append((m.one(), lost))
    return terms


def _quality_terms(m: Model) -> Terms:
    problem, policy = m.problem, m.problem.portfolio.policy
    terms: Terms = []
    for (p, v), cells in m.by_pair.items():
        if p not in m.free_people:
            continue
        if policy.people:
            terms.append((m.used(p, v), _micro(policy.people)))
        cost = problem.charge(p, problem.variants[v].line)
        if cost:
            terms += [(j, a * cost) for j, a in m.sum_days(cells)]
        if policy.handover:
            terms += _handovers(m, p, v, _micro(policy.handover))
    return terms + _late_terms(m)


def _micro(weight: Fraction) -> int:
    return floor(weight * MICRO + Fraction(1, 2))


def _handovers(m: Model, p: int, v: int, weight: int) -> Terms:
    """Charge each pair of neighbouring wanted weeks with days in the first and none in the second."""
    problem = m.problem
    wanted = problem.variants[v].wanted
    at = {m.at[c].week: c for c in m.by_pair[p, v]}
    terms = []
    for w, c in at.items():
        able = w + 1 < len(wanted) and wanted[w] and wanted[w + 1] and int(problem.base[p, w + 1]) // problem.step
        if able:
            stays = [(m.on(at[w + 1]), -1)] if w + 1 in at else []
            terms.append((_over(m, "handover", (c,), [(m.on(c), 1), *stays], 0), weight))
    return terms


def _late_terms(m: Model) -> Terms:
    problem = m.problem
    weight = problem.portfolio.policy.late_start
    terms = []
    for project in sorted(m.projects):
        if m.is_open(project) and weight:
            for shift in problem.shifts[project]:
                if shift > 0:
                    terms.append((m.start(project, shift), late_cost(problem, project, shift)))
        elif m.part.people is None and weight:  # a start that is given costs in every plan, so bounds count it too
            (shift,) = problem.shifts[project]
            if shift > 0:
                terms.append((m.one(), late_cost(problem, project, shift)))
    return terms


def late_cost(problem: Problem, project: int, shift: int) -> int:
    """Return what a start `shift` weeks late costs in level 3, in 1/1,000,000 day."""
    grid = problem.grid
    rows = [grid.wanted[line.id] for line in grid.lines_of[problem.projects[project].id]]
    weeks = sum(any(row[w] for row in rows) for w in range(problem.portfolio.settings.weeks))
    total = Fraction(sum(map(sum, rows)), UNITS_PER_DAY)
    late = problem.portfolio.policy.late_start * max(0, shift)
    return _micro(late * total / weeks) if weeks else 0


def _weighted_terms(m: Model) -> Terms:
    """Return the weighted sum over what the model holds; `empty_prices` is the rest of it."""
    prices = prices_of(m.problem)
    terms = _missing_terms(m) + _idle_terms(m)
    for p, v in list(m.by_pair):
        price = prices.of_pair(p, m.problem.variants[v].line)
        if price and p in m.free_people:
            terms.append((m.used(p, v), price))
    for p in sorted(m.free_people):
        if price := int(prices.used[p]):
            groups = [cells for (q, _), cells in m.by_person_week.items() if q == p]
            terms.append((m.made("person", (p,), partial(m.any_of, groups)), price))
    if prices.change:
        terms += [(j, a * prices.change) for j, a in _change_terms(m)]
    return terms + _quality_terms(m)


def _missing_terms(m: Model) -> Terms:
    """Credit the days met with their price, and charge starts that put wanted days into dearer weeks."""
    problem, prices = m.problem, prices_of(m.problem).missing
    terms: Terms = []
    for v, w in sorted(m.by_variant_week):
        price = int(prices[problem.variants[v].line, w])
        terms += [(j, -a * price) for j, a in m.met(v, w)]
    for project in sorted(m.projects):
        if m.is_open(project):
            first, *later = problem.shifts[project]
            for shift in later:
                dearer = empty_price(problem, project, shift) - empty_price(problem, project, first)
                if dearer:
                    terms.append((m.start(project, shift), dearer))
    return terms


def _idle_terms(m: Model) -> Terms:
    """Charge the days that people have and do not work."""
    problem, terms = m.problem, []
    for p in range(len(problem.people)) if m.part.people is None else sorted(m.free_people):
        price = int(prices_of(problem).idle[p])
        for w, units in enumerate(problem.base[p].tolist() if price else ()):
            used = [(j, -a) for j, a in m.sum_days(m.by_person_week.get((p, w), ()))]
            if int(problem.limit[p, w]) > units:  # days beyond capacity make up for no idle ones
                terms.append((_over(m, "idle", (p, w), [*used, (m.one(), units)], 0), price))
            elif units:
                terms += [(j, a * price) for j, a in [*used, (m.one(), units)]]
    return terms
