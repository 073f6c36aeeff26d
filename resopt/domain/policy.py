"""Policy: what makes one plan better than another; its weights and prices are data of the portfolio."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from fractions import Fraction
from numbers import Real
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from resopt.domain.records import Portfolio

Key = TypeVar("Key")


class PriceList(Mapping[Key, Fraction], Generic[Key]):
    """Prices by key, exact; it can be hashed and pickled but not changed.

    Raises
    ------
    ValueError
        If a price is no number or negative.
    """

    __slots__ = ("_prices",)

    def __init__(self, prices: Mapping[Key, Any] | None = None) -> None:
        self._prices = {key: exact(price, f"the price of {key!r}") for key, price in (prices or {}).items()}

    def __getitem__(self, key: Key) -> Fraction:
        return self._prices[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._prices)

    def __len__(self) -> int:
        return len(self._prices)

    def __hash__(self) -> int:
        return hash(frozenset(self._prices.items()))

    def __repr__(self) -> str:
        return repr(self._prices)


NO_PRICES: PriceList[Any] = PriceList()


@dataclass(frozen=True, slots=True)
class Policy:
    """Which plan is best: `strict` compares level by level, `weighted` one sum of prices.

    Weights are days of level 3 (per pair, per handover, per day and level, ...); prices are days of the
    weighted sum (per missing day of the last tier, doubled per tier above; per idle day; per pair, person
    used and changed day). All are kept exactly: 0.1 is one tenth.

    Finer prices take the place of the one number where they speak, by ID; a price by line or by line and week is
    not doubled for higher tiers.

    Parameters
    ----------
    price_missing_by
        Per missing day, by line or by (line, week); weeks count from 0, a (line, week) wins over its line.
    price_idle_by
        Per idle day, by person.
    price_pair_by
        Per pair used, by (person, line).
    price_used_by
        Per person used, by person.

    Raises
    ------
    ValueError
        If the kind is unknown, or a weight or price is no number or negative.

    Examples
    --------
    >>> Policy(kind="weighted", price_missing=2, price_missing_by={"L1": 5, ("L1", 3): 0.5}).price_missing_by["L1"]
    Fraction(5, 1)
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
    price_missing_by: Mapping[str | tuple[str, int], Fraction] = NO_PRICES
    price_idle_by: Mapping[str, Fraction] = NO_PRICES
    price_pair_by: Mapping[tuple[str, str], Fraction] = NO_PRICES
    price_used_by: Mapping[str, Fraction] = NO_PRICES

    def __post_init__(self) -> None:
        if self.kind not in ("strict", "weighted"):
            raise ValueError(f"policy kind {self.kind!r} is neither 'strict' nor 'weighted'")
        for one in fields(self):
            given = getattr(self, one.name)
            if isinstance(one.default, Fraction):
                if isinstance(given, Mapping):
                    raise ValueError(f"{one.name} is one number; prices by ID go into {one.name}_by")
                object.__setattr__(self, one.name, exact(given, one.name))
            elif one.default is NO_PRICES:
                object.__setattr__(self, one.name, _listed(given, one.name))


def exact(number: object, what: str) -> Fraction:
    """Return `number` as the fraction that its text shows, so that 0.1 is one tenth."""
    if not isinstance(number, Real) and not hasattr(number, "as_integer_ratio"):
        raise ValueError(f"{what} is {number!r}, not a number")
    try:
        amount = number if isinstance(number, Fraction) else Fraction(str(number))
    except ValueError:  # infinite or not a number at all
        raise ValueError(f"{what} is {number!r}, not a number") from None
    if amount < 0:
        raise ValueError(f"{what} is negative: {number}")
    return amount


def _listed(given: object, name: str) -> PriceList[Any]:
    if not isinstance(given, Mapping):
        raise ValueError(f"{name} must map IDs to prices, not be {given!r}")
    return given if isinstance(given, PriceList) else PriceList(given)


PRESETS: dict[str, dict[str, Fraction]] = {
    "stable": {"handover": Fraction(2), "preferred": Fraction(1, 5)},
    "few people": {"people": Fraction(3), "handover": Fraction(1, 4)},
    "cheap": {"cost": Fraction(1), "fit": Fraction(1, 10)},
}


def preset(policy: Policy, name: str) -> Policy:
    """Return `policy` with the weights of the preset `name` (a key of `PRESETS`)."""
    return replace(policy, **PRESETS[name])  # type: ignore[arg-type]


def refuse_unknown_prices(portfolio: Portfolio) -> None:
    """Refuse finer prices for people, lines or weeks that the portfolio does not have.

    Raises
    ------
    ValueError
        With the nearest ID that there is.
    """
    policy = portfolio.policy
    people, lines = {p.id for p in portfolio.people}, {line.id for line in portfolio.lines}
    for key in policy.price_missing_by:
        line, week = _two("price_missing_by", (key, 0) if isinstance(key, str) else key, "a line ID or (line ID, week)")
        _known("price_missing_by", key, "line", line, lines)
        if not (isinstance(week, int) and 0 <= week < portfolio.settings.weeks):
            raise ValueError(f"price_missing_by: {key!r}: weeks go from 0 to {portfolio.settings.weeks - 1}")
    for pair in policy.price_pair_by:
        person, line = _two("price_pair_by", pair, "(person ID, line ID)")
        _known("price_pair_by", pair, "person", person, people)
        _known("price_pair_by", pair, "line", line, lines)
    for name in ("price_idle_by", "price_used_by"):
        for key in getattr(policy, name):
            _known(name, key, "person", key, people)


def _two(price: str, key: object, form: str) -> tuple[object, object]:
    if not (isinstance(key, tuple) and len(key) == 2):
        raise ValueError(f"{price}: {key!r} is not {form}")
    return key


def _known(price: str, key: object, kind: str, found: object, ids: set[str]) -> None:
    if found not in ids:
        near = get_close_matches(str(found), sorted(ids), 1)
        hint = f"; the nearest is {near[0]!r}" if near else ""
        raise ValueError(f"{price}: {key!r}: no {kind} of the portfolio has the ID {found!r}{hint}")
