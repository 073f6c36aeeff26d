"""Checks inside the input template: rules of colour that mark what the reader would refuse or ask about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from resopt.excel.template_form import FORM, Field

BAD, ODD, EXAMPLE = "bad", "odd", "example"  # looks: to mend, to look at again, an example row
MARKS = ("example-", "示例-")  # IDs that begin so belong to the examples
SPANS = (("from", "to"), ("start", "end"), ("earliest_start", "start"), ("start", "latest_start"))
UNIQUE = {"project_id", "person_id", "demand_id"}
KEYS = ("projects", "people")  # lists of which an entry that is unknown is a fault
REPLACED = {("projects", "project_id"), ("staff", "person_id"), ("demand", "role")}  # another column may stand for it

Rule = tuple[str, str, str]  # column key ("" for the whole row), formula for row 2, look


def rules_of(sheet: str, columns: Mapping[str, str], last: int, weeks: tuple[str, str] | None) -> Iterator[Rule]:
    """Yield the rules of a sheet; `columns` are letters by key, `weeks` the first and last week column."""
    fields = [one for one in FORM[sheet] if one.key in columns]
    cell = {one.key: f"${columns[one.key]}2" for one in fields}
    filled = f"COUNTA(${columns[fields[0].key]}2:${columns[fields[-1].key]}2)>0"
    for one in fields:
        if one.needed and (sheet, one.key) not in REPLACED and not (weeks and one.key == "fte"):
            yield one.key, f'AND({filled},{cell[one.key]}="")', BAD
        yield from _of_field(one, cell[one.key], f"${columns[one.key]}$2:${columns[one.key]}${last}")
    for first, second in SPANS:
        if first in cell and second in cell:
            a, b = cell[first], cell[second]
            yield second, f"AND(ISNUMBER({a}),ISNUMBER({b}),{b}<{a})", BAD
    yield from _AMOUNTS.get(sheet, _none)(cell, weeks)
    marked = "&".join(cell[one.key] for one in fields if one.needed or one.offers in KEYS)
    yield "", "OR(" + ",".join(f'ISNUMBER(SEARCH("{mark}",{marked}))' for mark in MARKS) + ")", EXAMPLE


def _of_field(one: Field, cell: str, whole: str) -> Iterator[Rule]:
    if one.key in UNIQUE:
        yield one.key, f'AND({cell}<>"",COUNTIF({whole},{cell})>1)', BAD
    if one.look == "date":
        yield one.key, f"ISTEXT({cell})", ODD
    if one.look == "share":
        yield one.key, f"AND(ISNUMBER({cell}),OR({cell}<0,{cell}>1))", ODD if one.key == "fte" else BAD
    if one.look in ("number", "money", "whole") and one.key != "preference":
        yield one.key, f"AND(ISNUMBER({cell}),{cell}<0)", BAD
    yield from _of_list(one, cell)


def _of_list(one: Field, cell: str) -> Iterator[Rule]:
    if one.offers in KEYS and one.key != "preferred_people":
        names = "+".join(f"COUNTIF(resopt_{one.offers}{part},{cell})" for part in ("", "_id", "_name"))
        nobody = f',{cell}<>"TBD",{cell}<>"待定"' if one.offers == "people" else ""
        yield one.key, f'AND({cell}<>""{nobody},{names}=0)', BAD
    elif one.offers == "roles":
        several = f'ISERROR(FIND(";",{cell})),ISERROR(FIND("；",{cell})),ISERROR(FIND(",",{cell}))'
        yield one.key, f'AND({cell}<>"",{several},COUNTIF(resopt_roles,{cell})=0)', ODD


def _none(cell: Mapping[str, str], weeks: tuple[str, str] | None) -> Iterator[Rule]:
    yield from ()


def _demand(cell: Mapping[str, str], weeks: tuple[str, str] | None) -> Iterator[Rule]:
    """One amount, not two and not none; with dates unless it stands in weeks."""
    amounts = [cell[key] for key in ("fte", "days", "person_months") if key in cell]
    typed = "+".join(f'({one}<>"")' for one in amounts)
    in_weeks = f"(COUNTA(${weeks[0]}2:${weeks[1]}2)>0)" if weeks else "0"
    for key in ("fte", "days", "person_months"):
        yield key, f'AND({cell[key]}<>"",{typed}+{in_weeks}>1)', BAD
    nothing = f'{cell["project"]}<>"",{typed}+{in_weeks}=0'
    yield "fte", f'AND({nothing},{cell["certainty"]}<>"tbd",{cell["certainty"]}<>"待定")', BAD
    for key in ("from", "to"):
        yield key, f'AND({cell[key]}="",{typed}>0)', BAD


def _availability(cell: Mapping[str, str], weeks: tuple[str, str] | None) -> Iterator[Rule]:
    """A share or days, not both and not none."""
    share, days = cell["available"], cell["available_days"]
    for key in ("available", "available_days"):
        yield key, f'AND({share}<>"",{days}<>"")', BAD
    in_weeks = f",COUNTA(${weeks[0]}2:${weeks[1]}2)=0" if weeks else ""
    yield "available", f'AND({cell["person"]}<>"",{share}="",{days}=""{in_weeks})', BAD
    for key in ("from", "to"):
        yield key, f'AND({cell[key]}="",{days}<>"")', BAD


def _fit(cell: Mapping[str, str], weeks: tuple[str, str] | None) -> Iterator[Rule]:
    """A project or a role, not both and not none."""
    for key in ("project", "role"):
        yield key, f'AND({cell["person"]}<>"",({cell["project"]}<>"")=({cell["role"]}<>""))', BAD


_AMOUNTS: dict[str, Any] = {"demand": _demand, "availability": _availability, "fit": _fit}
