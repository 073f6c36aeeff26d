"""Workbooks for somebody: no name and no key of other people in any part of the file; masks; the command line."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from books import WHEN, near, opened, sheet_of, table
from builders import absent, booking, day, line, person, portfolio, project, rule
from results import greedy_result

import resopt as ro
from resopt.domain.records import Portfolio
from resopt.errors import InputError, Issue, Severity
from resopt.excel.contents import Page, Table
from resopt.explain import explain
from resopt.messages.names import OUTPUT_SHEETS
from resopt.report.audience import SHEETS, audience_of
from resopt.report.privacy import hidden
from resopt.report.workbook import content, save
from resopt.result import Contradiction, Result
from resopt.tables.plans import load_plan
from resopt.tables.written import portfolio_of

# Keys and names that occur nowhere else, keys of digits alone among them.
PEOPLE = {
    "QX71": ("Zelda Quill", "Alpha"), "QX72": ("欧阳锋", "Alpha"), "90817": ("Umberto Nox", "Beta"),
    "QX74": ("司马懿", "Beta"), "QX75": ("Ximena Qo", "Gamma"), "73": ("Yorick Vane", "Gamma"),
}  # fmt: skip
SHORT = "73"


def talkative() -> Portfolio:
    """Everybody is named wherever a workbook can name people: notes, reasons, managers, locks, rules, remarks."""
    people = [
        person(i, "Dev" if n % 2 else "Dev, Test", name=name, department=dept)
        for n, (i, (name, dept)) in enumerate(PEOPLE.items())
    ]
    projects = [
        project("P1", 1, name="Atlas", department="Alpha", manager="Umberto Nox", notes="ask 司马懿", type="System"),
        project("P2", 2, name="Borealis", department="Beta", manager="Zelda Quill"),
        project("P3", 3, name="Cirrus of Ximena Qo", department="Gamma"),
    ]
    lines = [
        line("L1", "P1", weeks=4, fte=2, core=True, notes="Umberto Nox"),
        line("L2", "P1", "", weeks=4, person_id="90817"),
        line("L3", "P2", "Test", weeks=4, fte=2, preferred=("QX71", "QX74")),
        line("L4", "P3", "", weeks=4, fte=1, person_id="QX75"),
        line("P2-73-lock", "P2", "Dev", segments=(), from_lock=True),
        line("P2-QX72-lock", "P2", "Dev", segments=(), from_lock=True),
    ]
    bookings = [
        replace(booking("QX71", "P1", {0: 1, 1: 1}, lock="hard"), reason="for 司马懿", approved_by="Yorick Vane"),
        booking("73", "P2", {0: "0.4"}, line="P2-73-lock", lock="hard"),
        booking("QX72", "P2", {0: "0.4", 1: 1}, line="P2-QX72-lock", lock="hard"),
        booking("QX72", "P1", {0: 1, 1: "0.6"}),
        booking("QX75", "P3", {0: 1}, lock="hard"),
        booking("90817", "P3", {0: 1, 2: 1}),
        booking("QX74", "P1", {2: "0.5"}),
    ]
    told = {"found": "Yorick Vane", "nearest": "Zelda Quill"}
    return portfolio(
        people, projects, lines, weeks=4, step=100, bookings=bookings, sha256="ef" * 32, source="of Zelda Quill.xlsx",
        absences=[absent("QX75", day(0), day(0, 6))],
        rules=[rule("require", "QX74", "P1", value=0.5), rule("apart", "QX71", "P2", other="73")],
        issues=(Issue(Severity.INFO, "input.preference", "fit", "B2", told),),
    )  # fmt: skip


def explained(one: Portfolio) -> Result:
    """Return the greedy plan with the product's own explanations."""
    result = greedy_result(one)
    told = explain(one, result.plan, contradictions=[Contradiction(f, (), False) for f in result.set_aside])
    assert {c.kind for c in told} >= {"gap", "contradiction"}
    return result.with_conflicts(told)


