"""The command `solve`, and the options and files that `replan` shares with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path
from typing import Any

import click

import resopt as ro
from resopt.cli.faults import Refused, Seconds, Whole, lang_option, print_lines, spoken
from resopt.cli.files import (
    check_audience,
    check_into,
    check_names,
    check_output,
    free_name,
    kept_if_edited,
    write_json,
)
from resopt.cli.live import live_line
from resopt.cli.reading import load_spoken
from resopt.engine.interrupt import Interrupts, debounced_interrupts
from resopt.engine.options import GREATEST
from resopt.messages import say

EXPLAINING = 30.0  # seconds for reasons and remedies, unless --explain-time says otherwise
_FILE = click.Path(path_type=Path)
_LANG = lang_option("that of the workbook's Settings")
_SEARCH: tuple[Callable[..., Any], ...] = (
    click.option("--json", "json_file", type=_FILE, help="Also write the result as JSON to this file."),
    click.option(
        "--time-limit", type=Seconds(), help="Seconds until the plan is ready; default 60, none with --rounds."
    ),
    click.option(
        "--rounds",
        type=Whole(min=0),
        help="Rounds of search, without time limit unless one is given; same rounds, same plan.",
    ),
    click.option("--workers", type=Whole(min=1), default=2, show_default=True, help="Processes side by side."),
    click.option("--seed", type=Whole(0, GREATEST), default=0, show_default=True, help="Seed of the search."),
    click.option(
        "--explain-time",
        type=Seconds(may_be_0=True),
        help="Seconds for reasons and remedies after the search; default half the time limit, at most 30; 0: none.",
    ),
    _LANG,
    click.option(
        "--for",
        "audience",
        metavar="WHOM",
        default="all",
        help="Write a file for leadership, department:NAME or project:NAME, without rows of other people.",
    ),
    click.option("--mask", is_flag=True, help="Write no names of people, only their IDs."),
    click.option("--by", default="", help="Who runs it, for sheet Runs."),
    click.option("--note", default="", help="Why it is run, for sheet Runs."),
    click.option("--fail-on-conflict", is_flag=True, help="Exit with code 3 if high conflicts remain."),
    click.option(
        "--into",
        type=_FILE,
        metavar="FILE",
        help="Experimental: also put the sheets into this workbook of yours, or in place of those put in earlier. "
        "Nothing else in it changes; a copy of it is kept.",
    ),
    click.option("--names", is_flag=True, help="Let warnings name the only person who has a role or skill."),
)


def search_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that both commands have; `Order.of` takes all but the language."""
    return reduce(lambda found, option: option(found), reversed(_SEARCH), command)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be written, for whom, and how long to search for it."""

    output: Path | None
    json_file: Path | None
    options: ro.Options
    audience: str
    mask: bool
    by: str
    note: str
    fail_on_conflict: bool
    into: Path | None
    explain_time: float = 0.0
    names: bool = False

    @classmethod
    def of(
        cls,
        output: Path | None,
        *,
        time_limit: float | None,
        rounds: int | None,
        workers: int,
        seed: int,
        explain_time: float | None,
        **rest: Any,
    ) -> Order:
        """Return the order of a command; rounds alone end a search that has no time limit."""
        limit = time_limit or (60.0 if rounds is None else float("inf"))
        options = ro.Options(time_limit=limit, rounds=rounds, workers=workers, seed=seed)
        if explain_time is None:
            explain_time = 0.0 if rounds is not None else min(EXPLAINING, limit / 2)
        return cls(output, options=options, explain_time=explain_time, **rest)

    def check(self, inputs: Sequence[Path], lang: str, others: Sequence[Path] = ()) -> None:
        """Refuse what could not be written in the end."""
        if self.output:
            check_output(self.output, inputs, lang, others=others)
        elif self.into or self.names or self.audience != "all":
            raise Refused(say("cli.needs_output", spoken(click.get_current_context())))
        others = [self.output, *others] if self.output else others
        if self.json_file:
            check_output(self.json_file, inputs, lang, suffix="", others=others)
        if self.into:
            check_into(self.into, others, lang)
        if self.json_file and self.audience != "all":
            raise Refused(say("cli.json_for_all", spoken(click.get_current_context())))

    def check_book(self, portfolio: ro.Portfolio, lang: str) -> None:
        """Refuse what the workbook could not be, now that the input and its language are known."""
        audience = check_audience(portfolio, self.audience, lang)
        if self.into:
            check_names(self.into, audience, lang)


@click.command()
@click.argument("inputs", metavar="IN...", type=_FILE, nargs=-1, required=True)
@click.option("-o", "--output", type=_FILE, required=True, help="Workbook to write (.xlsx).")
@click.option(
    "--plan",
    "plan_file",
    metavar="EDITED",
    type=_FILE,
    help="Plan that resopt wrote, given back: what was changed in it is kept, the rest moves as little as possible.",
)
@search_options
def solve(inputs: Sequence[Path], output: Path, plan_file: Path | None, lang: str | None, **asked: Any) -> None:
    """Find the best plan and write it as a workbook.

    IN is a workbook, several, or a folder of them. The output explains every gap. An older output of that name is
    replaced; if somebody has edited it, a copy is kept.

    Ctrl-C ends the search; the best checked plan so far is written. Later it ends the search for remedies.
    """
    order = Order.of(output, **asked)
    order.check(inputs, lang or "en", [plan_file] if plan_file else [])
    portfolio, lang = load_spoken(inputs, lang)
    order.check_book(portfolio, lang)
    given = ro.load_edits(plan_file, portfolio, lang=lang) if plan_file else None
    _plan(portfolio, given, order, lang)


def _plan(portfolio: ro.Portfolio, given: ro.Given | None, order: Order, lang: str) -> None:
    """Search, write the files and print the result."""
    from resopt.cli.show import result_lines
    from resopt.scenarios.carry import around

    start, options = None, order.options
    if given is not None:
        portfolio = ro.with_given(portfolio, given)
        start, options = around(portfolio, given.plan), replace(options, near=True)
    with debounced_interrupts() as interrupts:
        with live_line(lang) as listener:
            result = ro.solve(portfolio, options, start=start, listener=listener)
            interrupts.hold()  # the plan is found: nothing may tear its file
        result = explained(portfolio, result, order, interrupts)
        written = write_files(portfolio, result, given, order, lang)
        print_lines([*result_lines(portfolio, result, lang, given), ""], lang, written)
    end(result, order)


def end(result: ro.Result, order: Order) -> None:
    """Leave with code 3 where high conflicts remain, if that was asked for."""
    if order.fail_on_conflict and any(conflict.severity == "high" for conflict in result.conflicts):
        click.get_current_context().exit(3)


def explained(portfolio: ro.Portfolio, result: ro.Result, order: Order, interrupts: Interrupts) -> ro.Result:
    """Return the result with its explanation, without if the user is in a hurry; no interrupt is heard afterwards."""
    if not order.explain_time or result.certificate.ended_by == "user" or not any(c.gap for c in result.conflicts):
        interrupts.ignore()
        return result
    try:
        interrupts.release()
        explanation = ro.explain(
            portfolio,
            result.plan,
            contradictions=result.contradictions,
            proved=all(tier.proved for tier in result.certificate.tiers),
            time_limit=order.explain_time,
            workers=order.options.workers,
        )
    except KeyboardInterrupt:
        explanation = None
    interrupts.ignore()
    return replace(result, explanation=explanation)


def write_files(
    portfolio: ro.Portfolio, result: ro.Result, given: ro.Given | None, order: Order, lang: str
) -> list[str]:
    """Write the workbook and the JSON file as ordered; return the sentences about them."""
    from resopt.explain.known import known_again
    from resopt.report.json import to_json
    from resopt.report.privacy import masked

    written = _save_plan(portfolio, result, given, order, order.output, lang) if order.output else []
    if order.json_file:
        written.append(say("cli.replaced" if order.json_file.exists() else "cli.written", lang, path=order.json_file))
        result = result if given is None else known_again(portfolio, result, given.seen)
        shown = masked(portfolio, result, lang) if order.mask else (portfolio, result)
        write_json(order.json_file, to_json(*shown, lang), lang)
    return written


def _save_plan(
    portfolio: ro.Portfolio, result: ro.Result, given: ro.Given | None, order: Order, path: Path, lang: str
) -> list[str]:
    """Write the workbook, under a numbered name if the file is open elsewhere; return the sentences about it."""
    from resopt.errors import FileOpenError

    options: dict[str, Any] = {
        "audience": order.audience,
        "mask": order.mask,
        "names": order.names,
        "given": given,
        "by": order.by,
        "note": order.note,
    }
    told = [say("cli.replaced" if path.exists() else "cli.written", lang, path=path)]
    try:
        with kept_if_edited(path) as kept:
            ro.save(path, portfolio, result, lang=lang, **options)
    except FileOpenError as error:
        other = free_name(path)
        ro.save(other, portfolio, result, lang=lang, **options)
        told, kept, path = [str(error), say("cli.written", lang, path=other)], None, other
    told += [say("cli.kept", lang, path=kept)] if kept else []
    return [*told, *(_put_into(order.into, path, lang) if order.into else [])]


def _put_into(target: Path, plan: Path, lang: str) -> list[str]:
    """Put the sheets of the plan into the user's own workbook; a failure costs no plan and is told."""
    from resopt.excel.write_file import put_into

    try:
        copy = put_into(target, plan.read_bytes(), lang)
    except ro.OutputError as error:
        return [str(error)]
    return [say("into.done", lang, path=target), say("cli.kept", lang, path=copy)]
