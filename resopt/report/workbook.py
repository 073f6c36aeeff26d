"""The output workbook: every sheet in order, written in one piece or not at all."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from pathlib import Path

from resopt.domain.records import Portfolio
from resopt.excel.contents import Book
from resopt.excel.write import workbook_bytes
from resopt.excel.write_file import put
from resopt.report.allocation import allocation_page
from resopt.report.assignments import plan_page
from resopt.report.capacity import capacity_page
from resopt.report.certificate import certificate_page
from resopt.report.changes import changes_page
from resopt.report.conflicts import conflicts_page
from resopt.report.coverage import coverage_page
from resopt.report.data_check import data_check_page
from resopt.report.figures import compute
from resopt.report.people import people_page
from resopt.report.remedies import remedies_page
from resopt.report.review import review_page
from resopt.report.summary import summary_page
from resopt.report.warnings import warnings_page
from resopt.report.weekly import weekly_page
from resopt.report.wording import Words
from resopt.result import Result

SCHEMA = 1


def save(
    path: str | Path, portfolio: Portfolio, result: Result, *, lang: str = "en", created: datetime | None = None
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

    Raises
    ------
    OutputError
        If the file cannot be written; an older file of that name is then untouched.
    """
    when = (created or datetime.now()).replace(microsecond=0, tzinfo=None)
    put(Path(path), workbook_bytes(content(portfolio, result, lang, when), when), lang)


def run_id(portfolio: Portfolio, result: Result, created: datetime) -> str:
    """Return a short name of this run: equal input, plan and time give the same."""
    text = repr((portfolio.sha256, result.plan, created.isoformat()))
    return sha256(text.encode()).hexdigest()[:10]


def content(portfolio: Portfolio, result: Result, lang: str, created: datetime) -> Book:
    """Return what the workbook consists of."""
    figures, words = compute(portfolio, result), Words(portfolio, lang)
    run = run_id(portfolio, result, created)
    pages = (
        summary_page(figures, words),
        allocation_page(figures, words),
        coverage_page(figures, words),
        capacity_page(figures, words),
        conflicts_page(figures, words, created.date()),
        remedies_page(figures, words),
        review_page(figures, words),
        people_page(figures, words),
        changes_page(figures, words),
        warnings_page(figures, words, created.date()),
        weekly_page(figures, words, created.date()),
        plan_page(figures, words),
        data_check_page(figures, words),
        certificate_page(figures, words, run),
    )
    hidden: tuple[tuple[str | int, ...], ...] = (
        ("schema", SCHEMA),
        ("run", run),
        ("input_sha256", portfolio.sha256),
        *(("start", project, weeks) for project, weeks in result.plan.shifts),
    )
    footer = words.say("footer", run=run, created=created.strftime("%Y-%m-%d %H:%M"))
    return Book(pages, hidden, words.say("book.title"), footer, words.say("book.page"), lang)
