"""`zhengyu export hf`: the whole corpus as a dataset repository."""

from __future__ import annotations

from zhengyu.cli import export_options as given
from zhengyu.cli import options
from zhengyu.cli.export import Output, Paths, export_app
from zhengyu.cli.export_run import Request, run


@export_app.command("hf")
def hf(  # noqa: PLR0913 - one for each option
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
) -> int:
    """A Hugging Face dataset: whole records, and a table of each layer.

    Parquet files with declared features and a card, in a folder that `datasets.load_dataset(OUT,
    "documents")` reads; further configurations are terms, entities, numbers and topics. What was
    written is loaded again and compared. Exit codes as for annotate.
    """
    from zhengyu.huggingface.views import corpus_views  # noqa: PLC0415 - seconds to import

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
    return run(request, corpus_views)
