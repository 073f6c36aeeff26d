"""Remedies: changes of the input, each re-solved on the whole portfolio and compared with the base's best plan."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from time import monotonic

from resopt.checker import check
from resopt.domain.changes import Change, Hire, Priority, apply
from resopt.domain.grid import lay_out
from resopt.domain.records import Portfolio
from resopt.domain.units import UNITS_PER_DAY
from resopt.engine.pool import Pool
from resopt.engine.resolve import Again, solve_again
from resopt.explain.base import Base, pool_of
from resopt.explain.candidates import Candidate, Candidates
from resopt.explain.guarded import met_by_line, solve_guarded
from resopt.explain.moved import beginning
from resopt.explain.outlook import promising
from resopt.explain.standing import Standing
from resopt.explain.worth import Asked, asked_for
from resopt.plan import Plan
from resopt.result import Conflict, Remedy, Worth

MOST = 12  # remedies handed on
TRIED = 40  # candidates that are re-solved before it is counted how many of them help
ENOUGH = 10  # remedies after which no more candidates are tried
BASE_SHARE, BASE_SECONDS = 0.2, 12.0  # of the time, for the base
OUTLOOK_SHARE, OUTLOOK_SECONDS = 0.1, 15.0  # of the time, for what changes could bring by amounts alone
SECONDS = (1.5, 4.0)  # least and most for one re-solve
SET = 3  # remedies in the small set
ALIKE = 3  # hires of one role that are handed on
SET_SHARE, SET_SECONDS = 0.1, 15.0  # of the time, for the set, and seconds at most
AGAIN_SHARE, AGAIN_SECONDS = (0.2, 0.1), 30.0  # for those who lose by a remedy (base open, proved)
WORTH_SHARE = 0.1  # for what commitments are worth
BROUGHT, BROUGHT_SHARE = 4, 0.3  # remedies that are brought back to an open base, and the share of the former

Changes = tuple[Change, ...]
Attempt = tuple[Changes, Plan, tuple[str, ...], float, float, bool]  # changes, start, lines, seconds, latest, guarded


@dataclass(frozen=True, slots=True)
class Found:
    """The remedies, the best first, the set of some together, and how many changes were re-solved.

    `worths` are what locks, must-haves and only holders are worth, `untried` how many of them time was over for.
    """

    remedies: tuple[Remedy, ...] = ()
    together: Remedy | None = None
    tried: int = 0
    worths: tuple[Worth, ...] = ()
    untried: int = 0


def remedies(base: Base, conflicts: Sequence[Conflict], until: float, workers: int, pool: Pool | None = None) -> Found:
    """Return what would help, as far as it could be re-solved `until` then (a time of `monotonic`).

    Unless it is proved, the base is first given at least the work that each remedy gets; the best plan that is found
    for it, also that of a remedy if it keeps the base's rules, is what gains are measured from. What holds in the base
    of the best remedies' plans is searched there too, so that no gain is luck. Last, where that made the base better,
    the remedies are searched once more from its plan, else those by which somebody loses around those who lose.
    """
    standing = Standing(base.portfolio, base.plan)
    kinds, asked = Candidates(standing, conflicts).kinds(), asked_for(standing)
    left = until - monotonic()
    if left <= 0 or not (any(kinds) or asked):
        return Found(untried=len(asked))
    with pool_of(base, workers, pool) as crew:
        if not base.proved:
            base = _improved(crew, base, conflicts, min(BASE_SHARE * left, BASE_SECONDS), workers)
        left = until - monotonic()
        outlook = min(OUTLOOK_SHARE * left, OUTLOOK_SECONDS)
        candidates = promising(crew, base.portfolio, kinds, monotonic() + outlook)
        again, last = min(AGAIN_SHARE[base.proved] * left, AGAIN_SECONDS), min(SET_SHARE * left, 2 * SET_SECONDS)
        late = until - last - (WORTH_SHARE * left if asked else 0)
        end = late - again
        solved, judge, helping = _tried(crew, base, conflicts, candidates, end, workers)
        if not base.proved:
            back = _brought_back(crew, helping, end + BROUGHT_SHARE * again)
            judge, helping = _judged(_best_base(judge.base, back), conflicts, solved)
        begin = None if judge.base.plan is base.plan else judge.base.plan
        solved |= _searched_again(crew, judge, helping, begin, late, workers)
        judge, helping = _judged(judge.base, conflicts, solved)
        asked = asked_for(Standing(base.portfolio, judge.base.plan))
        worths = _worths(crew, judge, asked, until - last)
        together = _together(crew, judge, helping, until)
    return Found(tuple(helping[:MOST]), together, len(solved), worths, len(asked) - len(worths))


def _tried(
    pool: Pool, base: Base, conflicts: Sequence[Conflict], candidates: Sequence[Candidate], end: float, workers: int
) -> tuple[dict[Changes, Again], Judge, list[Remedy]]:
    """Return what came of the candidates, the remedies among them and who compared them, until these are enough."""
    solved = dict[Changes, Again]()
    judge, helping = _judged(base, conflicts, solved)
    for first in range(0, len(candidates), TRIED):
        some = candidates[first : first + TRIED]
        seconds = min(max((end - monotonic()) * workers / len(some), SECONDS[0]), SECONDS[1])
        solved |= _all_tried(pool, base, some, seconds, end)
        judge, helping = _judged(base, conflicts, solved)
        if len(helping) >= ENOUGH or monotonic() > end - SECONDS[0]:
            break
    return solved, judge, helping


def _all_tried(
    pool: Pool, base: Base, candidates: Sequence[Candidate], seconds: float, end: float
) -> dict[Changes, Again]:
    """Return what came of each candidate; where several are hired, the search begins with what one of them brings."""
    solved = dict[Changes, Again]()
    for several in (False, True):
        asked = [c for c in candidates if (_fewer(c.changes) is not None) is several]
        starts = [base.plan if base.proved else _known(solved, _fewer(c.changes), base.plan) for c in asked]
        tasks = [(c.changes, plan, c.lines, seconds, end, True) for c, plan in zip(asked, starts, strict=True)]
        answers = pool.run(_try, tasks, end + SECONDS[1])
        solved |= {c.changes: answer for c, answer in zip(asked, answers, strict=True) if answer is not None}
    return solved


def _known(solved: Mapping[Changes, Again], changes: Changes | None, otherwise: Plan) -> Plan:
    found = solved.get(changes) if changes else None
    return otherwise if found is None else found.plan


def _fewer(changes: Changes) -> Changes | None:
    """Return the changes with one person hired in place of several; None if they hire no more than one."""
    fewer = tuple(replace(one, count=1) if isinstance(one, Hire) else one for one in changes)
    return None if fewer == changes else fewer


def _judged(base: Base, conflicts: Sequence[Conflict], solved: Mapping[Changes, Again]) -> tuple[Judge, list[Remedy]]:
    """Return the remedies among changes that were solved, the best first, and who compared them."""
    judge = Judge(_best_base(base, [answer.plan for answer in solved.values()]), conflicts)
    return judge, judge.ranked([judge.remedy(changes, answer) for changes, answer in solved.items()])


def _brought_back(pool: Pool, helping: Sequence[Remedy], end: float) -> list[Plan]:
    """Return plans of the base that begin with what holds there of each remedy's plan: what was not its merit."""
    tasks = [((), remedy.plan, (), SECONDS[0], end, False) for remedy in helping[:BROUGHT]]
    return [answer.plan for answer in pool.run(_try, tasks, end + 1.0) if answer is not None]


