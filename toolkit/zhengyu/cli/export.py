"""`zhengyu export`: documents to a Hugging Face dataset on disk."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Annotated

import typer

from zhengyu.cli import options
from zhengyu.cli.console import progress
from zhengyu.cli.rejections import Rejections
from zhengyu.document import Document
from zhengyu.pipeline import Pipeline
from zhengyu.reading import read


def export(
    paths: options.Sources = None,
    *,
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="DIR", help="New folder, there whole or not at all."
        ),
    ],
    jobs: options.Jobs = 1,
    errors: options.Errors = None,
) -> int:
    """Make a Hugging Face dataset on disk.

    Of annotated JSONL, or of plain texts, which are annotated first.
    `datasets.load_from_disk(DIR)` reads it. Exit codes as for annotate.
    """
    import datasets  # noqa: PLC0415 - seconds to import, for this command alone

    from zhengyu.huggingface import save, to_dataset  # noqa: PLC0415

    if not sys.stderr.isatty():
        datasets.disable_progress_bars()
    with Rejections(errors) as rejections:
        documents = read(*options.sources(paths), on_error=rejections.unread)
        annotated = rejections.passed(_annotated(documents, jobs))
        save(to_dataset(progress(annotated, "documents")), output)
    return rejections.status


def _annotated(documents: Iterable[Document], jobs: int) -> Iterator[Document]:
    """The documents in order; those that no pipeline has seen are annotated."""
    pipeline = None
    for done, group in groupby(documents, key=lambda document: bool(document.produced_by)):
        if done:
            yield from group
        else:
            pipeline = pipeline or Pipeline()
            yield from pipeline.pipe(group, jobs=jobs, on_error="record")
