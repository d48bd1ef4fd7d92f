"""`zhengyu export hf`: documents to a Hugging Face dataset on disk."""

from __future__ import annotations

import sys

from zhengyu.cli import options
from zhengyu.cli.console import progress
from zhengyu.cli.export import Output, Paths, annotated, export_app, sources_and_output
from zhengyu.cli.rejections import Rejections
from zhengyu.reading import read


@export_app.command("hf")
def hf(
    paths: Paths = None,
    output: Output = None,
    *,
    jobs: options.Jobs = 1,
    errors: options.Errors = None,
) -> int:
    """A Hugging Face dataset on disk; `datasets.load_from_disk(OUT)` reads it."""
    import datasets  # noqa: PLC0415 - seconds to import, for this command alone

    from zhengyu.huggingface import save, to_dataset  # noqa: PLC0415

    if not sys.stderr.isatty():
        datasets.disable_progress_bars()
    sources, target = sources_and_output(paths, output)
    with Rejections(errors) as rejections:
        documents = read(*sources, on_error=rejections.unread)
        found = rejections.passed(annotated(documents, jobs))
        save(to_dataset(progress(found, "documents")), target)
    return rejections.status
