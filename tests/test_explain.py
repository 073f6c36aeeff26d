"""Why demand is not met: gaps add up, causes add up, the rule that holds days is named, sentences are whole."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from builders import DAY, WEEK, absent, booking, day, line, person, plan, portfolio, project, rule
from tiny import tiny as random_portfolio

import resopt as ro
from resopt.checker import check
from resopt.domain.grid import lay_out
from resopt.domain.records import Portfolio
from resopt.domain.rules import Fact, Rule
from resopt.engine.greedy import greedy
from resopt.explain import conflict_text, explain, reason_text, reasoned, why
from resopt.plan import Plan
from resopt.report.json import to_json
from resopt.result import Amount, Cause, Certificate, Conflict, Contradiction, Result, TierProof


def outcome(
    subject: Portfolio, made: Plan, *, proved: bool = True, contradictions: tuple[Contradiction, ...] = ()
) -> Result:
    """Return a Result as `solve` would, with every tier proved or none."""
    report = check(subject, made)
    amount = Amount(0, 0, 0)
    tiers = tuple(TierProof(t.kind, t.label, amount, amount, amount, 0, 0, 0, proved) for t in subject.tiers)
    numbers: dict[str, Any] = dict.fromkeys(
        ("rounds", "seed", "coverage_bound", "coverage_met", "overtime", "soft_missed", "soft_bound", "change"), 0
    )
    proof = Certificate(
        "feasible", "work", 0.0, tiers=tiers, change_bound=0, quality=0, quality_bound=0, greedy_met=(), weighted=None,
        weighted_bound=None, stages=(), input_sha256="", versions=(), **numbers,
    )  # fmt: skip
    scored = made, report.score, report.set_aside, proof, report
    return Result(*scored, contradictions=contradictions, portfolio=subject)


def texts(subject: Portfolio, made: Plan, lang: str = "en", *, proved: bool = True) -> list[str]:
    result = outcome(subject, made, proved=proved)
    return [conflict_text(subject, result, conflict, lang) for conflict in result.conflicts]


def one_gap(subject: Portfolio, made: Plan) -> Conflict:
    (conflict,) = explain(subject, made)
    return conflict


def held_by(subject: Portfolio, made: Plan) -> dict[Rule | None, int]:
    """Return what the one gap of line L1 says of days left free, by rule."""
    (conflict,) = (c for c in explain(subject, made) if c.line_id == "L1")
    return {cause.rule: cause.units for cause in conflict.causes if cause.kind == "limit"}


@pytest.mark.parametrize("first", range(0, 300, 100))
def test_gaps_sum_to_wanted_less_met_and_causes_to_the_contract(first: int) -> None:
    for seed in range(first, first + 100):
        subject = random_portfolio(seed)
        grid = lay_out(subject)
        made = greedy(subject, grid)
        conflicts = explain(subject, made)
        met = sum(tier.all for tier in check(subject, made).score.tiers)
        assert sum(c.gap for c in conflicts) == sum(map(sum, grid.wanted.values())) - met
        assert len({c.id for c in conflicts}) == len(conflicts)
        for conflict in conflicts:
            assert sum(cause.units for cause in conflict.causes) == conflict.contract
        for lang in ("en", "zh"):
            assert not any("{" in text for text in texts(subject, made, lang))


def test_causes_say_where_the_days_of_those_who_could_serve_went() -> None:
    subject = portfolio(
        [person("A"), person("B", bau=0.2), person("C", "QA")],
        [project("P1", 1), project("P2", 2), project("P3", 3)],
        [line("L1", "P1"), line("L2", "P2", fte=3), line("L3", "P2", core=True), line("L4", "P3")],
        weeks=1,
        step=DAY,
        absences=[absent("B", day(0), day(0))],
    )
    units = {("A", "L1", 0): 2 * DAY, ("A", "L2", 0): DAY, ("A", "L3", 0): DAY, ("A", "L4", 0): DAY}
    conflict = next(c for c in explain(subject, plan(units)) if c.line_id == "L2")
    assert (conflict.gap, conflict.wanted, conflict.people, conflict.contract) == (
        14 * DAY,
        15 * DAY,
        ("A", "B"),
        10 * DAY,
    )
    assert conflict.causes == (
        Cause("higher", 2 * DAY, "P1"),
        Cause("equal", DAY, "P2"),
        Cause("lower", DAY, "P3"),
        Cause("same", DAY),
        Cause("absent", 160),
        Cause("bau", DAY),
        Cause("limit", 640),
    )


def test_overtime_is_taken_off_so_that_causes_still_add_up() -> None:
    subject = portfolio(
        [person("A")],
        [project("P1")],
        [line("L1", "P1", fte=2)],
        weeks=1,
        step=DAY,
        settings={"tolerance": Fraction(1, 5)},
    )
    made = plan({("A", "L1", 0): 6 * DAY})
    assert one_gap(subject, made).causes == (Cause("same", 6 * DAY), Cause("overtime", -DAY))
    assert "6.0 are on this line already, 1.0 are worked on top as overtime." in texts(subject, made)[0]


def test_spans_are_neighbouring_weeks_and_ids_name_the_calendar_week() -> None:
    subject = portfolio([person("A")], [project("P1")], [line("L1", "P1", weeks=4)], weeks=4)
    found = explain(subject, plan({("A", "L1", 2): WEEK}))
    assert [(c.id, c.first, c.last, c.gap) for c in found] == [
        ("C-P1-L1-2026W02", 0, 1, 2 * WEEK),
        ("C-P1-L1-2026W05", 3, 3, WEEK),
    ]


def test_lines_of_a_project_that_lack_the_same_people_are_one_conflict() -> None:
    subject = portfolio(
        [person("A"), person("B", "QA")],
        [project("P1", 1, name="Atlas"), project("P2", 2, name="Boreas")],
        [
            line("L1", "P1", weeks=3),
            line("L2", "P2", by_week=[1, 1, 0]),
            line("L3", "P2", by_week=[0, 1, 1]),
            line("L4", "P2", by_week=[1, 0, 0], max_people=1),
            line("L5", "P2", "QA", fte=2),
        ],
        weeks=3,
    )
    made = plan({("A", "L1", w): WEEK for w in range(3)} | {("B", "L5", 0): WEEK})
    both, ruled, other = explain(subject, made)
    assert (both.id, both.line_ids, both.weeks, both.gap) == ("C-P2-L2-2026W02", ("L2", "L3"), (0, 1, 2), 4 * WEEK)
    assert both.causes == (Cause("higher", 3 * WEEK, "P1"),)
    assert [(c.line_ids, c.gap) for c in (ruled, other)] == [(("L4",), WEEK), (("L5",), WEEK)]
    (told,) = (c for c in reasoned(subject, made, [both], workers=1))
    held, few = told.reasons
    assert (few.weeks, few.needed, few.have) == ((1,), 2 * WEEK, WEEK)
    assert [(g.line_id, g.units) for g in held.grounds] == [("L1", 3 * WEEK)]
    result = outcome(subject, made)
    assert conflict_text(subject, result, told).startswith(
        "Boreas lacks 20.0 of the 20.0 days that Dev (L2, L3) want together in the 3 weeks of 2026-01-05 to "
        "2026-01-19: 1) these lines (15.0) and Atlas (L1) 15.0 need 30.0 days of A, who can give 15.0;"
    )
    assert conflict_text(subject, result, told, "zh").startswith("Boreas的需求 Dev (L2、L3) 在 2026-01-05 至")
    assert to_json(subject, result.with_conflicts((told,)), "en")["conflicts"][0]["demand_ids"] == ["L2", "L3"]


@pytest.mark.parametrize(
    ("late", "fte", "severity"),
    [
        ({}, 1, "medium"),
        ({}, 0.5, "low"),
        ({"core": True}, 1, "high"),
        ({"core": True}, 0.5, "low"),
        ({"must": True}, 1, "high"),
    ],
)
def test_severity(late: dict[str, bool], fte: float, severity: str) -> None:
    projects = [project("P1", 1), project("P2", 2, must_have=late.get("must", False))]
    lines = [line("L1", "P1"), line("L2", "P2", "QA", fte=fte, core=late.get("core", False))]
    subject = portfolio([person("A")], projects, lines, weeks=1)
    assert one_gap(subject, plan({("A", "L1", 0): WEEK})).severity == severity
    assert one_gap(subject, plan({("A", "L1", 0): WEEK})).causes == (Cause("nobody", 0),)


def test_a_first_tier_gap_of_a_week_is_high_and_comes_first() -> None:
    subject = portfolio(
        [person("A")], [project("P1", 2), project("P2", 1)], [line("L1", "P1"), line("L2", "P2")], weeks=1
    )
    assert [(c.project_id, c.severity) for c in explain(subject, Plan())] == [("P2", "high"), ("P1", "medium")]


def test_small_gaps_close_the_list_together() -> None:
    lines = [line(f"L{i}", "P1", weeks=10, fte=1) for i in (1, 2)] + [line("L3", "P1", "QA", fte=0.5)]
    subject = portfolio([person("A"), person("B")], [project("P1")], lines, weeks=10, step=100)
    units = {(who, name, w): 900 if w == 0 else WEEK for who, name in (("A", "L1"), ("B", "L2")) for w in range(10)}
    found = explain(subject, plan(units))
    assert [(c.id, c.gap, c.count) for c in found] == [("C-P1-L3-2026W02", 500, 1), ("C-rest", 200, 2)]
    assert texts(subject, plan(units))[-1] == (
        "2 smaller gaps come to 1.0 of 10.0 days: the lines lack less than 2 days and less than 5% of what they want "
        "(Report Threshold)."
    )
    assert [(c.project_id, c.line_id) for c in found if c.kind == "rest"] == [("P1", "")]


def two_weeks(**parts: Any) -> Portfolio:
    """Return a portfolio whose only person A, free in both weeks, could serve L1 but for one rule."""
    values = {"people": [person("A")], "projects": [project("P1")], "lines": [line("L1", "P1", weeks=2)], **parts}
    return portfolio(values.pop("people"), values.pop("projects"), values.pop("lines"), **values)


@pytest.mark.parametrize(
    ("parts", "cause"),
    [
        ({"rules": [rule("forbid", "A", "P1")]}, Rule.FORBID),
        ({"settings": {"freeze_weeks": 2}}, Rule.FREEZE),
        ({"bookings": [booking("A", "P1", {0: 0, 1: 0}, lock="hard")]}, Rule.HARD_LOCK),
        ({"people": [person("A", max_projects=0)]}, Rule.MAX_PROJECTS),
        ({"lines": [line("L1", "P1", weeks=2, max_people=0)]}, Rule.MAX_PEOPLE),
        ({"people": [person("A", fte=0.4)]}, Rule.STEP),
        ({"projects": [project("P1", budget=100)], "people": [person("A", cost_per_day=100)]}, Rule.BUDGET),
        ({"lines": [line("L1", "P1", weeks=2, fte=2, fill_all=True)]}, Rule.FILL),
        ({"projects": [project("P1", min_staffing=1)]}, Rule.MIN_STAFFING),
        ({"settings": {"min_days": 8, "step": WEEK}, "absences": [absent("A", day(0), day(0, 3))]}, Rule.STEP),
        ({"rules": [rule("require", "B", "P1", value=1)]}, Rule.REQUIRE),
        ({"rules": [rule("supervise", project="P1", value=1, skill="Java")]}, Rule.SUPERVISE),
        ({"rules": [rule("together", "A", other="B")]}, Rule.TOGETHER),
    ],
)
def test_the_rule_that_keeps_free_days_from_the_line_is_named(parts: dict[str, Any], cause: Rule) -> None:
    parts = {**parts, "people": [*parts.get("people", [person("A")]), person("B", "QA")]}
    assert cause in held_by(two_weeks(**parts), Plan())


def test_the_rules_that_depend_on_other_days_are_named() -> None:
    people = [person("A", department="D1"), person("B", "Dev", department="D2")]
    projects = [project("P1", 1, department="D2"), project("P2", 1)]
    lines = [line("L1", "P1", weeks=2, fte=2), line("L2", "P2", weeks=2, fte=0.5)]
    made = plan({("A", "L2", 0): 500, ("A", "L2", 1): 500, ("B", "L1", 0): WEEK, ("B", "L1", 1): WEEK})
    for row, cause in (
        (rule("exclusive", "A"), Rule.EXCLUSIVE),
        (rule("apart", "A", other="B"), Rule.APART),
        (rule("lend", department="D1", value=0.1), Rule.LEND),
    ):
        subject = two_weeks(people=people, projects=projects, lines=lines, rules=[row])
        assert held_by(subject, made) == {cause: WEEK}


def test_people_who_cannot_stay_are_held_back_by_same_people() -> None:
    lines = [line("L1", "P1", weeks=2, same_people=True), line("L2", "P2", weeks=2)]
    gone = [absent("A", day(1), day(1, 3))]
    subject = two_weeks(projects=[project("P1"), project("P2")], lines=lines, absences=gone, step=DAY)
    assert held_by(subject, plan({("A", "L2", 0): 2 * DAY, ("A", "L2", 1): DAY})) == {Rule.SAME_PEOPLE: 3 * DAY}


def test_min_share_and_min_days_are_named() -> None:
    held = {("A", "L2", 0): 700, ("A", "L2", 1): 700}
    lines = [line("L1", "P1", weeks=2), line("L2", "P2", weeks=2, fte=0.7)]
    for settings, cause in (({"min_share": Fraction(1, 2)}, Rule.MIN_SHARE), ({"min_days": 4}, Rule.MIN_DAYS)):
        subject = two_weeks(
            projects=[project("P1", 1), project("P2", 2)], lines=lines, settings={**settings, "step": 100}
        )
        assert held_by(subject, plan(held)) == {cause: 600}


def test_free_days_without_a_single_rule_are_called_what_they_are() -> None:
    subject = two_weeks()
    assert held_by(subject, Plan()) == {None: 2 * WEEK}
    assert "10.0 are free, but the rules together hold them back." in texts(subject, Plan())[0]
    assert "10.0 are free, but no plan found so far" in texts(subject, Plan(), proved=False)[0]


def test_a_sentence_in_both_languages() -> None:
    subject = portfolio(
        [person("A"), person("B")],
        [project("P1", 1, name="Atlas"), project("P2", 2, name="Boreas")],
        [line("L1", "P1", weeks=2), line("L2", "P2", weeks=2, fte=2)],
        absences=[absent("B", day(0), day(0, 4))],
        rules=[rule("forbid", "B", "P2")],
    )
    made = plan({("A", "L1", 0): WEEK, ("A", "L1", 1): WEEK})
    assert texts(subject, made) == [
        "Boreas lacks 20.0 of the 20.0 days that Dev (L2) wants in the 2 weeks of 2026-01-05 to 2026-01-12: "
        "2 people could serve; of their 20.0 contract days in this time, 10.0 are on higher-priority projects "
        "(Atlas 10.0), 5.0 are absence, 5.0 are free, but a rule holds them back (forbid 5.0)."
    ]
    assert texts(subject, made, "zh") == [
        "Boreas的需求 Dev (L2) 在 2026-01-05 至 2026-01-12 的 2 周（以周一表示）内缺 20.0 人天（需求 20.0 人天）："
        "可承担者共 2 人，同期合同工时合计 20.0 人天，其中 10.0 人天用于优先级更高的项目（Atlas 10.0）；"
        "5.0 人天不在岗；5.0 人天空闲，但受规则限制（禁止 5.0）。"
    ]


def test_locked_days_are_told_as_locked_and_barred_days_with_their_rule() -> None:
    projects = [project("P1", 1, name="Atlas"), project("P2", 2, name="Boreas")]
    lines = [line("L1", "P1", fte=2), line("L2", "P2", fte=2)]
    made = plan({("A", "L2", 0): WEEK, ("B", "L1", 0): WEEK})
    people = [person("A"), person("B")]
    free = portfolio(people, projects, lines, weeks=1)
    assert "5.0 are on lower-priority projects (Boreas 5.0)" in texts(free, made)[0]
    locked = portfolio(people, projects, lines, weeks=1, bookings=[booking("A", "P2", {0: 1}, lock="hard")])
    assert "5.0 are hard-locked elsewhere (Boreas 5.0), 5.0 are on this line already." in texts(locked, made)[0]
    frozen = portfolio(
        people, projects, lines, weeks=1, settings={"freeze_weeks": 1},
        bookings=[booking("A", "P2", {0: 1}), booking("B", "P1", {0: 1})],
    )  # fmt: skip
    assert "5.0 are frozen elsewhere (Boreas 5.0)" in texts(frozen, made)[0]
    apart = portfolio(people, projects, lines, weeks=1, rules=[rule("apart", "A", other="B")])
    told = "5.0 are on lower-priority projects because a rule keeps them from this line (apart 5.0)"
    assert told in texts(apart, made)[0]
    half = replace(projects[1], must_have=True, min_staffing=Fraction(1, 2))
    must = portfolio(people, [projects[0], half], lines, weeks=1)
    assert "5.0 are on lower-priority projects that are must have (Boreas 5.0)" in texts(must, made)[0]
    missed = portfolio(people, [projects[0], replace(half, min_staffing=None)], lines, weeks=1)  # it is set aside
    assert "5.0 are on lower-priority projects (Boreas 5.0)" in texts(missed, made)[0]
    for subject in (free, locked, frozen, apart, must):
        for conflict in explain(subject, made):
            assert sum(cause.units for cause in conflict.causes) == conflict.contract
    assert "被硬锁定在别处（Boreas 5.0）" in texts(locked, made, "zh")[0]


def test_many_projects_are_counted_and_numbers_add_up() -> None:
    names = [f"P{i}" for i in range(1, 8)]
    subject = portfolio(
        [person(f"E{i}") for i in range(1, 7)],
        [project(name, i) for i, name in enumerate(names)],
        [line(f"L{name}", name) for name in names],
        weeks=1,
    )
    made = plan({(f"E{i}", f"LP{i}", 0): WEEK for i in range(1, 7)})
    (text,) = texts(subject, made)
    assert "30.0 are on higher-priority projects (P1 5.0, P2 5.0, P3 5.0, P4 5.0, 2 more 10.0)." in text
    inside = re.search(r"\((P1.*)\)", text)
    assert inside is not None
    assert sum(float(n) for n in re.findall(r"\d+\.\d+", inside[1])) == 30.0


def test_nobody_and_no_days_are_said() -> None:
    subject = portfolio([person("A", "QA")], [project("P1")], [line("L1", "P1")], weeks=1)
    result = outcome(subject, Plan())
    assert reason_text(subject, result, result.conflicts[0]) == "nobody meets what it asks for."
    assert conflict_text(subject, result, result.conflicts[0], "zh").endswith("：没有人员满足其要求。")


def test_a_contradiction_is_a_conflict_without_gap() -> None:
    subject = portfolio(
        [person("A")],
        [project("P1", 1), project("P2", 2)],
        [line("L1", "P1", weeks=2), line("L2", "P2", weeks=2)],
        bookings=[booking("A", "P1", {0: 1}, lock="hard", id="B1"), booking("A", "P2", {0: 1}, lock="hard", id="B2")],
    )
    kept, dropped = lay_out(subject).pins
    result = outcome(subject, plan({("A", "L1", 0): WEEK}), contradictions=(Contradiction(dropped, (kept,)),))
    conflict = next(c for c in result.conflicts if c.kind == "contradiction")
    assert (conflict.id, conflict.severity, conflict.gap) == ("F-hard-lock-B2-2026W02", "high", 0)
    text = conflict_text(subject, result, conflict)
    assert text.startswith("Set aside: ")
    assert "P2" in text.split("as long as")[0]
    assert "P1" in text.split("as long as")[1]
    assert "未能兑现" in conflict_text(subject, result, conflict, "zh")
    alone = replace(conflict, contradiction=Contradiction(dropped, ()))
    assert conflict_text(subject, result, alone).endswith("The limits alone rule it out.")
    rough = replace(conflict, contradiction=Contradiction(dropped, (kept,), minimal=False))
    assert "perhaps not all" in conflict_text(subject, result, rough)


def test_facts_of_rules_weigh_as_many_days_as_they_ask_for() -> None:
    rules = [
        rule("require", "A", "P1", value=0.5, id="R1"),
        rule("require", "A", "P1", value=0.1, id="R2"),
        rule("together", "A", other="B", id="R3"),
    ]
    subject = portfolio([person("A"), person("B")], [project("P1")], [line("L1", "P1", weeks=2)], rules=rules)
    facts = [
        Fact(Rule.REQUIRE, "R1", 0, "P1", "A", row_id="R1"),
        Fact(Rule.REQUIRE, "R2", 0, "P1", "A", row_id="R2"),
        Fact(Rule.TOGETHER, "R3", 0, None, "A", "B", row_id="R3"),
        Fact(Rule.MUST_HAVE, "P1", 0, "P1"),
    ]
    made = plan({("A", "L1", 0): WEEK, ("A", "L1", 1): WEEK})
    found = explain(subject, made, contradictions=[Contradiction(fact, ()) for fact in facts])
    assert {c.id: c.severity for c in found} == {
        "F-require-R1": "high",
        "F-require-R2": "low",
        "F-together-R3": "high",
        "F-must-have-P1": "high",
    }


def test_a_plan_with_strange_assignments_is_explained_without_them(tiny: Portfolio) -> None:
    found = explain(tiny, plan({("A", "no line", 0): WEEK, ("nobody", "L1", 0): WEEK}))
    assert sum(c.gap for c in found) == 5 * WEEK


def test_the_package_can_be_called_and_why_takes_names(tiny: Portfolio) -> None:
    explained = ro.explain(tiny, Plan(), time_limit=1.0)
    assert [c.gap for c in explained.conflicts] == [c.gap for c in explain(tiny, Plan())]
    result = outcome(tiny, Plan())
    assert len(why(tiny, result, "P2", "zh")) == 1
    with pytest.raises(ValueError, match="did you mean 'P1'"):
        why(tiny, result, "P01")
    with pytest.raises(ValueError, match=r"no project 'XX'; there are P1, P2"):
        why(tiny, result, "XX")
