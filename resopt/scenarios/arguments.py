"""Arguments of what-if and sweep alone: words for changes, and executors."""

from __future__ import annotations

from collections.abc import Iterable

from resopt.arguments import need
from resopt.tables.lookup import nearest


def need_executor(given: object) -> None:
    """Raise ValueError unless tasks can be handed to it, or it is None."""
    right = given is None or callable(getattr(given, "submit", None))
    need("executor", right, "an executor of concurrent.futures", given)


def need_word(word: str, known: Iterable[str]) -> None:
    """Raise ValueError with the nearest word that is known."""
    words = list(known)
    if word not in words:
        near = nearest(word, words)
        hint = f"; did you mean {near!r}?" if near else ";"
        raise ValueError(f"there is no change called {word!r}{hint} known are {', '.join(words)}")
