"""A mixed-integer program as plain arrays, independent of any solver."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import gcd

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Terms = list[tuple[int, int]]  # (column, coefficient)


@dataclass(frozen=True, slots=True)
class Mip:
    """Minimise cost @ x + offset over integers lower <= x <= upper with low <= A x <= high.

    A is stored by rows: row r holds columns[starts[r]:starts[r+1]] with the same span of coefficients.
    All numbers are integers; rows without a side have -INFINITE or INFINITE there.
    """

    lower: NDArray[np.int64]
    upper: NDArray[np.int64]
    cost: NDArray[np.int64]
    offset: int
    starts: NDArray[np.int64]
    columns: NDArray[np.int64]
    coefficients: NDArray[np.int64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]


INFINITE = 1 << 60


class Rows:
    """Columns and rows while a model is being written; `freeze` makes it a Mip."""

    def __init__(self) -> None:
        self.lower: list[int] = []
        self.upper: list[int] = []
        self._starts = [0]
        self._columns: list[int] = []
        self._coefficients: list[int] = []
        self._low: list[int] = []
        self._high: list[int] = []

    def column(self, lower: int, upper: int) -> int:
        """Add an integer column and return its number."""
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.lower) - 1

    def binary(self) -> int:
        """Add a yes/no column and return its number."""
        return self.column(0, 1)

    def row(self, terms: Iterable[tuple[int, int]], low: int = -INFINITE, high: int = INFINITE) -> None:
        """Add low <= sum of terms <= high; equal columns are added up, fixed ones and common divisors taken out."""
        sums, constant = self.split(terms)
        low = low if low <= -INFINITE else low - constant
        high = high if high >= INFINITE else high - constant
        divisor = gcd(*sums.values()) or 1
        self._columns.extend(sums)
        self._coefficients.extend(a // divisor for a in sums.values())
        self._starts.append(len(self._columns))
        self._low.append(low if low <= -INFINITE else -(-low // divisor))
        self._high.append(high if high >= INFINITE else high // divisor)

    def split(self, terms: Iterable[tuple[int, int]]) -> tuple[dict[int, int], int]:
        """Return the coefficients of columns that can move, and what the fixed ones come to."""
        sums: dict[int, int] = {}
        constant = 0
        for column, coefficient in terms:
            if self.lower[column] == self.upper[column]:
                constant += coefficient * self.lower[column]
            else:
                sums[column] = sums.get(column, 0) + coefficient
        return sums, constant

    def greatest(self, terms: Terms) -> int:
        """Return the largest value the terms can take within the bounds of their columns."""
        return sum(a * (self.upper[j] if a > 0 else self.lower[j]) for j, a in terms)

    def mark(self) -> int:
        """Return a mark of the rows so far, for `drop_after`."""
        return len(self._low)

    def drop_after(self, mark: int) -> None:
        """Take back the rows added since `mark` (columns stay)."""
        del self._low[mark:], self._high[mark:], self._starts[mark + 1 :]
        del self._columns[self._starts[-1] :], self._coefficients[self._starts[-1] :]

    def freeze(self, cost: Terms, offset: int = 0) -> Mip:
        """Return the program with `cost` to be minimised."""
        objective = np.zeros(len(self.lower), dtype=np.int64)
        sums, constant = self.split(cost)
        for column, coefficient in sums.items():
            objective[column] = coefficient
        return Mip(
            np.array(self.lower, dtype=np.int64),
            np.array(self.upper, dtype=np.int64),
            objective,
            offset + constant,
            np.array(self._starts, dtype=np.int64),
            np.array(self._columns, dtype=np.int64),
            np.array(self._coefficients, dtype=np.int64),
            np.array(self._low, dtype=np.int64),
            np.array(self._high, dtype=np.int64),
        )


class Writer:
    """Columns and rows as arrays while a large program is being written; `freeze` makes it a Mip."""

    def __init__(self) -> None:
        self._columns: list[tuple[NDArray[np.int64], ...]] = []
        self._entries: list[tuple[NDArray[np.int64], ...]] = []
        self._sides: list[tuple[NDArray[np.int64], ...]] = []
        self._width = self._height = 0

    def columns(
        self, lower: NDArray[np.int64], upper: NDArray[np.int64], cost: NDArray[np.int64] | int = 0
    ) -> NDArray[np.int64]:
        """Add columns and return their numbers."""
        self._columns.append((lower, upper, np.broadcast_to(np.asarray(cost), lower.shape)))
        self._width += len(lower)
        return np.arange(self._width - len(lower), self._width)

    def rows(
        self,
        count: int,
        terms: Iterable[tuple[NDArray[np.int64] | int, NDArray[np.int64], NDArray[np.int64] | int]],
        low: NDArray[np.int64] | int = -INFINITE,
        high: NDArray[np.int64] | int = INFINITE,
    ) -> NDArray[np.int64]:
        """Add `count` rows from terms (row counted from 0, column, coefficient); return their numbers."""
        for rows, columns, amounts in terms:
            at, times = np.broadcast_to(np.asarray(rows), columns.shape), np.broadcast_to(amounts, columns.shape)
            self._entries.append((at + self._height, columns, times))
        self._sides.append((np.broadcast_to(np.asarray(low), count), np.broadcast_to(np.asarray(high), count)))
        self._height += count
        return np.arange(self._height - count, self._height)

    def freeze(self, offset: int = 0) -> Mip:
        """Return the program."""
        lower, upper, cost = _joined(self._columns, 3)
        rows, columns, amounts = _joined(self._entries, 3)
        low, high = _joined(self._sides, 2)
        matrix = csr_matrix((amounts, (rows, columns)), shape=(self._height, self._width), dtype=np.int64)
        starts, places = matrix.indptr.astype(np.int64), matrix.indices.astype(np.int64)
        return Mip(lower, upper, cost, offset, starts, places, matrix.data.astype(np.int64), low, high)


def _joined(parts: list[tuple[NDArray[np.int64], ...]], count: int) -> list[NDArray[np.int64]]:
    """Return the first, second, ... arrays of all parts as one array each."""
    empty = np.zeros(0, dtype=np.int64)
    return [np.concatenate([empty, *(part[i] for part in parts)]).astype(np.int64) for i in range(count)]
