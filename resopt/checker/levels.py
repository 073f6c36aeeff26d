"""The levels of a plan, recomputed in integers: days met, overtime, change, quality, the weighted sum."""

from __future__ import annotations

from collections.abc import Sequence

from resopt.checker.ground import Ground
from resopt.checker.people import rounded
from resopt.checker.view import View
from resopt.domain.records import Certainty
from resopt.domain.rules import FACT_RULES, Fact
from resopt.domain.units import MICRO, UNITS_PER_DAY
from resopt.result import Score, TierScore


def score_of(ground: Ground, view: View, set_aside: Sequence[Fact]) -> Score:
    """Return all levels of the plan in `view`."""
    change, quality = change_of(ground, view), quality_of(ground, view)
    return Score(
        set_aside=tuple(sum(fact.rule is rule for fact in set_aside) for rule in FACT_RULES),
        tiers=tuple(_tier_score(ground, view, tier.project_ids) for tier in ground.portfolio.tiers),
        overtime=sum(max(0, view.used(p, w) - ground.capacity[p][w]) for p, w in view.load),
        soft_missed=soft_missed_of(ground, view),
        change=change,
        quality=quality,
        weighted=prices_of(ground, view, change) + quality,
    )


def _tier_score(ground: Ground, view: View, project_ids: Sequence[str]) -> TierScore:
    core = firm = total = value = 0
    for project_id in project_ids:
        worth = rounded(ground.projects[project_id].value * MICRO)
        for line in ground.lines_of[project_id]:
            met = sum(view.met(line.id))
            core += met if line.core else 0
            firm += met if line.certainty is Certainty.FIRM else 0
            total += met
            value += worth * met
    return TierScore(core, firm, total, value)


def soft_missed_of(ground: Ground, view: View) -> int:
    """Return the units of soft locks that the plan does not keep."""
    missed = 0
    for (person, lines, week), units in ground.soft.items():
        given = sum(view.served.get((person, line), {}).get(week, 0) for line in lines)
        missed += max(0, units - given)
    return missed


def change_of(ground: Ground, view: View) -> int:
    """Return the units that the plan takes away from the one given back, else from the plan of record."""
    return sum(max(0, units - view.project_units(*key)) for key, units in ground.before.items())


def quality_of(ground: Ground, view: View) -> int:
    """Return level 3: people, handovers, charges per day and late starts, in 1/1,000,000 day."""
    policy = ground.portfolio.policy
    return (
        rounded(policy.people * MICRO) * len(view.served)
        + rounded(policy.handover * MICRO) * handovers_of(ground, view)
        + charges_of(ground, view)
        + sum(_late_start(ground, view, project) for project in view.shifts if project in ground.tier_of)
    )


def handovers_of(ground: Ground, view: View) -> int:
    """Return how often somebody leaves a line that goes on, though they have time for it."""
    count = 0
    for (person, line_id), weeks in view.served.items():
        wanted, capacity = view.wanted[line_id], ground.capacity[person]
        for week in weeks:
            after = week + 1
            if after < len(wanted) and after not in weeks and wanted[week] and wanted[after]:
                count += ground.on_step(capacity[after]) > 0
    return count


def charges_of(ground: Ground, view: View) -> int:
    """Return what the days cost in level 3 above the cheapest person of each line; unqualified people cost 0."""
    charges = 0
    for (person, line_id), weeks in view.served.items():
        charges += ground.charges.per_unit(person, ground.lines[line_id]) * sum(weeks.values())
    return charges


def _late_start(ground: Ground, view: View, project_id: str) -> int:
    late = max(0, view.shifts[project_id])
    rows = [view.wanted[line.id] for line in ground.lines_of[project_id]]
    units = sum(sum(row) for row in rows)
    weeks = sum(any(amounts) for amounts in zip(*rows, strict=True))
    if not weeks:
        return 0
    return rounded(ground.portfolio.policy.late_start * late * units * MICRO / (UNITS_PER_DAY * weeks))


def prices_of(ground: Ground, view: View, change: int) -> int:
    """Return the weighted sum without level 3: missing and idle days, pairs and people used, change."""
    prices = ground.prices
    total = prices.change * change
    total += sum(prices.pair(*pair) for pair in view.served)
    total += sum(prices.used(person) for person in {person for person, _ in view.load})
    for person, row in ground.capacity.items():
        if price := prices.idle(person):
            total += price * sum(max(0, capacity - view.used(person, w)) for w, capacity in enumerate(row))
    for line in ground.lines.values():
        total += prices.missing(line.id, ground.tier_of[line.project_id], view.wanted[line.id], view.met(line.id))
    return total
