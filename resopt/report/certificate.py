"""Sheet Certificate: what was proved about the plan, and everything needed to get it again."""

from __future__ import annotations

from collections.abc import Iterator

from resopt.domain.units import MICRO, UNITS_PER_DAY
from resopt.excel.contents import Cell, Column, Page, Paragraph, Row, Style, Table
from resopt.messages import catalogue
from resopt.report.cells import amount, blank, summed, text, whole
from resopt.report.figures import Figures
from resopt.report.wording import Words, far_share
from resopt.result import Certificate, TierProof

WIDE = 20
FORMULAS = {2: "{wanted}-{met}", 4: "{bound}-{met}"}  # by place of the column among the numbers
DECIMAL = Style("decimal")
QUALITY_LEVELS = ("quality", "weighted")  # their values are 1/1,000,000 day, not units


def certificate_page(figures: Figures, words: Words, run_id: str) -> Page:
    """Return the sheet."""
    proof = figures.result.certificate
    blocks = (
        Paragraph(words.say("certificate.tiers", unit=words.unit), "heading"),
        Table("tiers", _tier_columns(words), tuple(_tier_rows(figures, words))),
        Paragraph(words.say("certificate.bound_reading")),
        *joint_bound(words, proof),
        Paragraph(words.say("certificate.levels"), "heading"),
        Table("levels", _pair_columns(words), tuple(_level_rows(figures, words))),
        Paragraph(words.say("certificate.search"), "heading", breaks=True),
        Table("search", _pair_columns(words), tuple(_search_rows(words, proof, run_id))),
        *_stages(words, proof),
    )
    title, name = words.say(f"certificate.title.{proof.status}"), words.sheet("certificate")
    return Page("certificate", name, title, words.say("certificate.subtitle"), blocks)


def _tier_columns(words: Words) -> tuple[Column, ...]:
    say = words.say
    heads = ("wanted", "met", "gap", "bound", "unproved", "core_wanted", "core_met", "core_bound")
    more = ("firm_wanted", "firm_met", "firm_bound", "flow", "greedy")
    return (
        Column("tier", say("column.tier"), WIDE, most=34),
        *(Column(key, say(f"column.{key}"), 11.5, align="right") for key in heads + more),
        Column("proved", say("column.proved"), 13, align="center"),
    )


def joint_bound(words: Words, proof: Certificate) -> tuple[Paragraph, ...]:
    """Return why the bound of all tiers is less than the sum of their bounds, nothing where it is not."""
    less = proof.coverage_bound < sum(tier.all.bound for tier in proof.tiers)
    return (Paragraph(words.say("tiers.joint_bound")),) if less else ()


def proved(words: Words, yes: bool, tone: str = "") -> Cell:
    """Return whether something is proved, as shape, word and colour."""
    key = "proved" if yes else "not_proved"
    return text(words.say(f"certificate.{key}"), tone or ("good" if yes else "watch"), align="center")


def _tier_rows(figures: Figures, words: Words) -> Iterator[Row]:
    proof = figures.result.certificate
    for index, tier in enumerate(proof.tiers):
        greedy = proof.greedy_met[index] if index < len(proof.greedy_met) else None
        numbers = (
            blank() if units is None else amount(words, units, formula=FORMULAS.get(place, ""))
            for place, units in enumerate((*_amounts(tier), greedy))
        )
        yield Row((text(words.tier_name(tier.kind, tier.label), "strong"), *numbers, proved(words, tier.proved)))
    wanted = sum(t.all.wanted for t in proof.tiers)
    met, bound = proof.coverage_met, proof.coverage_bound
    yield Row(
        (
            text(words.say("total.all"), "total"),
            summed(words, wanted, "wanted"),
            summed(words, met, "met"),
            amount(words, wanted - met, "total", formula=FORMULAS[2]),
            amount(words, bound, "total"),
            amount(words, bound - met, "total", formula=FORMULAS[4]),
            *(blank("total") for _ in range(7)),
            summed(words, sum(proof.greedy_met), "greedy"),
            proved(words, all(t.proved for t in proof.tiers), "total"),
        )
    )


def _amounts(tier: TierProof) -> tuple[int, ...]:
    whole_tier = (tier.all.wanted, tier.all.met, tier.all.wanted - tier.all.met, tier.all.bound)
    core = (tier.core.wanted, tier.core.met, tier.core.bound)
    firm = (tier.firm.wanted, tier.firm.met, tier.firm.bound)
    return (*whole_tier, tier.all.bound - tier.all.met, *core, *firm, tier.flow_bound)


def _pair_columns(words: Words) -> tuple[Column, ...]:
    say = words.say
    return (
        Column("item", say("column.item"), WIDE, span=2),
        Column("value", say("column.value"), span=2, align="right"),
        Column("bound", say("column.bound"), align="right"),
        Column("note", say("column.what"), span=10),
    )


def _pair(words: Words, key: str, value: Cell, bound: Cell | None = None, **values: object) -> Row:
    note = words.say(f"certificate.{key}.note", **values)
    return Row(
        (text(words.say(f"certificate.{key}"), "strong"), value, bound or blank(), text(note, "muted", wrap=True))
    )


