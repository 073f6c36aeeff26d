"""The rules of the review with the limits that hold unless Settings says otherwise (`Limit <rule>`)."""

from __future__ import annotations

from fractions import Fraction

# rule -> its limit; those in `SHARES` are shares, the others numbers
LIMITS: dict[str, Fraction] = {
    "first_tier": Fraction(2, 5),
    "staffing_order": Fraction(1, 5),
    "value_order": Fraction(1),
    "projects_per_person": Fraction(3),
    "projects_per_manager": Fraction(5),
    "core_share": Fraction(3, 10),
    "senior_level": Fraction(4),
    "holders": Fraction(2),
    "thin_share": Fraction(1, 5),
}
SHARES = frozenset(("first_tier", "staffing_order", "core_share", "thin_share"))
