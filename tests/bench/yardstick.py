"""The published instance `staffing_weeks` planned by the engine, judged from its JSON alone.

    python -m tests.bench.yardstick --limit 60 [--data FOLDER] [--workers 2] [--seed 0] [--json FILE]

The data belongs to others and is no part of the project: FOLDER, or the environment variable RESOPT_YARDSTICKS, is
the folder of yardsticks that holds `staffing_weeks/instance.json`.

The instance asks for shares x of each person's week by project. A week of a person is worth `fte` weeks of work, so
a Person has this FTE and a share x of their week is x times their capacity. Minimised is the sum of: a price per
FTE-week that a project lacks (linear from the first to the last week of the horizon), 1 per idle person-week, 1 per
pair (person, project) used and 1 more if no cohort of the person is a tag of the project.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from resopt.domain.policy import Policy
from resopt.domain.records import (
    Calendar,
    Line,
    Person,
    Portfolio,
    Project,
    RuleKind,
    RuleRow,
    Segment,
    Settings,
    Skill,
    Tier,
)
from resopt.plan import Plan

ENVIRONMENT = "RESOPT_YARDSTICKS"
START = date(2026, 1, 5)  # the instance has no dates
ROLE, OVERSIGHT = "data scientist", "oversight"
DAYS = 5  # working days of a week
SCALE = 20  # policy days per unit of the objective: prices per 1/200 day are rounded to 1/1,000,000 day
MICRO = 1_000_000

Instance = Mapping[str, Any]  # the whole file, or one of its people or projects
Shares = Mapping[tuple[str, str, int], Fraction]  # person, project, week -> share of the person's week


def number(value: Any) -> Fraction:
    """Return a number of the JSON as the fraction that its text shows."""
    return Fraction(str(value))


def find(data: str | None = None) -> tuple[Path | None, str]:
    """Return the file of the instance, or None and why there is none."""
    folder = data or os.environ.get(ENVIRONMENT)
    if not folder:
        return None, f"neither --data nor {ENVIRONMENT} names the folder of the yardsticks"
    path = Path(folder) / "staffing_weeks" / "instance.json"
    return (path, "") if path.is_file() else (None, f"there is no {path}")


# The instance as a portfolio


def portfolio_of(instance: Instance) -> Portfolio:
    """Return the instance as a portfolio under the weighted policy."""
    people = tuple(sorted((_person(one) for one in instance["people"]), key=lambda p: p.id))
    projects = tuple(sorted((_project(one) for one in instance["projects"]), key=lambda p: p.id))
    return Portfolio(
        settings=_settings(instance),
        people=people,
        projects=projects,
        lines=tuple(sorted((_line(one) for one in instance["projects"]), key=lambda line: line.id)),
        tiers=(Tier("committed", "1", tuple(p.id for p in projects)),),
        calendars=(Calendar(""),),
        rules=tuple(row for one in instance["projects"] for row in _rules(one)),
        policy=policy_of(instance),
        source="staffing_weeks",
    )


def _settings(instance: Instance) -> Settings:
    """Return shares without step; whoever serves a project gives it one own week at least."""
    none, one = Fraction(0), Fraction(1)
    return Settings(START, instance["horizon_weeks"], step=1, min_share=none, min_days=one, min_days_is_share=True)


def _person(one: Instance) -> Person:
    skills = (Skill(OVERSIGHT),) if one["oversight"] else ()
    most = one["max_concurrent_projects"]
    return Person(one["id"], one["id"], "", (ROLE,), skills=skills, fte=number(one["fte"]), max_projects=most)


def _project(one: Instance) -> Project:
    """Return the project, a must-have without Min Staffing: else its rules would be void while it gets nothing."""
    if one["max_delay_start"]:
        raise ValueError(f"{one['id']} may start later: this is not mapped")
    return Project(one["id"], one["id"], "1", Fraction(1), must_have=True, min_staffing=Fraction(0))


def _line(one: Instance) -> Line:
    first = START + timedelta(weeks=one["start_week"])
    last = first + timedelta(weeks=one["duration_weeks"], days=-1)
    return Line(one["id"], one["id"], ROLE, segments=(Segment(first, last, number(one["fte_per_week"])),))


def _rules(one: Instance) -> list[RuleRow]:
    """Return who is named and what oversight is asked for, as shares of people's weeks over the project's run."""
    project, rows = one["id"], []
    for who, share in sorted(one["named_fte_per_week"].items()):
        key = f"require {who} {project}"
        rows.append(RuleRow(key, RuleKind.REQUIRE, who, None, project, value=number(share), is_share=True))
    if one["oversight_fte_per_week"]:
        key, skill, share = f"supervise {project}", ((Skill(OVERSIGHT, None),),), number(one["oversight_fte_per_week"])
        rows.append(RuleRow(key, RuleKind.SUPERVISE, None, None, project, skill=skill, value=share, is_share=True))
    return rows


def policy_of(instance: Instance) -> Policy:
    """Return the prices of the instance, `SCALE` days for 1."""
    none, one = Fraction(0), Fraction(SCALE)
    people, projects, weeks = instance["people"], instance["projects"], range(instance["horizon_weeks"])
    missing: dict[str | tuple[str, int], Fraction] = {
        (q["id"], w): price_missing(instance, q, w) * one / DAYS for q in projects for w in weeks
    }
    pairs = [(p["id"], q["id"]) for p in people for q in projects]
    return Policy(
        kind="weighted",
        people=none,
        handover=none,
        fit=none,
        preferred=none,
        own_department=none,
        late_start=none,
        price_missing_by=missing,
        price_idle_by={p["id"]: one / (DAYS * number(p["fte"])) for p in people},
        price_pair=one,
        price_pair_by={pair: 2 * one for pair in pairs if is_outside(instance, *pair)},
    )


def price_missing(instance: Instance, project: Instance, week: int) -> Fraction:
    """Return the price of an FTE-week that the project lacks in the week."""
    first, last = map(number, project["understaffing_cost_first_last_week_of_horizon"])
    return first + (last - first) * Fraction(week, max(1, instance["horizon_weeks"] - 1))


def is_outside(instance: Instance, person: str, project: str) -> bool:
    """Return whether no cohort of the person is a tag of the project."""
    cohorts = next(p["cohorts"] for p in instance["people"] if p["id"] == person)
    tags = next(q["tags"] for q in instance["projects"] if q["id"] == project)
    return not set(cohorts) & set(tags)


# A plan judged from the JSON


def shares_of(instance: Instance, plan: Plan) -> dict[tuple[str, str, int], Fraction]:
    """Return the shares of a plan of `portfolio_of(instance)`."""
    week = {p["id"]: number(p["fte"]) * DAYS * 200 for p in instance["people"]}
    return {(a.person_id, a.line_id, a.week): a.units / week[a.person_id] for a in plan.assignments}


def objective(instance: Instance, shares: Shares) -> Fraction:
    """Return the published objective of the shares."""
    fte = {p["id"]: number(p["fte"]) for p in instance["people"]}
    work: dict[tuple[str, int], Fraction] = defaultdict(Fraction)
    for (person, project, week), share in shares.items():
        work[project, week] += share * fte[person]
    total: Fraction = len(fte) * instance["horizon_weeks"] - sum(shares.values(), Fraction(0))  # idle person-weeks
    for q in instance["projects"]:
        for week in _run(q):
            total += price_missing(instance, q, week) * (number(q["fte_per_week"]) - work[q["id"], week])
    pairs = {(person, project) for (person, project, _), share in shares.items() if share}
    return total + len(pairs) + sum(is_outside(instance, *pair) for pair in pairs)


def violations(instance: Instance, shares: Shares) -> list[str]:
    """Return which constraints of the instance the shares break."""
    used = {key: share for key, share in shares.items() if share}
    people = {p["id"]: p for p in instance["people"]}
    projects = {q["id"]: q for q in instance["projects"]}
    found = [f"{key}: negative" for key, share in used.items() if share < 0]
    found += [f"{key}: unknown" for key in used if key[0] not in people or key[1] not in projects]
    return found or [*_of_people(people, used), *_of_projects(people, projects, used), *_of_pairs(projects, used)]


def _run(project: Instance) -> range:
    return range(project["start_week"], project["start_week"] + project["duration_weeks"])


def _of_people(people: Mapping[str, Instance], used: Shares) -> list[str]:
    load: dict[tuple[str, int], list[Fraction]] = defaultdict(list)
    for (person, _, week), share in used.items():
        load[person, week].append(share)
    found = [f"{who} week {week}: {sum(row)} of a week" for (who, week), row in load.items() if sum(row) > 1]
    return found + [
        f"{who} week {week}: {len(row)} projects"
        for (who, week), row in load.items()
        if len(row) > people[who]["max_concurrent_projects"]
    ]


def _of_projects(people: Mapping[str, Instance], projects: Mapping[str, Instance], used: Shares) -> list[str]:
    work: dict[tuple[str, int], Fraction] = defaultdict(Fraction)
    for (person, name, week), share in used.items():
        work[name, week] += share * number(people[person]["fte"])
    found = []
    for (name, week), amount in work.items():
        wanted = number(projects[name]["fte_per_week"]) if week in _run(projects[name]) else Fraction(0)
        if amount > wanted:
            found.append(f"{name} week {week}: {amount} FTE of {wanted}")
    for name, project in projects.items():
        least = number(project["oversight_fte_per_week"]) * project["duration_weeks"]
        given = sum((x for (who, what, _), x in used.items() if what == name and people[who]["oversight"]), Fraction(0))
        if given < least:
            found.append(f"{name}: oversight {given} of {least} person-weeks")
    return found


def _of_pairs(projects: Mapping[str, Instance], used: Shares) -> list[str]:
    total: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for (who, name, _), share in used.items():
        total[who, name] += share
    found = [f"{who} on {name}: {weeks} person-weeks, at least 1" for (who, name), weeks in total.items() if weeks < 1]
    for name, project in projects.items():
        for who, share in project["named_fte_per_week"].items():
            least = number(share) * project["duration_weeks"]
            if total[who, name] < least:
                found.append(f"{who} on {name}: {total[who, name]} of {least} person-weeks named")
    return found


# The command


def run(instance: Instance, limit: float, workers: int, seed: int) -> dict[str, Any]:
    """Return what the engine reaches: the value by the JSON, the bound, seconds, violations."""
    from resopt.engine.options import Options, Progress
    from resopt.engine.solve import solve

    trace: list[tuple[float, float]] = []

    def listen(progress: Progress) -> None:
        if not trace or progress.value / SCALE < trace[-1][1]:
            trace.append((progress.seconds, progress.value / SCALE))
            print(f"  {progress.seconds:6.1f} s  {progress.value / SCALE:9.4f}", file=sys.stderr, flush=True)

    result = solve(portfolio_of(instance), Options(time_limit=limit, workers=workers, seed=seed), listener=listen)
    proof, shares = result.certificate, shares_of(instance, result.plan)
    bound = None if proof.weighted_bound is None else proof.weighted_bound / MICRO / SCALE
    return {
        "instance": "staffing_weeks",
        "limit": limit,
        "workers": workers,
        "seed": seed,
        "value": float(objective(instance, shares)),
        "bound": bound,
        "greedy": float(objective(instance, shares_of(instance, result.greedy))),
        "seconds": proof.seconds,
        "rounds": proof.rounds,
        "violations": violations(instance, shares) + [fact.key for fact in result.set_aside],
        "trace": trace,
    }


def main(arguments: list[str] | None = None) -> int:
    """Plan the instance and print one row; 1 if the plan breaks a constraint of the instance."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--limit", type=float, default=60, help="seconds")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--data", help=f"folder of the yardsticks (else {ENVIRONMENT})")
    parser.add_argument("--json", help="file to write the figures to")
    given = parser.parse_args(arguments)
    path, reason = find(given.data)
    if path is None:
        print(f"skipped: {reason}")
        return 0
    row = run(json.loads(path.read_text("utf-8")), given.limit, given.workers, given.seed)
    if given.json:
        Path(given.json).write_text(json.dumps(row, indent=1) + "\n", "utf-8")
    print("limit  seconds  rounds     value     bound    greedy  violations")
    figures = (row["value"], row["bound"] or 0, row["greedy"])
    print(f"{row['limit']:5.0f} {row['seconds']:8.1f} {row['rounds']:7}", *(f"{x:9.4f}" for x in figures), end=" ")
    print(f"{len(row['violations']):11}")
    for sentence in row["violations"]:
        print(f"  {sentence}")
    return int(bool(row["violations"]))


if __name__ == "__main__":
    sys.exit(main())
