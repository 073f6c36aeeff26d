"""Chains of days over the whole plan: one task for a worker process, which anneals the plan for a while."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from resopt.engine.cells import Problem, State, first_shifts, state_from

HOT, COLD = 0.3, 0.05  # temperature at the beginning and the end of the way, times the price of a pair
MOVES = 2_000  # between two looks at the clock and the plan


@dataclass(frozen=True, slots=True, eq=False)
class ChainTask:
    """Anneal `state` by so many `moves`, or for `seconds`, from one share of the `way` (0: hot, 1: cold) to another.

    A share `gains` of the moves look for more days of earlier tiers; if `gently`, a day gained moves no more than one.
    """

    state: State
    way: tuple[float, float]
    seed: int
    moves: int
    seconds: float | None = None
    gains: float = 0.0
    gently: bool = False


def warm(problem: Problem, _: None) -> bool:
    """Have the moves compiled, unless that was done on this machine before; return whether they can be used.

    They cannot without the compiler (one that does not go with the NumPy installed cannot be imported), nor where
    nothing that is compiled can be kept: then every process would compile for itself.
    """
    try:
        from resopt.engine import chain_board, chain_moves  # loads the compiler, which nothing else needs

        board = chain_board.board_of(problem, first_shifts(problem))
        chain_moves.anneal(board.tables(state_from({}, board.shifts), 0), 0, 1.0, 0.0)
    except (ImportError, OSError, RuntimeError):
        return False
    return True


def chain(problem: Problem, task: ChainTask) -> State | None:
    """Return the best state found, None if none is better than the one that the task began with."""
    from resopt.engine import chain_board, chain_moves

    board = chain_board.board_of(problem, task.state.shifts)
    if not board.usual or board.held.all():
        return None
    tables = board.tables(task.state, task.seed, 1 if task.gently else chain_board.NEVER)
    kept = chain_board.Kept(tables, weighted=board.weighted)
    start, began, done = kept.worth, monotonic(), 0
    share = 0.0
    while share < 1:
        heat = board.usual * HOT * (COLD / HOT) ** (task.way[0] + share * (task.way[1] - task.way[0]))
        chain_moves.anneal(tables, min(MOVES, task.moves), heat, task.gains)
        kept.look(tables)
        done += MOVES
        gone = 0.0 if task.seconds is None else (monotonic() - began) / max(1e-3, task.seconds)
        share = max(gone, done / max(1, task.moves))
    return board.state(kept.units) if kept.worth < start else None
