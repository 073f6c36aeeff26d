"""`resopt explain` and `resopt review`: why demand is not met and what would help; whether a plan is reasonable."""

from __future__ import annotations

from pathlib import Path

import click

import resopt as ro
from resopt.cli.faults import Refused, Seconds, lang_option, print_lines
from resopt.cli.reading import load_spoken
from resopt.domain.wishes import as_begun

_FILE = click.Path(path_type=Path)
_LANG = lang_option("that of the workbook's Settings")
SHOWN = 12  # projects listed where none has nearly the name
_IN = click.argument("source", metavar="IN", type=_FILE)


@click.command()
@_IN
@click.argument("plan_file", metavar="PLAN", type=_FILE)
@click.option("--project", help="Only this project (ID or name).")
@click.option("--time-limit", type=Seconds(), default=60.0, show_default=True, help="Seconds for reasons and remedies.")
@_LANG
def explain(source: Path, plan_file: Path, project: str | None, time_limit: float, lang: str | None) -> None:
    """Say why demand is not met, and which changes would help.

    IN is the input (a workbook or a folder), PLAN a workbook with a sheet Plan. Every remedy was re-solved on the whole
    portfolio; what could not be re-solved in time is not listed.
    """
    from resopt.cli.show import conflict_texts, price_lines, remedy_lines, staffing_text, worth_lines

    portfolio, lang = load_spoken([source], lang)
    plan = ro.load_plan(plan_file, portfolio, lang=lang)
    portfolio = as_begun(portfolio, plan)
    known = {key: p.id for p in portfolio.projects for key in (p.name, p.id)}
    if project is not None and project not in known:
        raise Refused(_unknown(portfolio, project, lang))
    only = None if project is None else known[project]
    explanation = ro.explain(portfolio, plan, time_limit=time_limit, project=only)
    conflicts = [c for c in explanation.conflicts if only in (None, c.project_id)]
    told = conflict_texts(portfolio, conflicts, lang)
    more = [*worth_lines(portfolio, explanation, lang), *price_lines(portfolio, explanation, lang)]
    if only is not None:
        more = ["", *staffing_text(portfolio, explanation, only, lang)]
    print_lines([*told, "", *remedy_lines(portfolio, explanation, lang, only), *more], lang)


@click.command()
@_IN
@click.argument("plan_file", metavar="[PLAN]", type=_FILE, required=False)
@_LANG
def review(source: Path, plan_file: Path | None, lang: str | None) -> None:
    """Say whether priorities and staffing are reasonable.

    Every rule is shown with its value and limit. IN is the input (a workbook or a folder), PLAN a workbook with a sheet
    Plan; without it the plan of record is reviewed, if there is one. Limits stand in Settings as Limit <rule>.
    """
    from resopt.checker import prepare
    from resopt.cli.show import review_lines
    from resopt.explain.review import review as findings
    from resopt.messages import say

    portfolio, lang = load_spoken([source], lang)
    plan = ro.load_plan(plan_file, portfolio, lang=lang) if plan_file else None
    if plan is None and portfolio.bookings:
        plan = prepare(portfolio).record_plan()
        print_lines([say("cli.review.of_record", lang)], lang)
    print_lines(review_lines(portfolio, findings(portfolio, plan), lang), lang)


def _unknown(portfolio: ro.Portfolio, project: str, lang: str) -> str:
    from difflib import get_close_matches

    from resopt.messages import say

    names = [name for p in portfolio.projects for name in (p.name, p.id)]
    near = get_close_matches(project, names, 1)
    if near:
        return say("cli.explain.no_project_near", lang, project=project, near=near[0])
    known = [p.id if p.id == p.name else f"{p.name} ({p.id})" for p in portfolio.projects]
    more = len(known) - SHOWN
    rest = [say("cli.explain.more_projects", lang, count=more)] if more > 0 else []
    return say("cli.explain.no_project", lang, project=project, known=[*known[:SHOWN], *rest])
