"""Risk: Monte Carlo over absence, overrun and late joiners: which projects end short, which role breaks first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from resopt.arguments import listed, need_call, need_count, need_kind, need_number, need_plan_of, need_portfolio
from resopt.checker.people import Staffing
from resopt.domain.grid import Grid, lay_out
from resopt.domain.records import Line, Portfolio
from resopt.domain.units import DAYS_PER_WEEK, to_days
from resopt.messages import say
from resopt.plan import Plan
from resopt.scenarios.sweep import Progress

if TYPE_CHECKING:
    from pandas import DataFrame

SLACKS = (0.0, 0.05, 0.1, 0.2)  # free time of everybody besides what the plan leaves, as share of their capacity
STEPS = 50  # times that `progress` is told, at most
WIDEST = 10.0  # spread of overrun; at 1 one project in six wants more than e times its demand
SHORT = 0.05  # of the days that the plan gives a project: what it may lose before it counts as short

Gap = dict[tuple[str, int], int]  # (line, week) -> units


@dataclass(frozen=True, slots=True)
class Risks:
    """The distributions from which each draw is made.

    Parameters
    ----------
    absence
        Chance that a person falls ill in a week; then one to five of its days are lost, each number alike.
    overrun
        Spread of a project's demand: it is multiplied by a factor whose logarithm is normal with mean 0 and this
        standard deviation; only factors above 1 are counted.
    late
        Mean number of weeks by which people who start inside the horizon come later (geometric: each further week has
        the same chance).

    Raises
    ------
    ValueError
        If a number is out of range.
    """

    absence: float = 0.04
    overrun: float = 0.1
    late: float = 1.0

    def __post_init__(self) -> None:
        need_number("absence", self.absence, 1)
        need_number("overrun", self.overrun, WIDEST)
        need_number("late", self.late)


@dataclass(frozen=True)
class Risk:
    """What happened in `draws` draws; frames have documented columns.

    projects
        project_id, project, tier (text), planned_days, short_share (how often it loses more than `SHORT` of its days),
        mean_lost_days, p90_lost_days (float).
    roles
        role (text), first_share (how often it is the first that cannot be made good), mean_lost_days (float).
    slack
        slack, safe_share (how often no project is short), safe_first_tier (how often none of the first tier is).
    """

    draws: int
    seed: int
    risks: Risks
    projects: DataFrame
    roles: DataFrame
    slack: DataFrame

    def _repr_html_(self) -> str:
        return str(self.projects.head(10).to_html(index=False, float_format=lambda x: f"{x:.2f}"))


def risk(
    portfolio: Portfolio,
    plan: Plan,
    *,
    risks: Risks | None = None,
    draws: int = 200,
    seed: int = 0,
    slacks: Sequence[float] = SLACKS,
    progress: Progress | None = None,
) -> Risk:
    """Return how a plan stands up to absence, overrun and late joiners.

    In every draw days are lost or wanted more than planned; people who could serve the line and have free days in that
    week make good what they can, lines of higher tiers first. Nothing else of the plan changes. All slacks meet the
    same draws.

    Parameters
    ----------
    portfolio, plan
        What is planned.
    risks
        The distributions.
    draws
        How many draws.
    seed
        Equal seed, equal draws.
    slacks
        Free time of everybody besides what the plan leaves, as shares of their capacity; the first is that of the
        frames `projects` and `roles`.
    progress
        Called with how many draws are done, how many there are, and a word for them.

    Raises
    ------
    ValueError
        If there is no draw or no slack, or an argument is of the wrong kind.
    """
    need_portfolio("portfolio", portfolio)
    need_plan_of(portfolio, plan)
    need_kind("risks", risks, (Risks, type(None)), "ro.Risks(...)")
    need_count("draws", draws, 1)
    need_count("seed", seed, 0)
    need_call("progress", progress)
    slacks = listed("slacks", slacks, "a list of shares such as (0, 0.1)")
    need_count("how many slacks there are", len(slacks), 1)
    for slack in slacks:
        need_number("each of slacks", slack)
    world, chance = _World(portfolio, plan), Random(f"risk {seed}")
    given = risks or Risks()
    outcomes: dict[float, list[Gap]] = {slack: [] for slack in slacks}
    for done in range(1, draws + 1):
        hurt = world.draw(given, chance)
        for slack in slacks:
            outcomes[slack].append(world.left(hurt, slack))
        if progress is not None and (done * STEPS // draws > (done - 1) * STEPS // draws):
            progress(done, draws, say("bar.draws", portfolio.settings.language))
    return Risk(
        draws,
        seed,
        given,
        _projects(world, outcomes[slacks[0]]),
        _roles(world, outcomes[slacks[0]]),
        _slack(world, outcomes),
    )


@dataclass(frozen=True, slots=True)
class _Hurt:
    """One draw: units lost or wanted more by line and week, and free units gone by person and week."""

    gap: Gap
    gone: dict[tuple[str, int], int]


class _World:
    """What all draws share: who works on what, who is free, who could stand in."""

    def __init__(self, portfolio: Portfolio, plan: Plan) -> None:
        self.portfolio, self.grid = portfolio, lay_out(portfolio)
        grid: Grid = self.grid
        self.lines: dict[str, Line] = {x.id: x for lines in grid.lines_of.values() for x in lines}
        staffing = Staffing(portfolio)
        self.able = {x.id: tuple(p.id for p in staffing.qualified(x)) for x in self.lines.values()}
        self.work: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
        self.planned: Counter[str] = Counter()
        self.given: Counter[tuple[str, int]] = Counter()
        self.free = {p: list(row) for p, row in grid.capacity.items()}
        for a in plan.assignments:
            self.work[a.person_id, a.week].append((a.line_id, a.units))
            self.planned[self.lines[a.line_id].project_id] += a.units
            self.given[a.line_id, a.week] += a.units
            self.free[a.person_id][a.week] -= a.units
        self.rank = {x.id: (grid.tier_of[x.project_id], not x.core, x.id) for x in self.lines.values()}
        first, last = portfolio.settings.start, portfolio.settings.end
        self.joiners = [
            (p.id, (p.start - first).days // 7) for p in portfolio.people if p.start and first < p.start <= last
        ]

    def draw(self, risks: Risks, chance: Random) -> _Hurt:
        """Return what goes wrong in one draw."""
        gap: Counter[tuple[str, int]] = Counter()
        gone: dict[tuple[str, int], int] = {}
        for person, row in self.grid.capacity.items():
            for week, capacity in enumerate(row):
                if capacity and chance.random() < risks.absence:
                    self._lose(person, week, chance.randint(1, DAYS_PER_WEEK) / DAYS_PER_WEEK, gap, gone)
        for person, week in self.joiners:
            while week < self.portfolio.settings.weeks and chance.random() < risks.late / (1 + risks.late):
                self._lose(person, week, 1.0, gap, gone)
                week += 1
        for project, lines in self.grid.lines_of.items():
            factor = chance.lognormvariate(0, risks.overrun) if risks.overrun else 1.0
            if factor > 1 and self.planned[project]:
                for line in lines:
                    for week in range(self.portfolio.settings.weeks):
                        gap[line.id, week] += round(self.given[line.id, week] * (factor - 1))
        return _Hurt({key: units for key, units in gap.items() if units > 0}, gone)

    def _lose(
        self, person: str, week: int, share: float, gap: Counter[tuple[str, int]], gone: dict[tuple[str, int], int]
    ) -> None:
        if (person, week) in gone:
            return
        gone[person, week] = round(max(0, self.free[person][week]) * share)
        for line, units in self.work[person, week]:
            gap[line, week] += round(units * share)

    def left(self, hurt: _Hurt, slack: float) -> Gap:
        """Return what of the gaps nobody can make good, with so much more free time."""
        free: dict[tuple[str, int], int] = {}
        left = dict(hurt.gap)
        for line, week in sorted(left, key=lambda key: (self.rank[key[0]], key[1])):
            need = left[line, week]
            for person in self.able[line]:
                if not need:
                    break
                if (person, week) not in free:
                    more = round(slack * self.grid.capacity[person][week])
                    here = max(0, self.free[person][week]) + more - hurt.gone.get((person, week), 0)
                    free[person, week] = max(0, here) if hurt.gone.get((person, week)) is None else 0
                given = min(need, free[person, week])
                free[person, week] -= given
                need -= given
            left[line, week] = need
        return {key: units for key, units in left.items() if units}

    def lost(self, left: Gap) -> Counter[str]:
        """Return units lost by project."""
        found: Counter[str] = Counter()
        for (line, _), units in left.items():
            found[self.lines[line].project_id] += units
        return found

    def short(self, left: Gap) -> set[str]:
        """Return the projects that lose more than `SHORT` of what the plan gives them."""
        return {p for p, units in self.lost(left).items() if units > SHORT * self.planned[p]}

    def role(self, line_id: str) -> str:
        """Return the role of a line, its skills where it has none."""
        line = self.lines[line_id]
        return line.role or "; ".join(skill.name for group in line.skills for skill in group)


def _projects(world: _World, outcomes: Sequence[Gap]) -> DataFrame:
    from pandas import DataFrame

    names = {p.id: p.name for p in world.portfolio.projects}
    lost, short = [world.lost(left) for left in outcomes], [world.short(left) for left in outcomes]
    rows = []
    for k, tier in enumerate(world.portfolio.tiers, 1):
        for project in tier.project_ids:
            units = sorted(one[project] for one in lost)
            often = sum(project in one for one in short) / len(outcomes)
            mean, p90 = sum(units) / len(units), units[min(len(units) - 1, int(0.9 * len(units)))]
            days = (to_days(world.planned[project]), often, to_days(round(mean)), to_days(p90))
            rows.append((project, names[project], f"{k}: {tier.kind} {tier.label}", *days))
    columns = ["project_id", "project", "tier", "planned_days", "short_share", "mean_lost_days", "p90_lost_days"]
    frame = DataFrame(rows, columns=columns).sort_values(["short_share", "project_id"], ascending=[False, True])
    return frame.reset_index(drop=True)


def _roles(world: _World, outcomes: Sequence[Gap]) -> DataFrame:
    from pandas import DataFrame

    first: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for left in outcomes:
        weeks: dict[int, Counter[str]] = defaultdict(Counter)
        for (line, week), units in left.items():
            weeks[week][world.role(line)] += units
            lost[world.role(line)] += units
        if weeks:
            earliest = weeks[min(weeks)]
            first[min(earliest, key=lambda role: (-earliest[role], role))] += 1
    roles = sorted({world.role(line) for line in world.lines})
    rows = [(role, first[role] / len(outcomes), to_days(lost[role]) / len(outcomes)) for role in roles]
    frame = DataFrame(rows, columns=["role", "first_share", "mean_lost_days"])
    return frame.sort_values(["first_share", "role"], ascending=[False, True]).reset_index(drop=True)


def _slack(world: _World, outcomes: dict[float, list[Gap]]) -> DataFrame:
    from pandas import DataFrame

    top = set(world.portfolio.tiers[0].project_ids) if world.portfolio.tiers else set()
    rows = []
    for slack, found in outcomes.items():
        short = [world.short(left) for left in found]
        rows.append(
            (slack, sum(not one for one in short) / len(found), sum(not one & top for one in short) / len(found))
        )
    return DataFrame(rows, columns=["slack", "safe_share", "safe_first_tier"])
