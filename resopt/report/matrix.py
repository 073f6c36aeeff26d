"""Sheet Matrix: projects x roles with the seats filled, then every seat with its people, changes and handovers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from resopt.excel.contents import Block, Cell, Column, Legend, Page, Paragraph, Row, Table
from resopt.report.cells import amount, blank, styled, summed, text, whole
from resopt.report.figures import Figures
from resopt.report.seats import Missing, Seat, Team, teams
from resopt.report.wording import Words, plain_number

PROJECTS_PER_PAGE = 44
ROLES = 15  # columns of roles; with more, the last one holds all others
WIDTHS = (10.0, 26.0, 12.5, 11.0, 11.0, 9.5, 8.5, 8.5, *((9.8,) * ROLES))
TONES = {"filled": "good", "partly": "watch", "empty": "bad", "unneeded": "muted", "locked": "muted"}


def matrix_page(figures: Figures, words: Words) -> Page:
    """Return the sheet."""
    found, labels = teams(figures), names_of(figures)
    blocks: tuple[Block, ...] = (
        Legend(_legend(words), start=2, span=3),
        Table("matrix", _matrix_columns(figures, words, found), tuple(_matrix_rows(figures, words, found))),
        Paragraph(words.say("matrix.reading")),
        Paragraph(words.say("matrix.seats", unit=words.unit), "heading", breaks=True),
        Table("seats", _seat_columns(words), tuple(_seat_rows(figures, words, found, labels))),
        Paragraph(words.say("matrix.seats.reading")),
    )
    name, subtitle = words.sheet("matrix"), words.say("matrix.subtitle")
    title = _title(figures, words, found)
    return Page("matrix", name, title, subtitle, blocks, widths=WIDTHS, repeated="seats", large=True)


def names_of(figures: Figures) -> dict[str, str]:
    """Return what people are called by ID: the name, with the ID behind it where two bear the same."""
    count = Counter(p.name for p in figures.people.values())
    return {i: p.name if count[p.name] == 1 else f"{p.name} ({i})" for i, p in figures.people.items()}


def asked_seats(found: Iterable[Team]) -> tuple[Seat, ...]:
    """Return the seats that are asked for and needed: places left over and days by lock alone are none."""
    return tuple(seat for team in found for seat in team.seats if seat.state not in ("unneeded", "locked"))


def _filled(seats: Iterable[Seat]) -> int:
    return sum(1 for seat in seats if seat.state == "filled")


def _title(figures: Figures, words: Words, found: tuple[Team, ...]) -> str:
    seats = asked_seats(found)
    core = [seat for seat in seats if seat.line.core]
    if not seats:
        return words.say("matrix.title.none")
    filled = words.say(
        "matrix.title.core" if core else "matrix.title",
        filled=f"{_filled(seats):,}",
        seats=words.count("seats", len(seats)),
        core_filled=f"{_filled(core):,}",
        core=f"{len(core):,}",
    )
    if not figures.old:
        return filled
    joined, left = (sum(len(getattr(team, key)) for team in found) for key in ("joined", "left"))
    moves = (words.count("joiners", joined), words.count("leavers", left))
    return words.say("matrix.title.moves", filled=filled, joined=moves[0], left=moves[1])


def _legend(words: Words) -> tuple[tuple[str, str], ...]:
    tones = (("met", "all"), ("gap_light", "some"), ("gap_strong", "none"), ("input", "template"))
    return tuple((tone, words.say(f"matrix.legend.{key}")) for tone, key in tones)


# --- projects x roles ---


def _roles(figures: Figures, found: tuple[Team, ...]) -> tuple[list[str], set[str]]:
    """Return the roles with a column of their own, those with most seats, and the others."""
    count = Counter(figures.role_of(seat.line) for seat in asked_seats(found))
    count.update({m.role: 0 for team in found for m in team.missing})
    ranked = sorted(count, key=lambda role: (-count[role], role))
    most = ROLES if len(ranked) <= ROLES else ROLES - 1
    return sorted(ranked[:most]), set(ranked[most:])


def _matrix_columns(figures: Figures, words: Words, found: tuple[Team, ...]) -> tuple[Column, ...]:
    roles, others = _roles(figures, found)
    say = words.say
    return (
        Column("id", words.column("projects", "project_id")),
        Column("project", words.column("projects", "project")),
        Column("type", words.column("projects", "type")),
        Column("seats", say("matrix.column.seats"), align="right"),
        Column("filled", say("matrix.column.filled"), align="right"),
        Column("core", say("matrix.column.core"), align="center"),
        Column("joined", say("matrix.column.joined"), align="right"),
        Column("left", say("matrix.column.left"), align="right"),
        *(Column(f"r{n}", role or words.say("no_role"), align="center") for n, role in enumerate(roles)),
        *((Column("others", say("matrix.column.others", n=len(others)), align="center"),) if others else ()),
    )


def _matrix_rows(figures: Figures, words: Words, found: tuple[Team, ...]) -> Iterator[Row]:
    roles, others = _roles(figures, found)
    groups = [{role} for role in roles] + ([others] if others else [])
    heads = (text(str(c.title), "header", align=c.align, wrap=True) for c in _matrix_columns(figures, words, found))
    again = Row(tuple(heads), breaks=True)
    for number, team in enumerate(found):
        if number and number % PROJECTS_PER_PAGE == 0:
            yield again  # print titles repeat the header of the longer table below
        seats = asked_seats((team,))
        yield Row(
            (
                text(team.project.id),
                text(team.project.name, "strong", wrap=True),
                text(team.project.type, "muted", wrap=True),
                whole(len(seats)),
                whole(_filled(seats)),
                _core(seats),
                *_moves(figures, len(team.joined), len(team.left)),
                *(_seats_of_role(figures, words, team, group) for group in groups),
            )
        )
    seats = asked_seats(found)
    yield Row(
        (
            text(words.say("total.all"), "total"),
            blank("total"),
            blank("total"),
            whole(len(seats), "total", formula="SUM({seats:above})"),
            whole(_filled(seats), "total", formula="SUM({filled:above})"),
            _core(seats, "total"),
            *_moves(figures, sum(len(t.joined) for t in found), sum(len(t.left) for t in found), "total"),
            *(_part([s for s in seats if figures.role_of(s.line) in group], "total") for group in groups),
        )
    )


def _moves(figures: Figures, joined: int, left: int, tone: str = "plain") -> tuple[Cell, Cell]:
    """Return how many people join and leave; blank without a plan of record."""
    if not figures.old:
        return blank(tone), blank(tone)
    keys = ("joined", "left") if tone == "total" else ("", "")
    formulas = (f"SUM({{{key}:above}})" if key else "" for key in keys)
    style = styled("count", tone)
    first, second = (Cell(n, style, formula=f) for n, f in zip((joined, left), formulas, strict=True))
    return first, second


def _core(seats: Iterable[Seat], tone: str = "") -> Cell:
    core = [seat for seat in seats if seat.line.core]
    if not core:
        return blank(tone or "plain")
    filled = _filled(core)
    return text(f"{filled}/{len(core)}", tone or ("good" if filled == len(core) else "bad"), align="center")


def _seats_of_role(figures: Figures, words: Words, team: Team, roles: set[str]) -> Cell:
    seats = [seat for seat in asked_seats((team,)) if figures.role_of(seat.line) in roles]
    missing = any(m.role in roles and not m.asked for m in team.missing)
    if not seats:
        return text("△", "input", align="center") if missing else blank("plain")
    return _part(seats, "")


def _part(seats: list[Seat], tone: str) -> Cell:
    """Return filled of all seats, coloured; a seat that is filled in part counts as not filled."""
    if not seats:
        return blank(tone or "plain")
    filled = _filled(seats)
    nobody = not any(seat.people for seat in seats)
    colour = "met" if filled == len(seats) else "gap_strong" if nobody else "gap_light"
    return text(f"{filled}/{len(seats)}", tone or colour, align="center")


# --- every seat ---


def _seat_columns(words: Words) -> tuple[Column, ...]:
    say = words.say
    return (
        Column("id", words.column("projects", "project_id")),
        Column("project", words.column("projects", "project")),
        Column("seat", say("matrix.column.seat")),
        Column("need", say("column.need"), span=2),
        Column("core", words.column("demand", "core")),
        Column("state", say("matrix.column.state"), span=2),
        Column("wanted", say("column.wanted"), align="right"),
        Column("met", say("column.met"), align="right"),
        Column("gap", say("column.gap"), align="right"),
        Column("people", say("matrix.column.people"), span=4),
        Column("joined", say("matrix.column.who_joined"), span=2),
        Column("left", say("matrix.column.who_left"), span=2),
        Column("handover", say("matrix.column.handover"), span=4),
    )


def _seat_rows(figures: Figures, words: Words, found: tuple[Team, ...], labels: dict[str, str]) -> Iterator[Row]:
    days = _days(figures)
    for team in found:
        for seat in team.seats:
            yield _seat_row(figures, words, seat, team, labels, days)
        if team.left_elsewhere:
            yield _left_row(words, team, labels)
        for missing in team.missing:
            yield _missing_row(words, team, missing)
    wanted, met = figures.total_wanted, figures.total_met
    yield Row(
        (
            text(words.say("total.all"), "total"),
            *(blank("total") for _ in range(5)),
            summed(words, wanted, "wanted"),
            summed(words, met, "met"),
            amount(words, wanted - met, "total", formula="{wanted}-{met}"),
            *(blank("total") for _ in range(4)),
        )
    )


def _days(figures: Figures) -> dict[tuple[str, str], int]:
    days: Counter[tuple[str, str]] = Counter()
    for a in figures.result.plan.assignments:
        days[a.line_id, a.person_id] += a.units
    return days


def _seat_row(
    figures: Figures,
    words: Words,
    seat: Seat,
    team: Team,
    labels: dict[str, str],
    days: dict[tuple[str, str], int],
) -> Row:
    line = seat.line
    shown = [p for p in seat.people if p in labels]
    listed = [f"{labels[p]} {plain_number(words.value(days[line.id, p]))}" for p in shown]
    if others := [days[line.id, p] for p in seat.people if p not in labels]:
        counted = words.say("matrix.others", n=len(others))
        listed.append(f"{counted} {plain_number(words.value(sum(others)))}")
    people = words.join(listed)
    named = line.id if seat.of == 1 else f"{line.id} · {seat.number}/{seat.of}"
    return Row(
        (
            *_project_cells(team),
            text(named, "muted", wrap=True),
            text(figures.need(line), wrap=True),
            text(words.say("matrix.core") if line.core else "", "strong"),
            text(words.say(f"matrix.state.{seat.state}"), TONES[seat.state]),
            *(_amounts(figures, words, seat)),
            text(people, wrap=True),
            text(_listed(words, seat.joined if figures.old else (), labels), wrap=True),
            text(_listed(words, seat.left, labels), wrap=True),
            text(_handovers(words, seat, labels), wrap=True),
        )
    )


def _project_cells(team: Team) -> tuple[Cell, Cell]:
    return text(team.project.id), text(team.project.name, "strong", wrap=True)


def _amounts(figures: Figures, words: Words, seat: Seat) -> tuple[Cell, ...]:
    """Return wanted, met and gap of the line, on its first seat only: so the columns add up."""
    if seat.number > 1:
        return blank(), blank(), blank()
    wanted, met = sum(figures.wanted[seat.line.id]), sum(figures.met[seat.line.id])
    gap = amount(words, wanted - met, "bad" if wanted > met else "plain", formula="{wanted}-{met}")
    return amount(words, wanted), amount(words, met), gap


def _handovers(words: Words, seat: Seat, labels: dict[str, str]) -> str:
    parts = (
        words.say(
            "matrix.handover",
            week=words.week(h.week),
            leavers=_listed(words, h.leavers, labels),
            takers=_listed(words, h.takers, labels) or "–",
        )
        for h in seat.handovers
    )
    return "\n".join(parts)


def _listed(words: Words, people: Iterable[str], labels: dict[str, str]) -> str:
    """Name people; those whose rows this file does not show are counted."""
    given = list(people)
    others = sum(1 for p in given if p not in labels)
    more = [words.say("matrix.others", n=others)] if others else []
    return words.join([*(labels[p] for p in given if p in labels), *more])


def _left_row(words: Words, team: Team, labels: dict[str, str]) -> Row:
    return Row(
        (
            *_project_cells(team),
            text("–", "muted"),
            text(words.say("matrix.left_elsewhere"), "muted", wrap=True),
            *(blank() for _ in range(7)),
            text(_listed(words, team.left_elsewhere, labels), wrap=True),
            blank(),
        )
    )


def _missing_row(words: Words, team: Team, missing: Missing) -> Row:
    state = "not_asked" if not missing.asked else "less_asked"
    least = "" if missing.least is None else f"{missing.least:g}"
    note = words.say(f"matrix.{state}.note" if least else "matrix.not_asked.plain", least=least, asked=_two(missing))
    return Row(
        (
            *_project_cells(team),
            text("–", "muted"),
            text(missing.role, wrap=True),
            text(words.say("matrix.core") if missing.core else "", "strong"),
            text(words.say(f"matrix.state.{state}"), "watch"),
            *(blank() for _ in range(3)),
            text(note, "muted", wrap=True),
            *(blank() for _ in range(3)),
        )
    )


def _two(missing: Missing) -> str:
    return f"{missing.asked:.2f}".rstrip("0").rstrip(".")
