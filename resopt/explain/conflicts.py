"""Conflicts: every gap of a plan with causes that add up to the days of those who could serve, and contradictions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from operator import itemgetter

from resopt.domain.records import Line, Portfolio, RuleKind
from resopt.domain.rules import Fact, Rule
from resopt.domain.units import UNITS_PER_DAY
from resopt.explain.crew import Crews, Week
from resopt.explain.standing import NONE, Standing
from resopt.plan import Plan
from resopt.result import Cause, Conflict, Contradiction

BIG = 5 * UNITS_PER_DAY  # a gap of this size is reported as high or medium
SEVERITIES = ("high", "medium", "low")
LAST = 1 << 30  # free days come after all work of a person's week
Key = tuple[str, str | None, Rule | None]  # kind, project and rule of a cause
Single = tuple[int, int, int, Key, int]  # place, week and turn of the work, its cause and units
SAME: Key = ("same", None, None)
KINDS = ("higher", "locked", "equal", "lower", "same", "absent", "bau", "overtime", "limit", "nobody")


def explain(portfolio: Portfolio, plan: Plan, *, contradictions: Sequence[Contradiction] = ()) -> tuple[Conflict, ...]:
    """Return what `plan` leaves unmet and why, the most severe first.

    There is one conflict for each line and span of neighbouring weeks in which it is short. Lines that miss less
    than the Report Threshold, in days and as a share, stand together in one closing row, so that the
    gaps of all conflicts add up to wanted - met.

    Parameters
    ----------
    contradictions
        Facts that the plan sets aside, each with the facts that rule it out.

    Examples
    --------
    >>> [conflict.gap for conflict in explain(portfolio, plan)]  # doctest: +SKIP
    [1000, 400]
    """
    standing = Standing(portfolio, plan)
    crews = Crews(standing)
    found: list[Conflict] = [_contradiction(standing, one) for one in contradictions]
    small: list[Conflict] = []
    for lines in standing.grid.lines_of.values():
        for line in lines:
            gaps = [_gap(standing, line, range(first, last + 1), crews) for first, last in _spans(standing, line)]
            (small if _is_small(standing, line, gaps) else found).extend(gaps)
    found.sort(key=lambda c: _place(standing, c))
    return (*found, *_rest(small))


def _spans(standing: Standing, line: Line) -> Iterator[tuple[int, int]]:
    """Yield first and last week of every run of weeks in which the line is short."""
    first = None
    weeks = len(standing.wanted[line.id])
    for week in range(weeks + 1):
        short = week < weeks and standing.missing(line.id, week) > 0
        if short and first is None:
            first = week
        elif not short and first is not None:
            yield first, week - 1
            first = None


def _is_small(standing: Standing, line: Line, gaps: list[Conflict]) -> bool:
    """Return whether all the line misses is below the Report Threshold, in days and as a share of the line."""
    settings = standing.portfolio.settings
    gap, wanted = sum(c.gap for c in gaps), sum(standing.wanted[line.id])
    return gap < settings.threshold_days * UNITS_PER_DAY and gap < settings.threshold_share * wanted


def _gap(standing: Standing, line: Line, weeks: range, crews: Crews) -> Conflict:
    gap = sum(standing.missing(line.id, w) for w in weeks)
    crew = crews.of(line.id)
    return Conflict(
        id=f"C-{line.project_id}-{line.id}-{_week_name(standing.portfolio, weeks[0])}",
        kind="gap",
        severity=_severity(standing, line, gap),
        project_id=line.project_id,
        line_id=line.id,
        first=weeks[0],
        last=weeks[-1],
        gap=gap,
        wanted=sum(standing.wanted[line.id][w] for w in weeks),
        people=standing.able[line.id],
        contract=sum(crew[w].contract for w in weeks),
        causes=_causes(standing, line, weeks, crew),
    )


def _week_name(portfolio: Portfolio, week: int) -> str:
    """Return a week as `2026W07`, which stays the same whatever week a later plan starts in."""
    year, number, _ = portfolio.settings.monday(week).isocalendar()
    return f"{year}W{number:02d}"


def _severity(standing: Standing, line: Line, gap: int) -> str:
    if gap < BIG:
        return "low"
    project = standing.projects[line.project_id]
    return "high" if project.must_have or line.core or standing.grid.tier_of[project.id] == 0 else "medium"


def _causes(standing: Standing, line: Line, weeks: range, crew: list[Week]) -> tuple[Cause, ...]:
    """Return where the contract days of all who could serve the line went in these weeks."""
    if not standing.able[line.id]:
        return (Cause("nobody", 0),)
    sums: dict[Key, int] = defaultdict(int)
    single: list[Single] = []
    for w in weeks:
        for kind, units in zip(("bau", "absent", "overtime"), crew[w].lost, strict=True):
            sums[kind, None, None] += units
        _add_sums(standing, line, crew[w], sums)
        single += _one_by_one(standing, line, w, crew[w])
    single.sort(key=itemgetter(0, 1, 2))
    for _, _, _, key, units in single:  # of equal causes the one of the first person stands first
        sums[key] += units
    causes = [Cause(kind, units, project, rule) for (kind, project, rule), units in sums.items() if units]
    return tuple(sorted(causes, key=lambda c: (KINDS.index(c.kind), c.rule is None, -c.units, c.project_id or "")))


def _add_sums(standing: Standing, line: Line, week: Week, sums: dict[Key, int]) -> None:
    """Add the crew's work on the line itself and on projects of its own and of higher tiers."""
    tier_of = standing.grid.tier_of
    tier, same = tier_of[line.project_id], week.on_line.get(line.id, 0)
    sums[SAME] += same
    for project, units in week.sums.items():
        if tier_of[project] < tier:
            sums["higher", project, None] += units
        elif tier_of[project] == tier:
            sums["equal", project, None] += units - same if project == line.project_id else units


