"""`python -m resopt.sample DIR` writes the sample quarter as quarter.xlsx and quarter_zh.xlsx."""

from __future__ import annotations

import sys
from pathlib import Path

from resopt.excel.inputs import write_input
from resopt.sample.quarter import quarter

FILES = {"quarter.xlsx": "en", "quarter_zh.xlsx": "zh"}


def main(arguments: list[str]) -> int:
    """Write both files into the directory named by the only argument (`data` if none)."""
    folder = Path(arguments[0] if arguments else "data")
    for name, lang in FILES.items():
        write_input(folder / name, quarter(lang), lang)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
