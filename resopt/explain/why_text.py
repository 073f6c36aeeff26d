"""Minimal reasons as sentences: which lines, people and rules keep a line from what it wants."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from resopt.checker.sentences import line_text, person_text, project_text
from resopt.domain.amounts import amount_text, unit_name, unit_size
from resopt.domain.records import Portfolio, Skill
from resopt.domain.rules import Rule
from resopt.domain.units import UNITS_PER_DAY
from resopt.explain.named import named_list
from resopt.explain.reasons import TOO_FEW
from resopt.messages import say
from resopt.result import Conflict, Ground, Reason

NAMED_PEOPLE, SHOWN, TOLD = 3, 3, 6  # more people, reasons are counted; reasons put into words to find these
CLAIMS = ("claim", "whole")


def reasons_text(portfolio: Portfolio, conflict: Conflict, lang: str, *, proved: bool = False) -> str:
    """Return the reasons of a conflict as one sentence; empty if it has none.

    `proved`: no plan gives the conflict's tier more days.
    """
    if not conflict.reasons and not conflict.loose:
        return ""
    ordered = sorted(conflict.reasons, key=lambda r: (-len(r.weeks), len(r.grounds)))
    told = dict.fromkeys(_reason(portfolio, conflict, reason, lang) for reason in ordered[:TOLD])
    texts = list(told)[:SHOWN]  # some differ only in what is counted, not named
    if len(texts) > 1:
        texts = [say("why.next", lang, number=n, reason=text) for n, text in enumerate(texts, 1)]
    left, total = len(ordered) - len(texts), len(ordered)
    texts += [say("why.more", lang, count=left)] if left else []
    if conflict.loose:
        when = _when(portfolio, conflict, conflict.loose, lang)
        key = "why.loose" + (".rest" if ordered else "") + (".proved" if proved else "")
        texts.append(say(key, lang, when=when))
    elif not conflict.complete:
        texts.append(say("why.some", lang))
    elif total > 1 and all(reason.grounds not in TOO_FEW for reason in ordered):
        texts.append(say("why.all.fit" if conflict.others else "why.all", lang, count=total))
    return say("why.sentence", lang, reasons=say("why.joint", lang).join(texts))


def _reason(portfolio: Portfolio, conflict: Conflict, reason: Reason, lang: str) -> str:
    when = _when(portfolio, conflict, reason.weeks, lang)
    claims = [g for g in reason.grounds if g.kind in CLAIMS]
    others = [g for g in reason.grounds if g.kind not in CLAIMS]
    many = ".all" if conflict.others else ""
    clauses = _clauses(portfolio, others, reason.weeks, lang, many)
    if not reason.is_sum or not reason.people or any(g.rule is Rule.FREEZE for g in others):
        facts = [*_keeps(portfolio, claims, lang), *clauses]
        told = say("why.and", lang).join(facts)
        asked = amount_text(portfolio, reason.asked)
        rest = ".rest" if _is_rest(conflict, reason) else ""
        return _say(portfolio, f"why.ruled{rest}{many}", lang, when=when, asked=asked, facts=told)
    few = reason.grounds in TOO_FEW
    key = "why.broad" if reason.is_broad and claims else "why.claims" if claims else "why.alone" if few else "why.given"
    if key == "why.given":
        clauses = [_taken(portfolio, g, lang) for g in others]
    told = say("why.and", lang).join(clauses)
    people = conflict.people if key == "why.given" else reason.people
    text = _say(
        portfolio,
        key + many,
        lang,
        asked=amount_text(portfolio, reason.asked),
        when=when,
        claims=_claims(portfolio, claims, lang),
        needed=amount_text(portfolio, reason.needed),
        people=_people(portfolio, people, lang),
        before=amount_text(portfolio, reason.have + sum(g.taken for g in reason.grounds)),
        have=amount_text(portfolio, reason.have),
        facts=told,
    )
    return say("why.also", lang, reason=text, facts=told) if told and key != "why.given" else text


def _when(portfolio: Portfolio, conflict: Conflict, weeks: tuple[int, ...], lang: str) -> str:
    if weeks == conflict.weeks:
        return ""
    key = "why.when" if len(weeks) == 1 else "why.when.many"
    return _say(portfolio, key, lang, weeks=spans(portfolio, weeks, lang), count=len(weeks))


def spans(portfolio: Portfolio, weeks: Iterable[int], lang: str) -> str:
    """Return weeks by their Mondays, neighbouring ones as a span."""
    runs: list[list[int]] = []
    for week in weeks:
        if runs and runs[-1][1] == week - 1:
            runs[-1][1] = week
        else:
            runs.append([week, week])
    monday = portfolio.settings.monday
    texts = [
        monday(a).isoformat()
        if a == b
        else say("why.span", lang, first=monday(a).isoformat(), last=monday(b).isoformat())
        for a, b in runs
    ]
    return say("named.list", lang).join(texts)


def _keeps(portfolio: Portfolio, claims: Sequence[Ground], lang: str) -> list[str]:
    if not claims:
        return []
    key = "why.keeps" + (".all" if claims[0].kind == "whole" else "") + (".one" if len(claims) == 1 else "")
    return [_say(portfolio, key, lang, claims=_claims(portfolio, claims, lang))]


def _claims(portfolio: Portfolio, claims: Sequence[Ground], lang: str) -> str:
    def one(g: Ground) -> str:
        key = "why.claim.must" if g.rule is Rule.MUST_HAVE else "why.claim"
        project, days = project_text(portfolio, g.project_id, lang), amount_text(portfolio, g.units)
        return _say(portfolio, key, lang, project=project, line=g.line_id, days=days)

    def rest(others: Sequence[Ground]) -> str:
        days = amount_text(portfolio, sum(g.units for g in others))
        return _say(portfolio, "why.claim.more", lang, count=len(others), days=days)

    return named_list(claims, lang, one, rest)


def _people(portfolio: Portfolio, people: Sequence[str], lang: str) -> str:
    if len(people) > NAMED_PEOPLE or not people:
        return say("why.people", lang, count=len(people))
    *first, last = (person_text(portfolio, person) for person in people)
    return say("why.people.named", lang, first=say("named.list", lang).join(first), last=last) if first else last


def _is_rest(conflict: Conflict, reason: Reason) -> bool:
    """Return whether the line is asked for a part of what was said before that people can give."""
    few = [r for r in conflict.reasons if r.grounds in TOO_FEW and set(r.weeks) & set(reason.weeks)]
    return bool(few) and all(r.weeks == reason.weeks and reason.asked < r.have for r in few)


def _taken(portfolio: Portfolio, ground: Ground, lang: str) -> str:
    """Return a fact as a clause that says how many of people's days it takes."""
    told = clause(portfolio, ground, lang)
    shown = ground.units if ground.kind == "away" or ground.rule is Rule.HARD_LOCK else 0
    days = amount_text(portfolio, ground.taken)
    return told if shown == ground.taken else say("why.taken", lang, clause=told, days=days)


