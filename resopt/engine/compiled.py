"""Compiled functions, kept in the user's cache folder: an installation that is taken away leaves nothing of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import config, njit
from platformdirs import user_cache_dir


def compiled(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Return a decorator: the function compiled on first use and kept, where the user has not named a folder for that.

    Numba would keep it beside the source; pip leaves such files behind, and the folder with them hides a later
    installation from source.
    """

    def decorate(function: Callable[..., Any]) -> Any:
        named = config.CACHE_DIR
        config.CACHE_DIR = named or user_cache_dir("resopt")  # read when a function is made, by nobody else's meanwhile
        try:
            return njit(cache=True, **options)(function)
        finally:
            config.CACHE_DIR = named

    return decorate
