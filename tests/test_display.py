"""Notebook manners: every record shows itself as a small escaped table without colours of its own."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from builders import absent, day, line, person, plan, portfolio, project, role
from results import greedy_result

import resopt as ro
from resopt.domain.records import Portfolio
from resopt.engine.options import Progress
from resopt.result import Conflict


def base(lang: str = "en") -> Portfolio:
    return portfolio(
        [person("A", name="Ann <b>"), person("B", name="Bo")],
        [project("P1", 1, name="Atlas & Co"), project("P2", 2, name="Bolt")],
        [line("L1", "P1", weeks=2, fte=1.5), line("L2", "P2", weeks=2, fte=2)],
        absences=[absent("B", day(0), day(0, 6))],
        settings={"language": lang},
    )


class Balanced(HTMLParser):
    """Notes every tag that is opened and not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag


def shown(one: Any) -> str:
    html = str(one._repr_html_())
    parser = Balanced()
    parser.feed(html)
    assert parser.stack == []
    assert "color" not in html and "<b>Ann" not in html and "Ann <b>" not in html
    return html


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_records_show_themselves(lang: str) -> None:
    one = base(lang)
    result = replace(greedy_result(one), portfolio=one)
    words = {"en": ("Bound", "2 people"), "zh": ("上限", "2 人")}[lang]
    assert words[0] in shown(result) and "Atlas &amp; Co" in shown(result)
    assert words[1] in shown(one)
    assert "Atlas &amp; Co" in shown(one.scenario("hold", hold="P2"))
    assert "Ann &lt;b&gt;" in shown(replace(result.plan, portfolio=one))
    assert {"en": "Proved", "zh": "已证明"}[lang] in shown(result.certificate)
    told = shown(result.conflicts[0])
    assert {"en": "Severity", "zh": "严重度"}[lang] in told and "Atlas &amp; Co" in told
    assert {"en": " lacks ", "zh": "缺"}[lang] in told
    assert "P1" in shown(Conflict("C1", "gap", "high", "P1", "L1", gap=200, wanted=400))


def test_a_plan_by_hand_shows_the_verdict() -> None:
    held = replace(plan({("A", "L1", 0): 1000}), portfolio=base())
    assert "No limit is broken" in shown(held.assign("Bo", "Bolt", weeks=1, days=2.5))
    assert "Limits broken: 1" in shown(held.assign("Bo", "Bolt", weeks=0, days=2.5))
    assert "L1" in shown(plan({("A", "L1", 0): 1000}))


PLOTS = ("plot_people", "plot_capacity", "plot_projects")


@pytest.mark.parametrize("name", PLOTS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_plots_of_a_plan(name: str, lang: str) -> None:
    pytest.importorskip("plotly")
    one = base(lang)
    result = replace(greedy_result(one), portfolio=one)
    figure = getattr(ro, name)(result)
    assert "CJK" in figure.layout.font.family
    assert figure.layout.paper_bgcolor == "rgba(0,0,0,0)"
    assert any("一" <= letter <= "鿿" for letter in figure.layout.title.text) == (lang == "zh")
    assert len(figure.data[0].x) == 2


def test_what_the_plots_show() -> None:
    pytest.importorskip("plotly")
    one = base()
    held = replace(plan({("A", "L1", 0): 1000, ("B", "L2", 1): 500}), portfolio=one)
    people = ro.plot_people(held).data[0]
    assert list(people.y) == ["Bo", "Ann <b>"]
    assert [list(row) for row in people.z] == [[None, 0.5], [1.0, 0]]
    met, gap, supply = ro.plot_capacity(held).data
    assert (list(met.y), list(gap.y), list(supply.y)) == ([5, 2.5], [12.5, 15], [5, 10])
    assert list(ro.plot_capacity(held, role="Dev").data[0].y) == [5, 2.5]
    with pytest.raises(ValueError, match="nobody has the role"):
        ro.plot_capacity(held, role="Chef")
    assert [list(row) for row in ro.plot_projects(held).data[0].z] == [[0, 0.25], [1000 / 1500, 0]]


def test_who_could_serve_is_what_a_role_has() -> None:
    """By hand: an architect fills in for developers, so what is met never lies above the days there are."""
    pytest.importorskip("plotly")
    made = portfolio(
        [person("A"), person("B", "Architect"), person("C", "Tester")],
        [project("P1")],
        [line("L1", "P1", fte=2)],
        roles=[role("Dev", {"Architect": 0})],
    )
    held = replace(plan({("A", "L1", 0): 1000, ("B", "L1", 0): 1000}), portfolio=made)
    met, gap, supply = ro.plot_capacity(held, role="Dev").data
    assert (list(met.y), list(gap.y), list(supply.y)) == ([10, 0], [0, 0], [10, 10])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_comparison_as_bars(lang: str) -> None:
    """By hand: with Bo on Bolt five days more are met in tier 2; nothing is proved, so the bar is hatched."""
    pytest.importorskip("plotly")
    one = base(lang)
    less, more = plan({("A", "L1", 0): 1000}), plan({("A", "L1", 0): 1000, ("B", "L2", 1): 1000})
    results = [replace(greedy_result(one, held), portfolio=one) for held in (less, more)]
    found = ro.compare(results)
    (bars,) = ro.plot_compare(found).data
    assert (list(bars.x), bars.name, list(bars.marker.pattern.shape)) == ([5], found.names[1], ["/"])
    assert list(ro.plot_compare(found, "projects").data[0].y) == ["Bolt"]
    people = ro.plot_compare(found, "people")
    assert (list(people.data[0].y), list(people.data[0].x)) == (["Bo"], [5])
    assert any("一" <= letter <= "鿿" for letter in people.layout.title.text) == (lang == "zh")
    same = ro.plot_compare(ro.compare(results[:1] * 2))
    assert list(same.data[0].x) == []


def test_plots_of_search_and_moves() -> None:
    pytest.importorskip("plotly")
    heard = [Progress("tier 1 core", 5.0, 10.0, 0.1, 0), Progress("tier 1 core", 10.0, 10.0, 0.2, 1)]
    heard.append(Progress("quality", 40.0, 10.0, 0.3, 1))
    days, quality = ro.plot_search(heard, lang="zh").data
    assert (list(days.y), list(quality.y), list(days.x)) == ([0.5, 1], [0.25], [0.1, 0.2])
    assert not any(re.search("[a-z]", trace.name) for trace in (days, quality))
    one = base()
    result = replace(greedy_result(one), portfolio=one)
    curve = [ro.Replan(result, {}, frozenset(), 0, most) for most in (0, None)]
    assert list(ro.plot_moves(curve).data[0].x) == ["0", "any"]
    with pytest.raises(ValueError, match="no plans"):
        ro.plot_moves([])


def test_without_plotly_the_way_to_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "plotly", None)
    held = replace(plan(), portfolio=base())
    with pytest.raises(ImportError, match=r"resopt\[notebook\]"):
        ro.plot_people(held)


def test_the_curve_of_moves_shows_the_tiers_that_differ() -> None:
    pytest.importorskip("plotly")
    one = base()
    less, more = (replace(greedy_result(one, held), portfolio=one) for held in (plan(), plan({("A", "L1", 0): 1000})))
    curve = [ro.Replan(found, {}, frozenset(), 0, most) for found, most in ((less, 0), (more, None))]
    bars, *lines = ro.plot_moves(curve, lang="en").data
    assert list(bars.x) == ["0", "any"] and "Level 3" in bars.text[0]
    assert [trace.name for trace in lines] == ["Days met", "Days met, committed P1"]
    assert [list(trace.y) for trace in lines] == [[0, 5], [0, 5]]
