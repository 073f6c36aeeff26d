"""The live line on stderr while the search runs: level, value, gap, time; only on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import resopt as ro
from resopt.messages import catalogue, say

_COSTS = ("quality", "weighted", "overtime", "facts", "soft", "change")


def level_text(level: str, lang: str) -> str:
    """Return the name of a level (`tier 2 core`, `quality`) in `lang`; an unknown word stays as it is."""
    words = level.replace("soft locks", "soft").split()
    if len(words) >= 2 and words[0] == "tier":
        head, rest = [say("cli.level.tier", lang, number=words[1])], words[2:]
    else:
        head, rest = [], words
    known = catalogue()
    return " ".join([*head, *(say(f"cli.level.{w}", lang) if f"cli.level.{w}" in known else w for w in rest)])


def live_text(progress: ro.Progress, lang: str) -> str:
    """Return the live line: days met have a bound above them, costs one below."""
    level, seconds = level_text(progress.level, lang), f"{progress.seconds:.0f}"
    words = {"level": level, "seconds": seconds, "rounds": progress.rounds}
    value, bound = f"{progress.value:,.1f}", f"{progress.bound:,.1f}"
    if progress.level.split(" ")[0] not in _COSTS:
        kind = "value" if progress.level.endswith("value") else "days"
        return say(f"cli.live_{kind}", lang, value=value, bound=bound, **words)
    gap = (progress.value - progress.bound) / progress.value if progress.value else 0.0
    return say("cli.live_cost", lang, value=value, bound=bound, gap=f"{gap:.1%}", **words)


@contextmanager
def live_line(lang: str) -> Iterator[Callable[[ro.Progress], None] | None]:
    """Yield a listener that keeps one line on stderr up to date, or None where stderr is not a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    # No refresh thread: the search may fork, and a fork next to a thread that prints can hang.
    with Live(console=Console(stderr=True), transient=True, auto_refresh=False) as live:

        def put(line: str) -> None:
            live.update(Text(line, no_wrap=True, overflow="ellipsis"), refresh=True)

        put(say("cli.live_start", lang))
        yield lambda progress: put(live_text(progress, lang))
