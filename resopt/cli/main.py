"""The `resopt` command: its group, and check, validate and sample, each a few calls of the library."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

import resopt as ro
from resopt.cli.faults import (
    Commands,
    Fault,
    Whole,
    lang_option,
    not_printed,
    print_lines,
    spoken,
)
from resopt.cli.files import check_new, check_output
from resopt.cli.planning import solve
from resopt.cli.reading import load_spoken
from resopt.cli.replan import replan
from resopt.cli.scenarios import compare, whatif
from resopt.cli.template import template
from resopt.cli.why import explain, review
from resopt.domain.wishes import as_begun
from resopt.engine.interrupt import debounced_interrupts, sigterm_as_interrupt
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
@click.argument("source", metavar="IN", type=_FILE)
@click.argument("plan_file", metavar="PLAN", type=_FILE)
@_LANG
def check(source: Path, plan_file: Path, lang: str | None) -> None:
    """Check a plan against every hard rule.

    IN is the input (a workbook or a folder), PLAN a workbook with a sheet Plan. Exit code 1 if a limit is broken;
    facts that the plan does not keep (locks, must-haves and the like) are listed and never fail it.
    """
    from resopt.cli.show import check_lines, past_lines, remark_lines
    from resopt.tables.given import read_back

    portfolio, lang = load_spoken([source], lang)
    plan, given = read_back(plan_file, portfolio, lang=lang)
    report = ro.check(as_begun(portfolio, plan), plan)
    is_ours = given is None or given.input_sha256 in ("", portfolio.sha256)
    other = [] if is_ours else [say("cli.check_other", lang, file=plan_file.name), ""]
    remarks = [*other, *past_lines(portfolio, lang), *remark_lines(plan.issues, lang), *_typed(given, lang)]
    print_lines([*remarks, *check_lines(portfolio, report, lang)], lang)
    if report.violations:
        click.get_current_context().exit(1)


def _typed(given: ro.Given | None, lang: str) -> list[str]:
    """Say that people typed wishes into a plan, of which the check sees no more than the days on sheet Plan."""
    count = len(given.wishes) + len(given.starts) if given else 0
    return [say("cli.check_typed", lang, count=count), ""] if count else []


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
        found = (*error.issues, *error.remarks)
        told = [*remark_lines(found, spoken_here), *part_lines(inputs, spoken_here)]
        print_lines([*told, verdict_line(found, spoken_here)], spoken_here)
        click.get_current_context().exit(1)
    told = [*remark_lines(portfolio.issues, lang), *part_lines(inputs, lang)]
    changes, fault = change_lines(portfolio, since, lang) if since else ([], "")
    print_lines([*told, *changes, *ready_lines(portfolio, lang), verdict_line(portfolio.issues, lang)], lang)
    if fault:
        raise Fault(fault)


@cli.command()
@click.argument("output", metavar="OUT", type=_FILE)
@click.option("--people", type=Whole(min=1), help="Number of people; default 60.")
@click.option("--projects", type=Whole(min=1), help="Number of projects; default 20.")
@click.option("--weeks", type=Whole(1, 53), help="Number of weeks; default 13.")
@click.option("--seed", type=Whole(min=0), help="Seed of all that is random; default 0.")
@lang_option("en")
def sample(
    output: Path, people: int | None, projects: int | None, weeks: int | None, seed: int | None, lang: str | None
) -> None:
    """Write a sample workbook to start from.

    Without sizes it is the quarter of data/quarter.xlsx; with any of them a random portfolio of that size.
    """
    from resopt.excel.inputs import write_input
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


cli.add_command(solve)
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
