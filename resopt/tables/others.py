"""The smaller sheets: Roles, Fit, Team Template."""

from __future__ import annotations

from fractions import Fraction

from resopt.domain.records import Fit, Role, Seat, Substitute
from resopt.excel.cells import CellError, number_of
from resopt.tables.limits import most_of, shown_limit
from resopt.tables.reading import Reading, items_of, named_number
from resopt.tables.rows import ZERO, Row


def read_roles(reading: Reading) -> list[Role]:
    """Return the roles by name."""
    seen: dict[str, str] = {}
    roles = []
    for row in reading.rows("roles"):
        row.need("role")
        name = reading.role(row)
        if name in seen:
            row.fault("input.id_twice", "role", found=name, other=seen[name])
        seen.setdefault(name, row.raw.place("role"))
        department = reading.departments.of(row.text("department"))
        role = Role(name, department, _substitutes(row, name, reading), row.number("cost_per_day"))
        if not row.bad:
            roles.append(role)
    return sorted(roles, key=lambda role: role.name)


def _substitutes(row: Row, name: str, reading: Reading) -> tuple[Substitute, ...]:
    prices: dict[str, Fraction] = {}
    for item in items_of(row.text("filled_by")):
        other, price = named_number(item)
        other = reading.roles.of(other)
        try:
            amount = number_of(price) if price else ZERO
        except CellError as error:
            row.fault(error.code, "filled_by", **error.values)
            continue
        most = most_of("roles", "filled_by")
        if amount < 0:
            row.fault("input.negative", "filled_by", found=price)
        elif most is not None and amount > most:
            row.fault("input.too_large", "filled_by", found=price, most=shown_limit(most))
        if other == name:
            row.fault("input.filled_by_itself", "filled_by", role=name)
        prices[other] = min(amount, prices.get(other, amount))
    return tuple(Substitute(role, price) for role, price in sorted(prices.items()))


def read_fit(reading: Reading) -> list[Fit]:
    """Return the rows of Fit by person, project and role."""
    seen: dict[tuple[str | None, str | None, str], str] = {}
    fits = []
    for row in reading.rows("fit"):
        row.need("person")
        row.need("project", "role")
        person, project = reading.person(row), reading.find(row, "project", reading.projects)
        role = reading.known_role(row)
        if project is not None and role:
            row.fault("input.fit_both", "role")
        key = (person, project, role)
        if key in seen and not row.bad and person is not None:
            row.fault("input.fit_twice", "person", other=seen[key])
        seen.setdefault(key, row.raw.place("person"))
        fit = Fit(person or "", project, role, row.number("cost_per_day"), _preference(row))
        if not row.bad and person is not None:
            fits.append(fit)
    return sorted(fits, key=lambda f: (f.person_id, f.project_id or "", f.role))


def _preference(row: Row) -> int | None:
    found = row.number("preference", None)
    if found is None:
        return None
    if found.denominator != 1 or abs(found) > 2:
        row.fault("input.preference", "preference", found=row.text("preference"))
        return None
    return int(found)


def read_template(reading: Reading) -> list[Seat]:
    """Return the seats of Team Template by type and role."""
    seats: dict[tuple[str, str], Seat] = {}
    places: dict[tuple[str, str], str] = {}
    for row in reading.rows("team_template"):
        row.need("type")
        row.need("role")
        key = (row.text("type"), reading.role(row))
        seat = Seat(*key, row.yes("core"), row.number("min_fte", percent=True))
        if key in seats and not row.bad:
            row.fault("input.id_twice", "role", found=" / ".join(key), other=places[key])
        places.setdefault(key, row.raw.place("role"))
        if not row.bad:
            seats[key] = seat
    if seats:
        reading.findings.note("input.template_read", "team_template", count=len(seats))
    return [seats[key] for key in sorted(seats)]
