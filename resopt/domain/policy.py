"""Policy: what makes one plan better than another; its weights and prices are data of the portfolio."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Policy:
    """Which plan is best: `strict` compares level by level, `weighted` one sum of prices.

    Weights are days of level 3 (per pair, per handover, per day and level, ...); prices are days of the
    weighted sum (per missing day of the last tier, doubled per tier above; per idle day; per pair, person
    used and changed day).

    Raises
    ------
    ValueError
        If the kind is unknown, or a weight or price is negative.
    """

    kind: str = "strict"
    share: str = "value"
    people: Fraction = Fraction(1)
    handover: Fraction = Fraction(1, 2)
    fit: Fraction = Fraction(1, 20)
    preferred: Fraction = Fraction(1, 10)
    own_department: Fraction = Fraction(1, 50)
    late_start: Fraction = Fraction(1, 10)
    cost: Fraction = Fraction(0)
    price_missing: Fraction = Fraction(10)
    price_idle: Fraction = Fraction(0)
    price_pair: Fraction = Fraction(0)
    price_used: Fraction = Fraction(0)
    price_change: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        if self.kind not in ("strict", "weighted"):
            raise ValueError(f"policy kind {self.kind!r} is neither 'strict' nor 'weighted'")
        for one in fields(self):
            amount = getattr(self, one.name)
            if isinstance(amount, Fraction) and amount < 0:
                raise ValueError(f"{one.name} is negative: {amount}")


PRESETS: dict[str, dict[str, Fraction]] = {
    "stable": {"handover": Fraction(2), "preferred": Fraction(1, 5)},
    "few people": {"people": Fraction(3), "handover": Fraction(1, 4)},
    "cheap": {"cost": Fraction(1), "fit": Fraction(1, 10)},
}


def preset(policy: Policy, name: str) -> Policy:
    """Return `policy` with the weights of the preset `name` (a key of `PRESETS`)."""
    return replace(policy, **PRESETS[name])  # type: ignore[arg-type]
