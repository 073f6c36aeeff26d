"""resopt: who works how many days on which project in which week, proved, from Excel to Excel.

>>> import resopt as ro
>>> portfolio = ro.load("data/quarter.xlsx")  # doctest: +SKIP
>>> result = ro.solve(portfolio, ro.Options(time_limit=60))  # doctest: +SKIP
>>> ro.save("plan.xlsx", portfolio, result)  # doctest: +SKIP

Names are imported on first use, so that `import resopt` loads neither pandas nor a solver.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from resopt.checker import check, score
    from resopt.domain.policy import Policy
    from resopt.domain.records import Portfolio
    from resopt.domain.rules import Fact, Rule
    from resopt.domain.wishes import Given, Wish, with_given
    from resopt.engine.options import Options, Progress
    from resopt.engine.solve import solve
    from resopt.errors import InputError, Issue, OutputError, PlanRejectedError, ResoptError, SolveError
    from resopt.explain.whole import full_explanation as explain
    from resopt.plan import Assignment, Plan
    from resopt.report.comparison import save_comparison
    from resopt.report.plots import plot_capacity, plot_compare, plot_moves, plot_people, plot_projects, plot_search
    from resopt.report.workbook import save
    from resopt.result import Certificate, CheckReport, Conflict, Explanation, Remedy, Result, Score, Violation
    from resopt.scenarios.bar import ProgressBar
    from resopt.scenarios.case import Case
    from resopt.scenarios.compare import Comparison, compare
    from resopt.scenarios.replan import Replan, curve_frame, moves_curve, replan
    from resopt.scenarios.risk import Risk, Risks, risk
    from resopt.scenarios.sweep import sweep
    from resopt.scenarios.whatif import whatif
    from resopt.tables import from_frames, load, to_frames
    from resopt.tables.given import load_edits
    from resopt.tables.plans import load_plan, plan_to_frame, plan_wide

__all__ = [
    "Assignment",
    "Case",
    "Certificate",
    "CheckReport",
    "Comparison",
    "Conflict",
    "Explanation",
    "Fact",
    "Given",
    "InputError",
    "Issue",
    "Options",
    "OutputError",
    "Plan",
    "PlanRejectedError",
    "Policy",
    "Portfolio",
    "Progress",
    "ProgressBar",
    "Remedy",
    "Replan",
    "ResoptError",
    "Result",
    "Risk",
    "Risks",
    "Rule",
    "Score",
    "SolveError",
    "Violation",
    "Wish",
    "check",
    "compare",
    "curve_frame",
    "explain",
    "from_frames",
    "load",
    "load_edits",
    "load_plan",
    "moves_curve",
    "plan_to_frame",
    "plan_wide",
    "plot_capacity",
    "plot_compare",
    "plot_moves",
    "plot_people",
    "plot_projects",
    "plot_search",
    "replan",
    "risk",
    "save",
    "save_comparison",
    "score",
    "solve",
    "sweep",
    "to_frames",
    "whatif",
    "with_given",
]

_HOMES = {
    "resopt.checker": ("check", "score"),
    "resopt.domain.policy": ("Policy",),
    "resopt.domain.records": ("Portfolio",),
    "resopt.domain.rules": ("Fact", "Rule"),
    "resopt.domain.wishes": ("Given", "Wish", "with_given"),
    "resopt.engine.options": ("Options", "Progress"),
    "resopt.engine.solve": ("solve",),
    "resopt.errors": ("InputError", "Issue", "OutputError", "PlanRejectedError", "ResoptError", "SolveError"),
    "resopt.plan": ("Assignment", "Plan"),
    "resopt.report.comparison": ("save_comparison",),
    "resopt.report.plots": (
        "plot_capacity",
        "plot_compare",
        "plot_moves",
        "plot_people",
        "plot_projects",
        "plot_search",
    ),
    "resopt.report.workbook": ("save",),
    "resopt.result": (
        "Certificate",
        "CheckReport",
        "Conflict",
        "Explanation",
        "Remedy",
        "Result",
        "Score",
        "Violation",
    ),
    "resopt.scenarios.bar": ("ProgressBar",),
    "resopt.scenarios.case": ("Case",),
    "resopt.scenarios.compare": ("Comparison", "compare"),
    "resopt.scenarios.replan": ("Replan", "curve_frame", "moves_curve", "replan"),
    "resopt.scenarios.risk": ("Risk", "Risks", "risk"),
    "resopt.scenarios.sweep": ("sweep",),
    "resopt.scenarios.whatif": ("whatif",),
    "resopt.tables": ("from_frames", "load", "to_frames"),
    "resopt.tables.given": ("load_edits",),
    "resopt.tables.plans": ("load_plan", "plan_to_frame", "plan_wide"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("resopt")
    if name == "explain":  # a package that can be called: importing any part of it binds this name to the package
        return import_module("resopt.explain")
    if name not in _HOME_OF:
        raise AttributeError(f"module 'resopt' has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "__version__"})
