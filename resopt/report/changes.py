"""Sheet Changes: what the plan does differently from the plan of record, and what is certain about the reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from resopt.domain.records import Booking, Project
from resopt.domain.rules import Rule
from resopt.excel.contents import Column, Page, Paragraph, Row, Table
from resopt.messages.names import PLAN_COLUMNS, of
from resopt.report.answers import answer_blocks, answer_summary
from resopt.report.cells import amount, blank, text
from resopt.report.figures import Figures, Weeks
from resopt.report.requests import asked_by_people, is_formal, request_blocks
from resopt.report.taken import TABLES
from resopt.report.wording import Words

NAMED = 4  # people named in a reason
KINDS = {"proposed": "plain", "released": "moved", "formal": "good", "informal": "watch"}


@dataclass(frozen=True, slots=True)
class Move:
    """One (person, project) whose days differ, old and new by week; `planned` is no for a released project."""

    person_id: str
    project_id: str
    old: Weeks
    new: Weeks
    planned: bool = True

    @property
    def weeks(self) -> tuple[int, ...]:
        """The weeks in which the days differ."""
        return tuple(w for w, (a, b) in enumerate(zip(self.old, self.new, strict=True)) if a != b)

    @property
    def less(self) -> tuple[int, ...]:
        """The weeks with fewer days than before."""
        return tuple(w for w, (a, b) in enumerate(zip(self.old, self.new, strict=True)) if a > b)

    @property
    def given_up(self) -> int:
        """The days by which weeks have fewer than before."""
        return sum(max(0, a - b) for a, b in zip(self.old, self.new, strict=True))

    @property
    def more(self) -> tuple[int, ...]:
        """The weeks with more days than before."""
        return tuple(w for w, (a, b) in enumerate(zip(self.old, self.new, strict=True)) if a < b)


@dataclass(frozen=True, slots=True)
class Background:
    """What the reasons look up: old days by (project, week), weeks over capacity by person, teams, rows.

    `teams` are people by project, `projects` the other way round, in the old plan or the new one.
    """

    on_record: dict[tuple[str, int], int]
    over: dict[str, set[int]]
    teams: dict[str, set[str]]
    projects: dict[str, set[str]]
    bookings: dict[tuple[str, str], list[Booking]]


def background(figures: Figures) -> Background:
    """Return the look-ups of the reasons."""
    on_record: dict[tuple[str, int], int] = defaultdict(int)
    for (_, project, week), units in figures.old.items():
        on_record[project, week] += units
    load: dict[tuple[str, int], int] = defaultdict(int)
    for (person, _, week), units in figures.old.items():
        load[person, week] += units
    over: dict[str, set[int]] = defaultdict(set)
    for (person, week), units in load.items():
        if units > figures.limit(person, week):
            over[person].add(week)
    teams: dict[str, set[str]] = defaultdict(set)
    projects: dict[str, set[str]] = defaultdict(set)
    for person, project in (*figures.pairs, *((p, q) for p, q, _ in figures.old)):
        if person in figures.people:
            teams[project].add(person)
            projects[person].add(project)
    bookings: dict[tuple[str, str], list[Booking]] = defaultdict(list)
    for b in figures.portfolio.bookings:
        bookings[b.person_id, b.project_id].append(b)
    return Background(on_record, over, teams, projects, bookings)


def moves(figures: Figures) -> tuple[Move, ...]:
    """Return the changed pairs by project priority, then person; released people last."""
    pairs = {pair for pair in ({(p, q) for p, q, _ in figures.old} | figures.pairs.keys()) if pair[0] in figures.people}
    rank = {project.id: number for number, project in enumerate(figures.order)}
    found = []
    for person, project in sorted(pairs, key=lambda pair: (rank[pair[1]], pair[0])):
        old = tuple(figures.old.get((person, project, w), 0) for w in figures.weeks)
        move = Move(person, project, old, figures.pairs.get((person, project), figures.zeros))
        if move.weeks:
            found.append(move)
    for person, project in sorted({(p, q) for p, q, _ in figures.released}):
        old = tuple(figures.released.get((person, project, w), 0) for w in figures.weeks)
        found.append(Move(person, project, old, figures.zeros, planned=False))
    return tuple(found)


def changes_page(figures: Figures, words: Words) -> Page:
    """Return the sheet."""
    found, behind = moves(figures), background(figures)
    rows = (*_start_rows(figures, words), *(_move_row(figures, words, m, behind) for m in found))
    columns = _columns(words)
    blocks = (
        *answer_summary(figures, words),
        Paragraph(_counts(figures, words, found, behind)),
        Paragraph(words.say("changes.reading", unit=words.unit)),
        Table("changes", columns, rows, native=TABLES["changes"]),
        *answer_blocks(figures, words, columns),
        *request_blocks(figures, words),
    )
    against = "changes.subtitle" if figures.portfolio.baseline is None else "changes.subtitle.given"
    subtitle = words.say(against, unit=words.unit)
    name = words.sheet("changes")
    title = _title(figures, words, found)
    return Page("changes", name, title, subtitle, blocks, ("changes", "project_id"), large=True)


def kind_of(figures: Figures, move: Move, behind: Background) -> str:
    """Return whose change it is: released with its project, a person's formal or informal one, or proposed by us."""
    if not move.planned:
        return "released"
    asked = asked_by_people(figures, behind.bookings.get((move.person_id, move.project_id), ()), move.weeks)
    if asked:
        return "formal" if is_formal(asked) else "informal"
    return "proposed"


