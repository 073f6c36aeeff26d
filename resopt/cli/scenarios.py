"""The commands `whatif` and `compare`: changes from sheet or options, plans side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from pathlib import Path
from typing import Any

import click

import resopt as ro
from resopt.cli.faults import Fault, Refused, Seconds, lang_option, print_lines, speak, spoken
from resopt.cli.files import check_output, kept_if_edited
from resopt.cli.live import live_line
from resopt.cli.reading import load_spoken
from resopt.domain.wishes import as_begun
from resopt.engine.interrupt import debounced_interrupts
from resopt.engine.options import GREATEST
from resopt.messages import say

_FILE = click.Path(path_type=Path)
_LANG = lang_option("that of the workbook's Settings")

QUICK = 3.0  # seconds in which a search that starts from a plan has an answer
# option, what stands before and after its `=` (nothing after it: the item alone), help
_CHANGES = (
    ("hire", "ROLE=N", "Hire so many people of a role."),
    ("start", "PERSON=DATE", "A person's first day."),
    ("leave", "PERSON=DATE", "A person's last day."),
    ("shift", "PROJECT=WEEKS", "Move a project later, or earlier (-2)."),
    ("scale", "ITEM=FACTOR", "Multiply the demand of a project or line (80%, 1.5)."),
    ("priority", "PROJECT=PRIORITY", "Give a project another priority."),
    ("hold", "PROJECT", "Put a project on hold."),
    ("limits", "SETTING=VALUE", "Change a setting that limits plans (Max Projects=2)."),
    ("unlock", "ITEM", "Release the locks of a person, project or line."),
)


def _change_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add an option for each kind of change; each may be given several times."""

    def add(found: Callable[..., Any], one: tuple[str, str, str]) -> Callable[..., Any]:
        name, form, text = one
        return click.option(f"--{name}", metavar=form, multiple=True, help=text)(found)

    return reduce(add, reversed(_CHANGES), command)


def _rows(given: dict[str, Any], lang: str) -> list[dict[str, Any]]:
    """Return the changes typed as options as rows of sheet Scenarios."""
    rows: list[dict[str, Any]] = []
    for name, form, _ in _CHANGES:
        for text in given[name]:
            item, equals, value = text.rpartition("=") if "=" in form else (text, "", None)
            if "=" in form and not (equals and item.strip()):
                raise Refused(say("cli.change_form", lang, option=f"--{name}", form=form, found=text))
            rows.append({"change": name, "item": item.strip(), "value": value and value.strip()})
    return rows


@click.command()
@click.argument("inputs", metavar="IN...", type=_FILE, nargs=-1, required=True)
@click.option("--scenario", "names", metavar="NAME", multiple=True, help="A scenario of sheet Scenarios, by its name.")
@_change_options
@click.option("--plan", "plan_file", type=_FILE, help="The plan of IN to start from; without it IN is planned first.")
@click.option("-o", "--output", type=_FILE, help="Also write the plan of the scenario as a workbook (.xlsx).")
@click.option(
    "--time-limit",
    type=Seconds(),
    help="Seconds for each search; default 60, with --plan 3, as it starts from that plan; none with --rounds.",
)
@click.option("--rounds", type=click.IntRange(min=0), help="Rounds of each search, instead of a time limit.")
@click.option("--workers", type=click.IntRange(min=1), default=2, show_default=True, help="Processes side by side.")
@click.option("--seed", type=click.IntRange(0, GREATEST), default=0, show_default=True, help="Seed of the search.")
@_LANG
def whatif(
    inputs: Sequence[Path],
    names: Sequence[str],
    plan_file: Path | None,
    output: Path | None,
    time_limit: float | None,
    rounds: int | None,
    workers: int,
    seed: int,
    lang: str | None,
    **given: Sequence[str],
) -> None:
    """Plan the input with changes, and compare with the plan as it is.

    Changes come from scenarios of sheet Scenarios, from options, or both; each option may be given several times.
    """
    from resopt.cli.compared import comparison_lines
    from resopt.cli.show import past_lines
    from resopt.scenarios.case import case_of, case_of_plan
    from resopt.scenarios.compare import compared
    from resopt.tables.written import bounds_in

    if output:
        check_output(output, [*inputs, *([plan_file] if plan_file else [])], lang or "en")
    base, lang = load_spoken(inputs, lang)
    changed = _changed(base, names, given, lang)
    usual = QUICK if plan_file else 60.0
    limit = time_limit or (usual if rounds is None else float("inf"))
    options = ro.Options(time_limit=limit, rounds=rounds, workers=workers, seed=seed)
    first = say("compare.base", lang)
    with debounced_interrupts() as interrupts:
        with live_line(lang) as listener:
            if plan_file:
                plan = _checked(base, plan_file, lang)
                base, changed = as_begun(base, plan), as_begun(changed, plan)
                before = case_of_plan(base, plan, first, bounds_in(plan_file, base))
            else:
                before = case_of(ro.solve(base, options, listener=listener), first)
            result = ro.whatif(base, changed, before.plan, options, listener=listener)
            interrupts.ignore()
        found = compared([before, case_of(result)])
        written = []
        if output:
            written = [say("cli.replaced" if output.exists() else "cli.written", lang, path=output)]
            with kept_if_edited(output) as kept:
                ro.save(output, changed, result, lang=lang)
            written += [say("cli.kept", lang, path=kept)] if kept else []
        told = [*past_lines(base, lang), *changed.describe(lang)]
        print_lines([*told, "", *comparison_lines(found, lang), ""], lang, written)