def _clauses(portfolio: Portfolio, grounds: Sequence[Ground], weeks: Sequence[int], lang: str, many: str) -> list[str]:
    """Return the facts besides the claims as clauses; what stays of a frozen week is one of them."""
    frozen = [g for g in grounds if g.rule is Rule.FREEZE and g.person_id]
    told = [clause(portfolio, ground, lang, many) for ground in grounds if ground not in frozen]

    def one(g: Ground) -> str:
        person, project = person_text(portfolio, g.person_id), project_text(portfolio, g.project_id, lang)
        key = "why.frozen.days" if g.units else "why.frozen.none"
        return _say(portfolio, key, lang, person=person, project=project, days=amount_text(portfolio, g.units))

    def rest(others: Sequence[Ground]) -> str:
        return say("why.frozen.more", lang, count=len(others))

    facts = named_list(frozen, lang, one, rest)
    return [*told, say("why.frozen", lang, facts=facts, weeks=spans(portfolio, weeks, lang))] if frozen else told


def clause(portfolio: Portfolio, ground: Ground, lang: str, many: str = "") -> str:
    """Return one fact besides the claims as a clause; `many` is `.all` where several lines are short."""
    rule = ground.rule
    key = f"why.{rule.value}" if rule else f"why.{ground.kind}"
    if ground.kind == "own":
        key += many
    line_id = ground.line_id
    if rule is Rule.HARD_LOCK:
        booking = next((b for b in portfolio.bookings if b.id == ground.row_id), None)
        if ground.units:
            key += ".days"
        elif booking is not None and not any(segment.amount for segment in booking.segments):
            key, line_id = key + (".none.line" if booking.line_id else ".none"), booking.line_id
    row = next((r for r in portfolio.rules if r.id == ground.row_id), None)
    return _say(
        portfolio,
        key,
        lang,
        person=person_text(portfolio, ground.person_id),
        other=person_text(portfolio, row.other_id if row else None),
        project=project_text(portfolio, ground.project_id, lang),
        line=line_text(portfolio, line_id, lang),
        days=amount_text(portfolio, ground.units),
        department=row.department if row else "",
        skill=_skills(row.skill) if row else "",
        value=_value(portfolio, ground, lang),
    )


def _skills(groups: Iterable[Iterable[Skill]]) -> str:
    return "; ".join(" | ".join(skill.name for skill in group) for group in groups)


def _value(portfolio: Portfolio, ground: Ground, lang: str) -> str:
    """Return the number that a rule holds."""
    settings, rule = portfolio.settings, ground.rule
    if rule is Rule.STEP:
        return _say(portfolio, "why.days", lang, days=amount_text(portfolio, settings.step))
    if rule is Rule.MIN_SHARE:
        return f"{float(settings.min_share) * 100:g}%"
    if rule is Rule.MIN_DAYS:
        days = f"{float(settings.min_days) * UNITS_PER_DAY / unit_size(portfolio):g}"
        return (
            f"{float(settings.min_days) * 100:g}%"
            if settings.min_days_is_share
            else _say(portfolio, "why.days", lang, days=days)
        )
    if rule is Rule.MAX_PEOPLE:
        return next(str(x.max_people) for x in portfolio.lines if x.id == ground.line_id)
    if rule in (Rule.MIN_STAFFING, Rule.BUDGET):
        project = next(p for p in portfolio.projects if p.id == ground.project_id)
        return (
            f"{float(project.budget or 0):,.0f}"
            if rule is Rule.BUDGET
            else f"{float(project.min_staffing or 1) * 100:g}%"
        )
    row = next((r for r in portfolio.rules if r.id == ground.row_id), None)
    if row is None or row.value is None:
        return ""
    return f"{float(row.value) * 100:g}%" if row.is_share else f"{float(row.value):g} FTE"


def _say(portfolio: Portfolio, key: str, lang: str, **values: object) -> str:
    """Return a sentence whose amounts are in the unit of the portfolio."""
    return say(key, lang, unit=unit_name(portfolio, lang), **values)