def _counts(figures: Figures, words: Words, found: tuple[Move, ...], behind: Background) -> str:
    kinds = [kind_of(figures, move, behind) for move in found]
    count = {kind: f"{kinds.count(kind):,}" for kind in ("proposed", "formal", "informal", "released")}
    return words.say("changes.counts", starts=len(_starts(figures)), **count)


def _starts(figures: Figures) -> list[tuple[Project, int]]:
    """Return the projects whose start moves, and by how many weeks: from the plan given back, where there is one."""
    moved = ((project, _moved_by(figures, project.id)) for project in figures.order)
    return sorted(((project, weeks) for project, weeks in moved if weeks), key=lambda one: one[0].id)


def _moved_by(figures: Figures, project_id: str) -> int:
    return figures.result.plan.shift_of(project_id) - figures.portfolio.known_starts.get(project_id, 0)


def _title(figures: Figures, words: Words, found: tuple[Move, ...]) -> str:
    if not figures.has_before:
        return words.say("changes.title.no_record")
    if not found and not _starts(figures):
        return words.say("changes.title.none")
    planned = [m for m in found if m.planned]
    people = words.count("people", len({m.person_id for m in planned}))
    change = words.amount(sum(move.given_up for move in planned))
    return words.say("changes.title", pairs=len(planned), people=people, change=change)


def _columns(words: Words) -> tuple[Column, ...]:
    say = words.say
    plan = {key: of(name, words.lang) for key, name in PLAN_COLUMNS.items()}
    return (
        Column("kind", say("column.kind"), most=18),
        Column("person_id", plan["person_id"], most=12),
        Column("name", plan["name"], 17),
        Column("project_id", plan["project_id"], most=12),
        Column("project", plan["project"], 24),
        Column("weeks", say("column.weeks"), 26),
        Column("old", say("column.old"), 9, align="right"),
        Column("new", say("column.new"), 9, align="right"),
        Column("difference", say("column.difference"), 10, align="right"),
        Column("affected", say("column.affected"), 40),
        Column("why", say("column.our_reason"), 54),
        Column("basis", say("column.basis"), 11),
        Column("reason", plan["reason"], 18),
        Column("approved_by", plan["approved_by"], 14),
        Column(
            "decision", plan["decision"], 10, choices=tuple(words.term("decision", d) for d in ("accept", "reject"))
        ),
        Column("key", plan["key"], 18, hidden=True),
    )


def _start_rows(figures: Figures, words: Words) -> Iterator[Row]:
    for project, shift in _starts(figures):
        moved = words.say("moved.later" if shift > 0 else "moved.earlier", n=abs(shift))
        yield Row(
            (
                text(words.say("kind.start"), "moved"),
                text(""),
                text(""),
                text(project.id),
                text(project.name, "strong", wrap=True),
                text(moved, wrap=True),
                *(blank() for _ in range(3)),
                text(words.say("affected.manager", name=project.manager) if project.manager else "", wrap=True),
                text(words.say("why.start"), wrap=True),
                *(text("", wrap=True) for _ in range(3)),
                text("", "input"),
                text(f"start|{project.id}"),
            )
        )


