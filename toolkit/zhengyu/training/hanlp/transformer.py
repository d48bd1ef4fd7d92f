"""HanLP's transformer recogniser, fine-tuned from a folder on disk; the model is HanLP's own.

The class trains the parameters of `TransformerNamedEntityRecognizer` and saves them under its name.
It makes its own optimiser: HanLP 2.1 asks for one that transformers 5 no longer has.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from hanlp.components.ner.transformer_ner import TransformerNamedEntityRecognizer

from zhengyu.entities.backends.paths import spans_of_tags
from zhengyu.entities.backends.quiet import quiet
from zhengyu.errors import ConfigurationError
from zhengyu.training.hanlp.examples import Sample
from zhengyu.training.hanlp.naming import named_after
from zhengyu.training.hanlp.spans import Counts

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


#: Share of the steps in which the rate rises.
_RISE = 0.1


class TransformerRecogniser(TransformerNamedEntityRecognizer):
    """A `TransformerNamedEntityRecognizer` in training."""

    def build_optimizer(  # type: ignore[no-untyped-def]  # noqa: ANN201 - HanLP's signature
        self,
        trn,  # noqa: ANN001
        epochs: int,
        lr: float,
        transformer_lr: float,
        **_: object,
    ):
        """AdamW with the transformer at a rate of its own, and a rate that rises and falls."""
        transformer = list(self.model.encoder.transformer.parameters())
        known = {id(weights) for weights in transformer}
        others = [weights for weights in self.model.parameters() if id(weights) not in known]
        groups = [{"params": transformer, "lr": transformer_lr}, {"params": others, "lr": lr}]
        steps = max(1, len(trn) * epochs)

        def factor(step: int) -> float:
            return min((step + 1) / (_RISE * steps), (steps - step) / steps, 1.0)

        optimizer = torch.optim.AdamW(groups, weight_decay=0.0)
        return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, factor)

    @property
    def _savable_config(self) -> Any:  # noqa: ANN401 - HanLP's own dictionary
        return named_after(super()._savable_config, TransformerNamedEntityRecognizer)


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
    recogniser = TransformerRecogniser()
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
