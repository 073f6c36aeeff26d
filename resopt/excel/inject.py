"""Puts the sheets of a workbook of ours into somebody's own workbook by writing parts into its zip; experimental.

Every other part stays byte for byte; only the lists that name sheets and formats get entries (workbook, its relations,
content types, styles). Sheets put in earlier are known by their code name and replaced.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

from resopt.errors import OutputError
from resopt.excel.guard import check_sizes
from resopt.excel.inject_styles import Styles, merge_styles
from resopt.messages import say

MARK = "resopt_"  # of our parts and of the code names of our sheets
BOOK, BOOK_RELS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
STYLES, STRINGS, CHAIN = "xl/styles.xml", "xl/sharedStrings.xml", "xl/calcChain.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

BROKEN = (zipfile.BadZipFile, zlib.error, ElementTree.ParseError)

Parts = dict[str, bytes]
_SHEET = re.compile(r"<sheet\b[^>]*/>")
_NAME = re.compile(r"<definedName\b[^>]*>.*?</definedName>", re.DOTALL)
_RELATION = re.compile(r"<Relationship\b[^>]*/>")


class Unsafe(ValueError):
    """The workbook is such that nothing is put into it; `code` says why."""

    def __init__(self, code: str, **values: object) -> None:
        self.code, self.values = code, values
        super().__init__(code)


def inject(path: Path, ours: bytes, lang: str) -> bytes:
    """Return the workbook at `path` with the sheets of `ours` added, or put in place of those added earlier.

    Raises
    ------
    OutputError
        If the file is no workbook, is protected or signed, or has sheets or tables of its own with our names.
    """
    with _refusing(path, lang):
        target = _read(path.read_bytes(), path)
        _refuse_odd(target)
        target = _without_ours(target)
        merged = _with_ours(target, _read(ours, path))
        for name in (BOOK, BOOK_RELS, TYPES, STYLES, *(one for one in merged if MARK in one and one.endswith(".xml"))):
            ElementTree.fromstring(merged[name])
    return _packed(merged)


def check_target(path: Path, titles: Iterable[str], tables: Iterable[str], lang: str) -> None:
    """Refuse a workbook into which sheets and tables of these names could not be put: before a search, not after it.

    Raises
    ------
    OutputError
        If the file is no workbook, is protected or signed, or has sheets or tables of its own with these names.
    """
    with _refusing(path, lang):
        target = _read(path.read_bytes(), path)
        _refuse_odd(target)
        _refuse_clashes(_without_ours(target), titles, tables)


@contextmanager
def _refusing(path: Path, lang: str) -> Iterator[None]:
    """Say in one sentence what keeps sheets out of the workbook at `path`."""
    try:
        yield
    except Unsafe as error:
        raise OutputError(say(error.code, lang, path=path, **error.values), str(path)) from error
    except (*BROKEN, KeyError, UnicodeDecodeError, NotImplementedError, RuntimeError) as error:
        # zipfile: a part that is not there, a compression it does not know, an encrypted part; else parts of no text
        raise OutputError(say("into.no_workbook", lang, path=path), str(path)) from error


def _read(content: bytes, path: Path) -> Parts:
    if not content.startswith(b"PK"):
        raise Unsafe("into.no_workbook")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        check_sizes(archive, path)
        return {info.filename: archive.read(info) for info in archive.infolist()}


def _packed(parts: Parts) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _refuse_odd(parts: Parts) -> None:
    """Refuse workbooks in which an entry could break something."""
    book = parts[BOOK].decode()
    if MAIN not in book or "<workbook" not in book or STYLES not in parts or MAIN not in parts[STYLES].decode():
        raise Unsafe("into.form")
    if any(name.startswith("_xmlsignatures/") for name in parts):
        raise Unsafe("into.signed")
    if re.search(r"<workbookProtection\b[^>]*lockStructure=\"(?:1|true)\"", book):
        raise Unsafe("into.protected")
    if any(name.startswith("xl/revisions/") for name in parts):
        raise Unsafe("into.shared")


# --- what was put in earlier ---


def _without_ours(parts: Parts) -> Parts:
    """Return the workbook without the sheets that bear our mark, and without the parts that only they need."""
    relations, book = _relations(parts[BOOK_RELS]), parts[BOOK].decode()
    sheets = [(element, _target(relations, _value(element, "r:id"))) for element in _SHEET.findall(book)]
    ours = {part for _, part in sheets if _is_marked(parts.get(part, b""))}
    if not ours:
        return parts
    gone = set[str]()
    for part in ours:
        gone |= _reached(parts, part)
    kept = [element for element, part in sheets if part not in ours]
    if not kept:
        raise Unsafe("into.only_ours")
    numbers = {old: kept.index(element) for old, (element, _) in enumerate(sheets) if element in kept}
    book = _SHEET.sub(lambda m: m[0] if m[0] in kept else "", book)
    book = _NAME.sub(lambda m: _renumbered(m[0], numbers), book)
    book = re.sub(r"<definedNames>\s*</definedNames>", "", book)
    book = re.sub(r'\b(activeTab|firstSheet)="(\d+)"', lambda m: f'{m[1]}="{numbers.get(int(m[2]), 0)}"', book)
    if CHAIN in parts:  # it lists cells of sheets that go; Excel makes it anew
        gone.add(CHAIN)
    left = {name: content for name, content in parts.items() if name not in gone}
    left[BOOK] = book.encode()
    left[BOOK_RELS] = _drop(parts[BOOK_RELS], _RELATION, lambda one: _part(_value(one, "Target"), BOOK) in gone)
    types = re.compile(r"<Override\b[^>]*/>")
    left[TYPES] = _drop(parts[TYPES], types, lambda one: _value(one, "PartName").lstrip("/") in gone)
    return left


def _is_marked(sheet: bytes) -> bool:
    return re.search(rb'<sheetPr\b[^>]*\bcodeName="' + MARK.encode(), sheet[:4000]) is not None


def _reached(parts: Parts, part: str) -> set[str]:
    """Return a sheet with its relations and all that they lead to."""
    found, waiting = set[str](), [part]
    while waiting:
        name = waiting.pop()
        if name in found or name not in parts:
            continue
        found.add(name)
        rels = _rels_of(name)
        if rels in parts:
            found.add(rels)
            external = re.compile(r'TargetMode="External"')
            lead = [one for one in _RELATION.findall(parts[rels].decode()) if not external.search(one)]
            waiting += [_part(_value(one, "Target"), name) for one in lead if "/hyperlink" not in one]
    return found


def _renumbered(name: str, numbers: Mapping[int, int]) -> str:
    """Return a defined name with the new number of its sheet, nothing if that is gone."""
    found = re.search(r'\blocalSheetId="(\d+)"', name)
    if found is None:
        return name
    number = numbers.get(int(found[1]))
    return "" if number is None else name.replace(found[0], f'localSheetId="{number}"', 1)


def _drop(content: bytes, pattern: re.Pattern[str], is_gone: Callable[[str], bool]) -> bytes:
    return pattern.sub(lambda m: "" if is_gone(m[0]) else m[0], content.decode()).encode()


# --- what is put in ---


def _with_ours(target: Parts, ours: Parts) -> Parts:
    """Return the workbook with our sheets behind its own."""
    book, our_book = target[BOOK].decode(), ours[BOOK].decode()
    sheets = _SHEET.findall(our_book)
    titles = [unescape(_value(one, "name")) for one in sheets]
    _refuse_clashes(target, titles, _table_names(ours))
    styles = merge_styles(target[STYLES].decode(), ours[STYLES].decode())
    strings = _strings(ours)
    relations, first = _relations(ours[BOOK_RELS]), _SHEET.findall(book)
    last_id = max((int(_value(one, "sheetId")) for one in first), default=0)
    merged, entries, rels, types = dict(target), list[str](), list[str](), list[str]()
    last_table = max((_table_id(c) for n, c in target.items() if n.startswith("xl/tables/")), default=0)
    for number, sheet in enumerate(sheets, 1):
        part = _target(relations, _value(sheet, "r:id"))
        for name in sorted(_reached(ours, part)):
            content = ours[name]
            if name == part:
                content = _sheet_xml(content.decode(), strings, styles, f"{MARK}{number}").encode()
            elif name.endswith(".rels"):
                content = re.sub(r'(Target="[^"]*?)([^"/]+")', rf"\g<1>{MARK}\g<2>", content.decode()).encode()
            elif name.startswith("xl/tables/"):
                content = re.sub(rb'\bid="(\d+)"', b'id="%d"' % (last_table + _table_id(content)), content, count=1)
            merged[_marked(name)] = content
        entry = re.sub(r'sheetId="\d+"', f'sheetId="{last_id + number}"', sheet)
        entries.append(re.sub(r'r:id="[^"]*"', f'r:id="{MARK}{number}"', entry))
        rels.append(f'<Relationship Id="{MARK}{number}" Type="{RELATION}/worksheet" Target="/{_marked(part)}"/>')
    types = [_typed(one) for one in re.findall(r"<Override\b[^>]*/>", ours[TYPES].decode()) if _is_taken(one)]
    merged[STYLES] = styles.xml.encode()
    merged[BOOK] = _with_names(_before(book, "</sheets>", entries), our_book, len(first)).encode()
    merged[BOOK_RELS] = _before(target[BOOK_RELS].decode(), "</Relationships>", rels).encode()
    merged[TYPES] = _before(target[TYPES].decode(), "</Types>", types).encode()
    return merged


def _refuse_clashes(target: Parts, titles: Iterable[str], tables: Iterable[str]) -> None:
    """Refuse sheets, tables and parts of the workbook's own with names of ours."""
    book = target[BOOK].decode()
    their_titles = {unescape(_value(one, "name")).casefold() for one in _SHEET.findall(book)}
    for title in titles:
        if title.casefold() in their_titles:
            raise Unsafe("into.sheet_clash", title=title)
    their_tables = {one.casefold() for one in _table_names(target)}
    names = {_value(one, "name").casefold() for one in _NAME.findall(book)}
    for table in tables:
        if table.casefold() in their_tables:
            raise Unsafe("into.table_clash", table=table)
        if table.casefold() in names:  # Excel has one list of both
            raise Unsafe("into.name_clash", name=table)
    if any(_is_ours(name) and name.rpartition("/")[2].startswith(MARK) for name in target):
        raise Unsafe("into.part_clash")


