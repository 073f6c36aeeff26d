"""The result as JSON: the same names for scripts and dashboards in every language; days are numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from resopt.checker import check
from resopt.checker.sentences import fact_text, violation_text
from resopt.domain.amounts import in_days
from resopt.domain.grid import lay_out
from resopt.domain.records import Portfolio
from resopt.domain.rules import Fact
from resopt.domain.units import MICRO, UNITS_PER_DAY, to_days
from resopt.explain.sentences import conflict_text
from resopt.result import Amount, Certificate, Conflict, Remedy, Result, TierProof, Violation


def to_json(portfolio: Portfolio, result: Result, lang: str = "en") -> dict[str, Any]:
    """Return the result as a dictionary of plain values, ready for `json.dump`.

    `violations` are those of the plan (the checker is run again; ours has none), `record` holds those of the
    plan of record.
    """
    portfolio, proof = in_days(portfolio), result.certificate
    content = {
        "status": result.status,
        "ended_by": proof.ended_by,
        "seconds": round(proof.seconds, 3),
        "rounds": proof.rounds,
        "seed": proof.seed,
        "tiers": [_tier(tier) for tier in proof.tiers],
        "coverage": {
            "bound_days": to_days(proof.coverage_bound),
            "met_days": to_days(proof.coverage_met),
            "optimality_gap": proof.coverage_gap,
        },
        "change_days": to_days(proof.change),
        "quality": {
            "value": proof.quality / MICRO,
            "bound": proof.quality_bound / MICRO,
            "optimality_gap": proof.quality_gap,
        },
        "greedy": {"met_days_by_tier": [to_days(units) for units in proof.greedy_met]},
        "conflicts": [_conflict(portfolio, result, conflict, lang) for conflict in result.conflicts],
        "remedies": [_remedy(portfolio, remedy, lang) for remedy in _remedies(result)],
        "set_aside": [_fact(portfolio, fact, lang) for fact in result.set_aside],
        "violations": [_violation(portfolio, v, lang) for v in check(portfolio, result.plan).violations],
        "record": {"violations": [_violation(portfolio, v, lang) for v in result.record.violations]},
        "input_sha256": proof.input_sha256,
        "version": dict(proof.versions).get("resopt", ""),
    }
    return {**content, **_done(portfolio), **_weighted(proof)}


def _done(portfolio: Portfolio) -> dict[str, Any]:
    """Return what was done before As Of; all other numbers count the weeks from then on."""
    settings = portfolio.settings
    if not settings.past_weeks:
        return {}
    grid = lay_out(portfolio)
    past = grid.past
    given: dict[str, int] = dict.fromkeys(past.wanted, 0)
    for (_, line, _), units in past.done.items():
        given[line] += units

    def sums(lines: Iterable[str]) -> dict[str, float]:
        ids = tuple(lines)
        names = (("done", given), ("wanted", past.wanted), ("met", past.met), ("carried_over", past.carried))
        return {f"{name}_days": to_days(sum(table.get(i, 0) for i in ids)) for name, table in names}

    projects = [{"project_id": p, **sums(line.id for line in lines)} for p, lines in grid.lines_of.items()]
    head = {"as_of": f"{settings.as_of}", "weeks": past.weeks, "first_open_week": f"{settings.monday(past.weeks)}"}
    return {"done": {**head, **sums(given), "projects": projects}}


def _tier(tier: TierProof) -> dict[str, Any]:
    return {
        "class": tier.kind,
        "priority": tier.label,
        "core": _amount(tier.core),
        "firm": _amount(tier.firm),
        **_amount(tier.all),
        "gap_days": to_days(tier.all.wanted - tier.all.met),
        "unproved_days": to_days(tier.all.bound - tier.all.met),
        "value": {
            "met": tier.value_met / MICRO / UNITS_PER_DAY,
            "bound": tier.value_bound / MICRO / UNITS_PER_DAY,
        },
        "proved": tier.proved,
    }


def _amount(amount: Amount) -> dict[str, float]:
    return {
        "wanted_days": to_days(amount.wanted),
        "met_days": to_days(amount.met),
        "bound_days": to_days(amount.bound),
    }


def _conflict(portfolio: Portfolio, result: Result, conflict: Conflict, lang: str) -> dict[str, Any]:
    monday = portfolio.settings.monday
    return {
        "id": conflict.id,
        "kind": conflict.kind,
        "severity": conflict.severity,
        "project_id": conflict.project_id,
        "demand_ids": list(conflict.line_ids),
        "first_week": monday(conflict.first).isoformat(),
        "last_week": monday(conflict.last).isoformat(),
        "wanted_days": to_days(conflict.wanted),
        "gap_days": to_days(conflict.gap),
        "text": conflict_text(portfolio, result, conflict, lang),
    }


def _remedies(result: Result) -> tuple[Remedy, ...]:
    return () if result.explanation is None else result.explanation.remedies


def _remedy(portfolio: Portfolio, remedy: Remedy, lang: str) -> dict[str, Any]:
    return {
        "changes": [change.text(portfolio, lang) for change in remedy.changes],
        "gain_days": to_days(remedy.days),
        "gain_days_by_tier": [to_days(units) for units in remedy.gains],
        "days_by_project": {project: to_days(units) for project, units in remedy.projects},
        "deferred_days": to_days(remedy.deferred),
        "cost": None if remedy.cost is None else float(remedy.cost),
        "exact": remedy.exact,
        "conflicts": list(remedy.conflict_ids),
    }


def _fact(portfolio: Portfolio, fact: Fact, lang: str) -> dict[str, Any]:
    week = None if fact.week is None else portfolio.settings.monday(fact.week).isoformat()
    return {
        "rule": fact.rule.value,
        "key": fact.key,
        "project_id": fact.project_id,
        "person_id": fact.person_id,
        "week": week,
        "text": fact_text(portfolio, fact, lang),
    }


def _violation(portfolio: Portfolio, violation: Violation, lang: str) -> dict[str, Any]:
    week = None if violation.week is None else portfolio.settings.monday(violation.week).isoformat()
    return {
        "rule": violation.rule.value,
        "person_id": violation.person_id,
        "project_id": violation.project_id,
        "demand_id": violation.line_id,
        "week": week,
        "text": violation_text(portfolio, violation, lang),
    }


def _weighted(proof: Certificate) -> dict[str, Any]:
    if proof.weighted is None or proof.weighted_bound is None:
        return {}
    return {"weighted": {"value": proof.weighted / MICRO, "bound": proof.weighted_bound / MICRO}}
