"""Options that the commands share which write a dataset repository."""

from __future__ import annotations

from typing import Annotated

import typer

License = Annotated[
    str,
    typer.Option(
        "--license",
        metavar="ID",
        help="Licence of the texts, for the card, as the hub calls it: cc-by-4.0, cc0-1.0, other "
        "(with name and link), unknown.",
    ),
]
LicenseName = Annotated[
    str | None, typer.Option(metavar="NAME", help="Name of a licence 'other'.", show_default=False)
]
LicenseLink = Annotated[
    str | None, typer.Option(metavar="URL", help="Text of a licence 'other'.", show_default=False)
]
Title = Annotated[
    str | None,
    typer.Option(metavar="TEXT", help="Title of the card.", show_default="the folder's name"),
]
Source = Annotated[
    str | None,
    typer.Option(
        metavar="TEXT", help="Where the texts come from, for the card.", show_default=False
    ),
]
Shares = Annotated[
    str | None,
    typer.Option(
        "--splits",
        metavar="NAME=SHARE,...",
        help="Splits with their shares, as train=0.8,validation=0.1,test=0.1; a hash of the "
        "document's id decides.",
        show_default="all in train",
    ),
]
SplitBy = Annotated[
    str | None,
    typer.Option(
        metavar="FIELD",
        help="Field of the metadata that names the split; with --splits, documents that share its "
        "value stay together.",
        show_default=False,
    ),
]
ShardSize = Annotated[
    str, typer.Option(metavar="SIZE", help="Largest size of a Parquet file: 500MB, 1GB.")
]
Push = Annotated[
    str | None,
    typer.Option(
        metavar="REPO",
        help="Upload what was written to this dataset repository of the hub, NAME/DATASET, as one "
        "commit.",
        show_default=False,
    ),
]
Token = Annotated[
    str | None,
    typer.Option(
        help="Token of the hub that may write.",
        envvar="HF_TOKEN",
        show_default="that of 'hf auth login'",
        show_envvar=True,
    ),
]
Private = Annotated[bool, typer.Option("--private", help="Make a new repository a private one.")]
DryRun = Annotated[
    bool,
    typer.Option(
        "--dry-run",
        help="Write and send nothing: put out name and size of each file that would be.",
    ),
]