def _searched_again(
    pool: Pool,
    judge: Judge,
    helping: Sequence[Remedy],
    begin: Plan | None,
    end: float,
    workers: int,
) -> dict[Changes, Again]:
    """Return better plans for remedies, as far as more search finds one until `end`.

    All are searched from plan `begin`, the base's if a better one was found meanwhile; else those by which somebody
    loses, from their own plans.
    """
    asked = [r for r in helping[:MOST] if not r.exact and (begin or any(units < 0 for _, units in r.projects))]
    left = end - monotonic()
    if not asked or left <= 0:
        return {}
    seconds = min(left * workers / len(asked), SECONDS[1])
    tasks = [(r.changes, begin or r.plan, judge.lines_at_stake(r), seconds, end, begin is not None) for r in asked]
    answers = pool.run(_try, tasks, end + 1.0)
    found = {r.changes: (r, answer) for r, answer in zip(asked, answers, strict=True) if answer is not None}
    return {
        changes: answer for changes, (old, answer) in found.items() if is_better(judge.compared(changes, answer), old)
    }


def _worths(pool: Pool, judge: Judge, asked: Sequence[Asked], end: float) -> tuple[Worth, ...]:
    """Return what each is worth, those first that cost or carry the most, as far as there was time."""
    tasks = [(one.changes, judge.base.plan, one.lines, SECONDS[0], end, False) for one in asked]
    answers = pool.run(_try, tasks, end + 1.0)
    found = [
        Worth(one.kind, one.name, judge.compared(one.changes, answer))
        for one, answer in zip(asked, answers, strict=True)
        if answer is not None
    ]
    return tuple(sorted(found, key=lambda w: (w.kind, -abs(w.without.days), w.name, repr(w.without.changes))))


