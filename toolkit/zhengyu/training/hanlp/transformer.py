"""HanLP's transformer recogniser, fine-tuned from a folder on disk."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hanlp.components.ner.transformer_ner import TransformerNamedEntityRecognizer

from zhengyu.entities.backends.quiet import quiet
from zhengyu.errors import ConfigurationError
from zhengyu.training.hanlp.examples import Sample
from zhengyu.training.hanlp.spans import Counts, spans_of_tags

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransformerSettings:
    """How to fine-tune: `folder` holds the transformer with its tokenizer."""

    folder: Path
    epochs: int
    batch: int
    rate: float
    device: int
    seed: int


def train_transformer(
    learnt: Sequence[Sample], held: Sequence[Sample], output: Path, settings: TransformerSettings
) -> Counts:
    """Fine-tunes a transformer and says how it does on the held-out samples.

    What is saved names the transformer's folder, which must stay where it is.

    Raises:
        ConfigurationError: when `folder` holds no transformer.
    """
    folder = settings.folder.resolve()
    if not (folder / "config.json").is_file():
        raise ConfigurationError(
            f"{settings.folder} holds no transformer: it has no config.json; give the folder of a "
            "model with its tokenizer, as Hugging Face's save_pretrained writes it"
        )
    recogniser = TransformerNamedEntityRecognizer()
    with quiet():
        recogniser.fit(
            list(learnt),
            list(held),
            str(output),
            transformer=str(folder),
            delimiter_in_entity="",
            batch_size=settings.batch,
            epochs=settings.epochs,
            transformer_lr=settings.rate,
            lr=10 * settings.rate,
            average_subwords=True,
            char_level=True,
            hard_constraint=True,
            max_seq_len=250,
            devices=settings.device,
            logger=_log,
            seed=settings.seed,
            eval_trn=False,
        )
    return _counts(recogniser, held, settings.batch)


def _counts(recogniser: Any, held: Sequence[Sample], batch: int) -> Counts:  # noqa: ANN401
    with quiet():
        found = recogniser([sample["token"] for sample in held], batch_size=batch)
    counts = Counts()
    for sample, entities in zip(held, found, strict=True):
        spans = [(begin, end, label) for _, label, begin, end in entities]
        counts = counts.and_those_of(spans_of_tags(sample["tag"]), spans)
    return counts
