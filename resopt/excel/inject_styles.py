"""Adds the formats of one workbook to the styles of another; what is there already is used, nothing is changed."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Collections of the style sheet in the order that the format asks for; what is missing is put before the next one.
ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors",
    "extLst",
)  # fmt: skip
FIRST_OWN_FORMAT = 164  # number formats below are built in
_ITEM = re.compile(r"<(\w+)\b[^>]*/>|<(\w+)\b[^>]*>.*?</\2>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Styles:
    """The merged style sheet, and the new number of each cell format and each conditional format."""

    xml: str
    cells: dict[int, int]
    differences: dict[int, int]


def merge_styles(target: str, ours: str) -> Styles:
    """Return the styles of `target` with those of `ours` added."""
    formats = _items(ours, "numFmts")
    target, numbers = _merge_numbers(target, formats)
    maps: dict[str, dict[int, int]] = {}
    for name in ("fonts", "fills", "borders"):
        target, maps[name] = _merge(target, name, _items(ours, name))
    renamed = [_renumbered(item, numbers, maps) for item in _items(ours, "cellXfs")]
    target, cells = _merge(target, "cellXfs", renamed)
    target, differences = _merge(target, "dxfs", [_in_format(item, numbers) for item in _items(ours, "dxfs")])
    return Styles(target, cells, differences)


def _items(xml: str, name: str) -> list[str]:
    """Return the elements of a collection as text."""
    found = re.search(rf"<{name}\b[^>]*?(?:/>|>(.*?)</{name}>)", xml, re.DOTALL)
    return [match[0] for match in _ITEM.finditer(found[1] or "")] if found else []


def _merge(xml: str, name: str, new: list[str]) -> tuple[str, dict[int, int]]:
    """Return the style sheet with the elements added that it lacks, and the place of each."""
    known = _items(xml, name)
    places: dict[str, int] = {}
    for number, item in enumerate(known):
        places.setdefault(item, number)
    added: list[str] = []
    for item in new:
        if item not in places:
            places[item] = len(known) + len(added)
            added.append(item)
    return _append(xml, name, known, added), {number: places[item] for number, item in enumerate(new)}


def _append(xml: str, name: str, known: list[str], added: list[str]) -> str:
    if not added:
        return xml
    count, more = len(known) + len(added), "".join(added)
    if re.search(rf"<{name}\b[^>]*/>", xml):
        return re.sub(rf"<{name}\b[^>]*/>", lambda _: f'<{name} count="{count}">{more}</{name}>', xml, count=1)
    if f"<{name}" not in xml:
        later = "|".join(ORDER[ORDER.index(name) + 1 :])
        return re.sub(
            rf"(?=<(?:{later})\b|</styleSheet>)", lambda _: f'<{name} count="{count}">{more}</{name}>', xml, count=1
        )
    xml = re.sub(rf"(<{name}\b[^>]*?)\bcount=\"\d+\"", lambda m: f'{m[1]}count="{count}"', xml, count=1)
    return xml.replace(f"</{name}>", f"{more}</{name}>", 1)


def _merge_numbers(xml: str, new: list[str]) -> tuple[str, dict[int, int]]:
    """Add number formats under free IDs; a format that is there under another ID is used."""
    known = [(int(_value(item, "numFmtId")), _value(item, "formatCode")) for item in _items(xml, "numFmts")]
    by_code = {code: number for number, code in reversed(known)}
    free = max([FIRST_OWN_FORMAT - 1, *(number for number, _ in known)]) + 1
    numbers, added = {}, []
    for item in new:
        code = _value(item, "formatCode")
        if code not in by_code:
            by_code[code] = free
            added.append(f'<numFmt numFmtId="{free}" formatCode="{code}"/>')
            free += 1
        numbers[int(_value(item, "numFmtId"))] = by_code[code]
    return _append(xml, "numFmts", [""] * len(known), added), numbers


def _value(item: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', item)
    return found[1] if found else "0"


def _renumbered(item: str, numbers: dict[int, int], maps: dict[str, dict[int, int]]) -> str:
    item = _in_format(item, numbers)
    for name, key in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
        places = maps[key]
        item = re.sub(rf'\b{name}="(\d+)"', lambda m, n=name, p=places: f'{n}="{p[int(m[1])]}"', item)  # type: ignore[misc]
    return re.sub(r'\bxfId="\d+"', 'xfId="0"', item)


def _in_format(item: str, numbers: dict[int, int]) -> str:
    return re.sub(r'\bnumFmtId="(\d+)"', lambda m: f'numFmtId="{numbers.get(int(m[1]), int(m[1]))}"', item)
