"""Sheets put into somebody's own workbook: nothing else changes; what is unsafe is refused."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from books import WHEN, varied
from click.testing import CliRunner
from openpyxl import load_workbook
from openpyxl.cell import MergedCell
from results import greedy_result
from test_cli import rows

from resopt.cli.main import cli
from resopt.errors import FileOpenError, OutputError
from resopt.excel.inputs import write_input
from resopt.excel.write_file import put, put_into
from resopt.report.audience import Audience
from resopt.report.taken import sheets_taken, tables_taken
from resopt.report.workbook import save


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("ours") / "plan.xlsx"
    case = varied()
    save(path, case, greedy_result(case), created=WHEN)
    return path.read_bytes()


def own_book(path: Path, change: Callable[[Any, Any], Any] | None = None) -> Path:
    """Write a workbook with most of what people have: formats, a table, a chart, a note, a name, rules, a link."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Mine")
    bold = book.add_format({"bold": True, "num_format": "0.000", "font_name": "Arial", "bg_color": "#FFEE00"})
    sheet.write_row(0, 0, ["Team", "Days"])
    for row, (name, days) in enumerate((("A & B", 1.5), ("<C>", 2.25)), 1):
        sheet.write(row, 0, name, bold)
        sheet.write(row, 1, days, bold)
    sheet.write_formula("B5", "=SUM(B2:B3)", bold, 3.75)
    sheet.add_table("D1:E3", {"name": "Mine1", "columns": [{"header": "x"}, {"header": "y"}]})
    sheet.conditional_format("B2:B3", {"type": "cell", "criteria": ">", "value": 2, "format": bold})
    sheet.write_comment("A1", "a note")
    sheet.write_url("A9", "https://example.org/")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Mine!$B$2:$B$3"})
    sheet.insert_chart("G2", chart)
    book.define_name("Days", "=Mine!$B$2:$B$3")
    sheet.print_area("A1:B5")
    other = book.add_worksheet("Other")
    other.repeat_rows(0)
    other.activate()
    if change is not None:
        change(book, sheet)
    book.close()
    return path


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def opened(path: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(path)


LISTS = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}


def test_every_other_part_stays_byte_for_byte_and_a_copy_is_kept(tmp_path: Path, ours: bytes) -> None:
    path = own_book(tmp_path / "own.xlsx")
    before, whole = parts(path), path.read_bytes()
    copy = put_into(path, ours, "en")
    after = parts(path)
    assert {name for name, content in before.items() if after[name] != content} == LISTS
    assert copy.read_bytes() == whole and copy.parent == tmp_path
    assert all("/resopt_" in name for name in after.keys() - before.keys())


def test_both_workbooks_read_as_before(tmp_path: Path, ours: bytes) -> None:
    path = own_book(tmp_path / "own.xlsx")
    (tmp_path / "plan.xlsx").write_bytes(ours)
    old, plan = opened(path), opened(tmp_path / "plan.xlsx")
    put_into(path, ours, "en")
    new = opened(path)
    assert new.sheetnames == [*old.sheetnames, *plan.sheetnames] and new["_resopt"].sheet_state == "hidden"
    assert new.active.title == "Other" and sum(s.sheet_view.tabSelected or 0 for s in new.worksheets) == 1
    for source in (old, plan):
        for sheet in source.worksheets:
            twin = new[sheet.title]
            assert looks(twin) == looks(sheet), sheet.title
            assert twin.print_title_rows == sheet.print_title_rows and twin.print_area == sheet.print_area.replace(
                "'None'", f"'{sheet.title}'"
            )
            assert {t.name: t.ref for t in twin.tables.values()} == {t.name: t.ref for t in sheet.tables.values()}
    ids = [t.id for s in new.worksheets for t in s.tables.values()]
    assert len(ids) == len(set(ids)) > 4
    assert new.defined_names["Days"].attr_text == "Mine!$B$2:$B$3"


