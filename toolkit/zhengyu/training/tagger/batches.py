"""Batches of examples of like length, as tensors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import torch
from torch import Tensor

from zhengyu.tagging.encoding import CharacterEncoder, bigrams
from zhengyu.tagging.gazetteer import FLAGS, Gazetteer
from zhengyu.training.tagger.examples import IGNORED, Example


@dataclass(frozen=True)
class Batch:
    """Inputs (batch, length[, flags]) and, for each head, tags with `IGNORED` as padding."""

    characters: Tensor
    bigrams: Tensor
    flags: Tensor
    tags: dict[str, Tensor]
    lengths: np.ndarray


class Batcher:
    """Makes batches.

    Args:
        encode: the vocabulary.
        gazetteer: gives the flags.
        size: characters in a batch, about.
    """

    def __init__(self, encode: CharacterEncoder, gazetteer: Gazetteer, size: int) -> None:
        self._encode, self._gazetteer, self._size = encode, gazetteer, size

    def __call__(self, examples: Sequence[Example], random: Random | None) -> Iterator[Batch]:
        """Batches of examples that teach the same heads; shuffled unless `random` is None."""
        order = list(examples)
        if random is not None:
            random.shuffle(order)
        order.sort(key=lambda e: (sorted(e.tags), len(e.text)))
        groups: list[list[Example]] = []
        for example in order:
            last = groups[-1] if groups else None
            same = last is not None and last[0].tags.keys() == example.tags.keys()
            if last is None or not same or (len(last) + 1) * len(example.text) > self._size:
                groups.append([])
            groups[-1].append(example)
        if random is not None:
            random.shuffle(groups)
        return map(self.batch, groups)

    def batch(self, examples: Sequence[Example]) -> Batch:
        """One batch of all the examples."""
        lengths = np.array([len(e.text) for e in examples])
        shape = (len(examples), int(lengths.max()))
        characters = np.zeros(shape, dtype=np.int32)
        flags = np.zeros((*shape, FLAGS), dtype=np.float32)
        tags = {head: np.full(shape, IGNORED, dtype=np.int64) for head in examples[0].tags}
        for row, example in enumerate(examples):
            characters[row, : lengths[row]] = self._encode(example.text)
            flags[row, : lengths[row]] = self._gazetteer.flags(example.text)
            for head, array in tags.items():
                array[row, : lengths[row]] = example.tags[head]
        return Batch(
            torch.from_numpy(characters).long(),
            torch.from_numpy(bigrams(characters)).long(),
            torch.from_numpy(flags),
            {head: torch.from_numpy(array) for head, array in tags.items()},
            lengths,
        )
