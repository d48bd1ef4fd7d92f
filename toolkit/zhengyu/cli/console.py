"""The terminal: data on standard output, everything else on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, TypeVar

import typer

_Item = TypeVar("_Item")


def say(message: str) -> None:
    """Puts one line on standard error."""
    line = " ".join(message.split("\n"))
    sys.stderr.write(f"zhengyu: {line}\n")


@contextmanager
def standard_output() -> Iterator[BinaryIO]:
    """Standard output for bytes, so that it is UTF-8 whatever the locale.

    A reader that has had enough (`| head`) ends the command quietly, with exit code 0.
    """
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Else Python tries to flush once more at its end, and complains.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None


def progress(items: Iterable[_Item], what: str, *, shown: bool = True) -> Iterator[_Item]:
    """The items, counted on standard error if that is a terminal.

    Args:
        items: what to count.
        what: what they are called, as in `12 documents`.
        shown: false where data go to the same terminal.
    """
    if not (shown and sys.stderr.isatty()):
        yield from items
        return
    from rich import progress as bars  # noqa: PLC0415 - only where somebody looks
    from rich.console import Console  # noqa: PLC0415

    columns = (
        bars.SpinnerColumn(),
        bars.TextColumn(f"{{task.completed}} {what}"),
        bars.TimeElapsedColumn(),
    )
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield from bar.track(items, total=None)
