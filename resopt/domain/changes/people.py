"""Changes of people: hired, starting or leaving on another day, absent, trained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from resopt.domain.changes.base import Change, known, person_name, unknown, with_person
from resopt.domain.records import Absence, Person, Portfolio, Segment, Skill
from resopt.messages import say

USUAL = 3  # the level of a person or skill of which none is said


@dataclass(frozen=True, slots=True)
class Hire(Change):
    """`count` new people of a role, full time, from `start` to `end` (None: always).

    A blank department or location is that of the role, else that of most people of the role; a blank cost is the
    role's.
    """

    role: str
    count: int = 1
    start: date | None = None
    end: date | None = None
    cost_per_day: Fraction | None = None
    level: int = USUAL
    skills: tuple[Skill, ...] = ()
    department: str = ""
    location: str = ""

    def on(self, portfolio: Portfolio) -> Portfolio:
        """Return `portfolio` with the new people."""
        roles = {role for p in portfolio.people for role in p.roles} | {role.name for role in portfolio.roles}
        roles |= {line.role for line in portfolio.lines if line.role}
        if self.role not in roles:
            raise unknown("role", self.role, roles)
        if self.count < 1:
            raise ValueError(f"hire at least one person, not {self.count}")
        people = sorted((*portfolio.people, *self._hires(portfolio)), key=lambda p: p.id)
        return replace(portfolio, people=tuple(people))

    def _hires(self, portfolio: Portfolio) -> list[Person]:
        taken, number, hires = {p.id for p in portfolio.people}, 0, list[Person]()
        department, location = self._department(portfolio), self._location(portfolio)
        while len(hires) < self.count:
            number += 1
            if (identity := f"new-{self.role}-{number:02d}") in taken:
                continue
            name = say("changes.new_person", portfolio.settings.language, role=self.role, number=number)
            hires.append(
                Person(
                    identity,
                    name,
                    department,
                    (self.role,),
                    self.level,
                    self.skills,
                    start=self.start,
                    end=self.end,
                    cost_per_day=self.cost_per_day,
                    location=location,
                    employment="planned",
                )
            )
        return hires

    def _department(self, portfolio: Portfolio) -> str:
        of_role = next((role.department for role in portfolio.roles if role.name == self.role), "")
        return self.department or of_role or _most(p.department for p in portfolio.people if self.role in p.roles)

    def _location(self, portfolio: Portfolio) -> str:
        if self.location:
            known_places = [calendar.location for calendar in portfolio.calendars]
            if self.location not in known_places:
                raise unknown("location", self.location, known_places)
            return self.location
        same = [p.location for p in portfolio.people if self.role in p.roles]
        places = [*(p.location for p in portfolio.people), *(p.location for p in portfolio.projects)]
        return _most(same or places)

    def text(self, portfolio: Portfolio, lang: str = "en") -> str:
        """Return the change in words."""
        sentence = say(
            "changes.hire" if self.count == 1 else "changes.hire_many", lang, role=self.role, count=self.count
        )
        needs = [say("changes.level", lang, level=self.level)] if self.level != USUAL else []
        needs += [
            skill.name if skill.level in (None, USUAL) else f"{skill.name}:{skill.level}" for skill in self.skills
        ]
        if needs:
            sentence = say("changes.hire_as", lang, what=sentence, needs=say("changes.needs", lang).join(needs))
        return _dated(sentence, self.start, self.end, lang)


def _most(texts: Iterable[str]) -> str:
    """Return the text that occurs most often, of several the first in order; empty if there is none."""
    counted = Counter(texts)
    return min(counted, key=lambda text: (-counted[text], text)) if counted else ""


def _dated(sentence: str, start: date | None, end: date | None, lang: str) -> str:
    """Return a sentence with the days from and to which it holds, blank ones left out."""
    if start is None and end is None:
        return sentence
    which = "between" if start and end else "from" if start else "to"
    return say(f"changes.{which}", lang, what=sentence, start=str(start), end=str(end))


@dataclass(frozen=True, slots=True)
class Start(Change):
    """A person's first day with us."""

    person_id: str
    day: date

    def on(self, portfolio: Portfolio) -> Portfolio:
        """Return `portfolio` with the other first day."""
        return with_person(portfolio, self.person_id, lambda p: replace(p, start=self.day))

    def text(self, portfolio: Portfolio, lang: str = "en") -> str:
        """Return the change in words."""
        return say("changes.start", lang, person=person_name(portfolio, self.person_id), day=self.day.isoformat())


@dataclass(frozen=True, slots=True)
class Leave(Change):
    """A person's last day with us."""

    person_id: str
    day: date

    def on(self, portfolio: Portfolio) -> Portfolio:
        """Return `portfolio` with the other last day."""
        return with_person(portfolio, self.person_id, lambda p: replace(p, end=self.day))

    def text(self, portfolio: Portfolio, lang: str = "en") -> str:
        """Return the change in words."""
        return say("changes.leave", lang, person=person_name(portfolio, self.person_id), day=self.day.isoformat())


@dataclass(frozen=True, slots=True)
class Absent(Change):
    """A person has only the share `available` (0: nothing) of the contract from `start` to `end`, both included."""

    person_id: str
    start: date
    end: date
    available: Fraction = Fraction(0)

    def on(self, portfolio: Portfolio) -> Portfolio:
        """Return `portfolio` with one more row of Availability."""
        known("person", self.person_id, portfolio.people)
        if self.end < self.start:
            raise ValueError(f"an absence ends on or after the day it starts, not from {self.start} to {self.end}")
        row = Absence(self.person_id, Segment(self.start, self.end, self.available))
        return replace(portfolio, absences=(*portfolio.absences, row))

    def text(self, portfolio: Portfolio, lang: str = "en") -> str:
        """Return the change in words."""
        code = "changes.partly" if self.available else "changes.absent"
        share = f"{float(self.available * 100):g}"
        name = person_name(portfolio, self.person_id)
        return say(code, lang, person=name, start=self.start.isoformat(), end=self.end.isoformat(), share=share)


@dataclass(frozen=True, slots=True)
class Train(Change):
    """A person learns a skill (a level they have already is kept if it is higher), or takes on one more role."""

    person_id: str
    skill: Skill | None = None
    role: str = ""

    def on(self, portfolio: Portfolio) -> Portfolio:
        """Return `portfolio` with the person trained."""
        if (self.skill is None) == (not self.role):
            raise ValueError("train in a skill or in a role: name one of the two")
        return with_person(portfolio, self.person_id, self._trained)

    def _trained(self, person: Person) -> Person:
        if self.skill is None:
            roles = person.roles if self.role in person.roles else (*person.roles, self.role)
            return replace(person, roles=roles)
        mine = next((one for one in person.skills if one.name == self.skill.name), None)
        better = self.skill if mine is None or (mine.level or 0) < (self.skill.level or 3) else mine
        return replace(person, skills=(*(one for one in person.skills if one != mine), better))

    def text(self, portfolio: Portfolio, lang: str = "en") -> str:
        """Return the change in words."""
        name = person_name(portfolio, self.person_id)
        if self.skill is None:
            return say("changes.train_role", lang, person=name, role=self.role)
        return say("changes.train", lang, person=name, skill=self.skill.name, level=self.skill.level or 3)
