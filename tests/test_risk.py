"""Risk: what is drawn is stated, equal seeds give equal draws, what must go wrong goes wrong."""

from __future__ import annotations

import pytest
from builders import WEEK, day, line, person, plan, portfolio, project

import resopt as ro
from resopt.domain.records import Portfolio

NOTHING = ro.Risks(absence=0, overrun=0, late=0)


def base(**ann: object) -> Portfolio:
    return portfolio(
        [person("A", **ann), person("B"), person("Q", "QA")],
        [project("P1", 1, name="Atlas"), project("P2", 2, name="Bolt")],
        [line("L1", "P1", weeks=2, fte=1), line("L2", "P2", "QA", weeks=2, fte=1)],
    )


FULL = plan({("A", "L1", 0): WEEK, ("A", "L1", 1): WEEK, ("Q", "L2", 0): WEEK, ("Q", "L2", 1): WEEK})


def short(found: ro.Risk) -> dict[str, float]:
    return dict(zip(found.projects["project_id"], found.projects["short_share"], strict=True))


def test_without_risks_nothing_happens() -> None:
    found = ro.risk(base(), FULL, risks=NOTHING, draws=5)
    assert short(found) == {"P1": 0, "P2": 0}
    assert found.slack["safe_share"].tolist() == [1, 1, 1, 1]
    assert found.roles["first_share"].tolist() == [0, 0]


def test_who_is_always_ill_is_replaced_by_who_is_free() -> None:
    ill = ro.Risks(absence=1, overrun=0, late=0)
    found = ro.risk(base(), FULL, risks=ill, draws=30)
    assert short(found) == {"P1": 1, "P2": 1}  # everybody is ill each week: nobody stands in
    assert found.projects.loc[0, "planned_days"] == 10
    assert 4 < found.projects["mean_lost_days"].mean() < 8  # three of five days on average
    assert set(found.roles["role"]) == {"Dev", "QA"}
    assert found.roles["first_share"].sum() == 1


def test_late_joiners_cost_their_first_weeks_and_free_people_help() -> None:
    late = ro.Risks(absence=0, overrun=0, late=1000)
    joins = base(start=day(0, 1))
    assert short(ro.risk(joins, FULL, risks=late, draws=4)) == {"P1": 0, "P2": 0}  # Bo is free
    alone = portfolio([p for p in joins.people if p.id != "B"], joins.projects, joins.lines)
    found = ro.risk(alone, FULL, risks=late, draws=4)
    assert short(found) == {"P1": 1, "P2": 0}
    assert found.projects["p90_lost_days"].tolist() == [10, 0]
    assert short(ro.risk(base(), FULL, risks=late, draws=4)) == {"P1": 0, "P2": 0}  # nobody joins inside


def test_more_slack_is_never_less_safe_and_overrun_needs_it() -> None:
    risks = ro.Risks(absence=0, overrun=0.3, late=0)
    found = ro.risk(base(), FULL, risks=risks, draws=60, slacks=(0.0, 0.1, 1.0))
    safe = found.slack["safe_share"].tolist()
    assert safe == sorted(safe) and safe[0] < 1 and safe[-1] == 1
    assert (found.slack["safe_first_tier"] >= found.slack["safe_share"]).all()
    assert short(found)["P1"] < 0.1 and 0.2 < short(found)["P2"] < 0.6  # Bo is free for Atlas, nobody for Bolt


def test_equal_seeds_give_equal_draws() -> None:
    one, two, other = (ro.risk(base(), FULL, draws=40, seed=seed) for seed in (1, 1, 2))
    assert one.projects.equals(two.projects) and one.slack.equals(two.slack)
    assert not (one.projects.equals(other.projects) and one.roles.equals(other.roles))
    assert "Atlas" in one._repr_html_()


@pytest.mark.parametrize("wrong", [{"absence": 2}, {"absence": -1}, {"overrun": -1}, {"late": -1}])
def test_wrong_risks_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"a number(, 0 or more| from 0 to 1)"):
        ro.Risks(**wrong)
    with pytest.raises(ValueError, match="draws is a whole number, 1 or more, not 0"):
        ro.risk(base(), FULL, draws=0)
