"""Plots: figures of plotly for notebooks, readable in light and dark mode; Chinese text in fonts that have it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import cycle
from typing import Any

from resopt.arguments import listed, need, need_kind, need_plan_of
from resopt.checker.people import Staffing
from resopt.domain.grid import lay_out
from resopt.domain.records import Line, Portfolio
from resopt.domain.units import to_days
from resopt.engine.options import Progress
from resopt.messages import say
from resopt.plan import Plan
from resopt.result import Result
from resopt.scenarios.bar import level_text, live_text, share_of
from resopt.scenarios.compare import Comparison
from resopt.scenarios.replan import Replan, curve_frame, curve_of

FONT = "Noto Sans CJK SC, Noto Sans SC, Microsoft YaHei, PingFang SC, SimHei, Calibri, Arial, sans-serif"
GREY, TEAL, RED, NAVY, AMBER = "#7B8794", "#1B998B", "#E57368", "#4C7FB8", "#E09F3E"
COLOURS = (TEAL, NAVY, AMBER, RED, "#8E6BBF", "#3C6E71")
PARTS, MOST = ("tiers", "projects", "roles", "people"), 15  # what a comparison is plotted of, and how many at most
GRID = {"gridcolor": "rgba(123,135,148,0.25)", "zerolinecolor": "rgba(123,135,148,0.6)"}
HEAT = [[0.0, "rgba(27,153,139,0.06)"], [0.999, TEAL], [1.0, TEAL]]


def _graph() -> Any:
    """Return plotly's module of figures.

    Raises
    ------
    ImportError
        With how to install it.
    """
    try:
        from plotly import graph_objects
    except ImportError:
        raise ImportError('plots need plotly: pip install "resopt[notebook]"') from None
    return graph_objects


def _figure(traces: Sequence[Any], title: str, **layout: Any) -> Any:
    base = {
        "title": {"text": title, "x": 0, "xanchor": "left"},
        "font": {"family": FONT, "color": GREY, "size": 12},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 10, "r": 10, "t": 50, "b": 10},
        "legend": {"orientation": "h", "y": -0.15},
        "xaxis": GRID | {"automargin": True} | layout.pop("xaxis", {}),
        "yaxis": GRID | {"automargin": True} | layout.pop("yaxis", {}),
    }
    return _graph().Figure(data=list(traces), layout=base | layout)


def _parts(of: Plan | Result, portfolio: Portfolio | None, lang: str | None) -> tuple[Plan, Portfolio, str]:
    need_kind("plan", of, (Plan, Result), "a Plan or a Result")
    plan = of.plan if isinstance(of, Result) else of
    known = plan.known(portfolio)
    need_plan_of(known, plan)
    return plan, known, lang or known.settings.language


def _mondays(portfolio: Portfolio) -> list[str]:
    return [f"{portfolio.settings.monday(week):%m-%d}" for week in range(portfolio.settings.weeks)]


def plot_people(plan: Plan | Result, portfolio: Portfolio | None = None, *, lang: str | None = None) -> Any:
    """Return a heat map of people by week: days planned as share of those available, with the projects on hover.

    Raises
    ------
    ImportError
        If plotly is not there.
    ValueError
        If they are no plan (or result) and a portfolio that it is of.
    """
    plan, portfolio, lang = _parts(plan, portfolio, lang)
    capacity, project_of = lay_out(portfolio).capacity, {x.id: x.project_id for x in portfolio.lines}
    names = {p.id: p.name for p in portfolio.projects}
    days: dict[tuple[str, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for a in plan.assignments:
        days[a.person_id, a.week][names[project_of[a.line_id]]] += a.units
    people = sorted(portfolio.people, key=lambda p: (p.department, p.id), reverse=True)
    shares, notes = [], []
    for person in people:
        row, told = [], []
        for week, units in enumerate(capacity[person.id]):
            used = days.get((person.id, week), {})
            row.append(sum(used.values()) / units if units else None)
            told.append("<br>".join(f"{name}: {to_days(n):g}" for name, n in used.items()) or "–")
        shares.append(row)
        notes.append(told)
    heat = _graph().Heatmap(
        z=shares, x=_mondays(portfolio), y=[p.name for p in people], text=notes, colorscale=HEAT, zmin=0, zmax=1,
        xgap=1, ygap=1, colorbar={"tickformat": ".0%"}, hovertemplate="%{y} %{x}<br>%{text}<extra></extra>",
    )  # fmt: skip
    axes = {"xaxis": {"type": "category"}, "yaxis": {"type": "category"}}
    return _figure([heat], say("plots.people", lang), height=max(300, 14 * len(people) + 120), **axes)


def plot_capacity(
    plan: Plan | Result, portfolio: Portfolio | None = None, *, role: str = "", lang: str | None = None
) -> Any:
    """Return days met and missing by week against the days available, of all lines or of those of one role.

    With a role these are the days of all who could serve one of its lines, of whatever role they are.

    Raises
    ------
    ImportError
        If plotly is not there.
    ValueError
        If nobody has the role and no line wants it, or they are no plan (or result) and a portfolio that it is of.
    """
    plan, portfolio, lang = _parts(plan, portfolio, lang)
    grid, weeks = lay_out(portfolio), range(portfolio.settings.weeks)
    lines = [x for xs in grid.lines_of.values() for x in xs if not role or x.role == role]
    able = _able(portfolio, lines)
    people = [p.id for p in portfolio.people if not role or role in p.roles or p.id in able]
    if role and not people and not lines:
        raise ValueError(f"nobody has the role {role!r}, and no line wants it")
    given: dict[tuple[str, int], int] = defaultdict(int)
    for a in plan.assignments:
        given[a.line_id, a.week] += a.units
    met, gap = [0] * len(weeks), [0] * len(weeks)
    for line in lines:
        for week, wanted in enumerate(grid.wanted_at(line.id, plan.shift_of(line.project_id))):
            met[week] += min(wanted, given[line.id, week])
            gap[week] += max(0, wanted - given[line.id, week])
    supply = [sum(grid.capacity[p][week] for p in people) for week in weeks]
    graph, x = _graph(), _mondays(portfolio)
    traces = [
        graph.Bar(x=x, y=list(map(to_days, met)), name=say("report.chart.met", lang), marker_color=TEAL),
        graph.Bar(x=x, y=list(map(to_days, gap)), name=say("report.chart.gap", lang), marker_color=RED),
        graph.Scatter(
            x=x, y=list(map(to_days, supply)), name=say("report.chart.supply", lang), mode="lines",
            line={"color": NAVY, "dash": "dash"},
        ),
    ]  # fmt: skip
    title = say("plots.capacity_role", lang, role=role) if role else say("plots.capacity", lang)
    return _figure(traces, title, barmode="stack", xaxis={"type": "category"}, height=420)


def _able(portfolio: Portfolio, lines: Iterable[Line]) -> set[str]:
    """Return the people who may serve one of the lines."""
    staffing = Staffing(portfolio)
    return {person.id for line in lines for person in staffing.qualified(line)}


def plot_projects(plan: Plan | Result, portfolio: Portfolio | None = None, *, lang: str | None = None) -> Any:
    """Return the projects as bars from their first to their last week with demand, coloured by what is met.

    Raises
    ------
    ImportError
        If plotly is not there.
    ValueError
        If they are no plan (or result) and a portfolio that it is of.
    """
    plan, portfolio, lang = _parts(plan, portfolio, lang)
    grid, given = lay_out(portfolio), defaultdict[tuple[str, int], int](int)
    for a in plan.assignments:
        given[a.line_id, a.week] += a.units
    planned = [p for p in portfolio.projects if p.id in grid.tier_of]
    order = sorted(planned, key=lambda p: (grid.tier_of[p.id], p.rank, p.id), reverse=True)
    shares, notes = [], []
    for project in order:
        wanted, met = [0] * portfolio.settings.weeks, [0] * portfolio.settings.weeks
        for line in grid.lines_of[project.id]:
            for week, units in enumerate(grid.wanted_at(line.id, plan.shift_of(project.id))):
                wanted[week] += units
                met[week] += min(units, given[line.id, week])
        shares.append([m / w if w else None for m, w in zip(met, wanted, strict=True)])
        notes.append([f"{to_days(m):g} / {to_days(w):g}" for m, w in zip(met, wanted, strict=True)])
    heat = _graph().Heatmap(
        z=shares, x=_mondays(portfolio), y=[p.name for p in order], text=notes, zmin=0, zmax=1, xgap=0, ygap=6,
        colorscale=[[0, RED], [0.5, AMBER], [1, TEAL]], colorbar={"tickformat": ".0%"},
        hovertemplate="%{y} %{x}<br>%{text}<extra></extra>",
    )  # fmt: skip
    axes = {"xaxis": {"type": "category"}, "yaxis": {"type": "category"}}
    return _figure([heat], say("plots.projects", lang), height=max(300, 24 * len(order) + 120), **axes)


def plot_compare(found: Comparison, part: str = "tiers", *, lang: str | None = None) -> Any:
    """Return what differs from the base as bars, one colour per case: days met, of people days given.

    `part` is `tiers`, `projects`, `roles` or `people`; of these up to `MOST` that differ most. Of tiers,
    differences that are not proved are hatched.

    Raises
    ------
    ImportError
        If plotly is not there.
    ValueError
        If it is no comparison, or there is no such part.
    """
    need_kind("found", found, Comparison, "a Comparison, as ro.compare returns it")
    need("part", part in PARTS, f"one of {', '.join(PARTS)}", part)
    lang, graph = lang or found.cases[0].portfolio.settings.language, _graph()
    rows = _differences(found, part, lang)[::-1]  # the first stands at the top
    traces = [
        graph.Bar(
            y=[name for name, _, _ in rows], x=[values[n] for _, values, _ in rows], name=case, orientation="h",
            marker={"color": colour, "pattern": {"shape": ["/" if proved[n] is False else "" for *_, proved in rows]}},
            hovertemplate="%{y}<br>%{x:+,.1f}<extra>%{fullData.name}</extra>",
        )
        for n, (case, colour) in enumerate(zip(found.names, cycle((GREY, *COLOURS)))) if n
    ]  # fmt: skip
    title = say(f"plots.compare_{'people' if part == 'people' else 'met'}", lang, base=found.names[0])
    if any(one is False for *_, proved in rows for one in proved):
        title += f"<br><sup>{say('plots.compare_hatched', lang)}</sup>"
    height = 160 + max(24, 14 * (len(found.cases) - 1)) * max(1, len(rows))
    return _figure(traces, title, yaxis={"type": "category"}, showlegend=True, height=height)


def _differences(found: Comparison, part: str, lang: str) -> list[tuple[str, list[Any], tuple[bool | None, ...]]]:
    """Return name, difference to the base in each case, and what of it is proved, of what differs."""
    if part == "tiers":
        figures = [one for one in found.figures if one.tier is not None and any(one.differences)]
        kinds = [(one, (one.tier or ("", ""))) for one in figures]
        return [
            (f"{say(f'report.class.{kind}', lang)} {label}", list(one.differences), one.proved)
            for one, (kind, label) in kinds
        ]
    nothing = (None,) * len(found.cases)
    items = [one for one in getattr(found, part) if one.spread][:MOST]
    return [(one.name, [None if m is None else m - (one.met[0] or 0.0) for m in one.met], nothing) for one in items]


def plot_search(progress: Iterable[Progress], *, lang: str = "en") -> Any:
    """Return how near each level is to its bound over time, from what a listener heard: `listener=seen.append`.

    A level at 100 % is proved: of days the share of the bound that is met, of what is to be small bound / value.

    Raises
    ------
    ImportError
        If plotly is not there.
    ValueError
        If it is no list of what a listener heard.
    """
    levels: dict[str, list[Progress]] = defaultdict(list)
    for one in listed("progress", progress, "a list of what a listener heard"):
        need_kind("each of progress", one, Progress, "a Progress, as a listener hears it")
        levels[one.level].append(one)
    graph, colours = _graph(), (TEAL, NAVY, AMBER, RED, GREY)
    traces = [
        graph.Scatter(
            x=[one.seconds for one in heard], y=[share_of(one) for one in heard], name=level_text(level, lang),
            text=[live_text(one, lang) for one in heard], mode="lines+markers",
            line={"color": colours[number % len(colours)]}, hovertemplate="%{text}<extra></extra>",
        )
        for number, (level, heard) in enumerate(levels.items())
    ]  # fmt: skip
    axes: dict[str, Any] = {"xaxis": {"title": say("plots.seconds", lang)}, "yaxis": {"tickformat": ".1%"}}
    lowest = min((share for trace in traces for share in trace.y), default=0.0)
    axes["yaxis"]["range"] = [lowest - 0.05 * (1.01 - lowest), 1.01]  # how far it is to the bound can be seen
    return _figure(traces, say("plots.search", lang), **axes, showlegend=True, height=420)


def plot_moves(curve: Sequence[Replan], *, lang: str | None = None) -> Any:
    """Return days met and moved against the moves that `moves_curve` allowed.

    Lines are days met of tiers (of those that differ, and of all), less those of the first step; a lower tier may lose
    what a higher one wins. Level 3 stands in the notes of the bars.

    Raises
    ------
    ImportError
        If plotly is not there.
    ValueError
        If it is no curve, or is empty.
    """
    curve = curve_of(curve)
    frame, graph = curve_frame(curve), _graph()
    lang = lang or curve[0].portfolio.settings.language
    labels = [say("cli.curve.any", lang) if one.max_moves is None else str(one.max_moves) for one in curve]
    change, met = say("compare.change", lang), say("compare.met", lang)
    notes = [f"{say('compare.quality', lang)}: {value:,.2f}" for value in frame["quality"]]
    moved = frame["moved_days"].tolist()
    bars = graph.Bar(
        x=labels, y=moved, text=notes, textposition="none", name=change, marker_color="rgba(224,159,62,0.5)", width=0.4,
        hovertemplate="%{y:g}<br>%{text}<extra></extra>",
    )  # fmt: skip
    below: dict[str, Any] = {"type": "category", "title": say("cli.curve.moves", lang)}
    upper, lower = {"domain": [0.4, 1.0]}, {"domain": [0.0, 0.3]}  # two scales stand above each other, never in one
    axes: dict[str, Any] = {
        "xaxis": below | {"anchor": "y"},
        "yaxis": lower | {"title": change, "rangemode": "tozero"},
        "yaxis2": GRID | upper | {"title": say("plots.moves_met", lang), "automargin": True},
        "height": 560,
    }
    tiers = [(tier.kind, tier.label) for tier in curve[0].portfolio.tiers]
    names = {"met_days": met} | {
        f"tier_{k}": say("compare.tier", lang, kind=say(f"report.class.{kind}", lang), label=label)
        for k, (kind, label) in enumerate(tiers, 1)
        if frame[f"tier_{k}"].nunique() > 1
    }
    lines = [
        graph.Scatter(
            x=labels, y=(frame[key] - frame[key].iloc[0]).tolist(), name=name, mode="lines+markers", yaxis="y2",
            line={"color": GREY, "dash": "dash"} if key == "met_days" else {"color": colour, "width": 3},
        )
        for (key, name), colour in zip(names.items(), cycle((GREY, TEAL, NAVY, RED, "#8E6BBF", "#3C6E71")))
    ]  # fmt: skip
    return _figure([bars, *lines], say("plots.moves", lang), **axes)