def text_of(path: Path) -> str:
    """Return all parts of the file, and their names."""
    with zipfile.ZipFile(path) as package:
        return "\n".join(f"{name}\n{package.read(name).decode()}" for name in package.namelist())


def told_in(path: Path, words: set[str]) -> set[str]:
    """Return which of the words stand anywhere in the file; those of letters and digits as whole words."""
    text = text_of(path)
    found = set()
    for word in words:
        whole = rf"(?<![0-9A-Za-z_]){re.escape(word)}(?![0-9A-Za-z_])" if word.isascii() else re.escape(word)
        if word == SHORT:  # such a number is also that of a row or a style: a text it is, or part of a key
            whole = rf"<t[^>]*>({word}|[^<]*[|-]{word}([|-][^<]*)?)</t>"
        found |= {word} if re.search(whole, text) else set()
    return found


def keys_and_names(people: set[str]) -> set[str]:
    return people | {PEOPLE[i][0] for i in people}


CASES = {
    "leadership": set[str](),
    "department:Alpha": {"QX71", "QX72"},
    "department:Beta": {"90817", "QX74"},
    "project:P3": {"QX75", "90817"},
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("whom", CASES)
def test_nobody_else_is_anywhere_in_the_file(whom: str, lang: str, tmp_path: Path) -> None:
    one = talkative()
    save(tmp_path / "all.xlsx", one, explained(one), lang=lang, created=WHEN)
    others = keys_and_names(set(PEOPLE) - CASES[whom])
    assert others - told_in(tmp_path / "all.xlsx", others) == set()  # the whole file does name them
    save(tmp_path / "some.xlsx", one, explained(one), lang=lang, created=WHEN, audience=whom)
    assert told_in(tmp_path / "some.xlsx", others) == set()
    if CASES[whom]:
        assert told_in(tmp_path / "some.xlsx", CASES[whom]) == CASES[whom]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("whom", CASES)
def test_a_file_for_somebody_has_their_sheets(whom: str, lang: str, tmp_path: Path) -> None:
    one = talkative()
    save(tmp_path / "some.xlsx", one, explained(one), lang=lang, created=WHEN, audience=whom)
    names = {OUTPUT_SHEETS[key][lang == "zh"] for key in SHEETS[whom.partition(":")[0]]}
    assert set(opened(tmp_path / "some.xlsx").sheetnames) == {*names, "_resopt"}


@pytest.mark.parametrize("whom", ["department:Alpha", "project:P1"])
def test_numbers_of_projects_stay_whole(whom: str, tmp_path: Path) -> None:
    """What others give a project is in its met days, in whomever's file."""
    one = talkative()
    rows = {}
    for name, audience in (("all", "all"), ("some", whom)):
        save(tmp_path / f"{name}.xlsx", one, explained(one), created=WHEN, audience=audience)
        sheet = sheet_of((opened(tmp_path / f"{name}.xlsx"), "en"), "coverage")
        rows[name] = {r["Project ID"]: r for r in table(sheet, "Tier") if r["Project ID"]}
    assert rows["some"]["P1"] == rows["all"]["P1"]
    assert rows["some"].keys() <= rows["all"].keys()


def test_rows_of_a_department_are_those_of_the_whole_plan(tmp_path: Path) -> None:
    one = talkative()
    rows = {}
    for name, audience in (("all", "all"), ("some", "department:Alpha")):
        save(tmp_path / f"{name}.xlsx", one, explained(one), created=WHEN, audience=audience)
        book = (opened(tmp_path / f"{name}.xlsx"), "en")
        rows[name] = [tuple(r.values()) for r in table(sheet_of(book, "plan"), "Person ID")]
        people = {r["Person ID"]: r["Planned"] for r in table(sheet_of(book, "people"), "Department") if r["Person ID"]}
        rows[f"{name} people"] = [tuple(people.items())]
    mine = [r for r in rows["all"] if r[0] in CASES["department:Alpha"]]
    assert [r[:-3] for r in rows["some"]] == [r[:-3] for r in mine] != []
    assert {r[0] for r in rows["some people"][0]} == {"QX71", "QX72"}
    assert dict(rows["some people"][0]).items() <= dict(rows["all people"][0]).items()
    assert sum(r[7] for r in rows["some"]) == near(sum(dict(rows["some people"][0]).values()))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_mask_leaves_no_name_on_any_sheet(lang: str, tmp_path: Path) -> None:
    one = talkative()
    same = replace(one, people=tuple(replace(p, name=p.id) if p.id == "QX72" else p for p in one.people))
    save(tmp_path / "masked.xlsx", same, explained(same), lang=lang, created=WHEN, mask=True)
    names = {name for i, (name, _) in PEOPLE.items()}
    assert told_in(tmp_path / "masked.xlsx", names) == set()
    assert told_in(tmp_path / "masked.xlsx", {"QX72"}) == set()  # a key that is the name is none that may stand
    kept = {"QX71", "90817", "QX74", "QX75"}
    assert told_in(tmp_path / "masked.xlsx", kept) == kept


def test_planned_hires_who_do_not_count_are_hidden_too(tmp_path: Path) -> None:
    """They are on no list of people, but remarks and typed texts name them."""
    week = {"from": "2026-01-05", "to": "2026-01-09"}
    staff = [{"person_id": f"A{i}", "name": f"Ann {i}", "role": "Dev", "department": "Alpha"} for i in (1, 2)]
    staff.append({"person_id": "HX9", "name": "Willa Hire", "role": "Dev", "employment": "planned"})
    projects = [{"project_id": p, "priority": 1, "notes": "Willa Hire", "department": "Alpha"} for p in ("P1", "P2")]
    booked = [
        {"person": "A1", "project": "P2", "fte": 1, "reason": "until Willa Hire (HX9) comes", **week},
        {"person": "HX9", "project": "P2", "fte": 1, **week},
    ]
    one = ro.from_frames(
        projects=pd.DataFrame(projects), staff=pd.DataFrame(staff), assignments=pd.DataFrame(booked),
        demand=pd.DataFrame([{"project": "P1", "role": "Dev", "fte": 3, **week}]), settings={"weeks": 2},
    )  # fmt: skip
    for name, mask, audience in (("all", False, "all"), ("mask", True, "all"), ("some", False, "department:Alpha")):
        save(tmp_path / f"{name}.xlsx", one, greedy_result(one), created=WHEN, mask=mask, audience=audience)
    words = {"Willa Hire", "HX9"}
    assert told_in(tmp_path / "all.xlsx", words) == words
    assert told_in(tmp_path / "mask.xlsx", words) == {"HX9"}  # a mask leaves IDs
    assert told_in(tmp_path / "some.xlsx", words) == set()


def test_a_mask_changes_no_number(tmp_path: Path) -> None:
    one = talkative()
    numbers = []
    for mask in (False, True):
        save(tmp_path / "m.xlsx", one, explained(one), created=WHEN, mask=mask)
        sheets = (s for s in opened(tmp_path / "m.xlsx") if s.title != "_resopt")  # which only a whole file has in full
        cells = (c.value for s in sheets for row in s.iter_rows() for c in row)
        numbers.append([v for v in cells if isinstance(v, (int, float))])
    assert numbers[0] == numbers[1]


def test_reasons_of_absence_are_in_no_file(tmp_path: Path) -> None:
    """There is no place for them in the records: only days are kept."""
    assert set(absent("E1", day(0), day(0)).__dataclass_fields__) == {"person_id", "segment"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("everyone", "'everyone' is no audience: leadership, department:NAME or project:NAME"),
        ("department:Alfa", "there is no department 'Alfa'; did you mean 'Alpha'?"),
        ("project:Atlos", "there is no project 'Atlos'; did you mean 'Atlas'?"),
        ("department:", "there is no department ''"),
    ],
)
def test_an_unknown_audience_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        audience_of(talkative(), text)


