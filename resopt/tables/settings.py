"""Settings: sheet Settings, or a mapping, as the record, the policy and the wishes about tiers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from resopt.domain.policy import PRESETS, Policy, preset
from resopt.domain.records import Settings
from resopt.domain.review import LIMITS, SHARES
from resopt.excel.cells import CellError, date_of, fold, is_percent, number_of, squash, text_of
from resopt.excel.weeks import monday_of, period_of
from resopt.messages.names import SETTINGS, value
from resopt.tables.limits import most_of, shown_limit
from resopt.tables.reading import Reading
from resopt.tables.rows import Row, is_yes, word_of

ORDERS = ("DMY", "MDY", "YMD")
_LIMIT = re.compile(r"(?:limit|评审阈值)[\s:：]*(\S.*)")
LIMIT = "limit:"  # before the name of a review rule, as the key of its setting
_PERCENT = r"(\d+(?:\.\d+)?) ?%(?: of (?:the|a) line)?"
_DAYS = r"(\d+(?:\.\d+)?) ?(?:(?:person[- ])?days?|d|人天|天)?"
_AND = r"(?: ?[&+,;、] ?| ?(?:and|和|且|及) ?| )"
_THRESHOLD = re.compile(f"(?:{_PERCENT}(?:{_AND}{_DAYS})?|{_DAYS}(?:{_AND}{_PERCENT})?)\\Z")
_RANGE = re.compile(r"([\d.]+)(%?)(?:[-–—~～至]|to)([\d.]+)(%?)\Z")
_LANGUAGES = dict.fromkeys(("en", "english", "英文", "英语"), "en") | dict.fromkeys(
    ("zh", "zh-cn", "chinese", "中文", "简体中文", "汉语"), "zh"
)


@dataclass
class Draft:
    """Settings as read, before the first week is known; `fields` go into the record, `weights` into the policy."""

    start: date | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    policy: Policy = field(default_factory=Policy)
    weights: dict[str, Any] = field(default_factory=dict)
    preset: str = ""
    tiers: str = ""
    tiers_row: Row | None = None
    priority_order: str = ""
    as_of: date | None = None
    as_of_row: Row | None = None
    rows: dict[str, Row] = field(default_factory=dict)

    def settings(self, start: date) -> Settings:
        """Return the record for a horizon that begins in the week of `start`."""
        return Settings(start=monday_of(start), **self.fields)


def read_settings(reading: Reading) -> Draft:
    """Return the settings of sheet Settings; Date Order, Unit and hours are passed on to `reading`."""
    draft, seen = Draft(), dict[str, tuple[Row, Any]]()
    for row in reading.rows("settings"):
        key = _key_of(row)
        if key is None or not row.has("value") or row.bad:
            continue
        if key in seen:
            if seen[key][1] != row.get("value"):
                place = seen[key][0].raw.place("setting")
                row.fault("input.setting_twice", "value", setting=marked_setting(key), other=place)
            continue
        seen[key] = (row, row.get("value"))
    # Date Order first: the dates of the other rows depend on it
    for key in sorted(seen, key=lambda one: (one != "date_order", one)):
        draft.rows[key] = seen[key][0]
        apply_setting(key, seen[key][0], draft, reading)
    _finish(draft)
    reading.unit = draft.fields.get("unit", "FTE")
    reading.hours = draft.fields.get("hours_per_day", Fraction(8))
    reading.planned_hires = draft.fields.get("planned_hires", False)
    return draft


def _key_of(row: Row) -> str | None:
    name = row.text("setting")
    spelled = {squash(one): key for key, pair in SETTINGS.items() for one in (key, *pair)}
    key = spelled.get(squash(name))
    if key is not None or not name:
        return key
    near = get_close_matches(squash(name), spelled, 1, 0.6)
    if match := _LIMIT.match(name.casefold()):
        return _limit_key(match[1], row)
    if near:
        row.fault("input.unknown_setting_near", "setting", found=name, near=f"@settings/{spelled[near[0]]}")
    else:
        row.fault("input.unknown_setting", "setting", found=name)
    return None


def _limit_key(name: str, row: Row) -> str | None:
    """Return the key of a limit of the review by the name of its rule."""
    spelled = {squash(one): rule for rule in LIMITS for one in (rule, *_review_names(rule))}
    if (rule := spelled.get(squash(name))) is not None:
        return f"{LIMIT}{rule}"
    row.fault("input.unknown_limit", "setting", found=name, known=[_review_mark(rule) for rule in LIMITS])
    return None


def apply_setting(key: str, row: Row, draft: Draft, reading: Reading) -> None:
    """Read the value of a setting into `draft`; a wrong one is a fault of the row."""
    value = row.get("value")
    row.order = reading.order
    try:
        if key in _WORDS:
            draft.fields[key] = word_of(text_of(value), _WORDS[key])
        elif key in _YES:
            draft.fields[key] = is_yes(value)
        elif key in _SHARES:
            draft.fields[key] = share(value)
        elif key in _WHOLE:
            draft.fields[key] = _whole(value, *_WHOLE[key])
        elif key.startswith(LIMIT):
            rule = key.removeprefix(LIMIT)
            found = share(value) if rule in SHARES else _up_to("max_projects", _not_negative(value), value)
            draft.fields["limits"] = (*draft.fields.get("limits", ()), (rule, found))
        elif key.startswith(("weight_", "price_")):
            draft.weights[key.removeprefix("weight_")] = _up_to(key, _not_negative(value), value)
        else:
            _SPECIAL[key](value, row, draft, reading)
    except CellError as error:
        row.fault(error.code, "value", **{**error.values, "setting": marked_setting(key)})


def marked_setting(key: str) -> str:
    """Return the mark by which a sentence names a setting."""
    return _review_mark(key.removeprefix(LIMIT)) if key.startswith(LIMIT) else f"@settings/{key}"


def _review_mark(rule: str) -> str:
    return f"@review:{rule.replace('_', ' ')}"


def _review_names(rule: str) -> tuple[str, str]:
    english = rule.replace("_", " ")
    return english, value("review", english, "zh")


_WORDS = {"unit": "unit", "in_flight": "in_flight", "proposed": "proposed", "report_unit": "report_unit"}
_YES = {"planned_hires", "holidays"}
_SHARES = {"min_share", "tolerance"}
_WHOLE = {"weeks": (1, 53), "max_projects": (1, 1000), "freeze_weeks": (0, 53)}


def share(value: Any) -> Fraction:
    """Return a share from 0 to 1, written 0.5 or 50%.

    Raises
    ------
    CellError
        If it is none.
    """
    found = _not_negative(value, True)
    if found > 1:
        raise CellError("input.share_over" if is_percent(value) else "input.share_unclear", found=text_of(value))
    return found


def _not_negative(value: Any, percent: bool = False) -> Fraction:
    found = number_of(value, percent)
    if found < 0:
        raise CellError("input.negative", found=text_of(value))
    return found


def _up_to(key: str, found: Fraction, value: Any) -> Fraction:
    most = most_of("settings", key)
    if most is not None and found > most:
        raise CellError("input.too_large", found=text_of(value), most=shown_limit(most))
    return found


def _whole(value: Any, least: int, most: int) -> int:
    found = number_of(value)
    if found.denominator != 1 or not least <= found <= most:
        raise CellError("input.not_whole_between", found=text_of(value), least=least, most=most)
    return int(found)


def _start(value: Any, row: Row, draft: Draft, _: Reading) -> None:
    draft.start = _day(value, row)
    if draft.start.weekday():
        monday = monday_of(draft.start).isoformat()
        row.note("input.start_not_monday", "value", found=draft.start.isoformat(), monday=monday)


def _as_of(value: Any, row: Row, draft: Draft, _: Reading) -> None:
    draft.as_of, draft.as_of_row = _day(value, row), row


def _day(value: Any, row: Row) -> date:
    if isinstance(value, str) and (period := period_of(value) if "w" in value.casefold() else None):
        return period.start
    return date_of(value, row.order)


def _hours(value: Any, row: Row, draft: Draft, _: Reading) -> None:
    hours = value.total_seconds() / 3600 if isinstance(value, timedelta) else value
    found = _not_negative(hours)
    if not 0 < found <= 24:
        raise CellError("input.hours", found=text_of(value))
    draft.fields["hours_per_day"] = found


def _step(value: Any, row: Row, draft: Draft, _: Reading) -> None:
    units = share(value) * 1000  # a share of 5 days, in 1/200 day
    if units.denominator != 1:
        raise CellError("input.step_fine", found=text_of(value))
    draft.fields["step"] = int(units) or 1


def _min_days(value: Any, row: Row, draft: Draft, _: Reading) -> None:
    draft.fields["min_days"] = share(value) if is_percent(value) else _up_to("min_days", _not_negative(value), value)
    draft.fields["min_days_is_share"] = is_percent(value)


def _target(value: Any, row: Row, draft: Draft, _: Reading) -> None:
    match = _RANGE.match(squash(text_of(value)))
    if not match:
        raise CellError("input.target", found=text_of(value))
    low, high = number_of(match[1]), number_of(match[3])
    if match[2] or match[4] or high > 2:
        low, high = low / 100, high / 100
    if not low <= high:
        raise CellError("input.target", found=text_of(value))
    draft.fields |= {"target_low": low, "target_high": high}


def _threshold(value: Any, row: Row, draft: Draft, _: Reading) -> None:
    text = text_of(value)
    match = _THRESHOLD.match(fold(text))
    # a number below 1 without a unit is more likely a cell formatted as percent than a part of a day
    if match is None or (not isinstance(value, str) and 0 < number_of(value) < 1):
        raise CellError("input.threshold", found=text)
    percent, days = match[1] or match[4] or "0", match[2] or match[3] or "0"
    draft.fields["threshold_days"] = _up_to("report_threshold", number_of(days), text)
    draft.fields["threshold_share"] = share(f"{percent}%")


def _policy(value: Any, row: Row, draft: Draft, _: Reading) -> None:
    draft.weights["kind"] = word_of(text_of(value), "policy")


def _share(value: Any, row: Row, draft: Draft, _: Reading) -> None:
    if word_of(text_of(value), "share") == "even":
        raise CellError("input.share_even_not_yet")


def _carry_over(value: Any, row: Row, draft: Draft, _: Reading) -> None:
    draft.fields["carry_over"] = is_yes(value)


def _preset(value: Any, row: Row, draft: Draft, _: Reading) -> None:
    draft.preset = word_of(text_of(value), "preset")


def _tiers(value: Any, row: Row, draft: Draft, _: Reading) -> None:
    draft.tiers, draft.tiers_row = text_of(value), row


def _priority_order(value: Any, row: Row, draft: Draft, _: Reading) -> None:
    draft.priority_order = word_of(text_of(value), "priority_order")


def _date_order(value: Any, row: Row, draft: Draft, reading: Reading) -> None:
    order = squash(text_of(value)).upper()
    if order not in (*ORDERS, "NONE", "无"):
        raise CellError("input.date_order", found=text_of(value), choices=list(ORDERS))
    reading.order = order if order in ORDERS else ""


def _location(value: Any, row: Row, draft: Draft, reading: Reading) -> None:
    draft.fields["location"] = text_of(value)


def _language(value: Any, row: Row, draft: Draft, _: Reading) -> None:
    found = _LANGUAGES.get(squash(text_of(value)))
    if found is None:
        raise CellError("input.language", found=text_of(value))
    draft.fields["language"] = found


_SPECIAL: dict[str, Callable[[Any, Row, Draft, Reading], None]] = {
    "start": _start,
    "as_of": _as_of,
    "hours_per_day": _hours,
    "step": _step,
    "min_days": _min_days,
    "utilisation_target": _target,
    "report_threshold": _threshold,
    "policy": _policy,
    "share": _share,
    "carry_over": _carry_over,
    "preset": _preset,
    "tiers": _tiers,
    "priority_order": _priority_order,
    "date_order": _date_order,
    "location": _location,
    "language": _language,
}


def _finish(draft: Draft) -> None:
    """Apply the preset, then the weights that are given themselves."""
    if draft.preset in PRESETS:
        draft.policy = preset(draft.policy, draft.preset)
    draft.policy = replace(draft.policy, **draft.weights)
