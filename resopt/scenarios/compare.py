"""Compare: the figures of several plans side by side, what differs by project, role and person, and what is proved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from resopt.arguments import listed, need_kind
from resopt.domain.changes import describe
from resopt.domain.records import Portfolio
from resopt.domain.units import MICRO, UNITS_PER_DAY
from resopt.engine.options import Listener, Options, need_search
from resopt.engine.solve import solve
from resopt.messages import say
from resopt.result import Result
from resopt.scenarios.case import Case, TierKey, case_of
from resopt.scenarios.whatif import whatif
from resopt.tables.changed import differences

if TYPE_CHECKING:
    from pandas import DataFrame

Number = float | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of every case, days as days; the first case is the base.

    `proved` says by case whether the sign of its difference to the base is proved: it is not where the difference
    lies inside the two optimality gaps. None where there is no bound, or no difference.
    """

    key: str
    tier: TierKey | None
    values: tuple[Number, ...]
    bounds: tuple[Number, ...]
    proved: tuple[bool | None, ...]

    @property
    def differences(self) -> tuple[Number, ...]:
        """Each value less that of the base, None where either is missing."""
        base = self.values[0]
        return tuple(None if base is None or value is None else value - base for value in self.values)


@dataclass(frozen=True, slots=True)
class Item:
    """A project, role or person: what it wants and gets (of a person: has and gives) in each case, in days."""

    id: str
    name: str
    wanted: tuple[Number, ...]
    met: tuple[Number, ...]

    @property
    def spread(self) -> float:
        """How much the days met (given) differ at most between the base and another case."""
        base = self.met[0] or 0.0
        return max(abs((met or 0.0) - base) for met in self.met)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Several plans compared; the first is the base. Days are days, loads shares, costs money."""

    cases: tuple[Case, ...]
    figures: tuple[Figure, ...]
    projects: tuple[Item, ...]
    roles: tuple[Item, ...]
    people: tuple[Item, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the cases."""
        return tuple(case.name for case in self.cases)

    def assumptions(self, lang: str = "en") -> dict[str, list[str]]:
        """Return what each case but the base assumes otherwise, in words."""
        windows = self.windows(lang)
        return {
            case.name: [
                *([windows[case.name]] if case.name in windows else []),
                *_assumed(self.cases[0].portfolio, case.portfolio, lang),
            ]
            for case in self.cases[1:]
        }

    def windows(self, lang: str = "en") -> dict[str, str]:
        """Return for each case that plans other weeks than the base one sentence that says which."""
        base = self.cases[0].portfolio
        return {case.name: _window(base, case.portfolio, lang) for case in self.cases[1:] if _other_weeks(base, case)}

    def to_frame(self, part: str = "figures") -> DataFrame:
        """Return a part as a tidy frame with one row per case: `figures`, `projects`, `roles` or `people`.

        Figures have the columns case, figure, tier (text), value, bound, difference (float) and proved (True, False
        or None); the others case, id, name (text), wanted, met and difference (float): of people days available and
        given.

        Raises
        ------
        ValueError
            If there is no such part.
        """
        from pandas import DataFrame

        if part == "figures":
            columns = ["case", "figure", "tier", "value", "bound", "difference", "proved"]
            return DataFrame(self._figure_rows(), columns=columns).astype(
                {"value": float, "bound": float, "difference": float, "proved": object}
            )
        if part not in ("projects", "roles", "people"):
            raise ValueError(f"{part!r} is none of figures, projects, roles, people")
        rows = [
            (name, one.id, one.name, wanted, met, None if met is None else met - (one.met[0] or 0.0))
            for one in getattr(self, part)
            for name, wanted, met in zip(self.names, one.wanted, one.met, strict=True)
        ]
        frame = DataFrame(rows, columns=["case", "id", "name", "wanted", "met", "difference"])
        return frame.astype({"wanted": float, "met": float, "difference": float})

    def _figure_rows(self) -> list[tuple[object, ...]]:
        return [
            (name, one.key, "" if one.tier is None else " ".join(one.tier), value, bound, difference, proved)
            for one in self.figures
            for name, value, bound, difference, proved in zip(
                self.names, one.values, one.bounds, one.differences, one.proved, strict=True
            )
        ]

    def _repr_html_(self) -> str:
        from resopt.scenarios.display import comparison_html

        return comparison_html(self)


