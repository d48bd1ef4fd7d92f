"""HanLP's recurrent recogniser, trained faster than HanLP does; the model is HanLP's own.

The class trains the parameters of `RNNNamedEntityRecognizer` and saves them under its name, so that
`hanlp.load` reads the folder without this package. What differs is the way there: whole batches
instead of packed sequences, which is the same sum in a fraction of the time; a loss of whole paths;
a rate that rises and falls; an end by the clock; and no line printed.

It has no CRF of HanLP's: in HanLP 2.1 that of the recurrent recogniser reads batches the wrong way
round (`CRF(n_out, crf_constraints)` passes `None` for `batch_first`), and learns nothing.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from time import monotonic
from typing import Any

import torch
from hanlp.components.ner.rnn_ner import RNNNamedEntityRecognizer
from torch import nn

from zhengyu.entities.backends.paths import LegalPaths, spans_of_tags
from zhengyu.training.hanlp.loss import LegalPathLoss, Loss, each_tag
from zhengyu.training.hanlp.naming import named_after
from zhengyu.training.hanlp.spans import Counts

_log = logging.getLogger(__name__)

#: Steps in which the rate rises, and the share of it that is left at the end.
_RISE, _LEAST = 50, 0.02

#: Longest step that the gradient may ask for, as a norm; HanLP's own value.
_CLIP = 5.0


@dataclass(frozen=True, slots=True)
class Limits:
    """When training ends: after so many epochs, or so many seconds if that comes first."""

    epochs: int
    seconds: float = float("inf")


class RecurrentRecogniser(RNNNamedEntityRecognizer):
    """An `RNNNamedEntityRecognizer` in training.

    Args:
        limits: when to end; the rate falls towards the end that comes first.
        half: whether products are computed in bfloat16, twice as fast where the processor has it.
        plain: whether each tag is learnt by itself, rather than the path of tags.
    """

    def __init__(self, limits: Limits, *, half: bool = False, plain: bool = False) -> None:
        super().__init__()
        self._limits, self._half, self._plain = limits, half, plain
        self._step, self._began = 0, monotonic()

    def feed_batch(self, batch: dict[str, Any]) -> tuple[torch.Tensor, torch.Tensor]:
        """Scores of the tags, shape (batch, length, tags), and which positions count."""
        ids = batch[f"{self.config.token_key}_id"]
        with torch.autocast(ids.device.type, dtype=torch.bfloat16, enabled=self._half):
            scores = tag_scores(self.model, ids)
        return scores.float(), ids.gt(0)

    def execute_training_loop(  # type: ignore[no-untyped-def]  # noqa: ANN201
        self,
        trn,  # noqa: ANN001
        dev,  # noqa: ANN001
        optimizer,  # noqa: ANN001
        save_dir: str,
        **_: object,
    ):
        """Trains; what stays is the state of the epoch that did best on the development texts."""
        legal = LegalPaths(self.vocabs["tag"].idx_to_token)
        best, criterion = Counts(), each_tag if self._plain else LegalPathLoss(legal)
        for epoch in range(1, self._limits.epochs + 1):
            loss = self._fit(trn, criterion, optimizer)
            counts = self.counts(dev) if dev else Counts()
            _log.info("epoch %d, loss %.4f, development F1 %.4f", epoch, loss, counts.f1)
            if epoch == 1 or counts.f1 >= best.f1:
                self.save_weights(save_dir)
                best = counts
            if monotonic() - self._began > self._limits.seconds:
                break
        self.load_weights(save_dir)
        return best

    def counts(self, batches: Any) -> Counts:  # noqa: ANN401 - HanLP's loader
        """How many spans of the batches are found as they are annotated."""
        self.model.eval()
        names = self.vocabs["tag"].idx_to_token
        best, found = LegalPaths(names), Counts()
        for batch in batches:
            with torch.no_grad():
                scores, _ = self.feed_batch(batch)
            numbers = scores.log_softmax(-1).cpu().numpy()
            paths = best(numbers, [len(tags) for tags in batch["tag"]])
            for path, gold in zip(paths, batch["tag"], strict=True):
                guessed = [names[tag] for tag in path]
                found = found.and_those_of(spans_of_tags(gold), spans_of_tags(guessed))
        return found

    def _fit(self, batches: Any, criterion: Loss, optimizer: Any) -> float:  # noqa: ANN401
        self.model.train()
        total = torch.zeros(())
        for batch in batches:
            self._set_rate(optimizer, len(batches))
            optimizer.zero_grad()
            scores, mask = self.feed_batch(batch)
            loss = criterion(scores, batch["tag_id"], mask)
            loss.backward()
            nn.utils.clip_grad_norm_(self.model.parameters(), _CLIP)
            optimizer.step()
            total += loss.detach().cpu()
            self._step += 1
        return float(total) / len(batches)

    def _set_rate(self, optimizer: Any, length: int) -> None:  # noqa: ANN401
        done = self._step / (length * self._limits.epochs)
        done = max(done, (monotonic() - self._began) / self._limits.seconds)
        factor = min(1.0, (self._step + 1) / _RISE, max(_LEAST, 1 - done))
        for group in optimizer.param_groups:
            group["lr"] = self.config.lr * factor

    @property
    def _savable_config(self) -> Any:  # noqa: ANN401 - HanLP's own dictionary
        return named_after(super()._savable_config, RNNNamedEntityRecognizer)


def tag_scores(model: nn.Module, ids: torch.Tensor) -> torch.Tensor:
    """What HanLP's `RNNTaggingModel` computes, for a whole batch at once.

    The backward direction reads each row from its own last character, as with packed sequences.

    Args:
        model: the model, whose embedding is one of single characters.
        ids: characters, shape (batch, length), 0 after a row's end.

    Returns:
        Scores of shape (batch, length, tags).
    """
    vectors = model.drop(model.embed(ids))
    if model.embed_to_rnn is not None:
        vectors = model.embed_to_rnn(vectors)
    turned = _turned(ids.gt(0).sum(1), ids.shape[1])
    rows = torch.arange(len(ids), device=ids.device)[:, None]
    weights = list(model.word_lstm.parameters())
    half = len(weights) // 2
    forward = _one_way(vectors, weights[:half], training=model.training)
    backward = _one_way(vectors[rows, turned], weights[half:], training=model.training)
    both = torch.cat((forward, backward[rows, turned]), -1)
    scores: torch.Tensor = model.out(model.drop(both))
    return scores


def _one_way(vectors: torch.Tensor, weights: list[torch.Tensor], *, training: bool) -> torch.Tensor:
    width = weights[1].shape[1]
    start = vectors.new_zeros(1, len(vectors), width)
    found: torch.Tensor = torch.lstm(
        vectors, (start, start), weights, True, 1, 0.0, training, False, True
    )[0]
    return found


def _turned(lengths: torch.Tensor, longest: int) -> torch.Tensor:
    """Positions that turn each row round within its length; its own inverse."""
    places = torch.arange(longest, device=lengths.device)[None, :]
    back = lengths[:, None] - 1 - places
    return torch.where(back >= 0, back, places)
