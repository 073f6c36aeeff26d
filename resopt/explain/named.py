"""The first of a list by name, the others counted: how sentences keep long lists short."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from resopt.messages import say

T = TypeVar("T")

MOST = 4  # named one by one


def named_list(
    items: Sequence[T], lang: str, name: Callable[[T], str], more: Callable[[Sequence[T]], str], most: int = MOST
) -> str:
    """Return items as a list: the first `most` by `name`, the others as what `more` says of them.

    A single one left is named as well: that is as short as counting it.
    """
    kept = len(items) if len(items) == most + 1 else most
    texts = [name(item) for item in items[:kept]]
    if items[kept:]:
        texts.append(more(items[kept:]))
    return say("named.list", lang).join(texts)
