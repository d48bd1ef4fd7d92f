"""`zhengyu train`: the group of commands that make models from people's own annotated texts.

A command adds itself from its own file, or stands here: `@train_app.command("name")`.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from zhengyu.errors import ConfigurationError

train_app = typer.Typer(
    no_args_is_help=True,
    help="Train models on texts that you have annotated.",
)


@train_app.callback()
def _group() -> None:
    """Train models on texts that you have annotated."""


@train_app.command("entities")
def entities(  # noqa: PLR0913 - one parameter an option
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="JSON lines (.jsonl, .jsonl.gz) with text, and entities as in the record or spans "
            "as [start, end, label].",
        ),
    ],
    *,
    dev: Annotated[
        list[Path],
        typer.Option(metavar="FILE", help="Likewise: what is kept is what does best on these."),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="A new folder.")],
    backend: Annotated[str, typer.Option(metavar="hanlp", help="Whose recogniser.")] = "hanlp",
    transformer: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Fine-tune the transformer in this folder; without it a recurrent network.",
        ),
    ] = None,
    epochs: Annotated[
        int | None, typer.Option(min=1, show_default="12, a transformer 3", help="Times through.")
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(min=0, help="No epoch begins after so many minutes.")
    ] = None,
    rate: Annotated[
        float | None,
        typer.Option(show_default="0.003, a transformer 0.00005", help="Of learning, at most."),
    ] = None,
    batch: Annotated[int, typer.Option(min=1, help="Sentences learnt together.")] = 32,
    threads: Annotated[int, typer.Option(min=1, help="Processor threads.")] = 2,
    half: Annotated[
        bool, typer.Option("--half", help="Compute in bfloat16: faster where processors have it.")
    ] = False,
    plain: Annotated[
        bool,
        typer.Option("--plain", help="Learn each tag by itself, for use by HanLP without zhengyu."),
    ] = False,
    device: Annotated[str, typer.Option(help="cpu, cuda or cuda:1.")] = "cpu",
    seed: Annotated[int, typer.Option(help="Of all that is random.")] = 20261121,
) -> int:
    """Train a recogniser of names; its scores go to standard output, as one JSON object.

    `Pipeline(entities="hanlp", entities_options={"model": FOLDER})` uses it, and so does HanLP.
    """
    if backend != "hanlp":
        raise ConfigurationError(f"--backend {backend!r} is unknown; give hanlp")
    from zhengyu.entities.backends.quiet import hanlp  # noqa: PLC0415 - seconds to import

    hanlp()
    from zhengyu.training.hanlp.settings import settings  # noqa: PLC0415
    from zhengyu.training.hanlp.train import train  # noqa: PLC0415

    chosen = settings(
        transformer,
        epochs,
        rate,
        minutes=minutes,
        batch=batch,
        threads=threads,
        half=half,
        plain=plain,
        device=device,
        seed=seed,
    )
    with _epochs_shown():
        report = train(files, dev, output, chosen)
    sys.stdout.buffer.write(msgspec.json.encode(asdict(report)) + b"\n")
    return 0


@contextmanager
def _epochs_shown() -> Iterator[None]:
    """Puts a line on standard error for each epoch."""
    handler = logging.StreamHandler(sys.stderr)
    logger = logging.getLogger("zhengyu.training.hanlp.recogniser")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
