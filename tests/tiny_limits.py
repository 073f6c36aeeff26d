"""Makers of limits: each puts one rule on a draft where it is likely to hurt."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from tiny_draft import HALF, ONE, ROLES, START, Draft, segment, span

from resopt.domain.records import (
    Absence,
    Basis,
    Calendar,
    Role,
    RuleKind,
    Skill,
    Status,
    Substitute,
)

# capacity and eligibility


def part_time(d: Draft) -> None:
    one = d.person()
    if d.rng.random() < 0.5:
        d.update(one, fte=d.rng.choice([HALF, Fraction(4, 5)]))
    else:
        d.update(one, bau=Fraction(1, 5))


def absence(d: Draft) -> None:
    week, one = d.rng.randint(0, d.last), d.person()
    row = d.rng.choice(
        [segment(week, week, Fraction(0)), segment(week, week, HALF), segment(0, 1, ONE * 5, Basis.DAYS)]
    )
    d.absences.append(Absence(one.id, row))


def short_stay(d: Draft) -> None:
    if d.rng.random() < 0.5:
        d.update(d.person(), start=START + timedelta(days=d.rng.choice([2, 7])))
    else:
        d.update(d.person(), end=START + timedelta(days=d.rng.choice([6, 8])))


def day_off(d: Draft) -> None:
    d.calendars.append(Calendar("North", frozenset({START + timedelta(days=d.rng.randint(0, 4))})))
    d.update(d.person(), location="North")
    d.update(d.project(), location=d.rng.choice(["", "North"]))


def tolerance(d: Draft) -> None:
    """A line wants half a week more than the people have who may serve it."""
    d.set(tolerance=d.rng.choice([HALF, HALF, Fraction(1, 4)]), step=500)
    line = d.line()
    if d.rng.random() < 0.5:
        d.update(line, person_id=d.person().id)
    able = sum(line.role in p.roles for p in d.people.values())
    d.wants(d.lines[line.id], *d.weeks_of(line), max(1, able) + HALF)
    d.update(d.person(), fte=d.rng.choice([ONE, Fraction(4, 5)]))


def skills(d: Draft) -> None:
    line = d.line()
    group = (Skill("Java", d.rng.choice([None, 2, 3])),)
    if d.rng.random() < 0.5:
        group += (Skill("SQL", 3),)
    d.update(line, skills=(group,), role=d.rng.choice(["", line.role]))


def level(d: Draft) -> None:
    d.update(d.line(), min_level=d.rng.randint(3, 4))


def named(d: Draft) -> None:
    d.update(d.line(), person_id=d.person().id)


def filled_by(d: Draft) -> None:
    role = d.rng.choice(ROLES)
    other = ROLES[1 - ROLES.index(role)]
    d.roles[role] = Role(role, filled_by=(Substitute(other, Fraction(d.rng.choice([0, 17, 33]), 100)),))


# limits


def min_share(d: Draft) -> None:
    """Somebody must give a full week, but the line's wish is one and a half."""
    line = d.line()
    d.set(step=500, min_share=d.rng.choice([ONE, ONE, Fraction(3, 5)]))
    if d.rng.random() < 0.5:
        d.set(min_share=HALF)
        for i in d.rng.sample(sorted(d.people), 2):
            d.update(d.people[i], min_share=ONE)
    d.give_role(line, *d.rng.sample(sorted(d.people), 2))
    d.wants(line, d.weeks_of(line)[0], d.last, Fraction(3, 2))


def min_days(d: Draft) -> None:
    """Lines want two weeks, but somebody has another line to serve in one of them."""
    if d.rng.random() < 0.5:
        d.set(min_days=Fraction(d.rng.choice([5, 7, 8, 8])))
    else:
        d.set(min_days=d.rng.choice([ONE, Fraction(3, 2), Fraction(3, 2)]), min_days_is_share=True)
    high, low = d.two_lines()
    d.wants(high, 0, d.last, d.rng.choice([HALF, Fraction(3, 2)]))
    d.wants(low, 0, d.last, ONE)


def max_projects(d: Draft) -> None:
    one, (high, low) = d.person(), d.two_lines()
    d.give_role(low, one.id)
    d.update(high, person_id=one.id)
    d.set(step=500, min_share=min(HALF, d.settings.min_share))
    d.wants(d.lines[high.id], 0, d.last, d.rng.choice([HALF, HALF, ONE]))
    d.update(d.lines[low.id], person_id=d.rng.choice([None, one.id]), fill_all=False)
    d.wants(d.lines[low.id], 0, d.last, d.rng.choice([ONE, Fraction(5, 2)]))
    if d.rng.random() < 0.5:
        d.set(max_projects=1)
    else:
        d.update(d.people[one.id], max_projects=1)


def max_people(d: Draft) -> None:
    line = d.rng.choice([d.line(), *d.two_lines()[:1]])
    d.give_role(line, *d.rng.sample(sorted(d.people), 2))
    d.update(line, max_people=1, person_id=None, skills=(), min_level=None)
    d.wants(d.lines[line.id], 0, d.last, d.rng.choice([Fraction(3, 2), ONE * 2]))


def same_people(d: Draft) -> None:
    """Who serves the lower line must serve it in all weeks, but a higher line wants somebody in one."""
    one, (high, low) = d.person(), d.two_lines()
    d.update(high, person_id=one.id, segments=(segment(0, 0, ONE),))
    d.give_role(low, one.id)
    d.update(low, same_people=True, person_id=d.rng.choice([None, one.id, one.id]), fill_all=False, fill_share=ONE * 0)
    others = sum(low.role in p.roles for p in d.people.values())
    d.wants(d.lines[low.id], 0, d.last, d.rng.choice([ONE, ONE * others]))


