"""Violations and facts as sentences, in English and Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import Any

from resopt.checker.view import ANY_LINE
from resopt.domain.amounts import unit_name, unit_size
from resopt.domain.records import Line, Person, Portfolio, Project, RuleRow, Skill
from resopt.domain.rules import Fact, Rule
from resopt.messages import LANGUAGES, say
from resopt.result import Violation

COUNTS = (Rule.MAX_PROJECTS, Rule.MAX_PEOPLE, Rule.EXCLUSIVE, Rule.START)
MONEY = (Rule.BUDGET,)
FTE = (Rule.LEND,)


def violation_text(portfolio: Portfolio, violation: Violation, lang: str = "en") -> str:
    """Return what a plan does against a rule, in one sentence."""
    details = violation.details
    moved = violation.rule is Rule.HORIZON and violation.line_id is None
    sentence = say(
        "violation.horizon.shift" if moved else f"violation.{violation.rule.value}",
        lang,
        unit=unit_name(portfolio, lang),
        person=person_text(portfolio, violation.person_id),
        other=person_text(portfolio, details.get("other")),
        people=_joined((person_text(portfolio, i) for i in details.get("people", ())), lang),
        project=project_text(portfolio, violation.project_id, lang),
        projects=_projects(portfolio, details.get("projects", {}), lang),
        line=line_text(portfolio, violation.line_id, lang),
        week=_weeks(portfolio, violation, lang),
        days=_number(details.get("days", 0), unit_size(portfolio)),
        limit=_number(details.get("limit", 0), _scale(portfolio, violation.rule)),
        excess=_number(violation.amount, _scale(portfolio, violation.rule)),
        count=details.get("count", 0),
        department=details.get("department", ""),
        fte=_number(details.get("fte", 0)),
        cost=_number(details.get("cost", 0)),
        shift=details.get("shift", 0),
        allowed=_joined(map(str, details.get("allowed", ())), lang),
    )
    return _tidy(sentence)


def fact_text(portfolio: Portfolio, fact: Fact, lang: str = "en") -> str:
    """Return what a fact of the input asks, in one sentence."""
    row = next((r for r in portfolio.rules if r.id == fact.row_id), None)
    project = project_text(portfolio, fact.project_id, lang)
    if fact.rule is Rule.TOGETHER and fact.project_id is None:
        project = say("part.every_project", lang)
    sentence = say(
        f"fact.{fact.rule.value}",
        lang,
        unit=unit_name(portfolio, lang),
        person=person_text(portfolio, fact.person_id),
        other=person_text(portfolio, fact.other_id),
        project=project,
        line=_lock_place(portfolio, fact, lang),
        week="" if fact.week is None else week_text(portfolio, fact.week, lang),
        days=_number(fact.units, unit_size(portfolio)),
        share=_share(_needed(portfolio, fact)),
        skill="" if row is None else _skills(row.skill),
        value="" if row is None else _value(row, lang),
    )
    return _tidy(sentence)


def person_text(portfolio: Portfolio, person_id: str | None) -> str:
    """Return a person's name, with the ID behind it where the name is not unique."""
    return _named(portfolio.people, person_id)


def project_text(portfolio: Portfolio, project_id: str | None, lang: str = "en") -> str:
    """Return a project's name, with the ID behind it where the name is not unique."""
    return say("part.no_project", lang) if project_id is None else _named(portfolio.projects, project_id)


def line_text(portfolio: Portfolio, line_id: str | None, lang: str = "en") -> str:
    """Return a line as its role or skills and its ID."""
    if line_id is not None and line_id.startswith(ANY_LINE):
        return say("part.no_line", lang)
    line = next((one for one in portfolio.lines if one.id == line_id), None)
    return (line_id or "") if line is None else _line(line)


