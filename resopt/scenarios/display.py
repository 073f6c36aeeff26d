"""Small tables for notebooks: plain HTML that inherits its colours, so that it reads in light and dark mode."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from resopt.domain.units import to_days
from resopt.messages import say

if TYPE_CHECKING:
    from resopt.scenarios.compare import Comparison, Figure
    from resopt.scenarios.replan import Replan

SHARES = ("load",)
COUNTS = ("full", "projects", "people", "moves", "set_aside")
WHOLE = (*COUNTS, "cost")  # of money, tenths say nothing


def table_html(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], texts: Collection[int] = (0,)) -> str:
    """Return a table; the columns `texts` hold text, the others numbers. Everything is escaped here."""
    style = 'style="text-align:{}"'
    sides = [style.format("left" if n in texts else "right") for n in range(len(heads))]
    head = "".join(f"<th {side}>{escape(text)}</th>" for side, text in zip(sides, heads, strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td {side}>{escape(text)}</td>" for side, text in zip(sides, row, strict=True)) + "</tr>"
        for row in rows
    )
    top = f"<div>{escape(caption)}</div>" if caption else ""  # a caption would be folded to the width of the table
    return f"{top}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def comparison_html(found: Comparison) -> str:
    """Return the figures side by side, and below them what each case assumes."""
    lang = found.cases[0].portfolio.settings.language
    heads = [say("compare.figure", lang), *found.names]
    rows = [[figure_name(one, lang), *shown(one, lang)] for one in found.figures]
    told = [f"{name}: {'; '.join(texts)}" for name, texts in found.assumptions(lang).items() if texts]
    notes = "".join(f"<div>{escape(text)}</div>" for text in told)
    return table_html("", heads, rows) + notes


def figure_name(figure: Figure, lang: str) -> str:
    """Return what a figure is called."""
    if figure.tier is None:
        return say(f"compare.{figure.key}", lang)
    return say("compare.tier", lang, kind=say(f"report.class.{figure.tier[0]}", lang), label=figure.tier[1])


def shown(figure: Figure, lang: str) -> list[str]:
    """Return the value of each case, with the difference to the base, marked where it is not proved."""
    texts = []
    for n, (value, difference, proved) in enumerate(zip(figure.values, figure.differences, figure.proved, strict=True)):
        text = number_text(figure.key, value)
        if n and difference:
            text = say("compare.cell", lang, value=text, difference=_difference(figure.key, difference, lang))
        texts.append(say("compare.not_proved_cell", lang, text=text) if proved is False else text)
    return texts


def _difference(key: str, value: float, lang: str) -> str:
    if key in SHARES:
        return say("compare.points", lang, value=f"{100 * value:+.1f}")
    return number_text(key, value, sign=True)


def number_text(key: str, value: float | None, *, sign: bool = False) -> str:
    """Return a figure as text: shares in percent, counts and money whole, days to a tenth."""
    if value is None:
        return "–"
    plus = "+" if sign else ""
    if key in SHARES:
        return f"{100 * value:{plus}.1f}%"
    return f"{value:{plus},.0f}" if key in WHOLE else f"{value:{plus},.1f}"


def replan_html(found: Replan) -> str:
    """Return how much moves, and every move with its reason."""
    portfolio = found.portfolio
    lang = portfolio.settings.language
    heads = [say(f"replan.{key}", lang) for key in ("pair", "old", "new", "weeks", "reason")]
    rows: list[list[str]] = []
    if not found.moves:
        told = replan_text(found, lang), say("cli.replan_no_moves", lang)
        return "".join(f"<div>{escape(text)}</div>" for text in told)
    for move in found.moves:
        _, person, _, project, old, new, _, weeks, reason = move.row(portfolio, lang)
        rows.append([f"{person} · {project}", f"{old:,.1f}", f"{new:,.1f}", weeks, reason])
    return table_html(replan_text(found, lang), heads, rows, texts=(0, 3, 4))


def replan_text(found: Replan, lang: str) -> str:
    """Return in one sentence how many moves are listed, how many days they move, and how much of both is forced."""
    code = "replan.head_fewest" if found.fewest else "replan.head"
    moves = {"moves": len(found.moves), "required": len(found.moves) - found.count()}
    return say(code, lang, **moves, days=f"{found.moved_days:,.1f}", forced=f"{to_days(found.forced_units):,.1f}")
