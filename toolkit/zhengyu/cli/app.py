"""The command `zhengyu` and its exit codes.

0 done, 1 failed, 2 wrong usage, 3 finished but some documents were rejected, 130 interrupted.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated

import typer
from typer.exceptions import TyperException

from zhengyu.cli import (  # noqa: F401 - add their commands
    export_hf,
    export_ner,
    export_topics,
    train_topics,
)
from zhengyu.cli.agreement import agreement
from zhengyu.cli.annotate import annotate
from zhengyu.cli.console import say
from zhengyu.cli.evaluate import evaluate
from zhengyu.cli.export import export_app
from zhengyu.cli.interchange import import_
from zhengyu.cli.schema import schema
from zhengyu.cli.terms import terms_app
from zhengyu.cli.train import train_app
from zhengyu.errors import ConfigurationError, ZhengyuError

DONE, FAILED, USAGE, INTERRUPTED, TERMINATED = 0, 1, 2, 130, 143

app = typer.Typer(
    help="Reads Chinese government news (政语): slogans and policy terms, names, figures, topics.",
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(agreement)
app.command()(annotate)
app.command()(evaluate)
app.command("import")(import_)
app.command()(schema)
app.add_typer(export_app, name="export")
app.add_typer(terms_app, name="terms")
app.add_typer(train_app, name="train")


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    show_version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", is_eager=True)
    ] = False,
) -> int | None:
    if show_version:
        sys.stdout.write(f"zhengyu {version('zhengyu')}\n")
        raise typer.Exit(DONE)
    if context.invoked_subcommand is None:
        raise ConfigurationError("no command; see 'zhengyu --help'")
    return None


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code.

    Args:
        arguments: without the command's own name; by default those of the process.
    """
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        return _run(arguments)
    finally:
        # A program that goes on after this must be ended by the signal as before: processes that
        # it forks would else wait for each other's end.
        signal.signal(signal.SIGTERM, before)


def _run(arguments: Sequence[str] | None) -> int:
    try:
        status = app(args=arguments, prog_name="zhengyu", standalone_mode=False)
    except TyperException as error:
        message = error.format_message()
        if message.startswith("Usage:"):  # a group without a command shows its help
            sys.stderr.write(f"{message}\n")
        else:
            say(message)
        return error.exit_code
    except ConfigurationError as error:
        say(str(error))
        return USAGE
    except (ZhengyuError, OSError) as error:
        say(str(error))
        return FAILED
    if status == INTERRUPTED:
        say("interrupted; no output file was written")
    return int(status or DONE)


def _terminate(*_: object) -> None:
    """Lets a terminated run remove what it has half written."""
    sys.exit(TERMINATED)
