"""Reasons: the minimal groups of facts that rule out what short lines want, week by week, equal ones as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from resopt.domain.rules import Rule
from resopt.explain.broad import Broad
from resopt.explain.groups import all_minimal
from resopt.explain.network import Claims, Network
from resopt.result import Conflict, Ground, Reason

MOST = 3  # groups of one week
TRIES = 9  # and minimal groups looked for to find them
DEPTHS = (1, 2, 3)  # how far from the short line claims are looked for
TOO_FEW = ((), (Ground("rule", rule=Rule.STEP),))  # the grounds where people have less than wanted in any case
OVERALL = ("own", "whole")  # facts whose amount is that of all weeks
WIDEST = 30  # claims of a network in which minimal groups are looked for


def with_reasons(claims: Claims, conflict: Conflict) -> Conflict:
    """Return a gap with the groups of facts that rule it out by amounts; other conflicts as they are.

    Where those who could serve have too little whatever else holds, that is the first reason, and the lines are then
    asked for what they have at most.
    """
    if conflict.kind != "gap" or not conflict.people:
        return conflict
    lines, found, complete = conflict.line_ids, list[Reason](), True
    span = range(conflict.first, conflict.last + 1)
    for week in conflict.weeks:
        asked = claims.most(lines, week)
        if asked < claims.all_wanted(lines, week):
            found.append(_too_few(claims, lines, week))
        if asked > claims.all_met(lines, week):
            reasons, all_found = _of_week(claims, lines, week, asked, span)
            found += reasons
            complete = complete and (all_found or not reasons)
    done = replace(conflict, reasons=merged(found), complete=complete)
    return replace(done, loose=tuple(open_weeks(claims, done)))


def open_weeks(claims: Claims, conflict: Conflict) -> dict[int, int]:
    """Return the weeks, with the units asked for, in which no facts are known to keep days from the lines."""
    known = {w for reason in conflict.reasons if reason.grounds not in TOO_FEW for w in reason.weeks}
    asked = {w: claims.most(conflict.line_ids, w) for w in conflict.weeks if w not in known and conflict.people}
    return {w: units for w, units in asked.items() if units > claims.all_met(conflict.line_ids, w)}


def _too_few(claims: Claims, lines: Sequence[str], week: int) -> Reason:
    """Return the reason that people have less than the lines want, if need be because of what lies below a step."""
    people, wanted = claims.s.able[lines[0]], claims.all_wanted(lines, week)
    step = claims.s.portfolio.settings.step
    below = sum(claims.present[p][week] for p in people) >= wanted
    have = sum(claims.limit[p][week] - (claims.limit[p][week] % step if below else 0) for p in people)
    return Reason((week,), TOO_FEW[below], people, wanted, have, wanted)


def _of_week(claims: Claims, lines: Sequence[str], week: int, asked: int, span: range) -> tuple[list[Reason], bool]:
    """Return the groups of one week from the nearest claims that rule it out, and whether these are all.

    Where so many lines are involved that they are found together only, they are one broad reason.
    """
    broad = None if claims.frozen(week) else Broad(claims, lines, week, asked)
    if broad is not None and broad.fits:
        return [], False
    for depth in DEPTHS:
        network = Network(claims, lines, week, asked, depth, span)
        if len(network.needs) > WIDEST:
            break
        facts = range(len(network.grounds))
        if network.ruled_out(facts) is not None:
            groups, all_found = all_minimal(network.ruled_out, facts, MOST, TRIES)
            return [_reason(network, group) for group in groups], all_found
    return ([] if broad is None else [broad.reason()]), False


def _reason(network: Network, group: Sequence[int]) -> Reason:
    needed, have, people = network.sums(group)
    taken = network.taken(group)
    grounds = tuple(replace(network.grounds[i], taken=taken.get(i, 0)) for i in group)
    return Reason(
        (network.week,), tuple(sorted(grounds, key=_place)), people, needed, have, network.needs[network.line]
    )


def _place(ground: Ground) -> tuple[bool, str, int, tuple[str, ...]]:
    return ground.kind != "claim", ground.kind, -ground.units, ground.key


def merged(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Return equal reasons of several weeks as one, with the sums of their amounts."""
    alike: dict[object, list[Reason]] = {}
    for reason in reasons:
        key = (reason.is_sum, reason.people, frozenset(g.key for g in reason.grounds))
        alike.setdefault("broad" if reason.is_broad else key, []).append(reason)
    return tuple(_sum(group) for group in alike.values())


def _sum(reasons: list[Reason]) -> Reason:
    units: dict[tuple[str, ...], int] = {}
    taken: dict[tuple[str, ...], int] = {}
    first: dict[tuple[str, ...], Ground] = {}
    for ground in (g for reason in reasons for g in reason.grounds):
        before = units.get(ground.key, 0)
        units[ground.key] = max(before, ground.units) if ground.kind in OVERALL else before + ground.units
        taken[ground.key] = taken.get(ground.key, 0) + ground.taken
        first.setdefault(ground.key, ground)
    summed = (replace(g, units=units[key], taken=taken[key]) for key, g in first.items())
    grounds = sorted(summed, key=_place)
    weeks = sorted({w for reason in reasons for w in reason.weeks})
    needed, have = sum(r.needed for r in reasons), sum(r.have for r in reasons)
    asked = sum(r.asked for r in reasons)
    people = tuple(dict.fromkeys(p for r in reasons for p in r.people))
    return replace(
        reasons[0], people=people, weeks=tuple(weeks), grounds=tuple(grounds), needed=needed, have=have, asked=asked
    )
