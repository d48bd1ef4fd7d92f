"""`zhengyu export topics`: topics as text classification."""

from __future__ import annotations

from typing import Annotated, cast

import typer

from zhengyu.cli import export_options as given
from zhengyu.cli import options
from zhengyu.cli.export import Output, Paths, export_app
from zhengyu.cli.export_run import Request, run

Level = Annotated[str, typer.Option(metavar="paragraph|document", help="What a row is.")]


@export_app.command("topics")
def topics(  # noqa: PLR0913 - one for each option
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
    level: Level = "paragraph",
) -> int:
    """A dataset for training classifiers of topics: texts and their labels.

    Column `labels` is a vector of zeros and ones, as `transformers` takes it for several labels a
    text; `topics` has them as classes. Options and exit codes as for hf.
    """
    from zhengyu.huggingface import topics as view  # noqa: PLC0415 - seconds to import

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
    return run(request, lambda: [view.topic_view(cast(view.Level, level))])
