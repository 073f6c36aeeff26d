"""Makers of facts and wishes: must-haves, locks, freezes, the plan of record, preferences."""

from __future__ import annotations

from fractions import Fraction

from tiny_draft import HALF, ONE, ROLES, Draft, segment

from resopt.domain.records import (
    Certainty,
    Fit,
    Line,
    Lock,
    Project,
    RuleKind,
    Status,
)

# facts of the plan of record


def must_have(d: Draft) -> None:
    project = max(d.projects.values(), key=lambda p: (d.tier_of[p.id], p.id)) if d.rng.random() < 0.7 else d.project()
    d.update(project, must_have=True, min_staffing=d.rng.choice([None, HALF, Fraction(3, 4)]))


def lock_odd(d: Draft) -> None:
    """Days that are no multiple of the step, perhaps more than wanted, of somebody of the wrong role."""
    line, one = d.line(), d.person()
    first, last = d.weeks_of(line)
    fte = Fraction(d.rng.choice([100, 333, 450, 777, 1000]), 1000)
    d.book(one, line, first, d.rng.choice([first, last]), fte, Lock.HARD, "line")


def lock_wide(d: Draft) -> None:
    """A lock of a role or a whole project."""
    line = d.line()
    if line.project_id in d.narrow() and len(d.lines) < 4:
        d.add_line(line.project_id, line.role)
    week = d.rng.randint(*d.weeks_of(line))
    fte = d.rng.choice([HALF, ONE, Fraction(3, 10)])
    d.book(d.able(line), line, week, week, fte, Lock.HARD, d.rng.choice(["role", "project"]))


def lock_zero(d: Draft) -> None:
    line = d.line()
    first, last = d.weeks_of(line)
    d.book(d.able(line), line, first, last, Fraction(0), Lock.HARD, d.rng.choice(["line", "project"]))


def lock_clash(d: Draft) -> None:
    """Two locks of one person that no week has room for, or that a forbid rules out."""
    one, week = d.person(), d.rng.randint(0, d.last)
    lines = d.rng.sample(list(d.lines.values()), 2)
    for line in lines:
        d.book(one, line, week, week, d.rng.choice([ONE, Fraction(7, 10)]), Lock.HARD, "line")
    if d.rng.random() < 0.3:
        d.rule(RuleKind.FORBID, person_id=one.id, project_id=lines[0].project_id)


def lock_off_plan(d: Draft) -> None:
    """A lock that matches no line: the reader gave it a line that wants nothing."""
    if not d.narrow():
        return
    project = d.projects[d.rng.choice(d.narrow())]
    line = Line(f"{project.id}-L", project.id, "Lead", from_lock=True)
    d.lines[line.id] = line
    d.book(d.person(), line, 0, 0, d.rng.choice([HALF, Fraction(3, 10)]), Lock.HARD, "line")


def freeze(d: Draft) -> None:
    d.set(freeze_weeks=1)
    for line in d.rng.sample(list(d.lines.values()), 2):
        d.book(d.rng.choice([d.able(line), d.person()]), line, 0, 0, d.rng.choice([HALF, ONE]), Lock.NONE, "line")


def record(d: Draft) -> None:
    """A plan of record, also in weeks that no longer want anything."""
    for line in d.rng.sample(list(d.lines.values()), 2):
        d.book(d.able(line), line, 0, d.last, d.rng.choice([HALF, ONE]), Lock.NONE, d.rng.choice(["line", "project"]))


def no_longer_wanted(d: Draft) -> None:
    """The plan of record has days in a week in which the line wants none any more: the rule `dates` binds."""
    line = d.line()
    d.update(line, segments=(segment(0, 0, ONE),), same_people=False)
    d.book(d.able(line), line, 1, 1, d.rng.choice([HALF, ONE]), d.rng.choice([Lock.NONE, Lock.SOFT]), "line")


def soft_lock(d: Draft) -> None:
    for _ in range(2):
        line = d.line()
        week = d.rng.randint(0, d.last)
        fte = d.rng.choice([HALF, ONE, Fraction(333, 1000)])
        d.book(d.able(line), line, week, d.last, fte, Lock.SOFT, d.rng.choice(["line", "role", "project"]))


# wishes


def core(d: Draft) -> None:
    d.update(d.line(), core=True)
    d.update(d.line(), certainty=d.rng.choice([Certainty.ESTIMATE, Certainty.TBD]))
    d.tier_of = dict.fromkeys(d.projects, 0) if d.rng.random() < 0.5 else d.tier_of


def wishes(d: Draft) -> None:
    d.update(d.line(), preferred=(d.person().id,))
    d.fits.append(Fit(d.person().id, project_id=d.project().id, preference=d.rng.randint(-2, 2)))
    d.fits.append(Fit(d.person().id, role=d.rng.choice(ROLES), preference=d.rng.randint(-2, 2)))
    d.fits.append(Fit(d.person().id, project_id=d.project().id, cost_per_day=Fraction(277)))


def on_hold(d: Draft) -> None:
    """A project that is not planned releases its people, locks included."""
    d.projects["P9"] = Project("P9", "Project P9", "9", ONE * 9, Status.ON_HOLD, must_have=True)
    line = Line("P9-1", "P9", "Dev", segments=(segment(0, d.last, ONE),))
    d.lines["P9-1"] = line
    d.book(d.person(), line, 0, d.last, ONE, Lock.HARD, "line")