def test_projects_may_be_named_by_name() -> None:
    assert audience_of(talkative(), "project:Atlas") == audience_of(talkative(), "project: P1")


def test_a_file_of_a_project_counts_its_own_changes_alone(tmp_path: Path) -> None:
    one = talkative()
    save(tmp_path / "some.xlsx", one, explained(one), created=WHEN, audience="project:P2")
    sheet = sheet_of((opened(tmp_path / "some.xlsx"), "en"), "changes")
    rows = table(sheet, "Kind")
    assert {r["Project ID"] for r in rows} == {"P2"}
    pairs = len([r for r in rows if r["Old"] is not None])
    assert re.match(rf"{pairs} person-project pairs change, {pairs} (person|people) affected", str(sheet["B2"].value))
    faults = sheet_of((opened(tmp_path / "some.xlsx"), "en"), "conflicts")
    texts = {str(c.value) for row in faults.iter_rows() for c in row}
    assert "What is wrong" not in texts  # a fault tells of other projects of the person


def test_rules_of_people_are_found_again_under_their_new_names() -> None:
    """Reasons look up rows of Rules and Assignments by keys made of IDs, those of digits alone among them."""
    one = talkative()
    two, result = hidden(one, explained(one), set(PEOPLE), "en")
    rows = {r.id for r in two.rules} | {b.id for b in two.bookings}
    assert len(rows) == len(one.rules) + len(one.bookings)
    assert not any("73" in row or "QX" in row for row in rows)
    facts = {f.row_id for f in result.set_aside if f.row_id}
    grounds = {g.row_id for c in result.conflicts for r in c.reasons for g in r.grounds if g.row_id}
    assert facts and facts | grounds <= rows


