"""Warnings: what may go wrong although the plan holds, each with an ID that stays the same from run to run."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from resopt.checker.sentences import line_text, person_text, project_text
from resopt.domain.amounts import unit_name, unit_size
from resopt.domain.records import Portfolio
from resopt.explain.review import holders_of, review
from resopt.explain.standing import Standing
from resopt.messages import say
from resopt.plan import Plan

CORE_WEEKS = 2  # first weeks of a core seat that are looked at
SOON = 6  # weeks from the first open one in which it is a matter of now
LOAD, LOAD_WEEKS = Fraction(1), 10
LENT = Fraction(1, 2)
NEAR = Fraction(1, 20)
KINDS = ("core", "minimum", "load", "lent", "holder")


@dataclass(frozen=True, slots=True)
class Risk:
    """A warning: `values` fill the sentence of its kind (raw: IDs, weeks, units, shares)."""

    id: str
    kind: str
    severity: str
    project_id: str = ""
    line_id: str = ""
    person_id: str = ""
    name: str = ""
    week: int = 0
    count: int = 0
    units: int = 0
    wanted: int = 0
    begun: bool = False
    share: Fraction = Fraction(0)
    least: Fraction = Fraction(0)


def risks(portfolio: Portfolio, plan: Plan) -> tuple[Risk, ...]:
    """Return the warnings of a plan, the most severe first."""
    standing = Standing(portfolio, plan)
    found = [*_core(standing), *_minimum(standing), *_load(standing), *_lent(standing), *_holder(standing)]
    order = ("high", "medium", "low")
    return tuple(sorted(found, key=lambda r: (order.index(r.severity), KINDS.index(r.kind), r.id)))


def _core(s: Standing) -> Iterator[Risk]:
    """Core seats that are short in their first weeks, or in the next ones where they were wanted before As Of too."""
    for line in (x for lines in s.grid.lines_of.values() for x in lines if x.core):
        first = [w for w, units in enumerate(s.wanted[line.id]) if units][:CORE_WEEKS]
        lacks = sum(s.missing(line.id, w) for w in first)
        if lacks:
            severity = "high" if first[0] - s.grid.past.weeks < SOON else "medium"
            wanted, begun = sum(s.wanted[line.id][w] for w in first), bool(s.grid.past.wanted.get(line.id))
            yield Risk(f"W-C-{line.id}", "core", severity, line.project_id, line.id, week=first[0], count=len(first),
                       units=lacks, wanted=wanted, begun=begun)  # fmt: skip


def _minimum(s: Standing) -> Iterator[Risk]:
    """Projects that are met little more than their Min Staffing."""
    for project, lines in s.grid.lines_of.items():
        least, wanted = s.projects[project].min_staffing, sum(s.total[x.id] for x in lines)
        met, past = wanted - sum(sum(s.lack[x.id]) for x in lines), s.grid.past
        wanted = past.total([x.id for x in lines], wanted)
        met += sum(past.met.get(x.id, 0) for x in lines)
        if least and wanted and met and least <= Fraction(met, wanted) < least + NEAR and met < wanted:
            yield Risk(f"W-M-{project}", "minimum", "medium", project, share=Fraction(met, wanted), least=least)


def _load(s: Standing) -> Iterator[Risk]:
    """People without a free day for weeks on end; weeks without working days neither count nor end it."""
    for number, person in enumerate(s.portfolio.people):
        run: list[int] = []
        longest: list[int] = []
        for week in range(s.portfolio.settings.weeks):
            capacity, used = int(s.capacity[number, week]), int(s.used[number, week])
            if capacity and used >= LOAD * capacity:
                run.append(week)
                longest = max(longest, run, key=len)
            elif capacity:
                run = []
        if len(longest) >= LOAD_WEEKS:
            yield Risk(f"W-L-{person.id}", "load", "low", person_id=person.id, week=longest[0], count=len(longest),
                       share=LOAD)  # fmt: skip


def _lent(s: Standing) -> Iterator[Risk]:
    """Departments that give others more than half of their days."""
    given: dict[str, int] = defaultdict(int)
    lent: dict[str, int] = defaultdict(int)
    for (person, _), row in s.at.items():
        department = s.people[person].department
        for line, units in row.items():
            owner = s.projects[s.lines[line].project_id].department
            given[department] += units
            lent[department] += units if owner and owner != department else 0
    for department in sorted(name for name in given if name):
        share = Fraction(lent[department], given[department]) if given[department] else Fraction(0)
        if share > LENT:
            yield Risk(f"W-D-{_slug(department)}", "lent", "low", name=department, share=share)


def _holder(s: Standing) -> Iterator[Risk]:
    """Roles and skills that one person alone has."""
    holders = next(f for f in review(s.portfolio, None) if f.rule == "holders")
    able = holders_of(s)
    for item in holders.items:
        if item.value == 1:
            (only,) = able[item.name][1]
            key = f"W-S-{_slug(item.name)}"
            yield Risk(key, "holder", "medium", person_id=only, name=item.name, units=item.units)


def risk_text(portfolio: Portfolio, risk: Risk, lang: str, *, names: bool = False) -> str:
    """Return a warning as a sentence; the only holder of a role or skill is named only where `names` asks for it."""
    own = ".named" if names and risk.kind == "holder" else ".begun" if risk.begun else ""
    if risk.kind == "minimum" and any(p.must_have for p in portfolio.projects if p.id == risk.project_id):
        own = ".must"
    return say(
        f"risk.{risk.kind}{own}",
        lang,
        project=project_text(portfolio, risk.project_id, lang) if risk.project_id else "",
        line=line_text(portfolio, risk.line_id, lang),
        person=person_text(portfolio, risk.person_id),
        department=risk.name,
        name=risk.name,
        week=portfolio.settings.monday(risk.week).isoformat(),
        count=risk.count,
        unit=unit_name(portfolio, lang),
        days=f"{risk.units / unit_size(portfolio):,.1f}",
        wanted=f"{risk.wanted / unit_size(portfolio):,.1f}",
        share=_percent(risk.share),
        least=_percent(risk.least),
    )


def _percent(share: Fraction) -> str:
    return f"{float(share) * 100:.0f} %"


def _slug(name: str) -> str:
    """Return a name as a part of an ID: its words, joined."""
    return "-".join(re.findall(r"[^\W_]+", name))
