"""LibreOffice recalculates every formula of a workbook to the value that was written with it."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from books import WHEN, opened
from results import greedy_result

import resopt as ro

# Without this setting LibreOffice shows the values of the file as they are, and any test of them is empty.
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""
WRONG = 987654.25
SAMPLES = {"en": "quarter.xlsx", "zh": "quarter_zh.xlsx"}


def values(path: Path, cells: set[tuple[str, str]] | None = None) -> dict[tuple[str, str], object]:
    """Return the values of the cells (default: those with a formula) by sheet and address."""
    if cells is None:
        book = opened(path, formulas=True)
        cells = {(s.title, c.coordinate) for s in book for row in s.iter_rows() for c in row if c.data_type == "f"}
    book = opened(path)
    return {(sheet, place): book[sheet][place].value for sheet, place in cells}


def spoil(path: Path, sheet: str, place: str) -> None:
    """Replace the value that stands with a formula by a wrong one."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    number = opened(path).sheetnames.index(sheet) + 1
    name = f"xl/worksheets/sheet{number}.xml"
    found = re.subn(rf'(<c r="{place}"[^>]*><f>[^<]*</f><v>)[^<]*(</v>)', rf"\g<1>{WRONG}\g<2>", parts[name].decode())
    assert found[1] == 1
    parts[name] = found[0].encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(part, content)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_comes_to_the_same_values(tmp_path: Path) -> None:
    profile = tmp_path / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(ALWAYS, "utf-8")
    right, canary = {}, {}
    for lang, sample in SAMPLES.items():
        portfolio = ro.load(Path(__file__).parent.parent / "data" / sample)
        path = tmp_path / f"{lang}.xlsx"
        ro.save(path, portfolio, greedy_result(portfolio), lang=lang, created=WHEN)
        right[lang] = values(path)
        canary[lang] = min(place for place in right[lang] if isinstance(right[lang][place], float))
        spoil(path, *canary[lang])
        assert values(path)[canary[lang]] == WRONG
    files = [str(tmp_path / f"{lang}.xlsx") for lang in SAMPLES]
    office = ["soffice", f"-env:UserInstallation=file://{profile.parent}", "--headless", "--convert-to"]
    command = [*office, "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out"), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    for lang in SAMPLES:
        again = values(tmp_path / "out" / f"{lang}.xlsx", set(right[lang]))
        assert again[canary[lang]] != WRONG, "nothing was recalculated: the test says nothing"
        wrong = {at: (v, again[at]) for at, v in right[lang].items() if again[at] != pytest.approx(v, abs=1e-9)}
        assert wrong == {}
        assert len(right[lang]) > 500