def _move_row(figures: Figures, words: Words, move: Move, behind: Background) -> Row:
    person, project = figures.people.get(move.person_id), figures.projects[move.project_id]
    rows = behind.bookings.get((move.person_id, move.project_id), [])
    old, new, kind = sum(move.old), sum(move.new), kind_of(figures, move, behind)
    return Row(
        (
            text(words.say(f"kind.{kind}"), KINDS[kind]),
            text(move.person_id),
            text(person.name if person else "", wrap=True),
            text(project.id),
            text(project.name, "strong", wrap=True),
            text(words.span_lines(move.weeks), wrap=True),
            amount(words, old),
            amount(words, new),
            amount(words, new - old, "strong", formula="{new}-{old}"),
            text(affected(figures, words, move, behind), wrap=True),
            text(told_reason(figures, words, move, behind), wrap=True),
            text(_basis(words, rows)),
            text(words.join(sorted({b.reason for b in rows if b.reason})), wrap=True),
            text(words.join(sorted({b.approved_by for b in rows if b.approved_by})), wrap=True),
            text("", "input"),
            text(f"{move.person_id}|{move.project_id}"),
        )
    )


def _basis(words: Words, rows: list[Booking]) -> str:
    """Say whether the plan of record says why and who approved it; blank where it has no row."""
    if not rows:
        return ""
    return words.say("basis.complete" if is_formal(rows) else "basis.partial")


def affected(figures: Figures, words: Words, move: Move, behind: Background) -> str:
    """Name who else a change touches: the manager, the person's other projects, other people of the project.

    Only what changes in the same weeks counts.
    """
    project, person = figures.projects[move.project_id], figures.people[move.person_id]
    is_other = project.manager not in ("", person.name, person.id)
    parts = [words.say("affected.manager", name=project.manager)] if is_other else []
    days: dict[str, int] = defaultdict(int)
    for week in move.weeks:
        for other in behind.projects.get(move.person_id, ()):
            key = (move.person_id, other, week)
            days[other] += figures.new.get(key, 0) - figures.old.get(key, 0)
    listed = (f"{p} {words.value(u):+g}" for p, u in sorted(days.items()) if u and p != move.project_id)
    if projects := words.join(listed):
        parts.append(projects)
    if move.planned and (people := _names(words, _changing(figures, move, behind) - {project.manager})):
        parts.append(people)
    return words.say("affected.and").join(parts)


def _changing(figures: Figures, move: Move, behind: Background) -> set[str]:
    """Return the names of other people whose days on the project change in the same weeks."""
    found = set()
    for person in behind.teams[move.project_id] - {move.person_id}:
        pair = figures.pairs.get((person, move.project_id), figures.zeros)
        if any(pair[w] != figures.old.get((person, move.project_id, w), 0) for w in move.weeks):
            found.add(figures.people[person].name)
    return found


def told_reason(figures: Figures, words: Words, move: Move, behind: Background) -> str:
    """Return the reason that a reader is told: that people asked for it, else what is certain from the numbers."""
    asked = kind_of(figures, move, behind) in ("formal", "informal")
    return words.say("why.asked") if asked else reason(figures, words, move, behind)


def _names(words: Words, found: set[str]) -> str:
    names = sorted(found)
    more = [words.say("why.more_people", n=len(names) - NAMED)] if len(names) > NAMED else []
    return words.join(names[:NAMED] + more)


def reason(figures: Figures, words: Words, move: Move, behind: Background) -> str:
    """Return the first reason that holds for certain, from the numbers alone; it claims no intent.

    A reason fits the sign of the change: more days are not explained by what takes days away, and the other way round.
    """
    project = figures.projects[move.project_id]
    if not move.planned:
        return words.say("why.released", status=words.term("status", project.status.value))
    change = sum(move.new) - sum(move.old)
    if found := _first(ANY_SIGN, figures, words, move, behind):
        return found
    found = _first(MORE if change > 0 else LESS, figures, words, move, behind)
    if change:
        return found or words.say("why.more" if change > 0 else "why.less")
    shifted = words.say("why.shifted", less=words.weeks(move.less), more=words.weeks(move.more))
    return words.say("why.shifted_because", shifted=shifted, reason=found) if found else shifted


