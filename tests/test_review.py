"""The review: every rule measured by hand, limits from Settings, warnings with stable IDs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from builders import DAY, WEEK, line, person, plan, portfolio, project
from inputs import faults, read
from results import greedy_result

from resopt.domain.history import Tracked
from resopt.domain.records import Portfolio
from resopt.domain.wishes import Given
from resopt.excel.contents import Paragraph, Table
from resopt.explain.review import Finding, review
from resopt.explain.review_text import asks_text, item_text, limit_text, rule_text, value_text
from resopt.explain.risks import risk_text, risks
from resopt.plan import Plan
from resopt.report.figures import compute
from resopt.report.warnings import warnings_page
from resopt.report.weekly import weekly_page
from resopt.report.wording import Words


def subject() -> tuple[Portfolio, Plan]:
    """Return two projects of one manager: the first short though people serve the second, less important one."""
    made = portfolio(
        [person("A", level=3), person("B", level=2), person("C", level=2), person("D", "QA")],
        [project("P1", 1, manager="M"), project("P2", 2, manager="M", value=5, min_staffing=0.9)],
        [line("L1", "P1", weeks=2, core=True), line("L2", "P2", weeks=2, fte=3), line("L3", "P2", "QA", weeks=2)],
        weeks=2,
    )
    units = {("A", "L1", 0): DAY, ("A", "L2", 0): 4 * DAY, ("A", "L2", 1): WEEK}
    units |= {(who, "L2", w): WEEK for who in ("B", "C") for w in (0, 1)}
    return made, plan(units | {("D", "L3", w): WEEK for w in (0, 1)})


def finding(rule: str, **limits: str) -> Finding:
    made, given = subject()
    settings = replace(made.settings, limits=tuple((key, Fraction(value)) for key, value in limits.items()))
    return next(f for f in review(replace(made, settings=settings), given) if f.rule == rule)


@pytest.mark.parametrize(
    ("rule", "value", "items"),
    [
        ("first_tier", Fraction(1, 5), 0),
        ("staffing_order", Fraction(7, 8), 1),
        ("value_order", 5, 1),
        ("projects_per_person", 2, 0),
        ("projects_per_manager", 2, 0),
        ("core_share", Fraction(1, 5), 1),
        ("senior_level", 3, 1),
        ("holders", 1, 1),
        ("thin_share", Fraction(1, 5), 0),
    ],
)
def test_every_rule_measures_what_it_says(rule: str, value: Fraction, items: int) -> None:
    found = finding(rule)
    assert (found.value, len(found.items)) == (value, items)


def test_limits_decide_and_are_read_from_settings_in_both_languages() -> None:
    assert not finding("projects_per_person", projects_per_person="1").is_fine
    assert finding("core_share", core_share="0.2").is_fine
    settings = {"Limit core share": "20%", "评审阈值:每人项目数": 1}
    made = read(settings=settings)
    assert dict(made.settings.limits) == {"core_share": Fraction(1, 5), "projects_per_person": Fraction(1)}
    assert any("no rule of the review" in text for text in faults(settings={"Limit cor share": "20%"}))


def test_value_and_limit_are_in_one_unit_whether_or_not_anything_stands_against_a_rule() -> None:
    made, given = subject()
    for found in review(made, given):
        assert value_text(found).endswith(" %") == limit_text(found).endswith(" %")
    fine = finding("staffing_order", staffing_order="0.9"), finding("value_order", value_order="5")
    assert [(one.is_fine, value_text(one), limit_text(one)) for one in fine] == [
        (True, "88%", "90%"),
        (True, "5", "5"),
    ]
    free = replace(made, projects=(replace(made.projects[0], value=Fraction(0)), made.projects[1]))
    (order,) = (one for one in review(free, given) if one.rule == "value_order")
    assert value_text(order) == "∞"


def test_without_a_plan_rules_about_staffing_have_no_value() -> None:
    made, _ = subject()
    values = {f.rule: f.value for f in review(made, None)}
    assert values["staffing_order"] is None
    assert values["projects_per_manager"] == 2


def test_every_finding_reads_in_both_languages() -> None:
    made, given = subject()
    limits = {"thin_share": Fraction(1, 2), "first_tier": 0, "projects_per_person": 1, "projects_per_manager": 1}
    settings = replace(made.settings, limits=tuple((rule, Fraction(limit)) for rule, limit in limits.items()))
    made = replace(made, settings=settings)
    for lang in ("en", "zh"):
        texts = []
        for found in review(made, given):
            texts += [rule_text(found, lang), asks_text(found, lang), limit_text(found), value_text(found)]
            assert found.items
            texts += [item_text(made, found, item, lang) for item in found.items]
        assert not any("{" in text for text in texts)
    core = next(f for f in review(made, given) if f.rule == "core_share")
    assert item_text(made, core, core.items[0], "en") == "A gives the core seat Dev (L1) 20% of a week on average."


def test_warnings_have_ids_that_stay_and_sentences_in_both_languages() -> None:
    made, given = subject()
    found = {risk.id: risk for risk in risks(made, given)}
    assert set(found) == {"W-C-L1", "W-S-QA"}
    assert (found["W-C-L1"].severity, found["W-C-L1"].units) == ("high", 9 * DAY)
    assert risk_text(made, found["W-C-L1"], "en") == (
        "P1: its core seat Dev (L1), wanted from the week of 2026-01-05, lacks 9.0 of 10.0 days in its first 2 weeks."
    )
    assert "核心岗位" in risk_text(made, found["W-C-L1"], "zh")


def test_the_only_holder_of_a_skill_is_named_where_that_is_asked_for() -> None:
    made, given = subject()
    risk = next(r for r in risks(made, given) if r.id == "W-S-QA")
    (only,) = (p.name for p in made.people if "QA" in p.roles)
    for lang, words in (("en", "only one person has it"), ("zh", "仅有 1 人具备")):
        assert words in risk_text(made, risk, lang)
    assert risk_text(made, risk, "en", names=True).endswith(f"and only {only} has it.")
    assert f"仅 {only} 具备" in risk_text(made, risk, "zh", names=True)


def test_long_load_lending_and_a_minimum_nearly_missed_are_warned_of() -> None:
    made = portfolio(
        [person("A", department="D1"), person("B", "QA", department="D2")],
        [project("P1", 1, department="D2", min_staffing=0.5), project("P2", 2, department="D2")],
        [line("L1", "P1", weeks=12, fte=1.9), line("L2", "P2", "QA", weeks=12)],
        weeks=12,
    )
    units = {("A", "L1", w): WEEK for w in range(12)} | {("B", "L2", 0): WEEK}
    found = {risk.id: risk for risk in risks(made, plan(units))}
    assert set(found) == {"W-L-A", "W-D-D1", "W-M-P1", "W-S-Dev", "W-S-QA"}
    assert (found["W-L-A"].count, found["W-D-D1"].share) == (12, 1)
    assert all("{" not in risk_text(made, risk, lang) for risk in found.values() for lang in ("en", "zh"))
    assert "it would get nobody" in risk_text(made, found["W-M-P1"], "en")
    must = replace(made, projects=(replace(made.projects[0], must_have=True), made.projects[1]))
    assert "it is must have and has to reach 50%" in risk_text(must, found["W-M-P1"], "en")
    assert "该项目为必保，须达到 50%" in risk_text(must, found["W-M-P1"], "zh")


def test_warnings_and_the_weekly_page_follow_rows_up_from_plan_to_plan() -> None:
    made, given = subject()
    result = greedy_result(made, given)
    gap = next(c for c in result.conflicts if c.kind == "gap")
    known = (
        Tracked("W-C-L1", ("high", "core seat", "then"), first_seen=date(2026, 1, 1), owner="Mei"),
        Tracked("W-L-Z", ("low", "long load", "then"), first_seen=date(2026, 1, 1)),
        Tracked("R1", ("high", "ours", "the vendor may fail"), "open", owner="Wei"),
    )
    asked = Given(given, conflicts=(Tracked(gap.id, first_seen=date(2026, 1, 1), owner="Mei"),), warnings=known)
    figures, today = compute(made, result, asked), date(2026, 1, 22)
    words = Words(made, "en")
    table = next(block for block in warnings_page(figures, words, today).blocks if isinstance(block, Table))
    rows = {str(row.cells[0].value): [cell.value for cell in row.cells] for row in table.rows}
    assert (rows["W-C-L1"][4], rows["W-C-L1"][7]) == ("open", "Mei")
    assert rows["W-S-QA"][4] == "new"
    assert (rows["W-L-Z"][4], rows["W-L-Z"][6]) == ("resolved", today)
    assert rows["R1"][3:5] == ["the vendor may fail", "open"]
    weekly = weekly_page(figures, words, today)
    assert any("1 open, 0 resolved" in block.text for block in weekly.blocks if isinstance(block, Paragraph))
    followed = next(block for block in weekly.blocks if isinstance(block, Table) and block.name == "followed")
    cells = {c.key: cell.value for c, cell in zip(followed.columns, followed.rows[0].cells, strict=True)}
    assert (cells["weeks"], cells["owner"], cells["id"]) == (3, "Mei", gap.id)