def fill(d: Draft) -> None:
    line = d.line()
    d.give_role(line, d.person().id)
    able = sum(line.role in p.roles for p in d.people.values())
    d.wants(line, d.rng.choice([0, 0, d.last]), d.last, d.rng.choice([ONE, Fraction(3, 2), able + HALF, able + HALF]))
    if d.rng.random() < 0.6:
        d.update(d.lines[line.id], fill_all=True)
    else:
        d.update(d.lines[line.id], fill_share=d.rng.choice([HALF, Fraction(3, 4), Fraction(9, 10)]))


def min_staffing(d: Draft) -> None:
    line = d.two_lines()[d.rng.choice([0, 1, 1])]
    d.wants(line, 0, d.last, d.rng.choice([ONE, ONE * 2]))
    d.update(d.projects[line.project_id], min_staffing=d.rng.choice([HALF, Fraction(3, 4), ONE]))


def budget(d: Draft) -> None:
    for i in list(d.people):
        d.update(d.people[i], cost_per_day=Fraction(d.rng.choice([301, 457, 613])))
    d.update(d.project(), budget=Fraction(d.rng.choice([900, 1800, 2700, 4100])))


def start(d: Draft) -> None:
    """Two projects want the same person in the same week; one of them may move, or must not."""
    one, (high, low) = d.person(), d.two_lines()
    week = d.rng.choice([0, d.last])
    d.wants(high, week, week, ONE)
    d.update(d.lines[high.id], person_id=one.id)
    d.give_role(low, one.id)
    for line in [x for x in d.lines.values() if x.project_id == low.project_id]:
        d.wants(line, week, week, ONE)
        d.update(d.lines[line.id], person_id=one.id, fill_all=False)
    d.update(d.projects[low.project_id], min_staffing=None)
    monday = span(week, week)[0]
    window = d.rng.choice([(0, 1), (-1, 0), (-1, 1), (0, 0), (0, 0), (0, 0), (1, 2)])
    d.update(
        d.projects[d.rng.choice([low, low, high]).project_id],
        start=monday,
        earliest_start=monday + timedelta(days=7 * window[0]),
        latest_start=monday + timedelta(days=7 * window[1] + d.rng.choice([0, 3])),
        status=Status.IN_FLIGHT if d.rng.random() < 0.2 else Status.APPROVED,
    )


# rules between people and projects


def forbid(d: Draft) -> None:
    line = d.line()
    d.wants(line, 0, d.last, d.rng.choice([ONE, Fraction(3, 2), ONE * 3]))
    d.rule(RuleKind.FORBID, person_id=d.able(line).id, project_id=line.project_id, **d.window())


def exclusive(d: Draft) -> None:
    """Two projects want somebody, in different weeks."""
    one, lines = d.person(), d.two_lines()
    for line, week in zip(lines, d.rng.sample([0, d.last], 2), strict=True):
        d.give_role(line, one.id)
        d.update(line, person_id=d.rng.choice([None, one.id, one.id]))
        d.wants(d.lines[line.id], week, week, ONE)
    d.rule(RuleKind.EXCLUSIVE, person_id=one.id, **d.window())


def apart(d: Draft) -> None:
    a, b = d.rng.sample(sorted(d.people), 2)
    line = d.line()
    d.give_role(line, a, b)
    d.wants(line, 0, d.last, d.rng.choice([Fraction(3, 2), ONE * 2, ONE * 3]))
    d.rule(RuleKind.APART, person_id=a, other_id=b, project_id=d.rng.choice([None, line.project_id]), **d.window())


def require(d: Draft) -> None:
    line = d.line()
    d.rule(
        RuleKind.REQUIRE,
        person_id=d.able(line).id,
        project_id=line.project_id,
        value=d.rng.choice([HALF, ONE, Fraction(3, 10)]),
        is_share=d.rng.random() < 0.5,
        **d.window(),
    )


def supervise(d: Draft) -> None:
    """Those who have the skill are wanted elsewhere, or have too little time."""
    line = d.line()
    skill = Skill(d.rng.choice(["Java", "SQL"]), d.rng.choice([None, 3]))
    able = d.rng.sample(sorted(d.people), d.rng.choice([1, 1, 2]))
    for i, one in list(d.people.items()):
        others = tuple(s for s in one.skills if s.name != skill.name)
        d.update(one, skills=(*others, Skill(skill.name, 4)) if i in able else others)
    d.give_role(line, *able)
    d.rule(
        RuleKind.SUPERVISE,
        project_id=line.project_id,
        skill=((skill,),),
        value=d.rng.choice([HALF, ONE, ONE, Fraction(3, 10)]),
        is_share=d.rng.random() < 0.5,
        **d.window(),
    )


def together(d: Draft) -> None:
    a, b = d.rng.sample(list(d.people), 2)
    project = d.rng.choice([None, *d.projects])
    d.rule(RuleKind.TOGETHER, person_id=a, other_id=b, project_id=project, **d.window())


def lend(d: Draft) -> None:
    line = d.line()
    one = d.able(line)
    other = {"East": "West", "West": "East"}[one.department]
    d.update(d.projects[line.project_id], department=other)
    value = d.rng.choice([Fraction(0), HALF, Fraction(7, 10)])
    d.rule(RuleKind.LEND, department=one.department, value=value, **d.window())
