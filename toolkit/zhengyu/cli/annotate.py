"""`zhengyu annotate`: texts in, annotated documents out."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from zhengyu.cli import options
from zhengyu.cli.console import progress, standard_output
from zhengyu.cli.rejections import Rejections
from zhengyu.components import with_needs
from zhengyu.document import LAYERS
from zhengyu.pipeline import Pipeline
from zhengyu.reading import read
from zhengyu.writing.output import FORMATS, encoder, write, write_to


def annotate(  # noqa: PLR0913 - one parameter an option
    paths: options.Sources = None,
    *,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="File to write, there whole or not at all; for csv also a folder, which gets one "
            "table a layer.",
            show_default="standard output",
        ),
    ] = None,
    format: Annotated[  # noqa: A002 - the option's name
        str | None,
        typer.Option(
            metavar="|".join(FORMATS),
            help="jsonl: whole records; csv: tidy tables; brief: a summary for people.",
            show_default="csv for a FILE in .csv, else jsonl",
        ),
    ] = None,
    layers: options.Layers = None,
    jobs: options.Jobs = 1,
    errors: options.Errors = None,
    terms: options.Terms = None,
    entities: options.Entities = "default",
    entities_model: options.EntitiesModel = None,
) -> int:
    """Annotate texts with terms, names, figures, topics.

    Data alone go to standard output. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 finished, but
    some documents were rejected (each is named on standard error), 130 interrupted.
    """
    wanted = options.layers(layers)
    encoder(format or "jsonl", wanted)
    sources = options.sources(paths)
    pipeline = Pipeline(
        layers=with_needs(wanted or LAYERS),
        terms=terms or "default",
        entities=entities,
        entities_options={} if entities_model is None else {"model": entities_model},
    )
    with Rejections(errors) as rejections:
        read_documents = read(*sources, on_error=rejections.unread)
        results = pipeline.pipe(read_documents, jobs=jobs, on_error="record")
        shown = output is not None or not sys.stdout.isatty()
        documents = rejections.passed(progress(results, "documents", shown=shown))
        if output is not None:
            write(documents, output, format, layers=wanted)
        else:
            with standard_output() as stream:
                write_to(stream, documents, format or "jsonl", layers=wanted)
    return rejections.status
