"""Minimal groups: which facts rule something out together, by leaving them out one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Test = Callable[[Sequence[int]], Sequence[int] | None]  # facts kept -> those that suffice to rule it out, None: it fits


def minimal(test: Test, facts: Sequence[int]) -> tuple[int, ...] | None:
    """Return a minimal group among `facts` that rules it out; None if all of them do not.

    Facts are left out in chunks, in the end one by one, in their order, so the last ones stay most likely. `test` may
    say at once which of the facts it needed.
    """
    found = test(facts)
    if found is None:
        return None
    group, size = list(found), max(1, len(found) // 2)
    while True:
        for first in range(0, len(found), size):
            chunk = set(found[first : first + size]) & set(group)
            without = test([f for f in group if f not in chunk]) if chunk else None
            if without is not None:
                group = list(without)
        if size == 1:
            return tuple(group)
        found, size = list(group), size // 2


def all_minimal(test: Test, facts: Sequence[int], most: int, tries: int) -> tuple[list[tuple[int, ...]], bool]:
    """Return up to `most` minimal groups and whether these are all.

    Parameters
    ----------
    tries
        Most calls of `minimal`.

    Notes
    -----
    The hitting-set tree of Reiter (Artificial Intelligence 32, 1987): each group found is left by giving up one of its
    facts after the other; where nothing is ruled out any more, the branch is closed.
    """
    groups: list[tuple[int, ...]] = []
    given_up: list[frozenset[int]] = [frozenset()]
    seen = set(given_up)
    while given_up:
        gone = given_up.pop(0)
        group = next((g for g in groups if not gone & set(g)), None)
        if group is None:
            if len(groups) == most or not tries:
                return groups, False
            tries -= 1
            group = minimal(test, [f for f in facts if f not in gone])
            if group is None:
                continue
            groups.append(group)
        for fact in group:
            wider = gone | {fact}
            if wider not in seen:
                seen.add(wider)
                given_up.append(wider)
    return groups, True
