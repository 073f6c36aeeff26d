"""Limits: the largest number that each column and setting may hold; what is above it is a slip of the keyboard.

Plans are made of integers of 64 bits. Within these limits no amount, price or cost of a portfolio leaves them.
"""

from __future__ import annotations

# (sheet, column); week and month columns stand under no name. Shares, levels and Staff.FTE have limits of their own.
MOST: dict[tuple[str, str], int] = {
    ("projects", "value"): 10**9,
    ("projects", "budget"): 10**15,
    ("staff", "cost_per_day"): 10**9,
    ("staff", "max_projects"): 1_000,
    ("demand", "fte"): 100_000,
    ("demand", "days"): 1_000_000,
    ("demand", "person_months"): 50_000,
    ("demand", "max_people"): 100_000,
    ("demand", ""): 1_000_000,
    ("availability", "available_days"): 10_000,
    ("availability", ""): 10_000,
    ("assignments", "fte"): 10_000,
    ("assignments", ""): 10_000,
    ("actuals", ""): 1_000,
    ("roles", "cost_per_day"): 10**9,
    ("roles", "filled_by"): 1_000,
    ("rules", "value"): 100_000,
    ("fit", "cost_per_day"): 10**9,
    ("team_template", "min_fte"): 100_000,
    ("scenarios", "value"): 1_000,
    ("edit", ""): 1_000,
    ("plan", "days"): 1_000,
    ("plan", "fte"): 1_000,
    ("plan", "planned_fte"): 1_000,
    ("settings", "min_days"): 10_000,
    ("settings", "report_threshold"): 10_000,
}
WEIGHT = 1_000_000  # of settings Weight ... and Price ...
DOUBLED = 10**12  # of Price Missing in the first tier, doubled once for each tier below it


def most_of(sheet: str, key: str) -> int | None:
    """Return the largest number that a column (empty: of a week or month) or a setting may hold, None if any."""
    if sheet == "settings" and key.startswith(("weight_", "price_")):
        return WEIGHT
    return MOST.get((sheet, key))


def shown_limit(most: int) -> str:
    """Return a limit as sentences show it."""
    return f"{most:,}"
