"""Other formats and hostile files: text files in many encodings, .xls, .xlsb and .ods, and what cannot be read."""

from __future__ import annotations

import os
import random
import resource
import shutil
import struct
import subprocess
import time
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

import pytest
from click.testing import CliRunner
from openpyxl import Workbook
from test_tolerance import EN, MON, write
from xlsb import write_xlsb

import resopt as ro
from resopt.cli.main import cli
from resopt.errors import InputError, Severity
from resopt.excel import guard, old_formats
from resopt.excel.book import READ, Opened, _fast, _slow, rows_of
from resopt.excel.csv_file import delimiter_of, read_csv
from resopt.excel.findings import Findings
from resopt.excel.guard import open_package
from resopt.excel.read import read_tables

REAL = os.environ.get("RESOPT_REAL_FILES", "")  # a folder of planning files that are not ours to publish


def sentence(path: Path) -> str:
    with pytest.raises(InputError) as error:
        ro.load(path)
    (text,) = str(error.value).split("\n")
    return text


def csv_parts(folder: Path, encoding: str = "utf-8", sign: str = ",", comma: bool = False) -> Path:
    """Write the three required sheets as text files."""
    folder.mkdir(exist_ok=True)
    half = "0,5" if comma else "0.5"
    texts = {
        "projects": [["Project ID", "Project", "Priority"], ["P1", "Größe", "1"], ["P2", "Müller", "2"]],
        "2026 staff": [["Person ID", "Name", "Role", "FTE"], ["00123", "Jörg", "Entwickler", half]],
        "Bedarf IT": [["Project", "Role", "From", "To", "FTE"], ["P1", "Entwickler", "2026-01-05", "2026-01-30", half]],
    }
    for name, rows in texts.items():
        (folder / f"{name}.csv").write_bytes("\r\n".join(sign.join(row) for row in rows).encode(encoding))
    return folder


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize(("sign", "comma"), [(",", False), (";", True), ("\t", True), ("|", True)])
def test_text_files_in_a_folder(encoding: str, sign: str, comma: bool, tmp_path: Path) -> None:
    portfolio = ro.load(csv_parts(tmp_path / "in", encoding, sign, comma))
    assert [p.name for p in portfolio.projects] == ["Größe", "Müller"]
    assert [(p.id, p.name, float(p.fte)) for p in portfolio.people] == [("00123", "Jörg", 0.5)]
    told = [i.text() for i in portfolio.issues if i.code == "input.csv_encoding"]
    assert bool(told) == (encoding in ("cp1252", "utf-16"))


def test_chinese_text_files(tmp_path: Path) -> None:
    for name, text in {
        "项目": "项目编号,项目名称,优先级\nP1,核心系统,高\n",
        "人员": "工号,姓名,角色\nE1,张敏,开发\n",
        "资源需求": "项目,角色,2026-W02,2026-W03\n核心系统,开发,1,50%\n",
    }.items():
        (tmp_path / f"{name}.csv").write_bytes(text.encode("gb18030"))
    portfolio = ro.load(tmp_path)
    assert portfolio.projects[0].name == "核心系统" and len(portfolio.lines[0].segments) == 2
    assert "项目.csv is not in UTF-8; it is read as GB18030." in [i.text() for i in portfolio.issues]


def test_a_text_file_of_any_name_is_known_by_its_headers(tmp_path: Path) -> None:
    csv_parts(tmp_path / "in")
    for path in list((tmp_path / "in").iterdir()):
        path.rename(path.with_name(f"export{path.stat().st_size}.csv"))
    assert len(ro.load(tmp_path / "in").lines) == 1


def test_addresses_and_inert_texts_of_text_files(tmp_path: Path) -> None:
    folder = csv_parts(tmp_path / "in")
    with (folder / "Bedarf IT.csv").open("a", encoding="utf-8") as file:
        file.write('\r\n\r\n\'=P1,"Ent\nwickler",2026-01-05,2026-01-30,x')
    with pytest.raises(InputError) as error:
        ro.load(folder)
    assert str(error.value).split("\n") == [
        "Demand!A4 (Bedarf IT.csv): There is no project =P1 on sheet Projects; did you mean P1?",
        "Demand!E4 (Bedarf IT.csv): 'x' is not a number.",
    ]


@pytest.mark.parametrize(
    ("text", "sign"),
    [("a,b\n1,2\n", ","), ("a;b\n0,5;1,5\n0,6;7,1", ";"), ("a\tb, c\n1\t2", "\t"), ("sep=|\na|b", "|"), ("a\nb", ",")],
)
def test_delimiters(text: str, sign: str) -> None:
    assert delimiter_of(text) == sign


