"""Why demand is not met: conflicts with causes that add up, and the sentences that tell them.

The package can be called: `resopt.explain(portfolio, plan)` is `resopt.explain.explain(portfolio, plan)`.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from types import ModuleType

from resopt.domain.records import Portfolio
from resopt.explain.conflicts import explain
from resopt.explain.sentences import conflict_text, reason_text
from resopt.explain.whole import full_explanation, reasoned
from resopt.result import Result

__all__ = ["conflict_text", "explain", "reason_text", "reasoned", "why"]


def why(portfolio: Portfolio, result: Result, project: str, lang: str = "en") -> list[str]:
    """Return one sentence per conflict of a project (ID or name).

    Raises
    ------
    ValueError
        If there is no such project; the nearest name is in the message.
    """
    return replace(result, portfolio=portfolio).why(project, lang)


class _Callable(ModuleType):
    """Lets `ro.explain(...)` work although importing any module of the package binds `ro.explain` to it."""

    __call__ = staticmethod(full_explanation)


sys.modules[__name__].__class__ = _Callable