def _level_rows(figures: Figures, words: Words) -> Iterator[Row]:
    proof = figures.result.certificate
    yield _pair(words, "set_aside", whole(len(figures.result.set_aside)))
    yield _pair(words, "coverage", amount(words, proof.coverage_met), amount(words, proof.coverage_bound))
    yield _pair(words, "coverage_gap", Cell(far_share(proof.coverage_gap), Style("percent1")))
    yield _pair(words, "overtime", amount(words, proof.overtime))
    yield _pair(words, "soft", amount(words, proof.soft_missed), amount(words, proof.soft_bound))
    yield _pair(words, "change", amount(words, proof.change), amount(words, proof.change_bound))
    yield from _quality_rows(words, proof)
    if proof.weighted is not None:
        bound = None if proof.weighted_bound is None else Cell(proof.weighted_bound / MICRO, DECIMAL)
        yield _pair(words, "weighted", Cell(proof.weighted / MICRO, DECIMAL), bound)
    for index, (tier, greedy) in enumerate(zip(proof.tiers, proof.greedy_met, strict=False), 1):
        if tier.all.met != greedy:
            name = words.tier_name(tier.kind, tier.label)
            yield _pair(words, "greedy", amount(words, tier.all.met - greedy), None, n=index, tier=name)
            break


def _quality_rows(words: Words, proof: Certificate) -> Iterator[Row]:
    """Yield level 3 and its gap; a bound of 0 says nothing and is not printed as a gap of 100 %."""
    value = Cell(proof.quality / MICRO, DECIMAL)
    if proof.quality and proof.quality_bound <= 0:
        yield _pair(words, "quality", value, text(words.say("certificate.no_bound"), "muted", align="right"))
        note = text(words.say("certificate.quality_gap.none.note"), "muted", wrap=True)
        yield Row((text(words.say("certificate.quality_gap"), "strong"), text("–", align="right"), blank(), note))
    else:
        yield _pair(words, "quality", value, Cell(proof.quality_bound / MICRO, DECIMAL))
        yield _pair(words, "quality_gap", Cell(far_share(proof.quality_gap), Style("percent1")))


def _search_rows(words: Words, proof: Certificate, run_id: str) -> Iterator[Row]:
    right = "right"
    yield _wide(words, "status", words.say(f"status.{proof.status}"))
    yield _pair(words, "ended", text(words.say(f"ended.{proof.ended_by}"), align=right))
    yield _pair(words, "seconds", Cell(round(proof.seconds, 2), DECIMAL))
    note = words.say("certificate.rounds.asked.note" if proof.ended_by == "work" else "certificate.rounds.note")
    rounds = text(words.say("certificate.rounds"), "strong")
    yield Row((rounds, whole(proof.rounds), blank(), text(note, "muted", wrap=True)))
    yield _pair(words, "seed", whole(proof.seed))
    yield _pair(words, "run", text(run_id, align=right))
    yield _wide(words, "sha", proof.input_sha256)
    yield _wide(words, "versions", words.join(f"{name} {version}" for name, version in proof.versions))


def _wide(words: Words, key: str, value: str) -> Row:
    """Return a row whose value is too long for the column of numbers."""
    return Row((text(words.say(f"certificate.{key}"), "strong"), blank(), blank(), text(value or "–", wrap=True)))


def _stages(words: Words, proof: Certificate) -> tuple[Paragraph | Table, ...]:
    if not proof.stages:
        return ()
    columns = (
        Column("level", words.say("column.level"), WIDE, span=2),
        Column("value", words.say("column.value"), span=2, align="right"),
        Column("bound", words.say("column.bound"), align="right"),
        Column("seconds", words.say("column.seconds"), align="right"),
    )
    rows = tuple(_stage_row(words, *stage) for stage in proof.stages)
    heading = Paragraph(words.say("certificate.stages", unit=words.unit), "heading")
    return heading, Paragraph(words.say("certificate.stages.reading")), Table("stages", columns, rows)


def _stage_row(words: Words, name: str, value: int, bound: int, seconds: float) -> Row:
    """Return one stage; the search counts days met as negative costs, people do not."""
    if name.startswith("tier"):
        value, bound = -value, -bound
    if name in QUALITY_LEVELS or "value" in name.split():
        divisor = MICRO if name in QUALITY_LEVELS else MICRO * UNITS_PER_DAY
        numbers = (Cell(value / divisor, DECIMAL), Cell(bound / divisor, DECIMAL))
    elif name == "facts":  # a count, not days
        numbers = (whole(value), whole(bound))
    else:
        numbers = (amount(words, value), amount(words, bound))
    return Row((text(level_name(words, name), "strong"), *numbers, Cell(round(seconds, 2), DECIMAL)))


def level_name(words: Words, name: str) -> str:
    """Return the name of a level (`tier 2 core`, `quality`) in the language; an unknown word stays as it is."""
    parts = name.replace("soft locks", "soft").split()
    head: list[str] = []
    if len(parts) >= 2 and parts[0] == "tier":
        head, parts = [words.say("level.tier", n=parts[1])], parts[2:]
    known = catalogue()
    return " ".join([*head, *(words.say(f"level.{p}") if f"report.level.{p}" in known else p for p in parts)])