def test_a_line_that_names_its_delimiter_is_no_row() -> None:
    rows, _ = read_csv(b"sep=;\na;b\n1;2\n", Path("x.csv"))
    assert rows == [[], ["a", "b"], ["1", "2"]]


@pytest.mark.parametrize("content", [b"\x89PNG\x00\x00", b"\xff\xfe\x00", bytes(range(1, 256)) * 3 + b"\0", b""])
def test_no_text_is_one_sentence(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(content)
    assert sentence(tmp_path / "x.csv").startswith("x.csv is ")


# Other workbooks


def ods(path: Path, sheets: dict[str, list[list[Any]]], far: int = 0) -> Path:
    """Write a workbook of LibreOffice by hand; `far` empty rows stand before a last cell."""

    def cell(value: Any) -> str:
        if isinstance(value, date):
            return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()[:10]}"/>'
        if isinstance(value, (int, float)):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    tables = ""
    for title, rows in sheets.items():
        body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
        if far:
            gap = f'<table:table-cell table:number-columns-repeated="{far}"/>{cell("x")}'
            body += f'<table:table-row table:number-rows-repeated="{far}"/>'
            body += f"<table:table-row>{gap}</table:table-row>"
        tables += f'<table:table table:name="{title}">{body}</table:table>'
    space = "urn:oasis:names:tc:opendocument:xmlns"
    names = " ".join(f'xmlns:{one}="{space}:{one}:1.0"' for one in ("office", "table", "text"))
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    content = f"<office:document-content {names}>{body}</office:document-content>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def test_a_workbook_of_libreoffice_is_read_with_a_warning(tmp_path: Path) -> None:
    sheets = {title: [list(row) for row in rows] for title, rows in EN.items()}
    portfolio = ro.load(ods(tmp_path / "in.ods", sheets))
    same = ro.load(write(tmp_path / "in.xlsx", EN))
    assert (portfolio.lines, portfolio.people, portfolio.projects) == (same.lines, same.people, same.projects)
    warned = [i.text() for i in portfolio.issues if i.severity is Severity.WARNING]
    assert warned[0].startswith("in.ods: in .ods files error cells cannot be told from blank ones;")


def test_a_binary_workbook_is_read_with_a_warning(tmp_path: Path) -> None:
    """Dates, numeric IDs and Chinese are those of the .xlsx; an error cell, which the format hides, is blank."""
    sheets = {title: [list(row) for row in rows] for title, rows in EN.items()}
    sheets["Projects"] += [[7, "王芳的项目", 3]]
    sheets["Demand"] += [[7, "Tester", MON, MON, 2], [7, "Tester", MON, MON, "#N/A"]]
    same = ro.load(write(tmp_path / "in.xlsx", {**sheets, "Demand": sheets["Demand"][:-1]}))
    portfolio = ro.load(write_xlsb(tmp_path / "in.xlsb", {**sheets, "Demand": sheets["Demand"][:-1]}))
    assert (portfolio.lines, portfolio.people, portfolio.projects) == (same.lines, same.people, same.projects)
    warned = [i.text() for i in portfolio.issues if i.severity is Severity.WARNING]
    assert warned[0].startswith("in.xlsb: in .xlsb files error cells cannot be told from blank ones;")
    with pytest.raises(InputError, match="Demand!E4: The line has no amount"):
        ro.load(write_xlsb(tmp_path / "in.xlsb", sheets))


def test_a_far_cell_in_another_format_ends_no_process(tmp_path: Path) -> None:
    sheets = {title: [list(row) for row in rows] for title, rows in EN.items()}
    start = time.monotonic()
    done = CliRunner().invoke(cli, ["validate", str(ods(tmp_path / "far.ods", sheets, far=300_000))])
    assert time.monotonic() - start < 60
    assert done.exit_code in (0, 1) and "resopt failed" not in done.output


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.ods", b"PK\x03\x04 broken"),
        ("b.xls", b"\xd0\xcf\x11\xe0 nothing else"),
        ("c.xls", b"<html><table/></html>"),
        ("d.xlsb", b""),
        ("~$e.ods", b"x"),
    ],
)
def test_broken_workbooks_of_other_formats(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    assert sentence(tmp_path / name).startswith(name)


def test_a_reader_that_never_ends_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(old_formats, "SECONDS", 0.01)
    assert "damaged" in sentence(ods(tmp_path / "in.ods", {"Projects": [["x"]]}))


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_what_libreoffice_saves_is_the_same(suffix: str, tmp_path: Path) -> None:
    path = write(tmp_path / "in.xlsx", EN)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, capture_output=True, timeout=180, check=True)
    one, other = ro.load(path), ro.load(tmp_path / f"in.{suffix}")
    assert (one.lines, one.people, one.projects) == (other.lines, other.people, other.projects)


