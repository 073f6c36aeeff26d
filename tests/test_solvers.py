"""What a solve proves: nothing without a solution, and a true bound where columns may be fractional on the way."""

from __future__ import annotations

from random import Random

from resopt.engine.mip import Mip, Rows
from resopt.engine.solvers import Effort, solve_scip


def hard() -> Mip:
    """Return a program of equations that no solution is soon found for; its objective is negative."""
    rows, rng = Rows(), Random(1)
    columns = [rows.binary() for _ in range(30)]
    for _ in range(8):
        terms = [(column, rng.randint(10, 99)) for column in columns]
        half = sum(amount for _, amount in terms) // 2
        rows.row(terms, low=half, high=half)
    return rows.freeze([(column, -rng.randint(1, 9)) for column in columns])


def test_a_solve_without_a_solution_proves_nothing() -> None:
    """The solver's own bound is then 0, above everything that such an objective can be."""
    answer = solve_scip(hard(), Effort(nodes=0))
    assert (answer.status, answer.values, answer.bound) == ("unknown", None, None)


def test_a_loose_solve_bounds_and_gives_a_plan_only_in_whole_numbers() -> None:
    """2 a = 7 b: fractional a = 3.5 at b = 1 is no solution, but bounds what whole ones reach."""
    rows = Rows()
    a, b = rows.column(0, 10), rows.binary()
    rows.row([(a, 2), (b, -7)], low=0, high=0)
    mip = rows.freeze([(a, -1)])
    assert solve_scip(mip, Effort()).values == (0, 0)
    loose = solve_scip(mip, Effort(loose=True))
    assert (loose.values, loose.bound) == (None, -3)
