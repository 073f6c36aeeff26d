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
    """Return in how many lines a text wraps, filled word by word as Excel does; Chinese breaks at any character."""
    return sum(_lines(part, width) for part in text.split("\n")) if width > 0 else 1


def _lines(text: str, width: float) -> int:
    if ink_width(text) <= width:
        return 1
    lines, used = 1, 0.0
    for word in WORDS.findall(text):
        ink = ink_width(word.rstrip())
        if used and used + ink > width:
            lines, used = lines + 1, 0.0
        over = int(ink // width)  # a word longer than a line is cut
        lines, used = lines + over, used + ink_width(word) - over * width
    return lines
