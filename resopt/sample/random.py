"""Random portfolios of any size from a seed: believable, without faults, demand about 110 % of supply."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from random import Random
from typing import Any

from resopt.sample import quarter_people, words
from resopt.sample.language import Row, Sheets, localise
from resopt.sample.random_people import ROLES, START, Member, members, monday, sunday
from resopt.sample.random_record import record, rules

_SCARCE = {"Algorithm Engineer": 1.3, "Security Engineer": 1.3}
_USUAL = 1.1
_LINES_PER_PROJECT = 6
_MOST = 8.0  # FTE of one line
_STATUS = ("in-flight", "approved", "approved", "proposed", "approved", "in-flight", "approved", "approved")
_PLANNED = {"in-flight", "approved", "proposed"}


@dataclass(frozen=True, slots=True)
class Work:
    """One project: its row, and the weeks in which it may want people."""

    id: str
    first: int
    last: int
    row: Row

    @property
    def is_planned(self) -> bool:
        """Whether the project is neither on hold nor cancelled."""
        return self.row["status"] in _PLANNED


def generate(people: int, projects: int, weeks: int, seed: int, lang: str = "en") -> Sheets:
    """Return the rows of a random portfolio by sheet; the same arguments give the same rows.

    Raises
    ------
    ValueError
        If a size is less than 1, or there are more than 53 weeks.
    """
    if people < 1 or projects < 1 or not 1 <= weeks <= 53:
        raise ValueError(f"no portfolio of {people} people, {projects} projects and {weeks} weeks")
    rng = Random(seed)
    staff, phrases = members(rng, people, weeks)
    works, names = _works(rng, projects, weeks, staff)
    lines = _demand(rng, works, staff, weeks)
    rows = record(rng, [w.row for w in works], lines, staff, weeks)
    sheets: Sheets = {
        "projects": [w.row for w in works],
        "staff": [m.row for m in staff],
        "demand": lines,
        "availability": [row for m in staff for row in m.leave],
        "assignments": rows,
        "roles": [row for row in quarter_people.roles() if row["role"] in ROLES],
        "rules": rules(rng, [w.row for w in works], lines, rows, staff),
        "fit": _fit(rng, works, staff),
        "settings": _settings(weeks),
    }
    for row in sheets["roles"]:
        row["filled_by"] = "Backend Developer:0.5" if row["role"] == "Data Engineer" else None
    return localise(sheets, lang, phrases | names)


def _settings(weeks: int) -> list[Row]:
    settings: dict[str, Any] = {"start": START, "weeks": weeks, "step": 0.1, "min_share": 0.2, "min_days": 1}
    settings |= {"max_projects": 3, "freeze_weeks": 1 if weeks > 2 else 0, "location": "Shanghai"}
    return [{"setting": key, "value": value} for key, value in settings.items()]


def _works(rng: Random, projects: int, weeks: int, staff: list[Member]) -> tuple[list[Work], dict[str, str]]:
    """Return the projects, and their names in Chinese."""
    titles = [(f"{a} {b}", c + d) for (a, c), (b, d) in product(words.PROJECT_FIRST, words.PROJECT_SECOND)]
    rng.shuffle(titles)
    width = max(2, len(str(projects)))
    managers = [m.name for m in staff if m.role == "Project Manager"] or [staff[0].name]
    found, names = [], {}
    for i in range(projects):
        again, at = divmod(i, len(titles))
        en, zh = (f"{title} {again + 1}" if again else title for title in titles[at])
        names[en] = zh
        found.append(_work(rng, f"P{i + 1:0{width}d}", en, i, weeks, rng.choice(managers)))
    return found, names


def _work(rng: Random, project: str, name: str, number: int, weeks: int, manager: str) -> Work:
    status = _STATUS[number % len(_STATUS)]
    if number > 3 and rng.random() < 0.08:
        status = rng.choice(("on-hold", "cancelled"))
    first = 0 if status == "in-flight" or weeks < 4 else rng.randrange(1, max(2, weeks // 2))
    last = min(weeks - 1, first + rng.randrange(max(1, weeks // 3), weeks + 1))
    row: Row = {"project_id": project, "project": name, "priority": rng.randrange(1, 6), "status": status}
    row |= {"start": monday(first), "end": sunday(last), "value": rng.randrange(1, 10), "manager": manager}
    row |= {"department": rng.choice(sorted({team for _, team, _ in ROLES.values()}))}
    row |= {"location": "Munich" if rng.random() < 0.06 else "Shanghai", "type": rng.choice(words.TYPES)[0]}
    return Work(project, first, last, row | _limits(rng, status, first, last, weeks))


def _limits(rng: Random, status: str, first: int, last: int, weeks: int) -> Row:
    """Return what only some projects have; none that the plan of record of week 0 could contradict."""
    if status == "in-flight" or first == 0:
        return {"must_have": "yes", "min_staffing": 0.3} if rng.random() < 0.1 else {}
    if rng.random() < 0.1:
        return {"min_staffing": rng.choice((0.4, 0.5, 0.6))}
    if rng.random() < 0.12 and last + 2 < weeks:
        return {"earliest_start": monday(first), "latest_start": monday(first + rng.choice((1, 2)))}
    return {"budget": rng.randrange(100, 400) * 1000} if rng.random() < 0.1 else {}


def _demand(rng: Random, works: list[Work], staff: list[Member], weeks: int) -> list[Row]:
    """Return lines until each role is wanted a little more than it is there, then some of projects on hold."""
    planned = [w for w in works if w.is_planned] or works
    supply: dict[str, float] = {}
    for m in staff:
        away = 0.9 * sum(1 for row in m.leave if "available" in row)
        supply[m.role] = supply.get(m.role, 0) + m.share * max(0.0, m.last - m.first + 1 - away)
    size = _USUAL * sum(supply.values()) / (_LINES_PER_PROJECT * len(planned))
    by_project: dict[str, list[Row]] = {w.id: [] for w in works}
    for role, there in sorted(supply.items()):
        able = [m for m in staff if m.role == role]
        left, turn = there * _SCARCE.get(role, _USUAL), rng.randrange(len(planned))
        while left > 0.4:
            work = planned[turn % len(planned)]
            turn += rng.randrange(1, 3)
            row, amount = _line(rng, work, role, min(left, size * rng.uniform(0.5, 1.6)), able)
            by_project[work.id].append(row)
            left -= amount
    for work in works:
        if not work.is_planned:
            able = [m for m in staff if m.role == staff[0].role]
            by_project[work.id].append(_line(rng, work, staff[0].role, size, able)[0])
    return [_numbered(work.id, i, row) for work in works for i, row in enumerate(by_project[work.id], start=1)]


def _numbered(project: str, number: int, row: Row) -> Row:
    return {"demand_id": f"D{project[1:]}{number:02d}"} | row


def _line(rng: Random, work: Work, role: str, amount: float, able: list[Member]) -> tuple[Row, float]:
    """Return a line of about `amount` FTE-weeks and what it really wants."""
    length = work.last - work.first + 1
    span = min(length, max(1, rng.randrange(length // 2, length + 1)))
    first = work.first + rng.randrange(0, length - span + 1)
    fte = min(_MOST, max(0.2, round(amount / span, 1)))
    while fte < 0.5 and span > 2 and role != "Project Manager":
        span = max(2, span // 2)
        fte = min(_MOST, max(0.2, round(amount / span, 1)))
    row: Row = {"project": work.id, "role": role, "from": monday(first), "to": sunday(first + span - 1), "fte": fte}
    row |= {"certainty": "firm"} | _asked(rng, able) | _filled(rng, first, fte, able)
    if rng.random() < 0.05:
        del row["fte"]
        row["days"] = round(fte * span * 5 * 2) / 2
    if rng.random() < 0.2:
        row["core"] = "yes"
    if rng.random() < 0.12:
        row["certainty"] = "estimate"
    return row, fte * span


def _asked(rng: Random, able: list[Member]) -> Row:
    """Return skills or a level that a fair part of the role has, or a named person."""
    m = rng.choice(able)
    skills = sorted(skill for skill, level in m.skills.items() if level >= 3)
    draw = rng.random()
    if draw < 0.25 and skills:
        skill = rng.choice(skills)
        return {"skill": f"{skill}:3"} if _share(able, skill) > 0.2 else {}
    if draw < 0.31 and len(skills) > 1:
        one, other = rng.sample(skills, 2)
        both = " | " if rng.random() < 0.6 else "; "
        return {"skill": f"{one}:3{both}{other}:3"}
    if draw < 0.45:
        return {"min_level": min(3, m.level)}
    return {"person": m.id} if draw < 0.48 and m.share >= 0.5 else {}


def _share(able: list[Member], skill: str) -> float:
    return sum(m.skills.get(skill, 0) >= 3 for m in able) / len(able)


def _filled(rng: Random, first: int, fte: float, able: list[Member]) -> Row:
    """Return how the line is to be filled; all-or-nothing never in the frozen week."""
    draw = rng.random()
    if draw < 0.08:
        return {"max_people": max(1, round(fte) + rng.randrange(2))}
    if draw < 0.15:
        return {"preferred_people": "; ".join(m.id for m in rng.sample(able, min(2, len(able))))}
    if first == 0:
        return {}
    if draw < 0.20:
        return {"same_people": "yes"}
    if draw < 0.23:
        return {"fill": "all"}
    return {"fill": 0.5} if draw < 0.26 else {}


def _fit(rng: Random, works: list[Work], staff: list[Member]) -> list[Row]:
    pairs = {(rng.choice(staff).id, rng.choice(works).id) for _ in range(len(staff) // 6)}
    return [
        {"person": person, "project": project, "preference": rng.choice((-2, -1, 1, 2))}
        for person, project in sorted(pairs)
    ]
