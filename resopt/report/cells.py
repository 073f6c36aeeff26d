"""Short ways to make cells: text, amounts, shares, dates and the header of weeks."""

from __future__ import annotations

from datetime import date
from functools import cache

from resopt.excel.contents import Cell, Column, Style
from resopt.report.wording import Words, floor_share

BLANK = Cell()
WEEK_WIDTH = 5.9


@cache
def styled(form: str = "text", tone: str = "plain", align: str = "", wrap: bool = False, indent: int = 0) -> Style:
    """Return a style; one that a million cells share is made once."""
    return Style(form, tone, align, wrap, indent)


def text(value: str, tone: str = "plain", *, wrap: bool = False, align: str = "", indent: int = 0) -> Cell:
    """Return a cell of text."""
    return Cell(value, styled("text", tone, align, wrap, indent))


def amount(words: Words, units: int, tone: str = "plain", align: str = "", *, formula: str = "") -> Cell:
    """Return an amount in the unit of the file."""
    return Cell(words.value(units), styled("amount", tone, align), formula=formula)


def whole(number: int, tone: str = "plain", *, align: str = "", formula: str = "") -> Cell:
    """Return a count."""
    return Cell(number, styled("whole", tone, align), formula=formula)


def share(
    part: int, of: int, tone: str = "plain", *, form: str = "percent", align: str = "", formula: str = ""
) -> Cell:
    """Return part / of in percent, `percent1` rounded down to a tenth; blank where `of` is 0."""
    if not of:
        return text("", tone)
    look = styled(form, tone, align)
    if form == "percent1" and formula:  # as sentences and tiles say it
        return Cell(floor_share(part, of), look, formula=f"ROUNDDOWN(ROUND({formula},11),3)")
    return Cell(part / of, look, formula=formula)


def summed(words: Words, units: int, key: str, tone: str = "total", align: str = "") -> Cell:
    """Return an amount that is the sum of the rows above it in column `key`."""
    return amount(words, units, tone, align, formula=f"SUM({{{key}:above}})")


def across(words: Words) -> str:
    """Return the formula that sums the open weeks of a row."""
    settings = words.portfolio.settings
    return f"SUM({{{week_key(settings.past_weeks)}..{week_key(settings.weeks - 1)}}})"


def day(value: date | None, tone: str = "plain") -> Cell:
    """Return a date."""
    return Cell(value, styled("date", tone))


def blank(tone: str = "plain") -> Cell:
    """Return an empty cell of a tone."""
    return Cell(None, styled("text", tone))


def week_columns(words: Words) -> tuple[Column, ...]:
    """Return one narrow column per week, headed by its Monday under the number of its ISO week."""
    settings = words.portfolio.settings
    return tuple(
        Column(
            key=week_key(w),
            title=settings.monday(w),
            width=WEEK_WIDTH,
            align="center",
            above=above_week(words, w),
        )
        for w in range(settings.weeks)
    )


def above_week(words: Words, week: int) -> str:
    """Return what stands over a week: its number, and where the horizon crosses a year the year it begins."""
    settings = words.portfolio.settings
    monday, number = settings.monday(week), words.say("week.number", n=settings.monday(week).isocalendar().week)
    crosses = settings.monday(0).year != settings.monday(settings.weeks - 1).year
    begins = not week or settings.monday(week - 1).year != monday.year
    return f"{monday.year}\n{number}" if crosses and begins else number


def week_key(week: int) -> str:
    """Return the key of the column of a week."""
    return f"w{week:02d}"
