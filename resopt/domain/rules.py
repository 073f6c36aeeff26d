"""The hard rules by name, and the Facts among them: what may be set aside, in the order of protection."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Rule(Enum):
    """Every hard rule; the value is its name on all sheets."""

    CAPACITY = "capacity"
    ELIGIBILITY = "eligibility"
    DATES = "dates"
    HORIZON = "horizon"
    STEP = "step"
    MIN_SHARE = "min share"
    MIN_DAYS = "min days"
    MAX_PROJECTS = "max projects"
    MAX_PEOPLE = "max people"
    SAME_PEOPLE = "same people"
    FILL = "fill"
    MIN_STAFFING = "min staffing"
    MUST_HAVE = "must have"
    HARD_LOCK = "hard lock"
    FREEZE = "freeze"
    FORBID = "forbid"
    EXCLUSIVE = "exclusive"
    APART = "apart"
    REQUIRE = "require"
    SUPERVISE = "supervise"
    TOGETHER = "together"
    LEND = "lend"
    BUDGET = "budget"
    START = "start"

    __hash__ = object.__hash__  # there is one of each; Enum would hash the name anew for every key of a dict


# Facts in the order of protection: a broken must-have weighs more than any number of broken freezes.
FACT_RULES = (Rule.MUST_HAVE, Rule.FREEZE, Rule.HARD_LOCK, Rule.REQUIRE, Rule.SUPERVISE, Rule.TOGETHER)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the plan has to honour unless facts contradict each other or a limit.

    `key` identifies it: the project of a must-have, (person, project, week) of a freeze, (row, week) of a
    hard lock, the row of a rule. `tier` is the index of its project's tier (the last where it has none).
    Of two facts with equal claims the one in the later tier, then with the smaller key, is set aside first.
    """

    rule: Rule
    key: str
    tier: int
    project_id: str | None = None
    person_id: str | None = None
    other_id: str | None = None
    line_ids: tuple[str, ...] = ()
    week: int | None = None
    units: int = 0
    row_id: str = ""
