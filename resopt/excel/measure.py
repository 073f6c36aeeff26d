"""How wide and how high text is in print: letters of Calibri, counted in digits as Excel counts widths."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

LINE_HEIGHT, WIDE_LINE_HEIGHT = 13.0, 14.6  # points of a line, and of one with Chinese characters
BOLD = 1.05  # bold letters are a little wider
EDGES, INDENT = 1.4, 1.5  # digits of a column that its edges take, and each step of an indent
WIDE = "\u2e80-\uffef"  # Chinese characters and signs
CLOSING = "、，。；：）！？"  # never begin a line
WORDS = re.compile(rf"[{WIDE}][{CLOSING}]* *|[^{WIDE}\s–-]*[–-]?[{CLOSING}]* *")  # what stays together in a line
# The same where Latin words with Chinese signs between them stay together too: LibreOffice parts them now and then.
RUNS = re.compile(rf"（?[^{WIDE}\s–-]+(?:[{CLOSING}（]+[^{WIDE}\s–-]+)*[–-]?[{CLOSING}]* *|{WORDS.pattern}")
INK_OF = {
    0.5: " ijlI,.·'’:;", 0.65: "()`fJ!-[]{}", 0.75: "rt", 0.85: 'szcL"/\\“”', 0.95: "kvxyagFSZ?|",
    1.0: "0123456789eETY–", 1.1: "BCR", 1.25: "AVDGH", 1.35: "NUOQ&", 1.45: "w%…", 1.6: "m", 1.8: "MW@→",
}  # fmt: skip
INK = {c: width for width, letters in INK_OF.items() for c in letters}  # letters of Calibri; others are 1.05


def text_width(text: str) -> int:
    """Return the width of a text in characters; a Chinese character counts as two."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def ink_width(text: str) -> float:
    """Return the width that a text takes in print, in digits, which Excel counts widths in."""
    return sum(INK.get(c) or (2.0 if east_asian_width(c) in "WF" else 1.05) for c in text)


def line_height(text: str) -> float:
    """Return the points that a line of the text needs."""
    return WIDE_LINE_HEIGHT if text_width(text) > len(text) else LINE_HEIGHT


def lines_of(text: str, width: float) -> int:
    """Return in how many lines a text wraps, filled word by word as Excel does; Chinese breaks at any character.

    Programs differ in where they break Latin words among Chinese signs: the one that needs more lines counts.
    """
    parts = text.split("\n") if width > 0 else ()
    return sum(1 if ink_width(x) <= width else max(_lines(w, width) for w in _words(x, width)) for x in parts) or 1


def _words(text: str, width: float) -> tuple[list[str], list[str]]:
    """Return what stays together in a line, without and with the runs that are no longer than a line."""
    runs = ([run] if ink_width(run) <= width else WORDS.findall(run) for run in RUNS.findall(text))
    return WORDS.findall(text), [word for run in runs for word in run]


def _lines(words: list[str], width: float) -> int:
    lines, used = 1, 0.0
    for word in words:
        ink = ink_width(word.rstrip())
        if used and used + ink > width:
            lines, used = lines + 1, 0.0
        over = int(ink // width)  # a word longer than a line is cut
        lines, used = lines + over, used + ink_width(word) - over * width
    return lines
