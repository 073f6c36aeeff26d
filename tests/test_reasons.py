"""Reasons: each group of facts rules the days out, and without any one of them it does not; tested by solving again."""

from __future__ import annotations

import os
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from builders import DAY, WEEK, absent, booking, day, line, person, plan, portfolio, project, rule
from test_explain import outcome
from tiny import tiny

from resopt.checker import check
from resopt.domain.changes import apply
from resopt.domain.grid import lay_out
from resopt.domain.records import Booking, Lock, Portfolio, Tier
from resopt.domain.rules import Rule
from resopt.domain.units import UNITS_PER_DAY
from resopt.engine.greedy import greedy
from resopt.engine.matching import most_of, too_many
from resopt.engine.possible import possible
from resopt.engine.solvers import Effort
from resopt.explain import conflict_text, explain, reasoned
from resopt.explain.broad import Broad
from resopt.explain.groups import all_minimal
from resopt.explain.lifts import lifts, rule_grounds
from resopt.explain.network import Claims
from resopt.explain.proof import proved, without
from resopt.explain.reasons import TOO_FEW, with_reasons
from resopt.explain.rulings import Cases, with_rulings
from resopt.explain.standing import Standing
from resopt.explain.why_text import clause, reasons_text
from resopt.plan import Plan
from resopt.result import Conflict, Ground, Reason

SEEDS = 100 if os.environ.get("RESOPT_THOROUGH") else 16
SURE = Effort(nodes=20_000)


def explained(subject: Portfolio, made: Plan) -> tuple[Claims, list[Conflict]]:
    """Return the conflicts of a plan with all their reasons, worked out in this process."""
    claims, aside = Claims(Standing(subject, made)), check(subject, made).set_aside
    cases = Cases(claims, frozenset(fact.key for fact in aside))
    found = []
    for conflict in explain(subject, made):
        full = with_rulings(cases, with_reasons(claims, conflict), None) if conflict.kind == "gap" else conflict
        found.append(proved(claims, made, aside, full) if conflict.kind == "gap" else full)
    return claims, found


def alone(claims: Claims, conflict: Conflict, reason: Reason, left_out: Ground | None) -> Portfolio:
    """Return the whole portfolio with no facts but capacity, eligibility and the group, less one of it."""
    subject = claims.s.portfolio
    kept = [g for g in reason.grounds if g != left_out]
    held = {g.key[:2] + g.key[4:] for g in kept}
    others = [g for g in rule_grounds(subject, [x.id for x in subject.lines]) if g.key[:2] + g.key[4:] not in held]
    freeze = any(g.rule is Rule.FREEZE and g.person_id is None for g in kept)
    frozen = [_as_lock(claims, g, w) for g in kept if g.rule is Rule.FREEZE and g.person_id for w in reason.weeks]
    bare = apply(subject, [c for g in others for c in lifts(subject, g)])
    locks = {g.row_id for g in kept if g.rule is Rule.HARD_LOCK}
    bookings = tuple(b if freeze or b.id in locks else replace(b, lock=Lock.NONE) for b in bare.bookings)
    bookings = (*bookings, *frozen)
    projects = tuple(replace(p, must_have=False) for p in bare.projects)
    settings = bare.settings if freeze else replace(bare.settings, freeze_weeks=0)
    bare = replace(bare, bookings=bookings, projects=projects, settings=settings)
    if reason.is_sum:  # absences are facts of these groups
        away = {g.person_id for g in kept if g.kind == "away"} | {f.person_id for f in claims.s.grid.pins}
        people = tuple(p if p.id in away else replace(p, start=None, end=None) for p in bare.people)
        bare = replace(bare, people=people, absences=tuple(a for a in bare.absences if a.person_id in away))
    return replace(bare, tiers=(Tier("committed", "", tuple(p for t in subject.tiers for p in t.project_ids)),))


