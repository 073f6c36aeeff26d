"""The `resopt` command: its group, and solve, check, validate and sample, each a few calls of the library."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

import resopt as ro
from resopt.cli.faults import (
    Commands,
    Refused,
    Seconds,
    lang_option,
    not_printed,
    print_lines,
    spoken,
    unavailable_option,
)
from resopt.cli.files import check_audience, check_new, check_output, kept_if_edited, write_json
from resopt.cli.live import live_line
from resopt.cli.reading import load_spoken
from resopt.cli.replan import replan
from resopt.cli.scenarios import compare, whatif
from resopt.cli.template import template
from resopt.cli.why import explain, review
from resopt.engine.interrupt import Interrupts, debounced_interrupts, sigterm_as_interrupt
from resopt.messages import say

_FILE = click.Path(path_type=Path)
_LANG = lang_option("that of the workbook's Settings")
_IN = click.argument("inputs", metavar="IN...", type=_FILE, nargs=-1, required=True)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="resopt")
def cli() -> None:
    """Plan people across projects: from one Excel workbook to a checked, proved plan in another.

    Exit codes: 0 done, 1 bad input or failure, 2 wrong call, 3 high conflicts remain (--fail-on-conflict).
    """


@cli.command()
@_IN
@click.option("-o", "--output", type=_FILE, required=True, help="Workbook to write (.xlsx).")
@click.option("--json", "json_file", type=_FILE, help="Also write the result as JSON to this file.")
@click.option(
    "--time-limit",
    type=Seconds(),
    help="Seconds until the plan is ready; default 60, none with --rounds.",
)
@click.option(
    "--rounds",
    type=click.IntRange(min=0),
    help="Rounds of search, without time limit unless one is given; same rounds, same plan.",
)
@click.option("--workers", type=click.IntRange(min=1), default=2, show_default=True, help="Processes side by side.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of the search.")
@click.option(
    "--explain-time",
    type=click.FloatRange(min=0),
    help="Seconds for reasons and remedies after the search; default half the time limit, at most 30; 0: none.",
)
@_LANG
@click.option("--fail-on-conflict", is_flag=True, help="Exit with code 3 if high conflicts remain.")
@unavailable_option("--plan")
@unavailable_option("--into")
@click.option(
    "--for",
    "audience",
    metavar="WHOM",
    default="all",
    help="Write a file for leadership, department:NAME or project:NAME, without rows of other people.",
)
@click.option("--mask", is_flag=True, help="Write no names of people, only their IDs.")
@unavailable_option("--names", is_flag=True)
@unavailable_option("--by")
@unavailable_option("--note")
def solve(
    inputs: Sequence[Path],
    output: Path,
    json_file: Path | None,
    time_limit: float | None,
    rounds: int | None,
    workers: int,
    seed: int,
    explain_time: float | None,
    lang: str | None,
    fail_on_conflict: bool,
    audience: str,
    mask: bool,
) -> None:
    """Find the best plan and write it as a workbook.

    IN is a workbook, several, or a folder of them. The output explains every gap. An older output of that name is
    replaced; if somebody has edited it, a copy is kept.

    Ctrl-C ends the search; the best checked plan so far is written. Later it ends the search for remedies.
    """
    check_output(output, inputs, lang or "en")
    if json_file:
        check_output(json_file, inputs, lang or "en", suffix="", others=[output])
    limit = time_limit or (60.0 if rounds is None else float("inf"))
    options = ro.Options(time_limit=limit, rounds=rounds, workers=workers, seed=seed)
    if json_file and audience != "all":
        raise Refused(say("cli.json_for_all", spoken(click.get_current_context())))
    portfolio, lang = load_spoken(inputs, lang)
    check_audience(portfolio, audience, lang)
    with debounced_interrupts() as interrupts:
        with live_line(lang) as listener:
            result = ro.solve(portfolio, options, listener=listener)
            interrupts.hold()  # the plan is found: nothing may tear its file
        seconds = explain_time if explain_time is not None else 0.0 if rounds is not None else min(30.0, limit / 2)
        result = _explained(portfolio, result, seconds, workers, interrupts)
        _deliver(portfolio, result, output, json_file, lang, audience, mask)
    if fail_on_conflict and any(conflict.severity == "high" for conflict in result.conflicts):
        click.get_current_context().exit(3)


@cli.command()
@click.argument("source", metavar="IN", type=_FILE)
@click.argument("plan_file", metavar="PLAN", type=_FILE)
@_LANG
def check(source: Path, plan_file: Path, lang: str | None) -> None:
    """Check a plan against every hard rule.

    IN is the input (a workbook or a folder), PLAN a workbook with a sheet Plan. Exit code 1 if a limit is broken;
    facts that the plan does not keep (locks, must-haves and the like) are listed and never fail it.
    """
    from resopt.cli.show import check_lines, remark_lines

    portfolio, lang = load_spoken([source], lang)
    plan = ro.load_plan(plan_file, portfolio, lang=lang)
    report = ro.check(portfolio, plan)
    print_lines([*remark_lines(plan.issues, lang), *check_lines(portfolio, report, lang)], lang)
    if report.violations:
        click.get_current_context().exit(1)


@cli.command()
@_IN
@click.option("--since", type=_FILE, help="Also say what has changed since this earlier input (workbook or folder).")
@_LANG
def validate(inputs: Sequence[Path], since: Path | None, lang: str | None) -> None:
    """List every fault and remark of the input, without planning.

    IN is a workbook, several, or a folder of them. At the end: which part files came back and which are missing,
    what has changed, and what is ready. Exit code 1 if there is a fault.
    """
    from resopt.cli.ready import change_lines, part_lines, ready_lines
    from resopt.cli.show import remark_lines, verdict_line

    try:
        portfolio, lang = load_spoken(inputs, lang)
    except ro.InputError as error:
        spoken_here = spoken(click.get_current_context())
        told = [*remark_lines(error.issues, spoken_here), *part_lines(inputs, spoken_here)]
        print_lines([*told, verdict_line(error.issues, spoken_here)], spoken_here)
        click.get_current_context().exit(1)
    changes = change_lines(portfolio, since, lang) if since else []
    told = [*remark_lines(portfolio.issues, lang), *part_lines(inputs, lang), *changes, *ready_lines(portfolio, lang)]
    print_lines([*told, verdict_line(portfolio.issues, lang)], lang)


@cli.command()
@click.argument("output", metavar="OUT", type=_FILE)
@click.option("--people", type=click.IntRange(min=1), help="Number of people; default 60.")
@click.option("--projects", type=click.IntRange(min=1), help="Number of projects; default 20.")
@click.option("--weeks", type=click.IntRange(1, 53), help="Number of weeks; default 13.")
@click.option("--seed", type=click.IntRange(min=0), help="Seed of all that is random; default 0.")
@lang_option("en")
def sample(
    output: Path, people: int | None, projects: int | None, weeks: int | None, seed: int | None, lang: str | None
) -> None:
    """Write a sample workbook to start from.

    Without sizes it is the quarter of data/quarter.xlsx; with any of them a random portfolio of that size.
    """
    from resopt.excel.inputs import write_input
    from resopt.messages import say
    from resopt.sample import generate, quarter

    lang = lang or "en"
    check_output(output, [], lang)
    check_new(output, lang)
    if people is projects is weeks is seed is None:
        sheets = quarter(lang)
    else:
        sheets = generate(people or 60, projects or 20, weeks or 13, seed or 0, lang)
    write_input(output, sheets, lang)
    print_lines([say("cli.written", lang, path=output)], lang)


def _explained(
    portfolio: ro.Portfolio, result: ro.Result, seconds: float, workers: int, interrupts: Interrupts
) -> ro.Result:
    """Return the result with its explanation, without if the user is in a hurry."""
    if not seconds or result.certificate.ended_by == "user" or not any(c.gap for c in result.conflicts):
        interrupts.ignore()
        return result
    try:
        interrupts.release()
        explanation = ro.explain(
            portfolio,
            result.plan,
            contradictions=result.contradictions,
            proved=all(tier.proved for tier in result.certificate.tiers),
            time_limit=seconds,
            workers=workers,
        )
    except KeyboardInterrupt:
        explanation = None
    interrupts.ignore()
    return replace(result, explanation=explanation)


def _deliver(
    portfolio: ro.Portfolio,
    result: ro.Result,
    output: Path,
    json_file: Path | None,
    lang: str,
    audience: str,
    mask: bool,
) -> None:
    """Write the files and print the result."""
    from resopt.cli.show import result_lines
    from resopt.report.json import to_json
    from resopt.report.privacy import masked

    paths = [path for path in (output, json_file) if path]
    written = [say("cli.replaced" if path.exists() else "cli.written", lang, path=path) for path in paths]
    with kept_if_edited(output) as kept:
        ro.save(output, portfolio, result, lang=lang, audience=audience, mask=mask)
    if json_file:
        write_json(json_file, to_json(*(masked(portfolio, result, lang) if mask else (portfolio, result)), lang), lang)
    written += [say("cli.kept", lang, path=kept)] if kept else []
    print_lines([*result_lines(portfolio, result, lang), ""], lang, written)


cli.add_command(template)
cli.add_command(explain)
cli.add_command(review)
cli.add_command(replan)
cli.add_command(whatif)
cli.add_command(compare)


def main() -> None:
    """Run the command line; a terminal that cannot show a letter shows `?` instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    with sigterm_as_interrupt(), debounced_interrupts():
        try:
            cli()
        except OSError as error:  # `--help > /dev/full`
            sys.exit(not_printed(error))
