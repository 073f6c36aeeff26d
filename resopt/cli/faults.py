"""How the command line fails: one sentence on stderr and an exit code, never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from math import isfinite
from typing import IO, Any

import click

import resopt as ro
from resopt.cli.fold import folded
from resopt.engine.interrupt import debounced_interrupts
from resopt.engine.options import LONGEST
from resopt.messages import say

_LANG = "resopt.lang"


class Fault(click.ClickException):
    """Bad input or a failure: its sentence on stderr, exit code 1."""

    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence as it is."""
        click.echo(folded(self.format_message(), file or sys.stderr), file=file, err=file is None)


class Refused(Fault):
    """A wrong call: exit code 2."""

    exit_code = 2


class Seconds(click.FloatRange):
    """A finite number of seconds: more than 0, or that too, and no more than a search may take."""

    def __init__(self, *, may_be_0: bool = False) -> None:
        super().__init__(min=0, min_open=not may_be_0, max=LONGEST)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number; `nan` and `inf` are numbers to Python, but no limits."""
        seconds = float(super().convert(value, param, ctx))
        if not isfinite(seconds):
            self.fail(f"{value} is not a finite number.", param, ctx)
        return seconds


class Commands(click.Group):
    """A group whose commands turn every exception into one sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what goes wrong becomes a Fault."""
        with debounced_interrupts() as interrupts:
            try:
                return super().invoke(ctx)
            except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
                raise
            except ro.ResoptError as error:
                raise Fault(str(error)) from error
            except (Exception, KeyboardInterrupt) as error:
                # Interrupted while it is loaded, a C library says that it could not be.
                if isinstance(error, KeyboardInterrupt) or (interrupts.heard and isinstance(error, ImportError)):
                    raise Fault(say("cli.interrupted", spoken(ctx))) from error
                message = " ".join(str(error).split())
                raise Fault(say("cli.failure", spoken(ctx), kind=type(error).__name__, message=message)) from error


def print_lines(lines: Sequence[str], lang: str, files: Sequence[str] = ()) -> None:
    """Print what a command has to say, last the sentences about files that it has written.

    Raises
    ------
    Fault
        If stdout takes no more (a full disk); a reader that has left (`| head`) is left to click.
    """
    try:
        click.echo(folded("\n".join((*lines, *files)), sys.stdout))
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Fault("\n".join((not_printed(error, lang), *files))) from error


def not_printed(error: OSError, lang: str = "en") -> str:
    """Return the sentence about a stdout that failed, and close that: what is left would fail again at the exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return say("cli.not_printed", lang, reason=error.strerror or error)


def speak(lang: str) -> None:
    """Remember the language of this call, for sentences about faults."""
    click.get_current_context().meta[_LANG] = lang


def spoken(ctx: click.Context) -> str:
    """Return the language of this call."""
    return str(ctx.meta.get(_LANG, "en"))


def lang_option(default: str) -> Callable[..., Any]:
    """Return the option `--lang`, whose help says what counts without it."""

    def remember(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
        if value:
            ctx.meta[_LANG] = value
        return value

    choice, text = click.Choice(["en", "zh"]), f"Language of all output; default: {default}."
    return click.option("--lang", type=choice, is_eager=True, callback=remember, help=text)