def _as_lock(claims: Claims, ground: Ground, week: int) -> Booking:
    """Return what stays of a frozen week in one place as a lock of the person, 0 for none.

    It is on the line that Assignments name, if it is one, else on the whole project.
    """
    s, person, project = claims.s, ground.person_id or "", ground.project_id or ""
    units = s.grid.record.get((person, project, week), 0)
    share = Fraction(units, UNITS_PER_DAY * max(1, s.grid.working[person][week]))
    place = (Rule.FREEZE, person, project, week)
    lines = {x for f in s.grid.pins if (f.rule, f.person_id, f.project_id, f.week) == place for x in f.line_ids}
    named = {b.line_id for b in s.portfolio.bookings if (b.person_id, b.project_id) == (person, project)}
    line = next(iter(lines)) if len(lines) == 1 and lines <= named else None
    made = booking(person, project, {week: share}, lock="hard", line=line, id=f"frozen {person} {project} {week}")
    return replace(made, asked=True)


def fits(claims: Claims, conflict: Conflict, reason: Reason, weeks: tuple[int, ...], left_out: Ground | None) -> bool:
    """Return whether the line can get what is asked in these weeks next to the rest of the group."""
    over = range(claims.s.portfolio.settings.weeks)
    kept = {w: sum(claims.locked(x, w) for x in conflict.line_ids) for w in claims.thawed}  # of who could not serve it
    least = [(conflict.line_ids, w, claims.most(conflict.line_ids, w) - kept.get(w, 0)) for w in weeks]
    for g in reason.grounds:
        if g.kind != "rule" and g.kind != "away" and g != left_out:
            held = conflict.line_ids if g.kind == "own" else (g.line_id or "",)
            spans = weeks if g.kind == "claim" else [w for w in over if g.kind != "own" or w not in weeks]
            least += [(held, w, claims.all_met(held, w)) for w in spans]
    wanted = {x: tuple(row) for x, row in claims.s.wanted.items()}
    answer = possible(alone(claims, conflict, reason, left_out), wanted, least, SURE)
    assert answer is not None
    return answer


@pytest.mark.parametrize("seed", range(SEEDS))
def test_every_group_rules_the_days_out_and_none_of_its_facts_can_be_left_out(seed: int) -> None:
    subject = tiny(seed)
    made = greedy(subject, lay_out(subject))
    claims, conflicts = explained(subject, made)
    assert sum(c.gap for c in conflicts) == sum(sum(row) for row in claims.s.lack.values())
    for conflict in conflicts:
        for reason in conflict.reasons:
            check_amounts(claims, conflict, reason)
            if reason.grounds not in TOO_FEW:
                spans = [(w,) for w in reason.weeks]
                if any(fits(claims, conflict, reason, span, None) for span in spans):
                    spans = [reason.weeks]  # only all weeks together are ruled out
                for span in spans:
                    assert not fits(claims, conflict, reason, span, None)
                    assert all(fits(claims, conflict, reason, span, ground) for ground in reason.grounds)


def test_where_a_list_is_complete_the_lines_fit_without_the_first_fact_of_each_group() -> None:
    """Solved again as a whole: all rules and facts, and whoever need not give way keeps what they have."""
    found = 0
    for seed in range(SEEDS):
        subject = tiny(seed)
        made = greedy(subject, lay_out(subject))
        claims, conflicts = explained(subject, made)
        if check(subject, made).set_aside:
            continue  # facts that are set aside would have to be left out
        for conflict in (c for c in conflicts if c.complete):
            picks = [reason.grounds[0] for reason in conflict.reasons if reason.grounds not in TOO_FEW]
            away, short = {g.line_id for g in picks if g.kind == "claim"}, conflict.line_ids
            kept = [x for x in claims.s.wanted if x not in away and x not in short and claims.holds(x, short[0])]
            weeks = range(subject.settings.weeks)
            asked = {w: claims.most(short, w) for w in conflict.weeks}
            least: list[tuple[tuple[str, ...], int, int]] = [((x,), w, claims.met(x, w)) for x in kept for w in weeks]
            least += [(short, w, asked.get(w, claims.all_met(short, w))) for w in weeks]
            wanted = {x: tuple(row) for x, row in claims.s.wanted.items()}
            assert possible(without(subject, picks), wanted, least, SURE)
            found += 1
    assert found > SEEDS / 8