def test_the_names_refused_before_the_search_are_those_of_the_file(tmp_path: Path, ours: bytes) -> None:
    (tmp_path / "plan.xlsx").write_bytes(ours)
    book = opened(tmp_path / "plan.xlsx")
    assert book.sheetnames == sheets_taken(Audience(), "en")
    assert {table for sheet in book.worksheets for table in sheet.tables} == set(tables_taken(Audience()))


def looks(sheet: Any) -> list[Any]:
    """Return value and look of each cell; those without a format have that of the workbook, merged ones none."""
    cells = (c for row in sheet.iter_rows() for c in row if not isinstance(c, MergedCell))
    return [
        (c.coordinate, c.value, *(look(c) if c.has_style else ())) for c in cells if c.value is not None or c.has_style
    ]


def look(cell: Any) -> tuple[Any, ...]:
    font, edge = cell.font, cell.border.top.style
    return cell.number_format, font.b, font.name, font.sz, cell.fill.fgColor.rgb, edge, cell.alignment.wrap_text


def test_a_second_time_the_sheets_are_replaced(tmp_path: Path, ours: bytes) -> None:
    path = own_book(tmp_path / "own.xlsx")
    put_into(path, ours, "en")
    once = parts(path)
    put_into(path, ours, "en")
    assert parts(path) == once


def test_sheets_in_another_order_keep_their_names_and_print_areas(tmp_path: Path, ours: bytes) -> None:
    path = own_book(tmp_path / "own.xlsx")
    put_into(path, ours, "en")
    book = parts(path)
    text = book["xl/workbook.xml"].decode()
    first = text[text.index("<sheet ") : text.index("/>", text.index("<sheet ")) + 2]
    text = text.replace(first, "", 1).replace("</sheets>", f"{first}</sheets>", 1)  # the user's sheet goes to the end
    last = text.count("<sheet ") - 1
    text = text.replace('localSheetId="0">Mine', f'localSheetId="{last}">Mine', 1).replace(
        'activeTab="1"', 'activeTab="0"'
    )
    with zipfile.ZipFile(path, "w") as package:
        for name, content in {**book, "xl/workbook.xml": text.encode()}.items():
            package.writestr(name, content)
    put_into(path, ours, "en")
    new = opened(path)
    assert new.sheetnames[:2] == ["Other", "Mine"]
    assert "$A$1:$B$5" in new["Mine"].print_area and new.active.title == "Other"


def wrapped(path: Path, name: str, old: bytes, new: bytes) -> Path:
    """Replace a text in a part of a workbook, or add the part."""
    content = parts(path)
    content[name] = content[name].replace(old, new) if name in content else new
    with zipfile.ZipFile(path, "w") as package:
        for part, one in content.items():
            package.writestr(part, one)
    return path


LOCKED = b'<workbookProtection lockStructure="1"/>'
CLASHES: list[tuple[Callable[[Path], Any], str]] = [
    (
        lambda p: own_book(p, lambda book, sheet: book.add_worksheet("Plan")),
        "has a sheet Plan that resopt did not put in",
    ),
    (
        lambda p: own_book(p, lambda book, sheet: sheet.add_table("I1:J3", {"name": "tblplan"})),
        "has a table tblPlan that resopt did not put in",
    ),
    (
        lambda p: own_book(p, lambda book, sheet: book.define_name("tblPLAN", "=Mine!$B$2")),
        "has a defined name tblPlan",
    ),
    (
        lambda p: own_book(p, lambda book, sheet: book.define_name("Mine!tblEdit", "=Mine!$B$2")),
        "has a defined name tblEdit",
    ),
    (
        lambda p: own_book(p, lambda book, sheet: book.add_worksheet("_resopt")),
        "has a sheet _resopt that resopt did not put in",
    ),
    (
        lambda p: wrapped(own_book(p), "xl/charts/resopt_chart1.xml", b"", b"<x/>"),
        "holds parts named like those of resopt",
    ),
]
UNSAFE: list[tuple[Callable[[Path], Any], str]] = [
    *CLASHES,
    (
        lambda p: wrapped(
            own_book(p), "xl/workbook.xml", b"<sheets>", b'<workbookProtection lockStructure="1"/><sheets>'
        ),
        "The structure of",
    ),
    (lambda p: wrapped(own_book(p), "_xmlsignatures/sig1.xml", b"", b"<x/>"), "is signed"),
    (lambda p: wrapped(own_book(p), "xl/revisions/revisionHeaders.xml", b"", b"<x/>"), "is shared"),
    (
        lambda p: wrapped(own_book(p), "xl/workbook.xml", b"schemas.openxmlformats.org", b"purl.oclc.org/ooxml"),
        "strict or written by an odd program",
    ),
    (lambda p: p.write_bytes(b"PK no zip"), "is no Excel workbook"),
    (lambda p: p.write_text("a,b"), "is no Excel workbook"),
]


