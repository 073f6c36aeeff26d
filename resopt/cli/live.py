"""The live line on stderr while the search runs: level, value, gap, time; only on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import resopt as ro
from resopt.messages import say


@contextmanager
def live_line(lang: str) -> Iterator[Callable[[ro.Progress], None] | None]:
    """Yield a listener that keeps one line on stderr up to date, or None where stderr is not a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    from resopt.scenarios.bar import live_text

    # No refresh thread: the search may fork, and a fork next to a thread that prints can hang.
    with Live(console=Console(stderr=True), transient=True, auto_refresh=False) as live:

        def put(line: str) -> None:
            live.update(Text(line, no_wrap=True, overflow="ellipsis"), refresh=True)

        put(say("cli.live_start", lang))
        yield lambda progress: put(live_text(progress, lang))
