"""Rich portfolios: what is added to a plain one, so that every kind of rule binds and no two facts contradict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import ceil
from random import Random
from typing import Any, TypeVar

from .plain import WEEKS, Row, Sheets, fit_spans, friday, monday, week_of

FILL_ALL, SAME_PEOPLE, MIN_STAFFING, BUDGET, MOVABLE, LOCKED = 0.15, 0.10, 0.10, 0.10, 0.10, 0.10
SLACK = 2  # weeks by which a movable project may start earlier or later
LENT = 0.75  # of a department's FTE
T = TypeVar("T")


def enrich(sheets: Sheets, seed: int) -> None:
    """Add the rules of a rich portfolio to a plain one."""
    rng = Random(f"rich {seed}")
    _make_movable(rng, sheets)
    for line in _some(rng, sheets.demand, FILL_ALL):
        line["fill"] = "all"
    for line in _some(rng, sheets.demand, SAME_PEOPLE):
        line["same_people"] = "yes"
    for project in _some(rng, sheets.projects, MIN_STAFFING):
        project["min_staffing"] = rng.choice((0.5, 0.6, 0.7, 0.8))
    for project in _some(rng, sheets.projects, BUDGET):
        project["budget"] = _budget(rng, sheets, project)
    _lock(rng, sheets)
    _lend(sheets)


def _some(rng: Random, rows: Sequence[T], share: float) -> list[T]:
    return rng.sample(rows, max(1, round(share * len(rows))))


def _make_movable(rng: Random, sheets: Sheets) -> None:
    """Give projects a range of starts; their lines are moved or cut so that every start fits the horizon."""
    moving = _some(rng, sheets.projects, MOVABLE)
    ids = {project["project_id"] for project in moving}
    for line in sheets.demand:
        if line["project"] in ids:
            first, last = week_of(line["from"]), week_of(line["to"])
            length = min(last - first + 1, WEEKS - 2 * SLACK)
            first = min(max(first, SLACK), WEEKS - SLACK - length)
            line |= {"from": monday(first), "to": friday(first + length - 1)}
    fit_spans(sheets)
    for project in moving:
        first = week_of(project["start"])
        project |= {"earliest_start": monday(first - SLACK), "latest_start": monday(first + SLACK)}


def _budget(rng: Random, sheets: Sheets, project: Row) -> int:
    """Return 60 to 80 % of what the project's demand costs at the mean rate."""
    rate: float = sum(row["cost_per_day"] for row in sheets.staff) / len(sheets.staff)
    days: float = sum(
        5 * line["fte"] * (week_of(line["to"]) - week_of(line["from"]) + 1)
        for line in sheets.demand
        if line["project"] == project["project_id"]
    )
    return round(days * rate * rng.choice((0.6, 0.7, 0.8)) / 100) * 100


def _lock(rng: Random, sheets: Sheets) -> None:
    """Book a tenth of the people hard for a few weeks on a line that no other rule could forbid them."""
    bound = {"earliest_start", "min_staffing", "budget"}
    free = {row["project_id"] for row in sheets.projects if not bound & row.keys()}
    lines = [x for x in sheets.demand if x["project"] in free and not {"fill", "same_people"} & x.keys()]
    left = {(x["demand_id"], w): round(10 * x["fte"]) for x in lines for w in range(WEEKS)}
    wanted = max(1, round(LOCKED * len(sheets.staff)))
    for person in rng.sample(sheets.staff, len(sheets.staff)):
        able = [x for x in lines if _serves(person, x)]
        rng.shuffle(able)
        for line in able[:20]:
            row = _stint(rng, person, line, left)
            if row is not None:
                sheets.assignments.append(row)
                break
        if len(sheets.assignments) == wanted:
            break
    sheets.assignments.sort(key=lambda row: str(row["person"]))


def _serves(person: Row, line: Row) -> bool:
    return line["role"] in person["role"].split("; ") and person["level"] >= line["min_level"]


def _stint(rng: Random, person: Row, line: Row, left: dict[tuple[str, int], int]) -> Row | None:
    """Return a booking of 0.2 FTE or more that fits into what the line still wants, if there is one."""
    first, last = week_of(line["from"]), week_of(line["to"])
    length = min(rng.randrange(2, 6), last - first + 1)
    first = rng.randrange(first, last - length + 2)
    span = [(line["demand_id"], w) for w in range(first, first + length)]
    most = min(round(10 * person["fte"]), *(left[key] for key in span))
    if most < 2:
        return None
    tenths = rng.randrange(2, min(most, 5) + 1)
    for key in span:
        left[key] -= tenths
    row: Row = {"person": person["person_id"], "project": line["project"], "demand_id": line["demand_id"]}
    return row | {"from": monday(first), "to": friday(first + length - 1), "fte": tenths / 10, "lock": "hard"}


def _lend(sheets: Sheets) -> None:
    """Limit what each department lends, never below what its hard locks lend."""
    home = {row["person_id"]: row["department"] for row in sheets.staff}
    owner = {row["project_id"]: row["department"] for row in sheets.projects}
    lent: dict[tuple[str, int], float] = defaultdict(float)
    for row in sheets.assignments:
        if home[row["person"]] != owner[row["project"]]:
            for week in range(week_of(row["from"]), week_of(row["to"]) + 1):
                lent[home[row["person"]], week] += row["fte"]
    for department in sorted(set(home.values())):
        there = sum(row["fte"] for row in sheets.staff if row["department"] == department)
        least = max(lent[department, w] for w in range(WEEKS))
        value: Any = max(ceil(10 * LENT * there), ceil(round(10 * least, 6))) / 10
        sheets.rules.append({"rule": "lend", "department": department, "value": value})
