"""The command `replan`: a plan made again for its input as it is now, with few moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

import resopt as ro
from resopt.checker import prepare
from resopt.cli.faults import print_lines, speak
from resopt.cli.files import check_audience
from resopt.cli.live import live_line
from resopt.cli.planning import Order, end, explained, search_options, write_files
from resopt.engine.interrupt import debounced_interrupts
from resopt.messages import say

_FILE = click.Path(path_type=Path)
SHOWN = 30  # moves listed


@click.command()
@click.argument("plan_file", metavar="PLAN", type=_FILE)
@click.option("--input", "inputs", type=_FILE, multiple=True, help="The input of the plan, where it lies elsewhere.")
@click.option("-o", "--output", type=_FILE, help="Also write the new plan as a workbook (.xlsx).")
@click.option(
    "--max-moves", type=click.IntRange(min=0), help="Most moves besides the forced ones; default: any number."
)
@click.option("--curve", is_flag=True, help="Also show coverage and quality with 0, 5, 10, 20 and any number of moves.")
@search_options
def replan(
    plan_file: Path,
    inputs: Sequence[Path],
    output: Path | None,
    max_moves: int | None,
    curve: bool,
    lang: str | None,
    **asked: Any,
) -> None:
    """Plan again with the least change.

    PLAN is a workbook that resopt wrote; its input is read as it is now. What was changed on its sheets Edit, Plan and
    Changes is kept. A move is a person with other days on a project than in PLAN. Days that no plan can keep, or that
    people asked to change, are told apart.
    """
    from resopt.cli.show import answer_lines, past_lines
    from resopt.tables.written import portfolio_of

    order = Order.of(output, **asked)
    order.check([plan_file, *inputs], lang or "en")
    portfolio, changed = portfolio_of(plan_file, inputs, current=True, lang=lang or "en")
    lang = lang or portfolio.settings.language
    speak(lang)
    check_audience(portfolio, order.audience, lang)
    given = ro.load_edits(plan_file, portfolio, lang=lang)
    portfolio = ro.with_given(portfolio, given)
    with debounced_interrupts() as interrupts:
        with live_line(lang) as listener:
            found = ro.replan(portfolio, given.plan, max_moves, order.options, listener=listener)
            steps = ro.moves_curve(portfolio, given.plan, options=order.options, listener=listener) if curve else ()
            interrupts.hold()  # the plan is found: nothing may tear its file
        result = replace(found.result, record=prepare(portfolio).record_report())
        if output or order.json_file:
            result = explained(portfolio, result, order, interrupts)
        interrupts.ignore()
        same = say("cli.replan_changed" if changed else "cli.replan_same", lang, file=plan_file.name)
        weeks = portfolio.settings.freeze_weeks
        frozen = [say("replan.frozen", lang, weeks=weeks, file=plan_file.name)] if weeks else []
        lines = [
            same,
            *past_lines(portfolio, lang),
            *frozen,
            "",
            *_lines(found, lang),
            *(["", *_curve_lines(steps, lang)] if steps else []),
        ]
        lines += ["", *answer_lines(portfolio, found.result, given, lang), ""]
        print_lines(lines, lang, write_files(portfolio, result, given, order, lang))
    end(result, order)


def _lines(found: ro.Replan, lang: str) -> list[str]:
    """Return days by tier, how much moves, and the moves with their reasons."""
    from resopt.cli.show import set_aside_lines, table, tier_lines
    from resopt.scenarios.display import replan_text

    aside = found.result.set_aside
    lines = [*tier_lines(found.result.certificate, lang), ""]
    lines += [*set_aside_lines(found.portfolio, aside, lang), ""] if aside else []
    lines.append(replan_text(found, lang))
    rows = [[say(f"replan.{key}", lang) for key in ("pair", "old", "new", "weeks", "reason")]]
    for move in found.moves[:SHOWN]:
        _, person, _, project, old, new, _, weeks, reason = move.row(found.portfolio, lang)
        rows.append([f"{person} · {project}", f"{old:,.1f}", f"{new:,.1f}", weeks, reason])
    if len(rows) == 1:
        return [*lines, say("cli.replan_no_moves", lang)]
    more = len(found.moves) - SHOWN
    return [*lines, *table(rows, left=(0, 3, 4)), *([say("cli.replan_more", lang, count=more)] if more > 0 else [])]


def _curve_lines(steps: Sequence[ro.Replan], lang: str) -> list[str]:
    """Return the curve as a table: what may move, what does, what is met in all and by tier that differs, level 3."""
    from resopt.cli.show import table, tier_name

    frame = ro.curve_frame(steps)
    names = [tier_name(tier.kind, tier.label, lang) for tier in steps[0].portfolio.tiers]
    tiers = [k for k in range(1, len(names) + 1) if frame[f"tier_{k}"].nunique() > 1]
    rows = [[say(f"cli.curve.{key}", lang) for key in ("moves", "made", "days", "met", "quality")]]
    rows[0] += [names[k - 1] for k in tiers]
    for one in frame.itertuples():
        most = say("cli.curve.any", lang) if steps[len(rows) - 1].max_moves is None else str(one.max_moves)
        amounts = (f"{one.moved_days:,.1f}", f"{one.met_days:,.1f}", f"{one.quality:,.2f}")
        rows.append([most, str(one.moves), *amounts, *(f"{getattr(one, f'tier_{k}'):,.1f}" for k in tiers)])
    return table(rows)