def check_amounts(claims: Claims, conflict: Conflict, reason: Reason) -> None:
    """A reader can add up the group: its lines need more than its people have."""
    assert set(reason.weeks) <= set(conflict.weeks)
    claimed = sum(g.units for g in reason.grounds if g.kind == "claim")
    if not reason.is_sum or any(g.rule is Rule.FREEZE for g in reason.grounds):
        return
    assert reason.needed == reason.asked + claimed > reason.have
    if not claimed and reason.grounds not in TOO_FEW:
        away = {g.person_id for g in reason.grounds if g.kind == "away"}
        able = claims.s.able[conflict.line_id]
        had = sum((claims.present if p in away else claims.limit)[p][w] for p in able for w in reason.weeks)
        assert had - sum(g.taken for g in reason.grounds) == reason.have and all(g.taken > 0 for g in reason.grounds)
    locked = sum(g.units for g in reason.grounds if g.rule is Rule.HARD_LOCK)
    if not locked:
        rounded = sum(
            claims.limit[p][w] % claims.s.portfolio.settings.step for p in reason.people for w in reason.weeks
        )
        had = sum(claims.limit[p][w] for p in reason.people for w in reason.weeks)
        assert reason.have in (had, had - rounded)


def test_where_too_many_lines_are_involved_the_tight_set_is_named_and_none_of_its_claims_is_idle() -> None:
    found = 0
    for seed in range(40):
        subject = tiny(seed)
        made = greedy(subject, lay_out(subject))
        claims = Claims(Standing(subject, made))
        for conflict in explain(subject, made):
            for week in conflict.weeks if conflict.kind == "gap" and conflict.people else ():
                if week < subject.settings.freeze_weeks:
                    continue
                asked = claims.most(conflict.line_ids, week)
                broad = Broad(claims, conflict.line_ids, week, asked)
                assert broad.fits == (too_many(broad.needs, broad.rooms, broad.able) is None)
                if not broad.fits:
                    found += 1
                    check_broad(broad)
    assert found > 20


def check_broad(broad: Broad) -> None:
    """The set needs more than its people have; without any one of its claims the short lines get more."""
    reason = broad.reason()
    assert reason.needed == reason.asked + sum(g.units for g in reason.grounds) > reason.have
    for ground in reason.grounds:
        fewer = {name: units for name, units in broad.needs.items() if name != ground.line_id}
        assert most_of(broad.line, fewer, broad.rooms, broad.able)[0] > broad.most


def test_broad_reasons_and_loose_weeks_are_told() -> None:
    lines = [line(f"L{i:02d}", f"P{i}", fte=0.2) for i in range(1, 41)] + [line("L99", "P99", fte=0.4)]
    projects = [project(f"P{i}", 1) for i in range(1, 41)] + [project("P99", 2)]
    people = [person(f"A{i}", max_projects=9) for i in range(8)]
    subject = portfolio(people, projects, lines, step=DAY)
    made = plan({(f"A{i // 5}", f"L{i + 1:02d}", 0): DAY for i in range(40)})
    _, (conflict,) = explained(subject, made)
    assert conflict.reasons[0].is_broad and len(conflict.reasons[0].grounds) == 40
    told = text(subject, conflict)
    assert "this line (2.0) and P1 (L01) 1.0, P10 (L10) 1.0" in told
    assert "36 more lines 36.0 need 42.0 days of 8 people, who have 40.0 for them" in told
    free = plan({(f"A{i // 5}", f"L{i + 1:02d}", 0): DAY for i in range(38)})
    loose = [c for c in explained(subject, free)[1] if c.loose]
    assert loose and all("there are days enough" in text(subject, c) for c in loose)
    assert all("人天数量足够" in text(subject, c, "zh") for c in loose)


def test_a_complete_list_is_proved_by_a_plan() -> None:
    subject = portfolio(
        [person("A"), person("B")],
        [project("P1", 1), project("P2", 1), project("P3", 2)],
        [line("L1", "P1"), line("L2", "P2"), line("L3", "P3", fte=2)],
        step=DAY,
    )
    _, (conflict,) = explained(subject, plan({("A", "L1", 0): WEEK, ("B", "L2", 0): WEEK}))
    groups = [[g.line_id for g in reason.grounds] for reason in conflict.reasons]
    assert sorted(groups) == [["L1"], ["L2"]]
    assert [(r.needed, r.have, r.asked) for r in conflict.reasons] == [(3 * WEEK, 2 * WEEK, 2 * WEEK)] * 2
    assert conflict.complete
    assert "if the first fact of each of these 2 reasons gives way, it gets all its days" in text(subject, conflict)


