"""Sentences folded at the width of a terminal, word by word; files and pipes get each whole, in one line."""

from __future__ import annotations

import re
import shutil
from typing import IO, Any

from resopt.excel.measure import text_width

NARROW = 40  # columns below which folding helps nobody
DEEPER = 2  # spaces by which the next lines of a sentence stand in
WIDE = "\u2e80-\uffef"  # Chinese characters and signs
OPENING, CLOSING = "（“「『《〈", "、，。；：）！？”」』》〉％"  # never end a line, never begin one
WORDS = re.compile(rf"\s+|[{OPENING}]*(?:[{CLOSING}]|[{WIDE}]|[^{WIDE}\s{OPENING}{CLOSING}]+)?[{CLOSING}]*")


def folded(text: str, stream: IO[Any]) -> str:
    """Return lines as the stream shows them well: folded on a terminal, as they are anywhere else."""
    if not stream.isatty():
        return text
    width = shutil.get_terminal_size().columns
    return "\n".join(fold(line, width) for line in text.split("\n")) if width >= NARROW else text


def fold(line: str, width: int) -> str:
    """Return a line in as many as it needs, the next ones a little deeper; no word and no number is torn apart."""
    if text_width(line) <= width:
        return line
    indent = " " * (len(line) - len(line.lstrip()) + DEEPER)
    lines, now = [], ""
    for word in filter(None, WORDS.findall(line)):
        if now.strip() and text_width(now) + text_width(word.rstrip()) > width:
            lines.append(now.rstrip())
            now = indent + word.lstrip()
        else:
            now += word
    return "\n".join([*lines, now.rstrip()])
