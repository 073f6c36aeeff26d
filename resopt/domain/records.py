"""The frozen records of a Portfolio: what the workbook says, with names resolved and faults ruled out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from resopt.domain.policy import Policy
from resopt.errors import Issue

if TYPE_CHECKING:
    from pandas import DataFrame

    from resopt.domain.changes import Change, Scenario
    from resopt.plan import Plan


class Status(Enum):
    """Where a project stands in its life."""

    IN_FLIGHT = "in-flight"
    APPROVED = "approved"
    PROPOSED = "proposed"
    ON_HOLD = "on-hold"
    CANCELLED = "cancelled"


class Certainty(Enum):
    """How sure the amount of a line is; estimates and tbd come after firm lines of their tier."""

    FIRM = "firm"
    ESTIMATE = "estimate"
    TBD = "tbd"


class Lock(Enum):
    """How strongly an assignment of the plan of record is to be kept."""

    NONE = "none"
    SOFT = "soft"
    HARD = "hard"


class Basis(Enum):
    """What the number of a Segment counts: FTE on each working day, or days in all."""

    FTE = "fte"
    DAYS = "days"


class RuleKind(Enum):
    """The kinds of rows of sheet Rules."""

    FORBID = "forbid"
    EXCLUSIVE = "exclusive"
    APART = "apart"
    REQUIRE = "require"
    SUPERVISE = "supervise"
    TOGETHER = "together"
    LEND = "lend"


@dataclass(frozen=True, slots=True)
class Segment:
    """An amount over a span of dates, both ends included.

    `amount` is FTE on each working day, or days in all spread evenly over the working days.
    """

    start: date
    end: date
    amount: Fraction
    basis: Basis = Basis.FTE


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill with a level from 1 to 5; of a demand, the level that is needed (None: any)."""

    name: str
    level: int | None = 3


@dataclass(frozen=True, slots=True)
class Person:
    """One row of Staff. `fte`, `bau`, `min_share` are shares (0.5 = half); `cost_per_day` is money."""

    id: str
    name: str
    department: str
    roles: tuple[str, ...]
    level: int = 3
    skills: tuple[Skill, ...] = ()
    fte: Fraction = Fraction(1)
    start: date | None = None
    end: date | None = None
    bau: Fraction = Fraction(0)
    cost_per_day: Fraction | None = None
    max_projects: int | None = None
    min_share: Fraction | None = None
    location: str = ""
    employment: str = "employee"


