"""Known again: gaps that a run before saw keep their IDs, although their weeks have moved or a line has joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from resopt.domain.history import Seen
from resopt.domain.records import Portfolio
from resopt.result import Conflict, Remedy, Result


def known_again(portfolio: Portfolio, result: Result, seen: Sequence[Seen]) -> Result:
    """Return the result with the IDs under which gaps of the same lines in overlapping weeks were seen before."""
    new = _ids(portfolio, result.conflicts, seen)
    if all(old == one for old, one in new.items()):
        return result
    conflicts = tuple(replace(c, id=new[c.id]) for c in result.conflicts)
    found = result.explanation
    if found is None:
        return result.with_conflicts(conflicts)

    def called(remedy: Remedy) -> Remedy:
        return replace(remedy, conflict_ids=tuple(new.get(i, i) for i in remedy.conflict_ids))

    together = None if found.together is None else called(found.together)
    explanation = replace(found, conflicts=conflicts, remedies=tuple(map(called, found.remedies)), together=together)
    return replace(result, explanation=explanation)


def _ids(portfolio: Portfolio, conflicts: Sequence[Conflict], seen: Sequence[Seen]) -> dict[str, str]:
    """Return by ID the ID to bear: pairs with the same one first, then those that share the most weeks."""
    gaps = [c for c in conflicts if c.kind == "gap"]
    pairs = [(c.id != s.id, -weeks, c.id, s.id) for c in gaps for s in seen if (weeks := _shared(portfolio, c, s)) > 0]
    new = dict[str, str]()
    for _, _, one, old in sorted(pairs):
        if one not in new and old not in new.values():
            new[one] = old
    taken = set(new.values())
    for c in conflicts:
        if c.id not in new:
            number, name = 2, c.id
            while name in taken:
                name, number = f"{c.id}-{number}", number + 1
            new[c.id] = name
            taken.add(name)
    return new


def _shared(portfolio: Portfolio, conflict: Conflict, seen: Seen) -> int:
    """Return how many weeks of a gap were short before, 0 if it is another project's or of other lines."""
    if conflict.project_id != seen.project_id or not set(conflict.line_ids) & set(seen.line_ids):
        return 0
    monday = portfolio.settings.monday
    first, last = max(monday(conflict.first), seen.first), min(monday(conflict.last), seen.last)
    return (last - first + timedelta(days=7)).days // 7
