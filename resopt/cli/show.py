"""What the commands print on stdout: short tables and sentences, as lists of lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from math import ceil

import resopt as ro
from resopt.checker.sentences import fact_text, person_text, project_text, violation_text
from resopt.domain.amounts import in_days, unit_name
from resopt.domain.rules import Rule
from resopt.domain.units import MICRO, to_days
from resopt.domain.wishes import Start
from resopt.errors import shorten
from resopt.excel.measure import text_width
from resopt.explain.answers import Answer, answer_text, answers
from resopt.explain.remedy_text import (
    by_role,
    change_text,
    gain_text,
    gains_text,
    loses_text,
    staffing_lines,
    worth_days,
    worth_text,
)
from resopt.explain.review import Finding
from resopt.explain.review_text import asks_text, item_text, limit_text, rule_text, value_text
from resopt.explain.sentences import conflict_text
from resopt.explain.why_text import spans
from resopt.messages import say
from resopt.messages.names import OUTPUT_SHEETS, of, value

SHOWN = 5  # sentences of one kind before the rest is counted
SEVERITIES = ("high", "medium", "low")


def days_text(units: int) -> str:
    """Return units as days, exact and without trailing zeros."""
    text = f"{to_days(units):,.3f}"
    return text.rstrip("0").rstrip(".")


def percent_text(share: float) -> str:
    """Return a share as percent, rounded up to a tenth: a distance to a bound is never shown too small."""
    return f"{ceil(round(share * 1000, 6)) / 10:.1f}%"


def result_lines(portfolio: ro.Portfolio, result: ro.Result, lang: str, given: ro.Given | None = None) -> list[str]:
    """Return what `solve` prints: tiers, proof, answers, facts set aside, conflicts, faults of the plan of record."""
    parts = (
        [head_line(portfolio, lang), *past_lines(portfolio, lang), *input_lines(portfolio, lang)],
        ["", *tier_lines(result.certificate, lang), ""],
        proof_lines(result, lang),
        ["", *answer_lines(portfolio, result, given, lang)] if given is not None else [],
        ["", *set_aside_lines(portfolio, result.set_aside, lang)] if result.set_aside else [],
        ["", *conflict_lines(portfolio, result, lang)],
        ["", *_first_remedies(portfolio, result, lang)] if result.explanation else [],
        ["", *record_lines(portfolio, result, lang)] if portfolio.on_record else [],
    )
    return [line for part in parts for line in part]


def head_line(portfolio: ro.Portfolio, lang: str) -> str:
    """Return the size of the problem in one sentence."""
    planned = {p for tier in portfolio.tiers for p in tier.project_ids}
    return say(
        "cli.head",
        lang,
        people=len(portfolio.people),
        projects=len(planned),
        lines=sum(1 for line in portfolio.lines if line.project_id in planned),
        weeks=portfolio.settings.weeks,
        start=portfolio.settings.start.isoformat(),
    )


def past_lines(portfolio: ro.Portfolio, lang: str) -> list[str]:
    """Return in one sentence which weeks are past and what counts as done; nothing where no week is."""
    return [say(one.code, lang, **one.values) for one in portfolio.issues if one.code == "input.past_read"]


def input_lines(portfolio: ro.Portfolio, lang: str) -> list[str]:
    """Return the warnings about the input, and how many remarks stand on Data Check; nothing if there are none."""
    if not portfolio.issues:
        return []
    warnings = [issue for issue in portfolio.issues if issue.severity.value == "warning"]
    sheet = of(OUTPUT_SHEETS["data_check"], lang)
    numbers = {"warnings": len(warnings), "infos": len(portfolio.issues) - len(warnings), "sheet": sheet}
    texts = (issue.text(lang) for issue in warnings)
    return [say("cli.input", lang, **numbers), *cut(texts, len(warnings), lang, "data_check")]


def tier_lines(certificate: ro.Certificate, lang: str) -> list[str]:
    """Return the table of tiers: days wanted, met, bound, gap, and whether met is proved to be the most."""
    head = [say(f"cli.{key}", lang) for key in ("tier", "wanted", "met", "bound", "gap", "proved")]
    rows = [head]
    for tier in certificate.tiers:
        name = tier_name(tier.kind, tier.label, lang)
        amounts = (tier.all.wanted, tier.all.met, tier.all.bound, tier.all.wanted - tier.all.met)
        rows.append([name, *map(_fixed, amounts), _yes(tier.proved, lang)])
    wanted = sum(tier.all.wanted for tier in certificate.tiers)
    total = (wanted, certificate.coverage_met, certificate.coverage_bound, wanted - certificate.coverage_met)
    rows.append([say("cli.all", lang), *map(_fixed, total), _yes(all(t.proved for t in certificate.tiers), lang)])
    joint = certificate.coverage_bound < sum(tier.all.bound for tier in certificate.tiers)
    return [*table(rows), *([say("cli.joint_bound", lang)] if joint else [])]


def tier_name(kind: str, label: str, lang: str) -> str:
    """Return class and priority of a tier."""
    return f"{say(f'cli.class.{kind}', lang)} {label}"


def proof_lines(result: ro.Result, lang: str) -> list[str]:
    """Return what is proved, the gain over the greedy plan, and what ended the search."""
    proof = result.certificate
    lines = [say(f"cli.status.{result.status}", lang)]
    if proof.weighted is not None and proof.weighted_bound is not None:
        amounts = {"value": f"{proof.weighted / MICRO:,.2f}", "bound": f"{proof.weighted_bound / MICRO:,.2f}"}
        lines.append(say("cli.weighted", lang, **amounts))
    elif result.status != "optimal":
        if proof.coverage_gap > 0:
            lines.append(say("cli.coverage_gap", lang, gap=percent_text(proof.coverage_gap)))
        if proof.quality_bound > 0:  # else nothing is known about level 3 yet
            quality = f"{proof.quality / MICRO:,.2f}"
            lines.append(say("cli.quality_gap", lang, value=quality, gap=percent_text(proof.quality_gap)))
    for tier, greedy in zip(proof.tiers, proof.greedy_met, strict=False):
        if tier.all.met != greedy:
            name = tier_name(tier.kind, tier.label, lang)
            if tier.all.met > greedy:
                lines.append(say("cli.greedy", lang, days=days_text(tier.all.met - greedy), tier=name))
            break
    ended = say(f"cli.ended.{proof.ended_by}", lang)
    lines.append(
        say("cli.effort", lang, ended=ended, seconds=f"{proof.seconds:.1f}", rounds=proof.rounds, seed=proof.seed)
    )
    return lines


def answer_lines(portfolio: ro.Portfolio, result: ro.Result, given: ro.Given, lang: str) -> list[str]:
    """Return what became of the wishes in the plan given back: how many are kept, and why the others are not."""
    portfolio = in_days(portfolio)
    found = answers(portfolio, result, given)
    missed = [one for one in found if not one.kept]
    texts = (_answer(portfolio, result, one, lang) for one in missed)
    counts = {"asked": len(found), "kept": len(found) - len(missed), "missed": len(missed)}
    told = say("cli.answers" if found else "cli.answers.none", lang, **counts)
    return [told, *cut(texts, len(missed), lang, "changes"), *remark_lines(given.issues, lang)]


def _answer(portfolio: ro.Portfolio, result: ro.Result, answer: Answer, lang: str) -> str:
    wish, told = answer.wish, answer_text(portfolio, result, answer, lang)
    place = f"{of(OUTPUT_SHEETS[wish.sheet], lang)}!{wish.place}" if wish.sheet else of(OUTPUT_SHEETS["runs"], lang)
    project = project_text(portfolio, wish.project_id, lang)
    if isinstance(wish, Start):
        return say("cli.answer.start", lang, place=place, project=project, answer=told)
    person, week = person_text(portfolio, wish.person_id), portfolio.settings.monday(wish.week).isoformat()
    return say("cli.answer", lang, place=place, person=person, project=project, week=week, answer=told)


def set_aside_lines(portfolio: ro.Portfolio, facts: Sequence[ro.Fact], lang: str) -> list[str]:
    """Return the facts that could not be kept."""
    portfolio = in_days(portfolio)
    texts = (fact_text(portfolio, fact, lang) for fact in facts)
    return [say("cli.set_aside", lang, count=len(facts)), *cut(texts, len(facts), lang, "conflicts")]


def conflict_lines(portfolio: ro.Portfolio, result: ro.Result, lang: str) -> list[str]:
    """Return the number of conflicts by severity, and the sentences of those that are high."""
    if not result.conflicts:
        return [say("cli.no_conflicts", lang)]
    count = Counter(conflict.severity for conflict in result.conflicts if conflict.kind != "rest")
    total = sum(conflict.gap for conflict in result.conflicts)
    counts = {severity: count[severity] for severity in SEVERITIES}
    high = [conflict for conflict in result.conflicts if conflict.severity == "high"]
    name = value("severity", "high", lang).capitalize()
    texts = (say("cli.item", lang, kind=name, text=conflict_text(portfolio, result, c, lang)) for c in high)
    return [
        say("cli.conflicts", lang, days=days_text(total), **counts),
        *cut(texts, len(high), lang, "conflicts"),
    ]


def conflict_texts(portfolio: ro.Portfolio, conflicts: Sequence[ro.Conflict], lang: str) -> list[str]:
    """Return every conflict as a sentence of its own."""
    if not conflicts:
        return [say("cli.no_conflicts", lang)]
    names = {severity: value("severity", severity, lang).capitalize() for severity in SEVERITIES}
    return [
        say("cli.item", lang, kind=names[c.severity], text=conflict_text(portfolio, None, c, lang)) for c in conflicts
    ]


def _first_remedies(portfolio: ro.Portfolio, result: ro.Result, lang: str) -> list[str]:
    """Return the best remedies, and how many more stand on their sheet."""
    if result.explanation is None:
        return []
    head, *lines = remedy_lines(portfolio, replace(result.explanation, together=None), lang, None)
    return [head, *cut(lines, len(lines), lang, "remedies")]


def remedy_lines(portfolio: ro.Portfolio, explanation: ro.Explanation, lang: str, only: str | None) -> list[str]:
    """Return the remedies, the best first; with `only` those by which this project gets more."""
    portfolio = in_days(portfolio)
    found = [r for r in explanation.remedies if only is None or dict(r.projects).get(only, 0) > 0]
    if not found:
        missing = any(c.kind != "contradiction" and c.gap for c in explanation.conflicts)
        return [say("remedy.none" if missing else "remedy.no_need", lang, tried=explanation.tried)]
    lines = [say("remedy.head", lang, tried=explanation.tried)]
    for number, remedy in enumerate(found, 1):
        deferred = (
            say("remedy.deferred", lang, unit=unit_name(portfolio, lang), days=days_text(remedy.deferred))
            if remedy.deferred
            else ""
        )
        cost = say("remedy.cost", lang, cost=f"{float(remedy.cost):,.0f}") if remedy.cost else ""
        parts = {"gains": gains_text(portfolio, remedy, lang), "loses": loses_text(portfolio, remedy, lang)}
        parts |= {"what": change_text(portfolio, remedy, lang), "gain": gain_text(portfolio, remedy, lang)}
        key = "remedy.line" if remedy.days else "remedy.line.moved"
        lines.append(say(key, lang, number=number, deferred=deferred, cost=cost, **parts))
    if explanation.together is not None and only is None:
        one = explanation.together
        what, gain = change_text(portfolio, one, lang), gain_text(portfolio, one, lang)
        lines.append(say("remedy.together", lang, what=what, gain=gain, gains=gains_text(portfolio, one, lang)))
    return lines


def worth_lines(portfolio: ro.Portfolio, explanation: ro.Explanation, lang: str) -> list[str]:
    """Return what locks, must-haves and only holders are worth, or that there was no time; nothing without any."""
    left = explanation.untried
    if not explanation.worths:
        return ["", say("worth.none", lang, count=left)] if left else []
    lines = ["", say("worth.head", lang)]
    for one in explanation.worths:
        gains = gains_text(portfolio, one.without, lang) or say("remedy.nobody", lang)
        parts = {
            "days": worth_days(portfolio, one, lang),
            "gains": gains,
            "loses": loses_text(portfolio, one.without, lang),
        }
        lines.append(say("worth.line", lang, what=worth_text(portfolio, one, lang), **parts))
    return [*lines, *([say("worth.untried", lang, count=left)] if left else [])]


def price_lines(portfolio: ro.Portfolio, explanation: ro.Explanation, lang: str) -> list[str]:
    """Return what one more day of each role is worth by week, or that there was no time; nothing if it helps nobody."""
    worth, left = by_role(explanation.prices), explanation.unpriced
    if not worth:
        return ["", say("price.none", lang, count=left)] if left and not explanation.prices else []
    lines = ["", say("price.head", lang)]
    names = [tier_name(tier.kind, tier.label, lang) for tier in portfolio.tiers]
    for role, by_tier in worth.items():
        parts = [
            say("price.tier", lang, tier=names[k], weeks=spans(portfolio, by_tier[k], lang)) for k in sorted(by_tier)
        ]
        lines.append(say("price.line", lang, role=role, tiers=say("remedy.and", lang).join(parts)))
    return [*lines, *([say("price.untried", lang, count=left)] if left else [])]


def staffing_text(portfolio: ro.Portfolio, explanation: ro.Explanation, project: str, lang: str) -> list[str]:
    """Return what it takes to staff a project in full."""
    if explanation.staffing is None:
        return [say("staffing.none", lang, project=project_text(portfolio, project, lang))]
    return staffing_lines(portfolio, explanation.staffing, lang)


def review_lines(portfolio: ro.Portfolio, findings: Sequence[Finding], lang: str) -> list[str]:
    """Return every rule of the review, and below it all that stands against it: no workbook holds the rest."""
    portfolio = in_days(portfolio)
    against = [f for f in findings if not f.is_fine]
    lines = [say("cli.review.head", lang, count=len(against), rules=len(findings))]
    for finding in findings:
        texts = {"rule": rule_text(finding, lang), "asks": asks_text(finding, lang)}
        if finding.value is None:
            lines.append(say("cli.review.none", lang, **texts))
            continue
        verdict = say("review.fine" if finding.is_fine else "review.look", lang)
        numbers = {"value": value_text(finding), "limit": limit_text(finding)}
        lines.append(say("cli.review.line", lang, verdict=verdict, **texts, **numbers))
        lines += [f"  {item_text(portfolio, finding, item, lang)}" for item in finding.items]
    return lines


def record_lines(portfolio: ro.Portfolio, result: ro.Result, lang: str) -> list[str]:
    """Return which hard rules the plan of record breaks, over-allocations first."""
    portfolio = in_days(portfolio)
    broken = result.record.violations
    if not broken:
        return [say("cli.record_clean", lang)]
    over = [v for v in broken if v.rule is ro.Rule.CAPACITY]
    ordered = [*over, *(v for v in broken if v.rule is not ro.Rule.CAPACITY)]
    texts = (violation_text(portfolio, v, lang) for v in ordered)
    return [say("cli.record", lang, count=len(broken), over=len(over)), *cut(texts, len(broken), lang, "conflicts")]


def check_lines(portfolio: ro.Portfolio, report: ro.CheckReport, lang: str) -> list[str]:
    """Return what `check` prints: broken rules, facts set aside, days by tier."""
    portfolio = in_days(portfolio)
    broken = report.violations
    clean = say("cli.check_limits" if report.set_aside else "cli.check_clean", lang)
    lines = [say("cli.check_broken", lang, count=len(broken)) if broken else clean]
    lines += [f"  {violation_text(portfolio, v, lang)}" for v in broken]
    if report.set_aside:
        lines.append(say("cli.not_kept", lang, count=len(report.set_aside)))
        lines += [f"  {fact_text(portfolio, fact, lang)}" for fact in report.set_aside]
        if any(fact.rule is Rule.FREEZE for fact in report.set_aside):
            lines.append(say("replan.check_frozen", lang))
    rows = [[say("cli.tier", lang), say("cli.met", lang)]]
    for tier, score in zip(portfolio.tiers, report.score.tiers, strict=True):
        rows.append([tier_name(tier.kind, tier.label, lang), _fixed(score.all)])
    amounts = {
        "overtime": days_text(report.score.overtime),
        "soft": days_text(report.score.soft_missed),
        "change": days_text(report.score.change),
        "quality": f"{report.score.quality / MICRO:,.2f}",
    }
    return [*lines, "", *table(rows), "", say("cli.check_quality", lang, **amounts)]


def verdict_line(issues: Sequence[ro.Issue], lang: str) -> str:
    """Return whether the input can be used, and the number of issues by severity."""
    count = Counter[str]()
    for issue in issues:
        count[issue.severity.value] += issue.count
    words = {"errors": count["error"], "warnings": count["warning"], "infos": count["info"]}
    return say("cli.invalid" if count["error"] else "cli.valid", lang, **words)


def remark_lines(issues: Sequence[ro.Issue], lang: str) -> list[str]:
    """Return the issues as one line each, errors first; of many of one kind the first ones and a count."""
    ordered = sorted(issues, key=lambda issue: ("error", "warning", "info").index(issue.severity.value))
    kinds = {severity: say(f"cli.severity.{severity}", lang) for severity in ("error", "warning", "info")}
    return [say("cli.item", lang, kind=kinds[i.severity.value], text=i.text(lang)) for i in shorten(ordered)]


def cut(texts: Iterable[str], count: int, lang: str, sheet: str) -> list[str]:
    """Return the first sentences, indented, and how many more stand on `sheet`."""
    shown = [f"  {text}" for _, text in zip(range(SHOWN), texts, strict=False)]
    if count > SHOWN:
        shown.append(say("cli.more", lang, count=count - SHOWN, sheet=of(OUTPUT_SHEETS[sheet], lang)))
    return shown


def table(rows: Sequence[Sequence[str]], left: Collection[int] = (0,)) -> list[str]:
    """Return rows as aligned text: the columns `left` to the left, the others to the right."""
    widths = [max(text_width(row[i]) for row in rows) for i in range(len(rows[0]))]
    return ["  ".join(_pad(cell, widths[i], left=i in left) for i, cell in enumerate(row)).rstrip() for row in rows]


def _pad(text: str, width: int, *, left: bool) -> str:
    blank = " " * (width - text_width(text))
    return text + blank if left else blank + text


def _fixed(units: int) -> str:
    decimals = 1 if units % 20 == 0 else 2 if units % 2 == 0 else 3
    return f"{to_days(units):,.{decimals}f}"


def _yes(flag: bool, lang: str) -> str:
    return say("cli.yes" if flag else "cli.no", lang)
