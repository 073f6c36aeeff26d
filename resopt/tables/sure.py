"""Sure: which warnings and remarks hold whatever the rows with a fault were meant to say."""

from __future__ import annotations

from collections.abc import Callable

from resopt.errors import Issue
from resopt.tables.reading import Reading

# What a remark looks for in the rows of other sheets: with a fault on one of them it may be there after all.
_LOOKS_AT = {
    "input.nobody_can": {"staff", "roles"},
    "input.skill_of_nobody": {"staff"},
    "input.skill_of_nobody_near": {"staff"},
    "input.nobody_asks": {"projects", "staff", "demand", "roles", "assignments"},
    "input.cost_idle": {"staff", "roles"},
    "input.budget_idle": {"staff", "roles", "fit"},
    "input.cost_missing": {"projects", "staff", "roles", "fit"},
    "input.many_tiers": {"projects", "settings"},
    "input.fte_large": {"settings"},
    "input.actuals_long": {"settings"},
    "input.lock_line": {"projects", "demand"},
    "input.no_location": {"projects", "staff", "settings"},
}  # fmt: skip
_CAUSED = "input.refers_to_fault"
_ROLES = {"input.role_of_nobody": "role", "input.role_of_nobody_near": "role", "input.filler_unknown": "filler"}
_HORIZON = {
    "input.start_found", "input.outside", "input.rows_outside", "input.rows_idle", "input.days_lost", "input.no_work",
    "input.below_step", "input.actuals_open", "input.calendar_estimate",
}  # fmt: skip


def sure_of(reading: Reading, has_start: bool) -> Callable[[Issue], bool]:
    """Return whether an issue is no consequence of a fault; without a Start the lines say which weeks there are."""
    faulty = reading.findings.faulty_sheets
    has_weeks = "settings" not in faulty and (has_start or not faulty & {"projects", "staff", "demand"})

    def is_sure(issue: Issue) -> bool:
        if issue.code in _HORIZON:
            return has_weeks
        if issue.code in _ROLES:
            return issue.values[_ROLES[issue.code]] not in reading.faulty_roles and "roles" not in faulty
        return issue.code != _CAUSED and not _LOOKS_AT.get(issue.code, set()) & faulty

    return is_sure