def text(subject: Portfolio, conflict: Conflict, lang: str = "en") -> str:
    return conflict_text(subject, outcome(subject, Plan()), conflict, lang)


def test_the_gap_beyond_what_people_have_is_a_reason_of_its_own() -> None:
    subject = portfolio(
        [person("A", bau=0.2), person("B")],
        [project("P1", 1)],
        [line("L1", "P1", fte=2)],
        step=DAY,
        rules=[rule("apart", "A", other="B", project="P1")],
    )
    _, (conflict,) = explained(subject, plan({("B", "L1", 0): WEEK}))
    few, apart = conflict.reasons
    assert (few.grounds, few.needed, few.have) == ((), 2 * WEEK, 1800)
    assert ([g.rule for g in apart.grounds], apart.asked, apart.is_sum) == ([Rule.APART], 1800, False)
    assert text(subject, conflict).startswith(
        "P1 lacks 5.0 of the 10.0 days that Dev (L1) wants in the week of 2026-01-05: 1) the line wants 10.0 days of "
        "A and B, who can give 9.0; 2) it cannot get 9.0 days while A and B are kept apart"
    )
    assert "A与B不得同组" in text(subject, conflict, "zh")


def test_absence_locks_and_forbids_are_facts_and_weeks_with_the_same_facts_are_one_reason() -> None:
    subject = portfolio(
        [person("A"), person("B"), person("C")],
        [project("P1", 1), project("P2", 2)],
        [line("L1", "P1", weeks=3, fte=3), line("L2", "P2", weeks=3)],
        weeks=3,
        absences=[absent("A", day(0), day(2, 4))],
        bookings=[booking("B", "P2", dict.fromkeys(range(3), 1), lock="hard")],
        rules=[rule("forbid", "C", "P1")],
    )
    _, (conflict,) = explained(subject, plan({("B", "L2", w): WEEK for w in range(3)}))
    facts = {g.rule or g.kind: g.units for reason in conflict.reasons for g in reason.grounds}
    assert facts == {"away": 3 * WEEK, Rule.HARD_LOCK: 3 * WEEK, Rule.FORBID: 0}
    assert all(reason.weeks == (0, 1, 2) for reason in conflict.reasons)


def test_of_a_week_that_is_frozen_in_part_the_fact_says_who_stays_where() -> None:
    """A is booked for more than there is in the first week; so one place gives way, and the others stay."""
    subject = portfolio(
        [person("A"), person("B"), person("C", "QA")],
        [project("P1", 1), project("P2", 2), project("P3", 3)],
        [line("L1", "P1", fte=3), line("L2", "P2"), line("L3", "P3", "QA")],
        settings={"freeze_weeks": 1},
        bookings=[booking("A", "P1", {0: 0.6}), booking("A", "P2", {0: 0.6}), booking("C", "P3", {0: 1})],
    )
    made = plan({("A", "L1", 0): 3 * DAY, ("C", "L3", 0): WEEK})
    (aside,) = check(subject, made).set_aside
    assert (aside.person_id, aside.project_id) == ("A", "P2")
    claims, conflicts = explained(subject, made)
    first = next(c for c in conflicts if c.line_id == "L1")
    frozen = [g for reason in first.reasons for g in reason.grounds if g.rule is Rule.FREEZE]
    assert {(g.person_id, g.project_id, g.units) for g in frozen} == {("A", "P1", 3 * DAY), ("B", "P1", 0)}
    assert not first.complete  # nothing in the input gives up one place alone
    second = next(c for c in conflicts if c.line_id == "L2")
    assert "10.0 days while Freeze Weeks keeps B off P1 (2026-01-05)" in text(subject, first)
    assert "5.0 days while Freeze Weeks keeps A on P1 at 3.0 days, B off P2 (2026-01-05)" in text(subject, second)
    assert "冻结周内（2026-01-05）A保持在P1投入 3.0 人天、B不投入P2" in text(subject, second, "zh")
    assert "keeps these weeks" not in text(subject, first) + text(subject, second)
    for conflict in (first, second):
        for reason in conflict.reasons:
            if reason.grounds not in TOO_FEW:
                assert not fits(claims, conflict, reason, reason.weeks, None)
                assert all(fits(claims, conflict, reason, reason.weeks, ground) for ground in reason.grounds)