# Hostile workbooks


def edited(path: Path, part: str, edit: Callable[[bytes], bytes]) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = edit(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


BILLION = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(12))
    + b"]>"
)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_an_xml_bomb_is_one_sentence(part: str, tmp_path: Path) -> None:
    def bomb(xml: bytes) -> bytes:
        body = xml[xml.find(b"?>") + 2 :] if xml.startswith(b"<?xml") else xml
        return BILLION + body.replace(b"Atlas", b"&m;").replace(b'"Projects"', b'"&m;"')

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    path = edited(write(tmp_path / "in.xlsx", EN), part, bomb)
    start = time.monotonic()
    done = CliRunner().invoke(cli, ["solve", str(path), "-o", str(tmp_path / "out.xlsx"), "--rounds", "0"])
    assert time.monotonic() - start < 30
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000  # KiB
    if part != "xl/styles.xml":  # a part that nothing of ours refers to may be passed over
        assert done.exit_code == 1 and done.stderr.count("\n") == 1, done.stderr
        assert not (tmp_path / "out.xlsx").exists()


def more_rows(path: Path, rows: bytes) -> Path:
    """Add XML to the end of sheet Demand."""
    return edited(path, "xl/worksheets/sheet3.xml", lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))


def compound(*streams: str) -> bytes:
    """Return an OLE2 compound file with such streams of 4,096 bytes each, as Office writes encrypted and old files."""
    free, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    chains = [fat, end] + [n for k in range(len(streams)) for n in (*range(3 + 8 * k, 10 + 8 * k), end)]
    table = struct.pack("<128I", *chains, *[free] * (128 - len(chains)))

    def entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
        title = name.encode("utf-16-le").ljust(64, b"\0")
        head = struct.pack("<HBBIII", 2 * len(name) + 2 if name else 0, kind, 1, free, right, child)
        return title + head + bytes(36) + struct.pack("<IQ", start, size)

    rows = [entry("Root Entry", 5, 1, free, end, 0)]
    for k, name in enumerate(streams, 1):
        rows.append(entry(name, 2, free, k + 1 if k < len(streams) else free, 2 + 8 * (k - 1), 4096))
    rows += [entry("", 0, free, free, 0, 0)] * (4 - len(rows))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<109I", 0, *[free] * 108)
    return head + table + b"".join(rows) + random.Random(1).randbytes(4096 * len(streams))


def marked(path: Path, offset: int, value: int) -> None:
    """Write a number of two bytes into the head of every part, there and in the list at the end of the zip."""
    content = bytearray(path.read_bytes())
    for sign, shift in ((b"PK\x03\x04", 0), (b"PK\x01\x02", 2)):
        at = content.find(sign)
        while at >= 0:
            struct.pack_into("<H", content, at + offset + shift, value)
            at = content.find(sign, at + 4)
    path.write_bytes(content)


def without(path: Path, part: str) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != part}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def one_part(path: Path, name: str, content: bytes, mode: Literal["a", "w"] = "w") -> None:
    with zipfile.ZipFile(path, mode, zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)


