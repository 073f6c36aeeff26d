"""Changes: each kind does what it says, in words of both languages, and no portfolio is ever changed by one."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from builders import booking, day, line, person, portfolio, project, rule
from hypothesis import given, settings
from hypothesis import strategies as st
from inputs import read
from strategies import portfolios

import resopt as ro
from resopt.checker import prepare
from resopt.domain.changes import (
    Absent,
    Change,
    FillIn,
    Hire,
    Hold,
    Leave,
    Lend,
    Lift,
    Limit,
    Pin,
    Priority,
    Scale,
    Scenario,
    Shift,
    Start,
    Train,
    Unlock,
    Waive,
    apply,
    describe,
)
from resopt.domain.changes.work import LIFTS
from resopt.domain.grid import lay_out
from resopt.domain.records import Band, Lock, Portfolio, RuleKind, Skill, Status


def base() -> Portfolio:
    return portfolio(
        [person("A", name="Ann", department="R"), person("B", "QA", name="Bob", department="S", skills="SQL:2")],
        [project("P1", 1, name="Atlas", start=day(0), budget=9), project("P2", 2, name="Bolt")],
        [line("L1", "P1", weeks=2, fte=1.5, max_people=1), line("L2", "P2", "QA", weeks=2)],
        weeks=4,
        bookings=[booking("A", "P1", {0: 1}, lock="hard"), booking("B", "P2", {0: 1}, lock="soft", line="L2")],
        rules=[rule("lend", department="R", value=1), rule("forbid", "B", "P1")],
    )


# change, what it changes it to, in words
CASES: list[tuple[Change, Any, Any, str, str]] = [
    (Hire("QA", 2, day(1)), lambda p: [x.id for x in p.people], ["A", "B", "new-QA-01", "new-QA-02"],
     "Hire 2 of role QA, from 2026-01-12", "招聘 2 名QA，2026-01-12 起"),
    (Hire("QA", level=4, skills=(Skill("SQL", 5), Skill("Go"))), lambda p: p.people[2].skills,
     (Skill("SQL", 5), Skill("Go")), "Hire one QA (level 4, SQL:5, Go)", "招聘 1 名QA（4 级、SQL:5、Go）"),
    (Hire("Dev", end=day(1)), lambda p: lay_out(p).capacity["new-Dev-01"], (1000, 200, 0, 0),
     "Hire one Dev, until 2026-01-12", "招聘 1 名Dev，至 2026-01-12"),
    (Start("A", day(1, 2)), lambda p: lay_out(p).capacity["A"], (0, 600, 1000, 1000),
     "Ann starts on 2026-01-14", "Ann 于 2026-01-14 到岗"),
    (Leave("A", day(1, 2)), lambda p: lay_out(p).capacity["A"], (1000, 600, 0, 0),
     "Ann leaves after 2026-01-14", "Ann 于 2026-01-14 后离岗"),
    (Absent("A", day(0), day(0, 1)), lambda p: lay_out(p).capacity["A"], (600, 1000, 1000, 1000),
     "Ann is absent from 2026-01-05 to 2026-01-06", "Ann 2026-01-05 至 2026-01-06 缺勤"),
    (Absent("A", day(0), day(0, 4), Fraction(1, 2)), lambda p: lay_out(p).capacity["A"], (500, 1000, 1000, 1000),
     "Ann is available at 50% from 2026-01-05 to 2026-01-09", "Ann 2026-01-05 至 2026-01-09 可用比例为 50%"),
    (Train("B", Skill("SQL", 4)), lambda p: p.people[1].skills, (Skill("SQL", 4),),
     "Bob is trained in SQL to level 4", "Bob 培训“SQL”至 4 级"),
    (Train("B", role="Dev"), lambda p: p.people[1].roles, ("QA", "Dev"),
     "Bob is trained as Dev", "Bob 培训后可担任Dev"),
    (Shift("P1", 2), lambda p: (lay_out(p).wanted["L1"], p.projects[0].start, lay_out(p).pins[0].week),
     ((0, 0, 1500, 1500), day(2), 2), "Atlas moves 2 weeks later", "Atlas 推迟 2 周"),
    (Shift("P1", -1), lambda p: lay_out(p).wanted["L1"], (1500, 0, 0, 0),
     "Atlas moves 1 week earlier", "Atlas 提前 1 周"),
    (Scale(Fraction(1, 3), "P1"), lambda p: lay_out(p).wanted["L1"], (500, 500, 0, 0),
     "Atlas wants 33.3333% of its demand", "Atlas 的需求调整为原来的 33.3333%"),
    (Scale(Fraction(2), line_id="L2"), lambda p: lay_out(p).wanted["L2"], (2000, 2000, 0, 0),
     "Line L2 wants 200% of its demand", "需求 L2 调整为原来的 200%"),
    (Priority("P2", "0", Fraction(0)), lambda p: [t.project_ids for t in p.tiers], [("P2",), ("P1",)],
     "Bolt has priority 0", "Bolt 的优先级调整为 0"),
    (Hold("P1"), lambda p: (p.projects[0].status, [t.project_ids for t in p.tiers]), (Status.ON_HOLD, [("P2",)]),
     "Atlas is put on hold", "Atlas 暂停"),
    (Lift("line", "L1", "max_people"), lambda p: p.lines[0].max_people, None,
     "Max People of L1 is lifted", "取消 L1 的“最多人数”要求"),
    (Limit("tolerance", Fraction(1, 5)), lambda p: p.settings.tolerance, Fraction(1, 5),
     "Setting Tolerance becomes 20%", "参数“允许超负荷”改为 20%"),
    (Limit("max_projects", Fraction(2)), lambda p: p.settings.max_projects, 2,
     "Setting Max Projects becomes 2", "参数“最多并行项目数”改为 2"),
    (Limit("step", Fraction(100)), lambda p: p.settings.step, 100,
     "Setting Step becomes 10%", "参数“投入刻度”改为 10%"),
    (FillIn("Dev", "QA", Fraction(1)), lambda p: [s.role for s in p.roles[0].filled_by], ["QA"],
     "People of role QA may serve as Dev", "QA可替补Dev"),
    (Lend("R", Fraction(3)), lambda p: p.rules[0].value, 3, "R may lend 3 FTE per week", "R每周可借出 3 FTE"),
    (Lend("R"), lambda p: [r.kind for r in p.rules], [RuleKind.FORBID], "R may lend all its people", "R可借出全部人员"),
    (Unlock("person", "A"), lambda p: [b.lock for b in p.bookings], [Lock.NONE, Lock.SOFT],
     "The locks on Ann are released", "解除 Ann 的锁定"),
    (Unlock("line", "L2"), lambda p: [b.lock for b in p.bookings], [Lock.HARD, Lock.NONE],
     "The locks on L2 are released", "解除 L2 的锁定"),
    (Unlock("booking", "A|P1||hard"), lambda p: [b.lock for b in p.bookings], [Lock.NONE, Lock.SOFT],
     "The lock of Ann on Atlas is released", "解除 Ann 在 Atlas 上的锁定"),
    (Pin("A", "P1", ((day(0), Fraction(1, 2)), (day(1), Fraction(0)))),
     lambda p: (lay_out(p).record, [(x.week, x.units) for x in lay_out(p).pins]),
     ({("A", "P1", 0): 500, ("B", "P2", 0): 1000}, [(0, 500), (1, 0)]),
     "Ann is locked on Atlas (FTE by week: 2026-01-05: 0.5, 2026-01-12: 0)",
     "Ann 在 Atlas 上硬锁定（每周 FTE：2026-01-05: 0.5、2026-01-12: 0）"),
    (Waive.of(base(), "forbid|B||P1|"), lambda p: [r.kind for r in p.rules], [RuleKind.LEND],
     "Rule forbid no longer holds for Bob, Atlas", "Bob、Atlas不再适用规则“禁止”"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "what", "expected", "english", "chinese"), CASES, ids=lambda c: type(c).__name__)
def test_each_change_does_what_it_says(change: Change, what: Any, expected: Any, english: str, chinese: str) -> None:
    before = base()
    kept = deepcopy(before)
    changed = apply(before, [change], "what if")
    assert what(changed) == expected
    assert before == kept != changed
    assert (changed.name, changed.changes) == ("what if", (change,))
    assert describe(changed) == [english]
    assert describe(changed, "zh") == [chinese]


def test_every_kind_of_change_is_tested() -> None:
    import resopt.domain.changes as changes

    kinds = {one for name in changes.__all__ if isinstance(one := getattr(changes, name), type)}
    assert {type(change) for change, *_ in CASES} == kinds - {Change, Scenario}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (Hire("Tester"), "no role 'Tester'"),
        (Hire("QA", 0), "at least one"),
        (Hire("QA", location="Mars"), "no location 'Mars'"),
        (Start("P1", day(0)), "no person 'P1'"),
        (Absent("C", day(0), day(1)), "no person 'C'"),
        (Absent("A", day(1), day(0)), "ends on or after the day it starts"),
        (Train("A"), "name one of the two"),
        (Shift("P11", 1), "no project 'P11'; the nearest is 'P1'"),
        (Scale(Fraction(-1), "P1"), "-1 times"),
        (Scale(Fraction(1)), "name one of the two"),
        (Scale(Fraction(1), line_id="L3"), "no line 'L3'"),
        (Lift("line", "L1", "budget"), "no term of a line called 'budget'"),
        (Lift("team", "L1", "budget"), "none of project, line, person"),
        (Limit("weeks", Fraction(3)), "no limit 'weeks'"),
        (Limit("max_projects", Fraction(3, 2)), "whole number"),
        (Limit("tolerance", Fraction(-1)), "negative"),
        (FillIn("Dev", "Chef"), "no role 'Chef'"),
        (Lend("S", Fraction(1)), "for department 'S'"),
        (Unlock("role", "Dev"), "none of person"),
        (Unlock("booking", "x"), "no booking 'x'"),
        (Waive("x", RuleKind.APART), "no rule 'x'"),
    ],
    ids=str,
)
def test_what_is_not_there_is_refused_with_the_nearest(change: Change, message: str) -> None:
    with pytest.raises(ValueError, match=message.replace("|", r"\|")):
        apply(base(), [change])


def test_a_priority_outside_the_bands_is_refused_and_one_inside_moves_the_project() -> None:
    bands = (Band("1-1", Fraction(1), Fraction(1)), Band("2-5", Fraction(2), Fraction(5)))
    one = base()
    banded = replace(one, settings=replace(one.settings, tiers=bands))
    with pytest.raises(ValueError, match="'9' lies in no band"):
        apply(banded, [Priority("P1", "9", Fraction(9))])
    tiers = apply(banded, [Priority("P1", "4", Fraction(4))]).tiers
    assert [(tier.label, tier.project_ids) for tier in tiers] == [("2-5", ("P1", "P2"))]


def test_what_is_trained_is_never_worse() -> None:
    changed = apply(base(), [Train("B", Skill("SQL", 1)), Train("B", role="QA")])
    assert changed.people == base().people


def test_a_hire_takes_department_and_place_of_the_role() -> None:
    given = read(
        staff="""
