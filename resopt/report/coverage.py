"""Sheet Coverage: projects in priority order, what each wants and gets, and the cut-off line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from resopt.domain.records import Line, Project
from resopt.excel.contents import Block, Cell, Column, Legend, Page, Paragraph, Row, Table
from resopt.report.cells import amount, blank, day, share, summed, text, week_columns, week_key, whole
from resopt.report.figures import Figures
from resopt.report.wording import Words, share_text

HEAD = 15  # columns before the weeks


def coverage_page(figures: Figures, words: Words) -> Page:
    """Return the sheet."""
    full = full_projects(figures)
    of = words.count("projects", len(figures.order))
    title = words.say("coverage.title", full=f"{full:,}", projects=of) if figures.order else words.say("coverage.none")
    blocks: tuple[Block, ...] = (
        Legend(_legend(words), start=HEAD, span=2),
        Table("projects", _columns(words), tuple(_rows(figures, words))),
        Paragraph(words.say("coverage.reading", unit=words.unit, weeks=words.say("week.reading"))),
        *_not_planned(figures, words),
    )
    subtitle = words.say("coverage.subtitle", unit=words.unit)
    # the project stays on the screen while the weeks scroll; all columns before the weeks would fill a laptop's
    return Page("coverage", words.sheet("coverage"), title, subtitle, blocks, ("projects", "status"))


def full_projects(figures: Figures) -> int:
    """Return how many planned projects get all the days they want."""
    return sum(1 for p in figures.order if not any(figures.gap_of(figures.lines_of(p.id))))


def first_short_tier(figures: Figures) -> int | None:
    """Return the index of the first tier that is not met in full, None if all are."""
    for index, tier in enumerate(figures.portfolio.tiers):
        if any(any(figures.gap_of(figures.lines_of(p))) for p in tier.project_ids):
            return index
    return None


def _legend(words: Words) -> tuple[tuple[str, str], ...]:
    return (
        ("met", words.say("legend.met")),
        ("gap_light", words.say("legend.gap_light")),
        ("gap_strong", words.say("legend.gap_strong")),
    )


def _columns(words: Words) -> tuple[Column, ...]:
    say, column = words.say, words.column
    return (
        Column("tier", say("column.tier"), most=16),
        Column("priority", column("projects", "priority"), most=10, align="center"),
        Column("id", column("projects", "project_id"), most=14),
        Column("project", column("projects", "project"), most=28),
        Column("status", column("projects", "status"), most=12),
        Column("start", column("projects", "start"), 10, align="center"),
        Column("moved", say("column.moved"), 8.5, align="center"),
        Column("wanted", say("column.wanted"), 8.5, align="right"),
        Column("met", say("column.met"), 8.5, align="right"),
        Column("gap", say("column.gap"), 7.5, align="right"),
        Column("share", say("column.coverage"), 9, align="right"),
        Column("bar", "", 7, bar=True),
        Column("core_wanted", say("column.core_wanted"), 8.5, align="right"),
        Column("core_met", say("column.core_met"), 12 if words.lang == "zh" else 9, align="right"),
        Column("people", say("column.people"), 7, align="center"),
        *([Column("done", say("column.done"), 8.5, align="right")] if words.portfolio.settings.past_weeks else []),
        *week_columns(words)[words.portfolio.settings.past_weeks :],  # column Done stands for the others
    )


def _rows(figures: Figures, words: Words) -> Iterator[Row]:
    short, drawn = first_short_tier(figures), False
    for project in figures.order:
        if figures.whole and short is not None and not drawn and figures.grid.tier_of[project.id] >= short:
            drawn = True
            yield _band(words.say("coverage.cut_off" if short else "coverage.cut_off_top"), "cutoff", figures)
        yield _project_row(figures, words, project)
    if figures.whole and short is None and figures.order:
        yield _band(words.say("coverage.no_cut_off"), "all_met", figures)
    yield _total(figures, words)


def _band(sentence: str, tone: str, figures: Figures) -> Row:
    return Row(
        (
            text(sentence, tone),
            *(blank(tone) for _ in range(HEAD + bool(figures.grid.past.weeks) + len(figures.open_weeks) - 1)),
        )
    )


def _project_row(figures: Figures, words: Words, project: Project) -> Row:
    lines = figures.lines_of(project.id)
    core = tuple(line for line in lines if line.core)
    wanted, met = sum(figures.wanted_of(lines)), sum(figures.met_of(lines))
    tier = figures.tier_of(project.id)
    return Row(
        (
            text(words.tier(tier) if tier else "", "muted"),
            text(project.priority, align="center"),
            text(project.id),
            text(project.name, "strong"),
            text(words.term("status", project.status.value), "muted"),
            *_start(figures, words, project),
            amount(words, wanted),
            amount(words, met),
            amount(words, wanted - met, "bad" if wanted > met else "plain", formula="{wanted}-{met}"),
            share(met, wanted, "strong", form="percent1", formula="{met}/{wanted}"),
            share(met, wanted, formula="{met}/{wanted}"),
            *((amount(words, sum(f)) for f in (figures.wanted_of(core), figures.met_of(core))) if core else _two()),
            whole(sum(1 for _, p in figures.pairs if p == project.id), align="center"),
            *([amount(words, _done(figures, lines), "muted")] if figures.grid.past.weeks else []),
            *_gaps(figures, words, project),
        )
    )


def _two() -> tuple[Cell, Cell]:
    return blank(), blank()


def _start(figures: Figures, words: Words, project: Project) -> tuple[Cell, Cell]:
    """Return the start that the plan chooses, and by how many weeks it moved."""
    shift = figures.result.plan.shift_of(project.id)
    if project.start is None or not shift:
        return day(project.start), text("")
    moved = words.say("moved.later" if shift > 0 else "moved.earlier", n=abs(shift))
    return day(project.start.fromordinal(project.start.toordinal() + 7 * shift), "moved"), text(moved, "moved")


def _gaps(figures: Figures, words: Words, project: Project) -> Iterator[Cell]:
    lines = figures.lines_of(project.id)
    wanted_of, gap_of = figures.wanted_of(lines), figures.gap_of(lines)
    for wanted, gap in ((wanted_of[w], gap_of[w]) for w in figures.open_weeks):
        if not wanted:
            yield blank()
        elif not gap:
            yield text("✓", "met", align="center")
        else:
            yield amount(words, gap, "gap_strong" if 2 * gap >= wanted else "gap_light", "center")


def _total(figures: Figures, words: Words) -> Row:
    lines = [line for p in figures.order for line in figures.lines_of(p.id)]
    core = [line for line in lines if line.core]
    wanted, met, gap = sum(figures.wanted_of(lines)), sum(figures.met_of(lines)), figures.gap_of(lines)
    used = {person for person, _ in figures.pairs}
    return Row(
        (
            text(words.say("total.all"), "total"),
            *(blank("total") for _ in range(6)),
            summed(words, wanted, "wanted"),
            summed(words, met, "met"),
            amount(words, wanted - met, "total", formula="{wanted}-{met}"),
            share(met, wanted, "total", form="percent1", formula="{met}/{wanted}"),
            blank("total"),
            summed(words, sum(figures.wanted_of(core)), "core_wanted"),
            summed(words, sum(figures.met_of(core)), "core_met"),
            whole(len(used), "total", align="center"),
            *([summed(words, _done(figures, lines), "done")] if figures.grid.past.weeks else []),
            *(summed(words, gap[w], week_key(w), align="center") for w in figures.open_weeks),
        )
    )


def _done(figures: Figures, lines: Iterable[Line]) -> int:
    """Return the days done on lines before As Of."""
    ids = {line.id for line in lines}
    return sum(units for (_, line, _), units in figures.grid.past.done.items() if line in ids)


def _not_planned(figures: Figures, words: Words) -> tuple[Paragraph, ...]:
    left = [p for p in figures.portfolio.projects if p.id not in figures.grid.tier_of]
    if not left or not figures.whole:
        return ()
    stated = ((p, words.term("status", p.status.value)) for p in left)
    listed = words.join(words.say("coverage.left", name=p.name, id=p.id, status=status) for p, status in stated)
    return (Paragraph(words.say("coverage.not_planned", projects=listed)),)


def coverage_sentence(figures: Figures) -> str:
    """Return the share of wanted days that is met."""
    return share_text(figures.total_met, figures.total_wanted)
