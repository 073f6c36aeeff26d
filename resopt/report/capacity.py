"""Sheet Capacity: role x week, what people of the role can give, what is wanted, met, missing and left free."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from resopt.excel.contents import Block, Cell, Column, Legend, Page, Paragraph, Row, Table
from resopt.report.cells import across, amount, blank, share, summed, text, week_columns, week_key
from resopt.report.figures import Figures, Weeks, main_role
from resopt.report.wording import Words

NAMED = 3  # roles named in a caption
MEASURES = ("supply", "wanted", "met", "gap", "free")


@dataclass(frozen=True, slots=True)
class RoleFigures:
    """One role by week: days its people can give, days wanted of it, met, missing, and its people's free days."""

    role: str
    supply: Weeks
    wanted: Weeks
    met: Weeks
    gap: Weeks
    free: Weeks

    def weeks_short_though_supplied(self) -> tuple[int, ...]:
        """Return the weeks with a gap although the role's own people could have given all it wants."""
        rows = zip(self.gap, self.supply, self.wanted, strict=True)
        return tuple(w for w, (gap, supply, wanted) in enumerate(rows) if gap and supply >= wanted)


def by_role(figures: Figures) -> tuple[RoleFigures, ...]:
    """Return the roles with people or demand, the shortest first."""
    members: dict[str, list[str]] = {}
    for person in figures.people.values():
        members.setdefault(main_role(person), []).append(person.id)
    asked: dict[str, list[str]] = {}
    for line_id, wanted in figures.wanted.items():
        if any(wanted):
            asked.setdefault(figures.role_of(figures.lines[line_id]), []).append(line_id)
    roles = [_role(figures, r, members.get(r, []), asked.get(r, [])) for r in members.keys() | asked.keys()]
    return tuple(sorted(roles, key=lambda r: (-sum(r.gap), -sum(r.wanted), r.role)))


def all_roles(figures: Figures, words: Words) -> RoleFigures:
    """Return the sum over all roles."""
    return _role(figures, words.say("total.all_roles"), list(figures.people), list(figures.wanted))


def _role(figures: Figures, role: str, people: list[str], lines: list[str]) -> RoleFigures:
    capacity, load = figures.grid.capacity, figures.load
    wanted = tuple(sum(figures.wanted[i][w] for i in lines) for w in figures.weeks)
    met = tuple(sum(figures.met[i][w] for i in lines) for w in figures.weeks)
    return RoleFigures(
        role=role,
        supply=tuple(sum(capacity[p][w] for p in people) for w in figures.weeks),
        wanted=wanted,
        met=met,
        gap=tuple(a - b for a, b in zip(wanted, met, strict=True)),
        free=tuple(sum(max(0, capacity[p][w] - load[p][w]) for p in people) for w in figures.weeks),
    )


def capacity_page(figures: Figures, words: Words) -> Page:
    """Return the sheet: demand against supply by role, then the days behind it."""
    roles, total, is_open = by_role(figures), all_roles(figures, words), len(figures.open_weeks)
    blocks: tuple[Block, ...] = (
        Legend(_legend(words), start=max(1, min(6, is_open - 4)), span=2),
        Table("roles", _columns(words), (*(_ratio_row(words, r) for r in roles), _ratio_row(words, total, "total"))),
        Paragraph(words.say("capacity.reading", unit=words.unit, weeks=words.say("week.reading"))),
        *_captions(words, roles, total),
        Paragraph(words.say("capacity.detail", unit=words.unit), "heading", breaks=True),
        Table("detail", _detail_columns(words), tuple(_detail(words, (total, *roles)))),
    )
    subtitle = words.say("capacity.subtitle", unit=words.unit)
    name, title, frozen = words.sheet("capacity"), _title(words, roles), ("roles", week_key(figures.grid.past.weeks))
    return Page("capacity", name, title, subtitle, blocks, frozen, repeat=False, repeated="detail")


def _title(words: Words, roles: tuple[RoleFigures, ...]) -> str:
    short = [r for r in roles if any(r.gap)]
    if not short:
        return words.say("capacity.title.none")
    worst = words.both(words.say("with", what=r.role, more=words.amount(sum(r.gap))) for r in short[:2])
    return words.say("capacity.title.short", short=len(short), roles=words.count("roles", len(roles)), worst=worst)