@pytest.mark.parametrize("whom", ["department:Alpha", "project:P1"])
def test_a_file_for_somebody_is_not_taken_for_the_whole_plan(whom: str, tmp_path: Path) -> None:
    one = talkative()
    for name, audience in (("all", "all"), ("some", whom)):
        save(tmp_path / f"{name}.xlsx", one, explained(one), created=WHEN, audience=audience)
    assert load_plan(tmp_path / "all.xlsx", one).assignments
    with pytest.raises(InputError, match="it is not the whole plan"):
        load_plan(tmp_path / "some.xlsx", one)
    with pytest.raises(InputError, match="it is not the whole plan"):
        portfolio_of(tmp_path / "some.xlsx")


@pytest.mark.parametrize(
    ("whom", "mask"), [("leadership", False), ("department:Alpha", False), ("project:P1", False), ("all", True)]
)
def test_a_file_that_cannot_be_given_back_asks_nobody_to_type(whom: str, mask: bool) -> None:
    one = talkative()
    whole = content(one, explained(one), "en", WHEN)
    assert asking(whole.pages) == {"conflicts", "changes", "warnings", "edit", "plan", "runs"}
    part = content(one, explained(one), "en", WHEN, audience_of(one, whom), mask=mask)
    assert not asking(part.pages)
    told = {page.key: "cannot be given back" in page.subtitle for page in part.pages}
    assert {key for key, said in told.items() if said} == asking(whole.pages) & told.keys() != set()
    said = [f"{page.title} {page.subtitle}" for page in part.pages]
    assert not any(word in text for text in said for word in ("yellow", "to change", "editing"))
    assert all(page.tab != "input" for page in part.pages)


def asking(pages: tuple[Page, ...]) -> set[str]:
    """Return the sheets with cells to fill in or lists to choose from."""
    tables = [(page.key, block) for page in pages for block in page.blocks if isinstance(block, Table)]
    return {
        key
        for key, one in tables
        if any(column.choices for column in one.columns)
        or any(cell.style.tone == "input" for row in one.rows for cell in row.cells)
    }
