"""Options that several commands share."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from zhengyu.errors import ConfigurationError

Sources = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH|GLOB|-]...",
        help="Text files (UTF-8, GB18030, Big5), JSONL with id, text and meta, patterns such as "
        "'news/**/*.txt', or - for standard input, which is also read when nothing is given.",
        show_default=False,
    ),
]

Layers = Annotated[
    str | None,
    typer.Option(
        metavar="A,B",
        help="Layers to put out, of paragraphs, terms, entities, numbers, topics, tokens. Layers "
        "that these need are made too, but left out of the output.",
        show_default="all but tokens",
    ),
]

Jobs = Annotated[int, typer.Option(min=1, metavar="N", help="Processes to work in.")]

Errors = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="JSONL file for rejected documents: source, id, stage, reason.",
        show_default=False,
    ),
]

Terms = Annotated[
    list[Path] | None,
    typer.Option(
        exists=True,
        dir_okay=False,
        metavar="FILE",
        help="A term bank of your own, used beside the built-in one; may be repeated.",
        show_default=False,
    ),
]


Entities = Annotated[
    str,
    typer.Option(metavar="NAME", help="What finds names: default, hanlp, lac, or a package's own."),
]

EntitiesModel = Annotated[
    str | None,
    typer.Option(
        metavar="MODEL",
        help="For --entities hanlp: a folder, or a name or URL of HanLP's.",
        show_default=False,
    ),
]


def sources(given: list[str] | None) -> list[str]:
    """The sources to read: standard input when none are given, unless that is a terminal.

    Raises:
        ConfigurationError: when there is nothing to read.
    """
    if given:
        return given
    if sys.stdin.isatty():
        raise ConfigurationError("no input: give files, patterns, or - for standard input")
    return ["-"]


def layers(given: str | None) -> list[str] | None:
    """The names in `a,b`; None when none are given."""
    return None if given is None else [name.strip() for name in given.split(",")]
