"""Outlook: what changes could bring by amounts alone, so that the most promising are solved first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from time import monotonic

from resopt.domain.changes import Change, FillIn, Hire, Priority, Shift, Train, apply
from resopt.domain.records import Portfolio
from resopt.engine.compile import compile_problem
from resopt.engine.coverage import Coverage
from resopt.engine.pool import Pool
from resopt.explain.base import Base
from resopt.explain.candidates import Candidate, in_turn

AMOUNTS = (Hire, Train, FillIn, Shift)  # what these bring, a flow sees; what rules that are lifted bring, it does not
GOOD, OPEN, POOR = range(3)
ALIKE = 2  # hires of one role that are solved before all others, with one person and with several

Changes = tuple[Change, ...]
Rank = tuple[int, int, int]  # good, open or poor; the highest tier that could get more; less the more days


def promising(pool: Pool, portfolio: Portfolio, kinds: Sequence[Sequence[Candidate]], end: float) -> list[Candidate]:
    """Return candidates in the order in which to solve them, the kinds in turn.

    Of people and dates, those come first by which a higher tier could get more, then those that could bring more days,
    in the flow: it knows capacity, who may serve, and locks. To whom it gives nothing comes last, behind all others,
    and so do a higher priority, which mostly takes what it brings, and all but the best hires of a role.

    Parameters
    ----------
    pool
        Its workers share something with a `portfolio`.
    end
        A time of `monotonic` after which no more flows are begun; changes that are not known then stand behind the
        good ones of their kind, as they stood.
    """
    asked = [c for c in in_turn(kinds) if isinstance(c.changes[0], AMOUNTS)]
    before = most_of(portfolio)
    answers = pool.run(_most, [(c.changes, end) for c in asked], end + 1.0)
    ranks = {c.changes: _rank(before, after) for c, after in zip(asked, answers, strict=True)}
    listed = [
        _with_few_alike(sorted(((_rank_of(c, ranks), c) for c in kind), key=lambda one: one[0])) for kind in kinds
    ]
    good = in_turn([[c for rank, c in kind if rank[0] < POOR] for kind in listed])
    return good + in_turn([[c for rank, c in kind if rank[0] == POOR] for kind in listed])


def _with_few_alike(ordered: list[tuple[Rank, Candidate]]) -> list[tuple[Rank, Candidate]]:
    """Return candidates of which a further hire of a role, one or several as before, is a poor one."""
    seen, found = Counter[tuple[str, bool]](), list[tuple[Rank, Candidate]]()
    for rank, candidate in ordered:
        alike = [(change.role, change.count > 1) for change in candidate.changes if isinstance(change, Hire)]
        seen.update(alike)
        more = any(seen[one] > ALIKE for one in alike)
        found.append(((POOR, *rank[1:]) if more else rank, candidate))
    return found


def _rank_of(candidate: Candidate, ranks: Mapping[Changes, Rank]) -> Rank:
    if any(isinstance(change, Priority) for change in candidate.changes):
        return POOR, 0, 0
    return ranks.get(candidate.changes, (OPEN, 0, 0))


def _rank(before: Sequence[int], after: Sequence[int] | None) -> Rank:
    if after is None:
        return OPEN, 0, 0
    more = [new - old for old, new in zip(before, after, strict=True)]
    tier = next((k for k, units in enumerate(more) if units > 0), None)
    return (POOR, 0, 0) if tier is None else (GOOD, tier, -more[-1])


def most_of(portfolio: Portfolio) -> list[int]:
    """Return the most units that the tiers up to each can get together."""
    network = Coverage(compile_problem(portfolio))
    return [network.bound(tier) for tier in range(len(portfolio.tiers))]


def _most(base: Base, task: tuple[Changes, float]) -> list[int] | None:
    """Return the most that the tiers can get with some changes, None if it is too late; runs in a worker process."""
    changes, end = task
    return None if monotonic() > end else most_of(apply(base.portfolio, changes))
