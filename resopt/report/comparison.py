"""The workbook of a comparison: the finding, figures side by side, differences by project, role and person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from resopt.arguments import need_kind, need_path
from resopt.domain.units import UNITS_PER_DAY
from resopt.excel.contents import (
    Block,
    Book,
    Cell,
    Chart,
    Charts,
    Column,
    Page,
    Paragraph,
    Ref,
    Row,
    Series,
    Style,
    Table,
    Tile,
    Tiles,
)
from resopt.excel.measure import BOLD, EDGES, text_width
from resopt.excel.write import workbook_bytes
from resopt.excel.write_file import put
from resopt.report.cells import blank, text
from resopt.report.summary import WIDTHS
from resopt.report.wording import Words, shown_share
from resopt.scenarios.compare import Comparison, Figure, Item
from resopt.scenarios.display import SHARES, WHOLE, figure_name

MOST_TILES, BARS, PAIR = 6, 8, 2
PARTS = ("projects", "roles", "people")
BETTER_LESS = ("gap", "cost", "moves", "change", "overtime", "set_aside", "quality")
BETTER_MORE = ("met", "tier", "full")


def save_comparison(
    path: str | Path, comparison: Comparison, *, lang: str = "en", created: datetime | None = None
) -> None:
    """Write a comparison as a workbook.

    Parameters
    ----------
    path
        The file; it is replaced only by a complete new one.
    comparison
        What `compare` returned.
    lang
        `en` or `zh`.
    created
        The time that the file bears (default: now); equal input and time give equal bytes.

    Raises
    ------
    OutputError
        If the file cannot be written; an older file of that name is then untouched.
    ValueError
        If it is no comparison.
    """
    need_path("path", path)
    need_kind("comparison", comparison, Comparison, "a Comparison, as ro.compare returns it")
    when = (created or datetime.now()).replace(microsecond=0, tzinfo=None)
    put(Path(path), workbook_bytes(content(comparison, lang, when), when), lang)


def content(found: Comparison, lang: str, created: datetime) -> Book:
    """Return what the workbook consists of."""
    words = Words(found.cases[0].portfolio, lang)
    say = words.say
    pages = (
        _overview(found, words),
        _figures(found, words),
        *(_items(found, words, part) for part in PARTS),
        _assumptions(found, words),
    )
    footer = say("comparison.footer", created=created.strftime("%Y-%m-%d %H:%M"))
    return Book(pages, (("schema", 1),), say("comparison.book"), footer, say("book.page"), lang)


def _days(words: Words, days: float) -> str:
    return words.amount(round(days * UNITS_PER_DAY))


def _figure(found: Comparison, key: str) -> Figure:
    return next(one for one in found.figures if one.key == key)


def _title(found: Comparison, words: Words) -> str:
    """Return the finding: which plan meets the most days, and by how much more than the base."""
    met = _figure(found, "met")
    more = [difference or 0.0 for difference in met.differences]
    best = max(range(len(more)), key=lambda n: (more[n], -n))
    if more[best] <= 0:
        return words.say("comparison.title.none", base=found.names[0])
    code = "comparison.title" if met.proved[best] else "comparison.title.not_proved"
    return words.say(code, name=found.names[best], days=_days(words, more[best]), base=found.names[0])


def _overview(found: Comparison, words: Words) -> Page:
    settings = words.portfolio.settings
    subtitle = words.say(
        "comparison.subtitle", start=settings.start.isoformat(), end=settings.end.isoformat(), unit=words.unit
    )
    blocks: tuple[Block, ...] = (
        Tiles(tuple(_tiles(found, words))),
        Paragraph(words.say("comparison.messages"), "heading"),
        *(Paragraph(sentence, "message", str(n)) for n, sentence in enumerate(_messages(found, words), 1)),
        Charts(_cases_chart(found, words), _projects_chart(found, words)),
        Paragraph(words.say("comparison.reading")),
    )
    name = words.say("comparison.sheet.overview")
    return Page("overview", name, _title(found, words), subtitle, blocks, widths=WIDTHS, whole=True)


def _tiles(found: Comparison, words: Words) -> Iterator[Tile]:
    wanted, met = _figure(found, "wanted"), _figure(found, "met")
    for n, name in enumerate(found.names[:MOST_TILES]):
        got, of, more = met.values[n] or 0.0, wanted.values[n] or 0.0, met.differences[n] or 0.0
        covered = shown_share(round(got * UNITS_PER_DAY), round(of * UNITS_PER_DAY)) if of else "–"
        tone = "quiet" if not n else "good" if more > 0 else "bad" if more < 0 else "watch"
        yield Tile(name, covered, _compared(words, more, met.proved[n]) if n else _days(words, got), tone, "0.0%")


def _compared(words: Words, more: float, proved: bool | None) -> str:
    """Return how many days more or fewer are met than in the base, and whether that is proved."""
    code = "more" if more > 0 else "less" if more < 0 else "same"
    sentence = words.say(f"comparison.{code}", days=_days(words, abs(more)))
    return words.say("comparison.unproved", text=sentence) if proved is False else sentence


def _messages(found: Comparison, words: Words) -> Iterator[str]:
    met, assumed = _figure(found, "met"), found.assumptions(words.lang)
    for n, name in enumerate(found.names):
        if n:
            told = words.join(assumed[name]) or words.say("comparison.same_input")
            what = _compared(words, met.differences[n] or 0.0, met.proved[n])
            key = "comparison.case.named" if told == name else "comparison.case"  # its name may say it already
            yield words.say(key, name=name, what=what, how=told)
    moved = [one for one in found.projects if one.spread][:3]
    if moved:
        listed = words.join(words.say("with", what=one.name, more=_days(words, one.spread)) for one in moved)
        yield words.say("comparison.projects_moved", projects=listed)


def _cases_chart(found: Comparison, words: Words) -> Chart:
    rows = [one.key for one in found.figures]
    span = ("v0", f"v{len(found.cases) - 1}")
    labels = Ref("figures", "figures", (-1, -1), span)

    def series(key: str, tone: str) -> Series:
        row = rows.index(key)
        return Series(words.say(f"chart.{key}"), labels, Ref("figures", "figures", (row, row), span), tone)

    title, alt = words.say("comparison.chart.cases", unit=words.unit), words.say("comparison.chart.cases.alt")
    gap = 45 if len(found.cases) > MOST_TILES else 150
    return Chart("columns", title, alt, (series("met", "good"), series("gap", "bad")), gap=gap)


def _projects_chart(found: Comparison, words: Words) -> Chart | Paragraph:
    shown = min(BARS, sum(1 for one in found.projects if one.spread))
    if not shown:
        return Paragraph(words.say("comparison.chart.nothing"))
    rows = (0, shown - 1)
    labels, values = (Ref("projects", "projects", rows, (key, key)) for key in ("name", _shown(found)))
    one = Series(words.say("comparison.spread"), labels, values, "quiet")
    return Chart(
        "bars",
        words.say("comparison.chart.projects", unit=words.unit),
        words.say("comparison.chart.projects.alt"),
        (one,),
        signed=_shown(found) != "spread",
    )


def _numbers(key: str, title: str, align: str = "right") -> Column:
    """Return a column of numbers as wide as its head, within bounds."""
    return Column(key, title, max(14.0, min(20.0, text_width(title) * BOLD + EDGES + 1)), align=align)


def _shown(found: Comparison) -> str:
    """Return the column that says how much plans differ: of two plans the difference, of more the largest one."""
    return "spread" if len(found.cases) > PAIR else "d1"


def _figures(found: Comparison, words: Words) -> Page:
    names = found.names
    columns = (
        Column("figure", words.say("comparison.figure"), most=44),
        *(_numbers(f"v{n}", name) for n, name in enumerate(names)),
        *(_numbers(f"d{n}", words.say("comparison.against", name=name)) for n, name in _others(found)),
        *(_numbers(f"p{n}", words.say("comparison.proved_of", name=name), "center") for n, name in _others(found)),
    )
    rows = tuple(_figure_row(one, words) for one in found.figures)
    blocks = (Table("figures", columns, rows), Paragraph(words.say("comparison.figures.reading", unit=words.unit)))
    title = words.say("comparison.figures.title", n=len(names), base=names[0])
    return Page(
        "figures", words.say("comparison.sheet.figures"), title, words.say("comparison.figures.subtitle"), blocks,
        ("figures", "v0"),
    )  # fmt: skip


def _others(found: Comparison) -> list[tuple[int, str]]:
    return list(enumerate(found.names))[1:]


def _figure_row(one: Figure, words: Words) -> Row:
    differences = (
        _number(words, one.key, difference, _tone(one.key, difference)) for difference in one.differences[1:]
    )
    proofs = (_proof(words, proved) for proved in one.proved[1:])
    values = (_number(words, one.key, value, "strong" if not n else "plain") for n, value in enumerate(one.values))
    return Row((text(figure_name(one, words.lang), "strong"), *values, *differences, *proofs))


def _proof(words: Words, proved: bool | None) -> Cell:
    if proved is None:
        return blank()
    key = "proved" if proved else "not_proved"
    return text(words.say(f"certificate.{key}"), "good" if proved else "watch", align="center")


def _tone(key: str, difference: float | None) -> str:
    if not difference or key not in BETTER_LESS + BETTER_MORE:
        return "muted"
    return "good" if (difference > 0) == (key in BETTER_MORE) else "bad"


def _number(words: Words, key: str, value: float | None, tone: str = "plain") -> Cell:
    """Return a figure in its form: a share, a count, money, or days in the unit of the file."""
    if value is None:
        return text("–", tone, align="right")
    if key in SHARES:
        return Cell(value, Style("percent1", tone))
    if key in WHOLE:
        return Cell(value, Style("whole", tone))
    return Cell(value if key == "quality" else words.value(round(value * UNITS_PER_DAY)), Style("amount", tone))


def _items(found: Comparison, words: Words, part: str) -> Page:
    items: tuple[Item, ...] = getattr(found, part)
    kind = "people" if part == "people" else "demand"
    base = found.names[0]
    columns = (
        *((Column("id", words.say(f"comparison.{part}.id"), most=28),) if part != "roles" else ()),
        Column("name", words.say(f"comparison.{part}.name"), most=34),
        *(_numbers(f"w{n}", words.say(f"comparison.{kind}.has", name=name)) for n, name in enumerate(found.names)),
        *(_numbers(f"m{n}", words.say(f"comparison.{kind}.gets", name=name)) for n, name in enumerate(found.names)),
        *(_numbers(f"d{n}", words.say("comparison.against", name=name)) for n, name in _others(found)),
        *([Column("spread", words.say("comparison.spread"), 12, align="right")] if len(found.cases) > PAIR else []),
    )
    rows = tuple(_item_row(one, words, part) for one in items)
    changed = sum(1 for one in items if one.spread)
    title = words.say(f"comparison.{part}.title", n=changed, of=len(items), base=base)
    blocks = (Table(part, columns, rows), Paragraph(words.say(f"comparison.{kind}.reading", unit=words.unit)))
    name = words.say(f"comparison.sheet.{part}")
    return Page(part, name, title, words.say("comparison.items.subtitle", unit=words.unit), blocks, (part, "w0"))


def _item_row(one: Item, words: Words, part: str) -> Row:
    base = one.met[0] or 0.0
    key = "load_days" if part == "people" else "met"
    differences = (None if met is None else met - base for met in one.met[1:])
    return Row(
        (
            *((text(one.id),) if part != "roles" else ()),
            text(one.name or words.say("no_role"), "strong"),
            *(_number(words, "wanted", value, "muted") for value in one.wanted),
            *(_number(words, "met", value) for value in one.met),
            *(_number(words, key, value, _tone(key, value)) for value in differences),
            *([_number(words, "spread", one.spread, "muted")] if len(one.met) > PAIR else []),
        )
    )


def _assumptions(found: Comparison, words: Words) -> Page:
    columns = (
        Column("case", words.say("comparison.case_column"), most=34),
        Column("change", words.say("comparison.assumed"), 80),
    )
    rows = [
        Row((text(name if not n else "", "strong"), text(sentence, wrap=True)))
        for name, sentences in found.assumptions(words.lang).items()
        for n, sentence in enumerate(sentences or [words.say("comparison.same_input")])
    ]
    title = words.say("comparison.assumptions.title", base=found.names[0])
    return Page(
        "assumptions", words.say("comparison.sheet.assumptions"), title, words.say("comparison.assumptions.subtitle"),
        (Table("assumptions", columns, tuple(rows)),),
    )  # fmt: skip
