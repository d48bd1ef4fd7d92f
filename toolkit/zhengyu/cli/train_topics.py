"""`zhengyu train topics`: a topic model of people's own labels."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zhengyu.cli.console import say, standard_output
from zhengyu.cli.train import train_app


@train_app.command("topics")
def train_topics(
    labelled: Annotated[
        list[Path],
        typer.Argument(
            exists=True,
            help="JSONL: objects with `text` and `topics` (a list of labels of your own), or with "
            "`text` and `paragraphs` that have `start`, `end` and `topics`.",
        ),
    ],
    *,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder for the model.")],
) -> None:
    """Trains a topic model of your own labels and says how well it does on texts left out.

    The scores are cross-validated over documents. The model is used by
    `zhengyu.Pipeline(options={"topics": {"model": "FOLDER"}})`.
    """
    # Here, since scikit-learn takes half a second that no other command should wait for.
    from zhengyu.training.topics import keys_of, read_labelled, train  # noqa: PLC0415

    records = [record for path in labelled for record in read_labelled(path)]
    keys = keys_of(records)
    trained = train(records, keys)
    trained.classifier.save(output)
    with standard_output() as stream:
        for name, score in trained.scores.items():
            stream.write(f"{name}\t{score:.3f}\n".encode())
    say(f"learnt {len(keys)} labels from {len(records)} documents; the model is in {output}")
