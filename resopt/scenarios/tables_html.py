"""Small tables of the records of a run, for notebooks: what is planned, what is proved, what is missing."""

from __future__ import annotations

from collections import Counter
from html import escape

from resopt.domain.amounts import in_days
from resopt.domain.changes import describe
from resopt.domain.records import Portfolio
from resopt.domain.units import to_days
from resopt.explain.sentences import conflict_text
from resopt.messages import say
from resopt.messages.names import value
from resopt.plan import Plan
from resopt.result import Certificate, Conflict, Result
from resopt.scenarios.display import table_html

ROWS = 10  # of a table


def portfolio_html(portfolio: Portfolio) -> str:
    """Return the size of a portfolio, its tiers, and what was changed since the input."""
    lang, settings = portfolio.settings.language, portfolio.settings
    planned = {project for tier in portfolio.tiers for project in tier.project_ids}
    lines = sum(line.project_id in planned for line in portfolio.lines)
    sizes = {"people": len(portfolio.people), "projects": len(planned), "lines": lines, "weeks": settings.weeks}
    caption = say("show.portfolio", lang, start=settings.start.isoformat(), **sizes)
    names = {p.id: p.name for p in portfolio.projects}
    rows = [
        [
            f"{say(f'report.class.{tier.kind}', lang)} {tier.label}",
            say("replan.list", lang, items=[names[p] for p in tier.project_ids]),
        ]
        for tier in portfolio.tiers
    ]
    changes = "".join(f"<div>{escape(text)}</div>" for text in describe(portfolio, lang))
    title = f"<div><b>{escape(portfolio.name)}</b></div>" if portfolio.name else ""
    return title + table_html(caption, [say("show.tier", lang), say("show.project", lang)], rows, (0, 1)) + changes


def plan_html(plan: Plan) -> str:
    """Return who works most days on what, and the verdict on a plan made by hand."""
    lang = plan.portfolio.settings.language if plan.portfolio else "en"
    days: Counter[tuple[str, str]] = Counter()
    project_of = {line.id: line.project_id for line in plan.portfolio.lines} if plan.portfolio else {}
    for a in plan.assignments:
        days[a.person_id, project_of.get(a.line_id, a.line_id)] += a.units
    known = plan.portfolio
    names = {p.id: p.name for p in (known.people if known else ())}
    names |= {p.id: p.name for p in (known.projects if known else ())}
    sizes = {"people": len({p for p, _ in days}), "lines": len({a.line_id for a in plan.assignments})}
    caption = say("show.plan", lang, days=f"{to_days(plan.total()):,.1f}", **sizes)
    rows = [
        [names.get(person, person), names.get(project, project), f"{to_days(units):,.1f}"]
        for (person, project), units in days.most_common(ROWS)
    ]
    heads = [say(f"show.{key}", lang) for key in ("person", "project", "days")]
    return table_html(caption, heads, rows, (0, 1)) + _verdict(plan, lang)


def _verdict(plan: Plan, lang: str) -> str:
    if plan.report is None:
        return ""
    broken = plan.report.violations
    if not broken:
        return f"<div>{escape(say('show.no_violations', lang))}</div>"
    from resopt.checker.sentences import violation_text

    told = "".join(f"<li>{escape(violation_text(in_days(plan.known()), one, lang))}</li>" for one in broken[:ROWS])
    return f"<div>{escape(say('show.violations', lang, count=len(broken)))}<ul>{told}</ul></div>"


def certificate_html(proof: Certificate, lang: str = "en") -> str:
    """Return days wanted, met and bound by tier, and what is proved."""
    heads = [say(f"show.{key}", lang) for key in ("tier", "wanted", "met", "bound", "gap", "proved")]
    rows = []
    for tier in proof.tiers:
        amounts = (tier.all.wanted, tier.all.met, tier.all.bound, tier.all.wanted - tier.all.met)
        name = f"{say(f'report.class.{tier.kind}', lang)} {tier.label}"
        rows.append([name, *(f"{to_days(units):,.1f}" for units in amounts), "✓" if tier.proved else "–"])
    return table_html(say(f"report.status.{proof.status}", lang), heads, rows)


def result_html(result: Result) -> str:
    """Return what is proved, and the largest gaps with their reasons."""
    if result.portfolio is None:
        return certificate_html(result.certificate)
    lang = result.portfolio.settings.language
    found = [conflict for conflict in result.conflicts if conflict.kind != "rest"][:5]
    told = "".join(f"<li>{escape(conflict_text(result.portfolio, result, one, lang))}</li>" for one in found)
    return certificate_html(result.certificate, lang) + (f"<ul>{told}</ul>" if told else "")


def conflict_html(conflict: Conflict) -> str:
    """Return what is short (project, days and severity), and why where the portfolio is known."""
    portfolio = conflict.portfolio
    lang = portfolio.settings.language if portfolio else "en"
    names = {p.id: p.name for p in portfolio.projects} if portfolio else {}
    heads = [say(f"show.{key}", lang) for key in ("project", "severity", "wanted", "gap")]
    amounts = (f"{to_days(conflict.wanted):,.1f}", f"{to_days(conflict.gap):,.1f}")
    severity = value("severity", conflict.severity, lang)
    project = names.get(conflict.project_id, conflict.project_id or "–")
    table = table_html(conflict.id, heads, [[project, severity, *amounts]], (0, 1))
    return table + (f"<div>{escape(conflict_text(portfolio, None, conflict, lang))}</div>" if portfolio else "")
