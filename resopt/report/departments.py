"""Sheet Departments: days and cost put in, demand met, who works for whom, and advice with its numbers."""

from __future__ import annotations

from collections.abc import Iterator

from resopt.excel.contents import Block, Cell, Column, Page, Paragraph, Row, Style, Table
from resopt.report.advice import Advice, advice
from resopt.report.cells import amount, share, summed, text, whole
from resopt.report.figures import Figures
from resopt.report.output import Output, outputs
from resopt.report.wording import Words, share_text

NUMBERS = 16  # narrow columns of the grid
WIDTHS = (28.0, 8.0, *((10.0,) * NUMBERS))
ON_ONE_PAGE = 40  # rows of departments and advice that are still read on one page
OTHERS = 14  # departments with a column of their own in the table of who works for whom
SUMS = ("contract", "away", "bau", "available", "planned", "own", "lent", "unowned", "free")


def departments_page(figures: Figures, words: Words) -> Page:
    """Return the sheet."""
    found = outputs(figures)
    told = advice(figures, words, found)
    blocks: tuple[Block, ...] = (
        Table("departments", _columns(words), (*(_row(words, o) for o in found), _total(words, found))),
        Paragraph(words.say("departments.reading", unit=words.unit)),
        Paragraph(words.say("departments.flows", unit=words.unit), "heading"),
        Table("flows", _flow_columns(words, found), tuple(_flow_rows(words, found))),
        Paragraph(words.say("departments.flows.reading")),
        Paragraph(words.say("departments.advice"), "heading"),
        *(_advice(words, told) if told else (Paragraph(words.say("departments.advice.none")),)),
    )
    name, subtitle = words.sheet("departments"), words.say("departments.subtitle", unit=words.unit)
    return Page(
        "departments",
        name,
        _title(words, found),
        subtitle,
        blocks,
        ("departments", "people"),
        widths=WIDTHS,
        repeat=False,
        whole=len(found) + len(told) <= ON_ONE_PAGE,
    )


def _title(words: Words, found: tuple[Output, ...]) -> str:
    lent, planned = sum(o.lent_days for o in found), sum(o.planned for o in found)
    if not planned:
        return words.say("departments.title.none")
    return words.say("departments.title", lent=words.amount(lent), share=share_text(lent, planned))


def _named(words: Words, name: str) -> str:
    return name or words.say("no_department")


def _columns(words: Words) -> tuple[Column, ...]:
    say = words.say
    keys = (*SUMS, "load", "cost", "wanted", "met", "gap", "share", "borrowed")
    heads = {"load": "column.load", "wanted": "column.wanted", "met": "column.met", "gap": "column.gap"}
    heads |= {"available": "column.available", "planned": "column.planned", "share": "column.coverage"}
    return (
        Column("department", words.column("staff", "department")),
        Column("people", say("column.people"), align="right"),
        *(Column(k, say(heads.get(k, f"departments.column.{k}")), align="right") for k in keys),
    )


def _row(words: Words, one: Output) -> Row:
    gap = one.wanted - one.met
    return Row(
        (
            text(_named(words, one.name), "strong", wrap=True),
            whole(one.people),
            amount(words, one.contract, formula="{away}+{bau}+{available}"),
            amount(words, one.away),
            amount(words, one.bau),
            amount(words, one.available),
            amount(words, one.planned, formula="{own}+{lent}+{unowned}"),
            amount(words, one.own),
            amount(words, one.lent_days),
            amount(words, one.unowned),
            amount(words, one.free_days),
            share(one.planned, one.available, "strong", form="percent1", formula="{planned}/{available}"),
            Cell(float(one.cost), Style("whole")),
            amount(words, one.wanted),
            amount(words, one.met),
            amount(words, gap, "bad" if gap else "plain", formula="{wanted}-{met}"),
            share(one.met, one.wanted, "strong", form="percent1", formula="{met}/{wanted}"),
            amount(words, one.borrowed),
        )
    )


