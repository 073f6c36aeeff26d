"""The output workbook: every sheet in order, written in one piece or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from resopt.arguments import need_path, need_plan_of, need_result, need_text
from resopt.domain.history import Ran
from resopt.domain.records import Portfolio
from resopt.domain.wishes import Given
from resopt.excel.contents import Book, Page
from resopt.excel.write import workbook_bytes
from resopt.excel.write_file import put
from resopt.explain.known import known_again
from resopt.report.allocation import allocation_page
from resopt.report.assignments import plan_page
from resopt.report.audience import EVERYBODY, Audience, audience_of, label, restricted, shown_people
from resopt.report.capacity import capacity_page
from resopt.report.certificate import certificate_page
from resopt.report.changes import changes_page
from resopt.report.conflicts import conflicts_page
from resopt.report.coverage import coverage_page
from resopt.report.data_check import data_check_page
from resopt.report.departments import departments_page
from resopt.report.edit import edit_page
from resopt.report.figures import Figures, compute
from resopt.report.matrix import matrix_page
from resopt.report.memory import bare_rows, memory_rows
from resopt.report.people import people_page
from resopt.report.privacy import hidden, masked
from resopt.report.remedies import remedies_page
from resopt.report.review import review_page
from resopt.report.runs import runs_page, this_run
from resopt.report.summary import summary_page
from resopt.report.to_read import to_read
from resopt.report.warnings import warnings_page
from resopt.report.weekly import weekly_page
from resopt.report.wording import Words
from resopt.result import Result


def save(
    path: str | Path,
    portfolio: Portfolio,
    result: Result,
    *,
    lang: str = "en",
    created: datetime | None = None,
    audience: str = EVERYBODY,
    mask: bool = False,
    names: bool = False,
    given: Given | None = None,
    by: str = "",
    note: str = "",
) -> None:
    """Write the workbook of a result.

    Parameters
    ----------
    path
        The file; it is replaced only by a complete new one.
    portfolio
        The input the result was made from.
    result
        Plan, certificate and conflicts.
    lang
        `en` or `zh`.
    created
        The time that the file bears (default: now); equal input and time give equal bytes.
    audience
        `leadership`, `department:NAME` or `project:NAME` (or ID): only the sheets meant for them, without rows of
        other people, who are nowhere named.
    mask
        Whether people are called by their IDs alone, on every sheet.
    names
        Whether warnings name the only person who has a role or skill; else they speak of the skill alone.
    given
        The plan given back that the run began with (`load_edits`): each wish in it is answered.
    by, note
        Who ran it and why, for sheet Runs.

    Raises
    ------
    OutputError
        If the file cannot be written; an older file of that name is then untouched.
    ValueError
        If there is no such audience (the nearest name is in the message), or the result is of another portfolio.
    """
    need_path("path", path)
    need_result("result", result)
    need_plan_of(portfolio, result.plan)
    need_text("audience", audience)
    when = (created or datetime.now()).replace(microsecond=0, tzinfo=None)
    whom = audience_of(portfolio, audience)
    book = content(portfolio, result, lang, when, whom, mask=mask, names=names, given=given, by=by, note=note)
    put(Path(path), workbook_bytes(book, when), lang)


def run_id(portfolio: Portfolio, result: Result, created: datetime, parent: str = "") -> str:
    """Return a short name of this run: equal input, plan, time and run before give the same."""
    text = repr((portfolio.sha256, result.plan, created.isoformat(), parent))
    return sha256(text.encode()).hexdigest()[:10]


def content(
    portfolio: Portfolio,
    result: Result,
    lang: str,
    created: datetime,
    audience: Audience | None = None,
    *,
    mask: bool = False,
    names: bool = False,
    given: Given | None = None,
    by: str = "",
    note: str = "",
) -> Book:
    """Return what the workbook consists of; a file for somebody, or without names, cannot be given back."""
    audience = audience or Audience()
    complete = audience.is_everybody and not mask
    if given is not None:
        result = known_again(portfolio, result, given.seen)
    run = run_id(portfolio, result, created, given.run if given else "")
    if mask:
        portfolio, result = masked(portfolio, result, lang)
    people = shown_people(portfolio, result, audience)
    if not audience.is_everybody:
        portfolio, result = hidden(portfolio, result, {p.id for p in portfolio.people} - people, lang)
    words = Words(portfolio, lang)
    figures = restricted(compute(portfolio, result, given if complete else None), audience, people)
    when = created.strftime("%Y-%m-%d %H:%M")
    ran = this_run(figures, run, when, *((by, note) if complete else ("", "")))
    makers = _makers(figures, words, audience, ran, created, names)
    pages = tuple(make() for sheet, make in makers.items() if audience.has(sheet))
    rows = memory_rows(figures, words, ran) if complete else bare_rows(figures, ran)
    title = words.say("book.title")
    if not complete:
        pages = tuple(to_read(page, words) for page in pages)
    if not audience.is_everybody:
        told = label(figures, words, audience)
        title, pages = f"{title} · {told}", tuple(replace(p, subtitle=f"{told} · {p.subtitle}") for p in pages)
    footer = words.say("footer", run=run, created=when)
    return Book(pages, rows, title, footer, words.say("book.page"), lang)


def _makers(
    figures: Figures, words: Words, audience: Audience, ran: Ran, created: datetime, names: bool
) -> dict[str, Callable[[], Page]]:
    """Return how each sheet is made, in the order of the book."""
    makers: dict[str, Callable[[], Page]] = {
        "summary": lambda: summary_page(figures, words, [key for key in makers if audience.has(key)]),
        "allocation": lambda: allocation_page(figures, words),
        "coverage": lambda: coverage_page(figures, words),
        "capacity": lambda: capacity_page(figures, words),
        "conflicts": lambda: conflicts_page(figures, words, created.date()),
        "remedies": lambda: remedies_page(figures, words),
        "review": lambda: review_page(figures, words),
        "people": lambda: people_page(figures, words),
        "matrix": lambda: matrix_page(figures, words),
        "departments": lambda: departments_page(figures, words),
        "changes": lambda: changes_page(figures, words),
        "warnings": lambda: warnings_page(figures, words, created.date(), names=names),
        "weekly": lambda: weekly_page(figures, words, created.date()),
        "edit": lambda: edit_page(figures, words),
        "plan": lambda: plan_page(figures, words),
        "data_check": lambda: data_check_page(figures, words),
        "certificate": lambda: certificate_page(figures, words, ran.id),
        "runs": lambda: runs_page(figures, words, ran),
    }
    return makers
