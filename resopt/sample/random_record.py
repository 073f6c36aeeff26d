"""The plan of record and the rules sheet of a random portfolio, made so that no two facts contradict each other."""

from __future__ import annotations

from collections import defaultdict
from math import ceil
from random import Random

from resopt.sample.language import Row
from resopt.sample.random_people import START, Member, monday, sunday

_STEP = 0.1


def record(rng: Random, projects: list[Row], lines: list[Row], staff: list[Member], weeks: int) -> list[Row]:
    """Return rows of Assignments for lines that begin at once, within what people can give.

    A few rows without lock are on top of that: over-allocations, never in week 0.
    """
    status = {row["project_id"]: row["status"] for row in projects}
    limited = {row["project_id"] for row in projects if {"latest_start", "min_staffing", "budget"} & row.keys()}
    free = {(m.id, w): m.share for m in staff for w in range(m.first, m.last + 1)}
    teams: dict[tuple[str, int], set[str]] = defaultdict(set)
    rows: list[Row] = []
    for line in lines:
        first, last = _weeks(line, weeks)
        soon = first <= 2 and status[line["project"]] in ("in-flight", "approved")
        fixed = first == 0 or line["project"] not in limited
        if soon and fixed and "fill" not in line and "same_people" not in line:
            rows += _rows_of(rng, line, first, last, staff, free, teams)
    return rows


def _weeks(line: Row, weeks: int) -> tuple[int, int]:
    return (line["from"] - START).days // 7, min(weeks - 1, (line["to"] - START).days // 7)


def _rows_of(
    rng: Random,
    line: Row,
    first: int,
    last: int,
    staff: list[Member],
    free: dict[tuple[str, int], float],
    teams: dict[tuple[str, int], set[str]],
) -> list[Row]:
    """Book people on a line for its first weeks; `free` and `teams` are what is left of them."""
    last = min(last, first + rng.randrange(2, 7))
    wanted = line.get("fte", 0.5)
    rows: list[Row] = []
    able = [m for m in staff if m.first <= first and m.last >= last and can_serve(m, line)]
    rng.shuffle(able)
    for m in able[:40]:
        if wanted < 0.2 or len(rows) >= line.get("max_people", 3):
            break
        span = range(first, last + 1)
        room = min(free[m.id, w] for w in span)
        fte = int(min(room, wanted, 1.0) / _STEP + 1e-9) * _STEP
        busy = any(len(teams[m.id, w] | {line["project"]}) > m.row.get("max_projects", 3) for w in span)
        if fte < max(0.2, m.row.get("min_share", 0)) or busy:
            continue
        rows.append(_row(rng, m, line, first, last, round(fte, 1)))
        wanted -= fte
        for w in span:
            free[m.id, w] -= fte
            teams[m.id, w].add(line["project"])
    return rows


def _row(rng: Random, m: Member, line: Row, first: int, last: int, fte: float) -> Row:
    row: Row = {"person": m.id, "project": line["project"], "demand_id": line["demand_id"]}
    draw = rng.random()
    if draw < 0.06 and not m.has_total:
        row["lock"] = "hard"
    elif draw < 0.2:
        row["lock"] = "soft"
    elif draw < 0.22 and first > 0:
        fte = 1.0  # an over-allocation where the person has other work
    return row | {"from": monday(first), "to": sunday(last), "fte": fte}


def can_serve(m: Member, line: Row) -> bool:
    """Return whether role, level, skills or the name let a person serve a line."""
    if "person" in line:
        return bool(line["person"] == m.id)
    if m.role != line["role"]:
        return False
    if "skill" in line:
        return all(any(_has(m, one) for one in group.split(" | ")) for group in line["skill"].split("; "))
    return bool(m.level >= line.get("min_level", 1))


def _has(m: Member, wanted: str) -> bool:
    skill, _, level = wanted.partition(":")
    return m.skills.get(skill, 0) >= int(level)


def rules(rng: Random, projects: list[Row], lines: list[Row], booked: list[Row], staff: list[Member]) -> list[Row]:
    """Return rows of every kind, each on people whom the plan of record leaves free of it."""
    seats = {(row["person"], row["project"]) for row in booked}
    busy = {person for person, _ in seats}
    planned = [row for row in projects if row["status"] in ("in-flight", "approved", "proposed")]
    count = max(1, len(staff) // 50)
    rows: list[Row] = []
    for _ in range(count):
        a, b, project = rng.choice(staff), rng.choice(staff), rng.choice(planned)["project_id"]
        if (a.id, project) not in seats and not _is_only_one(a, project, lines, staff):
            rows.append({"rule": "forbid", "person": a.id, "project": project})
        if a.id != b.id and (a.id, project) not in seats and (b.id, project) not in seats:
            kind = rng.choice(("apart", "together"))
            rows.append({"rule": kind, "person": a.id, "other_person": b.id, "project": project})
        if b.id not in busy:
            rows.append({"rule": "exclusive", "person": b.id})
    rows += _asking(rng, lines, staff, rows, max(1, len(staff) // 80))
    rows += _lending(planned, booked, staff)
    return list({tuple(row.values()): row for row in rows}.values())


def _is_only_one(m: Member, project: str, lines: list[Row], staff: list[Member]) -> bool:
    """Return whether some line of the project has nobody else who can serve it."""
    own = [line for line in lines if line["project"] == project and can_serve(m, line)]
    return any(not any(other is not m and can_serve(other, line) for other in staff) for line in own)


def _asking(rng: Random, lines: list[Row], staff: list[Member], rows: list[Row], count: int) -> list[Row]:
    """Return require and supervise rows that a small part of a line's days can meet."""
    ruled = {row.get("person") for row in rows} | {row.get("other_person") for row in rows}
    long = [line for line in lines if line.get("fte", 0) >= 0.5 and "person" not in line and "fill" not in line]
    found: list[Row] = []
    for line in rng.sample(long, min(count, len(long))):
        able = [m for m in staff if can_serve(m, line) and m.id not in ruled and m.share >= 0.5]
        able = [m for m in able if m.row["location"] == "Shanghai" and "from" not in m.row and "to" not in m.row]
        if not able:
            continue
        m = rng.choice(able)
        best = max(m.skills, key=lambda skill: (m.skills[skill], skill))
        row: Row = {"rule": "require", "person": m.id, "project": line["project"], "value": 0.05}
        if rng.random() < 0.4:
            row = {"rule": "supervise", "project": line["project"], "skill": f"{best}:{m.skills[best]}", "value": 0.05}
        found.append(row)
    return found


def _lending(planned: list[Row], booked: list[Row], staff: list[Member]) -> list[Row]:
    """Return a limit for Operations that is above what the plan of record lends in any week."""
    team = {m.id: m.row["department"] for m in staff}
    owner = {row["project_id"]: row["department"] for row in planned}
    lent = sum(
        row["fte"] for row in booked if team[row["person"]] == "Operations" and owner[row["project"]] != "Operations"
    )
    there = sum(m.share for m in staff if team[m.id] == "Operations")
    if not there:
        return []
    return [{"rule": "lend", "department": "Operations", "value": max(1, ceil(lent), ceil(0.7 * there))}]
