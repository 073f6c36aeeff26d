"""Advice to departments, each with the number of days it is about; it follows from the figures alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from resopt.domain.units import UNITS_PER_WEEK
from resopt.report.figures import Figures
from resopt.report.output import Output, RoleWeek
from resopt.report.wording import Words, plain_number, share_text

MOST = 4  # for one department


@dataclass(frozen=True, slots=True)
class Advice:
    """One sentence for one department and the units it is about."""

    department: str
    sentence: str
    units: int


def advice(figures: Figures, words: Words, found: Sequence[Output]) -> tuple[Advice, ...]:
    """Return what each department could look at, by department, most days first; small amounts are left out."""
    least = int(figures.portfolio.settings.threshold_days * 200)
    everywhere = _all_free(found)
    told: list[Advice] = []
    for one in found:
        parts = (
            *_missing(words, one, everywhere),
            *_lending(words, one),
            *_run_the_business(words, one),
            *_load(figures, words, one),
        )
        mine = sorted((a for a in parts if a.units >= max(least, 1)), key=lambda a: (-a.units, a.sentence))
        told += mine[:MOST]
    return tuple(told)


def _all_free(found: Sequence[Output]) -> dict[RoleWeek, int]:
    free: dict[RoleWeek, int] = {}
    for one in found:
        for key, units in one.free.items():
            free[key] = free.get(key, 0) + units
    return free


def _roles(table: dict[RoleWeek, int]) -> list[str]:
    return sorted({role for role, _ in table})


def common(one: dict[RoleWeek, int], other: dict[RoleWeek, int], role: str) -> int:
    """Return the days of a role that both tables hold in the same weeks."""
    return sum(min(units, other.get(key, 0)) for key, units in one.items() if key[0] == role)


def _missing(words: Words, one: Output, everywhere: dict[RoleWeek, int]) -> Iterator[Advice]:
    """Say which role own projects lack most, and whether anybody of it is free in those weeks."""
    sums = {role: sum(u for (r, _), u in one.gap.items() if r == role) for role in _roles(one.gap)}
    if not sums:
        return
    role = min(sums, key=lambda r: (-sums[r], r))
    peak = max(units for (r, _), units in one.gap.items() if r == role)
    free = sum(everywhere.get(key, 0) for key in one.gap if key[0] == role)
    sentence = words.say(
        "advice.missing_free" if free else "advice.missing_none",
        gap=words.amount(sums[role]),
        role=role or words.say("no_role"),
        free=words.amount(free),
        fte=plain_number(peak / UNITS_PER_WEEK),
    )
    yield Advice(one.name, sentence, sums[role])


def _lending(words: Words, one: Output) -> Iterator[Advice]:
    """Say of which role the department lends most while its own projects lack it."""
    both = {role: common(one.lent, one.gap, role) for role in _roles(one.lent)}
    role = min(both, key=lambda r: (-both[r], r), default="")
    if both and both[role]:
        lent = sum(units for (r, _), units in one.lent.items() if r == role)
        sentence = words.say("advice.lending", lent=words.amount(lent), role=role, both=words.amount(both[role]))
        yield Advice(one.name, sentence, both[role])


def _run_the_business(words: Words, one: Output) -> Iterator[Advice]:
    """Say how many days of run-the-business work stand in weeks in which own projects lack the same roles."""
    both = sum(common(one.busy, one.gap, role) for role in _roles(one.busy))
    if both:
        sentence = words.say("advice.bau", bau=words.amount(one.bau), both=words.amount(both))
        yield Advice(one.name, sentence, both)


def _load(figures: Figures, words: Words, one: Output) -> Iterator[Advice]:
    """Say how many days lie between the load and the target band."""
    settings = figures.portfolio.settings
    if not one.available:
        return
    load, low, high = Fraction(one.planned, one.available), settings.target_low, settings.target_high
    shown = share_text(one.planned, one.available)
    if load < low:
        days = int(low * one.available - one.planned)
        limit = f"{float(low) * 100:g}%"
        sentence = words.say("advice.below", load=shown, limit=limit, days=words.amount(days))
        yield Advice(one.name, sentence, days)
    elif load > high:
        days = int(one.planned - high * one.available)
        limit = f"{float(high) * 100:g}%"
        sentence = words.say("advice.above", load=shown, limit=limit, days=words.amount(days))
        yield Advice(one.name, sentence, days)