def compare(
    cases: Iterable[Result | Portfolio | Case], options: Options | None = None, *, listener: Listener | None = None
) -> Comparison:
    """Return several plans compared with the first one.

    Parameters
    ----------
    cases
        Results, or portfolios: these are solved, each search starting from the plan of the first one.
    options
        How long each of these searches may take.
    listener
        Hears how the searches go on.

    Raises
    ------
    ValueError
        If there are fewer than two, or one is of the wrong kind.
    """
    need_search(options, listener)
    each = listed("cases", cases, "a list of results or portfolios")
    for one in each:
        need_kind("each of cases", one, (Result, Portfolio, Case), "a Result, a Portfolio or a Case")
    found: list[Case] = []
    for one in each:
        if isinstance(one, Portfolio):
            base = found[0] if found else None
            one = whatif(base.portfolio, one, base.plan, options, listener=listener) if base else solve(one, options)
        found.append(case_of(one) if isinstance(one, Result) else one)
    if len(found) < 2:
        raise ValueError("compare at least two plans")
    return compared(named(found))


def compared(cases: Sequence[Case]) -> Comparison:
    """Return the comparison of cases, the first of which is the base."""
    return Comparison(
        tuple(cases),
        tuple(_figures(cases)),
        _items(cases, lambda c: c.met_of_projects(), lambda c: {p.id: p.name for p in c.portfolio.projects}),
        _items(cases, lambda c: c.met_of_roles(), lambda c: {}),
        _items(
            cases,
            lambda c: {p: (units, c.load[p]) for p, units in c.capacity.items()},
            lambda c: {p.id: p.name for p in c.portfolio.people},
        ),
    )


def named(cases: Sequence[Case]) -> list[Case]:
    """Return the cases with names that differ: a base without one is `base`, a second `a` is `a (2)`."""
    taken: dict[str, int] = {}
    named = []
    for number, case in enumerate(cases):
        first = say("compare.base", case.portfolio.settings.language)
        name = case.name or (first if number == 0 else say("compare.case", case.portfolio.settings.language, n=number))
        taken[name] = taken.get(name, 0) + 1
        named.append(replace(case, name=name if taken[name] == 1 else f"{name} ({taken[name]})"))
    return named


def _assumed(base: Portfolio, other: Portfolio, lang: str) -> list[str]:
    """Return the changes in words if `other` was made from `base`, else how many rows of which sheets differ."""
    shared = len(base.changes)
    if other.changes[:shared] == base.changes and len(other.changes) > shared:
        return describe(other, lang)[shared:]
    return [
        say(f"compare.differs.{one.kind}", lang, sheet=f"@{one.sheet}", count=one.count)
        for one in differences(base, other)
    ]


def _other_weeks(base: Portfolio, case: Case) -> bool:
    return _open_weeks(base) != _open_weeks(case.portfolio)


def _open_weeks(portfolio: Portfolio) -> tuple[date, date]:
    """Return the first Monday and the last day that are planned: past weeks are facts, no part of any figure."""
    return portfolio.settings.monday(portfolio.settings.past_weeks), portfolio.settings.end


def _window(base: Portfolio, other: Portfolio, lang: str) -> str:
    spans = (one.isoformat() for portfolio in (other, base) for one in _open_weeks(portfolio))
    first, last, base_first, base_last = spans
    days = {"first": first, "last": last, "base_first": base_first, "base_last": base_last}
    as_of = other.settings.as_of if other.settings.past_weeks else None
    code = "compare.window" if as_of is None else "compare.window_as_of"
    return say(code, lang, **days, as_of="" if as_of is None else as_of.isoformat())


