"""Random tiny portfolios by seed: few people, projects and weeks, and every hard rule often enough to bind.

Every portfolio starts from a plain base with more demand than capacity; then a few of the `MAKERS`, some in turn
and some by chance, put rules, locks and wishes on it, each placed where it is likely to hurt.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import comb
from random import Random

from tiny_draft import Draft
from tiny_facts import (
    core,
    freeze,
    lock_clash,
    lock_odd,
    lock_off_plan,
    lock_wide,
    lock_zero,
    must_have,
    no_longer_wanted,
    on_hold,
    record,
    soft_lock,
    wishes,
)
from tiny_limits import (
    absence,
    apart,
    budget,
    day_off,
    exclusive,
    fill,
    filled_by,
    forbid,
    lend,
    level,
    max_people,
    max_projects,
    min_days,
    min_share,
    min_staffing,
    named,
    part_time,
    require,
    same_people,
    short_stay,
    skills,
    start,
    supervise,
    together,
    tolerance,
)

from resopt.domain.policy import Policy
from resopt.domain.records import (
    Lock,
    Portfolio,
)

MAKERS: tuple[Callable[[Draft], None], ...] = (
    part_time,
    absence,
    short_stay,
    day_off,
    tolerance,
    skills,
    level,
    named,
    filled_by,
    min_share,
    min_days,
    max_projects,
    max_people,
    same_people,
    fill,
    min_staffing,
    budget,
    start,
    forbid,
    exclusive,
    apart,
    require,
    supervise,
    together,
    lend,
    must_have,
    lock_odd,
    lock_wide,
    lock_zero,
    lock_clash,
    lock_off_plan,
    freeze,
    record,
    no_longer_wanted,
    soft_lock,
    core,
    wishes,
)


# These touch the draft last, two in turn: others undo them easily.
LATE_MAKERS = (
    min_share,
    max_projects,
    same_people,
    fill,
    require,
    start,
    exclusive,
    apart,
    supervise,
    together,
    lock_clash,
    budget,
    tolerance,
    min_staffing,
    must_have,
    min_days,
    max_people,
    freeze,
    lend,
    fill,
    start,
    min_share,
    max_projects,
    supervise,
    exclusive,
    forbid,
)


def policy(rng: Random) -> Policy:
    """Return weights and prices that make different plans differ in level 3."""

    def near(percent: int) -> Fraction:
        return Fraction(percent * 10 + rng.randint(-9, 9), 1000)

    return Policy(
        people=near(97),
        handover=near(53),
        fit=near(7),
        preferred=near(11),
        own_department=near(3),
        late_start=near(13),
        cost=near(17) if rng.random() < 0.5 else Fraction(0),
        price_missing=near(300),
        price_idle=near(23),
        price_pair=near(71),
        price_used=near(157),
        price_change=near(37),
    )


def tiny(seed: int) -> Portfolio:
    """Return the tiny portfolio of `seed`."""
    rng = Random(f"tiny {seed}")
    portfolio = None
    while portfolio is None:
        portfolio = attempt(rng, seed)
    return portfolio


def attempt(rng: Random, turn: int) -> Portfolio | None:
    """Return a portfolio with the makers of this turn and some by chance; None if it came out too large."""
    draft = Draft(rng)
    by_chance = rng.sample(MAKERS, rng.choice([0, 0, 1, 1, 2]))
    turns = (turn, turn + 7 * (turn // len(LATE_MAKERS)) + 4, turn * 3 + 11)
    in_turn = [MAKERS[turn % len(MAKERS)], *(LATE_MAKERS[n % len(LATE_MAKERS)] for n in turns)]
    for maker in [*(m for m in by_chance if m not in in_turn), *dict.fromkeys(in_turn)]:
        maker(draft)
    if rng.random() < 0.2:
        on_hold(draft)
    return finish(draft)


def finish(draft: Draft) -> Portfolio | None:
    """Return the draft as a portfolio; None if it has too many plans to look at."""
    small = wide_pins(draft) < 2 and spread(draft) < 12_000_000
    return draft.build(policy(draft.rng)) if small else None


def wide_pins(d: Draft) -> int:
    """Count the people who share locked days among several lines: two make too many plans to count."""
    several = {i for i in d.projects if sum(x.project_id == i for x in d.lines.values()) > 1}
    wide = [b for b in d.bookings if b.project_id in several and (d.settings.freeze_weeks or b.line_id is None)]
    return len({(b.person_id, b.project_id) for b in wide if b.lock is Lock.HARD or d.settings.freeze_weeks})


def spread(d: Draft) -> int:
    """Estimate from above how many plans there are, locks apart."""
    plans = 1
    for p in d.people.values():
        fillers = {s.role: name for name, role in d.roles.items() for s in role.filled_by}
        roles = {*p.roles, *(fillers[r] for r in p.roles if r in fillers)}
        able = sum(x.person_id == p.id or (not x.person_id and x.role in roles) for x in d.lines.values())
        parts = int(1000 * (1 + d.settings.tolerance)) // d.settings.step
        plans *= comb(able + parts, parts) ** d.settings.weeks
    return plans
