"""The list of all hard rules in the model: those that shape the cells, and those that add rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from resopt.domain import eligible
from resopt.domain.rules import Rule
from resopt.engine import compile, rules_lines, rules_people
from resopt.engine.model import Model

# These rules decide which cells there are and how many steps they may hold.
IN_CELLS: dict[Rule, Callable[..., Any]] = {
    Rule.HORIZON: compile.compile_problem,
    Rule.ELIGIBILITY: eligible.qualifies,
    Rule.FORBID: compile.forbidden_weeks,
    Rule.STEP: compile.odd_rest,
    Rule.MIN_SHARE: compile.least_steps,
}

# Excess (days above wanted) must exist before anything counts days met, so dates come first.
IN_ROWS: dict[Rule, Callable[[Model], None]] = {
    Rule.DATES: rules_lines._add_dates,
    Rule.START: rules_lines._add_start,
    Rule.CAPACITY: rules_people._add_capacity,
    Rule.MIN_DAYS: rules_people._add_min_days,
    Rule.MAX_PROJECTS: rules_people._add_max_projects,
    Rule.MAX_PEOPLE: rules_lines._add_max_people,
    Rule.SAME_PEOPLE: rules_lines._add_same_people,
    Rule.FILL: rules_lines._add_fill,
    Rule.MIN_STAFFING: rules_lines._add_min_staffing,
    Rule.MUST_HAVE: rules_lines._add_must_have,
    Rule.HARD_LOCK: rules_lines._add_hard_lock,
    Rule.FREEZE: rules_lines._add_freeze,
    Rule.EXCLUSIVE: rules_people._add_exclusive,
    Rule.APART: rules_people._add_apart,
    Rule.TOGETHER: rules_people._add_together,
    Rule.REQUIRE: rules_lines._add_require,
    Rule.SUPERVISE: rules_lines._add_supervise,
    Rule.LEND: rules_lines._add_lend,
    Rule.BUDGET: rules_lines._add_budget,
}


def add_rules(m: Model, without: Rule | None = None) -> None:
    """Add every hard rule to the model (all but `without`, to see what a rule costs)."""
    for rule, add in IN_ROWS.items():
        if rule is not without:
            add(m)
