"""`resopt template`: an input workbook to fill in, empty, pre-filled, or split into parts for others to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import click

from resopt.cli.faults import Fault, Refused, lang_option, print_lines, speak
from resopt.cli.files import check_new, check_output
from resopt.messages import say

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("output", metavar="OUT", type=_FILE)
@click.option("--from", "sources", type=_FILE, multiple=True, help="Fill it in from this input (workbook or folder).")
@click.option(
    "--split-by",
    type=click.Choice(["department", "manager"]),
    help="With --from: OUT is a folder of part files, one for each department or manager.",
)
@lang_option("that of the input's Settings, else en")
def template(output: Path, sources: Sequence[Path], split_by: str | None, lang: str | None) -> None:
    """Write an input workbook to fill in, with lists, help and checks.

    Without --from it holds a small example in grey, which is left out as soon as there are rows of your own. Part
    files are sent out, come back, and are read together: give their folder to validate or solve. A file that exists
    is never overwritten.
    """
    if split_by and not sources:
        raise Refused(say("cli.split_needs_from", lang or "en"))
    if split_by:
        _write_parts(output, sources, split_by, lang)
    else:
        _write_one(output, sources, lang)


def _write_one(output: Path, sources: Sequence[Path], lang: str | None) -> None:
    from resopt.excel.template import Content, template_bytes
    from resopt.excel.write_file import put
    from resopt.sample.blank import examples
    from resopt.tables.parts import is_same, read_source, whole

    check_output(output, sources, lang or "en")
    check_new(output, lang or "en")
    if sources:
        source = read_source(list(sources), lang or "en")
        lang = lang or source.portfolio.settings.language
        content = whole(source)
    else:
        lang = lang or "en"
        start = next_monday(date.today())
        settings = {"start": start, "weeks": 13, "unit": "FTE", "language": say("template.language", lang)}
        content = Content(start, examples(lang, start), settings)
    speak(lang)
    made = template_bytes(content, lang)
    if sources and not is_same(source, {output.name: made}):
        raise Fault(say("cli.not_the_same", lang))
    put(output, made, lang)
    print_lines([say("cli.written", lang, path=output)], lang)


def _write_parts(folder: Path, sources: Sequence[Path], by: str, lang: str | None) -> None:
    from resopt.excel.template import template_bytes
    from resopt.excel.write_file import put
    from resopt.tables.parts import is_same, read_source, split

    _check_folder(folder, lang or "en")
    source = read_source(list(sources), lang or "en")
    lang = lang or source.portfolio.settings.language
    speak(lang)
    parts = split(source, by, say("template.common", lang))
    if not any(part.owner for part, _ in parts):
        raise Fault(say("cli.nothing_to_split", lang, column=f"@projects.{by}"))
    made = {part.file: template_bytes(content, lang) for part, content in parts}
    if not is_same(source, made):
        raise Fault(say("cli.not_the_same", lang))
    for part, _ in parts:
        check_new(folder / part.file, lang)
    folder.mkdir(exist_ok=True)
    lines = []
    for part, _ in parts:
        path = folder / part.file
        put(path, made[part.file], lang)
        lines.append(say("cli.part_written", lang, path=path, rows=sum(map(len, part.rows.values()))))
    print_lines(lines, lang)


def _check_folder(folder: Path, lang: str) -> None:
    """Refuse a folder that is a file, or whose own folder does not exist."""
    if folder.exists() and not folder.is_dir():
        raise Fault(say("cli.output_is_file", lang, path=folder))
    if not folder.absolute().parent.is_dir():
        raise Fault(say("cli.output_no_folder", lang, path=folder.absolute().parent))


def next_monday(today: date) -> date:
    """Return the first Monday after a day."""
    return today + timedelta(days=7 - today.weekday())