def _improved(pool: Pool, base: Base, conflicts: Sequence[Conflict], seconds: float, workers: int) -> Base:
    """Return the base with a better plan, if one is found around the lines that are short."""
    lines = [line for c in conflicts if c.kind == "gap" for line in c.line_ids]
    tasks = [(tuple(lines[i::workers]), seconds, i) for i in range(workers)]
    answers = pool.run(_try_base, tasks, monotonic() + seconds + SECONDS[1])
    return _best_base(base, [answer.plan for answer in answers if answer is not None])


def _try_base(base: Base, task: tuple[tuple[str, ...], float, int]) -> Again:
    lines, seconds, seed = task
    return solve_again(base.portfolio, beginning(base.portfolio, (), base.plan), lines, seconds, seed)


def _try(base: Base, task: Attempt) -> Again | None:
    """Solve a change again from a plan; runs in a worker process.

    `guarded`: from the base's plan, and so that nobody loses by it without need.
    """
    changes, plan, lines, seconds, end, guarded = task
    left = min(seconds, end - monotonic())
    if left <= 0:
        return None
    if guarded and not any(isinstance(change, Priority) for change in changes):
        return solve_guarded(base.portfolio, changes, plan, lines, left, proved=base.proved)
    return solve_again(apply(base.portfolio, changes), plan, lines, left)


def _best_base(base: Base, plans: Sequence[Plan]) -> Base:
    """Return the base with the best plan of these that keeps its rules, if it is better than its own."""
    if base.proved:
        return base
    best, score = base.plan, check(base.portfolio, base.plan).score.vector()
    lines, people = {x.id for x in base.portfolio.lines}, {p.id for p in base.portfolio.people}
    for plan in plans:
        if all(a.line_id in lines and a.person_id in people for a in plan.assignments):
            report = check(base.portfolio, plan)
            if not report.violations and report.score.vector() < score:
                best, score = plan, report.score.vector()
    return replace(base, plan=best)


def _together(pool: Pool, judge: Judge, helping: Sequence[Remedy], until: float) -> Remedy | None:
    """Return the best few remedies of different conflicts as one, if that is better than each alone."""
    chosen: list[Remedy] = []
    for remedy in helping:
        seen = {i for one in chosen for i in one.conflict_ids}
        if len(chosen) < SET and not seen & set(remedy.conflict_ids) and not _is_trade(remedy):
            chosen.append(remedy)
    left = until - monotonic()
    if len(chosen) < 2 or left <= 0:
        return None
    changes = tuple(change for remedy in chosen for change in remedy.changes)
    lines = tuple(sorted({line for remedy in chosen for i in remedy.conflict_ids for line in judge.lines_of[i]}))
    start = beginning(judge.base.portfolio, changes, judge.base.plan)
    seconds = min(left * 0.7, SET_SECONDS)
    answer = pool.run(_try, [(changes, start, lines, seconds, until, False)], until + 1.0)[0]
    if answer is None:
        return None
    found = judge.remedy(changes, answer)
    return found if found is not None and all(found.days > one.days for one in chosen) else None


def is_better(one: Remedy, other: Remedy) -> bool:
    """Return whether a plan of the same changes gains more down to the highest tier that gains, else takes less."""
    last = next((k for k, units in enumerate(other.gains, 1) if units > 0), len(other.gains))
    if one.gains[:last] != other.gains[:last]:
        return one.gains[:last] > other.gains[:last]
    lost, losing = (sum(min(0, units) for _, units in r.projects) for r in (one, other))
    return (lost, one.days) > (losing, other.days)


def _is_trade(remedy: Remedy) -> bool:
    return any(isinstance(change, Priority) for change in remedy.changes)