def _sheet_xml(xml: str, strings: list[str], styles: Styles, mark: str) -> str:
    """Return a sheet with its texts in place, formats by their new numbers, our mark, and not chosen."""

    def text(match: re.Match[str]) -> str:
        return f'<c{match[1]} t="inlineStr"><is>{strings[int(match[2])]}</is></c>'

    xml = re.sub(r'<c((?:\s(?!t=)\w+="[^"]*")*) t="s"><v>(\d+)</v></c>', text, xml)
    xml = re.sub(r'(<(?:c|row)\b[^>]*?\ss=)"(\d+)"', lambda m: f'{m[1]}"{styles.cells[int(m[2])]}"', xml)
    xml = re.sub(r'(<col\b[^>]*?\sstyle=)"(\d+)"', lambda m: f'{m[1]}"{styles.cells[int(m[2])]}"', xml)
    xml = re.sub(r'\bdxfId="(\d+)"', lambda m: f'dxfId="{styles.differences[int(m[1])]}"', xml)
    xml = xml.replace(' tabSelected="1"', "")
    if "<sheetPr" in xml:
        return re.sub(r"<sheetPr\b", f'<sheetPr codeName="{mark}"', xml, count=1)
    return re.sub(r"(<worksheet\b[^>]*>)", rf'\1<sheetPr codeName="{mark}"/>', xml, count=1)


