"""`zhengyu export`: the group of commands that put annotated documents into other formats.

A format's command adds itself from its own file: `@export_app.command("name")`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from zhengyu.cli import options
from zhengyu.document import LAYERS, Document
from zhengyu.errors import ConfigurationError
from zhengyu.pipeline import Pipeline


class _Formats(TyperGroup):
    """Says which formats there are when the word after `export` is none."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - typer's own
        """Finds the format's command.

        Raises:
            ConfigurationError: for an unknown format, naming those that exist.
        """
        if args and args[0] not in self.commands:
            raise ConfigurationError(
                f"unknown format {args[0]!r}; give one of {', '.join(self.commands)}, and then "
                "what to export: zhengyu export hf out.jsonl dataset"
            )
        return super().resolve_command(ctx, args)


export_app = typer.Typer(
    cls=_Formats,
    no_args_is_help=True,
    help="Put annotated documents into another format. Plain texts are annotated first.",
)

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH|GLOB|-]... OUT",
        help="Annotated JSONL, or texts to annotate first (standard input when none are given), "
        "and last what to write, unless --output names it.",
        show_default=False,
    ),
]

Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="OUT",
        help="What to write, there whole or not at all; every argument is a source then.",
        show_default="the last argument",
    ),
]


def sources_and_output(paths: list[str] | None, output: str | None) -> tuple[list[str], str]:
    """What to read and what to write: `-o OUT`, or the last argument as with `cp`.

    Raises:
        ConfigurationError: when no output is named, or there is nothing to read.
    """
    given = list(paths or ())
    if output is None:
        if not given:
            raise ConfigurationError("no output: give it as the last argument, or by --output")
        output = given.pop()
    return options.sources(given), output


def annotated(documents: Iterable[Document], jobs: int) -> Iterator[Document]:
    """The documents in order; those without any annotation are annotated."""
    pipeline = None
    for done, group in groupby(documents, key=_is_annotated):
        if done:
            yield from group
        else:
            pipeline = pipeline or Pipeline()
            yield from pipeline.pipe(group, jobs=jobs, on_error="record")


def _is_annotated(document: Document) -> bool:
    """Whether a pipeline or a person has been there: what people corrected is never made anew."""
    return bool(document.produced_by) or any(getattr(document, layer) for layer in LAYERS)
