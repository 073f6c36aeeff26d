"""The first sheet of the input template: what to do, what each sheet holds, how much is filled in, the colours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from resopt.excel.measure import lines_of
from resopt.excel.styles import GREY, LINE, NAVY
from resopt.excel.template_checks import REPLACED
from resopt.excel.template_form import FORM, REQUIRED
from resopt.excel.template_lists import Ground, Rows
from resopt.messages import say
from resopt.messages.names import INPUT_SHEETS, VALUES, of
from resopt.messages.names import value as word

STEPS = 6
KINDS = 7  # of rules
WIDTHS = (1.5, 20, 62, 12, 12, 16)
COLOURS = {  # what a colour means: background, letters, italic
    "needed": (NAVY, "#FFFFFF", False),
    "extra": ("#8A98A6", "#FFFFFF", False),
    "example": ("#FFFFFF", "#98A2AE", True),
    "bad": ("#F9D5D0", "#8E1B10", False),
    "odd": ("#FCE9C6", "#7A4B00", False),
}


def draw_guide(
    book: Any, sheet: Any, ground: Ground, rows: Mapping[str, Rows], sheets: tuple[str, ...], part: str, lang: str
) -> None:
    """Draw the sheet; `part` is whose part of the input the file is, empty if it is the whole."""
    _Guide(book, sheet, ground, rows, lang).draw(sheets, part)


class _Guide:
    """The sheet while it is drawn, from top to bottom."""

    def __init__(self, book: Any, sheet: Any, ground: Ground, rows: Mapping[str, Rows], lang: str) -> None:
        self.book, self.sheet, self.ground, self.rows, self.lang = book, sheet, ground, rows, lang
        self.row = 1

    def draw(self, sheets: tuple[str, ...], part: str) -> None:
        sheet = self.sheet
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.hide_gridlines(2)
        sheet.set_row(0, 8)
        self._line(self._say("title_part", part=part) if part else self._say("title"), 30, bold=True, size=18)
        self._line(self._say("subtitle_part") if part else self._say("subtitle"), 20, color=GREY)
        self.row += 1
        self._steps(part)
        self._table(sheets)
        self._colours()
        if "rules" in sheets:
            self._rules()
        sheet.set_portrait()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 1)
        sheet.center_horizontally()
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        sheet.set_tab_color("#1B998B")

    def _say(self, key: str, **values: Any) -> str:
        return say(f"template.{key}", self.lang, **values)

    def _format(self, **look: Any) -> Any:
        renamed = {"size": "font_size", "color": "font_color", "wrap": "text_wrap"}
        return self.book.add_format({"valign": "vcenter"} | {renamed.get(key, key): one for key, one in look.items()})

    def _line(self, text: str, height: float, **look: Any) -> None:
        self.sheet.write_string(self.row, 1, text, self._format(**({"color": NAVY} | look)))
        self.sheet.set_row(self.row, height)
        self.row += 1

    def _heading(self, text: str) -> None:
        look = self._format(bold=True, size=12, color=NAVY, bottom=2, bottom_color=NAVY)
        for column in range(1, len(WIDTHS)):
            self.sheet.write_blank(self.row, column, None, look)
        self.sheet.write_string(self.row, 1, text, look)
        self.sheet.set_row(self.row, 22)
        self.row += 1

    def _steps(self, part: str) -> None:
        self._heading(self._say("steps"))
        text = self._format(wrap=True)
        room = sum(WIDTHS[1:])
        kind = "part_step" if part else "step"
        for step in range(1, (4 if part else STEPS) + 1):
            said = f"{step}.  {self._say(f'{kind}.{step}')}"
            self.sheet.merge_range(self.row, 1, self.row, len(WIDTHS) - 1, said, text)
            self.sheet.set_row(self.row, 6 + 14 * lines_of(said, room))
            self.row += 1
        self.row += 1

    def _table(self, sheets: tuple[str, ...]) -> None:
        self._heading(self._say("sheets"))
        head = self._format(bold=True, color=GREY, size=9, bottom=1, bottom_color=LINE, wrap=True)
        titles = ("sheet", "holds", "kind", "rows", "blanks")
        centred = self._format(bold=True, color=GREY, size=9, bottom=1, bottom_color=LINE, wrap=True, align="center")
        for column, key in enumerate(titles, 1):
            self.sheet.write_string(self.row, column, self._say(f"head.{key}"), head if column < 3 else centred)
        self.sheet.set_row(self.row, 28)
        self.row += 1
        cell = {"bottom": 1, "bottom_color": LINE}
        link = self._format(**cell, color="#1F4E8C", underline=1)
        text, middle = self._format(**cell, wrap=True), self._format(**cell, align="center")
        for key in sheets:
            title = of(INPUT_SHEETS[key], self.lang)
            self.sheet.write_url(self.row, 1, f"internal:{self.ground.cell_of(key)[:-1]}!A1", link, title)
            self.sheet.write_string(self.row, 2, self._say(f"sheet.{key}"), text)
            self.sheet.write_string(self.row, 3, self._say("needed" if key in REQUIRED else "may"), middle)
            if key != "settings":
                self._counts(key, middle)
            else:
                self.sheet.write_blank(self.row, 4, None, middle)
                self.sheet.write_blank(self.row, 5, None, middle)
            self.sheet.set_row(self.row, 18)
            self.row += 1
        self.row += 1

    def _counts(self, key: str, look: Any) -> None:
        """Write how many rows are filled in, and how many cells that are needed are blank, as formulas."""
        main, *rest = [one.key for one in FORM[key] if one.needed]
        given = [row for row in self.rows.get(key, ()) if row.get(main) is not None]
        first = self.ground.column(key, main)
        self.sheet.write_formula(self.row, 4, f"=COUNTA({first})", look, len(given))
        needed = [one for one in rest if (key, one) not in REPLACED]
        blanks = [f'SUMPRODUCT(({first}<>"")*({self.ground.column(key, one)}=""))' for one in needed]
        count = sum(row.get(one) is None for row in given for one in needed)
        self.sheet.write_formula(self.row, 5, "=" + ("+".join(blanks) or "0"), look, count)
        alarm = self.book.add_format({"bg_color": "#F9D5D0", "font_color": "#8E1B10", "bold": True})
        rule = {"type": "cell", "criteria": ">", "value": 0, "format": alarm}
        self.sheet.conditional_format(self.row, 5, self.row, 5, rule)

    def _colours(self) -> None:
        self._heading(self._say("colours"))
        text = self._format(indent=1)
        for key, (back, ink, italic) in COLOURS.items():
            look = self._format(
                indent=1, bg_color=back, color=ink, italic=italic, bold=not italic, border=1, border_color=LINE
            )
            self.sheet.set_row(self.row, 17)
            self.sheet.write_string(self.row, 1, self._say(f"colour.{key}"), look)
            self.sheet.write_string(self.row, 2, self._say(f"colour_of.{key}"), text)
            self.row += 1
        self.row += 1

    def _rules(self) -> None:
        self._heading(self._say("rules"))
        name, text = self._format(bold=True), self._format()
        for row in VALUES["rule"][:KINDS]:
            self.sheet.write_string(self.row, 1, word("rule", row[0], self.lang), name)
            self.sheet.write_string(self.row, 2, self._say(f"rule.{row[0]}"), text)
            self.row += 1
