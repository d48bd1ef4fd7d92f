"""`zhengyu export ner`: names as token classification."""

from __future__ import annotations

from typing import Annotated, cast

import typer

from zhengyu.cli import export_options as given
from zhengyu.cli import options
from zhengyu.cli.export import Output, Paths, export_app
from zhengyu.cli.export_run import Request, run

Scheme = Annotated[str, typer.Option(metavar="bioes|bio", help="Tags of the characters.")]
MaxLength = Annotated[
    int, typer.Option(min=1, metavar="N", help="Most characters of a row; 510 fit a BERT of 512.")
]


@export_app.command("ner")
def ner(  # noqa: PLR0913 - one for each option
    paths: Paths = None,
    output: Output = None,
    *,
    licence: given.License,
    license_name: given.LicenseName = None,
    license_link: given.LicenseLink = None,
    title: given.Title = None,
    source: given.Source = None,
    shares: given.Shares = None,
    split_by: given.SplitBy = None,
    shard_size: given.ShardSize = "500MB",
    push: given.Push = None,
    token: given.Token = None,
    private: given.Private = False,
    dry_run: given.DryRun = False,
    jobs: options.Jobs = 1,
    errors: options.Errors = None,
    scheme: Scheme = "bioes",
    max_length: MaxLength = 510,
) -> int:
    """A dataset for training taggers of names: characters and their tags.

    Columns `tokens` and `ner_tags`, as `transformers` takes them for token classification; one row
    a window of whole sentences. Options and exit codes as for hf.
    """
    from zhengyu.huggingface import ner as view  # noqa: PLC0415 - seconds to import

    request = Request(
        paths=paths,
        output=output,
        license=licence,
        license_name=license_name,
        license_link=license_link,
        title=title,
        source=source,
        splits=shares,
        split_by=split_by,
        shard_size=shard_size,
        push=push,
        token=token,
        private=private,
        dry_run=dry_run,
        jobs=jobs,
        errors=errors,
    )
    return run(request, lambda: [view.ner_view(cast(view.Scheme, scheme), longest=max_length)])
