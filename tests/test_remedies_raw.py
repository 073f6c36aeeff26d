"""What a remedy is said to bring is what the input brings if somebody types the change into it and solves it to proof.

The inputs are frames as people write them; the change is made in them by hand, not by the code that remedies use. Every
project is a tier of its own, so that proved plans agree on the days of each project.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import pandas as pd

import resopt as ro
from resopt.checker import check
from resopt.domain.changes import Change, FillIn, Hire, Lend, Lift, Limit, Priority, Shift, Train, Unlock, Waive
from resopt.explain.guarded import met_by_project
from resopt.explain.remedy_text import gain_text, gains_text, loses_text

SEEDS = range(10) if os.environ.get("RESOPT_THOROUGH") else (2, 4)
MONDAY = date(2026, 1, 5)
OPTIONS = ro.Options(time_limit=60, workers=1)
Raw = dict[str, list[dict[str, Any]]]


def raw(seed: int) -> Raw:
    """Return rows of an input: a few people who have less than their projects want, rules and locks in the way."""
    rng = Random(f"raw {seed}")
    roles, weeks = ("Dev", "QA"), 3
    monday = [MONDAY + timedelta(weeks=w) for w in range(weeks)]
    staff = [
        {
            "person_id": f"A{i}",
            "name": f"A{i}",
            "role": roles[i % 2],
            "department": f"D{i % 2}",
            "cost_per_day": 100 + i,
        }
        for i in range(rng.randint(3, 4))
    ]
    count = rng.randint(3, 4)
    projects = [
        {"project_id": f"P{k}", "priority": k, "department": f"D{rng.randint(0, 1)}"} for k in range(1, count + 1)
    ]
    demand = []
    for k in range(1, count + 1):
        first = rng.randint(0, 1)
        demand.append({
            "demand_id": f"L{k}", "project": f"P{k}", "role": rng.choice(roles), "from": monday[first],
            "to": monday[-1] + timedelta(days=4), "fte": rng.choice((0.8, 1, 1.6, 2)),
            "max_people": rng.choice((None, None, 1)),
        })  # fmt: skip
    rules = [{"rule": "forbid", "person": "A0", "project": "P1"}] if rng.random() < 0.6 else []
    rules += [{"rule": "lend", "department": "D0", "value": 0.6}] if rng.random() < 0.5 else []
    locks = [{"person": "A1", "project": f"P{count}", "from": monday[0], "to": monday[0] + timedelta(days=4),
              "fte": 0.6, "lock": "hard"}] if rng.random() < 0.6 else []  # fmt: skip
    settings = {"start": MONDAY, "weeks": weeks, "step": 0.2, "holidays": "no", "max_projects": rng.choice((2, 3))}
    return {"projects": projects, "staff": staff, "demand": demand, "rules": rules, "assignments": locks,
            "roles": [], "settings": [settings]}  # fmt: skip


def read(rows: Raw) -> ro.Portfolio:
    """Return the portfolio of such rows, read as any input is."""
    frames = {sheet: pd.DataFrame(found) for sheet, found in rows.items() if found and sheet != "settings"}
    return ro.from_frames(settings=rows["settings"][0], **frames)


def typed(rows: Raw, change: Change) -> Raw:
    """Return the rows as somebody types a change into them."""
    made = {sheet: [dict(row) for row in found] for sheet, found in rows.items()}
    TYPED[type(change)](made, change)
    return made


def _hire(rows: Raw, change: Any) -> None:
    for n in range(change.count):
        rows["staff"].append({"person_id": f"new {change.role} {n}", "name": f"new {n}", "role": change.role,
                              "from": change.start, "to": change.end, "level": change.level,
                              "department": next(p["department"] for p in rows["staff"] if p["role"] == change.role),
                              "cost_per_day": float(change.cost_per_day)})  # fmt: skip


def _fill_in(rows: Raw, change: Any) -> None:
    rows["roles"].append({"role": change.role, "filled_by": f"{change.by}:{float(change.price):g}"})


def _train(rows: Raw, change: Any) -> None:
    for row in rows["staff"]:
        row["role"] += f", {change.role}" if row["person_id"] == change.person_id else ""


def _waive(rows: Raw, change: Any) -> None:
    rows["rules"] = [row for row in rows["rules"] if row["rule"] != change.kind.value]


def _unlock(rows: Raw, _: Any) -> None:
    rows["assignments"] = [{**row, "lock": None} for row in rows["assignments"]]


def _lift(rows: Raw, change: Any) -> None:
    for row in rows["demand"]:
        if (change.kind, change.item) == ("line", row["demand_id"]):
            row[change.column] = None


def _lend(rows: Raw, change: Any) -> None:
    rows["rules"] = [row for row in rows["rules"] if row["rule"] != "lend" or change.fte is not None]
    for row in rows["rules"]:
        row |= {"value": float(change.fte)} if row["rule"] == "lend" else {}


def _limit(rows: Raw, change: Any) -> None:
    rows["settings"][0][change.key] = float(change.value)


def _shift(rows: Raw, change: Any) -> None:
    for sheet in ("demand", "assignments"):
        for row in rows[sheet]:
            if row["project"] == change.project_id:
                row |= {key: row[key] + timedelta(weeks=change.weeks) for key in ("from", "to")}


def _priority(rows: Raw, change: Any) -> None:
    for row in rows["projects"]:
        if row["project_id"] == change.project_id:
            row["priority"] = int(change.rank)


TYPED: dict[type[Change], Callable[[Raw, Any], None]] = {
    Hire: _hire, FillIn: _fill_in, Train: _train, Waive: _waive, Unlock: _unlock, Lift: _lift, Lend: _lend,
    Limit: _limit, Shift: _shift, Priority: _priority,
}  # fmt: skip


def solved(subject: ro.Portfolio) -> ro.Result:
    result = ro.solve(subject, OPTIONS)
    assert all(tier.proved for tier in result.certificate.tiers) and not check(subject, result.plan).violations
    return result


def told(changes: dict[str, int], sign: int) -> str:
    """Return projects with the days they get more or fewer, as a sheet tells them."""
    found = sorted((p, u) for p, u in changes.items() if u * sign > 0)  # of the highest tier first
    found = found if sign > 0 else sorted(found, key=lambda one: one[1])
    return ", ".join(f"{p} {'+' if sign > 0 else '−'}{abs(u) / 200:g}" for p, u in found) or "nobody"


def test_every_gain_and_every_loser_is_that_of_the_changed_input_solved_to_proof() -> None:
    kinds = [kind for seed in SEEDS for kind in compared(seed)]
    assert len(kinds) > len(SEEDS) and len(set(kinds)) > 2


def compared(seed: int) -> list[type[Change]]:
    """Compare all remedies of an input with the changed input; return their kinds."""
    rows, kinds = raw(seed), list[type[Change]]()
    made = read(rows)
    base = solved(made)
    explanation = ro.explain(made, base.plan, proved=True, time_limit=60, workers=1)
    had = met_by_project(made, base.plan)[0]
    for remedy in explanation.remedies:
        (change,) = remedy.changes
        subject = read(typed(rows, change))
        has = met_by_project(subject, solved(subject).plan)[0]
        more = {project: has[project] - had[project] for project in had}
        if isinstance(change, Priority):  # tiers are others now: what the project gets is told, at what price
            continue
        kinds.append(type(change))
        assert remedy.gains == tuple(more.values())
        assert gains_text(made, remedy, "en") == told(more, 1)
        loses, gain = told(more, -1), f"{sum(more.values()) / 200:g} days"
        exactly = gain if sum(more.values()) else "no days in all"
        assert loses_text(made, remedy, "en") in (loses, loses if remedy.exact else f"at most {loses}")
        assert gain_text(made, remedy, "en") == (exactly if remedy.exact else f"at least {gain}")
    return kinds
