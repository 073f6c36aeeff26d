"""What a run hands on besides the plan: scores, violations, conflicts, the certificate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from fractions import Fraction
from functools import cached_property
from time import monotonic
from typing import Any

from resopt.domain.changes import Change
from resopt.domain.records import Portfolio
from resopt.domain.rules import Fact, Rule
from resopt.plan import Plan

WHY_SECONDS = 15.0  # for the reasons of one project
NAMED = 5  # projects listed where a name is like none of them


@dataclass(frozen=True, slots=True)
class Violation:
    """A hard rule that a plan breaks: who, where, when, and by how much (units; money for budget)."""

    rule: Rule
    person_id: str | None = None
    project_id: str | None = None
    line_id: str | None = None
    week: int | None = None
    amount: float = 0.0
    details: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class TierScore:
    """Days met in one tier, in units, and `value`, the sum of Value x days met in 1/1,000,000 units."""

    core: int
    firm: int
    all: int
    value: int


@dataclass(frozen=True, slots=True)
class Score:
    """All levels of a plan in integers.

    `set_aside` counts facts by kind in the order of `FACT_RULES`; `soft_missed`, `change` and `overtime`
    are units, `quality` is level 3 and `weighted` the weighted sum, both in 1/1,000,000 day.
    """

    set_aside: tuple[int, ...]
    tiers: tuple[TierScore, ...]
    overtime: int
    soft_missed: int
    change: int
    quality: int
    weighted: int

    def vector(self) -> tuple[int, ...]:
        """Return levels 0 to 3 of the strict policy as one tuple: the smaller, lexicographically, the better."""
        met = (-part for t in self.tiers for part in (t.core, t.firm, t.all, t.value))
        return (*self.set_aside, *met, self.overtime, self.soft_missed, self.change, self.quality)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What the checker found: violations, the facts that the plan sets aside, and its score."""

    violations: tuple[Violation, ...]
    set_aside: tuple[Fact, ...]
    score: Score


@dataclass(frozen=True, slots=True)
class Amount:
    """Wanted, met and the bound on met, in units."""

    wanted: int
    met: int
    bound: int


@dataclass(frozen=True, slots=True)
class TierProof:
    """What was reached and proved in one tier; `value_*` are in 1/1,000,000 units."""

    kind: str
    label: str
    core: Amount
    firm: Amount
    all: Amount
    value_met: int
    value_bound: int
    flow_bound: int
    proved: bool


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was proved about a plan.

    `quality_*` and `weighted_*` are in 1/1,000,000 day, amounts in units; `ended_by` is proof, work, clock or
    user; `greedy_met` holds the units met by tier of the greedy plan, `stages` the levels in the order in
    which they were solved: (name, value, bound, seconds). `language` is the one that it shows itself in.
    """

    status: str
    ended_by: str
    seconds: float
    rounds: int
    seed: int
    tiers: tuple[TierProof, ...]
    coverage_bound: int
    coverage_met: int
    overtime: int
    soft_missed: int
    soft_bound: int
    change: int
    change_bound: int
    quality: int
    quality_bound: int
    greedy_met: tuple[int, ...]
    weighted: int | None
    weighted_bound: int | None
    stages: tuple[tuple[str, int, int, float], ...]
    input_sha256: str
    versions: tuple[tuple[str, str], ...]
    language: str = field(default="en", compare=False, repr=False)

    @property
    def coverage_gap(self) -> float:
        """(coverage bound - met) / coverage bound, 0 where nothing can be met."""
        return (self.coverage_bound - self.coverage_met) / self.coverage_bound if self.coverage_bound else 0.0

    @property
    def quality_gap(self) -> float:
        """(value - bound) / value of level 3, 0 where the value is 0."""
        return (self.quality - self.quality_bound) / self.quality if self.quality else 0.0

    def _repr_html_(self) -> str:
        from resopt.scenarios.tables_html import certificate_html

        return certificate_html(self, self.language)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A fact that had to be set aside, and a minimal set of facts kept that rule it out together with the limits."""

    fact: Fact
    group: tuple[Fact, ...]
    minimal: bool = True


@dataclass(frozen=True, slots=True)
class Cause:
    """One fact in the reason of a Conflict: where `units` of the people who could serve went.

    `kind` is one of: higher, equal, lower (on lines of such tiers; `project_id` names who holds the days), locked (held
    on an equal or lower one by `rule`: hard lock, freeze, or must have of a lower one), same (on the short line),
    absent, bau, overtime (negative: worked beyond capacity), limit (left free), nobody. The units of a gap's causes add
    up to its `contract`. Of a limit, `rule` is the one that alone keeps the days from the line, of lower the one that
    would keep them from it even if the person gave up that work; None if no single rule does.
    """

    kind: str
    units: int
    project_id: str | None = None
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """One fact of a Reason.

    `kind` is `claim` (another line keeps the `units` it has in these weeks; `rule` must have: that of a lower,
    must-have project), `whole` (it keeps what it has in all weeks), `own` (the short lines keep what they have), `away`
    (the person is absent for `units`), or `rule` (`rule` with the row, person, project or line that it names; `units`
    of locks). `taken` is what the fact takes of people's days, one after the other, in a group without claims.
    """

    kind: str
    units: int = 0
    rule: Rule | None = None
    person_id: str | None = None
    project_id: str | None = None
    line_id: str | None = None
    row_id: str = ""
    taken: int = field(default=0, compare=False)

    @property
    def key(self) -> tuple[str, ...]:
        """What the fact is, whatever its amount."""
        rule = self.rule.value if self.rule else ""
        return (self.kind, rule, self.person_id or "", self.project_id or "", self.line_id or "", self.row_id)


