"""Conflicts: every gap of a plan with causes that add up to the days of those who could serve, and contradictions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np

from resopt.domain.records import Line, Portfolio, RuleKind
from resopt.domain.rules import Fact, Rule
from resopt.domain.units import UNITS_PER_DAY
from resopt.explain.barriers import RULES, Barriers, Flags
from resopt.explain.crew import LOOSE, MUST, PINS, Crew, Crews, Works
from resopt.explain.standing import NONE, Ints, Standing
from resopt.plan import Plan
from resopt.result import Cause, Conflict, Contradiction

BIG = 5 * UNITS_PER_DAY  # a gap of this size is reported as high or medium
SEVERITIES = ("high", "medium", "low")
HOLDS = (Rule.MUST_HAVE, None, *PINS)  # from `MUST` on
KINDS = ("higher", "locked", "equal", "lower", "same", "absent", "bau", "overtime", "limit", "nobody")


def explain(portfolio: Portfolio, plan: Plan, *, contradictions: Sequence[Contradiction] = ()) -> tuple[Conflict, ...]:
    """Return what `plan` leaves unmet and why, the most severe first.

    Lines of one project and level that the same people could serve are short for the same reason: they are one
    conflict for each run of weeks in which any of them is short. Weeks in which they want nothing do not end a run.
    Lines that miss less than the Report Threshold, in days and as a share, stand together in one closing row, so that
    the gaps of all conflicts add up to wanted - met.

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
    crews, barriers = Crews(standing), Barriers(standing)
    found: list[Conflict] = [_contradiction(standing, one) for one in contradictions]
    small: list[Conflict] = []
    for lines in standing.grid.lines_of.values():
        large: dict[object, list[Line]] = {}
        for line in lines:
            if _is_small(standing, line):
                small += [_gap(standing, part, weeks, crews, barriers) for part, weeks in _runs(standing, [line])]
            elif standing.lacking(line.id):
                large.setdefault(_alike(standing, line), []).append(line)
        for group in large.values():
            found += [_gap(standing, part, weeks, crews, barriers) for part, weeks in _runs(standing, group)]
    found.sort(key=lambda c: _place(standing, c))
    return (*found, *_rest(small))


def _alike(standing: Standing, line: Line) -> object:
    """Return what lines have in common whose gaps are one conflict; a line with rules of its own stands alone."""
    ruled = line.max_people is not None or line.same_people or line.fill_all or line.fill_share
    return line.id if ruled else (line.core, line.certainty, standing.able[line.id])


def _runs(standing: Standing, lines: Sequence[Line]) -> Iterator[tuple[list[Line], list[int]]]:
    """Yield the weeks in which any of the lines is short, run by run, with those that are short then."""
    run: list[int] = []
    for week in range(standing.portfolio.settings.weeks):
        if any(standing.missing(line.id, week) for line in lines):
            run.append(week)
        elif run and any(standing.wanted[line.id][week] for line in lines):
            yield _short(standing, lines, run), run
            run = []
    if run:
        yield _short(standing, lines, run), run


def _short(standing: Standing, lines: Sequence[Line], weeks: Sequence[int]) -> list[Line]:
    return [line for line in lines if any(standing.missing(line.id, w) for w in weeks)]


def _is_small(standing: Standing, line: Line) -> bool:
    """Return whether all the line misses is below the Report Threshold, in days and as a share of the line."""
    settings = standing.portfolio.settings
    gap, wanted = standing.lacking(line.id), sum(standing.wanted[line.id])
    return gap < settings.threshold_days * UNITS_PER_DAY and gap < settings.threshold_share * wanted