class Judge:
    """Compares plans of changed portfolios with the base's."""

    def __init__(self, base: Base, conflicts: Sequence[Conflict]) -> None:
        self.base = base
        self.gaps = [c for c in conflicts if c.kind == "gap"]
        self.lines_of = {c.id: c.line_ids for c in self.gaps}
        self.met, self.wanted = met_by_line(base.portfolio, base.plan)
        self.project_of = {line.id: line.project_id for line in base.portfolio.lines}
        self.tier_of = {p: k for k, tier in enumerate(base.portfolio.tiers) for p in tier.project_ids}

    def remedy(self, changes: tuple[Change, ...], again: Again) -> Remedy | None:
        """Return the changes as a remedy, None if they take as much as they bring, or harm those above.

        Of a proved base, those that move days to a higher tier are remedies as well: there it is no luck.
        """
        found = self.compared(changes, again)
        first = next((units for units in found.gains if units), 0)
        least = 0 if self.base.proved and not _is_trade(found) else 1
        return None if found.days < least or (first <= 0 and not _is_trade(found)) else found

    def compared(self, changes: tuple[Change, ...], again: Again) -> Remedy:
        """Return who gains and loses by changes."""
        changed = apply(self.base.portfolio, changes)
        met, wanted = met_by_line(changed, again.plan)
        delta = {line: met.get(line, 0) - self.met.get(line, 0) for line in {*met, *self.met}}
        projects, gains = defaultdict[str, int](int), [0] * len(self.base.portfolio.tiers)
        for line, units in delta.items():
            project = self.project_of[line]
            if units and project in self.tier_of:
                projects[project] += units
                gains[self.tier_of[project]] += units
        return Remedy(
            changes,
            tuple(gains),
            tuple(sorted(((p, units) for p, units in projects.items() if units), key=lambda one: (-one[1], one[0]))),
            max(0, sum(self.wanted.values()) - sum(wanted.values())),
            _cost(self.base.portfolio, changed, changes),
            self.base.proved and again.proved,
            again.plan,
            tuple(c.id for c in self.gaps if sum(delta.get(line, 0) for line in c.line_ids) > 0),
        )

    def lines_at_stake(self, remedy: Remedy) -> tuple[str, ...]:
        """Return the lines of the conflicts that a remedy shrinks, and those that have less by it than in the base."""
        met, _ = met_by_line(apply(self.base.portfolio, remedy.changes), remedy.plan)
        losing = {line for line, units in met.items() if units < self.met.get(line, 0)}
        return tuple(sorted(losing.union(*(self.lines_of[i] for i in remedy.conflict_ids))))

    def ranked(self, found: Sequence[Remedy | None]) -> list[Remedy]:
        """Return the remedies by the highest tier that gains, then days, then cost; dominated ones are left out."""
        kept = sorted((one for one in found if one is not None), key=_place)
        return varied(
            [one for i, one in enumerate(kept) if not any(dominates(two, one) for two in (*kept[:i], *kept[i + 1 :]))]
        )


def _place(remedy: Remedy) -> tuple[bool, int, int, bool, Fraction, str]:
    tier = next((k for k, units in enumerate(remedy.gains) if units > 0), len(remedy.gains))
    cost = remedy.cost
    return _is_trade(remedy), tier, -remedy.days, cost is None, cost or Fraction(0), repr(remedy.changes)


def varied(ranked: Sequence[Remedy]) -> list[Remedy]:
    """Return remedies, the best first, without hires that say nothing new.

    That is one of a role of whom a better one is hired in the same number, one or several, unless it shrinks a conflict
    that no better remedy does; and more than `ALIKE` of a role.
    """
    kept, covered, seen = list[Remedy](), set[str](), Counter[tuple[str, bool]]()
    for remedy in ranked:
        hire = next((change for change in remedy.changes if isinstance(change, Hire)), None)
        if hire is not None:
            again = seen[hire.role, hire.count > 1] and covered.issuperset(remedy.conflict_ids)
            if again or seen[hire.role, True] + seen[hire.role, False] == ALIKE:
                continue
            seen[hire.role, hire.count > 1] += 1
        kept.append(remedy)
        covered.update(remedy.conflict_ids)
    return kept


def dominates(one: Remedy, other: Remedy) -> bool:
    """Return whether a remedy gives every project as much as the other, costs and defers no more, and one is better."""
    mine, others = dict(one.projects), dict(other.projects)
    if any(mine.get(p, 0) < others.get(p, 0) for p in {*mine, *others}) or one.deferred > other.deferred:
        return False
    if one.cost is None or (other.cost is not None and one.cost > other.cost):
        return False
    if mine == others and one.deferred == other.deferred and one.cost == other.cost:
        return (len(one.changes), repr(one.changes)) < (len(other.changes), repr(other.changes))
    return True


def _cost(base: Portfolio, changed: Portfolio, changes: Sequence[Change]) -> Fraction | None:
    """Return the money for all working days of the people hired; None if a rate is not known."""
    hires = [change for change in changes if isinstance(change, Hire)]
    if not hires:
        return Fraction(0)
    rates: Mapping[str, Fraction | None] = {hire.role: hire.cost_per_day for hire in hires}
    if None in rates.values():
        return None
    capacity, total = lay_out(changed).capacity, Fraction(0)
    known = {p.id for p in base.people}
    new = [p for p in changed.people if p.id not in known]
    for person in new:
        total += (rates.get(person.roles[0]) or Fraction(0)) * sum(capacity[person.id]) / UNITS_PER_DAY
    return total