@dataclass(frozen=True, slots=True)
class Reason:
    """A minimal group of facts: together they rule out that the line gets what it is `asked` for in each of `weeks`.

    Without any one of `grounds` they no longer do. `asked` is what the short lines of the conflict want together; or,
    where those who could serve them have less, what they have in whole steps. That they have less is itself a reason,
    without grounds or with the step alone. Where the group is one of amounts, these lines and those among the grounds
    need `needed` units in these weeks and the `people` who could serve them have `have`, less in each of the weeks.
    A broad reason (`is_broad`) is the smallest set of lines that use up all who could serve the short ones, directly or
    by setting others free; what people have besides absences and locks is then given, and without any one of its
    claims the short lines get more than they could, if not all that is asked. Of several weeks it holds the sums of
    what stands in the way in each. Where rules act together (`is_sum` false), `people` are those who could serve the
    short lines.
    """

    weeks: tuple[int, ...]
    grounds: tuple[Ground, ...] = ()
    people: tuple[str, ...] = ()
    needed: int = 0
    have: int = 0
    asked: int = 0
    is_sum: bool = True
    is_broad: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """Demand that the plan does not meet (`gap` units in `weeks`, from `first` to `last`), or a fact set aside.

    `kind` is `gap`, `contradiction` or `rest` (the closing row of `count` small gaps, with project and line where they
    have one in common); `severity` high, medium or low. `others` are further lines of the project, of the same level
    and for the same people, that are short in neighbouring weeks: one reason for all.
    `people` are those who could serve the lines at all, `contract` their days in those weeks before leave. `reasons`
    are minimal groups of facts, each ruling out by itself that the lines get all they want in its weeks; where they are
    `complete`, one change in each of them makes the lines fit. `loose` are weeks in which days alone do not rule it
    out, and no group of rules was found. `portfolio`, set by a Result, names things where a notebook shows them.
    """

    id: str
    kind: str
    severity: str
    project_id: str = ""
    line_id: str = ""
    first: int = 0
    last: int = 0
    gap: int = 0
    wanted: int = 0
    people: tuple[str, ...] = ()
    contract: int = 0
    causes: tuple[Cause, ...] = ()
    contradiction: Contradiction | None = None
    count: int = 1
    weeks: tuple[int, ...] = ()
    reasons: tuple[Reason, ...] = ()
    complete: bool = False
    others: tuple[str, ...] = ()
    loose: tuple[int, ...] = ()
    portfolio: Portfolio | None = field(default=None, compare=False, repr=False)

    @property
    def line_ids(self) -> tuple[str, ...]:
        """All lines that are short."""
        return (self.line_id, *self.others) if self.line_id else ()

    def _repr_html_(self) -> str:
        from resopt.scenarios.tables_html import conflict_html

        return conflict_html(self)


@dataclass(frozen=True, slots=True)
class Remedy:
    """Changes of the input that were re-solved on the whole portfolio and shown to help.

    Amounts are units. `gains` are the days met by tier of the base (its input) more than the base meets with the same
    extra work, `projects` the same by project, losers negative; `deferred` is demand pushed out of the horizon, never a
    gain. `cost` is money for the days of people hired (None: their rate is not known). `exact`: no plan of the changed
    input meets more, and none of the base; else the gains are at least these. `plan` is the checked plan of the input
    with `changes`, `conflict_ids` the conflicts that it shrinks.
    """

    changes: tuple[Change, ...]
    gains: tuple[int, ...]
    projects: tuple[tuple[str, int], ...]
    deferred: int
    cost: Fraction | None
    exact: bool
    plan: Plan
    conflict_ids: tuple[str, ...] = ()

    @property
    def days(self) -> int:
        """All units gained, less those lost."""
        return sum(self.gains)


@dataclass(frozen=True, slots=True)
class Worth:
    """What something is worth in days: the whole portfolio re-solved without it.

    `kind` is `lock` (a hard lock), `must_have`, or `holder` (the only person who has the role or skills `name`).
    `without` tells who gains and loses then.
    """

    kind: str
    name: str
    without: Remedy


@dataclass(frozen=True, slots=True)
class Staffing:
    """What it takes to staff a project: changes that were re-solved, with the `met` units of the `wanted` it gets."""

    project_id: str
    wanted: int
    options: tuple[tuple[Remedy, int], ...]


