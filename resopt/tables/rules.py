"""Rules: sheet Rules as records, and the rules that contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import combinations

from resopt.domain.records import Booking, Lock, RuleKind, RuleRow, Settings, Skill
from resopt.excel.cells import CellError, is_percent, text_of
from resopt.tables.lookup import nearest
from resopt.tables.outside import tell_beyond
from resopt.tables.reading import Reading
from resopt.tables.rows import Row, word_of

# Needed and allowed columns of each kind; From, To and Reason are allowed everywhere.
NEEDED: dict[RuleKind, tuple[str, ...]] = {
    RuleKind.FORBID: ("person", "project"),
    RuleKind.EXCLUSIVE: ("person",),
    RuleKind.APART: ("person", "other_person"),
    RuleKind.TOGETHER: ("person", "other_person"),
    RuleKind.REQUIRE: ("person", "project", "value"),
    RuleKind.SUPERVISE: ("project", "skill", "value"),
    RuleKind.LEND: ("department", "value"),
}
ALLOWED: dict[RuleKind, tuple[str, ...]] = {RuleKind.APART: ("project",), RuleKind.TOGETHER: ("project",)}
COLUMNS = ("person", "other_person", "project", "department", "skill", "value")


def read_rules(reading: Reading, settings: Settings) -> tuple[list[RuleRow], dict[str, Row]]:
    """Return the rules by ID, and the row of each; contradictory ones are faults of both rows."""
    read, beyond = [], []
    for row in reading.rows("rules"):
        rule = _rule(row, reading)
        if rule is not None:
            read.append((rule, row))
            if (rule.end and rule.end < settings.start) or (rule.start and rule.start > settings.end):
                beyond.append(row.raw.place("rule"))
    tell_beyond("rules", beyond, settings, reading.findings)
    named = _name_all(read)
    _check_pairs(named)
    kept = [(rule, row) for rule, row in named if not row.bad]
    return [rule for rule, _ in kept], {rule.id: row for rule, row in kept}


def _rule(row: Row, reading: Reading) -> RuleRow | None:
    if not row.need("rule"):
        return None
    kind = _kind(row)
    if kind is None:
        return None
    row.need_all(NEEDED[kind], "input.rule_needs", rule=f"@rule:{kind.value}")
    for key in COLUMNS:
        if row.has(key) and key not in NEEDED[kind] and key not in ALLOWED.get(kind, ()):
            row.fault("input.rule_has_no", key, rule=f"@rule:{kind.value}")
    hires = [key for key in ("person", "other_person") if _is_hire(row, key, reading)]
    person, other = (reading.person(row, key) for key in ("person", "other_person"))
    if person is not None and person == other:
        row.fault("input.rule_same_person", "other_person", name=reading.people.names[person])
    if kind in (RuleKind.APART, RuleKind.TOGETHER) and person and other:
        person, other = sorted((person, other))
    value, is_share = _value(row, kind)
    start, end = row.span("from", "to")
    rule = RuleRow(
        id="",
        kind=kind,
        person_id=person,
        other_id=other,
        project_id=reading.find(row, "project", reading.projects),
        department=_department(row, reading),
        skill=_skill(row, reading),
        value=value,
        is_share=is_share,
        start=start,
        end=end,
        reason=row.text("reason"),
    )
    return None if row.bad or hires else rule


def _kind(row: Row) -> RuleKind | None:
    try:
        return RuleKind(word_of(row.text("rule"), "rule"))
    except CellError as error:
        values = {**error.values, "choices": [f"@rule:{kind.value}" for kind in RuleKind]}
        row.fault(error.code, "rule", **values)
    except ValueError:
        # a rule of the product that is set in another sheet, such as capacity
        row.fault(
            "input.rule_elsewhere", "rule", found=row.text("rule"), choices=[f"@rule:{k.value}" for k in RuleKind]
        )
    return None


def _is_hire(row: Row, key: str, reading: Reading) -> bool:
    if not row.has(key):
        return False
    try:
        return reading.people.find(row.identity(key))[0] in reading.hires
    except CellError:
        return False


def _value(row: Row, kind: RuleKind) -> tuple[Fraction | None, bool]:
    given = row.get("value")
    if given is None:
        return None, False
    if is_percent(given):
        if kind is RuleKind.LEND:
            row.fault("input.lend_percent", "value", found=text_of(given))
        return row.share("value"), True
    return row.number("value"), False


def _department(row: Row, reading: Reading) -> str:
    name = reading.departments.of(row.text("department"))
    if name and name not in {person.department for person in reading.person_of.values()}:
        near = nearest(name, {person.department for person in reading.person_of.values() if person.department})
        code = "input.unknown_department_near" if near else "input.unknown_department"
        row.fault(code, "department", found=name, near=near)
    return name


def _skill(row: Row, reading: Reading) -> tuple[tuple[Skill, ...], ...]:
    try:
        return reading.groups(row.text("skill"), None)
    except CellError as error:
        row.fault(error.code, "skill", **error.values)
        return ()


def _content(rule: RuleRow) -> tuple[str, ...]:
    return (str(rule.start), str(rule.end), str(rule.value), str(rule.is_share), rule.reason)


def _name_all(read: list[tuple[RuleRow, Row]]) -> list[tuple[RuleRow, Row]]:
    """Give each rule an ID from its content; a rule that stands there twice counts once."""
    groups: dict[str, list[tuple[RuleRow, Row]]] = defaultdict(list)
    for rule, row in read:
        skill = "+".join("/".join(f"{s.name}:{s.level or ''}" for s in group) for group in rule.skill)
        parts = (rule.kind.value, rule.person_id, rule.other_id, rule.project_id, rule.department, skill)
        groups["|".join(part for part in parts if part)].append((rule, row))
    named: list[tuple[RuleRow, Row]] = []
    for base, group in groups.items():
        seen: list[tuple[RuleRow, Row]] = []
        for rule, row in sorted(group, key=lambda pair: _content(pair[0])):
            if seen and _content(seen[-1][0])[:4] == _content(rule)[:4]:
                row.warn("input.rule_twice", "rule", other=seen[-1][1].raw.place("rule"))
                continue
            seen.append((replace(rule, id=f"{base}#{len(seen) + 1}" if seen else base), row))
        named += seen
    return sorted(named, key=lambda pair: pair[0].id)


def _check_pairs(named: list[tuple[RuleRow, Row]]) -> None:
    """Forbid against require, and apart against together, of the same people and project."""
    for (one, row), (other, other_row) in _same_people(named):
        if _is_forbidden(one, other) or _is_forbidden(other, one) or _are_torn(one, other):
            values = {"rule": f"@rule:{other.kind.value}", "other": f"@rule:{one.kind.value}"}
            other_row.fault("input.rules_clash", "rule", stands=row.raw.place("rule"), **values)


def _is_forbidden(forbid: RuleRow, require: RuleRow) -> bool:
    if forbid.kind is not RuleKind.FORBID or require.kind is not RuleKind.REQUIRE or not require.value:
        return False
    return forbid.project_id == require.project_id and _covers(forbid, require)


def _are_torn(one: RuleRow, other: RuleRow) -> bool:
    if {one.kind, other.kind} != {RuleKind.APART, RuleKind.TOGETHER}:
        return False
    projects = {one.project_id, other.project_id}
    return (None in projects or len(projects) == 1) and _overlap(one, other)


def _same_people(named: list[tuple[RuleRow, Row]]) -> Iterator[tuple[tuple[RuleRow, Row], tuple[RuleRow, Row]]]:
    groups: dict[tuple[str | None, str | None], list[tuple[RuleRow, Row]]] = defaultdict(list)
    for rule, row in named:
        if rule.person_id is not None:
            groups[rule.person_id, rule.other_id].append((rule, row))
    for group in groups.values():
        yield from combinations(group, 2)


def _covers(outer: RuleRow, inner: RuleRow) -> bool:
    return (outer.start or date.min) <= (inner.start or date.min) and (inner.end or date.max) <= (outer.end or date.max)


def _overlap(one: RuleRow, other: RuleRow) -> bool:
    return max(one.start or date.min, other.start or date.min) <= min(one.end or date.max, other.end or date.max)


def warn_forbidden_locks(rules: list[RuleRow], rows: dict[str, Row], bookings: list[Booking]) -> None:
    """Warn where a hard lock asks for days that a rule forbids: one of the two will be set aside."""
    locked: dict[tuple[str, str], list[Booking]] = defaultdict(list)
    for booking in bookings:
        if booking.lock is Lock.HARD:
            locked[booking.person_id, booking.project_id].append(booking)
    for rule in rules:
        if rule.kind is not RuleKind.FORBID or rule.person_id is None or rule.project_id is None:
            continue
        for booking in locked[rule.person_id, rule.project_id]:
            if any(s.amount and _touches(rule, s.start, s.end) for s in booking.segments):
                row = rows[rule.id]
                row.warn("input.forbid_and_lock", "rule", person=rule.person_id, project=rule.project_id)
                break


def _touches(rule: RuleRow, start: date, end: date) -> bool:
    return (rule.start or date.min) <= end and start <= (rule.end or date.max)
