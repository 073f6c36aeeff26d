"""The answers on sheet Changes: what people asked for in the plan given back, row by row, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from resopt.domain.wishes import Start, Wish
from resopt.excel.contents import Cell, Column, Paragraph, Row, Table
from resopt.explain.answers import Answer, answer_text
from resopt.messages import names, say
from resopt.report.cells import amount, blank, text
from resopt.report.figures import Figures
from resopt.report.wording import Words

# Each column of the answers stands under one or several columns of the changes above it.
UNDER: dict[str, tuple[str, ...]] = {
    "place": ("kind",),
    "person_id": ("person_id",),
    "name": ("name",),
    "project_id": ("project_id",),
    "project": ("project",),
    "asked": ("weeks",),
    "was": ("old",),
    "wanted": ("new",),
    "given": ("difference",),
    "answer": ("affected", "why"),
    "kept": ("basis",),
    "reason": ("reason",),
    "approved_by": ("approved_by", "decision", "key"),
}


def answer_summary(figures: Figures, words: Words) -> tuple[Paragraph, ...]:
    """Return one sentence on how many wishes are kept, nothing if no plan was given back."""
    if figures.asked is None:
        return ()
    kept = sum(answer.kept for answer in figures.answers)
    counts = {"asked": len(figures.answers), "kept": kept, "missed": len(figures.answers) - kept}
    told = words.say("answers.summary" if figures.answers else "answers.none", run=figures.asked.run, **counts)
    return (Paragraph(told, "plain" if kept == len(figures.answers) else "warning"),)


def answer_blocks(figures: Figures, words: Words, above: Sequence[Column]) -> tuple[Paragraph | Table, ...]:
    """Return heading and table of the answers, aligned with the columns `above`; nothing if there is nothing to say."""
    if figures.asked is None or not (figures.answers or figures.asked.issues):
        return ()
    rows = (*_answer_rows(figures, words), *_remark_rows(figures, words))
    table = Table("answers", _columns(words, above), rows)
    heading = Paragraph(words.say("answers.heading"), "heading")
    return heading, Paragraph(words.say("answers.reading", unit=words.unit)), table


def _columns(words: Words, above: Sequence[Column]) -> tuple[Column, ...]:
    titles = {key: names.of(name, words.lang) for key, name in names.PLAN_COLUMNS.items()}
    for key in ("place", "asked", "was", "wanted", "given", "answer", "kept"):
        titles[key] = words.say(f"column.answer.{key}")
    numbers = ("was", "wanted", "given")
    return tuple(
        Column(
            key,
            titles[key],
            span=sum(c.span for c in above if c.key in under),
            align="right" if key in numbers else "center" if key == "kept" else "left",
        )
        for key, under in UNDER.items()
    )


def _answer_rows(figures: Figures, words: Words) -> Iterator[Row]:
    """Give one row per answer; weeks asked for in one cell of the plan given back, with one answer, are one row."""
    alike: dict[tuple[Wish | Start, bool, str], list[Answer]] = {}
    for answer in sorted(figures.answers, key=lambda one: one.kept):
        told = answer_text(figures.portfolio, figures.result, answer, words.lang)
        wish = answer.wish if isinstance(answer.wish, Start) else replace(answer.wish, week=0, units=0, was=0)
        alike.setdefault((wish, answer.kept, told), []).append(answer)
    for (_, _, told), found in alike.items():
        yield _row(figures, words, found, told)


def _row(figures: Figures, words: Words, found: list[Answer], told: str) -> Row:
    wish, kept = found[0].wish, found[0].kept
    project = figures.projects[wish.project_id]
    who = ("", "", project.id, project.name)
    days: tuple[Cell, ...] = (blank(),) * 3
    asked, reason, approver = words.say("answers.kind.start"), "", ""
    if not isinstance(wish, Start):
        person = figures.people[wish.person_id]
        who = (person.id, person.name, project.id, project.name)
        asked, days = _asked(words, found), _days(words, found)
        reason, approver = wish.reason, wish.approved_by
    return Row(
        (
            text(f"{words.sheet(wish.sheet)}!{wish.place}" if wish.place else "", "muted"),
            *(text(one, wrap=True) for one in who),
            text(asked, wrap=True),
            *days,
            text(told, wrap=True),
            text(words.say("answers.yes" if kept else "answers.no"), "good" if kept else "bad"),
            text(reason, wrap=True),
            text(approver, wrap=True),
        )
    )


def _asked(words: Words, found: list[Answer]) -> str:
    """Return what was asked for, with its weeks."""
    wishes = [one.wish for one in found if isinstance(one.wish, Wish)]
    kind, lock = words.say(f"answers.kind.{wishes[0].kind}"), words.term("lock", wishes[0].lock.value)
    line = wishes[0].line_id or words.say("answers.project")
    return words.say("answers.asked", kind=kind, week=words.weeks(w.week for w in wishes), line=line, lock=lock)


def _days(words: Words, found: list[Answer]) -> tuple[Cell, ...]:
    """Return the days before, those asked for, and those of the new plan."""
    wishes = [one.wish for one in found if isinstance(one.wish, Wish)]
    was, wanted, given = sum(w.was for w in wishes), sum(w.units for w in wishes), sum(one.units for one in found)
    return amount(words, was), amount(words, wanted, "strong"), amount(words, given)


def _remark_rows(figures: Figures, words: Words) -> Iterator[Row]:
    """Give what was typed and is no wish, or could not become one, with the sentence that says why."""
    for issue in () if figures.asked is None else figures.asked.issues:
        sheet = words.sheet(issue.sheet) if issue.sheet in names.OUTPUT_SHEETS else issue.sheet
        where = "!".join(part for part in (sheet, issue.place) if part)
        told = text(say(issue.code, words.lang, **issue.values), wrap=True)
        yield Row((text(where, "muted"), *(blank(),) * 8, told, *(blank(),) * 3))