def _one_by_one(standing: Standing, line: Line, w: int, week: Week) -> list[Single]:
    """Return the causes that depend on the person: locked work, lower tiers, free days."""
    tier_of, able, found = standing.grid.tier_of, standing.able[line.id], []
    tier = tier_of[line.project_id]
    for work, pin in week.pinned:
        project = standing.lines[work.line].project_id
        key: Key = ("higher", project, None) if tier_of[project] < tier else ("locked", project, pin)
        found.append((work.place, w, work.turn, SAME if work.line == line.id else key, work.units))
    tests = standing.tests(line, firm=True)
    for project, works in week.loose.items():
        must_have = standing.projects[project].must_have
        for place, turn, _, units in works if tier_of[project] > tier else ():
            key = ("locked", project, Rule.MUST_HAVE)
            if not must_have:
                key = ("lower", project, standing.first(tests, standing.ask(able[place], line, w, units)))
            found.append((place, w, turn, key, units))
    tests = standing.tests(line, firm=False)
    for place, units in week.free:
        key = ("limit", None, standing.first(tests, standing.ask(able[place], line, w)))
        found.append((place, w, LAST, key, units))
    return found


def _contradiction(standing: Standing, contradiction: Contradiction) -> Conflict:
    fact = contradiction.fact
    week = 0 if fact.week is None else fact.week
    first, last = (0, standing.portfolio.settings.weeks - 1) if fact.week is None else (week, week)
    return Conflict(
        id=_fact_name(standing.portfolio, fact),
        kind="contradiction",
        severity="high" if fact.rule is Rule.MUST_HAVE or _worth(standing, fact) >= BIG else "low",
        project_id=fact.project_id or "",
        line_id=fact.line_ids[0] if len(fact.line_ids) == 1 else "",
        first=first,
        last=last,
        people=tuple(p for p in (fact.person_id, fact.other_id) if p),
        contradiction=contradiction,
    )


def _fact_name(portfolio: Portfolio, fact: Fact) -> str:
    """Return an ID made of what the fact says, with the week by its calendar number."""
    rule = fact.rule.value.replace(" ", "-")
    if fact.week is None:
        return f"F-{rule}-{fact.key}"
    key = fact.key.rpartition("@")[0]
    return f"F-{rule}-{key}-{_week_name(portfolio, fact.week)}"


def _worth(standing: Standing, fact: Fact) -> Fraction:
    """Return how many units a fact set aside is about."""
    if fact.rule in (Rule.FREEZE, Rule.HARD_LOCK):
        return Fraction(fact.units)
    row = next((r for r in standing.portfolio.rules if r.id == (fact.row_id or fact.key)), None)
    if row is None or row.kind is RuleKind.TOGETHER:
        return Fraction(_alone(standing, fact))
    lines = standing.grid.lines_of.get(fact.project_id or "", ())
    wants = [w for line in lines for w, units in enumerate(standing.wanted[line.id]) if units]
    run = range(min(wants), max(wants) + 1) if wants else range(0)
    some = fact.person_id if fact.person_id in standing.people else next(iter(standing.people), None)
    days = sum(standing.grid.working[some][w] for w in run if standing.covers(row, w)) if some else 0
    contract = standing.people[some].fte if some and row.is_share else Fraction(1)
    return (row.value or Fraction(0)) * contract * days * UNITS_PER_DAY


def _alone(standing: Standing, fact: Fact) -> int:
    """Return the days that only one of two people who belong together gives their projects."""
    days = 0
    for week in range(standing.portfolio.settings.weeks):
        one, other = (standing.projects_at(p or "", week) for p in (fact.person_id, fact.other_id))
        lone = {p for p in one ^ other if fact.project_id in (None, p)}
        for person in (fact.person_id or "", fact.other_id or ""):
            on = standing.at.get((person, week), NONE)
            days += sum(units for line, units in on.items() if standing.lines[line].project_id in lone)
    return days


def _place(standing: Standing, conflict: Conflict) -> tuple[int, int, str, str, int, str]:
    tier = standing.grid.tier_of.get(conflict.project_id, len(standing.portfolio.tiers))
    severity = SEVERITIES.index(conflict.severity)
    return severity, tier, conflict.project_id, conflict.line_id, conflict.first, conflict.id


def _rest(small: list[Conflict]) -> tuple[Conflict, ...]:
    """Return the closing row of small gaps, nothing if there are none; it names project and line if there is one."""
    if not small:
        return ()
    projects, lines = ({getattr(c, key) for c in small} for key in ("project_id", "line_id"))
    return (
        Conflict(
            id="C-rest",
            kind="rest",
            severity="low",
            project_id=projects.pop() if len(projects) == 1 else "",
            line_id=lines.pop() if len(lines) == 1 else "",
            first=min(c.first for c in small),
            last=max(c.last for c in small),
            gap=sum(c.gap for c in small),
            wanted=sum(c.wanted for c in small),
            count=len(small),
        ),
    )