HOSTILE: dict[str, Callable[[Path], object]] = {
    "an empty file": lambda p: p.write_bytes(b""),
    "plain text": lambda p: p.write_bytes(b"a,b\n1,2\n"),
    "a password": lambda p: p.write_bytes(compound("EncryptionInfo", "EncryptedPackage")),
    "an old workbook": lambda p: p.write_bytes(compound("Workbook")),
    "an encrypted zip": lambda p: marked(p, 6, 1),
    "an unknown packing": lambda p: marked(p, 8, 99),
    "half of it": lambda p: p.write_bytes(p.read_bytes()[: p.stat().st_size // 2]),
    "half a list of sheets": lambda p: edited(p, "xl/workbook.xml", lambda xml: xml[: len(xml) // 2]),
    "half a sheet": lambda p: edited(p, "xl/worksheets/sheet3.xml", lambda xml: xml[: len(xml) // 2]),
    "a sheet missing": lambda p: without(p, "xl/worksheets/sheet3.xml"),
    "the list of sheets missing": lambda p: without(p, "xl/workbook.xml"),
    "a document": lambda p: one_part(p, "word/document.xml", b"<a/>"),
    "a zip bomb": lambda p: one_part(p, "xl/more.xml", b"0" * 40_000_000, "a"),
    "a folder": lambda p: (p.unlink(), p.mkdir()),
    "an XML bomb": lambda p: edited(
        p, "xl/worksheets/sheet3.xml", lambda xml: BILLION + xml[xml.find(b"?>") + 2 :].replace(b"<v>", b"<v>&m;", 1)
    ),
    "a row beyond the last": lambda p: more_rows(p, b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'),
    "a column beyond the last": lambda p: more_rows(p, b'<row r="9"><c r="ZZZZZ9"><v>1</v></c></row>'),
    "a text that is not there": lambda p: more_rows(p, b'<row r="9"><c r="A9" t="s"><v>99999</v></c></row>'),
    "a text before the first": lambda p: more_rows(p, b'<row r="9"><c r="A9" t="s"><v>-1</v></c></row>'),
    "UTF-16": lambda p: edited(p, "xl/worksheets/sheet3.xml", lambda xml: xml.decode().encode("utf-16")),
    "random bytes": lambda p: edited(p, "xl/worksheets/sheet3.xml", lambda xml: random.Random(1).randbytes(50_000)),
    "nothing": lambda p: edited(p, "xl/worksheets/sheet3.xml", lambda xml: b""),
    "a path outside": lambda p: edited(
        p, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace(b"worksheets/sheet3.xml", b"../../../etc/passwd")
    ),
    "no relations": lambda p: edited(p, "xl/_rels/workbook.xml.rels", lambda xml: b"<Relationships/>"),
    "another file": lambda p: edited(
        p,
        "xl/worksheets/sheet3.xml",
        lambda xml: b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + xml.replace(b"Developer", b"&x;"),
    ),
    "a flipped bit": lambda p: p.write_bytes(p.read_bytes()[:3000] + b"\x55" + p.read_bytes()[3001:]),
    "the end missing": lambda p: p.write_bytes(p.read_bytes()[:-30]),
    "the start missing": lambda p: p.write_bytes(p.read_bytes()[100:]),
    "no zip": lambda p: p.write_bytes(b"PK\x03\x04" + bytes(500)),
    "HTML": lambda p: p.write_bytes(b"<html><table><tr><td>1</td></tr></table></html>"),
    "a pipe": lambda p: (p.unlink(), os.mkfifo(p)),
    "a link to itself": lambda p: (p.unlink(), p.symlink_to(p.name)),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_workbook_is_one_sentence_and_writes_nothing(kind: str, tmp_path: Path) -> None:
    path, out = write(tmp_path / "in.xlsx", EN), tmp_path / "out.xlsx"
    HOSTILE[kind](path)
    start, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    done = CliRunner().invoke(cli, ["solve", str(path), "-o", str(out), "--rounds", "0"])
    assert (done.exit_code, done.stdout, out.exists()) == (1, "", False)
    assert done.stderr.startswith("in.xlsx") and done.stderr.count("\n") == 1, done.stderr
    assert time.process_time() - start < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000  # KiB


def test_there_are_thirty_hostile_workbooks_and_a_password_is_called_one(tmp_path: Path) -> None:
    assert len(HOSTILE) >= 30
    path = tmp_path / "in.xlsx"
    HOSTILE["a password"](path)
    assert sentence(path) == "in.xlsx is password-protected; save a copy without password."


@pytest.mark.parametrize(
    "piece",
    [
        b'<c r="A1" t="e">',
        b'<c r="A1" t="e"/>',
        b'<c r="A1"><f>1',
        b'<c r="A1"><f t="x"',
        b"<c   ",
        b"<row a",
        b'<c t="e" ',
        b"<c r",
    ],
)
def test_hostile_xml_costs_no_more_time_than_other(piece: bytes) -> None:
    def seconds(count: int) -> float:
        xml = piece * count + b" " * count
        start = time.process_time()
        for pattern in (guard._COLUMN, guard._ROW, guard._HIDDEN, guard._ERROR, guard._UNCACHED):
            assert sum(1 for _ in pattern.finditer(xml)) <= count
        return time.process_time() - start

    assert seconds(40_000) < 16 * max(seconds(10_000), 0.01)  # what grows with the square takes 16 times as long


def test_formulas_without_value_are_found_however_they_are_written() -> None:
    xml = (
        b'<c r="A1"><f/></c><c r="B1" s="3"><f t="shared" si="0"/><v></v></c><c r="C1"><f>1+1</f><v/></c>'
        b'<c r="D1"><f>1</f><v>1</v></c><x:c r="E1"><x:f>1</x:f></x:c><c r="F1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        b'<c r="G1" t="e"><v>#N/A</v></c><c r="H1" t="e"/><c r="I1"><v>2</v></c>'
    )
    found = {at: (bad.code, bad.found) for at, bad in guard._bad_cells(xml)}
    assert found == {
        (0, 0): ("input.cell_uncached", ""),
        (0, 1): ("input.cell_uncached", ""),
        (0, 2): ("input.cell_uncached", ""),
        (0, 4): ("input.cell_uncached", ""),
        (0, 5): ("input.cell_error", "#DIV/0!"),
        (0, 6): ("input.cell_error", "#N/A"),
    }


def random_sheet(seed: int, path: Path) -> Path:
    """Write a workbook of odd cells: texts, dates, numbers, blanks, gaps, formulas, errors."""
    rng = random.Random(seed)
    book = Workbook()
    sheet = book.worksheets[0]
    for _ in range(rng.randint(1, 120)):
        at = sheet.cell(rng.randint(1, 40), rng.randint(1, 30))
        at.value = rng.choice(
            [
                "text", " spaced ", "0,5", "00123", "50%", "真", "a\nb", 1, -2.5, 1e-7, 1e15, 0, True, False,
                date(2026, 1, rng.randint(1, 28)), datetime(2026, 5, 4, 13, 30), "=1+1", "#N/A", "",
            ]
        )  # fmt: skip
        if rng.random() < 0.1 and at.value in (1, 0):  # what lies before 1900 each reader shows in its own way
            at.number_format = rng.choice(["0%", "yyyy年m月", "@", "[h]:mm"])
    if rng.random() < 0.5:
        sheet.merge_cells("B2:C3")
    book.save(path)
    return path


@pytest.mark.parametrize("seed", range(40))
def test_both_readers_see_the_same_cells(seed: int, tmp_path: Path) -> None:
    package = open_package(random_sheet(seed, tmp_path / "in.xlsx"))

    def cells(rows: list[list[Any]]) -> dict[tuple[int, int], Any]:
        found = {(r, c): value for r, row in enumerate(rows) for c, value in enumerate(row)}
        return {at: plain(value) for at, value in found.items() if value not in (None, "") and value != "#N/A"}

    def plain(value: Any) -> Any:
        if isinstance(value, datetime) and value.time() == datetime.min.time():
            return value.date()
        return float(value) if isinstance(value, int) and not isinstance(value, bool) else value

    fast = _fast(package, package.parts[0], Opened(package.content))
    assert fast is not None and cells(fast) == cells(_slow(package, package.parts[0]))


def test_a_number_that_is_no_date_although_formatted_so(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = 1e15
    book.worksheets[0]["A1"].number_format = "[h]:mm"
    book.save(tmp_path / "in.xlsx")
    package = open_package(tmp_path / "in.xlsx")
    assert _fast(package, package.parts[0], Opened(package.content)) is None
    assert rows_of(package, package.parts[0]).rows == [["#VALUE!"]]


def test_fifty_thousand_rows_are_read_in_proportion(tmp_path: Path) -> None:
    import xlsxwriter

    def seconds(count: int) -> float:
        path = tmp_path / f"{count}.xlsx"
        book = xlsxwriter.Workbook(path)
        sheet = book.add_worksheet("Demand")
        sheet.write_row(0, 0, ["Demand ID", "Project", "Role", "From", "To", "FTE"])
        for row in range(1, count + 1):
            sheet.write_row(row, 0, [f"D{row}", f"P{row % 9}", "Developer", "2026-01-05", "2026-02-01", 0.5])
        book.close()
        start = time.process_time()
        tables, _ = read_tables([path], Findings())
        assert len(tables["demand"].rows) == count
        return time.process_time() - start

    seconds(500)
    assert seconds(20_000) < 12 * max(seconds(4_000), 0.05)


@pytest.mark.skipif(not REAL, reason="RESOPT_REAL_FILES names no folder of real planning files")
@pytest.mark.parametrize("path", sorted(Path(REAL).glob("*.*")) if REAL else [None], ids=str)
def test_real_planning_files_are_read_or_told(path: Path) -> None:
    if path.suffix not in READ:
        return
    done = CliRunner().invoke(cli, ["validate", str(path)])
    assert done.exit_code == 1 and "resopt failed" not in done.output
    lines = done.output.strip().split("\n")
    assert lines[-1].startswith("The input cannot be used.")
    if path.suffix == ".xlsx":
        assert any(" is not read; " in line for line in lines)


def test_folders_are_read_without_lock_files(tmp_path: Path) -> None:
    write(tmp_path / "in.xlsx", EN)
    for name in ("~$in.xlsx", ".~lock.in.xlsx#", ".hidden.xlsx", "notes.txt"):
        (tmp_path / name).write_bytes(b"x")
    assert ro.load(tmp_path).settings.start == MON