def _first(finds: Iterable[Find], figures: Figures, words: Words, move: Move, behind: Background) -> str:
    """Return the first sentence that one of `finds` has, empty if none."""
    return next((sentence for find in finds if (sentence := find(figures, words, move, behind))), "")


def _start_moved(figures: Figures, words: Words, move: Move, behind: Background) -> str:
    return words.say("why.start_moved") if _moved_by(figures, move.project_id) else ""


def _over_capacity(figures: Figures, words: Words, move: Move, behind: Background) -> str:
    weeks = [w for w in move.less if w in behind.over.get(move.person_id, ())]
    return words.say("why.over_capacity", weeks=words.weeks(weeks)) if weeks else ""


def _over_wanted(figures: Figures, words: Words, move: Move, behind: Background) -> str:
    wanted = figures.wanted_of(figures.lines_of(move.project_id))
    weeks = [w for w in move.less if behind.on_record.get((move.project_id, w), 0) > wanted[w]]
    return words.say("why.over_wanted", weeks=words.weeks(weeks)) if weeks else ""


def _set_aside(figures: Figures, words: Words, move: Move, behind: Background) -> str:
    held = any(
        f.rule in (Rule.HARD_LOCK, Rule.FREEZE)
        and (f.person_id, f.project_id) == (move.person_id, move.project_id)
        and f.week in move.weeks
        for f in figures.result.set_aside
    )
    return words.say("why.set_aside") if held else ""


def _higher_tier(figures: Figures, words: Words, move: Move, behind: Background) -> str:
    """Name projects of higher tiers that the person gives more days in the very weeks given up."""
    tier = figures.grid.tier_of
    gaining = {
        project
        for w in move.less
        for project, units in figures.cells.get((move.person_id, w), {}).items()
        if units > figures.old.get((move.person_id, project, w), 0) and tier[project] < tier[move.project_id]
    }
    return words.say("why.higher_tier", projects=words.join(sorted(gaining))) if gaining else ""


def _handed_over(figures: Figures, words: Words, move: Move, behind: Background) -> str:
    """Name people who give the project more days in the weeks given up."""
    names = _others(figures, words, move, behind, gaining=True)
    return words.say("why.handed_over", people=names) if names else ""


def _taken_over(figures: Figures, words: Words, move: Move, behind: Background) -> str:
    """Name people who give the project fewer days in the weeks that gain."""
    names = _others(figures, words, move, behind, gaining=False)
    return words.say("why.taken_over", people=names) if names else ""


def _others(figures: Figures, words: Words, move: Move, behind: Background, *, gaining: bool) -> str:
    """Name other people who gain days of the project in a week given up, or give up days in a week gained."""
    found, weeks = set(), move.less if gaining else move.more
    for person in behind.teams[move.project_id]:
        pair = figures.pairs.get((person, move.project_id), figures.zeros)
        changes = (pair[w] - figures.old.get((person, move.project_id, w), 0) for w in weeks)
        if person != move.person_id and any(c > 0 if gaining else c < 0 for c in changes):
            found.add(figures.people[person].name)
    return _names(words, found)


def _fills_gap(figures: Figures, words: Words, move: Move, behind: Background) -> str:
    """Say that the plan of record left days of the project open in the weeks that gain."""
    wanted = figures.wanted_of(figures.lines_of(move.project_id))
    weeks = [w for w in move.more if behind.on_record.get((move.project_id, w), 0) < wanted[w]]
    return words.say("why.fills_gap", weeks=words.weeks(weeks)) if weeks else ""


Find = Callable[[Figures, Words, Move, Background], str]
ANY_SIGN: tuple[Find, ...] = (_start_moved, _set_aside)
MORE: tuple[Find, ...] = (_fills_gap, _taken_over)
LESS: tuple[Find, ...] = (_over_capacity, _over_wanted, _higher_tier, _handed_over)