person_id,name,role,department,location
E1,Ann,Developer,R&D,Berlin
E2,Bob,Developer,R&D,Berlin
E3,Cid,Tester,Sales,Paris
E4,Dan,Analyst,Sales,Paris
"""
    )
    hired = {p.id: p for p in apply(given, [Hire("Tester"), Hire("Developer"), Hire("Tester")]).people}
    assert (hired["new-Developer-01"].department, hired["new-Developer-01"].location) == ("R&D", "Berlin")
    assert (hired["new-Tester-02"].department, hired["new-Tester-02"].location) == ("Sales", "Paris")
    assert hired["new-Tester-02"].name == "New Tester 2"


def test_each_set_of_changes_has_its_own_hash() -> None:
    one = base()
    hashes = [apply(one, changes).sha256 for changes in ([Hold("P1")], [Hold("P2")], [Hold("P1"), Hold("P2")])]
    assert len({*hashes, one.sha256}) == 4
    assert apply(one, []) == one
    twice = apply(apply(one, [Hold("P1")]), [Hold("P2")])
    assert twice.changes == (Hold("P1"), Hold("P2"))


def changes_of(one: Portfolio) -> st.SearchStrategy[Change]:
    """Return a strategy of changes that `one` can take."""
    days = st.dates(date(2026, 1, 1), date(2026, 2, 1))
    people, projects = (st.sampled_from([x.id for x in records]) for records in (one.people, one.projects))
    lines = st.sampled_from([x.id for x in one.lines])
    parts = st.fractions(0, 2, max_denominator=4)
    roles = st.sampled_from(sorted({role for p in one.people for role in p.roles}))
    items = {"project": projects, "line": lines, "person": people}
    lifts = [st.builds(Lift, st.just(k), items[k], st.sampled_from(sorted(LIFTS[k]))) for k in LIFTS]
    return st.one_of(
        st.builds(Hire, roles, st.integers(1, 2), st.none() | days, st.none() | days),
        st.builds(Start, people, days),
        st.builds(Leave, people, days),
        st.builds(
            lambda who, one, other, share: Absent(who, min(one, other), max(one, other), share),
            people,
            days,
            days,
            st.fractions(0, 1, max_denominator=2),
        ),
        st.builds(Train, people, st.builds(Skill, st.sampled_from(["X", "Y"]), st.integers(1, 5))),
        st.builds(Shift, projects, st.integers(-3, 3)),
        st.builds(Scale, parts, projects),
        st.builds(Priority, projects, st.just("1"), st.fractions(0, 3, max_denominator=1)),
        st.builds(Hold, projects),
        st.builds(Limit, st.sampled_from(["tolerance", "min_share"]), st.fractions(0, 1, max_denominator=2)),
        st.builds(Unlock, st.just("project"), projects),
        *lifts,
    )


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_scenario_never_changes_its_base_and_can_be_checked(data: st.DataObject) -> None:
    one = data.draw(portfolios())
    kept, grid = deepcopy(one), lay_out(one)
    changed = apply(one, data.draw(st.lists(changes_of(one), max_size=4)), "what if")
    assert one == kept
    assert lay_out(one) == grid
    report = prepare(changed).check(ro.Plan.of({}, {p: s[0] for p, s in lay_out(changed).shifts.items() if 0 not in s}))
    assert report.violations == ()
    assert all(describe(changed)) and len(describe(changed, "zh")) == len(changed.changes)
