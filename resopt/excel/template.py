"""Draws the input template: sheets to fill in, with drop-downs that follow each other, help, and checks by colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import xlsxwriter

from resopt.excel.cells import is_blank, text_of
from resopt.excel.measure import text_width
from resopt.excel.raw import letters
from resopt.excel.styles import AMBER, GREY, LINE, NAVY
from resopt.excel.template_checks import BAD, EXAMPLE, ODD, rules_of
from resopt.excel.template_form import FORM, REQUIRED, ROOM, ROWS, SETTING_LOOKS, SETTING_OFFERS, SHEETS, Field
from resopt.excel.template_guide import draw_guide
from resopt.excel.template_lists import Ground, add_lists
from resopt.excel.weeks import Period
from resopt.excel.write_file import AUTHOR
from resopt.messages import say
from resopt.messages.names import COLUMNS, GUIDE_SHEET, HELP_COLUMN, INPUT_SHEETS, SETTINGS, VALUES, of
from resopt.messages.names import value as word

PART = "_part"  # hidden sheet of a part file: whose it is, and which others there are
WEEKS = 13  # week columns of an empty template
RULES = 7  # kinds of rule that sheet Rules holds stand first among all rules
WIDEST = 46
FONTS = {"en": "Calibri", "zh": "Microsoft YaHei"}
CREATED = datetime(2026, 1, 1)  # fixed, so that equal content gives an equal file

Row = Mapping[Any, Any]

LOOKS: dict[str, dict[str, Any]] = {
    "text": {"num_format": "@", "align": "left", "indent": 1},
    "any": {"align": "left", "indent": 1},
    "date": {"num_format": "yyyy-mm-dd", "align": "center"},
    "share": {"num_format": "0%", "align": "center"},
    "number": {"num_format": "General", "align": "center"},
    "whole": {"num_format": "0", "align": "center"},
    "money": {"num_format": "#,##0", "align": "right", "indent": 1},
}
INPUT = {
    "bg_color": "#FFF9E3",
    "border": 1,
    "border_color": "#F0E2B6",
    "valign": "vcenter",
    "align": "left",
    "indent": 1,
}
HEADS = {"needed": NAVY, "plain": "#4A6274", "extra": "#8A98A6", "week": "#2F7F79"}
CHECKS: dict[str, dict[str, Any]] = {
    BAD: {"bg_color": "#F9D5D0", "font_color": "#8E1B10"},
    ODD: {"bg_color": "#FCE9C6", "font_color": "#7A4B00"},
    EXAMPLE: {"font_color": "#98A2AE", "italic": True},
}


@dataclass(frozen=True)
class Content:
    """What a template holds: rows by sheet (a date or a Period as key is a week or month), settings, other entries.

    `sheets` are those to draw; `others` are entries of drop-downs that stand in other files; `hidden` are rows of the
    hidden sheet of a part file; `percent` says that FTE is typed as percent, `weeks` which weeks and months a sheet has
    (Demand else has those that follow setting Start).
    """

    start: date
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    sheets: tuple[str, ...] = SHEETS
    others: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    hidden: Sequence[Sequence[str]] = ()
    part: str = ""
    percent: bool = False
    weeks: Mapping[str, Sequence[Period]] = field(default_factory=dict)


def template_bytes(content: Content, lang: str) -> bytes:
    """Return the workbook; text that people typed is never a formula."""
    target = BytesIO()
    font = {"font_name": FONTS[lang], "font_size": 10}
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options | {"default_format_properties": font})
    book.set_properties({"title": say("template.title", lang), "created": CREATED, "author": AUTHOR})
    _Drawing(book, content, lang).draw()
    book.close()
    return target.getvalue()


class _Drawing:
    """The workbook while it is drawn."""

    def __init__(self, book: Any, content: Content, lang: str) -> None:
        self.book, self.content, self.lang = book, content, lang
        self.ground = Ground()
        self.looks = {
            name: book.add_format({"valign": "vcenter", "bottom": 1, "bottom_color": LINE} | look)
            for name, look in LOOKS.items()
        }
        self.checks = {name: book.add_format(look) for name, look in CHECKS.items()}
        head = {"bold": True, "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter", "right": 1, "indent": 1}
        self.heads = {
            kind: book.add_format(head | {"bg_color": colour, "right_color": "#FFFFFF"})
            for kind, colour in HEADS.items()
        }
        self.week = book.add_format(
            head | {"bg_color": HEADS["week"], "num_format": "yyyy-mm-dd", "right_color": "#FFFFFF"}
        )

    def draw(self) -> None:
        guide = self.book.add_worksheet(of(GUIDE_SHEET, self.lang))
        sheets = {key: self.book.add_worksheet(of(INPUT_SHEETS[key], self.lang)) for key in self.content.sheets}
        for key in sheets:
            self._learn(key)
        for key, sheet in sheets.items():
            if key == "settings":
                self._settings(sheet)
            else:
                self._sheet(key, sheet)
            self._page(key, sheet)
        add_lists(self.book, self.ground, self.content.rows, self.content.others)
        if self.content.hidden:
            hidden = self.book.add_worksheet(PART)
            for number, row in enumerate(self.content.hidden):
                for column, text in enumerate(row):
                    hidden.write_string(number, column, text)
            hidden.hide()
        content = self.content
        draw_guide(self.book, guide, self.ground, content.rows, content.sheets, content.part, self.lang)
        guide.activate()

    def _learn(self, key: str) -> None:
        """Note titles, columns and the last row of a sheet, for formulas of all others."""
        self.ground.titles[key] = of(INPUT_SHEETS[key], self.lang)
        for index, one in enumerate(FORM[key]):
            self.ground.columns[key, one.key] = letters(index)
        self.ground.last[key] = max(ROOM.get(key, ROWS), len(self.content.rows.get(key, ())) + ROWS) + 1

    def _sheet(self, key: str, sheet: Any) -> None:
        fields = FORM[key]
        for index, one in enumerate(fields):
            self._column(sheet, key, index, one)
        weeks = self._weeks(key, sheet, len(fields))
        for number, row in enumerate(self.content.rows.get(key, ()), 1):
            for index, one in enumerate(fields):
                self._put(sheet, number, index, row.get(one.key), self._look(key, one))
            for index, week in enumerate(weeks, len(fields)):
                self._put(sheet, number, index, row.get(week), "number")
        self._checks(key, sheet, (letters(len(fields)), letters(len(fields) + len(weeks) - 1)) if weeks else None)
        sheet.freeze_panes(1, 2 if key in (*REQUIRED, "assignments") else 1)

    def _look(self, key: str, one: Field) -> str:
        percent = self.content.percent and one.key == "fte" and key == "assignments"
        return "number" if percent else one.look

    def _column(self, sheet: Any, key: str, index: int, one: Field) -> None:
        title = of(COLUMNS[key][one.key], self.lang)
        look = self.looks[self._look(key, one)]
        typed = (text_width(text_of(row[one.key])) + 3 for row in self.content.rows.get(key, ()) if row.get(one.key))
        width = max(one.width, _head_width(title), min(max(typed, default=0), WIDEST))
        sheet.set_column(index, index, width, look, {"level": 1} if one.extra else {})
        kind = "needed" if one.needed else "extra" if one.extra else "plain"
        sheet.write_string(0, index, title, self.heads[kind])
        self._note(sheet, 0, index, say(f"help.{key}.{one.key}", self.lang))
        self._offer(sheet, (1, index, self.ground.last[key] - 1, index), one)

    def _note(self, sheet: Any, row: int, column: int, text: str) -> None:
        lines = -(-text_width(text) // 36)
        shape = {"width": 250, "height": 22 + 17 * lines, "font_size": 9, "color": "#FFF9E3", "author": AUTHOR}
        sheet.write_comment(row, column, text, shape)

    def _offer(self, sheet: Any, area: tuple[int, int, int, int], one: Field) -> None:
        """Add a drop-down, or the check of a date or a number; nothing typed is refused but what cannot be right."""
        rule: dict[str, Any] = {"error_type": "warning", "error_title": say("template.odd", self.lang)}
        if one.offers:
            living = one.offers not in VALUES
            source = f"=resopt_{one.offers}" if living else self._words(one.offers)
            rule |= {"validate": "list", "source": source, "show_error": not (living or one.free)}
            rule["error_message"] = say("template.odd_word", self.lang)
        elif one.look == "date":
            rule |= {
                "validate": "date",
                "criteria": "between",
                "minimum": date(1990, 1, 1),
                "maximum": date(2100, 1, 1),
            }
            rule["error_message"] = say("template.odd_date", self.lang)
        elif one.look == "share":
            rule |= {
                "validate": "decimal",
                "criteria": "between",
                "minimum": 0,
                "maximum": 2 if one.key == "fte" else 1,
            }
            rule["error_message"] = say("template.odd_share", self.lang)
        else:
            return
        sheet.data_validation(*area, rule)

    def _words(self, kind: str) -> list[str]:
        words = VALUES[kind][:RULES] if kind == "rule" else VALUES[kind]
        return [word(kind, row[0], self.lang) for row in words]

    def _weeks(self, key: str, sheet: Any, first: int) -> list[Any]:
        """Write the heads of the week columns, if the sheet has any: as given, else weeks that follow setting Start."""
        weeks: list[Any] = list(self.content.weeks.get(key, ()))
        if not weeks and key == "demand":
            weeks = [self.content.start + timedelta(days=7 * k) for k in range(WEEKS)]
        for index, week in enumerate(weeks, first):
            if isinstance(week, Period):
                self._head(sheet, index, week.start if week.is_week else f"{week.start:%Y-%m}")
            else:
                sheet.write_formula(0, index, self._monday(7 * (index - first)), self.week, _serial(week))
        if weeks:
            sheet.set_column(first, first + len(weeks) - 1, 12.5, self.looks["number"])
            self._note(sheet, 0, first, say("help.demand.week", self.lang))
        return weeks

    def _head(self, sheet: Any, index: int, title: Any) -> None:
        if isinstance(title, date):
            sheet.write_datetime(0, index, title, self.week)
        else:
            sheet.write_string(0, index, title, self.week)

    def _monday(self, days: int) -> str:
        if "settings" not in self.content.sheets:
            return f"={_serial(self.content.start)}+{days}"
        start = f"{self.ground.cell_of('settings')}$B$2"
        return f"=IF(ISNUMBER({start}),{start}-WEEKDAY({start},2)+1,{_serial(self.content.start)})+{days}"

    def _put(self, sheet: Any, row: int, column: int, value: Any, look: str) -> None:
        """Write one cell by its type: what people typed is text, whatever it begins with."""
        if is_blank(value):
            return
        if isinstance(value, date):
            sheet.write_datetime(row, column, value, self.looks["date"])
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            sheet.write_number(row, column, value, self.looks[look])
        else:
            sheet.write_string(row, column, text_of(value), self.looks[look])

    def _checks(self, key: str, sheet: Any, weeks: tuple[str, str] | None) -> None:
        columns = {one.key: letters(index) for index, one in enumerate(FORM[key])}
        last, end = self.ground.last[key], weeks[1] if weeks else letters(len(columns) - 1)
        for column, formula, look in rules_of(key, columns, last, weeks):
            area = f"{columns[column]}2:{columns[column]}{last}" if column else f"A2:{end}{last}"
            sheet.conditional_format(area, {"type": "formula", "criteria": f"={formula}", "format": self.checks[look]})

    def _settings(self, sheet: Any) -> None:
        """Write every setting with its value, its list and what it means."""
        ruled = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter", "indent": 1}
        text = self.book.add_format(ruled | {"bold": True})
        about = self.book.add_format(ruled | {"font_color": GREY, "text_wrap": True})
        heads = [of(COLUMNS["settings"][key], self.lang) for key in ("setting", "value")]
        for column, title in enumerate((*heads, of(HELP_COLUMN, self.lang))):
            sheet.write_string(0, column, title, self.heads["needed" if column < 2 else "extra"])
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 18)
        sheet.set_column(2, 2, 88)
        for row, (key, name) in enumerate(SETTINGS.items(), 1):
            sheet.write_string(row, 0, of(name, self.lang), text)
            sheet.write_string(row, 2, say(f"help.setting.{key}", self.lang), about)
            look = SETTING_LOOKS.get(key, "any")
            box = self.book.add_format(LOOKS[look] | INPUT)
            sheet.write_blank(row, 1, None, box)
            self._setting(sheet, row, key, look, box)
        sheet.freeze_panes(1, 1)

    def _setting(self, sheet: Any, row: int, key: str, look: str, box: Any) -> None:
        value = self.content.settings.get(key)
        if isinstance(value, date):
            sheet.write_datetime(row, 1, value, box)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            sheet.write_number(row, 1, value, box)
        elif not is_blank(value):
            sheet.write_string(row, 1, text_of(value), box)
        if key in SETTING_OFFERS or look in ("date", "share"):
            self._offer(sheet, (row, 1, row, 1), Field(key, look, SETTING_OFFERS.get(key, "")))
        elif key in ("language", "date_order"):
            words = {"language": say("template.languages", self.lang), "date_order": "DMY,MDY,YMD"}[key]
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": words.split(","), "show_error": False})

    def _page(self, key: str, sheet: Any) -> None:
        sheet.set_row(0, 33)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(8 if key == "demand" else 9)  # A3, A4
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer(f"&L&8&K6B7785{of(INPUT_SHEETS[key], self.lang)}&R&8&K6B7785&P / &N")
        sheet.set_tab_color(NAVY if key in REQUIRED else AMBER if key == "settings" else "#B8C0CC")


def _serial(day: date) -> int:
    return (day - date(1899, 12, 30)).days


def _head_width(title: str) -> float:
    """Return the width that a header needs on two lines; Chinese breaks between any two letters."""
    words = [text_width(one) for one in title.split()] if " " in title else [text_width(title[: -(-len(title) // 2)])]
    return max(*words, text_width(title) / 2, 6) + 5
