"""A progress bar for notebooks: one small display that follows a search, a sweep or the draws of a risk."""

from __future__ import annotations

import sys
from html import escape
from typing import TYPE_CHECKING, Any, overload

from resopt.engine.options import Progress
from resopt.messages import catalogue, say

if TYPE_CHECKING:
    from collections.abc import Mapping

COSTS = ("quality", "weighted", "overtime", "facts", "soft", "change")


class ProgressBar:
    """A display to be handed over as `listener` of solve, whatif and replan, or as `progress` of sweep and risk.

    In a notebook the bar is drawn in the cell and renewed in place: days met of the most that can be met, the bound of
    the value for levels that are to be small, or what is done of what there is. Elsewhere a line on stderr is.
    """

    def __init__(self, lang: str = "en") -> None:
        self.lang = lang
        self._display: Any = None

    @overload
    def __call__(self, done: Progress) -> None: ...
    @overload
    def __call__(self, done: int, total: int, name: str) -> None: ...

    def __call__(self, done: Progress | int, total: int = 0, name: str = "") -> None:
        """Show how a search stands, or that so many of `total` are done, the last one being `name`."""
        if isinstance(done, Progress):
            self._show(live_text(done, self.lang), share_of(done))
        else:
            self._show(say("bar.done", self.lang, done=done, total=total, name=name), done / total if total else 1.0)

    def _show(self, text: str, share: float) -> None:
        if not in_notebook():
            print(f"\r{text:<100}", end="", file=sys.stderr, flush=True)
            return
        from IPython.display import display

        content = _Bar(text, share)
        if self._display is None:
            self._display = display(content, display_id=True)  # type: ignore[no-untyped-call]
        else:
            self._display.update(content)


class _Bar:
    """What a front end is given: HTML that inherits its colours, and plain text."""

    def __init__(self, text: str, share: float) -> None:
        self._text, self._share = text, min(1.0, max(0.0, share))

    def _repr_mimebundle_(self, **_: Any) -> Mapping[str, str]:
        bar = f'<progress value="{self._share:.4f}" max="1"></progress> {escape(self._text)}'
        return {"text/html": f"<div>{bar}</div>", "text/plain": f"{self._share:.0%} {self._text}"}


def in_notebook() -> bool:
    """Return whether this process is the kernel of a notebook."""
    shell = sys.modules.get("IPython")
    running = shell.get_ipython() if shell else None
    return running is not None and getattr(running, "kernel", None) is not None


def share_of(progress: Progress) -> float:
    """Return the smaller of value and bound as a share of the larger: 1 where the level is proved."""
    small, large = sorted((progress.value, progress.bound))
    return small / large if large > 0 else 1.0


def level_text(level: str, lang: str) -> str:
    """Return the name of a level (`tier 2 core`, `quality`) in `lang`; an unknown word stays as it is."""
    words = level.replace("soft locks", "soft").split()
    if len(words) >= 2 and words[0] == "tier":
        head, rest = [say("cli.level.tier", lang, number=words[1])], words[2:]
    else:
        head, rest = [], words
    known = catalogue()
    return " ".join([*head, *(say(f"cli.level.{w}", lang) if f"cli.level.{w}" in known else w for w in rest)])


def live_text(progress: Progress, lang: str) -> str:
    """Return where a search stands in one line: days met have a bound above them, costs one below."""
    level, seconds = level_text(progress.level, lang), f"{progress.seconds:.0f}"
    words = {"level": level, "seconds": seconds, "rounds": progress.rounds}
    value, bound = f"{progress.value:,.1f}", f"{progress.bound:,.1f}"
    if progress.level.split(" ")[0] not in COSTS:
        kind = "value" if progress.level.endswith("value") else "days"
        return say(f"cli.live_{kind}", lang, value=value, bound=bound, **words)
    gap = (progress.value - progress.bound) / progress.value if progress.value else 0.0
    return say("cli.live_cost", lang, value=value, bound=bound, gap=f"{gap:.1%}", **words)