def _legend(words: Words) -> tuple[tuple[str, str], ...]:
    return (
        ("heat1", "≤ 50%"),
        ("heat2", "50 – 100%"),
        ("gap_light", "100 – 120%"),
        ("gap_strong", "> 120%"),
        ("absent", words.say("legend.no_supply")),
    )


def _columns(words: Words) -> tuple[Column, ...]:
    say = words.say
    return (
        Column("role", words.column("staff", "role"), most=34),
        Column("supply", say("measure.supply"), 9, align="right"),
        Column("wanted", say("measure.wanted"), 9, align="right"),
        Column("met", say("measure.met"), 9, align="right"),
        Column("gap", say("measure.gap"), 9, align="right"),
        Column("free", say("measure.free"), 9, align="right"),
        *_weeks(words),
    )


def _weeks(words: Words) -> tuple[Column, ...]:
    """Return the columns of the open weeks; what people had in those before is done."""
    return week_columns(words)[words.portfolio.settings.past_weeks :]


def _ratio_row(words: Words, role: RoleFigures, tone: str = "plain") -> Row:
    gap, is_total, past = sum(role.gap), tone == "total", words.portfolio.settings.past_weeks

    def number(measure: str) -> Cell:
        units = sum(getattr(role, measure))
        return summed(words, units, measure) if is_total else amount(words, units, tone)

    return Row(
        (
            text(role.role or words.say("no_role"), "total" if is_total else "strong"),
            *(number(m) for m in ("supply", "wanted", "met")),
            amount(words, gap, "bad" if gap and not is_total else tone, formula="{wanted}-{met}"),
            number("free"),
            *(_ratio(wanted, supply) for wanted, supply in zip(role.wanted[past:], role.supply[past:], strict=True)),
        )
    )


def _ratio(wanted: int, supply: int) -> Cell:
    """Return demand as a share of supply, coloured."""
    if not wanted:
        return text("·", "free", align="center")
    if not supply:
        return text("/", "absent", align="fill")
    ratio = Fraction(wanted, supply)
    limits = ((Fraction(1, 2), "heat1"), (Fraction(1), "heat2"), (Fraction(6, 5), "gap_light"))
    tone = next((tone for limit, tone in limits if ratio <= limit), "gap_strong")
    return share(wanted, supply, tone, align="center")


def _captions(words: Words, roles: tuple[RoleFigures, ...], total: RoleFigures) -> Iterator[Paragraph]:
    """Say where days are missing although people are free: the reader will ask."""
    odd = [(r, weeks) for r in roles if (weeks := r.weeks_short_though_supplied())]
    if odd:
        listed = [words.say("with", what=r.role, more=words.weeks(weeks)) for r, weeks in odd[:NAMED]]
        more = [words.say("capacity.more_roles", n=len(odd) - NAMED)] if len(odd) > NAMED else []
        yield Paragraph(words.say("capacity.short_though_supplied", roles=words.join(listed + more)), "warning")
    both = [w for w, (gap, free) in enumerate(zip(total.gap, total.free, strict=True)) if gap and free]
    if both:
        yield Paragraph(words.say("capacity.short_and_free", weeks=words.weeks(both)), "warning")


def _detail_columns(words: Words) -> tuple[Column, ...]:
    return (
        Column("role", words.column("staff", "role"), most=34),
        Column("measure", words.say("column.measure"), span=3),
        Column("total", words.say("column.total"), span=2, align="right"),
        *_weeks(words),
    )


def _detail(words: Words, roles: tuple[RoleFigures, ...]) -> Iterator[Row]:
    for role in roles:
        for measure in MEASURES:
            first = measure == MEASURES[0]
            row: Weeks = getattr(role, measure)
            tone = "first" if first else "plain"
            yield Row(
                (
                    text(role.role or words.say("no_role"), "first_strong") if first else blank(),
                    text(words.say(f"measure.{measure}.long"), "first" if first else "muted"),
                    amount(words, sum(row), "first_strong" if first else "strong", formula=across(words)),
                    *(
                        amount(words, units, "gap_text" if measure == "gap" and units else tone, "center")
                        for units in row[words.portfolio.settings.past_weeks :]
                    ),
                ),
                keeps=not first,
            )
