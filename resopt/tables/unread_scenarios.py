"""The way back of scenarios: their changes as rows of sheet Scenarios."""

from __future__ import annotations

from typing import Any

from resopt.domain.changes import Change, Hire, Hold, Leave, Limit, Priority, Scale, Shift, Start, Unlock
from resopt.domain.changes.terms import SHARES
from resopt.domain.records import Portfolio
from resopt.messages.names import SETTINGS
from resopt.tables.unread_values import Rows, day, number, percent


def scenario_rows(portfolio: Portfolio) -> Rows:
    """Return the rows of sheet Scenarios, in the order of the scenarios and their changes."""
    return [
        {"scenario": scenario.name} | change_row(change)
        for scenario in portfolio.scenarios
        for change in scenario.changes
    ]


def change_row(change: Change) -> dict[str, Any]:
    """Return a change as a row of sheet Scenarios, without the name of the scenario.

    Raises
    ------
    ValueError
        If the sheet knows no such change.
    """
    match change:
        case Hire():
            span = {"from": day(change.start), "to": day(change.end)}
            return {"change": "hire", "item": change.role, "value": change.count, **span}
        case Start() | Leave():
            kind = "start" if isinstance(change, Start) else "leave"
            return {"change": kind, "item": change.person_id, "from": day(change.day)}
        case Shift():
            return {"change": "shift", "item": change.project_id, "value": change.weeks}
        case Scale():
            item = change.line_id if change.project_id is None else change.project_id
            return {"change": "scale", "item": item, "value": number(change.factor)}
        case Priority():
            return {"change": "priority", "item": change.project_id, "value": change.priority}
        case Hold():
            return {"change": "hold", "item": change.project_id}
        case Limit():
            return {"change": "limits", "item": SETTINGS[change.key][0], "value": _limit(change)}
        case Unlock():
            return {"change": "unlock", "item": change.item}
    raise ValueError(f"sheet Scenarios knows no change {type(change).__name__}")


def _limit(change: Limit) -> Any:
    if change.key == "step":
        return percent(change.value / 1000)
    return percent(change.value) if change.key in SHARES or change.is_share else number(change.value)