@pytest.mark.parametrize(("make", "told"), UNSAFE, ids=[told for _, told in UNSAFE])
def test_what_is_unsafe_is_refused_and_left_as_it_is(
    make: Callable[[Path], Any], told: str, tmp_path: Path, ours: bytes
) -> None:
    path = tmp_path / "own.xlsx"
    make(path)
    before = path.read_bytes()
    with pytest.raises(OutputError, match=told):
        put_into(path, ours, "en")
    assert path.read_bytes() == before and [one.name for one in tmp_path.iterdir()] == ["own.xlsx"]


def test_a_workbook_that_is_open_is_left_as_it_is(tmp_path: Path, ours: bytes) -> None:
    path = own_book(tmp_path / "own.xlsx")
    (tmp_path / ".~lock.own.xlsx#").touch()
    with pytest.raises(FileOpenError, match="is open"):
        put_into(path, ours, "en")


def test_a_workbook_that_is_read_only_is_left_as_it_is(tmp_path: Path, ours: bytes) -> None:
    """Another file could take its place all the same; who made it read-only did not want that."""
    path = own_book(tmp_path / "own.xlsx")
    before = path.read_bytes()
    path.chmod(0o444)
    for write in (put_into, put):
        with pytest.raises(FileOpenError, match="cannot be written"):
            write(path, ours, "en")
    assert path.read_bytes() == before and [one.name for one in tmp_path.iterdir()] == ["own.xlsx"]


@pytest.mark.usefixtures("alone")
def test_into_on_the_command_line(tmp_path: Path) -> None:
    source = tmp_path / "in.xlsx"
    write_input(source, rows())
    own = own_book(tmp_path / "own.xlsx")

    def solve(*more: object) -> Any:
        words = ("solve", source, "-o", tmp_path / "plan.xlsx", "--rounds", 0, "--workers", 1, *more)
        return CliRunner().invoke(cli, [str(word) for word in words])

    done = solve("--into", own)
    assert done.exit_code == 0 and f"Sheets put into {own} (experimental)." in done.stdout and "(before " in done.stdout
    assert opened(own).sheetnames[:3] == ["Mine", "Other", "Summary"]
    assert solve("--into", tmp_path / "none.xlsx").exit_code == 1
    assert solve("--into", tmp_path / "plan.xlsx").exit_code == 2
    (tmp_path / "plan.xlsx").unlink()
    for make, said in CLASHES:
        told = solve("--into", make(tmp_path / "clash.xlsx"))
        assert told.exit_code == 1 and said in told.stderr
        assert not (tmp_path / "plan.xlsx").exists()  # refused before the search, not after it
    told = solve("--for", "leadership", "--into", CLASHES[1][0](tmp_path / "clash.xlsx"))
    assert told.exit_code == 0  # has no table tblPlan
    again = solve("--plan", own, "--into", source)
    assert again.exit_code == 0 and "nothing asked for" in again.stdout
    assert solve().exit_code == 0  # the input with our sheets in it is still the input
