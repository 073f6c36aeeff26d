"""The form of the input template: which columns each sheet shows, how cells look, and which lists they offer."""

from __future__ import annotations

from dataclasses import dataclass

SHEETS = (
    "settings", "projects", "roles", "staff", "demand", "availability", "assignments", "actuals", "rules", "fit",
    "team_template", "scenarios",
)  # fmt: skip
REQUIRED = ("projects", "staff", "demand")
ROOM = {"projects": 300, "staff": 600, "demand": 1000, "availability": 1000, "assignments": 1000, "actuals": 1000}
ROWS = 200  # of the other sheets
LIVING = ("projects", "people", "roles", "departments", "lines")  # lists that follow what the sheets hold


@dataclass(frozen=True, slots=True)
class Field:
    """One column: `look` of its cells, the list it offers (a living one, or a kind of value), whether it may be folded.

    Of a living list anything else may be typed too (an ID, a name, several names); `free` says so of another list.
    """

    key: str
    look: str = "text"
    offers: str = ""
    free: bool = False
    needed: bool = False
    extra: bool = False
    width: float = 12


def _of(text: str) -> tuple[Field, ...]:
    """Return the fields that lines such as `status | text | status | extra | 14` describe."""
    found = []
    for line in text.strip().splitlines():
        key, look, offers, marks, width = (part.strip() for part in line.split("|"))
        found.append(Field(key, look, offers, "free" in marks, "needed" in marks, "extra" in marks, float(width)))
    return tuple(found)


FORM: dict[str, tuple[Field, ...]] = {
    "settings": _of(
        """
        setting | text | | needed | 27
        value   | any  | |        | 18
        """
    ),
    "projects": _of(
        """
        project_id     | text  |             | needed | 16
        project        | text  |             |        | 30
        priority       | any   |             | needed | 10
        status         | text  | status      |        | 12
        start          | date  |             |        | 12
        end            | date  |             |        | 12
        department     | text  | departments |        | 16
        manager        | text  |             |        | 16
        must_have      | text  | yes_no      | extra  | 8
        min_staffing   | share |             | extra  | 11
        earliest_start | date  |             | extra  | 12
        latest_start   | date  |             | extra  | 12
        value          | number |            | extra  | 9
        budget         | money |             | extra  | 13
        location       | text  |             | extra  | 12
        type           | text  |             | extra  | 14
        notes          | text  |             |        | 30
        """
    ),
    "staff": _of(
        """
        person_id    | text   |             | needed | 16
        name         | text   |             |        | 18
        department   | text   | departments |        | 16
        role         | text   | roles       | needed | 24
        level        | number |             |        | 8
        skills       | text   |             |        | 24
        fte          | share  |             |        | 9
        bau          | share  |             |        | 10
        from         | date   |             |        | 12
        to           | date   |             |        | 12
        location     | text   |             | extra  | 12
        employment   | text   | employment  | extra  | 13
        cost_per_day | money  |             | extra  | 11
        max_projects | whole  |             | extra  | 10
        min_share    | share  |             | extra  | 10
        """
    ),
    "demand": _of(
        """
        demand_id        | text   |           |        | 14
        project          | text   | projects  | needed | 30
        role             | text   | roles     | needed | 18
        from             | date   |           |        | 12
        to               | date   |           |        | 12
        fte              | number |           |        | 10
        days             | number |           |        | 10
        person_months    | number |           | extra  | 10
        skill            | text   |           | extra  | 18
        min_level        | number |           | extra  | 8
        person           | text   | people    | extra  | 24
        certainty        | text   | certainty | extra  | 11
        core             | text   | yes_no    | extra  | 8
        fill             | any    | fill      | extra free | 12
        max_people       | whole  |           | extra  | 9
        same_people      | text   | yes_no    | extra  | 9
        preferred_people | text   | people    | extra  | 24
        notes            | text   |           | extra  | 24
        """
    ),
    "availability": _of(
        """
        person         | text   | people | needed | 28
        from           | date   |        |        | 12
        to             | date   |        |        | 12
        available      | share  |        |        | 12
        available_days | number |        |        | 12
        reason         | text   |        |        | 30
        """
    ),
    "assignments": _of(
        """
        person      | text  | people   | needed | 28
        project     | text  | projects | needed | 30
        role        | text  | roles    |        | 18
        demand_id   | text  | lines    |        | 14
        from        | date  |          |        | 12
        to          | date  |          |        | 12
        fte         | share |          | needed | 10
        lock        | text  | lock     |        | 10
        reason      | text  |          |        | 28
        approved_by | text  |          |        | 16
        """
    ),
    "actuals": _of(
        """
        person    | text   | people   | needed | 28
        project   | text   | projects | needed | 30
        week      | date   |          | needed | 12
        days      | number |          | needed | 10
        demand_id | text   | lines    |        | 14
        """
    ),
    "roles": _of(
        """
        role         | text  |             | needed | 22
        department   | text  | departments |        | 16
        filled_by    | text  |             |        | 40
        cost_per_day | money |             |        | 12
        """
    ),
    "rules": _of(
        """
        rule         | text | rule        | needed | 14
        person       | text | people      |        | 26
        other_person | text | people      |        | 26
        project      | text | projects    |        | 28
        department   | text | departments |        | 16
        skill        | text |             |        | 16
        value        | any  |             |        | 10
        from         | date |             |        | 12
        to           | date |             |        | 12
        reason       | text |             |        | 28
        """
    ),
    "fit": _of(
        """
        person       | text   | people   | needed | 28
        project      | text   | projects |        | 30
        role         | text   | roles    |        | 18
        cost_per_day | money  |          |        | 12
        preference   | number |          |        | 12
        """
    ),
    "team_template": _of(
        """
        type    | text   |        | needed | 20
        role    | text   | roles  | needed | 20
        core    | text   | yes_no |        | 10
        min_fte | number |        |        | 12
        """
    ),
    "scenarios": _of(
        """
        scenario | text |          | needed | 22
        change   | text | change   | needed | 12
        item     | text |          |        | 28
        value    | any  |          |        | 12
        from     | date |          |        | 12
        to       | date |          |        | 12
        """
    ),
}

# The kind of value that each setting with a list offers.
SETTING_OFFERS = {
    "unit": "unit", "policy": "policy", "priority_order": "priority_order", "in_flight": "in_flight",
    "proposed": "proposed", "planned_hires": "yes_no", "holidays": "yes_no", "report_unit": "report_unit",
    "preset": "preset", "share": "share", "carry_over": "yes_no",
}  # fmt: skip
SETTING_LOOKS = {
    "start": "date", "as_of": "date", "step": "share", "min_share": "share", "tolerance": "share",
}  # fmt: skip
