"""`zhengyu agreement`: how far two annotations of the same texts agree."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from zhengyu.cli import options
from zhengyu.cli.console import say, standard_output

_FIRST = typer.Argument(metavar="A", exists=True, help="JSONL file of one annotator.")
_SECOND = typer.Argument(metavar="B", exists=True, help="JSONL file of another, of the same texts.")


def agreement(
    one: Annotated[Path, _FIRST],
    other: Annotated[Path, _SECOND],
    *,
    layers: Annotated[
        str | None,
        typer.Option(
            metavar="A,B",
            help="What to compare, of terms, entities, numbers, boilerplate, topics.",
            show_default="all",
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Put everything out as one object.")] = False,
) -> int:
    """Measure how far two annotations of the same texts agree.

    Cohen's kappa and Krippendorff's alpha on the characters of spans, on paragraphs and documents,
    and F1 of spans by layer and label. Exit codes: 0 done, 1 failed, 2 wrong usage.
    """
    from zhengyu.agreement import agree, plain  # noqa: PLC0415 - not for other commands
    from zhengyu.evaluation import read_gold  # noqa: PLC0415

    found = agree(read_gold(one), read_gold(other), layers=options.layers(layers))
    if found.alone:
        say(f"{len(found.alone)} documents are in one file alone, and are left out")
    with standard_output() as stream:
        if json:
            encoded = msgspec.json.encode(found.to_dict())
            stream.write(msgspec.json.format(encoded, indent=2) + b"\n")
        else:
            stream.write("".join(f"{line}\n" for line in plain.lines(found)).encode())
    return 0
