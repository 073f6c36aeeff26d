"""Conflicts as sentences, in English and Chinese, with numbers that anyone can add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from resopt.checker.sentences import fact_text, lines_text, project_text, week_text
from resopt.domain.amounts import amount_text, in_days, unit_name, unit_size
from resopt.domain.records import Portfolio
from resopt.domain.rules import Rule
from resopt.domain.units import UNITS_PER_DAY
from resopt.explain.named import named_list
from resopt.explain.why_text import reasons_text
from resopt.messages import names, say
from resopt.result import Cause, Conflict, Contradiction, Result

HOLDERS = (
    ("higher", None),
    ("locked", Rule.HARD_LOCK),
    ("locked", Rule.FREEZE),
    ("equal", None),
    ("locked", Rule.MUST_HAVE),
    ("lower", None),
)  # causes that name projects: kind and rule, in the order of the sentence
HELD = {Rule.HARD_LOCK: "locked", Rule.FREEZE: "frozen", Rule.MUST_HAVE: "must"}


def conflict_text(portfolio: Portfolio, result: Result | None, conflict: Conflict, lang: str = "en") -> str:
    """Return what is short where, and why, in one sentence that stands alone, in days."""
    portfolio = in_days(portfolio)
    reason = reason_text(portfolio, result, conflict, lang)
    if conflict.kind != "gap":
        return reason
    return _tidy(
        _say(
            portfolio,
            "explain.gap.all" if conflict.others else "explain.gap",
            lang,
            project=project_text(portfolio, conflict.project_id, lang),
            line=lines_text(portfolio, conflict.line_ids, lang),
            gap=amount_text(portfolio, conflict.gap),
            wanted=amount_text(portfolio, conflict.wanted),
            span=_span(portfolio, conflict, lang),
            reason=reason,
        )
    )


def reason_text(portfolio: Portfolio, result: Result | None, conflict: Conflict, lang: str = "en") -> str:
    """Return only why: for a table whose other columns say what is short, and where."""
    if conflict.contradiction is not None:
        return _contradiction(portfolio, conflict.contradiction, lang)
    if conflict.kind == "rest":
        return _rest(portfolio, conflict, lang)
    if not conflict.people:
        return say("explain.nobody", lang)
    if not conflict.contract:
        return say("explain.no_days", lang, count=len(conflict.people))
    parts = say("explain.parts", lang).join(_parts(portfolio, result, conflict, lang))
    key = "explain.people" if len(conflict.people) > 1 else "explain.person"
    figures = _say(
        portfolio,
        key,
        lang,
        count=len(conflict.people),
        contract=amount_text(portfolio, conflict.contract),
        parts=parts,
    )
    reasons = reasons_text(portfolio, conflict, lang, proved=_is_proved(portfolio, result, conflict))
    return say("why.then", lang, reasons=reasons, figures=figures) if reasons else figures


def _rest(portfolio: Portfolio, conflict: Conflict, lang: str) -> str:
    """Return what the closing row of small gaps comes to, and what counts as small."""
    settings = portfolio.settings
    return _say(
        portfolio,
        "explain.rest" if conflict.count > 1 else "explain.rest.one",
        lang,
        count=conflict.count,
        gap=amount_text(portfolio, conflict.gap),
        wanted=amount_text(portfolio, conflict.wanted),
        days=f"{float(settings.threshold_days) * UNITS_PER_DAY / unit_size(portfolio):g}",
        share=f"{float(settings.threshold_share) * 100:g}%",
    )


def _parts(portfolio: Portfolio, result: Result | None, conflict: Conflict, lang: str) -> list[str]:
    """Return where the days are, one part per kind of cause."""
    own = [c for c in conflict.causes if c.kind == "equal" and c.project_id == conflict.project_id]
    parts, plural = [], ".all" if conflict.others else ""
    barred = [c for c in conflict.causes if c.kind == "lower" and c.rule is not None]
    for kind, rule in HOLDERS:
        held = [c for c in conflict.causes if c.kind == kind and c.rule is rule and c not in own]
        name = HELD[rule] if rule else kind
        here = [c for c in held if kind == "locked" and c.project_id == conflict.project_id]
        if len(held) > len(here):
            parts.append(_on_projects(portfolio, f"explain.{name}", [c for c in held if c not in here], lang))
        if here:
            parts.append(_part(portfolio, f"{name}.own", here, lang))
        if kind == "equal" and own:
            parts.append(_part(portfolio, "own", own, lang))
    if barred:
        parts.append(_by_rule(portfolio, "barred", barred, lang))
    for kind in ("same", "absent", "bau", "overtime"):
        found = [c for c in conflict.causes if c.kind == kind]
        if found:
            parts.append(_part(portfolio, kind + (plural if kind == "same" else ""), found, lang))
    ruled = [c for c in conflict.causes if c.kind == "limit" and c.rule is not None]
    if ruled:
        parts.append(_by_rule(portfolio, "limit", ruled, lang))
    rest = [c for c in conflict.causes if c.kind == "limit" and c.rule is None]
    if rest:
        parts.append(_part(portfolio, "together" if _is_proved(portfolio, result, conflict) else "open", rest, lang))
    return parts


def _part(portfolio: Portfolio, kind: str, causes: list[Cause], lang: str) -> str:
    return _say(portfolio, f"explain.{kind}", lang, days=amount_text(portfolio, abs(sum(c.units for c in causes))))


def _by_rule(portfolio: Portfolio, kind: str, causes: list[Cause], lang: str) -> str:
    """Return the part on days that rules keep from the line, each rule with its days."""
    sums: dict[Rule, int] = defaultdict(int)
    for cause in causes:
        if cause.rule is not None:
            sums[cause.rule] += cause.units
    rules = say("named.list", lang).join(
        _say(
            portfolio,
            "explain.holder",
            lang,
            name=names.value("rule", rule.value, lang),
            days=amount_text(portfolio, units),
        )
        for rule, units in sums.items()
    )
    return _say(portfolio, f"explain.{kind}", lang, days=amount_text(portfolio, sum(sums.values())), rules=rules)


def _on_projects(portfolio: Portfolio, key: str, causes: list[Cause], lang: str) -> str:
    """Return the part on projects of one kind, those with most days by name."""

    def one(cause: Cause) -> str:
        name, days = project_text(portfolio, cause.project_id, lang), amount_text(portfolio, cause.units)
        return _say(portfolio, "explain.holder", lang, name=name, days=days)

    def rest(others: Sequence[Cause]) -> str:
        days = amount_text(portfolio, sum(c.units for c in others))
        return _say(portfolio, "explain.more", lang, count=len(others), days=days)

    projects = named_list(causes, lang, one, rest)
    return _say(portfolio, key, lang, days=amount_text(portfolio, sum(c.units for c in causes)), projects=projects)


def _is_proved(portfolio: Portfolio, result: Result | None, conflict: Conflict) -> bool:
    """Return whether no plan can give the conflict's tier more days; without a result nothing is known of that."""
    if result is None:
        return False
    tiers = zip(portfolio.tiers, result.certificate.tiers, strict=False)
    return any(proof.proved for tier, proof in tiers if conflict.project_id in tier.project_ids)


def _contradiction(portfolio: Portfolio, contradiction: Contradiction, lang: str) -> str:
    fact = fact_text(portfolio, contradiction.fact, lang)
    group = "".join(say("explain.fact", lang, fact=fact_text(portfolio, one, lang)) for one in contradiction.group)
    kinds = ("", ".alone") if contradiction.minimal else (".rough", ".unknown")
    kind = kinds[not contradiction.group]
    return _tidy(_say(portfolio, f"explain.contradiction{kind}", lang, fact=fact, group=group))


def _span(portfolio: Portfolio, conflict: Conflict, lang: str) -> str:
    if conflict.first == conflict.last:
        return week_text(portfolio, conflict.first, lang)
    monday = portfolio.settings.monday
    count, first, last = len(conflict.weeks), monday(conflict.first), monday(conflict.last)
    return say("explain.span", lang, count=count, first=first.isoformat(), last=last.isoformat())


def _say(portfolio: Portfolio, key: str, lang: str, **values: object) -> str:
    """Return a sentence whose amounts are in the unit of the portfolio."""
    return say(key, lang, unit=unit_name(portfolio, lang), **values)


def _tidy(sentence: str) -> str:
    """Drop the double blanks that Chinese joints leave."""
    return " ".join(sentence.split())