def lines_text(portfolio: Portfolio, line_ids: Sequence[str], lang: str = "en") -> str:
    """Return lines of one project, those of one role together."""
    named: dict[str, list[str]] = {}
    for line in (x for i in line_ids for x in portfolio.lines if x.id == i):
        named.setdefault(line.role or _skills(line.skills), []).append(line.id)
    if len(line_ids) == 1 or not named:
        return line_text(portfolio, line_ids[0] if line_ids else None, lang)
    comma = say("part.list", lang)
    return comma.join(f"{wanted} ({comma.join(ids)})" if wanted else comma.join(ids) for wanted, ids in named.items())


def week_text(portfolio: Portfolio, week: int, lang: str = "en") -> str:
    """Return a week by its Monday."""
    if not 0 <= week < portfolio.settings.weeks:
        return say("part.week_outside", lang, week=week + 1)
    return say("part.week", lang, week=portfolio.settings.monday(week).isoformat())


def _line(line: Line) -> str:
    wanted = line.role or _skills(line.skills)
    return f"{wanted} ({line.id})" if wanted and wanted != line.id else line.id


def _named(records: Iterable[Person | Project], key: str | None) -> str:
    found = {record.id: record.name for record in records}
    name = found.get(key or "", "")
    if not name or name == key:
        return key or ""
    return name if list(found.values()).count(name) == 1 else f"{name} ({key})"


def _weeks(portfolio: Portfolio, violation: Violation, lang: str) -> str:
    weeks = violation.details.get("weeks", ())
    if len(weeks) > 1:
        monday = portfolio.settings.monday
        last = monday(weeks[-1]) + timedelta(days=6)
        return say("part.weeks", lang, count=len(weeks), first=monday(weeks[0]).isoformat(), last=last.isoformat())
    return "" if violation.week is None else week_text(portfolio, violation.week, lang)


def _projects(portfolio: Portfolio, units_by_project: Mapping[str, int], lang: str) -> str:
    parts = (
        say(
            "part.project",
            lang,
            project=project_text(portfolio, project, lang),
            days=_number(units, unit_size(portfolio)),
            unit=unit_name(portfolio, lang),
        )
        for project, units in units_by_project.items()
    )
    return say("part.and", lang).join(parts)


def _lock_place(portfolio: Portfolio, fact: Fact, lang: str) -> str:
    """Return the line or role that a lock names, in brackets; empty for a lock on the whole project."""
    booking = next((b for b in portfolio.bookings if b.id == fact.row_id), None)
    if booking is None or not (booking.line_id or booking.role):
        return ""
    line = booking.role if booking.line_id is None else line_text(portfolio, booking.line_id, lang)
    return say("part.on_line", lang, line=line)


def _needed(portfolio: Portfolio, fact: Fact) -> Fraction:
    share = next((p.min_staffing for p in portfolio.projects if p.id == fact.project_id), None)
    return Fraction(1) if share is None else share


def _skills(groups: Iterable[Iterable[Skill]]) -> str:
    def one(skill: Skill) -> str:
        return skill.name if skill.level is None else f"{skill.name}:{skill.level}"

    return "; ".join(" | ".join(map(one, group)) for group in groups)


def _value(row: RuleRow, lang: str) -> str:
    if row.is_share:
        return say("part.of_contract", lang, value=_share(row.value or Fraction(0)))
    return say("part.fte", lang, value=_number(row.value or 0))


def _share(share: Fraction) -> str:
    return f"{_number(share * 100)}%"


def _scale(portfolio: Portfolio, rule: Rule) -> int:
    """Return by what the amounts of a rule's violations are divided for people to read."""
    return 1 if rule in (*COUNTS, *MONEY, *FTE) else unit_size(portfolio)


def _number(amount: float | Fraction, scale: int = 1) -> str:
    """Return a number to three decimals without trailing zeros."""
    return f"{float(amount) / scale:,.3f}".rstrip("0").rstrip(".")


def _joined(parts: Iterable[Any], lang: str) -> str:
    return ("、" if LANGUAGES[1] == lang else ", ").join(parts)


def _tidy(sentence: str) -> str:
    """Drop the double blanks that empty parts and Chinese joints leave."""
    return " ".join(sentence.split())
