"""Sheet Summary: the finding as title, figures, messages, charts, tiers and the decisions that are needed."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from resopt.excel.contents import (
    Block,
    Chart,
    Charts,
    Column,
    Links,
    Page,
    Pair,
    Paragraph,
    Ref,
    Row,
    Series,
    Table,
    Tile,
    Tiles,
)
from resopt.report.capacity import MEASURES, RoleFigures, by_role
from resopt.report.cells import amount, share, share_formula, summed, text, week_key
from resopt.report.certificate import joint_bound, proved
from resopt.report.changes import moves
from resopt.report.conflicts import severity
from resopt.report.coverage import full_projects
from resopt.report.decisions import decisions_table
from resopt.report.figures import Figures
from resopt.report.findings import messages, status_text, title
from resopt.report.wording import Words, shown_share
from resopt.result import TierProof

BLOCK, GAP = 11.4, 1.6  # widths of the grid: six tiles of three columns, a narrow one between
WIDTHS = (*((BLOCK, BLOCK, BLOCK, GAP) * 5), BLOCK, BLOCK, BLOCK)
# Figures of the tiles from other sheets.
COVERED = share_formula("{coverage/projects/met}/{coverage/projects/wanted}")
FULL = "COUNTIF({coverage/projects/gap:above},0)"
LOAD = share_formula("{people/people/planned}/{people/people/available}")
BARS = 8  # roles in the chart
LOUD = 2  # bars that stand out
LINKED = (
    "allocation",
    "coverage",
    "capacity",
    "conflicts",
    "remedies",
    "people",
    "matrix",
    "departments",
    "changes",
    "weekly",
    "plan",
    "certificate",
)


def summary_page(figures: Figures, words: Words, pages: Collection[str]) -> Page:
    """Return the sheet; `pages` are the sheets of the book, to some of which it links."""
    blocks: tuple[Block, ...] = (
        Tiles(tuple(_tiles(figures, words))),
        Pair(_messages(figures, words), _tiers(figures, words)),
        *_past(figures, words),
        Charts(_weeks_chart(figures, words), _roles_chart(figures, words)),
        Paragraph(words.say("summary.decisions", unit=words.unit), "heading"),
        *decisions_table(figures, words),
        Links(tuple((page, f"→ {words.sheet(page)}") for page in LINKED if page in pages)),
    )
    subtitle = _subtitle(figures, words)
    finding, name = title(figures, words), words.sheet("summary")
    return Page("summary", name, finding, subtitle, blocks, widths=WIDTHS, whole=True)


def _messages(figures: Figures, words: Words) -> tuple[Paragraph, ...]:
    listed = (Paragraph(sentence, "message", str(n)) for n, sentence in enumerate(messages(figures, words), 1))
    return Paragraph(words.say("summary.messages"), "heading"), *listed


def _past(figures: Figures, words: Words) -> Iterator[Paragraph]:
    """Yield what was done before As Of, apart from all other figures."""
    past, settings = figures.grid.past, figures.portfolio.settings
    if not past.weeks:
        return
    lines = {line.id for p in figures.order for line in figures.lines_of(p.id)}
    done = sum(units for (_, line, _), units in past.done.items() if line in lines)
    met, wanted = (sum(table.get(i, 0) for i in lines) for table in (past.met, past.wanted))
    values = {"date": settings.monday(past.weeks).isoformat()}
    values |= {"done": words.amount(done), "met": words.amount(met), "wanted": words.amount(wanted)}
    sentence = words.say("summary.past", **values)
    carried = sum(past.carried.get(i, 0) for i in lines)
    if carried:
        more = words.say("summary.carried", carried=words.amount(carried))
        sentence = f"{sentence}{'' if words.lang == 'zh' else ' '}{more}"
    yield Paragraph(sentence)


def _subtitle(figures: Figures, words: Words) -> str:
    settings = figures.portfolio.settings
    parts = (
        f"{settings.start.isoformat()} – {settings.end.isoformat()}",
        words.count("weeks", settings.weeks),
        words.count("people", len(figures.people)),
        words.count("projects", len(figures.order)),
        status_text(figures, words),
        *([words.say("unit.note")] if settings.report_unit == "FTE" else []),
    )
    return " · ".join(parts)


def _tiles(figures: Figures, words: Words) -> Iterator[Tile]:
    say = words.say
    wanted, met = figures.total_wanted, figures.total_met
    gap, settings = wanted - met, figures.portfolio.settings
    covered = shown_share(met, wanted) if wanted else "–"
    note = say("tile.covered.note", met=words.amount(met), wanted=words.amount(wanted))
    yield Tile(say("tile.covered"), covered, note, "good" if not gap else "watch", "0.0%", COVERED if wanted else "")
    short = sum(1 for line, row in figures.wanted.items() if sum(row) > sum(figures.met[line]))
    lines = say("tile.missing.note", lines=words.count("lines", short))
    missing = words.value(gap)
    label, tone = say("tile.missing", unit=words.unit), "bad" if gap else "good"
    yield Tile(label, missing, lines, tone, _form(missing), "{coverage/projects/gap}")
    full, of = full_projects(figures), len(figures.order)
    form = f'0"{say("tile.of", n="", of=of)}"'  # the number, and out of how many in its format
    tone = "good" if full == of else "watch"
    yield Tile(say("tile.full"), full, say("tile.full.note"), tone, form, FULL)
    load, capacity = figures.total_load, figures.total_capacity
    low, high = (float(x) * 100 for x in (settings.target_low, settings.target_high))
    inside = bool(capacity) and low <= 100 * load / capacity <= high
    used = shown_share(load, capacity) if capacity else "–"
    target = say("tile.load.note", low=f"{low:g}", high=f"{high:g}")
    yield Tile(say("tile.load"), used, target, "good" if inside else "watch", "0.0%", LOAD if capacity else "")
    rows = [c for c in figures.result.conflicts if c.kind != "rest"]
    high_ones = sum(1 for c in rows if c.severity == "high")
    listed = say("tile.high.note", n=len(rows))
    counted = f'COUNTIF(tblConflicts[{say("column.severity")}],"{severity(words, "high").value}")'
    yield Tile(say("tile.high"), high_ones, listed, "bad" if high_ones else "good", "#,##0", counted)
    yield _change_tile(figures, words)


def _change_tile(figures: Figures, words: Words) -> Tile:
    label = words.say("tile.change", unit=words.unit)
    if not figures.has_before:
        return Tile(label, "–", words.say("tile.change.none"), "quiet")
    changed = words.value(figures.result.score.change)
    pairs = len([m for m in moves(figures) if m.planned])
    return Tile(label, changed, words.say("tile.change.note", n=pairs), "quiet", _form(changed))


def _form(number: float) -> str:
    """Return the format of an amount in a tile: a decimal only where there is one."""
    return "#,##0" if float(number).is_integer() else "#,##0.0"


def _weeks_chart(figures: Figures, words: Words) -> Chart | Paragraph:
    name = words.say("chart.weeks", unit=words.unit)
    if not figures.total_wanted:
        return Paragraph(words.say("chart.no_demand"))
    span = (week_key(figures.grid.past.weeks), week_key(len(figures.weeks) - 1))
    labels = Ref("capacity", "detail", (-1, -1), span)

    def series(measure: str, tone: str) -> Series:
        row = MEASURES.index(measure)  # all roles come first in the table
        return Series(words.say(f"chart.{measure}"), labels, Ref("capacity", "detail", (row, row), span), tone)

    stacked = (series("met", "good"), series("gap", "bad"))
    return Chart("columns", name, words.say("chart.weeks.alt"), stacked, series("supply", "navy"))


def _roles_chart(figures: Figures, words: Words) -> Chart | Paragraph:
    roles: tuple[RoleFigures, ...] = by_role(figures)
    shown = min(BARS, sum(1 for r in roles if any(r.gap)))
    if not shown:
        return Paragraph(words.say("chart.nothing_missing"))
    rows = (0, shown - 1)
    labels, values = Ref("capacity", "roles", rows, ("role", "role")), Ref("capacity", "roles", rows, ("gap", "gap"))
    one = Series(words.say("chart.gap"), labels, values, "quiet", loud=LOUD)
    return Chart("bars", words.say("chart.roles", unit=words.unit), words.say("chart.roles.alt"), (one,))


def _tiers(figures: Figures, words: Words) -> tuple[Paragraph | Table, ...]:
    heading = Paragraph(words.say("summary.tiers", unit=words.unit), "heading")
    table = Table("tiers", _tier_columns(words), tuple(_tier_rows(figures, words)))
    return (
        heading,
        table,
        Paragraph(words.say("summary.tiers.reading")),
        *joint_bound(words, figures.result.certificate),
    )


def _tier_columns(words: Words) -> tuple[Column, ...]:
    say = words.say
    return (
        Column("tier", say("column.tier"), span=2),
        Column("wanted", say("column.wanted"), align="right"),
        Column("met", say("column.met"), span=2, align="right"),
        Column("gap", say("column.gap"), align="right"),
        Column("share", say("column.coverage"), align="right"),
        Column("bound", say("column.possible"), span=2, align="right"),
        Column("proved", say("column.is_best"), span=2, align="center"),
    )


def _tier_rows(figures: Figures, words: Words) -> Iterator[Row]:
    proof = figures.result.certificate
    for tier in proof.tiers:
        yield _tier_row(words, tier)
    wanted, met = sum(t.all.wanted for t in proof.tiers), proof.coverage_met
    yield Row(
        (
            text(words.say("total.all"), "total"),
            summed(words, wanted, "wanted"),
            summed(words, met, "met"),
            amount(words, wanted - met, "total", formula="{wanted}-{met}"),
            share(met, wanted, "total", form="percent1", formula="{met}/{wanted}"),
            amount(words, proof.coverage_bound, "total"),
            proved(words, all(t.proved for t in proof.tiers), "total"),
        )
    )


def _tier_row(words: Words, tier: TierProof) -> Row:
    gap = tier.all.wanted - tier.all.met
    return Row(
        (
            text(words.tier_name(tier.kind, tier.label), "strong"),
            amount(words, tier.all.wanted),
            amount(words, tier.all.met),
            amount(words, gap, "bad" if gap else "plain", formula="{wanted}-{met}"),
            share(tier.all.met, tier.all.wanted, form="percent1", formula="{met}/{wanted}"),
            amount(words, tier.all.bound),
            proved(words, tier.proved),
        )
    )
