"""Strict span scores of a network during training, by the decoder that users get."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import torch

from zhengyu.tagging.decoding import best_tags, spans_of
from zhengyu.training.tagger.batches import Batch
from zhengyu.training.tagger.network import Tagger


def span_scores(
    tagger: Tagger, batches: Iterable[Batch], head: str, labels: Sequence[str]
) -> dict[str, str]:
    """Precision, recall and F1 of spans with their label, for each label and together."""
    right, found, wanted = Counter[str](), Counter[str](), Counter[str]()
    tagger.eval()
    for batch in batches:
        with torch.no_grad():
            scores = tagger(head, batch.characters, batch.bigrams, batch.flags).log_softmax(2)
        for row, length in enumerate(batch.lengths):
            stretch = np.array([0]), np.array([length])
            guessed = set(spans_of(best_tags(scores[row].numpy(), *stretch)))
            gold = set(spans_of(batch.tags[head][row].clamp(min=0).numpy()))
            for spans, counter in ((guessed, found), (gold, wanted), (guessed & gold, right)):
                counter.update(labels[label] for _, _, label in spans)
                counter["all"] += len(spans)
    return {name: _prf(right[name], found[name], wanted[name]) for name in [*labels, "all"]}


def _prf(right: int, found: int, wanted: int) -> str:
    precision, recall = right / max(found, 1), right / max(wanted, 1)
    f1 = 2 * right / max(found + wanted, 1)
    return f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f} ({wanted})"
