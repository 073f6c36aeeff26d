"""Changes of the terms: settings, who may fill a role, lending, locks and rows of Rules."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from resopt.domain.changes.base import Change, item_name, known, person_name, project_name, unknown, without
from resopt.domain.records import Booking, Lock, Portfolio, Role, RuleKind, RuleRow, Segment, Substitute
from resopt.messages import say

LIMITS = ("step", "min_share", "min_days", "max_projects", "tolerance", "freeze_weeks")
SHARES = ("min_share", "tolerance")


@dataclass(frozen=True, slots=True)
class Limit(Change):
    """A setting that limits plans has another value: `key` is one of `LIMITS`.

    `step` counts units of 1/200 day, `min_share` and `tolerance` are shares; `is_share` belongs to `min_days`.
    """

    key: str
    value: Fraction
    is_share: bool = False

    def on(self, portfolio: Portfolio) -> Portfolio:
        """Return `portfolio` with the setting."""
        if self.key not in LIMITS:
            raise unknown("limit", self.key, LIMITS)
        if self.value < 0:
            raise ValueError(f"{self.key} is negative: {self.value}")
        return replace(portfolio, settings=replace(portfolio.settings, **self._fields()))

    def _fields(self) -> dict[str, Any]:
        if self.key == "min_days":
            return {"min_days": self.value, "min_days_is_share": self.is_share}
        if self.key in SHARES:
            return {self.key: self.value}
        if self.value.denominator != 1:
            raise ValueError(f"{self.key} is a whole number, not {self.value}")
        return {self.key: int(self.value)}

    def text(self, portfolio: Portfolio, lang: str = "en") -> str:
        """Return the change in words."""
        share = self.key in SHARES or self.is_share
        amount = self.value / 1000 if self.key == "step" else self.value  # a step is a share of 5 days
        percent = share or self.key == "step"
        value = f"{float(amount * 100):g} %" if percent else f"{float(amount):g}"
        return say("changes.limit", lang, setting=f"@settings/{self.key}", value=value)


@dataclass(frozen=True, slots=True)
class FillIn(Change):
    """People of the role `by` may serve lines of `role`, at `price` days of level 3 per day."""

    role: str
    by: str
    price: Fraction = Fraction(0)

    def on(self, portfolio: Portfolio) -> Portfolio:
        """Return `portfolio` with the other role in Filled By."""
        wanted = {line.role for line in portfolio.lines if line.role} | {role.name for role in portfolio.roles}
        have = {role for p in portfolio.people for role in p.roles}
        for role, there in ((self.role, wanted), (self.by, have)):
            if role not in there:
                raise unknown("role", role, there)
        row = next((role for role in portfolio.roles if role.name == self.role), None)
        old = row or Role(self.role)
        subs = (*(one for one in old.filled_by if one.role != self.by), Substitute(self.by, self.price))
        new = replace(old, filled_by=subs)
        roles = tuple(new if role is row else role for role in portfolio.roles)
        return replace(portfolio, roles=roles if row is not None else (*roles, new))

    def text(self, portfolio: Portfolio, lang: str = "en") -> str:
        """Return the change in words."""
        return say("changes.fill_in", lang, role=self.role, by=self.by)


@dataclass(frozen=True, slots=True)
class Lend(Change):
    """A department may lend other departments `fte` per week, None: as much as it has."""

    department: str
    fte: Fraction | None = None

    def on(self, portfolio: Portfolio) -> Portfolio:
        """Return `portfolio` with the other limit in its rows of Rules."""
        limited = {rule.department for rule in portfolio.rules if rule.kind is RuleKind.LEND}
        if self.department not in limited:
            raise unknown("limit of lending for department", self.department, limited)
        changed = (self._changed(rule) for rule in portfolio.rules)
        return replace(portfolio, rules=tuple(rule for rule in changed if rule is not None))

    def _changed(self, rule: RuleRow) -> RuleRow | None:
        if rule.kind is not RuleKind.LEND or rule.department != self.department:
            return rule
        return None if self.fte is None else replace(rule, value=self.fte, is_share=False)

    def text(self, portfolio: Portfolio, lang: str = "en") -> str:
        """Return the change in words."""
        if self.fte is None:
            return say("changes.lend_all", lang, department=self.department)
        return say("changes.lend", lang, department=self.department, fte=f"{float(self.fte):g}")


@dataclass(frozen=True, slots=True)
class Unlock(Change):
    """Locks of rows of Assignments are released, the rows stay wishes.

    `kind` says whose: `person`, `project`, `line` (rows with that Demand ID), or `booking` (one row by its ID).
    """

    kind: str
    item: str

    def on(self, portfolio: Portfolio) -> Portfolio:
        """Return `portfolio` without these locks."""
        records = {
            "person": portfolio.people,
            "project": portfolio.projects,
            "line": portfolio.lines,
            "booking": portfolio.bookings,
        }
        if self.kind not in records:
            raise ValueError(f"{self.kind!r} is none of {', '.join(records)}")
        known(self.kind, self.item, records[self.kind])
        bookings = tuple(replace(b, lock=Lock.NONE) if self._meant(b) else b for b in portfolio.bookings)
        return replace(portfolio, bookings=bookings)

    def _meant(self, b: Booking) -> bool:
        meant = {"person": b.person_id, "project": b.project_id, "line": b.line_id, "booking": b.id}
        return meant[self.kind] == self.item

    def text(self, portfolio: Portfolio, lang: str = "en") -> str:
        """Return the change in words."""
        row = next((b for b in portfolio.bookings if self.kind == "booking" and b.id == self.item), None)
        if row is None:
            return say("changes.unlock", lang, item=item_name(portfolio, self.kind, self.item))
        person, project = person_name(portfolio, row.person_id), project_name(portfolio, row.project_id)
        return say("changes.unlock_row", lang, person=person, project=project)


@dataclass(frozen=True, slots=True)
class Waive(Change):
    """A row of Rules no longer holds. `kind` and `about` (names) say which it was, once it is gone."""

    rule_id: str
    kind: RuleKind
    about: tuple[str, ...] = ()

    @classmethod
    def of(cls, portfolio: Portfolio, rule_id: str) -> Waive:
        """Return the change that waives a row of Rules, with its names.

        Raises
        ------
        ValueError
            If there is no such row.
        """
        known("rule", rule_id, portfolio.rules)
        rule = next(rule for rule in portfolio.rules if rule.id == rule_id)
        people = (person_name(portfolio, i) for i in (rule.person_id, rule.other_id) if i is not None)
        project = [project_name(portfolio, rule.project_id)] if rule.project_id is not None else []
        return cls(rule_id, rule.kind, (*people, *project, *([rule.department] if rule.department else [])))

    def on(self, portfolio: Portfolio) -> Portfolio:
        """Return `portfolio` without the row."""
        known("rule", self.rule_id, portfolio.rules)
        return replace(portfolio, rules=tuple(rule for rule in portfolio.rules if rule.id != self.rule_id))

    def text(self, portfolio: Portfolio, lang: str = "en") -> str:
        """Return the change in words."""
        return say("changes.waive", lang, rule=f"@rule:{self.kind.value}", about=self.about)


@dataclass(frozen=True, slots=True)
class Pin(Change):
    """A person works exactly `fte` of each week on a project: one hard lock over its lines.

    `weeks` holds (Monday, FTE before leave). In these weeks it takes the place of their other rows of Assignments.
    """

    person_id: str
    project_id: str
    weeks: tuple[tuple[date, Fraction], ...]

    def on(self, portfolio: Portfolio) -> Portfolio:
        """Return `portfolio` with the lock among its rows of Assignments."""
        known("person", self.person_id, portfolio.people)
        known("project", self.project_id, portfolio.projects)
        segments = tuple(Segment(monday, monday + timedelta(days=6), fte) for monday, fte in sorted(self.weeks))
        digest = hashlib.sha256(repr(self).encode()).hexdigest()[:8]
        row = Booking(f"lock-{digest}", self.person_id, self.project_id, "", None, segments, True, Lock.HARD)
        kept = (part for b in portfolio.bookings if b.id != row.id for part in self._cut(b))
        return replace(portfolio, bookings=(*kept, row))

    def _cut(self, b: Booking) -> tuple[Booking, ...]:
        """Return a row without the weeks of this lock, if it is of the same person and project."""
        if (b.person_id, b.project_id) != (self.person_id, self.project_id):
            return (b,)
        segments = b.segments
        for monday, _ in self.weeks:
            segments = tuple(part for one in segments for part in without(one, monday, monday + timedelta(days=6)))
        if b.by_week or len(segments) < 2:
            return (replace(b, segments=segments),) if segments else ()
        return tuple(replace(b, id=f"{b.id}/{n}", segments=(one,)) for n, one in enumerate(segments, 1))

    def text(self, portfolio: Portfolio, lang: str = "en") -> str:
        """Return the change in words."""
        person, project = person_name(portfolio, self.person_id), project_name(portfolio, self.project_id)
        listed = [f"{monday.isoformat()}: {round(float(fte), 2):g}" for monday, fte in sorted(self.weeks)]
        return say("changes.pin", lang, person=person, project=project, weeks=listed)
