"""LibreOffice recalculates every formula of a workbook to the value that was written with it."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from books import WHEN
from results import greedy_result

import resopt as ro

# Without this setting LibreOffice shows the values of the file as they are, and any test of them is empty.
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""
WRONG = 987654.25
SAMPLES = {"en": "quarter.xlsx", "zh": "quarter_zh.xlsx"}


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def values(path: Path) -> dict[tuple[str, str], float]:
    """Return the value of each cell with a formula, by part of the package and address."""
    found = {}
    for name, content in parts_of(path).items():
        if name.startswith("xl/worksheets/sheet"):
            cells = re.findall(r'<c r="([A-Z]+\d+)"[^>]*><f[^>]*>[^<]*</f><v>([^<]*)</v>', content.decode())
            found.update({(name, place): float(value) for place, value in cells})
    return found


def spoil(path: Path, part: str, place: str) -> None:
    """Replace the value that stands with a formula by a wrong one."""
    parts = parts_of(path)
    text, count = re.subn(rf'(<c r="{place}"[^>]*><f>[^<]*</f><v>)[^<]*', rf"\g<1>{WRONG}", parts[part].decode())
    assert count == 1
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, text.encode() if name == part else content)


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
        canary[lang] = min(right[lang])
        spoil(path, *canary[lang])
        assert values(path)[canary[lang]] == WRONG
    files = [str(tmp_path / f"{lang}.xlsx") for lang in SAMPLES]
    office = ["soffice", f"-env:UserInstallation=file://{profile.parent}", "--headless", "--convert-to"]
    command = [*office, "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out"), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    for lang in SAMPLES:
        again = values(tmp_path / "out" / f"{lang}.xlsx")
        assert again[canary[lang]] != WRONG, "nothing was recalculated: the test says nothing"
        assert again.keys() == right[lang].keys()  # a formula in error would have no number
        wrong = {at: (v, again[at]) for at, v in right[lang].items() if again[at] != pytest.approx(v, abs=1e-9)}
        assert wrong == {}
        assert len(right[lang]) > 500
