"""Examples: rows of the template that nobody typed over; they count only while there is nothing else."""

from __future__ import annotations

from resopt.excel.cells import fold
from resopt.excel.findings import Findings
from resopt.excel.raw import RawRow, RawTable
from resopt.excel.template_checks import MARKS
from resopt.tables.needed import SHEETS
from resopt.tables.reading import few


def drop_examples(tables: dict[str, RawTable], findings: Findings) -> None:
    """Leave out the examples of the template as soon as a required sheet holds a row of somebody's own."""
    found = {key: [row for row in table if is_example(row)] for key, table in tables.items()}
    if not any(found.values()):
        return
    if all(len(found.get(key, ())) == len(tables[key].rows) for key in SHEETS if key in tables):
        findings.note("input.examples_only")
        return
    for key, rows in found.items():
        if rows:
            places = [row.place() for row in rows]
            findings.note("input.examples_left_out", key, places[0], count=len(rows), places=few(places))
            out = {id(row) for row in rows}
            tables[key].rows = [row for row in tables[key] if id(row) not in out]


def is_example(row: RawRow) -> bool:
    """Return whether a cell names something by an ID of the examples: `example-P1`, `Web shop (example-P1)`."""
    for value in row.cells.values():
        if isinstance(value, str) and "-" in value:
            text = fold(value)
            if text.startswith(MARKS) or any(f"({mark}" in text for mark in MARKS):
                return True
    return False
