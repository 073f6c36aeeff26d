"""Portfolios that several test modules start from, and searches without processes."""

from __future__ import annotations

import pytest
from builders import line, person, portfolio, project

from resopt.domain.records import Portfolio
from resopt.engine import solve
from resopt.engine.alone import Alone


@pytest.fixture
def tiny() -> Portfolio:
    """Return 2 developers, 2 projects, 2 weeks: P1 wants 1.5 people, P2 one; best is 15 of 15 and 5 of 10 days."""
    return portfolio(
        [person("A"), person("B")],
        [project("P1", 1), project("P2", 2)],
        [line("L1", "P1", weeks=2, fte=1.5), line("L2", "P2", weeks=2)],
    )


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `solve` start no processes, however many are asked for: starting one takes longer than tiny searches do."""
    monkeypatch.setattr(solve, "Pool", Alone)