def _changed(base: ro.Portfolio, names: Sequence[str], given: dict[str, Any], lang: str) -> ro.Portfolio:
    """Return the portfolio with the scenarios of the sheet and the changes typed as options."""
    from resopt.domain.changes import apply
    from resopt.scenarios.whatif import of_sheet, typed

    rows = _rows(given, lang)
    if not rows and not names:
        listed = [one.name for one in base.scenarios]
        raise Refused(say("cli.no_change" if not listed else "cli.no_change_named", lang, names=listed))
    try:
        changed = base
        for name in names:
            changed = of_sheet(changed, name, lang)
        changes = typed(changed, rows, lang)
        title = " + ".join([*names, *(change.text(changed, lang) for change in changes[:1])])
        return apply(changed, changes, f"{title} …" if len(changes) > 1 else title)
    except ValueError as error:
        raise Fault(str(error)) from error


def _checked(portfolio: ro.Portfolio, path: Path, lang: str) -> ro.Plan:
    """Return a plan read back, refused if it breaks a limit."""
    plan = ro.load_plan(path, portfolio, lang=lang)
    broken = ro.check(as_begun(portfolio, plan), plan).violations
    if broken:
        raise Fault(say("cli.plan_broken", lang, path=path, count=len(broken)))
    return plan


@click.command()
@click.argument("plans", metavar="PLAN...", type=_FILE, nargs=-1, required=True)
@click.option("-o", "--output", type=_FILE, required=True, help="Workbook to write (.xlsx).")
@click.option("--input", "inputs", type=_FILE, multiple=True, help="The input of the plans, where it lies elsewhere.")
@_LANG
def compare(plans: Sequence[Path], output: Path, inputs: Sequence[Path], lang: str | None) -> None:
    """Compare plans side by side; the first one is the base.

    PLAN is a workbook that `solve`, `whatif` or `replan` wrote. The input of each is found by the name and hash that
    the workbook holds.
    """
    from resopt.cli.compared import comparison_lines
    from resopt.scenarios.case import case_of_plan
    from resopt.scenarios.compare import named
    from resopt.tables.written import read_written

    if len(plans) < 2:
        raise Refused(say("cli.compare_two", spoken(click.get_current_context())))
    check_output(output, [*plans, *inputs], lang or "en")
    cases = []
    for path in plans:
        written = read_written(path, inputs, lang=lang or "en")
        lang = lang or written.portfolio.settings.language
        speak(lang)
        name = written.portfolio.name or path.stem
        cases.append(case_of_plan(written.portfolio, written.plan, name, written.bounds))
    from resopt.report.comparison import save_comparison
    from resopt.scenarios.compare import compared

    found = compared(named(cases))
    text = say("cli.replaced" if output.exists() else "cli.written", lang or "en", path=output)
    with kept_if_edited(output) as kept:
        save_comparison(output, found, lang=lang or "en")
    more = [say("cli.kept", lang or "en", path=kept)] if kept else []
    print_lines([*comparison_lines(found, lang or "en"), ""], lang or "en", [text, *more])