@dataclass(frozen=True, slots=True)
class Price:
    """What one more day of a role in a week is worth, by solving again with somebody of the role for that day.

    `tier` is the highest that gets more in the checked plan found (None: none), `bound` the highest of which it is not
    proved that no plan gives it more (None: no tier would).
    """

    role: str
    week: int
    tier: int | None
    bound: int | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why demand is not met and what would help: `conflicts` with reasons, `remedies` the best first, `prices`.

    `together` is a small set of remedies that was re-solved as one; `tried` counts the changes that were re-solved.
    `worths` say what locks, must-haves and only holders are worth, `untried` counts those for which time was over, as
    `unpriced` does roles and weeks without a price; `staffing` is about the one project that was asked for.
    """

    conflicts: tuple[Conflict, ...]
    remedies: tuple[Remedy, ...] = ()
    together: Remedy | None = None
    tried: int = 0
    prices: tuple[Price, ...] = ()
    worths: tuple[Worth, ...] = ()
    untried: int = 0
    staffing: Staffing | None = None
    unpriced: int = 0


@dataclass(frozen=True)
class Result:
    """The outcome of `solve`: a checked plan, its score, what was proved, and why demand is not met.

    `record` is the checker's report on the plan of record (sheet Assignments), violations included;
    `contradictions` say what rules out each fact set aside; `portfolio` is the input that the plan was made for,
    `explanation` what `explain` found out about it, if that was asked for.
    """

    plan: Plan
    score: Score
    set_aside: tuple[Fact, ...]
    certificate: Certificate
    record: CheckReport
    greedy: Plan = Plan()
    contradictions: tuple[Contradiction, ...] = ()
    portfolio: Portfolio | None = field(default=None, repr=False, compare=False)
    explanation: Explanation | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.portfolio is not None and self.plan.portfolio is None:
            object.__setattr__(self, "plan", replace(self.plan, portfolio=self.portfolio))
        if self.portfolio is not None and self.certificate.language != self.portfolio.settings.language:
            told = replace(self.certificate, language=self.portfolio.settings.language)
            object.__setattr__(self, "certificate", told)

    @property
    def status(self) -> str:
        """`optimal` (levels 0 to 3 proved), `coverage_proved`, or `feasible`."""
        return self.certificate.status

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What the plan does not meet and why, worked out when it is first asked for.

        Raises
        ------
        ValueError
            If the result does not know its portfolio.
        """
        from resopt.explain import explain

        if self.explanation is not None:
            found = self.explanation.conflicts
        else:
            found = explain(self._known_portfolio(), self.plan, contradictions=self.contradictions)
        return tuple(replace(conflict, portfolio=self.portfolio) for conflict in found)

    def with_conflicts(self, conflicts: tuple[Conflict, ...]) -> Result:
        """Return a copy that holds these conflicts instead of working them out."""
        copy = replace(self)
        vars(copy)["conflicts"] = conflicts
        return copy

    def _known_portfolio(self) -> Portfolio:
        if self.portfolio is None:
            raise ValueError("this result does not know its portfolio: use one that solve() returned")
        return self.portfolio

    def why(self, project: str, lang: str | None = None) -> list[str]:
        """Return one sentence per gap of a project (ID or name): what is short, what rules it out, where people went.

        Reasons that are not known yet are looked for first, which takes a moment.

        Examples
        --------
        >>> result.why("P7")  # doctest: +SKIP

        Raises
        ------
        ValueError
            If there is no such project; the nearest name is in the message.
        """
        from resopt.explain import conflict_text, reasoned
        from resopt.explain.remedy_text import staffing_lines

        portfolio = self._known_portfolio()
        projects = portfolio.projects
        names = {**{p.name: p.id for p in projects}, **{p.id: p.id for p in projects}}
        if project not in names:
            nearest = get_close_matches(str(project), names, 1)
            known = sorted(p.id for p in projects)
            listed = ", ".join(known[:NAMED]) + (f" and {len(known) - NAMED} more" if len(known) > NAMED else "")
            hint = f"did you mean {nearest[0]!r}?" if nearest else f"there are {listed or 'none'}"
            raise ValueError(f"there is no project {project!r}; {hint}")
        spoken = lang or portfolio.settings.language
        mine = tuple(c for c in self.conflicts if c.project_id == names[project])
        if self.explanation is None and not any(c.reasons for c in mine):
            mine = reasoned(portfolio, self.plan, mine, until=monotonic() + WHY_SECONDS)
        told = [conflict_text(portfolio, self, conflict, spoken) for conflict in mine]
        found = None if self.explanation is None else self.explanation.staffing
        if found is not None and found.project_id == names[project]:
            told += staffing_lines(portfolio, found, spoken)
        return told

    def _repr_html_(self) -> str:
        from resopt.scenarios.tables_html import result_html

        return result_html(self)
