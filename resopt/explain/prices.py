"""Prices: what one more day of a role in a week is worth, by the residual network of the plan's own days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from resopt.explain.standing import NONE, Standing
from resopt.result import Price


def prices(standing: Standing) -> tuple[Price, ...]:
    """Return for each role and week the highest tier that would get more if the role had one more day.

    The day goes to a line of the role that is short, or frees somebody who serves such a line for another one, and so
    on. By amounts alone: other rules are not looked at.
    """
    lines = defaultdict[str, list[str]](list)
    for line in (x for own in standing.grid.lines_of.values() for x in own):
        if line.role and line.person_id is None:
            lines[line.role].append(line.id)
    open_to = defaultdict[str, list[str]](list)
    for line_id in standing.wanted:
        for person in standing.able[line_id]:
            open_to[person].append(line_id)
    weeks = range(standing.portfolio.settings.weeks)
    return tuple(Price(role, w, _best(standing, open_to, lines[role], w)) for role in sorted(lines) for w in weeks)


def _best(standing: Standing, open_to: dict[str, list[str]], first: Iterable[str], week: int) -> int | None:
    """Return the highest tier of a short line that can be reached."""
    reached = [line for line in first if standing.wanted[line][week]]
    seen, best = set(reached), None
    while reached:
        line = reached.pop()
        if standing.missing(line, week):
            tier = standing.grid.tier_of[standing.lines[line].project_id]
            best = tier if best is None else min(best, tier)
        for person in (p for p, spans in standing.on_line.get(line, {}).items() if week in spans):
            if standing.at.get((person, week), NONE).get(line):
                more = [x for x in open_to[person] if x not in seen and standing.wanted[x][week]]
                seen.update(more)
                reached += more
    return best