@dataclass(frozen=True, slots=True)
class Project:
    """One row of Projects. `rank` orders projects, 1 before 2, whatever the sheet's Priority Order."""

    id: str
    name: str
    priority: str
    rank: Fraction
    status: Status = Status.APPROVED
    start: date | None = None
    end: date | None = None
    earliest_start: date | None = None
    latest_start: date | None = None
    must_have: bool = False
    min_staffing: Fraction | None = None
    value: Fraction = Fraction(1)
    budget: Fraction | None = None
    department: str = ""
    manager: str = ""
    location: str = ""
    type: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of Demand: a role or skills, an amount over time, and how it may be met.

    `skills` holds groups: all groups are needed, any one skill of a group will do.
    `fill_all` is fill `all`; `fill_share` the share that must be met or nothing (0: partial).
    `from_lock` marks a line with wanted 0 that only carries a hard lock of the plan of record.
    """

    id: str
    project_id: str
    role: str = ""
    skills: tuple[tuple[Skill, ...], ...] = ()
    min_level: int | None = None
    person_id: str | None = None
    segments: tuple[Segment, ...] = ()
    certainty: Certainty = Certainty.FIRM
    core: bool = False
    fill_all: bool = False
    fill_share: Fraction = Fraction(0)
    max_people: int | None = None
    same_people: bool = False
    preferred: tuple[str, ...] = ()
    notes: str = ""
    from_lock: bool = False


@dataclass(frozen=True, slots=True)
class Absence:
    """One span of sheet Availability: `amount` is a share of the contract (FTE basis) or days in all."""

    person_id: str
    segment: Segment


@dataclass(frozen=True, slots=True)
class Booking:
    """One row of Assignments, the plan of record. `segments` hold FTE; `by_week` marks week columns.

    `line_id` or `role` narrow what the row binds; both empty: the sum over the project's lines.
    `id` is made from the content, so that the order of rows never matters. `asked` marks a lock that people typed
    into a plan and gave back: it binds like any other, but is no part of the plan of record.
    """

    id: str
    person_id: str
    project_id: str
    role: str = ""
    line_id: str | None = None
    segments: tuple[Segment, ...] = ()
    by_week: bool = False
    lock: Lock = Lock.NONE
    reason: str = ""
    approved_by: str = ""
    asked: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Actual:
    """One row of Actuals: `days` that a person worked on a project in the week of `monday`; perhaps on which line."""

    person_id: str
    project_id: str
    monday: date
    line_id: str = ""
    days: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Substitute:
    """A role that may fill another one, at `price` days of level 3 per day."""

    role: str
    price: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Role:
    """One row of Roles."""

    name: str
    department: str = ""
    filled_by: tuple[Substitute, ...] = ()
    cost_per_day: Fraction | None = None


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One row of Rules. `value` is FTE, or a share of the contract if `is_share`.

    `id` is made from the content. Blank `project_id` means any project, blank dates the whole horizon.
    """

    id: str
    kind: RuleKind
    person_id: str | None = None
    other_id: str | None = None
    project_id: str | None = None
    department: str = ""
    skill: tuple[tuple[Skill, ...], ...] = ()
    value: Fraction | None = None
    is_share: bool = False
    start: date | None = None
    end: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Fit:
    """One row of Fit: money per day and preference (-2..2) of a person for a project or a role."""

    person_id: str
    project_id: str | None = None
    role: str = ""
    cost_per_day: Fraction | None = None
    preference: int | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """One row of Team Template."""

    type: str
    role: str
    core: bool = False
    min_fte: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of a location: Monday to Friday, less `days_off`, plus `extra_days`."""

    location: str
    days_off: frozenset[date] = frozenset()
    extra_days: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Return whether people of the location work on `day`."""
        return day in self.extra_days or (day.weekday() < 5 and day not in self.days_off)


@dataclass(frozen=True, slots=True)
class Tier:
    """Projects that stand equal: one class (`in-flight`, `committed`, `proposed`) and one band of priority."""

    kind: str
    label: str
    project_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """One band of setting Tiers: ranks from `low` to `high`, both included; None is open."""

    label: str
    low: Fraction | None
    high: Fraction | None


