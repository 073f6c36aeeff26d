"""Decisions that are needed: the conflicts that matter most, the best remedy of each, who decides, and by when."""

from __future__ import annotations

from datetime import date, timedelta

from resopt.domain.changes import Hire
from resopt.domain.records import Calendar
from resopt.excel.contents import Cell, Column, Paragraph, Row, Table
from resopt.explain.remedy_text import change_text, gain_text, loses_text
from resopt.messages.names import TRACKING_COLUMNS, of
from resopt.report.cells import amount, blank, day, text, whole
from resopt.report.conflicts import MARKS, severity
from resopt.report.figures import Figures
from resopt.report.tracking import typed
from resopt.report.wording import Words
from resopt.result import Conflict, Remedy

SHOWN = 5  # decisions on a page
BARGAIN = 3  # days gained for each day that others lose


def ranked(figures: Figures) -> list[Conflict]:
    """Return the conflicts, those that matter most first."""
    order = list(MARKS)
    found = [c for c in figures.result.conflicts if c.kind != "rest"]
    return sorted(found, key=lambda c: (order.index(c.severity), c.kind != "contradiction", -c.gap, c.id))


def decisions_table(
    figures: Figures, words: Words, *, spans: tuple[int, int, int, int, int] = (4, 3, 5, 2, 4)
) -> list[Paragraph | Table]:
    """Return the table of decisions; `spans` are the sheet columns of question, weeks, option, gain and losers."""
    found = ranked(figures)
    if not found:
        return [Paragraph(words.say("decision.none"))]
    blocks: list[Paragraph | Table] = [
        Table("decisions", _columns(words, spans), tuple(_decision(figures, words, c) for c in found[:SHOWN]))
    ]
    if len(found) > SHOWN:
        more = words.say("decision.more", n=len(found) - SHOWN, sheet=words.sheet("conflicts"))
        blocks.append(Paragraph(more))
    return blocks


def _columns(words: Words, spans: tuple[int, int, int, int, int]) -> tuple[Column, ...]:
    say, (question_span, weeks, option, gain, loses) = words.say, spans
    return (
        Column("severity", say("column.severity"), align="center"),
        Column("question", say("column.question"), span=question_span),
        Column("gap", say("column.gap"), align="right"),
        Column("weeks", say("column.weeks"), span=weeks, align="center"),
        Column("option", say("column.option"), span=option),
        Column("gain", say("column.gain"), span=gain),
        Column("cost", say("column.cost"), align="right"),
        Column("loses", say("column.loses"), span=loses),
        Column("owner", of(TRACKING_COLUMNS["owner"], words.lang)),
        Column("decide_by", say("column.decide_by"), align="center"),
    )


def _decision(figures: Figures, words: Words, conflict: Conflict) -> Row:
    stake = text("–", align="right") if conflict.kind == "contradiction" else amount(words, conflict.gap, "strong")
    return Row(
        (
            severity(words, conflict.severity),
            text(question(figures, words, conflict), wrap=True),
            stake,
            text(words.span(conflict.first, conflict.last), wrap=True, align="center"),
            *_option(figures, words, best_remedy(figures, conflict)),
            text(owner(figures, words, conflict), wrap=True),
            _decide_by(figures, words, conflict),
        )
    )


def _option(figures: Figures, words: Words, remedy: Remedy | None) -> tuple[Cell, Cell, Cell, Cell]:
    """Return the cells under Recommended, Gain, Cost and Who loses."""
    if remedy is None:
        looked = figures.result.explanation is not None
        told = words.say("decision.no_remedy" if looked else "decision.not_looked")
        return text(told, "muted", wrap=True), blank(), blank(), blank()
    portfolio, lang = figures.portfolio, words.lang
    return (
        text(change_text(portfolio, remedy, lang), wrap=True),
        text(gain_text(portfolio, remedy, lang).strip(), "strong", wrap=True),
        whole(round(remedy.cost), align="right") if remedy.cost else blank(),
        text(loses_text(portfolio, remedy, lang), wrap=True),
    )


def owner(figures: Figures, words: Words, conflict: Conflict) -> str:
    """Return who decides: the Owner typed for the conflict, else the manager of its project, else its department."""
    followed, project = figures.followed.get(conflict.id), figures.projects.get(conflict.project_id)
    known = (str(followed.owner or "") if followed else "", *((project.manager, project.department) if project else ()))
    return next(filter(None, known), words.say("decision.no_owner"))


def _decide_by(figures: Figures, words: Words, conflict: Conflict) -> Cell:
    """Return the Due typed for the conflict, else the last working day before the weeks that it is about."""
    followed, as_of = figures.followed.get(conflict.id), figures.portfolio.settings.as_of
    if followed and followed.due not in (None, ""):
        return typed(followed.due, "plain")
    last = _last_day(figures, conflict)
    late = as_of is not None and last < as_of
    return text(words.say("decision.at_once"), "bad", align="center") if late else day(last)


def _last_day(figures: Figures, conflict: Conflict) -> date:
    """Return the last working day of the project before the first short week, or before somebody hired starts."""
    portfolio, remedy = figures.portfolio, best_remedy(figures, conflict)
    hires = [one.start for one in (remedy.changes if remedy else ()) if isinstance(one, Hire) and one.start]
    project = figures.projects.get(conflict.project_id)
    place = project.location if project else portfolio.settings.location
    calendar = next((c for c in portfolio.calendars if c.location == place), Calendar(place))
    last = min([portfolio.settings.monday(conflict.first), *hires]) - timedelta(days=1)
    while not calendar.is_working(last):
        last -= timedelta(days=1)
    return last


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
    """Return the first remedy that shrinks a conflict and takes little from others; None if there is none.

    Its project has to gain in all: else the days would only go from one of its lines to another.
    """
    found = figures.result.explanation
    for one in () if found is None else found.remedies:
        if conflict.id in one.conflict_ids and dict(one.projects).get(conflict.project_id, 0) > 0 and is_bargain(one):
            return one
    return None


def is_bargain(remedy: Remedy) -> bool:
    """Return whether projects gain at least `BARGAIN` times what others lose: else it is no advice for a board."""
    gained, lost = (sum(max(0, sign * units) for _, units in remedy.projects) for sign in (1, -1))
    return gained >= BARGAIN * lost
