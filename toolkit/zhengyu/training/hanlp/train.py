"""Trains a HanLP recogniser on annotated texts and scores it on others."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, process_time

import torch

from zhengyu.entities.backends.loading import device_number
from zhengyu.entities.backends.quiet import quiet
from zhengyu.errors import WritingError
from zhengyu.training.hanlp.examples import Sample, read_samples, without_hapaxes
from zhengyu.training.hanlp.recogniser import Limits, RecurrentRecogniser
from zhengyu.training.hanlp.settings import Settings
from zhengyu.training.hanlp.spans import Counts
from zhengyu.training.hanlp.transformer import TransformerSettings, train_transformer

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Report:
    """What was trained, and how it does on the development texts."""

    model: str
    sentences: int
    development_sentences: int
    precision: float
    recall: float
    f1: float
    wall_seconds: float
    cpu_seconds: float


def train(
    files: Sequence[Path], dev: Sequence[Path], output: Path, settings: Settings | None = None
) -> Report:
    """Trains a recogniser, and leaves it in a folder that `hanlp.load` reads.

    Args:
        files: JSON lines with `text`, and `entities` or `spans`.
        dev: likewise; the epoch that does best on them is kept, and they are scored.
        output: a new or empty folder.
        settings: see `Settings`.

    Raises:
        ReadingError: for files that are no such records.
        WritingError: when the folder holds something already.
        ConfigurationError: when the transformer is no folder.
    """
    chosen = settings or Settings()
    began, spent = monotonic(), process_time()
    _check_empty(output)
    learnt, held = read_samples(files), read_samples(dev)
    output.mkdir(parents=True, exist_ok=True)
    with _computing(chosen.threads):
        if chosen.transformer is None:
            counts = _train_recurrent(learnt, held, output, chosen)
        else:
            counts = _train_transformer(learnt, held, output, chosen, chosen.transformer)
    return Report(
        model=str(output),
        sentences=len(learnt),
        development_sentences=len(held),
        precision=round(counts.precision, 4),
        recall=round(counts.recall, 4),
        f1=round(counts.f1, 4),
        wall_seconds=round(monotonic() - began, 1),
        cpu_seconds=round(process_time() - spent, 1),
    )


@contextmanager
def _computing(threads: int) -> Iterator[None]:
    """Sets how torch computes for the block, and how it did before thereafter."""
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    # Else the smallest numbers, of which a fading signal has many, cost a hundred times the others.
    torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_flush_denormal(False)
        torch.set_num_threads(before)


def _train_recurrent(
    learnt: Sequence[Sample], held: Sequence[Sample], output: Path, chosen: Settings
) -> Counts:
    seconds = float("inf") if chosen.minutes is None else 60 * chosen.minutes
    limits = Limits(chosen.epochs, seconds)
    recogniser = RecurrentRecogniser(limits, half=chosen.half, plain=chosen.plain)
    with quiet():
        counts: Counts = recogniser.fit(
            without_hapaxes(learnt),
            list(held),
            str(output),
            batch_size=chosen.batch,
            epochs=chosen.epochs,
            embed=chosen.vectors,
            rnn_hidden=chosen.width,
            drop=chosen.drop,
            lr=chosen.rate,
            crf=False,
            tagging_scheme="BIO",
            token_delimiter="",
            devices=_device(chosen),
            logger=_log,
            seed=chosen.seed,
            verbose=False,
        )
    return counts


def _train_transformer(
    learnt: Sequence[Sample],
    held: Sequence[Sample],
    output: Path,
    chosen: Settings,
    folder: Path,
) -> Counts:
    settings = TransformerSettings(
        folder=folder,
        epochs=chosen.epochs,
        batch=chosen.batch,
        rate=chosen.rate,
        device=_device(chosen),
        seed=chosen.seed,
    )
    return train_transformer(learnt, held, output, settings)


def _device(chosen: Settings) -> int:
    """The device as HanLP takes it; -1 is the processor."""
    number = device_number(chosen.device)
    return -1 if number is None else number


def _check_empty(output: Path) -> None:
    if output.exists() and not (output.is_dir() and not any(output.iterdir())):
        raise WritingError(f"{output} exists; give a new folder, or remove it first")
