"""Effects: settings, budgets and rules that cannot change any plan of this portfolio, or weigh more than counts."""

from __future__ import annotations

from resopt.domain.policy import Policy
from resopt.domain.records import Person, Portfolio, RuleKind, Skill
from resopt.tables.cross import has_skill
from resopt.tables.limits import DOUBLED, shown_limit
from resopt.tables.reading import Reading, few
from resopt.tables.rows import Row
from resopt.tables.settings import Draft

PRICES = ("price_missing", "price_idle", "price_used", "price_pair", "price_change")


def note_without_effect(portfolio: Portfolio, reading: Reading, draft: Draft, rules: dict[str, Row]) -> None:
    """Say which prices, costs, budgets and rules of supervision have nothing to act on."""
    _note_prices(portfolio, draft)
    _refuse_steep(portfolio, draft)
    _note_costs(portfolio, reading, draft)
    for rule in portfolio.rules:
        if rule.kind is RuleKind.SUPERVISE and rule.id in rules:
            _warn_skill(rule.skill, portfolio.people, rules[rule.id], reading)


def _note_prices(portfolio: Portfolio, draft: Draft) -> None:
    if portfolio.policy.kind == "weighted":
        return
    for key in PRICES:
        # a price that stands at its default, as frames of a portfolio write it, asks for nothing
        if key in draft.rows and getattr(portfolio.policy, key) != getattr(Policy(), key):
            draft.rows[key].note("input.price_idle", "value", setting=f"@settings/{key}")


def _refuse_steep(portfolio: Portfolio, draft: Draft) -> None:
    """Price Missing doubles per tier: with many tiers the price of the first leaves what can be counted exactly."""
    first = portfolio.policy.price_missing * 2 ** max(0, len(portfolio.tiers) - 1)
    row = draft.rows.get("price_missing") or draft.rows.get("policy")
    if portfolio.policy.kind == "weighted" and first > DOUBLED and row is not None:
        row.fault("input.price_steep", "value", count=len(portfolio.tiers), most=shown_limit(DOUBLED))


def _note_costs(portfolio: Portfolio, reading: Reading, draft: Draft) -> None:
    of_role = {role.name: role.cost_per_day for role in portfolio.roles}
    costs = {
        p.id: of_role.get(p.roles[0]) if p.cost_per_day is None and p.roles else p.cost_per_day
        for p in portfolio.people
    }
    if portfolio.policy.cost and not any(costs.values()):
        key = "weight_cost" if "weight_cost" in draft.rows else "preset"
        if key in draft.rows:
            draft.rows[key].warn("input.cost_idle", "value", setting=f"@settings/{key}")
    fits = {fit.person_id for fit in portfolio.fits if fit.cost_per_day}
    free = [p.name for p in portfolio.people if costs[p.id] is None and p.id not in fits]
    limited = [p.id for p in portfolio.projects if p.budget is not None]
    if not any(costs.values()) and not fits:
        for project in limited:
            reading.row_of["projects", project].warn("input.budget_idle", "budget")
    elif limited and free:
        reading.findings.note("input.cost_missing", "staff", count=len(free), names=few(free))


def _warn_skill(groups: tuple[tuple[Skill, ...], ...], people: tuple[Person, ...], row: Row, reading: Reading) -> None:
    if any(all(any(has_skill(p, skill) for skill in group) for group in groups) for p in people):
        return
    known = {skill.name for p in people for skill in p.skills}
    unknown = [skill.name for group in groups for skill in group if skill.name not in known]
    near = reading.hints.near(unknown[0], known) if unknown else ""
    code = "input.skill_of_nobody_near" if near else "input.skill_of_nobody"
    row.warn(code, "skill", found=unknown[0] if near else row.text("skill"), near=near)
