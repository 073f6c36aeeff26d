"""TaskJuggler (Debian package tj3): the portfolio as a .tjp file, its bookings read back as a plan on our grid.

Every line becomes a task with a fixed span that books candidates up to the wanted hours of each week, in the order of
priorities: anybody who is free at that hour. Written `weekly`, it is a task per week in which one person stays. Of
eight ways these two kept most days: the first in the first tiers, the second in all at 300 x 80. What TaskJuggler
cannot be told (min share, step, max projects, all-or-nothing, same people, lending, budgets, movable starts) is dropped
afterwards where it is broken.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import groupby
from math import ceil
from pathlib import Path
from typing import NamedTuple

from resopt.checker import prepare
from resopt.domain.grid import Grid, lay_out
from resopt.domain.records import Line, Portfolio
from resopt.domain.rules import Rule
from resopt.domain.units import UNITS_PER_DAY, UNITS_PER_WEEK
from resopt.engine.candidates import accepts
from resopt.plan import Plan

from .desk import Desk
from .prune import Cell, Units, prune

HOURS = 8  # of a day
TOP, LOWEST = 900, 1  # priorities of the tiers; hard locks come before them
LOCK = 1000
_TASK = re.compile(r"supplement task t(\d+) \{(.*?)^\}", re.S | re.M)
_PERSON = re.compile(r"booking r(\d+) (.*?)\{", re.S)
_SPAN = re.compile(r"(\d{4}-\d\d-\d\d)-\d\d:\d\d\S* \+ ([\d.]+)h")


class Task(NamedTuple):
    """Days of a line that TaskJuggler is asked for: `units` in each week from `first` to `last`."""

    line: Line
    first: int
    last: int
    units: int
    people: tuple[str, ...]
    priority: int
    choice: str = ""  # how TaskJuggler picks one of the people


def plan_with_tj3(portfolio: Portfolio, seconds: float, desk: Desk, weekly: bool) -> tuple[Plan | None, str]:
    """Return the plan of TaskJuggler as far as it breaks no rule, and what had to be dropped."""
    if shutil.which("tj3") is None:
        return None, "tj3 not installed (Debian package tj3)"
    desk.phase("writing the .tjp file")
    grid = lay_out(portfolio)
    tasks = by_week(tasks_of(portfolio, grid), grid) if weekly else tasks_of(portfolio, grid)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "case.tjp").write_text(write(portfolio, tasks), "utf-8")
        desk.phase("tj3 schedules")
        try:
            done = subprocess.run(
                ["tj3", "--silent", "--no-color", "case.tjp"],
                cwd=folder,
                capture_output=True,
                text=True,
                timeout=max(1.0, seconds - desk.seconds()),
                env=os.environ | {"LC_ALL": "C.UTF-8", "TZ": "UTC"},
            )
        except subprocess.TimeoutExpired:
            return None, "no plan within the limit (tj3 gives none before it ends)"
        out = Path(folder) / "out.tji"
        if done.returncode or not out.exists():
            return None, f"tj3 failed: {(done.stderr or done.stdout).strip()[-200:]}"
        hours = read_bookings(out.read_text("utf-8"), portfolio, tasks)
    desk.phase("judging its bookings")
    return _kept(portfolio, grid, hours)


def _kept(portfolio: Portfolio, grid: Grid, hours: dict[Cell, float]) -> tuple[Plan, str]:
    """Round bookings down to the step, take back what breaks rules, and say how much that was."""
    booked = {cell: round(h / HOURS * UNITS_PER_DAY) for cell, h in hours.items()}
    pinned = {(f.person_id, x, f.week): f.units for f in grid.pins for x in f.line_ids if f.rule is Rule.HARD_LOCK}
    step = portfolio.settings.step
    units: Units = {cell: min(n, pinned.get(cell, n // step * step)) for cell, n in booked.items()}
    plan, dropped = prune(portfolio, prepare(portfolio), {cell: n for cell, n in units.items() if n})
    total, off_step = sum(booked.values()), sum(booked.values()) - sum(units.values())
    parts = {"off the step": off_step} | dropped
    told = ", ".join(f"{rule} {n / UNITS_PER_DAY:.1f}" for rule, n in parts.items() if n)
    lost = (total - plan.total()) / UNITS_PER_DAY
    return plan, f"{total / UNITS_PER_DAY:.1f} days booked, {lost:.1f} dropped ({told or 'none'})"


# --- writing ---


def tasks_of(portfolio: Portfolio, grid: Grid) -> list[Task]:
    """Return a task per hard lock, and of each line one per run of weeks in which locks leave the same."""
    able = accepts(portfolio)
    lines = {line.id: line for line in portfolio.lines}
    locked: Counter[tuple[str, int]] = Counter()
    tasks = []
    for fact in grid.pins:
        if fact.rule is Rule.HARD_LOCK and fact.units and fact.week is not None and fact.person_id is not None:
            locked[fact.line_ids[0], fact.week] += fact.units
            tasks.append(Task(lines[fact.line_ids[0]], fact.week, fact.week, fact.units, (fact.person_id,), LOCK))
    for line in portfolio.lines:
        tier = grid.tier_of.get(line.project_id)
        if tier is not None and able[line.id]:
            priority = _priority(tier, len(portfolio.tiers))
            rest = [max(0, units - locked[line.id, week]) for week, units in enumerate(grid.wanted[line.id])]
            for units, run in groupby(range(len(rest)), key=rest.__getitem__):
                weeks = list(run)
                if units:
                    tasks.append(Task(line, weeks[0], weeks[-1], units, able[line.id], priority))
    return tasks


def by_week(tasks: list[Task], grid: Grid) -> list[Task]:
    """Return a task for each week, for the people who have days in it, one of whom keeps it."""
    found = []
    for task in tasks:
        for week in range(task.first, task.last + 1):
            people = tuple(p for p in task.people if grid.capacity[p][week])
            if people:
                found.append(task._replace(first=week, last=week, people=people, choice="select order persistent "))
    return found


def _priority(tier: int, tiers: int) -> int:
    return TOP - (TOP - LOWEST) * tier // max(1, tiers - 1)


def write(portfolio: Portfolio, tasks: list[Task]) -> str:
    """Return the portfolio as a TaskJuggler project."""
    settings = portfolio.settings
    number = {person.id: i for i, person in enumerate(portfolio.people)}
    head = f"""project bench "Bench" {settings.start} +{settings.weeks}w {{
  timezone "UTC"
  timingresolution 60min
  dailyworkinghours {HOURS}
  weekstartsmonday
}}"""
    tail = 'export "out" { definitions - taskattributes booking hideresource 0 hidetask 0 }\n'
    return "\n".join([head, *_resources(portfolio), *_written(portfolio, tasks, number), tail])


def _resources(portfolio: Portfolio) -> list[str]:
    """Return the people with the hours of their week and their leave of whole days."""
    away: dict[str, list[str]] = defaultdict(list)
    for absence in portfolio.absences:
        if absence.segment.amount == 0:
            after = absence.segment.end + timedelta(days=1)
            away[absence.person_id].append(f"  leaves annual {absence.segment.start} - {after}")
    rows = []
    for i, person in enumerate(portfolio.people):
        hours = float(person.fte * (1 - person.bau) * 5 * HOURS)
        limit = f"  limits {{ weeklymax {hours:g}h }}"
        rows += [f'resource r{i} "{person.id}" {{', limit, *away[person.id], "}"]
    return rows


def _written(portfolio: Portfolio, tasks: list[Task], number: dict[str, int]) -> list[str]:
    rows = []
    for t, task in enumerate(tasks):
        start = portfolio.settings.monday(task.first)
        end = portfolio.settings.monday(task.last) + timedelta(days=5)
        rows.append(f'task t{t} "{task.line.id}" {{ priority {task.priority} start {start} end {end}')
        first, *others = (f"r{number[p]}" for p in task.people)
        more = f" {{ alternative {', '.join(others)} {task.choice}}}" if others else ""
        rows += [f"  allocate {first}{more}"] * min(len(task.people), ceil(task.units / UNITS_PER_WEEK))
        rows.append(f"  limits {{ weeklymax {task.units / UNITS_PER_DAY * HOURS:g}h }} }}")
    return rows


# --- reading ---


def read_bookings(text: str, portfolio: Portfolio, tasks: list[Task]) -> dict[Cell, float]:
    """Return the hours booked by person, line and week."""
    hours: dict[Cell, float] = defaultdict(float)
    for task, body in _TASK.findall(text):
        for person, spans in _PERSON.findall(body):
            for day, amount in _SPAN.findall(spans):
                week = (date.fromisoformat(day) - portfolio.settings.start).days // 7
                hours[portfolio.people[int(person)].id, tasks[int(task)].line.id, week] += float(amount)
    return hours
