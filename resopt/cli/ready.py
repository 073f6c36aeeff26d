"""With what `resopt validate` ends: parts delivered and missing, changes since an earlier input, a checklist."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import resopt as ro
from resopt.messages import say
from resopt.tables.changed import Difference, differences, planned_from
from resopt.tables.delivery import MISSING, deliveries
from resopt.tables.load import files_of
from resopt.tables.readiness import readiness

NAMED = 12  # IDs that one line lists


def part_lines(inputs: Sequence[Path], lang: str) -> list[str]:
    """Return which parts have come back, nothing if the input has none."""
    found = deliveries(_files(inputs))
    if not found:
        return []
    there = sum(one.state != MISSING for one in found)
    lines = ["", say("ready.parts", lang, found=there, total=len(found))]
    for one in sorted(found, key=lambda one: one.state != MISSING):
        owner = one.owner or say("ready.common", lang)
        text = say(f"ready.part.{one.state}", lang, owner=owner, file=one.file, rows=one.rows)
        lines.append(f"  {text}")
    return lines


def _files(inputs: Sequence[Path]) -> list[Path]:
    try:
        return [path for path in files_of(list(inputs)) if path.exists()]
    except ro.InputError:
        return []  # told already


def change_lines(portfolio: ro.Portfolio, since: Path, lang: str) -> tuple[list[str], str]:
    """Return what differs from an earlier input (of a plan, whether it was made from this one), or why nobody knows."""
    try:
        run = planned_from(since)
        if run is not None:
            code = "ready.since_run" if run == portfolio.sha256 else "ready.since_run_changed"
            return ["", say(code, lang, file=since.name)], ""
        found = differences(ro.load(since, lang=lang), portfolio)
    except ro.InputError as error:
        first = error.issues[0]
        values = {"file": since.name, "count": len(error.issues), "first": first.text(lang)}
        return [], say("ready.since_faulty", lang, **values) if first.sheet else error.said_in(lang).args[0]
    if not found:
        return ["", say("ready.since_none", lang, file=since.name)], ""
    return ["", say("ready.since", lang, file=since.name), *(f"  {_change(one, lang)}" for one in found)], ""


def _change(one: Difference, lang: str) -> str:
    named = [*one.ids[:NAMED], "…"] if len(one.ids) > NAMED else list(one.ids)
    ids = [f"@settings/{name}" for name in named] if one.sheet == "settings" else named
    code = f"ready.change.{one.kind}_ids" if ids else f"ready.change.{one.kind}"
    return say(code, lang, sheet=f"@{one.sheet}", count=one.count, ids=ids)


def ready_lines(portfolio: ro.Portfolio, lang: str) -> list[str]:
    """Return the checklist, what is open first."""
    points = readiness(portfolio)
    lines = ["", say("ready.list", lang, done=sum(one.done for one in points), total=len(points))]
    for one in points:
        text = say(f"ready.{'yes' if one.done else 'no'}.{one.code}", lang, **one.values)
        lines.append(say("ready.done" if one.done else "ready.open", lang, text=text))
    return lines
