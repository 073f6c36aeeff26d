"""The process in which one method plans one case: `python -m tests.bench.child CASE METHOD SECONDS WORKERS REPORT`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from .desk import Desk
from .find import find_case
from .methods import METHODS


def main(arguments: list[str]) -> None:
    """Run the method; what it has to say goes to the file REPORT."""
    case, method, seconds, workers, report = arguments
    portfolio = find_case(case).load()
    desk = Desk(Path(report))
    plan, claims = METHODS[method](portfolio, float(seconds), int(workers), desk)
    if plan is not None and claims is not None:
        desk.offer(plan, claims, desk.report.note)
    desk.close()


if __name__ == "__main__":
    main(sys.argv[1:])
    os._exit(0)  # a large model takes seconds to take apart, and nobody waits for it
