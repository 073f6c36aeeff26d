"""The demand of the sample quarter: about 100 lines; a comment says where a line makes a hard rule bind."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from resopt.sample.language import Row

START = date(2026, 1, 5)
WEEKS = 13

_PM, _BA, _UX, _BE, _FE = (
    "Project Manager",
    "Business Analyst",
    "UX Designer",
    "Backend Developer",
    "Frontend Developer",
)
_ARC, _DE, _AL, _TE, _SEC, _OPS = (
    "Architect",
    "Data Engineer",
    "Algorithm Engineer",
    "Tester",
    "Security Engineer",
    "DevOps Engineer",
)
_CORE = {"core": "yes"}
_ONE = {"max_people": 1, "same_people": "yes"}  # one person, from the first to the last week

# By project: role, skill, first week, last week, FTE (None: other amount in the cells), further cells.
_Line = tuple[str | None, str | None, int, int, float | None, dict[str, Any]]
_LINES: dict[str, tuple[_Line, ...]] = {
    "P01": (
        (_PM, None, 0, 12, 0.6, _CORE | {"person": "E01"}),
        (_ARC, None, 0, 12, 0.6, _CORE | _ONE | {"min_level": 4}),
        # Freeze: week 0 wants 3 people, the plan of record gives 2, and nobody may be added in week 0.
        (_BE, "Java:3", 0, 9, 3.0, _CORE | {"preferred_people": "Li Wei; Zhang Tao"}),
        (_BE, "Java:3", 10, 12, 3.0, {"certainty": "estimate"}),
        (_FE, None, 1, 10, 1.5, {}),
        # Exclusive: 王芳 (E10) is the only one with SAP:4 and may work on one project; P08 wants her as well.
        (_BA, "SAP:4", 1, 4, 1.0, _CORE),
        (_BA, None, 5, 12, 1.0, {"min_level": 3}),
        (_TE, None, 3, 12, 2.5, {}),
        (_OPS, None, 1, 12, 0.5, {}),
        (_UX, None, 2, 8, 1.0, {"person": "Ma Yan (E12)"}),
        (_DE, None, 6, 12, 0.5, {"notes": "data migration"}),
    ),
    "P02": (
        (_PM, None, 0, 9, 0.4, _CORE | {"person": "E02"}),
        # Hard lock: E17, the only one for this line, is locked on P19 with 0.6 FTE in the same weeks.
        (_BE, "Payment Switch:4", 2, 4, 1.0, _CORE),
        (_BE, "Java:3", 0, 9, 1.0, {"preferred_people": "E20"}),
        # Step: E59 has 4.25 days a week and can give 4.
        (_SEC, None, 1, 8, 0.8, _CORE),
        (_TE, None, 4, 9, 1.5, {}),
        (_BA, None, 3, 4, 1.0, {"person": "E06"}),
        (_OPS, None, 1, 9, 0.5, {}),
        (_AL, "Machine Learning:3", 1, 5, 1.0, {"notes": "fraud model"}),
    ),
    "P03": (
        (_PM, None, 1, 12, 0.4, _CORE | _ONE),
        # Apart: Spark:4 is E38 and E39, who may not be on P03 in the same week; one FTE stays open.
        (_DE, "Spark:4", 2, 5, 2.0, _CORE),
        (_DE, None, 1, 12, 1.5, {}),
        (_AL, None, 7, 8, 1.0, {"person": "E45"}),
        (_AL, "Machine Learning:4", 1, 12, 1.0, _CORE),
        (_BE, "Rust:3", 2, 9, 0.4, {}),
        (_OPS, None, 2, 12, 0.5, {}),
        (_TE, "Test Automation:3 | Python:3", 5, 12, 0.5, {}),
        (_BA, None, 1, 12, 0.5, {"min_level": 3}),
        (_FE, "Vue:3", 4, 12, 1.0, {}),
        # Max people: Golang:4 is E14 (0.8) and E15 (0.5); one of them alone leaves 0.2 FTE open.
        (_BE, "Golang:4", 1, 8, 1.0, _CORE | {"max_people": 1}),
    ),
    "P04": (
        (_PM, None, 1, 10, 0.4, _CORE | {"person": "Clara Hoffmann"}),
        # Fill 80 %: German:3 is E07 with 0.7 FTE; 70 % is not enough, so the line gets nothing.
        (_BA, "German:3; English:3", 1, 8, 1.0, {"fill": 0.8}),
        (_BE, "Java:3; German:2", 1, 10, 1.5, _CORE),
        (_FE, "React:3", 2, 10, 1.0, {"preferred_people": "E29"}),
        (_ARC, None, 1, 9, 0.5, {}),
        (_TE, None, 5, 10, 1.0, {}),
        (_UX, "German:3", 1, 4, 0.5, {}),
    ),
    "P05": (
        (_PM, None, 0, 9, 0.4, _CORE | {"person": "E03"}),
        # Forbid: Motion Design is E12, who is named on P01, and E13, who may not work on P05.
        (_UX, "Motion Design:3", 2, 8, 1.0, {}),
        # Min share: E16 (0.8 FTE, at least half a week per line) gives P03 its 0.4 and cannot give 0.4 here.
        (_BE, "Rust:3", 2, 9, 0.6, {}),
        # Together: E41 and E42 are on P05 both or neither; E41 is away in weeks 3 and 4.
        (_DE, "Informatica:3", 2, 9, 0.5, {}),
        (_DE, "Oracle:3", 2, 9, 0.5, {}),
        # Fill all: in week 9 only 0.8 FTE of Performance Testing:4 is there, so nothing is given at all.
        (_TE, "Performance Testing:4", 7, 10, 1.0, {"fill": "all"}),
        (_FE, "React:3", 0, 9, 1.5, _CORE),
        (_BE, "Java:3", 1, 9, 1.0, {}),
        (_OPS, None, 1, 9, 0.5, {}),
        (_BA, None, 1, 9, 0.5, {}),
        (_AL, "Machine Learning:4", 2, 9, 0.5, {"certainty": "estimate"}),
    ),
    "P06": (
        (_PM, None, 0, 12, 0.4, _CORE | _ONE),
        # Max projects: Anna Adler (E46), the only Deep Learning:4, may be on one project a week; P09 goes short.
        (_AL, "Deep Learning:4", 1, 12, 0.5, _CORE),
        # Require, dates: E40 must give P06 half of the run, and cannot give days beyond 0.6 FTE a week.
        (_DE, "SQL:3", 0, 12, 0.6, {}),
        # Min days: E54 leaves on the Monday of week 10; one day is less than Min Days.
        (_TE, "Hardware Testing:3", 10, 12, 0.5, {}),
        (_OPS, None, 2, 12, 0.5, {}),
        (_BE, "Python:3", 0, 12, 1.0, {}),
        (_BA, None, 4, 11, None, {"person_months": 0.6, "certainty": "estimate"}),
        (_AL, "Machine Learning:4", 3, 12, 0.5, {}),
        (_TE, None, 5, 12, 1.0, {}),
        (_UX, None, 3, 12, 0.5, {}),
    ),
    "P07": (
        (_PM, None, 2, 10, 0.3, _ONE),
        # Must have: P13 below takes days of Security Engineers from this line of a higher tier.
        (_SEC, None, 2, 10, 1.0, _CORE),
        # Supervise: E35 must give P07 0.3 FTE although E36 would do; P08 loses these days.
        (_ARC, None, 2, 10, 0.4, {"min_level": 3}),
        (_BE, "Java:3", 2, 10, 1.0, {}),
        # Lend: Operations lends at most 2 FTE, and P01, P02, P03, P05, P06 and P08 want 3.
        (_OPS, None, 3, 10, 0.5, {}),
        (_TE, None, 6, 10, None, {"days": 20}),
    ),
    "P08": (
        (_PM, None, 1, 10, 0.4, {"person": "E04"}),
        (_ARC, None, 2, 10, 0.8, {"min_level": 5, "core": "yes"}),
        # Same people: E06 is named on P02 in weeks 3 and 4, so only E08 (0.5) can stay from week 1 to 8.
        (_BA, "Data Modelling:3", 1, 8, 1.0, {"same_people": "yes"}),
        (_BA, "SAP:4", 7, 10, 1.0, {}),
        (_FE, None, 2, 10, 1.0, {}),
        (_BE, "Java:3", 2, 10, 1.5, {"preferred_people": "E21"}),
        (_TE, None, 6, 10, 1.5, {}),
        (_OPS, None, 4, 10, 0.5, {}),
        (_UX, None, 2, 8, 0.5, {}),
    ),
    "P09": (
        (_PM, None, 0, 10, 0.3, {"person": "E05"}),
        (_AL, "Deep Learning:4", 4, 9, 0.4, {}),
        (_DE, "Kafka:4", 2, 9, 1.0, _CORE),
        (_BE, "C++:3", 0, 10, 1.0, _CORE),
        (_ARC, None, 3, 10, 0.5, {"certainty": "estimate"}),
        (_TE, "Hardware Testing:3", 2, 8, 0.5, {}),
        (_FE, None, 4, 9, 0.5, {}),
        (_TE, None, 5, 10, 1.0, {}),
        (_BA, None, 4, 9, 0.5, {}),
    ),
    "P10": (
        # Start: E45 is named on P03 in weeks 7 and 8; P10 may start in week 7 or 8, no later.
        (_AL, "Optimisation:3", 7, 10, 1.0, _CORE),
        (_BE, "Python:3", 7, 10, 0.5, {}),
        (_FE, None, 8, 10, 0.5, {"min_level": 2}),
        (_BA, None, 7, 8, 0.5, {"certainty": "estimate"}),
        (_DE, None, 7, 10, 0.5, {}),
    ),
    "P11": (
        # Budget: pays 15 of the 19 days wanted; one person can serve, so it caps days and nothing else.
        (_UX, "Design System:4", 3, 12, 0.4, {}),
    ),
    "P12": (
        (_AL, "Machine Learning:3", 2, 9, 1.0, _CORE),
        (_BE, "Python:3", 2, 9, 1.0, {}),
        (_TE, None, 7, 9, 0.5, {}),
    ),
    "P13": (
        (_PM, None, 3, 9, 0.2, _ONE),
        (_SEC, None, 3, 9, 0.5, _CORE),
        (_BA, None, 3, 9, 0.3, {}),
    ),
    "P14": (
        # Min staffing: nobody of Security is left, and Operations alone is less than 60 %.
        (_SEC, None, 4, 9, 1.0, _CORE),
        (_OPS, None, 4, 9, 0.5, {}),
    ),
    "P15": (
        (_BE, "Java:3", 7, 11, 1.5, {"certainty": "estimate"}),
        (_FE, None, 7, 11, 1.5, {}),
        (_TE, None, 9, 11, 1.0, {"certainty": "estimate"}),
        (_BA, None, 7, 11, 0.5, {}),
        (_UX, None, 7, 9, 1.0, {}),
        (_PM, None, 7, 11, 0.4, _ONE),
        (_ARC, None, 7, 11, 0.4, {}),
    ),
    "P16": (
        (_TE, "Test Automation:4", 2, 11, 1.0, _CORE),
        (_TE, None, 3, 11, 1.0, {}),
        (_OPS, None, 3, 10, 0.3, {}),
        (None, "Test Automation:3; Python:3", 3, 8, 0.5, {"notes": "any role; test generators"}),
        (_PM, None, 3, 11, 0.3, {"fill": 0.5}),
        (_FE, None, 3, 8, 0.5, {}),
        (_ARC, None, 3, 11, 0.3, {}),
        (_UX, None, 5, 9, 0.5, {}),
    ),
    "P17": (
        (_BE, "Python:3 | Java:3", 8, 10, 2.0, {}),
        (_DE, None, 8, 10, None, {"days": 8}),
        (_AL, "Machine Learning:3", 8, 10, 1.0, {"certainty": "estimate"}),
        (_PM, None, 8, 10, 0.2, _ONE),
    ),
    "P18": (
        (_DE, None, 5, 12, 2.0, {"certainty": "estimate"}),
        (_FE, "Vue:3", 7, 12, 1.0, {}),
        (_BE, None, 5, 12, 1.0, {}),
        (_TE, None, 9, 12, 1.0, {}),
        (_BA, None, 5, 12, 0.5, {}),
        (_ARC, None, 5, 12, 0.5, {"certainty": "estimate"}),
        (_UX, None, 6, 12, 0.5, {}),
        (_AL, None, 8, 12, None, {"certainty": "tbd", "notes": "amount after the pilot"}),
    ),
    "P19": (
        (_BE, "SQL:3", 1, 6, 0.6, {}),
        (_OPS, None, 2, 12, 1.0, {}),
        (_BE, None, 5, 12, 1.5, {}),
        (_TE, None, 8, 12, 1.0, {}),
        (_PM, None, 2, 12, 0.3, {"fill": 0.8}),
        (_BA, None, 4, 12, 0.5, {}),
        (_DE, None, 3, 12, 0.5, {}),
        (_ARC, None, 4, 12, 0.3, {}),
    ),
    "P20": (
        (_UX, None, 2, 8, 0.5, {}),
        (_FE, None, 2, 8, 1.0, {}),
    ),
}


def monday(week: int) -> date:
    """Return the first day of a week of the quarter."""
    return START + timedelta(days=7 * week)


def last_day(week: int) -> date:
    """Return the last working day of a week: the make-up Saturdays around Chinese New Year count."""
    return monday(week) + timedelta(days=5 if week in (5, 7) else 4)


def demand() -> list[Row]:
    """Return the rows of sheet Demand; the first line of P01 is D0101."""
    rows: list[Row] = []
    for project, lines in _LINES.items():
        for number, (role, skill, first, last, fte, more) in enumerate(lines, start=1):
            row: Row = {"demand_id": f"D{project[1:]}{number:02d}", "project": project, "role": role, "skill": skill}
            row |= {"from": monday(first), "to": last_day(last), "fte": fte, "certainty": "firm"}
            rows.append({key: cell for key, cell in (row | more).items() if cell is not None})
    return rows