@dataclass(frozen=True, slots=True)
class Settings:
    """Sheet Settings with its defaults; `step` in units, shares as fractions, `start` a Monday.

    Weeks that end before `as_of` (None: `start`) are past. `limits` are those of the review that are set, by rule.
    """

    start: date
    weeks: int = 13
    hours_per_day: Fraction = Fraction(8)
    unit: str = "FTE"
    step: int = 100
    min_share: Fraction = Fraction(1, 5)
    min_days: Fraction = Fraction(0)
    min_days_is_share: bool = False
    max_projects: int = 3
    tolerance: Fraction = Fraction(0)
    target_low: Fraction = Fraction(3, 4)
    target_high: Fraction = Fraction(19, 20)
    in_flight: str = "with"
    proposed: str = "after"
    planned_hires: bool = False
    freeze_weeks: int = 0
    holidays: bool = True
    location: str = ""
    language: str = "en"
    report_unit: str = "days"
    threshold_days: Fraction = Fraction(2)
    threshold_share: Fraction = Fraction(1, 20)
    tiers: tuple[Band, ...] = ()
    priority_order: str = ""
    limits: tuple[tuple[str, Fraction], ...] = ()
    as_of: date | None = None
    carry_over: bool = False

    @property
    def past_weeks(self) -> int:
        """How many weeks of the horizon are past; the first open week has this number."""
        return 0 if self.as_of is None else min(self.weeks, max(0, (self.as_of - self.start).days // 7))

    @property
    def frozen_until(self) -> int:
        """The first open week that is not frozen."""
        return self.past_weeks + self.freeze_weeks

    @property
    def end(self) -> date:
        """The last day of the horizon, a Sunday."""
        return self.start + timedelta(days=7 * self.weeks - 1)

    def monday(self, week: int) -> date:
        """Return the Monday of `week`, counted from 0."""
        return self.start + timedelta(days=7 * week)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All input of one planning run; people, projects and lines are sorted by ID.

    `tiers` lists the projects that are planned, most important first; projects on hold, cancelled or left
    out by `Proposed` = `out` are in `projects` but in no tier. Planned hires stand in `people` only if
    `Planned hires` is yes. Change is counted against `baseline`, a plan given back, else against the plan of
    record; a project that only locks asked for in that plan hold stays at the start which it has there. `starts` says
    by how many weeks projects start later that have begun, where there is no `baseline` to say so. `name` and
    `changes` are those of a scenario: what was changed since the input; `scenarios` are those of sheet Scenarios.
    `sha256` is that of the input, of a scenario also of its changes; `base_sha256` is that of the input of a scenario.
    """

    settings: Settings
    people: tuple[Person, ...]
    projects: tuple[Project, ...]
    lines: tuple[Line, ...]
    tiers: tuple[Tier, ...]
    calendars: tuple[Calendar, ...]
    absences: tuple[Absence, ...] = ()
    bookings: tuple[Booking, ...] = ()
    actuals: tuple[Actual, ...] = ()
    roles: tuple[Role, ...] = ()
    rules: tuple[RuleRow, ...] = ()
    fits: tuple[Fit, ...] = ()
    seats: tuple[Seat, ...] = ()
    policy: Policy = Policy()
    issues: tuple[Issue, ...] = ()
    sha256: str = ""
    source: str = ""
    name: str = ""
    changes: tuple[Change, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    base_sha256: str = ""
    baseline: Plan | None = None
    starts: tuple[tuple[str, int], ...] = ()

    @property
    def known_starts(self) -> dict[str, int]:
        """By how many weeks projects start later in the plan given back: those that have begun stay there."""
        return dict(self.starts if self.baseline is None else self.baseline.shifts)

    @property
    def on_record(self) -> tuple[Booking, ...]:
        """The rows of the plan of record, without locks that people asked for in a plan given back."""
        return tuple(b for b in self.bookings if not b.asked)

    def scenario(self, name: str, **changes: Any) -> Portfolio:
        """Return a new Portfolio with changes under one name; this one stays as it is. Names or IDs everywhere.

        Parameters
        ----------
        name
            What the scenario is called.
        **changes
            `hire={role: how many}`; `start={person: first day}`, `leave={person: last day}`; `shift={project:
            weeks}`, later or (negative) earlier; `scale={project or demand: factor}`; `priority={project:
            priority}`; `hold=[project]`; `limits={setting: value}`; `unlock=[person, project or demand]`;
            `changes=[...]`, records of `resopt.domain.changes`, for all that has no word here.

        Examples
        --------
        >>> portfolio.scenario("hire two", hire={"Tester": 2}, shift={"P7": 2})  # doctest: +SKIP

        Raises
        ------
        ValueError
            If a name or a value is wrong, with the nearest name.
        """
        from resopt.scenarios.whatif import scenario

        return scenario(self, name, **changes)

    def describe(self, lang: str = "") -> list[str]:
        """Return the changes since the input in words, one sentence each; in the language of Settings unless given."""
        from resopt.domain.changes import describe

        return describe(self, lang or self.settings.language)

    def to_frames(self) -> dict[str, DataFrame]:
        """Return all tables of the Portfolio as frames; see `resopt.to_frames`."""
        from resopt.tables.frames import to_frames

        return to_frames(self)

    def _repr_html_(self) -> str:
        from resopt.scenarios.tables_html import portfolio_html

        return portfolio_html(self)
