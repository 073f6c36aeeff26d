"""Reasons: the minimal groups of facts that rule out what a short line wants, week by week, equal ones as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from resopt.explain.groups import all_minimal
from resopt.explain.network import Claims, Network
from resopt.result import Conflict, Ground, Reason

MOST = 3  # groups of one week
TRIES = 9  # and minimal groups looked for to find them
DEPTHS = (1, 2, 3)  # how far from the short line claims are looked for
WIDEST = 120  # claims of a network


def with_reasons(claims: Claims, conflict: Conflict) -> Conflict:
    """Return a gap with the groups of facts that rule it out by amounts; other conflicts as they are."""
    if conflict.kind != "gap" or not conflict.people:
        return conflict
    found: list[Reason] = []
    complete = True
    span = range(conflict.first, conflict.last + 1)
    for week in conflict.weeks:
        reasons, all_found = _of_week(claims, conflict.line_id, week, span)
        found += reasons
        complete = complete and all_found and bool(reasons)
    return replace(conflict, reasons=merged(found), complete=complete)


def _of_week(claims: Claims, line: str, week: int, span: range) -> tuple[list[Reason], bool]:
    """Return the groups of one week from the nearest claims that rule it out, and whether these are all."""
    for depth in DEPTHS:
        network = Network(claims, line, week, depth, span)
        if len(network.needs) > WIDEST:
            break
        facts = range(len(network.grounds))
        if network.ruled_out(facts) is not None:
            groups, all_found = all_minimal(network.ruled_out, facts, MOST, TRIES)
            return [_reason(network, group) for group in groups], all_found
    return [], False


def _reason(network: Network, group: Sequence[int]) -> Reason:
    needed, have, people = network.sums(group)
    grounds = tuple(network.grounds[i] for i in group)
    return Reason((network.week,), tuple(sorted(grounds, key=_place)), people, needed, have)


def _place(ground: Ground) -> tuple[bool, str, int, tuple[str, ...]]:
    return ground.kind != "claim", ground.kind, -ground.units, ground.key


def merged(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Return equal reasons of several weeks as one, with the sums of their amounts."""
    alike: dict[tuple[object, ...], list[Reason]] = {}
    for reason in reasons:
        key = (reason.is_sum, reason.people, frozenset(g.key for g in reason.grounds))
        alike.setdefault(key, []).append(reason)
    return tuple(_sum(group) for group in alike.values())


def _sum(reasons: list[Reason]) -> Reason:
    units: dict[tuple[str, ...], int] = {}
    first: dict[tuple[str, ...], Ground] = {}
    for ground in (g for reason in reasons for g in reason.grounds):
        units[ground.key] = units.get(ground.key, 0) + ground.units
        first.setdefault(ground.key, ground)
    grounds = sorted((replace(g, units=units[key]) for key, g in first.items()), key=_place)
    weeks = sorted({w for reason in reasons for w in reason.weeks})
    needed, have = sum(r.needed for r in reasons), sum(r.have for r in reasons)
    return replace(reasons[0], weeks=tuple(weeks), grounds=tuple(grounds), needed=needed, have=have)