def test_a_week_that_stays_as_it_is_is_one_fact_whenever_it_begins() -> None:
    subject = portfolio(
        [person("A"), person("B")],
        [project("P1", 1)],
        [line("L1", "P1", weeks=3, fte=2)],
        weeks=3,
        settings={"freeze_weeks": 1, "as_of": day(1)},
        bookings=[booking("A", "P1", dict.fromkeys(range(3), 1))],
    )
    held = {("A", "L1", w): WEEK for w in range(3)} | {("B", "L1", 2): WEEK}
    _, (conflict,) = explained(subject, plan(held))
    assert [g for reason in conflict.reasons for g in reason.grounds] == [Ground("rule", rule=Rule.FREEZE)]
    assert "Freeze Weeks keeps these weeks as in the plan of record" in text(subject, conflict)


def test_reasons_of_the_library_are_those_worked_out_here_and_weeks_without_wants_do_not_part_them() -> None:
    subject = portfolio(
        [person("A")],
        [project("P1", 1), project("P2", 2)],
        [line("L1", "P1", weeks=3), line("L2", "P2", by_week=[1, 0, 1])],
        weeks=3,
    )
    made = plan({("A", "L1", w): WEEK for w in range(3)})
    (conflict,) = reasoned(subject, made, explain(subject, made), workers=1)
    assert (conflict.weeks, conflict.gap) == ((0, 2), 2 * WEEK)
    assert [(g.line_id, g.units) for g in conflict.reasons[0].grounds] == [("L1", 2 * WEEK)]
    assert conflict == explained(subject, made)[1][0]


def test_all_minimal_groups_are_found_and_an_unfinished_list_says_so() -> None:
    bad = [{0, 1}, {1, 2}, {3}]

    def ruled_out(kept: list[int]) -> list[int] | None:
        return kept if any(group <= set(kept) for group in bad) else None

    groups, complete = all_minimal(ruled_out, range(4), 5, 20)  # type: ignore[arg-type]
    assert (sorted(map(set, groups), key=sorted), complete) == ([{0, 1}, {1, 2}, {3}], True)
    assert not all_minimal(ruled_out, range(4), 2, 20)[1]  # type: ignore[arg-type]


def test_min_share_names_itself() -> None:
    held = {("A", "L2", 0): 700}
    subject = portfolio(
        [person("A")],
        [project("P1", 2), project("P2", 1)],
        [line("L1", "P1", fte=0.2), line("L2", "P2", fte=0.7)],
        settings={"min_share": Fraction(1, 2), "step": 100},
    )
    _, (conflict,) = explained(subject, plan(held))
    assert not conflict.reasons or all(reason.grounds for reason in conflict.reasons)


def test_every_rule_has_a_clause_in_both_languages() -> None:
    subject = portfolio(
        [person("A"), person("B")],
        [project("P1", 1, budget=1500, min_staffing=0.5)],
        [line("L1", "P1", max_people=1, same_people=True, fill_all=True)],
        bookings=[booking("A", "P1", {0: 1}, lock="hard")],
        rules=[
            rule("forbid", "A", "P1"),
            rule("apart", "A", other="B"),
            rule("together", "A", other="B", project="P1"),
            rule("exclusive", "A"),
            rule("require", "A", "P1", value=0.5),
            rule("supervise", project="P1", value=1, skill="Java"),
            rule("lend", department="IT", value=2),
        ],
        settings={"min_days": Fraction(2), "min_share": Fraction(1, 5), "freeze_weeks": 1},
    )
    grounds = [*rule_grounds(subject, ["L1"]), Ground("rule", rule=Rule.FREEZE), Ground("own", DAY, line_id="L1")]
    grounds += [Ground("away", DAY, person_id="A"), Ground("rule", DAY, Rule.HARD_LOCK, "A", "P1")]
    for lang in ("en", "zh"):
        texts = [clause(subject, ground, lang) for ground in grounds]
        assert all(texts) and not any("{" in text or "Fraction" in text for text in texts)
        assert len(set(texts)) == len(grounds)
    assert "P1 has a budget of 1,500" in [clause(subject, ground, "en") for ground in grounds]
    for ground in grounds:
        if ground.kind == "rule" and (ground.row_id or ground.rule is not Rule.HARD_LOCK):
            assert apply(subject, lifts(subject, ground)) != subject


