"""The input template: read back without a warning, lists and checks in place, examples that step aside, part files."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from books import opened
from click.testing import CliRunner, Result
from test_tolerance import EN, write

import resopt as ro
from resopt.cli.main import cli
from resopt.cli.template import next_monday
from resopt.domain.records import Portfolio, RuleKind
from resopt.errors import Severity
from resopt.excel.template import RULES, Content, template_bytes
from resopt.excel.template_form import FORM, LIVING, SHEETS
from resopt.excel.template_guide import KINDS
from resopt.messages.names import COLUMNS, GUIDE_SHEET, INPUT_SHEETS, VALUES, of
from resopt.sample.blank import examples
from resopt.tables.parts import Part, _name_files

START = date(2026, 1, 5)
DATA = Path(__file__).parent.parent / "data"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments])


def bare(portfolio: Portfolio) -> Portfolio:
    return replace(portfolio, issues=(), sha256="", source="")


def made(path: Path, lang: str, **more: object) -> Path:
    rows = examples(lang, START) if "rows" not in more else more["rows"]
    path.write_bytes(template_bytes(Content(START, rows, {"start": START, "weeks": 13}), lang))  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_template_is_read_back_without_a_warning_and_can_be_planned(lang: str, tmp_path: Path) -> None:
    path = tmp_path / "in.xlsx"
    assert run("template", path, "--lang", lang).exit_code == 0
    portfolio = ro.load(path)
    assert {issue.severity for issue in portfolio.issues} == {Severity.INFO}
    assert not [i for i in portfolio.issues if i.code in ("input.sheet_unknown", "input.column_unknown")]
    assert (len(portfolio.projects), len(portfolio.people), len(portfolio.lines)) == (2, 3, 3)
    assert len(portfolio.bookings) == len(portfolio.rules) == len(portfolio.fits) == len(portfolio.seats) == 1
    assert portfolio.settings.start == next_monday(date.today()) and portfolio.settings.language == lang
    result = ro.solve(portfolio, ro.Options(rounds=1, workers=0))
    assert result.plan.assignments and ro.check(portfolio, result.plan).violations == ()


def test_both_languages_are_the_same_problem(tmp_path: Path) -> None:
    one, other = (ro.load(made(tmp_path / f"{lang}.xlsx", lang)) for lang in ("en", "zh"))
    assert [line.segments for line in one.lines] == [line.segments for line in other.lines]
    assert [p.fte for p in one.people] == [p.fte for p in other.people]
    assert [p.status for p in one.projects] == [p.status for p in other.projects]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_column_is_there_with_help_and_every_list_it_offers(lang: str, tmp_path: Path) -> None:
    book = opened(made(tmp_path / "in.xlsx", lang), formulas=True)
    assert book.sheetnames[0] == of(GUIDE_SHEET, lang)
    for key in SHEETS:
        sheet = book[of(INPUT_SHEETS[key], lang)]
        heads = {cell.value: cell for cell in sheet[1]}
        assert {of(name, lang) for name in COLUMNS[key].values()} <= heads.keys()
        if key == "settings":
            continue
        assert all(heads[of(COLUMNS[key][one.key], lang)].comment is not None for one in FORM[key])
        lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
        assert len(lists) == sum(bool(one.offers) for one in FORM[key])
        assert sheet.conditional_formatting and sheet.freeze_panes
    for name in LIVING:
        assert f"resopt_{name}" in book.defined_names
    hidden = book["_lists"]
    assert hidden.sheet_state == "hidden" and str(hidden["A1"].value).startswith("=IF(")


def test_what_the_lists_offer_is_what_the_reader_knows() -> None:
    assert {row[0] for row in VALUES["rule"][:RULES]} == {kind.value for kind in RuleKind} and KINDS == RULES
    assert {one.offers for fields in FORM.values() for one in fields} - {""} <= {*LIVING, *VALUES}
    assert {key: {one.key for one in fields} for key, fields in FORM.items()} == {
        key: set(COLUMNS[key]) for key in SHEETS
    }


def test_week_columns_follow_start(tmp_path: Path) -> None:
    path = made(tmp_path / "in.xlsx", "en")
    heads = [
        cell.value
        for cell in opened(path, formulas=True)["Demand"][1]
        if str(cell.value).startswith("=IF(ISNUMBER('Settings'!$B$2)")
    ]
    assert len(heads) == 13
    line = next(line for line in ro.load(path).lines if line.id == "example-D3")
    assert [s.start for s in line.segments] == [
        date(2026, 1, 19),
        date(2026, 1, 26),
        date(2026, 2, 2),
        date(2026, 2, 9),
    ]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_examples_step_aside_for_rows_of_ones_own(lang: str, tmp_path: Path) -> None:
    rows = examples(lang, START)
    rows["projects"].append({"project_id": "P7", "project": "Own", "priority": 3})
    rows["staff"].append({"person_id": "E7", "name": "Zoe", "role": rows["roles"][0]["role"]})
    rows["demand"].append(
        {"project": "Own (P7)", "role": rows["roles"][0]["role"], "from": START, "to": date(2026, 1, 9), "fte": 1}
    )
    portfolio = ro.load(made(tmp_path / "in.xlsx", lang, rows=rows))
    assert [p.id for p in portfolio.projects] == ["P7"] and [p.id for p in portfolio.people] == ["E7"]
    assert not portfolio.bookings and not portfolio.absences and not portfolio.rules
    left = {i.sheet: i.values["count"] for i in portfolio.issues if i.code == "input.examples_left_out"}
    assert left["projects"] == 2 and left["staff"] == 3 and left["demand"] == 3 and left["assignments"] == 1
    assert {i.severity for i in portfolio.issues} == {Severity.INFO}


def test_text_in_a_template_is_never_a_formula(tmp_path: Path) -> None:
    rows = {"projects": [{"project_id": "=1+1", "project": "{=2}", "priority": 1, "notes": "@SUM(1)"}]}
    sheet = opened(made(tmp_path / "in.xlsx", "en", rows=rows), formulas=True)["Projects"]
    assert [(sheet[at].value, sheet[at].data_type) for at in ("A2", "B2")] == [("=1+1", "s"), ("{=2}", "s")]


def test_equal_content_gives_equal_bytes(tmp_path: Path) -> None:
    assert made(tmp_path / "a.xlsx", "en").read_bytes() == made(tmp_path / "b.xlsx", "en").read_bytes()


@pytest.mark.parametrize(
    ("file", "by", "count"), [("quarter.xlsx", "department", 7), ("quarter_zh.xlsx", "manager", 6)]
)
def test_parts_together_are_the_whole(file: str, by: str, count: int, tmp_path: Path) -> None:
    source = tmp_path / file
    source.write_bytes(
        (DATA / "quarter.xlsx").read_bytes() if not (DATA / file).exists() else (DATA / file).read_bytes()
    )
    done = run("template", tmp_path / "parts", "--from", source, "--split-by", by)
    assert done.exit_code == 0, done.stderr
    files = sorted((tmp_path / "parts").iterdir())
    assert len(files) == count == len(done.stdout.splitlines())
    assert bare(ro.load(tmp_path / "parts")) == bare(ro.load(source))
    rows = [int(re.findall(r"\d+", line.rsplit(".xlsx", 1)[1])[0]) for line in done.stdout.splitlines()]
    one = run("template", tmp_path / "one.xlsx", "--from", source)
    assert one.exit_code == 0 and bare(ro.load(tmp_path / "one.xlsx")) == bare(ro.load(source))
    assert sum(rows) > 300
    again = run("template", tmp_path / "parts", "--from", source, "--split-by", by)
    assert again.exit_code == 1 and ("exists already" in again.stderr or "已存在" in again.stderr)


def test_a_part_offers_what_stands_in_the_others(tmp_path: Path) -> None:
    run("template", tmp_path / "parts", "--from", DATA / "quarter.xlsx", "--split-by", "department")
    book = opened(tmp_path / "parts" / "Data.xlsx", formulas=True)
    assert book.sheetnames[:3] == ["Instructions", "Projects", "Staff"] and "Settings" not in book.sheetnames
    offered = [cell.value for cell in book["_lists"]["A"]]
    own = {row[0].value for row in book["Projects"].iter_rows(min_row=2, max_row=40) if row[0].value}
    everyone = {p.id for p in ro.load(DATA / "quarter.xlsx").projects}
    written = {re.findall(r"\((\w+)\)$", text)[0] for text in offered if text and not text.startswith("=")}
    assert written == everyone - own and own


def test_weeks_and_amounts_in_percent_survive(tmp_path: Path) -> None:
    sheets = examples("en", START)
    sheets["settings"] = [{"setting": "Start", "value": START}, {"setting": "Unit", "value": "%"}]
    for row in sheets["demand"]:
        for key in [key for key in row if isinstance(key, date) or key == "fte"]:
            row[key] = row[key] * 100
    sheets["assignments"][0]["fte"] = 50
    from resopt.excel.inputs import write_input

    write_input(tmp_path / "in.xlsx", sheets)
    before = ro.load(tmp_path / "in.xlsx")
    assert run("template", tmp_path / "out.xlsx", "--from", tmp_path / "in.xlsx").exit_code == 0
    assert bare(ro.load(tmp_path / "out.xlsx")) == bare(before)
    heads = [cell.value for cell in opened(tmp_path / "out.xlsx", formulas=True)["Demand"][1]]
    assert heads[-4:] == [datetime(2026, 1, 19), datetime(2026, 1, 26), datetime(2026, 2, 2), datetime(2026, 2, 9)]


def test_units_of_headers_and_weeks_by_row_survive_or_nothing_is_written(tmp_path: Path) -> None:
    hours = [["Project", "Role", "From", "To", "Hours"], ["P1", "Developer", START, date(2026, 1, 30), 20]]
    share = [["Person", "Project", "From", "To", "Allocation %"], ["Ann", "P1", START, date(2026, 1, 30), 50]]
    source = write(tmp_path / "in.xlsx", EN | {"Demand": hours, "Assignments": share})
    assert run("template", tmp_path / "out.xlsx", "--from", source).exit_code == 0
    assert bare(ro.load(tmp_path / "out.xlsx")) == bare(ro.load(source))
    by_week = [["Project", "Role", "Week", "FTE"], ["P1", "Developer", START, 1], ["P1", "Developer", "KW 3", 1]]
    source = write(tmp_path / "weeks.xlsx", EN | {"Demand": by_week})
    assert run("template", tmp_path / "out2.xlsx", "--from", source).exit_code == 0
    assert bare(ro.load(tmp_path / "out2.xlsx")) == bare(ro.load(source))
    by_week[0][3] = "Days"
    source = write(tmp_path / "days.xlsx", EN | {"Demand": by_week})
    done = run("template", tmp_path / "out3.xlsx", "--from", source)
    assert done.exit_code == 1 and "nothing was written" in done.stderr and not (tmp_path / "out3.xlsx").exists()


def test_part_files_get_names_that_every_system_takes() -> None:
    parts = {"": Part("", "Common.xlsx")} | {one: Part(one, "") for one in ("a/b", "A:B", "common", "..", "x" * 200)}
    _name_files(parts)
    names = [part.file for part in parts.values()]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(re.fullmatch(r"[\w -]{1,66}\.xlsx", name) for name in names), names


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("p", "--split-by", "manager"), 2, "--split-by splits an input; name it with --from."),
        (("p.xls",), 2, "p.xls: the output must be a file whose name ends in .xlsx."),
        (("p.xlsx", "--from", "none.xlsx"), 1, "none.xlsx: there is no such file."),
        (("none/p", "--from", "in.xlsx", "--split-by", "manager"), 1, "The folder"),
        (("in.xlsx", "--from", "in.xlsx", "--split-by", "manager"), 1, "in.xlsx is a file; name a folder."),
        (("p", "--from", "in.xlsx", "--split-by", "manager"), 1, "No row has anything under Manager"),
        (("in.xlsx",), 1, "in.xlsx exists already"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    arguments: tuple[str, ...], code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = examples("en", START)
    rows["projects"] = [{key: value for key, value in row.items() if key != "manager"} for row in rows["projects"]]
    made(tmp_path / "in.xlsx", "en", rows=rows)
    monkeypatch.chdir(tmp_path)
    done = run("template", *arguments)
    assert done.exit_code == code and done.stderr.startswith(said) and done.stderr.count("\n") == 1, done.stderr
    assert not (tmp_path / "p").exists()


def test_faults_of_the_source_are_told_and_nothing_is_written(tmp_path: Path) -> None:
    rows = examples("en", START)
    rows["demand"][0]["project"] = "P9"
    made(tmp_path / "in.xlsx", "en", rows=rows)
    done = run("template", tmp_path / "out.xlsx", "--from", tmp_path / "in.xlsx")
    assert done.exit_code == 1 and "There is no project P9" in done.stderr
    assert not (tmp_path / "out.xlsx").exists()
