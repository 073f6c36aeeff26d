"""Moves: pairs of person and project whose days change between two plans, each with its reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from resopt.domain.grid import PairWeek
from resopt.domain.records import Portfolio
from resopt.domain.units import to_days
from resopt.messages import say
from resopt.plan import Plan
from resopt.scenarios.case import days_of, moved_pairs

NAMED = 3  # people or projects named in a reason


@dataclass(frozen=True, slots=True)
class Move:
    """One pair of person and project with other days: units by week before and after.

    `kind` says why: `asked` (people asked for these days), `forced` (the person or the project can no longer keep
    them), `gives` (the person works on `others`, projects, instead), `replaced` (`others`, people, serve the project
    instead), `released` (nobody does), `takes` (from `others`, people), `fills` (days that nobody served).
    """

    person_id: str
    project_id: str
    old: Mapping[int, int]
    new: Mapping[int, int]
    forced: bool
    kind: str
    others: tuple[str, ...] = ()

    @property
    def weeks(self) -> tuple[int, ...]:
        """The weeks with other days."""
        return tuple(w for w in sorted(self.old.keys() | self.new.keys()) if self.old.get(w, 0) != self.new.get(w, 0))

    def reason(self, portfolio: Portfolio, lang: str = "en") -> str:
        """Return why the days change, in words."""
        names = {p.id: p.name for p in portfolio.people} | {p.id: p.name for p in portfolio.projects}
        others = [names.get(one, one) for one in self.others[:NAMED]]
        shown = [*others, "…"] if len(self.others) > NAMED else others
        return say(f"replan.{self.kind}", lang, count=len(self.others), others=shown)

    def row(self, portfolio: Portfolio, lang: str) -> tuple[str, str, str, str, float, float, bool, str, str]:
        """Return the move as a row of the frame of moves."""
        person = next((p.name for p in portfolio.people if p.id == self.person_id), self.person_id)
        project = next((p.name for p in portfolio.projects if p.id == self.project_id), self.project_id)
        weeks = say("replan.list", lang, items=[portfolio.settings.monday(w).isoformat() for w in self.weeks])
        days = to_days(sum(self.old.values())), to_days(sum(self.new.values()))
        return (
            self.person_id,
            person,
            self.project_id,
            project,
            *days,
            self.forced,
            weeks,
            self.reason(portfolio, lang),
        )


def moves_between(
    portfolio: Portfolio, old: Mapping[PairWeek, int], plan: Plan, forced: Collection[tuple[str, str]]
) -> tuple[Move, ...]:
    """Return the moves from `old` days to `plan`, forced ones first, then by person and project."""
    new = days_of(portfolio, plan)
    before, after = _by_pair(old), _by_pair(new)
    asked = {(b.person_id, b.project_id) for b in portfolio.bookings if b.asked}
    found = []
    for pair in moved_pairs(new, old):
        kind, others = _reason(pair, old, new) if pair not in forced else ("forced", ())
        kind = "asked" if pair in asked else kind
        found.append(Move(*pair, before.get(pair, {}), after.get(pair, {}), pair in forced, kind, others))
    return tuple(sorted(found, key=lambda move: (not move.forced, move.person_id, move.project_id)))


def _by_pair(days: Mapping[PairWeek, int]) -> dict[tuple[str, str], dict[int, int]]:
    found: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for (person, project, week), units in sorted(days.items()):
        found[person, project][week] = units
    return found


def _reason(
    pair: tuple[str, str], old: Mapping[PairWeek, int], new: Mapping[PairWeek, int]
) -> tuple[str, tuple[str, ...]]:
    """Return why a pair has other days: who or what has the days instead, in the weeks in which they change."""
    person, project = pair
    fewer: set[int] = set()
    more: set[int] = set()
    for key in new.keys() | old.keys():
        if key[:2] == pair and (change := new.get(key, 0) - old.get(key, 0)):
            (more if change > 0 else fewer).add(key[2])
    if fewer:
        elsewhere = _changed(old, new, 1, lambda key: key[0] == person and key[2] in fewer, 1)
        if elsewhere:
            return "gives", elsewhere
        instead = _changed(old, new, 1, lambda key: key[1] == project and key[2] in fewer, 0)
        return ("replaced", instead) if instead else ("released", ())
    losers = _changed(old, new, -1, lambda key: key[1] == project and key[2] in more, 0)
    return ("takes", losers) if losers else ("fills", ())


def _changed(
    old: Mapping[PairWeek, int], new: Mapping[PairWeek, int], sign: int, meant: Callable[[PairWeek], bool], part: int
) -> tuple[str, ...]:
    """Return the people (part 0) or projects (part 1) with more (sign 1) or fewer days, the largest change first."""
    totals: Counter[str] = Counter()
    for key in new.keys() | old.keys():
        change = sign * (new.get(key, 0) - old.get(key, 0))
        if change > 0 and meant(key):
            totals[key[:2][part]] += change
    return tuple(sorted(totals, key=lambda one: (-totals[one], one)))
