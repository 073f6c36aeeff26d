"""People of a random portfolio: names, roles with a pyramid of levels, skills, part time, leave."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from resopt.sample import words
from resopt.sample.language import Row

START = date(2026, 1, 5)

# Role: share of the company, department, skills that people of the role may have.
ROLES: dict[str, tuple[float, str, tuple[str, ...]]] = {
    "Backend Developer": (0.24, "Software", ("Java", "Golang", "Python", "C++", "Rust")),
    "Tester": (0.13, "Quality and Security", ("Test Automation", "Performance Testing", "Hardware Testing")),
    "Project Manager": (0.08, "Project Office", ("English", "German")),
    "Frontend Developer": (0.11, "Software", ("React", "Vue")),
    "Data Engineer": (0.10, "Data", ("SQL", "Spark", "Kafka", "Oracle")),
    "Business Analyst": (0.09, "Product", ("Process Modelling", "Data Modelling", "SAP")),
    "DevOps Engineer": (0.07, "Operations", ("Kubernetes",)),
    "UX Designer": (0.05, "Product", ("Figma", "Motion Design")),
    "Architect": (0.05, "Software", ("Architecture",)),
    "Algorithm Engineer": (0.05, "Data", ("Machine Learning", "Deep Learning", "Optimisation")),
    "Security Engineer": (0.03, "Quality and Security", ("Penetration Testing",)),
}

_LEVELS = ((1, 10), (2, 27), (3, 36), (4, 20), (5, 7))


@dataclass(frozen=True, slots=True)
class Member:
    """One person as the makers of demand and of the plan of record see them; weeks count from 0."""

    id: str
    name: str
    role: str
    level: int
    skills: dict[str, int]
    share: float  # FTE x (1 - BAU): the FTE that projects can have
    first: int
    last: int
    row: Row
    leave: list[Row] = field(default_factory=list)

    @property
    def has_total(self) -> bool:
        """Whether some leave is given as Available Days."""
        return any("available_days" in row for row in self.leave)


def monday(week: int) -> date:
    """Return the first day of a week."""
    return START + timedelta(days=7 * week)


def sunday(week: int) -> date:
    """Return the last day of a week."""
    return monday(week) + timedelta(days=6)


def members(rng: Random, people: int, weeks: int) -> tuple[list[Member], dict[str, str]]:
    """Return the people, and their names in Chinese."""
    named = _names(rng, people)
    places = ["Munich" if zh == en and i % 3 else "Berlin" if zh == en else "Shanghai" for i, (en, zh) in named]
    width = max(2, len(str(people)))
    roles = _roles(rng, people)
    found = [_member(rng, f"E{i + 1:0{width}d}", named[i][1][0], roles[i], places[i], weeks) for i in range(people)]
    return found, {en: zh for _, (en, zh) in named}


def _names(rng: Random, people: int) -> list[tuple[int, words.Pair]]:
    """Return distinct names, in 20 cases Chinese to 1 German."""
    german = [f"{first} {last}" for first in words.GERMAN_FIRST for last in words.GERMAN_LAST]
    rng.shuffle(german)
    taken: set[str] = set()
    result: list[words.Pair] = []
    while len(result) < people:
        if german and rng.random() < 0.06:
            name = german.pop()
            result.append((name, name))
            continue
        (en, zh), (first, one) = rng.choice(words.SURNAMES), rng.choice(words.GIVEN_NAMES)
        if rng.random() < 0.5 or len(taken) > 300:
            second, two = rng.choice(words.GIVEN_NAMES)
            first, one = first + second.lower(), one + two
        if zh + one not in taken and f"{en} {first}" not in taken:
            taken |= {zh + one, f"{en} {first}"}
            result.append((f"{en} {first}", zh + one))
    return list(enumerate(result))


def _roles(rng: Random, people: int) -> list[str]:
    """Return a role per person in the shares of the company, the first ones never without a developer."""
    exact = [(role, people * share) for role, (share, _, _) in ROLES.items()]
    counts = {role: int(amount) for role, amount in exact}
    by_rest = sorted(exact, key=lambda pair: pair[1] - int(pair[1]), reverse=True)
    for i in range(people - sum(counts.values())):
        counts[by_rest[i % len(by_rest)][0]] += 1
    return [role for role, count in counts.items() for _ in range(count)]


def _member(rng: Random, person: str, name: str, role: str, place: str, weeks: int) -> Member:
    _, team, pool = ROLES[role]
    level = rng.choices([n for n, _ in _LEVELS], [n for _, n in _LEVELS])[0]
    skills = {skill: max(2, min(5, level + rng.choice((-1, 0, 0, 1)))) for skill in pool if rng.random() < 0.55}
    skills = skills or {rng.choice(pool): max(3, level)}
    if place != "Shanghai":
        skills["German"] = 5
    elif rng.random() < 0.25:
        skills["English"] = rng.choice((3, 4))
    fte = rng.choices((1.0, 0.8, 0.5), (90, 5, 5))[0]
    bau = rng.choices((0.0, 0.1, 0.2), (55, 30, 15))[0]
    first, last = 0, weeks - 1
    row: Row = {"person_id": person, "name": name, "department": team, "role": role, "level": level}
    row |= {"skills": "; ".join(f"{s}:{n}" for s, n in skills.items()), "fte": fte, "bau": bau or None}
    row |= {"location": place, "employment": "employee"} | _extras(rng, role)
    if weeks > 4 and rng.random() < 0.04:
        first = rng.randrange(1, weeks // 2)
        row["from"] = monday(first)
    elif weeks > 4 and rng.random() < 0.04:
        last = rng.randrange(weeks // 2, weeks - 1)
        row["to"] = sunday(last)
    member = Member(person, name, role, level, skills, round(fte * (1 - bau), 4), first, last, row)
    member.leave.extend(_leave(rng, person, weeks))
    return member


def _extras(rng: Random, role: str) -> Row:
    more: Row = {}
    if rng.random() < 0.06 and role != "Project Manager":
        more |= {"employment": "contractor", "cost_per_day": rng.randrange(1300, 2600, 100)}
    if rng.random() < 0.08:
        more["max_projects"] = 2
    if rng.random() < 0.03:
        more["min_share"] = 0.5
    return more


def _leave(rng: Random, person: str, weeks: int) -> list[Row]:
    """Return leave after the first week, so that the frozen week stays as the plan of record has it."""
    if weeks < 3 or rng.random() > 0.35:
        return []
    first = rng.randrange(1, weeks)
    last = min(weeks - 1, first + rng.choice((0, 0, 0, 1)))
    row: Row = {"person": person, "from": monday(first), "to": sunday(last), "reason": rng.choice(words.REASONS)[0]}
    amount: dict[str, Any] = {"available": rng.choices((0, 0.5), (85, 15))[0]}
    if rng.random() < 0.1:
        amount = {"available_days": rng.choice((1, 2))}
    return [row | amount]
