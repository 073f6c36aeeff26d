"""Plain portfolios from a seed: people, projects and lines of demand, without any rule beyond the basic ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

Row = dict[str, Any]

START = date(2026, 1, 5)
WEEKS = 13
ROLES = 20
DEPARTMENTS = 5
TIERS = 5
DEMAND = 1.1  # of supply
LEVELS, LEVEL_SHARES = (1, 2, 3), (0.30, 0.40, 0.30)
FTES = (0.2, 0.3, 0.5, 0.5, 0.8, 1.0, 1.0, 1.5, 2.0, 3.0)
DAY_RATES = {1: 400, 2: 600, 3: 850}


@dataclass(slots=True)
class Sheets:
    """The rows of a portfolio by sheet, and its settings."""

    projects: list[Row] = field(default_factory=list)
    staff: list[Row] = field(default_factory=list)
    demand: list[Row] = field(default_factory=list)
    availability: list[Row] = field(default_factory=list)
    assignments: list[Row] = field(default_factory=list)
    rules: list[Row] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)


def monday(week: int) -> date:
    """Return the first day of a week, counted from 0."""
    return START + timedelta(days=7 * week)


def friday(week: int) -> date:
    """Return the last working day of a week, counted from 0."""
    return monday(week) + timedelta(days=4)


def week_of(day: date) -> int:
    """Return the week of a day, counted from 0."""
    return (day - START).days // 7


def role_name(number: int) -> str:
    """Return the name of the role with this number; 0 is the most common one."""
    return f"Role {number + 1:02d}"


def department_of(role: int) -> str:
    """Return the department that the people of a role work in."""
    return f"Dept {'ABCDE'[role % DEPARTMENTS]}"


def plain(people: int, projects: int, seed: int) -> Sheets:
    """Return a portfolio of 13 weeks: same sizes and seed, same rows."""
    rng = Random(seed)
    sheets = Sheets(settings=_settings())
    width = len(str(people))
    primary = [_person(rng, f"E{i + 1:0{width}d}", sheets) for i in range(people)]
    ids = [f"P{i + 1:0{len(str(projects))}d}" for i in range(projects)]
    sheets.demand.extend(_demand(rng, ids, sheets, primary))
    sheets.projects.extend(_projects(rng, ids))
    fit_spans(sheets)
    return sheets


def _settings() -> dict[str, Any]:
    settings: dict[str, Any] = {"start": START, "weeks": WEEKS, "step": 0.1, "min_share": 0.2, "max_projects": 3}
    return settings | {"holidays": "no", "location": "Here"}


def _person(rng: Random, person: str, sheets: Sheets) -> int:
    """Add a person and their leave; return the number of the primary role, which is zipf-shared."""
    weights = [1 / (k + 1) for k in range(ROLES)]
    primary = rng.choices(range(ROLES), weights)[0]
    roles = [primary]
    if rng.random() < 0.35:
        others = [k for k in range(ROLES) if k != primary]
        roles += rng.sample(others, rng.choice((1, 2)))
    level = rng.choices(LEVELS, LEVEL_SHARES)[0]
    fte = 0.5 if rng.random() < 0.10 else 1.0
    row: Row = {"person_id": person, "name": f"Name {person}", "department": department_of(primary)}
    row |= {"role": "; ".join(map(role_name, roles)), "level": level, "fte": fte}
    sheets.staff.append(row | {"cost_per_day": DAY_RATES[level] + 10 * rng.randrange(-5, 6)})
    if rng.random() < 0.60:
        length = rng.choice((1, 2))
        first = rng.randrange(WEEKS - length + 1)
        span: Row = {"person": person, "from": monday(first), "to": friday(first + length - 1)}
        sheets.availability.append(span | {"available": 0})
    return primary


def supply(sheets: Sheets) -> float:
    """Return the FTE-weeks that people have."""
    fte = {row["person_id"]: row["fte"] for row in sheets.staff}
    away = sum(fte[r["person"]] * (week_of(r["to"]) - week_of(r["from"]) + 1) for r in sheets.availability)
    return float(WEEKS * sum(fte.values()) - away)


def _demand(rng: Random, projects: list[str], sheets: Sheets, primary: list[int]) -> list[Row]:
    """Return lines until 110 % of the supply is wanted; every project has one, each can be served by somebody."""
    left = DEMAND * supply(sheets)
    drawn: list[tuple[str, Row]] = []
    while left > 0 or len(drawn) < len(projects):
        number = rng.randrange(len(primary))
        length = rng.randrange(3, WEEKS + 1)
        first = rng.randrange(WEEKS - length + 1)
        fte = rng.choice(FTES)
        project = projects[len(drawn)] if len(drawn) < len(projects) else rng.choice(projects)
        row: Row = {"role": role_name(primary[number])}
        row |= {"min_level": rng.randrange(1, sheets.staff[number]["level"] + 1)}
        drawn.append((project, row | {"from": monday(first), "to": friday(first + length - 1), "fte": fte}))
        left -= fte * length
    width = len(str(len(drawn)))
    ordered = sorted(drawn, key=lambda pair: pair[0])
    return [{"demand_id": f"D{i + 1:0{width}d}", "project": p} | row for i, (p, row) in enumerate(ordered)]


def _projects(rng: Random, ids: list[str]) -> list[Row]:
    tiers = [i % TIERS + 1 for i in range(len(ids))]
    rng.shuffle(tiers)
    return [
        {"project_id": one, "project": f"Project {one}", "priority": tier, "status": "approved"}
        | {"department": department_of(rng.randrange(DEPARTMENTS))}
        for one, tier in zip(ids, tiers, strict=True)
    ]


def fit_spans(sheets: Sheets) -> None:
    """Let each project start and end with its lines."""
    for row in sheets.projects:
        own = [line for line in sheets.demand if line["project"] == row["project_id"]]
        row["start"], row["end"] = min(line["from"] for line in own), max(line["to"] for line in own)
