"""Decisions that are needed: the conflicts that matter most, each with the best remedy that was re-solved for it."""

from __future__ import annotations

from resopt.excel.contents import Column, Paragraph, Row, Table
from resopt.explain.remedy_text import change_text, gain_text, loses_text
from resopt.report.cells import amount, text
from resopt.report.conflicts import MARKS, severity
from resopt.report.figures import Figures
from resopt.report.wording import Words
from resopt.result import Conflict, Remedy

SHOWN = 5  # decisions on a page
BARGAIN = 3  # days gained for each day that others lose


def ranked(figures: Figures) -> list[Conflict]:
    """Return the conflicts, those that matter most first."""
    order = list(MARKS)
    found = [c for c in figures.result.conflicts if c.kind != "rest"]
    return sorted(found, key=lambda c: (order.index(c.severity), c.kind != "contradiction", -c.gap, c.id))


def decisions_table(figures: Figures, words: Words, *, spans: tuple[int, int] = (7, 2)) -> list[Paragraph | Table]:
    """Return the table of decisions; `spans` are the sheet columns of question and weeks."""
    found = ranked(figures)
    if not found:
        return [Paragraph(words.say("decision.none"))]
    columns = (
        Column("severity", words.say("column.severity"), align="center"),
        Column("question", words.say("column.question"), span=spans[0]),
        Column("gap", words.say("column.gap"), align="right"),
        Column("weeks", words.say("column.weeks"), span=spans[1], align="center"),
    )
    blocks: list[Paragraph | Table] = [
        Table("decisions", columns, tuple(_decision(figures, words, c) for c in found[:SHOWN]))
    ]
    if len(found) > SHOWN:
        more = words.say("decision.more", n=len(found) - SHOWN, sheet=words.sheet("conflicts"))
        blocks.append(Paragraph(more))
    return blocks


def _decision(figures: Figures, words: Words, conflict: Conflict) -> Row:
    stake = text("–", align="right") if conflict.kind == "contradiction" else amount(words, conflict.gap, "strong")
    return Row(
        (
            severity(words, conflict.severity),
            text(_question(figures, words, conflict), wrap=True),
            stake,
            text(words.span(conflict.first, conflict.last), align="center"),
        )
    )


def _question(figures: Figures, words: Words, conflict: Conflict) -> str:
    asked, remedy = question(figures, words, conflict), best_remedy(figures, conflict)
    return asked if remedy is None else f"{asked}. {_option(figures, words, remedy)}"


def question(figures: Figures, words: Words, conflict: Conflict) -> str:
    """Return what a conflict is about: project and need, or the fact set aside."""
    project = figures.projects.get(conflict.project_id)
    name = f"{project.name} ({project.id})" if project else words.say("several")
    if conflict.kind == "contradiction":
        fact = conflict.contradiction.fact if conflict.contradiction else None
        rule = words.term("rule", fact.rule.value) if fact else ""
        who = figures.people[fact.person_id].name if fact and fact.person_id in figures.people else ""
        return words.say("decision.contradiction", rule=rule, what=words.join(x for x in (who, name) if x))
    lines = [figures.lines[i] for i in conflict.line_ids if i in figures.lines]
    return words.say("decision.gap", project=name, need=figures.needs(lines))


def best_remedy(figures: Figures, conflict: Conflict) -> Remedy | None:
    """Return the first remedy that shrinks a conflict and takes little from others; None if there is none."""
    found = figures.result.explanation
    remedies = () if found is None else found.remedies
    return next((one for one in remedies if conflict.id in one.conflict_ids and is_bargain(one)), None)


def is_bargain(remedy: Remedy) -> bool:
    """Return whether projects gain at least `BARGAIN` times what others lose: else it is no advice for a board."""
    gained, lost = (sum(max(0, sign * units) for _, units in remedy.projects) for sign in (1, -1))
    return gained >= BARGAIN * lost


def _option(figures: Figures, words: Words, remedy: Remedy) -> str:
    cost = words.say("decision.cost", cost=f"{float(remedy.cost):,.0f}") if remedy.cost else ""
    return words.say(
        "decision.option",
        what=change_text(figures.portfolio, remedy, words.lang),
        gain=gain_text(figures.portfolio, remedy, words.lang),
        cost=cost,
        loses=loses_text(figures.portfolio, remedy, words.lang),
    )
