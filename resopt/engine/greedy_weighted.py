"""The weighted policy's greedy step: again and again the person and line whose days lower the sum most."""

from __future__ import annotations

from heapq import heapify, heappop, heappush

import numpy as np

from resopt.engine.greedy_lines import Server
from resopt.engine.greedy_offers import offers


def gather(server: Server, lines: list[int]) -> None:
    """Give people to `lines` while that lowers the weighted sum; lines of all or nothing are left to others.

    What is given to one takes from others and so lowers what they are worth: a gain is measured again only when it
    comes first.
    """
    case = server.ledger.case
    free = [n for n in lines if not (case.lines[n].same_people or case.lines[n].fill_all or case.lines[n].fill_share)]
    queue = [entry for n in free for entry in _entries(server, n)]
    heapify(queue)
    while queue:
        _, n, p = heappop(queue)
        gain = _give(server, n, p, -queue[0][0] if queue else 0.0)
        if gain > 0:
            heappush(queue, (-gain, n, p))


def _entries(server: Server, n: int) -> list[tuple[float, int, int]]:
    """Return (-gain, line, person) of everybody whose days on the line would lower the sum."""
    who = server.ledger.case.able[n]
    amount = offers(server.ledger, n, who, server.ledger.room(n, who), server.ledger.missing(n))
    gains = np.where(server.may_join(n, who, amount), server.gains(n, who, amount), 0.0)
    return [(-float(gains[i]), n, int(who[i])) for i in np.flatnonzero(gains > 0)]


def _give(server: Server, n: int, p: int, next_best: float) -> float:
    """Give the line what the person can, and return 0; or return the gain if another one's is larger by now."""
    ledger, who = server.ledger, np.array([p], dtype=np.int64)
    amount = offers(ledger, n, who, ledger.room(n, who), ledger.missing(n))
    if not server.may_join(n, who, amount)[0]:
        return 0.0
    gain = float(server.gains(n, who, amount)[0])
    if gain < next_best:
        return gain
    row = ledger.affordable(n, p, amount[0])
    if row.any() and int(row.sum()) >= server.least(n, p):
        ledger.give(n, p, row)
    return 0.0
