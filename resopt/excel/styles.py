"""Looks: tones and forms to Excel formats; the only place that knows colours and number formats."""

from __future__ import annotations

from typing import Any

from resopt.excel.contents import Style

NAVY, TEAL, RED, AMBER = "#0B2545", "#1B998B", "#C0392B", "#E09F3E"
INK, GREY, LIGHT, LINE, PAPER = "#1F2933", "#6B7785", "#B8C0CC", "#E4E8ED", "#F5F7F9"
FONT, SIZE = "Calibri", 10
BASE = 11  # of the style Normal, whose digits Excel counts widths in: of 11 points, and of no less, they are known

COLOURS = {
    "good": TEAL, "bad": "#E57368", "watch": AMBER, "quiet": LIGHT, "navy": NAVY, "loud": "#E57368", "input": AMBER,
}  # fmt: skip

FORMS: dict[str, dict[str, Any]] = {
    "text": {"align": "left"},
    "amount": {"num_format": '#,##0.0;-#,##0.0;"·"', "align": "right"},
    "decimal": {"num_format": "#,##0.00", "align": "right"},
    "fte": {"num_format": "0.00", "align": "right"},
    "whole": {"num_format": "#,##0", "align": "right"},
    "place": {"num_format": "0", "align": "center"},
    "place_open": {"num_format": '0"*"', "align": "center"},
    "count": {"num_format": '#,##0;-#,##0;"·"', "align": "right"},
    "percent": {"num_format": "0%", "align": "right"},
    "percent1": {"num_format": "0.0%", "align": "right"},
    "percent2": {"num_format": "0.00%", "align": "right"},
    "date": {"num_format": "yyyy-mm-dd", "align": "center"},
    "week": {"num_format": "mm-dd", "align": "center"},
}

HAIR: dict[str, Any] = {"bottom": 1, "bottom_color": LINE}
CELL: dict[str, Any] = {"border": 1, "border_color": "#FFFFFF"}


def _fill(colour: str, ink: str = INK, /, **more: Any) -> dict[str, Any]:
    return {"bg_color": colour, "font_color": ink, **more}


TONES: dict[str, dict[str, Any]] = {
    "plain": {**HAIR},
    "strong": {"bold": True, **HAIR},
    "muted": {"font_color": GREY, **HAIR},
    "bad": {"font_color": RED, "bold": True, **HAIR},
    "good": {"font_color": TEAL, "bold": True, **HAIR},
    "watch": {"font_color": "#A66A00", "bold": True, **HAIR},
    "moved": {"font_color": "#A66A00", **HAIR},
    "first": {"top": 1, "top_color": LIGHT, **HAIR},
    "first_strong": {"bold": True, "top": 1, "top_color": LIGHT, **HAIR},
    "gap_text": {"font_color": RED, **HAIR},
    "total": {"bold": True, "top": 2, "top_color": NAVY},
    "group": _fill("#E4E7EC", NAVY, bold=True),
    "person": {"bold": True, "top": 1, "top_color": LIGHT},
    "person_muted": {"font_color": GREY, "top": 1, "top_color": LIGHT},
    "sub": {"font_size": 8, "font_color": GREY},
    "spark": {},
    "none": {},
    "free": {"font_color": LIGHT, **CELL},
    "heat1": _fill("#E3F4F1", **CELL),
    "heat2": _fill("#B5E0DA", **CELL),
    "heat3": _fill("#6CC3B8", **CELL),
    "heat4": _fill(TEAL, "#FFFFFF", bold=True, **CELL),
    "over": _fill(RED, "#FFFFFF", bold=True, **CELL),
    "done": _fill("#E4E7EC", GREY, **CELL),
    "done_sub": _fill("#E4E7EC", GREY, font_size=8, **CELL),
    "absent": _fill(PAPER, LIGHT, **CELL),
    "holiday": _fill(PAPER, LIGHT, **CELL),
    "met": _fill("#D3EFEA", TEAL, **CELL),
    "gap_light": _fill("#F5B7B1", "#7B241C", **CELL),
    "gap_faint": _fill("#FBE5E2", "#7B241C", **CELL),
    "gap_none": _fill(PAPER, GREY, **CELL),
    "gap_strong": _fill(RED, "#FFFFFF", bold=True, **CELL),
    "high": _fill(RED, "#FFFFFF", bold=True, **CELL),
    "medium": _fill(AMBER, "#FFFFFF", bold=True, **CELL),
    "low": _fill(LIGHT, INK, **CELL),
    "cutoff": {"bold": True, "font_color": RED, "font_size": 9, "bottom": 5, "bottom_color": RED},
    "all_met": {"bold": True, "font_color": TEAL, "font_size": 9, "top": 5, "top_color": TEAL},
    "input": _fill("#FFF9E3", **{"border": 1, "border_color": "#F0E2B6"}),
    "target_inside": {"font_color": TEAL, "bold": True, **HAIR},
    "target_below": {"font_color": "#A66A00", **HAIR},
    "target_above": {"font_color": "#A66A00", "bold": True, **HAIR},
    "target_over": {"font_color": RED, "bold": True, **HAIR},
    "target_absent": {"font_color": GREY, **HAIR},
    "header": _fill(NAVY, "#FFFFFF", bold=True, text_wrap=True),
    "above": {"font_color": GREY, "font_size": 8},
    "title": {"bold": True, "font_size": 18, "font_color": NAVY},
    "subtitle": {"font_size": 10, "font_color": GREY},
    "heading": {"bold": True, "font_size": 12, "font_color": NAVY, "bottom": 2, "bottom_color": NAVY},
    "caption": {"font_size": 9, "font_color": GREY, "text_wrap": True},
    "warning": {"font_size": 9, "font_color": "#A66A00", "text_wrap": True},
    "message": {"font_size": 11, "text_wrap": True, **HAIR},
    "number": _fill(TEAL, "#FFFFFF", bold=True, align="center", **CELL),
    "tile_label": _fill(PAPER, GREY, font_size=9, indent=1),
    "tile_note": _fill(PAPER, GREY, font_size=8, indent=1),
    "tile_figure": _fill(PAPER, NAVY, bold=True, font_size=22, indent=1),
    "tile_alarm": _fill(PAPER, RED, bold=True, font_size=22, indent=1),
    "link": _fill(PAPER, "#1F4E8C", align="center"),
}


def padded(form: str) -> str:
    """Return the number format of a form with a distance on the right: an indent there is not drawn everywhere."""
    return ";".join(f"{part}_0" for part in FORMS[form].get("num_format", "@").split(";"))


def properties(style: Style) -> dict[str, Any]:
    """Return the properties of a style: base, form, tone, then its own layout."""
    made: dict[str, Any] = {"font_size": SIZE, "valign": "vcenter", **FORMS.get(style.form, {}), **TONES[style.tone]}
    if style.align:
        made["align"] = style.align
    if style.wrap:
        made["text_wrap"] = True
    if style.indent:
        made["indent"] = style.indent
    return made


class Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._plain: dict[Style, Any] = {}
        self._made: dict[tuple[Style, tuple[tuple[str, Any], ...]], Any] = {}

    def of(self, style: Style, **more: Any) -> Any:
        """Return the format of a style, `more` properties on top."""
        if not more:
            if style not in self._plain:
                self._plain[style] = self._book.add_format(properties(style))
            return self._plain[style]
        key = style, tuple(sorted(more.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({**properties(style), **more})
        return self._made[key]
