"""Every rule checked and every level recomputed from the raw records, apart from the engine."""

from resopt.checker.verdict import Checker, check, prepare, record_plan, score

__all__ = ["Checker", "check", "prepare", "record_plan", "score"]