def _total(words: Words, found: tuple[Output, ...]) -> Row:
    def total(key: str, attribute: str = "") -> Cell:
        return summed(words, sum(getattr(o, attribute or key) for o in found), key)

    wanted, met = sum(o.wanted for o in found), sum(o.met for o in found)
    planned, available = sum(o.planned for o in found), sum(o.available for o in found)
    names = {"lent": "lent_days", "free": "free_days"}
    return Row(
        (
            text(words.say("total.all"), "total"),
            whole(sum(o.people for o in found), "total", formula="SUM({people:above})"),
            *(total(key, names.get(key, "")) for key in SUMS),
            share(planned, available, "total", form="percent1", formula="{planned}/{available}"),
            Cell(float(sum(o.cost for o in found)), Style("whole", "total"), formula="SUM({cost:above})"),
            total("wanted"),
            total("met"),
            amount(words, wanted - met, "total", formula="{wanted}-{met}"),
            share(met, wanted, "total", form="percent1", formula="{met}/{wanted}"),
            total("borrowed"),
        )
    )


# --- who works for whom ---


def _owners(found: tuple[Output, ...]) -> tuple[list[str], list[str]]:
    """Return the departments whose projects get days: those with a column, and those that share one."""
    days: dict[str, int] = {}
    for one in found:
        for owner, units in one.given.items():
            days[owner] = days.get(owner, 0) + units
    ranked = sorted(days, key=lambda name: (-days[name], name))
    most = OTHERS if len(ranked) <= OTHERS else OTHERS - 1
    return sorted(ranked[:most], key=lambda n: (not n, n)), ranked[most:]


def _flow_columns(words: Words, found: tuple[Output, ...]) -> tuple[Column, ...]:
    owners, others = _owners(found)
    return (
        Column("department", words.say("departments.column.from")),
        Column("total", words.say("column.total"), align="right"),
        *(Column(f"d{n}", _named(words, name), align="right") for n, name in enumerate(owners)),
        *((Column("others", words.say("departments.column.others", n=len(others)), align="right"),) if others else ()),
    )


def _flow_rows(words: Words, found: tuple[Output, ...]) -> Iterator[Row]:
    owners, others = _owners(found)
    groups = [[name] for name in owners] + ([others] if others else [])
    keys = [f"d{n}" for n in range(len(owners))] + (["others"] if others else [])
    across = f"SUM({{{keys[0]}..{keys[-1]}}})" if keys else ""
    for one in found:
        if one.people:
            yield Row(
                (
                    text(_named(words, one.name), "strong", wrap=True),
                    amount(words, one.planned, "strong", formula=across),
                    *(_flow(words, one, group) for group in groups),
                )
            )
    sums = [sum(o.given.get(name, 0) for o in found for name in group) for group in groups]
    cells = (summed(words, units, key) for key, units in zip(keys, sums, strict=True))
    yield Row((text(words.say("total.all"), "total"), amount(words, sum(sums), "total", formula=across), *cells))


def _flow(words: Words, one: Output, owners: list[str]) -> Cell:
    """Return the days for some departments; one's own stands out."""
    units = sum(one.given.get(name, 0) for name in owners)
    own = bool(one.name) and owners == [one.name]
    return amount(words, units, "met" if own and units else "plain")


# --- advice ---


def _advice(words: Words, told: tuple[Advice, ...]) -> tuple[Table, Paragraph]:
    columns = (
        Column("department", words.column("staff", "department")),
        Column("days", words.unit[0].upper() + words.unit[1:], span=2, align="right"),
        Column("advice", words.say("departments.column.advice"), span=NUMBERS - 1),
    )
    rows = (
        Row(
            (
                text(_named(words, a.department), "strong", wrap=True),
                amount(words, a.units, "strong"),
                text(a.sentence, wrap=True),
            )
        )
        for a in told
    )
    return Table("advice", columns, tuple(rows)), Paragraph(words.say("departments.advice.reading"))