@pytest.mark.parametrize(
    ("more", "told", "zh"),
    [
        (
            {"absences": [absent("A", day(0), day(0, 3))]},
            "A and B would have 10.0 days, but A is absent for 4.0 days, which leaves 6.0 where 10.0 are needed",
            "A、B本有 10.0 人天，但A不在岗 4.0 人天，仅余 6.0 人天，少于所需的 10.0 人天",
        ),
        (
            {"rules": [rule("forbid", "B", "P1")]},
            "A and B would have 10.0 days, but B is forbidden for P1 (−5.0), which leaves 5.0 where 10.0 are needed",
            "A、B本有 10.0 人天，但B禁止参与P1（−5.0），仅余 5.0 人天，少于所需的 10.0 人天",
        ),
        (
            {"bookings": [booking("A", "P2", {0: 0.6}, lock="hard")]},
            "A and B would have 10.0 days, but 3.0 days of A are hard-locked on P2, which leaves 7.0 where 10.0 are",
            "但A有 3.0 人天被硬锁定在P2，仅余 7.0 人天",
        ),
        (
            {"bookings": [booking("A", "P1", {0: 0.6}, lock="hard")]},
            "10.0 days, but 3.0 days of A are hard-locked on P1 (−2.0), which leaves 8.0 where 10.0 are needed",
            "但A有 3.0 人天被硬锁定在P1（−2.0），仅余 8.0 人天",
        ),
        (
            {"absences": [absent("A", day(0), day(0, 3))], "settings": {"tolerance": Fraction(1, 10)}},
            "would have 11.0 days, but A is absent for 4.0 days (−4.4), which leaves 6.6 where 10.0 are needed",
            "但A不在岗 4.0 人天（−4.4），仅余 6.6 人天",
        ),
    ],
)
def test_what_is_left_is_what_there_would_be_less_what_each_fact_takes(more: Any, told: str, zh: str) -> None:
    lines = [line("L1", "P1", fte=2), line("L2", "P2", "QA")]
    subject = portfolio([person("A"), person("B")], [project("P1", 1), project("P2", 2)], lines, step=DAY, **more)
    made = greedy(subject, lay_out(subject))
    claims, conflicts = explained(subject, made)
    conflict = next(c for c in conflicts if c.line_id == "L1")
    assert told in text(subject, conflict) and zh in text(subject, conflict, "zh")
    for reason in conflict.reasons:
        check_amounts(claims, conflict, reason)


def test_no_better_plan_is_hinted_at_where_none_is_possible() -> None:
    subject = portfolio([person("A"), person("B")], [project("P1", 1)], [line("L1", "P1", fte=2, max_people=1)])
    (conflict,) = explain(subject, plan({("A", "L1", 0): WEEK}))
    loose = replace(conflict, loose=(0,))
    for key, proven in (("a better plan exists", False), ("no plan gives this tier more (proved)", True)):
        assert key in reasons_text(subject, loose, "en", proved=proven)
    assert "已证明没有计划能使该档得到更多" in reasons_text(subject, loose, "zh", proved=True)


def test_a_line_that_min_staffing_holds_back_for_want_of_others_says_who_has_them() -> None:
    subject = portfolio(
        [person("A"), person("C", "QA")],
        [project("P1", 1), project("P2", 2, min_staffing=0.9)],
        [line("L1", "P1"), line("L2", "P2"), line("L3", "P2", "QA")],
        step=DAY,
    )
    claims, conflicts = explained(subject, plan({("A", "L1", 0): WEEK}))
    (reason,) = next(c for c in conflicts if c.line_id == "L3").reasons
    assert {(g.kind, g.rule, g.line_id or g.project_id) for g in reason.grounds} == {
        ("claim", None, "L1"),
        ("rule", Rule.MIN_STAFFING, "P2"),
    }
    gap = next(c for c in conflicts if c.line_id == "L3")
    assert not fits(claims, gap, reason, reason.weeks, None)
    assert all(fits(claims, gap, reason, reason.weeks, ground) for ground in reason.grounds)
