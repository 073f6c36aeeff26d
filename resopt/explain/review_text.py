"""Findings of the review as sentences."""

from __future__ import annotations

from fractions import Fraction

from resopt.checker.sentences import line_text, person_text, project_text
from resopt.domain.amounts import unit_name, unit_size
from resopt.domain.records import Portfolio
from resopt.domain.review import SHARES
from resopt.explain.review import MANY, Finding, Item
from resopt.messages import names, say

OF_PERSON = ("projects_per_person", "core_share", "thin_share")
OF_PROJECT = ("staffing_order", "value_order", "senior_level")


def rule_text(finding: Finding, lang: str) -> str:
    """Return the name of the rule."""
    return names.value("review", finding.rule.replace("_", " "), lang)


def asks_text(finding: Finding, lang: str) -> str:
    """Return what the rule asks, with its limit."""
    return say(f"review.{finding.rule}.asks", lang, limit=limit_text(finding))


def limit_text(finding: Finding) -> str:
    """Return the limit as it is typed in Settings."""
    return _number(finding.limit, is_share=finding.rule in SHARES)


def value_text(finding: Finding) -> str:
    """Return the worst value measured, in the unit of the limit; empty without a plan."""
    return "" if finding.value is None else _number(finding.value, is_share=finding.rule in SHARES)


def item_text(portfolio: Portfolio, finding: Finding, item: Item, lang: str) -> str:
    """Return one row as a sentence."""
    rule, is_share = finding.rule, finding.rule in SHARES
    name = item.name
    if rule in OF_PERSON:
        name = person_text(portfolio, item.name)
    elif rule in OF_PROJECT:
        name = project_text(portfolio, item.name, lang)
    other = line_text(portfolio, item.other, lang) if rule == "core_share" else ""
    if rule in (*OF_PROJECT, "thin_share") and item.other:
        other = project_text(portfolio, item.other, lang)
    reason = "shared" if item.count else "apart"
    return say(
        f"review.{rule}.row",
        lang,
        name=name,
        other=other,
        value=_number(item.value, is_share=is_share),
        than=_number(item.than, is_share=is_share),
        count=item.count,
        unit=unit_name(portfolio, lang),
        days=f"{item.units / unit_size(portfolio):,.1f}",
        reason=say(f"review.staffing_order.{reason}", lang, count=item.count) if rule == "staffing_order" else "",
    )


def _number(value: Fraction, *, is_share: bool) -> str:
    """Return a share in percent, any other number to two decimals."""
    if value >= MANY:
        return "∞"
    return f"{float(value) * 100:.0f}%" if is_share else f"{float(value):.2f}".rstrip("0").rstrip(".")