def _days(units: int | None) -> Number:
    return None if units is None else units / UNITS_PER_DAY


def _figures(cases: Sequence[Case]) -> Iterable[Figure]:
    """Yield the figures in the order in which they are read."""
    wanted = [sum(c.wanted.values()) for c in cases]
    yield _plain("wanted", list(map(_days, wanted)))
    bounds = [None if c.bounds is None else c.bounds.coverage for c in cases]
    yield _proved("met", None, [sum(c.met.values()) for c in cases], bounds)
    least = [None if top is None else all_of - top for all_of, top in zip(wanted, bounds, strict=True)]
    gap = [all_of - sum(c.met.values()) for all_of, c in zip(wanted, cases, strict=True)]
    yield _proved("gap", None, gap, least, sign=-1)
    keys = dict.fromkeys((tier.kind, tier.label) for c in cases for tier in c.portfolio.tiers)
    for key in keys:
        at = [next((k for k, t in enumerate(c.portfolio.tiers) if (t.kind, t.label) == key), None) for c in cases]
        met = [None if k is None else c.score.tiers[k].all for c, k in zip(cases, at, strict=True)]
        tops = [None if k is None or c.bounds is None else c.bounds.tiers[k] for c, k in zip(cases, at, strict=True)]
        yield _proved("tier", key, met, tops)
    yield _plain("full", [c.full for c in cases])
    yield _plain("projects", [len(c.grid.lines_of) for c in cases])
    yield _plain("people", [len(c.portfolio.people) for c in cases])
    yield _plain("load", [_share(sum(c.load.values()), sum(c.capacity.values())) for c in cases])
    yield _plain("cost", [c.cost for c in cases])
    yield _plain("moves", [c.moves for c in cases])
    yield _plain("change", [_days(c.score.change) for c in cases])
    yield _plain("overtime", [_days(c.score.overtime) for c in cases])
    yield _plain("set_aside", [sum(c.score.set_aside) for c in cases])
    yield _plain("quality", [c.score.quality / MICRO for c in cases])


def _share(part: int, whole: int) -> Number:
    return part / whole if whole else None


def _plain(key: str, values: Sequence[Number]) -> Figure:
    nothing = (None,) * len(values)
    return Figure(key, None, tuple(values), nothing, nothing)


def _proved(
    key: str, tier: TierKey | None, amounts: Sequence[int | None], bounds: Sequence[int | None], *, sign: int = 1
) -> Figure:
    """Return a figure with bounds above it (`sign` -1: below it).

    A case has proved more than the base if it has more than the base's bound, less if its own bound is less than what
    the base has.
    """
    pairs = list(zip(amounts, bounds, strict=True))
    proved = tuple(_is_proved(sign, pairs[0], pair) if n else None for n, pair in enumerate(pairs))
    return Figure(key, tier, tuple(map(_days, amounts)), tuple(map(_days, bounds)), proved)


def _is_proved(sign: int, first: tuple[int | None, int | None], other: tuple[int | None, int | None]) -> bool | None:
    (base, top), (amount, bound) = first, other
    if base is None or top is None or amount is None or bound is None or amount == base:
        return None
    return sign * amount > sign * top if sign * amount > sign * base else sign * bound < sign * base


def _items(
    cases: Sequence[Case],
    amounts: Callable[[Case], dict[str, tuple[int, int]]],
    names: Callable[[Case], dict[str, str]],
) -> tuple[Item, ...]:
    found = [amounts(case) for case in cases]
    called: dict[str, str] = {}
    for case in reversed(cases):
        called |= names(case)
    items = [
        Item(
            key,
            called.get(key, key),
            tuple(_days(one[key][0]) if key in one else None for one in found),
            tuple(_days(one[key][1]) if key in one else None for one in found),
        )
        for key in sorted({key for one in found for key in one})
    ]
    return tuple(sorted(items, key=lambda one: (-one.spread, one.id)))