def _gap(standing: Standing, lines: list[Line], weeks: list[int], crews: Crews, barriers: Barriers) -> Conflict:
    line, *others = lines
    gap = sum(standing.missing(x.id, w) for x in lines for w in weeks)
    return Conflict(
        id=f"C-{line.project_id}-{line.id}-{_week_name(standing.portfolio, weeks[0])}",
        kind="gap",
        severity=_severity(standing, line, gap),
        project_id=line.project_id,
        line_id=line.id,
        first=weeks[0],
        last=weeks[-1],
        gap=gap,
        wanted=sum(standing.wanted[x.id][w] for x in lines for w in weeks),
        people=standing.able[line.id],
        contract=int(crews.of(line.id).contract[weeks].sum()),
        weeks=tuple(weeks),
        causes=_causes(crews, barriers, lines, weeks),
        others=tuple(x.id for x in others),
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


def _causes(crews: Crews, barriers: Barriers, lines: list[Line], weeks: list[int]) -> tuple[Cause, ...]:
    """Return where the contract days of all who could serve the lines went in these weeks."""
    line, crew = lines[0], crews.of(lines[0].id)
    if not len(crew.who):
        return (Cause("nobody", 0),)
    works = crew.works.only(np.nonzero(np.isin(crew.works.week, weeks))[0])
    tier = crews.standing.grid.tier_of[line.project_id]
    same = np.isin(works.line, [crews.line_number[x.id] for x in lines])
    rest = ~same & (works.tier >= tier)
    causes = [Cause(kind, int(getattr(crew, kind)[weeks].sum())) for kind in ("bau", "absent", "overtime")]
    causes.append(Cause("same", int(works.units[same].sum())))
    causes += _by_project(crews, "higher", works, works.tier < tier)
    causes += _by_project(crews, "equal", works, rest & (works.held < 0) & (works.tier == tier))
    causes += _locked(crews, works.only(np.nonzero(rest & ((works.held >= 0) | _must(works, tier)))[0]))
    loose = rest & (works.held == LOOSE) & (works.tier > tier)
    causes += _lower(crews, barriers, lines, works.only(np.nonzero(loose)[0]))
    causes += _limits(crew, barriers, lines, weeks)
    causes = [cause for cause in causes if cause.units]
    return tuple(sorted(causes, key=lambda c: (KINDS.index(c.kind), c.rule is None, -c.units, c.project_id or "")))


def _must(works: Works, tier: int) -> Flags:
    """Return which work is held by the must-have of a lower project."""
    return np.asarray((works.held == MUST) & (works.tier > tier))


def _by_project(crews: Crews, kind: str, works: Works, chosen: Flags) -> list[Cause]:
    """Return the chosen work as one cause for each project."""
    sums = np.bincount(works.project[chosen], works.units[chosen])
    at = np.nonzero(sums)[0]
    return [Cause(kind, int(sums[j]), crews.projects[j]) for j in at.tolist()]


def _locked(crews: Crews, works: Works) -> list[Cause]:
    """Return work that is held, by project and by what holds it."""
    return _grouped("locked", works.project, works.held - MUST, works.units, crews.projects, HOLDS)


def _lower(crews: Crews, barriers: Barriers, lines: list[Line], works: Works) -> list[Cause]:
    """Return work on lower tiers, by project and by the rule that would keep it from the line all the same."""
    if not len(works.units):
        return []
    who = crews.of(lines[0].id).who[works.place]
    rules = _first_rules(barriers, lines, who, works.week, works.units, firm=True)
    return _grouped("lower", works.project, rules, works.units, crews.projects, RULES)


def _limits(crew: Crew, barriers: Barriers, lines: list[Line], weeks: list[int]) -> list[Cause]:
    """Return free days by the rule that keeps them from the lines."""
    free = crew.free[:, weeks]
    place, week = np.nonzero(free > 0)
    if not len(place):
        return []
    rules = _first_rules(barriers, lines, crew.who[place], np.array(weeks)[week], 0, firm=False)
    return _grouped("limit", np.zeros_like(place), rules, free[place, week], (None,), RULES)


def _first_rules(
    barriers: Barriers, lines: list[Line], who: Ints, week: Ints, given_up: Ints | int, *, firm: bool
) -> Ints:
    """Return the first rule that keeps each from the first line that is short then; none if another one is open."""
    found = np.full(len(who), -1, dtype=np.int64)
    for line in lines:
        short = barriers.s.lacks[line.id][week] > 0
        rules = barriers.first(barriers.asks(line, who, week, given_up), firm=firm)
        is_open = short & (rules == len(RULES) - 1)
        found = np.where(is_open | ((found < 0) & short), rules, found)
    return found


def _grouped(
    kind: str,
    project: Ints,
    rule: Ints,
    units: Ints,
    projects: Sequence[str | None],
    rules: Sequence[Rule | None],
) -> list[Cause]:
    """Return one cause for each project and rule; of equal causes the one of the first person stands first."""
    codes, first, group = np.unique(project * len(rules) + rule, return_index=True, return_inverse=True)
    sums = np.bincount(group.reshape(-1), units, len(codes))
    causes = []
    for at in np.argsort(first).tolist():
        j, r = divmod(int(codes[at]), len(rules))
        causes.append(Cause(kind, int(sums[at]), projects[j], rules[r]))
    return causes


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