def _strings(parts: Parts) -> list[str]:
    """Return the content of each shared text."""
    xml = parts[STRINGS].decode() if STRINGS in parts else ""
    return re.findall(r"<si>(.*?)</si>", xml, re.DOTALL)


def _with_names(book: str, ours: str, before: int) -> str:
    """Return the book with our names (print areas, titles), whose sheets stand behind `before` others."""
    numbers = {number: number + before for number in range(len(_SHEET.findall(ours)))}
    names = [_renumbered(one, numbers) for one in _NAME.findall(ours) if "localSheetId" in one]
    if not names:
        return book
    if "</definedNames>" in book:
        return _before(book, "</definedNames>", names)
    later = (
        "calcPr|oleSize|customWorkbookViews|pivotCaches|smartTagPr|smartTagTypes|webPublishing|fileRecoveryPr|extLst"
    )
    place = re.search(rf"<(?:{later}|webPublishObjects)\b|</workbook>", book)
    at = place.start() if place else len(book)
    return f"{book[:at]}<definedNames>{''.join(names)}</definedNames>{book[at:]}"


def _is_ours(name: str) -> bool:
    """Return whether a part goes along with a sheet; styles, texts and theme do not."""
    return name.startswith(("xl/worksheets/", "xl/drawings/", "xl/charts/", "xl/tables/", "xl/media/"))


def _is_taken(override: str) -> bool:
    return _is_ours(_value(override, "PartName").lstrip("/"))


def _typed(override: str) -> str:
    name = _value(override, "PartName")
    return override.replace(name, "/" + _marked(name.lstrip("/")))


def _marked(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return f"{folder}/{MARK}{file}"


def _before(xml: str, end: str, entries: list[str]) -> str:
    return xml.replace(end, "".join(entries) + end, 1)


def _relations(content: bytes) -> dict[str, str]:
    return {_value(one, "Id"): _value(one, "Target") for one in _RELATION.findall(content.decode())}


def _target(relations: Mapping[str, str], key: str) -> str:
    return _part(relations.get(key, ""), BOOK)


def _part(target: str, source: str) -> str:
    """Return the name of the part that a relation of `source` leads to."""
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), target))


def _rels_of(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels"


def _value(element: str, name: str) -> str:
    found = re.search(rf'(?<![\w:]){name}="([^"]*)"', element)
    return found[1] if found else ""


def _table_id(content: bytes) -> int:
    return int(_value(content.decode(), "id") or 0)


def _table_names(parts: Parts) -> list[str]:
    return [_value(content.decode(), "displayName") for name, content in parts.items() if name.startswith("xl/tables/")]
